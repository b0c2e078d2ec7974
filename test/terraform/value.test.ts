import fc from "fast-check";
import {
  attributePath,
  Decimal,
  formatPath,
  isUnknown,
  isWhollyKnown,
  list,
  map,
  object,
  partType,
  record,
  refined,
  set,
  type Type,
  typed,
  typeOf,
  UNKNOWN,
  Unknown,
  type Value,
} from "../../src/terraform";
import { findMisfit } from "../../src/terraform/conform";
import { copy, fits, givenType, isSame, unknownAsNull, withNullTypes } from "../../src/terraform/value";

const proto = (value: Value) => record([["__proto__", value]]);

describe("two values are the same", () => {
  it.each<[string, Type, Value, Value]>([
    ["texts in two Unicode forms", "string", "é", "e\u0301"],
    ["lists of such texts", list("string"), ["é"], ["e\u0301"]],
    ["unknown values", "string", UNKNOWN, UNKNOWN],
    ["unknown values whatever is known of them", "string", UNKNOWN, refined({ prefix: "a" })],
    ["dynamic unknown values of one type", "dynamic", typed("string", UNKNOWN), typed("string", refined())],
    ["dynamic unknown values of which one has no type", "dynamic", typed("string", UNKNOWN), UNKNOWN],
    ["dynamic values of one given type", "dynamic", typed(list("string"), ["a"]), typed(list("string"), ["a"])],
    ["dynamic sets in another order", "dynamic", typed(set("string"), ["a", "b"]), typed(set("string"), ["b", "a"])],
    ["dynamic records whose nulls have types", "dynamic", typed(object({ a: "string" }), { a: null }), { a: null }],
    ["sets in another order", set("string"), ["a", "b"], ["b", "a"]],
    ["sets with something twice", set("string"), ["a", "b", "a"], ["b", "a"]],
    ["sets of sets", set(set("number")), [[1, 2], [3]], [[3], [2, 1]]],
    [
      "maps in another order",
      map("number"),
      record([
        ["a", 1],
        ["b", 2],
      ]),
      record([
        ["b", 2],
        ["a", 1],
      ]),
    ],
    ["a record and a plain object", object({ a: "number" }), record([["a", 1]]), { a: 1 }],
    ["dynamic lists", "dynamic", [1, ["a"]], [1, ["a"]]],
    ["dynamic records", "dynamic", { a: [true] }, { a: [true] }],
    ["dynamic texts in two Unicode forms", "dynamic", "é", "e\u0301"],
    ["tuples", ["tuple", ["string", "number"]], ["a", 1], ["a", 1]],
    ["numbers and their decimal texts", "number", 1e21, new Decimal("1000000000000000000000")],
    ["small numbers and their decimal texts", "number", 1e-7, new Decimal("0.0000001")],
    ["decimal texts with more zeros", "number", new Decimal("-01.50"), new Decimal("-1.5")],
    ["zeros of either sign", "number", 0, -0],
    ["zeros of any length", "number", new Decimal("0.00"), 0],
    ["values under __proto__", map("string"), proto("a"), proto("a")],
  ])("%s", (_what, type, left, right) => {
    expect(isSame(type, left, right)).toBe(true);
    expect(isSame(type, right, left)).toBe(true);
  });

  it.each<[string, Type, Value, Value]>([
    ["null and false", "bool", null, false],
    ["null and an empty text", "string", null, ""],
    ["null and an empty list", list("string"), null, []],
    ["unknown and known", "string", UNKNOWN, "a"],
    ["unknown and null", "string", UNKNOWN, null],
    ["lists in another order", list("string"), ["a", "b"], ["b", "a"]],
    ["lists of another length", list("string"), ["a"], ["a", "a"]],
    ["sets of which one has more", set("string"), ["a"], ["a", "b"]],
    ["sets of dynamic lists in another order", set("dynamic"), [[1, 2]], [[2, 1]]],
    ["neighbouring large integers", "number", new Decimal("9007199254740993"), new Decimal("9007199254740992")],
    ["a number and its opposite", "number", new Decimal("1.5"), -1.5],
    ["a number and ten times it", "number", new Decimal("10"), 1],
    ["a number and its text", "dynamic", 1, "1"],
    ["true and its text", "dynamic", true, "true"],
    ["a list and a record", "dynamic", ["a"], { 0: "a" }],
    ["a dynamic list and a dynamic tuple", "dynamic", typed(list("string"), ["a"]), ["a"]],
    ["a dynamic map and a dynamic object", "dynamic", typed(map("string"), { a: "b" }), { a: "b" }],
    ["dynamic objects with other attributes", "dynamic", { a: "b" }, { a: "b", c: "d" }],
    ["dynamic unknown values of two types", "dynamic", typed("string", UNKNOWN), typed("bool", UNKNOWN)],
    ["a dynamic unknown value and a known one", "dynamic", typed("string", UNKNOWN), "a"],
    ["an inherited and an own member", map("string"), record([["toString", "a"]]), { a: "b" }],
    ["values under __proto__", map("string"), proto("a"), proto("b")],
    ["__proto__ and nothing", map("string"), proto("a"), record([])],
  ])("except %s", (_what, type, left, right) => {
    expect(isSame(type, left, right)).toBe(false);
    expect(isSame(type, right, left)).toBe(false);
  });

  it("if they are one double in two notations", () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (a, b) => {
          expect(isSame("number", a, new Decimal(a.toExponential()))).toBe(true);
          expect(isSame("number", a, new Decimal(String(b)))).toBe(a === b);
        },
      ),
    );
  });
});

