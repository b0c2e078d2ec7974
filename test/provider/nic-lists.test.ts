/** What `terraform query` finds. Terraform 1.11 has no query, so the provider is asked in Terraform's stead. */
import { type Emulator, generateSeed, type Seed, type ServerSeed, startEmulator } from "../../src/emulator";
import { type ListEvent, type ProviderServer, record, type Value } from "../../src/terraform";
import { complete } from "../terraform/support/core";
import { configured } from "./support/configured-provider";
import { listed, requestsTo } from "./support/reading";

const SETTING = "huaweiecs_nic_attachment_setting";
const ATTACHMENT = "huaweiecs_nic_attachment";
const POLICY = "huaweiecs_server_nic_policy";

const WEB = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21";
const DB = "d47e63b0-91fa-4c28-a5e9-6c0b82f41d39";
const NOBODY = "00000000-0000-4000-8000-000000000000";
const port = (digit: string) => `${digit}0000000-0000-4000-8000-000000000000`;

const web: ServerSeed = {
  id: WEB,
  name: "web-1",
  tags: ["stage=prod"],
  nics: [
    { port_id: port("2"), delete_on_termination: false, fixed_ips: ["10.0.0.2"] },
    { port_id: port("5"), delete_on_termination: true, fixed_ips: ["10.0.0.5", "2001:db8::5"], primary: true },
    { port_id: port("1"), delete_on_termination: false, fixed_ips: ["10.0.0.1"] },
  ],
};
const db: ServerSeed = {
  id: DB,
  name: "db-1",
  enterprise_project_id: port("e"),
  tags: ["stage=test"],
  nics: [{ port_id: port("7"), delete_on_termination: false, fixed_ips: ["10.0.0.7"] }],
};

/** The provider's endpoints are good for its own region only, so no other is asked. */
const ELSEWHERE = {
  summary: "Not possible with this configuration",
  detail: expect.stringContaining("Region eu-west-101 cannot be reached"),
};

let emulator: Emulator;
let server: ProviderServer;

async function start(seed: Seed = { servers: [web, db] }): Promise<void> {
  emulator = await startEmulator({ seed });
  server = await configured(emulator);
}

afterEach(async () => {
  server.close();
  await emulator.stop();
});

const names = (events: readonly ListEvent[]) => events.map(({ displayName }) => displayName);
const routes = () => emulator.requests.map(({ route }) => route);

const WEB_NICS = ["web-1 10.0.0.5 (primary)", "web-1 10.0.0.1", "web-1 10.0.0.2"];
const DB_NICS = ["db-1 10.0.0.7 (primary)"];

/** Answers a search for servers as clouds do that tell no primary NIC there. */
function hidePrimaries(): void {
  const servers = [web, db].map(({ id, name }) => ({ id, name, status: "ACTIVE", addresses: {} }));
  emulator.fail({ route: "ListServersDetails", respond: { status: 200, body: { count: 2, servers } } });
}

function vanish(route: "ListServerInterfaces" | "ShowServer"): void {
  const error = { code: "Ecs.0114", message: `Instance[${WEB}] could not be found.` };
  emulator.fail({ route, respond: { status: 404, body: { error } } });
}

