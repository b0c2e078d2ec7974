import { at, requireBoolean, requireNumber, requireObject, requireOneOf } from "./input-checks";

/** Milliseconds added to every API answer: always the same, or anything from `min` to `max`. */
export type Latency = number | { min: number; max: number };

/** How the emulated cloud behaves where the real one differs between regions, or where nobody wrote down what it does. */
export interface Settings {
  /** Defaults to 0. A range is drawn from the scenario's seed. */
  latency: Latency;
  /** Milliseconds until a change made through the API shows in lists. Defaults to 0. */
  readDelay: number;
  /** Milliseconds that a job stays `INIT`. Defaults to 100. */
  jobInit: number;
  /** Milliseconds from a job's begin to its end, `INIT` included. Defaults to 1000. */
  jobDuration: number;
  /** What the NIC operations answer for a server that does not exist: 400 `Ecs.0307` (default) or 404 `Ecs.0114`. */
  serverGone: ServerGone;
  /** What UpdateServerInterface answers for a port that the server does not have: 400 `Ecs.0085` (default) or 404. */
  portGone: PortGone;
  /** Whether more than five bad signatures in a row lock the access key for five minutes. Defaults to `true`. */
  lockout: boolean;
  /** `delete_on_termination` of a NIC that ECS makes from a subnet. Defaults to `true`. */
  subnetNicDeletes: boolean;
  /** `delete_on_termination` of a NIC made from a port that existed. Defaults to `false`. */
  portNicDeletes: boolean;
  /** Whether `POST nics/delete` keeps the port of a NIC whose `delete_on_termination` is `false`. Defaults to `true`. */
  detachHonoursSetting: boolean;
  /** Whether the deletion of a server keeps the ports of such NICs. Defaults to `true`. */
  serverDeleteHonoursSetting: boolean;
  /** `juno` deletes every port on detach and on server deletion, whatever its NIC says. Defaults to `mitaka`. */
  deployment: Deployment;
  /** Whether lists show `delete_on_termination`. Old regions leave it out. Defaults to `true`. */
  listsSetting: boolean;
  /** The order in which lists give the NICs. Defaults to `attached`: the oldest first. */
  nicOrder: NicOrder;
  /** How many NICs a server takes, the primary one included. Defaults to 12. */
  nicLimit: number;
  /** Which NICs may change their address: every one (default), or the primary one of a stopped server. */
  addressChange: AddressChange;
  /** Whether a server refuses commands with 501 `Ecs.0603` while a job of its runs. Defaults to `false`. */
  oneCommandAtATime: boolean;
  /** Versions of the metadata service: 1 alone, both (default), or 2 enforced. */
  metadata: MetadataVersion;
  /** Whether the server that asks the metadata service has an agency. Defaults to `true`. */
  metadataAgency: boolean;
  /** Which site the account belongs to: BSS refuses the international one. Defaults to `china`. */
  site: Site;
}

const serverGone = ["ecs-0307", "404"] as const;
const portGone = ["ecs-0085", "404"] as const;
const deployments = ["mitaka", "juno"] as const;
const nicOrders = ["attached", "reversed"] as const;
const addressChanges = ["any", "stopped-primary"] as const;
const metadataVersions = ["v1", "v1-and-v2", "v2-only"] as const;
const sites = ["china", "international"] as const;

export type ServerGone = (typeof serverGone)[number];
export type PortGone = (typeof portGone)[number];
export type Deployment = (typeof deployments)[number];
export type NicOrder = (typeof nicOrders)[number];
export type AddressChange = (typeof addressChanges)[number];
export type MetadataVersion = (typeof metadataVersions)[number];
export type Site = (typeof sites)[number];

/**
 * What holds unless a caller says otherwise.
 *
 * @fidelity assumed
 * The defaults of `delete_on_termination` follow from Nova's text ("attached by port_id: retained, by net_id: deleted"), the
 * rest from nothing better than plausibility.
 */
export const defaultSettings: Readonly<Settings> = {
  latency: 0,
  readDelay: 0,
  jobInit: 100,
  jobDuration: 1000,
  serverGone: "ecs-0307",
  portGone: "ecs-0085",
  lockout: true,
  subnetNicDeletes: true,
  portNicDeletes: false,
  detachHonoursSetting: true,
  serverDeleteHonoursSetting: true,
  deployment: "mitaka",
  listsSetting: true,
  nicOrder: "attached",
  nicLimit: 12,
  addressChange: "any",
  oneCommandAtATime: false,
  metadata: "v1-and-v2",
  metadataAgency: true,
  site: "china",
};

const longestWait = 2 ** 31 - 1;
const milliseconds = (value: unknown, path: string) => requireNumber(value, path, 0, longestWait);
const among =
  <Choice extends string>(choices: readonly Choice[]) =>
  (value: unknown, path: string) =>
    requireOneOf(value, path, choices);

const readers: { [Name in keyof Settings]: (value: unknown, path: string) => Settings[Name] } = {
  latency: parseLatency,
  readDelay: milliseconds,
  jobInit: milliseconds,
  jobDuration: milliseconds,
  serverGone: among(serverGone),
  portGone: among(portGone),
  lockout: requireBoolean,
  subnetNicDeletes: requireBoolean,
  portNicDeletes: requireBoolean,
  detachHonoursSetting: requireBoolean,
  serverDeleteHonoursSetting: requireBoolean,
  deployment: among(deployments),
  listsSetting: requireBoolean,
  nicOrder: among(nicOrders),
  nicLimit: (value, path) => requireNumber(value, path, 1, 1000),
  addressChange: among(addressChanges),
  oneCommandAtATime: requireBoolean,
  metadata: among(metadataVersions),
  metadataAgency: requireBoolean,
  site: among(sites),
};

export const settingNames = Object.keys(readers) as (keyof Settings)[];

/**
 * Reads some of the settings from parsed JSON; `path` is where they stand in the document.
 *
 * @throws InvalidInput naming the path and the problem, for example `settings.nicLimit must be a number from 1 to 1000.`
 */
export function parseSettings(value: unknown, path: string): Partial<Settings> {
  const given = requireObject(value, path, settingNames);
  return Object.fromEntries(
    settingNames
      .filter((name) => given[name] !== undefined)
      .map((name) => [name, readers[name](given[name], at(path, name))]),
  );
}

/** Reads a latency: a number of milliseconds, or `{"min", "max"}`. */
export function parseLatency(value: unknown, path: string): Latency {
  if (typeof value !== "object") {
    return milliseconds(value, path);
  }
  const range = requireObject(value, path, ["min", "max"]);
  const min = milliseconds(range.min, at(path, "min"));
  return { min, max: requireNumber(range.max, at(path, "max"), min, longestWait) };
}
