/** A resource with values that are stored nowhere, and with such that are only shown to nobody. */
import { block, computed, notEmpty, optional, required, resourcesOf } from "../../../src/terraform";
import { type Api, record, TIMEOUTS } from "./api";

const token = {
  label: required.string("Its label."),
  value: optional.string("Its value.", { writeOnly: true, sensitive: true, check: [notEmpty] }),
};

export const vault = resourcesOf<Api>()({
  name: "vault",
  summary: "Keeps secrets, and shows none.",
  attributes: {
    id: computed.string("Its id.", { stable: true }),
    name: required.string("Its name."),
    password: required.string("The password.", { writeOnly: true, sensitive: true, check: [notEmpty] }),
    password_version: optional.number("Raised to have the password set again."),
    one: optional.object(token, "A token."),
    some: optional.objectList(token, "Tokens in order."),
    named: optional.objectMap(token, "Tokens by name."),
    item: block.list(token, "Tokens in blocks."),
    single: block.single({ ...token, inner: block.list(token, "Blocks inside.") }, "A token in a block."),
    hint: optional.string("A hint.", { sensitive: true, check: [notEmpty] }),
    issued: computed.string("What it was opened with.", { sensitive: true, stable: true }),
  },
  timeouts: TIMEOUTS,
  async create({ plan, config, api }) {
    record(`create ${plan.name} ${secretsOf(config).join()}`);
    const id = api.world.add("vault", { name: plan.name });
    return { id, issued: `${api.prefix} key` };
  },
  async read({ state, api }) {
    api.world.get(state.id);
    return state;
  },
  async update({ plan, config, changes, state }) {
    record(`update ${plan.name} ${Object.keys(changes).join()} ${secretsOf(config).join()}`);
    return { id: state.id, issued: state.issued };
  },
  async delete({ state, api }) {
    api.world.remove(state.id);
  },
  identity: ["id"],
  import: {
    format: "<id>",
    identify: (id) => ({ id }),
    observe: async ({ identity: { id }, api }) => ({ id, name: String(api.world.get(id).name), issued: "unknown" }),
  },
});

/** Every value of the names that are secret, at any depth, by the name of what it is in. */
function secretsOf(config: object, where = "root"): string[] {
  return Object.entries(config).flatMap(([name, value]): string[] => {
    if (name === "password" || name === "value") return value === null ? [] : [`${where}=${value}`];
    return typeof value === "object" && value !== null ? secretsOf(value, Array.isArray(config) ? where : name) : [];
  });
}
