/** Writes the code of a package for other languages. What it becomes there is compiled by the languages' own tools. */
import { mkdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import type { Built } from "./build";
import { root, runTool } from "./tools";

/** What there is code for; `dotnet` is C#. The names are those of jsii-pacmak's targets. */
export const LANGUAGES = ["python", "java", "dotnet", "go"] as const;

export type Language = (typeof LANGUAGES)[number];

/**
 * Writes the code into `<folder>-<language>`, beside the package's own folder.
 * @throws {Error} with what jsii-pacmak says
 */
export async function generateLanguages({ folder }: Built, languages: readonly Language[]): Promise<void> {
  const work = `${folder}.languages`;
  const modules = path.join(folder, "node_modules");
  mkdirSync(work);
  symlinkSync(path.join(root, "node_modules"), modules);
  try {
    await runTool("jsii-pacmak", ["--code-only", "--no-npmignore", "--outdir", work, "--targets", ...languages], {
      cwd: folder,
    });
    for (const language of languages) renameSync(path.join(work, language), `${folder}-${language}`);
  } finally {
    rmSync(modules);
    rmSync(work, { recursive: true });
  }
}
