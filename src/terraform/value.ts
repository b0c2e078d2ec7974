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

/** Whether two values of one type are the same to Terraform. Unknown equals unknown; sets have no order. */
export function isSame(type: Type, left: Value, right: Value): boolean {
  if (left === right) return true;
  if (left === null || right === null) return false;
  if (isUnknown(left) || isUnknown(right)) return isUnknown(left) && isUnknown(right);
  if (isDecimal(left)) return isDecimal(right) && left.text === right.text;
  if (typeof type === "string") {
    return (
      type === "string" &&
      typeof left === "string" &&
      typeof right === "string" &&
      left.normalize() === right.normalize()
    );
  }
  if (isList(left) && isList(right)) return isSameSequence(type, left, right);
  return isRecord(left) && isRecord(right) && isSameRecord(type, left, right);
}

function isSameSequence(type: Type, left: readonly Value[], right: readonly Value[]): boolean {
  if (left.length !== right.length) return false;
  if (type[0] === "set") {
    const rest = [...right];
    return left.every((element) => {
      const index = rest.findIndex((candidate) => isSame(partType(type, 0), element, candidate));
      if (index >= 0) rest.splice(index, 1);
      return index >= 0;
    });
  }
  return left.every((element, index) => isSame(partType(type, index), element, right[index] as Value));
}

function isSameRecord(type: Type, left: ValueRecord, right: ValueRecord): boolean {
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every(
    (name) => name in right && isSame(partType(type, name), left[name] as Value, right[name] as Value),
  );
}

/** The type of one element or attribute of a composed type. */
export function partType(type: Type, key: string | number): Type {
  if (typeof type === "string") return "dynamic";
  switch (type[0]) {
    case "tuple":
      return type[1][key as number] ?? "dynamic";
    case "object":
      return type[1][key] ?? "dynamic";
    default:
      return type[1];
  }
}
