/** What the compiler refuses; `tsc --noEmit` is the judge, running only shows that the declarations hold. */
import {
  assigned,
  atLeast,
  computed,
  defaulted,
  list,
  object,
  optional,
  refined,
  required,
  set,
  type Unknown,
  uuid,
} from "../../src/terraform";
import { defineResource, TIMEOUTS } from "./support/server";

type Equal<Left, Right> = (<T>() => T extends Left ? 1 : 2) extends <T>() => T extends Right ? 1 : 2 ? true : false;

/** Compiles only if the type that is given is exactly the type that is asked for. */
const exactly = <Asked>() => ({
  is: <Given>(..._proof: Equal<Asked, Given> extends true ? [value?: Given] : [never]) => undefined,
});

const attributes = {
  id: computed.string("Id."),
  serial: computed.number("Serial.", { stable: true, sensitive: true }),
  name: required.string("Name.", { replace: true, check: [uuid] }),
  note: optional.string("Note."),
  size: defaulted.number("Size.", { default: 1, check: [atLeast(1)] }),
  zone: assigned.string("Zone.", { stable: true, replace: true }),
  ips: computed.of(list("string"), "IPs."),
  rules: optional.of(set(object({ port: "number" })), "Rules."),
};

const outcome = { id: "", serial: 1, zone: "", ips: [] };
const observation = { ...outcome, name: "" };
const verbs = {
  create: async () => outcome,
  read: async () => observation,
  update: async () => outcome,
  delete: async () => undefined,
};
const head = { name: "disk", summary: "A disk.", attributes, timeouts: TIMEOUTS };

it("handlers see the types that follow from the attributes", () => {
  defineResource({
    ...head,
    identity: ["id", "zone"],
    derive: {
      id: ({ name, zone }, api) => {
        exactly<string | null>().is<typeof zone>();
        exactly<string>().is<typeof api.name>();
        return name;
      },
      serial: () => undefined,
    },
    plan({ plan, state, warn }) {
      exactly<string | Unknown>().is<typeof plan.id>();
      exactly<string | null | Unknown>().is<typeof plan.note>();
      exactly<string | undefined>().is<typeof id>();
      const id = state?.id;
      warn("note", "", "");
      // @ts-expect-error: there is no such attribute to warn of
      void (() => warn("nothing", "", ""));
    },
    async create({ plan, save }) {
      exactly<string>().is<typeof plan.name>();
      exactly<string | null>().is<typeof plan.note>();
      exactly<number>().is<typeof plan.size>();
      exactly<string | null>().is<typeof plan.zone>();
      exactly<readonly { readonly port: number | null }[] | null>().is<typeof plan.rules>();
      // @ts-expect-error: what the service computes does not exist yet
      void plan.id;
      // @ts-expect-error: what the service computes does not exist yet
      void plan.ips;
      save({ id: "1" });
      // @ts-expect-error: a number is no id
      void (() => save({ id: 1 }));
      // @ts-expect-error: there is no such attribute to save
      void (() => save({ nothing: 1 }));
      return outcome;
    },
    async read({ state }) {
      exactly<string>().is<typeof state.id>();
      exactly<string>().is<typeof state.zone>();
      exactly<string | null>().is<typeof state.note>();
      exactly<readonly string[]>().is<typeof state.ips>();
      return observation;
    },
    async update({ state, plan, changes }) {
      exactly<number>().is<typeof state.serial>();
      exactly<number>().is<typeof plan.size>();
      exactly<number | undefined>().is<typeof changes.size>();
      // @ts-expect-error: nobody can ask for a computed value
      void changes.id;
      return outcome;
    },
    async delete({ state }) {
      exactly<string>().is<typeof state.id>();
    },
    import: {
      format: "<id>",
      identify: (id) => ({ id, zone: null }),
      async observe({ identity: { id, zone } }) {
        exactly<string>().is<typeof id>();
        exactly<string | null>().is<typeof zone>();
        return observation;
      },
    },
  });
});

