/** Numbers as Terraform has them: exact, and longer than JavaScript's. */

/** A number that no JavaScript number holds exactly, as its decimal text. */
export class Decimal {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

export function isNumber(value: unknown): value is number | Decimal {
  return typeof value === "number" || value instanceof Decimal;
}

/** Below zero if the left number is less than the right one, 0 if they are equal in whatever notation, else above. */
export function compareNumbers(left: number | Decimal, right: number | Decimal): number {
  const [a, b] = [parts(left), parts(right)];
  if (a.sign !== b.sign) return a.sign - b.sign;
  if (a.magnitude !== b.magnitude) return (a.magnitude - b.magnitude) * a.sign;
  if (a.digits === b.digits) return 0;
  return a.digits < b.digits ? -a.sign : a.sign;
}

/** A number as its sign times `0.digits` times ten to the power of its magnitude. */
function parts(value: number | Decimal): { sign: number; magnitude: number; digits: string } {
  const [mantissa = "", exponent = "0"] = String(value).toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.replace(/^[+-]/, "").split(".");
  const digits = (whole + fraction).replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return { sign: 0, magnitude: 0, digits: "" };
  const magnitude = Number(exponent) - fraction.length + digits.length;
  return { sign: mantissa.startsWith("-") ? -1 : 1, magnitude, digits: significant };
}
