import * as ready from "./fault-responses";
import { at, InvalidInput, requireNumber, requireObject, requireOneOf, requireText } from "./input-checks";
import type { JobFailure } from "./jobs";
import { seededRandom } from "./random";
import { type Operation, operations } from "./request-log";

/** Something that goes wrong on purpose, for the next request that fits. */
export interface Fault {
  /** The operation it strikes; any when absent. */
  route?: Operation;
  /** The HTTP method it strikes; any when absent. */
  method?: string;
  /** How many requests that fit it lets pass first; 0 when absent. */
  after?: number;
  /** How likely it strikes a request that fits, from 0 to 1; 1 when absent. Drawn from the scenario's seed. */
  probability?: number;
  /** How many requests it strikes; 1 when absent, `Infinity` (in JSON `"always"`) until faults are cleared. */
  times?: number | "always";
  respond: FaultEffect;
}

export type FaultEffect =
  | FaultResponse
  | FaultDelay
  | FaultSlowBody
  | FaultJob
  | FaultThrottle
  | ConnectionFault
  | NamedFault;

/** An answer in place of the real one; the request is not carried out. */
export interface FaultResponse {
  status: number;
  /** A string is sent as it stands, a function is called with the request id, anything else is sent as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  contentType?: string;
}

/** The request is carried out and its answer held back. */
export interface FaultDelay {
  delayMs: number;
}

/** The request is carried out and the body of its answer comes in pieces, over this time. */
export interface FaultSlowBody {
  slowBodyMs: number;
}

/** The request is accepted, and the job that it starts fails. Requests that start no job are carried out as ever. */
export interface FaultJob {
  failJob: JobFailure;
}

/** One of the three ways in which a request is turned away for being one too many. */
export interface FaultThrottle {
  throttle: "APIGW.0308" | "Common.1503" | "Common.0024";
  /** The next three are for the text of `APIGW.0308`. Defaults: 100 requests in 60 seconds, by user. */
  limit?: number;
  seconds?: number;
  policy?: "user" | "api" | "ip";
  /** Seconds, for a `Retry-After` header, which the real services are not known to send. */
  retryAfter?: number;
}

/**
 * `reset`: not carried out, connection reset. `reset-after`: carried out, reset before an answer. `reset-headers`: carried
 * out, reset between the headers and the body. `truncate`: carried out, half of the body sent, connection closed.
 */
export const connectionFaults = ["reset", "reset-after", "reset-headers", "truncate"] as const;
export type ConnectionFault = (typeof connectionFaults)[number];

const named = {
  "bad-gateway": ready.badGateway,
  "service-unavailable": ready.serviceUnavailable,
  "gateway-timeout": ready.gatewayTimeout,
  "system-error": ready.systemError,
  "server-busy": ready.serverBusy,
  "server-locked": ready.serverLocked,
  "too-many-requests": ready.tooManyRequests,
  "flow-limit-exceeded": ready.flowLimitExceeded,
  "over-rate-limit": ready.overRateLimit({ limit: 100, seconds: 60 }),
  "policy-forbids": ready.policyForbids("this action"),
} satisfies Record<string, FaultResponse>;

/** A ready-made answer, by its name. */
export type NamedFault = keyof typeof named;
export const namedFaults = Object.keys(named) as NamedFault[];

/** What a fault comes down to. */
export type Strike = FaultResponse | FaultDelay | FaultSlowBody | FaultJob | ConnectionFault;

/** The faults that wait for a request. They strike in the order in which they were added, one per request. */
export class FaultBook {
  #waiting: { fault: Fault; skip: number; left: number }[] = [];
  #random = seededRandom(0);

  /** @throws InvalidInput */
  add(fault: Fault): void {
    const checked = parseFault(fault, "");
    this.#waiting.push({
      fault: checked,
      skip: checked.after ?? 0,
      left: checked.times === "always" ? Infinity : (checked.times ?? 1),
    });
  }

  clear(): void {
    this.#waiting = [];
  }

  /** Begins the chances anew: the same seed and the same requests give the same strikes. */
  reseed(seed: number): void {
    this.#random = seededRandom(seed);
  }

  waiting(): Fault[] {
    return this.#waiting.map(({ fault }) => fault);
  }

  /** The fault that strikes this request, used up once. */
  take(route: Operation, method: string): Strike | undefined {
    const struck = this.#waiting.find((entry) => this.#strikes(entry, route, method));
    if (!struck) {
      return undefined;
    }
    struck.left -= 1;
    this.#waiting = this.#waiting.filter((entry) => entry.left > 0);
    return strikeOf(struck.fault.respond);
  }

  #strikes(entry: { fault: Fault; skip: number }, route: Operation, method: string): boolean {
    const { fault } = entry;
    if ((fault.route ?? route) !== route || (fault.method ?? method).toUpperCase() !== method.toUpperCase()) {
      return false;
    }
    if (entry.skip > 0) {
      entry.skip -= 1;
      return false;
    }
    return fault.probability === undefined || this.#random() < fault.probability;
  }
}

