/** Data sources, ephemeral resources, actions and functions, as grpc-js sees them. */
import type { Http2Session } from "node:http2";
import { decodeMsgpack, encodeMsgpack } from "../../src/plugin/msgpack";
import { providerHandlers } from "../../src/plugin/provider-service";
import {
  createServer,
  Decimal,
  dataSourcesOf,
  defineProvider,
  listsOf,
  metaOf,
  optional,
  type ProviderServer,
  record,
  required,
  resourcesOf,
  type Schema,
  SILENT,
  set,
  type Type,
  UNKNOWN,
  type Value,
} from "../../src/terraform";
import { kinds } from "../conformance/provider/kinds";
import { decode, encode } from "../conformance/support/values";
import { connect, type Peer } from "./support/client";
import { type RunningServer, startServer } from "./support/server";
import { pause } from "./support/until";

const ERROR = 1;
const WARNING = 2;

let server: RunningServer;
let peer: Peer;
const peers: Peer[] = [];

beforeAll(async () => {
  const servers = new Map<Http2Session, ProviderServer>();
  server = await startServer(
    providerHandlers(({ session }) => {
      const known = servers.get(session) ?? createServer(kinds, SILENT);
      servers.set(session, known);
      return known;
    }),
  );
});
beforeEach(async () => {
  peer = dial();
  const config = encode(kinds.schema, { prefix: "hi" });
  await peer.call("ConfigureProvider", { terraformVersion: "1.11.4", config });
});
afterEach(() => {
  for (const open of peers.splice(0)) open.close();
  expect(server.unexpected).toEqual([]);
});
afterAll(() => server.close());

function dial(): Peer {
  const dialled = connect(server.target);
  peers.push(dialled);
  return dialled;
}

function schemaOf(kind: "resources" | "dataSources" | "ephemerals" | "actions", name: string): Schema {
  return kinds[kind]?.find((each) => each.name === name)?.schema as Schema;
}

const GREETING = schemaOf("dataSources", "greeting");
const TOKEN = schemaOf("ephemerals", "token");
const MESSAGE = schemaOf("actions", "message");
const SHELF = schemaOf("resources", "shelf");

