import { cpSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Emulator, parseSeed, startEmulator } from "../../src/emulator";
import { root, workspaceFor } from "../support/terraform";
import { type CliProject, cliProject, copyExample } from "./support/project";

const WEB = { server: "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21", port: "3e9b7d52-64c1-4f0e-8a1d-90c2f5b7e613" };
const DB = { server: "d47e63b0-91fa-4c28-a5e9-6c0b82f41d39", port: "19a6e4f3-0c8d-4b75-82ee-7d5f3a90b1c8" };

let emulator: Emulator;

function settings() {
  return emulator.servers().map(({ name, nics }) => [name, ...nics.map(({ deleteOnTermination: deletes }) => deletes)]);
}

describe("the real cdktf CLI, with the example of the README, the emulator and no network", () => {
  const before = [
    ["web-1", true, false],
    ["db-1", false],
  ];
  const after = [
    ["web-1", false, false],
    ["db-1", true],
  ];
  let project: CliProject;

  beforeAll(async () => {
    emulator = await startEmulator();
    project = await cliProject("cdktf", emulator);
    copyExample(project.workspace, "retain-nics");
  });

  afterAll(async () => {
    await project.close();
    await emulator.stop();
  });

  // In the top folder, whose cdktf.json names this example.
  const cdktf = (...args: string[]) => project.run(project.workspace.directory, ...args);

  test("synthesizes the stack", async () => {
    await cdktf("synth");
    const stack = JSON.parse(project.workspace.read("cdktf.out/stacks/retain-nics/cdk.tf.json"));
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
  }, 120_000);
});

describe("the real cdktf CLI, with an example in a folder of its own", () => {
  const before = [
    ["shop-1", true, false],
    ["shop-2", true],
    ["worker-1", false, false, false],
    ["sandbox-1", true],
  ];
  let project: CliProject;
  let folder: string;

  beforeAll(async () => {
    const seed = readFileSync(path.join(root, "examples/fleet/servers.json"), "utf8");
    emulator = await startEmulator({ seed: parseSeed(JSON.parse(seed)) });
    project = await cliProject("cdktf", emulator);
    folder = copyExample(project.workspace, "fleet");
  });

  afterAll(async () => {
    await project.close();
    await emulator.stop();
  });

  test("deploys what iterates over servers and NICs that only Terraform knows", async () => {
    expect(settings()).toEqual(before);
    await project.run(folder, "deploy", "fleet", "--auto-approve");
    expect(settings()).toEqual([
      ["shop-1", false, false],
      ["shop-2", false],
      ["worker-1", false, true, true],
      ["sandbox-1", true],
    ]);
  }, 120_000);

  test("destroys it, and the settings are as they were", async () => {
    await project.run(folder, "destroy", "fleet", "--auto-approve");
    expect(settings()).toEqual(before);
  }, 120_000);
});

test("the example of the README applies and destroys in HCL too", async () => {
  const cloud = await startEmulator();
  const workspace = workspaceFor(cloud, { TF_VAR_endpoint: cloud.url });
  const deletes = () =>
    [cloud.nic(WEB.server, WEB.port), cloud.nic(DB.server, DB.port)].map((nic) => nic?.deleteOnTermination);
  try {
    cpSync(path.join(root, "examples/retain-nics/hcl/main.tf"), path.join(workspace.directory, "main.tf"));
    await workspace.init();
    await workspace.apply();
    expect(deletes()).toEqual([false, true]);
    expect(await workspace.plannedActions()).toEqual({});
    await workspace.destroy();
    expect(deletes()).toEqual([true, false]);
  } finally {
    workspace.remove();
    await cloud.stop();
  }
});
