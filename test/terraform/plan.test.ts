import {
  assigned,
  computed,
  DiagnosticError,
  defaulted,
  isUnknown,
  list,
  optional,
  required,
  UNKNOWN,
  type ValueRecord,
} from "../../src/terraform";
import { actionOf, finalPlanErrors, planErrors, terraform } from "./support/core";
import { defineResource, serve, TIMEOUTS } from "./support/server";

const spoken: string[] = [];

const disk = defineResource({
  name: "disk",
  summary: "A disk.",
  attributes: {
    id: computed.string("Zone and name."),
    label: computed.string("From the id."),
    serial: computed.string("Stays.", { stable: true }),
    status: computed.string("Moves."),
    name: required.string("Its name.", { replace: true }),
    size: required.number("In GB."),
    note: optional.string("Free text."),
    kind: defaulted.string("Its kind.", { default: "ssd", replace: true }),
    zone: assigned.string("Its zone.", { replace: true, stable: true }),
    pool: assigned.string("Its pool.", { replace: true }),
    tags: optional.of(list("string"), "Tags."),
    tagged: computed.string("All tags."),
  },
  timeouts: TIMEOUTS,
  derive: {
    label: (plan) => `label of ${(plan as unknown as { id: string }).id}`,
    id: ({ zone, name }) => `${zone}/${name}`,
    zone: (_plan, api) => `zone of ${api.name}`,
    tagged: ({ tags }) => tags?.join() ?? "none",
  },
  plan({ state, plan, warn }) {
    spoken.push(state === null ? "create" : "update");
    if (plan.size === 13) throw new DiagnosticError("No luck", "13 is refused.", { path: [{ attribute: "size" }] });
    if (plan.size === 14) throw new TypeError("size went wrong");
    if (plan.size === 15) (plan as { size: number }).size = 16;
    if (isUnknown(plan.size)) warn("size", "Size to come", "The size is not known yet.");
    if (plan.size === 1) warn("size", "Small", "1 GB is small.");
  },
  create: async () => ({ id: "", label: "", serial: "", status: "", zone: "", pool: "", tagged: "" }),
  read: async ({ state }) => state,
  update: async () => ({ id: "", label: "", serial: "", status: "", zone: "", pool: "", tagged: "" }),
  delete: async () => undefined,
});

async function core() {
  spoken.length = 0;
  return terraform(await serve(disk), "test_disk");
}

const config = { name: "a", size: 10 };
const existing = {
  ...config,
  id: "zone of api/a",
  label: "label of zone of api/a",
  serial: "s-1",
  status: "on",
  note: null,
  kind: "ssd",
  zone: "zone of api",
  pool: "p-1",
  tags: null,
  tagged: "none",
};

const attributesIn = (paths: readonly unknown[]) => paths.map((path) => JSON.stringify(path));
const at = (name: string) => JSON.stringify([{ attribute: name }]);

it("plans defaults, derived values and unknowns for a new object", async () => {
  const { plan } = await core();
  const { planned, requiresReplace, diagnostics } = plan(config);
  expect(planned).toEqual({
    ...existing,
    serial: UNKNOWN,
    status: UNKNOWN,
    pool: UNKNOWN,
    timeouts: null,
  });
  expect(requiresReplace).toEqual([]);
  expect(diagnostics).toEqual([]);
});

it("leaves the defaulted, the assigned and the optional to the configuration", async () => {
  const { plan } = await core();
  const { planned } = plan({ ...config, kind: "hdd", zone: "z", pool: "p", note: "n" });
  expect(planned).toMatchObject({ kind: "hdd", zone: "z", pool: "p", note: "n", id: "z/a" });
});

it("keeps configured unknowns, of defaulted and assigned attributes too, and derives nothing in their place", async () => {
  const { plan, schema } = await core();
  const answer = plan({ name: UNKNOWN, size: UNKNOWN, note: UNKNOWN, kind: UNKNOWN, zone: UNKNOWN, pool: UNKNOWN });
  expect(answer.planned).toMatchObject({ zone: UNKNOWN, kind: UNKNOWN, pool: UNKNOWN, id: UNKNOWN, label: UNKNOWN });
  expect(planErrors(schema, null, answer.config, answer)).toEqual([]);
});

