/** What newer Terraforms call, over the connection that they make: a process of its own, with mutual TLS. */
import path from "node:path";
import { type Certificate, createCertificate } from "../../src/plugin/certificate";
import { openPrivateState, type Schema, UNKNOWN, type Value } from "../../src/terraform";
import { connect, type Peer } from "../plugin/support/client";
import { type Handshake, TERRAFORM, Workshop } from "../plugin/support/plugin-process";
import { until } from "../plugin/support/until";
import { kinds } from "./provider/kinds";
import { linesOf, takeLines } from "./support/attached";
import { complete, decode, decodeIdentity, encode, encodeIdentity } from "./support/values";

const ERROR = 1;
const WARNING = 2;
const UNIMPLEMENTED = 12;

type Given = Readonly<Record<string, Value>>;

let workshop: Workshop;
let identity: Certificate;
let handshake: Handshake;
/** Without a connection the provider ends. */
let keeper: Peer;
let peer: Peer;
let events: string;

const dial = () => connect(handshake.target, handshake.certificate, identity);

beforeAll(async () => {
  workshop = new Workshop(path.join(__dirname, "provider/main.ts"));
  identity = createCertificate();
  events = path.join(workshop.folder, "events");
  const plugin = workshop.start({ ...TERRAFORM, PLUGIN_CLIENT_CERT: identity.pem, KINDS_EVENTS: events });
  handshake = await plugin.handshake();
  keeper = dial();
  await keeper.call("GetMetadata");
});
beforeEach(() => {
  peer = dial();
});
afterEach(() => {
  peer.close();
  takeLines(events);
});
afterAll(async () => {
  keeper.close();
  await workshop.clear();
  workshop.remove();
});

const ALLOWED = { deferralAllowed: true, writeOnlyAttributesAllowed: true };

function configure(given: Given = { prefix: "hi" }) {
  const config = encode(kinds.schema, given);
  return peer.call("ConfigureProvider", { terraformVersion: "1.14.0", config, clientCapabilities: ALLOWED });
}

function schemaOf(
  declarations: "resources" | "dataSources" | "ephemerals" | "actions" | "lists",
  name: string,
): Schema {
  return (kinds[declarations] ?? []).find((each) => each.name === name)?.schema as Schema;
}

const TYPE = "kinds_shelf";
const SHELF = schemaOf("resources", "shelf");
const IDENTITY = kinds.resources.find(({ name }) => name === "shelf")?.identity;
if (IDENTITY === undefined) throw new Error("A shelf has no identity.");
const shelfIdentity = (given: Given) => encodeIdentity(IDENTITY, given);
const identityOf = (encoded: Parameters<typeof decodeIdentity>[1]) => decodeIdentity(IDENTITY, encoded);

const MADE = { room: "hall", label: "a", size: 1, colour: "white", serial: "serial of a" };
const WANTED = { label: "a", size: 1 };

function read(given: Given, more: object = {}) {
  return peer.call("ReadResource", { typeName: TYPE, currentState: encode(SHELF, given), ...more });
}

/** Proposes what Terraform would: what is given, and what there was of all that is left to the provider. */
function plan(prior: Given | null, wanted: Given | null, more: object = {}) {
  const kept =
    prior === null || wanted === null ? {} : { room: prior.room, serial: prior.serial, colour: prior.colour };
  const proposed = wanted && ({ ...kept, ...wanted } as Given);
  return peer.call("PlanResourceChange", {
    typeName: TYPE,
    priorState: encode(SHELF, prior),
    proposedNewState: encode(SHELF, proposed),
    config: encode(SHELF, wanted),
    ...more,
  });
}

function apply(prior: Given | null, planned: Given | null, wanted: Given | null, more: object = {}) {
  return peer.call("ApplyResourceChange", {
    typeName: TYPE,
    priorState: encode(SHELF, prior),
    plannedState: encode(SHELF, planned),
    config: encode(SHELF, wanted),
    ...more,
  });
}