describe("the settings of NICs", () => {
  test("are found server by server, the primary NIC first, with one request for each server", async () => {
    await start();
    const events = await listed(server, SETTING);
    expect(names(events)).toEqual([...WEB_NICS, ...DB_NICS]);
    expect(events.map(({ identity }) => identity)).toEqual([
      { region: "cn-north-4", server_id: WEB, port_id: port("5") },
      { region: "cn-north-4", server_id: WEB, port_id: port("1") },
      { region: "cn-north-4", server_id: WEB, port_id: port("2") },
      { region: "cn-north-4", server_id: DB, port_id: port("7") },
    ]);
    expect(events.every(({ object, diagnostics }) => object === undefined && diagnostics.length === 0)).toBe(true);
    expect(routes()).toEqual(["ListServersDetails", "ListServerInterfaces", "ListServerInterfaces"]);
  });

  test("come whole where that is wanted, without any further request", async () => {
    await start();
    const events = await listed(server, SETTING, {}, { includeObject: true });
    expect(events[0]).toEqual({
      displayName: "web-1 10.0.0.5 (primary)",
      identity: { region: "cn-north-4", server_id: WEB, port_id: port("5") },
      object: {
        id: `${WEB}/${port("5")}`,
        region: "cn-north-4",
        server_id: WEB,
        port_id: port("5"),
        delete_on_termination: true,
        original_delete_on_termination: true,
        on_destroy: "restore",
        mac_address: emulator.nic(WEB, port("5"))?.macAddress,
        network_id: emulator.nic(WEB, port("5"))?.networkId,
        fixed_ips: ["10.0.0.5", "2001:db8::5"],
        timeouts: null,
      },
      diagnostics: [],
    });
    expect(events).toHaveLength(4);
    expect(routes()).toEqual(["ListServersDetails", "ListServerInterfaces", "ListServerInterfaces"]);
  });

  test("can be imported by what identifies them", async () => {
    await start();
    const [found] = await listed(server, SETTING, {}, { includeObject: true });
    const { resources } = server;
    const { identity = record([]) } = found ?? {};
    expect(await resources.import(SETTING, { identity })).toMatchObject({ state: found?.object, diagnostics: [] });
  });

  const searches: [string, Record<string, Value>, string[]][] = [
    ["servers by id", { server_ids: [DB, NOBODY] }, DB_NICS],
    ["no servers", { server_ids: [] }, []],
    ["servers by name", { server_name: "b-1" }, [...WEB_NICS, ...DB_NICS]],
    ["servers by another name", { server_name: "web" }, WEB_NICS],
    ["servers by tag", { server_tags: { stage: "test" } }, DB_NICS],
    ["servers by enterprise project", { enterprise_project_id: port("e") }, DB_NICS],
    ["a region", { region: "cn-north-4" }, [...WEB_NICS, ...DB_NICS]],
    ["several things", { server_ids: [WEB, DB], server_tags: { stage: "" }, server_name: "db" }, DB_NICS],
    ["what no server is", { server_ids: [DB], server_name: "web" }, []],
  ];
  test.each(searches)("are searched for by %s", async (_what, given, expected) => {
    await start();
    expect(names(await listed(server, SETTING, given))).toEqual(expected);
  });

  test.each<[string, Value]>([
    ["server_ids", ["web-1"]],
    ["server_name", "^web"],
    ["server_tags", { "a,b": "" }],
    ["enterprise_project_id", ""],
    ["region", "cn north"],
  ])("are not searched for by a %s that is %j", async (name, value) => {
    await start();
    const { schema } = server.lists.get(SETTING);
    expect(server.lists.validate(SETTING, complete(schema, { [name]: value }))).toMatchObject([
      { summary: `Invalid ${name}` },
    ]);
  });

  test("are looked for no further than wanted", async () => {
    await start({ servers: generateSeed({ servers: 300, nicsPerServer: 2 }).servers });
    expect(await listed(server, SETTING, {}, { limit: 3 })).toHaveLength(3);
    expect(routes()).toEqual(["ListServersDetails", "ListServerInterfaces", "ListServerInterfaces"]);
  });

  test("of a server that goes meanwhile are left out", async () => {
    await start();
    vanish("ListServerInterfaces");
    expect(names(await listed(server, SETTING))).toEqual(DB_NICS);
  });

  test("in another region are looked for there", async () => {
    await start();
    const [event] = await listed(server, SETTING, { region: "eu-west-101" });
    expect(event?.diagnostics).toMatchObject([ELSEWHERE]);
    expect(emulator.requests).toEqual([]);
  });

  test("end with what the cloud refuses", async () => {
    await start();
    emulator.fail({ route: "ListServerInterfaces", after: 1, respond: "policy-forbids" });
    const events = await listed(server, SETTING);
    expect(names(events)).toEqual([...WEB_NICS, ""]);
    expect(events.at(-1)?.diagnostics).toMatchObject([{ severity: "error", summary: "Not permitted" }]);
  });

  test("are named by the port where there is no address, and primary only where that is known at no cost", async () => {
    await start();
    hidePrimaries();
    const nic = { port_id: port("9"), port_state: "ACTIVE", fixed_ips: null, delete_on_termination: false };
    emulator.fail({ route: "ListServerInterfaces", respond: { status: 200, body: { interfaceAttachments: [nic] } } });
    expect(names(await listed(server, SETTING))).toEqual([`web-1 ${port("9")}`, "db-1 10.0.0.7"]);
    expect(requestsTo(emulator, "ShowServer")).toEqual([]);
  });
});

