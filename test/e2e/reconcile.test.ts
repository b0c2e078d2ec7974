import { type Emulator, generateSeed, type Seed, startEmulator } from "../../src/emulator";
import { providerHcl, settingHcl, type Workspace, workspaceFor } from "../support/terraform";

const SERVER = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21";
const PORT = "c5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057";
const NIC = { serverId: SERVER, portId: PORT };

let emulator: Emulator;
let workspace: Workspace;

async function start(seed?: Seed): Promise<void> {
  emulator = await startEmulator(seed === undefined ? {} : { seed });
  workspace = workspaceFor(emulator);
}

function configure(deleteOnTermination: boolean, more = ""): void {
  const setting = settingHcl("nic", { ...NIC, deleteOnTermination }, more);
  workspace.write(providerHcl(emulator.url) + setting);
}

function sent(method: string): number {
  return emulator.requests.filter((request) => request.method === method).length;
}

function cloudSays(): boolean | undefined {
  return emulator.nic(SERVER, PORT)?.deleteOnTermination;
}

beforeEach(() => start());

afterEach(async () => {
  workspace.remove();
  await emulator.stop();
});

describe.each([
  { initial: true, desired: true },
  { initial: true, desired: false },
  { initial: false, desired: true },
  { initial: false, desired: false },
])("creating the setting $desired where the cloud has $initial", ({ initial, desired }) => {
  const changes = initial !== desired;

  test(`sends ${changes ? "one PUT" : "no PUT"}, and the next plan is empty`, async () => {
    emulator.setNic(SERVER, PORT, { deleteOnTermination: initial });
    configure(desired);
    await workspace.init();
    await workspace.apply();

    expect(cloudSays()).toBe(desired);
    expect({ gets: sent("GET"), puts: sent("PUT") }).toEqual(changes ? { gets: 2, puts: 1 } : { gets: 1, puts: 0 });
    expect(workspace.attributes("nic")).toEqual({
      id: `${SERVER}/${PORT}`,
      server_id: SERVER,
      port_id: PORT,
      region: "cn-north-4",
      delete_on_termination: desired,
      original_delete_on_termination: initial,
      on_destroy: "restore",
      mac_address: "fa:16:3e:df:18:6d",
      network_id: "2b7f0c9e-58a3-4c14-9d6a-f3e0b1a84d72",
      fixed_ips: ["192.168.16.120", "2407:c080:1200:13a:5c2e:91f:7b04:6d3"],
      timeouts: null,
    });
    expect(await workspace.plannedActions()).toEqual({});
  });
});

test("an update changes the setting in place, and shows nothing else as changing", async () => {
  configure(false);
  await workspace.init();
  await workspace.apply();
  emulator.clearRequests();

  configure(true);
  const { resource_changes: [change] = [] } = await workspace.plan();
  expect(change?.change.actions).toEqual(["update"]);
  expect(change?.change.after).toEqual({ ...change?.change.before, delete_on_termination: true });
  expect(change?.change.after_unknown).toEqual({});

  emulator.clearRequests();
  await workspace.apply("plan.bin");
  expect(cloudSays()).toBe(true);
  expect({ gets: sent("GET"), puts: sent("PUT") }).toEqual({ gets: 2, puts: 1 });
  expect(await workspace.plannedActions()).toEqual({});
});

test("what is known before apply is in the plan of a new setting", async () => {
  configure(true);
  await workspace.init();
  const { resource_changes: [change] = [] } = await workspace.plan();

  expect(change?.change.after).toMatchObject({ id: `${SERVER}/${PORT}`, region: "cn-north-4", on_destroy: "restore" });
  expect(change?.change.after_unknown).toMatchObject({ original_delete_on_termination: true, mac_address: true });
  expect(emulator.requests).toEqual([]);
});

test("a change behind Terraform's back shows as drift and is put right", async () => {
  configure(false);
  await workspace.init();
  await workspace.apply();
  emulator.setNic(SERVER, PORT, { deleteOnTermination: true });

  const { resource_drift: [drift] = [], resource_changes: [change] = [] } = await workspace.plan();
  expect(drift?.change.after).toMatchObject({ delete_on_termination: true });
  expect(change?.change).toMatchObject({
    actions: ["update"],
    before: { delete_on_termination: true },
    after: { delete_on_termination: false },
  });

  await workspace.apply();
  expect(cloudSays()).toBe(false);
  expect(await workspace.plannedActions()).toEqual({});
});