// biome-ignore lint/suspicious/noExplicitAny: what comes from the peer has no types
async function all(stream: AsyncIterable<any>): Promise<any[]> {
  const collected = [];
  for await (const event of stream) collected.push(event);
  return collected;
}

describe("actions", () => {
  const MESSAGE = schemaOf("actions", "message");
  const config = (name: string) => encode(MESSAGE, { name, times: 2 });

  test("are found, validated, planned and invoked", async () => {
    const { actionSchemas } = await peer.call("GetProviderSchema");
    expect(Object.keys(actionSchemas)).toEqual(["kinds_message", "kinds_blink"]);
    const request = { typeName: "kinds_message", config: config("ann") };
    expect((await peer.call("ValidateActionConfig", request)).diagnostics).toEqual([]);
    expect((await configure()).diagnostics).toEqual([]);
    const action = { actionType: "kinds_message", config: config("ann"), clientCapabilities: ALLOWED };
    expect(await peer.call("PlanAction", action)).toMatchObject({ diagnostics: [], deferred: null });
    expect(await all(peer.provider.InvokeAction(action))).toMatchObject([
      { progress: { message: "hi ann 1" } },
      { progress: { message: "hi ann 2" } },
      { completed: { diagnostics: [] } },
    ]);
  });

  test("are interrupted by StopProvider, and the connection serves on", async () => {
    await configure();
    const call = peer.provider.InvokeAction({ actionType: "kinds_message", config: config("slow") });
    const said: unknown[] = [];
    for await (const event of call) {
      said.push(event);
      if (said.length === 2) await peer.call("StopProvider");
    }
    expect(said.at(-1)).toMatchObject({ completed: { diagnostics: [{ summary: "The invoke was cut short" }] } });
    expect((await peer.call("GetMetadata")).actions).toHaveLength(2);
  });
});

describe("the names of all that there is", () => {
  test("are those of the schemas, without a configuration", async () => {
    const metadata = await peer.call("GetMetadata");
    const schema = await peer.call("GetProviderSchema");
    const names = (each: readonly { typeName?: string; name?: string }[]) =>
      each.map((one) => one.typeName ?? one.name);
    expect(names(metadata.resources)).toEqual(Object.keys(schema.resourceSchemas));
    expect(names(metadata.dataSources)).toEqual(Object.keys(schema.dataSourceSchemas));
    expect(names(metadata.ephemeralResources)).toEqual(Object.keys(schema.ephemeralResourceSchemas));
    expect(names(metadata.actions)).toEqual(Object.keys(schema.actionSchemas));
    expect(names(metadata.listResources)).toEqual(Object.keys(schema.listResourceSchemas));
    expect(names(metadata.functions)).toEqual(Object.keys(schema.functions));
    const counts = [metadata.resources, metadata.dataSources, metadata.ephemeralResources, metadata.listResources];
    expect(counts.map(({ length }) => length)).toEqual([7, 3, 2, 1]);
    expect(metadata.serverCapabilities).toEqual(schema.serverCapabilities);
    expect(metadata.serverCapabilities).toMatchObject({ moveResourceState: true, generateResourceConfig: true });
  });

  test("have no state stores, whose methods are not implemented", async () => {
    expect((await peer.call("GetMetadata")).stateStores).toEqual([]);
    for (const method of ["ValidateStateStoreConfig", "ConfigureStateStore", "GetStates", "DeleteState", "LockState"]) {
      await expect(peer.call(method)).rejects.toMatchObject({ code: UNIMPLEMENTED });
    }
    await expect(all(peer.provider.ReadStateBytes({}))).rejects.toMatchObject({ code: UNIMPLEMENTED });
    const writing = new Promise((_, reject) => {
      peer.provider.WriteStateBytes((error: Error) => reject(error)).end({ bytes: Buffer.from("x") });
    });
    await expect(writing).rejects.toMatchObject({ code: UNIMPLEMENTED });
  });
});

