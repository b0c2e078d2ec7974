import { setTimeout as delay } from "node:timers/promises";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type ApiAnswer, errorCodeOf, gatewayError } from "./answer";
import type { Authenticator } from "./authentication";
import type { FaultBook, FaultResponse } from "./faults";
import type { Operation, RequestLog } from "./request-log";
import type { ApiRoute } from "./routes/route";

export interface ApiOptions {
  routes: ApiRoute[];
  authenticate: Authenticator;
  faults: FaultBook;
  log: RequestLog;
  /** Milliseconds added to every answer. */
  latency: number;
  now: () => number;
  /** Fires when the emulator stops: nothing waits any longer. */
  stopping: AbortSignal;
}

/** How a request is answered, and what happens on the way there. */
interface Outcome {
  answer: ApiAnswer;
  /** Milliseconds to wait beyond the latency. */
  wait?: number;
  /** Drop the connection instead of answering. */
  drop?: boolean;
}

/** Puts the API on a server: every request goes through `respond`, those that no operation knows included. */
export function mountApi(app: FastifyInstance, options: ApiOptions): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));

  for (const route of options.routes) {
    app.route({
      method: route.method,
      url: route.path,
      handler: (request, reply) =>
        respond(options, request, reply, route.operation, () => decide(options, request, route)),
    });
  }
  app.setNotFoundHandler((request, reply) =>
    respond(options, request, reply, "unknown", () => decide(options, request)),
  );
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error.statusCode === undefined) {
      throw error;
    }
    return respondToUnreadable(options, error, request, reply);
  });
}

/**
 * What the gateway answers to a request that it cannot read: 413 when the body is too large, 400 otherwise.
 *
 * @fidelity documented
 * Source: API request signing guide, "Error Codes", `APIGW.0201`; the texts are assumed.
 */
export function respondToUnreadable(
  options: ApiOptions,
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const status = error.statusCode === 413 ? 413 : 400;
  const message = status === 413 ? "Request entity too large" : "Bad request";
  return respond(options, request, reply, "unknown", () => ({
    answer: gatewayError(status, "APIGW.0201", message, request.id),
  }));
}

/**
 * The order in which a request is judged: its operation, its signature, the faults that wait for it, and only then what it
 * asks for. So a fault never hides a bad signature, and a badly signed request never uses up a fault.
 */
function decide(options: ApiOptions, request: FastifyRequest, route?: ApiRoute): Outcome {
  const refusal = route ? refuseCaller(options, request) : undefined;
  if (refusal) {
    return { answer: refusal };
  }
  const fault = options.faults.take(route?.operation ?? "unknown", request.method);
  if (fault === "reset") {
    return { answer: { status: 0, summary: "injected: connection dropped, nothing done" }, drop: true };
  }
  if (typeof fault === "object" && "status" in fault) {
    return { answer: injected(fault, request.id) };
  }
  const answer = route ? carryOut(route, request) : noSuchApi(request.id);
  if (fault === "reset-after") {
    return {
      answer: { status: 0, summary: `injected: connection dropped after ${answer.summary ?? "the request"}` },
      drop: true,
    };
  }
  return { answer, wait: fault?.delayMs ?? 0 };
}

/**
 * A caller whose signature does not hold: 401 `APIGW.0301`.
 *
 * @fidelity documented
 * Source: API request signing guide, FAQ on `APIGW.0301`.
 */
function refuseCaller({ authenticate }: ApiOptions, request: FastifyRequest): ApiAnswer | undefined {
  const { method, url = "", headers } = request.raw;
  const reason = authenticate({ method: method ?? "", url, headers, body: bodyOf(request) });
  return reason === undefined
    ? undefined
    : gatewayError(401, "APIGW.0301", `Incorrect IAM authentication information: ${reason}`, request.id);
}

/**
 * A path or method that no API has: 404 `APIGW.0101`, signed or not.
 *
 * @fidelity documented
 * Source: API request signing guide, "Error Codes".
 */
function noSuchApi(requestId: string): ApiAnswer {
  return gatewayError(
    404,
    "APIGW.0101",
    "The API does not exist or has not been published in the environment",
    requestId,
  );
}

function carryOut(route: ApiRoute, request: FastifyRequest): ApiAnswer {
  const queryStart = request.url.indexOf("?");
  return route.handle({
    params: request.params as Record<string, string>,
    search: queryStart < 0 ? "" : request.url.slice(queryStart),
    body: bodyOf(request),
  });
}

function injected(fault: FaultResponse, requestId: string): ApiAnswer {
  const body = typeof fault.body === "function" ? fault.body(requestId) : fault.body;
  return { ...fault, body, summary: "injected" };
}

async function respond(
  options: ApiOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  route: Operation,
  judge: () => Outcome,
): Promise<FastifyReply> {
  const arrival = performance.now();
  const at = new Date(options.now()).toISOString();
  const { answer, wait = 0, drop = false } = judge();
  await pause(options.latency + wait, options.stopping);

  const code = errorCodeOf(answer.body);
  options.log.add({
    at,
    method: request.method,
    path: request.url,
    route,
    status: answer.status,
    ...(code !== undefined && { code }),
    requestId: request.id,
    durationMs: Math.round((performance.now() - arrival) * 10) / 10,
    summary: answer.summary ?? "",
  });

  if (drop) {
    reply.hijack();
    request.raw.socket.resetAndDestroy();
    return reply;
  }
  const contentType = answer.contentType ?? (typeof answer.body === "string" ? "text/plain" : "application/json");
  reply.code(answer.status).headers({ "X-Request-Id": request.id, ...answer.headers });
  return answer.body === undefined
    ? reply.send()
    : reply.type(contentType).send(typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body));
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds > 0) {
    await delay(milliseconds, undefined, { signal }).catch(() => undefined);
  }
}

function bodyOf(request: FastifyRequest): Uint8Array {
  return request.body instanceof Uint8Array ? request.body : new Uint8Array();
}
