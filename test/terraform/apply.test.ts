import {
  assigned,
  computed,
  DiagnosticError,
  defaulted,
  isWhollyKnown,
  list,
  map,
  optional,
  refined,
  required,
  UNKNOWN,
  type Value,
  type ValueRecord,
} from "../../src/terraform";
import { terraform } from "./support/core";
import { defineResource, Refusal, serve, TIMEOUTS } from "./support/server";

interface Call {
  readonly plan: ValueRecord;
  readonly state?: ValueRecord;
  readonly changes?: ValueRecord;
  save(state: ValueRecord): void;
}

/** A resource whose handlers the test gives, free of the types that would hold them back. */
function disk(handlers: {
  create?: (call: Call) => unknown;
  update?: (call: Call) => unknown;
  delete?: (call: { state: ValueRecord }) => unknown;
}) {
  const unused = () => {
    throw new Error("not expected to be called");
  };
  return defineResource({
    name: "disk",
    summary: "A disk.",
    attributes: {
      id: computed.string("Id."),
      serial: computed.string("Stays.", { stable: true }),
      name: required.string("Name."),
      note: optional.string("Note."),
      kind: defaulted.string("Kind.", { default: "ssd" }),
      zone: assigned.string("Zone.", { stable: true }),
      pool: assigned.string("Pool."),
      tags: optional.of(list("string"), "Tags."),
      labels: computed.of(map("string"), "Labels."),
    },
    timeouts: TIMEOUTS,
    read: async ({ state }) => state,
    create: (handlers.create ?? unused) as never,
    update: (handlers.update ?? unused) as never,
    delete: (handlers.delete ?? unused) as never,
  });
}

async function core(handlers: Parameters<typeof disk>[0]) {
  const server = await serve(disk(handlers));
  return { ...terraform(server, "test_disk"), server };
}

const facts = { id: "1", serial: "s", zone: "z", pool: "p", labels: { a: "b" } };
const existing = { name: "a", note: null, kind: "ssd", tags: null, timeouts: null, ...facts };

const invalid = (verb: string, name: string, text: string) => ({
  severity: "error",
  summary: "Invalid result from the provider",
  detail: `The ${verb} handler of disk returned an invalid value for "${name}": ${text}. This is a bug in the provider, please report it to its developers.`,
  path: expect.arrayContaining([{ attribute: name.replace(/\W.*/, "") }]),
});

