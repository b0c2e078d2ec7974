import {
  allOrNoneOf,
  atLeastOneOf,
  atMostOneOf,
  computed,
  exactlyOneOf,
  optional,
  type Rule,
  resourcesOf,
  UNKNOWN,
} from "../../src/terraform";
import { validateConfig } from "../../src/terraform/validate";
import { record } from "../../src/terraform/value";

const A = "10.0.0.1";

function verdict(rule: Rule, a: unknown, b: unknown): string | undefined {
  return rule.find(
    record([
      ["a", a as never],
      ["b", b as never],
    ]),
  )?.detail;
}

test.each([
  ["exactly one", exactlyOneOf("a", "b"), { neither: "none is", both: '"a" and "b" are', one: undefined }],
  ["at least one", atLeastOneOf("a", "b"), { neither: "none is", both: undefined, one: undefined }],
  ["at most one", atMostOneOf("a", "b"), { neither: undefined, both: '"a" and "b" are', one: undefined }],
  ["all or none", allOrNoneOf("a", "b"), { neither: undefined, both: undefined, one: '"b" is not' }],
])("%s: of two arguments", (_name, rule, expected) => {
  for (const [given, wanted] of [
    [verdict(rule, null, null), expected.neither],
    [verdict(rule, A, A), expected.both],
    [verdict(rule, A, null), expected.one],
  ]) {
    if (wanted === undefined) expect(given).toBeUndefined();
    else expect(given).toContain(wanted);
  }
});

test.each([exactlyOneOf("a", "b"), atLeastOneOf("a", "b"), atMostOneOf("a", "b"), allOrNoneOf("a", "b")])(
  "what is not known yet may still turn out well: $text",
  (rule) => {
    expect(verdict(rule, UNKNOWN, UNKNOWN)).toBeUndefined();
    expect(verdict(rule, UNKNOWN, null)).toBeUndefined();
    expect(verdict(rule, A, UNKNOWN)).toBeUndefined();
  },
);

test("two given arguments conflict even if a third is not known yet, and the last one is pointed at", () => {
  const config = record([
    ["a", A],
    ["b", A],
    ["c", UNKNOWN],
  ]);
  expect(exactlyOneOf("a", "b", "c").find(config)).toEqual({
    severity: "error",
    summary: "Conflicting arguments",
    detail: 'Exactly one of "a", "b", "c" must be set; "a" and "b" are.',
    path: [{ attribute: "b" }],
  });
});

test("an empty text, false and zero count as given", () => {
  for (const value of ["", false, 0]) expect(verdict(exactlyOneOf("a", "b"), value, value)).toContain("are");
});

test("a resource's rules are tested with its configuration, and name its own arguments only", () => {
  const base = {
    name: "nic",
    summary: "A NIC.",
    attributes: { a: optional.string("One way."), b: optional.string("Another."), id: computed.string("Its id.") },
    timeouts: { create: "1m", read: "1m", update: "1m", delete: "1m" },
    create: async () => ({ id: "1" }),
    read: async () => ({ id: "1" }),
    update: async () => ({ id: "1" }),
    delete: async () => undefined,
  };
  const { schema } = resourcesOf<null>()({ ...base, rules: [exactlyOneOf("a", "b")] });
  const config = record([
    ["a", A],
    ["b", A],
    ["id", null],
    ["timeouts", null],
  ]);
  expect(validateConfig(schema, config).map(({ summary }) => summary)).toEqual(["Conflicting arguments"]);

  // @ts-expect-error: the resource has no argument "c"
  resourcesOf<null>()({ ...base, rules: [exactlyOneOf("a", "c")] });
  // @ts-expect-error: what the service computes cannot be given
  resourcesOf<null>()({ ...base, rules: [exactlyOneOf("a", "id")] });
});
