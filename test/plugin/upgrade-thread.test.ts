import { existsSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { decodeMsgpack } from "../../src/plugin/msgpack";
import { type Schema, schemaType } from "../../src/terraform";
import { inventories, storedInventory } from "./fixtures/inventory";
import { connect, type Peer } from "./support/client";
import { type PluginProcess, TERRAFORM, Workshop } from "./support/plugin-process";
import { until } from "./support/until";

const LARGE = 300_000;
const MEGABYTE = 1e6;

let workshop: Workshop;
const peers: Peer[] = [];

beforeAll(() => {
  workshop = new Workshop(path.join(__dirname, "fixtures/inventory-main.ts"));
});
afterEach(async () => {
  for (const peer of peers.splice(0)) peer.close();
  await workshop.clear();
});
afterAll(() => workshop.remove());

interface Started {
  readonly plugin: PluginProcess;
  readonly peer: Peer;
}

async function start(environment: Record<string, string> = {}): Promise<Started> {
  const plugin = workshop.start({ ...TERRAFORM, ...environment });
  const { target } = await plugin.handshake();
  const peer = connect(target);
  peers.push(peer);
  return { plugin, peer };
}

/** Upgrades as with no thread at all. */
const IN_PLACE = { INVENTORY_THREAD: "" };

function upgrade(peer: Peer, json: Buffer, { typeName = "inventories_inventory", version = 0 } = {}) {
  return peer.call("UpgradeResourceState", { typeName, version, rawState: { json } });
}

const type = schemaType(inventories.resources[0]?.schema as Schema);

test("while a large state is upgraded, other calls of the same connection are answered", async () => {
  const { plugin, peer } = await start();
  const file = path.join(workshop.folder, "go-on");
  const order: string[] = [];
  const upgraded = upgrade(peer, storedInventory(10 * MEGABYTE, `waitFor ${file}`)).then((answer) => {
    order.push("upgrade");
    return answer;
  });
  await until(() => plugin.stderr.includes("waiting\n"), "the upgrade");
  const { diagnostics } = await peer.call("ValidateProviderConfig", { config: { json: Buffer.from("{}") } });
  order.push("small call");
  writeFileSync(file, "");
  const { upgradedState } = await upgraded;
  expect(diagnostics).toEqual([]);
  expect(order).toEqual(["small call", "upgrade"]);
  const state = decodeMsgpack(type, upgradedState.msgpack) as { items: unknown[] };
  const { items } = JSON.parse(String(storedInventory(10 * MEGABYTE)));
  expect(state.items).toHaveLength(items.length);
  expect(state.items.at(-1)).toMatchObject({ name: "x".repeat(60), size: 12345 });
});

test("the answer is the same as in place, whatever comes of it", async () => {
  const [threaded, inPlace] = [await start(), await start(IN_PLACE)];
  const good = storedInventory(LARGE);
  const cases: [string, Buffer, { typeName?: string; version?: number }][] = [
    ["an upgrade", good, {}],
    ["the same version", Buffer.from(String(good).replaceAll("title", "name")), { version: 1 }],
    ["a long number", Buffer.from(String(good).replace("12345", "9007199254740993")), {}],
    ["a number out of place", Buffer.from(String(good).replace('"network"', "9007199254740993")), {}],
    ["a refusal", storedInventory(LARGE, "refuse because"), {}],
    ["no JSON", good.subarray(0, -1), {}],
    ["an unknown version", good, { version: 7 }],
    ["an unknown type", good, { typeName: "inventories_other" }],
  ];
  for (const [what, json, asked] of cases) {
    const expected = await upgrade(inPlace.peer, json, asked);
    expect([what, await upgrade(threaded.peer, json, asked)]).toEqual([what, expected]);
  }
  const summaries = await Promise.all(
    cases.slice(4).map(async ([, json, asked]) => (await upgrade(threaded.peer, json, asked)).diagnostics[0].summary),
  );
  expect(new Set(summaries).size).toBe(4);
});

test("many at once are each answered with their own state", async () => {
  const { peer } = await start();
  const notes = Array.from({ length: 12 }, (_, index) => `number ${index}`);
  const answers = await Promise.all(notes.map((note) => upgrade(peer, storedInventory(LARGE, note))));
  const states = answers.map(({ upgradedState }) => decodeMsgpack(type, upgradedState.msgpack) as { note: string });
  expect(states.map(({ note }) => note)).toEqual(notes);
});

test("a thread that ends in the middle fails that upgrade, and the next one has a thread of its own", async () => {
  const { plugin, peer } = await start();
  const [lost, queued] = await Promise.all([
    upgrade(peer, storedInventory(LARGE, "exit 3")),
    upgrade(peer, storedInventory(LARGE)),
  ]);
  for (const { diagnostics, upgradedState } of [lost, queued]) {
    expect(upgradedState).toBeNull();
    expect(diagnostics).toMatchObject([
      { summary: "State could not be upgraded", detail: expect.stringContaining("exit code 3") },
    ]);
  }
  const { upgradedState, diagnostics } = await upgrade(peer, storedInventory(LARGE));
  expect(diagnostics).toEqual([]);
  expect(decodeMsgpack(type, upgradedState.msgpack)).toMatchObject({ id: "1" });
  expect(plugin.child.exitCode).toBeNull();
});

test.each([
  ["is not there", "/nowhere/provider.js"],
  ["does not serve", require.resolve("./fixtures/no-provider.js")],
])("when the thread's program %s, the state is upgraded in place and the log says so", async (_what, file) => {
  const { plugin, peer } = await start({ INVENTORY_THREAD: file, TF_LOG: "WARN" });
  const state = storedInventory(LARGE);
  const { upgradedState } = await upgrade(peer, state);
  await upgrade(peer, state);
  const { items } = decodeMsgpack(type, upgradedState.msgpack) as { items: unknown[] };
  expect(items).toHaveLength(JSON.parse(String(state)).items.length);
  const lines = plugin.stderr.split("\n").filter((line) => line.includes('"@level"'));
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { "@level": "warn", "@message": "large states are upgraded in the main thread", tf_rpc: "UpgradeResourceState" },
  ]);
});

