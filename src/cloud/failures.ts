import { decodeErrorBody, type ErrorBody } from "./error-body";
import { CloudError, type CloudErrorKind } from "./errors";

/** The request that failed. */
export interface FailedRequest {
  readonly method: string;
  readonly url: URL;
  readonly attempt: number;
  /** Masks secrets that an answer may echo. */
  readonly hide: (text: string) => string;
  /** The proxy on the way, without its password. */
  readonly proxy?: string | undefined;
}

/** An answer that is no success. */
export interface FailedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** Codes that say more than their HTTP status ("HTTP status codes may not be accurate", ECS API reference, appendix). */
const kindOfCode: Readonly<Record<string, CloudErrorKind>> = {
  "Ecs.0114": "not-found-server",
  "Ecs.0614": "not-found-server",
  "Ecs.0085": "not-found-nic",
  "Ecs.0605": "locked",
  "Ecs.0603": "busy",
  "Ecs.0100": "busy",
  "Ecs.0030": "forbidden",
  "Common.0024": "throttled",
  "Common.1503": "throttled",
  "APIGW.0101": "wrong-endpoint",
  "APIGW.0103": "wrong-endpoint",
  "APIGW.0308": "throttled",
};

/** A service behind ECS failed or did not answer; ECS reports that as status 400. */
const backendFailures = new Set([
  "Ecs.0213",
  "Ecs.0307",
  "Ecs.0323",
  "Ecs.1000",
  "Ecs.1001",
  "Ecs.1002",
  "Ecs.1100",
  "Ecs.1200",
  "Ecs.1201",
]);

const kindOfStatus: Readonly<Record<number, CloudErrorKind>> = {
  403: "forbidden",
  404: "not-found",
  408: "timeout",
  409: "busy",
  429: "throttled",
};

const retryableStatuses = new Set([500, 502, 503, 504]);

/** The typed error of an answer. */
export function failedAnswer(answer: FailedAnswer, request: FailedRequest): CloudError {
  const { status, headers } = answer;
  const body = decodeErrorBody(request.hide(answer.body));
  const code = body.code;
  const kind = kindOfAnswer(status, code, body);
  return new CloudError({
    kind,
    status,
    code,
    // Hidden once more, for what JSON had written in yet another way.
    serviceMessage: status >= 300 && status < 400 ? redirection(headers.location) : request.hide(body.message),
    requestId: first(headers["x-request-id"]) ?? body.requestId ?? first(headers["x-iam-trace-id"]),
    ...address(request),
    retryable: isTransient(kind, status, code),
    mayHaveHappened: isWrite(request) && (kind === "server-error" || (kind === "unexpected-answer" && status < 400)),
    retryAfter: retryAfter(first(headers["retry-after"])),
  });
}

/** The typed error of a successful status whose body is not what this API answers. */
export function unexpectedAnswer(status: number, what: string, request: FailedRequest, requestId?: string): CloudError {
  return new CloudError({
    kind: "unexpected-answer",
    status,
    serviceMessage: request.hide(what),
    requestId,
    ...address(request),
    retryable: false,
    mayHaveHappened: isWrite(request),
  });
}

/** The typed error of a request that got no whole answer. The original error, which holds the headers, is left behind. */
export function noAnswer(failure: unknown, request: FailedRequest): CloudError {
  if (failure instanceof CloudError) return failure;
  const refusal = proxyRefusal(failure as NoAnswer, request);
  if (refusal) return refusal;
  const { name, code = "", message, timings } = failure as NoAnswer;
  const { kind, retryable, advice } = meaning(name === "TimeoutError" ? "ETIMEDOUT" : code);
  const isConnected = (isTlsFailure(code) ? timings?.secureConnect : timings?.connect) !== undefined;
  const through = request.proxy === undefined ? "" : ` (through the proxy ${request.proxy})`;
  const what = `${request.hide(message || code || "The request failed.")}${through}`;
  return new CloudError({
    kind:
      kind === "unreachable" || kind === "connection-lost" ? (isConnected ? "connection-lost" : "unreachable") : kind,
    serviceMessage: advice ? `${what}. ${advice}.` : what,
    ...address(request),
    retryable,
    mayHaveHappened: isWrite(request) && isConnected && kind !== "untrusted-certificate",
  });
}

