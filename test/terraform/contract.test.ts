/**
 * What Terraform Core checks in the answers about a managed resource, row by row: either a handler cannot bring it
 * about, or it is caught here and named before Terraform sees it. The judge is `support/core.ts`.
 */
import {
  assigned,
  block,
  computed,
  Deferral,
  type Diagnostic,
  defaulted,
  moveFrom,
  optional,
  type PlanAnswer,
  PROVIDER_BUG,
  record,
  refined,
  required,
  set,
  UNKNOWN,
  Unknown,
  upgradeFrom,
  type Value,
  type ValueRecord,
} from "../../src/terraform";
import {
  actionOf,
  compatibilityErrors,
  finalPlanErrors,
  planErrors,
  resultErrors,
  stateErrors,
  terraform,
} from "./support/core";
import { defineResource, Refusal, serve, TIMEOUTS } from "./support/server";

type Report = Record<string, unknown> | null | undefined;

interface Handlers {
  readonly create?: (call: { save(state: object): void }) => Report;
  readonly read?: (state: object) => Report;
  readonly update?: (call: { save(state: object): void }) => Report;
  readonly delete?: () => void;
  readonly plan?: (call: { state: unknown; replace(attribute: string): void; warn(...text: string[]): void }) => Report;
  readonly planDestroy?: () => unknown;
  readonly derive?: () => unknown;
  readonly observe?: () => Report;
  readonly move?: () => unknown;
}

const rule = {
  port: required.number("Port.", { replace: true }),
  note: optional.string("Note."),
  rule_id: computed.string("Id."),
  key: optional.string("Key.", { writeOnly: true }),
};
const loose = { port: required.number("Port."), kind: defaulted.string("Kind.", { default: "tcp" }) };
const part = { label: required.string("Label."), part_id: computed.string("Id.") };

const GOOD = { id: "1", zone: "z", size: 8, address: "a" };

function disk(handlers: Handlers = {}) {
  return defineResource({
    name: "disk",
    summary: "A disk.",
    version: 1,
    attributes: {
      id: computed.string("Id.", { stable: true }),
      zone: computed.string("Zone.", { stable: true }),
      address: computed.string("Address."),
      name: required.string("Name.", { replace: true }),
      note: optional.string("Note.", { sensitive: true }),
      size: assigned.number("Size."),
      secret: optional.string("Secret.", { writeOnly: true }),
      tags: optional.of(set("string"), "Tags."),
      any: optional.of("dynamic", "Any."),
      main: optional.object(rule, "Main."),
      rules: optional.objectList(rule, "Rules."),
      named: optional.objectMap(rule, "Named."),
      loose: optional.objectSet(loose, "Loose."),
      free: assigned.objectSet(loose, "Free."),
      boot: block.single(part, "Boot."),
      parts: block.list(part, "Parts."),
      slots: block.map(part, "Slots."),
      bag: block.set(part, "Bag."),
      limits: block.group({ cpu: optional.number("CPUs.") }, "Limits."),
    },
    identity: ["id"],
    timeouts: TIMEOUTS,
    upgrades: { 0: upgradeFrom({ id: computed.string("") }, () => handlers.move?.() as never) },
    moves: [moveFrom({ type: "test_tape", attributes: {} }, () => handlers.move?.() as never)],
    derive: handlers.derive === undefined ? {} : { address: handlers.derive as never },
    plan: (context) => handlers.plan?.(context as never) as never,
    ...(handlers.planDestroy && { planDestroy: handlers.planDestroy as () => void }),
    create: async (call) => (handlers.create ?? (() => GOOD))(call as never) as never,
    read: async ({ state }) => (handlers.read ?? ((same) => ({ ...same })))(state) as never,
    update: async (call) => (handlers.update ?? (() => GOOD))(call as never) as never,
    delete: async () => handlers.delete?.(),
    import: {
      format: "<id>",
      identify: (id) => ({ id }),
      observe: async () => (handlers.observe ?? (() => ({ ...GOOD, name: "found", free: [] })))() as never,
    },
  });
}