describe("what the provider has", () => {
  test("is listed by name", async () => {
    expect(await peer.call("GetMetadata")).toMatchObject({
      diagnostics: [],
      resources: ["disk", "vault", "archive", "volume", "job", "relic", "shelf"].map((name) => ({
        typeName: `kinds_${name}`,
      })),
      dataSources: [{ typeName: "kinds_greeting" }, { typeName: "kinds_quiet" }, { typeName: "kinds_settings" }],
      ephemeralResources: [{ typeName: "kinds_token" }, { typeName: "kinds_mark" }],
      actions: [{ typeName: "kinds_message" }, { typeName: "kinds_blink" }],
      functions: ["join", "or_else", "is_known", "echo", "total", "parse_pair", "misbehave"].map((name) => ({ name })),
      listResources: [{ typeName: "kinds_shelf" }],
      stateStores: [],
      serverCapabilities: {
        planDestroy: true,
        getProviderSchemaOptional: true,
        moveResourceState: true,
        generateResourceConfig: true,
      },
    });
  });

  test("is described in full, and the same each time", async () => {
    const answer = await peer.call("GetProviderSchema");
    expect(await dial().call("GetProviderSchema")).toEqual(answer);
    const { block } = answer.dataSourceSchemas.kinds_greeting;
    expect(block.attributes).toMatchObject([
      { name: "name", required: true, optional: false, computed: false },
      { name: "tone", required: false, optional: true, computed: false },
      { name: "region", required: false, optional: true, computed: true },
      { name: "text", required: false, optional: false, computed: true },
      { name: "words", type: Buffer.from('["list","string"]') },
      { name: "lengths", type: Buffer.from('["map","number"]') },
      { name: "shape", type: Buffer.from('["object",{"exact":"number","loud":"bool","note":"string"}]') },
    ]);
    expect(block.blockTypes).toMatchObject([{ typeName: "timeouts", block: { attributes: [{ name: "read" }] } }]);
    expect(answer.dataSourceSchemas.kinds_quiet.block.blockTypes).toEqual([]);
    expect(Object.keys(answer.ephemeralResourceSchemas)).toEqual(["kinds_token", "kinds_mark"]);
    const [, secret] = answer.ephemeralResourceSchemas.kinds_token.block.attributes;
    expect(secret).toMatchObject({ name: "text", sensitive: true });
    expect(answer.actionSchemas.kinds_blink.schema.block).toMatchObject({ attributes: [], blockTypes: [] });
    expect(answer.actionSchemas.kinds_message.schema.block.attributes).toHaveLength(2);
  });

  test("says of managed resources what is write-only, deprecated, sensitive and nested", async () => {
    const { resourceSchemas } = await peer.call("GetProviderSchema");
    const { kinds_vault: vault, kinds_relic: relic, kinds_archive: archive } = resourceSchemas;
    const named = (each: readonly { name: string }[], name: string) => each.find((one) => one.name === name);
    expect(named(vault.block.attributes, "password")).toMatchObject({
      required: true,
      writeOnly: true,
      sensitive: true,
    });
    expect(named(vault.block.attributes, "hint")).toMatchObject({ writeOnly: false, sensitive: true });
    expect(named(vault.block.attributes, "named")).toMatchObject({
      nestedType: { nesting: 4, attributes: [{ name: "label" }, { name: "value", writeOnly: true }] },
    });
    expect(relic.block).toMatchObject({ deprecated: true, deprecationMessage: "Use kinds_disk." });
    expect(named(relic.block.attributes, "color")).toMatchObject({
      deprecated: true,
      deprecationMessage: "Use colour.",
    });
    expect(named(relic.block.attributes, "colour")).toMatchObject({ deprecated: false, deprecationMessage: "" });
    expect(relic.block.blockTypes[0]).toMatchObject({
      typeName: "part",
      block: { deprecated: true, deprecationMessage: "Parts are of no use." },
    });
    expect([vault.version, archive.version]).toEqual([0, 3]);
  });

  test("includes what a module may say, and what can be listed", async () => {
    const { providerMeta, listResourceSchemas } = await peer.call("GetProviderSchema");
    expect(providerMeta.block.attributes).toMatchObject([
      { name: "module", required: true },
      { name: "tags", optional: true, type: Buffer.from('["list","string"]') },
    ]);
    expect(Object.keys(listResourceSchemas)).toEqual(["kinds_shelf"]);
    const { attributes, blockTypes } = listResourceSchemas.kinds_shelf.block;
    expect(attributes).toMatchObject([{ name: "labels", required: true }, { name: "room" }, { name: "observed" }]);
    expect(blockTypes).toMatchObject([{ typeName: "timeouts", block: { attributes: [{ name: "list" }] } }]);
  });

  test("includes functions, which may be asked for alone", async () => {
    const { functions } = await peer.call("GetProviderSchema");
    expect((await dial().call("GetFunctions")).functions).toEqual(functions);
    expect(functions.join).toMatchObject({
      summary: "Joins texts.",
      description: "Puts the `separator` between them.",
      parameters: [
        { name: "separator", type: Buffer.from('"string"'), allowNullValue: false, allowUnknownValues: false },
      ],
      variadicParameter: { name: "parts" },
      return: { type: Buffer.from('"string"') },
    });
    expect(functions.echo).toMatchObject({
      parameters: [{ allowNullValue: true, allowUnknownValues: true }],
      variadicParameter: null,
    });
  });

  test.each([
    "ValidateStateStoreConfig",
    "ConfigureStateStore",
    "GetStates",
    "DeleteState",
    "LockState",
    "UnlockState",
  ])("is not %s", async (method) => {
    await expect(peer.call(method)).rejects.toMatchObject({ code: 12 });
  });
});

