/** A plan for a person: each resource that changes, what is done to it, and every attribute before and after. */
import { type Difference, differences } from "./differences";
import { actionOf, type Change, type Plan, type ResourceChange } from "./documents";
import { isObject, type Json, textOf } from "./json";
import { child, isMarked, pathText, type Steps, valueAt } from "./paths";

export interface PlanView {
  /** Whether what the refresh has found counts. Not where a test has changed the world itself. */
  readonly drift: boolean;
  /** Whether an import counts that changes nothing. Defaults to true. */
  readonly imports?: boolean;
}

/** Lines of text; none for an empty plan. */
export function describePlan(plan: Plan, { drift, imports = true }: PlanView): string[] {
  const { resource_changes: changes = [], resource_drift: drifted = [], output_changes: outputs = {} } = plan;
  return [
    ...(drift ? drifted.flatMap(describeDrift) : []),
    ...changes.filter((change) => isReal(change, imports)).flatMap(describeResource),
    ...Object.entries(outputs)
      .filter(([, change]) => actionOf(change) !== "no-op")
      .flatMap(([name, change]) => [`output.${name}: ${actionOf(change)}`, ...describeDifferences(change)]),
  ];
}

function isReal({ change, address, previous_address: previous = address }: ResourceChange, imports: boolean): boolean {
  return actionOf(change) !== "no-op" || previous !== address || (imports && change.importing !== undefined);
}

function describeDrift({ address, change }: ResourceChange): string[] {
  const what = actionOf(change) === "delete" ? "is gone" : "is different";
  return [`${address}: ${what} when it is read again`, ...describeDifferences(change)];
}

function describeResource({ address, previous_address: previous, change }: ResourceChange): string[] {
  const order = change.actions.length === 2 ? ` (${change.actions.join(", then ")})` : "";
  const forced = change.replace_paths?.map(pathText).join(", ");
  const because = forced === undefined ? "" : `, because of ${forced}`;
  const moved = previous === undefined ? "" : `, moved from ${previous}`;
  const imported = change.importing === undefined ? "" : ", imported";
  return [`${address}: ${actionOf(change)}${order}${because}${moved}${imported}`, ...describeDifferences(change)];
}

const MOST_LINES = 40;
const UNKNOWN = "(known after apply)";
const HIDDEN = "(sensitive)";

function describeDifferences(change: Change): string[] {
  const { before = null, after = null, after_unknown: unknown } = change;
  const planned = withUnknown(after, unknown);
  const empty = isObject(before) || isObject(planned) ? {} : null;
  const lines = differences(before ?? empty, planned ?? empty).map((difference) => describe(difference, change));
  const rest = lines.length - MOST_LINES;
  return rest > 0 ? [...lines.slice(0, MOST_LINES), `    and ${rest} more`] : lines;
}

function describe({ path, before, after }: Difference, change: Change): string {
  const name = path.length === 0 ? "" : `${pathText(path)}: `;
  return `    ${name}${shown(before, change.before_sensitive, path)} → ${shown(after, change.after_sensitive, path)}`;
}

function shown(value: Json | undefined, sensitive: Json | undefined, path: Steps): string {
  if (value === UNKNOWN) return UNKNOWN;
  return isMarked(sensitive, path) ? HIDDEN : textOf(withMarked(value ?? null, valueAt(sensitive, path), HIDDEN));
}

function withUnknown(after: Json, unknown: Json | undefined): Json {
  return withMarked(after, unknown, UNKNOWN);
}

/** The value, with a text in the place of each part that is marked. */
function withMarked(value: Json, marks: Json | undefined, text: string): Json {
  if (marks === true) return text;
  if (Array.isArray(value)) return value.map((element, index) => withMarked(element, child(marks, index), text));
  if (!isObject(marks) || Object.keys(marks).length === 0) return value;
  const members = isObject(value) ? value : {};
  const names = new Set([...Object.keys(members), ...Object.keys(marks)]);
  return Object.fromEntries([...names].map((name) => [name, withMarked(members[name] ?? null, marks[name], text)]));
}
