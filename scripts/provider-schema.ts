/** The provider's schema in the form that `terraform providers schema -json` prints, made without Terraform. */
import { provider } from "../src/provider";
import { type Attribute, type Attributes, type Block, isFilledByProvider, type Schema } from "../src/terraform";

export function providerSchemaJson() {
  const resources = provider.resources.map(({ name, schema }) => [`${provider.name}_${name}`, schemaJson(schema)]);
  return {
    format_version: "1.0",
    provider_schemas: {
      [provider.address]: { provider: schemaJson(provider.schema), resource_schemas: Object.fromEntries(resources) },
    },
  };
}

function schemaJson({ version = 0, description, attributes, blocks }: Schema) {
  const hasBlocks = Object.keys(blocks).length > 0;
  const blockTypes = sorted(Object.entries(blocks).map(([name, block]) => [name, blockJson(block)]));
  return {
    version,
    block: {
      attributes: attributesJson(attributes),
      ...(hasBlocks ? { block_types: blockTypes } : {}),
      description,
      description_kind: "markdown",
    },
  };
}

function blockJson({ description, nested }: Block) {
  return {
    nesting_mode: nested.mode,
    block: { attributes: attributesJson(nested.attributes), description, description_kind: "markdown" },
  };
}

function attributesJson(attributes: Attributes) {
  return sorted(Object.entries(attributes).map(([name, attribute]) => [name, attributeJson(attribute)]));
}

function attributeJson(attribute: Attribute) {
  const { presence, type, description, sensitive } = attribute;
  const flags = {
    required: presence === "required",
    optional: presence !== "required" && presence !== "computed",
    computed: isFilledByProvider(attribute),
    sensitive,
  };
  const set = Object.entries(flags).filter(([, isSet]) => isSet);
  return { type, description, description_kind: "markdown", ...Object.fromEntries(set) };
}

/** Terraform prints names in order, and what is generated from them must be stable. */
function sorted(entries: readonly (readonly [string, unknown])[]) {
  return Object.fromEntries(entries.toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
