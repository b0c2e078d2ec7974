/**
 * A provider that writes down what it is told. Values of ephemeral resources are in no plan and no state, but a
 * provider block may have them: what `data` was there is in the state of `echo`, where checks find it.
 */
import { computed, defineProvider, optional, record, resourcesOf, type Value } from "../../../../src/terraform";

interface Told {
  readonly data: Value;
}

const echo = resourcesOf<Told>()({
  name: "echo",
  summary: "What the provider was told when this was created.",
  attributes: { data: computed.of("dynamic", "The provider's `data`.", { stable: true }) },
  timeouts: { create: "1m", read: "1m", update: "1m", delete: "1m" },
  create: async ({ api }) => ({ data: api.data }),
  read: async ({ state }) => state,
  update: async ({ state }) => state,
  delete: async () => undefined,
});

export const echoProvider = defineProvider({
  name: "echo",
  address: "registry.terraform.io/huaweiecs/echo",
  version: "1.0.0",
  summary: "Writes down what it is told.",
  attributes: { data: optional.of("dynamic", "What to write down.") },
  resources: [echo],
  explain: () => undefined,
  configure: async ({ config }): Promise<Told> => ({ data: (config.data as Value) ?? record([]) }),
});
