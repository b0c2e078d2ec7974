/** The provider's schemas as messages. */
import { type Attribute, type Block, isFilledByProvider, type Schema } from "../terraform";
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
  const { presence, type, description, sensitive } = attribute;
  return {
    name,
    type: Buffer.from(JSON.stringify(type)),
    description,
    descriptionKind: wire.StringKind.MARKDOWN,
    required: presence === "required",
    optional: presence !== "required" && presence !== "computed",
    computed: isFilledByProvider(attribute),
    sensitive,
  };
}

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
