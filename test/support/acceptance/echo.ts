/** The echo provider as a program, built when it is first asked for. */
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { bundleProgram } from "../bundle";
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
  bundleProgram(path.join(__dirname, "echo/main.ts"), program);
  return { program, address: "registry.terraform.io/huaweiecs/echo" };
}
