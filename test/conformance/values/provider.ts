/** A provider made for testing: one resource with every type, every nesting of attributes and every mode of blocks. */
import {
  block,
  computed,
  defaulted,
  defineProvider,
  list,
  map,
  object,
  optional,
  required,
  resourcesOf,
  set,
} from "../../../src/terraform";
import { refinedValues } from "./refined";

const part = {
  name: required.string("A required text."),
  size: optional.number("An optional number.", { exact: true }),
  kind: defaulted.string("A text with a default.", { default: "plain" }),
  made: computed.string("What only the service knows."),
};

const values = resourcesOf<object>()({
  name: "values",
  summary: "A value of every type.",
  attributes: {
    id: computed.string("Its id.", { stable: true }),
    text: optional.string("A text."),
    number: optional.number("A number.", { exact: true }),
    flag: optional.bool("A bool."),
    any: optional.of("dynamic", "Anything."),
    texts: optional.of(list("string"), "A list."),
    numbers: optional.of(set("number"), "A set.", { exact: true }),
    flags: optional.of(map("bool"), "A map."),
    lists: optional.of(map(list("number")), "A map of lists.", { exact: true }),
    thing: optional.of(object({ name: "string", sizes: list("number") }), "An object.", { exact: true }),
    level: defaulted.number("A number with a default.", { default: 3, exact: true }),
    one: optional.object(part, "A nested object."),
    some: optional.objectList(part, "Nested objects in order."),
    loose: optional.objectSet({ name: required.string("A text.") }, "Nested objects without order."),
    named: optional.objectMap(part, "Nested objects by name."),
    single: block.single(part, "A block."),
    group: block.group({ size: optional.number("A number.", { exact: true }) }, "A block that is always there."),
    item: block.list({ ...part, inner: block.list({ name: optional.string("A text.") }, "Blocks inside.") }, "Blocks."),
    tag: block.set({ name: required.string("A text.") }, "Blocks without order."),
    entry: block.map(part, "Blocks by label."),
  },
  timeouts: { create: "1m", read: "1m", update: "1m", delete: "1m" },
  async create({ plan, privateState }) {
    privateState.set("changes", 0);
    return { id: "made", ...made(plan) };
  },
  async read({ state }) {
    return state;
  },
  async update({ plan, state, privateState }) {
    privateState.set("changes", Number(privateState.get("changes")) + 1);
    return { id: state.id, ...made(plan) };
  },
  async delete() {},
  identity: ["id"],
  import: { format: "<id>", identify: (id) => ({ id }), observe: async ({ identity: { id } }) => ({ id }) },
});

type Part = { readonly name: string };

/** The nested objects of a plan with what the service knows of them. */
function made<P extends { one: Part | null; some: readonly Part[] | null; single: Part | null; item: readonly Part[] }>(
  plan: P & { named: Readonly<Record<string, Part>> | null; entry: Readonly<Record<string, Part>> },
) {
  const fill = <T extends Part>(given: T) => ({ ...given, made: `made of ${given.name}` });
  const fillAll = (given: Readonly<Record<string, Part>>) =>
    Object.fromEntries(Object.entries(given).map(([key, each]) => [key, fill(each)]));
  return {
    one: plan.one && fill(plan.one),
    some: plan.some?.map(fill) ?? null,
    named: plan.named && fillAll(plan.named),
    single: plan.single && fill(plan.single),
    item: plan.item.map(fill),
    entry: fillAll(plan.entry),
  } as object;
}

export const provider = defineProvider({
  name: "conformance",
  address: "example.com/test/conformance",
  version: "1.0.0",
  summary: "A provider made for testing.",
  attributes: {},
  resources: [values, refinedValues],
  explain: () => undefined,
  configure: async () => ({}),
});
