/** The provider's schemas as messages. */
import { type Attribute, type Block, isFilledByProvider, type Nested, type Schema } from "../terraform";
import type { Input } from "./protobuf";
import * as wire from "./protocol/messages.generated";

export function toSchema({ description, attributes, blocks }: Schema): Input<wire.Schema> {
  return {
    block: {
      description,
      descriptionKind: wire.StringKind.MARKDOWN,
      attributes: Object.entries(attributes).map(toAttribute),
      blockTypes: Object.entries(blocks).map(toNestedBlock),
    },
  };
}

function toAttribute([name, attribute]: readonly [string, Attribute]): Input<wire.SchemaAttribute> {
  const { presence, type, nested, description, sensitive } = attribute;
  return {
    name,
    ...(nested === undefined ? { type: Buffer.from(JSON.stringify(type)) } : { nestedType: toNestedType(nested) }),
    description,
    descriptionKind: wire.StringKind.MARKDOWN,
    required: presence === "required",
    optional: presence !== "required" && presence !== "computed",
    computed: isFilledByProvider(attribute),
    sensitive,
  };
}

function toNestedType({ mode, attributes }: Nested): Input<wire.SchemaObject> {
  return { nesting: NESTING[mode], attributes: Object.entries(attributes).map(toAttribute) };
}

const NESTING = {
  single: wire.SchemaObjectNestingMode.SINGLE,
  list: wire.SchemaObjectNestingMode.LIST,
  set: wire.SchemaObjectNestingMode.SET,
  map: wire.SchemaObjectNestingMode.MAP,
} as const;

function toNestedBlock([typeName, { description, attributes }]: readonly [
  string,
  Block,
]): Input<wire.SchemaNestedBlock> {
  return {
    typeName,
    nesting: wire.SchemaNestedBlockNestingMode.SINGLE,
    block: {
      description,
      descriptionKind: wire.StringKind.MARKDOWN,
      attributes: Object.entries(attributes).map(toAttribute),
    },
  };
}