test("nothing that an upgrade prints reaches stdout", async () => {
  const { plugin, peer } = await start();
  const { line } = await plugin.handshake();
  await upgrade(peer, storedInventory(LARGE, "print hello"));
  await until(() => plugin.stderr.includes("hello to stdout\n"), "the text");
  expect(JSON.parse(plugin.stderr.split("\n")[0] ?? "")).toMatchObject({ "@level": "info", "@message": "hello" });
  expect(plugin.stdout).toBe(line);
});

test("Shutdown ends the process in the middle of an upgrade", async () => {
  const { plugin, peer } = await start();
  const file = path.join(workshop.folder, "never");
  const upgraded = upgrade(peer, storedInventory(LARGE, `waitFor ${file}`)).catch((error: Error) => error.message);
  await until(() => plugin.stderr.includes("waiting\n"), "the upgrade");
  await peer.shutdown();
  expect(await plugin.end()).toEqual({ code: 0, signal: null });
  expect(await upgraded).toMatch(/UNAVAILABLE|CANCELLED/);
  expect(workshop.leftovers).toEqual([]);
});

const hasProc = existsSync("/proc/self/task");

(hasProc ? test : test.skip)("an idle thread ends", async () => {
  const { plugin, peer } = await start();
  const threads = () => readdirSync(`/proc/${plugin.child.pid}/task`).length;
  await upgrade(peer, storedInventory(1000));
  const before = threads();
  await upgrade(peer, storedInventory(LARGE));
  expect(threads()).toBeGreaterThan(before);
  await until(() => threads() === before, "the end of the thread");
  expect((await upgrade(peer, storedInventory(LARGE))).diagnostics).toEqual([]);
});

test("a person who names the thread's option is told what the program is", async () => {
  const plugin = workshop.start({}, "--upgrade-thread");
  expect(await plugin.end()).toEqual({ code: 1, signal: null });
  expect(plugin.stderr).toContain("This program is a Terraform provider");
});
