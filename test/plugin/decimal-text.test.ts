import fc from "fast-check";
import { fromDecimalText, toDecimalText } from "../../src/plugin/decimal-text";
import { Decimal } from "../../src/terraform";

const doubles = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);

test("every number comes back from its text, which has no exponent", () => {
  fc.assert(
    fc.property(doubles, (number) => {
      const text = toDecimalText(number);
      expect(text).toMatch(/^-?\d+(\.\d+)?$/);
      expect(Number(text)).toBe(number);
      expect(fromDecimalText(text)).toBe(number);
      expect(fromDecimalText(String(number))).toBe(number);
    }),
  );
});

test("fifteen digits fit in a number", () => {
  fc.assert(
    fc.property(fc.nat(10 ** 15 - 1), fc.integer({ min: -30, max: 30 }), (digits, exponent) => {
      expect(fromDecimalText(`${digits}e${exponent}`)).toBe(Number(`${digits}e${exponent}`));
    }),
  );
});

test.each([
  "9007199254740993",
  "-18446744073709551615",
  "0.1000000000000000055511151231257827",
  "1e400",
  "-1e400",
  "1e-400",
])("%s does not", (text) => {
  expect(fromDecimalText(text)).toEqual(new Decimal(text));
});

test.each(["0", "0.000", "0e999", "-0"])("%s is zero", (text) => {
  expect(Number(fromDecimalText(text)) + 0).toBe(0);
});

test.each(["", "-", "+1", "1.", ".1", "1e", "0x1", "Infinity", "NaN", "1 ", "1_0"])("%j is no number", (text) => {
  expect(fromDecimalText(text)).toBeUndefined();
});
