/** Files that a generator owns, and that are committed. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

export interface GeneratedFiles {
  /** The folder that the names are relative to. */
  readonly folder: string;
  /** Its folders in which all is generated; "" for itself. */
  readonly owned: readonly string[];
  /** What should be there, by name. */
  readonly files: ReadonlyMap<string, string>;
}

export interface Differences {
  /** What is missing, or not as it should be. */
  readonly stale: readonly string[];
  /** What nothing is generated for any more. */
  readonly obsolete: readonly string[];
}

export function findDifferences({ folder, owned, files }: GeneratedFiles): Differences {
  const there = owned.flatMap((each) => filesIn(path.join(folder, each)).map((name) => path.join(each, name)));
  return {
    stale: [...files].filter(([name, text]) => read(path.join(folder, name)) !== text).map(([name]) => name),
    obsolete: there.filter((name) => !files.has(name)),
  };
}

export function bringUpToDate(generated: GeneratedFiles): void {
  const { stale, obsolete } = findDifferences(generated);
  for (const name of stale) {
    const file = path.join(generated.folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, generated.files.get(name) ?? "");
  }
  for (const name of obsolete) {
    const file = path.join(generated.folder, name);
    rmSync(file);
    if (readdirSync(path.dirname(file)).length === 0) rmdirSync(path.dirname(file));
  }
}

/** The end of a generator: writes the files, or with `--check` fails and names those that differ. */
export function settle(generated: GeneratedFiles, command: string): void {
  if (!process.argv.includes("--check")) {
    bringUpToDate(generated);
    return;
  }
  const { stale, obsolete } = findDifferences(generated);
  const folder = path.relative(process.cwd(), generated.folder);
  if (stale.length > 0) console.error(`Stale in ${folder}: ${stale.join(", ")}.`);
  if (obsolete.length > 0) console.error(`In ${folder} for nothing that is declared: ${obsolete.join(", ")}.`);
  if (stale.length + obsolete.length === 0) return;
  console.error(`Run \`${command}\`.`);
  process.exitCode = 1;
}

/** All files in a folder and below, by their names relative to it; none if there is no such folder. */
export function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

function read(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