/** A proxy that does not let the request through: hpagent tells its answer only in words. */
function proxyRefusal({ message = "" }: NoAnswer, request: FailedRequest): CloudError | undefined {
  const status = request.proxy === undefined ? undefined : /^Bad response: (\d+)$/.exec(message)?.[1];
  if (status === undefined) return undefined;
  const advice =
    status === "407"
      ? "it wants a user and a password, as in http://user:password@host:port"
      : "check HTTPS_PROXY and NO_PROXY";
  return new CloudError({
    kind: "unreachable",
    serviceMessage: `The proxy ${request.proxy} does not let the request through: it answered ${status}; ${advice}.`,
    ...address(request),
    retryable: retryableStatuses.has(Number(status)),
    mayHaveHappened: false,
  });
}

/** The address of a request as errors and logs show it: no query, no credentials. */
export function shownUrl(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

interface NoAnswer {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
  readonly timings?: { readonly connect?: number | undefined; readonly secureConnect?: number | undefined } | undefined;
}

interface Meaning {
  readonly kind: CloudErrorKind;
  readonly retryable: boolean;
  readonly advice?: string;
}

const meanings: Readonly<Record<string, Meaning>> = {
  ETIMEDOUT: { kind: "timeout", retryable: true },
  ECONNRESET: { kind: "connection-lost", retryable: true },
  ECONNABORTED: { kind: "connection-lost", retryable: true },
  EPIPE: { kind: "connection-lost", retryable: true },
  ERR_STREAM_PREMATURE_CLOSE: { kind: "connection-lost", retryable: true },
  ERR_HTTP_CONTENT_LENGTH_MISMATCH: { kind: "connection-lost", retryable: true },
  ECONNREFUSED: { kind: "unreachable", retryable: true },
  EHOSTUNREACH: { kind: "unreachable", retryable: true },
  ENETUNREACH: { kind: "unreachable", retryable: true },
  EAI_AGAIN: { kind: "unreachable", retryable: true },
  ENOTFOUND: {
    kind: "unreachable",
    retryable: false,
    advice: "No such host: check the region, the cloud and the endpoints",
  },
  ERR_INVALID_CHAR: { kind: "invalid-request", retryable: false },
};

function meaning(code: string): Meaning {
  const known = meanings[code];
  if (known) return known;
  if (isTlsFailure(code)) {
    return {
      kind: "unreachable",
      retryable: false,
      advice: "The endpoint may speak plain HTTP, or TLS older than 1.2",
    };
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS_/.test(code)) {
    return { kind: "untrusted-certificate", retryable: false, advice: "The endpoint's certificate is not trusted" };
  }
  // Node's codes for an answer that is no HTTP, or not compressed as it says.
  if (/^(HPE_|Z_|ERR__ERROR_FORMAT)/.test(code)) return { kind: "unexpected-answer", retryable: false };
  return { kind: "connection-lost", retryable: false };
}

function isTlsFailure(code: string): boolean {
  return code === "EPROTO" || code.startsWith("ERR_SSL_");
}

function kindOfAnswer(status: number, code: string | undefined, body: ErrorBody): CloudErrorKind {
  if (status === 401) return "unauthorized";
  const byCode = kindOfCode[code?.replace(/^APIG\./, "APIGW.") ?? ""];
  if (byCode) return byCode;
  if (code !== undefined && backendFailures.has(code)) {
    if (!body.saysNotFound) return "server-error";
    return code === "Ecs.0307" ? "not-found-server" : "not-found";
  }
  if (status >= 500) return "server-error";
  if (status < 400) return "unexpected-answer";
  const byStatus = kindOfStatus[status] ?? "invalid-request";
  // A web page says nothing about a server or a NIC, only that this is not the API.
  return byStatus === "not-found" && body.isWebPage ? "wrong-endpoint" : byStatus;
}

function isTransient(kind: CloudErrorKind, status: number, code: string | undefined): boolean {
  if (kind === "server-error") return retryableStatuses.has(status) || backendFailures.has(code ?? "");
  return kind === "throttled" || code === "Ecs.0603";
}

function redirection(location: string | readonly string[] | undefined): string {
  const target = first(location);
  const shown = target && URL.canParse(target) ? ` to ${shownUrl(new URL(target))}` : "";
  return `The endpoint redirects${shown}; a signed request is not sent elsewhere. Check the endpoint.`;
}

function address({ method, url, attempt }: FailedRequest) {
  return { method, url: shownUrl(url), attempts: attempt };
}

function isWrite({ method }: FailedRequest): boolean {
  return method !== "GET";
}

function first(header: string | readonly string[] | undefined): string | undefined {
  return (typeof header === "string" ? header : header?.[0]) || undefined;
}

function retryAfter(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const milliseconds = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds);
}
