import { isIP } from "node:net";
import { parseCidr } from "./addresses";
import {
  at,
  InvalidInput,
  requireArray,
  requireBoolean,
  requireNumber,
  requireObject,
  requireOneOf,
  requireText,
  requireUuid,
} from "./input-checks";

/**
 * What an emulator starts with: a JSON document, so its keys are those of the API and of HCL.
 * What `GET /emulator/servers` answers is a seed too.
 *
 * ```json
 * { "servers": [
 *   { "id": "3c1f3a0e-…", "name": "web-1", "nics": [
 *     { "port_id": "7b0a…", "delete_on_termination": true, "fixed_ips": ["192.168.0.10"] } ] } ] }
 * ```
 */
export interface Seed {
  servers: ServerSeed[];
  /** Networks that a NIC names and that are not here are made up from the NIC's addresses. */
  subnets?: SubnetSeed[];
  /** Groups that a NIC names and that are not here are made up too. */
  security_groups?: SecurityGroupSeed[];
  /** Ports that no server has. */
  ports?: PortSeed[];
}

export interface ServerSeed {
  id: string;
  name: string;
  /** Defaults to `ACTIVE`. */
  status?: ServerStatus;
  /** A locked server refuses changes. Defaults to `false`. */
  locked?: boolean;
  /** A busy server carries out another command and refuses changes for now. Defaults to `false`. */
  busy?: boolean;
  /** Defaults to one VPC that all such servers share. */
  vpc_id?: string;
  /** Defaults to `0`, the default project. */
  enterprise_project_id?: string;
  /** Each `key=value`. Defaults to none. */
  tags?: string[];
  nics: NicSeed[];
}

export interface PortSeed {
  port_id: string;
  /** The network ID of the VPC subnet. Defaults to one subnet that all such ports of a VPC share. */
  network_id?: string;
  /** Defaults to no name. */
  name?: string;
  /** Defaults to an address derived from the port. */
  mac_address?: string;
  /** IPv4 and IPv6 addresses, in the order in which the API lists them. Defaults to one private IPv4 address. */
  fixed_ips?: string[];
  /** Ids. Defaults to the VPC's default group. */
  security_groups?: string[];
  /** Addresses that the port may send from beside its own. Defaults to none. */
  allowed_address_pairs?: AddressPairSeed[];
  /** The shared bandwidth of its IPv6 address. Defaults to none. */
  ipv6_bandwidth_id?: string;
}

export interface AddressPairSeed {
  ip_address: string;
  mac_address?: string;
}

export interface NicSeed extends PortSeed {
  delete_on_termination: boolean;
  /** Exactly one NIC of a server is primary: the first, unless another one says so. */
  primary?: boolean;
  /** Lists show this and the next three as `null` when they are absent. */
  driver_mode?: DriverMode;
  min_rate?: number;
  /** From 1 to 64. */
  multiqueue_num?: number;
  pci_address?: string;
}

export interface SubnetSeed {
  /** The network ID: what users call the subnet's id. */
  id: string;
  cidr: string;
  /** Defaults to the id. */
  name?: string;
  /** Absent when the subnet has no IPv6. */
  ipv6_cidr?: string;
  /** Defaults to the VPC that servers without one share. */
  vpc_id?: string;
}

export interface SecurityGroupSeed {
  id: string;
  name: string;
}

export const serverStatuses = ["ACTIVE", "SHUTOFF"] as const;
export type ServerStatus = (typeof serverStatuses)[number];

export const driverModes = ["virtio", "hinic"] as const;
export type DriverMode = (typeof driverModes)[number];

/** The keys of a seed at the top. */
export const seedKeys = ["servers", "subnets", "security_groups", "ports"] as const;

const portKeys = [
  "port_id",
  "network_id",
  "name",
  "mac_address",
  "fixed_ips",
  "security_groups",
  "allowed_address_pairs",
  "ipv6_bandwidth_id",
];

const nicKeys = [
  ...portKeys,
  "delete_on_termination",
  "primary",
  "driver_mode",
  "min_rate",
  "multiqueue_num",
  "pci_address",
];

