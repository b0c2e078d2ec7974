import { hiddenErrorCode } from "./error-body";
import { CloudError } from "./errors";
import { type FailedRequest, failedAnswer, noAnswer, shownUrl, unexpectedAnswer } from "./failures";
import { Gate } from "./gate";
import { createHttp } from "./http";
import { retryDelay } from "./retry";
import { type Credentials, canonicalQuery, sign } from "./signature";

/** Where requests are written down. Headers are never given to it; bodies only to `trace`, secrets masked. */
export interface CloudLog {
  trace(message: string, fields: LogFields): void;
  debug(message: string, fields: LogFields): void;
  warn(message: string, fields: LogFields): void;
}

export type LogFields = Readonly<Record<string, string | number | undefined>>;

export interface TransportSettings {
  readonly credentials: Credentials;
  readonly insecure: boolean;
  readonly log: CloudLog;
  readonly maxConcurrentRequests: number;
  /** How often a request is sent again, at most. */
  readonly maxRetries: number;
  /** Milliseconds for one attempt. */
  readonly requestTimeout: number;
  /** Milliseconds for all attempts of a request and the waits between them: no wait begins that would exceed it. */
  readonly retryBudget: number;
  readonly userAgent: string;
  /** Numbers from 0 up to 1. */
  readonly random: () => number;
  /** Waits, and returns early when the signal fires. */
  readonly sleep: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
}

export interface Call {
  readonly method: "GET" | "PUT";
  readonly url: URL;
  /** Sent and signed as `X-Project-Id`, for services that belong to a project. */
  readonly projectId?: string | undefined;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Ends waits and prevents further attempts; a request that is under way runs to its end. */
  readonly signal?: AbortSignal | undefined;
  /** Called just before each attempt is sent. */
  readonly onSend?: (() => void) | undefined;
  /** Called with what went wrong before the wait to send it again. */
  readonly onRetry?: ((failure: CloudError) => void) | undefined;
}

export interface Answer {
  readonly status: number;
  /** The parsed JSON; undefined for an empty body. */
  readonly body: unknown;
  readonly requestId: string | undefined;
  /** What an error about this answer needs to know. */
  readonly request: FailedRequest;
}

export interface Transport {
  /** One call, with its retries. Calls must be idempotent. Throws `CloudError` and nothing else. */
  request(call: Call): Promise<Answer>;
  /** Ends the connections kept for later. */
  close(): void;
}

