import { toSchema } from "../../src/plugin/schema-messages";
import { provider } from "../../src/provider";
import {
  type Attributes,
  block,
  computed,
  defaulted,
  defineProvider,
  list,
  notEmpty,
  oneOf,
  optional,
  required,
  set,
} from "../../src/terraform";
import type { Presence } from "../../src/terraform/attributes";
import { checkSchema, findSchemaFaults, formatSchemaFault } from "../../src/terraform/check-schema";
import { splitBlocks } from "../../src/terraform/schema";

function faults(table: Attributes, version = 0): string[] {
  const schema = { version, description: "", ...splitBlocks(table) };
  return findSchemaFaults(schema, "resource").map((fault) => formatSchemaFault("test", fault));
}

const text = optional.string("A text.");
const standard = defaulted.string("A default.", { default: "a" });

test.each<[string, Attributes, string]>([
  ["a reserved name", { count: text }, "test.count: the name is reserved by Terraform"],
  ["an upper-case name", { Size: text }, "test.Size: a name begins with a lower-case letter"],
  ["a name inside", { a: optional.object({ "b-c": text }, "") }, "test.a.b-c: a name begins"],
  ["a set of dynamic values", { a: optional.of(set("dynamic"), "") }, "test.a: a set cannot contain a dynamic type"],
  [
    "a dynamic value deep in a set",
    { a: optional.objectSet({ b: optional.of(list("dynamic"), "") }, "") },
    "test.a: a set",
  ],
  ["a block set with a dynamic value", { a: block.set({ b: optional.of("dynamic", "") }, "") }, "test.a: a set"],
  [
    "a default of another type",
    { a: defaulted.string("", { default: 1 as never }) },
    "test.a: the default does not fit the type: a number is no string",
  ],
  [
    "a default inside that does not fit",
    { a: defaulted.of(list("string"), "", { default: [1] as never }) },
    "the type at [0]: a number",
  ],
  [
    "a single block with a limit of two",
    { a: block.single({ b: text }, "", { max: 2 }) },
    "test.a: a single block is either required",
  ],
  ["a single block with a min and no max", { a: block.single({ b: text }, "", { min: 1 }) }, "test.a: a single block"],
  ["a map block with a limit", { a: block.map({ b: text }, "", { max: 2 }) }, "test.a: a map block has no limits"],
  [
    "a group block with a limit",
    { a: block.group({ b: text }, "", { min: 1 }) },
    "test.a: a group block has no limits",
  ],
  [
    "a list block with crossed limits",
    { a: block.list({ b: text }, "", { min: 3, max: 2 }) },
    "test.a: its min of 3 is above its max of 2",
  ],
  ["a name with a hyphen, of a block", { "a-b": block.list({ c: text }, "") }, "test.a-b: a name begins"],
  ["limits that are no counts", { a: block.list({ b: text }, "", { min: -1 }) }, "test.a: its limits -1 and 0 are no"],
  [
    "half a limit",
    { a: block.set({ b: text }, "", { max: 1.5 }) },
    "test.a: its limits 0 and 1.5 are no whole numbers",
  ],
  [
    "a write-only value in a block set",
    { a: block.set({ b: optional.string("", { writeOnly: true }) }, "") },
    "test.a.b: a set cannot contain a write-only attribute",
  ],
  ["a default of null", { a: defaulted.string("", { default: null as never }) }, "test.a: the default does not fit"],
  [
    "a default that breaks the attribute's own check",
    { a: defaulted.string("", { default: "c", check: [oneOf("a", "b") as never] }) },
    'test.a: default breaks a check. It must be one of "a", "b". It is "c".',
  ],
  [
    "a default that breaks a check inside",
    {
      a: defaulted.objectList({ b: optional.string("", { check: [notEmpty] }) }, "", {
        default: [{ b: "x" }, { b: "" }] as never,
      }),
    },
    "test.a: default[1].b breaks a check.",
  ],
  [
    "a default without what is required inside",
    { a: defaulted.object({ b: required.string("") }, "", { default: { b: null } as never }) },
    "test.a: default.b is required, and null",
  ],
  [
    "what is stable though configured",
    { a: { ...text, stable: true } },
    "test.a: only what the provider assigns can be",
  ],
  ["what is stable though defaulted", { a: { ...standard, stable: true } }, "test.a: only what the provider assigns"],
  [
    "what is computed and replaces",
    { a: { ...computed.string(""), replace: true } },
    "test.a: only what is configured",
  ],
  [
    "what is write-only and replaces",
    { a: optional.string("", { writeOnly: true, replace: "configured" }) },
    "test.a: only what is configured and stored can `replace` the object",
  ],
  [
    "what is write-only and means the same",
    { a: optional.string("", { writeOnly: true, same: () => true }) },
    "test.a: only what is configured and stored has a `same`",
  ],
  [
    "a list that means the same",
    { a: optional.of(list("string"), "", { same: () => true }) },
    "test.a: only strings, numbers and bools have a `same`",
  ],
  [
    "an object that means the same",
    { a: optional.object({ b: text }, "", { same: () => true }) },
    "test.a: only strings, numbers and bools have a `same`",
  ],
  [
    "what is configured in what is computed",
    { a: computed.objectList({ b: text }, "") },
    "test.a.b: what a computed attribute consists of is computed too",
  ],
  ["an empty deprecation", { a: optional.string("", { deprecated: "" }) }, "test.a: `deprecated` says what to use"],
  ["an empty deprecation of a block", { a: block.list({ b: text }, "", { deprecated: "" }) }, "test.a: `deprecated`"],
  [
    "a block in an attribute",
    { a: optional.object({ b: block.list({ c: text }, "") }, "") },
    "test.a.b: a nested attribute cannot contain a block",
  ],
])("%s is found, with its place", (_what, table, expected) => {
  const found = faults(table);
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(expected);
});

