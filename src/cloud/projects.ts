import type { Endpoints } from "./endpoints";
import { CloudError, invalidRequest } from "./errors";
import { shownUrl, unexpectedAnswer } from "./failures";
import { type Joined, join } from "./joined";
import type { Answer, Transport } from "./transport";

export interface ProjectSettings {
  /** The provider's own region. */
  readonly region: string;
  /** Holds for the provider's own region only: a project belongs to one region. */
  readonly projectId?: string | undefined;
  /** Name of the project in the provider's own region; the region's id when absent. */
  readonly projectName?: string | undefined;
  /** Whether requests are authorised by a token, which is good for one project. */
  readonly isTokenOnly: boolean;
}

export interface Projects {
  /** Id of the project to work in, asked once per region. Throws `CloudError`. */
  id(region: string, signal?: AbortSignal): Promise<string>;
}

/** Finds project ids by IAM's `GET /v3/projects?name=`: a region's built-in project bears the region's id as its name. */
export function createProjects(settings: ProjectSettings, endpoints: Endpoints, transport: Transport): Projects {
  const lookups = new Map<string, Joined<string>>();

  function lookUp(region: string): Joined<string> {
    const name = region === settings.region ? settings.projectName || region : region;
    const url = new URL(`${endpoints.iam(region)}/v3/projects`);
    url.searchParams.set("name", name);
    const lookup = join(async (signal, onRetry) => {
      try {
        return projectId(await transport.request({ method: "GET", url, signal, onRetry }), name);
      } catch (error) {
        if (lookups.get(region) === lookup) lookups.delete(region);
        throw error;
      }
    });
    lookups.set(region, lookup);
    return lookup;
  }

  return {
    async id(region, signal) {
      if (region === settings.region && settings.projectId) return settings.projectId;
      if (region !== settings.region && settings.isTokenOnly) throw tokenOfAnotherRegion(region, settings.region);
      const known = lookups.get(region);
      return (known && !known.abandoned ? known : lookUp(region)).wait(signal);
    },
  };
}

function tokenOfAnotherRegion(region: string, own: string): CloudError {
  return invalidRequest(
    `Region ${region} cannot be reached: a token is good for one project, and this one's is in ${own}. Sign in with access keys or an agency, or use a second provider configuration for the other region.`,
  );
}

function projectId({ body, status, requestId, request }: Answer, name: string): string {
  const projects = (body as { projects?: unknown } | undefined)?.projects;
  if (!Array.isArray(projects))
    throw unexpectedAnswer(status, "The answer has no list `projects`.", request, requestId);
  const named = (projects as ({ id?: unknown; name?: unknown } | null)[]).find((project) => project?.name === name);
  if (named && typeof named.id === "string" && named.id !== "") return named.id;
  if (named) throw unexpectedAnswer(status, `The project ${name} has no \`id\`.`, request, requestId);
  throw new CloudError({
    kind: "not-found-project",
    status,
    serviceMessage: `No project is named ${name}. Check the region and the project name, or give the project id.`,
    requestId,
    method: request.method,
    url: shownUrl(request.url),
    attempts: request.attempt,
    retryable: false,
    mayHaveHappened: false,
  });
}
