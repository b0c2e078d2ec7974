import type { Emulator } from "../../src/emulator";
import { call, db, emulators, get, nobody, projectPath, web, webPrimary, webSecondary } from "./client";

const { start } = emulators();

const network = "610a4af2-1d90-4d2b-8057-dc238b26febf";
const freePort = "00000000-0000-4000-8000-0000000000f1";

async function startReady(): Promise<Emulator> {
  const emulator = await start();
  emulator.addPort({ port_id: freePort, network_id: network, name: "spare", fixed_ips: ["192.168.0.9"] });
  return emulator;
}

const put = (emulator: Emulator, port: string, body: unknown) =>
  call(emulator, "PUT", projectPath(emulator, `ports/${port}`), JSON.stringify(body));
const remove = (emulator: Emulator, port: string) => call(emulator, "DELETE", projectPath(emulator, `ports/${port}`));

test("ShowPort tells an attached port from one that no server has", async () => {
  const emulator = await startReady();
  const attached = (await get(emulator, `ports/${webPrimary}`)).json.port;
  expect(attached).toMatchObject({
    id: webPrimary,
    network_id: network,
    device_id: web,
    device_owner: "compute:cn-north-4a",
    status: "ACTIVE",
    tenant_id: emulator.projectId,
    allowed_address_pairs: [],
    "binding:vif_details": { primary_interface: true },
  });
  expect(attached.security_groups).toHaveLength(1);
  const free = (await get(emulator, `ports/${freePort}`)).json.port;
  expect(free).toMatchObject({ name: "spare", device_id: "", device_owner: "", status: "DOWN" });
});

test("ShowPort answers 404 VPC.2502 for a port that is not there", async () => {
  const { status, json } = await get(await startReady(), `ports/${nobody}`);
  expect([status, json]).toEqual([404, { code: "VPC.2502", message: `Port ${nobody} not found` }]);
});

test.each([
  ["", 4],
  [`?device_id=${web}`, 2],
  [`?device_id=${db}`, 1],
  [`?network_id=${network}`, 3],
  ["?status=DOWN", 1],
  ["?name=spare", 1],
  [`?id=${webPrimary}&device_id=${db}`, 0],
  ["?limit=3", 3],
  ["?limit=0", 0],
])("ListPorts finds by %j: %d ports", async (query, count) => {
  const { status, json } = await get(await startReady(), `ports${query}`);
  expect([status, json.ports.length]).toEqual([200, count]);
});

test.each(["limit=-1", "limit=2001", "limit=x", `marker=${nobody}`])("ListPorts refuses %s", async (query) => {
  const { status, json } = await get(await startReady(), `ports?${query}`);
  expect([status, json.code]).toEqual([400, "VPC.0007"]);
});

test("UpdatePort changes what it names and leaves the rest", async () => {
  const emulator = await startReady();
  const group = emulator.ports()[0]?.securityGroups[0];
  const pairs = [{ ip_address: "1.1.1.1/0" }, { ip_address: "10.1.0.0/24", mac_address: "fa:16:3e:00:00:01" }];
  const first = await put(emulator, webSecondary, { port: { allowed_address_pairs: pairs } });
  expect([first.status, first.json.port.allowed_address_pairs]).toEqual([200, pairs]);
  const second = await put(emulator, webSecondary, { port: { name: "app", security_groups: [] } });
  expect(second.json.port).toMatchObject({ name: "app", security_groups: [], allowed_address_pairs: pairs });
  const third = await put(emulator, webSecondary, { port: { security_groups: [group], allowed_address_pairs: [] } });
  expect(third.json.port).toMatchObject({ name: "app", security_groups: [group], allowed_address_pairs: [] });
  expect(emulator.nic(web, webSecondary)).toMatchObject({ name: "app", allowedAddressPairs: [] });
});

test.each([
  [{}, 400, "VPC.0002"],
  [{ port: 7 }, 400, "VPC.0002"],
  [{ port: { name: 7 } }, 400, "VPC.0002"],
  [{ port: { security_groups: "x" } }, 400, "VPC.0002"],
  [{ port: { allowed_address_pairs: [{}] } }, 400, "VPC.0002"],
  [{ port: { security_groups: [nobody] } }, 404, "VPC.0607"],
])("UpdatePort refuses %j with %d %s and changes nothing", async (body, status, code) => {
  const emulator = await startReady();
  const before = emulator.ports();
  const answer = await put(emulator, webPrimary, body);
  expect([answer.status, answer.json.code]).toEqual([status, code]);
  expect(emulator.ports()).toEqual(before);
});

test("DeletePort deletes a port that no server has, and no other", async () => {
  const emulator = await startReady();
  const attached = await remove(emulator, webPrimary);
  expect([attached.status, attached.json]).toEqual([
    400,
    { code: "VPC.2500", message: "Port's device_id is not empty." },
  ]);
  expect((await remove(emulator, freePort)).status).toBe(204);
  expect((await remove(emulator, freePort)).json.code).toBe("VPC.2502");
  expect((await put(emulator, freePort, { port: {} })).json.code).toBe("VPC.2502");
  expect(emulator.ports()).toHaveLength(3);
});

test("VPC refuses another project", async () => {
  const { status, json } = await call(await startReady(), "GET", `/v1/${"0".repeat(32)}/ports`);
  expect([status, json.code]).toEqual([403, "VPC.2201"]);
});
