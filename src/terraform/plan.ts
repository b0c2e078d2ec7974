/**
 * Planning, by the rules that Terraform Core enforces ("Resource Instance Change Lifecycle" in its docs): a
 * planned value is the configured one, or the prior one, or the provider's own, or unknown until apply.
 */
import type { Attributes } from "./attributes";
import { type Diagnostic, DiagnosticError } from "./diagnostics";
import { configured } from "./kind";
import { agrees, keepSame, mapAttributes, nullWriteOnly, replacedPaths } from "./nested";
import { attributePath, formatPath, type Path } from "./path";
import { faultDiagnostics, siftPlan } from "./report";
import type { Resource, Warn } from "./resource";
import { attributesOf, isFilledByProvider, objectMembers } from "./schema";
import { findTwins } from "./twins";
import { isSame, isUnknown, isWhollyKnown, record, UNKNOWN, type Value, type ValueRecord } from "./value";

export interface Change {
  /** Null when the object does not exist yet. */
  readonly prior: ValueRecord | null;
  /** Core's merge of configuration and prior state. */
  readonly proposed: ValueRecord;
  readonly config: ValueRecord;
}

export interface PlannedChange {
  readonly planned: ValueRecord;
  readonly requiresReplace: readonly Path[];
  readonly diagnostics: readonly Diagnostic[];
}

export function planChange<Api>(resource: Resource<Api>, change: Change, api: Api): PlannedChange {
  const { prior, config } = change;
  const members = objectMembers(resource.schema);
  const proposed = nullWriteOnly(members, fillIn(resource, change));
  const wanted = prior === null ? proposed : keepSame(members, proposed, prior);
  const planned =
    prior !== null && isUnchanged(resource, wanted, prior)
      ? keep(resource, wanted, prior)
      : hedge(resource, wanted, prior, derive(resource, markUnknown(resource, wanted, change), config, api));
  refuseTwins(members, planned, config);
  const replaced = prior === null ? [] : replacedPaths(members, planned, { config, prior });
  // Core plans the new object of a replacement by itself; the hook speaks then, and only once.
  if (replaced.length > 0) return { planned, requiresReplace: replaced, diagnostics: [] };
  return runHook(resource, { planned, config, prior }, api);
}

/** @throws {DiagnosticError} if a set would have fewer elements than the configuration gives it */
function refuseTwins(members: Attributes, planned: ValueRecord, config: ValueRecord): void {
  const [path] = findTwins(members, planned, config);
  if (path === undefined) return;
  const detail = `Elements of the set "${formatPath(path)}" differ in nothing but what is filled in where they leave it out, and that is the same. Remove one of them, or say what makes them different.`;
  throw new DiagnosticError("Two elements are the same", detail, { path });
}

/** What should be known before an object is destroyed. */
export function planDestruction<Api>(resource: Resource<Api>, prior: ValueRecord, api: Api): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  resource.verbs.planDestroy?.({ state: attributesOf(resource.schema, prior), api, warn: warnInto(diagnostics) });
  return diagnostics;
}

/** A plan for something that has to wait: nothing is known of what the provider fills in. */
export function planOpenly<Api>(resource: Resource<Api>, change: Change): ValueRecord {
  const wanted = nullWriteOnly(objectMembers(resource.schema), fillIn(resource, change));
  return change.prior === null ? markUnknown(resource, wanted, change) : wanted;
}

/** What the configuration leaves out: the default, or what there was. */
function fillIn<Api>({ schema }: Resource<Api>, { proposed, config, prior }: Change): ValueRecord {
  const members = objectMembers(schema);
  return mapAttributes(members, proposed, { config, prior }, (attribute, value, beside, descend) => {
    if (beside.config !== null) return descend();
    if (attribute.presence === "defaulted") return attribute.default as Value;
    // Terraform takes an assigned object for a configured one that was removed, if only a configuration could have
    // said all that is in it.
    return isFilledByProvider(attribute) ? (value ?? beside.prior) : value;
  });
}

/** Whether the object may stay as it is. The timeouts are about the provider's work, not the object. */
function isUnchanged<Api>({ schema }: Resource<Api>, wanted: ValueRecord, prior: ValueRecord): boolean {
  return Object.entries(objectMembers(schema)).every(([name, { type }]) =>
    isSame(type, wanted[name] as Value, prior[name] as Value),
  );
}

function keep<Api>({ schema }: Resource<Api>, wanted: ValueRecord, prior: ValueRecord): ValueRecord {
  return record(Object.entries({ ...wanted, ...attributesOf(schema, prior) }));
}

/** Something changes, so whatever the provider fills in may change with it, unless it is declared stable. */
function markUnknown<Api>({ schema }: Resource<Api>, values: ValueRecord, { prior, config }: Change): ValueRecord {
  return mapAttributes(objectMembers(schema), values, { config, prior }, (attribute, value, beside, descend) => {
    if (beside.config !== null) return descend();
    if (!isFilledByProvider(attribute) || attribute.presence === "defaulted") return value;
    const isKnown = attribute.nullable ? beside.isOld : beside.prior !== null;
    return attribute.stable && isKnown ? beside.prior : UNKNOWN;
  });
}

