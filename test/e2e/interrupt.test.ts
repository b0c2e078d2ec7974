import type { ChildProcess } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { type Emulator, overRateLimit, startEmulator } from "../../src/emulator";
import type { Run } from "../support/process";
import { providerHcl, settingHcl, type Workspace, workspaceFor } from "../support/terraform";
import { processesIn } from "../support/traces";

const SERVER = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21";
const PRIMARY = "3e9b7d52-64c1-4f0e-8a1d-90c2f5b7e613";
const SECOND = "c5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057";

let emulator: Emulator;
let workspace: Workspace;
let temporary: string;

beforeEach(async () => {
  emulator = await startEmulator();
  workspace = workspaceFor(emulator);
  temporary = path.join(workspace.directory, "tmp");
  mkdirSync(temporary);
  workspace.env.TMPDIR = temporary;
});

afterEach(async () => {
  expect(processesIn(workspace.directory)).toEqual([]);
  expect(readdirSync(temporary)).toEqual([]);
  workspace.remove();
  await emulator.stop();
});

/** Applies, and presses Ctrl-C, which reaches Terraform and the provider alike, once the moment has come. */
async function interruptApply(isMoment: () => boolean, ...args: string[]): Promise<Run> {
  let terraform: ChildProcess | undefined;
  let pressed = false;
  const watch = setInterval(() => {
    if (pressed || terraform?.pid === undefined || !isMoment()) return;
    pressed = true;
    process.kill(-terraform.pid, "SIGINT");
  }, 20);
  const result = await workspace.run(["apply", "-no-color", "-auto-approve", ...args], {
    ownGroup: true,
    onStart: (child) => {
      terraform = child;
    },
  });
  clearInterval(watch);
  expect(pressed).toBe(true);
  expect(result.stdout).toContain("Interrupt received");
  return result;
}

function cloudSays(portId: string): boolean | undefined {
  return emulator.nic(SERVER, portId)?.deleteOnTermination;
}

function puts(): number {
  return emulator.requests.filter(({ method }) => method === "PUT").length;
}

test("Ctrl-C while the PUT is under way: it finishes, the state is right, and nothing is left to do", async () => {
  workspace.write(
    providerHcl(emulator.url) + settingHcl("nic", { serverId: SERVER, portId: SECOND, deleteOnTermination: true }),
  );
  await workspace.init();
  emulator.fail({ method: "PUT", respond: { delayMs: 1500 } });

  const { stdout } = await interruptApply(() => cloudSays(SECOND) === true);
  expect(stdout).toContain("huaweiecs_nic_attachment_setting.nic: Creation complete");
  expect(workspace.attributes("nic")).toMatchObject({
    delete_on_termination: true,
    original_delete_on_termination: false,
  });
  expect(await workspace.must("show", "-no-color")).not.toContain("tainted");
  expect(await workspace.plannedActions()).toEqual({});
  expect(puts()).toBe(1);
});

test("Ctrl-C twice: Terraform leaves at once, no provider stays behind, and the next apply converges", async () => {
  workspace.write(
    providerHcl(emulator.url) + settingHcl("nic", { serverId: SERVER, portId: SECOND, deleteOnTermination: true }),
  );
  await workspace.init();
  emulator.fail({ method: "PUT", respond: { delayMs: 5000 } });

  let terraform: ChildProcess | undefined;
  const watch = setInterval(() => {
    if (terraform?.pid === undefined || cloudSays(SECOND) !== true) return;
    clearInterval(watch);
    const group = -terraform.pid;
    process.kill(group, "SIGINT");
    setTimeout(() => process.kill(group, "SIGINT"), 300);
  }, 20);
  const { status, stdout, stderr } = await workspace.run(["apply", "-no-color", "-auto-approve"], {
    ownGroup: true,
    onStart: (child) => {
      terraform = child;
    },
  });
  expect(status).toBe(1);
  expect(stdout + stderr).toContain("Two interrupts received");
  expect(processesIn(workspace.directory)).toEqual([]);
  expect(readdirSync(temporary)).toEqual([]);

  expect(cloudSays(SECOND)).toBe(true);
  await workspace.apply();
  expect(workspace.attributes("nic")).toMatchObject({ delete_on_termination: true });
  expect(await workspace.plannedActions()).toEqual({});
});

test("Ctrl-C between two settings: the second is not begun, and the next apply does it", async () => {
  const first = settingHcl("first", { serverId: SERVER, portId: SECOND, deleteOnTermination: true });
  const second = settingHcl(
    "second",
    { serverId: SERVER, portId: PRIMARY, deleteOnTermination: false },
    "depends_on = [huaweiecs_nic_attachment_setting.first]",
  );
  workspace.write(providerHcl(emulator.url) + first + second);
  await workspace.init();
  emulator.fail({ method: "PUT", respond: { delayMs: 1500 } });

  await interruptApply(() => cloudSays(SECOND) === true);
  expect(cloudSays(PRIMARY)).toBe(true);
  expect(await workspace.plannedActions()).toEqual({ "huaweiecs_nic_attachment_setting.second": "create" });
  await workspace.apply();
  expect(cloudSays(PRIMARY)).toBe(false);
  expect(await workspace.plannedActions()).toEqual({});
});

test("Ctrl-C while waiting out a throttled cloud: it says so, and the next apply converges", async () => {
  workspace.write(
    providerHcl(emulator.url) + settingHcl("nic", { serverId: SERVER, portId: SECOND, deleteOnTermination: true }),
  );
  await workspace.init();
  emulator.fail({ respond: overRateLimit({ limit: 1, seconds: 60 }), times: "always" });

  const { status, stderr } = await interruptApply(() => emulator.requests.length > 0);
  expect(status).toBe(1);
  const text = stderr.replaceAll(/\s+/g, " ");
  expect(text).toContain("The create was cut short");
  expect(text).toContain("Terraform was interrupted.");
  expect(text).toContain("APIGW.0308");
  expect(workspace.attributes("nic")).toBeUndefined();

  emulator.clearFaults();
  await workspace.apply();
  expect(cloudSays(SECOND)).toBe(true);
  expect(await workspace.plannedActions()).toEqual({});
});
