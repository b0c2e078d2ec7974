/** The echo provider as a program, built when it is first asked for. */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { buildSync } from "esbuild";
import type { ProviderUnderTest } from "./provider-under-test";

let built: ProviderUnderTest | undefined;

/**
 * For checks of ephemeral values: `provider "echo" { data = ephemeral.some_token.x }`, and `resource "echo_echo" "x" {}`
 * has them as `data` in the state.
 */
export function echo(): ProviderUnderTest {
  built ??= build();
  return built;
}

function build(): ProviderUnderTest {
  const folder = mkdtempSync(path.join(os.tmpdir(), "echo-provider-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const program = path.join(folder, "terraform-provider-echo");
  buildSync({
    entryPoints: [path.join(__dirname, "echo/main.ts")],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "cjs",
    banner: { js: "#!/usr/bin/env node" },
  });
  chmodSync(program, 0o755);
  return { program, address: "registry.terraform.io/huaweiecs/echo" };
}
