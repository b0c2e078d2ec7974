import { inspect } from "node:util";
import fc from "fast-check";
import { Secret } from "../../src/cloud";

test("a secret prints as [secret] in every way a value is printed", () => {
  const secret = new Secret("hunter2-hunter2");
  for (const printed of [
    `${secret}`,
    String(secret),
    JSON.stringify({ secret }),
    inspect({ secret }, { depth: 10, showHidden: true }),
    `${[secret]}`,
  ]) {
    expect(printed).toContain("[secret]");
    expect(printed).not.toContain("hunter2");
  }
});

test("a secret reveals its value when asked", () => {
  expect(new Secret("hunter2").reveal()).toBe("hunter2");
});

test("a secret hides every occurrence of itself in a text", () => {
  expect(new Secret("hunter2").hideIn("hunter2 and hunter2")).toBe("[secret] and [secret]");
});

test("no text keeps a secret of four characters or more once it is hidden", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 4 }), fc.string(), fc.string(), (value, before, after) => {
      fc.pre(!"[secret]".includes(value) && !value.includes("[") && !value.includes("]"));
      expect(new Secret(value).hideIn(`${before}${value}${after}`)).toContain("[secret]");
    }),
  );
});

test("a secret too short to be told from ordinary text leaves a text alone", () => {
  expect(new Secret("").hideIn("abc")).toBe("abc");
  expect(new Secret("a").hideIn("abc")).toBe("abc");
});

test.each([
  ["JSON", (text: string) => JSON.stringify(text)],
  ["JSON within JSON", (text: string) => JSON.stringify(JSON.stringify(text))],
  ["JSON within JSON within JSON", (text: string) => JSON.stringify(JSON.stringify(JSON.stringify(text)))],
  ["a URL", (text: string) => encodeURIComponent(text)],
  ["JSON within a URL", (text: string) => encodeURIComponent(JSON.stringify(text))],
  [
    "JSON in ASCII only",
    (text: string) =>
      JSON.stringify(text).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`),
  ],
  [
    "JSON that is safe in HTML",
    (text: string) =>
      JSON.stringify(text).replace(/[<>&]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`),
  ],
])("a secret hides itself in %s as well", (_form, write) => {
  const value = 'p"a\\s/s é\u{1f600}+%';
  expect(new Secret(value).hideIn(`before ${write(value)} after`)).toMatch(
    /^before \W*(%\d\d)?\[secret\]\W*(%\d\d)? ?after$/,
  );
  const html = "<p&w>";
  expect(new Secret(html).hideIn(write(html))).toContain("[secret]");
});
