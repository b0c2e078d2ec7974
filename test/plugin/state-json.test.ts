import fc from "fast-check";
import { ValueError } from "../../src/plugin/msgpack";
import { fromStateJson, parseStateJson } from "../../src/plugin/state-json";
import { Decimal, record, type Type, type Value } from "../../src/terraform";

function read(type: Type, text: string): Value {
  return fromStateJson(type, parseStateJson(text));
}

test.each<[Type, string, Value]>([
  ["string", '"a"', "a"],
  ["bool", "false", false],
  ["number", "1.5", 1.5],
  ["number", "1.0", 1],
  ["number", "9007199254740993", new Decimal("9007199254740993")],
  ["number", "-0.1000000000000000055511151231257827", new Decimal("-0.1000000000000000055511151231257827")],
  ["string", '"9007199254740993"', "9007199254740993"],
  ["string", '"a \\" 9007199254740993"', 'a " 9007199254740993'],
  ["string", "null", null],
  [["list", "number"], "[1, 18446744073709551615]", [1, new Decimal("18446744073709551615")]],
  [["set", "bool"], "[]", []],
  [["tuple", ["bool", "string"]], '[true, "x"]', [true, "x"]],
  [["map", "string"], '{ "__proto__": "x" }', record([["__proto__", "x"]])],
  ["dynamic", '{ "type": ["list", "string"], "value": ["x"] }', ["x"]],
  ["dynamic", "null", null],
])("as %j, the JSON %s is read", (type, text, value) => {
  expect(read(type, text)).toEqual(value);
});

test("attributes that are missing are null, whatever they are called", () => {
  const type: Type = ["object", JSON.parse('{ "a": "string", "constructor": "string", "toString": "string" }')];
  expect(read(type, '{ "a": "x", "lost": 1 }')).toEqual(
    record([
      ["a", "x"],
      ["constructor", null],
      ["toString", null],
    ]),
  );
});

test.each<[Type, string, string]>([
  ["string", "1", "a string is required"],
  ["number", '"1"', "a number is required"],
  ["number", "{}", "a number is required"],
  ["bool", "9007199254740993", "a bool is required"],
  [["list", "bool"], "{}", "a list is required"],
  [["map", "bool"], "[]", "an object is required"],
  [["map", "bool"], "9007199254740993", "an object is required"],
  [["object", { a: ["list", "bool"] }], '{ "a": [true, "s3cret"] }', "a[1]: a bool is required"],
  ["dynamic", '{ "type": "dynamic", "value": 1 }', "the type of a dynamic value is unreadable"],
  ["dynamic", '"x"', "an object is required"],
])("as %j, the JSON %s is refused without showing it", (type, text, message) => {
  expect(() => read(type, text)).toThrow(new ValueError([], message));
});

test.each(["", "{", "01", "1.", "[1 2]", '"a', "{a: 1}", "9007199254740993 1", "-", "undefined"])(
  "the text %j is no JSON",
  (text) => {
    expect(() => parseStateJson(text)).toThrow(ValueError);
  },
);

test("JSON without long numbers is parsed as ever", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(parseStateJson(text)).toEqual(JSON.parse(text));
    }),
  );
});
