import type { Session } from "./credentials/session";
import type { Grant } from "./credentials/source";
import { hiddenErrorCode } from "./error-body";
import { CloudError } from "./errors";
import { type FailedRequest, failedAnswer, noAnswer, shownUrl, unexpectedAnswer } from "./failures";
import { Gate } from "./gate";
import type { Http } from "./http";
import type { Pace } from "./pace";
import type { Redaction } from "./redaction";
import { retryDelay } from "./retry";
import { canonicalQuery, sign } from "./signature";

/** Where requests are written down. Headers are never given to it; bodies only to `trace`, secrets masked. */
export interface CloudLog {
  trace(message: string, fields: LogFields): void;
  debug(message: string, fields: LogFields): void;
  warn(message: string, fields: LogFields): void;
}

export type LogFields = Readonly<Record<string, string | number | undefined>>;

export interface TransportSettings {
  readonly http: Http;
  /** Authorises the requests; none go out authorised when absent, as those that sign in do. */
  readonly session?: Session | undefined;
  readonly redaction: Redaction;
  readonly log: CloudLog;
  readonly maxConcurrentRequests: number;
  readonly pace: Pace;
  /** How often a request is sent again, at most. */
  readonly maxRetries: number;
  /** Milliseconds for all attempts of a request and the waits between them: no wait begins that would exceed it. */
  readonly retryBudget: number;
  /** Numbers from 0 up to 1. */
  readonly random: () => number;
  /** Waits, and returns early when the signal fires. */
  readonly sleep: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
}

export interface Call {
  readonly method: "GET" | "PUT" | "POST" | "DELETE";
  readonly url: URL;
  /** Sent and signed as `X-Project-Id`, for services that belong to a project. */
  readonly projectId?: string | undefined;
  /** Sent besides the usual ones, unsigned. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Sent as JSON. */
  readonly body?: unknown;
  /**
   * Whether the request may be sent again when it may have taken effect. "always" when absent, for what has the same
   * effect twice; a POST must say which.
   */
  readonly repeat?: "always" | "if-nothing-happened" | undefined;
  /** Its bodies hold secrets, and are not logged at any level. */
  readonly confidential?: boolean | undefined;
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
  /** A header by its lower-case name. */
  readonly header: (name: string) => string | undefined;
  readonly requestId: string | undefined;
  /** What an error about this answer needs to know. */
  readonly request: FailedRequest;
}

export interface Transport {
  /** One call, with its retries. Throws `CloudError` and nothing else. */
  request(call: Call): Promise<Answer>;
}

/** What came of one attempt, and what authorised it. */
interface Attempt {
  readonly outcome: Answer | CloudError;
  readonly grant: Grant | undefined;
}

