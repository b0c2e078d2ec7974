/** What an API route answers, before it becomes HTTP. A refusal is an answer like any other: nothing is thrown. */
export interface ApiAnswer {
  status: number;
  /** An object is sent as JSON, a string as it stands; absent means an empty body. */
  body?: unknown;
  headers?: Record<string, string>;
  /** Defaults to `application/json` for an object and `text/plain` for a string. */
  contentType?: string;
  /** What happened, in a few words, for the request log. */
  summary?: string;
}

/**
 * The error body of ECS itself: `{"error":{"message","code"}}`.
 *
 * @fidelity documented
 * Source: ECS API reference, "Returned Values for General Requests" and "Error Codes".
 */
export function ecsError(status: number, code: string, message: string): ApiAnswer {
  return { status, body: { error: { message, code } }, summary: message };
}

/**
 * The error body of the API gateway in front of every service: `{"error_msg","error_code","request_id"}`.
 *
 * @fidelity documented
 * Source: API request signing guide, "Error Codes".
 */
export function gatewayError(status: number, code: string, message: string, requestId: string): ApiAnswer {
  return { status, body: { error_msg: message, error_code: code, request_id: requestId }, summary: message };
}

/**
 * The error body of Nova, which ECS passes on: one key that names the kind, with a number for a code.
 *
 * @fidelity documented
 * Source: ECS API reference, "OpenStack Nova APIs"; OpenStack's own reference has the same.
 */
export function novaError(status: number, kind: string, message: string): ApiAnswer {
  return { status, body: { [kind]: { code: status, message } }, summary: message };
}

/**
 * The error body of IAM's Keystone APIs, with a number for a code.
 *
 * @fidelity documented
 * Source: IAM API reference, "Obtaining a User Token Through Password Authentication".
 */
export function keystoneError(status: number, title: string, message: string): ApiAnswer {
  return { status, body: { error: { code: status, message, title } }, summary: message };
}

/**
 * The error body of VPC's version 1: `{"code","message"}` at the top.
 *
 * @fidelity documented
 * Source: VPC API reference, "Error Codes".
 */
export function vpcError(status: number, code: string, message: string): ApiAnswer {
  return { status, body: { code, message }, summary: message };
}

/** The error code that a body of any of these shapes carries, or `undefined`. */
export function errorCodeOf(body: unknown): string | undefined {
  const code =
    member(body, "error_code") ?? member(member(body, "error"), "code") ?? member(body, "code") ?? novaKindOf(body);
  return typeof code === "string" || typeof code === "number" ? String(code) : undefined;
}

function novaKindOf(body: unknown): string | undefined {
  const [kind, ...others] = Object.keys(typeof body === "object" && body !== null ? body : {});
  return kind !== undefined && others.length === 0 && typeof member(member(body, kind), "code") === "number"
    ? kind
    : undefined;
}

function member(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
