import fc from "fast-check";
import { Decimal, list, map, refined, set, type Type, typed, UNKNOWN, Unknown, type Value } from "../../src/terraform";
import { agrees } from "../../src/terraform/nested";
import { compareNumbers } from "../../src/terraform/number";
import { findBreach, type Refinement } from "../../src/terraform/refinement";

it("what is refined is not null, and unknown otherwise", () => {
  expect(refined().refinement).toEqual({ notNull: true });
  expect(refined({ prefix: "a" }).refinement).toEqual({ notNull: true, prefix: "a" });
  expect(String(refined())).toBe("(known after apply)");
});

const cases: [Refinement, Type, readonly Value[], readonly (readonly [Value, string])[]][] = [
  [{}, "string", [null, "", "a"], []],
  [{ notNull: true }, "string", ["", "a"], [[null, "it is null"]]],
  [{ notNull: true }, "bool", [false], [[null, "it is null"]]],
  [
    { prefix: "a-" },
    "string",
    [null, "a-", "a-b"],
    [
      ["a", 'it does not begin with "a-"'],
      ["b-a-", 'it does not begin with "a-"'],
    ],
  ],
  [{ prefix: "e\u0301" }, "string", ["éa", "e\u0301"], [["ea", 'it does not begin with "e\u0301"']]],
  [{ atLeast: 1 }, "number", [1, 2, new Decimal("1.00000000000000000001")], [[0.5, "it is not at least 1"]]],
  [{ above: 1 }, "number", [1.5], [[1, "it is not above 1"]]],
  [
    { atMost: new Decimal("9007199254740993") },
    "number",
    [-1, new Decimal("9007199254740993")],
    [[new Decimal("9007199254740993.5"), "it is not at most 9007199254740993"]],
  ],
  [{ below: -1 }, "number", [-1.5], [[-1, "it is not below -1"]]],
  [{ minLength: 1 }, list("string"), [["a"]], [[[], "its length is below 1"]]],
  [{ maxLength: 1 }, list("string"), [[], ["a"]], [[["a", "a"], "its length is above 1"]]],
  [
    { maxLength: 1 },
    set("string"),
    [
      ["a", "a"],
      ["é", "e\u0301"],
    ],
    [[["a", "b"], "its length is above 1"]],
  ],
  [{ minLength: 2 }, set("string"), [["a", "b"]], [[["a", "a"], "its length is below 2"]]],
  [{ minLength: 1 }, map("string"), [{ a: "a" }], [[{}, "its length is below 1"]]],
];

it.each(cases)("%j of a %j", (refinement, type, kept, broken) => {
  const plan = new Unknown(refinement);
  for (const value of kept) {
    expect(findBreach(type, plan, value)).toBeUndefined();
    expect(agrees(type, plan, value)).toBe(true);
  }
  for (const [value, text] of broken) {
    expect(findBreach(type, plan, value)).toBe(text);
    expect(agrees(type, plan, value)).toBe(false);
    expect(agrees(list(type), [plan, UNKNOWN], [value, null])).toBe(false);
  }
});

describe("a plan of type dynamic", () => {
  const names = typed(list("string"), ["a", UNKNOWN]);

  it.each<[string, Value, Value]>([
    ["unknown", UNKNOWN, ["a"]],
    ["unknown of some type", typed(list("string"), UNKNOWN), typed(list("string"), ["a"])],
    ["unknown of some type, and null", typed("string", UNKNOWN), null],
    ["known, whatever its content came as", typed(set("string"), ["a", "b"]), ["b", "a"]],
    ["known in part", names, typed(list("string"), ["a", "b"])],
    ["null", null, null],
  ])("allows what it is: %s", (_what, plan, value) => {
    expect(agrees("dynamic", plan, value)).toBe(true);
  });

  it.each<[string, Value, Value]>([
    ["unknown of another type", typed("string", UNKNOWN), 1],
    ["unknown list and a tuple", typed(list("string"), UNKNOWN), ["a"]],
    ["known and other content", typed(set("string"), ["a", "b"]), ["a"]],
    ["known in part and another type", names, ["a", "b"]],
    ["known in part and another content", names, typed(list("string"), ["b", "b"])],
    ["null", null, "a"],
  ])("allows nothing else: %s", (_what, plan, value) => {
    expect(agrees("dynamic", plan, value)).toBe(false);
  });
});

it("numbers are compared by their values, however long and however written", () => {
  const parts = fc.tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 30 }));
  fc.assert(
    fc.property(parts, parts, ([a, i], [b, j]) => {
      const [left, right] = [a * 10n ** BigInt(30 - i), b * 10n ** BigInt(30 - j)];
      const compared = compareNumbers(new Decimal(`${a}e${-i}`), new Decimal(`${b}E-${j}`));
      expect(Math.sign(compared)).toBe(left < right ? -1 : left > right ? 1 : 0);
    }),
  );
  expect(compareNumbers(0, new Decimal("-0.00"))).toBe(0);
  expect(compareNumbers(1e21, new Decimal("1000000000000000000000"))).toBe(0);
  expect(compareNumbers(-2, -10)).toBeGreaterThan(0);
});
