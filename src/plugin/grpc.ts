/**
 * gRPC over `node:http2`: unary calls and streams in either direction, without compression.
 * Source of the rules: grpc.github.io, "gRPC over HTTP2".
 */
import type { Http2Server, IncomingHttpHeaders, ServerHttp2Stream } from "node:http2";
import { type Call, Exchange } from "./exchange";
import type { Method, MethodKind } from "./method";
import { decode, encode, type Input, ProtobufError } from "./protobuf";
import { parseTimeout, Status, StatusError } from "./status";

export type { Call };

/** A method with what answers it. */
export interface Handler {
  readonly path: string;
  /** Reads what it needs and ends the exchange, or throws. */
  answer(exchange: Exchange): Promise<void>;
}

export function unary<Request, Response>(
  method: Method<"unary", Request, Response>,
  handle: (request: Request, call: Call) => Input<NoInfer<Response>> | Promise<Input<NoInfer<Response>>>,
): Handler {
  return {
    path: method.path,
    async answer(exchange) {
      const request = decode(method.request, await exchange.only());
      exchange.end(encode(method.response, await handle(request, exchange)));
    },
  };
}

/** A unary call whose answer never changes: made and encoded when it is first asked for. */
export function constant<Request, Response>(
  method: Method<"unary", Request, Response>,
  make: (call: Call) => Input<NoInfer<Response>>,
): Handler {
  let encoded: Buffer | undefined;
  return {
    path: method.path,
    async answer(exchange) {
      decode(method.request, await exchange.only());
      encoded ??= encode(method.response, make(exchange));
      exchange.end(encoded);
    },
  };
}

export function serverStream<Request, Response>(
  method: Method<"serverStream", Request, Response>,
  handle: (request: Request, call: Call) => AsyncIterable<Input<NoInfer<Response>>>,
): Handler {
  return {
    path: method.path,
    async answer(exchange) {
      const request = decode(method.request, await exchange.only());
      await sendAll(exchange, method, handle(request, exchange));
    },
  };
}

export function clientStream<Request, Response>(
  method: Method<"clientStream", Request, Response>,
  handle: (requests: AsyncIterable<Request>, call: Call) => Promise<Input<NoInfer<Response>>>,
): Handler {
  return {
    path: method.path,
    async answer(exchange) {
      exchange.end(encode(method.response, await handle(decoded(method, exchange), exchange)));
    },
  };
}

export function bidirectional<Request, Response>(
  method: Method<"bidirectional", Request, Response>,
  handle: (requests: AsyncIterable<Request>, call: Call) => AsyncIterable<Input<NoInfer<Response>>>,
): Handler {
  return {
    path: method.path,
    async answer(exchange) {
      await sendAll(exchange, method, handle(decoded(method, exchange), exchange));
    },
  };
}

async function* decoded<Request>(method: Method<MethodKind, Request>, exchange: Exchange): AsyncGenerator<Request> {
  for await (const request of exchange.messages()) yield decode(method.request, request);
}

async function sendAll<Response>(
  exchange: Exchange,
  method: Method<MethodKind, unknown, Response>,
  responses: AsyncIterable<Input<NoInfer<Response>>>,
): Promise<void> {
  for await (const response of responses) {
    if (exchange.isInterrupted) return;
    await exchange.send(encode(method.response, response));
  }
  exchange.end();
}

/** Answers every call on the server; calls to unknown methods end with UNIMPLEMENTED. */
export function serveGrpc(
  server: Http2Server,
  handlers: readonly Handler[],
  onUnexpectedError: (error: unknown, path: string) => void,
): void {
  const byPath = new Map(handlers.map((handler) => [handler.path, handler]));
  server.on("stream", (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    // A reset stream is the client's affair; without a listener it would end the process.
    stream.on("error", () => undefined);
    if (!headers["content-type"]?.startsWith("application/grpc")) {
      stream.resume();
      stream.respond({ ":status": 415 }, { endStream: true });
      return;
    }
    const { session } = stream;
    if (session === undefined) return;
    const path = headers[":path"] ?? "";
    const exchange = new Exchange(stream, session, parseTimeout(single(headers["grpc-timeout"])));
    void answer(exchange, headers, byPath.get(path)).catch((error: unknown) => {
      // What a handler throws after nobody waits any more is no news.
      if (exchange.isInterrupted) return;
      const { code, message } = statusOf(error, path, onUnexpectedError);
      exchange.fail(code, message);
    });
  });
}

async function answer(exchange: Exchange, headers: IncomingHttpHeaders, handler?: Handler): Promise<void> {
  if (handler === undefined) {
    throw new StatusError(Status.UNIMPLEMENTED, `The method ${headers[":path"]} is not implemented.`);
  }
  const encoding = single(headers["grpc-encoding"]);
  if (encoding !== undefined && encoding !== "identity") {
    throw new StatusError(Status.UNIMPLEMENTED, `Messages in ${encoding} are not supported, only in identity.`);
  }
  await handler.answer(exchange);
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

function statusOf(error: unknown, path: string, onUnexpectedError: (error: unknown, path: string) => void) {
  if (error instanceof StatusError) return { code: error.code, message: error.message };
  if (error instanceof ProtobufError) return { code: Status.INTERNAL, message: `Unreadable request: ${error.message}` };
  onUnexpectedError(error, path);
  return { code: Status.INTERNAL, message: error instanceof Error ? error.message : String(error) };
}
