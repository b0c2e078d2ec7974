/**
 * What can be said of props before Terraform runs, in the provider's own sentences. What only Terraform knows passes.
 */
import { isIPv4, isIPv6 } from "node:net";
import type { IConstruct } from "constructs";

export interface Check {
  /** Completes "It must be …". */
  readonly text: string;
  test(value: string): boolean;
}

/** A prop's name, its value, and what it must be if it is given and known. */
export type Rule = readonly [name: string, value: string | undefined, check: Check];

export const uuid: Check = {
  text: 'a UUID in lower case such as "4f4b3dfa-eb70-47cf-a60a-998a53bd598a"',
  test: (value) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value),
};

export const regionName: Check = {
  text: 'the name of a region such as "cn-north-4"',
  test: (value) => /^[a-z0-9]+(-[a-z0-9]+)*$/i.test(value),
};

export const ipv4: Check = { text: 'an IPv4 address such as "192.168.0.33"', test: isIPv4 };

export const ipv6: Check = {
  text: 'an IPv6 address such as "2407:c080:1200:13a::5"',
  test: (value) => isIPv6(value) && !value.includes("%"),
};

export const duration: Check = {
  text: 'a duration above zero such as "30s", "10m" or "1h30m"',
  // The provider counts in milliseconds.
  test: (value) => /^((\d{1,19}(\.\d*)?|\.\d+)(ns|us|[µμ]s|ms|s|m|h))+$/.test(value) && nanoseconds(value) >= 1e6,
};

const NANOSECONDS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

function nanoseconds(value: string): number {
  return [...value.matchAll(/([\d.]+)(\D+)/g)]
    .map(([, count, unit = ""]) => Number(count) * (NANOSECONDS[unit] ?? Number.NaN))
    .reduce((sum, part) => sum + part, 0);
}

export function oneOf(...values: readonly string[]): Check {
  return {
    text: `one of ${values.map((value) => `"${value}"`).join(", ")}`,
    test: (value) => values.includes(value),
  };
}

/** @throws with all that is wrong with the props of a construct, if something is */
export function requireValid(construct: IConstruct, rules: readonly Rule[]): void {
  const problems = problemsIn(rules);
  if (problems.length > 0) fail(construct, problems.join("\n"));
}

/** @throws with all that is wrong, if something is */
export function requireValues(rules: readonly Rule[]): void {
  const problems = problemsIn(rules);
  if (problems.length > 0) throw new Error(problems.join("\n"));
}

function problemsIn(rules: readonly Rule[]): string[] {
  return rules.flatMap(([name, value, check]) =>
    value === undefined || !isKnown(value) || check.test(value)
      ? []
      : [`Invalid ${name}. It must be ${check.text}. It is ${JSON.stringify(value)}.`],
  );
}

/** A token is a text with an interpolation, too. */
function isKnown(value: string): boolean {
  return !/[$%]\{/.test(value);
}

/**
 * The value of the prop that is given, of several that exclude each other.
 * @throws if none is given, or more than one
 */
export function exactlyOne<T>(construct: IConstruct, choices: Readonly<Record<string, T | undefined>>): T {
  const rule = `Exactly one of ${quoted(Object.keys(choices))} must be set`;
  return single(construct, choices, rule) ?? fail(construct, `${rule}; none is.`);
}

/**
 * The same where none needs to be given.
 * @throws if more than one is given
 */
export function atMostOne<T>(construct: IConstruct, choices: Readonly<Record<string, T | undefined>>): T | undefined {
  return single(construct, choices, `At most one of ${quoted(Object.keys(choices))} may be set`);
}

/**
 * For props of which several may be given.
 * @throws if none is
 */
export function atLeastOne(construct: IConstruct, choices: Readonly<Record<string, unknown>>): void {
  if (given(choices).length > 0) return;
  fail(construct, `At least one of ${quoted(Object.keys(choices))} must be set; none is.`);
}

function single<T>(construct: IConstruct, choices: Readonly<Record<string, T>>, rule: string): T | undefined {
  const names = given(choices);
  if (names.length > 1) fail(construct, `${rule}; ${quoted(names, " and ")} are.`);
  return names[0] === undefined ? undefined : choices[names[0]];
}

function given(choices: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(choices).filter((name) => choices[name] !== undefined && choices[name] !== null);
}

function quoted(names: readonly string[], between = ", "): string {
  return names.map((name) => `"${name}"`).join(between);
}

/** @throws always, saying where */
export function fail(construct: IConstruct, text: string): never {
  throw new Error(`[${construct.node.path}] ${text}`);
}
