import {
  assigned,
  computed,
  defaulted,
  openPrivateState,
  optional,
  required,
  resourcesOf,
  type Type,
  UNKNOWN,
  type Value,
} from "../../src/terraform";
import { createObject, updateObject } from "../../src/terraform/apply";
import { SILENT } from "../../src/terraform/log";
import { planChange } from "../../src/terraform/plan";
import { schemaType } from "../../src/terraform/schema";
import { validateConfig } from "../../src/terraform/validate";
import { record, type ValueRecord } from "../../src/terraform/value";

const rule = {
  port: required.number("The port.", { check: [{ text: "a port", test: (port) => port > 0 }], replace: true }),
  protocol: defaulted.string("The protocol.", { default: "tcp" }),
  note: optional.string("A note."),
  rule_id: computed.string("Its id."),
  address: assigned.string("Its address.", { stable: true }),
};

const TIMEOUTS = { create: "1m", read: "1m", update: "1m", delete: "1m" };

function resource(handlers: { create?: (plan: unknown) => unknown; update?: (context: unknown) => unknown } = {}) {
  return resourcesOf<null>()({
    name: "group",
    summary: "A group of rules.",
    attributes: {
      id: computed.string("Its id.", { stable: true }),
      main: optional.object(rule, "The main rule."),
      rules: optional.objectList(rule, "Rules in order."),
      named: optional.objectMap(rule, "Rules by name."),
      loose: optional.objectSet(rule, "Rules without order."),
      found: computed.objectList({ rule_id: computed.string("An id.") }, "What the service found."),
    },
    timeouts: TIMEOUTS,
    create: async ({ plan }) => handlers.create?.(plan) as never,
    read: async () => ({}) as never,
    update: async (context) => handlers.update?.(context) as never,
    delete: async () => undefined,
  });
}

const group = resource();

function fill(type: Type, given: Value): Value {
  if (given === null || typeof type === "string") return given ?? null;
  if (type[0] === "object") {
    const values = given as ValueRecord;
    return record(Object.entries(type[1]).map(([name, part]) => [name, fill(part, values[name] ?? null)]));
  }
  if (type[0] === "map") {
    return record(Object.entries(given as ValueRecord).map(([key, part]) => [key, fill(type[1], part)]));
  }
  return (given as readonly Value[]).map((part) => fill(type[1] as Type, part));
}

function whole(given: Record<string, Value>): ValueRecord {
  return fill(schemaType(group.schema), given) as ValueRecord;
}

const environment = {
  api: null,
  log: SILENT,
  stop: new AbortController().signal,
  explain: () => undefined,
  privateState: openPrivateState(),
};

const NEW_RULE = { port: 80, protocol: "tcp", note: null, rule_id: UNKNOWN, address: UNKNOWN };
const OLD_RULE = { port: 80, protocol: "tcp", note: null, rule_id: "r1", address: "10.0.0.1" };

