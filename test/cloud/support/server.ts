import { once } from "node:events";
import {
  createServer as createHttpServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import { createServer as createHttpsServer, type ServerOptions } from "node:https";
import type { AddressInfo, Socket } from "node:net";

/** A request as it arrived. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The client's port: the same for requests over the same connection. */
  readonly connection: number | undefined;
}

export interface TestServer {
  /** Base URL. */
  readonly url: string;
  readonly received: Received[];
  /** Resolves once `count` requests have arrived. */
  arrived(count: number): Promise<void>;
}

export type Handler = (response: ServerResponse, request: Received, socket: Socket) => void;

const running: { server: Server; sockets: Set<Socket> }[] = [];

/** A real server on a free port of this machine. `closeServers` ends it. */
export async function startServer(handler: Handler, tls?: ServerOptions): Promise<TestServer> {
  const received: Received[] = [];
  const waiting = new Set<() => void>();
  const listener: RequestListener = async (request, response) => {
    const body = await text(request).catch(() => undefined);
    if (body === undefined) return;
    const { method = "", url = "", headers, socket } = request;
    const entry = { method, url, headers, body, connection: socket.remotePort };
    received.push(entry);
    for (const notify of waiting) notify();
    handler(response, entry, socket);
  };
  const server = tls ? createHttpsServer(tls, listener) : createHttpServer(listener);
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  running.push({ server, sockets });
  const { port } = server.address() as AddressInfo;

  return {
    url: `${tls ? "https" : "http"}://127.0.0.1:${port}`,
    received,
    arrived: (count) =>
      new Promise((resolve) => {
        const notify = () => {
          if (received.length < count) return;
          waiting.delete(notify);
          resolve();
        };
        waiting.add(notify);
        notify();
      }),
  };
}

export async function closeServers(): Promise<void> {
  for (const { server, sockets } of running.splice(0)) {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, "close");
  }
}

export function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
