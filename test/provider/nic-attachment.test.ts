import { setTimeout as wait } from "node:timers/promises";
import type { Emulator, EmulatorOptions } from "../../src/emulator";
import type { ProviderServer, Value, ValueRecord } from "../../src/terraform";
import { apply as applyType, configured, onlyDiagnostic, plan as planType } from "./support/configured-provider";
import { FREE_PORT, GROUP, NETWORK, NOBODY, OTHER_SERVER, SERVER, startNicWorld } from "./support/nics";

const TYPE = "huaweiecs_nic_attachment";

let emulator: Emulator;
let server: ProviderServer;

async function start(options: EmulatorOptions = {}, provider = {}): Promise<void> {
  emulator = await startNicWorld(options);
  server = await configured(emulator, provider);
}

afterEach(async () => {
  server.close();
  await emulator.stop();
});

const apply = (prior: ValueRecord | null, given: Record<string, Value>) => applyType(server, prior, given, TYPE);
const destroy = (prior: ValueRecord) => server.resources.apply(TYPE, { prior, planned: null, config: null });

/** What was asked of the cloud, in the words of its API. */
const operations = () => emulator.requests.map(({ route }) => route);
const extraNics = (serverId = SERVER) =>
  emulator
    .servers()
    .filter(({ id }) => id === serverId)
    .flatMap(({ nics }) => nics)
    .filter(({ primary }) => !primary);

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await wait(5);
}

async function attached(given: Record<string, Value> = {}): Promise<ValueRecord> {
  const { state, diagnostics } = await apply(null, { server_id: SERVER, network_id: NETWORK, ...given });
  expect(diagnostics).toEqual([]);
  if (state === null) throw new Error("Nothing was attached.");
  return state;
}

describe("attaching", () => {
  test("asks for the NICs before and after, and sends the setting last", async () => {
    await start();
    await attached({ delete_on_termination: false, source_dest_check: false, security_group_ids: [GROUP] });
    expect(operations()).toEqual([
      "ListServerInterfaces",
      "BatchAddServerNics",
      "ShowJob",
      "ListServerInterfaces",
      "ListPorts",
      "UpdatePort",
      "UpdateServerInterface",
      "ListServerInterfaces",
    ]);
  });

  test("sends no setting that holds already", async () => {
    await start();
    await attached({ delete_on_termination: true });
    expect(operations()).not.toContain("UpdateServerInterface");
  });

  test("of three NICs to one server takes turns, and none is lost", async () => {
    await start({ oneCommandAtATime: true });
    const states = await Promise.all([1, 2, 3].map(() => attached()));
    expect(new Set(states.map(({ port_id }) => port_id)).size).toBe(3);
    expect(extraNics()).toHaveLength(3);
  });

  test("whose answer is lost is looked for, and not sent twice", async () => {
    await start({}, { max_retries: 0 });
    emulator.fail({ route: "BatchAddServerNics", respond: "reset-after" });
    const { port_id } = await attached();
    expect(extraNics().map(({ portId }) => portId)).toEqual([port_id]);
  });

  test("is interrupted while the job is under way, and the NIC stays in the state", async () => {
    await start({ jobDuration: 60_000 });
    const applied = apply(null, { server_id: SERVER, network_id: NETWORK });
    await until(() => operations().includes("ShowJob"));
    server.stop();
    const { state, diagnostics } = await applied;
    expect(onlyDiagnostic(diagnostics)).toMatchObject({ summary: "The create was cut short" });
    const [port] = emulator.ports().filter(({ state }) => state === "BUILD");
    expect(state).toMatchObject({
      id: `${SERVER}/${port?.id}`,
      server_id: SERVER,
      port_id: port?.id,
      region: "cn-north-4",
    });
  });

  test("whose job fails leaves nothing in the state, and says why", async () => {
    await start();
    emulator.fail({
      route: "BatchAddServerNics",
      respond: { failJob: { code: "Ecs.0012", reason: "No more addresses." } },
    });
    const { state, diagnostics } = await apply(null, { server_id: SERVER, network_id: NETWORK });
    expect(state).toBeNull();
    expect(onlyDiagnostic(diagnostics)).toMatchObject({
      summary: "No free address",
      detail: expect.stringContaining("No more addresses."),
      path: [{ attribute: "network_id" }],
    });
  });

  test("at an address that a kept port has names the port", async () => {
    await start();
    const { diagnostics } = await apply(null, { server_id: SERVER, network_id: NETWORK, fixed_ip: "192.168.0.77" });
    expect(onlyDiagnostic(diagnostics)).toMatchObject({
      summary: "Address in use",
      detail: expect.stringContaining(`attach it: port_id = "${FREE_PORT}"`),
      path: [{ attribute: "fixed_ip" }],
    });
  });

  test("of a port at another address than it has is refused before anything is sent", async () => {
    await start();
    const { diagnostics } = await apply(null, { server_id: SERVER, port_id: FREE_PORT, fixed_ip: "192.168.0.78" });
    expect(onlyDiagnostic(diagnostics)).toMatchObject({
      summary: "Port is not as configured",
      detail: expect.stringContaining("has the address 192.168.0.77"),
      path: [{ attribute: "fixed_ip" }],
    });
    expect(operations()).toEqual(["ShowPort"]);
  });

  test("of a port that another server has names it, before anything is sent", async () => {
    await start();
    const { port_id } = await attached({ server_id: OTHER_SERVER });
    emulator.clearRequests();
    const { diagnostics } = await apply(null, { server_id: SERVER, port_id: port_id as string });
    expect(onlyDiagnostic(diagnostics)).toMatchObject({
      summary: "Port is attached already",
      detail: expect.stringContaining(OTHER_SERVER),
      path: [{ attribute: "port_id" }],
    });
    expect(operations()).toEqual(["ShowPort"]);
  });

  test("waits until late lists show the NIC", async () => {
    await start({ readDelay: 700 });
    expect((await attached({ delete_on_termination: false })).delete_on_termination).toBe(false);
  });
});