describe("data sources", () => {
  const validate = (values: Record<string, Value>) =>
    peer.call("ValidateDataResourceConfig", { typeName: "kinds_greeting", config: encode(GREETING, values) });
  const read = (values: Record<string, Value>, from = peer) =>
    from.call("ReadDataSource", { typeName: "kinds_greeting", config: encode(GREETING, values) });

  test("are validated by the checks of their arguments", async () => {
    expect((await validate({ name: UNKNOWN, tone: "loud" })).diagnostics).toEqual([]);
    expect((await validate({ name: "x", tone: "shrill" })).diagnostics).toMatchObject([
      { severity: ERROR, summary: "Invalid tone", attribute: { steps: [{ attributeName: "tone" }] } },
    ]);
    const timeouts = record([["read", "soon"]]);
    expect((await validate({ name: "x", timeouts })).diagnostics).toMatchObject([
      { attribute: { steps: [{ attributeName: "timeouts" }, { attributeName: "read" }] } },
    ]);
  });

  test("answer with the configuration and all that it leaves open", async () => {
    const timeouts = record([["read", "30s"]]);
    const { state, diagnostics } = await read({ name: "ann", tone: "loud", timeouts });
    expect(diagnostics).toEqual([]);
    expect(decode(GREETING, state)).toEqual(
      record([
        ["name", "ann"],
        ["tone", "loud"],
        ["region", "here"],
        ["text", "hi ann!"],
        ["words", ["hi", "ann!"]],
        [
          "lengths",
          record([
            ["ann!", 4],
            ["hi", 2],
          ]),
        ],
        [
          "shape",
          record([
            ["exact", 0.1],
            ["loud", true],
            ["note", null],
          ]),
        ],
        ["timeouts", timeouts],
      ]),
    );
  });

  test("keep what is configured of what the provider would fill in", async () => {
    const { state } = await read({ name: "ann", region: "there" });
    expect(decode(GREETING, state)).toMatchObject({ region: "there", tone: null });
  });

  test.each([
    ["missing", [{ attributeName: "text" }], "it is missing"],
    ["null", [{ attributeName: "text" }], "it is null"],
    ["unknown", [{ attributeName: "text" }], "it is unknown"],
    ["misfit", [{ attributeName: "words" }, { elementKeyInt: 1 }], "a number is no string"],
    ["altered", [{ attributeName: "name" }], "it is not what is configured"],
  ])("with a result that is %s are refused, with the place", async (name, steps, text) => {
    const { state, diagnostics } = await read({ name });
    expect(decode(GREETING, state)).toBeNull();
    expect(diagnostics).toMatchObject([
      { severity: ERROR, summary: "Invalid result from the provider", attribute: { steps } },
    ]);
    expect(diagnostics[0].detail).toContain(`The read handler of greeting returned an invalid value`);
    expect(diagnostics[0].detail).toContain(text);
    expect(diagnostics[0].detail).toContain("bug in the provider");
  });

  test("say what their handler threw", async () => {
    expect((await read({ name: "refused" })).diagnostics).toMatchObject([
      { summary: "Refused", attribute: { steps: [{ attributeName: "name" }] } },
    ]);
    expect((await read({ name: "crash" })).diagnostics).toMatchObject([
      { summary: "Unexpected error in the provider", detail: expect.stringContaining("read handler of greeting") },
    ]);
  });

  test("end when their time is up, and say how to raise it", async () => {
    const { diagnostics } = await read({ name: "slow", timeouts: record([["read", "20ms"]]) });
    expect(diagnostics).toMatchObject([
      { summary: "The read was cut short", detail: expect.stringContaining('raise "read" in the timeouts block') },
    ]);
  });

  test("end when Terraform is interrupted", async () => {
    const slow = read({ name: "slow" });
    await read({ name: "x" });
    await peer.call("StopProvider");
    expect((await slow).diagnostics).toMatchObject([{ summary: "The read was cut short" }]);
  });

  test("are not read before they can be", async () => {
    expect((await read({ name: "x" }, dial())).diagnostics).toMatchObject([{ summary: "Provider not configured" }]);
    expect((await read({ name: UNKNOWN })).diagnostics).toMatchObject([
      { summary: "Configuration not known yet", attribute: { steps: [{ attributeName: "name" }] } },
    ]);
  });
});