describe("a plan of nested attributes", () => {
  test.each<[string, Record<string, Value>, Value]>([
    ["main", { main: { port: 80 } }, NEW_RULE],
    [
      "rules",
      { rules: [{ port: 80 }, { port: 443, address: "10.0.0.9" }] },
      [NEW_RULE, { ...NEW_RULE, port: 443, address: "10.0.0.9" }],
    ],
    ["named", { named: { web: { port: 80 } } }, { web: NEW_RULE }],
    ["loose", { loose: [{ port: 80 }] }, [NEW_RULE]],
  ])("fills defaults and marks what the service decides, inside %s", (name, given, expected) => {
    const config = whole(given);
    const { planned } = planChange(group, { prior: null, proposed: config, config }, null);
    expect(planned[name]).toEqual(expected);
    expect(planned.found).toBe(UNKNOWN);
  });

  test("leaves absent objects absent", () => {
    const config = whole({});
    const { planned } = planChange(group, { prior: null, proposed: config, config }, null);
    expect(planned).toMatchObject({ main: null, rules: null, named: null, loose: null });
  });

  test("keeps the stable values of an element on an update, by index, by key and by what is configured", () => {
    const prior = whole({ id: "g", rules: [OLD_RULE], named: { web: OLD_RULE }, loose: [OLD_RULE], found: [] });
    const rules = { rules: [{ port: 80, note: "new" }], named: { web: { port: 80, note: "new" } } };
    const config = whole({ ...rules, loose: [{ port: 80 }] });
    const proposed = whole({
      ...prior,
      rules: [{ ...OLD_RULE, note: "new" }],
      named: { web: { ...OLD_RULE, note: "new" } },
    });
    const { planned } = planChange(group, { prior, proposed, config }, null);
    const updated = { ...OLD_RULE, note: "new", rule_id: UNKNOWN };
    expect(planned.rules).toEqual([updated]);
    expect(planned.named).toEqual({ web: updated });
    expect(planned.loose).toEqual([{ ...OLD_RULE, rule_id: UNKNOWN }]);
    expect(planned.id).toBe("g");
  });

  test("is empty when nothing has changed", () => {
    const prior = whole({ id: "g", rules: [OLD_RULE], found: [] });
    const config = whole({ rules: [{ port: 80 }] });
    expect(planChange(group, { prior, proposed: prior, config }, null).planned).toEqual(prior);
  });

  test("replaces by the path of the nested attribute, and by the set's where elements have none", () => {
    const prior = whole({ id: "g", rules: [OLD_RULE], named: { web: OLD_RULE }, loose: [OLD_RULE], found: [] });
    const config = whole({ rules: [{ port: 81 }], named: { web: { port: 81 } }, loose: [{ port: 81 }] });
    const { requiresReplace } = planChange(group, { prior, proposed: config, config }, null);
    expect(requiresReplace).toEqual([
      [{ attribute: "rules" }, { index: 0 }, { attribute: "port" }],
      [{ attribute: "named" }, { key: "web" }, { attribute: "port" }],
      [{ attribute: "loose" }],
    ]);
  });
});

test("a change replaces only if the attribute's own test says so, or if the new value is not known yet", () => {
  const disk = resourcesOf<null>()({
    name: "disk",
    summary: "A disk that can grow in place.",
    attributes: {
      size: required.number("Its size.", { replace: (before, planned) => (planned ?? 0) < (before ?? 0) }),
    },
    timeouts: TIMEOUTS,
    create: async () => ({}),
    read: async ({ state }) => state,
    update: async () => ({}),
    delete: async () => undefined,
  });
  const replaces = (before: Value, size: Value) => {
    const values = (value: Value) =>
      record([
        ["size", value],
        ["timeouts", null],
      ]);
    const change = { prior: values(before), proposed: values(size), config: values(size) };
    return planChange(disk, change, null).requiresReplace.length > 0;
  };
  expect([replaces(8, 9), replaces(8, 8), replaces(8, 7), replaces(8, UNKNOWN)]).toEqual([false, false, true, true]);
});

