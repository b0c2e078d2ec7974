import type { Endpoints } from "./endpoints";
import { type CloudError, invalidRequest } from "./errors";
import type { Projects } from "./projects";
import type { Answer, Call, Transport } from "./transport";

export interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called just before each attempt is sent. */
  readonly onSend?: (() => void) | undefined;
  /** Called with what went wrong before the wait to send it again. */
  readonly onRetry?: ((failure: CloudError) => void) | undefined;
}

export interface ProjectCall extends Pick<Call, "method" | "body" | "repeat"> {
  readonly region: string;
  /** The parts of the path after the project. Ids in it are checked by `identifier`. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string | undefined>> | undefined;
}

/** Sends requests to one service within the project of their region: `/v1/{project}/…`. */
export type ProjectRequests = (call: ProjectCall, options?: RequestOptions) => Promise<Answer>;

export function createProjectRequests(
  service: "ecs" | "vpc",
  endpoints: Endpoints,
  projects: Projects,
  transport: Transport,
): ProjectRequests {
  return async function request({ region, path, query = {}, ...call }, options = {}) {
    const endpoint = endpoints.of(service, region);
    const projectId = identifier("project", await projects.id(region, options.signal));
    const url = new URL(`${endpoint}/v1/${projectId}/${path.join("/")}`);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, value);
    }
    return transport.request({ ...call, ...options, url, projectId });
  };
}

/** Keeps an id from changing the path that it becomes part of. */
export function identifier(what: string, id: string): string {
  if (/^[A-Za-z0-9_-]+$/.test(id)) return id;
  throw invalidRequest(
    `The ${what} id ${JSON.stringify(id)} is not an id: only letters, digits, - and _ may be in it.`,
  );
}
