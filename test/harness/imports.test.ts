import { type Emulator, startEmulator } from "../../src/emulator";
import { acceptance, expectAction, expectValue, huaweiecs } from "../support/acceptance";
import { providerHcl } from "../support/terraform";
import { failureOf } from "./support/failure-of";

const SERVER = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21";
const PORT = "c5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057";
const NIC = "huaweiecs_nic_attachment_setting.nic";

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator();
});

afterEach(() => emulator.stop());

const head = () => ({ provider: huaweiecs, shared: providerHcl(emulator.url), env: emulator.env() });

const nic = (more = "") => `
resource "huaweiecs_nic_attachment_setting" "nic" {
  server_id             = "${SERVER}"
  port_id               = "${PORT}"
  delete_on_termination = false
  ${more}
}

resource "terraform_data" "beside" {
  input = huaweiecs_nic_attachment_setting.nic.mac_address
}`;

const kept = nic('on_destroy = "keep"\n  timeouts {\n    read = "3m"\n  }');

test.each(["command", "block"] as const)(
  "a resource imported by %s that differs from what it was fails the step",
  async (by) => {
    const text = await failureOf({ ...head(), steps: [{ config: kept }, { import: NIC, by }] });
    expect(text).toBe(`Step 2 of 2, import of ${NIC} by ${by}, failed: the imported resource is not what it was before.

${NIC}
    on_destroy: "keep" before, "restore" imported
    timeouts: {"create":null,"delete":null,"read":"3m","update":null} before, null imported`);
  },
);

test.each(["command", "block"] as const)(
  "a resource imported by %s that would be changed fails the step",
  async (by) => {
    const text = await failureOf({
      ...head(),
      steps: [{ config: kept }, { import: NIC, by, ignore: ["on_destroy", "timeouts"] }],
    });
    expect(text).toContain(`the plan ${by === "command" ? "after" : "with"} the import is not empty (terraform plan`);
    expect(text).toContain(`\n\n${NIC}: update`);
    expect(text).toContain('\n    on_destroy: "restore" → "keep"');
  },
);

test.each(["command", "block"] as const)(
  "what an import by %s cannot know may be told, and then it passes",
  async (by) => {
    await acceptance({
      ...head(),
      steps: [
        { config: kept },
        {
          import: NIC,
          by,
          ignore: ["on_destroy", "timeouts"],
          expectNonEmptyPlan: true,
          plan: [expectAction(NIC, "update")],
        },
        { config: nic() },
        {
          import: NIC,
          by,
          id: ({ id }) => `cn-north-4/${id}`,
          persist: true,
          state: [expectValue(NIC, "id", `${SERVER}/${PORT}`)],
        },
        { planOnly: true },
      ],
    });
  },
);

test("an import with nothing to compare with must say so", async () => {
  const text = await failureOf({ ...head(), steps: [{ config: nic(), import: NIC, id: `${SERVER}/${PORT}` }] });
  expect(text).toContain("failed: there is nothing to compare the imported resource with.");
  expect(text).toContain("set verify: false and check the state");
  expect(await failureOf({ ...head(), steps: [{ config: nic(), import: NIC }] })).toContain(
    "the state has no id to import by",
  );
});

test("an import by identity is left out where the program has none, which is told", async () => {
  const told: string[] = [];
  const { skipped } = await acceptance({
    ...head(),
    report: (line) => told.push(line),
    steps: [{ config: nic() }, { import: NIC, by: "identity", program: { below: "1.12" } }],
  });
  expect(skipped).toHaveLength(1);
  expect(skipped[0]).toMatch(
    /^Step 2 of 2, import of huaweiecs_nic_attachment_setting\.nic by identity, left out: it (needs 1\.12 or newer|is for)/,
  );
  expect(told).toEqual(skipped);
});

test("a refresh after the apply that finds another value than was applied fails the step, even if nothing is to be done", async () => {
  const replaceCard = () => {
    emulator.removeNic(SERVER, PORT);
    emulator.addNic(SERVER, { port_id: PORT, delete_on_termination: false, mac_address: "fa:16:3e:00:00:01" });
  };
  const text = await failureOf({
    ...head(),
    steps: [{ config: nic().split("\n\n")[0] ?? "", planAfterApply: [replaceCard] }],
  });
  expect(text).toContain("Step 1 of 1, apply, failed: the plan with refresh after the apply is not empty");
  expect(text).toContain(`${NIC}: is different when it is read again\n`);
  expect(text).toContain('    mac_address: "fa:16:3e:df:18:6d" → "fa:16:3e:00:00:01"');
});
