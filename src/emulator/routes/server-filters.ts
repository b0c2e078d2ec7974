import type { Server } from "../cloud-state";
import { flavorId } from "../wire/ecs";

/** A page of servers, how many there are on all pages, and the ids that were asked for and are not there. */
export interface SelectedServers {
  page: Server[];
  count: number;
  unknown: string[];
}

const defaultLimit = 25;
const mostServers = 1000;
const mostIds = 100;

/**
 * What a query of ListServersDetails finds. `server_id` overrides every other filter; `marker`, the last id of the page
 * before, takes the place of `offset`.
 *
 * @fidelity documented
 * Source: ECS API reference, "Querying Details About ECSs" (ListServersDetails); the texts of refusals are assumed.
 */
export function selectServers(
  servers: readonly Server[],
  query: URLSearchParams,
): SelectedServers | { problem: string } {
  const limit = numberIn(query, "limit", defaultLimit);
  const offset = numberIn(query, "offset", 1);
  if (limit === undefined || limit < 1 || limit > mostServers) {
    return { problem: `limit must be a number from 1 to ${mostServers}.` };
  }
  if (offset === undefined) {
    return { problem: "offset must be a number from 0 on." };
  }
  const ids = query.get("server_id")?.split(",");
  if (ids) {
    return ids.length > mostIds
      ? { problem: `server_id must name at most ${mostIds} ECSs.` }
      : serversById(servers, ids);
  }
  const found = servers.filter((server) => fits(server, query));
  const marker = query.get("marker");
  const start = marker === null ? (Math.max(1, offset) - 1) * limit : afterMarker(found, marker);
  return start === undefined
    ? { problem: `The marker ${marker} could not be found.` }
    : { page: found.slice(start, start + limit), count: found.length, unknown: [] };
}

function serversById(servers: readonly Server[], ids: readonly string[]): SelectedServers {
  const page = servers.filter(({ id }) => ids.includes(id));
  const unknown = ids.filter((id) => !page.some((server) => server.id === id));
  return { page, count: ids.length, unknown };
}

function fits(server: Server, query: URLSearchParams): boolean {
  const addresses = server.nics.flatMap((nic) => nic.fixedIps.map(({ ipAddress }) => ipAddress));
  const tests: Record<string, (wanted: string) => boolean> = {
    name: (wanted) => fuzzy(wanted, server.name),
    status: (wanted) => server.status === wanted,
    flavor: (wanted) => wanted === flavorId,
    ip: (wanted) => addresses.some((address) => address.includes(wanted)),
    ip_eq: (wanted) => addresses.includes(wanted),
    enterprise_project_id: (wanted) => wanted === "all_granted_eps" || wanted === server.enterpriseProjectId,
    tags: (wanted) => wanted.split(",").every((tag) => hasTag(server, tag)),
    "not-tags": (wanted) => !wanted.split(",").some((tag) => hasTag(server, tag)),
  };
  return Object.entries(tests).every(([name, test]) => {
    const wanted = query.get(name);
    return wanted === null || wanted === "" || test(wanted);
  });
}

/** A part of the name is enough; a dot is any character. */
function fuzzy(wanted: string, name: string): boolean {
  const pattern = wanted.replace(/[\\^$*+?()[\]{}|]/g, "\\$&");
  return new RegExp(pattern, "i").test(name);
}

/** `key=value` as it is, or a key with any value. */
function hasTag({ tags }: Server, wanted: string): boolean {
  return tags.some((tag) => tag === wanted || tag.startsWith(`${wanted}=`));
}

function afterMarker(servers: readonly Server[], marker: string): number | undefined {
  const position = servers.findIndex(({ id }) => id === marker);
  return position < 0 ? undefined : position + 1;
}

function numberIn(query: URLSearchParams, name: string, absent: number): number | undefined {
  const text = query.get(name) ?? "";
  if (text === "") {
    return absent;
  }
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
