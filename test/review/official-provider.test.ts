/** Plans with resources of the official provider, for which a stand-in answers, as Terraform writes them. */
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { type Emulator, startEmulator } from "../../src/emulator";
import { acceptance, huaweiecs, type JsonObject, type PlanCheck, type ProviderUnderTest } from "../support/acceptance";
import { bundleProgram } from "../support/bundle";
import { providerHcl } from "../support/terraform";
import { found, official, PORT, WEB } from "./support/plans";

const folder = mkdtempSync(path.join(os.tmpdir(), "official-provider-"));
const standIn: ProviderUnderTest = {
  program: path.join(folder, "terraform-provider-huaweicloud"),
  address: "registry.terraform.io/huaweicloud/huaweicloud",
};

let emulator: Emulator;

beforeAll(() => bundleProgram(path.join(__dirname, "../provider/support/official/main.ts"), standIn.program));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(async () => {
  emulator = await startEmulator();
});

afterEach(() => emulator.stop());

const head = () => ({
  provider: [huaweiecs, standIn],
  shared: providerHcl(emulator.url, "warn_on_delete = false").replace(
    "required_providers {",
    'required_providers {\n    huaweicloud = { source = "huaweicloud/huaweicloud" }',
  ),
  env: emulator.env(),
});

function officially(deleted: string) {
  const { id: _, ...nic } = official({ delete_on_termination: deleted });
  return { resource: { huaweicloud_compute_interface_attach: { nic: nic as JsonObject } } };
}

/** What the review of the plan is to say. */
const expectFound =
  (...lines: readonly string[]): PlanCheck =>
  (plan) =>
    expect(found({ ...plan })).toEqual(lines);

const NIC = `192.168.16.120 | ${WEB}`;

test("an attachment is told by its setting, which is a text there, from create to destroy", async () => {
  await acceptance({
    ...head(),
    steps: [
      {
        config: officially("false"),
        plan: [expectFound(`kept | ${NIC} | Attached by this plan: delete_on_termination is false.`)],
      },
      {
        config: officially("true"),
        plan: [expectFound(`deleted | ${NIC} | delete_on_termination changes from false to true.`)],
      },
      {
        config: {},
        plan: [
          expectFound(
            `lost | ${NIC} | Destroyed, as it is not in the configuration any more: the NIC is detached, and its port is deleted, as delete_on_termination is true.`,
          ),
        ],
      },
    ],
  });
});

test("an attachment that moves over is told as moved, with what the plan changes of it, and is no drift", async () => {
  emulator.setNic(WEB, PORT, { deleteOnTermination: true });
  await acceptance({
    ...head(),
    steps: [
      { config: officially("true") },
      {
        config: {
          resource: {
            huaweiecs_nic_attachment: { nic: { server_id: WEB, port_id: PORT, delete_on_termination: false } },
          },
          moved: { from: "huaweicloud_compute_interface_attach.nic", to: "huaweiecs_nic_attachment.nic" },
        },
        plan: [
          expectFound(
            `kept | 192.168.16.120, 2407:c080:1200:13a:5c2e:91f:7b04:6d3 | ${WEB} | delete_on_termination changes from true to false.`,
            `moved | 192.168.16.120, 2407:c080:1200:13a:5c2e:91f:7b04:6d3 | ${WEB} | It was huaweicloud_compute_interface_attach.nic.`,
          ),
        ],
      },
    ],
  });
});
