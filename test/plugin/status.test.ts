import fc from "fast-check";
import { encodeStatusMessage, parseTimeout } from "../../src/plugin/status";

test.each([
  ['plain text, even with ~ and "quotes"', 'plain text, even with ~ and "quotes"'],
  ["100%", "100%25"],
  ["a\nb", "a%0Ab"],
  ["größer", "gr%C3%B6%C3%9Fer"],
  ["😀", "%F0%9F%98%80"],
  ["\u007f", "%7F"],
  ["", ""],
])("the message %j is written as %j", (message, encoded) => {
  expect(encodeStatusMessage(message)).toBe(encoded);
});

test("every message can be read back and is safe in a header", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (message) => {
      const encoded = encodeStatusMessage(message);
      expect(encoded).toMatch(/^[\x20-\x7e]*$/);
      expect(decodeURIComponent(encoded)).toBe(message);
    }),
  );
});

test.each([
  ["2H", 7_200_000],
  ["3M", 180_000],
  ["10S", 10_000],
  ["250m", 250],
  ["5000u", 5],
  ["1n", 1e-6],
  ["0S", 0],
  ["99999999H", 99_999_999 * 3_600_000],
])("the timeout %s is %d ms", (header, milliseconds) => {
  expect(parseTimeout(header)).toBeCloseTo(milliseconds, 9);
});

test.each(["", "S", "1", "1s", "-1S", "1.5S", "123456789S", " 1S", "1S "])("the timeout %j is none", (header) => {
  expect(parseTimeout(header)).toBeUndefined();
});

test("no header is no timeout", () => {
  expect(parseTimeout(undefined)).toBeUndefined();
});