describe("reading", () => {
  test("of many NICs of one server asks once for the NICs and once for the ports", async () => {
    await start();
    const states = [await attached(), await attached(), await attached()];
    server.close();
    server = await configured(emulator);
    emulator.clearRequests();
    const read = await Promise.all(states.map((state) => server.resources.read(TYPE, state)));
    expect(read.map(({ state }) => state)).toEqual(states);
    expect(operations().toSorted()).toEqual(["ListPorts", "ListServerInterfaces"]);
  });
});

test("a NIC whose port VPC does not show is not taken for gone", async () => {
  await start();
  const state = await attached();
  server.close();
  server = await configured(emulator);
  emulator.fail({ route: "ListPorts", times: "always", respond: { status: 200, body: { ports: [] } } });
  const { state: read, diagnostics } = await server.resources.read(TYPE, state);
  expect(onlyDiagnostic(diagnostics).summary).toBe("Port not shown");
  expect(read).toEqual(state);
});

describe("changing", () => {
  test("sends what differs and nothing else", async () => {
    await start();
    const given = { server_id: SERVER, network_id: NETWORK, delete_on_termination: true };
    const state = await attached(given);
    emulator.clearRequests();
    await apply(state, { ...given, delete_on_termination: false });
    expect(operations().filter((operation) => !/^(List|Show)/.test(operation))).toEqual(["UpdateServerInterface"]);
  });

  test("of an address whose answer is lost is looked for, and not sent twice", async () => {
    await start({}, { max_retries: 0 });
    const state = await attached({ fixed_ip: "192.168.0.100" });
    emulator.clearRequests();
    emulator.fail({ route: "ChangeServerNetworkInterface", respond: "reset-after" });
    const { state: moved, diagnostics } = await apply(state, {
      server_id: SERVER,
      network_id: NETWORK,
      fixed_ip: "192.168.0.101",
    });
    expect(diagnostics).toEqual([]);
    expect(moved).toMatchObject({ fixed_ip: "192.168.0.101", fixed_ips: ["192.168.0.101"] });
    expect(operations().filter((operation) => operation === "ChangeServerNetworkInterface")).toHaveLength(1);
  });

  test("that fails half-way keeps what is done", async () => {
    await start();
    const given = { server_id: SERVER, network_id: NETWORK, delete_on_termination: true, fixed_ip: "192.168.0.100" };
    const state = await attached(given);
    emulator.fail({
      route: "UpdatePort",
      respond: { status: 403, body: { error_code: "VPC.2201", error_msg: "No." } },
    });
    const { state: half, diagnostics } = await apply(state, {
      ...given,
      fixed_ip: "192.168.0.101",
      source_dest_check: false,
      delete_on_termination: false,
    });
    expect(onlyDiagnostic(diagnostics).summary).toBe("Not permitted");
    expect(half).toMatchObject({ fixed_ip: "192.168.0.101", source_dest_check: true, delete_on_termination: false });
  });

  test("of a server that is gone is an error that names it", async () => {
    await start();
    const state = await attached();
    emulator.removeServer(SERVER);
    server.close();
    server = await configured(emulator);
    const { diagnostics } = await apply(state, { server_id: SERVER, network_id: NETWORK, source_dest_check: false });
    expect(onlyDiagnostic(diagnostics)).toMatchObject({
      summary: "Server not found",
      path: [{ attribute: "server_id" }],
    });
  });
});

