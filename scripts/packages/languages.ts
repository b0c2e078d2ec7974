/** Writes the code of a package in other languages. Their own tools, which are not needed here, build packages of it. */
import { mkdirSync, renameSync, rmdirSync } from "node:fs";
import path from "node:path";
import { type Built, withModules } from "./build";
import { jsiiPacmak, runTool } from "./tools";

/** What there is code for, by the names of jsii-pacmak's targets; `dotnet` is C#. */
export const LANGUAGES = ["python", "java", "dotnet", "go"] as const;

export type Language = (typeof LANGUAGES)[number];

/**
 * Writes the code into `<folder>-<language>`, beside the package's own folder, with the README's example in the language.
 *
 * @param built the package
 * @param languages at least one
 * @throws {Error} with what jsii-pacmak says
 */
export async function generateLanguages(built: Built, languages: readonly Language[]): Promise<void> {
  const { folder } = built;
  const work = `${folder}.languages`;
  const examples = ["--rosetta-unknown-snippets", "translate"];
  const options = ["--code-only", "--no-npmignore", ...examples, "--outdir", work, "--targets", ...languages];
  mkdirSync(work);
  await withModules(built, () => runTool(jsiiPacmak, options, folder));
  for (const language of languages) renameSync(path.join(work, language), `${folder}-${language}`);
  rmdirSync(work);
}