it("handlers report what the service decides", () => {
  const { id, ...withoutId } = observation;
  const { name, ...withoutName } = observation;
  const { zone, ...withoutZone } = outcome;
  void [id, name, zone];
  defineResource({ ...head, ...verbs, read: async () => ({ ...observation, note: null, size: 2 }) });
  // @ts-expect-error: a read that forgets a computed attribute
  defineResource({ ...head, ...verbs, read: async () => withoutId });
  // @ts-expect-error: a read that forgets a required attribute
  defineResource({ ...head, ...verbs, read: async () => withoutName });
  // @ts-expect-error: a read with null for a computed attribute
  defineResource({ ...head, ...verbs, read: async () => ({ ...observation, id: null }) });
  // @ts-expect-error: a create that forgets an assigned attribute
  defineResource({ ...head, ...verbs, create: async () => withoutZone });
  // @ts-expect-error: an update that reports nothing
  defineResource({ ...head, ...verbs, update: async () => undefined });
  const byId = { format: "", identify: (id: string) => ({ id }), observe: async () => observation };
  defineResource({ ...head, ...verbs, identity: ["id"], import: byId });
  // @ts-expect-error: an import that forgets a required attribute
  defineResource({ ...head, ...verbs, identity: ["id"], import: { ...byId, observe: async () => withoutName } });
  // @ts-expect-error: an import of what nothing identifies
  defineResource({ ...head, ...verbs, import: byId });
  // @ts-expect-error: there is no such attribute
  defineResource({ ...head, ...verbs, identity: ["nothing"] });
  // @ts-expect-error: a verb is missing
  void (() => defineResource({ ...head, create: verbs.create, read: verbs.read, update: verbs.update }));
});

it("only what the provider fills in is derived, and by its own type", () => {
  defineResource({ ...head, ...verbs, derive: { zone: () => "here" } });
  defineResource({ ...head, ...verbs, derive: { zone: () => refined({ prefix: "eu-" }) } });
  // @ts-expect-error: the configuration alone gives a required value
  defineResource({ ...head, ...verbs, derive: { name: () => "a" } });
  // @ts-expect-error: the configuration alone gives an optional value
  defineResource({ ...head, ...verbs, derive: { note: () => "a" } });
  // @ts-expect-error: the schema gives a default
  defineResource({ ...head, ...verbs, derive: { size: () => 2 } });
  // @ts-expect-error: a number is no id
  defineResource({ ...head, ...verbs, derive: { id: () => 1 } });
});

it("attributes take the options that mean something for them", () => {
  // @ts-expect-error: a defaulted attribute needs a default
  defaulted.string("Kind.");
  // @ts-expect-error: a defaulted attribute needs a default
  defaulted.string("Kind.", { replace: true });
  // @ts-expect-error: a default has the attribute's type
  defaulted.string("Kind.", { default: 1 });
  // @ts-expect-error: a default is a value
  defaulted.string("Kind.", { default: null });
  // @ts-expect-error: only a defaulted attribute has a default
  optional.string("Note.", { default: "" });
  // @ts-expect-error: a check is for the attribute's type
  required.string("Name.", { check: [atLeast(1)] });
  // @ts-expect-error: a check is for the attribute's type
  required.of(list("string"), "Names.", { check: [uuid] });
  // @ts-expect-error: nobody configures a computed value, so a change of it replaces nothing
  computed.string("Id.", { replace: true });
  // @ts-expect-error: nobody configures a computed value, so there is nothing to check
  computed.string("Id.", { check: [uuid] });
  // @ts-expect-error: the configuration decides whether a required value stays
  required.string("Name.", { stable: true });
  // @ts-expect-error: the configuration decides whether an optional value stays
  optional.string("Note.", { stable: true });
  // @ts-expect-error: the configuration and the default decide whether a defaulted value stays
  defaulted.string("Kind.", { default: "", stable: true });
  // @ts-expect-error: there is no such type
  required.of("text", "Name.");
});
