import type { Server } from "../../src/cloud";
import { closeClouds, cloudError, listedNic, nicPath, portId, serverId, testCloud } from "./support/cloud";
import { closeServers, json, startServer } from "./support/server";

afterEach(async () => {
  closeClouds();
  await closeServers();
});

const address = (more: object = {}) => ({
  version: "4",
  addr: "192.168.1.99",
  "OS-EXT-IPS-MAC:mac_addr": "fa:16:3e:df:18:6d",
  "OS-EXT-IPS:type": "fixed",
  "OS-EXT-IPS:port_id": "port-2",
  ...more,
});

const shown = {
  id: serverId,
  name: "ecs-2ecf",
  status: "ACTIVE",
  created: "2026-01-15T08:15:30Z",
  locked: false,
  metadata: { vpc_id: "vpc-1", charging_mode: "0" },
  flavor: { id: "s6.small.1", vcpus: "1" },
  "OS-EXT-AZ:availability_zone": "cn-north-4a",
  "OS-EXT-STS:task_state": null,
  enterprise_project_id: "0",
  security_groups: [{ name: "default", id: "sg-1" }, null],
  tags: ["env=prod", "alone"],
  addresses: {
    "vpc-1": [
      address(),
      address({ addr: "10.0.0.1", primary: true, "OS-EXT-IPS:port_id": "port-1" }),
      address({ version: "6", addr: "fe80::1" }),
      address({ addr: "1.2.3.4", "OS-EXT-IPS:type": "floating" }),
    ],
  },
};

async function all(servers: AsyncIterable<Server>): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of servers) ids.push(id);
  return ids;
}

describe("showing a server", () => {
  test("gives what ECS says, under our names, with the primary port", async () => {
    const server = await startServer((response) => json(response, 200, { server: shown }));
    expect(await testCloud(server.url).server({ serverId })).toEqual({
      id: serverId,
      name: "ecs-2ecf",
      status: "ACTIVE",
      vpcId: "vpc-1",
      flavorId: "s6.small.1",
      availabilityZone: "cn-north-4a",
      enterpriseProjectId: "0",
      created: "2026-01-15T08:15:30Z",
      isLocked: false,
      taskState: undefined,
      securityGroupIds: ["sg-1"],
      tags: ["env=prod", "alone"],
      primaryPortId: "port-1",
      addresses: [
        { ipAddress: "192.168.1.99", version: 4, kind: "fixed", portId: "port-2", isPrimary: false },
        { ipAddress: "10.0.0.1", version: 4, kind: "fixed", portId: "port-1", isPrimary: true },
        { ipAddress: "fe80::1", version: 6, kind: "fixed", portId: "port-2", isPrimary: false },
        { ipAddress: "1.2.3.4", version: 4, kind: "floating", portId: "port-2", isPrimary: false },
      ].map((entry) => ({ ...entry, vpcId: "vpc-1", macAddress: "fa:16:3e:df:18:6d" })),
    });
    expect(server.received[0]?.url).toBe(nicPath.replace("/os-interface", ""));
  });

  test("takes the primary port from the newer list of interfaces where there is one", async () => {
    const interfaces = [
      { port_id: "a", primary: false },
      { port_id: "b", primary: true },
    ];
    const server = await startServer((response) =>
      json(response, 200, { server: { ...shown, network_interfaces: interfaces } }),
    );
    expect((await testCloud(server.url).server({ serverId })).primaryPortId).toBe("b");
  });

  test("does without everything but the id", async () => {
    const server = await startServer((response) =>
      json(response, 200, { server: { id: "s", addresses: null, flavor: null, tags: null, locked: null } }),
    );
    expect(await testCloud(server.url).server({ serverId })).toMatchObject({
      id: "s",
      name: "",
      addresses: [],
      tags: [],
      isLocked: false,
      primaryPortId: undefined,
    });
  });

  test.each([
    [{}, "no object `server`"],
    [{ server: {} }, "no `server.id`"],
  ])("of %j names what is missing", async (body, text) => {
    const server = await startServer((response) => json(response, 200, body));
    const error = await cloudError(testCloud(server.url).server({ serverId }));
    expect(error.kind).toBe("unexpected-answer");
    expect(error.message).toContain(text);
  });

  test("that does not exist is not found", async () => {
    const body = { error: { message: `Instance[${serverId}] could not be found.`, code: "Ecs.0114" } };
    const server = await startServer((response) => json(response, 404, body));
    expect((await cloudError(testCloud(server.url).server({ serverId }))).kind).toBe("not-found-server");
  });
});

