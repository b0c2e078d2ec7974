import { closeClouds, cloudError, portId, testCloud } from "./support/cloud";
import { closeServers, json, startServer } from "./support/server";

afterEach(async () => {
  closeClouds();
  await closeServers();
});

const listed = (id = portId) => ({
  id,
  name: "nic",
  network_id: "network-1",
  mac_address: "fa:16:3e:45:65:c4",
  status: "ACTIVE",
  device_id: "server-1",
  device_owner: "compute:cn-north-4a",
  fixed_ips: [{ subnet_id: "subnet-1", ip_address: "192.168.0.33" }],
  security_groups: ["sg-1"],
  allowed_address_pairs: [{ ip_address: "1.1.1.1/0" }, { ip_address: "10.0.0.1", mac_address: "fa:16:3e:00:00:01" }],
  "binding:vif_details": { primary_interface: true },
  ipv6_bandwidth_id: "bandwidth-1",
});

const port = {
  id: portId,
  name: "nic",
  networkId: "network-1",
  macAddress: "fa:16:3e:45:65:c4",
  status: "ACTIVE",
  deviceId: "server-1",
  deviceOwner: "compute:cn-north-4a",
  fixedIps: [{ subnetId: "subnet-1", ipAddress: "192.168.0.33" }],
  securityGroupIds: ["sg-1"],
  allowedAddressPairs: [
    { ipAddress: "1.1.1.1/0", macAddress: undefined },
    { ipAddress: "10.0.0.1", macAddress: "fa:16:3e:00:00:01" },
  ],
  isPrimary: true,
  ipv6BandwidthId: "bandwidth-1",
};

const vpc = (url: string) => testCloud("http://127.0.0.1:9", { endpoints: { vpc: url } });
const path = `/v1/project-1/ports/${portId}`;

test("a port is shown under our names", async () => {
  const server = await startServer((response) => json(response, 200, { port: listed() }));
  expect(await vpc(server.url).port({ portId })).toEqual(port);
  expect(server.received).toMatchObject([{ method: "GET", url: path, headers: { "x-project-id": "project-1" } }]);
});

test("a port needs nothing but its id", async () => {
  const server = await startServer((response) => json(response, 200, { port: { id: "p", fixed_ips: null } }));
  expect(await vpc(server.url).port({ portId })).toMatchObject({
    id: "p",
    deviceId: "",
    fixedIps: [],
    securityGroupIds: [],
    allowedAddressPairs: [],
    isPrimary: undefined,
    ipv6BandwidthId: undefined,
  });
});

test("a port without a shared bandwidth may say so with null", async () => {
  const without = { ...listed(), ipv6_bandwidth_id: null };
  const server = await startServer((response) => json(response, 200, { port: without }));
  expect((await vpc(server.url).port({ portId })).ipv6BandwidthId).toBeUndefined();
});

test("a change sends what it changes, and tells the port as it is then", async () => {
  const server = await startServer((response) => json(response, 200, { port: listed() }));
  const cloud = vpc(server.url);
  const pairs = [{ ipAddress: "1.1.1.1/0" }, { ipAddress: "10.0.0.1", macAddress: "fa:16:3e:00:00:01" }];
  expect(await cloud.updatePort({ portId }, { securityGroupIds: [], allowedAddressPairs: pairs })).toEqual(port);
  await cloud.updatePort({ portId }, { name: "other" });
  expect(server.received.map(({ method, url, body }) => [method, url, JSON.parse(body)])).toEqual([
    ["PUT", path, { port: { security_groups: [], allowed_address_pairs: listed().allowed_address_pairs } }],
    ["PUT", path, { port: { name: "other" } }],
  ]);
});

test("deleting a port is repeated when its answer is lost, and a port that is gone then is not found", async () => {
  let count = 0;
  const server = await startServer((response, _request, socket) =>
    count++ === 0 ? socket.destroy() : json(response, 404, { code: "VPC.2502", message: `Port ${portId} not found` }),
  );
  const error = await cloudError(vpc(server.url).deletePort({ portId }));
  expect(error).toMatchObject({ kind: "not-found-port", attempts: 2, mayHaveHappened: true });
  expect(server.received.map(({ method }) => method)).toEqual(["DELETE", "DELETE"]);
});

test("deleting a port that is attached is refused with VPC's own words", async () => {
  const server = await startServer((response) =>
    json(response, 400, { code: "VPC.2500", message: "Port's device_id is not empty." }),
  );
  const error = await cloudError(vpc(server.url).deletePort({ portId }));
  expect(error).toMatchObject({ kind: "invalid-request", code: "VPC.2500", attempts: 1 });
});

test.each([
  [{}, "no object `port`"],
  [{ port: { name: "x" } }, "no `port.id`"],
])("an answer of %j names what is missing", async (body, text) => {
  const server = await startServer((response) => json(response, 200, body));
  expect((await cloudError(vpc(server.url).port({ portId }))).message).toContain(text);
});

test.each([
  [0, 1],
  [99, 1],
  [100, 2],
  [230, 3],
])("of %d ports a search finds each, in %d requests", async (count, requests) => {
  const ids = Array.from({ length: count }, (_, index) => `p${index}`);
  const server = await startServer((response, { url }) => {
    const query = new URL(url, "http://vpc").searchParams;
    const from = ids.indexOf(query.get("marker") ?? "") + 1;
    json(response, 200, { ports: ids.slice(from, from + Number(query.get("limit"))).map(listed) });
  });
  const found: string[] = [];
  for await (const { id } of vpc(server.url).ports({ deviceId: "server-1" })) found.push(id);
  expect(found).toEqual(ids);
  expect(server.received).toHaveLength(requests);
  expect(server.received[0]?.url).toBe("/v1/project-1/ports?device_id=server-1&limit=100");
});

test("an id that could change the path is refused without a request", async () => {
  const server = await startServer(() => {});
  const cloud = vpc(server.url);
  for (const call of [cloud.port({ portId: "../x" }), cloud.deletePort({ portId: "a/b" })]) {
    expect((await cloudError(call)).kind).toBe("invalid-request");
  }
  expect(server.received).toHaveLength(0);
});
