import type { Attribute, Block, Schema } from "./attributes";
import type { Type } from "./type";
import { copy, record, type ValueRecord } from "./value";

type ObjectType = readonly ["object", Readonly<Record<string, Type>>];

/** The type of a whole resource or provider configuration: attributes and blocks side by side. */
export function schemaType({ attributes, blocks }: Schema): ObjectType {
  const members: Record<string, Type> = {};
  for (const [name, attribute] of Object.entries(attributes)) members[name] = attribute.type;
  for (const [name, block] of Object.entries(blocks)) members[name] = blockType(block);
  return ["object", members];
}

function blockType({ attributes }: Block): ObjectType {
  return ["object", Object.fromEntries(Object.entries(attributes).map(([name, { type }]) => [name, type]))];
}

/** The attributes of a value without its blocks, as a copy with which a handler may do what it likes. */
export function attributesOf({ attributes }: Schema, values: ValueRecord): ValueRecord {
  return record(
    Object.entries(values)
      .filter(([name]) => Object.hasOwn(attributes, name))
      .map(([name, value]) => [name, copy(value)]),
  );
}

/** Whether the provider fills the attribute in when the configuration does not: Terraform's "computed". */
export function isFilledByProvider({ presence }: Attribute): boolean {
  return presence === "computed" || presence === "assigned" || presence === "defaulted";
}