describe("ephemeral resources", () => {
  const open = (values: Record<string, Value>, from = peer) =>
    from.call("OpenEphemeralResource", { typeName: "kinds_token", config: encode(TOKEN, values) });
  const kept = (name: string, times: number) => ({ private: Buffer.from(JSON.stringify({ name, times })) });

  test("are validated by the checks of their arguments", async () => {
    const config = encode(TOKEN, { name: "" });
    const { diagnostics } = await peer.call("ValidateEphemeralResourceConfig", { typeName: "kinds_token", config });
    expect(diagnostics).toMatchObject([{ summary: "Invalid name" }]);
  });

  test("are opened, renewed and closed with what they keep", async () => {
    const opened = await open({ name: "renewed" });
    expect(opened.diagnostics).toEqual([]);
    expect(decode(TOKEN, opened.result)).toMatchObject({ name: "renewed", text: "hi-renewed-secret", words: [] });
    expect(opened.renewAt.seconds + opened.renewAt.nanos / 1e9).toBeCloseTo(Date.now() / 1000, 0);
    expect(JSON.parse(opened.private)).toEqual({ name: "renewed", times: 0 });

    const renewed = await peer.call("RenewEphemeralResource", { typeName: "kinds_token", private: opened.private });
    expect(renewed.diagnostics).toEqual([]);
    expect(renewed.renewAt).not.toBeNull();
    expect(JSON.parse(renewed.private)).toEqual({ name: "renewed", times: 1 });

    const closed = await peer.call("CloseEphemeralResource", { typeName: "kinds_token", private: opened.private });
    expect(closed.diagnostics).toEqual([]);
  });

  test("need neither renewal nor anything to keep", async () => {
    const mark = { typeName: "kinds_mark" };
    const schema = schemaOf("ephemerals", "mark");
    const opened = await peer.call("OpenEphemeralResource", { ...mark, config: encode(schema, {}) });
    expect(opened.diagnostics).toEqual([]);
    expect(opened).not.toHaveProperty("_renewAt");
    expect(opened).not.toHaveProperty("_private");
    expect((await peer.call("CloseEphemeralResource", mark)).diagnostics).toEqual([]);
    expect((await peer.call("RenewEphemeralResource", mark)).diagnostics).toMatchObject([
      { summary: "Invalid result from the provider", detail: expect.stringContaining("there is no renew handler") },
    ]);
    const asking = await peer.call("OpenEphemeralResource", { ...mark, config: encode(schema, { label: "renew" }) });
    expect(asking.diagnostics).toMatchObject([{ detail: expect.stringContaining("there is no renew handler") }]);
  });

  test("tell times before 1970 as Terraform writes them", async () => {
    expect((await open({ name: "past" })).renewAt).toEqual({ seconds: -2, nanos: 500_000_000 });
  });

  test.each([
    ["missing", "it is missing"],
    ["misfit", "a number is no string"],
    ["unknown", "it is unknown"],
    ["altered", "it is not what is configured"],
    ["never", "a time of renewal that is no valid date"],
  ])("with a result that is %s are refused", async (name, text) => {
    const answer = await open({ name });
    const { result, diagnostics } = answer;
    expect(decode(TOKEN, result)).toBeNull();
    expect(answer).not.toHaveProperty("_renewAt");
    expect(answer).not.toHaveProperty("_private");
    expect(diagnostics).toMatchObject([{ severity: ERROR, summary: "Invalid result from the provider" }]);
    expect(diagnostics[0].detail).toContain(text);
    expect(diagnostics[0].detail).not.toContain("secret");
  });

  test("say what their handlers threw", async () => {
    expect((await open({ name: "refused" })).diagnostics).toMatchObject([{ summary: "Refused" }]);
    const token = { typeName: "kinds_token" };
    const renewed = await peer.call("RenewEphemeralResource", { ...token, ...kept("renewed-refused", 0) });
    expect(renewed.diagnostics).toMatchObject([{ summary: "Refused" }]);
    const closed = await peer.call("CloseEphemeralResource", { ...token, ...kept("sticky", 0) });
    expect(closed.diagnostics).toMatchObject([{ summary: "Still in use" }]);
  });

  test("are not opened before they can be", async () => {
    expect((await open({ name: "x" }, dial())).diagnostics).toMatchObject([{ summary: "Provider not configured" }]);
    expect((await open({ name: UNKNOWN })).diagnostics).toMatchObject([{ summary: "Configuration not known yet" }]);
  });
});

