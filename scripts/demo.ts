/**
 * The main job, from end to end, with nothing but real parts: a CDKTF stack, the CDKTF CLI, Terraform, the provider,
 * and the emulator as the cloud. Tells each step, checks what reached the cloud, and fails if anything is wrong.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { styleText } from "node:util";
import { findTerraform } from "./find-terraform";

const root = path.join(__dirname, "..");
const huaweiecs = path.join(root, "dist/huaweiecs");

const STACK = "retain-nics";
const WEB = { server: "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21", port: "3e9b7d52-64c1-4f0e-8a1d-90c2f5b7e613" };
const DB = { server: "d47e63b0-91fa-4c28-a5e9-6c0b82f41d39", port: "19a6e4f3-0c8d-4b75-82ee-7d5f3a90b1c8" };

interface Cloud {
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
  readonly process: ChildProcess;
}

async function main(): Promise<void> {
  const terraform = findTerraform();
  const work = mkdtempSync(path.join(os.tmpdir(), "huaweiecs-demo-"));
  let cloud: Cloud | undefined;
  process.once("exit", () => {
    cloud?.process.kill();
    rmSync(work, { recursive: true, force: true });
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
  // Whoever read the output is gone.
  process.stdout.once("error", () => process.exit(1));

  step("A cloud to try it on: the built-in emulator");
  cloud = await startEmulator();
  tell(`It listens on ${cloud.url}. Keeping the web server's NIC and not the database's is what we want;`);
  tell("now the cloud has it the other way round.");
  await expectSettings(cloud, { web: true, db: false });
  await tryIt(cloud, terraform, work);
  console.log(paint("green", "\nThe demo is complete: every step did what it says, and everything is cleaned up."));
}

async function tryIt(cloud: Cloud, terraform: string, work: string): Promise<void> {
  const env = await install(cloud, work);

  step("The stack, synthesized by the CDKTF CLI from examples/retain-nics/main.ts");
  const project = copyProject(work);
  await execute(path.join(root, "node_modules/.bin/cdktf"), ["synth"], { cwd: project, env });
  const directory = path.join(project, "cdktf.out/stacks", STACK);
  const plain = process.stdout.isTTY ? [] : ["-no-color"];
  const tf = (...args: string[]) =>
    execute(terraform, [...args, ...plain], { cwd: directory, env, show: args[0] !== "init" });

  step("terraform init: finds the provider in the local mirror");
  await tf("init", "-input=false");
  await expectRequests(cloud, "nothing", {});

  step("terraform plan: what a reviewer sees");
  const plan = await tf("plan", "-input=false");
  verify(plan.includes("2 to add, 0 to change, 0 to destroy"), "the plan adds two settings");
  verify(
    plan.includes("This NIC will be deleted with its server"),
    "the plan warns of the NIC that goes with its server",
  );
  await expectRequests(cloud, "nothing: a plan of new settings asks the cloud nothing", {});

  step("terraform apply: reconciles the cloud with the stack");
  await tf("apply", "-input=false", "-auto-approve");
  await expectSettings(cloud, { web: false, db: true });
  await expectRequests(cloud, "a read, the change and a look afterwards, for each NIC", { GET: 4, PUT: 2 });

  step("terraform plan again: nothing to do");
  verify((await tf("plan", "-input=false")).includes("No changes"), "the plan is empty");
  await expectRequests(cloud, "one read for each server", { GET: 2 });

  step("Somebody changes a NIC behind Terraform's back");
  await ask(cloud, "PUT", `servers/${WEB.server}/nics/${WEB.port}`, { delete_on_termination: true });
  await expectSettings(cloud, { web: true, db: true });

  step("terraform plan: the drift is shown");
  const drift = await tf("plan", "-input=false");
  verify(drift.includes("0 to add, 1 to change, 0 to destroy"), "the plan changes one setting back");
  await expectRequests(cloud, "one read for each server", { GET: 2 });

  step("terraform apply: the drift is put right");
  await tf("apply", "-input=false", "-auto-approve");
  await expectSettings(cloud, { web: false, db: true });
  await expectRequests(cloud, "the refresh, then one NIC's read, change and look", { GET: 4, PUT: 1 });

  step("terraform destroy: the NICs stay, and each gets back the setting that was found at first");
  await tf("destroy", "-input=false", "-auto-approve");
  await expectSettings(cloud, { web: true, db: false });
  await expectRequests(cloud, "the refresh, then a read, the change and a look for each NIC", { GET: 6, PUT: 2 });
}

/** Puts the provider into a mirror of the demo's own, and returns the environment in which Terraform finds it. */
async function install(cloud: Cloud, work: string): Promise<NodeJS.ProcessEnv> {
  step("The provider, installed where Terraform finds it");
  const mirror = path.join(work, "mirror");
  await execute(huaweiecs, ["install", "--into", mirror], { cwd: work, env: process.env });
  tell("huaweiecs install --into a folder that goes away with the demo; without --into it is ~/.terraform.d/plugins.");
  const configuration = path.join(work, "terraformrc");
  writeFileSync(configuration, `provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`);
  const home = path.join(work, "home");
  mkdirSync(home);
  return {
    PATH: process.env.PATH,
    HOME: home,
    TMPDIR: process.env.TMPDIR,
    TERM: process.env.TERM,
    ...cloud.env,
    HUAWEIECS_ENDPOINT: cloud.url,
    TF_CLI_CONFIG_FILE: configuration,
    TF_IN_AUTOMATION: "1",
    CHECKPOINT_DISABLE: "1",
    CI: "1",
  };
}