it("a value is wholly known when nothing in it is unknown", () => {
  const known: Value[] = [null, "", 0, false, new Decimal("1"), [], {}, [[null]], proto(["a"])];
  const unknown: Value[] = [UNKNOWN, [UNKNOWN], { a: UNKNOWN }, [{ a: [1, UNKNOWN] }], proto(UNKNOWN)];
  expect(known.map(isWhollyKnown)).toEqual(known.map(() => true));
  expect(unknown.map(isWhollyKnown)).toEqual(unknown.map(() => false));
});

it("unknown becomes null at any depth, and all else stays", () => {
  const decimal = new Decimal("1");
  expect(unknownAsNull(UNKNOWN)).toBeNull();
  expect(unknownAsNull([UNKNOWN, { a: UNKNOWN, b: [decimal, 1, "x", true, null] }])).toEqual([
    null,
    { a: null, b: [decimal, 1, "x", true, null] },
  ]);
  expect(Object.entries(unknownAsNull(proto(UNKNOWN)) as object)).toEqual([["__proto__", null]]);
});

it("a copy shares nothing that could be changed", () => {
  const original = { list: [["a"]], unknown: UNKNOWN, number: new Decimal("1") };
  const copied = copy(original) as typeof original;
  expect(copied).toEqual(original);
  expect(isUnknown(copied.unknown)).toBe(true);
  copied.list[0]?.push("b");
  expect(original.list).toEqual([["a"]]);
  expect(Object.entries(copy(proto("x")) as object)).toEqual([["__proto__", "x"]]);
});

describe("a value in a place of type dynamic", () => {
  it.each<[Value, Type]>([
    [null, "dynamic"],
    [UNKNOWN, "dynamic"],
    ["a", "string"],
    [1, "number"],
    [new Decimal("0.1"), "number"],
    [true, "bool"],
    [
      ["a", null, [1]],
      ["tuple", ["string", "dynamic", ["tuple", ["number"]]]],
    ],
    [{ a: { b: UNKNOWN } }, object({ a: object({ b: "dynamic" }) })],
    [[typed(set("bool"), [])], ["tuple", [set("bool")]]],
  ])("%j has the type of a literal: %j", (value, type) => {
    expect(typeOf(value)).toEqual(type);
  });

  const things = object({ names: set("string"), note: "string", more: list("dynamic") });
  const thing = { names: ["a"], note: null, more: [] };

  it("has the type that it was given, at any depth", () => {
    const value = typed(things, thing) as typeof thing;
    expect(value).toEqual(thing);
    expect(typeOf(value)).toEqual(things);
    expect(typeOf(value.names)).toEqual(set("string"));
    expect(typeOf(value.more)).toEqual(list("dynamic"));
    expect(givenType(thing)).toBeUndefined();
    expect(typed("string", refined({ prefix: "a" }))).toEqual(new Unknown({ notNull: true, prefix: "a" }, "string"));
  });

  it("keeps it when it is copied, and when what is unknown in it becomes null", () => {
    const value = typed(list("string"), ["a", UNKNOWN]);
    expect(typeOf(copy(value))).toEqual(list("string"));
    expect(typeOf(unknownAsNull(value))).toEqual(list("string"));
    expect(unknownAsNull(value)).toEqual(["a", null]);
    expect(typeOf(typed("dynamic", value))).toEqual(list("string"));
  });

  it("must be of it", () => {
    const misfit = findMisfit("dynamic", { a: typed(list("string"), [1]) });
    expect([misfit?.text, formatPath(misfit?.path ?? [])]).toEqual(["a number is no string", '["a"][0]']);
    expect(findMisfit("dynamic", typed(things, thing))).toBeUndefined();
  });
});

it("nulls take the types that they have in another value", () => {
  const type = object({ any: "dynamic", list: list(object({ any: "dynamic" })), set: set("dynamic"), text: "string" });
  const like = {
    ...{ set: [], text: null, any: null },
    list: [typed(object({ any: "bool" }), { any: null })],
  };
  const named = typed(object({ ...type[1], any: "string" }), like);
  const value = { ...like, text: "a", list: [{ any: null }, { any: null }] };
  const changed = withNullTypes(type, value, named) as typeof value;
  expect(changed).toEqual(value);
  expect(givenType(changed)).toMatchObject(["object", { any: "string" }]);
  expect(changed.list.map(givenType)).toEqual([object({ any: "bool" }), undefined]);
  expect(givenType(withNullTypes(type, value, null))).toBeUndefined();
  expect(withNullTypes("dynamic", ["a"], typed(list("string"), ["b"]))).toEqual(["a"]);
});

