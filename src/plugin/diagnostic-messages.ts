/** Diagnostics and paths as messages. */
import { type Diagnostic, DiagnosticError, errorDiagnostic, type Path, PROVIDER_BUG } from "../terraform";
import { ValueError } from "./msgpack";
import type { Input } from "./protobuf";
import * as wire from "./protocol/messages.generated";

type WithDiagnostics = { readonly diagnostics?: readonly Input<wire.Diagnostic>[] | undefined };

/** Answers with a diagnostic where a request cannot be understood; only our own mistakes end the call. */
export async function answering<Response extends WithDiagnostics>(
  work: () => Response | Promise<Response>,
): Promise<Response | WithDiagnostics> {
  try {
    return await work();
  } catch (error) {
    return { diagnostics: toDiagnostics([refusal(error)]) };
  }
}

/** Why a request cannot be answered; throws what is our own mistake. */
export function refusal(error: unknown): Diagnostic {
  if (error instanceof DiagnosticError) return errorDiagnostic(error.summary, error.message, error.path);
  if (error instanceof ValueError) {
    const detail = `A value does not match the schema: ${error.message}. ${PROVIDER_BUG}`;
    return errorDiagnostic("Unreadable value", detail, error.path);
  }
  throw error;
}

export function toDiagnostics(diagnostics: readonly Diagnostic[]): Input<wire.Diagnostic>[] {
  return diagnostics.map(({ severity, summary, detail, path }) => ({
    severity: severity === "error" ? wire.DiagnosticSeverity.ERROR : wire.DiagnosticSeverity.WARNING,
    summary,
    detail,
    attribute: path === undefined || path.length === 0 ? undefined : toAttributePath(path),
  }));
}

export function toAttributePath(path: Path): Input<wire.AttributePath> {
  return {
    steps: path.map((step) => {
      if ("attribute" in step) return { attributeName: step.attribute };
      return "key" in step ? { elementKeyString: step.key } : { elementKeyInt: step.index };
    }),
  };
}
