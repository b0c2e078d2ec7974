import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { type Emulator, startEmulator } from "../../src/emulator";
import {
  acceptance,
  expectAction,
  expectNoResource,
  expectValue,
  huaweiecs,
  type JsonObject,
  known,
  type ProviderUnderTest,
} from "../support/acceptance";
import { bundleProgram } from "../support/bundle";
import { providerHcl } from "../support/terraform";

const SERVER = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21";
const PORT = "c5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057";
const NETWORK = "2b7f0c9e-58a3-4c14-9d6a-f3e0b1a84d72";
const OFFICIAL = "huaweicloud_compute_interface_attach.nic";
const ATTACHMENT = "huaweiecs_nic_attachment.nic";
const SETTING = "huaweiecs_nic_attachment_setting.nic";

const folder = mkdtempSync(path.join(os.tmpdir(), "official-provider-"));
const official: ProviderUnderTest = {
  program: path.join(folder, "terraform-provider-huaweicloud"),
  address: "registry.terraform.io/huaweicloud/huaweicloud",
};

let emulator: Emulator;

beforeAll(() => bundleProgram(path.join(__dirname, "support/official/main.ts"), official.program));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(async () => {
  emulator = await startEmulator();
});

afterEach(() => emulator.stop());

const head = () => ({
  provider: [huaweiecs, official],
  shared: providerHcl(emulator.url).replace(
    "required_providers {",
    'required_providers {\n    huaweicloud = { source = "huaweicloud/huaweicloud" }',
  ),
  env: emulator.env(),
});

/** The official resource as it knows the emulator's NIC after a refresh. */
function knownOfficially(given: JsonObject = {}) {
  return {
    region: "cn-north-4",
    instance_id: SERVER,
    port_id: PORT,
    network_id: NETWORK,
    fixed_ip: "192.168.16.120",
    fixed_ipv6: "2407:c080:1200:13a:5c2e:91f:7b04:6d3",
    mac: "fa:16:3e:df:18:6d",
    security_group_ids: emulator.ports().find(({ id }) => id === PORT)?.securityGroups ?? [],
    source_dest_check: true,
    delete_on_termination: "false",
    ipv6_enable: true,
    ipv6_bandwidth_id: "",
    timeouts: { create: "15m" },
    ...given,
  };
}

const officially = (given?: JsonObject) => ({
  resource: { huaweicloud_compute_interface_attach: { nic: knownOfficially(given) } },
});

const moved = (type: string, given: JsonObject) => ({
  resource: { [type]: { nic: { server_id: SERVER, port_id: PORT, ...given } } },
  moved: { from: OFFICIAL, to: `${type}.nic` },
});

/** What was sent that is no mere look. */
const changes = () => emulator.requests.filter(({ method }) => method !== "GET");

test.each<[string, JsonObject]>([
  ["as it is", {}],
  ["with all its arguments", { delete_on_termination: false, source_dest_check: true, fixed_ip: "192.168.16.120" }],
])("an attachment moves over %s, and nothing is changed", async (_what, given) => {
  await acceptance({
    ...head(),
    steps: [
      { config: officially() },
      {
        config: moved("huaweiecs_nic_attachment", given),
        plan: [expectAction(ATTACHMENT, "no-op")],
        state: [
          expectNoResource(OFFICIAL),
          expectValue(ATTACHMENT, [], {
            id: `${SERVER}/${PORT}`,
            server_id: SERVER,
            port_id: PORT,
            network_id: NETWORK,
            region: "cn-north-4",
            fixed_ip: "192.168.16.120",
            fixed_ipv6: "2407:c080:1200:13a:5c2e:91f:7b04:6d3",
            fixed_ips: ["192.168.16.120", "2407:c080:1200:13a:5c2e:91f:7b04:6d3"],
            ipv6_enable: true,
            ipv6_bandwidth_id: null,
            security_group_ids: known.listSize(1),
            source_dest_check: true,
            delete_on_termination: false,
            mac_address: "fa:16:3e:df:18:6d",
            primary: false,
            created_port: false,
            timeouts: null,
          }),
        ],
        after: () => expect(changes()).toEqual([]),
      },
    ],
  });
});

test("a network is named in place of the port as before", async () => {
  await acceptance({
    ...head(),
    steps: [
      { config: officially() },
      {
        config: {
          resource: { huaweiecs_nic_attachment: { nic: { server_id: SERVER, network_id: NETWORK } } },
          moved: { from: OFFICIAL, to: ATTACHMENT },
        },
        plan: [expectAction(ATTACHMENT, "no-op")],
        after: () => expect(changes()).toEqual([]),
      },
    ],
  });
});

