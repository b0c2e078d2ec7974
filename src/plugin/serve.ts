/** Runs a provider as the process that Terraform starts, or in debug mode as one that Terraform is pointed at. */
import { writeSync } from "node:fs";
import http2, { type Http2Session } from "node:http2";
import type { Log, Provider, ProviderServer } from "../terraform";
import { createServer } from "../terraform";
import { createCertificate } from "./certificate";
import { pluginHandlers } from "./go-plugin-services";
import { type Call, type Handler, serveGrpc } from "./grpc";
import { clientCertificate, type Environment, handshakeLine, isStartedByTerraform } from "./handshake";
import { createLog, writeToStderr } from "./log";
import { overMutualTls } from "./mutual-tls";
import { behaveAsPlugin, onParentDeath } from "./process-life";
import { providerHandlers } from "./provider-service";
import { type Listener, listen } from "./socket";

export interface ServeOptions<Api> {
  readonly provider: Provider<Api>;
  /** Serve for `TF_REATTACH_PROVIDERS`: in plain text, for any number of Terraform runs. */
  readonly debug?: boolean;
  readonly environment?: Environment;
}

/** Serves until Terraform is done with the provider; started by hand, explains itself and exits with 1. */
export async function serve<Api>({ provider, debug = false, environment = process.env }: ServeOptions<Api>) {
  if (!debug && !isStartedByTerraform(environment)) {
    writeToStderr(explanation(provider.name, provider.version));
    process.exit(1);
  }
  behaveAsPlugin(provider.name);
  const log = createLog(provider.name, environment, writeToStderr);
  if (debug) await serveForReattach(provider, log, environment);
  else await serveOneRun(provider, log, environment);
}

async function serveOneRun<Api>(provider: Provider<Api>, log: Log, environment: Environment): Promise<void> {
  const client = clientCertificate(environment);
  const certificate = client === undefined ? undefined : createCertificate();
  const server = http2Server();
  const isSecure = client !== undefined && certificate !== undefined;
  const listener = await listen(isSecure ? overMutualTls(server, certificate, client) : server, environment);
  const end = ending(listener);
  const sessions = serveProvider(server, provider, log, end);
  sessions.onLastClosed(end);
  onParentDeath(end);
  writeSync(1, handshakeLine(listener.address, certificate, environment));
}

async function serveForReattach<Api>(provider: Provider<Api>, log: Log, environment: Environment): Promise<void> {
  const server = http2Server();
  const listener = await listen(server, environment);
  const end = ending(listener);
  // Terraform leaves a provider that it did not start alone; a person ends it.
  process.on("SIGINT", end);
  serveProvider(server, provider, log, () => undefined);
  writeSync(1, reattachText(provider.address, listener));
}

function http2Server(): http2.Http2Server {
  return http2.createServer({ maxSessionMemory: SESSION_MEMORY, settings: { initialWindowSize: WINDOW_SIZE } });
}

// Node's limits are made for strangers. The peer here is Terraform, whose messages may have 256 MiB.
const SESSION_MEMORY = 4096;
const WINDOW_SIZE = 1024 * 1024;

function serveProvider<Api>(server: http2.Http2Server, provider: Provider<Api>, log: Log, shutdown: () => void) {
  const servers = new WeakMap<Http2Session, ProviderServer>();
  const serverOf = ({ session }: Call): ProviderServer => {
    const known = servers.get(session);
    if (known !== undefined) return known;
    const created = createServer(provider, log);
    servers.set(session, created);
    session.once("close", () => created.close());
    return created;
  };
  const handlers: Handler[] = [...providerHandlers(serverOf), ...pluginHandlers(shutdown)];
  serveGrpc(server, handlers, (error, path) => {
    log.error("a call failed", { tf_rpc: path, error: error instanceof Error ? error.stack : String(error) });
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