describe("an identity", () => {
  test("has a schema, which says what an import must give", async () => {
    const { identitySchemas, diagnostics } = await peer.call("GetResourceIdentitySchemas");
    expect(diagnostics).toEqual([]);
    expect(Object.keys(identitySchemas)).toEqual(["kinds_disk", "kinds_vault", "kinds_job", TYPE]);
    const string = Buffer.from('"string"');
    expect(identitySchemas[TYPE]).toMatchObject({
      version: 1,
      identityAttributes: [
        { name: "room", type: string, requiredForImport: false, optionalForImport: true, description: "Its room." },
        { name: "label", type: string, requiredForImport: true, optionalForImport: false },
      ],
    });
  });

  test("goes with an object from its plan to its end", async () => {
    await configure();
    const planned = await plan(null, WANTED);
    expect(planned.diagnostics).toEqual([]);
    expect(identityOf(planned.plannedIdentity)).toEqual({ room: UNKNOWN, label: "a" });
    const created = await apply(null, decode(SHELF, planned.plannedState) as Given, WANTED, {
      plannedIdentity: planned.plannedIdentity,
    });
    expect(decode(SHELF, created.newState)).toMatchObject(MADE);
    expect(identityOf(created.newIdentity)).toEqual({ room: "hall", label: "a" });

    const currentIdentity = created.newIdentity;
    expect(identityOf((await read(MADE, { currentIdentity })).newIdentity)).toEqual({ room: "hall", label: "a" });
    const change = await plan(MADE, { ...WANTED, size: 2 }, { priorIdentity: currentIdentity });
    expect(identityOf(change.plannedIdentity)).toEqual({ room: "hall", label: "a" });
    const changed = await apply(
      MADE,
      { ...MADE, size: 2 },
      { ...WANTED, size: 2 },
      { plannedIdentity: currentIdentity },
    );
    expect(changed).toMatchObject({ diagnostics: [], newIdentity: currentIdentity });
    const end = await plan(MADE, null, { priorIdentity: currentIdentity });
    expect(end).toMatchObject({ diagnostics: [], plannedIdentity: currentIdentity });
    expect(await apply(MADE, null, null)).toMatchObject({ diagnostics: [], newIdentity: null });
  });

  test("of a replacement is the new object's", async () => {
    await configure();
    const replaced = await plan(MADE, { ...WANTED, label: "b" }, { priorIdentity: shelfIdentity(MADE) });
    expect(replaced.requiresReplace).toMatchObject([{ steps: [{ attributeName: "label" }] }]);
    expect(identityOf(replaced.plannedIdentity)).toEqual({ room: "hall", label: "b" });
  });

  test.each<[string, Given, object]>([
    ["by a read", { ...MADE, label: "wanderer" }, {}],
    ["behind the state", MADE, { currentIdentity: shelfIdentity({ room: "attic", label: "a" }) }],
  ])("that changes %s is refused", async (_how, state, more) => {
    await configure();
    const { diagnostics } = await read(state, more);
    expect(diagnostics).toMatchObject([
      {
        severity: ERROR,
        summary: "Unexpected identity change",
        attribute: { steps: [{ attributeName: "room" }] },
      },
    ]);
  });

  test("is what a resource without one does not answer with", async () => {
    await configure();
    const schema = schemaOf("resources", "archive");
    const state = encode(schema, { id: "archive-1", megabytes: 1 });
    const answer = await peer.call("ReadResource", { typeName: "kinds_archive", currentState: state });
    expect(answer).toMatchObject({ diagnostics: [], newIdentity: null });
  });

  const upgrade = (version: number, stored: object, typeName = TYPE) =>
    peer.call("UpgradeResourceIdentity", {
      typeName,
      version,
      rawIdentity: { json: Buffer.from(JSON.stringify(stored)) },
    });

  test.each<[string, number, object]>([
    ["the same", 1, { room: "hall", label: "a" }],
    ["an older", 0, { name: "a" }],
  ])("of %s version is brought to the current one", async (_which, version, stored) => {
    const { upgradedIdentity, diagnostics } = await upgrade(version, stored);
    expect(diagnostics).toEqual([]);
    expect(identityOf(upgradedIdentity)).toEqual({ room: "hall", label: "a" });
  });

  test.each<[string, number, object, string, string]>([
    ["of a newer version", 7, {}, TYPE, "Unknown state version"],
    ["that is no object", 1, [], TYPE, "Unreadable state"],
    ["of a resource without one", 0, {}, "kinds_archive", "No identity"],
    ["of a resource that is not there", 0, {}, "kinds_nothing", "Unknown resource type"],
  ])("%s cannot be brought to the current one", async (_which, version, stored, typeName, summary) => {
    const { upgradedIdentity, diagnostics } = await upgrade(version, stored, typeName);
    expect(diagnostics).toMatchObject([{ severity: ERROR, summary }]);
    expect(upgradedIdentity).toBeNull();
  });
});

