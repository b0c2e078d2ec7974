/** Runs a provider as the process that Terraform starts, or in debug mode as one that Terraform is pointed at. */
import { writeSync } from "node:fs";
import http2, { type Http2Session } from "node:http2";
import type { Log, Provider, ProviderServer } from "../terraform";
import { createServer } from "../terraform";
import { rpcName, withCallFields } from "./call-fields";
import { createCertificate } from "./certificate";
import { pluginHandlers } from "./go-plugin-services";
import { type Call, type Handler, serveGrpc } from "./grpc";
import { clientCertificate, type Environment, handshakeLine, isStartedByTerraform } from "./handshake";
import { createLog, isLogging, writeToStderr } from "./log";
import { overMutualTls } from "./mutual-tls";
import { behaveAsPlugin, keepOffStdout, onParentDeath } from "./process-life";
import { providerHandlers } from "./provider-service";
import { type Elsewhere, upgrade } from "./services/upgrade-rpcs";
import { type Listener, listen } from "./socket";
import { answerUpgrades, portToMainThread, upgradeThread } from "./upgrade-thread";

export interface ServeOptions<Api> {
  readonly provider: Provider<Api>;
  /**
   * The file that calls `serve`, `__filename`: large states are then upgraded in a thread that runs it once more, where
   * `serve` answers the main thread instead of Terraform. Without it every call waits for a large upgrade.
   */
  readonly program?: string;
  /** Serve for `TF_REATTACH_PROVIDERS`: in plain text, for any number of Terraform runs. */
  readonly debug?: boolean;
  readonly environment?: Environment;
}

/** Serves until Terraform is done with the provider; started by hand, explains itself and exits with 1. */
export async function serve<Api>({ provider, program, debug = false, environment = process.env }: ServeOptions<Api>) {
  const log = createLog(provider.name, environment);
  const mainThread = portToMainThread();
  if (mainThread !== undefined) {
    keepOffStdout(provider.name);
    const server = createServer(provider, log);
    answerUpgrades(mainThread, (request) => upgrade(server, request));
    return;
  }
  if (!debug && !isStartedByTerraform(environment)) {
    writeToStderr(explanation(provider.name, provider.version));
    process.exit(1);
  }
  behaveAsPlugin(provider.name);
  const elsewhere = program === undefined ? undefined : upgradeThread(program, log);
  const offered: Offered<Api> = { provider, log, environment, elsewhere };
  if (debug) await serveForReattach(offered);
  else await serveOneRun(offered).catch((error: unknown) => failToStart(provider.name, error));
}

/** Before the handshake, a line on stdout is all that Terraform shows of a plugin. */
function failToStart(name: string, error: unknown): never {
  const [why] = (error instanceof Error ? error.message : String(error)).split("\n");
  writeSync(1, `${name} could not start: ${why}\n`);
  throw error;
}

/** What is served, with all that it takes. */
interface Offered<Api> {
  readonly provider: Provider<Api>;
  readonly log: Log;
  readonly environment: Environment;
  readonly elsewhere: Elsewhere | undefined;
}

async function serveOneRun<Api>(offered: Offered<Api>): Promise<void> {
  const { environment } = offered;
  const client = clientCertificate(environment);
  const certificate = client === undefined ? undefined : createCertificate();
  const server = http2Server();
  const isSecure = client !== undefined && certificate !== undefined;
  const listener = await listen(isSecure ? overMutualTls(server, certificate, client) : server, environment);
  const end = ending(listener);
  const sessions = serveProvider(server, offered, end);
  sessions.onLastClosed(end);
  onParentDeath(end);
  writeSync(1, handshakeLine(listener.address, certificate, environment));
}

async function serveForReattach<Api>(offered: Offered<Api>): Promise<void> {
  const server = http2Server();
  const listener = await listen(server, offered.environment);
  const end = ending(listener);
  // Terraform leaves a provider that it did not start alone; a person ends it.
  process.on("SIGINT", end);
  serveProvider(server, offered, () => undefined);
  writeSync(1, reattachText(offered.provider.address, listener));
}

function http2Server(): http2.Http2Server {
  return http2.createServer({ maxSessionMemory: SESSION_MEMORY, settings: { initialWindowSize: WINDOW_SIZE } });
}

// Node's limits are made for strangers. The peer here is Terraform, whose messages may have 256 MiB.
const SESSION_MEMORY = 4096;
const WINDOW_SIZE = 1024 * 1024;

function serveProvider<Api>(server: http2.Http2Server, offered: Offered<Api>, shutdown: () => void) {
  const { provider, log, environment, elsewhere } = offered;
  const servers = new WeakMap<Http2Session, ProviderServer>();
  const serverOf = ({ session }: Call): ProviderServer => {
    const known = servers.get(session);
    if (known !== undefined) return known;
    const created = createServer(provider, log);
    servers.set(session, created);
    session.once("close", () => created.close());
    return created;
  };
  const own = providerHandlers(serverOf, elsewhere);
  const handlers: Handler[] = [
    ...(isLogging(environment) ? own.map(withCallFields) : own),
    ...pluginHandlers(shutdown),
  ];
  serveGrpc(server, handlers, (error, path) => {
    log.error("a call failed", { tf_rpc: rpcName(path), error: error instanceof Error ? error.stack : String(error) });
  });
  return countSessions(server, log);
}

function countSessions(server: http2.Http2Server, log: Log) {
  let open = 0;
  let whenLastClosed: () => void = () => undefined;
  server.on("session", (session: Http2Session) => {
    open++;
    session.setLocalWindowSize(WINDOW_SIZE);
    session.on("error", (error) => log.debug("connection failed", { error: error.message }));
    session.once("close", () => {
      open--;
      if (open === 0) whenLastClosed();
    });
  });
  return {
    onLastClosed(callback: () => void): void {
      whenLastClosed = callback;
    },
  };
}

/** Ends the process. Keep-alive connections to a cloud would hold it open for long otherwise. */
function ending(listener: Listener): () => void {
  const end = () => process.exit(0);
  process.on("exit", () => listener.remove());
  // By default they end the process without its "exit", and the socket would stay.
  for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, end);
  return end;
}

function reattachText(address: string, { address: { network, address: where } }: Listener): string {
  const reattach = {
    [address]: {
      Protocol: "grpc",
      ProtocolVersion: 6,
      Pid: process.pid,
      // Terraform reads the protocol version only when this is true.
      Test: true,
      Addr: { Network: network, String: where },
    },
  };
  return `Provider started. To attach Terraform CLI, set the TF_REATTACH_PROVIDERS environment variable with the following:

	TF_REATTACH_PROVIDERS='${JSON.stringify(reattach)}'

`;
}

function explanation(name: string, version: string): string {
  return `terraform-provider-${name} ${version}

This program is a Terraform provider: Terraform starts it, a person does not.
To use it, put it where "terraform init" finds it ("${name} install" does that)
and name it in a configuration under required_providers.
To debug it, start it with --debug and set the variable that it prints.
`;
}
