/** The classes of a provider, as `cdktf get` and `cdktn get` make them, made without Terraform from what it declares. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Declarations } from "./declarations";
import { filesIn } from "./generated-files";
import type { Library } from "./libraries";
import { type Json, type JsonObject, providerSchemaJson } from "./provider-schema";

/**
 * The files of the classes, by name: a folder for each kind of the provider's, `resources.ts` with all resources, and
 * `index.ts` with everything else. Throws an error that names what the library's generator cannot express.
 */
export async function generateBindings(provider: Declarations, library: Library): Promise<Map<string, string>> {
  // Loading a generator asks terraform for its version; it must not call home for that.
  process.env.CHECKPOINT_DISABLE = "1";
  const { sections, generate } = GENERATORS[library];
  const source = provider.address.split("/").slice(-2).join("/");
  const [major, minor] = provider.version.split(".");
  const work = mkdtempSync(path.join(os.tmpdir(), "bindings-"));
  try {
    await generate(bindableSchema(provider, sections), `${source}@~> ${major}.${minor}`, work);
    const folder = path.join(work, "providers", provider.name);
    // The generators' own indexes are in the form of a package of nothing else.
    const classes = filesIn(folder).filter((name) => name.endsWith("/index.ts"));
    const files = classes.map((name): [string, string] => [name, readFileSync(path.join(folder, name), "utf8")]);
    return new Map([...files, ...indexes(new Map(files))]);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function indexes(files: ReadonlyMap<string, string>): [string, string][] {
  const isResource = (text = "") => /^export class \w+ extends \w+\.TerraformResource /m.test(text);
  const index = (names: readonly string[]) =>
    names.map((name) => `export * from "./${path.dirname(name)}";\n`).join("");
  const names = [...files.keys()];
  return [
    ["index.ts", index(names.filter((name) => !isResource(files.get(name))))],
    ["resources.ts", index(names.filter((name) => isResource(files.get(name))))],
  ];
}

interface Generator {
  /** The parts of the schema that it makes classes for. */
  readonly sections: readonly string[];
  /** Writes the classes of the schema's provider, which is given as `<namespace>/<name>@<versions>`, into a folder. */
  generate(schema: JsonObject, constraint: string, folder: string): Promise<void>;
}

// No provider_versions are in the schemas: the classes then accept every patch release.
const GENERATORS: Readonly<Record<Library, Generator>> = {
  cdktf: {
    sections: ["provider", "resource_schemas", "data_source_schemas"],
    async generate(schema, constraint, folder) {
      const { ConstructsMakerProviderTarget, Language } = await import("@cdktf/commons");
      const { CodeMaker, TerraformProviderConstraint, TerraformProviderGenerator } = await import(
        "@cdktf/provider-generator"
      );
      const generator = new TerraformProviderGenerator(new CodeMaker(), schema as never);
      const target = new TerraformProviderConstraint(constraint);
      generator.generate(new ConstructsMakerProviderTarget(target, Language.TYPESCRIPT));
      await generator.save(folder);
    },
  },
  cdktn: {
    sections: ["provider", "resource_schemas", "data_source_schemas", "ephemeral_resource_schemas", "functions"],
    async generate(schema, constraint, folder) {
      const { ConstructsMakerProviderTarget, Language } = await import("@cdktn/commons");
      const { CodeMaker, TerraformProviderConstraint, TerraformProviderGenerator } = await import(
        "@cdktn/provider-generator"
      );
      const generator = new TerraformProviderGenerator(new CodeMaker(), schema as never);
      const target = new TerraformProviderConstraint(constraint);
      generator.generate(new ConstructsMakerProviderTarget(target, Language.TYPESCRIPT));
      await generator.save(folder);
    },
  },
};

function bindableSchema(provider: Declarations, sections: readonly string[]): JsonObject {
  const schemas = providerSchemaJson(provider).provider_schemas[provider.address] ?? {};
  const kept = Object.entries(schemas).filter(([section]) => sections.includes(section));
  const bound = kept.map(([section, schema]) => [section, bindable(schema, [])]);
  return { provider_schemas: { [provider.address]: Object.fromEntries(bound) } };
}

/** A part of the schema as far as the generators understand it; some of the rest they leave out without a word. */
function bindable(json: Json, place: readonly string[]): Json {
  if (typeof json !== "object") return json;
  if (isList(json)) return json.map((each) => bindable(each, place));
  if (json.nesting_mode === "map" && json.block !== undefined) refuse("a block of mode map", place);
  const entries = Object.entries(json).map(([name, value]): [string, Json] => {
    // A group is written like a single block. That it is there when it is not written concerns its reader alone.
    if (name === "nesting_mode" && value === "group") return [name, "single"];
    if (name === "type" && JSON.stringify(value).includes('["tuple"')) refuse("a tuple", place);
    // Those that null can be given to become optional, which the compiler refuses before the variadic one.
    if (name === "parameters" && json.variadic_parameter !== undefined)
      return [name, bindable(withoutNull(value), place)];
    return [name, bindable(value, STRUCTURE.includes(name) ? place : [...place, name])];
  });
  return Object.fromEntries(entries);
}

function withoutNull(parameters: Json): Json {
  if (typeof parameters !== "object" || !isList(parameters)) return parameters;
  return parameters.map((each) => (typeof each === "object" && !isList(each) ? { ...each, is_nullable: false } : each));
}

/** Members of the schema that are no names of the provider's. */
const STRUCTURE = ["block", "block_types", "attributes", "nested_type"];

function isList(json: readonly Json[] | JsonObject): json is readonly Json[] {
  return Array.isArray(json);
}

function refuse(what: string, place: readonly string[]): never {
  throw new Error(`CDKTF has no classes for ${what}: ${place.join(".")}. Declare a nested attribute instead.`);
}