it("derives nothing from a value that is unknown only in parts", async () => {
  const { plan } = await core();
  expect(plan({ ...config, tags: ["a", UNKNOWN] }).planned).toMatchObject({ tagged: UNKNOWN });
  expect(plan({ ...config, tags: ["a", "b"] }).planned).toMatchObject({ tagged: "a,b" });
});

it("plans exactly the prior state when nothing changes", async () => {
  const { plan, state } = await core();
  const prior = state(existing);
  const { planned, requiresReplace } = plan(config, prior);
  expect(planned).toEqual(prior);
  expect(requiresReplace).toEqual([]);
});

it("plans exactly the prior state of an import with nulls in computed attributes", async () => {
  const { plan, state } = await core();
  const prior = state({ ...existing, serial: null, status: null, pool: null });
  expect(plan(config, prior).planned).toEqual(prior);
});

it("keeps what the service assigned when the configuration no longer says it", async () => {
  const { plan, state } = await core();
  const prior = state({ ...existing, zone: "z-9", pool: "p-9" });
  expect(plan(config, prior).planned).toEqual(prior);
});

it("plans unknown on an update for what the provider fills in, and the prior value where it is stable", async () => {
  const { plan, state } = await core();
  const { planned, requiresReplace } = plan({ ...config, size: 20 }, state(existing));
  expect(planned).toEqual({ ...state(existing), size: 20, status: UNKNOWN, pool: UNKNOWN });
  expect(requiresReplace).toEqual([]);
});

it("plans unknown on an update for a stable value that is not there yet", async () => {
  const { plan, state } = await core();
  const { planned } = plan({ ...config, size: 20 }, state({ ...existing, serial: null }));
  expect(planned).toMatchObject({ serial: UNKNOWN });
});

it("derives on updates, from prior values too", async () => {
  const { plan, state } = await core();
  const { planned } = plan({ ...config, tags: ["x"] }, state({ ...existing, zone: "old" }));
  expect(planned).toMatchObject({ id: "old/a", label: "label of old/a", tagged: "x" });
});

it("derives nothing new while it may turn out that nothing changes", async () => {
  const { plan, state, schema } = await core();
  const prior = state({ ...existing, note: "n", label: "made by hand" });
  const first = plan({ ...config, note: UNKNOWN }, prior);
  expect(first.planned).toMatchObject({ id: "zone of api/a", label: UNKNOWN });
  for (const note of ["n", "m"]) {
    const final = plan({ ...config, note }, prior);
    expect(final.planned).toMatchObject({ label: note === "n" ? "made by hand" : "label of zone of api/a" });
    const actions = [actionOf(schema, prior, first), actionOf(schema, prior, final)] as const;
    expect(finalPlanErrors(schema, actions, [first.planned as never, final.planned as never])).toEqual([]);
  }
});

it("goes back to the default when the configuration drops a defaulted attribute", async () => {
  const { plan, state } = await core();
  const { planned, requiresReplace } = plan(config, state({ ...existing, kind: "hdd" }));
  expect(planned).toMatchObject({ kind: "ssd" });
  expect(attributesIn(requiresReplace)).toEqual([at("kind")]);
});

it("takes added, changed and removed timeouts without touching anything else", async () => {
  const { plan, state } = await core();
  const timeouts = { create: null, read: "1m", update: null, delete: null };
  const prior = state(existing);
  expect(plan({ ...config, timeouts }, prior).planned).toEqual({ ...prior, timeouts });
  expect(plan(config, state({ ...existing, timeouts })).planned).toEqual(prior);
});

