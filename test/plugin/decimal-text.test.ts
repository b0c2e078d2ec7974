import fc from "fast-check";
import { fromDecimalText, isExactly, toDecimalText, toInt64 } from "../../src/plugin/decimal-text";
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

/** The number as a whole number of 2 to the power of -1100, without any rounding. */
function units(text: string): bigint {
  const [, sign, whole = "", fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  const scaled = (BigInt(whole + fraction) << 1100n) / 10n ** BigInt(fraction.length);
  return sign === "-" ? -scaled : scaled;
}

function isDyadic(number: number, text: string): boolean {
  const [, fraction = ""] = text.split(".");
  const isWhole = (BigInt(text.replace(/[-.]/g, "")) << 1100n) % 10n ** BigInt(fraction.length) === 0n;
  return isWhole && BigInt(number * 2 ** 100) === units(text) >> 1000n;
}

test("a number is exactly what its text says only where no digit was rounded away", () => {
  const halves = fc.tuple(fc.integer(), fc.nat(40)).map(([digits, places]) => digits / 2 ** places);
  const decimals = fc.tuple(fc.integer(), fc.nat(9)).map(([digits, places]) => digits / 10 ** places);
  fc.assert(
    fc.property(fc.oneof(halves, decimals), (number) => {
      const text = toDecimalText(number + 0);
      expect(isExactly(number, text)).toBe(isDyadic(number, text));
    }),
    { numRuns: 2000 },
  );
  expect(isExactly(0.5, "0.5")).toBe(true);
  expect(isExactly(0.1, "0.1")).toBe(false);
  expect(isExactly(1e21, toDecimalText(1e21))).toBe(true);
  expect(isExactly(1e23, toDecimalText(1e23))).toBe(false);
});

test.each<[string, bigint | undefined]>([
  ["9223372036854775807", 9223372036854775807n],
  ["9223372036854775808", undefined],
  ["-9223372036854775808", -9223372036854775808n],
  ["-9223372036854775809", undefined],
  ["1.0", undefined],
  ["1e3", undefined],
])("%s as an integer of 64 bits is %p", (text, integer) => {
  expect(toInt64(text)).toBe(integer);
});
