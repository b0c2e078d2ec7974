/**
 * Builds the packages that authors install, one for each library, into dist/packages. With `--languages`, followed by some of
 * python,java,dotnet,go, it also writes their code for these, as far as that is possible without the languages' own tools.
 */
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { LIBRARIES, type Library } from "./libraries";
import { type Built, buildPackage } from "./packages/build";
import { generateLanguages, LANGUAGES, type Language } from "./packages/languages";
import { root } from "./packages/tools";

async function main(): Promise<void> {
  const languages = languagesFrom(process.argv.slice(2));
  const target = path.join(root, "dist/packages");
  const work = `${target}.${process.pid}`;
  const packages = path.join(work, "new");
  mkdirSync(packages, { recursive: true });
  try {
    const built = await all(LIBRARIES.map((library) => build(library, packages, languages)));
    // In two steps that take no time: something may be using the old ones.
    if (existsSync(target)) renameSync(target, path.join(work, "old"));
    renameSync(packages, target);
    for (const { archive } of built) tell(path.join(target, path.basename(archive)));
    for (const language of languages) {
      for (const library of LIBRARIES) console.log(`dist/packages/${library}-${language}`);
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function languagesFrom(args: string[]): readonly Language[] {
  const { values } = parseArgs({ args, options: { languages: { type: "string", default: "" } } });
  const names = values.languages.split(",").filter((name) => name !== "");
  const unknown = names.filter((name) => !LANGUAGES.some((language) => language === name));
  if (unknown.length > 0) {
    throw new Error(`There is no code for ${unknown.join(", ")}. Choose from ${LANGUAGES.join(", ")}.`);
  }
  return LANGUAGES.filter((language) => names.includes(language));
}

async function build(library: Library, folder: string, languages: readonly Language[]): Promise<Built> {
  const built = await buildPackage(library, folder);
  if (languages.length > 0) await generateLanguages(built, languages);
  return built;
}

/** The results of all that goes on, once all has ended; throws what any of it threw. */
async function all<T>(going: readonly Promise<T>[]): Promise<readonly T[]> {
  const ended = await Promise.allSettled(going);
  const problems = ended.flatMap((each) => (each.status === "rejected" ? [String(each.reason?.message)] : []));
  if (problems.length > 0) throw new Error(problems.join("\n\n"));
  return Promise.all(going);
}

function tell(archive: string): void {
  console.log(`${path.relative(root, archive)}  ${Math.round(statSync(archive).size / 1000)} kB`);
}

main().catch(({ message }: Error) => {
  console.error(message);
  process.exitCode = 1;
});
