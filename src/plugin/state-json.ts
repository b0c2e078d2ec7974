/** State as it is stored in JSON, read against its type. */
import { formatPath, type Path, partType, record, type Type, type Value } from "../terraform";
import { ValueError } from "./msgpack";

/** @throws {ValueError} if the JSON is no value of the type */
export function fromStateJson(type: Type, json: unknown, path: Path = []): Value {
  if (json === null || json === undefined) return null;
  if (typeof type === "string") return scalar(type, json, path);
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
          fromStateJson(partOf, parts[attribute], [...path, { attribute }]),
        ]),
      );
    }
  }
}

function scalar(type: Type & string, json: unknown, path: Path): Value {
  if (type === "bool" && typeof json === "boolean") return json;
  if (type === "number" && typeof json === "number") return json;
  if (type === "string" && typeof json === "string") return json;
  throw new ValueError(path, `a ${type} is required where the state has ${JSON.stringify(json)} (${formatPath(path)})`);
}

function members(json: unknown, path: Path): Readonly<Record<string, unknown>> {
  if (typeof json !== "object" || json === null || Array.isArray(json))
    throw new ValueError(path, "an object is required");
  return json as Readonly<Record<string, unknown>>;
}
