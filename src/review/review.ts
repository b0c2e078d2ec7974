/** A plan as a reviewer needs it: findings about NICs, and how much else there is. */
import { attachmentChanges } from "./attachment-changes";
import { Context } from "./context";
import { driftFindings } from "./drift";
import type { Finding } from "./findings";
import type { JsonObject } from "./json";
import { keeperChanges } from "./keeper-changes";
import { heldNow, isKeeper } from "./keepers";
import { deferredChange, otherChanges } from "./other-changes";
import type { Datum, Phrase } from "./phrase";
import { type Change, readPlan } from "./plan";
import { serverChanges } from "./server-changes";

export interface Review {
  readonly findings: readonly Finding[];
  /** How many resources about NICs stay as they are. */
  readonly unchanged: number;
  /** Changes that are not looked at, and how many providers they are of. */
  readonly others: { readonly changes: number; readonly providers: number };
  /** Whether the plan ended in an error, so that there may be more than is found. */
  readonly isErrored: boolean;
  /** Whether another plan is needed after this one. */
  readonly isComplete: boolean;
}

/** @param document what `terraform show -json` writes of a plan; of what is missing nothing is found */
export function reviewPlan(document: JsonObject): Review {
  const plan = readPlan(document);
  const context = new Context(plan);
  const changes = new Map(plan.changes.map((change) => [change.address, change]));
  const found = plan.changes.map((change) => findingsOf(change, context));
  const findings = [
    ...found.flat(),
    ...plan.drift.flatMap((drift) => driftFindings(drift, changes.get(drift.address), context)),
    ...plan.deferred.map((deferred) => deferredChange(deferred, context)),
  ];
  return {
    findings: plan.secrets.size === 0 ? findings : findings.map(hiding(plan.secrets)),
    unchanged: plan.changes.filter(({ kind }, index) => kind === "no-op" && found[index]?.length === 0).length,
    others: plan.others,
    isErrored: plan.isErrored,
    isComplete: plan.isComplete,
  };
}

function findingsOf(change: Change, context: Context): readonly Finding[] {
  const own = isKeeper(change)
    ? keeperChanges(change, context)
    : change.type === "huaweicloud_compute_instance"
      ? serverChanges(change, context)
      : attachmentChanges(change, context);
  return [...own, ...otherChanges(change, context, own.length > 0 || isToldElsewhere(change, context))];
}

/** What becomes of NICs whose server goes is told of the server, and of one that is detached before, of its attachment. */
function isToldElsewhere(change: Change, context: Context): boolean {
  if (change.kind === "replace") return false;
  if (change.type === "huaweicloud_compute_instance") return change.kind === "delete";
  return isKeeper(change) && heldNow(change).some((nic) => context.isDying(nic.server));
}

/** What is sensitive in one place is shown in no other. */
function hiding(secrets: ReadonlySet<string>): (finding: Finding) => Finding {
  const lengths = [...new Set([...secrets].map(({ length }) => length))].sort((one, other) => other - one);
  const clean = (phrase: Phrase): Phrase =>
    phrase.flatMap((piece) => (typeof piece === "string" ? [piece] : cleaned(piece.datum, secrets, lengths)));
  return (finding) => ({
    ...finding,
    resource: clean(finding.resource),
    nic: clean(finding.nic),
    nicIds: finding.nicIds.map(clean),
    server: clean(finding.server),
    serverId: clean(finding.serverId),
    event: clean(finding.event),
    check: clean(finding.check),
  });
}

/** Looks at every place of a text once for each length that a secret has, however many there are. */
function cleaned(datum: string, secrets: ReadonlySet<string>, lengths: readonly number[]): Phrase {
  const pieces: (string | Datum)[] = [];
  let start = 0;
  for (let at = 0; at < datum.length; at++) {
    const length = lengths.find((each) => secrets.has(datum.slice(at, at + each)));
    if (length === undefined) continue;
    if (at > start) pieces.push({ datum: datum.slice(start, at) });
    pieces.push("(sensitive)");
    start = at + length;
    at = start - 1;
  }
  return start === datum.length ? pieces : [...pieces, { datum: datum.slice(start) }];
}
