import { closeClouds, cloudError, nicPath, portId, serverId, testCloud } from "./support/cloud";
import {
  appNetwork,
  db,
  mainNetwork,
  startEmulated,
  stopEmulators,
  web,
  webPrimary,
  webSecondary,
} from "./support/emulated";
import { closeServers, json, startServer } from "./support/server";

afterEach(async () => {
  closeClouds();
  await stopEmulators();
  await closeServers();
});

const primary = { serverId: web, portId: webPrimary };
const secondary = { serverId: web, portId: webSecondary };
const ofPort = (id: string) => ({ id, fixed_ips: [], security_groups: ["sg-1"], device_id: serverId });

test("the NICs of a server and their ports are read with two requests, however many there are", async () => {
  const { cloud, emulator } = await startEmulated();
  const ports = [webPrimary, webSecondary];
  for (let index = 1; index <= 8; index++) {
    ports.push(`00000000-0000-4000-8000-0000000000d${index}`);
    emulator.addNic(web, { port_id: ports.at(-1) ?? "", network_id: mainNetwork, delete_on_termination: true });
  }
  const read = await Promise.all(
    ports.map(async (id) => {
      const [nic, port] = await Promise.all([
        cloud.nic({ serverId: web, portId: id }),
        cloud.portOf({ serverId: web, portId: id }),
      ]);
      return [nic.portId, port.id, port.deviceId];
    }),
  );
  expect(read).toEqual(ports.map((id) => [id, id, web]));
  expect(emulator.requests.map(({ route }) => route).sort()).toEqual(["ListPorts", "ListServerInterfaces"]);
});

test("a port says what it is", async () => {
  const { cloud, emulator } = await startEmulated();
  const bandwidth = "00000000-0000-4000-8000-0000000000b6";
  const portId = await cloud.attach(
    { serverId: web },
    { networkId: appNetwork, ipv6: true, ipv6BandwidthId: bandwidth },
  );
  const ipAddresses = emulator.nic(web, portId)?.fixedIps.map(({ ipAddress }) => ipAddress);
  const port = await cloud.portOf({ serverId: web, portId });
  expect(port).toMatchObject({ id: portId, networkId: appNetwork, status: "ACTIVE", ipv6BandwidthId: bandwidth });
  expect(port.fixedIps.map(({ ipAddress }) => ipAddress)).toEqual(ipAddresses);
  expect(await cloud.portOf(primary)).toMatchObject({ isPrimary: true, ipv6BandwidthId: undefined });
});

test("ports are asked for by server, in all enterprise projects", async () => {
  const server = await startServer((response) => json(response, 200, { ports: [ofPort(portId)] }));
  const cloud = testCloud("http://127.0.0.1:9", { endpoints: { vpc: server.url }, enterpriseProjectId: "ep-1" });
  await cloud.portOf({ serverId, portId });
  expect(server.received.map(({ url }) => url)).toEqual([`/v1/project-1/ports?device_id=${serverId}&limit=100`]);
});

test("servers do not share, and the region's default name and its explicit one do", async () => {
  const { cloud, emulator } = await startEmulated();
  await cloud.portOf(primary);
  await cloud.portOf({ ...primary, region: cloud.region });
  expect(emulator.requests).toHaveLength(1);
  expect((await cloudError(cloud.portOf({ ...primary, serverId: db }))).kind).toBe("not-found-port");
  expect(emulator.requests).toHaveLength(2);
});

test("a port that came after the shared answer is found by asking once more", async () => {
  const { cloud, emulator } = await startEmulated();
  await cloud.portOf(primary);
  emulator.addNic(web, { port_id: portId, delete_on_termination: true });
  expect(await cloud.portOf({ serverId: web, portId })).toMatchObject({ id: portId });
  expect(emulator.requests).toHaveLength(2);
});

test("a port that the server does not have is not found, by an answer that is no older than the question", async () => {
  const { cloud, emulator } = await startEmulated();
  const error = await cloudError(cloud.portOf({ serverId: web, portId }));
  expect(error).toMatchObject({ kind: "not-found-port", mayHaveHappened: false });
  expect(error.message).toContain(web);
  expect(error.message).toContain(portId);
  expect(emulator.requests).toHaveLength(1);
  expect((await cloudError(cloud.portOf({ serverId: web, portId }))).kind).toBe("not-found-port");
  expect(emulator.requests).toHaveLength(2);
});

test("a change of a port is seen by its readers and costs the others nothing", async () => {
  const { cloud, emulator } = await startEmulated();
  await cloud.portOf(primary);
  await cloud.updatePort({ portId: webPrimary }, { name: "new" });
  emulator.clearRequests();
  await cloud.portOf(secondary);
  expect(emulator.requests).toHaveLength(0);
  expect(await cloud.portOf(primary)).toMatchObject({ name: "new" });
  await cloud.portOf(primary);
  expect(emulator.requests).toHaveLength(1);
});

