import type { Attribute, Attributes, Block, Blocks, Schema } from "./attributes";
import type { Type } from "./type";
import { copy, record, type Value, type ValueRecord } from "./value";

type ObjectType = readonly ["object", Readonly<Record<string, Type>>];

/** The block that belongs to the framework, and that no handler sees. */
const TIMEOUTS = "timeouts";

/** The attributes and the blocks of one table. */
export function splitBlocks(table: Attributes): Pick<Schema, "attributes" | "blocks"> {
  const entries = Object.entries(table);
  return {
    attributes: Object.fromEntries(entries.filter(([, { presence }]) => presence !== "block")),
    blocks: Object.fromEntries(entries.filter(([, { presence }]) => presence === "block")) as Blocks,
  };
}

/** Attributes and blocks side by side. */
export function membersOf({ attributes, blocks }: Schema): Attributes {
  return { ...attributes, ...blocks };
}

/** What of the schema is the object's own: all but the timeouts. */
export const objectMembers = oncePerSchema((schema): Attributes => {
  const { [TIMEOUTS]: _, ...members } = membersOf(schema);
  return members;
});

/** The type of an object with these attributes and blocks. */
export function objectType(members: Attributes): ObjectType {
  return ["object", Object.fromEntries(Object.entries(members).map(([name, { type }]) => [name, type]))];
}

/** The type of a whole resource or provider configuration. */
export const schemaType = oncePerSchema((schema) => objectType(membersOf(schema)));

/** Every request asks for these again, and a schema never changes. */
function oncePerSchema<Derived>(derive: (schema: Schema) => Derived): (schema: Schema) => Derived {
  const known = new WeakMap<Schema, Derived>();
  return (schema) => {
    const derived = known.get(schema) ?? derive(schema);
    known.set(schema, derived);
    return derived;
  };
}

/** A value without its timeouts, as a copy with which a handler may do what it likes. */
export function attributesOf(schema: Schema, values: ValueRecord): ValueRecord {
  const members = objectMembers(schema);
  return record(
    Object.entries(values)
      .filter(([name]) => Object.hasOwn(members, name))
      .map(([name, value]) => [name, copy(value)]),
  );
}

/** The value of a block that is not written: Terraform wants collections to be empty and not null. */
export function absentBlock({ nested }: Block): Value {
  switch (nested.mode) {
    case "single":
      return null;
    case "group":
      return record(Object.entries(nested.attributes).map(([name, attribute]) => [name, absent(attribute)]));
    case "map":
      return record([]);
    default:
      return [];
  }
}

function absent(attribute: Attribute): Value {
  return attribute.presence === "block" ? absentBlock(attribute as Block) : null;
}

/** Whether the provider fills the attribute in when the configuration does not: Terraform's "computed". */
export function isFilledByProvider({ presence }: Attribute): boolean {
  return presence === "computed" || presence === "assigned" || presence === "defaulted";
}
