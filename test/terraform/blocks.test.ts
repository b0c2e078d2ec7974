import {
  block,
  computed,
  defaulted,
  openPrivateState,
  optional,
  required,
  resourcesOf,
  UNKNOWN,
  type Value,
} from "../../src/terraform";
import { createObject } from "../../src/terraform/apply";
import { SILENT } from "../../src/terraform/log";
import { importObject } from "../../src/terraform/observe";
import { planChange } from "../../src/terraform/plan";
import { validateConfig } from "../../src/terraform/validate";
import { record } from "../../src/terraform/value";

const disk = {
  size: required.number("Its size.", { check: [{ text: "above zero", test: (size) => size > 0 }] }),
  kind: defaulted.string("Its kind.", { default: "ssd" }),
  disk_id: computed.string("Its id."),
};

const TIMEOUTS = { create: "1m", read: "1m", update: "1m", delete: "1m" };

const server = resourcesOf<null>()({
  name: "server",
  summary: "A server.",
  attributes: {
    id: computed.string("Its id."),
    boot: block.single(disk, "The disk to boot from."),
    disks: block.list({ ...disk, part: block.list({ label: optional.string("Its label.") }, "Parts.") }, "Disks."),
    loose: block.set(disk, "Disks without order."),
    named: block.map(disk, "Disks by name."),
    limits: block.group({ cpu: optional.number("CPUs.") }, "Limits."),
  },
  timeouts: TIMEOUTS,
  async create({ plan }) {
    // The types follow the blocks: a single one may be missing, a group is always there.
    const size: number | undefined = plan.boot?.size ?? plan.disks[0]?.size;
    const cpu: number | null = plan.limits.cpu;
    const filled = <D extends object>(given: D) => ({ ...given, disk_id: `d${size ?? cpu}` });
    return {
      id: "s",
      boot: plan.boot && filled(plan.boot),
      disks: plan.disks.map(filled),
      loose: plan.loose.map(filled),
      named: Object.fromEntries(Object.entries(plan.named).map(([key, given]) => [key, filled(given)])),
    };
  },
  read: async () => ({ id: "s" }),
  update: async () => ({ id: "s" }),
  delete: async () => undefined,
  identity: ["id"],
  import: { format: "<id>", identify: (id) => ({ id }), observe: async () => ({ id: "s" }) },
});

const NOTHING = {
  id: null,
  boot: null,
  disks: [],
  loose: [],
  named: record([]),
  limits: record([["cpu", null]]),
  timeouts: null,
};

function configuration(given: Record<string, Value>) {
  return record(Object.entries({ ...NOTHING, ...given }));
}

function given(size: number) {
  return record([
    ["size", size],
    ["kind", null],
    ["disk_id", null],
  ]);
}

const PLANNED = { size: 8, kind: "ssd", disk_id: UNKNOWN };
const environment = {
  api: null,
  log: SILENT,
  stop: new AbortController().signal,
  explain: () => undefined,
  privateState: openPrivateState(),
};

const written = configuration({
  boot: given(8),
  disks: [record([...Object.entries(given(8)), ["part", [record([["label", "a"]])]]])],
  loose: [given(8)],
  named: record([["data", given(8)]]),
});

test("blocks are planned inside: defaults filled, and unknown what the service decides", () => {
  const { planned } = planChange(server, { prior: null, proposed: written, config: written }, null);
  expect(planned).toEqual({
    ...NOTHING,
    id: UNKNOWN,
    boot: PLANNED,
    disks: [{ ...PLANNED, part: [{ label: "a" }] }],
    loose: [PLANNED],
    named: { data: PLANNED },
  });
});

test("blocks that are not written stay empty, and never become unknown", () => {
  const config = configuration({});
  expect(planChange(server, { prior: null, proposed: config, config }, null).planned).toEqual({
    ...NOTHING,
    id: UNKNOWN,
  });
});

test("a create fills what the blocks left open", async () => {
  const { planned } = planChange(server, { prior: null, proposed: written, config: written }, null);
  const { state, diagnostics } = await createObject(server, { planned, config: written }, environment);
  expect(diagnostics).toEqual([]);
  const made = { size: 8, kind: "ssd", disk_id: "d8" };
  expect(state).toEqual({
    ...NOTHING,
    id: "s",
    boot: made,
    disks: [{ ...made, part: [{ label: "a" }] }],
    loose: [made],
    named: { data: made },
  });
});

test("an import begins with no block written, as Terraform wants it: empty collections, and no null", async () => {
  expect((await importObject(server, { id: "s" }, environment)).state).toEqual({ ...NOTHING, id: "s" });
});

test("checks reach into blocks, with the path of the element", () => {
  const config = configuration({
    disks: [record([...Object.entries(given(0)), ["part", []]])],
    named: record([["x", given(0)]]),
  });
  expect(validateConfig(server.schema, config).map(({ summary }) => summary)).toEqual([
    "Invalid disks[0].size",
    'Invalid named["x"].size',
  ]);
});
