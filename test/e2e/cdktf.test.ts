import { cpSync, existsSync, mkdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import { type Emulator, startEmulator } from "../../src/emulator";
import { run } from "../support/process";
import { root, type Workspace, workspaceFor } from "../support/terraform";

const WEB = { server: "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21", port: "3e9b7d52-64c1-4f0e-8a1d-90c2f5b7e613" };
const DB = { server: "d47e63b0-91fa-4c28-a5e9-6c0b82f41d39", port: "19a6e4f3-0c8d-4b75-82ee-7d5f3a90b1c8" };

let emulator: Emulator;
let workspace: Workspace;

beforeAll(async () => {
  emulator = await startEmulator();
  workspace = workspaceFor(emulator, {
    HUAWEIECS_ENDPOINT: emulator.url,
    // The provider is in no registry yet, and the CLI's lock step asks the registry only.
    CDKTF_SKIP_PROVIDER_LOCK: "true",
    CI: "1",
    NO_COLOR: "1",
    FORCE_COLOR: "0",
  });
  // The project as a user has it: the example's program, cdktf.json, and the installed packages.
  const { directory } = workspace;
  mkdirSync(path.join(directory, "examples"));
  cpSync(path.join(root, "examples/retain-nics"), path.join(directory, "examples/retain-nics"), { recursive: true });
  cpSync(path.join(root, "cdktf.json"), path.join(directory, "cdktf.json"));
  cpSync(path.join(root, "package.json"), path.join(directory, "package.json"));
  symlinkSync(path.join(root, "node_modules"), path.join(directory, "node_modules"));
  symlinkSync(path.join(root, "dist"), path.join(directory, "dist"));
});

afterAll(async () => {
  workspace.remove();
  await emulator.stop();
});

async function cdktf(...args: string[]): Promise<string> {
  const program = path.join(root, "node_modules/.bin/cdktf");
  const { status, stdout, stderr } = await run(program, args, { cwd: workspace.directory, env: workspace.env });
  if (status !== 0) throw new Error(`cdktf ${args.join(" ")} exited with ${status}:\n${stdout}\n${stderr}`);
  return stdout;
}

function settings() {
  return [emulator.nic(WEB.server, WEB.port), emulator.nic(DB.server, DB.port)].map((nic) => nic?.deleteOnTermination);
}

describe("the real cdktf CLI, with the example and the emulator", () => {
  const before = [true, false];
  const after = [false, true];

  test("synthesizes the stack", async () => {
    await cdktf("synth");
    const stack = JSON.parse(workspace.read("cdktf.out/stacks/retain-nics/cdk.tf.json"));
    expect(stack.terraform.required_providers).toEqual({
      huaweiecs: { source: "huaweiecs/huaweiecs", version: "~> 0.1" },
    });
    expect(stack.resource.huaweiecs_nic_attachment_setting).toMatchObject({
      "web-primary": { server_id: WEB.server, port_id: WEB.port, delete_on_termination: false },
      "db-primary": { server_id: DB.server, port_id: DB.port, delete_on_termination: true },
    });
  }, 120_000);

  test("shows the diff and changes nothing by it", async () => {
    const diff = await cdktf("diff", "retain-nics");
    expect(diff).toContain("2 to add, 0 to change, 0 to destroy");
    expect(diff).toContain("This NIC will be deleted with its server");
    expect(settings()).toEqual(before);
  }, 120_000);

  test("deploys it, and finds nothing to do afterwards", async () => {
    const deployed = await cdktf("deploy", "retain-nics", "--auto-approve");
    expect(deployed).toContain("192.168.0.33");
    expect(settings()).toEqual(after);
    expect(await cdktf("diff", "retain-nics")).toContain("No changes");
  }, 120_000);

  test("destroys it, and the settings are as they were", async () => {
    await cdktf("destroy", "retain-nics", "--auto-approve");
    expect(settings()).toEqual(before);
    expect(existsSync(path.join(workspace.directory, "cdktf.out"))).toBe(true);
  }, 120_000);
});

test("the same in HCL applies and destroys", async () => {
  const plain = workspaceFor(emulator, { TF_VAR_endpoint: emulator.url });
  try {
    cpSync(path.join(root, "examples/retain-nics/hcl/main.tf"), path.join(plain.directory, "main.tf"));
    await plain.init();
    await plain.apply();
    expect(settings()).toEqual([false, true]);
    expect(await plain.plannedActions()).toEqual({});
    await plain.destroy();
    expect(settings()).toEqual([true, false]);
  } finally {
    plain.remove();
  }
});
