/** An HTTP/2 client that sends whatever it is told to. */
import http2, { type ClientHttp2Session, type ClientHttp2Stream, type OutgoingHttpHeaders } from "node:http2";
import net from "node:net";

export interface RawAnswer {
  readonly status: number | undefined;
  readonly code: number | undefined;
  readonly message: string;
  readonly body: Buffer;
}

export interface RawClient {
  readonly session: ClientHttp2Session;
  open(path: string, headers?: OutgoingHttpHeaders): ClientHttp2Stream;
  send(path: string, body: Uint8Array, headers?: OutgoingHttpHeaders): Promise<RawAnswer>;
  close(): void;
}

const HEADERS = { ":method": "POST", "content-type": "application/grpc", te: "trailers" };

/** @param socket the unix socket that the server listens on; the URL's address if left out */
export function rawClient(url: string, socket?: string): RawClient {
  const session = http2.connect(url, socket === undefined ? {} : { createConnection: () => net.connect(socket) });
  session.on("error", () => undefined);
  const open = (path: string, headers: OutgoingHttpHeaders = {}) => {
    return session.request({ ...HEADERS, ":path": path, ...headers });
  };
  return {
    session,
    open,
    send(path, body, headers) {
      const stream = open(path, headers);
      const answer = answerOf(stream);
      stream.end(body);
      return answer;
    },
    close: () => session.destroy(),
  };
}

export function answerOf(stream: ClientHttp2Stream): Promise<RawAnswer> {
  const parts: Buffer[] = [];
  let seen: Record<string, unknown> = {};
  return new Promise((resolve, reject) => {
    stream.on("response", (headers) => {
      seen = { ...seen, ...headers };
    });
    stream.on("trailers", (trailers) => {
      seen = { ...seen, ...trailers };
    });
    stream.on("data", (chunk) => parts.push(chunk));
    stream.on("error", reject);
    stream.on("close", () => {
      const code = seen["grpc-status"];
      resolve({
        status: seen[":status"] as number | undefined,
        code: code === undefined ? undefined : Number(code),
        message: String(seen["grpc-message"] ?? ""),
        body: Buffer.concat(parts),
      });
    });
  });
}
