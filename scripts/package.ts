/**
 * Builds the packages that authors install, one for each library, into dist/packages. `--languages python,java,dotnet,go`
 * also writes their code for other languages, as far as jsii-pacmak brings it without the languages' own tools;
 * `--into FOLDER` chooses another folder, which is replaced.
 */
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { LIBRARIES, type Library } from "./libraries";
import { buildPackage } from "./packages/build";
import { generateLanguages, LANGUAGES, type Language } from "./packages/languages";
import { root } from "./packages/tools";

interface Order {
  readonly target: string;
  readonly languages: readonly Language[];
}

function readOrder(args: readonly string[]): Order {
  const options = { into: { type: "string" }, languages: { type: "string", default: "" } } as const;
  const { into = path.join(root, "dist/packages"), languages } = parseArgs({ args: [...args], options }).values;
  const names = languages.split(",").filter((name) => name !== "");
  const unknown = names.filter((name) => !LANGUAGES.some((each) => each === name));
  if (unknown.length > 0) throw new Error(`No code is written for ${unknown.join(", ")}: choose of ${LANGUAGES}.`);
  return { target: path.resolve(into), languages: LANGUAGES.filter((each) => names.includes(each)) };
}

async function main(): Promise<void> {
  const { target, languages } = readOrder(process.argv.slice(2));
  const work = `${target}.${process.pid}`;
  const packages = path.join(work, "packages");
  mkdirSync(packages, { recursive: true });
  try {
    const archives = await Promise.all(LIBRARIES.map((library) => build(library, packages, languages)));
    // In two steps that take no time: something may be using the old ones.
    if (existsSync(target)) renameSync(target, path.join(work, "old"));
    renameSync(packages, target);
    for (const name of archives) tell(path.join(target, name));
    for (const language of languages) {
      for (const library of LIBRARIES) console.log(path.relative(process.cwd(), path.join(target, `${library}-${language}`)));
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function build(library: Library, folder: string, languages: readonly Language[]): Promise<string> {
  const built = await buildPackage(library, folder);
  if (languages.length > 0) await generateLanguages(built, languages);
  return path.basename(built.archive);
}

function tell(archive: string): void {
  console.log(`${path.relative(process.cwd(), archive)}  ${Math.round(statSync(archive).size / 1000)} kB`);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
