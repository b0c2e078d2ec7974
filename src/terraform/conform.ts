import type { Path } from "./path";
import type { Type } from "./type";
import { Decimal, isUnknown, partType } from "./value";

/** The first place where a value is not of its type, or undefined if there is none. Null conforms everywhere. */
export function findMisfit(type: Type, value: unknown, path: Path = []): { path: Path; text: string } | undefined {
  if (value === null || isUnknown(value) || type === "dynamic") return undefined;
  if (typeof type === "string")
    return isScalar(type, value) ? undefined : { path, text: `${describe(value)} is no ${type}` };
  switch (type[0]) {
    case "list":
    case "set":
    case "tuple":
      return Array.isArray(value)
        ? first(value, (element, index) => findMisfit(partType(type, index), element, [...path, { index }]))
        : { path, text: `${describe(value)} is no ${type[0]}` };
    case "map":
      return isPlainObject(value)
        ? first(Object.entries(value), ([key, element]) => findMisfit(type[1], element, [...path, { key }]))
        : { path, text: `${describe(value)} is no map` };
    case "object":
      return isPlainObject(value)
        ? findObjectMisfit(type[1], value, path)
        : { path, text: `${describe(value)} is no object` };
  }
}

function findObjectMisfit(attributes: Readonly<Record<string, Type>>, value: Record<string, unknown>, path: Path) {
  const strange = Object.keys(value).find((name) => !Object.hasOwn(attributes, name));
  if (strange !== undefined)
    return { path: [...path, { attribute: strange }], text: "the schema has no such attribute" };
  return first(Object.entries(attributes), ([name, type]) => {
    const inner = [...path, { attribute: name }];
    return value[name] === undefined ? { path: inner, text: "it is missing" } : findMisfit(type, value[name], inner);
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

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Decimal);
}

function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  return Array.isArray(value) ? "a list" : `a ${typeof value}`;
}
