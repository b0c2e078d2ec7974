/** The provider's schemas as messages. */
import {
  type Attribute,
  type Attributes,
  type Block,
  isFilledByProvider,
  type Nested,
  type Schema,
  splitBlocks,
} from "../terraform";
import type { Input } from "./protobuf";
import * as wire from "./protocol/messages.generated";

export function toSchema({ version = 0, description, attributes, blocks }: Schema): Input<wire.Schema> {
  return { version, block: toBlock(description, { ...attributes, ...blocks }) };
}

function toBlock(description: string, members: Attributes): Input<wire.SchemaBlock> {
  const { attributes, blocks } = splitBlocks(members);
  return {
    description,
    descriptionKind: wire.StringKind.MARKDOWN,
    attributes: Object.entries(attributes).map(toAttribute),
    blockTypes: Object.entries(blocks).map(toNestedBlock),
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

const NESTING = {
  single: wire.SchemaNestedBlockNestingMode.SINGLE,
  list: wire.SchemaNestedBlockNestingMode.LIST,
  set: wire.SchemaNestedBlockNestingMode.SET,
  map: wire.SchemaNestedBlockNestingMode.MAP,
  // Blocks only; for the other modes, attributes and blocks have the same numbers.
  group: wire.SchemaNestedBlockNestingMode.GROUP,
} as const;

function toNestedType({ mode, attributes }: Nested): Input<wire.SchemaObject> {
  return { nesting: NESTING[mode], attributes: Object.entries(attributes).map(toAttribute) };
}

function toNestedBlock([typeName, { description, nested }]: readonly [string, Block]): Input<wire.SchemaNestedBlock> {
  const { mode, attributes, minItems, maxItems } = nested;
  return { typeName, nesting: NESTING[mode], minItems, maxItems, block: toBlock(description, attributes) };
}
