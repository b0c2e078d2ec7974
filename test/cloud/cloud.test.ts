import { closeClouds, cloudError, listedNic, portId, serverId, testCloud } from "./support/cloud";
import { closeServers, type Handler, json, startServer } from "./support/server";

const nic = { serverId, portId };

afterEach(async () => {
  closeClouds();
  await closeServers();
});

/** A small ECS with one server: lists its NICs and keeps what is put. */
function ecs(flags: Map<string, boolean>): Handler {
  return (response, { method, url, body }) => {
    if (method === "PUT") {
      flags.set(url.split("/").at(-1) ?? "", JSON.parse(body).interface_attachment.delete_on_termination);
      response.writeHead(204).end();
      return;
    }
    json(response, 200, { interfaceAttachments: [...flags].map(([port, flag]) => listedNic(port, flag)) });
  };
}

async function start(flags = new Map([[portId, false]]), time = { now: 0 }) {
  const server = await startServer(ecs(flags));
  const cloud = testCloud(server.url, {}, { now: () => time.now });
  const sent = () => server.received.map(({ method }) => method).join(" ");
  return { flags, time, server, cloud, sent };
}

test("making a cloud makes no request", async () => {
  const { cloud, sent } = await start();
  expect(cloud.region).toBe("cn-north-4");
  expect(sent()).toBe("");
});

test("all NICs of a server are read with one request", async () => {
  const ports = Array.from({ length: 8 }, (_, index) => `port-${index}`);
  const { cloud, sent } = await start(new Map(ports.map((port) => [port, false])));
  const nics = await Promise.all(ports.map((port) => cloud.nic({ serverId, portId: port })));
  expect(nics.map((read) => read.portId)).toEqual(ports);
  await cloud.listNics({ serverId });
  expect(sent()).toBe("GET");
});

test("changing a NIC takes two reads and one write, and the second read sees the change", async () => {
  const { cloud, sent } = await start();
  expect(await cloud.nic(nic)).toMatchObject({ deleteOnTermination: false });
  await cloud.updateNic(nic, { deleteOnTermination: true });
  expect(await cloud.nic(nic)).toMatchObject({ deleteOnTermination: true });
  expect(sent()).toBe("GET PUT GET");
});

test("a read is shared with the region's default name and its explicit one", async () => {
  const { cloud, sent } = await start();
  await cloud.nic(nic);
  await cloud.nic({ ...nic, region: "cn-north-4" });
  expect(sent()).toBe("GET");
});

test("an answer serves for thirty seconds, or as long as the reader says", async () => {
  const { cloud, time, sent } = await start();
  await cloud.nic(nic);
  time.now = 29_999;
  await cloud.nic(nic);
  expect(sent()).toBe("GET");
  await cloud.nic(nic, { maxAge: 29_999 });
  expect(sent()).toBe("GET GET");
  time.now = 59_999;
  await cloud.nic(nic);
  expect(sent()).toBe("GET GET GET");
});

test("a NIC that was attached after the shared answer is found by asking anew", async () => {
  const { cloud, flags, sent } = await start();
  await cloud.nic(nic);
  flags.set("new", true);
  expect(await cloud.nic({ serverId, portId: "new" })).toMatchObject({ deleteOnTermination: true });
  expect(sent()).toBe("GET GET");
});

test("a NIC that the server does not have is not found, with one request, and the error names both", async () => {
  const { cloud, sent } = await start();
  const error = await cloudError(cloud.nic({ serverId, portId: "nobody" }));
  expect(error).toMatchObject({ kind: "not-found-nic", retryable: false, mayHaveHappened: false });
  expect(error.message).toContain(serverId);
  expect(error.message).toContain("nobody");
  expect(sent()).toBe("GET");
});

test("a failed read is not kept", async () => {
  let down = true;
  const server = await startServer((response, request, socket) =>
    down ? json(response, 403, {}) : ecs(new Map([[portId, true]]))(response, request, socket),
  );
  const cloud = testCloud(server.url);
  expect((await cloudError(cloud.nic(nic))).kind).toBe("forbidden");
  down = false;
  expect(await cloud.nic(nic)).toMatchObject({ deleteOnTermination: true });
});

test("a write that may have happened makes what was read stale, and a refused one does not", async () => {
  let answer: Handler = ecs(new Map([[portId, false]]));
  const server = await startServer((...request) => answer(...request));
  const cloud = testCloud(server.url, { maxRetries: 0 });
  await cloud.nic(nic);
  answer = (response) => json(response, 403, {});
  expect((await cloudError(cloud.updateNic(nic, { deleteOnTermination: true }))).mayHaveHappened).toBe(false);
  await cloud.nic(nic);
  expect(server.received.map(({ method }) => method)).toEqual(["GET", "PUT"]);

  answer = (_response, _request, socket) => socket.destroy();
  expect((await cloudError(cloud.updateNic(nic, { deleteOnTermination: true }))).mayHaveHappened).toBe(true);
  answer = ecs(new Map([[portId, true]]));
  expect(await cloud.nic(nic)).toMatchObject({ deleteOnTermination: true });
});

test("a reader that leaves does not take the request away from the others", async () => {
  let answer = () => {};
  const server = await startServer((response) => {
    answer = () => json(response, 200, { interfaceAttachments: [listedNic()] });
  });
  const cloud = testCloud(server.url);
  const controller = new AbortController();
  const leaving = cloudError(cloud.nic(nic, { signal: controller.signal }));
  const staying = cloud.nic(nic);
  await server.arrived(1);
  controller.abort();
  expect((await leaving).kind).toBe("cancelled");
  answer();
  expect(await staying).toMatchObject({ portId });
  expect(server.received).toHaveLength(1);
});