describe("an import", () => {
  const importing = (target: object) => peer.call("ImportResourceState", { typeName: TYPE, ...target });

  test.each<[string, object, string]>([
    ["identity", { identity: shelfIdentity({ room: "attic", label: "a" }) }, "attic"],
    ["identity without what may be left out", { identity: shelfIdentity({ label: "a" }) }, "hall"],
    ["id", { id: "a" }, "hall"],
  ])("by %s answers with state and identity", async (_what, target, room) => {
    await configure();
    const { importedResources, diagnostics } = await importing(target);
    expect(diagnostics).toEqual([]);
    expect(importedResources).toHaveLength(1);
    const [{ typeName, state, identity: found }] = importedResources;
    expect(typeName).toBe(TYPE);
    expect(decode(SHELF, state)).toMatchObject({ room, label: "a", note: "note of a", lock: null });
    expect(identityOf(found)).toEqual({ room, label: "a" });
  });

  test.each<[string, object, string, string]>([
    ["without what it must have", { identity: shelfIdentity({ room: "hall" }) }, "Missing label", "must have"],
    ["that cannot be one", { identity: shelfIdentity({ label: " " }) }, "Invalid label", "not empty"],
    ["that nobody has", { identity: shelfIdentity({ label: "gone" }) }, "Nothing to import", "this identity"],
    ["of another form", { identity: { identityData: encode(SHELF, MADE) } }, "Unreadable value", ""],
  ])("by an identity %s is refused", async (_what, target, summary, detail) => {
    await configure();
    const { importedResources, diagnostics } = await importing(target);
    expect(importedResources).toEqual([]);
    expect(diagnostics).toMatchObject([{ severity: ERROR, summary, detail: expect.stringContaining(detail) }]);
  });
});

test("a move answers with state and identity, and with the private state of a type of its own", async () => {
  const privateState = openPrivateState();
  privateState.set("kept", "by the rack");
  const sourcePrivate = privateState.bytes();
  const move = (sourceProviderAddress: string) =>
    peer.call("MoveResourceState", {
      sourceProviderAddress,
      sourceTypeName: "kinds_rack",
      sourceSchemaVersion: 3,
      sourceState: { json: Buffer.from('{"name":"a","unheard":1}') },
      targetTypeName: TYPE,
      sourcePrivate,
    });
  const moved = await move("registry.opentofu.org/test/kinds");
  expect(moved.diagnostics).toEqual([]);
  expect(decode(SHELF, moved.targetState)).toMatchObject({ ...MADE, note: "note of a", remark: null });
  expect(identityOf(moved.targetIdentity)).toEqual({ room: "hall", label: "a" });
  expect(moved.targetPrivate).toEqual(Buffer.from(sourcePrivate));
  expect(await move("registry.terraform.io/evil/kinds")).toMatchObject({
    targetState: { msgpack: Buffer.from([0xc0]) },
    targetIdentity: null,
    targetPrivate: Buffer.alloc(0),
    diagnostics: [{ severity: ERROR, summary: "Move is not supported" }],
  });
});

