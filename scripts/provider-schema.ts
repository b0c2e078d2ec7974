/**
 * A provider's schema in the form that `terraform providers schema -json` prints, made without Terraform. It is what the
 * newest version prints: before 1.12 there are no identities, before 1.14 no lists and actions, and before the protocol
 * had them in 6.10 no deprecation messages.
 */
import {
  type Attribute,
  type Attributes,
  type Block,
  type Identity,
  isFilledByProvider,
  isRequiredForImport,
  type Kind,
  type Nested,
  type Parameter,
  type ProviderFunction,
  type Schema,
  splitBlocks,
  type Type,
} from "../src/terraform";
import type { Declarations } from "./declarations";

export type Json = string | number | boolean | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: Json;
}

export function providerSchemaJson(provider: Declarations) {
  const { name, address, schema, resources, functions = [] } = provider;
  const byType = <K extends Pick<Kind, "name" | "schema">>(
    kinds: readonly K[] = [],
    toJson: (kind: K) => JsonObject = (kind) => schemaJson(kind.schema),
  ) => sorted(kinds.map((kind) => [`${name}_${kind.name}`, toJson(kind)]));
  return {
    format_version: "1.0",
    provider_schemas: {
      [address]: filled({
        provider: schemaJson(schema),
        resource_schemas: byType(resources),
        data_source_schemas: byType(provider.dataSources),
        ephemeral_resource_schemas: byType(provider.ephemerals),
        list_resource_schemas: byType(provider.lists),
        // Nothing of an action is stored, so its schema has no version.
        action_schemas: byType(provider.actions, (action) => ({ block: schemaBlockJson(action.schema) })),
        functions: sorted(functions.map((each) => [each.name, functionJson(each)])),
        resource_identity_schemas: sorted(
          resources.flatMap(({ name: resource, identity }) =>
            identity === undefined ? [] : [[`${name}_${resource}`, identityJson(identity)] as const],
          ),
        ),
      }),
    },
  };
}

function schemaJson(schema: Schema): JsonObject {
  return { version: schema.version ?? 0, block: schemaBlockJson(schema) };
}

function schemaBlockJson(schema: Schema): JsonObject {
  return blockJson(schema, { ...schema.attributes, ...schema.blocks });
}

type Described = Pick<Schema, "description" | "deprecated">;

function blockJson(described: Described, members: Attributes): JsonObject {
  const { attributes, blocks } = splitBlocks(members);
  return filled({
    attributes: attributesJson(attributes),
    block_types: sorted(Object.entries(blocks).map(([name, block]) => [name, nestedBlockJson(block)])),
    ...describedJson(described),
  });
}

function nestedBlockJson(block: Block): JsonObject {
  const { mode, attributes, minItems, maxItems } = block.nested;
  return filled({ nesting_mode: mode, min_items: minItems, max_items: maxItems, block: blockJson(block, attributes) });
}

function attributesJson(attributes: Attributes): JsonObject {
  return sorted(Object.entries(attributes).map(([name, attribute]) => [name, attributeJson(attribute)]));
}

function attributeJson(attribute: Attribute): JsonObject {
  const { presence, type, nested, sensitive, writeOnly } = attribute;
  return filled({
    ...(nested === undefined ? { type: typeJson(type) } : { nested_type: nestedTypeJson(nested) }),
    ...describedJson(attribute),
    required: presence === "required",
    optional: presence !== "required" && presence !== "computed",
    computed: isFilledByProvider(attribute),
    sensitive,
    write_only: writeOnly,
  });
}

function nestedTypeJson({ mode, attributes }: Nested): JsonObject {
  return filled({ attributes: attributesJson(attributes), nesting_mode: mode });
}

function describedJson({ description, deprecated }: Described): JsonObject {
  return {
    description,
    description_kind: "markdown",
    ...(deprecated === undefined ? {} : { deprecated: true, deprecation_message: deprecated }),
  };
}

function identityJson({ version, attributes }: Identity): JsonObject {
  const attributeJsons = Object.entries(attributes).map(([name, attribute]) => {
    const isRequired = isRequiredForImport(attribute);
    const json = filled({
      type: typeJson(attribute.type),
      description: attribute.description,
      required_for_import: isRequired,
      optional_for_import: !isRequired,
    });
    return [name, json] as const;
  });
  return { version, attributes: sorted(attributeJsons) };
}

function functionJson({ summary, description, returns, parameters, variadic }: ProviderFunction): JsonObject {
  return filled({
    description,
    summary,
    return_type: typeJson(returns),
    parameters: parameters.map(parameterJson),
    ...(variadic === undefined ? {} : { variadic_parameter: parameterJson(variadic) }),
  });
}

function parameterJson({ name, description, type, allowNull }: Parameter): JsonObject {
  return filled({ name, description, is_nullable: allowNull, type: typeJson(type) });
}

function typeJson(type: Type): Json {
  if (typeof type === "string") return type;
  switch (type[0]) {
    case "tuple":
      return ["tuple", type[1].map(typeJson)];
    case "object":
      return ["object", sorted(Object.entries(type[1]).map(([name, member]) => [name, typeJson(member)]))];
    default:
      return [type[0], typeJson(type[1])];
  }
}

/** Terraform prints no false, no zero, and nothing that is empty. */
function filled(members: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: Json): boolean {
  return typeof value === "object" ? Object.keys(value).length === 0 : !value;
}

/** Terraform prints names in order, and what is generated from them must be stable. */
function sorted(entries: readonly (readonly [string, Json])[]): JsonObject {
  return Object.fromEntries(entries.toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
