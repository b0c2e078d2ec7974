import { Deferral } from "./deferral";
import { type Diagnostic, DiagnosticError, type Explanation, errorDiagnostic, PROVIDER_BUG } from "./diagnostics";
import type { Log } from "./log";
import { Interruption } from "./timeouts";

/** A provider's own reading of its API layer's errors; undefined for errors that it does not know. */
export type Explain = (error: unknown) => Explanation | undefined;

/** A thrown error in words. */
export interface Failure {
  /** Whether the provider says that the object does not exist. */
  readonly gone: boolean;
  /** What the handler waits for, if it asks to be called later. */
  readonly deferral?: Deferral | undefined;
  readonly diagnostic: Diagnostic;
}

/** Everything needed to say what a thrown error means. */
interface Blame {
  readonly error: unknown;
  readonly resource: { readonly name: string };
  /** What the handler does: `create`, `open`, `configure`. */
  readonly verb: string;
  readonly signal?: AbortSignal;
  readonly log: Log;
  readonly explain: Explain;
}

/** Turns whatever a handler threw into a diagnostic. */
export function blame({ error, resource, verb, signal, log, explain }: Blame): Failure {
  if (error instanceof DiagnosticError) {
    const diagnostic = errorDiagnostic(error.summary, error.message, error.path);
    return error instanceof Deferral ? { gone: false, deferral: error, diagnostic } : { gone: false, diagnostic };
  }
  const explanation = explain(error);
  const interruption = signal?.aborted && signal.reason instanceof Interruption ? signal.reason : undefined;
  if (interruption !== undefined && (isCausedBy(error, interruption) || explanation?.cancelled === true)) {
    const last = explanation?.detail === undefined ? "" : `\n\n${explanation.detail}`;
    return {
      gone: false,
      diagnostic: errorDiagnostic(`The ${verb} was cut short`, `${interruption.message}${last}`),
    };
  }
  if (explanation !== undefined) {
    const { gone = false, summary, detail, path } = explanation;
    return { gone, diagnostic: errorDiagnostic(summary, detail, path) };
  }
  const text = error instanceof Error ? error.message : String(error);
  log.error("unexpected error in a handler", {
    resource: resource.name,
    verb,
    error: error instanceof Error ? (error.stack ?? text) : text,
  });
  return {
    gone: false,
    diagnostic: errorDiagnostic(
      "Unexpected error in the provider",
      `The ${verb} handler of ${resource.name} failed: ${text}\n\n${PROVIDER_BUG}`,
    ),
  };
}

// Node's own functions throw an AbortError whose cause is the signal's reason.
function isCausedBy(error: unknown, interruption: Interruption): boolean {
  return error === interruption || (error as { cause?: unknown } | null | undefined)?.cause === interruption;
}