describe("listing", () => {
  const LIST = schemaOf("lists", "shelf");

  interface Search {
    readonly limit?: number;
    readonly includeResourceObject?: boolean;
  }

  const listing = (given: Given, search: Search = {}) =>
    peer.provider.ListResource({ typeName: TYPE, config: encode(LIST, given), ...search });
  const list = (labels: readonly string[], search: Search = {}, given: Given = {}) =>
    all(listing({ labels, ...given }, search));
  const labelsIn = (found: readonly { displayName: string }[]) => found.map(({ displayName }) => displayName);
  const ends = () => linesOf(events).filter((line) => line === "list ended").length;

  test.each([
    [0, ["shelf a", "shelf b", "shelf c"]],
    [1, ["shelf a"]],
    [2, ["shelf a", "shelf b"]],
    [9, ["shelf a", "shelf b", "shelf c"]],
  ])("with a limit of %i finds as many objects, and ends the handler", async (limit, names) => {
    await configure();
    const found = await list(["a", "b", "c"], { limit });
    expect(labelsIn(found)).toEqual(names);
    expect(found.map(({ identity: each }) => identityOf(each))).toEqual(
      names.map((name) => ({ room: "hall", label: name.slice(-1) })),
    );
    for (const event of found) {
      expect(event.diagnostic).toEqual([]);
      expect(event).not.toHaveProperty("_resourceObject");
    }
    expect(ends()).toBe(1);
  });

  test.each([
    ["at hand", true],
    ["not at hand, by the import", false],
  ])("answers with whole objects that are %s", async (_where, observed) => {
    await configure();
    const found = await list(["a", "bb"], { includeResourceObject: true }, { observed, room: "attic" });
    expect(found.map(({ diagnostic }) => diagnostic)).toEqual([[], []]);
    expect(found.map(({ resourceObject }) => decode(SHELF, resourceObject))).toEqual(
      ["a", "bb"].map((label) =>
        complete(SHELF, {
          ...MADE,
          ...{ room: "attic", label, size: label.length, note: `note of ${label}`, serial: `serial of ${label}` },
        }),
      ),
    );
  });

  test("leaves out an object that is gone when it is looked at, and does not count it", async () => {
    await configure();
    const found = await list(["gone", "a", "b"], { includeResourceObject: true, limit: 1 });
    expect(labelsIn(found)).toEqual(["shelf a"]);
    expect(labelsIn(await list(["gone"]))).toEqual(["shelf gone"]);
  });

  test("warns of an object and goes on", async () => {
    await configure();
    expect(await list(["dusty", "a"])).toMatchObject([
      { displayName: "shelf dusty", diagnostic: [{ severity: WARNING, detail: "It was not dusted." }] },
      { displayName: "shelf a", diagnostic: [] },
    ]);
  });

  test.each([
    ["refused", "Refused", "Not this room."],
    ["crash", "Unexpected error in the provider", "The list handler of shelf failed: out of nowhere"],
    ["nameless", "Invalid result from the provider", "returned an object without a displayName"],
  ])("ends with an error when it is %s, after what it had found", async (label, summary, detail) => {
    await configure();
    const found = await list(["a", label, "b"]);
    expect(found).toMatchObject([
      { displayName: "shelf a" },
      {
        displayName: "",
        identity: null,
        diagnostic: [{ severity: ERROR, summary, detail: expect.stringContaining(detail) }],
      },
    ]);
    expect(ends()).toBe(1);
  });

  test.each<[string, readonly string[]]>([
    ["while it waits for the service", ["a", "slow", "b"]],
    ["while it has much to tell", Array.from({ length: 50_000 }, (_, index) => `shelf number ${index}`)],
  ])("ends the handler when nobody waits any more, %s", async (_when, labels) => {
    await configure();
    const call = listing({ labels });
    call.on("error", () => undefined);
    await new Promise((resolve) => call.once("data", resolve));
    call.cancel();
    await until(() => ends() === 1, "the end of the handler");
    expect(labelsIn(await list(["a"]))).toEqual(["shelf a"]);
  });

  test("is cut short by StopProvider and by its own timeout", async () => {
    await configure();
    const found: unknown[] = [];
    for await (const event of listing({ labels: ["a", "slow"] })) {
      found.push(event);
      if (found.length === 1) await peer.call("StopProvider");
    }
    expect(found).toMatchObject([
      {},
      { diagnostic: [{ summary: "The list was cut short", detail: expect.stringContaining("interrupted") }] },
    ]);
    expect(await list(["slow"], {}, { timeouts: { list: "50ms" } })).toMatchObject([
      { diagnostic: [{ summary: "The list was cut short", detail: expect.stringContaining('raise "list"') }] },
    ]);
  });

  test("is refused in words where it cannot be", async () => {
    const said = async (call: AsyncIterable<unknown>) =>
      (await all(call)).map(({ diagnostic: [{ summary }] }) => summary);
    expect(await said(listing({ labels: ["a"] }))).toEqual(["Provider not configured"]);
    await configure();
    expect(await said(listing({ labels: UNKNOWN }))).toEqual(["Configuration not known yet"]);
    expect(await said(peer.provider.ListResource({ typeName: "kinds_disk" }))).toEqual(["Unknown list resource"]);
    expect(
      await said(peer.provider.ListResource({ typeName: TYPE, config: { msgpack: Buffer.from([0xc1]) } })),
    ).toEqual(["Unreadable value"]);
  });

  test("is validated by the checks of its arguments, whatever else is sent", async () => {
    const validate = (given: Given, more: object = {}) =>
      peer.call("ValidateListResourceConfig", { typeName: TYPE, config: encode(LIST, given), ...more });
    const extra = { includeResourceObject: { msgpack: Buffer.from([0xc3]) }, limit: { msgpack: Buffer.from([0x05]) } };
    expect((await validate({ labels: UNKNOWN, room: "hall" }, extra)).diagnostics).toEqual([]);
    expect((await validate({ labels: [], room: "cellar" })).diagnostics).toMatchObject([
      { severity: ERROR, summary: "Invalid room", attribute: { steps: [{ attributeName: "room" }] } },
    ]);
  });
});

