/**
 * Any resource, any configuration, any service: Core never finds fault with a plan or a result. What Core does is in
 * `support/core.ts`; chance is seeded, so that what failed can be run again: `SEED=17 npx jest lifecycle.property`.
 */
import { inspect } from "node:util";
import {
  type Attribute,
  type Attributes,
  record,
  splitBlocks,
  type Value,
  type ValueRecord,
} from "../../src/terraform";
import { findSchemaFaults } from "../../src/terraform/check-schema";
import { Random } from "../support/random";
import { anyAttributes, anyConfigured, anyObserved, change, obscure, settleAny } from "./support/anything";
import {
  actionOf,
  canonical,
  compatibilityErrors,
  finalPlanErrors,
  planErrors,
  resultErrors,
  stateErrors,
  terraform,
  typeOf,
} from "./support/core";
import { defineResource, serve, TIMEOUTS } from "./support/server";

const SCHEMAS = 2000;
const CONFIGURATIONS = 5;

interface Service {
  /** What the next create or update is to bring about. */
  goal: ValueRecord;
  drift(state: ValueRecord): ValueRecord;
}

function mapMembers(attributes: Attributes, make: (name: string, attribute: Attribute) => Value): ValueRecord {
  return record(Object.entries(attributes).map(([name, attribute]) => [name, make(name, attribute)]));
}

/** Derived from configured text, as far as there is any. */
function derivations(random: Random, attributes: Attributes) {
  const isText = ({ type, nested }: Attribute) => type === "string" && nested === undefined;
  const sources = Object.entries(attributes).filter(
    ([, each]) => isText(each) && !each.writeOnly && (each.presence === "required" || each.presence === "optional"),
  );
  const [source] = sources.map(([name]) => name);
  if (source === undefined) return {};
  const derived = Object.entries(attributes).filter(([, each]) => isText(each) && each.presence === "computed");
  return Object.fromEntries(
    derived.filter(() => random.chance(0.5)).map(([name]) => [name, (plan: ValueRecord) => `of ${plan[source]}`]),
  );
}

function resourceOf(random: Random, attributes: Attributes, service: Service) {
  const decide = async () =>
    mapMembers(attributes, (name, attribute) => settleAny(random, attribute, service.goal[name] as Value));
  return defineResource({
    name: "any",
    summary: "Any resource.",
    attributes,
    timeouts: TIMEOUTS,
    derive: derivations(random, attributes),
    create: decide,
    update: decide,
    read: async ({ state }: { state: ValueRecord }) => service.drift(state),
    delete: async () => undefined,
  } as never);
}

function anyTimeouts(random: Random): Value {
  return random.pick([null, record(Object.entries({ create: "1h", read: null, update: null, delete: null }))]);
}

/** One schema, and several configurations of it one after another. */
async function live(seed: number): Promise<void> {
  const random = new Random(seed);
  const attributes = anyAttributes(random);
  expect(findSchemaFaults({ description: "", ...splitBlocks(attributes) }, "resource")).toEqual([]);
  const service: Service = { goal: record([]), drift: (state) => state };
  const server = await serve(resourceOf(random, attributes, service));
  const core = terraform(server, "test_any");
  const { schema } = core;
  const difference = (left: ValueRecord, right: ValueRecord | null) =>
    Object.keys(left).flatMap((name) => {
      const [type, before, after] = [typeOf(schema, name), left[name] as Value, right?.[name] ?? null];
      return canonical(type, before) === canonical(type, after)
        ? []
        : `${name}: ${inspect({ before, after, attribute: attributes[name] }, { depth: 9 })}`;
    });

  /** Plans with what is known first, plans again with all that is learned, and applies, as Core does. */
  const bring = async (first: ValueRecord, final: ValueRecord, prior: ValueRecord | null): Promise<ValueRecord> => {
    expect(server.resources.validate("test_any", core.state(final))).toEqual([]);
    const plan = core.plan(first, prior);
    expect(plan.diagnostics).toEqual([]);
    expect(planErrors(schema, prior, plan.config, plan)).toEqual([]);
    const action = actionOf(schema, prior, plan);
    if (action === "no-op") return prior as ValueRecord;
    if (action === "replace") return bring(first, final, null);

    const again = core.plan(final, prior);
    expect(again.diagnostics).toEqual([]);
    expect(planErrors(schema, prior, again.config, again)).toEqual([]);
    const [planned, goal] = [plan.planned as ValueRecord, again.planned as ValueRecord];
    expect(finalPlanErrors(schema, [action, actionOf(schema, prior, again)], [planned, goal])).toEqual([]);

    service.goal = goal;
    const request = { prior, planned: goal, config: again.config };
    const { state, diagnostics } = await server.resources.apply("test_any", request);
    expect(diagnostics).toEqual([]);
    expect(resultErrors(schema, goal, state)).toEqual([]);
    // Learned at last, what was planned first still holds.
    expect(compatibilityErrors(schema, planned, state)).toEqual([]);
    return state as ValueRecord;
  };

  const read = async (state: ValueRecord): Promise<ValueRecord> => {
    const { state: refreshed, diagnostics } = await server.resources.read("test_any", state);
    expect(diagnostics).toEqual([]);
    expect(stateErrors(schema, refreshed)).toEqual([]);
    return refreshed as ValueRecord;
  };

  let state: ValueRecord | null = null;
  let config = mapMembers(attributes, (_, attribute) => anyConfigured(random, attribute));
  for (let round = 0; round < CONFIGURATIONS; round++) {
    const first = mapMembers(attributes, (name, attribute) => obscure(random, attribute, config[name] as Value));
    const timeouts = anyTimeouts(random);
    const whole: ValueRecord = { ...config, timeouts };
    state = await bring({ ...first, timeouts }, whole, state);
    const refreshed = await read(state);
    expect(difference(state, refreshed)).toEqual([]);
    const idle = core.plan(whole, refreshed);
    expect(difference(refreshed, idle.planned)).toEqual([]);
    expect(idle).toMatchObject({ requiresReplace: [], diagnostics: [] });

    service.drift = (before) =>
      mapMembers(attributes, (name, attribute) =>
        random.chance(0.8)
          ? (before[name] as Value)
          : anyObserved(random, attribute, attribute.presence === "optional"),
      );
    if (random.chance(0.5)) state = await read(state);
    service.drift = (before) => before;
    config = mapMembers(attributes, (name, attribute) => change(random, attribute, config[name] as Value));
  }
  expect(core.destroy(state as ValueRecord)).toMatchObject({ planned: null, diagnostics: [] });
}

it("plans and applies whatever Core accepts, and then plans nothing more", async () => {
  const { SEED } = process.env;
  const start = SEED === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(SEED);
  for (let seed = start; seed < start + (SEED === undefined ? SCHEMAS : 1); seed++) {
    await live(seed).catch((error: Error) => {
      error.message = `SEED=${seed}: ${error.message}`;
      throw error;
    });
  }
}, 300_000);
