/** What a review comes to: one line for all of it, and one for the gates. */
import { clauses, type Finding, type Gate, type Group, gatesOf, replacedClause } from "./findings";
import { counted, enumerated, joined, type Phrase, say, words } from "./phrase";
import type { Review } from "./review";

/** How many groups of findings a verdict names. */
const MOST = 4;

/** One line, without a full stop. */
export function verdict({ findings, isErrored }: Review): string {
  const all = clauses(findings);
  if (all.length === 0) return isErrored ? "Nothing is known of NICs" : "Nothing changes for NICs";
  const told = [...all.slice(0, MOST), ...(all.length > MOST ? ["and more"] : [])].join(", ");
  if (hasAny(findings, "lost", "deleted")) return told;
  const isSure = !isErrored && !hasAny(findings, "unknown", "deferred");
  return `No NIC is ${isSure ? "" : "known to be "}lost or newly deleted with its server: ${told}`;
}

function hasAny(findings: readonly Finding[], ...groups: readonly Group[]): boolean {
  return findings.some(({ group }) => groups.includes(group));
}

export interface GateResult {
  readonly isClosed: boolean;
  /** Which gates are closed, and why. */
  readonly line: Phrase;
}

/** @param gates which must be open for the plan to be applied; at least one */
export function passGates(review: Review, gates: readonly Gate[]): GateResult {
  const closed = gates.flatMap((gate) => {
    const reasons = reasonsFor(gate, review);
    return reasons.length === 0 ? [] : [{ gate, reasons }];
  });
  if (closed.length === 0) {
    const named = enumerated(gates.map((gate) => say`${gate}`));
    return { isClosed: false, line: say`${words(gates.length === 1 ? "Gate" : "Gates")} open: ${named}.` };
  }
  const why = closed.map(({ gate, reasons }) => say`${gate} (${words(reasons.join(", "))})`);
  return { isClosed: true, line: say`${words(closed.length === 1 ? "Gate" : "Gates")} closed: ${joined(why, "; ")}.` };
}

function reasonsFor(gate: Gate, { findings, isErrored }: Review): readonly string[] {
  const closing = findings.filter((finding) => gatesOf(finding).includes(gate));
  const found = gate === "replace" && closing.length > 0 ? [replacedClause(closing)] : clauses(closing);
  // What was not planned any more may be anything.
  return isErrored && (gate === "unknown" || gate === "any") ? [...found, "planning ended in an error"] : found;
}

/** What is worth knowing of the plan as a whole, before the findings. */
export function caveats({ isErrored, isComplete }: Review): readonly string[] {
  if (isErrored) return ["Planning ended in an error: the plan is cut short, and there may be more than is told here."];
  return isComplete ? [] : ["This plan does not do all that is configured: plan again after it is applied."];
}

/** What is not told of in detail. */
export function remainder({ unchanged, others }: Review): readonly string[] {
  const stay = unchanged === 1 ? "stays as it is" : "stay as they are";
  const look = others.changes === 1 ? "is not looked at" : "are not looked at";
  return [
    ...(unchanged > 0 ? [`${counted(unchanged, "resource")} about NICs ${stay}.`] : []),
    ...(others.changes > 0
      ? [`${counted(others.changes, "other change")} by ${counted(others.providers, "provider")} ${look}.`]
      : []),
  ];
}
