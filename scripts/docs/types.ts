/** Types and values in words. */
import type { Attribute, Type } from "../../src/terraform";

/** `list of string`; objects and tuples without what they consist of. */
export function typeName(type: Type): string {
  if (type === "dynamic") return "any type";
  if (typeof type === "string") return type;
  const [kind, part] = type;
  if (kind === "object") return "object";
  if (kind === "tuple") return `tuple of ${part.map(typeName).join(", ")}`;
  return `${kind} of ${typeName(part)}`;
}

/** As a module would write it: `list(object({ name = string }))`. */
export function typeExpression(type: Type): string {
  if (type === "dynamic") return "any";
  if (typeof type === "string") return type;
  const [kind, part] = type;
  if (kind === "tuple") return `tuple([${part.map(typeExpression).join(", ")}])`;
  if (kind !== "object") return `${kind}(${typeExpression(part)})`;
  return `object({ ${Object.entries(part)
    .map(([name, member]) => `${name} = ${typeExpression(member)}`)
    .join(", ")} })`;
}

/** What the objects of a type consist of, be they in lists, sets or maps; undefined for a type without objects. */
export function membersOf(type: Type): Readonly<Record<string, Type>> | undefined {
  if (typeof type === "string" || type[0] === "tuple") return undefined;
  return type[0] === "object" ? type[1] : membersOf(type[1]);
}

/** A default as a sentence, unless the description says it already. */
export function defaultSentence({ presence, default: value, description }: Attribute): string[] {
  if (presence !== "defaulted" || /\bdefault/i.test(description)) return [];
  return [`Defaults to \`${typeof value === "string" && value !== "" ? value : expression(value)}\`.`];
}

/** A value as a configuration would have it. */
function expression(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(expression).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `${name} = ${expression(member)}`);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}
