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
