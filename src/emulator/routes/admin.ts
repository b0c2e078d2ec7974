import type { FastifyError, FastifyInstance, FastifyReply } from "fastify";
import { type Cloud, nicDocument } from "../cloud-state";
import { type FaultBook, parseFault } from "../faults";
import { InvalidInput, requireBoolean, requireObject, requireOneOf } from "../input-checks";
import { jobStatus } from "../jobs";
import type { RequestLog } from "../request-log";
import { parseScenario, type Scenario } from "../scenario";
import { parsePortSeed, serverStatuses } from "../seed";
import { parseSettings, type Settings } from "../settings";
import { pagePolicy, type Status, shownRequests, statusPage, statusTables } from "../status-page";
import type { ApiRoute } from "./route";

export interface AdminOptions {
  routes: readonly Pick<ApiRoute, "operation" | "method" | "path">[];
  cloud: Cloud;
  faults: FaultBook;
  log: RequestLog;
  settings: Readonly<Settings>;
  configure: (change: Partial<Settings>) => void;
  play: (scenario: Scenario) => void;
  region: string;
  projectId: string;
  now: () => number;
  /** Does a piece of work on the cloud after due jobs have ended, and keeps the state after it. */
  touch: <Result>(work: () => Result) => Result;
}

/**
 * The emulator's own routes: `/healthz`, the page at `/`, and under `/emulator` what looks at the cloud, changes it behind
 * Terraform's back and makes it fail. They ask for no signature and leave no trace in the request log. What they refuse is
 * `{"error": "one sentence"}`.
 */
export function mountAdmin(app: FastifyInstance, options: AdminOptions): void {
  app.get("/healthz", () => ({ status: "ok" }));
  app.get("/", (_request, reply) =>
    reply
      .type("text/html; charset=utf-8")
      .headers({ "Content-Security-Policy": pagePolicy, "X-Content-Type-Options": "nosniff" })
      .send(statusPage(statusOf(options))),
  );
  app.register(
    async (scope) => {
      mountServers(scope, options);
      mountBehaviour(scope, options);
      scope.get("/routes", () => ({ routes: options.routes }));
      scope.get("/status", () => ({ tables: statusTables(statusOf(options)) }));
      scope.setNotFoundHandler((request, reply) => {
        reply.code(404).send({ error: `There is no ${request.method} ${request.url}.` });
      });
      scope.setErrorHandler((error: FastifyError | InvalidInput, _request, reply) => {
        const status = error instanceof InvalidInput ? 400 : (error.statusCode ?? 500);
        reply.code(status).send({ error: error.message });
      });
    },
    { prefix: "/emulator" },
  );
}

interface NicPath {
  server: string;
  port: string;
}

function mountServers(app: FastifyInstance, { cloud, now, touch }: AdminOptions): void {
  app.get("/servers", () => touch(() => cloud.snapshot().seed));

  app.put<{ Params: { server: string } }>("/servers/:server", (request, reply) => {
    const { server } = request.params;
    const body = requireObject(request.body, "", ["status", "locked", "busy"]);
    const change = {
      ...(body.status !== undefined && { status: requireOneOf(body.status, "status", serverStatuses) }),
      ...(body.locked !== undefined && { locked: requireBoolean(body.locked, "locked") }),
      ...(body.busy !== undefined && { busy: requireBoolean(body.busy, "busy") }),
    };
    return touch(() => cloud.setServer(server, change)) ? reply.code(204).send() : noServer(reply, server);
  });

  app.delete<{ Params: { server: string } }>("/servers/:server", (request, reply) => {
    const { server } = request.params;
    return touch(() => cloud.removeServer(server)) ? reply.code(204).send() : noServer(reply, server);
  });

  app.put<{ Params: NicPath }>("/servers/:server/nics/:port", (request, reply) => {
    const { server, port } = request.params;
    const body = requireObject(request.body, "", ["delete_on_termination"]);
    const deleteOnTermination = requireBoolean(body.delete_on_termination, "delete_on_termination");
    touch(() => cloud.setNic(server, port, { deleteOnTermination }));
    const nic = cloud.nic(server, port);
    return nic ? nicDocument(nic) : noNic(reply, request.params);
  });

  app.delete<{ Params: NicPath }>("/servers/:server/nics/:port", (request, reply) => {
    const { server, port } = request.params;
    return touch(() => cloud.removeNic(server, port)) ? reply.code(204).send() : noNic(reply, request.params);
  });

  app.get("/ports", () => ({ ports: touch(() => cloud.ports()) }));
  app.post("/ports", (request, reply) => {
    const seed = parsePortSeed(request.body, "");
    if (cloud.port(seed.port_id)) {
      return reply.code(409).send({ error: `Port ${seed.port_id} exists already.` });
    }
    touch(() => cloud.addPort(seed));
    return reply.code(201).send(seed);
  });

  app.get("/jobs", () => ({
    jobs: touch(() => cloud.jobs()).map((job) => ({ ...job, status: jobStatus(job, now()) })),
  }));
}

function mountBehaviour(app: FastifyInstance, { log, faults, settings, configure, play }: AdminOptions): void {
  app.get("/requests", () => ({ requests: log.entries }));
  app.delete("/requests", (_request, reply) => {
    log.clear();
    return reply.code(204).send();
  });
  app.get("/unknown-routes", () => ({ routes: log.unknownRoutes() }));

  app.get("/faults", () => ({ faults: faults.waiting() }));
  app.post("/faults", (request, reply) => {
    const fault = parseFault(request.body, "");
    faults.add(fault);
    return reply.code(201).send(fault);
  });
  app.delete("/faults", (_request, reply) => {
    faults.clear();
    return reply.code(204).send();
  });

  app.get("/settings", () => settings);
  app.patch("/settings", (request) => {
    configure(parseSettings(request.body, ""));
    return settings;
  });
  app.put("/scenario", (request, reply) => {
    play(parseScenario(request.body));
    return reply.code(204).send();
  });
}

function noServer(reply: FastifyReply, server: string) {
  return reply.code(404).send({ error: `There is no server ${server}.` });
}

function noNic(reply: FastifyReply, { server, port }: NicPath) {
  return reply.code(404).send({ error: `There is no NIC ${port} on server ${server}.` });
}

function statusOf({ cloud, log, region, projectId, touch }: AdminOptions): Status {
  return {
    region,
    projectId,
    servers: touch(() => cloud.servers()),
    ports: cloud.ports().filter(({ deviceId }) => deviceId === ""),
    requests: log.entries.slice(-shownRequests).reverse(),
  };
}