/**
 * Reads a seed from parsed JSON.
 *
 * @throws InvalidInput naming the path and the problem, for example `servers[0].nics[1].port_id must be a lower-case UUID.`
 */
export function parseSeed(document: unknown): Seed {
  return readSeed(requireObject(document, "", seedKeys));
}

/** Reads the parts of a seed from a document whose keys are known to be right. */
export function readSeed(document: Record<string, unknown>): Seed {
  const seed: Seed = { servers: listOf(document.servers, "servers", parseServerSeed) };
  if (document.subnets !== undefined) {
    seed.subnets = listOf(document.subnets, "subnets", parseSubnetSeed);
  }
  if (document.security_groups !== undefined) {
    seed.security_groups = listOf(document.security_groups, "security_groups", parseSecurityGroupSeed);
  }
  if (document.ports !== undefined) {
    seed.ports = listOf(document.ports, "ports", parsePortSeed);
  }
  refuseDuplicates(seed);
  return seed;
}

/** Reads one server of a seed; `path` is where it stands in the document. */
export function parseServerSeed(value: unknown, path: string): ServerSeed {
  const server = requireObject(value, path, [
    "id",
    "name",
    "status",
    "locked",
    "busy",
    "vpc_id",
    "enterprise_project_id",
    "tags",
    "nics",
  ]);
  const nics = listOf(server.nics, at(path, "nics"), parseNicSeed);
  if (nics.filter((nic) => nic.primary).length > 1) {
    throw new InvalidInput(at(path, "nics"), "must have one primary NIC, not several");
  }
  return {
    id: requireUuid(server.id, at(path, "id")),
    name: requireText(server.name, at(path, "name")),
    ...optional(server, path, "status", (status, where) => requireOneOf(status, where, serverStatuses)),
    ...optional(server, path, "locked", requireBoolean),
    ...optional(server, path, "busy", requireBoolean),
    ...optional(server, path, "vpc_id", requireUuid),
    ...optional(server, path, "enterprise_project_id", requireText),
    ...optional(server, path, "tags", (tags, where) => listOf(tags, where, requireTag)),
    nics,
  };
}

/** Reads one NIC of a seed; `path` is where it stands in the document. */
export function parseNicSeed(value: unknown, path: string): NicSeed {
  const nic = requireObject(value, path, nicKeys);
  return {
    ...readPort(nic, path),
    delete_on_termination: requireBoolean(nic.delete_on_termination, at(path, "delete_on_termination")),
    ...optional(nic, path, "primary", requireBoolean),
    ...optional(nic, path, "driver_mode", (mode, where) => requireOneOf(mode, where, driverModes)),
    ...optional(nic, path, "min_rate", (rate, where) => requireInteger(rate, where, 0, Number.MAX_SAFE_INTEGER)),
    ...optional(nic, path, "multiqueue_num", (count, where) => requireInteger(count, where, 1, 64)),
    ...optional(nic, path, "pci_address", requireText),
  };
}

/** Reads one unattached port of a seed; `path` is where it stands in the document. */
export function parsePortSeed(value: unknown, path: string): PortSeed {
  return readPort(requireObject(value, path, portKeys), path);
}

/** Reads one subnet of a seed; `path` is where it stands in the document. */
export function parseSubnetSeed(value: unknown, path: string): SubnetSeed {
  const subnet = requireObject(value, path, ["id", "name", "cidr", "ipv6_cidr", "vpc_id"]);
  return {
    id: requireUuid(subnet.id, at(path, "id")),
    ...optional(subnet, path, "name", requireText),
    cidr: requireCidr(subnet.cidr, at(path, "cidr"), 4),
    ...optional(subnet, path, "ipv6_cidr", (cidr, where) => requireCidr(cidr, where, 6)),
    ...optional(subnet, path, "vpc_id", requireUuid),
  };
}

function parseSecurityGroupSeed(value: unknown, path: string): SecurityGroupSeed {
  const group = requireObject(value, path, ["id", "name"]);
  return { id: requireUuid(group.id, at(path, "id")), name: requireText(group.name, at(path, "name")) };
}

