/** Another provider, whose objects the provider of every kind takes over. */
import { computed, defineProvider, required, resourcesOf } from "../../../src/terraform";
import { TIMEOUTS } from "./api";
import { RIVAL } from "./volume";

const volume = resourcesOf<null>()({
  name: "volume",
  summary: "A rival's volume.",
  version: 4,
  attributes: {
    id: computed.string("Its id.", { stable: true }),
    label: required.string("Its label."),
    capacity: required.string("Its size."),
  },
  timeouts: TIMEOUTS,
  async create({ privateState }) {
    privateState.set("kept", "by the rival");
    return { id: "7" };
  },
  read: async ({ state }) => state,
  update: async ({ state }) => ({ id: state.id }),
  async delete() {},
});

const tape = resourcesOf<null>()({
  name: "tape",
  summary: "What nobody takes over.",
  attributes: { id: computed.string("Its id.", { stable: true }) },
  timeouts: TIMEOUTS,
  create: async () => ({ id: "8" }),
  read: async ({ state }) => state,
  update: async ({ state }) => ({ id: state.id }),
  async delete() {},
});

export const rival = defineProvider({
  name: "rival",
  address: RIVAL,
  version: "1.0.0",
  summary: "Another provider.",
  attributes: {},
  resources: [volume, tape],
  explain: () => undefined,
  configure: async () => null,
});
