import type { Got } from "got";
import { CloudError, cancelledWhileWaiting, noCredentials } from "../errors";
import type { Http } from "../http";
import { isRecord } from "../json";
import type { CloudLog } from "../transport";
import { keysIn } from "./sign-in-request";
import type { Obtained, Source } from "./source";

export interface MetadataSettings {
  /** `http://169.254.169.254` when absent. */
  readonly endpoint?: string | undefined;
  /** Everything that was looked at before, for the error when nothing is here either. */
  readonly tried: readonly string[];
  /** Milliseconds for one request; three seconds when absent. */
  readonly timeout?: number | undefined;
}

const usual = "http://169.254.169.254";
const name = "the agency of this ECS, from its metadata service";

interface MetadataAnswer {
  readonly status: number;
  readonly body: string;
}

/**
 * The keys of the agency that an ECS was given: `GET /openstack/latest/securitykey` (ECS user guide, "Obtaining
 * Metadata"), with a token of IMDSv2 where the service has it. It never goes through a proxy, and only this machine's
 * hypervisor answers it. Keys are valid for a day, and new ones are there six hours before.
 */
export function metadataSource(settings: MetadataSettings, http: Pick<Http, "direct">, log: CloudLog): Source {
  const { endpoint = usual, tried, timeout = 3_000 } = settings;

  async function call(method: "GET" | "PUT", path: string, headers: Record<string, string>, signal: AbortSignal) {
    const client: Got = await http.direct();
    const startedAt = performance.now();
    const answer = await client(`${endpoint}${path}`, { method, headers, signal, timeout: { request: timeout } });
    log.debug("ECS metadata request", {
      method,
      host: new URL(endpoint).host,
      path,
      status: answer.statusCode,
      duration_ms: Math.round(performance.now() - startedAt),
    });
    return { status: answer.statusCode, body: answer.body } as MetadataAnswer;
  }

  /** The headers that prove the session, or none where the service does not know sessions yet. */
  async function session(signal: AbortSignal): Promise<Record<string, string>> {
    const lifetime = { "x-metadata-token-ttl-seconds": "21600" };
    const { status, body } = await call("PUT", "/meta-data/latest/api/token", lifetime, signal);
    if (status === 200 && body !== "") return { "x-metadata-token": body };
    if ([404, 405, 503].includes(status)) return {};
    throw nothing(`the metadata service gives no session token (status ${status})`);
  }

  async function securityKey(signal: AbortSignal): Promise<MetadataAnswer> {
    const path = "/openstack/latest/securitykey";
    const answer = await call("GET", path, await session(signal), signal);
    const isStaleSession = answer.status === 401 && !saysNoAgency(answer);
    return isStaleSession ? call("GET", path, await session(signal), signal) : answer;
  }

  function nothing(what: string): CloudError {
    return noCredentials(
      `Nothing was found to sign in with: ${[...tried, what].join("; ")}. Set access_key and secret_key, or HW_ACCESS_KEY and HW_SECRET_KEY, or another way of docs/guides/authentication.md.`,
    );
  }

  async function obtain(signal: AbortSignal): Promise<Obtained> {
    const answer = await securityKey(signal);
    if (saysNoAgency(answer)) throw nothing("this ECS has no agency; give it one in the console, or set keys");
    if (answer.status !== 200) throw nothing(`the metadata service answers ${answer.status} when asked for keys`);
    const keys = keysIn(credential(answer.body));
    if (typeof keys === "string") throw nothing(`the metadata service's answer has no \`credential.${keys}\``);
    return keys;
  }

  return {
    name,
    renewable: true,
    async obtain({ signal }) {
      try {
        return await obtain(signal);
      } catch (error) {
        if (error instanceof CloudError) throw error;
        if (signal.aborted) throw cancelledWhileWaiting();
        const { name: kind, code } = error as { name?: string; code?: string };
        const why = kind === "TimeoutError" ? `within ${timeout / 1_000} seconds` : `(${code})`;
        throw nothing(`the ECS metadata service at ${new URL(endpoint).host} does not answer ${why}`);
      }
    },
  };
}

function saysNoAgency({ body }: MetadataAnswer): boolean {
  return /configure cloud service agency/i.test(body);
}

function credential(body: string) {
  try {
    const json: unknown = JSON.parse(body);
    return isRecord(json) && isRecord(json.credential) ? json.credential : {};
  } catch {
    return {};
  }
}
