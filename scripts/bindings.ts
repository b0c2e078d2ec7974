/** The CDKTF classes of a provider, as `cdktf get` makes them, made without Terraform from what the provider declares. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Declarations } from "./declarations";
import { filesIn } from "./generated-files";
import { type Json, type JsonObject, providerSchemaJson } from "./provider-schema";

/** The files of the classes, by name. Throws an error that names what the CDKTF generator cannot express. */
export async function generateBindings(provider: Declarations): Promise<Map<string, string>> {
  // Loading them asks terraform for its version; it must not call home for that.
  process.env.CHECKPOINT_DISABLE = "1";
  const { ConstructsMakerProviderTarget, Language, TerraformProviderConstraint } = await import("@cdktf/commons");
  // The package's root wants jsii installed, which only the languages other than TypeScript need.
  const { TerraformProviderGenerator } = await import("@cdktf/provider-generator/lib/get/generator/provider-generator");
  const { CodeMaker } = await import("codemaker");

  const source = provider.address.split("/").slice(-2).join("/");
  const [major, minor] = provider.version.split(".");
  const constraint = new TerraformProviderConstraint(`${source}@~> ${major}.${minor}`);
  // No provider_versions in the schema: the bindings then accept every patch release.
  const generator = new TerraformProviderGenerator(new CodeMaker(), bindableSchema(provider) as never);
  generator.generate(new ConstructsMakerProviderTarget(constraint, Language.TYPESCRIPT));
  const work = mkdtempSync(path.join(os.tmpdir(), "bindings-"));
  try {
    await generator.save(work);
    const folder = path.join(work, "providers", provider.name);
    return new Map(filesIn(folder).map((name) => [name, readFileSync(path.join(folder, name), "utf8")]));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The parts of the schema that there are classes for. */
function bindableSchema(provider: Declarations): JsonObject {
  const schemas = providerSchemaJson(provider).provider_schemas[provider.address] ?? {};
  const kept = Object.entries(schemas).filter(([section]) => SECTIONS.includes(section));
  const bound = kept.map(([section, schema]) => [section, bindable(schema, [])]);
  return { provider_schemas: { [provider.address]: Object.fromEntries(bound) } };
}

const SECTIONS = ["provider", "resource_schemas", "data_source_schemas"];

/** A part of the schema as far as the CDKTF generator understands it; some of the rest it leaves out without a word. */
function bindable(json: Json, place: readonly string[]): Json {
  if (typeof json !== "object") return json;
  if (isList(json)) return json.map((each) => bindable(each, place));
  if (json.nesting_mode === "map" && json.block !== undefined) refuse("a block of mode map", place);
  const entries = Object.entries(json).map(([name, value]): [string, Json] => {
    // A group is written like a single block. That it is there when it is not written concerns its reader alone.
    if (name === "nesting_mode" && value === "group") return [name, "single"];
    if (name === "type" && JSON.stringify(value).includes('["tuple"')) refuse("a tuple", place);
    return [name, bindable(value, STRUCTURE.includes(name) ? place : [...place, name])];
  });
  return Object.fromEntries(entries);
}

/** Members of the schema that are no names of the provider's. */
const STRUCTURE = ["block", "block_types", "attributes", "nested_type"];

function isList(json: readonly Json[] | JsonObject): json is readonly Json[] {
  return Array.isArray(json);
}

function refuse(what: string, place: readonly string[]): never {
  throw new Error(`CDKTF has no classes for ${what}: ${place.join(".")}. Declare a nested attribute instead.`);
}
