/** State as it is stored in JSON, read against its type. */
import { randomUUID } from "node:crypto";
import { Decimal, type Path, partType, record, type Type, typed, type Value } from "../terraform";
import { fromDecimalText } from "./decimal-text";
import { ValueError } from "./msgpack";
import { toType, withPartType } from "./type-json";

/**
 * Parses JSON without loss: a number that JavaScript cannot hold becomes a `Decimal`.
 * @throws {ValueError} if the text is no JSON
 */
export function parseStateJson(text: string): unknown {
  // What marks a long number must not be found in a string of the state.
  const mark = randomUUID();
  const marked = text.replace(STRING_OR_NUMBER, (token) =>
    token.startsWith('"') || typeof fromDecimalText(token) === "number" ? token : `"${mark}${token}"`,
  );
  const revive = (_key: string, value: unknown) =>
    typeof value === "string" && value.startsWith(mark) ? new Decimal(value.slice(mark.length)) : value;
  try {
    return marked === text ? JSON.parse(text) : JSON.parse(marked, revive);
  } catch {
    throw new ValueError([], "the JSON is unreadable");
  }
}

const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** @throws {ValueError} if the JSON is no value of the type */
export function fromStateJson(type: Type, json: unknown, path: Path = []): Value {
  if (json === null || json === undefined) return null;
  if (type === "dynamic") return dynamic(json, path);
  if (typeof type === "string") return scalar(type, json, path);
  const value = composed(type, json, path);
  const own = typedNulls(json as object).reduce(
    (whole, [key, part]) => withDynamicPart(whole, key, part),
    type as Type,
  );
  return own === type ? value : typed(own, value);
}

/** Nulls that have a type all the same, which only the value around them can keep. */
function typedNulls(json: object): [string, Type][] {
  return Object.entries(json).flatMap(([key, part]): [string, Type][] => {
    const type = isTypedNull(part) ? toType(part.type) : undefined;
    return type === undefined ? [] : [[key, type]];
  });
}

function isTypedNull(json: unknown): json is { readonly type: unknown } {
  return typeof json === "object" && json !== null && "value" in json && json.value === null && "type" in json;
}

function withDynamicPart(type: Type, key: string, part: Type): Type {
  const isDynamic = partType(type, type[0] === "tuple" ? Number(key) : key) === "dynamic";
  return isDynamic ? withPartType(type, key, part) : type;
}

function composed(type: Exclude<Type, string>, json: unknown, path: Path): Value {
  switch (type[0]) {
    case "list":
    case "set":
    case "tuple":
      if (!Array.isArray(json)) throw new ValueError(path, `a ${type[0]} is required`);
      return json.map((element, index) => fromStateJson(partType(type, index), element, [...path, { index }]));
    case "map":
      return record(
        Object.entries(members(json, path)).map(([key, part]) => [
          key,
          fromStateJson(type[1], part, [...path, { key }]),
        ]),
      );
    case "object": {
      const parts = members(json, path);
      return record(
        Object.entries(type[1]).map(([attribute, partOf]) => [
          attribute,
          fromStateJson(partOf, member(parts, attribute), [...path, { attribute }]),
        ]),
      );
    }
  }
}

function dynamic(json: unknown, path: Path): Value {
  const parts = members(json, path);
  const type = toType(member(parts, "type"));
  if (type === undefined) throw new ValueError(path, "the type of a dynamic value is unreadable");
  return typed(type, fromStateJson(type, member(parts, "value"), path));
}

function scalar(type: "string" | "number" | "bool", json: unknown, path: Path): Value {
  if (type === "bool" && typeof json === "boolean") return json;
  if (type === "number" && (typeof json === "number" || json instanceof Decimal)) return json;
  if (type === "string" && typeof json === "string") return json;
  // Without the value itself, which may be a secret.
  throw new ValueError(path, `a ${type} is required`);
}

type Members = Readonly<Record<string, unknown>>;

function members(json: unknown, path: Path): Members {
  if (typeof json !== "object" || json === null || Array.isArray(json) || json instanceof Decimal) {
    throw new ValueError(path, "an object is required");
  }
  return json as Members;
}

/** Not what objects inherit: an attribute may be called `constructor`. */
function member(parts: Members, name: string): unknown {
  return Object.hasOwn(parts, name) ? parts[name] : undefined;
}
