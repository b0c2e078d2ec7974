import { Duration } from "@icholy/duration";

/** A rule for a value: the same sentence serves the error, the docs and the reader. */
export interface Check<T> {
  /** Completes "must be …". */
  readonly text: string;
  test(value: T): boolean;
}

/** A UUID by its shape, in lower case as clouds write it. Version and variant bits are the cloud's business. */
export const uuid: Check<string> = {
  text: "a UUID in lower case such as `4f4b3dfa-eb70-47cf-a60a-998a53bd598a`",
  test: (value) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value),
};

export function oneOf<const T extends string>(...values: readonly T[]): Check<string> {
  return {
    text: `one of ${values.map((value) => `\`${value}\``).join(", ")}`,
    test: (value) => (values as readonly string[]).includes(value),
  };
}

export const notEmpty: Check<string> = { text: "a text that is not empty", test: (value) => value.trim() !== "" };

export function atLeast(minimum: number): Check<number> {
  return {
    text: `a whole number of at least ${minimum}`,
    test: (value) => Number.isInteger(value) && value >= minimum,
  };
}

/** A positive duration as Go writes it. */
export const duration: Check<string> = {
  text: "a duration above zero such as `30s`, `10m` or `1h30m`",
  test: (value) => isGoDuration(value) && milliseconds(value) > 0,
};

/** The milliseconds of a text that passes `duration`. */
export function milliseconds(value: string): number {
  return new Duration(value).milliseconds();
}

// The duration library also reads days, weeks and misspellings, which Go refuses, and fails where a number is too
// long for it: Go's durations end at 292 years, well within these digits.
function isGoDuration(value: string): boolean {
  return /^((\d{1,19}(\.\d*)?|\.\d+)(ns|us|[µμ]s|ms|s|m|h))+$/.test(value);
}
