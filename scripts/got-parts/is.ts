/**
 * Stands in for `@sindresorhus/is` in the bundle: the tests of types that got makes, of the hundred that the library has
 * and no bundler can leave out. A test compares each with the library's.
 */
type Test = (value: unknown) => boolean;

const isObject: Test = (value) => value !== null && (typeof value === "object" || typeof value === "function");
const isFunction: Test = (value) => typeof value === "function";
const isNumber: Test = (value) => typeof value === "number" && !Number.isNaN(value);
const tagOf = (value: unknown) => Object.prototype.toString.call(value).slice(8, -1);
const has = (value: unknown, member: PropertyKey) =>
  value !== null && value !== undefined && isFunction((value as Record<PropertyKey, unknown>)[member]);

const isPlainObject: Test = (value) => {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  const isPlain = prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
  return isPlain && !(Symbol.toStringTag in value) && !(Symbol.iterator in value);
};

export const isBuffer: Test = (value) => Buffer.isBuffer(value);

const tests = {
  array: Array.isArray as Test,
  asyncGenerator: (value) => has(value, Symbol.asyncIterator) && has(value, "next") && has(value, "throw"),
  asyncIterable: (value) => has(value, Symbol.asyncIterator),
  boolean: (value) => value === true || value === false,
  buffer: isBuffer,
  function: isFunction,
  generator: (value) => has(value, Symbol.iterator) && has(value, "next") && has(value, "throw"),
  iterable: (value) => has(value, Symbol.iterator),
  nodeStream: (value) => isObject(value) && has(value, "pipe"),
  nonEmptyString: (value) => typeof value === "string" && value.length > 0,
  null: (value) => value === null,
  number: isNumber,
  object: isObject,
  plainObject: isPlainObject,
  promise: (value) => has(value, "then") && has(value, "catch"),
  string: (value) => typeof value === "string",
  truthy: Boolean as Test,
  typedArray: (value) => ArrayBuffer.isView(value) && tagOf(value) !== "DataView",
  undefined: (value) => value === undefined,
  urlInstance: (value) => tagOf(value) === "URL",
} satisfies Record<string, Test>;

export default tests;

function claim(isTrue: boolean, expected: string, value: unknown): void {
  if (!isTrue) throw new TypeError(`Expected value which is ${expected}, received ${typeof value}`);
}

/** The same tests, which throw a `TypeError` where they fail. */
export const assert = {
  ...Object.fromEntries(
    Object.entries(tests).map(([name, test]) => [
      name,
      (value: unknown, message?: string) => claim(test(value), message ?? name, value),
    ]),
  ),
  any: (candidates: readonly Test[], ...values: readonly unknown[]) => {
    for (const value of values)
      claim(
        candidates.some((test) => test(value)),
        "one of several types",
        value,
      );
  },
};
