/**
 * Planning, by the rules that Terraform Core enforces ("Resource Instance Change Lifecycle" in its docs): a
 * planned value is the configured one, or the prior one, or the provider's own, or unknown until apply.
 */
import type { Diagnostic } from "./diagnostics";
import { mapAttributes, replacedPaths } from "./nested";
import { attributePath, type Path } from "./path";
import type { Resource } from "./resource";
import { attributesOf, isFilledByProvider, objectMembers, schemaType } from "./schema";
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
  const wanted = fillDefaults(resource, change.proposed, config);
  const planned =
    prior !== null && isUnchanged(resource, wanted, prior)
      ? keep(resource, wanted, prior)
      : derive(resource, markUnknown(resource, wanted, change), config, api);
  const requiresReplace =
    prior === null ? [] : replacedPaths(objectMembers(resource.schema), planned, { config, prior });
  // Core plans the new object of a replacement by itself; the hook speaks then, and only once.
  const diagnostics = requiresReplace.length > 0 ? [] : runHook(resource, planned, prior, api);
  return { planned, requiresReplace, diagnostics };
}

function fillDefaults<Api>({ schema }: Resource<Api>, proposed: ValueRecord, config: ValueRecord): ValueRecord {
  return mapAttributes(
    objectMembers(schema),
    proposed,
    { config, prior: null },
    (attribute, _value, beside, descend) =>
      attribute.presence === "defaulted" && beside.config === null ? (attribute.default as Value) : descend(),
  );
}

/** Whether the object may stay as it is. The timeouts are about the provider's work, not the object. */
function isUnchanged<Api>({ schema }: Resource<Api>, wanted: ValueRecord, prior: ValueRecord): boolean {
  return isSame(schemaType(schema), attributesOf(schema, wanted), attributesOf(schema, prior));
}

function keep<Api>({ schema }: Resource<Api>, wanted: ValueRecord, prior: ValueRecord): ValueRecord {
  return record(Object.entries({ ...wanted, ...attributesOf(schema, prior) }));
}

/** Something changes, so whatever the provider fills in may change with it, unless it is declared stable. */
function markUnknown<Api>({ schema }: Resource<Api>, values: ValueRecord, { prior, config }: Change): ValueRecord {
  return mapAttributes(objectMembers(schema), values, { config, prior }, (attribute, value, beside, descend) => {
    if (beside.config !== null) return descend();
    if (!isFilledByProvider(attribute) || attribute.presence === "defaulted") return value;
    return attribute.stable && beside.prior !== null ? beside.prior : UNKNOWN;
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
    derived = record([...Object.entries(derived), ...found]);
  }
  return derived;
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

function runHook<Api>(
  { schema, verbs }: Resource<Api>,
  planned: ValueRecord,
  prior: ValueRecord | null,
  api: Api,
): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  verbs.plan?.({
    state: prior && attributesOf(schema, prior),
    plan: attributesOf(schema, planned),
    api,
    warn(attribute, summary, detail) {
      diagnostics.push({ severity: "warning", summary, detail, path: attributePath(attribute) });
    },
  });
  return diagnostics;
}
