/** What a value is expected to be. Plain JSON stands for exactly itself, and matchers may stand anywhere within it. */
import { ExactNumber, isNumber, isObject, isSame, type Json, textOf } from "./json";
import { child, pathText, type Steps } from "./paths";

export type Expected =
  | KnownValue
  | null
  | boolean
  | number
  | string
  | bigint
  | ExactNumber
  | readonly Expected[]
  | { readonly [key: string]: Expected };

interface Mismatch {
  readonly at: Steps;
  readonly expected: string;
  readonly actual: string;
}

export class KnownValue {
  /** What is expected, in words. */
  readonly description: string;
  /** What is wrong with the value; undefined if nothing is. */
  readonly mismatch: (value: Json | undefined) => Mismatch | undefined;

  constructor(description: string, mismatch: (value: Json | undefined) => Mismatch | undefined) {
    this.description = description;
    this.mismatch = mismatch;
  }
}

/** What is wrong with the value, as a sentence without its subject; undefined if nothing is. */
export function mismatchText(expected: Expected, value: Json | undefined): string | undefined {
  const mismatch = known(expected).mismatch(value);
  if (mismatch === undefined) return undefined;
  const where = mismatch.at.length === 0 ? "" : `at ${pathText(mismatch.at)}, `;
  return `${where}expected ${mismatch.expected}, but it is ${mismatch.actual}`;
}

/** A matcher from a function of one's own: it holds where `holds` returns true. */
export function satisfies(description: string, holds: (value: Json | undefined) => boolean): KnownValue {
  return new KnownValue(description, (value) =>
    holds(value) ? undefined : { at: [], expected: description, actual: textOf(value) },
  );
}

/** The very value; numbers are compared by their decimal text, not as doubles. */
export function exact(value: Json): KnownValue {
  return satisfies(textOf(value), (actual) => isSame(value, actual));
}

/** The number that the text stands for, with all its digits: `number("0.1000000000000000001")`. */
export function number(text: string): KnownValue {
  return exact(new ExactNumber(text));
}

/** A string that the expression finds something in. */
export function matches(expression: RegExp): KnownValue {
  return satisfies(
    `a string that matches ${expression}`,
    (value) => typeof value === "string" && value.search(expression) !== -1,
  );
}

export function isNull(): KnownValue {
  return exact(null);
}

/** Any value that is there and is not null. */
export function notNull(): KnownValue {
  return satisfies("a value other than null", (value) => value !== null && value !== undefined);
}

/** Exactly these elements in this order. */
export function list(elements: readonly Expected[]): KnownValue {
  return sized("a list", elements.length, (value) => firstMismatch(value, [...elements.entries()]));
}

/** A list that has these elements at these indexes, and any others. */
export function listPartial(elements: Readonly<Record<number, Expected>>): KnownValue {
  const entries = Object.entries(elements).map(([index, element]) => [Number(index), element] as const);
  return container("a list", Array.isArray, (value) => firstMismatch(value, entries));
}

export function listSize(size: number): KnownValue {
  return sized("a list", size, () => undefined);
}

/** Exactly these elements in any order. */
export function set(elements: readonly Expected[]): KnownValue {
  return sized("a set", elements.length, (value) => unmatched(value, elements));
}

/** A set that has these elements, each once, and any others. */
export function setPartial(elements: readonly Expected[]): KnownValue {
  return container("a set", Array.isArray, (value) => unmatched(value, elements));
}

export function setSize(size: number): KnownValue {
  return sized("a set", size, () => undefined);
}

/** Exactly these members. */
export function map(members: Readonly<Record<string, Expected>>): KnownValue {
  return container("a map", isObject, (value) => {
    const extra = Object.keys(value as object).find((key) => !Object.hasOwn(members, key));
    if (extra !== undefined) return { at: [extra], expected: "no such member", actual: textOf(child(value, extra)) };
    return firstMismatch(value, Object.entries(members));
  });
}

/** A map or an object that has these members, and any others. */
export function mapPartial(members: Readonly<Record<string, Expected>>): KnownValue {
  return container("a map", isObject, (value) => firstMismatch(value, Object.entries(members)));
}

export function mapSize(size: number): KnownValue {
  return satisfies(`a map of ${size}`, (value) => isObject(value) && Object.keys(value).length === size);
}

function known(expected: Expected): KnownValue {
  if (expected instanceof KnownValue) return expected;
  if (isList(expected)) return list(expected);
  if (expected === null || typeof expected !== "object" || isNumber(expected)) return exact(expected);
  return map(expected);
}

/** `Array.isArray` does not narrow readonly arrays. */
function isList(expected: Expected): expected is readonly Expected[] {
  return Array.isArray(expected);
}

function sized(kind: string, size: number, inner: KnownValue["mismatch"]): KnownValue {
  return container(kind, Array.isArray, (value) => {
    const { length } = value as readonly Json[];
    if (length === size) return inner(value);
    return { at: [], expected: `${kind} of ${size}`, actual: `one of ${length}: ${textOf(value)}` };
  });
}

function container(kind: string, isKind: (value: unknown) => boolean, inner: KnownValue["mismatch"]): KnownValue {
  return new KnownValue(kind, (value) =>
    isKind(value) ? inner(value) : { at: [], expected: kind, actual: textOf(value) },
  );
}

function firstMismatch(value: Json | undefined, parts: readonly (readonly [string | number, Expected])[]) {
  for (const [step, expected] of parts) {
    const mismatch = known(expected).mismatch(child(value, step));
    if (mismatch !== undefined) return { ...mismatch, at: [step, ...mismatch.at] };
  }
  return undefined;
}

/** An expected element that none of the set's is left for, when each may serve one only. */
function unmatched(value: Json | undefined, expected: readonly Expected[]): Mismatch | undefined {
  const elements = value as readonly Json[];
  const servedBy = new Map<number, Expected>();
  const serve = (wanted: Expected, tried: Set<number>): boolean =>
    elements.some((element, index) => {
      if (tried.has(index) || known(wanted).mismatch(element) !== undefined) return false;
      tried.add(index);
      const rival = servedBy.get(index);
      if (rival !== undefined && !serve(rival, tried)) return false;
      servedBy.set(index, wanted);
      return true;
    });
  const missing = expected.find((wanted) => !serve(wanted, new Set()));
  if (missing === undefined) return undefined;
  return { at: [], expected: `a set with ${known(missing).description}`, actual: textOf(value) };
}
