import { randomUUID } from "node:crypto";
import { type AddressInfo, isIPv6 } from "node:net";
import { fastify } from "fastify";
import { type ApiOptions, mountApi, respondToUnreadable } from "./api";
import { createAuthenticator } from "./authentication";
import { Cloud, type Nic, type Server } from "./cloud-state";
import { defaultSeed } from "./default-seed";
import { type Fault, FaultBook } from "./faults";
import { uuidFor } from "./identifiers";
import { type Job, type JobStatus, jobStatus } from "./jobs";
import { type Credentials, KeyStore, type TemporaryCredentials } from "./key-store";
import { LatencyDraw } from "./latency";
import type { Port } from "./network";
import { createRequestLog, type RequestEntry, type UnknownRoute } from "./request-log";
import { mountAdmin } from "./routes/admin";
import { bssRoutes } from "./routes/bss";
import { ecsRoutes } from "./routes/ecs";
import { iamRoutes } from "./routes/iam";
import { metadataRoutes } from "./routes/metadata";
import { novaRoutes } from "./routes/nova";
import type { ApiRoute } from "./routes/route";
import { vpcRoutes } from "./routes/vpc";
import { parseScenario, type Scenario } from "./scenario";
import {
  type NicSeed,
  type PortSeed,
  parseNicSeed,
  parsePortSeed,
  parseSeed,
  parseServerSeed,
  parseSubnetSeed,
  type Seed,
  type ServerSeed,
  type ServerStatus,
  type SubnetSeed,
} from "./seed";
import { defaultSettings, parseSettings, type Settings, settingNames } from "./settings";
import { readState, writeState } from "./state-file";
import type { Account } from "./wire/iam";

export interface EmulatorOptions extends Partial<Settings> {
  /** Defaults to 0: any free port. */
  port?: number;
  /** Defaults to `127.0.0.1`. */
  host?: string;
  /** Defaults to `cn-north-4`. */
  region?: string;
  /** Defaults to a project id of the emulator's own. */
  projectId?: string;
  /** The access key that may call, beside those that IAM gives out. */
  accessKey?: string;
  secretKey?: string;
  /** When given, the credentials are temporary ones and every request must carry this token. */
  securityToken?: string;
  /** The account's name, user, password, agencies and identity provider, where the emulator's own will not do. */
  account?: Partial<Omit<Account, "project">>;
  /** Defaults to two servers with three NICs. */
  seed?: Seed;
  /** Faults and settings to start with. Settings given beside it win. */
  scenario?: Scenario;
  /** A file that keeps the state. When it exists, it is what the emulator starts with, and the seed is not looked at. */
  stateFile?: string;
  /** Called for each API request, before its answer is sent. */
  onRequest?: (entry: RequestEntry) => void;
  /** What time it is: for signatures, locks, jobs, the read delay and the log. Defaults to the system clock. */
  clock?: () => Date;
}

/** An operation of the cloud, and where it is served; `:name` stands for any segment. */
export type ServedRoute = Pick<ApiRoute, "operation" | "method" | "path">;

