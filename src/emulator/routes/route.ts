import type { ApiAnswer } from "../answer";
import type { Operation } from "../request-log";

/** One API operation: which requests are its own, and what it answers to one that is signed well. */
export interface ApiRoute {
  operation: Operation;
  method: "GET" | "PUT";
  /** With `:name` for a parameter. */
  path: string;
  handle(call: ApiCall): ApiAnswer;
}

export interface ApiCall {
  /** The decoded path parameters. */
  params: Readonly<Record<string, string>>;
  /** From `?` on, or empty. */
  search: string;
  body: Uint8Array;
}