describe("a handler of nested attributes", () => {
  test("is given no computed attribute, and its report fills what was left open", async () => {
    const given: unknown[] = [];
    const made = resource({
      create: (plan) => {
        given.push(plan);
        return { id: "g", rules: [OLD_RULE], found: [{ rule_id: "r1" }] };
      },
    });
    const config = whole({ rules: [{ port: 80 }] });
    const { planned } = planChange(made, { prior: null, proposed: config, config }, null);
    const { state, diagnostics } = await createObject(made, { planned, config }, environment);
    expect(diagnostics).toEqual([]);
    expect(given).toEqual([
      { main: null, named: null, loose: null, rules: [{ port: 80, protocol: "tcp", note: null, address: null }] },
    ]);
    expect(state).toEqual(whole({ id: "g", rules: [OLD_RULE], found: [{ rule_id: "r1" }] }));
  });

  test.each<[string, Value]>([
    ["contradicts the plan", [{ ...OLD_RULE, port: 443 }]],
    ["has another number of elements", [OLD_RULE, OLD_RULE]],
    ["forgets an attribute", [{ port: 80, protocol: "tcp", note: null, rule_id: "r1" }]],
  ])("whose report %s is named", async (_what, rules) => {
    const made = resource({ create: () => ({ id: "g", rules, found: [] }) });
    const config = whole({ rules: [{ port: 80 }] });
    const { planned } = planChange(made, { prior: null, proposed: config, config }, null);
    const { diagnostics } = await createObject(made, { planned, config }, environment);
    expect(diagnostics.map(({ summary }) => summary)).toEqual(["Invalid result from the provider"]);
    expect(diagnostics[0]?.path?.[0]).toEqual({ attribute: "rules" });
  });

  test("is told the nested object as changed only if what is configured has changed", async () => {
    const changes: unknown[] = [];
    const made = resource({
      update: (context) => {
        changes.push((context as { changes: unknown }).changes);
        return { id: "g", rules: [OLD_RULE], main: { ...OLD_RULE, note: "new" }, found: [] };
      },
    });
    const prior = whole({ id: "g", rules: [OLD_RULE], main: OLD_RULE, found: [] });
    const config = whole({ rules: [{ port: 80 }], main: { port: 80, note: "new" } });
    const proposed = whole({ ...prior, main: { ...OLD_RULE, note: "new" } });
    const { planned } = planChange(made, { prior, proposed, config }, null);
    const { diagnostics } = await updateObject(made, prior, { planned, config }, environment);
    expect(diagnostics).toEqual([]);
    expect(changes).toEqual([{ main: { port: 80, protocol: "tcp", note: "new", address: "10.0.0.1" } }]);
  });
});

test("what is left to the service inside, and was not there yet, is no change", async () => {
  const changes: unknown[] = [];
  const made = resource({
    update: (context) => {
      changes.push((context as { changes: unknown }).changes);
      return { id: "g", main: { ...OLD_RULE, address: "10.0.0.1" }, rules: [{ ...OLD_RULE, note: "new" }], found: [] };
    },
  });
  const prior = whole({ id: "g", main: { ...OLD_RULE, address: null }, rules: [OLD_RULE], found: [] });
  const config = whole({ main: { port: 80 }, rules: [{ port: 80, note: "new" }] });
  const proposed = whole({ ...prior, rules: [{ ...OLD_RULE, note: "new" }] });
  const { planned } = planChange(made, { prior, proposed, config }, null);
  expect(planned).toMatchObject({ main: { address: UNKNOWN } });
  await updateObject(made, prior, { planned, config }, environment);
  expect(changes).toEqual([{ rules: [{ port: 80, protocol: "tcp", note: "new", address: "10.0.0.1" }] }]);
});

test.each<[Record<string, Value>, string]>([
  [{ main: { port: 0 } }, "Invalid main.port"],
  [{ rules: [{ port: 1 }, { port: 0 }] }, "Invalid rules[1].port"],
  [{ named: { web: { port: 0 } } }, 'Invalid named["web"].port'],
  [{ loose: [{ port: 0 }] }, "Invalid loose.port"],
])("checks reach nested attributes: %p", (given, summary) => {
  expect(validateConfig(group.schema, whole(given)).map((diagnostic) => diagnostic.summary)).toEqual([summary]);
});

test("types follow the nesting", () => {
  resourcesOf<null>()({
    name: "typed",
    summary: "Types.",
    attributes: { rules: required.objectList(rule, "Rules."), main: optional.object(rule, "Main.") },
    timeouts: TIMEOUTS,
    async create({ plan }) {
      const port: number | undefined = plan.rules[0]?.port;
      const note: string | null | undefined = plan.main?.note;
      // @ts-expect-error: what the service computes is not in a plan, at any depth
      plan.rules[0]?.rule_id;
      return port === 1 || note === null ? {} : {};
    },
    async read({ state }) {
      const id: string | undefined = state.rules[0]?.rule_id;
      return id === "" ? state : state;
    },
    update: async () => ({}),
    delete: async () => undefined,
  });
});
