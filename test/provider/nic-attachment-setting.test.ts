import { type Emulator, type EmulatorOptions, overRateLimit, startEmulator, systemError } from "../../src/emulator";
import type { ProviderServer } from "../../src/terraform";
import { apply, configured, onlyDiagnostic, plan, TYPE, UNKNOWN } from "./support/configured-provider";

const SERVER = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21";
const PORT = "c5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057";
const NIC = { server_id: SERVER, port_id: PORT };

let emulator: Emulator;
let server: ProviderServer;

async function start(options: EmulatorOptions = {}, provider = {}): Promise<void> {
  emulator = await startEmulator(options);
  server = await configured(emulator, provider);
}

afterEach(async () => {
  server.close();
  await emulator.stop();
});

function methods(): string[] {
  return emulator.requests.map(({ method }) => method);
}

describe("create", () => {
  test("asks once and changes nothing where the setting holds already", async () => {
    await start();
    const { state, diagnostics } = await apply(server, null, { ...NIC, delete_on_termination: false });
    expect(diagnostics).toEqual([]);
    expect(methods()).toEqual(["GET"]);
    expect(state).toEqual({
      id: `${SERVER}/${PORT}`,
      ...NIC,
      delete_on_termination: false,
      original_delete_on_termination: false,
      on_destroy: "restore",
      region: "cn-north-4",
      mac_address: "fa:16:3e:df:18:6d",
      network_id: "2b7f0c9e-58a3-4c14-9d6a-f3e0b1a84d72",
      fixed_ips: ["192.168.16.120", "2407:c080:1200:13a:5c2e:91f:7b04:6d3"],
      timeouts: null,
    });
  });

  test("remembers the setting it found, when the connection breaks after the PUT was carried out", async () => {
    await start({}, { max_retries: 0 });
    emulator.fail({ method: "PUT", respond: "reset-after" });
    const { state, diagnostics } = await apply(server, null, { ...NIC, delete_on_termination: true });
    expect(onlyDiagnostic(diagnostics).summary).toBe("Connection lost");
    expect(state).toMatchObject({ delete_on_termination: true, original_delete_on_termination: false });
  });

  test("keeps nothing when the PUT was refused for sure", async () => {
    await start();
    emulator.fail({ method: "PUT", respond: { status: 403, body: { error: { code: "Pdp.0001", message: "No." } } } });
    const { state, diagnostics } = await apply(server, null, { ...NIC, delete_on_termination: true });
    expect(onlyDiagnostic(diagnostics).summary).toBe("Not permitted");
    expect(state).toBeNull();
  });

  test("sends the PUT again after a connection that broke, and ends well", async () => {
    await start();
    emulator.fail({ method: "PUT", respond: "reset-after" });
    const { state, diagnostics } = await apply(server, null, { ...NIC, delete_on_termination: true });
    expect(diagnostics).toEqual([]);
    expect(state).toMatchObject({ delete_on_termination: true, original_delete_on_termination: false });
  });

  test("of eight NICs of one server at once shares the first read", async () => {
    await start();
    const ports = Array.from({ length: 8 }, (_, index) => `00000000-0000-4000-8000-00000000000${index}`);
    for (const port of ports) emulator.addNic(SERVER, { port_id: port, delete_on_termination: true });
    const results = await Promise.all(
      ports.map((port) => apply(server, null, { server_id: SERVER, port_id: port, delete_on_termination: true })),
    );
    expect(results.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
    expect(methods()).toEqual(["GET"]);
  });

  test("looks the project up once when none is given", async () => {
    await start({}, { project_id: null });
    await Promise.all([
      apply(server, null, { ...NIC, delete_on_termination: false }),
      apply(server, null, {
        server_id: "d47e63b0-91fa-4c28-a5e9-6c0b82f41d39",
        port_id: "19a6e4f3-0c8d-4b75-82ee-7d5f3a90b1c8",
        delete_on_termination: false,
      }),
    ]);
    expect(emulator.requests.filter(({ route }) => route === "ListProjects")).toHaveLength(1);
  });
});

describe("plan", () => {
  test("leaves the id unknown while a part of it is", async () => {
    await start();
    const { planned } = plan(server, null, { server_id: SERVER, port_id: UNKNOWN, delete_on_termination: false });
    expect(planned?.id).toBe(UNKNOWN);
    expect(planned?.region).toBe("cn-north-4");
  });

  test("does not warn of a setting that is not known yet", async () => {
    await start();
    expect(plan(server, null, { ...NIC, delete_on_termination: UNKNOWN }).diagnostics).toEqual([]);
  });

  test("warns of a port that is not known yet without naming an object", async () => {
    await start();
    const { diagnostics } = plan(server, null, { server_id: SERVER, port_id: UNKNOWN, delete_on_termination: true });
    expect(onlyDiagnostic(diagnostics).detail).toContain("the NIC (known after apply) is deleted");
  });

  test("keeps the region that the state has when the provider's is another", async () => {
    await start();
    const { state } = await apply(server, null, { ...NIC, delete_on_termination: false });
    const { planned, requiresReplace } = plan(server, state && { ...state, region: "eu-west-101" }, {
      ...NIC,
      delete_on_termination: true,
    });
    expect(planned?.region).toBe("eu-west-101");
    expect(requiresReplace).toEqual([]);
  });
});

describe("update", () => {
  test("of on_destroy alone sends no PUT", async () => {
    await start();
    const { state } = await apply(server, null, { ...NIC, delete_on_termination: false });
    emulator.clearRequests();
    const updated = await apply(server, state, { ...NIC, delete_on_termination: false, on_destroy: "keep" });
    expect(updated.state).toEqual({ ...state, on_destroy: "keep" });
    expect(methods()).not.toContain("PUT");
  });

  test("of the timeouts alone sends nothing", async () => {
    await start();
    const { state } = await apply(server, null, { ...NIC, delete_on_termination: false });
    emulator.clearRequests();
    const timeouts = { create: null, read: null, update: "1m", delete: null };
    const updated = await apply(server, state, { ...NIC, delete_on_termination: false, timeouts });
    expect(updated.state).toEqual({ ...state, timeouts });
    expect(methods()).toEqual([]);
  });

  test("that fails keeps what the state said", async () => {
    await start({}, { max_retries: 0 });
    const { state } = await apply(server, null, { ...NIC, delete_on_termination: false });
    emulator.fail({ method: "PUT", respond: systemError });
    const updated = await apply(server, state, { ...NIC, delete_on_termination: true });
    expect(onlyDiagnostic(updated.diagnostics).summary).toBe("The cloud failed");
    expect(updated.state).toEqual(state);
  });
});

describe("delete", () => {
  test("that fails keeps the state, so that it can be tried again", async () => {
    await start({}, { max_retries: 0 });
    const { state } = await apply(server, null, { ...NIC, delete_on_termination: true });
    emulator.fail({ method: "PUT", respond: systemError });
    const deleted = await server.resources.apply(TYPE, { prior: state, planned: null, config: null });
    expect(onlyDiagnostic(deleted.diagnostics).summary).toBe("The cloud failed");
    expect(deleted.state).toEqual(state);
    expect(await server.resources.apply(TYPE, { prior: state, planned: null, config: null })).toEqual({
      state: null,
      diagnostics: [],
    });
    expect(emulator.nic(SERVER, PORT)?.deleteOnTermination).toBe(false);
  });

  test("of a NIC whose setting is the original one again sends no PUT", async () => {
    await start();
    const { state } = await apply(server, null, { ...NIC, delete_on_termination: true });
    emulator.setNic(SERVER, PORT, { deleteOnTermination: false });
    server.close();
    server = await configured(emulator);
    emulator.clearRequests();
    expect(await server.resources.apply(TYPE, { prior: state, planned: null, config: null })).toEqual({
      state: null,
      diagnostics: [],
    });
    expect(methods()).toEqual(["GET"]);
  });
});

test("an interrupt ends the wait for a throttled cloud and says what was last seen", async () => {
  await start();
  emulator.fail({ respond: overRateLimit({ limit: 1, seconds: 60 }), times: "always" });
  const applied = apply(server, null, { ...NIC, delete_on_termination: true });
  while (emulator.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await new Promise((resolve) => setTimeout(resolve, 50));
  server.stop();
  const { state, diagnostics } = await applied;
  expect(state).toBeNull();
  const { summary, detail } = onlyDiagnostic(diagnostics);
  expect(summary).toBe("The create was cut short");
  expect(detail).toContain("Terraform was interrupted.");
  expect(detail).toContain("over ratelimit");
});
