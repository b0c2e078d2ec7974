import type { Http2Session } from "node:http2";
import { encodeMsgpack } from "../../src/plugin/msgpack";
import { providerHandlers } from "../../src/plugin/provider-service";
import { createServer, defineProvider, type ProviderServer, record, SILENT, UNKNOWN } from "../../src/terraform";
import { tiny } from "./fixtures/provider";
import { connect, type Peer } from "./support/client";
import { type RunningServer, startServer } from "./support/server";
import { configure, create, decodeThing, encodeThing, NULL, providerConfig, THING, thing } from "./support/things";

const ERROR = 1;
const PRIVATE = Buffer.from([0, 1, 255]);

let server: RunningServer;
let peer: Peer;
const peers: Peer[] = [];

/** One framework server for each connection, as a provider's process has it. */
function perConnection(provider = tiny) {
  const servers = new Map<Http2Session, ProviderServer>();
  return providerHandlers(({ session }) => {
    const known = servers.get(session) ?? createServer(provider, SILENT);
    servers.set(session, known);
    return known;
  });
}

function dial(target = server.target): Peer {
  const dialled = connect(target);
  peers.push(dialled);
  return dialled;
}

beforeAll(async () => {
  server = await startServer(perConnection());
});
beforeEach(async () => {
  peer = dial();
  await configure(peer, "hello");
});
afterEach(() => {
  for (const open of peers.splice(0)) open.close();
  expect(server.unexpected).toEqual([]);
});
afterAll(() => server.close());

const whole = thing({ name: "x", size: 1, note: "n", greeting: "hello" });

describe("GetProviderSchema", () => {
  test("describes the provider and its resources", async () => {
    const answer = await peer.call("GetProviderSchema");
    expect(answer.serverCapabilities).toMatchObject({ planDestroy: true, getProviderSchemaOptional: true });
    expect(answer.provider.block.attributes).toMatchObject([
      { name: "greeting", type: Buffer.from('"string"'), optional: true, required: false, computed: false },
    ]);
    const { version, block } = answer.resourceSchemas[THING];
    expect(version).toBe(0);
    const attributes = Object.fromEntries(block.attributes.map((item: { name: string }) => [item.name, item]));
    expect(attributes).toMatchObject({
      name: { required: true, optional: false, computed: false, description: "What it does." },
      size: { required: false, optional: true, computed: true },
      note: { required: false, optional: true, computed: false },
      labels: { type: Buffer.from('["map","string"]') },
      greeting: { required: false, optional: false, computed: true },
    });
    expect(block.blockTypes).toMatchObject([{ typeName: "timeouts", nesting: 1, minItems: 0, maxItems: 0 }]);
    expect(block.blockTypes[0].block.attributes).toHaveLength(4);
  });

  test("has a block even if there is nothing to say", async () => {
    const empty = defineProvider({
      name: "empty",
      address: "example.test/empty/empty",
      version: "0.0.0",
      summary: "",
      attributes: {},
      resources: [],
      explain: () => undefined,
      configure: async () => ({}),
    });
    const other = await startServer(perConnection(empty as unknown as typeof tiny));
    const { provider } = await dial(other.target).call("GetProviderSchema");
    expect(provider.block).toMatchObject({ attributes: [], blockTypes: [] });
    await other.close();
  });
});

