/**
 * A stand-in for the official provider, which has one resource: its state is what the configuration says, in the names
 * and types of `huaweicloud_compute_interface_attach` (documentation of version 1.97), for tests of `moved` blocks.
 */
import { computed, defineProvider, list, optional, required, resourcesOf } from "../../../../src/terraform";

const attach = resourcesOf<null>()({
  name: "compute_interface_attach",
  summary: "Says what it is told.",
  attributes: {
    id: computed.string("The port's id.", { stable: true }),
    region: optional.string("The region."),
    instance_id: required.string("The server."),
    port_id: required.string("The port."),
    network_id: optional.string("The network."),
    fixed_ip: optional.string("The IPv4 address."),
    fixed_ipv6: optional.string("The IPv6 address."),
    mac: optional.string("The MAC address."),
    security_group_ids: optional.of(list("string"), "The security groups."),
    source_dest_check: optional.bool("The check."),
    delete_on_termination: optional.string("`true` or `false`."),
    ipv6_enable: optional.bool("Whether it has IPv6."),
    ipv6_bandwidth_id: optional.string("The bandwidth."),
  },
  timeouts: { create: "10m", read: "5m", update: "10m", delete: "10m" },
  create: async ({ plan }) => ({ id: plan.port_id }),
  read: async ({ state }) => state,
  update: async ({ state }) => ({ id: state.id }),
  delete: async () => undefined,
});

export const officialStandIn = defineProvider({
  name: "huaweicloud",
  address: "registry.terraform.io/huaweicloud/huaweicloud",
  version: "1.97.1",
  summary: "Stands in for the official provider.",
  attributes: {},
  resources: [attach],
  explain: () => undefined,
  configure: async () => null,
});
