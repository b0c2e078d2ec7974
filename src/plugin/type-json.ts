/** Types as dynamic values carry them: beside the value, as JSON. */
import type { Type } from "../terraform";
import { byUtf8 } from "./utf8-order";

// Deep enough for any real type, shallow enough for the stack.
const MAXIMUM_DEPTH = 500;

/** The type that a parsed JSON value stands for; undefined if it is none that a known value can have. */
export function toType(json: unknown): Type | undefined {
  return json !== "dynamic" && isType(json, 0) ? json : undefined;
}

function isType(type: unknown, depth: number): type is Type {
  if (depth > MAXIMUM_DEPTH) return false;
  if (typeof type === "string") return ["string", "number", "bool", "dynamic"].includes(type);
  if (!Array.isArray(type)) return false;
  const [kind, part] = type as [unknown, unknown];
  if (kind === "list" || kind === "set" || kind === "map") return isType(part, depth + 1);
  if (typeof part !== "object" || part === null) return false;
  if (kind !== "object" && kind !== "tuple") return false;
  return Array.isArray(part) === (kind === "tuple") && Object.values(part).every((inner) => isType(inner, depth + 1));
}

/** A type as JSON, byte by byte as Go writes it: names in order, and escaped as if it went into HTML. */
export function toTypeJson(type: Type): string {
  if (typeof type === "string") return JSON.stringify(type);
  switch (type[0]) {
    case "tuple":
      return `["tuple",[${type[1].map(toTypeJson).join()}]]`;
    case "object": {
      const names = Object.keys(type[1]).sort(byUtf8);
      return `["object",{${names.map((name) => `${toJsonString(name)}:${toTypeJson(type[1][name] as Type)}`).join()}}]`;
    }
    default:
      return `["${type[0]}",${toTypeJson(type[1])}]`;
  }
}

function toJsonString(text: string): string {
  return JSON.stringify(Buffer.from(text).toString()).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The type of a list or record with the type of one part replaced. */
export function withPartType(type: Type, key: string | number, part: Type): Type {
  switch (type[0]) {
    case "tuple":
      return ["tuple", (type[1] as readonly Type[]).with(Number(key), part)];
    case "object":
      return ["object", { ...(type[1] as Readonly<Record<string, Type>>), [key]: part }];
    default:
      return [type[0] as "list", part];
  }
}