describe("a generated configuration", () => {
  const generate = (given: Given | null) =>
    peer.call("GenerateResourceConfig", { typeName: TYPE, state: encode(SHELF, given) });

  test("says what a person would write, is valid, and plans no change", async () => {
    const state = { ...MADE, note: "n", remark: "r" };
    const { config, diagnostics } = await generate(state);
    expect(diagnostics).toEqual([]);
    const generated = decode(SHELF, config) as Given;
    expect(generated).toEqual(complete(SHELF, { room: "hall", label: "a", size: 1, note: "n" }));
    const request = { typeName: TYPE, config, clientCapabilities: ALLOWED };
    expect((await peer.call("ValidateResourceConfig", request)).diagnostics).toEqual([]);
    await configure();
    const kept = { ...state, remark: null };
    expect(decode(SHELF, (await plan(kept, generated)).plannedState)).toEqual(complete(SHELF, kept));
  });

  test("is not there without a state", async () => {
    expect((await generate(null)).diagnostics).toMatchObject([{ severity: ERROR, summary: "No state" }]);
    const strange = await peer.call("GenerateResourceConfig", { typeName: "kinds_nothing" });
    expect(strange.diagnostics).toMatchObject([{ summary: "Unknown resource type" }]);
  });
});

describe("what has to wait", () => {
  const later = { ...MADE, label: "later", serial: "serial of later" };
  const wanted = { label: "later", size: 1 };
  const calls = (name: string, capabilities: object): readonly [string, () => Promise<Deferrable>][] => {
    const more = { clientCapabilities: capabilities };
    const config = (kind: "dataSources" | "ephemerals" | "actions", type: string) =>
      encode(schemaOf(kind, type), { name });
    return [
      ["read", () => read(later, more)],
      ["create", () => plan(null, wanted, more)],
      ["update", () => plan(later, { ...wanted, size: 2 }, more)],
      ["destroy", () => plan(later, null, more)],
      ["import", () => peer.call("ImportResourceState", { typeName: TYPE, id: "later", ...more })],
      [
        "data",
        () =>
          peer.call("ReadDataSource", {
            typeName: "kinds_greeting",
            config: config("dataSources", "greeting"),
            ...more,
          }),
      ],
      [
        "ephemeral",
        () =>
          peer.call("OpenEphemeralResource", {
            typeName: "kinds_token",
            config: config("ephemerals", "token"),
            ...more,
          }),
      ],
      [
        "action",
        () => peer.call("PlanAction", { actionType: "kinds_message", config: config("actions", "message"), ...more }),
      ],
    ];
  };

  interface Deferrable {
    readonly deferred: { readonly reason: number } | null;
    readonly diagnostics: readonly { readonly summary: string; readonly detail: string }[];
  }

  const RESOURCE_CONFIG_UNKNOWN = 1;
  const PROVIDER_CONFIG_UNKNOWN = 2;
  const ABSENT_PREREQ = 3;

  async function reasons(name: string, capabilities: object) {
    const asked = calls(name, capabilities).map(async ([what, call]) => [what, await call()] as const);
    return Object.fromEntries(await Promise.all(asked));
  }

  test("is put off where Terraform allows it, for the reason that the handler gives", async () => {
    await configure();
    const answers = await reasons("deferred", ALLOWED);
    const reasonOf = (what: string) => answers[what]?.deferred?.reason;
    for (const what of ["read", "create", "update", "destroy", "import"]) expect(reasonOf(what)).toBe(ABSENT_PREREQ);
    for (const what of ["data", "ephemeral"]) expect(reasonOf(what)).toBe(RESOURCE_CONFIG_UNKNOWN);
    // Terraform takes no other reason of an action.
    expect(reasonOf("action")).toBe(PROVIDER_CONFIG_UNKNOWN);
    for (const answer of Object.values(answers)) expect(answer.diagnostics).toEqual([]);
  });

  test("waits for the provider itself", async () => {
    expect((await configure({ text: "later" })).diagnostics).toEqual([]);
    const answers = await reasons("ann", ALLOWED);
    for (const answer of Object.values(answers)) {
      expect(answer).toMatchObject({ deferred: { reason: PROVIDER_CONFIG_UNKNOWN }, diagnostics: [] });
    }
    const [listed] = await all(
      peer.provider.ListResource({ typeName: TYPE, config: encode(schemaOf("lists", "shelf"), { labels: [] }) }),
    );
    expect(listed).toMatchObject({ diagnostic: [{ summary: "Not known yet" }] });
  });

  test.each([
    ["is not said to be allowed", {}],
    ["is not allowed", { deferralAllowed: false }],
  ])("is an error where that %s", async (_what, capabilities) => {
    await configure();
    for (const answer of Object.values(await reasons("deferred", capabilities))) {
      expect(answer).toMatchObject({ deferred: null, diagnostics: [{ severity: ERROR, summary: "Not known yet" }] });
    }
    const config = encode(kinds.schema, { text: "later" });
    const refused = await peer.call("ConfigureProvider", { config, clientCapabilities: capabilities });
    expect(refused.diagnostics).toMatchObject([
      { severity: ERROR, summary: "Not known yet", detail: expect.stringContaining("no address yet") },
    ]);
  });

  test("keeps what is known so far", async () => {
    await configure();
    const { plannedState, plannedIdentity } = await plan(null, wanted, { clientCapabilities: ALLOWED });
    expect(decode(SHELF, plannedState)).toEqual(
      complete(SHELF, { ...wanted, room: UNKNOWN, serial: UNKNOWN, colour: "white" }),
    );
    expect(identityOf(plannedIdentity)).toEqual({ room: UNKNOWN, label: "later" });
    const { newState, private: kept } = await read(later, { clientCapabilities: ALLOWED, private: Buffer.from("p") });
    expect(decode(SHELF, newState)).toEqual(complete(SHELF, later));
    expect(kept).toEqual(Buffer.from("p"));
  });
});

