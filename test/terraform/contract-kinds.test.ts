/** What Terraform Core checks in the answers about all that is no managed resource, row by row; see `contract.test.ts`. */
import {
  type ActionEvent,
  actionsOf,
  assigned,
  block,
  computed,
  createServer,
  Deferral,
  dataSourcesOf,
  defineFunction,
  defineProvider,
  ephemeralsOf,
  type ListEvent,
  list,
  listsOf,
  optional,
  PROVIDER_BUG,
  param,
  record,
  required,
  resourcesOf,
  SILENT,
  set,
  type Type,
  UNKNOWN,
  type Value,
} from "../../src/terraform";
import { TIMEOUTS } from "./support/server";

type Handler = () => unknown;

const attributes = {
  name: required.string("Name."),
  note: optional.string("Note."),
  zone: assigned.string("Zone."),
  found: computed.of(list("number"), "Found."),
  disks: optional.objectSet({ key: required.string("Key."), id: computed.string("Id.") }, "Disks."),
  filter: block.list({ key: required.string("Key.") }, "Filters."),
};

const disk = resourcesOf<null>()({
  name: "thing",
  summary: "A thing.",
  attributes: {
    id: computed.string("Id.", { stable: true }),
    name: required.string("Name.", { replace: true }),
  },
  identity: ["id"],
  timeouts: TIMEOUTS,
  create: async () => ({ id: "1" }),
  read: async ({ state }) => state,
  update: async () => ({ id: "1" }),
  delete: async () => undefined,
  import: { format: "<id>", identify: (id) => ({ id }), observe: async () => ({ id: "1", name: "a" }) },
});

async function serve(handler: Handler, returns: Type = "string") {
  const head = { name: "thing", summary: "A thing." };
  const provider = defineProvider({
    name: "test",
    address: "registry.terraform.io/test/test",
    version: "1.0.0",
    summary: "A provider of tests.",
    attributes: {},
    resources: [disk],
    dataSources: [dataSourcesOf<null>()({ ...head, attributes, read: async () => handler() as never })],
    ephemerals: [ephemeralsOf<null>()({ ...head, attributes, open: async () => ({ result: handler() as never }) })],
    actions: [
      actionsOf<null>()({
        ...head,
        attributes: { name: attributes.name },
        plan: () => void handler(),
        invoke: async () => void (await handler()),
      }),
    ],
    lists: [listsOf<null>()({ summary: "Things.", resource: disk, attributes: {}, list: handler as never })],
    functions: [
      defineFunction({
        ...head,
        parameters: [param.of("dynamic", "value", "Any.", { allowUnknown: true }), param.string("text", "Text.")],
        returns,
        call: handler as never,
      }),
    ],
    explain: () => undefined,
    configure: async () => null,
  });
  const server = createServer(provider, SILENT);
  await server.configure(record([]), { terraformVersion: "1.14.0" });
  return server;
}

const CONFIG = record(
  Object.entries({
    name: "a",
    note: null,
    zone: null,
    found: null,
    disks: [record(Object.entries({ key: "k", id: null }))],
    filter: [record([["key", "f"]])],
  }),
);
const GOOD = { zone: "z", found: [1], disks: [{ key: "k", id: "d" }] };
const unasked = "it is not what is configured";

const RESULTS: [string, unknown, string, string][] = [
  ["null", null, "zone", "it is missing"],
  ["nothing", undefined, "zone", "it is missing"],
  ["null for what is always there", { ...GOOD, zone: null }, "zone", "it is null"],
  ["an unknown value", { ...GOOD, zone: UNKNOWN }, "zone", "it is unknown"],
  ["a value that is not wholly known", { ...GOOD, found: [1, UNKNOWN] }, "found[1]", "it is unknown"],
  ["a value of another type", { ...GOOD, found: ["1"] }, "found[0]", "a string is no number"],
  ["another value than the configured one", { ...GOOD, name: "b" }, "name", unasked],
  ["a value where nothing is configured", { ...GOOD, note: "n" }, "note", unasked],
  ["another element of a set", { ...GOOD, disks: [{ key: "x", id: "d" }] }, "disks", unasked],
  ["another count of elements", { ...GOOD, disks: [] }, "disks", unasked],
  ["other blocks", { ...GOOD, filter: [] }, "filter", unasked],
  ["null for blocks", { ...GOOD, filter: null }, "filter", "it is null and not empty"],
];

describe.each(["5.6 a data source", "5.8 an ephemeral resource"] as const)("%s", (kind) => {
  const isData = kind === "5.6 a data source";
  const ask = async (handler: Handler) => {
    const { dataSources, ephemerals } = await serve(handler);
    return isData ? dataSources.read("test_thing", CONFIG) : ephemerals.open("test_thing", CONFIG);
  };

  it("answers with the configuration, completed", async () => {
    const { result, diagnostics } = await ask(() => GOOD);
    expect(diagnostics).toEqual([]);
    expect(result).toEqual({ ...CONFIG, ...GOOD });
  });

  it.each(RESULTS)("whose handler returns %s is refused by name", async (_what, report, place, text) => {
    const { result, diagnostics } = await ask(() => report);
    expect(result).toBeNull();
    expect(diagnostics[0]).toMatchObject({
      severity: "error",
      detail: `The ${isData ? "read" : "open"} handler of thing returned an invalid value for "${place}": ${text}. ${PROVIDER_BUG}`,
      path: expect.arrayContaining([{ attribute: place.replace(/\W.*/, "") }]),
    });
  });
});

