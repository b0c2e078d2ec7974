import { computed, DiagnosticError, defineProvider, oneOf, required, resourcesOf } from "../../src/terraform";

/** What the handlers work with; the provider makes it from its configuration. */
interface Store {
  put(name: string, colour: string): Promise<{ id: string }>;
  get(id: string): Promise<{ name: string; colour: string } | undefined>;
  remove(id: string): Promise<void>;
}

class Gone extends Error {}

const label = resourcesOf<Store>()({
  name: "label",
  summary: "A label with a colour.",

  attributes: {
    id: computed.string("Assigned by the store.", { stable: true }),
    name: required.string("Shown to people.", { replace: true }),
    colour: required.string("Its colour.", { check: [oneOf("red", "green")] }),
  },

  timeouts: { create: "1m", read: "1m", update: "1m", delete: "1m" },

  async create({ plan, api }) {
    const { id } = await api.put(plan.name, plan.colour); // plan.id does not exist: the store decides it
    return { id };
  },
  async read({ state, api }) {
    const found = await api.get(state.id);
    if (found === undefined) throw new Gone();
    return { id: state.id, ...found }; // forgetting an attribute does not compile
  },
  async update({ plan, state, api }) {
    await api.put(plan.name, plan.colour);
    return { id: state.id };
  },
  async delete({ state, api }) {
    await api.remove(state.id);
  },
});

export function provider(connect: (token: string) => Store) {
  return defineProvider({
    name: "labels",
    address: "registry.terraform.io/acme/labels",
    version: "1.0.0",
    summary: "Manages labels.",
    attributes: { token: required.string("Opens the store.", { sensitive: true }) },
    resources: [label],
    explain: (error) => (error instanceof Gone ? { summary: "Label not found", detail: "", gone: true } : undefined),
    async configure({ config }) {
      if (typeof config.token !== "string") throw new DiagnosticError("Token not known yet", "Apply its source first.");
      return connect(config.token);
    },
  });
}
