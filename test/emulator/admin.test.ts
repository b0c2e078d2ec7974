import { type Emulator, parseSeed, startEmulator } from "../../src/emulator";
import { emulators, list, listed, nobody, update, web, webPrimary, webSecondary } from "./client";

const { start } = emulators();

async function admin(
  emulator: Emulator,
  method: string,
  path: string,
  body?: string,
  contentType = "application/json",
) {
  const answer = await fetch(emulator.url + path, {
    method,
    ...(body !== undefined && { body, headers: { "content-type": contentType } }),
  });
  const text = await answer.text();
  return { status: answer.status, json: text === "" ? undefined : JSON.parse(text) };
}

test("/healthz says that the emulator is up", async () => {
  expect(await admin(await start(), "GET", "/healthz")).toEqual({ status: 200, json: { status: "ok" } });
});

describe("/emulator/servers", () => {
  test("shows every server and NIC, as a seed that starts the same cloud", async () => {
    const emulator = await start();
    await update(emulator, web, webPrimary, false);
    const { status, json } = await admin(emulator, "GET", "/emulator/servers");
    expect(status).toBe(200);
    expect(json.servers[0].nics[0]).toMatchObject({ port_id: webPrimary, primary: true, delete_on_termination: false });
    const copy = await start({ seed: parseSeed(json) });
    expect(copy.servers()).toEqual(emulator.servers());
  });

  test("changes a NIC at once, and says what it is now", async () => {
    const emulator = await start({ readDelay: 60_000 });
    const body = '{"delete_on_termination":true}';
    const answer = await admin(emulator, "PUT", `/emulator/servers/${web}/nics/${webSecondary}`, body);
    expect(answer).toMatchObject({ status: 200, json: { port_id: webSecondary, delete_on_termination: true } });
    expect(await listed(emulator, web, webSecondary)).toBe(true);
  });

  test.each([
    ['{"delete_on_termination":"yes"}', "delete_on_termination must be true or false."],
    ["{}", "delete_on_termination must be true or false."],
    ['{"deleteOnTermination":true}', "deleteOnTermination is not known here; known are delete_on_termination."],
    ["[]", "The document must be an object."],
  ])("refuses the body %s and changes nothing", async (body, error) => {
    const emulator = await start();
    const answer = await admin(emulator, "PUT", `/emulator/servers/${web}/nics/${webPrimary}`, body);
    expect(answer).toEqual({ status: 400, json: { error } });
    expect(emulator.nic(web, webPrimary)?.deleteOnTermination).toBe(true);
  });

  test("refuses a body that is no JSON with a sentence", async () => {
    const emulator = await start();
    const path = `/emulator/servers/${web}/nics/${webPrimary}`;
    expect(await admin(emulator, "PUT", path, "{")).toEqual({
      status: 400,
      json: { error: expect.stringContaining("JSON") },
    });
    expect((await admin(emulator, "PUT", path, "<a/>", "text/xml")).status).toBe(415);
  });

  test("takes NICs and servers away", async () => {
    const emulator = await start();
    expect(await admin(emulator, "DELETE", `/emulator/servers/${web}/nics/${webSecondary}`)).toEqual({ status: 204 });
    expect(await listed(emulator, web, webSecondary)).toBeUndefined();
    expect(await admin(emulator, "DELETE", `/emulator/servers/${web}`)).toEqual({ status: 204 });
    expect((await list(emulator, web)).json.error.code).toBe("Ecs.0307");
  });

  test.each([
    ["PUT", `/emulator/servers/${web}/nics/${nobody}`, `There is no NIC ${nobody} on server ${web}.`],
    ["DELETE", `/emulator/servers/${web}/nics/${nobody}`, `There is no NIC ${nobody} on server ${web}.`],
    ["DELETE", `/emulator/servers/${nobody}`, `There is no server ${nobody}.`],
    ["GET", "/emulator/nothing", "There is no GET /emulator/nothing."],
  ])("answers 404 to %s %s", async (method, path, error) => {
    const body = method === "PUT" ? '{"delete_on_termination":true}' : undefined;
    expect(await admin(await start(), method, path, body)).toEqual({ status: 404, json: { error } });
  });
});