describe("detaching", () => {
  test("says so when the cloud deletes a port that was to be kept", async () => {
    await start({ detachHonoursSetting: false });
    const state = await attached({ delete_on_termination: false });
    const { diagnostics } = await destroy(state);
    expect(onlyDiagnostic(diagnostics).summary).toBe("Port was deleted");
  });

  test("of the primary NIC is refused before anything is sent", async () => {
    await start();
    const state = await attached();
    emulator.clearRequests();
    const { diagnostics } = await destroy({ ...state, primary: true });
    expect(onlyDiagnostic(diagnostics).summary).toBe("The primary NIC cannot be detached");
    expect(operations()).toEqual([]);
  });

  test("of a NIC that keeps its port leaves it alone", async () => {
    await start();
    const state = await attached({ delete_on_termination: false });
    emulator.clearRequests();
    expect(await destroy(state)).toEqual({ state: null, diagnostics: [] });
    expect(emulator.ports().find(({ id }) => id === state.port_id)).toMatchObject({ deviceId: "" });
    expect(operations()).not.toContain("DeletePort");
  });

  test("does what the state says of the port, though the setting drifted", async () => {
    await start();
    const state = await attached({ delete_on_termination: false });
    emulator.setNic(SERVER, state.port_id as string, { deleteOnTermination: true });
    server.close();
    server = await configured(emulator);
    expect((await destroy(state)).diagnostics).toEqual([]);
    expect(emulator.ports().map(({ id }) => id)).toContain(state.port_id);
  });

  test.each([
    ["NIC", (state: ValueRecord) => emulator.removeNic(SERVER, state.port_id as string)],
    ["server", () => emulator.removeServer(SERVER)],
  ])("of a %s that is gone is done", async (_what, remove) => {
    await start();
    const state = await attached();
    remove(state);
    expect(await destroy(state)).toEqual({ state: null, diagnostics: [] });
  });

  test("whose answer is lost is looked for", async () => {
    await start({}, { max_retries: 0 });
    const state = await attached();
    emulator.fail({ route: "BatchDeleteServerNics", respond: "reset-after" });
    expect(await destroy(state)).toEqual({ state: null, diagnostics: [] });
    expect(extraNics()).toEqual([]);
  });

  test("of a NIC whose create was cut short follows the cloud's setting where the state has none", async () => {
    await start({ portNicDeletes: false });
    const state = await attached({ network_id: null, port_id: FREE_PORT });
    expect(await destroy({ ...state, delete_on_termination: null })).toEqual({ state: null, diagnostics: [] });
    expect(emulator.ports().map(({ id }) => id)).toContain(FREE_PORT);
  });
});

describe("where the cloud does not list the setting", () => {
  test("it is sent all the same, and not waited for", async () => {
    await start({ listsSetting: false });
    const { port_id: portId } = await attached({ delete_on_termination: false });
    expect(emulator.nic(SERVER, portId as string)?.deleteOnTermination).toBe(false);
    const other = await attached({ delete_on_termination: true });
    expect(emulator.nic(SERVER, other.port_id as string)?.deleteOnTermination).toBe(true);
  });
});

describe("importing", () => {
  test("needs the port's id in an identity", async () => {
    await start();
    const identity = { region: null, server_id: SERVER, port_id: null };
    const { diagnostics } = await server.resources.import(TYPE, { identity });
    expect(onlyDiagnostic(diagnostics)).toMatchObject({ summary: "Missing port_id", path: [{ attribute: "port_id" }] });
  });

  test("by identity finds what the import by id finds", async () => {
    await start();
    const state = await attached();
    const byId = await server.resources.import(TYPE, { id: state.id as string });
    const identity = { region: null, server_id: SERVER, port_id: state.port_id as string };
    const byIdentity = await server.resources.import(TYPE, { identity });
    expect(byIdentity).toEqual(byId);
    expect(byId.state).toEqual({ ...state, created_port: false });
  });

  test("of what is not there is an error that names it", async () => {
    await start();
    const { diagnostics } = await server.resources.import(TYPE, { id: `${SERVER}/${NOBODY}` });
    expect(onlyDiagnostic(diagnostics).summary).toBe("NIC not found");
  });
});

test("a plan warns of a NIC that will be deleted with its server, unless that is switched off", async () => {
  await start();
  const given = { server_id: SERVER, network_id: NETWORK, delete_on_termination: true };
  expect(onlyDiagnostic(planType(server, null, given, TYPE).diagnostics)).toMatchObject({ severity: "warning" });
  server.close();
  server = await configured(emulator, { warn_on_delete: false });
  expect(planType(server, null, given, TYPE).diagnostics).toEqual([]);
});
