import type { Nic } from "../cloud";
import { assigned, computed, defaulted, isUnknown, list, moveFrom, oneOf, required, uuid } from "../terraform";
import { defineResource } from "./api";
import { announce, claim } from "./claims";
import { warnOfDeletion } from "./deletion-warning";
import { type Address, addressOf, existing } from "./nic-address";
import { identifyNic, NIC_ID_FORMAT, nicId } from "./nic-id";
import { officialAttachment, officialNic } from "./official-attachment";
import { knownOf, ownNic } from "./own-nic";
import { region as regionName } from "./region";
import { FRESH, reconcile } from "./setting";

const TYPE = "huaweiecs_nic_attachment_setting";

export const nicAttachmentSetting = defineResource({
  name: "nic_attachment_setting",
  summary: "Whether a network interface (NIC) is deleted when it is detached from its ECS, or with it.",

  attributes: {
    id: computed.string("`<server_id>/<port_id>`."),
    server_id: required.string("The ECS that the NIC is attached to.", { replace: true, check: [uuid] }),
    port_id: required.string("The NIC's port, which is the NIC's id.", { replace: true, check: [uuid] }),
    delete_on_termination: required.bool(
      "Whether the NIC is deleted when it is detached or its ECS is deleted. `false` keeps it, with its IP and MAC address.",
    ),
    region: assigned.string(
      "The region of the ECS. The provider's when it is created without one, and kept from then on.",
      {
        replace: true,
        stable: true,
        check: [regionName],
      },
    ),
    on_destroy: defaulted.string(
      "What destroying this resource does to the setting: `restore` puts `original_delete_on_termination` back, `keep` leaves it.",
      { default: "restore", check: [oneOf("restore", "keep")] },
    ),
    original_delete_on_termination: computed.bool("The setting found when Terraform took over, by create or import.", {
      stable: true,
    }),
    mac_address: computed.string("The NIC's MAC address.", { stable: true }),
    network_id: computed.string("The network (VPC subnet) that the NIC is in.", { stable: true }),
    fixed_ips: computed.of(list("string"), "The NIC's private IP addresses, IPv4 first.", { stable: true }),
  },

  identity: ["region", "server_id", "port_id"],

  timeouts: { create: "10m", read: "5m", update: "10m", delete: "10m" },

  derive: {
    id: ({ server_id, port_id }) => nicId(server_id, port_id),
    region: (_plan, api) => api.region,
  },

  moves: [
    moveFrom(ownNic("nic_attachment"), (old) => {
      const { delete_on_termination: setting } = old;
      return { ...knownOf(old), ...(setting === null ? {} : { original_delete_on_termination: setting }) };
    }),
    moveFrom(officialAttachment, (old) => {
      const nic = officialNic(old);
      const { delete_on_termination: setting } = nic;
      return setting === undefined ? nic : { ...nic, original_delete_on_termination: setting };
    }),
  ],

  announce: (context) => announce(TYPE, context),

  plan({ state, plan, api, warn }) {
    const { delete_on_termination: setting } = plan;
    claim(TYPE, { plan, api }, () => (isUnknown(setting) ? undefined : setting));
    warnOfDeletion(api, { state, plan, warn });
  },

  async create({ plan, api, signal, save }) {
    const address = addressOf(plan, api);
    const found = await existing(address, api.cloud.nic(address, { maxAge: FRESH, signal }));
    const taken = { original_delete_on_termination: found.deleteOnTermination };
    const nic = await reconcile(api.cloud, address, found, plan.delete_on_termination, signal, () =>
      save({ ...facts(address, found), ...taken }),
    );
    api.claims.applied({ type: TYPE, ...address, wanted: () => plan.delete_on_termination });
    return { ...facts(address, nic), ...taken };
  },

  async read({ state, api, signal }) {
    const address = addressOf(state, api);
    const nic = await api.cloud.nic(address, { signal });
    return {
      ...facts(address, nic),
      delete_on_termination: nic.deleteOnTermination,
      original_delete_on_termination: originalOf(state, nic),
    };
  },

  async update({ state, plan, api, signal }) {
    const address = addressOf(plan, api);
    const found = await existing(address, api.cloud.nic(address, { maxAge: FRESH, signal }));
    const nic = await reconcile(api.cloud, address, found, plan.delete_on_termination, signal);
    api.claims.applied({ type: TYPE, ...address, wanted: () => plan.delete_on_termination });
    return { ...facts(address, nic), original_delete_on_termination: originalOf(state, found) };
  },

  async delete({ state, api, signal }) {
    const address = addressOf(state, api);
    api.claims.released({ type: TYPE, ...address });
    if (state.on_destroy === "keep") return;
    const found = await api.cloud.nic(address, { maxAge: FRESH, signal });
    await reconcile(api.cloud, address, found, originalOf(state, found), signal);
  },

  import: {
    format: NIC_ID_FORMAT,
    identify: identifyNic,
    async observe({ identity, api, signal }) {
      const address = addressOf(identity, api);
      const nic = await existing(address, api.cloud.nic(address, { signal }));
      return {
        ...facts(address, nic),
        delete_on_termination: nic.deleteOnTermination,
        original_delete_on_termination: nic.deleteOnTermination,
      };
    },
  },
});

/** An object that was moved here from another type may have none until it is read. */
function originalOf(state: { readonly original_delete_on_termination: boolean | null }, nic: Nic): boolean {
  return state.original_delete_on_termination ?? nic.deleteOnTermination;
}

/** What the cloud says of the NIC apart from its setting. */
function facts({ region, serverId, portId }: Address, nic: Nic) {
  return {
    id: nicId(serverId, portId),
    region,
    server_id: serverId,
    port_id: portId,
    mac_address: nic.macAddress,
    network_id: nic.networkId,
    fixed_ips: nic.fixedIps.map(({ ipAddress }) => ipAddress),
  };
}