test.each([
  ["does not say that it keeps them so", undefined],
  ["says that it does not", { writeOnlyAttributesAllowed: false }],
])("write-only values are refused by a Terraform that %s", async (_what, clientCapabilities) => {
  const validate = (given: Given, capabilities: object | undefined) =>
    peer.call("ValidateResourceConfig", {
      typeName: TYPE,
      config: encode(SHELF, given),
      clientCapabilities: capabilities,
    });
  const secret = { ...WANTED, lock: "canary-1234" };
  const { diagnostics } = await validate(secret, clientCapabilities);
  expect(diagnostics).toMatchObject([
    { severity: ERROR, summary: "Unsupported lock", attribute: { steps: [{ attributeName: "lock" }] } },
  ]);
  expect(JSON.stringify(diagnostics)).not.toContain("canary");
  expect((await validate(WANTED, clientCapabilities)).diagnostics).toEqual([]);
  expect((await validate(secret, ALLOWED)).diagnostics).toEqual([]);
});

test("what Terraform 1.16 says besides changes no plan", async () => {
  await configure();
  const priorPrivate = Buffer.from("what is kept");
  const change = { ...WANTED, size: 2, lock: "1234" };
  const usual = await plan(MADE, change, { priorPrivate });
  const capabilities = { ...ALLOWED, storePlannedPrivate: true, computedBlocksAllowed: true };
  const newer = await plan(MADE, change, {
    priorPrivate,
    plannedPrivate: Buffer.from("of an earlier plan"),
    clientCapabilities: capabilities,
  });
  expect(newer).toEqual(usual);
  expect(newer.plannedPrivate).toEqual(priorPrivate);
  expect(decode(SHELF, newer.plannedState)).toEqual(complete(SHELF, { ...MADE, size: 2 }));
});

