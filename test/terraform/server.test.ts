import {
  computed,
  createServer,
  DiagnosticError,
  defineProvider,
  notEmpty,
  optional,
  type ProviderServer,
  resourcesOf,
  SILENT,
  type Value,
  type ValueRecord,
} from "../../src/terraform";
import { complete } from "./support/core";
import { Refusal, TIMEOUTS } from "./support/server";

interface Api {
  readonly address: string;
}

const disk = resourcesOf<Api>()({
  name: "disk",
  summary: "A disk.",
  attributes: { id: computed.string("Id."), address: computed.string("Where it was made.") },
  timeouts: TIMEOUTS,
  create: async ({ api }) => ({ id: "1", address: api.address }),
  read: async ({ state, api }) => ({ ...state, address: api.address }),
  update: async ({ api }) => ({ id: "1", address: api.address }),
  delete: async () => undefined,
  identity: ["id"],
  import: {
    format: "<id>",
    identify: (id) => ({ id }),
    observe: async ({ identity: { id }, api }) => ({ id, address: api.address }),
  },
});

function setUp() {
  const closed: string[] = [];
  const versions: string[] = [];
  const provider = defineProvider({
    name: "test",
    address: "registry.terraform.io/test/test",
    version: "1.0.0",
    summary: "A provider of tests.",
    attributes: { address: optional.string("Address.", { check: [notEmpty] }) },
    resources: [disk],
    explain: (error) => (error instanceof Refusal ? { summary: "Refused", detail: error.message } : undefined),
    async configure({ config, terraformVersion }): Promise<Api> {
      versions.push(terraformVersion);
      if (config.address === "wrong") {
        throw new DiagnosticError("Wrong address", "It is wrong.", { path: [{ attribute: "address" }] });
      }
      if (config.address === "closed") throw new Refusal("refused", "Closed on Sundays.");
      if (config.address === "broken") throw new TypeError("address is not a function");
      return { address: String(config.address) };
    },
    close: ({ address }) => void closed.push(address),
  });
  const server = createServer(provider, SILENT);
  const state = (given: Readonly<Record<string, Value>>) => complete(server.resources.get("test_disk").schema, given);
  const create = async () => {
    const applied = await server.resources.apply("test_disk", {
      prior: null,
      planned: state({ id: "1", address: "a" }),
      config: state({}),
    });
    return applied.diagnostics.map(({ summary }) => summary);
  };
  const read = (address: string) => server.resources.read("test_disk", state({ id: "1", address }));
  return { server, closed, versions, state, create, read };
}

describe("configuring", () => {
  it("makes the API that handlers are given", async () => {
    const { server, versions, read } = setUp();
    expect(await server.configure({ address: "here" }, { terraformVersion: "1.11.4" })).toEqual([]);
    expect(versions).toEqual(["1.11.4"]);
    expect((await read("?")).state).toMatchObject({ address: "here" });
  });

  it.each([
    ["wrong", { summary: "Wrong address", detail: "It is wrong.", path: [{ attribute: "address" }] }],
    ["closed", { summary: "Refused", detail: "Closed on Sundays." }],
    [
      "broken",
      {
        summary: "Unexpected error in the provider",
        detail: expect.stringMatching(/^The configure handler of test failed: address is not a function\n\n/),
      },
    ],
  ])("that fails with a %s address says why", async (address, diagnostic) => {
    const { server } = setUp();
    expect(await server.configure({ address }, { terraformVersion: "1.11.4" })).toMatchObject([
      { severity: "error", ...diagnostic },
    ]);
  });

  it("anew closes the API of before", async () => {
    const { server, closed, read } = setUp();
    await server.configure({ address: "first" }, { terraformVersion: "1.11.4" });
    await server.configure({ address: "second" }, { terraformVersion: "1.11.4" });
    expect(closed).toEqual(["first"]);
    expect((await read("?")).state).toMatchObject({ address: "second" });
  });

  it("anew in vain does not leave the closed API in use", async () => {
    const { server, closed, create } = setUp();
    await server.configure({ address: "first" }, { terraformVersion: "1.11.4" });
    await server.configure({ address: "wrong" }, { terraformVersion: "1.11.4" });
    expect(closed).toEqual(["first"]);
    expect(await create()).toEqual(["Provider not configured"]);
    server.close();
    expect(closed).toEqual(["first"]);
  });

  it("twice at once leaves one API and closes the other", async () => {
    const { server, closed, read } = setUp();
    await Promise.all([
      server.configure({ address: "a" }, { terraformVersion: "1.11.4" }),
      server.configure({ address: "b" }, { terraformVersion: "1.11.4" }),
    ]);
    expect(closed).toEqual(["a"]);
    expect((await read("?")).state).toMatchObject({ address: "b" });
  });

  it("is checked before", () => {
    const { server } = setUp();
    expect(server.validateProvider({ address: "" })).toMatchObject([{ summary: "Invalid address" }]);
    expect(server.validateProvider({ address: null })).toEqual([]);
  });
});