describe("creating", () => {
  it("fills in from the outcome what the plan left open, and keeps the rest of the plan", async () => {
    const { apply } = await core({ create: () => facts });
    expect(await apply({ name: "a" })).toEqual({ state: existing, diagnostics: [] });
  });

  it("hands over a plan without computed attributes and without unknown values", async () => {
    const plans: ValueRecord[] = [];
    const { apply } = await core({
      create({ plan }) {
        plans.push(plan);
        return facts;
      },
    });
    await apply({ name: "a", pool: "mine" });
    expect(plans).toEqual([{ name: "a", note: null, kind: "ssd", zone: null, pool: "mine", tags: null }]);
  });

  it("takes nothing from an outcome that the schema does not have", async () => {
    const { apply } = await core({
      create: () => ({ ...facts, timeouts: 1, toString: 2, more: undefined, extra: {} }),
    });
    expect(await apply({ name: "a" })).toEqual({ state: existing, diagnostics: [] });
  });

  it.each<[string, unknown, string, string, Value]>([
    ["is missing", { ...facts, id: undefined }, "id", "it is missing", null],
    ["is unknown", { ...facts, id: UNKNOWN }, "id", "it is unknown", null],
    ["is null", { ...facts, id: null }, "id", "it is null", null],
    ["is of another type", { ...facts, id: 1 }, "id", "a number is no string", null],
    ["is unknown in parts", { ...facts, labels: { a: UNKNOWN } }, 'labels["a"]', "it is unknown", null],
    ["misfits in parts", { ...facts, labels: { a: 1 } }, 'labels["a"]', "a number is no string", null],
    ["is of a class", { ...facts, labels: new Date(0) }, "labels", "an instance of Date is no map", null],
    ["contradicts the plan", { ...facts, kind: "hdd" }, "kind", "it is not what was planned", "ssd"],
    ["contradicts a null of the plan", { ...facts, note: "n" }, "note", "it is not what was planned", null],
  ])("complains of a value that %s, and keeps the state", async (_what, outcome, name, text, kept) => {
    const { apply } = await core({ create: () => outcome });
    const { state, diagnostics } = await apply({ name: "a" });
    expect(diagnostics).toEqual([invalid("create", name, text)]);
    const attribute = name.replace(/\W.*/, "");
    expect(state).toEqual({ ...existing, [attribute]: kept });
  });

  it("complains when a configured stable value comes out as another", async () => {
    const { apply } = await core({ create: () => facts });
    const { state, diagnostics } = await apply({ name: "a", zone: "mine" });
    expect(diagnostics).toEqual([invalid("create", "zone", "it is not what was planned")]);
    expect(state).toMatchObject({ zone: "mine" });
  });

  it.each([undefined, null, "done", 7])("complains of every open value when the outcome is %s", async (outcome) => {
    const { apply } = await core({ create: () => outcome });
    const { state, diagnostics } = await apply({ name: "a" });
    expect(diagnostics).toHaveLength(Object.keys(facts).length);
    expect(state).toMatchObject({ name: "a", id: null });
  });

  it("uses what was saved for what the outcome forgets", async () => {
    const { apply } = await core({
      create({ save }) {
        save({ id: "saved" });
        return { ...facts, id: undefined };
      },
    });
    const { state, diagnostics } = await apply({ name: "a" });
    expect(diagnostics).toEqual([invalid("create", "id", "it is missing")]);
    expect(state).toMatchObject({ id: "saved" });
  });

  it("keeps nothing when it fails before it saved anything", async () => {
    const { apply } = await core({
      create() {
        throw new Refusal("refused", "No room");
      },
    });
    expect(await apply({ name: "a" })).toEqual({
      state: null,
      diagnostics: [
        { severity: "error", summary: "The service refused", detail: "No room, says the service.", path: undefined },
      ],
    });
  });

  it("keeps all that was saved when it fails later", async () => {
    const { apply } = await core({
      async create({ save }) {
        save({ id: "1", zone: "first" });
        save({ zone: "z" });
        throw new Refusal("refused", "Late");
      },
    });
    const { state, diagnostics } = await apply({ name: "a", timeouts: { create: "1h" } });
    expect(diagnostics).toHaveLength(1);
    expect(state).toMatchObject({ ...existing, serial: null, pool: null, labels: null, timeouts: { create: "1h" } });
    expect(isWhollyKnown(state)).toBe(true);
  });

  it("keeps of what was saved only what a state can hold, and says so", async () => {
    const { apply } = await core({
      async create({ save }) {
        save({ id: "1", zone: 5, labels: { a: UNKNOWN }, extra: "x" });
        throw new Refusal("refused", "Late");
      },
    });
    const { state, diagnostics } = await apply({ name: "a" });
    expect(diagnostics.map(({ summary }) => summary)).toEqual([
      "The service refused",
      "Invalid result from the provider",
      "Invalid result from the provider",
    ]);
    expect(state).toEqual({ ...existing, serial: null, zone: null, pool: null, labels: null });
  });

  it("is not disturbed by a handler that changes what it was given", async () => {
    const { apply } = await core({
      create({ plan }) {
        (plan.tags as string[]).push("mine");
        (plan as Record<string, Value>).name = "mine";
        return facts;
      },
    });
    const { state, diagnostics } = await apply({ name: "a", tags: ["t"] });
    expect(diagnostics).toEqual([]);
    expect(state).toEqual({ ...existing, tags: ["t"] });
  });

  it("keeps two objects apart that are created at once", async () => {
    const release: (() => void)[] = [];
    const { apply } = await core({
      async create({ plan, save }) {
        save({ id: plan.name as Value });
        await new Promise<void>((resolve) => release.push(resolve));
        if (plan.name === "b") throw new Refusal("refused", "b");
        return { ...facts, id: plan.name };
      },
    });
    const both = [apply({ name: "a" }), apply({ name: "b" })];
    await new Promise(setImmediate);
    for (const go of release.toReversed()) go();
    const [a, b] = await Promise.all(both);
    expect(a).toMatchObject({ state: { id: "a", name: "a" }, diagnostics: [] });
    expect(b).toMatchObject({ state: { id: "b", name: "b", serial: null } });
    expect(b?.diagnostics).toHaveLength(1);
  });
});

