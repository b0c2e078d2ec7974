/**
 * Writes what is shipped: two executables, each one file that starts from anywhere, and the compiled constructs.
 *
 * An executable is a script for both the shell and Node: the shell half finds Node, keeps `NODE_OPTIONS` meant for
 * other programs out, and says on stdout, the one place that Terraform shows, when there is no Node.
 */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";

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

async function bundle(entry: string, name: string): Promise<void> {
  const outfile = path.join(dist, name);
  await build({
    entryPoints: [path.join(root, "src/cli", entry)],
    outfile,
    bundle: true,
    platform: "node",
    // CommonJS starts faster than ES modules, by 44 ms on Node 22 and newer.
    format: "cjs",
    target: "node20.19",
    minify: true,
    legalComments: "none",
    banner: { js: LAUNCHER },
    // got loads them at once, and we use neither HTTP/2 to the cloud nor its cache; they cost most of got's start.
    alias: {
      "http2-wrapper": path.join(root, "scripts/http2-wrapper-stub.ts"),
      "cacheable-request": path.join(root, "scripts/cacheable-request-stub.ts"),
    },
    logLevel: "warning",
  });
  chmodSync(outfile, 0o755);
}

async function main(): Promise<void> {
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist);
  await Promise.all([bundle("provider-main.ts", "terraform-provider-huaweiecs"), bundle("main.ts", "huaweiecs")]);
  execFileSync("npx", ["--no-install", "tsc", "-p", path.join(root, "src/constructs")], {
    stdio: "inherit",
    cwd: root,
  });
}

void main();