describe("/emulator/requests", () => {
  test("shows the API requests and forgets them", async () => {
    const emulator = await start();
    await list(emulator, web);
    expect(await admin(emulator, "GET", "/emulator/requests")).toEqual({
      status: 200,
      json: { requests: emulator.requests },
    });
    expect(emulator.requests).toHaveLength(1);
    expect(await admin(emulator, "DELETE", "/emulator/requests")).toEqual({ status: 204 });
    expect(emulator.requests).toEqual([]);
  });
});

describe("/emulator/faults", () => {
  test("takes a fault as JSON and forgets it", async () => {
    const emulator = await start();
    const fault = { route: "ListServerInterfaces", times: "always", respond: { status: 503, body: { down: true } } };
    expect(await admin(emulator, "POST", "/emulator/faults", JSON.stringify(fault))).toEqual({
      status: 201,
      json: fault,
    });
    expect(await list(emulator, web)).toMatchObject({ status: 503, json: { down: true } });
    expect(await admin(emulator, "DELETE", "/emulator/faults")).toEqual({ status: 204 });
    expect((await list(emulator, web)).status).toBe(200);
  });

  test("refuses a fault that makes no sense", async () => {
    const answer = await admin(await start(), "POST", "/emulator/faults", '{"respond":{"status":"500"}}');
    expect(answer).toEqual({ status: 400, json: { error: "respond.status must be a number from 200 to 599." } });
  });
});

describe("the request log", () => {
  test("has one entry for each API request, and tells of it before the answer comes", async () => {
    const told: unknown[] = [];
    const emulator = await start({ clock: () => new Date(), onRequest: (entry) => told.push(entry) });
    await list(emulator, web);
    await update(emulator, web, webPrimary, false);
    await update(emulator, web, webPrimary, false);
    const last = await list(emulator, nobody);
    await fetch(`${emulator.url}/healthz`);
    await fetch(`${emulator.url}/emulator/servers`);
    const path = `/v1/${emulator.projectId}/cloudservers/${web}/os-interface`;
    const common = {
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      requestId: expect.any(String),
      durationMs: expect.any(Number),
      signedBy: emulator.credentials.accessKey,
    };
    expect(emulator.requests).toEqual([
      { ...common, method: "GET", path, route: "ListServerInterfaces", status: 200, summary: "2 NICs" },
      {
        ...common,
        method: "PUT",
        path: `${path}/${webPrimary}`,
        route: "UpdateServerInterface",
        status: 204,
        summary: "delete_on_termination true → false",
      },
      expect.objectContaining({ summary: "delete_on_termination false (unchanged)" }),
      expect.objectContaining({
        status: 400,
        code: "Ecs.0307",
        requestId: last.headers["x-request-id"],
        summary: `no server ${nobody}`,
      }),
    ]);
    expect(told).toEqual(emulator.requests);
    emulator.clearRequests();
    expect(emulator.requests).toEqual([]);
  });
});

describe("an emulator", () => {
  test("gives the environment of a provider that is to use it", async () => {
    const emulator = await start({
      region: "ap-southeast-1",
      projectId: "f".repeat(32),
      accessKey: "AK",
      secretKey: "SK",
    });
    expect(emulator.env()).toEqual({
      HW_REGION_NAME: "ap-southeast-1",
      HW_ACCESS_KEY: "AK",
      HW_SECRET_KEY: "SK",
      HW_PROJECT_ID: "f".repeat(32),
      HW_AUTH_URL: `${emulator.url}/v3`,
    });
    expect(emulator.url).toBe(`http://127.0.0.1:${emulator.port}`);
  });

  test("fails to start where another one listens, and starts there once that one has stopped", async () => {
    const first = await start();
    await expect(startEmulator({ port: first.port })).rejects.toMatchObject({ code: "EADDRINUSE" });
    await first.stop();
    await first.stop();
    expect((await start({ port: first.port })).port).toBe(first.port);
  });
});

