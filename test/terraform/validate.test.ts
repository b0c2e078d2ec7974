import {
  allOrNoneOf,
  atLeast,
  block,
  type Check,
  computed,
  createServer,
  Decimal,
  defineProvider,
  duration,
  exactlyOneOf,
  list,
  milliseconds,
  notEmpty,
  oneOf,
  optional,
  required,
  SILENT,
  UNKNOWN,
  uuid,
  type Value,
} from "../../src/terraform";
import { validateConfig } from "../../src/terraform/validate";
import { record } from "../../src/terraform/value";
import { terraform } from "./support/core";
import { defineResource, serve, TIMEOUTS } from "./support/server";

const short: Check<readonly string[]> = {
  text: "a list of texts of one letter",
  test: (texts) => texts.every((text) => text.length === 1),
};

const disk = defineResource({
  name: "disk",
  summary: "A disk.",
  attributes: {
    id: computed.string("Id."),
    server: required.string("Server.", { check: [notEmpty, uuid] }),
    kind: optional.string("Kind.", { check: [oneOf("ssd", "hdd")] }),
    size: optional.number("Size.", { check: [atLeast(2)] }),
    key: optional.string("Key.", { sensitive: true, check: [uuid] }),
    tags: optional.of(list("string"), "Tags.", { check: [short] }),
  },
  timeouts: TIMEOUTS,
  create: async () => ({ id: "" }),
  read: async ({ state }) => state,
  update: async () => ({ id: "" }),
  delete: async () => undefined,
});

const valid = { server: "4f4b3dfa-eb70-47cf-a60a-998a53bd598a" };

async function validate(config: Readonly<Record<string, Value>>) {
  const server = await serve(disk);
  return server.resources.validate("test_disk", terraform(server, "test_disk").state({ ...valid, ...config }));
}

it("finds nothing in a valid configuration", async () => {
  const timeouts = { create: "1h30m", read: null, update: UNKNOWN, delete: ".5s" };
  expect(await validate({ kind: "hdd", size: 2, key: valid.server, tags: ["a"], timeouts })).toEqual([]);
});

it.each<[string, Value, string]>([
  ["server", " ", 'It must be a text that is not empty. It is " ".'],
  [
    "server",
    "4F4B3DFA-EB70-47CF-A60A-998A53BD598A",
    'It must be a UUID in lower case such as "4f4b3dfa-eb70-47cf-a60a-998a53bd598a". It is "4F4B3DFA-EB70-47CF-A60A-998A53BD598A".',
  ],
  ["kind", "tape", 'It must be one of "ssd", "hdd". It is "tape".'],
  ["size", 1, "It must be a whole number of at least 2. It is 1."],
  ["size", 2.5, "It must be a whole number of at least 2. It is 2.5."],
  ["size", new Decimal("-1e400"), "It must be a whole number of at least 2. It is -1e400."],
  ["tags", ["a", "bc"], 'It must be a list of texts of one letter. It is ["a","bc"].'],
])("says of %s = %p what it must be and what it is", async (name, value, detail) => {
  expect(await validate({ [name]: value })).toEqual([
    { severity: "error", summary: `Invalid ${name}`, detail, path: [{ attribute: name }] },
  ]);
});

it("finds every invalid attribute, with paths into blocks", async () => {
  const timeouts = { create: "10 minutes", read: "5m", update: null, delete: "0s" };
  const diagnostics = await validate({ kind: "tape", size: 0, timeouts });
  expect(diagnostics.map(({ summary, path }) => [summary, path])).toEqual([
    ["Invalid kind", [{ attribute: "kind" }]],
    ["Invalid size", [{ attribute: "size" }]],
    ["Invalid timeouts.create", [{ attribute: "timeouts" }, { attribute: "create" }]],
    ["Invalid timeouts.delete", [{ attribute: "timeouts" }, { attribute: "delete" }]],
  ]);
  expect(diagnostics[2]?.detail).toBe(
    'It must be a duration above zero such as "30s", "10m" or "1h30m". It is "10 minutes".',
  );
});

it("does not quote what is sensitive", async () => {
  const diagnostics = await validate({ key: "hunter2" });
  expect(diagnostics).toHaveLength(1);
  expect(JSON.stringify(diagnostics)).not.toContain("hunter2");
});

it("skips what is null or not wholly known", async () => {
  expect(
    await validate({ server: UNKNOWN, kind: null, size: UNKNOWN, tags: ["abc", UNKNOWN], timeouts: null }),
  ).toEqual([]);
});

