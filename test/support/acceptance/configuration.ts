/** The configuration of a step, as files. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type JsonObject, stringifyJson } from "./json";
import { localName, type ProviderUnderTest } from "./provider-under-test";

/** HCL, or what Terraform reads as JSON. */
export type ConfigurationText = string | JsonObject;

/** By name, relative to the folder: `main.tf`, `main.tf.json`, `module/main.tf`. */
export type Files = Readonly<Record<string, string>>;

export interface Configuration {
  /** The configuration, when one file is enough. */
  readonly config?: ConfigurationText;
  /** More files, or all of them: a JSON object for a name that ends in `.json`. */
  readonly files?: Readonly<Record<string, ConfigurationText>>;
}

export function filesOf({ config, files = {} }: Configuration): Files {
  const main = config === undefined ? {} : { [typeof config === "string" ? "main.tf" : "main.tf.json"]: config };
  return textsOf({ ...main, ...files });
}

/** The files of a folder, for a configuration that is kept as one. */
export function filesIn(folder: string): Files {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    names.map(({ parentPath, name }) => {
      const file = path.join(parentPath, name);
      return [path.relative(folder, file), readFileSync(file, "utf8")];
    }),
  );
}

/** The variables' values, as Terraform reads them without being told. */
export function variablesFile(variables: JsonObject): Files {
  return Object.keys(variables).length === 0 ? {} : textsOf({ "step.auto.tfvars.json": variables });
}

/** Says where the providers come from, unless a file does. */
export function requirementsFile(files: Files, providers: readonly ProviderUnderTest[]): Files {
  if (Object.entries(files).some(([name, text]) => !name.includes("/") && text.includes("required_providers")))
    return {};
  const required = Object.fromEntries(providers.map((provider) => [localName(provider), { source: provider.address }]));
  return textsOf({ "required_providers.tf.json": { terraform: { required_providers: required } } });
}

/** Puts the files in the place of those that were written before. */
export function replaceFiles(folder: string, old: Files, files: Files): void {
  for (const name of Object.keys(old)) rmSync(path.join(folder, name), { force: true });
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

function textsOf(files: Readonly<Record<string, ConfigurationText>>): Files {
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => [name, typeof text === "string" ? text : stringifyJson(text)]),
  );
}
