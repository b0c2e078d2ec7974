/** Numbers as decimal text: Terraform's numbers have more digits than JavaScript's. */
import { Decimal } from "../terraform";

const DECIMAL = /^-?(\d+(?:\.\d+)?)(?:[eE][+-]?\d+)?$/;

/** The number where it stands for exactly the same, else the text; undefined if the text is no number. */
export function fromDecimalText(text: string): number | Decimal | undefined {
  const mantissa = DECIMAL.exec(text)?.[1];
  if (mantissa === undefined) return undefined;
  const number = Number(text);
  const isSame = isShort(mantissa, number) || String(number) === text || toDecimalText(number) === text;
  return isSame ? number : new Decimal(text);
}

/** Up to fifteen digits survive the way through a JavaScript number, unless it is too large or too small. */
function isShort(mantissa: string, number: number): boolean {
  const digits = mantissa.replace(".", "").replace(/^0+/, "");
  const size = Math.abs(number);
  return digits === "" || (digits.length <= 15 && size > 1e-300 && size < 1e300);
}

/** `1e-7` as `0.0000001`: Terraform's own form has no exponents. */
export function toDecimalText(value: number): string {
  const [mantissa = "", exponent] = String(value).split("e");
  if (exponent === undefined) return mantissa;
  const negative = mantissa.startsWith("-");
  const [whole = "", fraction = ""] = mantissa.replace("-", "").split(".");
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  const plain =
    point <= 0
      ? `0.${"0".repeat(-point)}${digits}`
      : digits.length <= point
        ? digits.padEnd(point, "0")
        : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return negative ? `-${plain}` : plain;
}

/** Whether a number is exactly what its decimal text says: 0.5 is, 0.1 is not. */
export function isExactly(value: number, text: string): boolean {
  if (Number.isInteger(value)) return BigInt(value) === BigInt(text);
  // A binary fraction has as many decimal places as binary ones.
  return Number.isInteger(value * 2 ** (text.length - text.indexOf(".") - 1));
}

/** The whole number that a text stands for, if 64 bits with a sign can hold it. */
export function toInt64(text: string): bigint | undefined {
  if (!/^-?\d{1,19}$/.test(text)) return undefined;
  const integer = BigInt(text);
  return BigInt.asIntN(64, integer) === integer ? integer : undefined;
}
