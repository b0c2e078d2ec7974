/** A server in this process, over a real socket and without TLS. */
import { once } from "node:events";
import http2, { type ServerHttp2Session } from "node:http2";
import type { AddressInfo } from "node:net";
import { type Handler, serveGrpc } from "../../../src/plugin/grpc";

export interface RunningServer {
  readonly target: string;
  readonly url: string;
  /** What handlers threw that was meant for nobody. */
  readonly unexpected: unknown[];
  /** The connections that are open. */
  readonly sessions: ReadonlySet<ServerHttp2Session>;
  close(): Promise<void>;
}

export async function startServer(handlers: readonly Handler[]): Promise<RunningServer> {
  const server = http2.createServer({ maxSessionMemory: 1000 });
  const unexpected: unknown[] = [];
  const sessions = new Set<ServerHttp2Session>();
  server.on("session", (session) => {
    sessions.add(session);
    session.on("error", () => undefined);
    session.once("close", () => sessions.delete(session));
  });
  serveGrpc(server, handlers, (error) => unexpected.push(error));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    target: `127.0.0.1:${port}`,
    url: `http://127.0.0.1:${port}`,
    unexpected,
    sessions,
    async close() {
      for (const session of sessions) session.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
