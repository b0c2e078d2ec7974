/** Elements of a set have neither place nor key, so that the configured, the prior and the planned one must be matched. */
import {
  assigned,
  block,
  computed,
  defaulted,
  optional,
  record,
  required,
  UNKNOWN,
  type Value,
} from "../../src/terraform";
import { actionOf, finalPlanErrors, planErrors, terraform } from "./support/core";
import { defineResource, serve, TIMEOUTS } from "./support/server";

const part = { size: required.number("Size."), kind: defaulted.string("Kind.", { default: "ssd" }) };

const rack = (report: unknown = undefined) =>
  defineResource({
    name: "rack",
    summary: "A rack.",
    attributes: {
      note: optional.string("Note."),
      slots: optional.objectSet(
        {
          port: required.number("Port."),
          label: optional.string("Label.", { same: (one, other) => one.toLowerCase() === other.toLowerCase() }),
          zone: assigned.string("Zone."),
          slot_id: computed.string("Id.", { stable: true }),
          parts: optional.objectList(part, "Parts."),
        },
        "Slots.",
      ),
      tags: block.set(part, "Tags."),
    },
    timeouts: TIMEOUTS,
    create: async () => report as never,
    read: async ({ state }) => state,
    update: async () => report as never,
    delete: async () => undefined,
  });

async function core(report?: unknown) {
  const server = await serve(rack(report));
  return { ...terraform(server, "test_rack"), server };
}

const object = (values: Record<string, Value>) => record(Object.entries(values));
const slot = (values: Record<string, Value> = {}) => object({ port: 80, ...values });
const OLD = slot({ zone: "z", slot_id: "s1" });

it("keeps what is stable in an element that is still configured alike", async () => {
  const { plan, state } = await core();
  const prior = state({ slots: [slot({ zone: "z", slot_id: "s1" }), slot({ port: 81, zone: "z", slot_id: "s2" })] });
  const { planned } = plan({ note: "n", slots: [slot({ port: 81 }), slot()] }, prior);
  expect(planned?.slots).toMatchObject([
    { port: 81, zone: UNKNOWN, slot_id: "s2" },
    { port: 80, zone: UNKNOWN, slot_id: "s1" },
  ]);
});

it("does not take an element for one that it may turn out not to be", async () => {
  const { plan, state, schema } = await core();
  const prior = state({ slots: [OLD] });
  const first = plan({ slots: [slot({ zone: UNKNOWN })] }, prior);
  expect(first.planned?.slots).toMatchObject([{ zone: UNKNOWN, slot_id: UNKNOWN }]);
  for (const zone of ["z", "y"]) {
    const final = plan({ slots: [slot({ zone })] }, prior);
    const actions = [actionOf(schema, prior, first), actionOf(schema, prior, final)] as const;
    expect(finalPlanErrors(schema, actions, [first.planned as never, final.planned as never])).toEqual([]);
  }
});

it("finds the configuration of an element in which another element is not known", async () => {
  const { plan, schema } = await core();
  const answer = plan({ slots: [slot({ zone: "z", parts: [UNKNOWN, object({ size: 1 })] })] });
  expect(answer.planned?.slots).toMatchObject([{ zone: "z", parts: [UNKNOWN, { size: 1, kind: "ssd" }] }]);
  expect(planErrors(schema, null, answer.config, answer)).toEqual([]);
});

it("tells elements apart by what is filled in where others say something", async () => {
  const { plan } = await core();
  const { planned } = plan({ slots: [slot(), slot({ zone: "z" })] });
  expect(planned?.slots).toMatchObject([{ zone: UNKNOWN }, { zone: "z" }]);
});

it("plans no change where an element means the same", async () => {
  const { plan, state } = await core();
  const prior = state({ slots: [slot({ label: "Web", zone: "z", slot_id: "s1" })] });
  expect(plan({ slots: [slot({ label: "WEB" })] }, prior).planned).toEqual(prior);
});

it("does not take an element for one that has fewer parts", async () => {
  const { plan, state } = await core();
  const before = object({ size: 1, kind: "ssd" });
  const prior = state({ slots: [slot({ zone: "z", slot_id: "s1", parts: [before] })] });
  const { planned } = plan({ slots: [slot({ parts: [object({ size: 1 }), object({ size: 2 })] })] }, prior);
  expect(planned?.slots).toMatchObject([{ slot_id: UNKNOWN }]);
});

it("lets blocks of a set become one, which Terraform does not count", async () => {
  const { plan, schema } = await core();
  const answer = plan({ tags: [object({ size: 1 }), object({ size: 1, kind: "ssd" })] });
  expect(answer.diagnostics).toEqual([]);
  expect(planErrors(schema, null, answer.config, answer)).toEqual([]);
});

it.each<[string, object[]]>([
  [
    "one that nobody planned",
    [
      { port: 80, zone: "z" },
      { port: 81, zone: "z" },
    ],
  ],
  ["none for one that was planned", [{ port: 80, zone: "y" }]],
])("refuses a result with %s", async (_what, slots) => {
  const whole = slots.map((each, index) => ({ label: null, slot_id: `${index}`, parts: null, ...each }));
  const { apply } = await core({ slots: whole });
  const { diagnostics } = await apply({ slots: [slot(), slot({ zone: "z" })] });
  expect(diagnostics).toMatchObject([
    { detail: expect.stringContaining('for "slots": it is not what was planned.'), path: [{ attribute: "slots" }] },
  ]);
});

it("takes a result in which elements that were left open are one", async () => {
  const { apply } = await core({ slots: [{ port: 80, zone: "z", label: null, slot_id: "1", parts: null }] });
  const { state, diagnostics } = await apply({ slots: [slot(), slot({ zone: "z" })] });
  expect(diagnostics).toEqual([]);
  expect(state?.slots).toHaveLength(1);
});
