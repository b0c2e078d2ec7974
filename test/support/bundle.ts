/** Programs for tests, made from their sources as the product's are. */
import { chmodSync } from "node:fs";
import { buildSync } from "esbuild";

/** Bundles a program into one executable file. */
export function bundleProgram(entry: string, outfile: string): void {
  buildSync({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    banner: { js: "#!/usr/bin/env node" },
    logLevel: "error",
  });
  chmodSync(outfile, 0o755);
}
