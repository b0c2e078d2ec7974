/** The life of an ephemeral resource: opened, renewed as often as it asks for, closed. */
import { type DeferralReason, deferrable } from "./deferral";
import type { Diagnostic } from "./diagnostics";
import type { Ephemeral } from "./ephemeral";
import { configured, type Kind, type Registry } from "./kind";
import {
  type Circumstances,
  complete,
  invalidResult,
  openResult,
  operate,
  requireKnown,
  type Session,
} from "./operation";
import { validateConfig } from "./validate";
import type { ValueRecord } from "./value";

export interface EphemeralRenewed {
  readonly renewAt: Date | undefined;
  /** JSON, which later calls bring back. */
  readonly kept: string | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export interface EphemeralOpened extends EphemeralRenewed {
  /** Null if it could not be opened. */
  readonly result: ValueRecord | null;
  /** Why it is put off; only where that is allowed. */
  readonly deferred?: DeferralReason;
}

/** The ephemeral resources of one connection. A type name that the provider does not have throws `DiagnosticError`. */
export interface EphemeralServer extends Registry<Kind> {
  validate(typeName: string, config: ValueRecord): readonly Diagnostic[];
  /** @throws {DiagnosticError} before the provider is configured, and while something is unknown */
  open(typeName: string, config: ValueRecord, circumstances?: Circumstances): Promise<EphemeralOpened>;
  renew(typeName: string, kept: string | undefined): Promise<EphemeralRenewed>;
  close(typeName: string, kept: string | undefined): Promise<readonly Diagnostic[]>;
}

export function serveEphemerals<Api>(registry: Registry<Ephemeral<Api>>, session: Session<Api>): EphemeralServer {
  return {
    ...registry,
    validate: (typeName, config) => validateConfig(registry.get(typeName).schema, config),
    async open(typeName, config, { mayDefer = false } = {}) {
      const ephemeral = registry.get(typeName);
      return deferrable(
        mayDefer,
        () => openEphemeral(ephemeral, config, session),
        (deferred) => ({ ...NOTHING, result: openResult(ephemeral, config), deferred, diagnostics: [] }),
      );
    },
    renew: async (typeName, kept) => renewEphemeral(registry.get(typeName), kept, session),
    close: async (typeName, kept) => closeEphemeral(registry.get(typeName), kept, session),
  };
}

async function openEphemeral<Api>(
  ephemeral: Ephemeral<Api>,
  config: ValueRecord,
  session: Session<Api>,
): Promise<EphemeralOpened> {
  requireKnown(ephemeral, "open", config);
  const operation = { kind: ephemeral, verb: "open", config };
  const { report, failure } = await operate(operation, session.environment(), (context) =>
    ephemeral.open({ ...context, config: configured(ephemeral, config) }),
  );
  if (failure !== undefined) return { result: null, ...NOTHING, diagnostics: [failure.diagnostic] };
  const { result, diagnostics } = complete(operation, config, (report as { result?: unknown } | undefined)?.result);
  const rest = readRest(ephemeral, "open", report);
  const faults = [...diagnostics, ...rest.diagnostics];
  if (faults.length === 0) return { ...rest, result };
  // Terraform closes only what it could open, so nobody else would.
  const closing = await closeEphemeral(ephemeral, rest.kept, session);
  return { result: null, ...NOTHING, diagnostics: [...faults, ...closing] };
}

const NOTHING = { renewAt: undefined, kept: undefined };

async function renewEphemeral<Api>(
  ephemeral: Ephemeral<Api>,
  kept: string | undefined,
  session: Session<Api>,
): Promise<EphemeralRenewed> {
  const { renew } = ephemeral;
  if (renew === undefined) return { ...NOTHING, diagnostics: [invalidResult(ephemeral, "open", NEVER_RENEWED)] };
  const { report, failure } = await operate({ kind: ephemeral, verb: "renew" }, session.environment(), (context) =>
    renew({ ...context, kept: parse(kept) }),
  );
  if (failure !== undefined) return { ...NOTHING, diagnostics: [failure.diagnostic] };
  const rest = readRest(ephemeral, "renew", report);
  // The next renewal gets what this one kept; one that keeps nothing new leaves things as they are.
  return { ...rest, kept: rest.kept ?? kept };
}

async function closeEphemeral<Api>(
  ephemeral: Ephemeral<Api>,
  kept: string | undefined,
  session: Session<Api>,
): Promise<readonly Diagnostic[]> {
  const { close } = ephemeral;
  if (close === undefined) return [];
  const { failure } = await operate({ kind: ephemeral, verb: "close" }, session.environment(), (context) =>
    close({ ...context, kept: parse(kept) }),
  );
  return failure === undefined ? [] : [failure.diagnostic];
}

const NEVER_RENEWED = "a time of renewal, but there is no renew handler";

/** What an opening or a renewal reports beside the attributes. */
function readRest<Api>(ephemeral: Ephemeral<Api>, verb: string, report: unknown): EphemeralRenewed {
  const { renewAt, keep } = (report ?? {}) as { renewAt?: unknown; keep?: unknown };
  const diagnostics: Diagnostic[] = [];
  const isTime = renewAt instanceof Date && Number.isFinite(renewAt.getTime());
  if (renewAt !== undefined && !isTime) {
    diagnostics.push(invalidResult(ephemeral, verb, "a time of renewal that is no valid date"));
  } else if (renewAt !== undefined && ephemeral.renew === undefined) {
    diagnostics.push(invalidResult(ephemeral, verb, NEVER_RENEWED));
  }
  return { renewAt: isTime ? renewAt : undefined, kept: toJson(ephemeral, verb, keep, diagnostics), diagnostics };
}

function toJson(kind: Kind, verb: string, keep: unknown, diagnostics: Diagnostic[]): string | undefined {
  try {
    return JSON.stringify(keep);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    diagnostics.push(invalidResult(kind, verb, `something to keep that JSON cannot hold (${reason})`));
    return undefined;
  }
}

function parse(kept: string | undefined): unknown {
  return kept === undefined ? undefined : JSON.parse(kept);
}