/** Authorised JSON requests to Huawei Cloud. Makes no request by itself. */
export function createTransport(settings: TransportSettings): Transport {
  const { http, session, redaction, log, pace, maxRetries, retryBudget, random, sleep } = settings;
  const gate = new Gate(settings.maxConcurrentRequests);
  const hide = (text: string) => redaction.hide(text);
  /** Hosts that a call has given up on since they last answered: the next calls try once, and do not wait again. */
  const givenUp = new Set<string>();

  async function request(call: Call): Promise<Answer> {
    let last: CloudError | undefined;
    let spent = 0;
    let hasSignedInAnew = false;
    for (let attempt = 1; ; attempt++) {
      const failed: FailedRequest = { method: call.method, url: call.url, attempt, hide };
      const startedAt = performance.now();
      const { outcome, signsInAnew } = await inTurn(call, failed, last, !hasSignedInAnew);
      if (!(outcome instanceof CloudError)) return outcome;

      const error = last?.mayHaveHappened ? outcome.with({ mayHaveHappened: true }) : outcome;
      last = error;
      if (signsInAnew) {
        hasSignedInAnew = true;
        log.warn("Huawei Cloud refused the credentials; they are renewed once", {
          ...facts(failed),
          reason: error.message,
        });
        continue;
      }
      const delay = delayBeforeRetry(call, error, attempt);
      spent += performance.now() - startedAt + (delay ?? 0);
      if (delay === undefined || spent > retryBudget) throw giveUp(error, call.url.host);
      log.warn("Huawei Cloud request will be repeated", { ...facts(failed), reason: error.message, delay_ms: delay });
      call.onRetry?.(error);
      await sleep(delay, call.signal);
    }
  }

  /** One attempt, when the gate lets it in. Others wait until refused credentials, if they can be had anew, were. */
  async function inTurn(call: Call, failed: FailedRequest, last: CloudError | undefined, mayRenew: boolean) {
    if (!(await gate.enter(call.signal))) throw cancelled(failed, last);
    let made: Attempt | undefined;
    let signsInAnew = false;
    try {
      made = await attemptOnce(call, failed, last);
      signsInAnew = isRefusedGrant(made) && mayRenew;
    } finally {
      gate.leave(signsInAnew ? "doubted" : verdict(made?.outcome));
    }
    return { outcome: made.outcome, signsInAnew };
  }

  /** Whether the credentials were refused, and others can be had. Tells the session what was found of them. */
  function isRefusedGrant({ outcome, grant }: Attempt): boolean {
    if (!session || !grant) return false;
    if (outcome instanceof CloudError) return outcome.kind === "unauthorized" && session.refused(grant);
    session.accepted(grant);
    return false;
  }

  function delayBeforeRetry(call: Call, error: CloudError, attempt: number): number | undefined {
    const isHopeless = error.kind === "unreachable" && givenUp.has(call.url.host);
    const wouldHappenTwice = call.repeat === "if-nothing-happened" && error.mayHaveHappened;
    return attempt > maxRetries || isHopeless || wouldHappenTwice ? undefined : retryDelay(error, attempt, random);
  }

  function giveUp(error: CloudError, host: string): CloudError {
    if (error.kind === "unreachable") givenUp.add(host);
    return error;
  }

  async function attemptOnce(call: Call, failed: FailedRequest, last: CloudError | undefined): Promise<Attempt> {
    const grant = await grantFor(call, last);
    await pace.turn(call.signal);
    if (call.signal?.aborted) throw cancelled(failed, last);
    const startedAt = performance.now();
    let proxy: string | undefined;
    const outcome = await send(call, failed, grant, (via) => {
      proxy = via;
    }).catch((failure: unknown) => noAnswer(failure, { ...failed, proxy }));
    if (outcome.status !== undefined) givenUp.delete(call.url.host);
    log.debug("Huawei Cloud request", {
      ...facts(failed),
      status: outcome.status,
      code: outcome instanceof CloudError ? (outcome.code ?? outcome.kind) : undefined,
      request_id: outcome.requestId,
      duration_ms: Math.round(performance.now() - startedAt),
    });
    const isRefused = outcome instanceof CloudError && outcome.kind === "unauthorized" && session !== undefined;
    return { outcome: isRefused ? outcome.with({ origin: session.origin }) : outcome, grant };
  }

  /** A failed sign-in fails the call, which was not sent; what an earlier attempt may have done is still true. */
  async function grantFor({ signal }: Call, last: CloudError | undefined): Promise<Grant | undefined> {
    try {
      return await session?.grant(signal);
    } catch (error) {
      throw error instanceof CloudError ? error.with({ mayHaveHappened: last?.mayHaveHappened ?? false }) : error;
    }
  }

  async function send(call: Call, failed: FailedRequest, grant: Grant | undefined, onRoute: (proxy?: string) => void) {
    const { method, url: target, confidential = false, body: json, onSend } = call;
    const url = new URL(target);
    url.search = canonicalQuery(url.searchParams);
    const { client, route } = await http.ready(url);
    onRoute(route.proxy);
    const body = json === undefined ? "" : JSON.stringify(json);
    const headers = authorised(call, url, body, grant);
    const trace = (message: string, text: string) =>
      log.trace(message, { ...facts(failed), body: confidential ? "[secret]" : hide(text) });
    if (body !== "") trace("Huawei Cloud request body", body);
    onSend?.();
    const answer = await client(url, { method, headers, agent: route.agents, ...(body === "" ? {} : { body }) });
    if (answer.body !== "") trace("Huawei Cloud answer body", answer.body);
    return interpret({ status: answer.statusCode, headers: answer.headers, body: answer.body }, failed);
  }

  return { request };
}

function authorised(call: Call, url: URL, body: string, grant: Grant | undefined): Record<string, string> {
  const headers = {
    accept: "application/json",
    "content-type": "application/json",
    ...(call.projectId === undefined ? {} : { "x-project-id": call.projectId }),
    ...call.headers,
  };
  if (grant === undefined) return headers;
  if ("token" in grant) return { ...headers, "x-auth-token": grant.token.reveal() };
  return sign({ method: call.method, url, headers, body, credentials: grant.keys, date: new Date() });
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
  const header = (name: string) => headers[name]?.toString();
  if (text.trim() === "") return { status, body: undefined, header, requestId, request };
  try {
    const body: unknown = JSON.parse(text);
    return hiddenErrorCode(body) ? failedAnswer(answer, request) : { status, body, header, requestId, request };
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
