/** Plans of every shape: nothing in them makes a review fail, and nothing sensitive gets out. */
import fc from "fast-check";
import { GATES, passGates, reviewPlan, writeMarkdown, writeText } from "../../src/review";
import { Random } from "../support/random";
import {
  attachment,
  type Entry,
  instance,
  type Json,
  listed,
  nicAttachments,
  official,
  PORT,
  planOf,
  policy,
  setting,
} from "./support/plans";

type Maker = (given: Json) => Json;

const RESOURCES: readonly (readonly [string, Maker])[] = [
  ["huaweiecs_nic_attachment_setting.a", setting],
  ["huaweiecs_nic_attachment.b", attachment],
  ["huaweiecs_server_nic_policy.c", policy],
  ["huaweicloud_compute_interface_attach.d", official],
  ["huaweicloud_compute_instance.e", instance],
];

const ACTIONS = [
  ["no-op"],
  ["create"],
  ["update"],
  ["delete"],
  ["delete", "create"],
  ["create", "delete"],
  ["forget"],
  ["create", "forget"],
];

/** Every report that there is of a plan, in the shape that each must have. */
function reports(plan: Json): string {
  const review = reviewPlan(plan);
  const gate = passGates(review, GATES);
  const markdown = writeMarkdown(review, gate);
  expect(markdown.length).toBeLessThan(60_000);
  const rows = markdown.split("\n").filter((line) => line.startsWith("|"));
  expect(rows.filter((row) => row.split("|").length !== 6)).toEqual([]);
  const text = writeText(review, gate);
  expect(text).not.toMatch(/[^\P{C}\n]/u);
  return text + markdown;
}

