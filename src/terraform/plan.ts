/**
 * Planning, by the rules that Terraform Core enforces ("Resource Instance Change Lifecycle" in its docs): a
 * planned value is the configured one, or the prior one, or the provider's own, or unknown until apply.
 */
import type { Attribute } from "./attributes";
import type { Diagnostic } from "./diagnostics";
import { attributePath, type Path } from "./path";
import type { Resource } from "./resource";
import { isFilledByProvider, schemaType } from "./schema";
import { isSame, isUnknown, partType, record, UNKNOWN, type Value, type ValueRecord } from "./value";

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
  const withDefaults = fillDefaults(resource, change.proposed, config);
  const isUnchanged = prior !== null && isSame(schemaType(resource.schema), withDefaults, prior);
  const planned = isUnchanged ? withDefaults : derive(resource, markUnknown(resource, withDefaults, change), api);
  const requiresReplace = prior === null ? [] : replacedPaths(resource, planned, prior);
  // Core plans the new object of a replacement by itself; the hook speaks then, and only once.
  const diagnostics = requiresReplace.length > 0 ? [] : runHook(resource, planned, prior, api);
  return { planned, requiresReplace, diagnostics };
}

function mapAttributes<Api>(
  resource: Resource<Api>,
  values: ValueRecord,
  change: (attribute: Attribute, value: Value, name: string) => Value,
): ValueRecord {
  const { attributes } = resource.schema;
  return record(
    Object.entries(values).map(([name, value]) => {
      const attribute = attributes[name];
      return [name, attribute === undefined ? value : change(attribute, value, name)];
    }),
  );
}

function fillDefaults<Api>(resource: Resource<Api>, proposed: ValueRecord, config: ValueRecord): ValueRecord {
  return mapAttributes(resource, proposed, (attribute, value, name) =>
    attribute.presence === "defaulted" && config[name] === null ? (attribute.default as Value) : value,
  );
}

/** Something changes, so whatever the provider fills in may change with it, unless it is declared stable. */
function markUnknown<Api>(resource: Resource<Api>, values: ValueRecord, { prior, config }: Change): ValueRecord {
  return mapAttributes(resource, values, (attribute, value, name) => {
    const isConfigured = config[name] !== null || attribute.presence === "defaulted";
    if (!isFilledByProvider(attribute) || isConfigured) return value;
    const before = prior?.[name] ?? null;
    return attribute.stable && before !== null ? before : UNKNOWN;
  });
}

function derive<Api>(resource: Resource<Api>, values: ValueRecord, api: Api): ValueRecord {
  const derivations = resource.verbs.derive;
  return mapAttributes(resource, values, (_attribute, value, name) => {
    const derivation = derivations[name];
    return isUnknown(value) && derivation !== undefined ? deriveOne(derivation, values, api) : value;
  });
}

class UnknownRead extends Error {}

/** Runs a derivation on values that refuse to be read while they are unknown. */
function deriveOne<Api>(derivation: (plan: ValueRecord, api: Api) => unknown, values: ValueRecord, api: Api): Value {
  const known = new Proxy(values, {
    get(target, name) {
      const value = typeof name === "string" ? target[name] : undefined;
      if (isUnknown(value)) throw new UnknownRead();
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

function replacedPaths<Api>(resource: Resource<Api>, planned: ValueRecord, prior: ValueRecord): Path[] {
  const type = schemaType(resource.schema);
  return Object.entries(resource.schema.attributes)
    .filter(([name, { replace }]) => {
      return replace && !isSame(partType(type, name), planned[name] as Value, prior[name] as Value);
    })
    .map(([name]) => attributePath(name));
}

function runHook<Api>(resource: Resource<Api>, plan: ValueRecord, state: ValueRecord | null, api: Api): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  resource.verbs.plan?.({
    state,
    plan,
    api,
    warn(attribute, summary, detail) {
      diagnostics.push({ severity: "warning", summary, detail, path: attributePath(attribute) });
    },
  });
  return diagnostics;
}