describe("5.8 a function", () => {
  const call = async (handler: Handler, given: readonly Value[], returns?: Type) =>
    (await serve(handler, returns)).functions.call("thing", given);

  it("is not called with a null that its parameter does not allow", async () => {
    const { fault } = await call(() => "called", [1, null]);
    expect(fault).toEqual({ text: 'argument "text" cannot be null', argument: 1 });
  });

  it("is not called before its arguments are known, unless the parameter allows it", async () => {
    expect(await call(() => "called", [1, UNKNOWN])).toEqual({ result: UNKNOWN });
    expect(await call(() => "called", [UNKNOWN, "a"])).toEqual({ result: "called" });
  });

  it.each<[string, unknown, Type, string]>([
    ["of another type", 7, "string", ": a number is no string"],
    ["of another type inside", [1, "a"], list("number"), ' at "[1]": a string is no number'],
    ["that is nothing", undefined, "string", ": nothing is no string"],
    ["that is unknown though all arguments are known", UNKNOWN, "string", ": it is unknown"],
    ["that is unknown in parts", ["a", UNKNOWN], set("string"), ' at "[1]": it is unknown'],
  ])("with a result %s is refused by name", async (_what, result, returns, text) => {
    const { fault } = await call(() => result, [1, "a"], returns);
    expect(fault?.text).toBe(`The function thing returned an invalid result${text}. ${PROVIDER_BUG}`);
  });

  it("may have null as its result", async () => {
    expect(await call(() => null, [1, "a"])).toEqual({ result: null });
  });
});

describe("5.8 a list", () => {
  const search = async (handler: Handler, limit = 0) => {
    const { lists } = await serve(handler);
    const events: ListEvent[] = [];
    const wanted = { config: record([]), limit, includeObject: true };
    for await (const event of lists.list("test_thing", wanted, new AbortController().signal)) events.push(event);
    return events;
  };
  const yields = (...found: unknown[]) =>
    async function* () {
      yield* found;
    };
  const NAMED = { displayName: "one", identity: { id: "1" } };

  it.each<[string, unknown, string]>([
    ["nothing", undefined, "an object without a displayName"],
    ["an object without a name", { identity: { id: "1" } }, "an object without a displayName"],
    ["an object without an identity", { displayName: "one" }, '"one" without an identity'],
    [
      "an unknown identity",
      { ...NAMED, identity: { id: UNKNOWN } },
      '"one" with an invalid identity: id: it is unknown',
    ],
    ["an identity of null", { ...NAMED, identity: { id: null } }, '"one" with an invalid identity: id: it is null'],
    ["a foreign identity", { ...NAMED, identity: { uuid: "1" } }, "uuid: the schema has no such attribute"],
    ["an object with a value missing", { ...NAMED, object: { id: "1" } }, 'an invalid value for "name": it is missing'],
    ["an object with another type", { ...NAMED, object: { id: "1", name: 7 } }, 'for "name": a number is no string'],
    ["an object that is not known", { ...NAMED, object: { id: "1", name: UNKNOWN } }, 'for "name": it is unknown'],
  ])("that yields %s ends with an error that names it", async (_what, found, text) => {
    const events = await search(yields(found, { ...NAMED, object: { id: "1", name: "a" } }));
    expect(events).toHaveLength(1);
    expect(events[0]?.diagnostics).toMatchObject([{ severity: "error", detail: expect.stringContaining(text) }]);
    expect(events[0]?.diagnostics[0]?.detail).toMatch(/^The list handler of thing returned /);
  });

  it("yields no more than are wanted", async () => {
    const found = { ...NAMED, object: { id: "1", name: "a" } };
    expect(await search(yields(found, found, found), 2)).toHaveLength(2);
    expect(await search(yields(found, found, found))).toHaveLength(3);
  });

  it.each<[string, Handler]>([
    ["returns nothing that can be listed", () => undefined],
    [
      "throws",
      () => {
        throw new Error("lost");
      },
    ],
  ])("whose handler %s ends with an error", async (_what, handler) => {
    const events = await search(handler);
    expect(events.map(({ diagnostics }) => diagnostics)).toMatchObject([
      [{ severity: "error", detail: expect.stringMatching(/^The list handler of thing failed: /) }],
    ]);
  });
});

describe("5.8 an action", () => {
  const invoke = async (handler: Handler) => {
    const { actions } = await serve(handler);
    const events: ActionEvent[] = [];
    const config = record([["name", "a"]]);
    for await (const event of actions.invoke("test_thing", config, new AbortController().signal)) events.push(event);
    return events;
  };

  it("ends with one completed event, whatever its handler returns", async () => {
    for (const result of [undefined, null, 7, Promise.resolve("done")]) {
      expect(await invoke(() => result)).toEqual([{ completed: [] }]);
    }
  });

  it("ends with one completed event, whatever its handler throws", async () => {
    for (const thrown of [new Error("lost"), "lost", undefined]) {
      const fail = () => {
        throw thrown;
      };
      expect(await invoke(fail)).toEqual([{ completed: [expect.objectContaining({ severity: "error" })] }]);
    }
  });

  it("that would wait when it is invoked is refused as a whole, which the wire makes a completed event of", async () => {
    const wait = () => {
      throw new Deferral("absent-prerequisite", "No rack.");
    };
    await expect(invoke(wait)).rejects.toMatchObject({ summary: "Not known yet" });
  });

  it("is deferred for the one reason that Terraform takes, and only where it may be", async () => {
    const { actions } = await serve(() => {
      throw new Deferral("resource-config-unknown", "No rack.");
    });
    const config = record([["name", "a"]]);
    expect(await actions.plan("test_thing", config, { mayDefer: true })).toEqual({
      deferred: "provider-config-unknown",
      diagnostics: [],
    });
    await expect(actions.plan("test_thing", config)).rejects.toMatchObject({ summary: "Not known yet" });
  });
});