describe("actions", () => {
  const plan = (values: Record<string, Value>, from = peer) =>
    from.call("PlanAction", { actionType: "kinds_message", config: encode(MESSAGE, values) });
  const stream = (values: Record<string, Value>, from = peer) =>
    from.provider.InvokeAction({ actionType: "kinds_message", config: encode(MESSAGE, values) });

  // biome-ignore lint/suspicious/noExplicitAny: what comes from the peer has no types
  async function events(call: AsyncIterable<any>): Promise<any[]> {
    const all = [];
    for await (const event of call) all.push(event);
    return all;
  }

  test("are validated by the checks of their arguments", async () => {
    const config = encode(MESSAGE, { name: "" });
    const { diagnostics } = await peer.call("ValidateActionConfig", { typeName: "kinds_message", config });
    expect(diagnostics).toMatchObject([{ summary: "Invalid name" }]);
  });

  test("are planned with what is known, with warnings or refusals", async () => {
    expect((await plan({ name: UNKNOWN })).diagnostics).toEqual([]);
    expect((await plan({ name: "everybody" })).diagnostics).toMatchObject([
      { severity: WARNING, summary: "Many people", attribute: { steps: [{ attributeName: "name" }] } },
    ]);
    expect((await plan({ name: "refused" })).diagnostics).toMatchObject([{ severity: ERROR, summary: "Refused" }]);
    const blink = { actionType: "kinds_blink", config: encode(schemaOf("actions", "blink"), {}) };
    expect((await peer.call("PlanAction", blink)).diagnostics).toEqual([]);
  });

  test("tell their progress, then that they are done", async () => {
    expect(await events(stream({ name: "ann", times: 2 }))).toEqual([
      { progress: { message: "hi ann 1" }, type: "progress" },
      { progress: { message: "hi ann 2" }, type: "progress" },
      { completed: { diagnostics: [] }, type: "completed" },
    ]);
  });

  test.each<[string, Record<string, Value>, string, number]>([
    ["when the handler refuses", { name: "refused" }, "Refused", 2],
    ["when the handler fails", { name: "crash" }, "Unexpected error in the provider", 2],
    ["when the time is up", { name: "slow", timeouts: record([["invoke", "20ms"]]) }, "The invoke was cut short", 2],
    ["while something is unknown", { name: UNKNOWN }, "Configuration not known yet", 1],
  ])("are completed with a diagnostic %s", async (_when, values, summary, count) => {
    const all = await events(stream(values));
    expect(all).toHaveLength(count);
    expect(all.at(-1)).toMatchObject({ completed: { diagnostics: [{ severity: ERROR, summary }] } });
  });

  test("are completed with a diagnostic before the provider is configured", async () => {
    expect(await events(stream({ name: "x" }, dial()))).toMatchObject([
      { completed: { diagnostics: [{ summary: "Provider not configured" }] } },
    ]);
  });

  test("tell their progress while they run, and end when Terraform is interrupted", async () => {
    const call = stream({ name: "slow" });
    const all: unknown[] = [];
    for await (const event of call) {
      all.push(event);
      if (all.length === 1) await peer.call("StopProvider");
    }
    expect(all).toMatchObject([
      { progress: { message: "hi slow 1" } },
      { completed: { diagnostics: [{ summary: "The invoke was cut short" }] } },
    ]);
  });

  test("are stopped when nobody waits for them", async () => {
    const call = stream({ name: "slow" });
    call.on("error", () => undefined);
    await new Promise((resolve) => call.once("data", resolve));
    call.cancel();
    await pause(50);
    expect(await events(stream({ name: "x" }))).toHaveLength(2);
  });
});