describe("the life of a thing", () => {
  test("is planned, created, read, changed and destroyed", async () => {
    const config = thing({ name: "x", labels: record([["a", "b"]]) });
    const plan = await peer.call("PlanResourceChange", {
      typeName: THING,
      priorState: NULL,
      proposedNewState: encodeThing(config),
      config: encodeThing(config),
    });
    const planned = { name: "x", labels: { a: "b" }, size: 1, greeting: UNKNOWN };
    expect(decodeThing(plan.plannedState)).toMatchObject(planned);
    expect(plan).toMatchObject({ diagnostics: [], requiresReplace: [], legacyTypeSystem: false });

    const applied = await peer.call("ApplyResourceChange", {
      typeName: THING,
      priorState: NULL,
      plannedState: plan.plannedState,
      config: encodeThing(config),
    });
    const state = { ...planned, greeting: "hello" };
    expect(decodeThing(applied.newState)).toMatchObject(state);
    expect(applied).toMatchObject({ diagnostics: [], legacyTypeSystem: false });

    const read = await peer.call("ReadResource", { typeName: THING, currentState: applied.newState });
    expect(decodeThing(read.newState)).toMatchObject(state);

    const destroyed = await peer.call("PlanResourceChange", {
      typeName: THING,
      priorState: applied.newState,
      proposedNewState: NULL,
      config: NULL,
    });
    expect(decodeThing(destroyed.plannedState)).toBeNull();
    const gone = await peer.call("ApplyResourceChange", {
      typeName: THING,
      priorState: applied.newState,
      plannedState: NULL,
      config: NULL,
    });
    expect(decodeThing(gone.newState)).toBeNull();
    expect(gone.diagnostics).toEqual([]);
  });

  test("reading nothing gives nothing", async () => {
    const { newState, diagnostics } = await peer.call("ReadResource", { typeName: THING, currentState: NULL });
    expect(decodeThing(newState)).toBeNull();
    expect(diagnostics).toEqual([]);
  });

  test("is imported by an id", async () => {
    const { importedResources, diagnostics } = await peer.call("ImportResourceState", { typeName: THING, id: "y" });
    expect(diagnostics).toEqual([]);
    expect(importedResources).toMatchObject([{ typeName: THING }]);
    expect(decodeThing(importedResources[0].state)).toMatchObject({ name: "y", size: 1, greeting: "hello" });
  });

  test("what Terraform keeps for the provider comes back as it was", async () => {
    const state = encodeThing(whole);
    const read = { typeName: THING, currentState: state, private: PRIVATE };
    expect((await peer.call("ReadResource", read)).private).toEqual(PRIVATE);
    expect((await peer.call("ReadResource", { ...read, currentState: NULL })).private).toEqual(PRIVATE);
    const plan = { typeName: THING, priorState: state, proposedNewState: state, config: state, priorPrivate: PRIVATE };
    expect((await peer.call("PlanResourceChange", plan)).plannedPrivate).toEqual(PRIVATE);
    expect((await create(peer, "x")).private).toEqual(Buffer.from("private"));
    expect((await create(peer, "refused")).private).toEqual(Buffer.from("private"));
  });

  test("values may come as JSON", async () => {
    const json = Buffer.from(JSON.stringify({ ...whole, size: 2 }));
    const { newState, diagnostics } = await peer.call("ReadResource", { typeName: THING, currentState: { json } });
    expect(diagnostics).toEqual([]);
    expect(decodeThing(newState)).toMatchObject({ size: 2, note: "n" });
  });
});

describe("UpgradeResourceState", () => {
  const upgrade = (rawState: object | null, version = 0) =>
    peer.call("UpgradeResourceState", { typeName: THING, version, rawState });

  test("keeps what is stored, fills what is new with null, and drops what is no more", async () => {
    const json = Buffer.from('{"name":"x","size":9007199254740993,"labels":{"a":"b"},"lost":[1]}');
    const { upgradedState, diagnostics } = await upgrade({ json });
    expect(diagnostics).toEqual([]);
    expect(decodeThing(upgradedState)).toEqual(
      thing({ name: "x", size: expect.objectContaining({ text: "9007199254740993" }), labels: record([["a", "b"]]) }),
    );
  });

  test.each([
    ["state of Terraform 0.11", { flatmap: { name: "x" } }, 0, "State of Terraform 0.11 or older"],
    ["no state at all", null, 0, "State of Terraform 0.11 or older"],
    ["state of a newer version", { json: Buffer.from("{}") }, 1, "Unknown state version"],
    ["state that is no object", { json: Buffer.from("null") }, 0, "Unreadable state"],
    ["state that is no JSON", { json: Buffer.from("{") }, 0, "Unreadable value"],
  ])("refuses %s", async (_what, rawState, version, summary) => {
    const { upgradedState, diagnostics } = await upgrade(rawState, version);
    expect(decodeThing(upgradedState)).toBeNull();
    expect(diagnostics).toMatchObject([{ severity: ERROR, summary, detail: expect.stringMatching(/\w/) }]);
  });

  test("names the attribute whose value does not fit, and does not show it", async () => {
    const { diagnostics } = await upgrade({ json: Buffer.from('{"name":"x","labels":{"k":["s3cret"]}}') });
    expect(diagnostics).toMatchObject([
      {
        summary: "Unreadable value",
        detail: expect.stringContaining('labels["k"]: a string is required'),
        attribute: { steps: [{ attributeName: "labels" }, { elementKeyString: "k" }] },
      },
    ]);
    expect(diagnostics[0].detail).not.toContain("s3cret");
  });
});

