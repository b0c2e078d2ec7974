/** Resources with an identity, and lists of them. What each object does is in its label. */
import {
  assigned,
  atMostOneOf,
  computed,
  Deferral,
  DiagnosticError,
  defaulted,
  listsOf,
  moveFrom,
  notEmpty,
  oneOf,
  optional,
  required,
  resourcesOf,
  upgradeFrom,
} from "../../../src/terraform";
import { type Api, record, TIMEOUTS, untilStopped } from "./api";

/** An object that is not there yet is waited for. */
function whereIs(label: string | null): string {
  if (label === "later") throw new Deferral("absent-prerequisite", "The room is not built yet.");
  return "hall";
}

export const shelf = resourcesOf<Api>()({
  name: "shelf",
  summary: "A shelf in a room.",
  attributes: {
    room: assigned.string("Its room.", { replace: true, stable: true }),
    label: required.string("Its label.", { replace: true, check: [notEmpty] }),
    size: required.number("Its size."),
    colour: defaulted.string("Its colour.", { default: "white" }),
    note: optional.string("A note."),
    remark: optional.string("Another note."),
    lock: optional.string("The number that opens it.", { writeOnly: true }),
    serial: computed.string("Its number.", { stable: true }),
  },
  rules: [atMostOneOf("note", "remark")],
  identity: ["room", "label"],
  identityVersion: 1,
  identityUpgrades: { 0: upgradeFrom({ name: required.string("") }, ({ name }) => ({ room: "hall", label: name })) },
  moves: [
    moveFrom({ type: "kinds_rack", attributes: { name: required.string("") } }, ({ name }) => ({
      ...contentOf(name),
      room: "hall",
    })),
  ],
  timeouts: TIMEOUTS,

  plan({ plan }) {
    if (typeof plan.label === "string") whereIs(plan.label);
  },
  planDestroy({ state }) {
    whereIs(state.label);
  },
  create: async ({ plan }) => ({ room: plan.room ?? "hall", serial: `serial of ${plan.label}` }),
  async read({ state }) {
    whereIs(state.label);
    return { ...state, room: state.label === "wanderer" ? "attic" : state.room };
  },
  update: async ({ state }) => ({ room: state.room, serial: state.serial }),
  async delete() {},
  import: {
    format: "<label>",
    identify: (label) => ({ room: null, label }),
    async observe({ identity: { room, label } }) {
      if (label === "gone") throw new Gone();
      return { ...contentOf(label), room: room ?? whereIs(label) };
    },
  },
});

/** The provider says that there is no such object. */
export class Gone extends Error {}

function contentOf(label: string) {
  return { label, size: label.length, colour: "white", note: `note of ${label}`, serial: `serial of ${label}` };
}

export const shelves = listsOf<Api>()({
  resource: shelf,
  summary: "The shelves of a room.",
  attributes: {
    labels: required.of(["list", "string"], "Which there are, in order."),
    room: optional.string("Their room.", { check: [oneOf("hall", "attic")] }),
    observed: optional.bool("Whether each is found whole."),
  },
  timeouts: { list: "1m" },
  async *list({ config, limit, includeObject, signal }) {
    const room = config.room ?? "hall";
    record(`list up to ${limit}${includeObject ? " with objects" : ""}`);
    try {
      for (const label of config.labels) {
        if (label === "slow") await untilStopped(signal);
        if (label === "crash") throw new Error("out of nowhere");
        if (label === "refused")
          throw new DiagnosticError("Refused", "Not this room.", { path: [{ attribute: "room" }] });
        yield {
          displayName: label === "nameless" ? "" : `shelf ${label}`,
          identity: { room, label },
          ...(config.observed && { object: { ...contentOf(label), room } }),
          ...(label === "dusty" && { warning: "It was not dusted." }),
        };
      }
    } finally {
      record("list ended");
    }
  },
});