async function core(handlers?: Handlers) {
  const server = await serve(disk(handlers));
  const it = terraform(server, "test_disk");
  /** A plan that Core has judged. */
  const judged = (given: Record<string, Value>, prior: ValueRecord | null = null) => {
    const answer = it.plan(given, prior);
    return { ...answer, errors: planErrors(it.schema, prior, answer.config, answer) };
  };
  return { ...it, resources: server.resources, judged };
}

const NAME = { name: "a", free: [] };
const EXISTING = { ...GOOD, ...NAME, secret: null };

function refused(verb: string, place: string, text: string) {
  return expect.objectContaining({
    severity: "error",
    summary: "Invalid result from the provider",
    detail: `The ${verb} handler of disk returned an invalid value for "${place}": ${text}. ${PROVIDER_BUG}`,
    path: expect.arrayContaining([{ attribute: place.replace(/\W.*/, "") }]),
  });
}

const wrongRule = (values: object) => ({ port: 80, note: null, rule_id: "r", ...values });

/** Reports that no state can be made of, with what is said of them, whichever handler they come from. */
const MALFORMED: [string, object, string, string][] = [
  ["of another type", { size: "8" }, "size", "a string is no number"],
  ["of another type inside", { rules: [wrongRule({ port: "80" })] }, "rules[0].port", "a string is no number"],
  ["without an attribute inside", { rules: [{ port: 80 }] }, "rules[0].note", "it is missing"],
  ["with a foreign attribute inside", { main: wrongRule({ x: 1 }) }, "main.x", "the schema has no such attribute"],
  ["that is not finite", { size: Number.NaN }, "size", "NaN is no number"],
  ["that is not known", { address: UNKNOWN }, "address", "it is unknown"],
  [
    "that is not known inside",
    { named: { k: wrongRule({ rule_id: UNKNOWN }) } },
    'named["k"].rule_id',
    "it is unknown",
  ],
  ["that is not known in a dynamic value", { any: { a: [UNKNOWN] } }, 'any["a"][0]', "it is unknown"],
  ["that is write-only", { secret: "s" }, "secret", "it is write-only, and never stored"],
  [
    "that is write-only inside",
    { rules: [wrongRule({ key: "s" })] },
    "rules[0].key",
    "it is write-only, and never stored",
  ],
  ["null for a list of blocks", { parts: null }, "parts", "it is null and not empty"],
  ["null for a map of blocks", { slots: null }, "slots", "it is null and not empty"],
  ["null for a set of blocks", { bag: null }, "bag", "it is null and not empty"],
  ["null for a group", { limits: null }, "limits", "it is null and not empty"],
  ["null for one of the blocks", { parts: [null] }, "parts[0]", "it is null"],
  ["null for what is always there", { address: null }, "address", "it is null"],
];

describe("5.1 a read", () => {
  it.each(MALFORMED)(
    "that returns a value %s is refused by name, and the state stays",
    async (_what, extra, place, text) => {
      const { resources, state, schema } = await core({ read: (same) => ({ ...same, ...extra }) });
      const answer = await resources.read("test_disk", state(EXISTING));
      expect(answer.diagnostics).toEqual([refused("read", place, text)]);
      expect(answer.state).toEqual(state(EXISTING));
      expect(stateErrors(schema, answer.state)).toEqual([]);
    },
  );

  it.each([null, undefined])("that returns %s is no absence: only an error that means so is", async (nothing) => {
    const { resources, state } = await core({ read: () => nothing });
    const answer = await resources.read("test_disk", state(EXISTING));
    expect(answer.diagnostics).toContainEqual(refused("read", "id", "it is missing"));
    expect(answer.state).toEqual(state(EXISTING));
  });

  it("says that an object is gone by a state of null, and by nothing else", async () => {
    const gone = () => {
      throw new Refusal("gone", "no such disk");
    };
    const { resources, state } = await core({ read: gone });
    expect(await resources.read("test_disk", state(EXISTING))).toEqual({ state: null, diagnostics: [] });
  });
});

