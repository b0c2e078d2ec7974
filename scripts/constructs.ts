/** The constructs' sources for each library, from the ones that are written for CDKTF. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { filesIn } from "./generated-files";
import { LIBRARIES, type Library } from "./libraries";

const folder = path.join(__dirname, "../src/constructs");

/**
 * All that makes a package for a library, by name: what is written by hand, in which `cdktf` becomes the library in the
 * places that are imported from, and the library's own generated classes.
 */
export function constructsFor(library: Library): Map<string, string> {
  const others = LIBRARIES.filter((each) => each !== library).map((each) => path.join("generated", each, path.sep));
  const names = filesIn(folder).filter(
    (name) => name.endsWith(".ts") && !others.some((other) => name.startsWith(other)),
  );
  return new Map(
    names
      .map((name): [string, string] => [name, readFileSync(path.join(folder, name), "utf8")])
      .map(([name, text]) => [name, name.startsWith("generated") ? text : importFrom(library, text)]),
  );
}

function importFrom(library: Library, text: string): string {
  return text.replaceAll(/(?<=from "(?:\.\/generated\/)?)cdktf(?=["/])/g, library);
}

/** Writes the sources for a library into a folder. */
export function writeConstructs(library: Library, target: string): void {
  for (const [name, text] of constructsFor(library)) {
    const file = path.join(target, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
