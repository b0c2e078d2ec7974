import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { PassThrough } from "node:stream";
import is, { assert } from "@sindresorhus/is";
import lean, { assert as leanAssert } from "../../scripts/got-parts/is";
import { root } from "../support/terraform";

type Tests = Readonly<Record<string, (value: unknown) => boolean>>;

const withFunctions = (...names: string[]) => Object.fromEntries(names.map((name) => [name, () => undefined]));

const values: readonly unknown[] = [
  undefined,
  null,
  true,
  false,
  0,
  -1.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  10n,
  "",
  "text",
  Symbol("s"),
  [],
  [1],
  {},
  { a: 1 },
  Object.create(null),
  Object.create({ inherited: true }),
  new (class Thing {})(),
  () => undefined,
  async () => undefined,
  function* generator() {
    yield 1;
  },
  (function* generator() {
    yield 1;
  })(),
  (async function* generator() {
    yield 1;
  })(),
  Promise.resolve(),
  withFunctions("then", "catch"),
  withFunctions("then"),
  new Map(),
  new Set([1]),
  new Date(0),
  /x/,
  new Error("x"),
  Buffer.from("x"),
  new Uint8Array(1),
  new Float64Array(1),
  new DataView(new ArrayBuffer(1)),
  new ArrayBuffer(1),
  new URL("http://localhost/"),
  new URLSearchParams("a=1"),
  new PassThrough(),
  { pipe: () => undefined },
  new FormData(),
  new AbortController().signal,
];

const text = (value: unknown) => `${Object.prototype.toString.call(value)} ${typeof value}`;

function outcome(judge: () => unknown): unknown {
  try {
    return judge() ?? "passes";
  } catch (error) {
    return error instanceof TypeError ? "refused" : error;
  }
}

test.each(Object.keys(lean))("the bundle's `is.%s` says of every kind of value what the library says", (name) => {
  // The library types each test as a guard of a type of its own; here they are looked up by name.
  const [ours, theirs] = [lean, is].map((tests) => (tests as unknown as Tests)[name]);
  const assertions = [leanAssert, assert].map((each) => (each as unknown as Tests)[name]);
  for (const value of values) {
    expect([text(value), ours?.(value)]).toEqual([text(value), theirs?.(value)]);
    const [our, their] = assertions.map((assertion) => outcome(() => assertion?.(value)));
    expect([text(value), our]).toEqual([text(value), their]);
  }
});

test("the bundle has every test of types that got's sources make", () => {
  const folder = path.join(root, "node_modules/got/dist/source");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".js"));
  const sources = files.map((name) => readFileSync(path.join(folder, name), "utf8")).join("\n");
  const used = (object: string) => new Set(sources.match(new RegExp(`(?<![\\w.])${object}\\.[a-zA-Z]+`, "g")));
  expect([...used("is")].filter((name) => !Object.hasOwn(lean, name.slice(3)))).toEqual([]);
  expect([...used("assert")].filter((name) => !Object.hasOwn(leanAssert, name.slice(7)))).toEqual([]);
});

test("assert.any passes when one of the tests does for each value", () => {
  expect(outcome(() => leanAssert.any([lean.string, lean.number], "a", 1))).toBe("passes");
  expect(outcome(() => leanAssert.any([lean.string, lean.number], "a", true))).toBe("refused");
});
