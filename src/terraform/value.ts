import type { Type } from "./type";

/**
 * A Terraform value as plain data. Lists, sets and tuples are arrays; objects and maps are records without a
 * prototype, so that a key such as `__proto__` is data like any other.
 */
export type Value = null | boolean | string | number | Decimal | Unknown | readonly Value[] | ValueRecord;

export interface ValueRecord {
  readonly [name: string]: Value;
}

/** A value that will be known only after apply. */
export class Unknown {
  readonly known = false;

  toString(): string {
    return "(known after apply)";
  }
}

export const UNKNOWN = new Unknown();

/** A number that no JavaScript number holds exactly, as its decimal text. */
export class Decimal {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

export function isUnknown(value: unknown): value is Unknown {
  return value instanceof Unknown;
}

export function isRecord(value: Value): value is ValueRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isUnknown(value) && !isDecimal(value);
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function isDecimal(value: unknown): value is Decimal {
  return value instanceof Decimal;
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
  if (isUnknown(value)) return null;
  if (isList(value)) return value.map(unknownAsNull);
  return isRecord(value) ? record(Object.entries(value).map(([name, part]) => [name, unknownAsNull(part)])) : value;
}

/** A value with the same content that shares no list and no record with the original. */
export function copy(value: Value): Value {
  if (isList(value)) return value.map(copy);
  return isRecord(value) ? record(Object.entries(value).map(([name, part]) => [name, copy(part)])) : value;
}

/** Whether two values of one type are the same to Terraform. Unknown equals unknown; sets have no order. */
export function isSame(type: Type, left: Value, right: Value): boolean {
  if (left === right) return true;
  if (left === null || right === null) return false;
  if (isUnknown(left) || isUnknown(right)) return isUnknown(left) && isUnknown(right);
  if (isNumber(left) && isNumber(right)) return plainNumber(left) === plainNumber(right);
  if (typeof left === "string" && typeof right === "string") return left.normalize() === right.normalize();
  if (isList(left) && isList(right)) return isSameSequence(type, left, right);
  return isRecord(left) && isRecord(right) && isSameRecord(type, left, right);
}

function isNumber(value: Value): value is number | Decimal {
  return typeof value === "number" || isDecimal(value);
}

/** One text for all ways to write a number: its digits without zeros around them, and the power of ten. */
function plainNumber(value: number | Decimal): string {
  const [mantissa = "", exponent = "0"] = String(value).toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.replace(/^[+-]/, "").split(".");
  const digits = (whole + fraction).replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return "0";
  const power = Number(exponent) - fraction.length + digits.length - significant.length;
  return `${mantissa.startsWith("-") ? "-" : ""}${significant}e${power}`;
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