test("provider_meta reaches a data source, a read, a plan and an apply", async () => {
  await configure();
  const meta = kinds.meta?.schema as Schema;
  const providerMeta = encode(meta, { module: "net" });
  const settings = { typeName: "kinds_settings", config: encode(schemaOf("dataSources", "settings"), {}) };
  const moduleOf = async (more: object) => {
    const { state } = await peer.call("ReadDataSource", { ...settings, ...more });
    return (decode(schemaOf("dataSources", "settings"), state) as Given).module;
  };
  expect([await moduleOf({ providerMeta }), await moduleOf({})]).toEqual(["net", "null"]);

  const JOB = schemaOf("resources", "job");
  const typeName = "kinds_job";
  const [config, none] = [encode(JOB, { name: "a" }), encode(JOB, null)];
  const change = { typeName, priorState: none, config, proposedNewState: config, providerMeta };
  const { plannedState, diagnostics } = await peer.call("PlanResourceChange", change);
  expect(diagnostics).toEqual([]);
  const created = await peer.call("ApplyResourceChange", {
    typeName,
    priorState: none,
    config,
    plannedState,
    providerMeta,
  });
  await peer.call("ReadResource", { typeName, currentState: created.newState, private: created.private, providerMeta });
  expect(takeLines(events)).toEqual(["plan a for net", "create a for net", "read a for net"]);
  const wrong = await peer.call("ReadDataSource", { ...settings, providerMeta: { msgpack: Buffer.from([0xc1]) } });
  expect(wrong.diagnostics).toMatchObject([{ severity: ERROR, summary: "Unreadable value" }]);
});