describe("replacement", () => {
  it("is required by changed attributes only", async () => {
    const { plan, state } = await core();
    const { requiresReplace } = plan({ name: "b", size: 20, zone: "zone of api" }, state(existing));
    expect(attributesIn(requiresReplace)).toEqual([at("name")]);
  });

  it("is required by a configured value that is not known yet", async () => {
    const { plan, state } = await core();
    const { requiresReplace } = plan({ ...config, name: UNKNOWN, pool: UNKNOWN }, state(existing));
    expect(attributesIn(requiresReplace)).toEqual([at("name"), at("pool")]);
  });

  it("is not required by a value that is left to the service", async () => {
    const { plan, state } = await core();
    const { planned, requiresReplace } = plan({ ...config, size: 20 }, state({ ...existing, zone: null }));
    expect(planned).toMatchObject({ pool: UNKNOWN });
    expect(requiresReplace).toEqual([]);
  });

  it("is never required of an object that does not exist", async () => {
    const { plan } = await core();
    expect(plan({ ...config, name: UNKNOWN }).requiresReplace).toEqual([]);
  });

  it("lets the hook speak in the plan of the new object only", async () => {
    const { plan, state } = await core();
    expect(plan({ name: "b", size: 1 }, state(existing)).diagnostics).toEqual([]);
    expect(plan({ name: "b", size: 1 }).diagnostics).toHaveLength(1);
    expect(spoken).toEqual(["create"]);
  });
});

describe("the plan hook", () => {
  it("warns with the attribute's path", async () => {
    const { plan, state } = await core();
    const warning = { severity: "warning", summary: "Small", detail: "1 GB is small.", path: [{ attribute: "size" }] };
    expect(plan({ ...config, size: 1 }).diagnostics).toEqual([warning]);
    expect(plan({ ...config, size: 1 }, state(existing)).diagnostics).toEqual([warning]);
    expect(spoken).toEqual(["create", "update"]);
  });

  it("sees unknown values as such", async () => {
    const { plan } = await core();
    expect(plan({ ...config, size: UNKNOWN }).diagnostics).toHaveLength(1);
  });

  it("is silent when the object is destroyed", async () => {
    const { destroy, state } = await core();
    expect(destroy(state(existing))).toEqual({ planned: null, requiresReplace: [], diagnostics: [] });
    expect(spoken).toEqual([]);
  });

  it("cannot change the plan", async () => {
    const { plan } = await core();
    expect(plan({ ...config, size: 15 }).planned).toMatchObject({ size: 15 });
  });

  it("refuses a plan by a diagnostic with its path", async () => {
    const { plan } = await core();
    const { planned, diagnostics } = plan({ ...config, size: 13 });
    expect(planned).toBeNull();
    expect(diagnostics).toEqual([
      { severity: "error", summary: "No luck", detail: "13 is refused.", path: [{ attribute: "size" }] },
    ]);
  });

  it("that crashes is reported as the bug that it is", async () => {
    const { plan } = await core();
    const [diagnostic] = plan({ ...config, size: 14 }).diagnostics;
    expect(diagnostic?.summary).toBe("Unexpected error in the provider");
    expect(diagnostic?.detail).toMatch(/^The plan handler of disk failed: size went wrong\n\nThis is a bug/);
  });
});

it("reports a derivation that crashes instead of ending the call", async () => {
  const broken = defineResource({
    name: "broken",
    summary: "Broken.",
    attributes: { id: computed.string("Id.") },
    timeouts: TIMEOUTS,
    derive: {
      id: () => {
        throw new Error("no id today");
      },
    },
    create: async () => ({ id: "" }),
    read: async ({ state }) => state,
    update: async () => ({ id: "" }),
    delete: async () => undefined,
  });
  const { plan } = terraform(await serve(broken), "test_broken");
  expect(plan({}).diagnostics[0]?.detail).toMatch("The plan handler of broken failed: no id today");
});

it("leaves a derivation without an answer unknown", async () => {
  const late = defineResource({
    name: "late",
    summary: "Late.",
    attributes: { id: computed.string("Id.") },
    timeouts: TIMEOUTS,
    derive: { id: () => undefined },
    create: async () => ({ id: "" }),
    read: async ({ state }) => state,
    update: async () => ({ id: "" }),
    delete: async () => undefined,
  });
  const { plan } = terraform(await serve(late), "test_late");
  expect(plan({}).planned).toMatchObject({ id: UNKNOWN } satisfies Partial<ValueRecord>);
});
