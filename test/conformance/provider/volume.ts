/** A resource that objects of other types are moved to. */
import { assigned, computed, defaulted, moveFrom, required, resourcesOf } from "../../../src/terraform";
import { type Api, TIMEOUTS } from "./api";

export const RIVAL = "example.com/other/rival";

export const volume = resourcesOf<Api>()({
  name: "volume",
  summary: "What a job or a rival's volume becomes.",
  attributes: {
    id: computed.string("Its id.", { stable: true }),
    name: required.string("Its name."),
    size: defaulted.number("Its size.", { default: 8 }),
    mode: assigned.string("How it was made."),
    kept: computed.string("What is kept beside the state.", { stable: true }),
  },
  moves: [
    moveFrom({ type: "kinds_job", attributes: { id: required.string(""), name: required.string("") } }, (job) => job),
    moveFrom(
      {
        provider: "other/rival",
        type: "rival_volume",
        attributes: { id: computed.string(""), label: required.string(""), capacity: required.string("") },
      },
      ({ id, label, capacity }) => ({ id: `rival-${id}`, name: label, size: Number(capacity), mode: "rival" }),
    ),
  ],
  timeouts: TIMEOUTS,
  async create({ plan, api, privateState }) {
    privateState.set("kept", "by the volume");
    return { id: api.world.add("volume", plan), mode: plan.mode ?? "new", kept: "by the volume" };
  },
  read: async ({ state, privateState }) => ({ ...state, mode: state.mode ?? "own", kept: keptIn(privateState) }),
  update: async ({ plan, state }) => ({ ...state, mode: plan.mode ?? state.mode }),
  async delete() {},
});

export function keptIn(privateState: { get(name: string): unknown }): string {
  return String(privateState.get("kept") ?? "nothing");
}
