/** A resource whose attributes are planned in every way that there is: at the root, in nested objects, in blocks. */
import {
  assigned,
  atLeast,
  atMostOneOf,
  block,
  computed,
  DiagnosticError,
  defaulted,
  isUnknown,
  notEmpty,
  optional,
  required,
  resourcesOf,
  UNKNOWN,
} from "../../../src/terraform";
import { type Api, TIMEOUTS } from "./api";
import type { Thing } from "./world";

const sameText = (before: string, after: string) => before.toLowerCase() === after.toLowerCase();
const isShrinking = (before: number | null, planned: number | null) => (planned ?? 0) < (before ?? 0);

/** What a nested object consists of, whichever way it is nested. */
const part = {
  name: required.string("Its name.", { check: [notEmpty] }),
  size: defaulted.number("Its size.", { default: 8 }),
  spelling: optional.string("A text in any case.", { same: sameText }),
  owner: assigned.string("Whose it is.", { stable: true }),
  serial: computed.string("Its number.", { stable: true }),
  checked: computed.number("At which revision it was looked at."),
};

const fixed = {
  name: required.string("Its name.", { replace: true }),
  size: optional.number("Its size, which cannot shrink.", { replace: isShrinking }),
  mode: defaulted.string("Its mode.", { default: "rw", replace: "configured" }),
};

/** What the service says as a whole where nobody else does. */
const spot = {
  shelf: required.string("The shelf."),
  lane: assigned.number("The lane."),
  code: computed.string("Follows from both."),
};

const SPEEDS: Readonly<Record<string, number>> = { ssd: 500, hdd: 100 };

export const disk = resourcesOf<Api>()({
  name: "disk",
  summary: "Every way to plan a value.",
  attributes: {
    id: computed.string("Its id.", { stable: true }),
    name: required.string("Its name.", { replace: true, check: [notEmpty] }),
    size: required.number("Its size, which cannot shrink.", { replace: isShrinking, check: [atLeast(1)] }),
    kind: defaulted.string("Its kind.", { default: "ssd", replace: "configured" }),
    zone: assigned.string("Where it is.", { stable: true, replace: true }),
    policy: optional.string("Its policy, in any case.", { same: sameText }),
    note: optional.string("A note."),
    comment: optional.string("Another note."),
    locked: optional.bool("Whether it must not be destroyed."),
    path: computed.string("Follows from the name."),
    address: computed.string("Follows from the path and the zone."),
    revision: computed.number("How often it was changed."),
    speed: computed.number("Follows from the kind, as far as that is known."),
    one: optional.object(part, "A nested object."),
    some: optional.objectList(part, "Nested objects in order."),
    named: optional.objectMap(part, "Nested objects by name."),
    loose: optional.objectSet(part, "Nested objects without order."),
    frame: optional.object(fixed, "What cannot change."),
    place: assigned.object(spot, "Where it lies."),
    spares: assigned.objectMap(spot, "Where its spares lie.", { stable: true }),
    single: block.single(part, "A block."),
    group: block.group({ day: optional.string("A day.", { same: sameText }) }, "A block that is always there."),
    item: block.list(part, "Blocks in order.", { max: 3 }),
    tag: block.set(part, "Blocks without order."),
    entry: block.map(part, "Blocks by label."),
    base: block.list(fixed, "Blocks that cannot change."),
  },
  rules: [atMostOneOf("note", "comment")],
  timeouts: TIMEOUTS,

  derive: {
    path: ({ name }) => `/disks/${name}`,
    address: (plan) => {
      const { path, zone } = plan as typeof plan & { path: string };
      return zone === null ? UNKNOWN : `${zone}:${path}`;
    },
  },

  plan({ plan, state, config, replace, warn }) {
    if (plan.note === "refused")
      throw new DiagnosticError("Refused", "Not this note.", { path: [{ attribute: "note" }] });
    if (state !== null && plan.note === "anew" && state.note !== "anew") replace("note");
    if (config.size !== null && !isUnknown(plan.size) && plan.size > 1000) {
      warn("size", "A large disk", "It takes a day to fill.");
    }
    return isUnknown(plan.kind) ? undefined : { speed: SPEEDS[plan.kind] ?? 0 };
  },

  planDestroy({ state, warn }) {
    if (state.locked === true)
      throw new DiagnosticError("Locked", "Unlock it first.", { path: [{ attribute: "locked" }] });
    if (state.size > 1000) warn("size", "A large loss", `All ${state.size} of it will be gone.`);
  },

  async create({ plan, api }) {
    const id = api.world.add("disk", {});
    return store(api, id, plan, 1);
  },
  async read({ state, api }) {
    return observed(api.world.get(state.id));
  },
  async update({ plan, state, api }) {
    return store(api, state.id, plan, state.revision + 1);
  },
  async delete({ state, api }) {
    api.world.remove(state.id);
  },

  identity: ["id"],
  import: {
    format: "<id>",
    identify: (id) => ({ id }),
    observe: async ({ identity, api }) => observed(api.world.get(identity.id)),
  },
});

