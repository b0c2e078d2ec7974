import type { ApiAnswer } from "../answer";
import type { Caller } from "../authentication";
import type { JobFailure } from "../jobs";
import type { Operation } from "../request-log";

/** One API operation: which requests are its own, and what it answers to one that is signed well. */
export interface ApiRoute {
  operation: Operation;
  method: "GET" | "PUT" | "POST" | "DELETE";
  /** With `:name` for a parameter. */
  path: string;
  /** Whether a caller need not sign: where credentials come from. Who signs all the same must sign well. */
  open?: boolean;
  handle(call: ApiCall): ApiAnswer;
}

export interface ApiCall {
  /** The decoded path parameters. */
  params: Readonly<Record<string, string>>;
  /** From `?` on, or empty. */
  search: string;
  query: URLSearchParams;
  /** Lower-case names. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: Uint8Array;
  /** Who signed. Absent where nobody did, on an open route. */
  caller: Caller | undefined;
  requestId: string;
  /** Why the job that this request starts is to fail. */
  jobFailure: JobFailure | undefined;
}

/** The body as JSON, or `undefined` when it is none. */
export function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

/** A field of an object, or `undefined` when it has none or is no object. */
export function fieldOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

/** A field within fields. */
export function fieldAt(value: unknown, ...keys: string[]): unknown {
  return keys.reduce(fieldOf, value);
}

/** A field that is a string and not empty, or `undefined`. */
export function textOf(value: unknown, key: string): string | undefined {
  const text = fieldOf(value, key);
  return typeof text === "string" && text !== "" ? text : undefined;
}
