import { at, InvalidInput, requireNumber, requireObject, requireOneOf, requireText } from "./input-checks";
import { type Operation, operations } from "./request-log";

/** Something that goes wrong on purpose, for the next request that fits. */
export interface Fault {
  /** The operation it strikes; any when absent. */
  route?: Operation;
  /** The HTTP method it strikes; any when absent. */
  method?: string;
  /** How many requests it strikes; 1 when absent, `Infinity` (in JSON `"always"`) until faults are cleared. */
  times?: number | "always";
  respond: FaultResponse | FaultDelay | "reset" | "reset-after";
}

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

/** The faults that wait for a request. They strike in the order in which they were added, one per request. */
export class FaultBook {
  #waiting: { fault: Fault; left: number }[] = [];

  /** @throws InvalidInput */
  add(fault: Fault): void {
    const checked = parseFault(fault);
    this.#waiting.push({ fault: checked, left: checked.times === "always" ? Infinity : (checked.times ?? 1) });
  }

  clear(): void {
    this.#waiting = [];
  }

  /** The fault that strikes this request, used up once. */
  take(route: Operation, method: string): Fault["respond"] | undefined {
    const struck = this.#waiting.find(
      ({ fault }) =>
        (fault.route ?? route) === route && (fault.method ?? method).toUpperCase() === method.toUpperCase(),
    );
    if (struck) {
      struck.left -= 1;
      this.#waiting = this.#waiting.filter((entry) => entry.left > 0);
    }
    return struck?.fault.respond;
  }
}

/**
 * Reads a fault from parsed JSON.
 *
 * @throws InvalidInput naming the path and the problem, for example `respond.status must be a number from 200 to 599.`
 */
export function parseFault(value: unknown): Fault {
  const fault = requireObject(value, "", ["route", "method", "times", "respond"]);
  return {
    ...(fault.route !== undefined && { route: requireOneOf(fault.route, "route", operations) }),
    ...(fault.method !== undefined && { method: requireText(fault.method, "method") }),
    ...(fault.times !== undefined && {
      times: fault.times === "always" ? fault.times : requireNumber(fault.times, "times", 1, Infinity),
    }),
    respond: parseRespond(fault.respond),
  };
}

function parseRespond(value: unknown): Fault["respond"] {
  if (value === "reset" || value === "reset-after") {
    return value;
  }
  if (typeof value !== "object" || value === null) {
    throw new InvalidInput("respond", 'must be "reset", "reset-after", {"delayMs"} or {"status"}');
  }
  if ("delayMs" in value) {
    const { delayMs } = requireObject(value, "respond", ["delayMs"]);
    return { delayMs: requireNumber(delayMs, at("respond", "delayMs"), 0, 2 ** 31 - 1) };
  }
  const { status, body, headers, contentType } = requireObject(value, "respond", [
    "status",
    "body",
    "headers",
    "contentType",
  ]);
  return {
    status: requireNumber(status, at("respond", "status"), 200, 599),
    ...(body !== undefined && { body }),
    ...(headers !== undefined && { headers: parseHeaders(headers) }),
    ...(contentType !== undefined && { contentType: requireText(contentType, at("respond", "contentType")) }),
  };
}

function parseHeaders(value: unknown): Record<string, string> {
  const path = at("respond", "headers");
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new InvalidInput(path, "must be an object");
  }
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, requireText(text, at(path, name))]));
}