/** A running emulator: one address that serves the cloud's APIs, and the means to look into it and to change it. */
export interface Emulator {
  /** Without a slash at the end, for example `http://127.0.0.1:8774`. */
  readonly url: string;
  readonly port: number;
  readonly region: string;
  readonly projectId: string;
  readonly credentials: Credentials;
  readonly account: Readonly<Account>;
  /** What it serves. */
  readonly routes: readonly ServedRoute[];
  /** How it behaves now. */
  readonly settings: Readonly<Settings>;
  /** The API requests so far, oldest first. */
  readonly requests: readonly RequestEntry[];
  clearRequests(): void;
  /** The paths and methods that were asked for and that no API has. */
  unknownRoutes(): UnknownRoute[];
  servers(): Server[];
  /** A copy of the NIC as it is now, even where lists do not show its last change yet. */
  nic(serverId: string, portId: string): Nic | undefined;
  /** Every port, whether a server has it or not. */
  ports(): Port[];
  jobs(): (Job & { status: JobStatus })[];
  /** Changes a NIC behind Terraform's back; lists show it at once. Throws when there is no such NIC. */
  setNic(serverId: string, portId: string, settings: { deleteOnTermination: boolean }): void;
  /** Starts, stops or locks a server, or makes it busy. Throws when there is no such server. */
  setServer(serverId: string, change: { status?: ServerStatus; locked?: boolean; busy?: boolean }): void;
  /** Throws when the seed is invalid or names something that exists already. */
  addServer(seed: ServerSeed): void;
  /** Throws when the seed is invalid, the server is not there or the port is attached already. */
  addNic(serverId: string, seed: NicSeed): void;
  /** Adds a port that no server has. Throws when the seed is invalid or the port exists already. */
  addPort(seed: PortSeed): void;
  /** Throws when the seed is invalid or the subnet exists already. */
  addSubnet(seed: SubnetSeed): void;
  /** Returns whether it was there. */
  removeServer(serverId: string): boolean;
  /** Returns whether it was there. */
  removeNic(serverId: string, portId: string): boolean;
  /** Changes how it behaves from now on. Throws `InvalidInput` when a setting makes no sense. */
  configure(settings: Partial<Settings>): void;
  /** Makes requests go wrong. Throws `InvalidInput` when the fault makes no sense. */
  fail(fault: Fault): void;
  clearFaults(): void;
  /** Replaces the faults, and changes the settings that the scenario has. Throws `InvalidInput` when it makes no sense. */
  play(scenario: Scenario): void;
  /** A temporary access key that ends after `lifetime` milliseconds, as IAM would give it out. */
  issueKey(lifetime: number): TemporaryCredentials;
  /** A value for `X-Auth-Token` that ends after `lifetime` milliseconds, for the project. */
  issueToken(lifetime: number): string;
  /** Makes every token so far ask to be renewed, as after a change of the user's rights. */
  revokeTokens(): void;
  /** The environment variables that make a provider use this emulator's credentials, project and IAM. */
  env(): Record<string, string>;
  /** Ends every connection and frees the port. */
  stop(): Promise<void>;
}

const gatewayBodyLimit = 12 * 1024 * 1024;

