import type { CloudError } from "./errors";

const second = 1_000;
const firstWindow = 1 * second;
const longestWindow = 30 * second;
const longestAskedWait = 120 * second;
const busyWait = 60 * second;

const units: Readonly<Record<string, number>> = {
  second,
  minute: 60 * second,
  hour: 3_600 * second,
  day: 86_400 * second,
};

/**
 * Milliseconds to wait before the request that failed for the `attempt`th time (from 1) is sent again, or undefined
 * when it must not be. `random` gives numbers from 0 up to 1.
 *
 * Full jitter in a window of 1, 2, 4 … at most 30 seconds. A wait that the service asks for, by `Retry-After` or by the
 * `time:` of a throttling message, is honoured up to two minutes; the jitter comes on top, so that neighbours do not
 * return together. ECS asks for one minute when a server is executing another command (Ecs.0603).
 */
export function retryDelay(error: CloudError, attempt: number, random: () => number): number | undefined {
  if (!error.retryable) return undefined;
  const jitter = random() * Math.min(longestWindow, firstWindow * 2 ** (attempt - 1));
  return Math.round(askedWait(error) + jitter);
}

function askedWait(error: CloudError): number {
  const asked = error.retryAfter ?? throttlingWindow(error) ?? 0;
  return Math.max(Math.min(asked, longestAskedWait), error.code === "Ecs.0603" ? busyWait : 0);
}

/** From "… policy user over ratelimit,limit:100,time:1 minute", the gateway's APIGW.0308. */
function throttlingWindow({ kind, serviceMessage }: CloudError): number | undefined {
  if (kind !== "throttled") return undefined;
  const [, count, unit = ""] = /\btime:\s*(\d+)\s*(second|minute|hour|day)/i.exec(serviceMessage) ?? [];
  const milliseconds = units[unit.toLowerCase()];
  return milliseconds === undefined ? undefined : Number(count) * milliseconds;
}
