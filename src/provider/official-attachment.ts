/** `huaweicloud_compute_interface_attach` of the official provider, as its state has it, for `moved` blocks. */
import { list, optional } from "../terraform";
import { nicId } from "./nic-id";

const text = () => optional.string("");

/** What is read of it; facts from the provider's documentation, version 1.97. */
export const officialAttachment = {
  provider: "huaweicloud/huaweicloud",
  type: "huaweicloud_compute_interface_attach",
  attributes: {
    region: text(),
    instance_id: text(),
    port_id: text(),
    network_id: text(),
    fixed_ip: text(),
    fixed_ipv6: text(),
    mac: text(),
    security_group_ids: optional.of(list("string"), ""),
    source_dest_check: optional.bool(""),
    /** `"true"` or `"false"`; versions before 1.79.1 have none. */
    delete_on_termination: text(),
    ipv6_enable: optional.bool(""),
    ipv6_bandwidth_id: text(),
  },
} as const;

interface OfficialState {
  readonly region: string | null;
  readonly instance_id: string | null;
  readonly port_id: string | null;
  readonly network_id: string | null;
  readonly mac: string | null;
  readonly delete_on_termination: string | null;
  readonly fixed_ip: string | null;
  readonly fixed_ipv6: string | null;
}

/** What both resources of this provider say of a NIC. What is left out is filled by the next refresh. */
export function officialNic(old: OfficialState) {
  const setting = { true: true, false: false }[old.delete_on_termination ?? ""];
  const serverId = old.instance_id ?? "";
  const portId = old.port_id ?? "";
  return {
    id: nicId(serverId, portId),
    server_id: serverId,
    port_id: portId,
    fixed_ips: [old.fixed_ip, old.fixed_ipv6].flatMap((address) => address || []),
    ...(old.region === null ? {} : { region: old.region }),
    ...(old.network_id === null ? {} : { network_id: old.network_id }),
    ...(old.mac === null ? {} : { mac_address: old.mac }),
    ...(setting === undefined ? {} : { delete_on_termination: setting }),
  };
}
