import { toType, toTypeJson } from "../../src/plugin/type-json";
import type { Type } from "../../src/terraform";

test.each<[Type, string]>([
  ["string", '"string"'],
  [["list", ["map", "number"]], '["list",["map","number"]]'],
  [["tuple", ["bool", ["set", "dynamic"]]], '["tuple",["bool",["set","dynamic"]]]'],
  [["tuple", []], '["tuple",[]]'],
  [["object", { b: "bool", a: "string" }], '["object",{"a":"string","b":"bool"}]'],
])("%j is written without spaces", (type, text) => {
  expect(toTypeJson(type)).toBe(text);
  expect(toType(JSON.parse(text))).toEqual(type);
});

test("names are sorted by their bytes and escaped as Go does it", () => {
  const names = ["\u{10000}", "\uffff", "9", "10", "<&>", "\u2028", 'a"b', "__proto__", "a", ""];
  const type: Type = ["object", Object.fromEntries(names.map((name) => [name, "bool"]))];
  const written = ["", "10", "9", "\\u003c\\u0026\\u003e", "__proto__", "a", 'a\\"b', "\\u2028", "\uffff", "\u{10000}"];
  expect(toTypeJson(type)).toBe(`["object",{${written.map((name) => `"${name}":"bool"`).join()}}]`);
  expect(toType(JSON.parse(toTypeJson(type)))).toEqual(type);
});
