import path from "node:path";
import { App, Fn, TerraformOutput, TerraformStack } from "cdktf";
import { DataHuaweiecsNicAttachments, DataHuaweiecsServers, HuaweiecsProvider } from "huaweiecs/constructs";
import { type Emulator, startEmulator } from "../../src/emulator";
import { type Workspace, workspaceFor } from "../support/terraform";

let emulator: Emulator;
let workspace: Workspace;

beforeAll(async () => {
  emulator = await startEmulator();
  workspace = workspaceFor(emulator);
});

afterAll(async () => {
  workspace.remove();
  await emulator.stop();
});

test("what data sources find is there for a stack, down to the objects in objects", async () => {
  const app = new App({ outdir: path.join(workspace.directory, "cdktf.out") });
  const stack = new TerraformStack(app, "stack");
  new HuaweiecsProvider(stack, "huaweiecs", { endpoints: { ecs: emulator.url, iam: emulator.url } });
  const { servers } = new DataHuaweiecsServers(stack, "servers", { name: "web-1" });
  const { nics } = new DataHuaweiecsNicAttachments(stack, "nics", { serverId: servers.get(0).id });
  new TerraformOutput(stack, "name", { value: servers.get(0).name });
  new TerraformOutput(stack, "address", { value: nics.get(0).addresses.get(0).ipAddress });
  new TerraformOutput(stack, "count", { value: Fn.lengthOf(nics) });
  app.synth();

  const directory = path.join(workspace.directory, "cdktf.out/stacks/stack");
  const terraform = async (...args: string[]) => {
    const { status, stdout, stderr } = await workspace.run([`-chdir=${directory}`, ...args, "-no-color"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    return stdout;
  };
  await terraform("init");
  await terraform("apply", "-auto-approve");
  const outputs = JSON.parse(await terraform("output", "-json"));
  expect(outputs).toMatchObject({
    name: { value: "web-1" },
    address: { value: "192.168.0.33" },
    count: { value: 2 },
  });
}, 60_000);
