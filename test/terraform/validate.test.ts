import {
  atLeast,
  type Check,
  computed,
  Decimal,
  duration,
  list,
  milliseconds,
  notEmpty,
  oneOf,
  optional,
  required,
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
  return server.validateResource("test_disk", terraform(server, "test_disk").state({ ...valid, ...config }));
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
