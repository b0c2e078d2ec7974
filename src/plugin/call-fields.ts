/** Which call a log line belongs to: in fields named as HashiCorp's providers name them. */
import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import type { LogFields } from "../terraform";
import type { Handler } from "./grpc";

const calls = new AsyncLocalStorage<LogFields>();

export function callFields(): LogFields | undefined {
  return calls.getStore();
}

/** The handler, remembering its call in all that it does. Node follows every promise from then on, at a price. */
export function withCallFields(handler: Handler): Handler {
  const { path } = handler;
  return {
    path,
    answer: (exchange) => calls.run({ tf_rpc: rpcName(path), tf_req_id: randomUUID() }, () => handler.answer(exchange)),
  };
}

/** `ReadResource` for `/tfplugin6.Provider/ReadResource`. */
export function rpcName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
