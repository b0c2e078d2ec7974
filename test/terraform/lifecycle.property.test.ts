/** Any resource, any configuration, any service: Core never finds fault with a plan or a result. */
import fc from "fast-check";
import {
  type Attribute,
  type Attributes,
  assigned,
  computed,
  defaulted,
  list,
  map,
  object,
  optional,
  required,
  set,
  type Type,
  UNKNOWN,
  type Value,
  type ValueRecord,
} from "../../src/terraform";
import { canonical, compatibilityErrors, planErrors, resultErrors, terraform, typeOf } from "./support/core";
import { defineResource, serve, TIMEOUTS } from "./support/server";

const types: readonly Type[] = [
  "string",
  "number",
  "bool",
  "dynamic",
  list("string"),
  set("number"),
  map("string"),
  object({ a: "string", b: list("bool") }),
];

// Few different values, so that equal ones meet; two of the texts are one text to Terraform.
const text = fc.constantFrom("", "a", "é", "e\u0301", "__proto__");

function known(type: Type): fc.Arbitrary<Value> {
  if (type === "string" || type === "dynamic") return text;
  if (type === "number") return fc.constantFrom(0, 1, -1.5, 2 ** 40);
  if (type === "bool") return fc.boolean();
  const [kind, inner] = type;
  if (kind === "map") return fc.dictionary(text, known(inner), { maxKeys: 2 });
  if (kind === "object") {
    return fc.record(Object.fromEntries(Object.entries(inner).map(([name, part]) => [name, orNull(known(part))])));
  }
  const elements = known(inner as Type);
  return kind === "set"
    ? fc.uniqueArray(elements, { maxLength: 3, selector: (element) => canonical(inner as Type, element) })
    : fc.array(elements, { maxLength: 3 });
}

function orNull(value: fc.Arbitrary<Value>): fc.Arbitrary<Value> {
  return fc.oneof({ weight: 3, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) });
}

/** A configured value that may turn out as another one later: what it is in the plan, and what it is in the apply. */
interface Learned {
  readonly first: Value;
  readonly final: Value;
}

function learned(type: Type, canBeNull: boolean): fc.Arbitrary<Learned> {
  const value = canBeNull ? orNull(known(type)) : known(type);
  const whole = fc
    .tuple(value, fc.boolean())
    .map(([final, isKnown]): Learned => ({ first: isKnown ? final : UNKNOWN, final }));
  if (typeof type === "string" || type[0] !== "list") return whole;
  const partial = fc.array(known(type[1]), { minLength: 1, maxLength: 3 }).map((final): Learned => {
    return { first: [UNKNOWN, ...final.slice(1)], final };
  });
  return fc.oneof(whole, partial);
}

interface Part {
  readonly attribute: Attribute;
  readonly isDerived: boolean;
  readonly configs: readonly Learned[];
  /** What the service says whenever it is asked anew. */
  readonly answers: readonly Value[];
}

const part: fc.Arbitrary<Part> = fc
  .record({
    presence: fc.constantFrom("required", "optional", "defaulted", "assigned", "computed"),
    type: fc.constantFrom(...types),
    replace: fc.boolean(),
    stable: fc.boolean(),
    isDerived: fc.boolean(),
  })
  .chain(({ presence, type, replace, stable, isDerived }) => {
    const answers = fc.array(known(type), { minLength: 3, maxLength: 3 });
    const none = fc.constant<Learned>({ first: null, final: null });
    const config = presence === "computed" ? none : learned(type, presence !== "required");
    const attribute: fc.Arbitrary<Attribute> =
      presence === "required"
        ? fc.constant(required.of(type, "R.", { replace }))
        : presence === "optional"
          ? fc.constant(optional.of(type, "O.", { replace }))
          : presence === "defaulted"
            ? known(type).map((value) => defaulted.of(type, "D.", { replace, default: value as never }))
            : presence === "assigned"
              ? fc.constant(assigned.of(type, "A.", { replace, stable }))
              : fc.constant(computed.of(type, "C.", { stable }));
    return fc.record({
      attribute,
      isDerived: fc.constant(isDerived && type === "string" && (presence === "assigned" || presence === "computed")),
      configs: fc.tuple(config, config),
      answers,
    });
  });

const timeouts = fc.constantFrom(null, { create: "1h", read: null, update: null, delete: null });
const parts = fc.dictionary(fc.constantFrom("a", "b", "c", "d", "e", "constructor"), part, { minKeys: 1 });