test("destroying restores the setting that was found", async () => {
  emulator.setNic(SERVER, PORT, { deleteOnTermination: true });
  configure(false);
  await workspace.init();
  await workspace.apply();
  expect(cloudSays()).toBe(false);

  await workspace.destroy();
  expect(cloudSays()).toBe(true);
  expect(workspace.attributes("nic")).toBeUndefined();
});

test("destroying with on_destroy = keep leaves the setting and sends nothing for it", async () => {
  emulator.setNic(SERVER, PORT, { deleteOnTermination: true });
  configure(false, 'on_destroy = "keep"');
  await workspace.init();
  await workspace.apply();
  emulator.clearRequests();

  await workspace.destroy();
  expect(cloudSays()).toBe(false);
  expect(emulator.requests.map(({ method }) => method)).toEqual(["GET"]); // the refresh of the plan
});

test("another port replaces the setting: the old NIC gets its own back", async () => {
  configure(true);
  await workspace.init();
  await workspace.apply();
  const primary = "3e9b7d52-64c1-4f0e-8a1d-90c2f5b7e613";
  const other = settingHcl("nic", { serverId: SERVER, portId: primary, deleteOnTermination: false });
  workspace.write(providerHcl(emulator.url) + other);

  const { resource_changes: [change] = [] } = await workspace.plan();
  expect(change?.change.actions).toEqual(["delete", "create"]);
  expect(change?.change.replace_paths).toEqual([["port_id"]]);

  await workspace.apply();
  expect(cloudSays()).toBe(false);
  expect(emulator.nic(SERVER, primary)?.deleteOnTermination).toBe(false);
});

test("the plan warns of a NIC that will be deleted with its server, unless that is turned off", async () => {
  configure(true);
  await workspace.init();
  const warning = "Warning: This NIC will be deleted with its server";
  const planned = await workspace.must("plan", "-no-color");
  expect(planned.split(warning)).toHaveLength(2);
  expect(planned).toContain("delete_on_termination = true");

  workspace.write(
    providerHcl(emulator.url, "warn_on_delete = false") + settingHcl("nic", { ...NIC, deleteOnTermination: true }),
  );
  expect(await workspace.must("plan", "-no-color")).not.toContain(warning);

  configure(true);
  await workspace.apply();
  expect(await workspace.must("plan", "-no-color")).not.toContain(warning);
});

test("a change is waited for until the cloud shows it", async () => {
  await emulator.stop();
  emulator = await startEmulator({ readDelay: 700 });
  workspace = workspaceFor(emulator);
  configure(true);
  await workspace.init();
  await workspace.apply();

  expect(sent("PUT")).toBe(1);
  expect(sent("GET")).toBeGreaterThan(2);
  expect(workspace.attributes("nic")).toMatchObject({ delete_on_termination: true });
});

test("a change that the cloud never shows ends with the timeout, and is in the state as tainted", async () => {
  await emulator.stop();
  emulator = await startEmulator({ readDelay: 600_000 });
  workspace = workspaceFor(emulator);
  configure(true, 'timeouts {\n    create = "2s"\n  }');
  await workspace.init();

  const [error] = await workspace.errorsOf("apply", "-auto-approve");
  expect(error?.summary).toBe("The create was cut short");
  expect(error?.detail).toContain('not finished within 2s. If the cloud only needs longer, raise "create"');
  expect(workspace.attributes("nic")).toMatchObject({
    delete_on_termination: true,
    original_delete_on_termination: false,
  });
  expect(await workspace.must("show", "-no-color")).toContain("(tainted)");
});

test("refreshing 40 NICs on 5 servers costs 5 GETs", async () => {
  await emulator.stop();
  const seed = generateSeed({ servers: 5, nicsPerServer: 8 });
  await start(seed);
  const nics = emulator.servers().flatMap(({ id, nics: attached }) => attached.map((nic) => ({ serverId: id, nic })));
  expect(nics).toHaveLength(40);
  const settings = nics.map(({ serverId, nic }, index) => {
    const { portId, deleteOnTermination } = nic;
    return settingHcl(`nic_${index}`, { serverId, portId, deleteOnTermination });
  });
  workspace.write(providerHcl(emulator.url) + settings.join(""));
  await workspace.init();
  await workspace.apply();
  expect(sent("PUT")).toBe(0);
  emulator.clearRequests();

  expect(await workspace.plannedActions()).toEqual({});
  expect(emulator.requests.map(({ method, route }) => `${method} ${route}`)).toEqual(
    Array(5).fill("GET ListServerInterfaces"),
  );
});