describe("searching servers", () => {
  /** ECS with so many servers, which counts pages from 1. */
  const withServers = (count: number) =>
    startServer((response, { url }) => {
      const query = new URL(url, "http://ecs").searchParams;
      const [page, limit] = [Number(query.get("offset")), Number(query.get("limit"))];
      const servers = Array.from({ length: count }, (_, index) => ({ id: `s${index}`, status: "ACTIVE" }));
      json(response, 200, { count, servers: servers.slice((page - 1) * limit, page * limit) });
    });

  test.each([
    [0, 1],
    [1, 1],
    [99, 1],
    [100, 2],
    [101, 2],
    [250, 3],
  ])("of %d servers finds each once, in %d requests", async (count, requests) => {
    const server = await withServers(count);
    const ids = await all(testCloud(server.url).servers({}));
    expect(ids).toEqual(Array.from({ length: count }, (_, index) => `s${index}`));
    expect(server.received).toHaveLength(requests);
  });

  test("asks for no page that is not read", async () => {
    const server = await withServers(250);
    for await (const { id } of testCloud(server.url).servers({})) if (id === "s5") break;
    expect(server.received).toHaveLength(1);
  });

  test("names what is searched, and the provider's enterprise project when the search names none", async () => {
    const server = await withServers(0);
    const cloud = testCloud(server.url, { enterpriseProjectId: "eps-1" });
    const search = { name: "web.", status: "ACTIVE", ip: "10.0", flavorId: "f", tags: ["a=b", "c"], ids: ["i1", "i2"] };
    await all(cloud.servers(search));
    await all(cloud.servers({ enterpriseProjectId: "all_granted_eps" }));
    const [first, second] = server.received.map(({ url }) =>
      Object.fromEntries(new URL(url, "http://ecs").searchParams),
    );
    expect(first).toEqual({
      name: "web.",
      status: "ACTIVE",
      ip: "10.0",
      flavor: "f",
      tags: "a=b,c",
      server_id: "i1,i2",
      enterprise_project_id: "eps-1",
      offset: "1",
      limit: "100",
    });
    expect(second).toEqual({ enterprise_project_id: "all_granted_eps", offset: "1", limit: "100" });
  });

  test("gives a server that moved to the next page once, and ends if pages repeat for ever", async () => {
    const page = Array.from({ length: 100 }, (_, index) => ({ id: `s${index}`, status: "ACTIVE" }));
    const server = await startServer((response) => json(response, 200, { servers: page }));
    expect(await all(testCloud(server.url).servers({}))).toHaveLength(100);
    expect(server.received).toHaveLength(2);
  });

  test("by ids leaves out those that do not exist", async () => {
    const servers = [
      { id: "here", status: "ACTIVE" },
      { id: "gone", status: null, fault: { code: 404 } },
    ];
    const server = await startServer((response) => json(response, 200, { servers }));
    expect(await all(testCloud(server.url).servers({ ids: ["here", "gone"] }))).toEqual(["here"]);
  });

  test("names the entry that has no id", async () => {
    const server = await startServer((response) => json(response, 200, { servers: [{ id: "a" }, {}] }));
    expect((await cloudError(all(testCloud(server.url).servers({})))).message).toContain("no `servers[1].id`");
  });
});

test("what a server may have yet, and what is said of keeping its NICs, is read as it is", async () => {
  const server = await startServer((response) =>
    json(response, 200, {
      attachableQuantity: { free_nic: 11, free_disk: "22", free_blk: null },
      interfaceAttachments: [{ ...listedNic(portId, true), preserve_on_delete: false }, listedNic("other")],
    }),
  );
  expect(await testCloud(server.url).attachable({ serverId })).toMatchObject({
    freeNics: 11,
    freeDisks: 22,
    nics: [
      { portId, deleteOnTermination: true, preserveOnDelete: false },
      { portId: "other", preserveOnDelete: undefined },
    ],
  });
  expect(server.received[0]?.url).toBe(`${nicPath}_extension`);
});
