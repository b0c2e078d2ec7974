import { type Emulator, startEmulator } from "../../src/emulator";
import {
  acceptance,
  compareValues,
  expectAction,
  expectDrift,
  expectEmptyPlan,
  expectKnownValue,
  expectNoDrift,
  expectNoResource,
  expectReplacePaths,
  expectTainted,
  expectUnknown,
  expectValue,
  type JsonObject,
  known,
  type Mode,
} from "../support/acceptance";
import { providerHcl } from "../support/terraform";

const SERVER = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21";
const PORT = "c5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057";
const PRIMARY = "3e9b7d52-64c1-4f0e-8a1d-90c2f5b7e613";
const NOBODY = "00000000-0000-4000-8000-000000000000";
const NIC = "huaweiecs_nic_attachment_setting.nic";

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator();
});

afterEach(() => emulator.stop());

const head = () => ({ shared: providerHcl(emulator.url), env: emulator.env() });

function nic(given: JsonObject = {}) {
  const setting = { server_id: SERVER, port_id: PORT, delete_on_termination: false, ...given };
  return { resource: { huaweiecs_nic_attachment_setting: { nic: setting } } };
}

function inCloud(portId = PORT): boolean | undefined {
  return emulator.nic(SERVER, portId)?.deleteOnTermination;
}

const modes: Mode[] = ["reattach", "installed"];

test.each(modes)(
  "a setting lives from create to destroy, %s",
  async (mode) => {
    emulator.setNic(SERVER, PORT, { deleteOnTermination: true });
    const mac = compareValues("same");
    const id = compareValues("differs");
    await acceptance({
      ...head(),
      mode,
      variables: { desired: false },
      steps: [
        {
          name: "create",
          config: `
variable "desired" {
  type = bool
}

resource "huaweiecs_nic_attachment_setting" "nic" {
  server_id             = "${SERVER}"
  port_id               = "${PORT}"
  delete_on_termination = var.desired
}`,
          plan: [
            expectAction(NIC, "create"),
            expectKnownValue(NIC, "id", `${SERVER}/${PORT}`),
            expectKnownValue(NIC, "on_destroy", "restore"),
            expectUnknown(NIC, "mac_address"),
            expectUnknown(NIC, "fixed_ips"),
          ],
          state: [
            expectValue(NIC, [], {
              id: `${SERVER}/${PORT}`,
              server_id: SERVER,
              port_id: PORT,
              region: "cn-north-4",
              delete_on_termination: false,
              original_delete_on_termination: true,
              on_destroy: "restore",
              mac_address: known.matches(/^fa:16:3e(:[0-9a-f]{2}){3}$/),
              network_id: known.notNull(),
              fixed_ips: known.listPartial({ 0: "192.168.16.120" }),
              timeouts: null,
            }),
            mac.at(NIC, "mac_address"),
            id.at(NIC, "id"),
          ],
          after: () => expect(inCloud()).toBe(false),
        },
        { name: "import by command", import: NIC, by: "command", ignore: ["original_delete_on_termination"] },
        { name: "import by block", import: NIC, by: "block", ignore: ["original_delete_on_termination"] },
        {
          name: "update delete_on_termination",
          variables: { desired: true },
          plan: [expectAction(NIC, "update"), expectKnownValue(NIC, "mac_address", known.notNull())],
          state: [expectValue(NIC, "original_delete_on_termination", true), mac.at(NIC, "mac_address")],
          expectWarning: "This NIC will be deleted with its server",
          after: () => expect(inCloud()).toBe(true),
        },
        {
          name: "update on_destroy and timeouts",
          config: nic({ on_destroy: "keep", timeouts: { update: "3m" } }),
          plan: [expectAction(NIC, "update")],
          state: [expectValue(NIC, "on_destroy", "keep"), expectValue(NIC, "timeouts.update", "3m")],
        },
        {
          name: "name the region that it is in",
          config: nic({ on_destroy: "restore", region: "cn-north-4" }),
          plan: [expectAction(NIC, "update"), expectKnownValue(NIC, "region", "cn-north-4")],
        },
        {
          name: "drift is found",
          refresh: true,
          before: () => emulator.setNic(SERVER, PORT, { deleteOnTermination: true }),
          plan: [expectDrift(NIC, "delete_on_termination"), expectAction(NIC, "update")],
          state: [expectValue(NIC, "delete_on_termination", true)],
          expectNonEmptyPlan: true,
        },
        {
          name: "drift is put right",
          plan: [expectNoDrift(), expectAction(NIC, "update")],
          after: () => expect(inCloud()).toBe(false),
        },
        {
          name: "disappearance is found",
          refresh: true,
          before: () => {
            expect(emulator.removeNic(SERVER, PORT)).toBe(true);
          },
          plan: [expectDrift(NIC), expectAction(NIC, "create")],
          state: [expectNoResource(NIC)],
          expectNonEmptyPlan: true,
        },
        { name: "what is gone is no setting", expectError: /NIC not found .* has no NIC with the port c5d20f8a/ },
        {
          name: "another port",
          config: nic({ port_id: PRIMARY }),
          plan: [expectAction(NIC, "create")],
          state: [id.at(NIC, "id")],
        },
      ],
    });
  },
  120_000,
);

