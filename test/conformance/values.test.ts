import fc from "fast-check";
import { decodeMsgpack, encodeMsgpack } from "../../src/plugin/msgpack";
import { recordedWorkspace } from "./support/recorded";
import { recorded } from "./values/recording";

const RUNS = 7;
const RESOURCES_PER_RUN = 50;

const workspace = recordedWorkspace();

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
type Values = Readonly<Record<string, Json>>;

// Terraform stores texts in Unicode's form C, and knows no lone surrogates.
const text = fc.string({ unit: "grapheme", maxLength: 12 }).map((value) => value.normalize());
const key = fc.oneof(
  fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/),
  fc.constantFrom("__proto__", "constructor", "a.b", "ü"),
);
const number = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer({ min: -1000, max: 1000 }),
  fc
    .tuple(fc.integer({ min: -9999, max: 9999 }), fc.integer({ min: 1, max: 9 }))
    .map(([digits, places]) => digits / 10 ** places),
);
const some = <T>(element: fc.Arbitrary<T>) => fc.array(element, { maxLength: 3 });
const unique = <T>(element: fc.Arbitrary<T>) => fc.uniqueArray(element, { maxLength: 3, comparator: "SameValueZero" });
const mapOf = <T>(element: fc.Arbitrary<T>) => fc.dictionary(key, element, { maxKeys: 3, noNullPrototype: false });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 3 });

const part = fc.record({ name: text, size: maybe(number), kind: maybe(text) });
const loose = unique(text).map((names) => names.map((name) => ({ name })));

const configuration: fc.Arbitrary<Values> = fc.record({
  text: maybe(text),
  number: maybe(number),
  flag: maybe(fc.boolean()),
  any: maybe(
    fc.oneof(text, number, fc.boolean(), some(fc.oneof(text, mapOf(number))), mapOf(fc.oneof(text, some(text)))),
  ),
  texts: maybe(some(text)),
  numbers: maybe(unique(number)),
  flags: maybe(mapOf(fc.boolean())),
  lists: maybe(mapOf(some(number))),
  thing: maybe(fc.record({ name: text, sizes: some(number) })),
  level: maybe(number),
  one: maybe(part),
  some: maybe(some(part)),
  loose: maybe(loose),
  named: maybe(mapOf(part)),
  single: maybe(part),
  group: fc.record({ size: maybe(number) }),
  item: some(
    fc.record({ name: text, size: maybe(number), kind: maybe(text), inner: some(fc.record({ name: maybe(text) })) }),
  ),
  tag: loose,
  entry: mapOf(part),
}) as fc.Arbitrary<Values>;

/** Texts of Terraform's JSON syntax are templates. */
function escaped(value: Json): Json {
  if (typeof value === "string") return value.replaceAll("${", "$${").replaceAll("%{", "%%{");
  if (Array.isArray(value)) return value.map(escaped);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, escaped(inner)]));
}

/** A block by label is written once for each label, so none is no block at all. */
function written({ entry, ...values }: Values): Values {
  return Object.keys(entry ?? {}).length === 0 ? values : { ...values, entry: entry as Json };
}

function write(resources: readonly Values[]): void {
  const named = resources.map((values, index) => [`r${index}`, escaped(written(values))]);
  workspace().write(
    JSON.stringify({
      terraform: { required_providers: { conformance: { source: "example.com/test/conformance" } } },
      ...(named.length === 0 ? {} : { resource: { conformance_values: Object.fromEntries(named) } }),
    }),
    "main.tf.json",
  );
}

/** What Terraform should hold for a configuration: defaults filled, and what the service knows. */
function expected(values: Values): Values {
  const known = (given: Json): Json => given && { ...(given as Values), ...whole(given as Values) };
  const each = (given: Json): Json => given && (given as readonly Json[]).map(known);
  const every = (given: Json): Json =>
    given && Object.fromEntries(Object.entries(given as Values).map(([name, inner]) => [name, known(inner)]));
  return {
    ...values,
    id: "made",
    level: values.level ?? 3,
    one: known(values.one ?? null),
    some: each(values.some ?? null),
    named: every(values.named ?? null),
    single: known(values.single ?? null),
    item: each(values.item ?? null),
    entry: every(values.entry ?? null),
    timeouts: null,
  };
}

function whole({ name, kind }: Values): Values {
  return { kind: kind ?? "plain", made: `made of ${name}` };
}

/** Sets have no order. */
function comparable(values: Values): Values {
  const sorted = (elements: Json | undefined) =>
    elements && [...(elements as readonly Json[])].map((element) => JSON.stringify(element)).sort();
  return { ...values, numbers: sorted(values.numbers), loose: sorted(values.loose), tag: sorted(values.tag) } as Values;
}

async function held(): Promise<Values[]> {
  const shown = JSON.parse(await workspace().must("show", "-json")) as {
    values?: { root_module: { resources: { name: string; values: Values }[] } };
  };
  const resources = shown.values?.root_module.resources ?? [];
  return resources
    .toSorted((left, right) => Number(left.name.slice(1)) - Number(right.name.slice(1)))
    .map(({ values }) => values);
}

/** What the provider keeps beside the state of each resource, as Terraform has stored it. */
function privateStates(): unknown[] {
  const { resources } = JSON.parse(workspace().read("terraform.tfstate")) as {
    resources: { instances: { private: string }[] }[];
  };
  const decoded = (base64: string) => JSON.parse(Buffer.from(base64, "base64").toString());
  return resources.map(({ instances: [instance] }) => ({ changes: decoded(decoded(instance?.private ?? "").changes) }));
}

const seeds = Array.from({ length: RUNS }, (_, run) => run + 1);

test.each(seeds)(
  `${RESOURCES_PER_RUN} generated configurations: what went in is what Terraform holds, and nothing is left to do (seed %i)`,
  async (seed) => {
    const all = fc.sample(configuration, { seed, numRuns: 2 * RESOURCES_PER_RUN });
    const created = all.slice(0, RESOURCES_PER_RUN);
    const updated = all.slice(RESOURCES_PER_RUN);

    for (const configurations of [created, updated]) {
      write(configurations);
      await workspace().apply();
      expect((await held()).map(comparable)).toEqual(configurations.map(expected).map(comparable));
      expect(await workspace().plannedActions()).toEqual({});
    }
    expect(privateStates()).toEqual(Array(RESOURCES_PER_RUN).fill({ changes: 1 }));
    write([]);
    await workspace().apply();
    expect(await held()).toEqual([]);
  },
  120_000,
);

test("what Terraform sent is written as Terraform writes it, byte by byte", () => {
  const samples = recorded(workspace().directory);
  expect(samples.length).toBeGreaterThan(200);
  for (const { type, hex } of samples) {
    const value = decodeMsgpack(type, Buffer.from(hex, "hex"));
    expect(encodeMsgpack(type, value).toString("hex")).toBe(hex);
  }
});