describe("5.2 a plan", () => {
  const derived = (value: unknown) => ({ derive: () => value });
  const hooked = (value: object) => ({ plan: () => ({ ...value }) });

  it.each<[string, Handlers, string, string, string]>([
    ["type conformance, of a derivation", derived(7), "derive", "address", "a number is no string"],
    ["type conformance, of the hook", hooked({ address: 7 }), "plan", "address", "a number is no string"],
    ["planned for absence", hooked({ address: null }), "plan", "address", "it is null"],
    ["a value for a non-computed attribute", hooked({ note: "n" }), "plan", "note", "it is not left to the provider"],
    ["a value beside the configured one", hooked({ size: 9 }), "plan", "size", "it is not left to the provider"],
    ["unknown for a configured value", hooked({ size: UNKNOWN }), "plan", "size", "it is not left to the provider"],
    ["unknown for a required value", hooked({ name: UNKNOWN }), "plan", "name", "it is not left to the provider"],
    [
      "a value for a write-only attribute",
      hooked({ secret: "s" }),
      "plan",
      "secret",
      "it is write-only, and never stored",
    ],
    ["a null for blocks", hooked({ parts: null }), "plan", "parts", "it is null and not empty"],
    ["unknown blocks", hooked({ parts: UNKNOWN }), "plan", "parts", "it is not left to the provider"],
    ["another count of blocks", hooked({ parts: [] }), "plan", "parts", "it is not left to the provider"],
  ])("with %s is refused by name", async (_row, handlers, verb, place, text) => {
    const { plan } = await core(handlers);
    expect(plan({ ...NAME, size: 8, secret: "s" }).diagnostics).toEqual([refused(verb, place, text)]);
  });

  it("that replaces because of what is no attribute is refused by name", async () => {
    const { plan, state } = await core({ plan: ({ replace }) => void replace("nome") });
    const { requiresReplace, diagnostics } = plan({ ...NAME, note: "n" }, state(EXISTING));
    expect(requiresReplace).toEqual([]);
    expect(diagnostics).toMatchObject([
      {
        severity: "error",
        detail: expect.stringMatching(/^The plan handler of disk failed: .*"nome", which it does not/),
      },
    ]);
  });

  it("has no object only if there is an error, or if it is to be destroyed", async () => {
    const broken = () => {
      throw new Error("lost");
    };
    const { plan, destroy, state } = await core({ plan: broken });
    expect(plan(NAME)).toMatchObject({ planned: null, diagnostics: [{ severity: "error" }] });
    expect(destroy(state(EXISTING))).toMatchObject({ planned: null, diagnostics: [] });
  });

  const given = (values: object) => record(Object.entries(values));
  const ports = (...numbers: number[]) => numbers.map((port) => given({ port }));
  const labels = (...texts: string[]) => texts.map((label) => given({ label }));

  it.each<[string, Record<string, Value>, object]>([
    ["configured values", { size: 9, note: "n", any: [1, "a"] }, { size: 9, note: "n" }],
    ["configured unknown values", { size: UNKNOWN, note: UNKNOWN, any: UNKNOWN }, { size: UNKNOWN, note: UNKNOWN }],
    ["null where nobody says anything", {}, { note: null, tags: null, any: null, main: null, rules: null }],
    ["null for write-only values, at any depth", { secret: "s", main: given({ port: 1, key: "k" }) }, { secret: null }],
    ["as many nested elements as are configured", { rules: ports(1, 2) }, { rules: [{ port: 1 }, { port: 2 }] }],
    ["the keys that are configured", { named: given({ a: given({ port: 1 }) }) }, { named: { a: { port: 1 } } }],
    ["as many elements of a set as are configured", { loose: ports(1, 2) }, { loose: [{ port: 1 }, { port: 2 }] }],
    ["nested values that are not known", { rules: [given({ port: UNKNOWN })] }, { rules: [{ port: UNKNOWN }] }],
    ["nested elements that are not known", { rules: [UNKNOWN] }, { rules: [UNKNOWN] }],
    ["nested objects that are not known", { main: UNKNOWN, loose: UNKNOWN }, { main: UNKNOWN, loose: UNKNOWN }],
    ["as many blocks as are written", { parts: labels("a", "b") }, { parts: [{ label: "a" }, { label: "b" }] }],
    ["the keys of the blocks", { slots: given({ x: given({ label: "l" }) }) }, { slots: { x: { label: "l" } } }],
    ["blocks of a set", { bag: labels("a") }, { bag: [{ label: "a", part_id: UNKNOWN }] }],
    ["a single block", { boot: given({ label: "a" }) }, { boot: { label: "a", part_id: UNKNOWN } }],
    ["empty collections for no blocks", {}, { parts: [], slots: {}, bag: [], boot: null, limits: { cpu: null } }],
    ["blocks of unknown number as they are", { parts: UNKNOWN, bag: UNKNOWN }, { parts: UNKNOWN, bag: UNKNOWN }],
    [
      "blocks known, and unknown what is in them",
      { parts: [given({ label: UNKNOWN })] },
      { parts: [{ label: UNKNOWN }] },
    ],
  ])("has %s", async (_row, config, expected) => {
    const { judged, state } = await core();
    for (const prior of [null, state(EXISTING), state({ ...EXISTING, rules: [wrongRule({})], loose: [] })]) {
      const { planned, errors, diagnostics } = judged({ ...NAME, ...config }, prior);
      expect(planned).toMatchObject(expected);
      expect([errors, diagnostics]).toEqual([[], []]);
    }
  });

  it("keeps what the service made of an assigned object that only a configuration could have written", async () => {
    const { judged, state } = await core();
    const prior = state({ ...EXISTING, free: [given({ port: 1, kind: "udp" })] });
    const { planned, errors } = judged({ name: "a" }, prior);
    expect(planned).toEqual(prior);
    expect(errors).toEqual([]);
  });

  it("leaves alone what the service says inside of it, whatever the defaults are", async () => {
    const { judged, state } = await core();
    const prior = state({ ...EXISTING, free: [given({ port: 1, kind: null })] });
    expect(judged({ name: "a" }, prior).planned).toEqual(prior);
  });

  it("names a set that would lose an element because two are filled in alike", async () => {
    const { judged } = await core();
    const twins = [given({ port: 1 }), given({ port: 1, kind: "tcp" })];
    expect(judged({ ...NAME, loose: twins }).diagnostics).toMatchObject([
      { severity: "error", summary: "Two elements are the same", path: [{ attribute: "loose" }] },
    ]);
    const others = judged({ ...NAME, loose: [given({ port: 1 }), given({ port: 1, kind: "udp" })] });
    expect([others.errors, others.planned?.loose]).toEqual([[], [expect.anything(), { port: 1, kind: "udp" }]]);
  });

  it.each<[string, Record<string, Value>, object, unknown]>([
    ["an attribute", { name: "b" }, {}, [{ attribute: "name" }]],
    [
      "an element",
      { rules: ports(81) },
      { rules: [wrongRule({})] },
      [{ attribute: "rules" }, { index: 0 }, { attribute: "port" }],
    ],
    [
      "an element that is gone",
      { rules: [] },
      { rules: [wrongRule({})] },
      [{ attribute: "rules" }, { index: 0 }, { attribute: "port" }],
    ],
    [
      "an element that is not known",
      { rules: [UNKNOWN] },
      { rules: [wrongRule({})] },
      [{ attribute: "rules" }, { index: 0 }],
    ],
    ["a list that is not known", { rules: UNKNOWN }, { rules: [wrongRule({})] }, [{ attribute: "rules" }]],
    ["an object that is new", { main: given({ port: 1 }) }, {}, [{ attribute: "main" }]],
    [
      "a key that is gone",
      { named: given({}) },
      { named: given({ b: wrongRule({}) }) },
      [{ attribute: "named" }, { key: "b" }, { attribute: "port" }],
    ],
    ["an object that is gone", {}, { main: wrongRule({}) }, [{ attribute: "main" }]],
    ["an object that is not known", { main: UNKNOWN }, { main: wrongRule({ port: null }) }, [{ attribute: "main" }]],
    [
      "a key",
      { named: given({ b: given({ port: 1 }) }) },
      { named: given({ b: wrongRule({}) }) },
      [{ attribute: "named" }, { key: "b" }, { attribute: "port" }],
    ],
  ])("requires replacement at a path that is there: %s", async (_row, config, before, path) => {
    const { judged, state, schema } = await core();
    const prior = state({ ...EXISTING, ...(before as Record<string, Value>) });
    const answer = judged({ ...NAME, ...config }, prior);
    expect(answer.requiresReplace).toEqual([path]);
    expect(answer.errors).toEqual([]);
    expect(actionOf(schema, prior, answer)).toBe("replace");
  });

  it("of a new object replaces nothing, whatever the hook says, and its warnings are told", async () => {
    const { plan } = await core({
      plan: ({ replace, warn }) => {
        replace("name");
        warn("name", "Replaced", "It cannot be renamed.");
        return undefined;
      },
    });
    expect(plan(NAME)).toMatchObject({
      requiresReplace: [],
      diagnostics: [{ severity: "warning", summary: "Replaced" }],
    });
  });

  it("of a replacement's new object is judged like that of any new object", async () => {
    const { judged } = await core();
    const { planned, errors, requiresReplace } = judged({ ...NAME, name: "b", secret: "s" });
    expect(planned).toMatchObject({ name: "b", secret: null, id: UNKNOWN, zone: UNKNOWN });
    expect([errors, requiresReplace]).toEqual([[], []]);
  });
});