function build(all: Readonly<Record<string, Part>>) {
  const names = Object.keys(all);
  const attributes: Attributes = Object.fromEntries(names.map((name) => [name, (all[name] as Part).attribute]));
  const sources = names.filter((name) => !(all[name] as Part).isDerived && attributes[name]?.presence !== "computed");
  const follow = (values: ValueRecord) =>
    sources.map((name) => canonical(typeOf({ description: "", attributes, blocks: {} }, name), values[name] as Value));
  const derive = Object.fromEntries(
    names
      .filter((name) => (all[name] as Part).isDerived)
      .map((name) => [name, (plan: ValueRecord) => follow(plan).join()]),
  );
  let asked = 0;
  const decide = (plan: ValueRecord): ValueRecord => {
    asked++;
    const open = names.filter((name) => (plan[name] ?? null) === null);
    const decided = open
      .filter((name) => ["assigned", "computed"].includes((all[name] as Part).attribute.presence))
      .map((name): [string, Value] => [name, (all[name] as Part).answers[asked % 3] as Value]);
    const chosen = { ...plan, ...Object.fromEntries(decided) };
    const derived = Object.keys(derive).filter((name) => open.includes(name));
    return { ...chosen, ...Object.fromEntries(derived.map((name) => [name, follow(chosen).join()])) };
  };
  return defineResource({
    name: "any",
    summary: "Any resource.",
    attributes,
    timeouts: TIMEOUTS,
    derive,
    create: async ({ plan }: { plan: ValueRecord }) => decide(plan),
    read: async ({ state }: { state: ValueRecord }) => state,
    update: async ({ plan, state }: { plan: ValueRecord; state: ValueRecord }) => {
      const fresh = decide(plan);
      const stable = names.filter((name) => attributes[name]?.stable && plan[name] === undefined);
      return { ...fresh, ...Object.fromEntries(stable.map((name) => [name, state[name] as Value])) };
    },
    delete: async () => undefined,
  } as never);
}

/** Follows derived attributes only where inputs are decided by the configuration. */
function hasUnstableInputs(all: Readonly<Record<string, Part>>): boolean {
  const isAnyDerived = Object.values(all).some(({ isDerived }) => isDerived);
  return isAnyDerived && Object.values(all).some((one) => !one.isDerived && one.attribute.presence === "assigned");
}

const property = fc.asyncProperty(parts, fc.tuple(timeouts, timeouts), async (all, blocks) => {
  fc.pre(!hasUnstableInputs(all));
  const server = await serve(build(all));
  const core = terraform(server, "test_any");
  const { schema } = core;
  const configured = (round: 0 | 1, when: keyof Learned): Record<string, Value> => ({
    ...Object.fromEntries(Object.entries(all).map(([name, { configs }]) => [name, (configs[round] as Learned)[when]])),
    timeouts: blocks[round],
  });

  /** Plans, plans again with what is learned, and applies, as Core does; then nothing is left to do. */
  const bring = async (round: 0 | 1, prior: ValueRecord | null): Promise<ValueRecord> => {
    const first = core.plan(configured(round, "first"), prior);
    expect(first.diagnostics).toEqual([]);
    expect(planErrors(schema, prior, first.config, first)).toEqual([]);
    if (prior === null) expect(first.requiresReplace).toEqual([]);
    if (first.requiresReplace.length > 0) return bring(round, null);

    const final = core.plan(configured(round, "final"), prior);
    expect(planErrors(schema, prior, final.config, final)).toEqual([]);
    expect(final.requiresReplace).toEqual([]);
    expect(compatibilityErrors(schema, first.planned as ValueRecord, final.planned)).toEqual([]);

    const { state, diagnostics } = await server.apply("test_any", prior, final.planned);
    expect(diagnostics).toEqual([]);
    expect(resultErrors(schema, final.planned as ValueRecord, state)).toEqual([]);

    const again = core.plan(configured(round, "final"), state);
    expect(again.planned).toEqual(state);
    expect(again.requiresReplace).toEqual([]);
    return state as ValueRecord;
  };

  const created = await bring(0, null);
  const { state: refreshed, diagnostics } = await server.read("test_any", created);
  expect(diagnostics).toEqual([]);
  expect(refreshed).toEqual(created);
  await bring(1, refreshed);
});

it("plans and applies whatever Core accepts, and then plans nothing more", async () => {
  await fc.assert(property, { numRuns: 2000 });
});