describe("what cannot be answered is said in a diagnostic", () => {
  const damaged = { msgpack: Buffer.from("c1", "hex") };

  test.each([
    ["ValidateDataResourceConfig", "typeName", "kinds_greeting", "Unknown data source"],
    ["ReadDataSource", "typeName", "kinds_greeting", "Unknown data source"],
    ["ValidateEphemeralResourceConfig", "typeName", "kinds_token", "Unknown ephemeral resource"],
    ["OpenEphemeralResource", "typeName", "kinds_token", "Unknown ephemeral resource"],
    ["ValidateActionConfig", "typeName", "kinds_message", "Unknown action"],
    ["PlanAction", "actionType", "kinds_message", "Unknown action"],
    ["ValidateListResourceConfig", "typeName", "kinds_shelf", "Unknown list resource"],
    ["ValidateResourceConfig", "typeName", "kinds_shelf", "Unknown resource type"],
  ])("%s", async (method, key, typeName, unknown) => {
    const strange = await peer.call(method, { [key]: "kinds_nothing", config: damaged });
    expect(strange.diagnostics).toMatchObject([
      { severity: ERROR, summary: unknown, detail: expect.stringContaining('"kinds_nothing"') },
    ]);
    for (const config of [damaged, null, { json: Buffer.from("{") }]) {
      const { diagnostics } = await peer.call(method, { [key]: typeName, config });
      expect(diagnostics).toMatchObject([{ severity: ERROR, summary: "Unreadable value" }]);
    }
  });

  test.each([
    ["ReadResource", "currentState"],
    ["PlanResourceChange", "proposedNewState"],
    ["PlanResourceChange", "config"],
    ["ApplyResourceChange", "plannedState"],
    ["GenerateResourceConfig", "state"],
  ])("%s with a damaged %s", async (method, value) => {
    expect((await peer.call(method, { typeName: "kinds_nothing" })).diagnostics).toMatchObject([
      { severity: ERROR, summary: "Unknown resource type" },
    ]);
    const { diagnostics } = await peer.call(method, { typeName: "kinds_shelf", [value]: damaged });
    expect(diagnostics).toMatchObject([{ severity: ERROR, summary: "Unreadable value" }]);
  });

  test.each([
    ["ReadResource", "currentIdentity", { currentState: encode(SHELF, { label: "a", size: 1 }) }],
    ["PlanResourceChange", "priorIdentity", {}],
    ["ImportResourceState", "identity", {}],
  ])("%s with a damaged %s", async (method, value, more) => {
    const { diagnostics } = await peer.call(method, {
      typeName: "kinds_shelf",
      [value]: { identityData: damaged },
      ...more,
    });
    expect(diagnostics).toMatchObject([{ severity: ERROR, summary: "Unreadable value" }]);
  });

  test.each([
    ["UpgradeResourceState", "typeName", "rawState"],
    ["UpgradeResourceIdentity", "typeName", "rawIdentity"],
    ["MoveResourceState", "targetTypeName", "sourceState"],
  ])("%s with no JSON", async (method, key, value) => {
    const answer = async (raw: object | null) =>
      (await peer.call(method, { [key]: "kinds_shelf", [value]: raw })).diagnostics;
    expect(await answer(null)).toMatchObject([{ severity: ERROR, summary: "State of Terraform 0.11 or older" }]);
    expect(await answer({ json: Buffer.from("{") })).toMatchObject([{ severity: ERROR, summary: "Unreadable value" }]);
  });

  test.each(["RenewEphemeralResource", "CloseEphemeralResource"])("%s", async (method) => {
    const { diagnostics } = await peer.call(method, { typeName: "kinds_nothing" });
    expect(diagnostics).toMatchObject([{ summary: "Unknown ephemeral resource" }]);
  });

  test.each([
    ["kinds_nothing", "Unknown action"],
    ["kinds_message", "Unreadable value"],
  ])("InvokeAction of %s", async (actionType, summary) => {
    const all: unknown[] = [];
    for await (const event of peer.provider.InvokeAction({ actionType, config: damaged })) all.push(event);
    expect(all).toMatchObject([{ completed: { diagnostics: [{ summary }] } }]);
  });
});

