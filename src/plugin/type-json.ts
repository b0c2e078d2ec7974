/** Types as dynamic values carry them: beside the value, as JSON. */
import { Decimal, isList, isRecord, isUnknown, type Type, type Value } from "../terraform";

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

/** The type that Terraform gives to such a value where it is written literally: lists are tuples, maps are objects. */
export function literalType(value: Value): Type {
  if (value === null || isUnknown(value)) return "dynamic";
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number" || value instanceof Decimal) return "number";
  if (isList(value)) return ["tuple", value.map(literalType)];
  return isRecord(value)
    ? ["object", Object.fromEntries(Object.entries(value).map(([name, part]) => [name, literalType(part)]))]
    : "dynamic";
}