describe("before it is configured and after it is closed", () => {
  const notConfigured = [
    {
      severity: "error",
      summary: "Provider not configured",
      detail:
        "Terraform asked before it had configured the provider. This is a bug in the provider, please report it to its developers.",
    },
  ];

  async function closed() {
    const world = setUp();
    await world.server.configure({ address: "first" }, { terraformVersion: "1.11.4" });
    world.server.close();
    return world;
  }

  it.each([
    ["before", async () => setUp()],
    ["after", closed],
  ])("%s: answers with a diagnostic and leaves the state as it is", async (_when, world) => {
    const { server, state } = await world();
    const prior = state({ id: "1", address: "a" });
    const config = state({});
    expect(await server.resources.read("test_disk", prior)).toMatchObject({ state: prior, diagnostics: notConfigured });
    expect(server.resources.plan("test_disk", { prior: null, proposed: config, config })).toMatchObject({
      planned: null,
      diagnostics: notConfigured,
    });
    expect(await server.resources.apply("test_disk", { prior: null, planned: config, config })).toMatchObject({
      state: null,
      diagnostics: notConfigured,
    });
    expect(await server.resources.apply("test_disk", { prior, planned: null, config: null })).toMatchObject({
      state: prior,
      diagnostics: notConfigured,
    });
    expect(await server.resources.import("test_disk", { id: "1" })).toMatchObject({
      state: null,
      diagnostics: notConfigured,
    });
  });

  it("validates, upgrades and plans to destroy all the same", () => {
    const { server, state } = setUp();
    const prior = state({ id: "1", address: "a" });
    expect(server.resources.validate("test_disk", state({}))).toEqual([]);
    expect(server.resources.upgrade("test_disk", 0, { id: "1", address: "a" }).state).toEqual({ ...prior });
    expect(server.resources.plan("test_disk", { prior, proposed: null, config: null }).diagnostics).toEqual([]);
  });
});

it("closes the API once", async () => {
  const { server, closed } = setUp();
  await server.configure({ address: "first" }, { terraformVersion: "1.11.4" });
  server.close();
  server.close();
  expect(closed).toEqual(["first"]);
});

it("knows its resources by their full type names", () => {
  const { server } = setUp();
  expect([...server.resources.all.keys()]).toEqual(["test_disk"]);
  expect(server.resources.get("test_disk").schema.description).toBe("A disk.");
});

it.each<[string, (server: ProviderServer) => unknown]>([
  ["schema", (server) => server.resources.get("test_tape").schema],
  ["validation", (server) => server.resources.validate("test_tape", {})],
  ["upgrade", (server) => server.resources.upgrade("test_tape", 0, {})],
  ["read", (server) => server.resources.read("test_tape", {})],
  ["plan", (server) => server.resources.plan("test_tape", { prior: null, proposed: null, config: null })],
  ["apply", (server) => server.resources.apply("test_tape", { prior: null, planned: null, config: null })],
  ["import", (server) => server.resources.import("test_tape", { id: "1" })],
])("refuses the %s of a type that it does not have", async (_what, ask) => {
  const { server } = setUp();
  const refusal = (async () => ask(server))();
  await expect(refusal).rejects.toBeInstanceOf(DiagnosticError);
  await expect(refusal).rejects.toThrow('The provider registry.terraform.io/test/test has no "test_tape".');
});

it("neither creates nor updates what Terraform gives no configuration for", async () => {
  const { server, state } = setUp();
  await server.configure({ address: "a" }, { terraformVersion: "1.11.4" });
  const object = state({ id: "1", address: "a" });
  const ask = (prior: ValueRecord | null) =>
    server.resources.apply("test_disk", { prior, planned: object, config: null });
  for (const prior of [null, object]) {
    expect(await ask(prior)).toMatchObject({ state: prior, diagnostics: [{ summary: "No configuration" }] });
  }
});