describe("functions", () => {
  const STRING_LIST: Type = ["list", "string"];
  const call = (name: string, types: readonly Type[], values: readonly Value[]) =>
    dial().call("CallFunction", {
      name,
      arguments: values.map((value, index) => ({ msgpack: encodeMsgpack(types[index] ?? "string", value) })),
    });
  const result = async (type: Type, answer: ReturnType<typeof call>) => {
    const { result: encoded, error } = await answer;
    expect(error).toBeNull();
    return decodeMsgpack(type, encoded.msgpack);
  };

  test("compute without a configured provider", async () => {
    expect(await result("string", call("join", [], ["-", "a", "b", "c"]))).toBe("a-b-c");
    expect(await result("string", call("join", [], ["-"]))).toBe("");
    expect(await result("number", call("total", [["list", "number"]], [[1, 0.5]]))).toBe(1.5);
    expect(await result(["object", { left: "string", right: "string" }], call("parse_pair", [], ["a/b"]))).toEqual(
      record([
        ["left", "a"],
        ["right", "b"],
      ]),
    );
  });

  test("get null where they allow it, and may give it", async () => {
    expect(await result("string", call("or_else", [], [null, "b"]))).toBe("b");
    expect(await result("string", call("echo", [], [null]))).toBeNull();
    expect(await result(STRING_LIST, call("misbehave", [], ["null"]))).toBeNull();
    const { error } = await call("or_else", [], ["a", null]);
    expect(error).toMatchObject({ text: 'argument "other" cannot be null', functionArgument: 1 });
  });

  test("are not called while an argument is unknown, unless they allow it", async () => {
    expect(await result("string", call("join", [], ["-", UNKNOWN]))).toBe(UNKNOWN);
    expect(await result("number", call("total", [["list", "number"]], [[1, UNKNOWN]]))).toBe(UNKNOWN);
    expect(await result("bool", call("is_known", ["dynamic"], [UNKNOWN]))).toBe(false);
    expect(await result("bool", call("is_known", ["dynamic"], ["a"]))).toBe(true);
    expect(await result("string", call("echo", [], [UNKNOWN]))).toBe(UNKNOWN);
  });

  test("blame the argument that breaks a check", async () => {
    const { error } = await call("join", [], ["-", "a", " "]);
    expect(error).toMatchObject({
      text: 'Invalid parts: It must be a text that is not empty. It is " ".',
      functionArgument: 2,
    });
  });

  test("blame the argument that they name, the first one too", async () => {
    expect((await call("parse_pair", [], ["ab"])).error).toMatchObject({
      text: '"ab" has no slash.',
      functionArgument: 0,
      _functionArgument: "functionArgument",
    });
    expect((await call("parse_pair", [], ["a/b", "c/d", "ef"])).error).toMatchObject({ functionArgument: 2 });
    const { error } = await call("misbehave", [], ["blame"]);
    expect(error).toMatchObject({ text: "Somebody is to blame." });
    expect(error).not.toHaveProperty("_functionArgument");
  });

  test("refuse whole numbers that they cannot compute with, and round fractions", async () => {
    const numbers: Type = ["list", "number"];
    const third = new Decimal("0.33333333333333333333333333333333");
    expect(await result("number", call("total", [numbers], [[third]]))).toBe(1 / 3);
    expect((await call("total", [numbers], [[new Decimal("9007199254740993")]])).error).toMatchObject({
      text: "9007199254740993 is larger than this function can compute with",
      functionArgument: 0,
    });
  });

  test.each([
    ["crash", "The function misbehave failed: out of nowhere\n\nThis is a bug in the provider"],
    ["refuse", "Refused: It does not like this."],
    ["misfit", 'returned an invalid result at "[1]": a number is no string. This is a bug in the provider'],
    ["nothing", "returned an invalid result: nothing is no list. This is a bug in the provider"],
    ["unknown", "returned an invalid result: it is unknown. This is a bug in the provider"],
  ])("that %s end in an error", async (how, text) => {
    const { error, result: encoded } = await call("misbehave", [], [how]);
    expect(error.text).toContain(text);
    expect(encoded).toBeNull();
  });

  test("are refused with arguments that do not fit", async () => {
    expect((await call("nothing", [], [])).error.text).toContain('no function "nothing"');
    expect((await call("or_else", [], ["a"])).error.text).toContain("takes 2 argument(s), but got 1");
    expect((await call("or_else", [], ["a", "b", "c"])).error.text).toContain("takes 2 argument(s), but got 3");
    expect((await call("join", [], [])).error.text).toContain("takes at least 1 argument(s), but got 0");
    expect((await call("join", ["string", "bool"], ["-", true])).error).toMatchObject({
      text: expect.stringContaining("a string is required"),
      functionArgument: 1,
    });
  });
});