describe("more of /emulator", () => {
  test("locks, stops and occupies a server, and refuses what makes no sense", async () => {
    const emulator = await start();
    const put = (body: string) => admin(emulator, "PUT", `/emulator/servers/${web}`, body);
    expect(await put('{"status":"SHUTOFF","locked":true,"busy":true}')).toEqual({ status: 204 });
    expect(emulator.servers()[0]).toMatchObject({ status: "SHUTOFF", locked: true, busy: true });
    expect(await put('{"status":"GONE"}')).toMatchObject({ status: 400 });
    expect(await put('{"lock":true}')).toMatchObject({ status: 400 });
    expect((await admin(emulator, "PUT", `/emulator/servers/${nobody}`, "{}")).status).toBe(404);
    expect(emulator.servers()[0]).toMatchObject({ status: "SHUTOFF", locked: true, busy: true });
  });

  test("adds a port that no server has, once", async () => {
    const emulator = await start();
    const seed = { port_id: nobody, name: "spare" };
    expect(await admin(emulator, "POST", "/emulator/ports", JSON.stringify(seed))).toEqual({ status: 201, json: seed });
    expect((await admin(emulator, "POST", "/emulator/ports", JSON.stringify(seed))).status).toBe(409);
    const { json } = await admin(emulator, "GET", "/emulator/ports");
    expect(json.ports.find(({ id }: { id: string }) => id === nobody)).toMatchObject({ name: "spare", state: "DOWN" });
    expect(emulator.ports()).toHaveLength(4);
  });

  test("shows what waits, what is set and what was asked for in vain", async () => {
    const emulator = await start();
    await admin(emulator, "POST", "/emulator/faults", '{"respond":"truncate"}');
    expect((await admin(emulator, "GET", "/emulator/faults")).json).toEqual({ faults: [{ respond: "truncate" }] });
    await admin(emulator, "DELETE", "/emulator/faults");
    expect((await admin(emulator, "GET", "/emulator/faults")).json).toEqual({ faults: [] });
    const patched = await admin(emulator, "PATCH", "/emulator/settings", '{"nicLimit":3}');
    expect(patched.json).toEqual({ ...emulator.settings, nicLimit: 3 });
    expect((await admin(emulator, "GET", "/emulator/settings")).json).toEqual(patched.json);
    expect((await admin(emulator, "PATCH", "/emulator/settings", '{"nicLimit":0}')).status).toBe(400);
    expect((await admin(emulator, "GET", "/emulator/jobs")).json).toEqual({ jobs: [] });
    expect((await admin(emulator, "GET", "/emulator/routes")).json).toEqual({ routes: emulator.routes });

    for (const path of ["/v9/one", "/v9/two?x=1", "/v9/two"]) await admin(emulator, "GET", path);
    emulator.clearRequests();
    expect((await admin(emulator, "GET", "/emulator/unknown-routes")).json).toEqual({
      routes: [
        { method: "GET", path: "/v9/one", count: 1 },
        { method: "GET", path: "/v9/two", count: 2 },
      ],
    });
  });
});

test("the programs' view of a server, a port and a subnet refuses what cannot be", async () => {
  const emulator = await start();
  expect(() => emulator.setServer(nobody, { locked: true })).toThrow(`There is no server ${nobody}.`);
  expect(() => emulator.addPort({ port_id: webPrimary })).toThrow("is attached to server");
  expect(() => emulator.addPort({ port_id: "x" })).toThrow("port.port_id must be a lower-case UUID.");
  emulator.addPort({ port_id: nobody });
  expect(() => emulator.addPort({ port_id: nobody })).toThrow(`Port ${nobody} exists already.`);
  expect(() => emulator.addSubnet({ id: nobody, cidr: "10.0.0.0" })).toThrow("subnet.cidr must be an IPv4 range");
  expect(() => emulator.addSubnet({ id: nobody, cidr: "fd00::/64" })).toThrow("subnet.cidr must be an IPv4 range");
  emulator.addSubnet({ id: nobody, cidr: "10.0.0.0/24" });
  expect(() => emulator.addSubnet({ id: nobody, cidr: "10.0.0.0/24" })).toThrow(`Subnet ${nobody} exists already.`);
  expect(() => emulator.configure({ nicLimit: 0 })).toThrow("nicLimit must be a number from 1 to 1000.");
});
