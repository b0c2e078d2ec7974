/** A resource with a past: its state was once of version 0, then of version 1. */
import { block, computed, defaulted, list, optional, required, resourcesOf, upgradeFrom } from "../../../src/terraform";
import { type Api, TIMEOUTS } from "./api";

const version0 = {
  id: computed.string(""),
  gigabytes: required.number(""),
  tags: optional.of(list("string"), ""),
  owner: required.string(""),
};

const version1 = {
  id: computed.string(""),
  megabytes: required.number(""),
  meta: optional.object({ owner: required.string("") }, ""),
  drawer: block.list({ label: required.string(""), size: optional.string("") }, ""),
};

export const archive = resourcesOf<Api>()({
  name: "archive",
  summary: "Something that has been there for long.",
  version: 3,
  attributes: {
    id: computed.string("Its id.", { stable: true }),
    megabytes: required.number("Its size."),
    meta: optional.object({ owner: required.string("Whose it is."), team: optional.string("A team.") }, "About it."),
    drawer: block.list(
      { label: required.string("Its label."), size: defaulted.number("Its size.", { default: 1 }) },
      "Its drawers.",
    ),
  },
  upgrades: {
    0: upgradeFrom(version0, ({ id, gigabytes, tags, owner }) => ({
      id,
      megabytes: gigabytes * 1024,
      meta: { owner, team: null },
      drawer: (tags ?? []).map((label) => ({ label, size: 1 })),
    })),
    1: upgradeFrom(version1, ({ id, megabytes, meta, drawer }) => ({
      id,
      megabytes,
      meta: meta && { ...meta, team: null },
      drawer: drawer.map(({ label, size }) => ({ label, size: Number(size ?? 1) })),
    })),
  },
  timeouts: TIMEOUTS,
  create: async ({ plan, api }) => ({ id: api.world.add("archive", plan) }),
  read: async ({ state }) => state,
  update: async ({ state }) => ({ id: state.id }),
  async delete() {},
});
