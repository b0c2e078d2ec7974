import type { MessageType } from "./protobuf";

/** One gRPC method: its path and its messages. `unary` and `serverStream` take one request. */
export interface Method<Kind extends MethodKind = MethodKind, Request = unknown, Response = unknown> {
  readonly path: string;
  readonly kind: Kind;
  readonly request: MessageType<Request>;
  readonly response: MessageType<Response>;
}

export type MethodKind = "unary" | "serverStream" | "clientStream" | "bidirectional";

export function method<Kind extends MethodKind, Request, Response>(
  path: string,
  kind: Kind,
  request: MessageType<Request>,
  response: MessageType<Response>,
): Method<Kind, Request, Response> {
  return { path, kind, request, response };
}
