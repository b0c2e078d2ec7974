import { setMaxListeners } from "node:events";
import { type Attributes, type Block, block, optional } from "./attributes";
import { duration, milliseconds } from "./checks";
import type { Value } from "./value";
import { isRecord } from "./value";

export type Verb = "create" | "read" | "update" | "delete";

/** A Go duration per verb. */
export type TimeoutDefaults = Readonly<Record<Verb, string>>;

/**
 * The usual `timeouts` block: one optional duration for each verb.
 * @param beside the declaration's own attributes
 * @throws {RangeError} if a default is no duration, or an attribute has the block's name
 */
export function timeoutsBlock(defaults: Readonly<Record<string, string>>, beside: Attributes): Block {
  if (Object.hasOwn(beside, "timeouts")) throw new RangeError('The name "timeouts" is taken by the timeouts block.');
  for (const [verb, text] of Object.entries(defaults)) {
    if (!duration.test(text)) throw new RangeError(`The default ${verb} timeout ${text} is no duration.`);
  }
  const attributes: Attributes = Object.fromEntries(
    Object.entries(defaults).map(([verb, text]) => [
      verb,
      optional.string(`How long ${verb} may take, retries and waiting included. Defaults to \`${text}\`.`, {
        check: [duration],
      }),
    ]),
  );
  return block.single(attributes, "How long each operation may take, as durations such as `30s` or `10m`.");
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

/** Fires when Terraform stops the provider, and when nobody waits for the answer any more. */
export function untilAbandoned(stop: AbortSignal, abandoned: AbortSignal): Deadline {
  const controller = new AbortController();
  const unfollow = [
    follow(stop, () => controller.abort(stop.reason)),
    follow(abandoned, () => controller.abort(new Interruption("stopped", "Terraform gave the call up."))),
  ];
  return { signal: controller.signal, clear: () => unfollow.forEach((end) => void end()) };
}

/**
 * Calls back once a signal has fired, until it is told to end.
 * Not AbortSignal.any: Node 20 keeps something of each of its signals for as long as the followed one lives.
 */
function follow(signal: AbortSignal, fired: () => void): () => void {
  setMaxListeners(0, signal);
  signal.addEventListener("abort", fired);
  if (signal.aborted) fired();
  return () => signal.removeEventListener("abort", fired);
}

/** How long something may take. */
export interface TimeLimit {
  /** The `timeouts` block, from a configuration, a plan or a state. */
  readonly timeouts: Value | undefined;
  /** The name in that block. */
  readonly setting: string;
  /** The duration that counts when the block does not say. */
  readonly standard: string;
  /** What to do when the time is up. */
  readonly remedy: string;
}

export function startDeadline({ timeouts, setting, standard, remedy }: TimeLimit, stop: AbortSignal): Deadline {
  const configured = timeouts !== undefined && isRecord(timeouts) ? timeouts[setting] : undefined;
  const text = typeof configured === "string" && duration.test(configured) ? configured : standard;
  const controller = new AbortController();
  const late = () => controller.abort(new Interruption("timeout", `It was not finished within ${text}. ${remedy}`));
  const unfollow = follow(stop, () => controller.abort(stop.reason));
  const timer = setTimeout(late, Math.min(milliseconds(text), LONGEST_TIMER));
  const clear = () => {
    clearTimeout(timer);
    unfollow();
  };
  return { signal: controller.signal, clear };
}

/**
 * The deadline of a resource's verb.
 * @param verb an import has the time of a read
 * @param timeouts the resource's `timeouts` block, from its plan or state
 */
export function deadline(
  verb: Verb | "import",
  timeouts: Value | undefined,
  defaults: TimeoutDefaults,
  stop: AbortSignal,
): Deadline {
  const setting = verb === "import" ? "read" : verb;
  return startDeadline({ timeouts, setting, standard: defaults[setting], remedy: REMEDIES[verb] }, stop);
}

// Reading and deleting go by the state, where a raised timeout arrives with the next apply.
const REMEDIES: Readonly<Record<Verb | "import", string>> = {
  create: `${raise("create")}.`,
  update: `${raise("update")}.`,
  read: `${raise("read")} and apply that once with -refresh=false.`,
  delete: `${raise("delete")} and apply that before destroying.`,
  import: "Import again; the timeouts block counts only after an import.",
};

function raise(verb: Verb): string {
  return `If the cloud only needs longer, raise "${verb}" in the resource's timeouts block`;
}

// Node fires timers beyond 2^31-1 ms at once.
const LONGEST_TIMER = 2 ** 31 - 1;
