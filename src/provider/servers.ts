import type { Server, ServerAddressEntry } from "../cloud";
import { assigned, type Check, computed, list, map, notEmpty, optional, set } from "../terraform";
import { defineDataSource } from "./api";
import { orderedBy } from "./order";
import { region as regionName } from "./region";
import { findServers, serverArguments } from "./server-search";

const status: Check<string> = {
  text: "a status as ECS writes it, such as `ACTIVE` or `SHUTOFF`",
  test: (value) => /^[A-Z_]+$/.test(value),
};

const partOfIpv4: Check<string> = {
  text: "a part of an IPv4 address such as `192.168.16.`",
  test: (value) => /^[\d.]+$/.test(value),
};

export const servers = defineDataSource({
  name: "servers",
  summary: "The ECSs of a region that fit a search.",

  attributes: {
    region: assigned.string("The region to search. Defaults to the provider's.", { check: [regionName] }),
    name: serverArguments.name,
    ids: serverArguments.ids,
    status: optional.string("Only ECSs in this status, such as `ACTIVE` or `SHUTOFF`.", { check: [status] }),
    ip_address: optional.string("Only ECSs with this in one of their IPv4 addresses.", { check: [partOfIpv4] }),
    flavor_id: optional.string("Only ECSs of this flavor.", { check: [notEmpty] }),
    availability_zone: optional.string("Only ECSs in this availability zone.", { check: [notEmpty] }),
    tags: serverArguments.tags,
    enterprise_project_id: serverArguments.enterpriseProjectId,
    server_ids: computed.of(list("string"), "The ids of the ECSs found, for `for_each = toset(...)`."),
    servers: computed.objectList(
      {
        id: computed.string("The id."),
        name: computed.string("The name."),
        status: computed.string("The status, such as `ACTIVE` or `SHUTOFF`."),
        vpc_id: computed.string("The VPC that its NICs are in."),
        flavor_id: computed.string("The flavor."),
        availability_zone: computed.string("The availability zone."),
        enterprise_project_id: computed.string("The enterprise project."),
        created_at: computed.string("When it was created, such as `2026-01-15T08:15:30Z`."),
        locked: computed.bool("Whether it is locked, and refuses changes."),
        security_group_ids: computed.of(set("string"), "The security groups of its NICs."),
        tags: computed.of(map("string"), "Its tags. Those that are a key alone have an empty value."),
        addresses: computed.objectList(
          {
            ip_address: computed.string("The IP address."),
            version: computed.number("`4` or `6`."),
            type: computed.string("`fixed` for a private address, `floating` for an elastic IP (EIP)."),
            mac_address: computed.string("The MAC address of the NIC that has it."),
            port_id: computed.string("The port of the NIC that has it."),
            primary: computed.bool("Whether that is the primary NIC. Null where ECS does not say which one is.", {
              nullable: true,
            }),
          },
          "Its addresses: those of the primary NIC first, and private ones before floating ones.",
        ),
      },
      "The ECSs found.",
    ),
  },

  async read({ config, api, signal }) {
    const { region, ip_address, flavor_id, availability_zone, enterprise_project_id, ...rest } = config;
    const criteria = {
      ...rest,
      region,
      ipAddress: ip_address,
      flavorId: flavor_id,
      availabilityZone: availability_zone,
      enterpriseProjectId: enterprise_project_id,
    };
    const found: Server[] = [];
    for await (const server of findServers(api.cloud, criteria, signal)) found.push(server);
    const ordered = orderedBy(found, ({ name, id }) => `${name}\0${id}`);
    return {
      region: region ?? api.cloud.region,
      server_ids: ordered.map(({ id }) => id),
      servers: ordered.map(described),
    };
  },
});

function described(server: Server) {
  return {
    id: server.id,
    name: server.name,
    status: server.status,
    vpc_id: server.vpcId,
    flavor_id: server.flavorId,
    availability_zone: server.availabilityZone,
    enterprise_project_id: server.enterpriseProjectId,
    created_at: server.created,
    locked: server.isLocked,
    security_group_ids: server.securityGroupIds,
    tags: Object.fromEntries(server.tags.map(keyAndValue)),
    addresses: orderedBy(server.addresses, (address) => rank(address, server)).map((address) => ({
      ip_address: address.ipAddress,
      version: address.version,
      type: address.kind,
      mac_address: address.macAddress,
      port_id: address.portId,
      primary: server.primaryPortId === undefined ? null : address.portId === server.primaryPortId,
    })),
  };
}

function keyAndValue(tag: string): [string, string] {
  const [key = "", ...value] = tag.split("=");
  return [key, value.join("=")];
}

function rank({ portId, kind, version, ipAddress }: ServerAddressEntry, { primaryPortId }: Server): string {
  return [portId === primaryPortId ? 0 : 1, portId, kind, version, ipAddress].join(" ");
}