it.each<[Type, Type, boolean]>([
  ["string", "string", true],
  ["string", "bool", false],
  ["dynamic", list("bool"), true],
  [list("bool"), set("bool"), false],
  [list("dynamic"), list("bool"), true],
  [list("string"), list("bool"), false],
  [["tuple", ["bool"]], ["tuple", ["bool", "bool"]], false],
  [["tuple", ["bool"]], ["tuple", ["dynamic"]], true],
  [["tuple", ["bool"]], ["tuple", ["string"]], false],
  [object({ a: "bool" }), object({ b: "bool" }), false],
  [object({ a: "bool" }), object({ a: "dynamic" }), true],
  [object({ a: "bool" }), map("bool"), false],
  [object({ toString: "bool" }), object({ a: "bool" }), false],
])("whether %j and %j may be one type: %p", (left, right, expected) => {
  expect(fits(left, right)).toBe(expected);
  expect(fits(right, left)).toBe(expected);
});

it("a record keeps __proto__ as data", () => {
  const made = proto(record([["polluted", true]]));
  expect(Object.keys(made)).toEqual(["__proto__"]);
  expect(Object.getPrototypeOf(made)).toBeNull();
  expect((made as { polluted?: unknown }).polluted).toBeUndefined();
});

it("parts of a type are found, and nothing that types inherit", () => {
  expect(partType(list("bool"), 3)).toBe("bool");
  expect(partType(map("number"), "any")).toBe("number");
  expect(partType(["tuple", ["string", "bool"]], 1)).toBe("bool");
  expect(partType(object({ a: "string" }), "a")).toBe("string");
  expect(partType(object({ a: "string" }), "constructor")).toBe("dynamic");
  expect(partType("dynamic", "a")).toBe("dynamic");
});

it("a path reads as it is written in a configuration", () => {
  expect(formatPath([])).toBe("");
  expect(formatPath(attributePath("timeouts", "create"))).toBe("timeouts.create");
  expect(formatPath([{ attribute: "endpoints" }, { key: 'e"cs' }])).toBe('endpoints["e\\"cs"]');
  expect(formatPath([{ attribute: "ips" }, { index: 0 }, { attribute: "address" }])).toBe("ips[0].address");
});

describe("a value fits its type", () => {
  it.each<[Type, unknown]>([
    ["string", ""],
    ["number", -1.5],
    ["number", new Decimal("1e400")],
    ["bool", false],
    [list("string"), ["a", null]],
    [map("number"), Object.fromEntries([["__proto__", 1]])],
    [object({ a: "string" }), { a: null }],
    [
      ["tuple", ["string", "bool"]],
      ["a", true],
    ],
    ["dynamic", { a: [1, "b", null, new Decimal("1")] }],
    ["string", null],
  ])("%j: %j", (type, value) => {
    expect(findMisfit(type, value)).toBeUndefined();
  });

  it.each<[Type, unknown, string, string]>([
    ["string", 1, "", "a number is no string"],
    ["string", undefined, "", "nothing is no string"],
    ["string", {}, "", "an object is no string"],
    ["string", UNKNOWN, "", "it is unknown"],
    ["number", "1", "", "a string is no number"],
    ["number", Number.NaN, "", "NaN is no number"],
    ["number", Number.NEGATIVE_INFINITY, "", "-Infinity is no number"],
    ["number", 1n, "", "a bigint is no number"],
    ["bool", 0, "", "a number is no bool"],
    [list("string"), { 0: "a" }, "", "an object is no list"],
    [list("string"), ["a", 1], "[1]", "a number is no string"],
    [list("string"), [undefined], "[0]", "nothing is no string"],
    [set("bool"), [true, [UNKNOWN]], "[1]", "a list is no bool"],
    [map("string"), ["a"], "", "a list is no map"],
    [map("string"), new Map([["a", "b"]]), "", "an instance of Map is no map"],
    [map("string"), new Decimal("1"), "", "an instance of Decimal is no map"],
    [map("string"), { a: 1 }, '["a"]', "a number is no string"],
    [object({ a: "string" }), {}, "a", "it is missing"],
    [object({ toString: "string" }), {}, "toString", "it is missing"],
    [object({ a: "string" }), { a: "", b: 1 }, "b", "the schema has no such attribute"],
    [object({ a: list("bool") }), { a: [1] }, "a[0]", "a number is no bool"],
    [["tuple", ["string"]], ["a", "b"], "", "it has 2 elements instead of 1"],
    ["dynamic", { a: [() => 1] }, '["a"][0]', "a function is no value of Terraform"],
    ["dynamic", new Date(0), "", "an instance of Date is no value of Terraform"],
    ["dynamic", [UNKNOWN], "[0]", "it is unknown"],
  ])("%j does not: %p", (type, value, path, text) => {
    const misfit = findMisfit(type, value);
    expect(misfit?.text).toBe(text);
    expect(formatPath(misfit?.path ?? [])).toBe(path);
  });
});
