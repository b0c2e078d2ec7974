import { App, TerraformOutput, TerraformStack, Testing } from "cdktf";
import { HuaweiecsProvider, NicAttachmentSetting } from "huaweiecs/constructs";
import { type Emulator, startEmulator } from "../../src/emulator";
import { Workspace } from "../support/terraform";
import "cdktf/lib/testing/adapters/jest";

Testing.setupJest();

const NIC = {
  serverId: "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21",
  portId: "c5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057",
  deleteOnTermination: false,
};

function stack(build: (stack: TerraformStack) => void): TerraformStack {
  const made = new TerraformStack(Testing.app(), "stack");
  build(made);
  return made;
}

test("a setting and its provider become what Terraform reads", () => {
  const synthesized = Testing.synth(
    stack((scope) => {
      new HuaweiecsProvider(scope, "huaweiecs", { region: "cn-north-4", warnOnDelete: false });
      new NicAttachmentSetting(scope, "nic", { ...NIC, onDestroy: "keep", timeouts: { create: "1m" } });
    }),
  );
  expect(synthesized).toHaveProviderWithProperties(HuaweiecsProvider, { region: "cn-north-4", warn_on_delete: false });
  expect(synthesized).toHaveResourceWithProperties(NicAttachmentSetting, {
    server_id: NIC.serverId,
    port_id: NIC.portId,
    delete_on_termination: false,
    on_destroy: "keep",
    timeouts: { create: "1m" },
  });
});

test("patch releases of the provider are accepted", () => {
  const { terraform } = JSON.parse(Testing.synth(stack((scope) => void new HuaweiecsProvider(scope, "huaweiecs", {}))));
  expect(terraform.required_providers.huaweiecs).toEqual({ source: "huaweiecs/huaweiecs", version: "~> 0.1" });
});

test("what the cloud knows of the NIC can be referred to", () => {
  const synthesized = Testing.synth(
    stack((scope) => {
      new HuaweiecsProvider(scope, "huaweiecs", {});
      const nic = new NicAttachmentSetting(scope, "nic", NIC);
      new TerraformOutput(scope, "address", { value: nic.fixedIps });
    }),
  );
  expect(JSON.parse(synthesized).output.address.value).toMatch(
    /^\$\{huaweiecs_nic_attachment_setting\.nic\.fixed_ips\}$/,
  );
});

describe("with the real provider", () => {
  let emulator: Emulator;
  let workspace: Workspace;
  const before = { ...process.env };

  beforeAll(async () => {
    emulator = await startEmulator();
    workspace = new Workspace(emulator.env());
    Object.assign(process.env, workspace.env);
  });

  afterAll(async () => {
    process.env = before;
    workspace.remove();
    await emulator.stop();
  });

  test("a stack is valid Terraform and plans", () => {
    const app = new App({ outdir: `${workspace.directory}/cdktf.out` });
    const made = new TerraformStack(app, "stack");
    new HuaweiecsProvider(made, "huaweiecs", { endpoints: { ecs: emulator.url, iam: emulator.url } });
    new NicAttachmentSetting(made, "nic", NIC);
    const synthesized = Testing.fullSynth(made);
    expect(synthesized).toBeValidTerraform();
    expect(synthesized).toPlanSuccessfully();
  });
});