type Wish = { readonly name: string; readonly owner: string | null };
type Wishes = Readonly<Record<string, Wish>>;

type Spot = { readonly shelf: string; readonly lane: number | null };

interface Wanted {
  readonly name: string;
  readonly kind: string;
  readonly zone: string | null;
  readonly one: Wish | null;
  readonly some: readonly Wish[] | null;
  readonly named: Wishes | null;
  readonly loose: readonly Wish[] | null;
  readonly single: Wish | null;
  readonly item: readonly Wish[];
  readonly tag: readonly Wish[];
  readonly entry: Wishes;
  readonly place: Spot | null;
  readonly spares: Readonly<Record<string, Spot>> | null;
}

/** Puts into the world what was wished for, and answers with what became of it. */
function store(api: Api, id: string, plan: Wanted, revision: number) {
  const build = (place: string | number, wish: Wish) => ({
    ...wish,
    owner: wish.owner ?? "root",
    serial: `serial of ${place}`,
    checked: revision,
  });
  const buildList = (wishes: readonly Wish[]) => wishes.map((wish, index) => build(index, wish));
  const buildSet = (wishes: readonly Wish[]) => wishes.map((wish) => build(wish.name, wish));
  const buildMap = (wishes: Wishes) =>
    Object.fromEntries(Object.entries(wishes).map(([name, wish]) => [name, build(name, wish)]));
  const lie = ({ shelf, lane }: Spot) => ({ shelf, lane: lane ?? 7, code: `${shelf}/${lane ?? 7}` });
  const spares = Object.entries(plan.spares ?? { one: { shelf: "spare", lane: null } });
  const zone = plan.zone ?? "east";
  const disk = {
    ...plan,
    id,
    zone,
    path: `/disks/${plan.name}`,
    address: `${zone}:/disks/${plan.name}`,
    revision,
    speed: SPEEDS[plan.kind] ?? 0,
    one: plan.one && build("one", plan.one),
    some: plan.some && buildList(plan.some),
    named: plan.named && buildMap(plan.named),
    loose: plan.loose && buildSet(plan.loose),
    single: plan.single && build("single", plan.single),
    item: buildList(plan.item),
    tag: buildSet(plan.tag),
    entry: buildMap(plan.entry),
    place: lie(plan.place ?? { shelf: "first", lane: null }),
    spares: Object.fromEntries(spares.map(([name, spare]) => [name, lie(spare)])),
  };
  api.world.put(id, disk);
  return observed(disk);
}

/** As the cloud shows it: it knows no other case than the upper one. */
function observed(thing: Thing) {
  const shout = (text: unknown) => (typeof text === "string" ? text.toUpperCase() : text);
  const inner = (wish: unknown) => wish && { ...(wish as Thing), spelling: shout((wish as Thing).spelling) };
  const each = (wishes: unknown) =>
    wishes && Object.fromEntries(Object.entries(wishes).map(([name, wish]) => [name, inner(wish)]));
  return {
    ...thing,
    policy: shout(thing.policy),
    one: inner(thing.one),
    some: (thing.some as unknown[] | null)?.map(inner) ?? null,
    named: each(thing.named),
    loose: (thing.loose as unknown[] | null)?.map(inner) ?? null,
    single: inner(thing.single),
    item: (thing.item as unknown[]).map(inner),
    tag: (thing.tag as unknown[]).map(inner),
    entry: each(thing.entry),
  } as never;
}
