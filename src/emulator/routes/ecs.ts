import { type ApiAnswer, ecsError } from "../answer";
import { isUuid } from "../input-checks";
import { jobStatus } from "../jobs";
import { jobDetails, type ServerPlace, serverDetails, unknownServer } from "../wire/ecs";
import {
  bodyRefusal,
  type EcsContext,
  type EcsHandler,
  illegalBody,
  inProject,
  instanceNotFound,
  serverRefusal,
} from "./ecs-context";
import { nicRoutes } from "./nics";
import { type ApiCall, type ApiRoute, fieldOf, parseJson } from "./route";
import { selectServers } from "./server-filters";

/** The operations of ECS, version 1: servers, their NICs and jobs. */
export function ecsRoutes(context: EcsContext): ApiRoute[] {
  const route = (operation: ApiRoute["operation"], method: ApiRoute["method"], path: string, handler: EcsHandler) => ({
    operation,
    method,
    path: `/v1/:project${path}`,
    handle: inProject((call) => handler(context, call)),
  });
  return [
    route("ListServersDetails", "GET", "/cloudservers/detail", listServersDetails),
    route("ShowServer", "GET", "/cloudservers/:server", showServer),
    route("DeleteServers", "POST", "/cloudservers/delete", deleteServers),
    route("ShowJob", "GET", "/jobs/:job", showJob),
    ...nicRoutes(route),
  ];
}

/**
 * One server with its addresses and NICs.
 *
 * @fidelity documented
 * Source: ECS API reference, "Querying Details About an ECS" (ShowServer).
 */
function showServer(context: EcsContext, { params: { server: serverId = "" }, caller }: ApiCall): ApiAnswer {
  const server = context.cloud.server(serverId);
  if (!server) {
    return instanceNotFound(serverId);
  }
  return {
    status: 200,
    body: { server: serverDetails(server, placeOf(context, caller?.projectId)) },
    summary: server.name,
  };
}

/**
 * The servers that fit the query, a page of them, and how many there are. `offset` is the number of a page.
 *
 * @fidelity documented
 * Source: ECS API reference, "Querying Details About ECSs" (ListServersDetails). How fuzzy `name` and `ip` are is assumed.
 */
function listServersDetails(context: EcsContext, { query, caller }: ApiCall): ApiAnswer {
  const selected = selectServers(context.cloud.servers(), query);
  if ("problem" in selected) {
    return ecsError(400, "Ecs.0005", selected.problem);
  }
  const place = placeOf(context, caller?.projectId);
  const { page, count, unknown } = selected;
  return {
    status: 200,
    body: { count, servers: [...page.map((server) => serverDetails(server, place)), ...unknown.map(unknownServer)] },
    summary: `${page.length} of ${count} servers`,
  };
}

/**
 * Deletes servers, in a job with a step for each. No parameter speaks of NICs.
 *
 * @fidelity documented
 * Source: ECS API reference, "Deleting ECSs" (DeleteServers). What a server that is not there answers is assumed.
 */
function deleteServers(context: EcsContext, { body, jobFailure }: ApiCall): ApiAnswer {
  const document = parseJson(body);
  const refusal = bodyRefusal(body, document);
  if (refusal) {
    return refusal;
  }
  const ids = idsOf(document);
  if (!ids || [fieldOf(document, "delete_publicip"), fieldOf(document, "delete_volume")].some(isNoFlag)) {
    return illegalBody();
  }
  for (const serverId of ids) {
    const server = context.cloud.server(serverId);
    const refused = server
      ? serverRefusal(context, server)
      : ecsError(404, "Ecs.0614", `Instance[${serverId}] could not be found.`);
    if (refused) {
      return refused;
    }
  }
  const job = context.cloud.startServerDelete(ids, jobFailure);
  return { status: 200, body: { job_id: job.id }, summary: `job: delete ${ids.length} servers` };
}

/** The ids of `{"servers":[{"id":…}]}`: from 1 to 1000 UUIDs, each once. */
function idsOf(document: unknown): string[] | undefined {
  const servers = fieldOf(document, "servers");
  const ids = Array.isArray(servers) ? servers.map((server) => fieldOf(server, "id")) : [];
  const valid = ids.every((id): id is string => typeof id === "string" && isUuid(id));
  return valid && ids.length > 0 && ids.length <= 1000 && new Set(ids).size === ids.length ? ids : undefined;
}

function isNoFlag(value: unknown): boolean {
  return value !== undefined && value !== null && typeof value !== "boolean";
}

/**
 * How far a job is. A job that nobody knows, or that ended more than a day ago, is 400 `Common.0011`.
 *
 * @fidelity documented
 * Source: ECS API reference, "Querying Task Execution Status" (ShowJob); the text is assumed.
 */
function showJob({ cloud, now }: EcsContext, { params: { job: jobId = "" } }: ApiCall): ApiAnswer {
  const job = cloud.job(jobId);
  return job
    ? { status: 200, body: jobDetails(job, now()), summary: `${job.type} ${jobStatus(job, now())}` }
    : ecsError(400, "Common.0011", "The job ID is invalid.");
}

function placeOf({ cloud, region }: EcsContext, projectId = ""): ServerPlace {
  return {
    projectId,
    availabilityZone: `${region}a`,
    groupName: (id) => cloud.securityGroup(id)?.name ?? id,
  };
}
