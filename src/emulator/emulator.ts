import { randomUUID } from "node:crypto";
import { type AddressInfo, isIPv6 } from "node:net";
import { fastify } from "fastify";
import { type ApiOptions, mountApi, respondToUnreadable } from "./api";
import { type Credentials, createAuthenticator } from "./authentication";
import { Cloud, type Nic, type Server } from "./cloud-state";
import { defaultSeed } from "./default-seed";
import { type Fault, FaultBook } from "./faults";
import { uuidFor } from "./identifiers";
import { createRequestLog, type RequestEntry } from "./request-log";
import { mountAdmin } from "./routes/admin";
import { ecsRoutes, type ServerGone } from "./routes/ecs";
import { iamRoutes } from "./routes/iam";
import { type NicSeed, parseNicSeed, parseSeed, parseServerSeed, type Seed, type ServerSeed } from "./seed";

export interface EmulatorOptions {
  /** Defaults to 0: any free port. */
  port?: number;
  /** Defaults to `127.0.0.1`. */
  host?: string;
  /** Defaults to `cn-north-4`. */
  region?: string;
  /** Defaults to a project id of the emulator's own. */
  projectId?: string;
  /** The one access key that may call. */
  accessKey?: string;
  secretKey?: string;
  /** When given, the credentials are temporary ones and every request must carry this token. */
  securityToken?: string;
  /** Defaults to two servers with three NICs. */
  seed?: Seed;
  /** Milliseconds added to every API answer. Defaults to 0. */
  latency?: number;
  /** Milliseconds until a change made through the API shows in lists. Defaults to 0. */
  readDelay?: number;
  /** What the NIC operations answer for a server that does not exist. Defaults to `ecs-0307`. */
  serverGone?: ServerGone;
  /** Whether more than five bad signatures in a row lock the access key for five minutes. Defaults to `true`. */
  lockout?: boolean;
  /** Called for each API request, before its answer is sent. */
  onRequest?: (entry: RequestEntry) => void;
  /** What time it is: for signatures, locks, the read delay and the log. Defaults to the system clock. */
  clock?: () => Date;
}

/** A running emulator: one address that serves ECS and IAM, and the means to look into it and to change it. */
export interface Emulator {
  /** Without a slash at the end, for example `http://127.0.0.1:8774`. */
  readonly url: string;
  readonly port: number;
  readonly region: string;
  readonly projectId: string;
  readonly credentials: Credentials;
  /** The API requests so far, oldest first. */
  readonly requests: readonly RequestEntry[];
  clearRequests(): void;
  servers(): Server[];
  /** A copy of the NIC as it is now, even where lists do not show its last change yet. */
  nic(serverId: string, portId: string): Nic | undefined;
  /** Changes a NIC behind Terraform's back; lists show it at once. Throws when there is no such NIC. */
  setNic(serverId: string, portId: string, settings: { deleteOnTermination: boolean }): void;
  /** Throws when the seed is invalid or names something that exists already. */
  addServer(seed: ServerSeed): void;
  /** Throws when the seed is invalid, the server is not there or the port is attached already. */
  addNic(serverId: string, seed: NicSeed): void;
  /** Returns whether it was there. */
  removeServer(serverId: string): boolean;
  /** Returns whether it was there. */
  removeNic(serverId: string, portId: string): boolean;
  /** Makes requests go wrong. Throws `InvalidInput` when the fault makes no sense. */
  fail(fault: Fault): void;
  clearFaults(): void;
  /** The environment variables that make a provider use this emulator's credentials, project and IAM. */
  env(): Record<string, string>;
  /** Ends every connection and frees the port. */
  stop(): Promise<void>;
}

const gatewayBodyLimit = 12 * 1024 * 1024;

/**
 * Starts an emulated cloud.
 *
 * @throws InvalidInput when the seed is invalid; the system's own error (`EADDRINUSE`, ...) when it cannot listen.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { host = "127.0.0.1", region = "cn-north-4", projectId = uuidFor("project").replaceAll("-", "") } = options;
  const credentials: Credentials = {
    accessKey: options.accessKey ?? "EMULATORACCESSKEY000",
    secretKey: options.secretKey ?? "emulatorSecretKeyThatOpensNothing0000000",
    ...(options.securityToken !== undefined && { securityToken: options.securityToken }),
  };
  const now = () => (options.clock?.() ?? new Date()).getTime();
  const cloud = new Cloud({ readDelay: options.readDelay ?? 0, now });
  for (const server of parseSeed(options.seed === undefined ? defaultSeed : options.seed).servers) {
    cloud.addServer(server);
  }
  const faults = new FaultBook();
  const log = createRequestLog(options.onRequest);
  const stopping = new AbortController();
  let url = "";

  const api: ApiOptions = {
    routes: [
      ...ecsRoutes(cloud, { region, projectId, serverGone: options.serverGone ?? "ecs-0307" }),
      ...iamRoutes({
        project: { id: projectId, name: region },
        domainId: uuidFor("domain").replaceAll("-", ""),
        url: () => url,
      }),
    ],
    authenticate: createAuthenticator(credentials, now, options.lockout ?? true),
    faults,
    log,
    latency: options.latency ?? 0,
    now,
    stopping: stopping.signal,
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
  app.get("/healthz", () => ({ status: "ok" }));
  app.register(async (scope) => mountAdmin(scope, { cloud, faults, log }), { prefix: "/emulator" });
  app.register(async (scope) => mountApi(scope, api));
  await app.listen({ host, port: options.port ?? 0 });

  const { port } = app.server.address() as AddressInfo;
  url = `http://${isIPv6(host) ? `[${host}]` : host}:${port}`;

  return {
    url,
    port,
    region,
    projectId,
    credentials,
    requests: log.entries,
    clearRequests: log.clear,
    servers: () => cloud.servers(),
    nic: (serverId, portId) => cloud.nic(serverId, portId),
    setNic(serverId, portId, settings) {
      if (!cloud.setNic(serverId, portId, settings)) {
        throw new Error(`There is no NIC ${portId} on server ${serverId}.`);
      }
    },
    addServer: (seed) => cloud.addServer(parseServerSeed(seed, "server")),
    addNic: (serverId, seed) => cloud.addNic(serverId, parseNicSeed(seed, "nic")),
    removeServer: (serverId) => cloud.removeServer(serverId),
    removeNic: (serverId, portId) => cloud.removeNic(serverId, portId),
    fail: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
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
