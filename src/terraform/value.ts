import { compareNumbers, type Decimal, isNumber } from "./number";
import type { Refinement } from "./refinement";
import type { Type } from "./type";

export { Decimal } from "./number";

/**
 * A Terraform value as plain data. Lists, sets and tuples are arrays; objects and maps are records without a
 * prototype, so that a key such as `__proto__` is data like any other.
 */
export type Value = null | boolean | string | number | Decimal | Unknown | readonly Value[] | ValueRecord;

export interface ValueRecord {
  readonly [name: string]: Value;
}

/** A value that will be known only after apply. Test for it with `isUnknown`: there is more than one. */
export class Unknown {
  readonly known = false;
  /** What is known of it all the same. */
  readonly refinement: Refinement | undefined;
  /** Its type, where it stands in a place of type dynamic and its type is known. */
  readonly type: Type | undefined;

  constructor(refinement?: Refinement, type?: Type) {
    this.refinement = refinement;
    this.type = type;
  }

  toString(): string {
    return "(known after apply)";
  }
}

/** An unknown value of which nothing else is known. */
export const UNKNOWN = new Unknown();

export function isUnknown(value: unknown): value is Unknown {
  return value instanceof Unknown;
}

export function isRecord(value: Value): value is ValueRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isUnknown(value) && !isNumber(value);
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** Makes a record from entries, without a prototype. */
export function record(entries: Iterable<readonly [string, Value]>): ValueRecord {
  const result: Record<string, Value> = Object.create(null);
  for (const [name, value] of entries) result[name] = value;
  return result;
}

/** Whether nothing in the value is unknown, at any depth. */
export function isWhollyKnown(value: Value): boolean {
  if (isUnknown(value)) return false;
  if (isList(value)) return value.every(isWhollyKnown);
  return isRecord(value) ? Object.values(value).every(isWhollyKnown) : true;
}

/** Replaces what is unknown, at any depth, by null. */
export function unknownAsNull(value: Value): Value {
  return isUnknown(value) ? null : mapParts(value, unknownAsNull);
}

/** A value with the same content that shares no list and no record with the original. */
export function copy(value: Value): Value {
  return mapParts(value, copy);
}

function mapParts(value: Value, change: (part: Value) => Value): Value {
  if (isList(value)) return retyped(value, value.map(change));
  if (!isRecord(value)) return value;
  return retyped(value, record(Object.entries(value).map(([name, part]) => [name, change(part)])));
}

/**
 * Whether two values of one type are the same to Terraform. Sets have no order. Unknown equals unknown whatever else
 * is known of it, as in Terraform's own comparison of a plan with its configuration. In places of type dynamic the
 * types count too, as far as both are known.
 */
export function isSame(type: Type, left: Value, right: Value): boolean {
  if (left === right) return true;
  if (left === null || right === null) return false;
  if (type === "dynamic") return isSameDynamic(left, right);
  if (isUnknown(left) || isUnknown(right)) return isUnknown(left) && isUnknown(right);
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right) === 0;
  if (typeof left === "string" && typeof right === "string") return left.normalize() === right.normalize();
  if (isList(left) && isList(right)) return isSameSequence(type, left, right);
  return isRecord(left) && isRecord(right) && isSameRecord(type, left, right);
}

function isSameDynamic(left: Value, right: Value): boolean {
  const type = typeOf(left);
  if (!fits(type, typeOf(right))) return false;
  return isUnknown(left) || isUnknown(right) ? isUnknown(left) && isUnknown(right) : isSame(type, left, right);
}

function isSameSequence(type: Type, left: readonly Value[], right: readonly Value[]): boolean {
  if (type[0] === "set") {
    const isIn = (element: Value, others: readonly Value[]) =>
      others.some((other) => isSame(partType(type, 0), element, other));
    return left.every((element) => isIn(element, right)) && right.every((element) => isIn(element, left));
  }
  return (
    left.length === right.length &&
    left.every((element, index) => isSame(partType(type, index), element, right[index] as Value))
  );
}

function isSameRecord(type: Type, left: ValueRecord, right: ValueRecord): boolean {
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every(
    (name) => Object.hasOwn(right, name) && isSame(partType(type, name), left[name] as Value, right[name] as Value),
  );
}

/** The type of one element or attribute of a composed type. */
export function partType(type: Type, key: string | number): Type {
  if (typeof type === "string") return "dynamic";
  switch (type[0]) {
    case "tuple":
      return type[1][key as number] ?? "dynamic";
    case "object":
      return Object.hasOwn(type[1], key) ? (type[1][key] as Type) : "dynamic";
    default:
      return type[1];
  }
}