function derive<Api>(resource: Resource<Api>, values: ValueRecord, config: ValueRecord, api: Api): ValueRecord {
  const open = Object.entries(resource.verbs.derive).filter(
    ([name]) => isUnknown(values[name]) && config[name] === null,
  );
  let derived = values;
  // One derivation may follow from another; as many rounds as there are derivations reach the end of any chain.
  for (const _ of open) {
    const found = open
      .filter(([name]) => isUnknown(derived[name]))
      .map(([name, derivation]) => [name, deriveOne(derivation, derived, api)] as const);
    const { values: fitting, faults } = siftPlan(resource.schema, record(found));
    const [fault] = faultDiagnostics(resource, "derive", faults);
    if (fault !== undefined) throw new DiagnosticError(fault.summary, fault.detail, { path: fault.path ?? [] });
    derived = record(Object.entries({ ...derived, ...fitting }));
  }
  return derived;
}

/**
 * While all that is known is as it was, nothing may change in the end, and then everything stays. Until that is clear, a
 * derivation that would differ is not known.
 */
function hedge<Api>(
  { schema, verbs }: Resource<Api>,
  wanted: ValueRecord,
  prior: ValueRecord | null,
  derived: ValueRecord,
): ValueRecord {
  const derivations = Object.keys(verbs.derive);
  if (prior === null || derivations.length === 0) return derived;
  const members = objectMembers(schema);
  const mayStay = Object.entries(members).every(([name, { type }]) =>
    agrees(type, wanted[name] as Value, prior[name] as Value),
  );
  if (!mayStay) return derived;
  const hedged = derivations
    .filter((name) => !isSame(members[name]?.type ?? "dynamic", derived[name] as Value, prior[name] as Value))
    .map((name) => [name, UNKNOWN] as const);
  return record([...Object.entries(derived), ...hedged]);
}

class UnknownRead extends Error {}

/** Runs a derivation on values that refuse to be read while they are unknown. */
function deriveOne<Api>(derivation: (plan: ValueRecord, api: Api) => unknown, values: ValueRecord, api: Api): Value {
  const known = new Proxy(values, {
    get(target, name) {
      const value = typeof name === "string" ? target[name] : undefined;
      if (value !== undefined && !isWhollyKnown(value)) throw new UnknownRead();
      return value;
    },
  });
  try {
    return (derivation(known, api) as Value | undefined) ?? UNKNOWN;
  } catch (error) {
    if (error instanceof UnknownRead) return UNKNOWN;
    throw error;
  }
}

interface Draft {
  readonly planned: ValueRecord;
  readonly config: ValueRecord;
  readonly prior: ValueRecord | null;
}

function runHook<Api>(resource: Resource<Api>, { planned, config, prior }: Draft, api: Api): PlannedChange {
  const { schema, verbs } = resource;
  if (verbs.plan === undefined) return { planned, requiresReplace: [], diagnostics: [] };
  const warnings: Diagnostic[] = [];
  const replaced: string[] = [];
  const known = verbs.plan({
    state: prior && attributesOf(schema, prior),
    plan: attributesOf(schema, planned),
    config: configured(resource, config),
    api,
    replace: (attribute) => void replaced.push(attribute),
    warn: warnInto(warnings),
  });
  const { values, faults } = siftPlan(schema, known);
  for (const name of Object.keys(values)) {
    if (!isLeftOpen(resource, name, config)) {
      faults.set(name, { path: attributePath(name), text: "it is not left to the provider" });
    }
  }
  if (faults.size > 0) return { planned, requiresReplace: [], diagnostics: faultDiagnostics(resource, "plan", faults) };
  const stranger = replaced.find((name) => !Object.hasOwn(planned, name));
  if (stranger !== undefined)
    throw new Error(`it replaces the object because of "${stranger}", which it does not have`);
  const refined = record(Object.entries({ ...planned, ...values }));
  if (prior === null || replaced.length === 0) return { planned: refined, requiresReplace: [], diagnostics: warnings };
  // The warnings come again with the plan of the new object.
  return { planned: refined, requiresReplace: replaced.map((name) => attributePath(name)), diagnostics: [] };
}

function isLeftOpen<Api>({ schema }: Resource<Api>, name: string, config: ValueRecord): boolean {
  const presence = schema.attributes[name]?.presence;
  return presence === "computed" || (presence === "assigned" && config[name] === null);
}

function warnInto(diagnostics: Diagnostic[]): Warn {
  return (attribute, summary, detail) =>
    void diagnostics.push({ severity: "warning", summary, detail, path: attributePath(attribute) });
}