test("another port replaces the setting, and so do a taint and a wish", async () => {
  emulator.setNic(SERVER, PORT, { deleteOnTermination: true });
  await acceptance({
    ...head(),
    steps: [
      { config: nic() },
      {
        config: nic({ port_id: PRIMARY }),
        plan: [expectAction(NIC, "replace"), expectReplacePaths(NIC, "port_id")],
        after: () => expect(inCloud()).toBe(true),
      },
      { taint: NIC, plan: [expectAction(NIC, "replace")] },
      { replace: NIC, plan: [expectAction(NIC, "replace"), expectReplacePaths(NIC)] },
      { planOnly: true, plan: [expectEmptyPlan()] },
    ],
  });
});

test("an import by a block with a configuration that Terraform writes takes a NIC over, and destroying restores it", async () => {
  emulator.setNic(SERVER, PORT, { deleteOnTermination: true });
  await acceptance({
    ...head(),
    steps: [
      {
        config: "",
        import: NIC,
        by: "block",
        id: `cn-north-4/${SERVER}/${PORT}`,
        generateConfig: true,
        verify: false,
        state: [expectValue(NIC, "delete_on_termination", true)],
      },
      {
        config: nic({ delete_on_termination: true }),
        import: NIC,
        id: `${SERVER}/${PORT}`,
        verify: false,
        persist: true,
        state: [expectValue(NIC, "original_delete_on_termination", true)],
      },
      { config: nic(), plan: [expectAction(NIC, "update")] },
      { destroy: true, plan: [expectAction(NIC, "delete")], state: [expectNoResource(NIC)] },
    ],
    checkDestroy: () => (inCloud() ? undefined : "the NIC has not got its setting back"),
  });
});

test("a setting that is kept outlives its resource", async () => {
  await acceptance({
    ...head(),
    steps: [{ config: nic({ delete_on_termination: true, on_destroy: "keep" }) }],
    checkDestroy: () => (inCloud() ? undefined : "the setting was not kept"),
  });
});

test("what cannot be is refused with its reason", async () => {
  await acceptance({
    ...head(),
    steps: [
      { config: nic({ server_id: "web-1" }), planOnly: true, expectError: [/^Invalid server_id It must be a UUID/] },
      { config: nic({ on_destroy: "forget" }), planOnly: true, expectError: "Invalid on_destroy" },
      { config: nic({ delete_on_termination: null }), planOnly: true, expectError: "Missing delete_on_termination" },
      { config: nic({ server_id: NOBODY }), expectError: "Server not found", state: [expectNoResource(NIC)] },
      { config: nic(), import: NIC, id: "web-1", expectError: /Invalid import id .* is not of the form/ },
      { import: NIC, id: `${SERVER}/${NOBODY}`, by: "block", expectError: "NIC not found" },
    ],
  });
});

test("a change that is cut short leaves a damaged setting, which is created anew", async () => {
  await emulator.stop();
  emulator = await startEmulator({ readDelay: 5_000 });
  await acceptance({
    ...head(),
    steps: [
      {
        config: nic({ delete_on_termination: true, timeouts: { create: "1s" } }),
        expectError: "The create was cut short",
        state: [expectTainted(NIC)],
      },
    ],
  });
});

test("two settings for one NIC are found in the plan, whatever they want, and neither is applied", async () => {
  const pair = (first: JsonObject, second: JsonObject) => ({
    resource: {
      huaweiecs_nic_attachment_setting: {
        nic: { server_id: SERVER, port_id: PORT, ...first },
        other: { server_id: SERVER, port_id: PORT, ...second },
      },
    },
  });
  const refused = {
    planOnly: true,
    expectError: /^Two resources for one NIC .*Another huaweiecs_nic_attachment_setting/,
  } as const;
  await acceptance({
    ...head(),
    steps: [
      { config: pair({ delete_on_termination: true }, { delete_on_termination: false }), ...refused },
      {
        name: "the same in all",
        config: pair({ delete_on_termination: true }, { delete_on_termination: true }),
        ...refused,
      },
      { config: nic({ delete_on_termination: true }) },
      {
        name: "one is there already",
        config: pair({ delete_on_termination: true }, { delete_on_termination: true }),
        ...refused,
      },
      { name: "one is replaced", config: nic({ delete_on_termination: true }), replace: NIC },
    ],
  });
});
