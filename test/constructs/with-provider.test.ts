import path from "node:path";
import type { TerraformStack as Stack } from "cdktf";
import { defaultSeed, type Emulator, startEmulator } from "../../src/emulator";
import { type Workspace, workspaceFor } from "../support/terraform";
import { DB, DB_PRIMARY, WEB, WEB_PRIMARY, WEB_SECOND } from "./support/ids";
import { CASES } from "./support/libraries";

const SECURITY_GROUP = "c4a85f2d-6f0e-4d0a-9d5c-6f21a4c7b011";
const NETWORK = "610a4af2-1d90-4d2b-8057-dc238b26febf";

let emulator: Emulator;
let workspace: Workspace;

beforeEach(async () => {
  emulator = await startEmulator({
    seed: { ...defaultSeed, security_groups: [{ id: SECURITY_GROUP, name: "web" }] },
  });
  workspace = workspaceFor(emulator);
});

afterEach(async () => {
  workspace.remove();
  await emulator.stop();
});

/** Runs Terraform in what a stack has been written to. */
async function terraform(...args: string[]): Promise<string> {
  const directory = path.join(workspace.directory, "cdktf.out/stacks/stack");
  return workspace.must(`-chdir=${directory}`, ...args, "-no-color");
}

describe.each(CASES)("with $name and the real provider", ({ library, constructs }) => {
  const { App, Fn, LocalBackend, TerraformIterator, TerraformOutput, TerraformStack, Testing, Token } = library;
  const { NicRetention, NicRetentionEnforcement, NicRetentionPolicy } = constructs;

  function newApp(build: (stack: Stack) => void) {
    const app = new App({ outdir: path.join(workspace.directory, "cdktf.out") });
    const stack = new TerraformStack(app, "stack");
    new LocalBackend(stack, { path: path.join(workspace.directory, "terraform.tfstate") });
    const { url } = emulator;
    new constructs.HuaweiecsProvider(stack, "huaweiecs", {
      endpoints: { ecs: url, vpc: url, iam: url },
    });
    build(stack);
    return { app, stack };
  }

  function declareEverything(stack: Stack): void {
    const attachment = new constructs.NicAttachment(stack, "attachment", {
      serverId: DB,
      networkId: NETWORK,
      securityGroupIds: [SECURITY_GROUP],
      sourceDestCheck: false,
      retention: NicRetention.KEEP,
      timeouts: { create: "5m" },
    });
    new constructs.NicAttachmentSetting(stack, "setting", {
      server: attachment,
      portId: DB_PRIMARY,
      retention: NicRetention.KEEP,
      onDestroy: "keep",
      timeouts: { update: "5m" },
    });
    new constructs.ServerNicPolicy(stack, "policy", {
      serverId: WEB,
      retention: NicRetention.KEEP,
      overrides: { [WEB_SECOND]: NicRetention.DELETE },
      includePrimary: true,
      dependsOn: [attachment],
    });
  }

  test("a stack of every construct is valid and plans, as the library's matchers see it", () => {
    Testing.setupJest();
    const before = { ...process.env };
    Object.assign(process.env, workspace.env);
    try {
      const written = Testing.fullSynth(newApp(declareEverything).stack);
      expect(written).toBeValidTerraform();
      expect(written).toPlanSuccessfully();
    } finally {
      process.env = before;
    }
  }, 60_000);

  test("the same written as HCL is valid", async () => {
    const { stack } = newApp(declareEverything);
    workspace.write(Testing.synthHcl(stack, true));
    await workspace.init();
    expect(await workspace.must("validate", "-no-color")).toContain("The configuration is valid");
  }, 60_000);

  test("NICs are attached and set as declared, and as a policy wants it", async () => {
    const { app, stack } = newApp(() => undefined);
    declareEverything(stack);
    NicRetentionPolicy.enforce(app, { retention: NicRetention.KEEP, enforce: NicRetentionEnforcement.FIX });
    app.synth();
    await terraform("init");
    await terraform("apply", "-auto-approve");
    const nics = emulator.servers().flatMap((server) => server.nics);
    expect(nics.map(({ deleteOnTermination }) => deleteOnTermination)).toEqual([false, false, false, false]);
    expect(await terraform("plan")).toContain("No changes");
  }, 60_000);

  test("what data sources find is there for a stack, down to the objects in objects", async () => {
    const { app } = newApp((stack) => {
      const { servers } = new constructs.DataHuaweiecsServers(stack, "servers", { name: "web-1" });
      const { nics } = new constructs.DataHuaweiecsNicAttachments(stack, "nics", { serverId: servers.get(0).id });
      new TerraformOutput(stack, "name", { value: servers.get(0).name });
      new TerraformOutput(stack, "address", { value: nics.get(0).addresses.get(0).ipAddress });
      new TerraformOutput(stack, "count", { value: Fn.lengthOf(nics) });
    });
    app.synth();
    await terraform("init");
    await terraform("apply", "-auto-approve");
    expect(JSON.parse(await terraform("output", "-json"))).toMatchObject({
      name: { value: "web-1" },
      address: { value: "192.168.0.33" },
      count: { value: 2 },
    });
  }, 60_000);

  test("settings for all NICs that a data source finds are created by one construct", async () => {
    const { app } = newApp((stack) => {
      const web = new constructs.DataHuaweiecsNicAttachments(stack, "web", { serverId: WEB });
      const nics = TerraformIterator.fromList(web.portIds);
      new constructs.NicAttachmentSetting(stack, "all", {
        server: web,
        portId: nics.value,
        retention: NicRetention.KEEP,
        forEach: nics,
      });
    });
    app.synth();
    await terraform("init");
    expect(await terraform("apply", "-auto-approve")).toContain("2 added");
    expect([WEB_PRIMARY, WEB_SECOND].map((port) => emulator.nic(WEB, port)?.deleteOnTermination)).toEqual([
      false,
      false,
    ]);
  }, 60_000);

  test("an override that only Terraform knows is fixed for the NICs that it turns out to name", async () => {
    const { app, stack } = newApp(() => undefined);
    new constructs.ServerNicPolicy(stack, "web", {
      serverId: WEB,
      retention: NicRetention.DELETE,
      overrides: Token.asBooleanMap(Fn.zipmap([WEB_SECOND], [true])),
    });
    NicRetentionPolicy.enforce(app, { retention: NicRetention.KEEP, enforce: NicRetentionEnforcement.FIX });
    app.synth();
    await terraform("init");
    await terraform("apply", "-auto-approve");
    expect([WEB_PRIMARY, WEB_SECOND].map((port) => emulator.nic(WEB, port)?.deleteOnTermination)).toEqual([
      false,
      false,
    ]);
    expect(JSON.parse(await terraform("show", "-json")).values.root_module.resources[0].values.overrides).toEqual({
      [WEB_SECOND]: false,
    });
  }, 60_000);
});