it("cuts long values", async () => {
  const [diagnostic] = await validate({ kind: "x".repeat(5000) });
  expect(diagnostic?.detail).toMatch(/It is "x{99}…\.$/);
});

describe("a duration", () => {
  it.each([
    ["1s", 1000],
    ["10m", 600_000],
    ["1h30m", 5_400_000],
    ["1.5h", 5_400_000],
    [".5s", 500],
    ["2.s", 2000],
    ["250ms", 250],
    ["1500µs", 1],
    ["1500μs", 1],
    ["2000000ns", 2],
  ])("may be %s", (text, expected) => {
    expect(duration.test(text)).toBe(true);
    expect(milliseconds(text)).toBe(expected);
  });

  it.each([
    "",
    "0",
    "0s",
    "10",
    "s",
    "-1s",
    "+1s",
    "1d",
    "1w",
    "1 s",
    " 1s",
    "1s ",
    "10 minutes",
    "1h 30m",
    "1S",
    "..5s",
    ".s",
    "1e3s",
    "1hm",
    "1ns",
    "PT1M",
    "1s\n",
    "٣s",
  ])("may not be %j", (text) => {
    expect(duration.test(text)).toBe(false);
  });

  it.each([`${"9".repeat(400)}h`, `${"9".repeat(400)}hx`, "1".repeat(50_000)])("may not be endless", (text) => {
    expect(duration.test(text)).toBe(false);
  });
});

it("refuses null where a value is required, at any depth, for Terraform lets it pass", () => {
  const attributes = {
    name: required.string("Its name."),
    note: optional.string("A note."),
    parts: optional.objectList({ label: required.string("Its label.") }, "Parts."),
  };
  const config = record([
    ["name", null],
    ["note", null],
    ["parts", [record([["label", "a"]]), record([["label", null]])]],
  ]);
  expect(validateConfig({ description: "", attributes, blocks: {} }, config)).toEqual([
    {
      severity: "error",
      summary: "Missing name",
      detail: "A value is required here; it is null.",
      path: [{ attribute: "name" }],
    },
    expect.objectContaining({ summary: "Missing parts[1].label" }),
  ]);
});

describe("a number that no double holds", () => {
  const numbers = (exact: boolean) =>
    defineResource({
      name: "disk",
      summary: "A disk.",
      attributes: {
        size: optional.number("Size.", { exact }),
        sizes: optional.of(list("number"), "Sizes.", { exact }),
        any: optional.of("dynamic", "Anything."),
        part: optional.objectList({ size: required.number("Size.", { exact }) }, "Parts."),
      },
      timeouts: TIMEOUTS,
      create: async () => ({}),
      read: async ({ state }) => state,
      update: async () => ({}),
      delete: async () => undefined,
    });
  const large = new Decimal("9007199254740993");
  const given = { size: large, sizes: [1, large], any: large, part: [{ size: large }] };

  it("is refused at any depth, for a handler could not compute with it", async () => {
    const server = await serve(numbers(false));
    const { state } = terraform(server, "test_disk");
    const diagnostics = server.resources.validate("test_disk", state(given));
    expect(diagnostics.map(({ summary }) => summary)).toEqual([
      "Invalid size",
      "Invalid sizes",
      "Invalid part[0].size",
    ]);
    expect(diagnostics[0]?.detail).toBe(
      "It must be a number that a 64-bit floating-point number holds: a whole number up to 2^53, or one with at most 15 digits.",
    );
  });

  it("is welcome where handlers take a Decimal", async () => {
    const server = await serve(numbers(true));
    const { state } = terraform(server, "test_disk");
    expect(server.resources.validate("test_disk", state(given))).toEqual([]);
  });

  it("is in the types of handlers there, and nowhere else", () => {
    defineResource({
      name: "disk",
      summary: "A disk.",
      attributes: {
        plain: required.number("Plain."),
        exact: required.number("Exact.", { exact: true }),
        sizes: required.of(list("number"), "Sizes.", { exact: true }),
      },
      timeouts: TIMEOUTS,
      async create({ plan }) {
        const plain: number = plan.plain;
        const sizes: readonly (number | Decimal)[] = plan.sizes;
        // @ts-expect-error: it may be a Decimal
        const exact: number = plan.exact;
        return plain === exact && sizes.length === 0 ? {} : {};
      },
      read: async ({ state }) => state,
      update: async () => ({}),
      delete: async () => undefined,
    });
  });
});

describe("what is deprecated", () => {
  const NO_NAME = record([["name", null]]);
  const attributes = {
    colour: optional.string("Colour."),
    color: optional.string("Colour.", { deprecated: "Use colour." }),
    old: optional.object({ key: optional.string("Key.", { deprecated: "Leave it out." }) }, "Old.", {
      deprecated: "Old is old.",
    }),
    some: optional.objectSet({ key: optional.string("Key.", { deprecated: "Leave it out." }) }, "Some."),
  };
  const blocks = {
    part: block.list({ name: optional.string("Name.", { deprecated: "No names." }) }, "Parts.", {
      deprecated: "No parts.",
    }),
    entry: block.map({ name: optional.string("Name.") }, "Entries.", { deprecated: "No entries." }),
    single: block.single({ name: optional.string("Name.") }, "One.", { deprecated: "Not even one." }),
    group: block.group({ name: optional.string("Name.") }, "A group.", { deprecated: "No group." }),
  };
  const schema = { description: "", attributes, blocks };
  const nothing = {
    colour: null,
    color: null,
    old: null,
    some: null,
    part: [],
    entry: record([]),
    single: null,
    group: NO_NAME,
  };
  const warnings = (given: Readonly<Record<string, Value>>, deprecated?: string) =>
    validateConfig({ ...schema, deprecated }, record(Object.entries({ ...nothing, ...given })));

  it("is no matter while it is not used", () => {
    expect(warnings({ colour: "red" })).toEqual([]);
  });

  it.each<[string, Readonly<Record<string, Value>>, readonly (readonly [string, string])[]]>([
    ["an attribute", { color: "red" }, [["color", "Use colour."]]],
    ["one that is not known yet", { color: UNKNOWN }, [["color", "Use colour."]]],
    [
      "a nested object and what is in it",
      { old: record([["key", "k"]]) },
      [
        ["old", "Old is old."],
        ["old.key", "Leave it out."],
      ],
    ],
    ["what is in a set", { some: [record([["key", "k"]])] }, [["some.key", "Leave it out."]]],
    [
      "a block and what is in it",
      { part: [NO_NAME, record([["name", "n"]])] },
      [
        ["part", "No parts."],
        ["part[1].name", "No names."],
      ],
    ],
    ["a block by label", { entry: record([["x", NO_NAME]]) }, [["entry", "No entries."]]],
    ["a single block", { single: NO_NAME }, [["single", "Not even one."]]],
    ["a block that is always there", { group: record([["name", "n"]]) }, [["group", "No group."]]],
  ])("is warned of: %s", (_what, given, expected) => {
    expect(warnings(given).map(({ severity, summary, detail }) => [severity, summary, detail])).toEqual(
      expected.map(([place, detail]) => ["warning", `${place} is deprecated`, detail]),
    );
  });

  it("is said of a whole resource once, without a place within", () => {
    expect(warnings({}, "Use another.")).toEqual([
      { severity: "warning", summary: "This is deprecated", detail: "Use another.", path: undefined },
    ]);
  });
});

describe("the rules of a provider", () => {
  const provider = defineProvider({
    name: "test",
    address: "registry.terraform.io/test/test",
    version: "1.0.0",
    summary: "A provider.",
    attributes: {
      token: optional.string("Token.", { sensitive: true }),
      user: optional.string("User."),
      key: optional.string("Key.", { check: [notEmpty] }),
    },
    rules: [exactlyOneOf("token", "user"), allOrNoneOf("user", "key")],
    resources: [],
    explain: () => undefined,
    configure: async () => null,
  });
  const verdict = (given: Readonly<Record<string, Value>>) =>
    createServer(provider, SILENT)
      .validateProvider(record(Object.entries({ token: null, user: null, key: null, ...given })))
      .map(({ summary, path }) => [summary, path]);

  it.each<[string, Readonly<Record<string, Value>>]>([
    ["a token", { token: "t" }],
    ["a user with a key", { user: "u", key: "k" }],
    ["what may yet be well", { user: "u", key: UNKNOWN }],
    ["nothing known", { token: UNKNOWN, user: UNKNOWN, key: UNKNOWN }],
  ])("let %s pass", (_what, given) => {
    expect(verdict(given)).toEqual([]);
  });

  it("refuse what is missing and what is too much, after the checks of each argument", () => {
    expect(verdict({})).toEqual([["Missing argument", []]]);
    expect(verdict({ token: "t", user: "u", key: "" })).toEqual([
      ["Invalid key", [{ attribute: "key" }]],
      ["Conflicting arguments", [{ attribute: "user" }]],
    ]);
    expect(verdict({ user: "u" })).toEqual([["Missing argument", [{ attribute: "user" }]]]);
  });

  it("name arguments that there are", () => {
    defineProvider({
      name: "test",
      address: "registry.terraform.io/test/test",
      version: "1.0.0",
      summary: "A provider.",
      attributes: { token: optional.string("Token.") },
      // @ts-expect-error: there is no password
      rules: [exactlyOneOf("token", "password")],
      resources: [],
      explain: () => undefined,
      configure: async () => null,
    });
  });
});
