/**
 * Writes what is shipped: two executables, each one file that starts from anywhere, and the compiled constructs.
 *
 * An executable is a script for both the shell and Node: the shell half finds Node, keeps `NODE_OPTIONS` meant for
 * other programs out, and says on stdout, the one place that Terraform shows, when there is no Node.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { minify } from "@swc/core";
import { build } from "esbuild";
import { writeConstructs } from "./constructs";
import type { Library } from "./libraries";

const root = path.join(__dirname, "..");
const dist = path.join(root, "dist");

const NEEDS = "huaweiecs needs Node.js 20.19 or newer";

const LAUNCHER = [
  "#!/bin/sh",
  "':' //; unset NODE_OPTIONS",
  `':' //; command -v node >/dev/null 2>&1 || { echo "${NEEDS}, and there is no node on the PATH. Install it from nodejs.org or by your package manager."; exit 1; }`,
  `':' //; exec node "$0" "$@"`,
  // In words that every Node understands, for the rest of the file is not.
  `;(function(v){if(v[0]<20||(v[0]==20&&v[1]<19)){console.log("${NEEDS}; the one on the PATH is "+process.version+".");process.exit(1)}})(process.versions.node.split(".").map(Number));`,
].join("\n");

/** What got brings and never runs here, or of which it needs little: half of its start, and 50 kB. */
const gotParts = Object.fromEntries(
  [
    ["http2-wrapper", "http2-wrapper"],
    ["cacheable-request", "cacheable-request"],
    ["cacheable-lookup", "cacheable-lookup"],
    ["form-data-encoder", "form-data-encoder"],
    ["@sindresorhus/is", "is"],
  ].map(([name, file]) => [name, path.join(root, "scripts/got-parts", `${file}.ts`)]),
);

async function bundle(entry: string, name: string): Promise<void> {
  const { outputFiles } = await build({
    entryPoints: [path.join(root, "src/cli", entry)],
    write: false,
    bundle: true,
    platform: "node",
    // CommonJS starts faster than ES modules, by 44 ms on Node 22 and newer.
    format: "cjs",
    target: "node20.19",
    minify: true,
    legalComments: "none",
    alias: gotParts,
    logLevel: "warning",
  });
  // It finds another 3 % that esbuild, which looks at each file once, leaves.
  const { code } = await minify(outputFiles[0]?.text ?? "", {
    compress: { passes: 3, toplevel: true },
    mangle: { toplevel: true },
  });
  const program = path.join(dist, name);
  const file = `${program}.${process.pid}`;
  writeFileSync(file, `${LAUNCHER}\n${code}\n`, { mode: 0o755 });
  // In one step: a Terraform may be starting the old one.
  renameSync(file, program);
}

/** The constructs for a library, from sources that are written for the compiler alone. */
function compileConstructs(library: Library, name: string): void {
  const folder = path.join(dist, name);
  const work = `${folder}.${process.pid}`;
  const sources = path.join(work, "sources");
  const compiled = path.join(work, "compiled");
  try {
    writeConstructs(library, sources);
    const compilerOptions = { rootDir: sources, outDir: compiled, noEmit: false };
    const configuration = { extends: "../../../src/constructs/tsconfig.json", compilerOptions, include: ["**/*"] };
    writeFileSync(path.join(sources, "tsconfig.json"), JSON.stringify(configuration));
    execFileSync("npx", ["--no-install", "tsc", "-p", sources], { stdio: "inherit", cwd: root });
    // In two steps that take no time: something may be using the old ones.
    if (existsSync(folder)) renameSync(folder, path.join(work, "old"));
    renameSync(compiled, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  mkdirSync(dist, { recursive: true });
  await Promise.all([bundle("provider-main.ts", "terraform-provider-huaweiecs"), bundle("main.ts", "huaweiecs")]);
  compileConstructs("cdktf", "constructs");
  compileConstructs("cdktn", "constructs-cdktn");
}

void main();
