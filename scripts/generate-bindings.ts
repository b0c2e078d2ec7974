/**
 * Generates the CDKTF classes of src/constructs/generated from the provider's own schema. `--check` writes nothing
 * and fails, naming the files, if they are stale.
 */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { provider } from "../src/provider";
import { providerSchemaJson } from "./provider-schema";

const target = path.join(__dirname, "../src/constructs/generated");

async function main(): Promise<void> {
  const work = mkdtempSync(path.join(os.tmpdir(), "huaweiecs-bindings-"));
  try {
    // Loading them asks terraform for its version; it must not call home for that.
    process.env.CHECKPOINT_DISABLE = "1";
    const { ConstructsMakerProviderTarget, Language, TerraformProviderConstraint } = await import("@cdktf/commons");
    // The package's root wants jsii installed, which only the languages other than TypeScript need.
    const { TerraformProviderGenerator } = await import(
      "@cdktf/provider-generator/lib/get/generator/provider-generator"
    );
    const { CodeMaker } = await import("codemaker");

    const [major, minor] = provider.version.split(".");
    const constraint = new TerraformProviderConstraint(`huaweiecs/huaweiecs@~> ${major}.${minor}`);
    // No provider_versions in the schema: the bindings then accept every patch release.
    const generator = new TerraformProviderGenerator(new CodeMaker(), providerSchemaJson() as never);
    generator.generate(new ConstructsMakerProviderTarget(constraint, Language.TYPESCRIPT));
    await generator.save(work);
    const generated = path.join(work, "providers/huaweiecs");
    if (process.argv.includes("--check")) check(generated);
    else replace(generated);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function replace(generated: string): void {
  rmSync(target, { recursive: true, force: true });
  cpSync(generated, target, { recursive: true });
}

function check(generated: string): void {
  const names = new Set([...files(generated), ...files(target)]);
  const stale = [...names].filter((name) => content(generated, name) !== content(target, name));
  if (stale.length === 0) return;
  console.error(`Stale in src/constructs/generated: ${stale.join(", ")}. Run \`npm run generate:bindings\`.`);
  process.exitCode = 1;
}

function files(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)));
}

function content(directory: string, name: string): string | undefined {
  const file = path.join(directory, name);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

void main();