/** Signed JSON requests to Huawei Cloud. Makes no request by itself. */
export function createTransport(settings: TransportSettings): Transport {
  const { credentials, log, maxRetries, retryBudget, random, sleep } = settings;
  const gate = new Gate(settings.maxConcurrentRequests);
  const http = createHttp(settings);
  /** Hosts that a call has given up on since they last answered: the next calls try once, and do not wait again. */
  const givenUp = new Set<string>();

  async function request(call: Call): Promise<Answer> {
    let last: CloudError | undefined;
    let spent = 0;
    for (let attempt = 1; ; attempt++) {
      const failed: FailedRequest = { method: call.method, url: call.url, attempt, hide };
      if (!(await gate.enter(call.signal))) throw cancelled(failed, last);
      const startedAt = performance.now();
      let outcome: Answer | CloudError | undefined;
      try {
        outcome = await attemptOnce(call, failed);
      } finally {
        gate.leave(verdict(outcome));
      }
      if (!(outcome instanceof CloudError)) return outcome;

      const error = last?.mayHaveHappened ? outcome.with({ mayHaveHappened: true }) : outcome;
      last = error;
      const delay = delayBeforeRetry(error, attempt, call.url.host);
      spent += performance.now() - startedAt + (delay ?? 0);
      if (delay === undefined || spent > retryBudget) throw giveUp(error, call.url.host);
      log.warn("Huawei Cloud request will be repeated", { ...facts(failed), reason: error.message, delay_ms: delay });
      call.onRetry?.(error);
      await sleep(delay, call.signal);
    }
  }

  function delayBeforeRetry(error: CloudError, attempt: number, host: string): number | undefined {
    const isHopeless = error.kind === "unreachable" && givenUp.has(host);
    return attempt > maxRetries || isHopeless ? undefined : retryDelay(error, attempt, random);
  }

  function giveUp(error: CloudError, host: string): CloudError {
    if (error.kind === "unreachable") givenUp.add(host);
    return error;
  }

  async function attemptOnce(call: Call, failed: FailedRequest): Promise<Answer | CloudError> {
    const startedAt = performance.now();
    const outcome = await send(call, failed).catch((failure: unknown) => noAnswer(failure, failed));
    if (outcome.status !== undefined) givenUp.delete(call.url.host);
    log.debug("Huawei Cloud request", {
      ...facts(failed),
      status: outcome.status,
      code: outcome instanceof CloudError ? (outcome.code ?? outcome.kind) : undefined,
      request_id: outcome.requestId,
      duration_ms: Math.round(performance.now() - startedAt),
    });
    return outcome;
  }

  async function send({ method, url: target, projectId, body: json, onSend }: Call, failed: FailedRequest) {
    const client = await http.client();
    const url = new URL(target);
    url.search = canonicalQuery(url.searchParams);
    const body = json === undefined ? "" : JSON.stringify(json);
    const headers = sign({
      method,
      url,
      headers: {
        accept: "application/json",
        "content-type": "application/json",
        ...(projectId === undefined ? {} : { "x-project-id": projectId }),
      },
      body,
      credentials,
      date: new Date(),
    });
    if (body !== "") log.trace("Huawei Cloud request body", { ...facts(failed), body: hide(body) });
    onSend?.();
    const answer = await client(url, { method, headers, ...(body === "" ? {} : { body }) });
    if (answer.body !== "") log.trace("Huawei Cloud answer body", { ...facts(failed), body: hide(answer.body) });
    return interpret({ status: answer.statusCode, headers: answer.headers, body: answer.body }, failed);
  }

  function hide(text: string): string {
    const hidden = credentials.secretKey.hideIn(text).replaceAll(/\bSignature=[0-9a-f]+/gi, "Signature=[secret]");
    return credentials.securityToken?.hideIn(hidden) ?? hidden;
  }

  return { request, close: () => http.close() };
}

function interpret(
  answer: {
    readonly status: number;
    readonly headers: Record<string, string | string[] | undefined>;
    readonly body: string;
  },
  request: FailedRequest,
): Answer | CloudError {
  const { status, headers, body: text } = answer;
  if (status < 200 || status > 204) return failedAnswer(answer, request);
  const requestId = headers["x-request-id"]?.toString();
  if (text.trim() === "") return { status, body: undefined, requestId, request };
  try {
    const body: unknown = JSON.parse(text);
    return hiddenErrorCode(body) ? failedAnswer(answer, request) : { status, body, requestId, request };
  } catch {
    const { serviceMessage } = failedAnswer(answer, request);
    return unexpectedAnswer(status, `The answer is not JSON: ${serviceMessage}`, request, requestId);
  }
}

/** What an attempt says about the credentials: the gateway refuses many requests before it looks at them. */
function verdict(outcome: Answer | CloudError | undefined): "right" | "unknown" | CloudError {
  if (outcome === undefined) return "unknown";
  if (!(outcome instanceof CloudError)) return "right";
  if (outcome.kind === "unauthorized") return outcome;
  const byService = outcome.code !== undefined && !/^APIGW?\./.test(outcome.code) && (outcome.status ?? 500) < 500;
  return byService && outcome.kind !== "throttled" ? "right" : "unknown";
}

function cancelled({ method, url, attempt }: FailedRequest, last: CloudError | undefined): CloudError {
  return new CloudError({
    kind: "cancelled",
    serviceMessage: last
      ? `Cancelled before it was sent again. Before that: ${last.message}`
      : "Cancelled before it was sent.",
    method,
    url: shownUrl(url),
    attempts: attempt - 1,
    retryable: false,
    mayHaveHappened: last?.mayHaveHappened ?? false,
  });
}

function facts({ method, url, attempt }: FailedRequest): LogFields {
  return { method, host: url.host, path: url.pathname, attempt };
}
