/** From spawn to the handshake line, with mTLS as Terraform starts a provider, beside a Node that does nothing. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { createCertificate } from "../src/plugin/certificate";
import { compare } from "./rounds";

const provider = path.join(__dirname, "../dist/terraform-provider-huaweiecs");

const asTerraform = {
  PATH: process.env.PATH,
  TF_PLUGIN_MAGIC_COOKIE: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
  PLUGIN_PROTOCOL_VERSIONS: "6",
  PLUGIN_CLIENT_CERT: createCertificate().pem,
};

function untilFirstOutput(program: string, args: readonly string[]) {
  return new Promise<{ "start (ms)": number; "memory (MB)": number }>((resolve, reject) => {
    const startedAt = performance.now();
    const child = spawn(program, args, { env: asTerraform, stdio: ["ignore", "pipe", "inherit"] });
    child.once("error", reject);
    child.stdout.once("data", () => {
      const elapsed = performance.now() - startedAt;
      const [, peak = "0"] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8")) ?? [];
      child.kill();
      child.once("close", () => resolve({ "start (ms)": elapsed, "memory (MB)": Number(peak) / 1024 }));
    });
  });
}

console.log(`${"".padEnd(51)}     min  median     max`);
void compare(
  {
    "bare node, one line printed": () =>
      untilFirstOutput("node", ["-e", "process.stdout.write('x'); setInterval(() => {}, 1e6)"]),
    "provider, handshake": () => untilFirstOutput(provider, []),
  },
  25,
);