describe("5.4 destroying", () => {
  it("plans null, whatever the hook returns", async () => {
    const { destroy, state } = await core({ planDestroy: () => ({ id: "1" }) });
    expect(destroy(state(EXISTING))).toMatchObject({ planned: null, requiresReplace: [], diagnostics: [] });
  });

  it("ends with null, whatever the handler returns", async () => {
    const { resources, state } = await core({ delete: () => ({ id: "1" }) as never });
    const request = { prior: state(EXISTING), planned: null, config: null };
    expect(await resources.apply("test_disk", request)).toEqual({ state: null, diagnostics: [] });
  });

  it("that fails keeps the state, with an error", async () => {
    const busy = () => {
      throw new Refusal("refused", "busy");
    };
    const { resources, state } = await core({ delete: busy });
    const request = { prior: state(EXISTING), planned: null, config: null };
    const answer = await resources.apply("test_disk", request);
    expect(answer).toMatchObject({ state: state(EXISTING), diagnostics: [{ severity: "error" }] });
  });
});

describe("5.5 the plan in an apply", () => {
  const twice = async (
    first: Record<string, Value>,
    final: Record<string, Value>,
    before: Record<string, Value> = {},
  ) => {
    const { judged, schema, state } = await core();
    const prior = state({ ...EXISTING, ...before });
    const [one, other] = [judged({ ...NAME, ...first }, prior), judged({ ...NAME, ...final }, prior)];
    const action = (answer: PlanAnswer) => actionOf(schema, prior, answer);
    const planned = [one.planned as ValueRecord, other.planned as ValueRecord] as const;
    return { actions: [action(one), action(other)] as const, planned, schema };
  };

  it.each<[string, Record<string, Value>, Record<string, Value>, Record<string, Value>]>([
    ["a value", { note: UNKNOWN }, { note: "n" }, {}],
    ["the number of blocks", { parts: UNKNOWN }, { parts: [record([["label", "a"]])] }, {}],
    ["an element of a set", { tags: ["a", UNKNOWN] }, { tags: ["a", "b"] }, {}],
    ["elements of a set that are the same in the end", { tags: ["a", UNKNOWN] }, { tags: ["a"] }, {}],
    ["that nothing changes", { note: UNKNOWN }, { note: "n" }, { note: "n" }],
  ])("that has learned %s fits the first", async (_row, first, final, before) => {
    const { actions, planned, schema } = await twice(first, final, before);
    expect(finalPlanErrors(schema, actions, planned)).toEqual([]);
  });

  it.each<[string, Record<string, Value>, Record<string, Value>]>([
    ["an attribute", { name: UNKNOWN }, {}],
    ["a nested attribute", { rules: [record([["port", UNKNOWN]])] }, { rules: [wrongRule({})] }],
    ["a nested object", { main: UNKNOWN }, { main: wrongRule({ port: null }) }],
    ["a nested element", { rules: [UNKNOWN] }, { rules: [wrongRule({ port: null })] }],
  ])(
    "never turns an update into a replacement: %s that may replace does so while it is unknown",
    async (_row, first, before) => {
      const { actions } = await twice(first, first, before);
      expect(actions).toEqual(["replace", "replace"]);
    },
  );
});