/** Makes the plans of one seed: what is sensitive in them are canaries, no two of which are the same. */
class SensitivePlans {
  #canaries = 0;
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  /** A plan in which everything is somewhere, and marked at its place or above it. */
  plan(): Json {
    const known = this.#canary();
    const witness = {
      address: "huaweiecs_nic_attachment_setting.witness",
      before: setting({ region: known }),
      beforeSensitive: { region: true },
    };
    const entries = (): readonly Entry[] =>
      RESOURCES.map(([name, make]): Entry => {
        const actions = this.#random.pick(ACTIONS);
        const [before, after] = [this.#object(make), this.#object(make)];
        return {
          // What is sensitive there is withheld here too.
          address: this.#random.chance(0.1) ? `${name}["${known}"]` : name,
          actions,
          before: actions.join() === "create" ? null : before.value,
          after: actions.some((action) => action === "create" || action === "update" || action === "no-op")
            ? after.value
            : null,
          beforeSensitive: before.mark,
          afterSensitive: after.mark,
          ...(this.#random.chance(0.2) ? { importing: { id: known } } : {}),
          ...(this.#random.chance(0.2) ? { previous: `${name}["${known}"]` } : {}),
        };
      });
    const prior = RESOURCES.map(([address, make]) => {
      const { value, mark } = this.#object(make);
      return { address, values: value, sensitive: mark };
    });
    return planOf([...entries(), witness], { prior, drift: entries() });
  }

  #object(make: Maker): { readonly value: Json; readonly mark: Json } {
    const given = {
      ...(this.#random.chance(0.5) ? { delete_on_termination: this.#random.chance(0.5) } : {}),
      ...(this.#random.chance(0.3) ? { on_destroy: "keep" } : {}),
    };
    const parts = Object.entries(make(given)).map(([name, value]) => ({ name, ...this.#marked(value) }));
    const value = Object.fromEntries(parts.map((part) => [part.name, part.value]));
    return {
      // What is made of others has no mark of its own.
      value: "server_id" in value ? { ...value, id: `${value.server_id}/${value.port_id}` } : value,
      mark: Object.fromEntries(parts.filter(({ mark }) => mark !== false).map(({ name, mark }) => [name, mark])),
    };
  }

  #marked(value: unknown): { readonly value: unknown; readonly mark: unknown } {
    if (this.#random.chance(0.1)) return { value: this.#hidden(value), mark: true };
    if (Array.isArray(value)) {
      const parts = value.map((each) => this.#marked(each));
      return { value: parts.map((part) => part.value), mark: parts.map((part) => part.mark) };
    }
    if (typeof value !== "object" || value === null) return { value, mark: false };
    const parts = Object.entries(value).map(([name, each]) => [name, this.#marked(each)] as const);
    return {
      value: Object.fromEntries(parts.map(([name, part]) => [name, part.value])),
      mark: Object.fromEntries(parts.filter(([, { mark }]) => mark !== false).map(([name, { mark }]) => [name, mark])),
    };
  }

  #hidden(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((each) => this.#hidden(each));
    if (typeof value !== "object" || value === null) return typeof value === "string" ? this.#canary() : value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, this.#hidden(each)]));
  }

  #canary(): string {
    this.#canaries += 1;
    return `canary-${this.#canaries}.`;
  }
}

test("nothing that is sensitive gets out, wherever it is marked, nor as a part of something else", () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      expect(reports(new SensitivePlans(seed).plan())).not.toMatch(/canary-/);
    }),
    { numRuns: 300 },
  );
});

test("a value that is marked in another shape than it has is not shown", () => {
  const marks = [{ mac_address: { x: true } }, { mac_address: [true] }, { mac_address: "yes" }, [true], true, "yes"];
  for (const beforeSensitive of marks) {
    const before = setting({ fixed_ips: [], mac_address: "canary-mac" });
    const plan = planOf([{ address: "huaweiecs_nic_attachment_setting.a", before, beforeSensitive }]);
    expect(reports(plan)).not.toContain("canary-mac");
  }
});

test("a list that is sensitive does not tell how long it is", () => {
  const before = setting({ fixed_ips: ["canary-1", "canary-2"], mac_address: null });
  const told = (beforeSensitive: Json) => {
    const plan = planOf([{ address: "huaweiecs_nic_attachment_setting.a", before, beforeSensitive }]);
    return reports(plan).split("(sensitive)").length - 1;
  };
  expect(told({ fixed_ips: true })).toBe(2);
  expect(told({ fixed_ips: [true, true] })).toBe(4);
});

test("what is sensitive is withheld as a part of something else too, and nothing beside it is", () => {
  const after = setting({ mac_address: "canary-1" });
  const address = (key: string) => `huaweiecs_nic_attachment_setting.a["<${key}>"]`;
  const plan = planOf([{ address: address("canary-1"), after, afterSensitive: { mac_address: true } }]);
  expect(reports(plan)).toContain(address("(sensitive)"));
});

/** A plan with everything in it, to be damaged. */
const whole: Json = {
  ...planOf(
    RESOURCES.flatMap(([address, make]) =>
      ACTIONS.map((actions, index): Entry => {
        return {
          address: `${address}[${index}]`,
          actions,
          before: make({}),
          after: make({}),
          replacePaths: [["x", 0]],
        };
      }),
    ),
    {
      prior: [
        ...RESOURCES.map(([address, make]) => ({ address: `${address}[3]`, values: make({}), dependsOn: ["x"] })),
        nicAttachments([listed(PORT, true)]),
        { address: "data.huaweiecs_servers.all", values: { servers: [{ id: "a", name: "b", addresses: [{}] }] } },
      ],
      drift: RESOURCES.map(([address, make]) => ({
        address: `${address}[2]`,
        before: make({}),
        after: make({ mac: "x" }),
      })),
      deferred_changes: [{ reason: "x", resource_change: {} }],
      configuration: { root_module: { resources: [], module_calls: { a: { module: {} } } } },
    },
  ),
};

/** Every place in a document, as the names and numbers that lead to it. */
function places(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== "object" || value === null) return [path];
  const parts = Array.isArray(value) ? value.map((each, index) => [index, each] as const) : Object.entries(value);
  return [path, ...parts.flatMap(([name, each]) => places(each, [...path, name]))];
}

function replaced(value: unknown, [name, ...rest]: readonly (string | number)[], by: unknown): unknown {
  if (name === undefined) return by;
  if (Array.isArray(value)) return value.map((each, index) => (index === name ? replaced(each, rest, by) : each));
  // An earlier damage may have taken the place away.
  if (typeof value !== "object" || value === null) return value;
  const members = value as Json;
  return { ...members, [name]: replaced(members[name], rest, by) };
}

const somewhere = fc.constantFrom(...places(whole).filter((path) => path.length > 0));
const something = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(true, false, null, undefined, "__proto__", "constructor", { ["__proto__"]: 1 }, [[]], {}),
);

test("no damage to a plan makes a review fail", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(somewhere, something), { minLength: 1, maxLength: 6 }), (damages) => {
      let plan: unknown = whole;
      for (const [place, by] of damages) plan = replaced(plan, place, by);
      reports(plan as Json);
    }),
    { numRuns: 300 },
  );
});

test("no depth makes a review fail", () => {
  const depth = 100_000;
  const nested = (open: string, close: string): unknown => JSON.parse(`${open.repeat(depth)}1${close.repeat(depth)}`);
  const deep = setting({ fixed_ips: nested("[", "]"), timeouts: nested('{"a":', "}"), mac_address: null });
  const plan = planOf([{ address: "huaweiecs_nic_attachment_setting.a", actions: ["update"], before: setting() }], {
    configuration: { root_module: nested('{"module_calls":{"a":{"module":', "}}}") },
  });
  const [change] = plan.resource_changes as { change: Json }[];
  const changed = { ...change, change: { ...change?.change, after: deep, after_unknown: { port_id: true } } };
  const modules = nested('{"child_modules":[', "]}");
  reports({ ...plan, resource_changes: [changed], prior_state: { values: { root_module: modules } } });
});
