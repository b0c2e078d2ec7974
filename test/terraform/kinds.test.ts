/** What the kinds beside managed resources do, where the protocol does not show it. */
import {
  actionsOf,
  assigned,
  block,
  computed,
  createServer,
  dataSourcesOf,
  defineFunction,
  defineProvider,
  ephemeralsOf,
  exactlyOneOf,
  list,
  optional,
  type ProviderFunction,
  type ProviderServer,
  param,
  record,
  required,
  SILENT,
  type ValueRecord,
} from "../../src/terraform";

type Api = { readonly name: string };

const defineDataSource = dataSourcesOf<Api>();
const defineAction = actionsOf<Api>();
const defineEphemeral = ephemeralsOf<Api>();

type Kinds = Partial<
  Pick<
    Parameters<typeof defineProvider<Record<never, never>, Api>>[0],
    "dataSources" | "ephemerals" | "actions" | "functions"
  >
>;

function providerOf(kinds: Kinds) {
  return defineProvider({
    name: "test",
    address: "registry.terraform.io/test/test",
    version: "1.0.0",
    summary: "A provider of tests.",
    attributes: {},
    resources: [],
    explain: () => undefined,
    configure: async (): Promise<Api> => ({ name: "api" }),
    ...kinds,
  });
}

async function serve(kinds: Kinds): Promise<ProviderServer> {
  const server = createServer(providerOf(kinds), SILENT);
  await server.configure(record([]), { terraformVersion: "1.11.4" });
  return server;
}

describe("a data source", () => {
  const disks = defineDataSource({
    name: "disks",
    summary: "Disks.",
    attributes: {
      zone: optional.string("Zone."),
      region: optional.string("Region."),
      filter: block.list({ key: required.string("Key."), values: required.of(list("string"), "Values.") }, "Filters."),
      first: computed.string("The first filter."),
    },
    rules: [exactlyOneOf("zone", "region")],
    read: async ({ config }) => {
      const [filter] = config.filter;
      return { first: `${filter?.key}=${filter?.values.join()}` };
    },
  });
  const config = (values: ValueRecord) =>
    record(Object.entries({ zone: null, region: null, filter: [], first: null, ...values }));

  test("has blocks", async () => {
    const filter = [record(Object.entries({ key: "name", values: ["a", "b"] }))];
    const server = await serve({ dataSources: [disks] });
    const { result } = await server.dataSources.read("test_disks", config({ zone: "z", filter }));
    expect(result).toEqual(config({ zone: "z", filter, first: "name=a,b" }));
  });

  test("has rules between its arguments", async () => {
    const { dataSources } = await serve({ dataSources: [disks] });
    expect(dataSources.validate("test_disks", config({ zone: "z" }))).toEqual([]);
    expect(dataSources.validate("test_disks", config({}))).toMatchObject([{ summary: "Missing argument" }]);
  });

  test("gives its handler copies, so that the answer is the configuration whatever the handler does", async () => {
    const source = defineDataSource({
      name: "changed",
      summary: "Changes what it is given.",
      attributes: { words: required.of(list("string"), "Words."), count: computed.number("How many.") },
      async read({ config: { words } }) {
        (words as string[]).push("more");
        return { count: words.length };
      },
    });
    const { dataSources } = await serve({ dataSources: [source] });
    const given = record(Object.entries({ words: ["a"], count: null }));
    const { result } = await dataSources.read("test_changed", given);
    expect(result).toEqual(record(Object.entries({ words: ["a"], count: 2 })));
  });

  test("is not told of what it computes, at any depth, and fills it in", async () => {
    const seen: unknown[] = [];
    const source = defineDataSource({
      name: "disks",
      summary: "Disks.",
      attributes: {
        wanted: required.objectList(
          { name: required.string("Name."), id: computed.string("Id."), zone: assigned.string("Zone.") },
          "The disks to find.",
        ),
        count: computed.number("How many."),
      },
      async read({ config }) {
        seen.push(JSON.parse(JSON.stringify(config)));
        const wanted = config.wanted.map(({ name, zone }) => ({ name, id: `id of ${name}`, zone: zone ?? "here" }));
        if (config.wanted[0]?.name === "wrong") wanted[0] = { name: "another", id: "x", zone: "here" };
        return { count: 1, wanted };
      },
    });
    const { dataSources } = await serve({ dataSources: [source] });
    const disk = (name: string, id: string | null, zone: string | null) => record(Object.entries({ name, id, zone }));
    const read = (...wanted: ValueRecord[]) =>
      dataSources.read("test_disks", record(Object.entries({ wanted, count: null })));
    const { result } = await read(disk("a", null, null), disk("b", null, "there"));
    expect(seen).toEqual([
      {
        wanted: [
          { name: "a", zone: null },
          { name: "b", zone: "there" },
        ],
      },
    ]);
    expect(result).toEqual(
      record(Object.entries({ wanted: [disk("a", "id of a", "here"), disk("b", "id of b", "there")], count: 1 })),
    );
    expect((await read(disk("wrong", null, null))).diagnostics).toMatchObject([
      { detail: expect.stringContaining("it is not what is configured") },
    ]);
  });

  test("names every attribute that is wrong", async () => {
    const source = defineDataSource({
      name: "wrong",
      summary: "Reports nothing.",
      attributes: { a: computed.string("A."), b: computed.string("B.") },
      read: async () => undefined as never,
    });
    const { dataSources } = await serve({ dataSources: [source] });
    const { result, diagnostics } = await dataSources.read("test_wrong", record(Object.entries({ a: null, b: null })));
    expect(result).toBeNull();
    expect(diagnostics.map(({ path }) => path)).toEqual([[{ attribute: "a" }], [{ attribute: "b" }]]);
  });

  test("refuses a default timeout that is none", () => {
    const broken = { name: "x", summary: "X.", attributes: {}, timeouts: { read: "soon" }, read: async () => ({}) };
    expect(() => defineDataSource(broken)).toThrow(RangeError);
  });
});

