/**
 * What Terraform Core does around a provider, written from its documentation and not from the framework: it merges
 * configuration and prior state, and judges plans and results.
 */
import type { PlanAnswer, ProviderServer, Schema, Type, Value, ValueRecord } from "../../../src/terraform";
import { Decimal, record, Unknown } from "../../../src/terraform";

type Flags = { readonly computed: boolean; readonly optional: boolean };

const FLAGS: Readonly<Record<string, Flags>> = {
  required: { computed: false, optional: false },
  optional: { computed: false, optional: true },
  defaulted: { computed: true, optional: true },
  assigned: { computed: true, optional: true },
  computed: { computed: true, optional: false },
};

function flags(schema: Schema, name: string): Flags {
  return FLAGS[schema.attributes[name]?.presence ?? "optional"] as Flags;
}

/** One text for all values that are equal to Core. */
export function canonical(type: Type, value: Value): string {
  if (value === null) return "null";
  if (value instanceof Unknown) return "unknown";
  if (value instanceof Decimal) return value.text;
  if (typeof value === "string") return JSON.stringify(value.normalize("NFC"));
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) {
    const parts = value.map((part) => canonical(typeof type === "string" ? type : (type[1] as Type), part));
    return `[${(type[0] === "set" ? [...new Set(parts)].sort() : parts).join()}]`;
  }
  const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${members.map(([name, part]) => {
    const inner = type[0] === "object" ? (type[1] as Record<string, Type>)[name] : type[1];
    return `${JSON.stringify(name)}:${canonical(inner as Type, part)}`;
  })}}`;
}

function hasUnknown(value: Value): boolean {
  if (value instanceof Unknown) return true;
  if (value === null || typeof value !== "object" || value instanceof Decimal) return false;
  return Object.values(value).some(hasUnknown);
}

function blockType(schema: Schema, name: string): Type {
  const attributes = Object.entries(schema.blocks[name]?.nested.attributes ?? {});
  return ["object", Object.fromEntries(attributes.map(([inner, { type }]) => [inner, type]))];
}

export function typeOf(schema: Schema, name: string): Type {
  return schema.attributes[name]?.type ?? blockType(schema, name);
}

/** A configuration or state in full: everything that is not given is null. */
export function complete(schema: Schema, given: Readonly<Record<string, Value>>): ValueRecord {
  const names = [...Object.keys(schema.attributes), ...Object.keys(schema.blocks)];
  return record(names.map((name) => [name, (Object.hasOwn(given, name) ? given[name] : null) ?? null]));
}

function propose(schema: Schema, prior: ValueRecord | null, config: ValueRecord): ValueRecord {
  return record(
    Object.entries(config).map(([name, value]) => {
      const isKept = flags(schema, name).computed && value === null;
      return [name, isKept ? (prior?.[name] ?? null) : value];
    }),
  );
}

/** Everything that Core would refuse in a plan. */
export function planErrors(
  schema: Schema,
  prior: ValueRecord | null,
  config: ValueRecord,
  { planned, requiresReplace }: PlanAnswer,
): string[] {
  if (planned === null) return ["planned for absence but config wants existence"];
  const errors: string[] = [];
  if (Object.keys(planned).sort().join() !== Object.keys(config).sort().join()) errors.push("wrong attributes");
  for (const [name, plan] of Object.entries(planned)) {
    const type = typeOf(schema, name);
    const [given, before] = [config[name] ?? null, prior?.[name] ?? null];
    const isConfig = canonical(type, plan) === canonical(type, given);
    const isPrior = given !== null && before !== null && canonical(type, plan) === canonical(type, before);
    const isFree = flags(schema, name).computed && given === null;
    if (!isConfig && !isPrior && !isFree) errors.push(`${name} is neither config nor prior nor computed`);
    if (Object.hasOwn(schema.blocks, name) && plan instanceof Unknown) errors.push(`${name} is an unknown block`);
  }
  for (const path of requiresReplace) {
    const [step] = path;
    if (path.length !== 1 || step === undefined || !("attribute" in step) || !Object.hasOwn(planned, step.attribute)) {
      errors.push("requires replacement on a non-existent attribute path");
    }
  }
  return errors;
}

/** Everything that Core would refuse in a result, or in a second plan, of what was planned. */
export function compatibilityErrors(schema: Schema, planned: ValueRecord, actual: ValueRecord | null): string[] {
  if (actual === null) return ["Root object was present, but now absent"];
  const names = new Set([...Object.keys(planned), ...Object.keys(actual)]);
  return [...names].flatMap((name) => {
    const [plan, result] = [planned[name], actual[name]];
    if (plan === undefined || result === undefined) return [`${name} has vanished or appeared`];
    if (plan instanceof Unknown || hasUnknown(plan)) return [];
    const type = typeOf(schema, name);
    return canonical(type, plan) === canonical(type, result) ? [] : [`${name} was another value`];
  });
}

export function resultErrors(schema: Schema, planned: ValueRecord, actual: ValueRecord | null): string[] {
  const errors = compatibilityErrors(schema, planned, actual);
  return actual !== null && hasUnknown(actual) ? [...errors, "unknown after apply"] : errors;
}

/** Terraform for one type of a server. */
export function terraform(server: ProviderServer, typeName: string) {
  const schema = server.resourceSchema(typeName);
  const plan = (given: Readonly<Record<string, Value>>, prior: ValueRecord | null = null) => {
    const config = complete(schema, given);
    const answer = server.plan(typeName, { prior, proposed: propose(schema, prior, config), config });
    return { ...answer, config };
  };
  return {
    schema,
    plan,
    state: (given: Readonly<Record<string, Value>>) => complete(schema, given),
    destroy: (prior: ValueRecord) => server.plan(typeName, { prior, proposed: null, config: null }),
    /** Plans and applies in place. */
    apply(given: Readonly<Record<string, Value>>, prior: ValueRecord | null = null) {
      const { planned, diagnostics } = plan(given, prior);
      if (planned === null) throw new Error(JSON.stringify(diagnostics));
      return server.apply(typeName, prior, planned);
    },
  };
}