test("a reader waits for a change of its port that is under way", async () => {
  const { cloud, emulator } = await startEmulated();
  await cloud.portOf(primary);
  emulator.fail({ route: "UpdatePort", respond: { delayMs: 50 } });
  const change = cloud.updatePort({ portId: webPrimary }, { name: "new" });
  const read = cloud.portOf(primary);
  expect((await read).name).toBe("new");
  await change;
});

test("a change that was refused leaves the shared answer as it is, and one whose answer is lost does not", async () => {
  const { cloud, emulator } = await startEmulated({}, { maxRetries: 0 });
  await cloud.portOf(primary);
  emulator.fail({ route: "UpdatePort", respond: "policy-forbids" });
  await cloudError(cloud.updatePort({ portId: webPrimary }, { name: "refused" }));
  emulator.clearRequests();
  expect((await cloud.portOf(primary)).name).toBe("");
  expect(emulator.requests).toHaveLength(0);
  emulator.fail({ route: "UpdatePort", respond: "reset-after" });
  await cloudError(cloud.updatePort({ portId: webPrimary }, { name: "lost" }));
  expect((await cloud.portOf(primary)).name).toBe("lost");
});

test.each(["addNics", "deleteNics", "finished", "changeNic"] as const)(
  "what was read of a server's ports before %s is not given to anybody afterwards",
  async (what) => {
    const { cloud, emulator } = await startEmulated({ jobDuration: 0 });
    const job = await cloud.addNics({ serverId: web }, [{ networkId: mainNetwork }]);
    await cloud.portOf(primary);
    const calls = {
      addNics: () => cloud.addNics({ serverId: web }, [{ networkId: mainNetwork }]),
      deleteNics: () => cloud.deleteNics({ serverId: web }, [webSecondary]),
      finished: () => cloud.finished(job),
      changeNic: () => cloud.changeNic(primary, { ipAddress: "192.168.0.77" }),
    };
    await calls[what]();
    emulator.clearRequests();
    expect((await cloud.portOf(primary)).fixedIps[0]?.ipAddress).toBe(
      what === "changeNic" ? "192.168.0.77" : "192.168.0.33",
    );
    expect(emulator.requests).toHaveLength(1);
  },
);

test("a server with more ports than a page has is read to its last one, once", async () => {
  const ids = Array.from({ length: 130 }, (_, index) => `p${index}`);
  const server = await startServer((response, { url }) => {
    const query = new URL(url, "http://vpc").searchParams;
    const from = ids.indexOf(query.get("marker") ?? "") + 1;
    json(response, 200, { ports: ids.slice(from, from + Number(query.get("limit"))).map(ofPort) });
  });
  const cloud = testCloud("http://127.0.0.1:9", { endpoints: { vpc: server.url } });
  const found = await Promise.all(["p0", "p129"].map((port) => cloud.portOf({ serverId, portId: port })));
  expect(found.map(({ id }) => id)).toEqual(["p0", "p129"]);
  expect(server.received).toHaveLength(2);
});

test("a list of several pages is as old as its first one: a change between two pages is not missed", async () => {
  const filler = Array.from({ length: 99 }, (_, index) => ofPort(`p${index}`));
  let name = "old";
  let release: (() => void) | undefined;
  const server = await startServer((response, { method, url }) => {
    if (method === "PUT") {
      name = "new";
      return json(response, 200, { port: { ...ofPort(portId), name } });
    }
    if (url.includes("/ports/")) return json(response, 200, { port: ofPort(portId) });
    if (url.includes("marker")) return json(response, 200, { ports: [] });
    const page = { ports: [{ ...ofPort(portId), name }, ...filler] };
    if (release) return json(response, 200, page);
    release = () => json(response, 200, page);
  });
  const cloud = testCloud("http://127.0.0.1:9", { endpoints: { vpc: server.url } });
  // Until the credentials have proved right, requests go one at a time.
  await cloud.port({ portId });
  const read = cloud.portOf({ serverId, portId });
  await server.arrived(2);
  await cloud.updatePort({ portId }, { name: "new" });
  release?.();
  expect((await read).name).toBe("new");
});

test("an id that is none is refused without a request, which would find the ports of no server", async () => {
  const server = await startServer((response) => json(response, 200, { ports: [ofPort(portId)] }));
  const cloud = testCloud("http://127.0.0.1:9", { endpoints: { vpc: server.url } });
  for (const id of ["", nicPath]) {
    expect((await cloudError(cloud.portOf({ serverId: id, portId }))).kind).toBe("invalid-request");
  }
  expect(server.received).toHaveLength(0);
});
