import { ExactNumber, type Json, known, parseJson } from "../support/acceptance";
import { type Expected, mismatchText } from "../support/acceptance/known-values";
import { isMarked, pathText, stepsOf, valueAt } from "../support/acceptance/paths";

const exactly = (text: string) => parseJson(text) as Json;

const right: [string, Expected, Json | undefined][] = [
  ["text", "a", "a"],
  ["null", null, null],
  ["a number of another writing", known.number("1.50"), 1.5],
  ["a long number", known.number("12345678901234567890.5"), exactly("12345678901234567890.5")],
  ["a large integer", 12345678901234567890n, exactly("12345678901234567890")],
  ["a number with an exponent", known.number("1e30"), exactly("1000000000000000000000000000000")],
  ["zero", known.number("-0.0"), 0],
  ["part of a text", known.matches(/b/g), "abc"],
  ["anything", known.notNull(), false],
  ["a list with a matcher", ["a", known.matches(/b/)], ["a", "b"]],
  ["part of a list", known.listPartial({ 1: "b" }), ["a", "b", "c"]],
  ["the size of a list", known.listSize(2), ["a", "b"]],
  ["a set in another order", known.set(["b", "a"]), ["a", "b"]],
  ["a set whose matchers overlap", known.set([known.notNull(), "a"]), ["a", "b"]],
  ["part of a set", known.setPartial(["c"]), ["a", "b", "c"]],
  ["the size of a set", known.setSize(1), ["a"]],
  ["a map", { a: 1, b: { c: known.isNull() } }, { a: 1, b: { c: null } }],
  ["part of a map", known.mapPartial({ b: 2 }), { a: 1, b: 2 }],
  ["the size of a map", known.mapSize(2), { a: 1, b: 2 }],
  ["a function of one's own", known.satisfies("even", (value) => Number(value) % 2 === 0), 4],
];

test.each(right)("%s fits", (_what, expected, value) => {
  expect(mismatchText(expected, value)).toBeUndefined();
});

const wrong: [string, Expected, Json | undefined, string][] = [
  ["text", "a", "b", 'expected "a", but it is "b"'],
  ["text for a number", "1", 1, 'expected "1", but it is 1'],
  ["nothing for null", null, undefined, "expected null, but it is absent"],
  ["null for anything", known.notNull(), null, "expected a value other than null, but it is null"],
  [
    "a number that a double takes for the same",
    known.number("0.1"),
    exactly("0.1000000000000000055511151231257827"),
    "expected 0.1, but it is 0.1000000000000000055511151231257827",
  ],
  ["another text", known.matches(/b/), "a", 'expected a string that matches /b/, but it is "a"'],
  ["a text for a list", ["a"], "a", 'expected a list, but it is "a"'],
  ["an element", [1, { a: "x" }], [1, { a: "y" }], 'at [1].a, expected "x", but it is "y"'],
  ["a longer list", [1], [1, 2], "expected a list of 1, but it is one of 2: [1,2]"],
  ["a missing element", known.listPartial({ 3: 1 }), [1], "at [3], expected 1, but it is absent"],
  ["another set", known.set(["a", "a"]), ["a", "b"], 'expected a set with "a", but it is ["a","b"]'],
  ["a smaller set", known.setSize(2), ["a"], 'expected a set of 2, but it is one of 1: ["a"]'],
  ["a set without a part", known.setPartial(["c"]), ["a"], 'expected a set with "c", but it is ["a"]'],
  ["an extra member", { a: 1 }, { a: 1, "b.c": 2 }, 'at ["b.c"], expected no such member, but it is 2'],
  ["a missing member", { a: 1, b: 2 }, { a: 1 }, "at b, expected 2, but it is absent"],
  [
    "a member that objects inherit",
    known.mapPartial({ constructor: known.notNull() }),
    {},
    "at constructor, expected a value other than null, but it is absent",
  ],
  ["a larger map", known.mapSize(0), { a: 1 }, 'expected a map of 0, but it is {"a":1}'],
  ["a long text", "a", "b".repeat(400), `expected "a", but it is "${"b".repeat(299)}…`],
];

test.each(wrong)("%s does not fit, and says why", (_what, expected, value, text) => {
  expect(mismatchText(expected, value)).toBe(text);
});

test("no number is written that is none", () => {
  expect(() => known.number("one")).toThrow('"one" is no number.');
});

test("JSON keeps every digit, and numbers in texts stay texts", () => {
  expect(parseJson('{"a": [1, 2.50, 1e400, "12345678901234567890", "\\"1"], "b": -12345678901234567890}')).toEqual({
    a: [1, 2.5, new ExactNumber("1e400"), "12345678901234567890", '"1'],
    b: new ExactNumber("-12345678901234567890"),
  });
});

test.each([
  ["", [], ""],
  ["a", ["a"], "a"],
  ["a.b[0].c", ["a", "b", 0, "c"], "a.b[0].c"],
  ['tags["a.b"].c', ["tags", "a.b", "c"], 'tags["a.b"].c'],
  ["fixed-ips[10][2]", ["fixed-ips", 10, 2], "fixed-ips[10][2]"],
])("the path %j has its steps", (text, steps, printed) => {
  expect(stepsOf(text)).toEqual(steps);
  expect(pathText(steps)).toBe(printed);
});

test("what is no path is refused", () => {
  expect(() => stepsOf("a[b]")).toThrow('"a[b]" is no path');
});

test("a path leads to a value, or to nothing", () => {
  const value = { a: [{ b: null }], t: { "x.y": 1 } };
  expect(valueAt(value, "a[0].b")).toBeNull();
  expect(valueAt(value, 't["x.y"]')).toBe(1);
  expect(valueAt(value, "a[1].b")).toBeUndefined();
  expect(valueAt(value, "a.toString")).toBeUndefined();
});

test("a mark covers all within it, and not what is around it", () => {
  expect(isMarked({ a: { b: true } }, "a.b")).toBe(true);
  expect(isMarked({ a: { b: true } }, "a.b.c[0]")).toBe(true);
  expect(isMarked({ a: { b: true } }, "a")).toBe(false);
  expect(isMarked(true, "a")).toBe(true);
  expect(isMarked(false, "a")).toBe(false);
});
