/** Running a handler that has a configuration and no state, and judging what it returns. */
import type { Attempt, Environment } from "./attempt";
import { Deferral, type DeferralReason } from "./deferral";
import { type Diagnostic, DiagnosticError, errorDiagnostic, PROVIDER_BUG } from "./diagnostics";
import { blame } from "./errors";
import type { Kind } from "./kind";
import { agrees, mapAttributes } from "./nested";
import { attributePath } from "./path";
import { faultDiagnostics, missing, sift } from "./report";
import type { Context } from "./resource";
import { isFilledByProvider, objectMembers } from "./schema";
import { startDeadline, type TimeLimit } from "./timeouts";
import { isUnknown, isWhollyKnown, record, UNKNOWN, type Value, type ValueRecord } from "./value";

/** What a connection has set up for its handlers. */
export interface Session<Api> {
  /**
   * @param meta what the module says in its `provider_meta` block
   * @throws {DiagnosticError} before the provider is configured
   * @throws {Deferral} while the provider waits for its own configuration
   */
  environment(meta?: ValueRecord | null): Environment<Api>;
  /** Undefined before the provider is configured, and while it waits for its configuration. */
  readonly api: Api | undefined;
}

/** What comes with a request beside its values. */
export interface Circumstances {
  /** What the module says in its `provider_meta` block. */
  readonly meta?: ValueRecord | null;
  /** Whether Terraform lets the work be put off. */
  readonly mayDefer?: boolean;
}

export interface Operation {
  readonly kind: Kind;
  readonly verb: string;
  /** Absent where Terraform no longer has it at hand. */
  readonly config?: ValueRecord;
}

/**
 * Runs a handler with its deadline, and puts whatever it throws into words.
 * @throws {Deferral} if the handler asks to be called later
 */
export async function operate<Api>(
  operation: Operation,
  { api, log, stop, explain }: Environment<Api>,
  run: (context: Context<Api>) => unknown,
): Promise<Attempt> {
  const { signal, clear } = startDeadline(timeLimit(operation), stop);
  try {
    return { report: await run({ api, log, signal }) };
  } catch (error) {
    if (error instanceof Deferral) throw error;
    return { failure: blame({ error, resource: operation.kind, verb: operation.verb, signal, log, explain }) };
  } finally {
    clear();
  }
}

/** How long a handler may take. */
export function timeLimit({ kind, verb, config }: Operation): TimeLimit {
  const standard = kind.timeouts[verb];
  const remedy =
    standard === undefined
      ? "Look at what the cloud was busy with, then try again."
      : `If the cloud only needs longer, raise "${verb}" in the timeouts block.`;
  return { timeouts: config?.timeouts, setting: verb, standard: standard ?? USUAL_LIMIT, remedy };
}

// What users of other providers are used to.
const USUAL_LIMIT = "20m";

/** @throws {DiagnosticError} if something in the configuration will be known later only */
export function requireKnown({ name }: Kind, verb: string, config: ValueRecord): void {
  const open = Object.keys(config).find((argument) => !isWhollyKnown(config[argument] as Value));
  if (open === undefined) return;
  throw new DiagnosticError(
    "Configuration not known yet",
    `Terraform asked to ${verb} ${name} while "${open}" was still unknown. Apply what it depends on first, for example with -target.`,
    { path: attributePath(open) },
  );
}

export interface Completed {
  /** Null if the report was no complete one. */
  readonly result: ValueRecord | null;
  /** Why it is put off; only where that is allowed. */
  readonly deferred?: DeferralReason;
  readonly diagnostics: readonly Diagnostic[];
}

/** The configuration, with what it leaves to the provider, at any depth, not known yet. */
export function openResult({ schema }: Kind, config: ValueRecord): ValueRecord {
  return mapAttributes(objectMembers(schema), config, { config, prior: null }, (attribute, value, _beside, descend) =>
    value === null && isFilledByProvider(attribute) ? UNKNOWN : descend(),
  );
}

/** The configuration, and for what it leaves to the provider, at any depth, the handler's report. */
export function complete({ kind, verb }: Operation, config: ValueRecord, report: unknown): Completed {
  const members = objectMembers(kind.schema);
  const { values, faults } = sift(kind.schema, report);
  const open = openResult(kind, config);
  for (const [name, { type }] of Object.entries(members)) {
    const [wanted, value] = [open[name] as Value, values[name]];
    if (faults.has(name)) continue;
    if (value === undefined && isUnknown(wanted)) faults.set(name, missing(name));
    if (value !== undefined && !agrees(type, wanted, value)) {
      faults.set(name, { path: attributePath(name), text: "it is not what is configured" });
    }
  }
  if (faults.size > 0) return { result: null, diagnostics: faultDiagnostics(kind, verb, faults) };
  return { result: record(Object.entries({ ...config, ...values })), diagnostics: [] };
}

/** What a handler returned beside attributes cannot be used. */
export function invalidResult({ name }: Kind, verb: string, text: string): Diagnostic {
  return errorDiagnostic(
    "Invalid result from the provider",
    `The ${verb} handler of ${name} returned ${text}. ${PROVIDER_BUG}`,
  );
}