function strikeOf(effect: FaultEffect): Strike {
  if (typeof effect === "string") {
    return isNamed(effect) ? named[effect] : effect;
  }
  return "throttle" in effect ? throttled(effect) : effect;
}

function throttled({ throttle, limit = 100, seconds = 60, policy = "user", retryAfter }: FaultThrottle): FaultResponse {
  const answers = {
    "APIGW.0308": ready.overRateLimit({ limit, seconds, policy }),
    "Common.1503": ready.tooManyRequests,
    "Common.0024": ready.flowLimitExceeded,
  };
  return {
    ...answers[throttle],
    ...(retryAfter !== undefined && { headers: { "Retry-After": String(retryAfter) } }),
  };
}

function isNamed(effect: string): effect is NamedFault {
  return Object.hasOwn(named, effect);
}

/**
 * Reads a fault from parsed JSON; `path` is where it stands in the document.
 *
 * @throws InvalidInput naming the path and the problem, for example `respond.status must be a number from 200 to 599.`
 */
export function parseFault(value: unknown, path: string): Fault {
  const fault = requireObject(value, path, ["route", "method", "after", "probability", "times", "respond"]);
  const where = (key: string) => at(path, key);
  return {
    ...(fault.route !== undefined && { route: requireOneOf(fault.route, where("route"), operations) }),
    ...(fault.method !== undefined && { method: requireText(fault.method, where("method")) }),
    ...(fault.after !== undefined && { after: requireNumber(fault.after, where("after"), 0, Infinity) }),
    ...(fault.probability !== undefined && {
      probability: requireNumber(fault.probability, where("probability"), 0, 1),
    }),
    ...(fault.times !== undefined && {
      times: fault.times === "always" ? fault.times : requireNumber(fault.times, where("times"), 1, Infinity),
    }),
    respond: parseEffect(fault.respond, where("respond")),
  };
}

function parseEffect(value: unknown, path: string): FaultEffect {
  if (typeof value === "string") {
    return requireOneOf(value, path, [...connectionFaults, ...namedFaults]);
  }
  if (typeof value !== "object" || value === null) {
    const kinds = '{"status"}, {"delayMs"}, {"slowBodyMs"}, {"failJob"}, {"throttle"}';
    throw new InvalidInput(path, `must be ${kinds} or one of ${[...connectionFaults, ...namedFaults].join(", ")}`);
  }
  if ("delayMs" in value) {
    const { delayMs } = requireObject(value, path, ["delayMs"]);
    return { delayMs: requireNumber(delayMs, at(path, "delayMs"), 0, 2 ** 31 - 1) };
  }
  if ("slowBodyMs" in value) {
    const { slowBodyMs } = requireObject(value, path, ["slowBodyMs"]);
    return { slowBodyMs: requireNumber(slowBodyMs, at(path, "slowBodyMs"), 0, 2 ** 31 - 1) };
  }
  if ("failJob" in value) {
    return { failJob: parseJobFailure(requireObject(value, path, ["failJob"]).failJob, at(path, "failJob")) };
  }
  return "throttle" in value ? parseThrottle(value, path) : parseResponse(value, path);
}

/** Reads why a job fails; `path` is where it stands in the document. */
export function parseJobFailure(value: unknown, path: string): JobFailure {
  const { code, reason } = requireObject(value, path, ["code", "reason"]);
  return { code: requireText(code, at(path, "code")), reason: requireText(reason, at(path, "reason")) };
}

function parseThrottle(value: object, path: string): FaultThrottle {
  const given = requireObject(value, path, ["throttle", "limit", "seconds", "policy", "retryAfter"]);
  const { throttle, limit, seconds, policy, retryAfter } = given;
  return {
    throttle: requireOneOf(throttle, at(path, "throttle"), ["APIGW.0308", "Common.1503", "Common.0024"] as const),
    ...(limit !== undefined && { limit: requireNumber(limit, at(path, "limit"), 1, Infinity) }),
    ...(seconds !== undefined && { seconds: requireNumber(seconds, at(path, "seconds"), 1, Infinity) }),
    ...(policy !== undefined && {
      policy: requireOneOf(policy, at(path, "policy"), ["user", "api", "ip"] as const),
    }),
    ...(retryAfter !== undefined && { retryAfter: requireNumber(retryAfter, at(path, "retryAfter"), 0, Infinity) }),
  };
}

function parseResponse(value: object, path: string): FaultResponse {
  const { status, body, headers, contentType } = requireObject(value, path, [
    "status",
    "body",
    "headers",
    "contentType",
  ]);
  return {
    status: requireNumber(status, at(path, "status"), 200, 599),
    ...(body !== undefined && { body }),
    ...(headers !== undefined && { headers: parseHeaders(headers, at(path, "headers")) }),
    ...(contentType !== undefined && { contentType: requireText(contentType, at(path, "contentType")) }),
  };
}

function parseHeaders(value: unknown, path: string): Record<string, string> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new InvalidInput(path, "must be an object");
  }
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, requireText(text, at(path, name))]));
}
