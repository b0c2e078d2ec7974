/** A resource that says of its values, before they are known, what is known of them. */
import { computed, list, object, optional, refined, resourcesOf, set, UNKNOWN } from "../../../src/terraform";

/** What a name makes the service answer; all but the last break what the plan says. */
const ANSWERS: Readonly<Record<string, Partial<typeof KEPT>>> = {
  "wrong prefix": { handle: "other-1" },
  "too light": { weight: 0.5 },
  "too heavy": { weight: 10 },
  "too few": { parts: [] },
  "too many once": { kinds: ["a", "b", "c"] },
  "twice the same": { kinds: ["a", "b", "a"] },
};

const KEPT = { id: "1", handle: "made-1", weight: 0.75, parts: ["a"], kinds: ["a", "b"], open: "x" };

export const refinedValues = resourcesOf<object>()({
  name: "refined",
  summary: "Says what is known of its values.",
  attributes: {
    name: optional.string("Decides how the service answers."),
    any: optional.of("dynamic", "Anything."),
    thing: optional.of(object({ any: "dynamic", texts: list("string") }), "An object with anything."),
    texts: optional.of(list("string"), "A list."),
    number: optional.number("A number.", { exact: true }),
    id: computed.string("Its id."),
    handle: computed.string("Begins with a known text."),
    weight: computed.number("Lies between two numbers."),
    parts: computed.of(list("string"), "Has one part at least."),
    kinds: computed.of(set("string"), "Has two kinds at most."),
    open: computed.string("Of which nothing is known."),
  },
  timeouts: { create: "1m", read: "1m", update: "1m", delete: "1m" },
  derive: {
    id: () => refined(),
    handle: () => refined({ prefix: "made-" }),
    weight: () => refined({ above: 0.5, below: 10 }),
    parts: () => refined({ minLength: 1 }),
    kinds: () => refined({ maxLength: 2 }),
    open: () => UNKNOWN,
  },
  async create({ plan }) {
    return { ...KEPT, ...ANSWERS[plan.name ?? ""] };
  },
  async read({ state }) {
    return state;
  },
  async update({ plan }) {
    return { ...KEPT, ...ANSWERS[plan.name ?? ""] };
  },
  async delete() {},
});
