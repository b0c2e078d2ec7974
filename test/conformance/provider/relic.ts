/** A resource that should not be used any more, with parts that should not either. */
import { block, computed, optional, resourcesOf } from "../../../src/terraform";
import { type Api, TIMEOUTS } from "./api";

export const relic = resourcesOf<Api>()({
  name: "relic",
  summary: "What once was a disk.",
  deprecated: "Use kinds_disk.",
  attributes: {
    id: computed.string("Its id.", { stable: true }),
    colour: optional.string("Its colour."),
    color: optional.string("Its colour.", { deprecated: "Use colour." }),
    one: optional.object({ old: optional.string("Old.", { deprecated: "Leave it out." }) }, "A nested object."),
    part: block.list({ name: optional.string("Its name.") }, "Parts.", { deprecated: "Parts are of no use." }),
    era: block.group({ name: optional.string("Its name.") }, "Its era.", { deprecated: "Nobody knows it." }),
    label: block.map({ text: optional.string("Its text.") }, "Labels.", { deprecated: "Labels fall off." }),
  },
  timeouts: TIMEOUTS,
  create: async ({ api }) => ({ id: api.world.add("relic", {}) }),
  read: async ({ state }) => state,
  update: async ({ state }) => ({ id: state.id }),
  async delete() {},
});
