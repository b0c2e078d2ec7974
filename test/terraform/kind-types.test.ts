/** What the compiler refuses; `tsc --noEmit` is the judge, running only shows that the declarations hold. */
import {
  actionsOf,
  assigned,
  computed,
  dataSourcesOf,
  defaulted,
  defineFunction,
  ephemeralsOf,
  exactlyOneOf,
  list,
  map,
  notEmpty,
  object,
  optional,
  param,
  required,
  UNKNOWN,
  type Unknown,
  uuid,
  type Value,
} from "../../src/terraform";
import type { Api } from "./support/server";

type Equal<Left, Right> = (<T>() => T extends Left ? 1 : 2) extends <T>() => T extends Right ? 1 : 2 ? true : false;

/** Compiles only if the type that is given is exactly the type that is asked for. */
const exactly = <Asked>() => ({
  is: <Given>(..._proof: Equal<Asked, Given> extends true ? [value?: Given] : [never]) => undefined,
});

const defineDataSource = dataSourcesOf<Api>();
const defineEphemeral = ephemeralsOf<Api>();
const defineAction = actionsOf<Api>();

const attributes = {
  name: required.string("Name.", { check: [uuid] }),
  note: optional.string("Note."),
  zone: assigned.string("Zone."),
  ips: computed.of(list("string"), "IPs."),
};
const head = { name: "disk", summary: "A disk.", attributes };

it("a data source is given its configuration and reports the rest", () => {
  defineDataSource({
    ...head,
    rules: [exactlyOneOf("note", "zone")],
    async read({ config, api }) {
      exactly<string>().is<typeof config.name>();
      exactly<string | null>().is<typeof config.note>();
      exactly<string | null>().is<typeof config.zone>();
      exactly<string>().is<typeof api.name>();
      // @ts-expect-error computed attributes are not in the configuration
      config.ips;
      return { zone: "", ips: [] };
    },
  });
  // @ts-expect-error what is computed must be reported
  defineDataSource({ ...head, read: async () => ({ zone: "" }) });
  // @ts-expect-error with values of its type
  defineDataSource({ ...head, read: async () => ({ zone: "", ips: [1] }) });
  defineDataSource({
    ...head,
    // @ts-expect-error nothing fills in a default
    attributes: { size: defaulted.number("Size.", { default: 1 }) },
    read: async () => ({}),
  });
  // @ts-expect-error a rule is about arguments
  defineDataSource({ ...head, rules: [exactlyOneOf("note", "ips")], read: async () => ({ zone: "", ips: [] }) });
  // @ts-expect-error only reading takes time
  defineDataSource({ ...head, timeouts: { create: "1m" }, read: async () => ({ zone: "", ips: [] }) });
});

it("an ephemeral resource is given back what it keeps", () => {
  defineEphemeral({
    ...head,
    async open({ config }) {
      exactly<string | null>().is<typeof config.note>();
      return { result: { zone: "", ips: [] }, renewAt: new Date(0), keep: { lease: config.name, count: 1 } };
    },
    async renew({ kept }) {
      exactly<string>().is<typeof kept.lease>();
      return { keep: { ...kept, count: kept.count + 1 } };
    },
    async close({ kept }) {
      exactly<number>().is<typeof kept.count>();
    },
  });
  defineEphemeral({
    ...head,
    open: async () => ({ result: { zone: "", ips: [] }, keep: { lease: "" } }),
    // @ts-expect-error a renewal keeps the same kind of thing
    renew: async () => ({ keep: { lease: 1 } }),
  });
  defineEphemeral({
    ...head,
    open: async () => ({ result: { zone: "", ips: [] } }),
    async close({ kept }) {
      exactly<undefined>().is<typeof kept>();
    },
  });
  // @ts-expect-error what is computed must be reported
  defineEphemeral({ ...head, open: async () => ({ result: { zone: "" } }) });
});

it("an action is planned with what may be unknown, and done with what is known", () => {
  const action = { name: "reboot", summary: "Reboots.", attributes: { name: attributes.name, note: attributes.note } };
  defineAction({
    ...action,
    plan({ config, warn }) {
      exactly<string | Unknown>().is<typeof config.name>();
      warn("note", "Careful", "It hurts.");
      // @ts-expect-error a warning is about an argument
      warn("nothing", "Careful", "It hurts.");
    },
    async invoke({ config, progress }) {
      exactly<string | null>().is<typeof config.note>();
      progress(config.name);
    },
  });
  // @ts-expect-error an action has no results
  defineAction({ ...action, attributes: { id: computed.string("Id.") }, invoke: async () => undefined });
});

it("a function is given what its parameters are", () => {
  const shape = { name: "f", summary: "A function." };
  defineFunction({
    ...shape,
    parameters: [
      param.string("text", "Text.", { check: [notEmpty] }),
      param.bool("flag", "Flag.", { allowNull: true }),
      param.number("count", "Count.", { allowUnknown: true }),
      param.of(map("number"), "sizes", "Sizes."),
      param.of(list("string"), "names", "Names.", { allowUnknown: true, allowNull: true }),
    ],
    variadic: param.string("rest", "More.", { allowNull: true }),
    returns: object({ text: "string" }),
    call(text, flag, count, sizes, names, ...rest) {
      exactly<string>().is<typeof text>();
      exactly<boolean | null>().is<typeof flag>();
      exactly<number | Unknown>().is<typeof count>();
      exactly<Readonly<Record<string, number>>>().is<typeof sizes>();
      exactly<Value>().is<typeof names>();
      exactly<(string | null)[]>().is<typeof rest>();
      return count === UNKNOWN ? UNKNOWN : { text };
    },
  });
  const text = [param.string("text", "Text.")] as const;
  defineFunction({ ...shape, parameters: text, returns: "number", call: async (given) => given.length });
  defineFunction({ ...shape, parameters: text, returns: "number", call: () => null });
  // @ts-expect-error a result is of its type
  defineFunction({ ...shape, parameters: text, returns: "number", call: (given) => given });
  // @ts-expect-error nothing is unknown where no argument may be
  defineFunction({ ...shape, parameters: text, returns: "number", call: () => UNKNOWN });
  // @ts-expect-error there are no more arguments than parameters
  defineFunction({ ...shape, parameters: text, returns: "number", call: (_first, second) => second });
  // @ts-expect-error a check is of the parameter's type
  param.number("count", "Count.", { check: [notEmpty] });
});