test.each<[string, JsonObject]>([
  ["of today's version", {}],
  ["of a version that had no delete_on_termination", { delete_on_termination: null }],
  [
    "with nothing but its ids",
    {
      region: null,
      network_id: null,
      mac: null,
      fixed_ip: null,
      fixed_ipv6: null,
      security_group_ids: null,
      ipv6_enable: null,
      source_dest_check: null,
      delete_on_termination: null,
      ipv6_bandwidth_id: null,
    },
  ],
])("an attachment %s becomes a mere setting, and nothing is changed", async (_what, given) => {
  await acceptance({
    ...head(),
    steps: [
      { config: officially(given) },
      {
        config: moved("huaweiecs_nic_attachment_setting", { delete_on_termination: false }),
        plan: [expectAction(SETTING, "no-op")],
        state: [
          expectNoResource(OFFICIAL),
          expectValue(SETTING, "original_delete_on_termination", false),
          expectValue(SETTING, "on_destroy", "restore"),
          expectValue(SETTING, "mac_address", "fa:16:3e:df:18:6d"),
        ],
        after: () => expect(changes()).toEqual([]),
      },
    ],
  });
});

test("with nothing but its ids an attachment becomes ours, and the refresh tells the rest", async () => {
  const bare = {
    network_id: null,
    mac: null,
    fixed_ip: null,
    fixed_ipv6: null,
    security_group_ids: null,
    ipv6_enable: null,
    source_dest_check: null,
    delete_on_termination: null,
  };
  await acceptance({
    ...head(),
    steps: [
      { config: officially(bare) },
      {
        config: moved("huaweiecs_nic_attachment", { delete_on_termination: false }),
        plan: [expectAction(ATTACHMENT, "no-op")],
        state: [expectValue(ATTACHMENT, "mac_address", "fa:16:3e:df:18:6d")],
        after: () => expect(changes()).toEqual([]),
      },
    ],
  });
});

test("what the move finds different from the configuration is the plan's to show", async () => {
  await acceptance({
    ...head(),
    steps: [
      { config: officially() },
      {
        config: moved("huaweiecs_nic_attachment", { delete_on_termination: true, source_dest_check: false }),
        plan: [expectAction(ATTACHMENT, "update")],
        after: () => expect(changes().map(({ method }) => method)).toEqual(["PUT", "PUT"]),
      },
    ],
  });
});

test("attachments that were made with for_each move as a whole", async () => {
  const address = 'huaweiecs_nic_attachment.nic["web"]';
  await acceptance({
    ...head(),
    steps: [
      {
        config: {
          resource: { huaweicloud_compute_interface_attach: { nic: { for_each: { web: "x" }, ...knownOfficially() } } },
        },
      },
      {
        config: {
          resource: {
            huaweiecs_nic_attachment: { nic: { for_each: { web: "x" }, server_id: SERVER, port_id: PORT } },
          },
          moved: { from: OFFICIAL, to: ATTACHMENT },
        },
        plan: [expectAction(address, "no-op")],
        state: [expectValue(address, "mac_address", "fa:16:3e:df:18:6d")],
        after: () => expect(changes()).toEqual([]),
      },
    ],
  });
});

test("an attachment and a setting of one NIC move into each other, and nothing is changed", async () => {
  const setting = { server_id: SERVER, port_id: PORT, delete_on_termination: false };
  await acceptance({
    ...head(),
    steps: [
      { config: { resource: { huaweiecs_nic_attachment_setting: { nic: setting } } } },
      {
        config: {
          resource: { huaweiecs_nic_attachment: { nic: setting } },
          moved: { from: SETTING, to: ATTACHMENT },
        },
        plan: [expectAction(ATTACHMENT, "no-op")],
        state: [expectNoResource(SETTING), expectValue(ATTACHMENT, "fixed_ip", "192.168.16.120")],
      },
      {
        config: {
          resource: { huaweiecs_nic_attachment_setting: { nic: setting } },
          moved: { from: ATTACHMENT, to: SETTING },
        },
        plan: [expectAction(SETTING, "no-op")],
        state: [
          expectNoResource(ATTACHMENT),
          expectValue(SETTING, "original_delete_on_termination", false),
          expectValue(SETTING, "on_destroy", "restore"),
        ],
        after: () => expect(changes()).toEqual([]),
      },
    ],
  });
});