describe("updating", () => {
  it("hands over the state, the plan and exactly what differs", async () => {
    const calls: unknown[] = [];
    const { apply, state } = await core({
      update({ plan, state, changes }) {
        calls.push({ plan, state, changes });
        return { ...facts, id: "2", pool: "q" };
      },
    });
    const prior = state({ ...existing, tags: ["a"] });
    const applied = await apply({ name: "b", tags: ["a"], note: "n" }, prior);
    const { timeouts: _timeouts, ...before } = { ...existing, tags: ["a"] };
    expect(calls).toEqual([
      {
        plan: { name: "b", note: "n", kind: "ssd", zone: "z", pool: null, tags: ["a"] },
        state: before,
        changes: { name: "b", note: "n" },
      },
    ]);
    expect(applied).toEqual({
      state: { ...existing, name: "b", note: "n", tags: ["a"], id: "2", pool: "q" },
      diagnostics: [],
    });
  });

  it("does not call the handler when only timeouts change", async () => {
    const { apply, state } = await core({});
    const timeouts = { create: null, read: "1m", update: null, delete: null };
    expect(await apply({ name: "a", timeouts }, state(existing))).toEqual({
      state: { ...existing, timeouts },
      diagnostics: [],
    });
    expect(await apply({ name: "a" }, state({ ...existing, timeouts }))).toEqual({ state: existing, diagnostics: [] });
  });

  it("does not call the handler for a plan that only leaves values to the service", async () => {
    const { server, state } = await core({});
    const planned = state({ ...existing, id: UNKNOWN, pool: UNKNOWN });
    expect(await server.resources.apply("test_disk", { prior: state(existing), planned, config: planned })).toEqual({
      state: existing,
      diagnostics: [],
    });
  });

  it.each<[string, ValueRecord]>([
    ["what a plan hook says of a computed value", { serial: "s-2" }],
    ["a part of what it says", { labels: { a: "c" } }],
    ["what it says beside a value that is left to the service", { serial: "s-2", pool: UNKNOWN }],
    ["what is known of a value that is not known itself", { id: refined({ prefix: "2" }) }],
  ])("calls the handler, without any changes, when only %s differs", async (_what, hooked) => {
    const calls: unknown[] = [];
    const outcome = { ...facts, id: "2", serial: "s-2", labels: { a: "c" } };
    const { server, state } = await core({
      update({ changes, state: { serial } = {} }) {
        calls.push({ changes, serial });
        return outcome;
      },
    });
    const prior = state(existing);
    const planned = { ...state({ ...existing, id: UNKNOWN, labels: UNKNOWN, serial: UNKNOWN }), ...hooked };
    expect(await server.resources.apply("test_disk", { prior, planned, config: planned })).toEqual({
      state: { ...existing, ...outcome },
      diagnostics: [],
    });
    expect(calls).toEqual([{ changes: {}, serial: "s" }]);
  });

  it("keeps what was saved when it fails at what a plan hook alone wants", async () => {
    const { server, state } = await core({
      async update({ save }) {
        save({ labels: { a: "half" } });
        throw new Refusal("refused", "Late");
      },
    });
    const [prior, planned] = [state(existing), state({ ...existing, labels: { a: "c" } })];
    const applied = await server.resources.apply("test_disk", { prior, planned, config: planned });
    expect(applied.state).toEqual({ ...existing, labels: { a: "half" } });
    expect(applied.diagnostics).toHaveLength(1);
  });

  it("keeps the prior value for what the outcome forgets", async () => {
    const { apply, state } = await core({ update: () => ({ ...facts, id: undefined }) });
    const applied = await apply({ name: "b" }, state(existing));
    expect(applied.diagnostics).toEqual([invalid("update", "id", "it is missing")]);
    expect(applied.state).toEqual({ ...existing, name: "b" });
  });

  it("keeps the planned value of what is stable when it has moved meanwhile", async () => {
    const { apply, state } = await core({ update: () => ({ ...facts, serial: "s-2", zone: "z-2" }) });
    expect(await apply({ name: "b" }, state(existing))).toEqual({ state: { ...existing, name: "b" }, diagnostics: [] });
  });

  it("complains when a stable value that was to change comes out as another", async () => {
    const { apply, state } = await core({ update: () => ({ ...facts, zone: "z" }) });
    const { diagnostics } = await apply({ name: "a", zone: "new" }, state(existing));
    expect(diagnostics).toEqual([invalid("update", "zone", "it is not what was planned")]);
  });

  it("keeps the prior state, and what was saved, when it fails", async () => {
    const failing = await core({
      update() {
        throw new DiagnosticError("No", "Not this name.", { path: [{ attribute: "name" }] });
      },
    });
    const prior = failing.state(existing);
    expect(await failing.apply({ name: "b" }, prior)).toEqual({
      state: existing,
      diagnostics: [{ severity: "error", summary: "No", detail: "Not this name.", path: [{ attribute: "name" }] }],
    });

    const half = await core({
      async update({ save }) {
        save({ name: "b" });
        throw new Refusal("refused", "Late");
      },
    });
    const { state } = await half.apply({ name: "b", note: "n" }, prior);
    expect(state).toEqual({ ...existing, name: "b" });
  });

  it("keeps the prior state from a handler that changes what it was given", async () => {
    const { apply, state } = await core({
      update({ state }) {
        (state as { tags: string[] } | undefined)?.tags.push("mine");
        throw new Refusal("refused", "Late");
      },
    });
    const applied = await apply({ name: "b", tags: ["t"] }, state({ ...existing, tags: ["t"] }));
    expect(applied.state).toEqual({ ...existing, tags: ["t"] });
  });

  it("does not take a vanished object for a success", async () => {
    const { apply, state } = await core({
      update() {
        throw new Refusal("gone", "No such disk");
      },
    });
    const applied = await apply({ name: "b" }, state(existing));
    expect(applied.state).toEqual(existing);
    expect(applied.diagnostics).toHaveLength(1);
  });
});

