/** Servers and clients that last as long as one test. To be called at the top of a test file. */
import type { Handler } from "../../../src/plugin/grpc";
import { connect, type Peer } from "./client";
import { type RawClient, rawClient } from "./raw";
import { type RunningServer, startServer } from "./server";

export interface Served {
  readonly server: RunningServer;
  readonly peer: Peer;
  readonly raw: RawClient;
}

export function serving(): (...handlers: Handler[]) => Promise<Served> {
  const closing: (() => void | Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  return async (...handlers) => {
    const server = await startServer(handlers);
    const peer = connect(server.target);
    const raw = rawClient(server.url);
    closing.push(
      () => server.close(),
      () => peer.close(),
      () => raw.close(),
    );
    return { server, peer, raw };
  };
}