describe("what cannot be answered is said in a diagnostic", () => {
  const state = encodeThing(whole);
  const requests: [string, object][] = [
    ["ValidateResourceConfig", { config: state }],
    ["UpgradeResourceState", { rawState: { json: Buffer.from("{}") } }],
    ["ReadResource", { currentState: state }],
    ["PlanResourceChange", { priorState: NULL, proposedNewState: state, config: state }],
    ["ApplyResourceChange", { priorState: NULL, plannedState: state, config: state }],
    ["ImportResourceState", { id: "x" }],
  ];

  test.each(requests)("%s of an unknown type", async (method, request) => {
    const { diagnostics } = await peer.call(method, { ...request, typeName: "tiny_nothing" });
    expect(diagnostics).toMatchObject([{ severity: ERROR, summary: "Unknown resource type" }]);
    expect(diagnostics[0].detail).toContain('"tiny_nothing"');
  });

  const damaged = { msgpack: Buffer.from("c1", "hex") };
  const unknown = { msgpack: encodeMsgpack("string", UNKNOWN) };
  const wrong = { msgpack: encodeMsgpack(["object", { name: "bool" }], { name: true }) };

  test.each<[string, object]>([
    ["ValidateProviderConfig", { config: damaged }],
    ["ValidateProviderConfig", { config: null }],
    ["ConfigureProvider", { config: wrong }],
    ["ConfigureProvider", { config: unknown }],
    ["ValidateResourceConfig", { config: damaged }],
    ["ValidateResourceConfig", { config: { json: Buffer.from("{") } }],
    ["ReadResource", { currentState: wrong }],
    ["PlanResourceChange", { priorState: damaged, proposedNewState: state, config: state }],
    ["PlanResourceChange", { priorState: NULL, proposedNewState: unknown, config: state }],
    ["ApplyResourceChange", { priorState: NULL, plannedState: damaged, config: state }],
  ])("%s with an unreadable value: %j", async (method, request) => {
    const { diagnostics } = await peer.call(method, { typeName: THING, ...request });
    expect(diagnostics).toMatchObject([
      { severity: ERROR, summary: "Unreadable value", detail: expect.stringContaining("bug in the provider") },
    ]);
  });

  test("a handler's own words, with the place that they are about", async () => {
    const { newState, diagnostics } = await create(peer, "refused");
    expect(decodeThing(newState)).toBeNull();
    expect(diagnostics).toMatchObject([
      {
        severity: ERROR,
        summary: "Refused",
        detail: "The name is not to its taste.",
        attribute: { steps: [{ attributeName: "name", selector: "attributeName" }] },
      },
    ]);
  });

  test("a configuration that the provider refuses", async () => {
    const { diagnostics } = await configure(peer, "rude");
    expect(diagnostics).toMatchObject([
      { severity: ERROR, summary: "Rude", attribute: { steps: [{ attributeName: "greeting" }] } },
    ]);
  });

  test("a call before the configuration", async () => {
    const { diagnostics } = await create(dial(), "x");
    expect(diagnostics).toMatchObject([{ severity: ERROR, summary: "Provider not configured", attribute: null }]);
  });
});

test("a valid configuration has no diagnostics", async () => {
  const provider = await peer.call("ValidateProviderConfig", { config: providerConfig(UNKNOWN) });
  expect(provider.diagnostics).toEqual([]);
  const config = encodeThing(thing({ name: UNKNOWN }));
  expect((await peer.call("ValidateResourceConfig", { typeName: THING, config })).diagnostics).toEqual([]);
});

describe("StopProvider", () => {
  test("cuts short what is under way on its own connection, and only that", async () => {
    const other = dial();
    await configure(other, "other");
    const [mine, theirs] = [create(peer, "slow"), create(other, "slow")];
    let theirsEnded = false;
    void theirs.then(() => {
      theirsEnded = true;
    });
    await Promise.all([create(peer, "x"), create(other, "x")]);
    expect(await peer.call("StopProvider")).toEqual({ Error: "" });
    expect((await mine).diagnostics).toMatchObject([{ severity: ERROR, summary: "The create was cut short" }]);
    await create(other, "x");
    expect(theirsEnded).toBe(false);
    await other.call("StopProvider");
    expect((await theirs).diagnostics).toMatchObject([{ summary: "The create was cut short" }]);
  });

  test("leaves later calls alone", async () => {
    await peer.call("StopProvider");
    await peer.call("StopProvider");
    const { newState, diagnostics } = await create(peer, "x");
    expect(diagnostics).toEqual([]);
    expect(decodeThing(newState)).toMatchObject({ greeting: "hello" });
    const slow = create(peer, "slow");
    await create(peer, "x");
    await peer.call("StopProvider");
    expect((await slow).diagnostics).toMatchObject([{ summary: "The create was cut short" }]);
  });
});