describe("5.5 an apply", () => {
  const rules = [record([["port", 80]])];
  const CONFIG = {
    ...NAME,
    rules,
    loose: [record([["port", 1]])],
    parts: [record([["label", "l"]])],
    bag: [record([["label", "b"]])],
    any: "x",
    note: "n",
  };
  const OUTCOME = {
    ...GOOD,
    rules: [wrongRule({})],
    parts: [{ label: "l", part_id: "p" }],
    bag: [{ label: "b", part_id: "p" }],
  };

  async function created(report: Report, config: Record<string, Value> = CONFIG) {
    const { judged, resources, schema } = await core({ create: () => report });
    const { planned, config: whole, errors, diagnostics } = judged(config);
    expect([errors, diagnostics]).toEqual([[], []]);
    const answer = await resources.apply("test_disk", { prior: null, planned, config: whole });
    return { ...answer, planned: planned as ValueRecord, schema };
  }

  it("that keeps to the plan is one that Core accepts", async () => {
    const { state, diagnostics, planned, schema } = await created(OUTCOME);
    expect(diagnostics).toEqual([]);
    expect(resultErrors(schema, planned, state)).toEqual([]);
  });

  it.each(MALFORMED)(
    "that returns a value %s is refused by name, and leaves a state that can be stored",
    async (_what, extra, place, text) => {
      const { state, diagnostics, schema } = await created({ ...OUTCOME, ...extra });
      expect(diagnostics).toContainEqual(refused("create", place, text));
      expect(state).toMatchObject({ id: "1", name: "a" });
      expect(stateErrors(schema, state)).toEqual([]);
    },
  );

  const unplanned = "it is not what was planned";

  it.each<[string, object, string, string]>([
    ["a known value changed", { note: "other" }, "note", unplanned],
    ["a sensitive value changed", { note: "secret" }, "note", unplanned],
    ["a value became null", { note: null }, "note", unplanned],
    ["null became a value", { tags: ["t"] }, "tags", unplanned],
    ["a dynamic value changed its type", { any: 1 }, "any", unplanned],
    ["a known value changed inside", { rules: [wrongRule({ port: 81 })] }, "rules", unplanned],
    ["null became a value inside", { rules: [wrongRule({ note: "n" })] }, "rules", unplanned],
    ["an element vanished", { rules: [] }, "rules", unplanned],
    ["an element appeared", { rules: [wrongRule({}), wrongRule({})] }, "rules", unplanned],
    ["a key appeared", { named: { k: wrongRule({}) } }, "named", unplanned],
    ["a set's element changed", { loose: [{ port: 2, kind: "tcp" }] }, "loose", unplanned],
    [
      "a set grew",
      {
        loose: [
          { port: 1, kind: "tcp" },
          { port: 2, kind: "tcp" },
        ],
      },
      "loose",
      unplanned,
    ],
    ["the block count changed", { parts: [] }, "parts", unplanned],
    ["a block's value changed", { parts: [{ label: "x", part_id: "p" }] }, "parts", unplanned],
    ["a block key appeared", { slots: { k: { label: "x", part_id: "p" } } }, "slots", unplanned],
    ["a single block appeared", { boot: { label: "x", part_id: "p" } }, "boot", unplanned],
    ["a set block does not correlate", { bag: [{ label: "x", part_id: "p" }] }, "bag", unplanned],
    ["a set of blocks grew", { bag: [1, 2].map((n) => ({ label: "b", part_id: `${n}` })) }, "bag", unplanned],
  ])("after which %s is refused by name, and the plan is kept", async (_row, extra, place, text) => {
    const { state, diagnostics, planned, schema } = await created({ ...OUTCOME, ...extra });
    expect(diagnostics).toEqual([refused("create", place, text)]);
    expect(stateErrors(schema, state)).toEqual([]);
    // The table is about what Core would refuse, and not about what only this framework minds.
    const outcome = { ...(state as ValueRecord), ...(extra as Record<string, Value>) };
    expect(compatibilityErrors(schema, planned, withoutPrototypes(outcome))).not.toEqual([]);
  });

  it.each([null, undefined, "done"])(
    "that returns %p still has an object, with an error for each value that is open",
    async (report) => {
      const { state, diagnostics } = await created(report as Report);
      expect(state).not.toBeNull();
      expect(diagnostics.map(({ path }) => path?.[0])).toEqual(
        ["id", "zone", "address", "size", "rules", "parts", "bag"].map((attribute) => ({ attribute })),
      );
    },
  );

  it("that breaks what the plan knew of a value is refused by name", async () => {
    const open = { create: () => ({ ...GOOD, address: "b-1" }), plan: () => ({ address: refined({ prefix: "a-" }) }) };
    const { plan, resources } = await core(open);
    const { planned, config } = plan(NAME);
    expect(planned?.address).toMatchObject({ refinement: { notNull: true, prefix: "a-" } });
    const { diagnostics } = await resources.apply("test_disk", { prior: null, planned, config });
    expect(diagnostics).toEqual([refused("create", "address", 'it does not begin with "a-"')]);
  });

  it("that fails half-way keeps what was saved, and none of it that is malformed", async () => {
    const broken: NonNullable<Handlers["create"]> = ({ save }) => {
      save({ id: "1", zone: 7 });
      throw new Refusal("refused", "no room");
    };
    const { judged, resources, schema } = await core({ create: broken });
    const { planned, config } = judged(CONFIG);
    const { state, diagnostics } = await resources.apply("test_disk", { prior: null, planned, config });
    expect(diagnostics).toEqual([
      expect.objectContaining({ summary: "The service refused" }),
      refused("create", "zone", "a number is no string"),
    ]);
    expect(state).toMatchObject({ id: "1", zone: null, name: "a" });
    expect(stateErrors(schema, state)).toEqual([]);
  });

  it("that updates what nobody asked to change is refused by name, and the plan is kept", async () => {
    const { plan, resources, state } = await core({ update: () => ({ ...GOOD, name: "b" }) });
    const { planned, config } = plan({ ...NAME, note: "n" }, state(EXISTING));
    const answer = await resources.apply("test_disk", { prior: state(EXISTING), planned, config });
    expect(answer).toMatchObject({ state: { name: "a" }, diagnostics: [refused("update", "name", unplanned)] });
  });

  it("that fails to update keeps the state that there was", async () => {
    const broken = () => {
      throw new Error("lost");
    };
    const { plan, resources, state } = await core({ update: broken });
    const { planned, config } = plan({ ...NAME, note: "n" }, state(EXISTING));
    const answer = await resources.apply("test_disk", { prior: state(EXISTING), planned, config });
    expect(answer).toMatchObject({ state: state(EXISTING), diagnostics: [{ severity: "error" }] });
  });
});

