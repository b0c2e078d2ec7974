/**
 * What Terraform Core does around a provider, written from its documentation and not from the framework: it merges
 * configuration and prior state, and judges plans and results. The texts are short forms of Core's own.
 */
import type {
  Attribute,
  Attributes,
  Nested,
  Path,
  PlanAnswer,
  ProviderServer,
  Schema,
  Type,
  Value,
  ValueRecord,
} from "../../../src/terraform";
import { Decimal, record, Unknown } from "../../../src/terraform";

/** Core's "computed" and "optional", which are what is left of a presence on the wire. */
function isComputed({ presence }: Attribute): boolean {
  return presence === "computed" || presence === "assigned" || presence === "defaulted";
}

function isOptional({ presence }: Attribute): boolean {
  return presence === "optional" || presence === "assigned" || presence === "defaulted";
}

function membersOf(schema: Schema): Attributes {
  return { ...schema.attributes, ...schema.blocks };
}

function isRecord(value: Value | undefined): value is ValueRecord {
  return typeof value === "object" && value !== null && !isPart(value);
}

function isPart(value: object): boolean {
  return Array.isArray(value) || value instanceof Unknown || value instanceof Decimal;
}

function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

function at(value: Value | undefined, step: string | number): Value {
  if (isList(value)) return value[step as number] ?? null;
  return isRecord(value) && Object.hasOwn(value, step) ? (value[step] as Value) : null;
}

function innerType(type: Type, name: string | number): Type {
  if (typeof type === "string") return "dynamic";
  const [kind, inner] = type;
  return kind === "object" || kind === "tuple" ? ((inner as Record<string, Type>)[name] as Type) : inner;
}

function objectType(members: Attributes): Type {
  return ["object", Object.fromEntries(Object.entries(members).map(([name, { type }]) => [name, type]))];
}

