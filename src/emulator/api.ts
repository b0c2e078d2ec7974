import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type ApiAnswer, ecsError, errorCodeOf, gatewayError } from "./answer";
import type { Authenticator, Caller, CallerRefusal } from "./authentication";
import type { Cloud } from "./cloud-state";
import type { FaultBook, FaultResponse, Strike } from "./faults";
import type { Operation, RequestLog } from "./request-log";
import type { ApiRoute } from "./routes/route";
import type { Settings } from "./settings";

export interface ApiOptions {
  routes: ApiRoute[];
  authenticate: Authenticator;
  cloud: Cloud;
  settings: Readonly<Settings>;
  faults: FaultBook;
  log: RequestLog;
  /** Milliseconds to wait before this answer. */
  nextLatency: () => number;
  now: () => number;
  /** Writes the state, if it changed. Throws the system's own error when it cannot. */
  save: () => void;
  /** Fires when the emulator stops: nothing waits any longer. */
  stopping: AbortSignal;
}

/** How a request is answered, and what happens on the way there. */
interface Outcome {
  answer: ApiAnswer;
  caller?: Caller;
  /** Milliseconds to wait beyond the latency. */
  wait?: number;
  delivery?: Delivery;
}

/** How an answer goes out: whole, over so many milliseconds, or not to its end. */
type Delivery = "whole" | "dropped" | "headers-only" | "half" | { overMs: number };

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
 * The order in which a request is judged: its operation, its caller, the faults that wait for it, and only then what it
 * asks for. So a fault never hides a bad signature, and a badly signed request never uses up a fault.
 */
function decide(options: ApiOptions, request: FastifyRequest, route?: ApiRoute): Outcome {
  const caller = route && identify(options, request, route);
  if (caller && "code" in caller) {
    return { answer: callerRefused(caller, request.id) };
  }
  const strike = options.faults.take(route?.operation ?? "unknown", request.method);
  const outcome = strikeOutcome(strike, request.id, () =>
    route ? carryOut(options, route, request, { caller, strike }) : noSuchApi(request.id),
  );
  return { ...outcome, ...(caller && { caller }) };
}

/** What a fault makes of a request; `carryOut` is called unless the fault comes first. */
function strikeOutcome(strike: Strike | undefined, requestId: string, carryOut: () => ApiAnswer): Outcome {
  if (strike === "reset") {
    return { answer: { status: 0, summary: "injected: connection dropped, nothing done" }, delivery: "dropped" };
  }
  if (typeof strike === "object" && "status" in strike) {
    return { answer: injected(strike, requestId) };
  }
  const answer = carryOut();
  if (strike === undefined || (typeof strike === "object" && "failJob" in strike)) {
    return { answer };
  }
  if (typeof strike === "object") {
    return "delayMs" in strike ? { answer, wait: strike.delayMs } : { answer, delivery: { overMs: strike.slowBodyMs } };
  }
  const told = answer.summary ?? "the request";
  if (strike === "reset-after" || answer.body === undefined) {
    return { answer: { status: 0, summary: `injected: connection dropped after ${told}` }, delivery: "dropped" };
  }
  return strike === "truncate"
    ? { answer: { ...answer, summary: `injected: half of the body after ${told}` }, delivery: "half" }
    : { answer: { ...answer, summary: `injected: headers alone after ${told}` }, delivery: "headers-only" };
}

/** Who calls. On an open route a request that brings neither signature nor token is nobody's. */
function identify(
  { authenticate }: ApiOptions,
  request: FastifyRequest,
  route: ApiRoute,
): Caller | CallerRefusal | undefined {
  const { method, url = "", headers } = request.raw;
  const unsigned = !headers.authorization?.startsWith("SDK-") && headers["x-auth-token"] === undefined;
  return route.open && unsigned
    ? undefined
    : authenticate({ method: method ?? "", url, headers, body: bodyOf(request) });
}

/**
 * A caller whose signature or token does not hold: 401 `APIGW.0301` or `APIGW.0307`.
 *
 * @fidelity documented
 * Source: API request signing guide, FAQ on `APIGW.0301`.
 */
function callerRefused({ code, message }: CallerRefusal, requestId: string): ApiAnswer {
  return gatewayError(401, code, message, requestId);
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

function carryOut(
  { cloud, save }: ApiOptions,
  route: ApiRoute,
  request: FastifyRequest,
  { caller, strike }: { caller: Caller | undefined; strike: Strike | undefined },
): ApiAnswer {
  const queryStart = request.url.indexOf("?");
  const search = queryStart < 0 ? "" : request.url.slice(queryStart);
  cloud.advance();
  const answer = route.handle({
    params: request.params as Record<string, string>,
    search,
    query: new URLSearchParams(search),
    headers: request.headers,
    body: bodyOf(request),
    caller,
    requestId: request.id,
    jobFailure: typeof strike === "object" && "failJob" in strike ? strike.failJob : undefined,
  });
  try {
    save();
  } catch (error) {
    return ecsError(500, "Common.0001", `The emulator cannot write its state file: ${(error as Error).message}`);
  }
  return answer;
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
  const { answer, caller, wait = 0, delivery = "whole" } = judge();
  await pause(options.nextLatency() + wait, options.stopping);

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
    ...(caller && { signedBy: caller.name }),
    summary: answer.summary ?? "",
  });

  const text = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
  const contentType = answer.contentType ?? (typeof answer.body === "string" ? "text/plain" : "application/json");
  const headers = {
    "X-Request-Id": request.id,
    ...answer.headers,
    ...(text !== undefined && { "Content-Type": contentType }),
  };
  if (delivery !== "whole") {
    reply.hijack();
    await deliver(
      request.raw.socket,
      reply.raw,
      { status: answer.status, headers, body: text ?? "", delivery },
      options,
    );
    return reply;
  }
  return reply.code(answer.status).headers(headers).send(text);
}

/** Sends an answer slowly, or breaks off in the middle of it. */
async function deliver(
  socket: Socket,
  raw: ServerResponse,
  answer: { status: number; headers: Record<string, string>; body: string; delivery: Exclude<Delivery, "whole"> },
  { stopping }: ApiOptions,
): Promise<void> {
  const { status, headers, delivery } = answer;
  if (delivery === "dropped") {
    socket.resetAndDestroy();
    return;
  }
  const body = Buffer.from(answer.body);
  raw.writeHead(status, { ...headers, "Content-Length": body.length });
  raw.flushHeaders();
  if (delivery === "headers-only") {
    await pause(20, stopping);
    socket.resetAndDestroy();
    return;
  }
  if (delivery === "half") {
    raw.write(body.subarray(0, Math.floor(body.length / 2)), () => socket.destroySoon());
    return;
  }
  const pieces = Math.min(10, body.length);
  for (let piece = 0; piece < pieces && !socket.destroyed; piece += 1) {
    await pause(delivery.overMs / pieces, stopping);
    raw.write(
      body.subarray(Math.floor((piece * body.length) / pieces), Math.floor(((piece + 1) * body.length) / pieces)),
    );
  }
  raw.end();
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds > 0) {
    await delay(milliseconds, undefined, { signal }).catch(() => undefined);
  }
}

function bodyOf(request: FastifyRequest): Uint8Array {
  return request.body instanceof Uint8Array ? request.body : new Uint8Array();
}
