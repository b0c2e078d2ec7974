import { isIPv6 } from "node:net";
import type { Nic, Server } from "../cloud-state";

/** How many NICs a server of the emulated flavor takes, the primary one included. */
const nicLimit = 12;

/**
 * The body of ListServerInterfaces. Fields that do not apply are `null`, not absent.
 *
 * @fidelity documented
 * Source: ECS API reference, "Querying NICs of an ECS" (ListServerInterfaces).
 */
export function interfaceAttachments(nics: readonly Nic[]): object {
  return {
    attachableQuantity: { free_nic: Math.max(0, nicLimit - nics.length), free_efi_nic: 0 },
    interfaceAttachments: nics.map((nic) => ({
      port_state: "ACTIVE",
      fixed_ips: nic.fixedIps.map(({ subnetId, ipAddress }) => ({ subnet_id: subnetId, ip_address: ipAddress })),
      net_id: nic.networkId,
      port_id: nic.portId,
      mac_addr: nic.macAddress,
      delete_on_termination: nic.deleteOnTermination,
      driver_mode: null,
      min_rate: null,
      multiqueue_num: null,
      pci_address: null,
    })),
  };
}

/**
 * The body of ShowServer, with the fields that tell servers and their NICs apart; the others of the real answer are absent.
 *
 * @fidelity documented
 * Source: ECS API reference, "Querying Details About an ECS" (ShowServer).
 */
export function serverDetails(server: Server, projectId: string, availabilityZone: string): object {
  return {
    server: {
      id: server.id,
      name: server.name,
      status: server.status,
      tenant_id: projectId,
      enterprise_project_id: "0",
      locked: server.locked,
      addresses: { [server.vpcId]: server.nics.flatMap(addresses) },
      network_interfaces: server.nics.map((nic) => ({
        port_id: nic.portId,
        primary: nic.primary,
        ip_addresses: addressesOf(nic, false),
        ipv6_addresses: addressesOf(nic, true),
        subnet_id: nic.networkId,
      })),
      metadata: { vpc_id: server.vpcId, charging_mode: "0", os_type: "Linux" },
      flavor: { id: "s6.large.2", name: "s6.large.2", vcpus: "2", ram: "4096", disk: "0" },
      security_groups: [{ name: "default" }],
      "OS-EXT-AZ:availability_zone": availabilityZone,
      "OS-EXT-STS:vm_state": server.status === "ACTIVE" ? "active" : "stopped",
      "OS-EXT-STS:power_state": server.status === "ACTIVE" ? 1 : 4,
      "OS-EXT-STS:task_state": null,
      "os-extended-volumes:volumes_attached": [],
      accessIPv4: "",
      accessIPv6: "",
    },
  };
}

function addresses(nic: Nic): object[] {
  return nic.fixedIps.map(({ ipAddress }) => ({
    version: isIPv6(ipAddress) ? "6" : "4",
    addr: ipAddress,
    primary: nic.primary,
    "OS-EXT-IPS-MAC:mac_addr": nic.macAddress,
    "OS-EXT-IPS:type": "fixed",
    "OS-EXT-IPS:port_id": nic.portId,
  }));
}

function addressesOf(nic: Nic, wantIpv6: boolean): string[] {
  return nic.fixedIps.map(({ ipAddress }) => ipAddress).filter((address) => isIPv6(address) === wantIpv6);
}