/** The example in a project of its own: CDKTF keeps a stack's state in the project, and this one's may be in use. */
function copyProject(work: string): string {
  const project = path.join(work, "project");
  for (const name of ["examples/retain-nics", "cdktf.json", "package.json"]) {
    cpSync(path.join(root, name), path.join(project, name), { recursive: true });
  }
  for (const name of ["node_modules", "dist"]) symlinkSync(path.join(root, name), path.join(project, name));
  return project;
}

async function startEmulator(): Promise<Cloud> {
  const child = spawn(huaweiecs, ["emulator", "--port", "0", "--json"], { stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) {
    const { event, url, env } = JSON.parse(line);
    if (event !== "listening") continue;
    // What follows is one line for each request; the demo asks for them when it needs them.
    child.stdout.resume();
    return { url, env, process: child };
  }
  throw new Error("The emulator ended before it listened.");
}

interface ExecuteOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Show what the program prints as it prints it. */
  readonly show?: boolean;
}

/** Runs a program that must succeed; what it printed is shown when it fails, if it was not shown before. */
function execute(program: string, args: readonly string[], options: ExecuteOptions): Promise<string> {
  const { cwd, env, show = false } = options;
  if (show) console.log(`\n${paint("dim", `$ terraform ${args.join(" ")}`)}`);
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let text = "";
    const take = (chunk: Buffer) => {
      text += chunk.toString();
      if (show) process.stdout.write(chunk);
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.once("error", reject);
    child.once("close", (status) => {
      if (status === 0) resolve(text);
      else reject(new Error(`${path.basename(program)} ${args[0]} exited with ${status}.${show ? "" : `\n${text}`}`));
    });
  });
}

function paint(format: Parameters<typeof styleText>[0], text: string): string {
  return process.stdout.isTTY ? styleText(format, text) : text;
}

let stepNumber = 0;

function step(title: string): void {
  stepNumber++;
  console.log(`\n${paint(["bold", "cyan"], `[${stepNumber}] ${title}`)}`);
}

function tell(text: string): void {
  console.log(`    ${text}`);
}

function verify(holds: boolean, what: string): void {
  if (!holds) throw new Error(`This should hold, and does not: ${what}.`);
  console.log(paint("green", `    ✓ ${what}`));
}

async function expectSettings(cloud: Cloud, expected: { web: boolean; db: boolean }): Promise<void> {
  const { servers } = (await ask(cloud, "GET", "servers")) as {
    servers: { id: string; nics: { port_id: string; delete_on_termination: boolean }[] }[];
  };
  for (const [name, { server, port }, setting] of [
    ["web-1", WEB, expected.web],
    ["db-1", DB, expected.db],
  ] as const) {
    const nic = servers.find(({ id }) => id === server)?.nics.find(({ port_id: id }) => id === port);
    verify(nic?.delete_on_termination === setting, `the cloud has delete_on_termination = ${setting} for ${name}`);
  }
}

/** Checks the requests since the last call, by method, and tells them. */
async function expectRequests(cloud: Cloud, why: string, expected: Readonly<Record<string, number>>): Promise<void> {
  const { requests } = (await ask(cloud, "GET", "requests")) as {
    requests: { method: string; path: string; status: number; summary: string }[];
  };
  await ask(cloud, "DELETE", "requests");
  for (const { method, path: where, status, summary } of requests) {
    const shown = where.replace(/^.*cloudservers/, "…").replace(/([0-9a-f]{8})-[0-9a-f-]{27}/g, "$1…");
    tell(paint("dim", `${method.padEnd(4)} ${shown}  ${status}  ${summary}`));
  }
  const counts: Record<string, number> = {};
  for (const { method } of requests) counts[method] = (counts[method] ?? 0) + 1;
  const same = JSON.stringify(Object.entries(counts).sort()) === JSON.stringify(Object.entries(expected).sort());
  verify(same, `the cloud was asked: ${why}${same ? "" : ` (it was ${JSON.stringify(counts)})`}`);
}

async function ask(cloud: Cloud, method: string, route: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${cloud.url}/emulator/${route}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  if (!response.ok) throw new Error(`The emulator answered ${response.status} to ${method} ${route}.`);
  return response.status === 204 ? undefined : response.json();
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(paint("red", `\nThe demo failed: ${error instanceof Error ? error.message : String(error)}`));
    process.exit(1);
  },
);
