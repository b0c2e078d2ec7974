/** Makes a package of the constructs for a library: compiled by jsii, and packed as `npm publish` would send it. */
import { copyFileSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { writeConstructs } from "../constructs";
import type { Library } from "../libraries";
import { manifestFor } from "./manifest";
import { jsii, root, runTool } from "./tools";

export interface Built {
  /** What the package is for. */
  readonly library: Library;
  /** The folder with what is published, and nothing else. */
  readonly folder: string;
  /** The archive of it. */
  readonly archive: string;
}

/**
 * Builds a package into `<target>/<library>`, and packs it into `<target>`. The same sources give the same bytes.
 *
 * @param library what the constructs are for
 * @param target an existing folder, without the package
 * @param writeSources what is compiled: writes the sources for a library into a folder
 * @throws {Error} with what jsii says of the sources, in which a warning is an error too
 */
export async function buildPackage(
  library: Library,
  target: string,
  writeSources: (library: Library, folder: string) => void = writeConstructs,
): Promise<Built> {
  const folder = path.join(target, library);
  mkdirSync(folder);
  writeSources(library, path.join(folder, "src"));
  writeFileSync(path.join(folder, "package.json"), `${JSON.stringify(manifestFor(library), null, 2)}\n`);
  copyFileSync(path.join(root, "packages", library, "README.md"), path.join(folder, "README.md"));
  copyFileSync(path.join(root, "LICENSE"), path.join(folder, "LICENSE"));
  await compile(library, folder);
  const [packed] = JSON.parse(await runTool("npm", ["pack", "--json", "--ignore-scripts", folder], target));
  return { library, folder, archive: path.join(target, packed.filename) };
}

async function compile(library: Library, folder: string): Promise<void> {
  await withModules({ library, folder }, async () => {
    // `delete` and `type` are words of Go, where these are written with a capital.
    const options = ["--fail-on-warnings", "--silence-warnings", "reserved-word"];
    await runTool(jsii, options, folder).catch(({ message }: Error) => {
      const places = message.replaceAll(/^src\//gm, "src/constructs/");
      throw new Error(`jsii does not accept the constructs for ${library}.\n${places}`);
    });
  });
  for (const left of ["src", "tsconfig.json", "lib/tsconfig.tsbuildinfo"]) {
    rmSync(path.join(folder, left), { recursive: true });
  }
}

/** Has in a package's folder what it imports, and itself as its examples import it, while something runs. */
export async function withModules(
  { library, folder }: Pick<Built, "library" | "folder">,
  action: () => Promise<unknown>,
): Promise<void> {
  const modules = path.join(folder, "node_modules");
  const link = (name: string, target: string) => {
    mkdirSync(path.dirname(path.join(modules, name)), { recursive: true });
    symlinkSync(target, path.join(modules, name));
  };
  try {
    for (const name of [library, "constructs", "@types/node"]) link(name, path.join(root, "node_modules", name));
    link(manifestFor(library).name, folder);
    await action();
  } finally {
    rmSync(modules, { recursive: true });
  }
}
