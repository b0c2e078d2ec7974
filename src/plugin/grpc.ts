/**
 * gRPC over `node:http2`: unary calls and streams in either direction, without compression.
 * Source of the rules: grpc.github.io, "gRPC over HTTP2".
 */
import type { Http2Server, Http2Session, IncomingHttpHeaders, ServerHttp2Stream } from "node:http2";
import { frame, unframe } from "./frames";
import type { Method, MethodKind } from "./method";
import { decode, encode, type Input, ProtobufError } from "./protobuf";
import { encodeStatusMessage, parseTimeout, Status, type StatusCode, StatusError } from "./status";

export interface Call {
  /** The connection that the call came over. */
  readonly session: Http2Session;
  /** Fires when the client gives the call up or its deadline passes. */
  readonly signal: AbortSignal;
}

/** A method with what answers it. */
export interface Handler {
  readonly path: string;
  answer(requests: AsyncIterable<Buffer>, call: Call): AsyncIterable<Buffer>;
}

export function unary<Request, Response>(
  method: Method<"unary", Request, Response>,
  handle: (request: Request, call: Call) => Input<NoInfer<Response>> | Promise<Input<NoInfer<Response>>>,
): Handler {
  return {
    path: method.path,
    async *answer(requests, call) {
      const request = decode(method.request, await onlyMessage(requests));
      yield encode(method.response, await handle(request, call));
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
    async *answer(requests, call) {
      decode(method.request, await onlyMessage(requests));
      encoded ??= encode(method.response, make(call));
      yield encoded;
    },
  };
}

export function serverStream<Request, Response>(
  method: Method<"serverStream", Request, Response>,
  handle: (request: Request, call: Call) => AsyncIterable<Input<NoInfer<Response>>>,
): Handler {
  return {
    path: method.path,
    async *answer(requests, call) {
      const request = decode(method.request, await onlyMessage(requests));
      for await (const response of handle(request, call)) yield encode(method.response, response);
    },
  };
}

export function clientStream<Request, Response>(
  method: Method<"clientStream", Request, Response>,
  handle: (requests: AsyncIterable<Request>, call: Call) => Promise<Input<NoInfer<Response>>>,
): Handler {
  return {
    path: method.path,
    async *answer(requests, call) {
      yield encode(method.response, await handle(decoded(method, requests), call));
    },
  };
}

export function bidirectional<Request, Response>(
  method: Method<"bidirectional", Request, Response>,
  handle: (requests: AsyncIterable<Request>, call: Call) => AsyncIterable<Input<NoInfer<Response>>>,
): Handler {
  return {
    path: method.path,
    async *answer(requests, call) {
      for await (const response of handle(decoded(method, requests), call)) yield encode(method.response, response);
    },
  };
}

async function* decoded<Request>(method: Method<MethodKind, Request>, requests: AsyncIterable<Buffer>) {
  for await (const request of requests) yield decode(method.request, request);
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
    const path = headers[":path"] ?? "";
    if (!headers["content-type"]?.startsWith("application/grpc")) {
      stream.resume();
      stream.respond({ ":status": 415 }, { endStream: true });
      return;
    }
    void answer(stream, headers, byPath.get(path)).catch((error: unknown) => {
      stream.resume();
      finish(stream, statusOf(error, path, onUnexpectedError));
    });
  });
}

async function answer(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, handler?: Handler): Promise<void> {
  if (handler === undefined) {
    throw new StatusError(Status.UNIMPLEMENTED, `The method ${headers[":path"]} is not implemented.`);
  }
  const { session } = stream;
  if (session === undefined) return;
  const timeout = headers["grpc-timeout"];
  // A refused request still gets its status, so leaving the loop must not destroy the stream.
  const messages = stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  const { signal, clear } = callSignal(stream, parseTimeout(Array.isArray(timeout) ? timeout[0] : timeout));
  try {
    const responses = handler.answer(unframe(messages), { session, signal });
    await untilAborted(send(stream, responses, signal), signal);
    finish(stream, { code: Status.OK, message: "" });
  } finally {
    clear();
  }
}

function callSignal(stream: ServerHttp2Stream, timeout: number | undefined) {
  const controller = new AbortController();
  const cancelled = () => controller.abort(new StatusError(Status.CANCELLED, "The client cancelled the call."));
  stream.once("aborted", cancelled);
  const timer =
    timeout === undefined
      ? undefined
      : setTimeout(
          () => controller.abort(new StatusError(Status.DEADLINE_EXCEEDED, "The deadline passed.")),
          Math.min(timeout, LONGEST_TIMER),
        );
  return { signal: controller.signal, clear: () => clearTimeout(timer) };
}

// Node fires timers beyond 2^31-1 ms at once.
const LONGEST_TIMER = 2 ** 31 - 1;

async function untilAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  await Promise.race([work, aborted]);
}

async function send(stream: ServerHttp2Stream, responses: AsyncIterable<Buffer>, signal: AbortSignal): Promise<void> {
  for await (const response of responses) {
    if (signal.aborted || stream.destroyed) return;
    begin(stream);
    if (!stream.write(frame(response))) await drained(stream);
  }
}

/** Until the client has taken what was written, or is gone. */
function drained(stream: ServerHttp2Stream): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stream.off("drain", done);
      stream.off("close", done);
      resolve();
    };
    stream.on("drain", done);
    stream.on("close", done);
  });
}

function begin(stream: ServerHttp2Stream): void {
  if (stream.headersSent) return;
  stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
}

interface CallStatus {
  readonly code: StatusCode;
  readonly message: string;
}

function finish(stream: ServerHttp2Stream, { code, message }: CallStatus): void {
  if (stream.destroyed || stream.closed) return;
  const trailers = { "grpc-status": code, ...(message === "" ? {} : { "grpc-message": encodeStatusMessage(message) }) };
  if (!stream.headersSent) {
    stream.respond({ ":status": 200, "content-type": "application/grpc", ...trailers }, { endStream: true });
    return;
  }
  stream.once("wantTrailers", () => stream.sendTrailers(trailers));
  stream.end();
}

function statusOf(error: unknown, path: string, onUnexpectedError: (error: unknown, path: string) => void): CallStatus {
  if (error instanceof StatusError) return { code: error.code, message: error.message };
  if (error instanceof ProtobufError) return { code: Status.INTERNAL, message: `Unreadable request: ${error.message}` };
  onUnexpectedError(error, path);
  return { code: Status.INTERNAL, message: error instanceof Error ? error.message : String(error) };
}

async function onlyMessage(requests: AsyncIterable<Buffer>): Promise<Buffer> {
  let only: Buffer | undefined;
  for await (const request of requests) {
    if (only !== undefined) throw new StatusError(Status.UNIMPLEMENTED, "The method takes one message only.");
    only = request;
  }
  if (only === undefined) throw new StatusError(Status.UNIMPLEMENTED, "The request has no message.");
  return only;
}
