import { provider } from "../../src/provider";
import { type Attributes, block, computed, defaulted, list, optional, set } from "../../src/terraform";
import { findSchemaFaults, formatSchemaFault } from "../../src/terraform/check-schema";
import { splitBlocks } from "../../src/terraform/schema";

function faults(table: Attributes, version = 0): string[] {
  const schema = { version, description: "", ...splitBlocks(table) };
  return findSchemaFaults(schema, "resource").map((fault) => formatSchemaFault("test", fault));
}

const text = optional.string("A text.");

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
