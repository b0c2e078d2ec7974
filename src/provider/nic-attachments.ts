import type { Nic } from "../cloud";
import { assigned, type Check, computed, list, oneOf, optional, required, uuid } from "../terraform";
import { defineDataSource } from "./api";
import { ipv4, ipv6, isSameIpv6 } from "./ip-addresses";
import { onExistingServer, serverOf } from "./nic-address";
import { orderedBy } from "./order";
import { region as regionName } from "./region";
import { FRESH } from "./setting";

const ipAddress: Check<string> = {
  text: "an IP address such as `192.168.0.33`",
  test: (value) => ipv4.test(value) || ipv6.test(value),
};

export const nicAttachments = defineDataSource({
  name: "nic_attachments",
  summary: "The network interfaces (NICs) of an ECS.",

  attributes: {
    server_id: required.string("The ECS.", { check: [uuid] }),
    region: assigned.string("The region of the ECS. Defaults to the provider's.", { check: [regionName] }),
    network_id: optional.string("Only NICs in this network (VPC subnet).", { check: [uuid] }),
    ip_address: optional.string("Only the NIC that has this private IP address.", { check: [ipAddress] }),
    port_state: optional.string("Only NICs whose port is in this state.", {
      check: [oneOf("ACTIVE", "BUILD", "DOWN")],
    }),
    delete_on_termination: optional.bool("Only NICs that are deleted when they are detached, or only the others."),
    primary: optional.bool("Only the primary NIC, or only the others."),
    port_ids: computed.of(list("string"), "The ports of the NICs found, for `for_each = toset(...)`."),
    nics: computed.objectList(
      {
        port_id: computed.string("The NIC's port, which is the NIC's id."),
        network_id: computed.string("The network (VPC subnet) that the NIC is in."),
        mac_address: computed.string("The NIC's MAC address."),
        port_state: computed.string("`ACTIVE`, `BUILD` or `DOWN`."),
        fixed_ips: computed.of(list("string"), "The NIC's private IP addresses, IPv4 first."),
        addresses: computed.objectList(
          {
            ip_address: computed.string("The IP address."),
            subnet_id: computed.string("The IPv4 or IPv6 subnet that it is of."),
          },
          "The same addresses with their subnets.",
        ),
        delete_on_termination: computed.bool("Whether the NIC is deleted when it is detached or its ECS is deleted."),
        primary: computed.bool("Whether it is the primary NIC. Null where ECS does not say which one is.", {
          nullable: true,
        }),
        driver_mode: computed.string("The driver of the NIC: `virtio` or `hinic`. Null where ECS does not say.", {
          nullable: true,
        }),
        min_rate: computed.number("The NIC's minimum bandwidth. Null where ECS does not say.", { nullable: true }),
        multiqueue_count: computed.number("How many queues the NIC has. Null where ECS does not say.", {
          nullable: true,
        }),
        pci_address: computed.string("The NIC's PCI address in a Linux guest. Null where ECS does not say.", {
          nullable: true,
        }),
      },
      "The NICs found.",
    ),
  },

  async read({ config, api, signal }) {
    const server = serverOf(config, api);
    const look = async () => {
      const nics = await api.cloud.listNics(server, { maxAge: FRESH, signal });
      // Only the server itself tells which one is primary.
      return { nics, ...(await api.cloud.server(server, { signal })) };
    };
    const { nics, primaryPortId } = await onExistingServer(server, look(), "its NICs cannot be listed");
    const found = primaryFirst(nics, primaryPortId)
      .map((nic) => described(nic, primaryPortId))
      .filter(
        (nic) =>
          isWanted(config.network_id, nic.network_id) &&
          isWanted(config.port_state, nic.port_state) &&
          isWanted(config.delete_on_termination, nic.delete_on_termination) &&
          isWanted(config.primary, nic.primary) &&
          (config.ip_address === null || nic.fixed_ips.some((each) => isSameIpv6(each, config.ip_address ?? ""))),
      );
    return { region: server.region, port_ids: found.map((nic) => nic.port_id), nics: found };
  },
});

/** The primary NIC, then the others by their ports' ids. */
export function primaryFirst(nics: readonly Nic[], primaryPortId: string | undefined): readonly Nic[] {
  return orderedBy(nics, ({ portId }) => `${portId === primaryPortId ? 0 : 1}${portId}`);
}

function isWanted<T>(wanted: T | null, value: T | null): boolean {
  return wanted === null || wanted === value;
}

function described(nic: Nic, primaryPortId: string | undefined) {
  return {
    port_id: nic.portId,
    network_id: nic.networkId,
    mac_address: nic.macAddress,
    port_state: nic.portState,
    fixed_ips: nic.fixedIps.map((each) => each.ipAddress),
    addresses: nic.fixedIps.map((each) => ({ ip_address: each.ipAddress, subnet_id: each.subnetId })),
    delete_on_termination: nic.deleteOnTermination,
    primary: primaryPortId === undefined ? null : nic.portId === primaryPortId,
    driver_mode: nic.driverMode ?? null,
    min_rate: nic.minRate ?? null,
    multiqueue_count: nic.multiqueueCount ?? null,
    pci_address: nic.pciAddress ?? null,
  };
}
