/** The NICs of a server as a data source, where the emulator has to say what real clouds say at times. */
import { type Emulator, startEmulator } from "../../src/emulator";
import type { ProviderServer } from "../../src/terraform";
import { configured, onlyDiagnostic } from "./support/configured-provider";
import { faultsOf, read, requestsTo } from "./support/reading";

const NICS = "huaweiecs_nic_attachments";
const SERVER = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21";
const NOBODY = "00000000-0000-4000-8000-000000000000";

const port = (digit: string) => `${digit}0000000-0000-4000-8000-000000000000`;

/** The provider's endpoints are good for its own region only, so no other is asked. */
const ELSEWHERE = {
  summary: "Not possible with this configuration",
  detail: expect.stringContaining("Region eu-west-101 cannot be reached"),
};

let emulator: Emulator;
let server: ProviderServer;

beforeEach(async () => {
  emulator = await startEmulator();
  server = await configured(emulator);
});

afterEach(async () => {
  server.close();
  await emulator.stop();
});

/** A NIC as ECS lists it. */
const listedNic = (portId: string, more: object = {}) => ({
  port_id: portId,
  net_id: "610a4af2-1d90-4d2b-8057-dc238b26febf",
  mac_addr: "fa:16:3e:45:65:c4",
  port_state: "ACTIVE",
  fixed_ips: [{ ip_address: "192.168.0.33", subnet_id: "ba31e1f5-fa76-4530-862c-5176fad033cf" }],
  delete_on_termination: false,
  driver_mode: null,
  min_rate: null,
  multiqueue_num: null,
  pci_address: null,
  ...more,
});

function answer(route: "ListServerInterfaces" | "ShowServer", body: object): void {
  emulator.fail({ route, times: "always", respond: { status: 200, body } });
}

const listNics = (...nics: readonly object[]) => answer("ListServerInterfaces", { interfaceAttachments: nics });

/** What ECS shows of a server whose NICs are those, by the addresses of their ports. */
const showPrimary = (primary: boolean | undefined, portId: string) => {
  const address = { version: "4", addr: "192.168.0.33", "OS-EXT-IPS:port_id": portId, primary };
  answer("ShowServer", { server: { id: SERVER, name: "web-1", status: "ACTIVE", addresses: { vpc: [address] } } });
};

test("a NIC is told with all that ECS says of it", async () => {
  const v6 = "2407:c080:1200:13a:5c2e:91f:7b04:6d3";
  const virtio = { driver_mode: "virtio", min_rate: 100, multiqueue_num: 4, pci_address: "0000:00:05.0" };
  const addresses = [
    { ip_address: "192.168.0.33", subnet_id: "ba31e1f5-fa76-4530-862c-5176fad033cf" },
    { ip_address: v6, subnet_id: "2b7f0c9e-58a3-4c14-9d6a-f3e0b1a84d72" },
  ];
  listNics(listedNic(port("1"), { ...virtio, fixed_ips: addresses, port_state: "BUILD", delete_on_termination: true }));
  showPrimary(true, port("1"));
  expect((await read(server, NICS, { server_id: SERVER })).nics).toEqual([
    {
      port_id: port("1"),
      network_id: "610a4af2-1d90-4d2b-8057-dc238b26febf",
      mac_address: "fa:16:3e:45:65:c4",
      port_state: "BUILD",
      fixed_ips: ["192.168.0.33", v6],
      addresses,
      delete_on_termination: true,
      primary: true,
      driver_mode: "virtio",
      min_rate: 100,
      multiqueue_count: 4,
      pci_address: "0000:00:05.0",
    },
  ]);
});

test("what ECS does not say is null", async () => {
  listNics(listedNic(port("1")));
  showPrimary(undefined, port("1"));
  expect((await read(server, NICS, { server_id: SERVER })).nics).toMatchObject([
    { primary: null, driver_mode: null, min_rate: null, multiqueue_count: null, pci_address: null },
  ]);
  for (const primary of [true, false]) {
    expect((await read(server, NICS, { server_id: SERVER, primary })).port_ids).toEqual([]);
  }
});

test("the primary NIC comes first, then the others by their ports, in whatever order ECS lists them", async () => {
  showPrimary(true, port("5"));
  listNics(...["9", "5", "1", "a"].map((digit) => listedNic(port(digit))));
  const { port_ids: ports, nics } = await read(server, NICS, { server_id: SERVER });
  expect(ports).toEqual(["5", "1", "9", "a"].map(port));
  expect((nics as { port_id: string }[]).map((nic) => nic.port_id)).toEqual(ports);
});

test("a NIC without any address is a NIC too", async () => {
  showPrimary(true, port("5"));
  listNics(listedNic(port("1"), { fixed_ips: null }));
  expect((await read(server, NICS, { server_id: SERVER })).nics).toMatchObject([{ fixed_ips: [], addresses: [] }]);
});

test("an IPv6 address is found however it is written", async () => {
  showPrimary(true, port("1"));
  listNics(listedNic(port("1")), listedNic(port("2"), { fixed_ips: [{ ip_address: "2001:db8::1", subnet_id: "s" }] }));
  const found = await read(server, NICS, { server_id: SERVER, ip_address: "2001:DB8:0:0::0001" });
  expect(found.port_ids).toEqual([port("2")]);
});

test("many reads of one server share the list of its NICs, and servers share nothing", async () => {
  const other = "d47e63b0-91fa-4c28-a5e9-6c0b82f41d39";
  await Promise.all([SERVER, SERVER, SERVER, other].map((id) => read(server, NICS, { server_id: id })));
  expect(requestsTo(emulator, "ListServerInterfaces")).toHaveLength(2);
  await read(server, NICS, { server_id: SERVER, primary: false });
  expect(requestsTo(emulator, "ListServerInterfaces")).toHaveLength(2);
  expect(emulator.requests.map(({ route }) => route).filter((route) => route !== "ListServerInterfaces")).toEqual(
    Array.from({ length: 5 }, () => "ShowServer"),
  );
});

test("a server that is not there is the configuration's fault, and costs one request", async () => {
  const faults = await faultsOf(server, NICS, { server_id: NOBODY });
  expect(onlyDiagnostic(faults)).toMatchObject({
    summary: "Server not found",
    path: [{ attribute: "server_id" }],
    detail: expect.stringContaining(`There is no ECS ${NOBODY} in cn-north-4, so its NICs cannot be listed.`),
  });
  expect(emulator.requests).toHaveLength(1);
});

test("a server that goes while it is looked at is as one that was not there", async () => {
  const gone = { error: { code: "Ecs.0114", message: `Instance[${SERVER}] could not be found.` } };
  emulator.fail({ route: "ShowServer", respond: { status: 404, body: gone } });
  const faults = await faultsOf(server, NICS, { server_id: SERVER });
  expect(onlyDiagnostic(faults)).toMatchObject({ summary: "Server not found", path: [{ attribute: "server_id" }] });
});

test("what else the cloud refuses is said as everywhere", async () => {
  emulator.fail({ route: "ShowServer", respond: "policy-forbids" });
  const faults = await faultsOf(server, NICS, { server_id: SERVER });
  expect(onlyDiagnostic(faults)).toMatchObject({ summary: "Not permitted" });
});

test("a server in another region is looked for there", async () => {
  const faults = await faultsOf(server, NICS, { server_id: SERVER, region: "eu-west-101" });
  expect(onlyDiagnostic(faults)).toMatchObject(ELSEWHERE);
  expect(emulator.requests).toEqual([]);
});
