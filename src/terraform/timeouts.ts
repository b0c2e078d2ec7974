import { type Attributes, type Block, block, optional } from "./attributes";
import { duration, milliseconds } from "./checks";
import type { Value } from "./value";
import { isRecord } from "./value";

export type Verb = "create" | "read" | "update" | "delete";

/** A Go duration per verb. */
export type TimeoutDefaults = Readonly<Record<Verb, string>>;

/** The usual `timeouts` block: one optional duration for each verb. */
export function timeoutsBlock(defaults: TimeoutDefaults): Block {
  const attributes: Attributes = Object.fromEntries(
    Object.entries(defaults).map(([verb, text]) => [
      verb,
      optional.string(`How long ${verb} may take, retries and waiting included. Defaults to \`${text}\`.`, {
        check: [duration],
      }),
    ]),
  );
  return block("How long each operation may take, as durations such as `30s` or `10m`.", attributes);
}

/** Why a verb's signal fired: Terraform was interrupted, or the verb's time is up. */
export class Interruption extends Error {
  override readonly name = "Interruption";
  readonly kind: "stopped" | "timeout";

  constructor(kind: "stopped" | "timeout", message: string) {
    super(message);
    this.kind = kind;
  }
}

/** Whether Terraform was interrupted: what is done counts, and nothing more should be begun. */
export function isStopped(signal: AbortSignal): boolean {
  return signal.reason instanceof Interruption && signal.reason.kind === "stopped";
}

/** What a verb runs under: fires when Terraform stops the provider, or when the time is up. */
export interface Deadline {
  readonly signal: AbortSignal;
  clear(): void;
}

/** @param timeouts the resource's `timeouts` block, from its plan or state */
export function deadline(
  verb: Verb,
  timeouts: Value | undefined,
  defaults: TimeoutDefaults,
  stop: AbortSignal,
): Deadline {
  const configured = timeouts !== undefined && isRecord(timeouts) ? timeouts[verb] : undefined;
  const text = typeof configured === "string" ? configured : defaults[verb];
  const reason = new Interruption(
    "timeout",
    `It was not finished within ${text}. If the cloud only needs longer, raise "${verb}" in the resource's timeouts block.`,
  );
  const timer = new AbortController();
  const handle = setTimeout(() => timer.abort(reason), Math.min(milliseconds(text), LONGEST_TIMER));
  return { signal: AbortSignal.any([stop, timer.signal]), clear: () => clearTimeout(handle) };
}

// Node fires timers beyond 2^31-1 ms at once.
const LONGEST_TIMER = 2 ** 31 - 1;
