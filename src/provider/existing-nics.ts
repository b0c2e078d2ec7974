/** What is in the cloud already, for programs that write configuration for it. */
import { setMaxListeners } from "node:events";
import { CloudError, type CloudErrorKind, type Nic, type Port, type Server } from "../cloud";
import { DiagnosticError, type Log, uuid } from "../terraform";
import type { Api } from "./api";
import { explain } from "./explain";
import { provider } from "./index";
import { primaryFirst } from "./nic-attachments";
import { policyOf } from "./nic-policy";
import { orderedBy } from "./order";
import { findServers, partOfName, type ServerCriteria } from "./server-search";
import { isChecked } from "./source-dest-check";

export interface ExistingServer {
  readonly id: string;
  readonly name: string;
  /** The primary NIC first, then by their ports' ids. Never empty. */
  readonly nics: readonly ExistingNic[];
  /** The policy that changes none of them, which is what an import finds. */
  readonly policy: ExistingPolicy;
}

export interface ExistingNic {
  readonly portId: string;
  readonly macAddress: string;
  /** IPv4 first; empty while it has none. */
  readonly ipAddresses: readonly string[];
  readonly deleteOnTermination: boolean;
  /** Undefined where the cloud does not say which of the server's NICs it is. */
  readonly isPrimary: boolean | undefined;
  /** Whether its source and destination are checked; undefined where that was not asked for. */
  readonly sourceDestCheck: boolean | undefined;
}

export interface ExistingPolicy {
  readonly deleteOnTermination: boolean;
  /** By port id, what other NICs have; null where there are none. */
  readonly overrides: Readonly<Record<string, boolean>> | null;
}

/** Servers by their ids, or those of the project that fit. */
export type Selection = { readonly ids: readonly string[] } | Pick<ServerCriteria, "name" | "tags">;

export interface ReadOptions {
  /** Whether VPC is asked for the ports of the NICs too: one more request for each server. */
  readonly withSourceDestCheck: boolean;
  /** Called when the NICs of one more server are known. */
  readonly onProgress?: (done: number, total: number) => void;
}

export interface ExistingNics {
  /** The region that is read. */
  readonly region: string;
  /** Whether a provider with an empty block works in this region, so that resources need not name it. */
  readonly isRegionOfProvider: boolean;
  /**
   * The servers that have NICs, by name, then by id. One that vanishes meanwhile is left out, unless it was asked for by
   * its id. Nothing but GET requests are sent to ECS and VPC.
   * @throws {DiagnosticError} if a server that was asked for is not there
   * @throws {CloudError} if the cloud refuses or fails
   */
  servers(selection: Selection, options: ReadOptions): Promise<readonly ExistingServer[]>;
  /** Ends the connections kept for later. */
  close(): void;
}

export interface Access {
  /** In place of the environment's. */
  readonly region?: string | undefined;
  /** Base URLs by service, in place of the usual ones; as the provider's argument `endpoints`. */
  readonly endpoints: Readonly<Record<string, string>>;
  readonly log: Log;
}

/** Whether a text is the id of a server, as the resources take it. */
export const isServerId = uuid.test;

/** Whether a text can be searched for in names of servers. */
export const isPartOfName = partOfName.test;

/**
 * Reaches the cloud as a provider with an empty block does: by the environment, by a profile, or by the metadata service.
 * It sends nothing yet.
 * @throws {DiagnosticError} if the region or a part of the credentials is missing, or a variable or file is malformed
 */
export async function openExistingNics({ region, ...access }: Access): Promise<ExistingNics> {
  const own = await configured(access).catch((error: unknown) => {
    if (!isMissingRegion(error)) throw error;
    if (region === undefined) throw missingRegion(error);
    return undefined;
  });
  const api = own ?? (await configured({ ...access, region }));
  const target = region ?? api.cloud.region;
  return {
    region: target,
    isRegionOfProvider: own?.cloud.region === target,
    servers: (selection, options) => serversIn(api, target, selection, options),
    close: () => provider.close?.(api),
  };
}

/** What went wrong, as one paragraph for a person; undefined for an error that is a bug. */
export function paragraphOn(error: unknown): string | undefined {
  const isWorded = error instanceof DiagnosticError;
  const explanation = isWorded ? { summary: error.summary, detail: error.message } : explain(error);
  return explanation && `${explanation.summary}. ${explanation.detail.replaceAll(/\s+/g, " ")}`;
}

function configured({ log, ...given }: Access): Promise<Api> {
  const { attributes, blocks } = provider.schema;
  const nothing = Object.keys(attributes).map((name) => [name, null]);
  const noBlocks = Object.entries(blocks).map(([name, { nested }]) => [name, nested.mode === "list" ? [] : null]);
  const config = { ...Object.fromEntries([...nothing, ...noBlocks]), ...given };
  return provider.configure({ config, log, terraformVersion: "none" });
}

