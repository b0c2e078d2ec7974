/** Makes a package of the constructs for a library: compiled by jsii, and packed as `npm publish` would send it. */
import { copyFileSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { writeConstructs } from "../constructs";
import type { Library } from "../libraries";
import { manifestFor } from "./manifest";
import { root, runTool } from "./tools";

export interface Built {
  /** The folder with what is published, and nothing else. */
  readonly folder: string;
  /** The archive of it, beside the folder. */
  readonly archive: string;
}

/**
 * Builds a package into `<target>/<library>`, and packs it into `<target>`. The same sources give the same bytes.
 *
 * @param library what the constructs are for
 * @param target an existing folder
 * @param writeSources what is compiled: writes the sources for a library into a folder
 * @throws {Error} with what jsii says of the sources, warnings included
 */
export async function buildPackage(
  library: Library,
  target: string,
  writeSources: (library: Library, folder: string) => void = writeConstructs,
): Promise<Built> {
  const folder = path.join(target, library);
  const manifest = manifestFor(library);
  mkdirSync(folder);
  writeSources(library, path.join(folder, "src"));
  writeFileSync(path.join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  copyFileSync(path.join(root, "packages", library, "README.md"), path.join(folder, "README.md"));
  copyFileSync(path.join(root, "LICENSE"), path.join(folder, "LICENSE"));
  await compile(library, folder);
  const [packed] = JSON.parse(await runTool("npm", ["pack", "--json", "--ignore-scripts", folder], { cwd: target }));
  return { folder, archive: path.join(target, packed.filename) };
}

async function compile(library: Library, folder: string): Promise<void> {
  const modules = path.join(folder, "node_modules");
  symlinkSync(path.join(root, "node_modules"), modules);
  try {
    // `delete` and `type` are words of Go, which writes them with a capital here.
    await runTool("jsii", ["--fail-on-warnings", "--silence-warnings", "reserved-word"], { cwd: folder });
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw new Error(`The constructs for ${library} do not compile.\n${text.replaceAll(/^src\//gm, "src/constructs/")}`);
  }
  for (const left of [modules, "src", "tsconfig.json", "lib/tsconfig.tsbuildinfo"]) {
    rmSync(path.resolve(folder, left), { recursive: true });
  }
}
