/**
 * What a user waits for: plan and apply with real Terraform, beside as many `terraform_data` of Terraform itself. One
 * policy stands for all NICs of a server.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { findTerraform } from "../scripts/find-terraform";
import { type Emulator, generateSeed, startEmulator } from "../src/emulator";
import { run } from "../test/support/process";
import { compare } from "./rounds";

const servers = Number(process.argv[2] ?? 125);
const nicsPerServer = Number(process.argv[3] ?? 8);
const rounds = Number(process.argv[4] ?? 3);

const terraform = findTerraform();
const work = mkdtempSync(path.join(os.tmpdir(), "huaweiecs-bench-"));

async function main(): Promise<void> {
  const emulator = await startEmulator({ seed: generateSeed({ servers, nicsPerServer, deleteOnTermination: false }) });
  try {
    const settings = prepare("settings", emulator);
    const policies = prepare("policies", emulator);
    const data = prepare("data", emulator);
    const count = servers * nicsPerServer;
    console.log(`${count} NICs on ${servers} servers`);
    console.log(`${"".padEnd(51)}     min  median     max`);
    await compare(
      {
        terraform_data: () => cycle(data, (value) => dataHcl(count, value)),
        huaweiecs_nic_attachment_setting: () => cycle(settings, (value) => settingsHcl(emulator, value)),
        huaweiecs_server_nic_policy: () => cycle(policies, (value) => policiesHcl(emulator, value)),
      },
      rounds,
    );
  } finally {
    await emulator.stop();
    rmSync(work, { recursive: true, force: true });
  }
}

interface Place {
  readonly directory: string;
  readonly env: NodeJS.ProcessEnv;
}

function prepare(name: string, emulator: Emulator): Place {
  const directory = mkdtempSync(path.join(work, `${name}-`));
  const mirror = path.join(directory, "mirror");
  spawnSync(path.join(__dirname, "../dist/huaweiecs"), ["install", "--into", mirror], { stdio: "ignore" });
  const configuration = path.join(directory, "terraformrc");
  writeFileSync(configuration, `provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`);
  const env = { PATH: process.env.PATH, HOME: directory, TF_CLI_CONFIG_FILE: configuration, CHECKPOINT_DISABLE: "1" };
  return { directory, env: { ...env, ...emulator.env() } };
}

/** Creates all, plans without a change, changes all, destroys all. */
async function cycle(place: Place, hcl: (value: boolean) => string) {
  writeFileSync(path.join(place.directory, "main.tf"), hcl(true));
  await timed(place, "init");
  const create = await timed(place, "apply", "-auto-approve");
  const plan = await timed(place, "plan");
  writeFileSync(path.join(place.directory, "main.tf"), hcl(false));
  const change = await timed(place, "apply", "-auto-approve");
  await timed(place, "destroy", "-auto-approve");
  return { "create (ms)": create, "no-op plan (ms)": plan, "change (ms)": change };
}

async function timed({ directory, env }: Place, ...args: string[]): Promise<number> {
  const startedAt = performance.now();
  const { status, stderr } = await run(terraform, args, { cwd: directory, env });
  if (status !== 0) throw new Error(`terraform ${args.join(" ")} failed:\n${stderr}`);
  return performance.now() - startedAt;
}

function dataHcl(count: number, value: boolean): string {
  const one = (index: number) => `resource "terraform_data" "nic_${index}" {\n  input = ${value}\n}\n`;
  return Array.from({ length: count }, (_, index) => one(index)).join("");
}

function settingsHcl(emulator: Emulator, value: boolean): string {
  const resources = emulator.servers().flatMap(({ id, nics }) =>
    nics.map(
      ({ portId }) => `resource "huaweiecs_nic_attachment_setting" "nic_${portId}" {
  server_id             = "${id}"
  port_id               = "${portId}"
  delete_on_termination = ${value}
}
`,
    ),
  );
  return providerHcl(emulator) + resources.join("");
}

function policiesHcl(emulator: Emulator, value: boolean): string {
  const resources = emulator.servers().map(
    ({ id }) => `resource "huaweiecs_server_nic_policy" "server_${id}" {
  server_id             = "${id}"
  delete_on_termination = ${value}
}
`,
  );
  return providerHcl(emulator) + resources.join("");
}

function providerHcl({ url }: Emulator): string {
  return `terraform {
  required_providers {
    huaweiecs = { source = "huaweiecs/huaweiecs" }
  }
}

provider "huaweiecs" {
  warn_on_delete = false
  endpoints      = { ecs = "${url}", iam = "${url}" }
}

`;
}

void main();