function isMissingRegion(error: unknown): boolean {
  return error instanceof DiagnosticError && error.summary === "Missing region";
}

/** What a look at one server needs. */
interface Look {
  readonly api: Api;
  readonly region: string;
  readonly withSourceDestCheck: boolean;
  readonly signal: AbortSignal;
}

function missingRegion(cause: unknown): DiagnosticError {
  return new DiagnosticError(
    "Missing region",
    "Without a region there is no endpoint to talk to. Give it with --region, or in the environment variable HW_REGION_NAME or OS_REGION_NAME.",
    { cause },
  );
}

async function serversIn(
  api: Api,
  region: string,
  selection: Selection,
  { withSourceDestCheck, onProgress }: ReadOptions,
): Promise<readonly ExistingServer[]> {
  const stopping = new AbortController();
  // Every request that waits listens to it, and Node warns of more than ten.
  setMaxListeners(0, stopping.signal);
  const look = { api, region, withSourceDestCheck, signal: stopping.signal };
  const found: Server[] = [];
  for await (const server of findServers(api.cloud, { region, ...selection }, look.signal)) found.push(server);
  let done = 0;
  try {
    const servers = await Promise.all(
      found.map(async (server) => {
        const existing = await orGone("not-found-server", lookAt(server, look));
        onProgress?.(++done, found.length);
        return existing;
      }),
    );
    const present = servers.filter((server) => server !== undefined);
    requireAll("ids" in selection ? selection.ids : [], present, region);
    const withNics = present.filter(({ nics }) => nics.length > 0);
    return orderedBy(withNics, ({ name, id }) => `${name}\0${id}`);
  } finally {
    // What is still under way after a failure is of no use to anybody.
    stopping.abort();
  }
}

function requireAll(wanted: readonly string[], found: readonly { readonly id: string }[], region: string): void {
  const present = new Set(found.map(({ id }) => id));
  const missing = wanted.filter((id) => !present.has(id));
  if (missing.length === 0) return;
  throw new DiagnosticError(
    "Server not found",
    `There is no ECS ${missing.join(" and no ECS ")} in ${region}. Check the id, and that the region and the project are those of the server.`,
  );
}

async function lookAt(server: Server, look: Look): Promise<ExistingServer> {
  const nics = await look.api.cloud.listNics({ region: look.region, serverId: server.id }, { signal: look.signal });
  const ports = await portsOf(server, nics, look);
  const primaryPortId = await primaryOf(server, nics, ports, look);
  const { delete_on_termination: deleteOnTermination, overrides } = policyOf(nics);
  return {
    id: server.id,
    name: server.name,
    nics: primaryFirst(nics, primaryPortId).map((nic) => described(nic, primaryPortId, ports.get(nic.portId))),
    policy: { deleteOnTermination, overrides },
  };
}

/** By their ids; empty where they are not asked for. */
async function portsOf(
  { id: serverId }: Server,
  nics: readonly Nic[],
  { api, region, withSourceDestCheck, signal }: Look,
): Promise<ReadonlyMap<string, Port>> {
  if (!withSourceDestCheck) return new Map();
  const ports = await Promise.all(
    nics.map(({ portId }) => orGone("not-found-port", api.cloud.portOf({ region, serverId, portId }, { signal }))),
  );
  return new Map(ports.filter((port) => port !== undefined).map((port) => [port.id, port]));
}

/** The port of the primary NIC. ECS tells it of a server that is asked for by itself, and need not in a list. */
async function primaryOf(
  server: Server,
  [first, ...others]: readonly Nic[],
  ports: ReadonlyMap<string, Port>,
  { api, region, signal }: Look,
): Promise<string | undefined> {
  if (server.primaryPortId !== undefined) return server.primaryPortId;
  if (others.length === 0) return first?.portId;
  const { primaryPortId } = await api.cloud.server({ region, serverId: server.id }, { signal });
  return primaryPortId ?? [...ports.values()].find(({ isPrimary }) => isPrimary)?.id;
}

function described(nic: Nic, primaryPortId: string | undefined, port: Port | undefined): ExistingNic {
  return {
    portId: nic.portId,
    macAddress: nic.macAddress,
    ipAddresses: nic.fixedIps.map(({ ipAddress }) => ipAddress),
    deleteOnTermination: nic.deleteOnTermination,
    isPrimary: primaryPortId === undefined ? undefined : nic.portId === primaryPortId,
    sourceDestCheck: port && isChecked(port),
  };
}

/** Undefined for what has vanished since it was found. */
async function orGone<T>(kind: CloudErrorKind, reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof CloudError && error.kind === kind) return undefined;
    throw error;
  }
}
