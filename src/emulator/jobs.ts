import { randomUUID } from "node:crypto";

/** What a job does when it succeeds. */
export type JobEffect =
  /** `created` when ECS made the port for the NIC, so that a failure takes the port away again. */
  | { kind: "attach"; serverId: string; portId: string; deleteOnTermination: boolean; created: boolean }
  | { kind: "detach"; serverId: string; portId: string }
  | { kind: "delete-server"; serverId: string };

export interface JobFailure {
  /** For example `Ecs.0211`. */
  code: string;
  reason: string;
}

export interface Job {
  id: string;
  type: string;
  /** Milliseconds since 1970, like the two below. */
  beginAt: number;
  /** From here on it is `RUNNING`. */
  runsAt: number;
  endsAt: number;
  failure: JobFailure | null;
  /** Whether what it does has been done. */
  settled: boolean;
  steps: JobStep[];
}

export interface JobStep {
  id: string;
  type: string;
  effect: JobEffect;
}

export type JobStatus = "INIT" | "RUNNING" | "SUCCESS" | "FAIL";

const keptFor = 24 * 60 * 60_000;

/**
 * Jobs, by the clock alone: one ends when its time has come, whether anybody looks or not.
 *
 * @fidelity documented
 * Source: ECS API reference, "Querying Task Execution Status": the statuses, and that a job is gone a day after its end.
 */
export class JobBook {
  readonly #jobs = new Map<string, Job>();

  start(type: string, steps: Omit<JobStep, "id">[], times: { now: number; init: number; duration: number }): Job {
    const job: Job = {
      id: newJobId(),
      type,
      beginAt: times.now,
      runsAt: times.now + Math.min(times.init, times.duration),
      endsAt: times.now + times.duration,
      failure: null,
      settled: false,
      steps: steps.map((step) => ({ id: newJobId(), ...step })),
    };
    this.#jobs.set(job.id, job);
    return job;
  }

  restore(job: Job): void {
    this.#jobs.set(job.id, job);
  }

  all(): Job[] {
    return [...this.#jobs.values()];
  }

  find(id: string): Job | undefined {
    return this.#jobs.get(id);
  }

  /** The jobs that have ended since somebody asked last, in the order of their ends. They count as settled from now on. */
  due(now: number): Job[] {
    const due = this.unsettled()
      .filter((job) => job.endsAt <= now)
      .sort((a, b) => a.endsAt - b.endsAt);
    for (const job of due) {
      job.settled = true;
    }
    return due;
  }

  unsettled(): Job[] {
    return this.all().filter((job) => !job.settled);
  }

  /** Forgets the jobs that ended more than a day ago. Returns whether there were any. */
  purge(now: number): boolean {
    const old = this.all().filter((job) => job.settled && job.endsAt + keptFor < now);
    for (const job of old) {
      this.#jobs.delete(job.id);
    }
    return old.length > 0;
  }
}

export function jobStatus(job: Job, now: number): JobStatus {
  if (now < job.runsAt) {
    return "INIT";
  }
  if (now < job.endsAt) {
    return "RUNNING";
  }
  return job.failure === null ? "SUCCESS" : "FAIL";
}

function newJobId(): string {
  return randomUUID().replaceAll("-", "");
}
