import type { Path } from "./path";
import type { Type } from "./type";
import { Decimal, givenType, isUnknown, partType } from "./value";

/** A place in a value that is not of its type, and what is wrong there. */
export interface Misfit {
  readonly path: Path;
  readonly text: string;
}

/**
 * The first place where a value is not of its type or not known, or undefined if there is none. Null conforms
 * everywhere.
 */
export function findMisfit(type: Type, value: unknown, path: Path = []): Misfit | undefined {
  if (value === null) return undefined;
  if (isUnknown(value)) return { path, text: "it is unknown" };
  if (type === "dynamic") return findForeigner(value, path);
  if (typeof type === "string") return isScalar(type, value) ? undefined : unlike(type, value, path);
  switch (type[0]) {
    case "list":
    case "set":
      return Array.isArray(value) ? findElementMisfit(type, value, path) : unlike(type[0], value, path);
    case "tuple":
      if (!Array.isArray(value)) return unlike("tuple", value, path);
      return value.length === type[1].length
        ? findElementMisfit(type, value, path)
        : { path, text: `it has ${value.length} elements instead of ${type[1].length}` };
    case "map":
      return isPlainObject(value)
        ? first(Object.entries(value), ([key, element]) => findMisfit(type[1], element, [...path, { key }]))
        : unlike("map", value, path);
    case "object":
      return isPlainObject(value) ? findObjectMisfit(type[1], value, path) : unlike("object", value, path);
  }
}

/** A dynamic value may be of any type, but of one that Terraform has. */
function findForeigner(value: unknown, path: Path): Misfit | undefined {
  const type = givenType(value);
  if (type !== undefined) return findMisfit(type, value, path);
  if (Array.isArray(value)) return findElementMisfit("dynamic", value, path);
  if (isPlainObject(value)) {
    return first(Object.entries(value), ([key, element]) => findMisfit("dynamic", element, [...path, { key }]));
  }
  const isKnownKind = (["string", "number", "bool"] as const).some((type) => isScalar(type, value));
  return isKnownKind ? undefined : unlike("value of Terraform", value, path);
}

function findElementMisfit(type: Type, value: readonly unknown[], path: Path): Misfit | undefined {
  return first(value, (element, index) => findMisfit(partType(type, index), element, [...path, { index }]));
}

function findObjectMisfit(
  attributes: Readonly<Record<string, Type>>,
  value: Record<string, unknown>,
  path: Path,
): Misfit | undefined {
  const given = new Map(Object.entries(value));
  const strange = [...given.keys()].find((name) => !Object.hasOwn(attributes, name));
  if (strange !== undefined)
    return { path: [...path, { attribute: strange }], text: "the schema has no such attribute" };
  return first(Object.entries(attributes), ([name, type]) => {
    const inner = [...path, { attribute: name }];
    const part = given.get(name);
    return part === undefined ? { path: inner, text: "it is missing" } : findMisfit(type, part, inner);
  });
}

function first<T, R>(items: readonly T[], find: (item: T, index: number) => R | undefined): R | undefined {
  for (const [index, item] of items.entries()) {
    const found = find(item, index);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isScalar(type: "string" | "number" | "bool", value: unknown): boolean {
  if (type === "bool") return typeof value === "boolean";
  if (type === "string") return typeof value === "string";
  return value instanceof Decimal || (typeof value === "number" && Number.isFinite(value));
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || (Object.getPrototypeOf(prototype) === null && !Array.isArray(value));
}

function unlike(kind: string, value: unknown, path: Path): Misfit {
  return { path, text: `${describe(value)} is no ${kind}` };
}

function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (typeof value !== "object") return `a ${typeof value}`;
  return isPlainObject(value) ? "an object" : `an instance of ${value?.constructor.name}`;
}