describe("5.7 an import", () => {
  const FOUND = { ...GOOD, name: "found", free: [] };

  it("is of exactly one object", async () => {
    const { resources, schema } = await core({ observe: () => FOUND });
    const { state, identity, diagnostics } = await resources.import("test_disk", { id: "1" });
    expect([identity, diagnostics]).toEqual([{ id: "1" }, []]);
    expect(stateErrors(schema, state)).toEqual([]);
  });

  it.each(MALFORMED)("that finds a value %s is refused by name", async (_what, extra, place, text) => {
    const { resources } = await core({ observe: () => ({ ...FOUND, ...extra }) });
    const { state, diagnostics } = await resources.import("test_disk", { id: "1" });
    expect(diagnostics).toEqual([refused("import", place, text)]);
    expect(state).toBeNull();
  });

  it.each([null, undefined])("that finds %s is an error, and no object", async (nothing) => {
    const { resources } = await core({ observe: () => nothing });
    const { state, diagnostics } = await resources.import("test_disk", { id: "1" });
    expect(state).toBeNull();
    expect(diagnostics).toContainEqual(refused("import", "id", "it is missing"));
  });

  it("that finds no identity is refused by name", async () => {
    const { resources } = await core({ observe: () => ({ ...FOUND, id: null }) });
    const { identity, diagnostics } = await resources.import("test_disk", { identity: record([["id", "1"]]) });
    expect(identity).toBeUndefined();
    expect(diagnostics).toEqual([refused("import", "id", "it is null")]);
  });
});