describe("deleting", () => {
  it("hands over the state and leaves nothing", async () => {
    const states: ValueRecord[] = [];
    const { server, state } = await core({ delete: async ({ state }) => void states.push(state) });
    expect(await server.resources.apply("test_disk", { prior: state(existing), planned: null, config: null })).toEqual({
      state: null,
      diagnostics: [],
    });
    const { timeouts: _timeouts, ...attributes } = existing;
    expect(states).toEqual([attributes]);
  });

  it("takes an object that is gone already for deleted", async () => {
    const { server, state } = await core({
      async delete() {
        throw new Refusal("gone", "No such disk");
      },
    });
    expect(await server.resources.apply("test_disk", { prior: state(existing), planned: null, config: null })).toEqual({
      state: null,
      diagnostics: [],
    });
  });

  it("keeps the prior state when it fails", async () => {
    const { server, state } = await core({
      async delete() {
        throw new Refusal("refused", "In use");
      },
    });
    const applied = await server.resources.apply("test_disk", { prior: state(existing), planned: null, config: null });
    expect(applied.state).toEqual(existing);
    expect(applied.diagnostics).toHaveLength(1);
  });

  it("has nothing to do where there is nothing", async () => {
    const { server } = await core({});
    expect(await server.resources.apply("test_disk", { prior: null, planned: null, config: null })).toEqual({
      state: null,
      diagnostics: [],
    });
  });
});