// What a dynamic value was sent as belongs to it, and is in nobody's way.
const GIVEN_TYPES = new WeakMap<object, Type>();

/**
 * A copy of a value for a place of type dynamic that is to have this type, and not the one of a literal:
 * `typed(set("string"), ["a", "b"])`.
 */
export function typed(type: Type, value: Value): Value {
  const given = givenType(value);
  if (type === "dynamic" || (given !== undefined && fits(given, type))) return value;
  if (isUnknown(value)) return new Unknown(value.refinement, type);
  if (isList(value)) {
    const elements = value.map((element, index) => typed(partType(type, index), element));
    return isLiteral(type, elements) ? elements : withType(type, elements);
  }
  if (!isRecord(value)) return value;
  const members = record(Object.entries(value).map(([name, part]) => [name, typed(partType(type, name), part)]));
  return isLiteral(type, members) ? members : withType(type, members);
}

/** Whether a literal of these parts has the type; only the type of a null cannot be seen. */
function isLiteral(type: Type, parts: readonly Value[] | ValueRecord): boolean {
  if (type[0] !== "tuple" && type[0] !== "object") return false;
  if (isList(parts)) return parts.every((part, index) => part !== null || partType(type, index) === "dynamic");
  return Object.entries(parts).every(([name, part]) => part !== null || partType(type, name) === "dynamic");
}

function withType<T extends object>(type: Type, parts: T): T {
  GIVEN_TYPES.set(parts, type);
  return parts;
}

function retyped<T extends object>(original: object, changed: T): T {
  const type = GIVEN_TYPES.get(original);
  return type === undefined ? changed : withType(type, changed);
}

/**
 * The value with the types that its nulls in places of type dynamic have in the same places of another one of its type:
 * to Terraform, `tostring(null)` is not what `null` is.
 */
export function withNullTypes(type: Type, value: Value, like: Value): Value {
  if (!hasDynamic(type) || type === "dynamic" || type[0] === "set") return value;
  if (isList(value) && isList(like)) {
    const elements = value.map((part, index) => withNullTypes(partType(type, index), part, like[index] ?? null));
    return retyped(like, elements);
  }
  if (!isRecord(value) || !isRecord(like)) return value;
  const beside = (name: string) => (Object.hasOwn(like, name) ? (like[name] as Value) : null);
  const parts = Object.entries(value).map(
    ([name, part]) => [name, withNullTypes(partType(type, name), part, beside(name))] as const,
  );
  return retyped(like, record(parts));
}

function hasDynamic(type: Type): boolean {
  if (typeof type === "string") return type === "dynamic";
  return type[0] === "tuple" || type[0] === "object" ? Object.values(type[1]).some(hasDynamic) : hasDynamic(type[1]);
}

/** The type that a list or record was given with `typed`, or that Terraform sent it with. */
export function givenType(value: unknown): Type | undefined {
  return typeof value === "object" && value !== null ? GIVEN_TYPES.get(value) : undefined;
}

/**
 * The type of a value in a place of type dynamic: the one it was given, else the one that Terraform gives to a literal,
 * in which lists are tuples and maps are objects. Dynamic for null, and for what is wholly unknown.
 */
export function typeOf(value: Value): Type {
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "bool";
  if (isNumber(value)) return "number";
  if (isUnknown(value)) return value.type ?? "dynamic";
  const given = givenType(value);
  if (given !== undefined) return given;
  if (isList(value)) return ["tuple", value.map(typeOf)];
  if (!isRecord(value)) return "dynamic";
  return ["object", Object.fromEntries(Object.entries(value).map(([name, part]) => [name, typeOf(part)]))];
}

/** Whether two types are the same as far as both are known. */
export function fits(left: Type, right: Type): boolean {
  if (left === right || left === "dynamic" || right === "dynamic") return true;
  if (typeof left === "string" || typeof right === "string" || left[0] !== right[0]) return false;
  if (left[0] !== "tuple" && left[0] !== "object") return fits(left[1], right[1] as Type);
  const [names, others] = [Object.keys(left[1]), Object.keys(right[1] as object)];
  if (names.length !== others.length) return false;
  return names.every((name) => others.includes(name) && fits(memberType(left, name), memberType(right, name)));
}

function memberType(type: Type, name: string): Type {
  return partType(type, type[0] === "tuple" ? Number(name) : name);
}