describe.each<
  [
    string,
    (resources: Awaited<ReturnType<typeof core>>["resources"]) => {
      state: unknown;
      diagnostics: readonly Diagnostic[];
    },
  ]
>([
  [
    "5.7 a move from test_tape to disk",
    (resources) => resources.move("test_disk", { provider: "test/test", type: "test_tape", stored: {} }),
  ],
  ["an upgrade of the state of disk", (resources) => resources.upgrade("test_disk", 0, {})],
])("%s", (title, convert) => {
  const WHOLE = { ...EXISTING, note: null, tags: null, any: null, main: null, rules: null, named: null, loose: null };
  const BLOCKS = { boot: null, parts: [], slots: {}, bag: [], limits: { cpu: null } };

  it.each<[string, unknown, string]>([
    ["null", null, "result: it is null"],
    ["no object", "moved", "result: a string is no object"],
    ["an unknown value", { ...WHOLE, ...BLOCKS, zone: UNKNOWN }, 'value for "zone": it is unknown'],
    ["a value of another type", { ...WHOLE, ...BLOCKS, size: "8" }, 'value for "size": a string is no number'],
  ])("that returns %s is refused by name", async (_what, result, text) => {
    const { resources } = await core({ move: () => result });
    const { state, diagnostics } = convert(resources);
    expect(state).toBeNull();
    expect(diagnostics).toMatchObject([
      { severity: "error", detail: expect.stringContaining(`returned an invalid ${text}.`) },
    ]);
    expect(diagnostics[0]?.detail.toLowerCase()).toContain(title.replace(/^5.7 a /, "the ").replace(/^an /, "the "));
  });
});

