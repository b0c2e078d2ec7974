/** Creating, updating and deleting: runs a handler and makes of its report a state that Terraform accepts. */

import { attempt, type ResourceEnvironment } from "./attempt";
import type { Attribute } from "./attributes";
import type { Diagnostic } from "./diagnostics";
import type { Failure } from "./errors";
import { configured } from "./kind";
import { agrees, keepSame, withoutAttributes } from "./nested";
import { attributePath } from "./path";
import { findBreach } from "./refinement";
import { faultDiagnostics, missing, sift } from "./report";
import type { Resource } from "./resource";
import { attributesOf, objectMembers } from "./schema";
import type { Verb } from "./timeouts";
import { isSame, isUnknown, isWhollyKnown, record, unknownAsNull, type Value, type ValueRecord } from "./value";

export interface Applied {
  /** Null when there is no object, or none that is worth keeping. */
  readonly state: ValueRecord | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** What an object is to become. */
export interface Goal {
  readonly planned: ValueRecord;
  /** Where the write-only values are; wholly known by now. */
  readonly config: ValueRecord;
}

export async function createObject<Api>(
  resource: Resource<Api>,
  { planned, config }: Goal,
  environment: ResourceEnvironment<Api>,
): Promise<Applied> {
  let saved: ValueRecord | undefined;
  const save = (state: ValueRecord): void => {
    saved = { ...saved, ...state };
  };
  const given = { plan: wishes(resource, planned), config: configured(resource, config), save };
  const { report, failure } = await attempt(resource, "create", planned, environment, (context) =>
    resource.verbs.create({ ...context, ...given }),
  );
  if (failure === undefined) return settle(resource, "create", { prior: null, planned, saved }, report);
  if (saved === undefined) return { state: null, diagnostics: [failure.diagnostic] };
  return halfDone(resource, "create", planned, saved, failure);
}

export async function updateObject<Api>(
  resource: Resource<Api>,
  prior: ValueRecord,
  { planned, config }: Goal,
  environment: ResourceEnvironment<Api>,
): Promise<Applied> {
  const changes = changed(resource, planned, prior);
  if (Object.keys(changes).length === 0 && isFulfilled(resource, planned, prior)) {
    return { state: withoutUnknowns(planned, prior), diagnostics: [] };
  }
  let saved: ValueRecord | undefined;
  const save = (state: ValueRecord): void => {
    saved = { ...saved, ...state };
  };
  const given = { plan: wishes(resource, planned), config: configured(resource, config), changes, save };
  const state = attributesOf(resource.schema, prior);
  const { report, failure } = await attempt(resource, "update", planned, environment, (context) =>
    resource.verbs.update({ ...context, ...given, state }),
  );
  if (failure === undefined) return settle(resource, "update", { prior, planned, saved }, report);
  return halfDone(resource, "update", prior, saved, failure);
}

export async function deleteObject<Api>(
  resource: Resource<Api>,
  prior: ValueRecord,
  environment: ResourceEnvironment<Api>,
): Promise<Applied> {
  const state = attributesOf(resource.schema, prior);
  const { failure } = await attempt(resource, "delete", prior, environment, (context) =>
    resource.verbs.delete({ ...context, state }),
  );
  if (failure === undefined || failure.gone) return { state: null, diagnostics: [] };
  return { state: prior, diagnostics: [failure.diagnostic] };
}

interface Change {
  readonly prior: ValueRecord | null;
  readonly planned: ValueRecord;
  readonly saved: ValueRecord | undefined;
}

/** The new state: what was planned, and for what was left open the handler's report. */
function settle<Api>(resource: Resource<Api>, verb: Verb, change: Change, report: unknown): Applied {
  const { prior, planned, saved } = change;
  const { values: reported, faults } = sift(resource.schema, report);
  const values = keepSame(objectMembers(resource.schema), reported, planned);
  for (const [name, attribute] of Object.entries(objectMembers(resource.schema))) {
    const plan = planned[name] as Value;
    const value = values[name];
    if (value === undefined) {
      if (!isWhollyKnown(plan) && !faults.has(name)) faults.set(name, missing(name));
      continue;
    }
    const isAsPlanned = agrees(attribute.type, plan, value);
    // A stable value that was only carried over and has moved meanwhile is drift, which the next refresh shows.
    const isDrift = attribute.stable && prior !== null && isSame(attribute.type, plan, prior[name] as Value);
    if (isAsPlanned || isDrift) continue;
    const breach = isUnknown(plan) ? findBreach(attribute.type, plan, value) : undefined;
    faults.set(name, { path: attributePath(name), text: breach ?? "it is not what was planned" });
  }
  const known = { ...prior, ...sift(resource.schema, saved).values, ...values };
  return { state: withoutUnknowns(planned, known), diagnostics: faultDiagnostics(resource, verb, faults) };
}

/** The state after a failure: what was there before, and what the handler saved on its way. */
function halfDone<Api>(
  resource: Resource<Api>,
  verb: Verb,
  before: ValueRecord,
  saved: ValueRecord | undefined,
  { diagnostic }: Failure,
): Applied {
  const { values, faults } = sift(resource.schema, saved);
  return {
    state: unknownAsNull(record(Object.entries({ ...before, ...values }))) as ValueRecord,
    diagnostics: [diagnostic, ...faultDiagnostics(resource, verb, faults)],
  };
}

function withoutUnknowns(planned: ValueRecord, known: ValueRecord): ValueRecord {
  return record(
    Object.entries(planned).map(([name, plan]) => [
      name,
      unknownAsNull(isWhollyKnown(plan) ? plan : (known[name] ?? null)),
    ]),
  );
}

/** The part of the plan that a handler sees: what the service computes does not exist yet. */
function wishes<Api>({ schema }: Resource<Api>, planned: ValueRecord): ValueRecord {
  return unknownAsNull(withoutAttributes(objectMembers(schema), planned, isNoWish)) as ValueRecord;
}

function isNoWish({ presence, writeOnly }: Attribute): boolean {
  return presence === "computed" || writeOnly;
}

/** What the plan asks to be different. What it leaves to the service is no wish. */
function changed<Api>({ schema }: Resource<Api>, planned: ValueRecord, prior: ValueRecord): ValueRecord {
  const members = objectMembers(schema);
  const before = withoutAttributes(members, prior, isNoWish);
  const wanted = Object.entries(withoutAttributes(members, planned, isNoWish)).filter(([name, value]) => {
    const type = members[name]?.type ?? "dynamic";
    return !isUnknown(value) && !isSame(type, unknownAsNull(value), before[name] as Value);
  });
  return unknownAsNull(record(wanted)) as ValueRecord;
}

/** Whether the object already is all that the plan knows of it, what a plan hook says of computed values included. */
function isFulfilled<Api>({ schema }: Resource<Api>, planned: ValueRecord, prior: ValueRecord): boolean {
  return Object.entries(objectMembers(schema)).every(([name, { type }]) =>
    agrees(type, planned[name] as Value, prior[name] as Value),
  );
}