const tape = resourcesOf<null>()({
  name: "tape",
  summary: "A tape.",
  attributes: { label: required.string("Label.") },
  timeouts: { create: "1m", read: "1m", update: "1m", delete: "1m" },
  create: async () => ({}),
  read: async ({ state }) => state,
  update: async () => ({}),
  delete: async () => undefined,
});

test("a schema that Terraform would refuse or crash on is not sent; what is wrong is said with its place", async () => {
  const broken = defineProvider({
    name: "broken",
    address: "example.com/test/broken",
    version: "1.0.0",
    summary: "Cannot be.",
    attributes: { alias: optional.string("Reserved.") },
    meta: metaOf<null>()({ Module: optional.string("Upper case.") }, (api) => api),
    resources: [
      tape,
      { ...tape, name: "reel", identity: { version: 0, upgrades: {}, attributes: tape.schema.attributes } },
    ],
    lists: [listsOf<null>()({ resource: tape, summary: "Tapes.", attributes: {}, async *list() {} })],
    dataSources: [
      dataSourcesOf<null>()({
        name: "names",
        summary: "Names.",
        attributes: { any: optional.of(set("dynamic"), "Anything.") },
        read: async () => ({}),
      }),
    ],
    explain: () => undefined,
    configure: async () => null,
  });
  const refusing = await startServer(providerHandlers(() => createServer(broken, SILENT)));
  const caller = connect(refusing.target);
  const { provider, dataSourceSchemas, diagnostics } = await caller.call("GetProviderSchema", {});
  caller.close();
  await refusing.close();
  expect(provider.block).toMatchObject({ attributes: [] });
  expect(Object.keys(dataSourceSchemas ?? {})).toEqual([]);
  expect(diagnostics.map(({ detail }: { detail: string }) => detail.split(". ")[0])).toEqual([
    "provider.alias: the name is reserved by Terraform",
    "provider_meta.Module: a name begins with a lower-case letter and goes on with lower-case letters, digits and underscores",
    "broken_reel identity.label: an identity does not change: declare the attribute `replace`, or `stable` if it is computed",
    "broken_tape list: the managed resource has no identity",
    "broken_names.any: a set cannot contain a dynamic type",
  ]);
});