describe("NICs that are attached", () => {
  test("are found without the primary ones, which cannot be detached", async () => {
    await start();
    const events = await listed(server, ATTACHMENT);
    expect(names(events)).toEqual(["web-1 10.0.0.1", "web-1 10.0.0.2"]);
    expect(events[0]?.identity).toEqual({ region: "cn-north-4", server_id: WEB, port_id: port("1") });
    expect(requestsTo(emulator, "ShowServer")).toEqual([]);
  });

  test("are found with the primary ones on demand", async () => {
    await start();
    expect(names(await listed(server, ATTACHMENT, { include_primary: true }))).toEqual([...WEB_NICS, ...DB_NICS]);
    expect(names(await listed(server, ATTACHMENT, { include_primary: false }))).toEqual(WEB_NICS.slice(1));
  });

  test("are told from primary ones by a look at each server where the search does not tell", async () => {
    await start();
    hidePrimaries();
    expect(names(await listed(server, ATTACHMENT))).toEqual(["web-1 10.0.0.1", "web-1 10.0.0.2"]);
    expect(requestsTo(emulator, "ShowServer")).toHaveLength(2);
  });

  test("need no such look where primary ones are wanted too", async () => {
    await start();
    hidePrimaries();
    expect(await listed(server, ATTACHMENT, { include_primary: true })).toHaveLength(4);
    expect(requestsTo(emulator, "ShowServer")).toEqual([]);
  });

  test("of a server that goes before that look are left out", async () => {
    await start();
    hidePrimaries();
    vanish("ShowServer");
    expect(await listed(server, ATTACHMENT)).toEqual([]);
  });

  test("come whole where that is wanted", async () => {
    await start();
    const [event] = await listed(server, ATTACHMENT, { server_ids: [WEB] }, { includeObject: true, limit: 1 });
    expect(event).toMatchObject({
      object: { id: `${WEB}/${port("1")}`, server_id: WEB, port_id: port("1"), fixed_ips: ["10.0.0.1"] },
      diagnostics: [],
    });
  });
});

describe("policies for the NICs of servers", () => {
  test("may be written for each server, which is known by its name", async () => {
    await start();
    expect(await listed(server, POLICY)).toEqual([
      { displayName: "web-1", identity: { region: "cn-north-4", server_id: WEB }, diagnostics: [] },
      { displayName: "db-1", identity: { region: "cn-north-4", server_id: DB }, diagnostics: [] },
    ]);
    expect(names(await listed(server, POLICY, { server_tags: { stage: "test" } }))).toEqual(["db-1"]);
    expect(routes()).toEqual(["ListServersDetails", "ListServersDetails"]);
  });

  test("come whole where that is wanted, and not for a server that goes meanwhile", async () => {
    await start();
    const [event] = await listed(server, POLICY, { server_ids: [DB] }, { includeObject: true });
    expect(event).toMatchObject({ object: { server_id: DB, delete_on_termination: false }, diagnostics: [] });
  });
});
