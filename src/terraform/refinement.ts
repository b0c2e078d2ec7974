/** What is known of a value before the value is. */
import { compareNumbers, type Decimal, isNumber } from "./number";
import type { Type } from "./type";
import { fits, isList, isRecord, isSame, typeOf, Unknown, type Value } from "./value";

/**
 * Limits of a value that is not known yet. Terraform works with them while it plans (`x == null` is known to be false
 * where `notNull` is), and refuses a value that breaks them in the end.
 */
export interface Refinement {
  readonly notNull?: boolean;
  /** What a string begins with. Terraform is told the first 255 bytes of it. */
  readonly prefix?: string;
  /** Limits of a number. */
  readonly atLeast?: number | Decimal;
  readonly above?: number | Decimal;
  readonly atMost?: number | Decimal;
  readonly below?: number | Decimal;
  /** Limits of the length of a list, a set or a map. */
  readonly minLength?: number;
  readonly maxLength?: number;
}

/**
 * A value that will be known only after apply, but is known not to be null, and to keep the limits:
 * `refined({ prefix: "https://" })`. In a place of type dynamic Terraform takes no limits.
 */
export function refined(limits: Omit<Refinement, "notNull"> = {}): Unknown {
  return new Unknown({ notNull: true, ...limits });
}

/** How a value breaks what was known of it, to complete "the value is wrong: …"; undefined if it does not. */
export function findBreach(type: Type, { refinement = {}, type: ownType }: Unknown, value: Value): string | undefined {
  if (value === null) return refinement.notNull ? "it is null" : undefined;
  if (type === "dynamic" && ownType !== undefined && !fits(ownType, typeOf(value))) return "it is of another type";
  if (typeof value === "string") return findPrefixBreach(refinement, value);
  return isNumber(value) ? findBoundBreach(refinement, value) : findLengthBreach(type, refinement, value);
}

function findPrefixBreach({ prefix = "" }: Refinement, value: string): string | undefined {
  return value.normalize().startsWith(prefix.normalize()) ? undefined : `it does not begin with "${prefix}"`;
}

function findBoundBreach(limits: Refinement, value: number | Decimal): string | undefined {
  const { atLeast, above, atMost, below } = limits;
  if (atLeast !== undefined && compareNumbers(value, atLeast) < 0) return `it is not at least ${atLeast}`;
  if (above !== undefined && compareNumbers(value, above) <= 0) return `it is not above ${above}`;
  if (atMost !== undefined && compareNumbers(value, atMost) > 0) return `it is not at most ${atMost}`;
  if (below !== undefined && compareNumbers(value, below) >= 0) return `it is not below ${below}`;
  return undefined;
}

function findLengthBreach(type: Type, { minLength, maxLength }: Refinement, value: Value): string | undefined {
  if (minLength === undefined && maxLength === undefined) return undefined;
  const length = lengthOf(type, value);
  if (minLength !== undefined && length < minLength) return `its length is below ${minLength}`;
  return maxLength !== undefined && length > maxLength ? `its length is above ${maxLength}` : undefined;
}

/** What is in a set twice counts once. */
function lengthOf(type: Type, value: Value): number {
  if (isRecord(value)) return Object.keys(value).length;
  if (!isList(value)) return 0;
  if (type[0] !== "set") return value.length;
  const elementType = type[1] as Type;
  return value.filter((element, index) => value.findIndex((other) => isSame(elementType, other, element)) === index)
    .length;
}
