import { CloudError } from "../errors";
import { type Joined, join } from "../joined";
import type { Redaction } from "../redaction";
import { Secret } from "../secret";
import type { CloudLog } from "../transport";
import type { Grant, Obtained, Source } from "./source";

/** What a transport asks for before each request, and tells after it. */
export interface Session {
  /** What authorises a request now. Throws `CloudError`, of kind "cancelled" when `signal` fires. */
  grant(signal?: AbortSignal): Promise<Grant>;
  /** A request with this grant was refused as unauthorised. True if asking for a grant again gives another. */
  refused(grant: Grant): boolean;
  /** A request with this grant was accepted. */
  accepted(grant: Grant): void;
  /** Where the credentials come from, and what was looked at before; a part of a sentence, without secrets. */
  readonly origin: string;
}

export interface SessionTools {
  readonly log: CloudLog;
  readonly redaction: Redaction;
  /** Milliseconds since 1970. */
  readonly date: () => number;
}

interface Held extends Obtained {
  readonly obtainedAt: number;
  /** Whether the one before was refused. Should this one be as well, then the sign-in is what is wrong. */
  readonly replacesRefused: boolean;
  isRefused: boolean;
  isProven: boolean;
}

const minute = 60_000;
const longestMargin = 10 * minute;

/**
 * Keeps what a source gave, and asks it again in time: ten minutes before the end, or for short-lived keys in the last
 * quarter of their life; and once when the cloud refuses them although they should be valid. All callers wait for one
 * renewal. If it fails while the old ones still live, these go on, and a minute later it is tried again.
 */
export function createSession(source: Source, origin: string, { log, redaction, date }: SessionTools): Session {
  let held: Held | undefined;
  let renewal: Joined<Held> | undefined;
  let failure: CloudError | undefined;
  let notBefore = 0;

  function isDue({ isRefused, expiresAt, obtainedAt }: Held): boolean {
    if (isRefused) return true;
    if (expiresAt === undefined) return false;
    const margin = Math.min(longestMargin, (expiresAt - obtainedAt) / 4);
    return date() >= expiresAt || (date() >= expiresAt - margin && date() >= notBefore);
  }

  function hold({ grant, expiresAt }: Obtained): Held {
    redaction.add(...secretsOf(grant));
    const obtainedAt = date();
    held = {
      grant,
      obtainedAt,
      // By a clock that is far off, every answer would seem to have ended already.
      expiresAt: expiresAt === undefined ? undefined : Math.max(expiresAt, obtainedAt + minute),
      replacesRefused: held?.isRefused ?? false,
      isRefused: false,
      isProven: false,
    };
    return held;
  }

  async function renew(signal: AbortSignal, onRetry: (failure: CloudError) => void): Promise<Held> {
    const old = held;
    try {
      const obtained = hold(await source.obtain({ signal, onRetry }));
      if (source.renewable) {
        log.debug("Huawei Cloud signed in", { source: source.name, expires: shown(obtained.expiresAt) });
      }
      return obtained;
    } catch (error) {
      if (!(error instanceof CloudError) || error.kind === "cancelled") throw error;
      if (old?.expiresAt !== undefined && !old.isRefused && date() < old.expiresAt) {
        notBefore = date() + minute;
        log.warn("Huawei Cloud credentials could not be renewed; the old ones are still valid", {
          source: source.name,
          expires: shown(old.expiresAt),
          reason: error.message,
        });
        return old;
      }
      if (!error.retryable) failure = error;
      throw error;
    }
  }

  function start(): Joined<Held> {
    renewal = join(async (signal, onRetry) => {
      try {
        return await renew(signal, onRetry);
      } finally {
        if (renewal === mine) renewal = undefined;
      }
    });
    const mine = renewal;
    return mine;
  }

  return {
    origin,
    async grant(signal) {
      if (held && !isDue(held)) return held.grant;
      if (failure) throw failure;
      const current = renewal && !renewal.abandoned ? renewal : start();
      return (await current.wait(signal)).grant;
    },
    refused(grant) {
      if (held === undefined || held.grant !== grant || held.isRefused) return true;
      if (!source.renewable || (held.replacesRefused && !held.isProven)) return false;
      held.isRefused = true;
      return true;
    },
    accepted(grant) {
      if (held?.grant === grant) held.isProven = true;
    },
  };
}

function secretsOf(grant: Grant) {
  if ("token" in grant) return [grant.token];
  const { accessKey, secretKey, securityToken } = grant.keys;
  // The access key's id is no secret by itself, but nobody needs to read it in a log either.
  const pair = [new Secret(accessKey), secretKey];
  return securityToken ? [...pair, securityToken] : pair;
}

function shown(time: number | undefined): string {
  return time === undefined ? "never" : new Date(time).toISOString();
}
