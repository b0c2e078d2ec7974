/** Terraform's errors and warnings, as values. */

export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail: string;
  readonly range?: { readonly filename: string; readonly start: { readonly line: number } };
  readonly snippet?: { readonly code: string };
}

/** From the output of any command: `-json` prints an object a line, other commands text for a person. */
export function diagnosticsIn(stdout: string, stderr: string): Diagnostic[] {
  const messages = stdout.split("\n").flatMap(diagnosticOf);
  return messages.length > 0 ? messages : [...printedIn(stdout), ...printedIn(stderr)];
}

function diagnosticOf(line: string): Diagnostic[] {
  if (!line.startsWith("{")) return [];
  try {
    const { diagnostic } = JSON.parse(line) as { diagnostic?: Diagnostic };
    return diagnostic === undefined ? [] : [diagnostic];
  } catch {
    return [];
  }
}

function printedIn(output: string): Diagnostic[] {
  return output
    .split(/^(?=(?:Error|Warning): )/m)
    .map((text) => /^(Error|Warning): ([^\n]*)(.*)$/s.exec(text))
    .filter((match) => match !== null)
    .map(([, kind, summary = "", detail = ""]) => ({
      severity: kind === "Error" ? "error" : "warning",
      summary,
      detail: detail.trim(),
    }));
}

const LONGEST_CODE = 120;

/** As a person reads it, with the place in the configuration. */
export function diagnosticText({ severity, summary, detail, range, snippet }: Diagnostic): string {
  const place =
    range === undefined
      ? []
      : [`on ${range.filename} line ${range.start.line}: ${snippet?.code.trim().slice(0, LONGEST_CODE) ?? ""}`];
  const lines = [`${severity}: ${summary}`, ...place, ...detail.split("\n")];
  return lines.filter((line) => line.trim() !== "").join("\n");
}

/** A text that must be in a diagnostic, or an expression that must find something in one. */
export type Pattern = string | RegExp;

/**
 * The patterns that fit none of the diagnostics. They are held against summary and detail, joined by a blank, with
 * each run of white space as one blank: how Terraform wraps lines does not matter.
 */
export function unmet(patterns: Pattern | readonly Pattern[], diagnostics: readonly Diagnostic[]): Pattern[] {
  const texts = diagnostics.map(({ summary, detail }) => `${summary} ${detail}`.replaceAll(/\s+/g, " ").trim());
  return [patterns]
    .flat()
    .filter((pattern) =>
      texts.every((text) => (typeof pattern === "string" ? !text.includes(pattern) : text.search(pattern) === -1)),
    );
}
