import type { Path } from "./path";

/** What Terraform shows to a person: a headline, then what happened and what to do, where known with a place. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail: string;
  readonly path?: Path | undefined;
}

/** An error that is already worded for a person; handlers and validators throw it. */
export class DiagnosticError extends Error {
  override readonly name = "DiagnosticError";
  readonly summary: string;
  readonly path: Path | undefined;

  constructor(summary: string, detail: string, options: { path?: Path; cause?: unknown } = {}) {
    super(detail, { cause: options.cause });
    this.summary = summary;
    this.path = options.path;
  }
}

/** What a provider says of an error that its API layer threw. */
export interface Explanation {
  readonly summary: string;
  readonly detail: string;
  readonly path?: Path | undefined;
  /** The remote object does not exist: reading drops it from the state, deleting succeeds. */
  readonly gone?: boolean;
  /** The work was given up because its signal fired. */
  readonly cancelled?: boolean;
}

export function errorDiagnostic(summary: string, detail: string, path?: Path): Diagnostic {
  return { severity: "error", summary, detail, path };
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}

/** The tail of every message about something that only a change of the provider's code can mend. */
export const PROVIDER_BUG = "This is a bug in the provider, please report it to its developers.";
