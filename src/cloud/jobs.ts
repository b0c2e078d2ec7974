import { idIn, unexpected } from "./decode";
import { CloudError, type CloudErrorDetails } from "./errors";
import { shownUrl } from "./failures";
import { isRecord, type Json, records, text } from "./json";
import { identifier, type ProjectRequests, type RequestOptions } from "./project-requests";
import type { Answer } from "./transport";

/** What ECS tells of a job. */
export interface Job {
  readonly jobId: string;
  /** The ports of the NICs that its sub jobs were about. */
  readonly portIds: readonly string[];
  /** What else its sub jobs were about, such as `server_id`. */
  readonly entities: readonly Readonly<Record<string, string>>[];
}

export interface Jobs {
  /**
   * Asks until the job has ended: `GET /v1/{project}/jobs/{job}` (ECS API, ShowJob). Throws kind "job-failed" with the
   * code and the reason of the sub job that failed, and "cancelled", with the last status, when `signal` fires: the job
   * then goes on.
   */
  finished(region: string, jobId: string, options?: JobOptions): Promise<Job>;
  /** Asks once, whether the job has ended or not. Throws kind "job-failed" when it has failed. */
  show(region: string, jobId: string, options?: RequestOptions): Promise<Job>;
}

export interface JobOptions extends RequestOptions {
  /** Called with what is told of the job while it has not ended. */
  readonly onLook?: ((job: Job) => void) | undefined;
}

export interface JobTools {
  readonly random: () => number;
  readonly sleep: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
}

const firstWait = 1_000;
const longestWait = 10_000;
/** Jobs of NICs take seconds: for ten of them it pays to look every second. */
const steadyLooks = 10;

export function createJobs(send: ProjectRequests, { random, sleep }: JobTools): Jobs {
  async function ask(region: string, jobId: string, options: RequestOptions) {
    const answer = await send({ method: "GET", region, path: ["jobs", identifier("job", jobId)] }, options);
    const job = isRecord(answer.body) ? answer.body : {};
    const status = idIn(job, "status", "", answer);
    if (status === "FAIL") throw failed(job, jobId, answer);
    if (status !== "SUCCESS" && !pending.has(status)) {
      throw unexpected(answer, `The job ${jobId} has the unknown \`status\` ${status}.`);
    }
    return { status, job: decodeJob(job, jobId) };
  }

  return {
    async finished(region, jobId, { onLook, ...options } = {}) {
      let last = "not asked for yet";
      for (let look = 0; ; look++) {
        await sleep(waitBefore(look, random), options.signal);
        const { status, job } = await ask(region, jobId, options).catch((error: unknown) => {
          throw error instanceof CloudError && error.kind === "cancelled" ? cut(jobId, last) : error;
        });
        if (status === "SUCCESS") return job;
        last = status;
        onLook?.(job);
      }
    },

    show: async (region, jobId, options = {}) => (await ask(region, jobId, options)).job,
  };
}

const pending = new Set(["INIT", "RUNNING", "PENDING_PAYMENT"]);

/** Half of it is chance, so that many who wait do not ask together. */
function waitBefore(look: number, random: () => number): number {
  const window = Math.min(longestWait, firstWait * 1.5 ** Math.max(0, look - steadyLooks));
  return Math.round(window * (0.5 + random() / 2));
}

function decodeJob(job: Json, jobId: string): Job {
  const entities = [job, ...subJobs(job)].map(entitiesOf);
  return {
    jobId,
    portIds: [...new Set(entities.map((entity) => entity.nic_id ?? "").filter((id) => id !== ""))],
    entities,
  };
}

function subJobs(job: Json): readonly Json[] {
  return isRecord(job.entities) ? records(job.entities.sub_jobs) : [];
}

function entitiesOf(job: Json): Readonly<Record<string, string>> {
  const entities = isRecord(job.entities) ? job.entities : {};
  return Object.fromEntries(
    Object.entries(entities).filter((entry): entry is [string, string] => text(entry[1]) !== ""),
  );
}

function failed(job: Json, jobId: string, { status, requestId, request }: Answer): CloudError {
  // The sub job knows why; the job around it often says only that a sub job failed.
  const failures = [...subJobs(job).filter((sub) => text(sub.status) === "FAIL"), job];
  const told = failures.find((failure) => text(failure.error_code) !== "" || text(failure.fail_reason) !== "") ?? job;
  const reason = request.hide(text(told.fail_reason) || entitiesOf(told).errorcode_message || "ECS gives no reason.");
  const details: CloudErrorDetails = {
    kind: "job-failed",
    status,
    code: text(told.error_code) || undefined,
    serviceMessage: `The job ${jobId} (${text(told.job_type) || "of an unknown type"}) failed: ${reason}`,
    requestId,
    method: request.method,
    url: shownUrl(request.url),
    attempts: request.attempt,
    retryable: false,
    mayHaveHappened: true,
  };
  return new CloudError(details);
}

function cut(jobId: string, status: string): CloudError {
  return new CloudError({
    kind: "cancelled",
    serviceMessage: `Cancelled while the job ${jobId} was under way; its last status was: ${status}. ECS goes on with it.`,
    method: "",
    url: "",
    attempts: 0,
    retryable: false,
    mayHaveHappened: true,
  });
}
