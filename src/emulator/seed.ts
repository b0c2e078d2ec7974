import { isIP } from "node:net";
import {
  at,
  InvalidInput,
  requireArray,
  requireBoolean,
  requireObject,
  requireOneOf,
  requireText,
  requireUuid,
} from "./input-checks";

/**
 * The servers and NICs that an emulator starts with: a JSON document, so its keys are those of the API and of HCL.
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
}

export interface ServerSeed {
  id: string;
  name: string;
  /** Defaults to `ACTIVE`. */
  status?: ServerStatus;
  /** A locked server refuses changes. Defaults to `false`. */
  locked?: boolean;
  /** Defaults to one VPC that all such servers share. */
  vpc_id?: string;
  nics: NicSeed[];
}

export interface NicSeed {
  port_id: string;
  delete_on_termination: boolean;
  /** Exactly one NIC of a server is primary: the first, unless another one says so. */
  primary?: boolean;
  /** The network ID of the VPC subnet. Defaults to one subnet that all such NICs share. */
  network_id?: string;
  /** Defaults to an address derived from the port. */
  mac_address?: string;
  /** IPv4 and IPv6 addresses, in the order in which the API lists them. Defaults to one private IPv4 address. */
  fixed_ips?: string[];
}

export const serverStatuses = ["ACTIVE", "SHUTOFF"] as const;
export type ServerStatus = (typeof serverStatuses)[number];

/**
 * Reads a seed from parsed JSON.
 *
 * @throws InvalidInput naming the path and the problem, for example `servers[0].nics[1].port_id must be a lower-case UUID.`
 */
export function parseSeed(document: unknown): Seed {
  const seed = requireObject(document, "", ["servers"]);
  const servers = requireArray(seed.servers, "servers").map((server, index) =>
    parseServerSeed(server, `servers[${index}]`),
  );
  refuseDuplicates(servers);
  return { servers };
}

/** Reads one server of a seed; `path` is where it stands in the document. */
export function parseServerSeed(value: unknown, path: string): ServerSeed {
  const server = requireObject(value, path, ["id", "name", "status", "locked", "vpc_id", "nics"]);
  const nics = requireArray(server.nics, at(path, "nics")).map((nic, index) =>
    parseNicSeed(nic, `${at(path, "nics")}[${index}]`),
  );
  if (nics.filter((nic) => nic.primary).length > 1) {
    throw new InvalidInput(at(path, "nics"), "must have one primary NIC, not several");
  }
  return {
    id: requireUuid(server.id, at(path, "id")),
    name: requireText(server.name, at(path, "name")),
    ...(server.status !== undefined && { status: requireOneOf(server.status, at(path, "status"), serverStatuses) }),
    ...(server.locked !== undefined && { locked: requireBoolean(server.locked, at(path, "locked")) }),
    ...(server.vpc_id !== undefined && { vpc_id: requireUuid(server.vpc_id, at(path, "vpc_id")) }),
    nics,
  };
}

/** Reads one NIC of a seed; `path` is where it stands in the document. */
export function parseNicSeed(value: unknown, path: string): NicSeed {
  const known = ["port_id", "delete_on_termination", "primary", "network_id", "mac_address", "fixed_ips"];
  const nic = requireObject(value, path, known);
  return {
    port_id: requireUuid(nic.port_id, at(path, "port_id")),
    delete_on_termination: requireBoolean(nic.delete_on_termination, at(path, "delete_on_termination")),
    ...(nic.primary !== undefined && { primary: requireBoolean(nic.primary, at(path, "primary")) }),
    ...(nic.network_id !== undefined && { network_id: requireUuid(nic.network_id, at(path, "network_id")) }),
    ...(nic.mac_address !== undefined && { mac_address: requireMacAddress(nic.mac_address, at(path, "mac_address")) }),
    ...(nic.fixed_ips !== undefined && { fixed_ips: requireAddresses(nic.fixed_ips, at(path, "fixed_ips")) }),
  };
}

function requireMacAddress(value: unknown, path: string): string {
  if (typeof value !== "string" || !/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/.test(value)) {
    throw new InvalidInput(path, "must be a lower-case MAC address such as fa:16:3e:45:65:c4");
  }
  return value;
}

function requireAddresses(value: unknown, path: string): string[] {
  return requireArray(value, path).map((address, index) => {
    if (typeof address !== "string" || isIP(address) === 0) {
      throw new InvalidInput(`${path}[${index}]`, "must be an IPv4 or IPv6 address");
    }
    return address;
  });
}

function refuseDuplicates(servers: ServerSeed[]): void {
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
}
