/** JSON as Terraform prints it, without loss: its numbers have more digits than JavaScript's. */
import { randomUUID } from "node:crypto";

/** What a test gives and Terraform answers. */
export type Json =
  | null
  | boolean
  | number
  | string
  | bigint
  | ExactNumber
  | readonly Json[]
  | { readonly [key: string]: Json };

export type JsonObject = Readonly<Record<string, Json>>;

/** A number that a double does not hold, as its decimal text. */
export class ExactNumber {
  readonly text: string;

  /** @throws {Error} if the text is no JSON number */
  constructor(text: string) {
    if (!NUMBER.test(text)) throw new Error(`"${text}" is no number.`);
    this.text = text;
  }
}

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** A number that a double holds exactly becomes one; any other becomes an `ExactNumber`. */
export function parseJson(text: string): unknown {
  // No string of the text may look like a number that was set aside.
  const mark = randomUUID();
  const marked = text.replace(STRING_OR_NUMBER, (token) =>
    token.startsWith('"') || isDouble(token) ? token : `"${mark}${token}"`,
  );
  return JSON.parse(marked, (_key, value) =>
    typeof value === "string" && value.startsWith(mark) ? new ExactNumber(value.slice(mark.length)) : value,
  );
}

/** The value as JSON, with every digit of its numbers. */
export function stringifyJson(value: Json): string {
  if (isNumber(value)) return numberText(value);
  if (Array.isArray(value)) return `[${value.map(stringifyJson).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${stringifyJson(member)}`).join(",")}}`;
}

/** Whether both are the same; numbers by their decimal value, so that `1` is `1.0`. */
export function isSame(one: Json | undefined, other: Json | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  if (isNumber(one) && isNumber(other)) return canonical(numberText(one)) === canonical(numberText(other));
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((element, index) => isSame(element, other[index]));
  }
  if (!isObject(one) || !isObject(other)) return one === other;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && isSame(one[name], other[name]))
  );
}

export function isNumber(value: unknown): value is number | bigint | ExactNumber {
  return typeof value === "number" || typeof value === "bigint" || value instanceof ExactNumber;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);
}

function numberText(value: number | bigint | ExactNumber): string {
  return value instanceof ExactNumber ? value.text : String(value);
}

function isDouble(text: string): boolean {
  const number = Number(text);
  return Number.isFinite(number) && canonical(String(number)) === canonical(text);
}

/** One text for each number: `10.50` and `105e-1` are both `105e-1`. */
function canonical(text: string): string {
  const [, sign, whole = "", fraction = "", exponent = "0"] = NUMBER.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return "0";
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}

const LONGEST_TEXT = 300;

/** The value for a person: as JSON, cut when it is long. */
export function textOf(value: Json | undefined): string {
  if (value === undefined) return "absent";
  const text = stringifyJson(value);
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
}