/**
 * Starts an emulated cloud.
 *
 * @throws InvalidInput when the seed, the scenario or a setting is invalid; UnusableState when the state file is no state; the
 * system's own error (`EADDRINUSE`, `EACCES`, ...) when it cannot listen or cannot write the state file.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { host = "127.0.0.1", region = "cn-north-4", projectId = hexIdFor("project"), stateFile } = options;
  const credentials: Credentials = {
    accessKey: options.accessKey ?? "EMULATORACCESSKEY000",
    secretKey: options.secretKey ?? "emulatorSecretKeyThatOpensNothing0000000",
    ...(options.securityToken !== undefined && { securityToken: options.securityToken }),
  };
  const account: Account = { ...defaultAccount(), ...options.account, project: { id: projectId, name: region } };
  const scenario = parseScenario(options.scenario ?? {});
  const settings: Settings = { ...defaultSettings, ...scenario.settings, ...givenSettings(options) };
  const now = () => (options.clock?.() ?? new Date()).getTime();

  const cloud = new Cloud({ settings, now });
  const seed = parseSeed(options.seed === undefined ? defaultSeed : options.seed);
  const kept = stateFile === undefined ? undefined : readState(stateFile);
  if (kept) {
    cloud.restore(kept);
  } else {
    cloud.addAll(seed);
  }
  const save = stateSaver(cloud, stateFile);
  save();

  const faults = new FaultBook();
  const latency = new LatencyDraw(settings);
  const play = ({ seed: start = 0, faults: planned = [] }: Scenario) => {
    faults.clear();
    faults.reseed(start);
    latency.reseed(start);
    for (const fault of planned) {
      faults.add(fault);
    }
  };
  play(scenario);
  const keys = new KeyStore(credentials, now);
  const log = createRequestLog(options.onRequest);
  const stopping = new AbortController();
  let url = "";

  const ecs = { cloud, settings, region, now };
  const api: ApiOptions = {
    routes: [
      ...ecsRoutes(ecs),
      ...novaRoutes(ecs),
      ...vpcRoutes(ecs),
      ...iamRoutes({ account, keys, now, url: () => url }),
      ...metadataRoutes({ keys, settings, now }),
      ...bssRoutes(settings),
    ],
    authenticate: createAuthenticator({ keys, projectId, settings, now }),
    cloud,
    settings,
    faults,
    log,
    nextLatency: () => latency.next(),
    now,
    save,
    stopping: stopping.signal,
  };
  const routes = api.routes.map(({ operation, method, path }) => ({ operation, method, path }));
  const configure = (change: Partial<Settings>) => {
    Object.assign(settings, parseSettings(change, ""));
  };
  /** A change or a look from outside the API: due jobs end first, and the state is kept after. */
  const touch = <Result>(work: () => Result): Result => {
    cloud.advance();
    const result = work();
    save();
    return result;
  };

  const app = fastify({
    bodyLimit: gatewayBodyLimit,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    frameworkErrors: (error, request, reply) => respondToUnreadable(api, error, request, reply),
    genReqId: () => randomUUID().replaceAll("-", ""),
    requestIdHeader: false,
    routerOptions: { maxParamLength: 1024 },
  });
  // A body is part of what is signed, so it is read even where it has no meaning.
  app.addHttpMethod("GET", { hasBody: true, overrideExisting: true });
  app.addHttpMethod("DELETE", { hasBody: true, overrideExisting: true });
  app.register(async (scope) =>
    mountAdmin(scope, {
      routes,
      cloud,
      faults,
      log,
      settings,
      configure,
      region,
      projectId,
      now,
      touch,
      play: playAll,
    }),
  );
  app.register(async (scope) => mountApi(scope, api));
  await app.listen({ host, port: options.port ?? 0 });

  const { port } = app.server.address() as AddressInfo;
  url = `http://${isIPv6(host) ? `[${host}]` : host}:${port}`;

  function playAll(next: Scenario): void {
    const checked = parseScenario(next);
    configure(checked.settings ?? {});
    play(checked);
  }

  return {
    url,
    port,
    region,
    projectId,
    credentials,
    account,
    routes,
    settings,
    requests: log.entries,
    clearRequests: log.clear,
    unknownRoutes: log.unknownRoutes,
    servers: () => touch(() => cloud.servers()),
    nic: (serverId, portId) => touch(() => cloud.nic(serverId, portId)),
    ports: () => touch(() => cloud.ports()),
    jobs: () => touch(() => cloud.jobs().map((job) => ({ ...job, status: jobStatus(job, now()) }))),
    setNic(serverId, portId, change) {
      if (!touch(() => cloud.setNic(serverId, portId, change))) {
        throw new Error(`There is no NIC ${portId} on server ${serverId}.`);
      }
    },
    setServer(serverId, change) {
      if (!touch(() => cloud.setServer(serverId, change))) {
        throw new Error(`There is no server ${serverId}.`);
      }
    },
    addServer: (seedOfServer) => touch(() => cloud.addServer(parseServerSeed(seedOfServer, "server"))),
    addNic: (serverId, seedOfNic) => touch(() => cloud.addNic(serverId, parseNicSeed(seedOfNic, "nic"))),
    addPort: (seedOfPort) => touch(() => cloud.addPort(parsePortSeed(seedOfPort, "port"))),
    addSubnet: (seedOfSubnet) => touch(() => cloud.addSubnet(parseSubnetSeed(seedOfSubnet, "subnet"))),
    removeServer: (serverId) => touch(() => cloud.removeServer(serverId)),
    removeNic: (serverId, portId) => touch(() => cloud.removeNic(serverId, portId)),
    configure,
    fail: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    play: playAll,
    issueKey: (lifetime) => keys.issueKey(lifetime),
    issueToken: (lifetime) => keys.issueToken(lifetime, projectId).value,
    revokeTokens: () => keys.revokeTokens(),
    env: () => ({
      HW_REGION_NAME: region,
      HW_ACCESS_KEY: credentials.accessKey,
      HW_SECRET_KEY: credentials.secretKey,
      ...(credentials.securityToken !== undefined && { HW_SECURITY_TOKEN: credentials.securityToken }),
      HW_PROJECT_ID: projectId,
      HW_AUTH_URL: `${url}/v3`,
    }),
    async stop() {
      stopping.abort();
      await app.close();
    },
  };
}

function hexIdFor(name: string): string {
  return uuidFor(name).replaceAll("-", "");
}

function defaultAccount(): Omit<Account, "project"> {
  return {
    domainId: hexIdFor("domain"),
    domainName: "emulator",
    userId: hexIdFor("user"),
    userName: "emulator",
    password: "emulatorPasswordThatOpensNothing",
    agencies: ["emulator-agency"],
    identityProvider: "emulator-idp",
  };
}

/** Those of the options that are settings. */
function givenSettings(options: EmulatorOptions): Partial<Settings> {
  const given = settingNames.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]);
  return parseSettings(Object.fromEntries(given), "");
}

/** Writes the state file when the cloud has changed since the last time; does nothing without a file. */
function stateSaver(cloud: Cloud, file: string | undefined): () => void {
  let saved = -1;
  return () => {
    if (file !== undefined && cloud.revision !== saved) {
      writeState(file, cloud.snapshot());
      saved = cloud.revision;
    }
  };
}
