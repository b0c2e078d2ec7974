/** What is different with CDK Terrain. */
import path from "node:path";
import { App, TerraformIterator, TerraformOutput, TerraformStack, Testing } from "cdktn";
import * as forCdktf from "huaweiecs/constructs";
import { HuaweiecsProvider, NicAttachmentSetting, NicRetention, NicRetentionPolicy } from "huaweiecs/constructs-cdktn";
import { Workspace } from "../support/terraform";
import { WEB, WEB_PRIMARY, WEB_SECOND } from "./support/ids";

let workspace: Workspace;

beforeEach(() => {
  workspace = new Workspace();
});

afterEach(() => workspace.remove());

function appFor(targets: Readonly<Record<string, string>>): App {
  const app = new App({ outdir: path.join(workspace.directory, "out"), context: { targetVersions: targets } });
  const stack = new TerraformStack(app, "stack");
  const { functions } = new HuaweiecsProvider(stack, "huaweiecs", { region: "cn-north-4" });
  new TerraformOutput(stack, "id", { value: functions.nicId(WEB, WEB_PRIMARY) });
  new TerraformOutput(stack, "parts", { value: functions.parseNicId(`cn-north-4/${WEB}/${WEB_PRIMARY}`) });
  return app;
}

test("a stack calls the provider's functions, and Terraform computes the values", async () => {
  appFor({ terraform: ">=1.8.0", opentofu: ">=1.8.0" }).synth();
  const terraform = (...args: string[]) => workspace.must(`-chdir=out/stacks/stack`, ...args, "-no-color");
  await terraform("init");
  expect(await terraform("plan")).toMatch(
    new RegExp(`id += "${WEB}/${WEB_PRIMARY}"[^]*port_id += "${WEB_PRIMARY}"[^]*region += "cn-north-4"`),
  );
}, 60_000);

test("an app that does not say that its Terraform knows functions is refused", () => {
  expect(() => appFor({ terraform: ">=1.5.7" }).synth()).toThrow("targets terraform >=1.5.7");
});

test("the constructs take the library's own objects, by their types too", () => {
  const stack = new TerraformStack(Testing.app(), "stack");
  const ports = TerraformIterator.fromList([WEB_PRIMARY, WEB_SECOND]);
  const settings = new NicAttachmentSetting(stack, "all", {
    serverId: WEB,
    portId: ports.value,
    retention: NicRetention.KEEP,
    forEach: ports,
  });
  new TerraformOutput(stack, "ports", { value: settings.portId, dependsOn: [settings] });
  NicRetentionPolicy.enforce(stack, { retention: NicRetention.KEEP });
  expect(JSON.parse(Testing.synth(stack)).output.ports).toEqual({
    value: `\${${NicAttachmentSetting.tfResourceType}.all.*.port_id}`,
    depends_on: [`\${${NicAttachmentSetting.tfResourceType}.all}`],
  });
});

test("constructs that are built for CDKTF do not pass for its own", () => {
  const app = Testing.app();
  const stack = new TerraformStack(app, "stack");
  new forCdktf.HuaweiecsProvider(stack, "huaweiecs", {});
  new forCdktf.NicAttachmentSetting(stack, "nic", { serverId: WEB, portId: WEB_PRIMARY, deleteOnTermination: false });
  expect(() => app.synth()).toThrow(TypeError);
});