/** One text for all values that are equal to Core. */
export function canonical(type: Type, value: Value): string {
  if (value === null) return "null";
  if (value instanceof Unknown) return "unknown";
  if (value instanceof Decimal) return value.text;
  if (typeof value === "string") return JSON.stringify(value.normalize("NFC"));
  if (typeof value !== "object") return String(value);
  if (isList(value)) {
    const parts = value.map((part, index) => canonical(innerType(type, index), part));
    return `[${(type[0] === "set" ? [...new Set(parts)].sort() : parts).join()}]`;
  }
  const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${members.map(([name, part]) => `${JSON.stringify(name)}:${canonical(innerType(type, name), part)}`)}}`;
}

function isSame(type: Type, left: Value, right: Value): boolean {
  return left === right || canonical(type, left) === canonical(type, right);
}

/** What a set of these elements holds. Of values that are not known, nobody can say that they are the same. */
function distinct(type: Type, elements: readonly Value[]): readonly Value[] {
  const text = (element: Value, index: number) =>
    hasUnknown(element) ? index : canonical(innerType(type, 0), element);
  return [...new Map(elements.map((element, index) => [text(element, index), element])).values()];
}

function hasUnknown(value: Value): boolean {
  if (value instanceof Unknown) return true;
  return isList(value) || isRecord(value) ? Object.values(value).some(hasUnknown) : false;
}

export function typeOf(schema: Schema, name: string): Type {
  return membersOf(schema)[name]?.type ?? "dynamic";
}

/** A configuration or state in full: what is not given is null, or no block. */
export function complete(schema: Schema, given: Readonly<Record<string, Value>>): ValueRecord {
  return fill(membersOf(schema), given);
}

function fill(members: Attributes, given: Readonly<Record<string, Value>>): ValueRecord {
  return record(
    Object.entries(members).map(([name, attribute]) => {
      const value = (Object.hasOwn(given, name) ? given[name] : null) ?? null;
      return [name, value === null ? nothing(attribute) : fillNested(attribute.nested, value)];
    }),
  );
}

function nothing({ presence, nested }: Attribute): Value {
  if (presence !== "block" || nested === undefined || nested.mode === "single") return null;
  if (nested.mode === "group") return fill(nested.attributes, {});
  return nested.mode === "map" ? record([]) : [];
}

function fillNested(nested: Nested | undefined, value: Value): Value {
  if (nested === undefined) return value;
  const inside = (element: Value) => (isRecord(element) ? fill(nested.attributes, element) : element);
  if (isList(value)) return value.map(inside);
  if (nested.mode !== "map" || !isRecord(value)) return inside(value);
  return record(Object.entries(value).map(([key, element]) => [key, inside(element)]));
}

/** Core's merge of a configuration and what there was: its "proposed new state". */
function propose(members: Attributes, prior: Value, config: ValueRecord): ValueRecord {
  return record(
    Object.entries(config).map(([name, value]) => [
      name,
      proposeOne(members[name] as Attribute, at(prior, name), value),
    ]),
  );
}

function proposeOne(attribute: Attribute, prior: Value, config: Value): Value {
  const { nested, type } = attribute;
  if (config === null && isComputed(attribute)) {
    const wasConfigured = nested !== undefined && isOptional(attribute) && holdsConfigured(nested, prior);
    return wasConfigured ? null : prior;
  }
  if (nested === undefined || config === null || config instanceof Unknown) return config;
  const inside = (before: Value, element: Value) =>
    isRecord(element) ? propose(nested.attributes, before, element) : element;
  if (nested.mode === "single" || nested.mode === "group") return inside(prior, config);
  if (isRecord(config)) {
    return record(Object.entries(config).map(([key, element]) => [key, inside(at(prior, key), element)]));
  }
  if (!isList(config)) return config;
  if (nested.mode === "list") return config.map((element, index) => inside(at(prior, index), element));
  const before = isList(prior) ? prior : [];
  const source = (element: Value) => before.find((each) => couldComeFrom(nested.attributes, each, element)) ?? null;
  return distinct(
    type,
    config.map((element) => inside(source(element), element)),
  );
}

/** Whether there is something in a value that only a configuration can have said. */
function holdsConfigured({ mode, attributes }: Nested, value: Value): boolean {
  if (value === null) return false;
  const isOne = mode === "single" || mode === "group";
  return (isOne ? [value] : Object.values(value as object)).some((element: Value) =>
    Object.entries(attributes).some(([name, inner]) => {
      const part = at(element, name);
      return (
        part !== null && (!isComputed(inner) || (inner.nested !== undefined && holdsConfigured(inner.nested, part)))
      );
    }),
  );
}

/** Whether an element of a set may be what became of a configured one. */
function couldComeFrom(attributes: Attributes, prior: Value, config: Value): boolean {
  if (!isRecord(prior) || !isRecord(config)) return false;
  return Object.entries(attributes).every(([name, attribute]) => {
    const [before, given] = [at(prior, name), at(config, name)];
    if (isSame(attribute.type, before, given)) return true;
    if (given === null) return isComputed(attribute);
    return attribute.nested !== undefined && nestedCouldComeFrom(attribute.nested, before, given);
  });
}

function nestedCouldComeFrom({ mode, attributes }: Nested, prior: Value, config: Value): boolean {
  if (mode === "single" || mode === "group") return couldComeFrom(attributes, prior, config);
  if (isList(prior) && isList(config)) {
    if (prior.length !== config.length) return false;
    return config.every((element, index) =>
      mode === "list"
        ? couldComeFrom(attributes, at(prior, index), element)
        : prior.some((before) => couldComeFrom(attributes, before, element)),
    );
  }
  if (!isRecord(prior) || !isRecord(config)) return false;
  const [keys, others] = [Object.keys(config), Object.keys(prior)];
  return (
    keys.length === others.length && keys.every((key) => couldComeFrom(attributes, at(prior, key), at(config, key)))
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
  const members = membersOf(schema);
  const isNowhere = (path: Path) => !reaches(prior, path) && !reaches(planned, path);
  return [
    ...typeErrors(objectType(members), planned, ""),
    ...objectPlanErrors(members, prior, config, planned, ""),
    ...requiresReplace.filter(isNowhere).map((path) => `requires replacement of nothing: ${JSON.stringify(path)}`),
  ];
}

/** Where a value is not of its type. Null and unknown are of every type. */
function typeErrors(type: Type, value: Value, place: string): string[] {
  if (value === null || value instanceof Unknown || type === "dynamic") return [];
  const wrong = [`${place}: ${typeof value} is no ${JSON.stringify(type)}`];
  if (type === "number") return typeof value === "number" || value instanceof Decimal ? [] : wrong;
  if (typeof type === "string") return typeof value === (type === "bool" ? "boolean" : type) ? [] : wrong;
  const [kind, inner] = type;
  if (kind === "list" || kind === "set" || kind === "tuple") {
    if (!isList(value)) return wrong;
    return value.flatMap((part, index) => typeErrors(innerType(type, index), part, `${place}[${index}]`));
  }
  if (!isRecord(value)) return wrong;
  if (kind === "object") {
    const [names, wanted] = [Object.keys(value).sort().join(), Object.keys(inner).sort().join()];
    if (names !== wanted) return [`${place}: the attributes ${names} instead of ${wanted}`];
  }
  return Object.entries(value).flatMap(([name, part]) => typeErrors(innerType(type, name), part, `${place}.${name}`));
}

function objectPlanErrors(members: Attributes, prior: Value, config: Value, planned: Value, place: string): string[] {
  return Object.entries(members).flatMap(([name, attribute]) => {
    const change = { before: at(prior, name), given: at(config, name), plan: at(planned, name) };
    const judge = attribute.presence === "block" ? blockPlanErrors : attributePlanErrors;
    return judge(attribute, change, `${place}.${name}`);
  });
}

interface Change {
  readonly before: Value;
  readonly given: Value;
  readonly plan: Value;
}

function attributePlanErrors(attribute: Attribute, change: Change, place: string): string[] {
  const { type, nested, writeOnly } = attribute;
  const { before, given, plan } = change;
  if (writeOnly) return plan === null ? [] : [`${place}: planned value for write-only attribute is not null`];
  if (isSame(type, plan, given)) return [];
  if (before !== null && given !== null && isSame(type, plan, before)) return [];
  if (given === null) return isComputed(attribute) ? [] : [`${place}: planned value for a non-computed attribute`];
  if (nested === undefined) return [`${place}: planned value matches neither config value nor prior value`];
  if (plan === null) return [`${place}: planned for absence but config wants existence`];
  if (plan instanceof Unknown) return [`${place}: planned unknown for configured value`];
  return nestedPlanErrors(nested, type, change, place);
}

function blockPlanErrors({ nested, type }: Attribute, change: Change, place: string): string[] {
  const { mode } = nested as Nested;
  const { given, plan } = change;
  if (plan === null && mode !== "single") return [`${place}: must be empty to indicate no blocks, not null`];
  if (isSame(type, plan, given)) return [];
  if (plan instanceof Unknown) return [`${place}: a nested block must not be unknown itself`];
  if (plan === null) return [`${place}: planned for absence but config wants existence`];
  if (given === null) return [`${place}: planned for existence but config wants absence`];
  // The provider is trusted with a set of blocks that are known.
  if (mode === "set" && !(given instanceof Unknown)) return [];
  return nestedPlanErrors(nested as Nested, type, change, place);
}

function nestedPlanErrors({ mode, attributes }: Nested, type: Type, change: Change, place: string): string[] {
  const { before, given, plan } = change;
  if (given instanceof Unknown) return [`${place}: planned value for what is not known to exist`];
  if (mode === "single" || mode === "group") return objectPlanErrors(attributes, before, given, plan, place);
  if (isList(plan) && isList(given)) {
    const [count, wanted] = mode === "set" ? [distinct(type, plan), distinct(type, given)] : [plan, given];
    if (count.length !== wanted.length) return [`${place}: count in plan disagrees with count in config`];
    // Elements of a set are not correlated.
    if (mode === "set") return [];
  } else if (
    Object.keys(plan as object)
      .sort()
      .join() !==
    Object.keys(given as object)
      .sort()
      .join()
  ) {
    return [`${place}: map keys of plan and config disagree`];
  }
  return Object.keys(plan as object).flatMap((key) => {
    const [element, wanted] = [at(plan, key), at(given, key)];
    const inner = `${place}[${key}]`;
    if (isSame(objectType(attributes), element, wanted)) return [];
    if (!isRecord(element)) return [`${inner}: an element must not be unknown or null itself`];
    return objectPlanErrors(attributes, at(before, key), wanted, element, inner);
  });
}

/** The value at a path; undefined if there is no such place. Everything is in what is not known yet. */
function find(value: Value, path: Path): Value | undefined {
  const [step, ...rest] = path;
  if (step === undefined || value instanceof Unknown) return value;
  const name = "attribute" in step ? step.attribute : "key" in step ? step.key : step.index;
  if (!(isList(value) || isRecord(value)) || !Object.hasOwn(value, name)) return undefined;
  return find((value as ValueRecord)[name] as Value, rest);
}

function reaches(value: Value, path: Path): boolean {
  return find(value, path) !== undefined;
}

export type PlannedAction = "create" | "replace" | "update" | "no-op";

/** What Core makes of a plan: only paths whose value changes count. */
export function actionOf(schema: Schema, prior: ValueRecord | null, answer: PlanAnswer): PlannedAction {
  const { planned, requiresReplace } = answer;
  if (prior === null) return "create";
  const isChanged = (path: Path) => {
    const [before, after] = [find(prior, path) ?? null, find(planned, path) ?? null];
    return hasUnknown(after) || !isSame(typeAt(schema, path), before, after);
  };
  if (requiresReplace.some(isChanged)) return "replace";
  return isSame(objectType(membersOf(schema)), planned, prior) ? "no-op" : "update";
}

function typeAt(schema: Schema, path: Path): Type {
  return path.reduce<Type>(
    (type, step) => innerType(type, "attribute" in step ? step.attribute : "key" in step ? step.key : step.index),
    objectType(membersOf(schema)),
  );
}

/** Whether Core lets the second plan, with all that has been learned meanwhile, take the place of the first. */
export function finalPlanErrors(
  schema: Schema,
  [first, final]: readonly [PlannedAction, PlannedAction],
  [planned, again]: readonly [ValueRecord, ValueRecord],
): string[] {
  const isSameAction = first === final || (first === "update" && final === "no-op");
  const changed = isSameAction ? [] : [`changed the planned action from ${first} to ${final}`];
  return [...changed, ...compatibilityErrors(schema, planned, again)];
}

/** Everything that Core would refuse in a result, or in a second plan, of what was planned. */
export function compatibilityErrors(schema: Schema, planned: ValueRecord, actual: ValueRecord | null): string[] {
  if (actual === null) return ["Root object was present, but now absent"];
  return objectErrors(membersOf(schema), planned, actual, "");
}

function objectErrors(members: Attributes, planned: Value, actual: Value, place: string): string[] {
  return Object.entries(members).flatMap(([name, { presence, nested, type }]) => {
    const [plan, result, inner] = [at(planned, name), at(actual, name), `${place}.${name}`];
    return presence === "block"
      ? blockErrors(nested as Nested, type, plan, result, inner)
      : valueErrors(type, plan, result, inner);
  });
}

function blockErrors({ mode, attributes }: Nested, type: Type, plan: Value, actual: Value, place: string): string[] {
  // Blocks that are not known to exist may be anything.
  if (plan instanceof Unknown) return [];
  if (mode === "single" || mode === "group") {
    if (plan === null || actual === null) return plan === actual ? [] : [`${place}: appeared or vanished`];
    return objectErrors(attributes, plan, actual, place);
  }
  const isFitting = (left: Value, right: Value) => objectErrors(attributes, left, right, place).length === 0;
  if (mode === "set") return setErrors(type, plan as readonly Value[], actual as readonly Value[], isFitting, place);
  const keys = Object.keys(plan as object);
  if (
    keys.sort().join() !==
    Object.keys(actual ?? [])
      .sort()
      .join()
  )
    return [`${place}: block count changed`];
  return keys.flatMap((key) => objectErrors(attributes, at(plan, key), at(actual, key), `${place}[${key}]`));
}

function valueErrors(type: Type, plan: Value, actual: Value, place: string): string[] {
  if (actual instanceof Unknown) return plan instanceof Unknown ? [] : [`${place}: was known, but now unknown`];
  if (plan instanceof Unknown) return refinementErrors(plan, actual, place);
  if (plan === null) return actual === null ? [] : [`${place}: was null, but now is not`];
  if (actual === null) return [`${place}: was not null, but now is`];
  if (isList(plan) && isList(actual)) {
    const isFitting = (left: Value, right: Value) => valueErrors(innerType(type, 0), left, right, place).length === 0;
    if (type[0] === "set") return setErrors(type, plan, actual, isFitting, place);
    if (plan.length !== actual.length) return [`${place}: an element has vanished or appeared`];
    return plan.flatMap((part, index) =>
      valueErrors(innerType(type, index), part, at(actual, index), `${place}[${index}]`),
    );
  }
  if (isRecord(plan) && isRecord(actual)) {
    const names = Object.keys(plan).sort();
    if (names.join() !== Object.keys(actual).sort().join()) return [`${place}: an element has vanished or appeared`];
    return names.flatMap((name) =>
      valueErrors(innerType(type, name), at(plan, name), at(actual, name), `${place}.${name}`),
    );
  }
  return isSame(type, plan, actual) ? [] : [`${place}: was another value`];
}

function refinementErrors({ refinement = {} }: Unknown, actual: Value, place: string): string[] {
  const { notNull = false, prefix = "", minLength = 0, maxLength = Number.POSITIVE_INFINITY } = refinement;
  const length = isList(actual) || isRecord(actual) ? Object.keys(actual).length : undefined;
  const isWithin =
    (actual !== null || !notNull) &&
    (typeof actual !== "string" || actual.startsWith(prefix)) &&
    (length === undefined || (length >= minLength && length <= maxLength));
  return isWithin ? [] : [`${place}: does not conform to planning placeholder`];
}

function setErrors(
  type: Type,
  plan: readonly Value[],
  actual: readonly Value[],
  isFitting: (plan: Value, actual: Value) => boolean,
  place: string,
): string[] {
  const [wanted, found] = [distinct(type, plan), distinct(type, actual)];
  if (found.length > wanted.length) return [`${place}: length changed from ${wanted.length} to ${found.length}`];
  const lost = wanted.filter((element) => !found.some((other) => isFitting(element, other)));
  const strange = found.filter((element) => !wanted.some((other) => isFitting(other, element)));
  return [
    ...lost.map(() => `${place}: planned set element does not correlate with any element in actual`),
    ...strange.map(() => `${place}: actual set element does not correlate with any element in plan`),
  ];
}

/** Everything that Core would refuse in what an apply returns without an error. */
export function resultErrors(schema: Schema, planned: ValueRecord, actual: ValueRecord | null): string[] {
  return [...compatibilityErrors(schema, planned, actual), ...stateErrors(schema, actual)];
}

/** Everything that Core would refuse in any state, such as what a read returns. */
export function stateErrors(schema: Schema, state: ValueRecord | null): string[] {
  if (state === null) return [];
  const members = membersOf(schema);
  return [
    ...typeErrors(objectType(members), state, ""),
    ...(hasUnknown(state) ? ["the returned state contains unknown values"] : []),
    ...writeOnlyErrors(members, state, ""),
  ];
}

function writeOnlyErrors(members: Attributes, values: Value, place: string): string[] {
  return Object.entries(members).flatMap(([name, { writeOnly, nested }]) => {
    const [value, inner] = [at(values, name), `${place}.${name}`];
    if (writeOnly && value !== null) return [`${inner}: returned a value for the write-only attribute`];
    if (nested === undefined || value === null) return [];
    const isOne = nested.mode === "single" || nested.mode === "group";
    return (isOne ? [value] : Object.values(value as object)).flatMap((element: Value) =>
      writeOnlyErrors(nested.attributes, element, inner),
    );
  });
}

/** Terraform for one type of a server. */
export function terraform(server: ProviderServer, typeName: string) {
  const schema = server.resources.get(typeName).schema;
  const plan = (given: Readonly<Record<string, Value>>, prior: ValueRecord | null = null) => {
    const config = complete(schema, given);
    const proposed = propose(membersOf(schema), prior, config);
    const answer = server.resources.plan(typeName, { prior, proposed, config });
    return { ...answer, config };
  };
  return {
    schema,
    plan,
    state: (given: Readonly<Record<string, Value>>) => complete(schema, given),
    destroy: (prior: ValueRecord) => server.resources.plan(typeName, { prior, proposed: null, config: null }),
    /** Plans and applies in place. */
    apply(given: Readonly<Record<string, Value>>, prior: ValueRecord | null = null) {
      const { planned, config, diagnostics } = plan(given, prior);
      if (planned === null) throw new Error(JSON.stringify(diagnostics));
      return server.resources.apply(typeName, { prior, planned, config });
    },
  };
}