describe("5.8 a deferral", () => {
  const wait = (): never => {
    throw new Deferral("absent-prerequisite", "There is no rack yet.");
  };

  it("is an error where Terraform does not allow it, and in every apply", async () => {
    const { plan, resources, state, config } = await (async () => {
      const it = await core({ plan: wait, read: wait, observe: wait, create: wait, update: wait, delete: wait });
      return { ...it, config: it.state({ ...NAME, note: "n" }) };
    })();
    const prior = state(EXISTING);
    const answers = [
      plan(NAME),
      await resources.read("test_disk", prior),
      await resources.import("test_disk", { id: "1" }),
      await resources.apply("test_disk", { prior: null, planned: config, config }, { mayDefer: true }),
      await resources.apply("test_disk", { prior, planned: config, config }, { mayDefer: true }),
      await resources.apply("test_disk", { prior, planned: null, config: null }, { mayDefer: true }),
    ];
    for (const answer of answers) {
      expect(answer).toMatchObject({ diagnostics: [{ severity: "error", summary: "Not known yet" }] });
      expect(answer).not.toHaveProperty("deferred");
    }
  });

  it("leaves a plan that Core takes", async () => {
    const { resources, state, schema } = await core({ plan: wait });
    const config = state({ ...NAME, rules: [record([["port", UNKNOWN]])] });
    const answer = resources.plan("test_disk", { prior: null, proposed: config, config }, { mayDefer: true });
    expect(answer).toMatchObject({ deferred: "absent-prerequisite", diagnostics: [] });
    expect(planErrors(schema, null, config, answer)).toEqual([]);
  });
});

describe("5.8 an identity", () => {
  it("is unknown for a new object alone", async () => {
    const { plan, state } = await core();
    expect(plan(NAME).identity).toEqual({ id: UNKNOWN });
    expect(plan({ ...NAME, name: "b" }, state({ ...EXISTING, id: null })).identity).toEqual({ id: UNKNOWN });
    expect(plan({ ...NAME, note: "n" }, state(EXISTING)).identity).toEqual({ id: "1" });
    expect(plan({ ...NAME, note: "n" }, state({ ...EXISTING, id: null })).identity).toEqual({ id: null });
  });

  it("that a read changes is refused by name", async () => {
    const { resources, state } = await core({ read: (same) => ({ ...same, id: "2" }) });
    const { diagnostics } = await resources.read("test_disk", state(EXISTING));
    expect(diagnostics).toMatchObject([
      { summary: "Unexpected identity change", detail: expect.stringMatching(/^The read of disk changes "id"/) },
    ]);
  });
});

/** The value as Terraform would send it. */
function withoutPrototypes(value: Value): ValueRecord {
  const convert = (part: Value): Value => {
    if (Array.isArray(part)) return part.map(convert);
    if (typeof part !== "object" || part === null || part instanceof Unknown) return part;
    return record(Object.entries(part).map(([name, inner]) => [name, convert(inner as Value)]));
  };
  return convert(value) as ValueRecord;
}