test("a negative version is found", () => {
  expect(faults({ a: text }, -1)).toEqual(["test: the version -1 is no whole number from 0"]);
});

test("an attribute and a block of one name are found", () => {
  const schema = {
    description: "",
    attributes: { a: text },
    blocks: splitBlocks({ a: block.list({ b: text }, "") }).blocks,
  };
  expect(findSchemaFaults(schema, "resource")).toMatchObject([{ text: "it is both an attribute and a block" }]);
});

test("names that only the provider block reserves are free in a resource, and the other way round", () => {
  const schema = { description: "", attributes: { alias: text, count: text }, blocks: {} };
  expect(findSchemaFaults(schema, "provider").map(({ path }) => path)).toEqual([[{ attribute: "alias" }]]);
  expect(findSchemaFaults(schema, "resource").map(({ path }) => path)).toEqual([[{ attribute: "count" }]]);
});

test("a sound schema has no faults, and neither has this provider's", () => {
  expect(
    faults({
      id: computed.string(""),
      any: optional.of("dynamic", ""),
      required_block: block.single({ a: text }, "", { min: 1, max: 1 }),
      some: block.list({ any: optional.of("dynamic", ""), inner: block.set({ a: text }, "") }, "", { min: 1, max: 3 }),
    }),
  ).toEqual([]);
  expect(findSchemaFaults(provider.schema, "provider")).toEqual([]);
  for (const { schema } of provider.resources) expect(findSchemaFaults(schema, "resource")).toEqual([]);
});

test("an empty deprecation of the whole is found", () => {
  const schema = { description: "", deprecated: "", attributes: { a: text }, blocks: {} };
  expect(findSchemaFaults(schema, "resource")).toMatchObject([
    { path: [], text: expect.stringContaining("deprecated") },
  ]);
});

test.each(["Test_disk", "test_Disk", "test_", "test disk", "_disk", "test_a-b", ""])(
  "the type name %p is refused",
  (owner) => {
    const [diagnostic] = checkSchema(owner, { description: "", attributes: { a: text }, blocks: {} }, "resource");
    expect(diagnostic?.detail).toContain("the name of a type consists of lower-case letters, digits and underscores");
  },
);

test.each(["test_disk", "my-cloud_disk_2", "provider", "provider_meta"])("the name %p passes", (owner) => {
  expect(checkSchema(owner, { description: "", attributes: { a: text }, blocks: {} }, "resource")).toEqual([]);
});

test.each(["", "Test", "te_st", "2test"])("a provider cannot be called %p", (name) => {
  const declare = () =>
    defineProvider({
      name,
      address: "registry.terraform.io/test/test",
      version: "1.0.0",
      summary: "",
      attributes: {},
      resources: [],
      explain: () => undefined,
      configure: async () => null,
    });
  expect(declare).toThrow(RangeError);
});

describe("what the declarations cannot express, and so need not be checked:", () => {
  const member = <P extends Presence>(presence: P) => ({ ...text, presence });
  const presences = ["required", "optional", "defaulted", "assigned", "computed"] as const;
  const { block: sent } = toSchema({
    description: "",
    ...splitBlocks({
      ...Object.fromEntries(presences.map((presence) => [presence, member(presence)])),
      nested: optional.object({ a: text }, ""),
      some: block.list({ a: text }, ""),
      old: optional.string("", { deprecated: "Use text." }),
    }),
  });
  const attributes = sent?.attributes ?? [];

  test("an attribute without one of required, optional and computed, or with required beside another", () => {
    for (const { required: isRequired, optional: isOptional, computed: isComputed } of attributes) {
      expect(isRequired).toBe(!(isOptional || isComputed));
    }
  });

  test("an attribute with both a type and a nested type, or neither", () => {
    for (const { type, nestedType } of attributes) expect(type === undefined).toBe(nestedType !== undefined);
  });

  test("a schema or a block without its block, and a type that is no JSON", () => {
    expect(sent?.blockTypes).toMatchObject([{ typeName: "some", block: { attributes: [{ name: "a" }] } }]);
    expect(toSchema({ description: "", attributes: {}, blocks: {} }).block).toBeDefined();
    for (const { type } of attributes)
      expect(JSON.parse(String(type ?? "null"))).toBe(type === undefined ? null : "string");
  });

  test("a deprecation message of what is not deprecated", () => {
    const described = attributes.map(({ deprecated, deprecationMessage }) => [deprecated, deprecationMessage]);
    expect(described.filter(([deprecated]) => deprecated)).toEqual([[true, "Use text."]]);
    expect(described.filter(([deprecated, message]) => !deprecated && message !== undefined)).toEqual([]);
  });
});