function readPort(port: Record<string, unknown>, path: string): PortSeed {
  return {
    port_id: requireUuid(port.port_id, at(path, "port_id")),
    ...optional(port, path, "network_id", requireUuid),
    ...optional(port, path, "name", requireString),
    ...optional(port, path, "mac_address", requireMacAddress),
    ...optional(port, path, "fixed_ips", (list, where) => listOf(list, where, requireAddress)),
    ...optional(port, path, "security_groups", (list, where) => listOf(list, where, requireUuid)),
    ...optional(port, path, "allowed_address_pairs", (list, where) => listOf(list, where, parseAddressPair)),
    ...optional(port, path, "ipv6_bandwidth_id", requireUuid),
  };
}

function parseAddressPair(value: unknown, path: string): AddressPairSeed {
  const pair = requireObject(value, path, ["ip_address", "mac_address"]);
  return {
    ip_address: requireText(pair.ip_address, at(path, "ip_address")),
    ...optional(pair, path, "mac_address", requireMacAddress),
  };
}

function requireMacAddress(value: unknown, path: string): string {
  if (typeof value !== "string" || !/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/.test(value)) {
    throw new InvalidInput(path, "must be a lower-case MAC address such as fa:16:3e:45:65:c4");
  }
  return value;
}

function requireAddress(value: unknown, path: string): string {
  if (typeof value !== "string" || isIP(value) === 0) {
    throw new InvalidInput(path, "must be an IPv4 or IPv6 address");
  }
  return value;
}

function requireCidr(value: unknown, path: string, version: 4 | 6): string {
  if (typeof value !== "string" || parseCidr(value)?.version !== version) {
    throw new InvalidInput(
      path,
      `must be an IPv${version} range such as ${version === 4 ? "10.0.0.0/24" : "fd00::/64"}`,
    );
  }
  return value;
}

function requireTag(value: unknown, path: string): string {
  if (typeof value !== "string" || !/^[^=]+=/.test(value)) {
    throw new InvalidInput(path, "must be a tag such as stage=test");
  }
  return value;
}

function requireInteger(value: unknown, path: string, least: number, most: number): number {
  const number = requireNumber(value, path, least, most);
  if (!Number.isInteger(number)) {
    throw new InvalidInput(path, "must be a whole number");
  }
  return number;
}

function requireString(value: unknown, path: string): string {
  if (typeof value !== "string") {
    throw new InvalidInput(path, "must be a string");
  }
  return value;
}

function listOf<Item>(value: unknown, path: string, read: (item: unknown, path: string) => Item): Item[] {
  return requireArray(value, path).map((item, index) => read(item, `${path}[${index}]`));
}

/** `{ key: value }` as read, or nothing when the key is absent. */
function optional<Key extends string, Value>(
  object: Record<string, unknown>,
  path: string,
  key: Key,
  read: (value: unknown, path: string) => Value,
): { [Name in Key]?: Value } {
  return object[key] === undefined ? {} : ({ [key]: read(object[key], at(path, key)) } as { [Name in Key]?: Value });
}

function refuseDuplicates({ servers, subnets = [], security_groups: groups = [], ports = [] }: Seed): void {
  const places = new Map<string, string>();
  const claim = (kind: string, id: string, path: string) => {
    const earlier = places.get(kind + id);
    if (earlier !== undefined) {
      throw new InvalidInput(path, `repeats ${earlier}`);
    }
    places.set(kind + id, path);
  };
  servers.forEach((server, serverIndex) => {
    claim("server", server.id, `servers[${serverIndex}].id`);
    server.nics.forEach((nic, nicIndex) => {
      claim("port", nic.port_id, `servers[${serverIndex}].nics[${nicIndex}].port_id`);
    });
  });
  subnets.forEach((subnet, index) => {
    claim("subnet", subnet.id, `subnets[${index}].id`);
  });
  groups.forEach((group, index) => {
    claim("group", group.id, `security_groups[${index}].id`);
  });
  ports.forEach((port, index) => {
    claim("port", port.port_id, `ports[${index}].port_id`);
  });
}
