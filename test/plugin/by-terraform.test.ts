import type { ChildProcess } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { reattachVariable } from "../support/reattach";
import { PROVIDER_DIED } from "../support/traces";
import { TinyByTerraform } from "./support/tiny-by-terraform";

let tiny: TinyByTerraform;

beforeEach(() => {
  tiny = new TinyByTerraform();
});
afterEach(() => tiny.remove());

const APPLY = ["apply", "-no-color", "-auto-approve"];

/** The text of a run, without the frame that Terraform draws around it. */
function textOf({ stdout, stderr }: { stdout: string; stderr: string }): string {
  return (stdout + stderr).replaceAll(/[\s│]+/g, " ");
}

function press(terraform: ChildProcess): void {
  process.kill(-(terraform.pid as number), "SIGINT");
}

test.each([
  ["crash", "panic: Error: thrown out of nowhere at "],
  ["reject", "panic: Error: rejected by nobody at "],
])("Terraform shows why the provider crashed: %s", async (name, panic) => {
  tiny.things("first", name);
  const run = await tiny.terraform(APPLY);
  expect(run.status).toBe(1);
  const text = textOf(run);
  expect(text).toMatch(PROVIDER_DIED);
  expect(text).toContain("Stack trace from the terraform-provider-tiny plugin:");
  expect(text).toContain(panic);
  expect(text).toContain("The terraform-provider-tiny plugin crashed!");
  expect(Object.keys(tiny.state)).toEqual(["first"]);
  expect(await tiny.traces()).toEqual([]);
});

test("Terraform shows why the provider could not start", async () => {
  tiny.things("first");
  const run = await tiny.terraform(APPLY, { env: { ...tiny.env, PLUGIN_UNIX_SOCKET_GROUP: "no-such-group" } });
  expect(run.status).toBe(1);
  expect(textOf(run)).toContain("Unrecognized remote plugin message: tiny could not start: Command failed: chgrp");
  expect(await tiny.traces()).toEqual([]);
});

test("Ctrl-C during an apply: what was done so far is in the state, tainted, and nothing stays behind", async () => {
  tiny.things("first", "partial");
  const run = await tiny.applyUntil("waiting", press);
  expect(run.status).toBe(1);
  expect(textOf(run)).toContain("The create was cut short");
  expect(tiny.state).toMatchObject({
    first: { attributes: { greeting: "hello" } },
    partial: { status: "tainted", attributes: { greeting: "so far" } },
  });
  expect(await tiny.traces()).toEqual([]);
});

test("SIGTERM to Terraform alone stops an apply as Ctrl-C does", async () => {
  tiny.things("partial");
  await tiny.applyUntil("waiting", (terraform) => void terraform.kill("SIGTERM"));
  expect(tiny.state).toMatchObject({ partial: { status: "tainted", attributes: { greeting: "so far" } } });
  expect(await tiny.traces()).toEqual([]);
});

test("Ctrl-C twice during an apply that does not listen: Terraform leaves, and so does the provider", async () => {
  tiny.things("first", "deaf");
  const run = await tiny.applyUntil("waiting", async (terraform) => {
    const said = new Promise((resolve) =>
      terraform.stdout?.on("data", (chunk) => /Interrupt/.test(chunk) && resolve(0)),
    );
    press(terraform);
    await said;
    press(terraform);
  });
  expect(run.status).toBe(1);
  expect(textOf(run)).toContain("Two interrupts received");
  expect(Object.keys(tiny.state)).toEqual(["first"]);
  expect(await tiny.traces()).toEqual([]);
});

test("Terraform killed during an apply: the provider ends, and the state has all that was finished", async () => {
  tiny.things("first", "deaf");
  await tiny.applyUntil("waiting", (terraform) => void terraform.kill("SIGKILL"));
  expect(Object.keys(tiny.state)).toEqual(["first"]);
  expect(await tiny.traces()).toEqual([]);
});

test("TF_DISABLE_PLUGIN_TLS makes both speak in plain text", async () => {
  tiny.things("first");
  tiny.env.TF_DISABLE_PLUGIN_TLS = "1";
  const run = await tiny.terraform(APPLY);
  expect(textOf(run)).toContain("Apply complete! Resources: 1 added");
  expect(await tiny.traces()).toEqual([]);
});

test("a provider that prints disturbs nothing", async () => {
  tiny.things("noisy");
  const run = await tiny.terraform(APPLY);
  expect(run.status).toBe(0);
  expect(textOf(run)).not.toContain("to stdout");
  expect(await tiny.traces()).toEqual([]);
});

test("Terraform logs the provider's lines at their levels, with the call and the part they come from", async () => {
  tiny.things("logging");
  const env = {
    ...tiny.env,
    TF_LOG_PROVIDER: "DEBUG",
    TF_LOG_PROVIDER_TINY: "WARN",
    TF_LOG_PROVIDER_TINY_CACHE: "DEBUG",
  };
  const { stderr } = await tiny.terraform(APPLY, { env });
  const lines = stderr.split("\n").filter((line) => line.includes("provider.terraform-provider-tiny"));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/\[DEBUG\] +provider\.terraform-provider-tiny: from the cache: /);
  for (const field of ["hit=true", "@module=tiny.cache", "tf_rpc=ApplyResourceChange", "tf_req_id="]) {
    expect(lines[0]).toContain(field);
  }
});

test("a temporary folder with a name too long for a socket does no harm", async () => {
  tiny.things("first");
  const long = path.join(tiny.directory, "x".repeat(100));
  mkdirSync(long);
  const { status } = await tiny.terraform(APPLY, { env: { ...tiny.env, TMPDIR: long } });
  expect(status).toBe(0);
  expect(readdirSync(long)).toEqual([]);
  expect(await tiny.traces()).toEqual([]);
});

test("two Terraform runs at once on one attached process each have their own configuration", async () => {
  const other = new TinyByTerraform();
  const attached = tiny.startForReattach();
  try {
    const variable = await reattachVariable(attached);
    const runs = [tiny, other].map((each, index) => {
      each.things("logging");
      each.configure(`run ${index}`);
      return each.terraform(APPLY, { env: { ...each.env, TF_REATTACH_PROVIDERS: variable } });
    });
    for (const { status } of await Promise.all(runs)) expect(status).toBe(0);
    expect(tiny.state).toMatchObject({ logging: { attributes: { greeting: "run 0" } } });
    expect(other.state).toMatchObject({ logging: { attributes: { greeting: "run 1" } } });
    const plan = await tiny.terraform(["plan", "-no-color", "-detailed-exitcode"], {
      env: { ...tiny.env, TF_REATTACH_PROVIDERS: variable },
    });
    expect(textOf(plan)).toContain("No changes.");
    expect(attached.exitCode).toBeNull();
  } finally {
    attached.kill("SIGINT");
    other.remove();
  }
  expect(await tiny.traces()).toEqual([]);
});
