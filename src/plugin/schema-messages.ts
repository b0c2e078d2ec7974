/** The provider's schemas as messages. */
import {
  type Attribute,
  type Attributes,
  type Block,
  type Identity,
  isFilledByProvider,
  isRequiredForImport,
  type Nested,
  type Schema,
  splitBlocks,
} from "../terraform";
import type { Input } from "./protobuf";
import * as wire from "./protocol/messages.generated";

export function toSchema(schema: Schema): Input<wire.Schema> {
  const { version = 0, attributes, blocks } = schema;
  return { version, block: toBlock(schema, { ...attributes, ...blocks }) };
}

export function toIdentitySchema({ version, attributes }: Identity): Input<wire.ResourceIdentitySchema> {
  return {
    version,
    identityAttributes: Object.entries(attributes).map(([name, attribute]) => ({
      name,
      type: Buffer.from(JSON.stringify(attribute.type)),
      requiredForImport: isRequiredForImport(attribute),
      optionalForImport: !isRequiredForImport(attribute),
      description: attribute.description,
    })),
  };
}

type Described = Pick<Schema, "description" | "deprecated">;

function toBlock({ description, deprecated }: Described, members: Attributes): Input<wire.SchemaBlock> {
  const { attributes, blocks } = splitBlocks(members);
  return {
    description,
    ...toDeprecation(deprecated),
    descriptionKind: wire.StringKind.MARKDOWN,
    attributes: Object.entries(attributes).map(toAttribute),
    blockTypes: Object.entries(blocks).map(toNestedBlock),
  };
}

function toDeprecation(deprecated: string | undefined) {
  return deprecated === undefined ? {} : { deprecated: true, deprecationMessage: deprecated };
}

function toAttribute([name, attribute]: readonly [string, Attribute]): Input<wire.SchemaAttribute> {
  const { presence, type, nested, description, sensitive, writeOnly, deprecated } = attribute;
  return {
    name,
    ...(nested === undefined ? { type: Buffer.from(JSON.stringify(type)) } : { nestedType: toNestedType(nested) }),
    description,
    descriptionKind: wire.StringKind.MARKDOWN,
    required: presence === "required",
    optional: presence !== "required" && presence !== "computed",
    computed: isFilledByProvider(attribute),
    sensitive,
    writeOnly,
    ...toDeprecation(deprecated),
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

function toNestedBlock([typeName, block]: readonly [string, Block]): Input<wire.SchemaNestedBlock> {
  const { mode, attributes, minItems, maxItems } = block.nested;
  return { typeName, nesting: NESTING[mode], minItems, maxItems, block: toBlock(block, attributes) };
}