describe("an ephemeral resource", () => {
  const nothing = record([]);

  test("that cannot be handed over is closed again, and both faults are told", async () => {
    const closed: unknown[] = [];
    const ephemeral = defineEphemeral({
      name: "lease",
      summary: "A lease.",
      attributes: {},
      open: async () => ({ result: {}, renewAt: "soon" as never, keep: { id: 7 } }),
      async close({ kept }) {
        closed.push(kept);
        throw new Error("no way back");
      },
    });
    const { ephemerals } = await serve({ ephemerals: [ephemeral] });
    const { result, kept, diagnostics } = await ephemerals.open("test_lease", nothing);
    expect({ result, kept }).toEqual({ result: null, kept: undefined });
    expect(closed).toEqual([{ id: 7 }]);
    expect(diagnostics.map(({ detail }) => detail)).toEqual([
      expect.stringContaining("a time of renewal that is no valid date"),
      expect.stringContaining("The close handler of lease failed: no way back"),
    ]);
  });

  test("cannot keep what JSON cannot hold", async () => {
    const ephemeral = defineEphemeral({
      name: "lease",
      summary: "A lease.",
      attributes: {},
      open: async () => ({ result: {}, keep: { id: 7n } }),
    });
    const { ephemerals } = await serve({ ephemerals: [ephemeral] });
    const { diagnostics } = await ephemerals.open("test_lease", nothing);
    expect(diagnostics).toMatchObject([{ detail: expect.stringContaining("that JSON cannot hold") }]);
  });

  test("keeps what it had if a renewal keeps nothing new", async () => {
    const ephemeral = defineEphemeral({
      name: "lease",
      summary: "A lease.",
      attributes: {},
      open: async () => ({ result: {}, keep: { id: 7 } }),
      renew: async () => ({}),
    });
    const { ephemerals } = await serve({ ephemerals: [ephemeral] });
    expect(await ephemerals.renew("test_lease", '{"id":7}')).toEqual({
      renewAt: undefined,
      kept: '{"id":7}',
      diagnostics: [],
    });
  });
});

describe("an action", () => {
  const wait = (reasons: unknown[]) =>
    defineAction({
      name: "wait",
      summary: "Waits.",
      attributes: {},
      invoke: ({ signal, progress }) => {
        progress("waiting");
        return new Promise((_, reject) => {
          signal.addEventListener("abort", () => {
            reasons.push(signal.reason);
            reject(signal.reason);
          });
        });
      },
    });

  test("is told when nobody waits for it any more", async () => {
    const reasons: unknown[] = [];
    const { actions } = await serve({ actions: [wait(reasons)] });
    const abandoned = new AbortController();
    const events: unknown[] = [];
    for await (const event of actions.invoke("test_wait", record([]), abandoned.signal)) {
      events.push(event);
      abandoned.abort();
    }
    expect(events).toMatchObject([{ progress: "waiting" }, { completed: [{ detail: "Terraform gave the call up." }] }]);
    expect(reasons).toHaveLength(1);
  });
});

describe("a declaration that Terraform would refuse is refused at once", () => {
  const named = (name: string, ...parameters: string[]) =>
    defineFunction({
      name,
      summary: "A function.",
      parameters: parameters.map((parameter) => param.string(parameter, "Text.")),
      variadic: param.string("rest", "More."),
      returns: "string",
      call: () => null,
    });
  const empty = (name: string) => ({ name, summary: "X.", attributes: {}, read: async () => ({}) });

  test.each<[string, () => ProviderFunction]>([
    ["a name that is no identifier", () => named("2nd")],
    ["a parameter that is none", () => named("f", "a b")],
    ["two parameters of one name", () => named("f", "a", "a")],
    ["a parameter with the variadic one's name", () => named("f", "rest")],
  ])("a function with %s", (_what, declare) => {
    expect(declare).toThrow(RangeError);
  });

  test("two of one kind with the same name", () => {
    const twice = [defineDataSource(empty("disk")), defineDataSource(empty("disk"))];
    expect(() => providerOf({ dataSources: twice })).toThrow('The provider test has two data sources "disk".');
    expect(() => providerOf({ functions: [named("f"), named("f")] })).toThrow('two functions "f"');
  });
});
