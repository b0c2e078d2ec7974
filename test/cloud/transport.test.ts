import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { noAnswer } from "../../src/cloud/failures";
import { pause } from "../../src/cloud/pause";
import { closeClouds, cloudError, listedNic, nicPath, portId, serverId, testCloud } from "./support/cloud";
import { closeServers, type Handler, json, startServer } from "./support/server";

const nic = { serverId, portId };
const change = { deleteOnTermination: true };
const list: Handler = (response) => json(response, 200, { interfaceAttachments: [listedNic()] });

/** Answers the first requests by the handlers given, and all later ones with the list of NICs. */
function first(...handlers: Handler[]): Handler {
  const left = [...handlers];
  return (response, request, socket) => (left.shift() ?? list)(response, request, socket);
}

function answer(status: number, code: string, message = "message", headers: Record<string, string> = {}): Handler {
  return (response) => json(response, status, { error: { code, message } }, headers);
}

/** A handler that answers when told to. */
function held(handler: Handler): { handler: Handler; release: () => void } {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { handler: (...request) => void released.then(() => handler(...request)), release };
}

afterEach(async () => {
  closeClouds();
  await closeServers();
});

describe("a request", () => {
  test("is signed, names its project and sends the user agent, the user's own in front", async () => {
    const server = await startServer(list);
    await testCloud(server.url, { customUserAgent: "acme\n\u00fc/1" }).nic(nic);
    expect(server.received).toHaveLength(1);
    expect(server.received[0]).toMatchObject({
      method: "GET",
      url: nicPath,
      headers: {
        "x-project-id": "project-1",
        "user-agent": "acme/1 terraform-provider-huaweiecs/1.2.3",
        accept: "application/json",
        host: new URL(server.url).host,
        authorization: expect.stringContaining("content-type;host;x-project-id;x-sdk-date;x-security-token"),
      },
    });
  });

  test("reuses the connection of the one before", async () => {
    const server = await startServer(list);
    const cloud = testCloud(server.url);
    for (let count = 0; count < 3; count++) await cloud.nic(nic, { maxAge: 0 });
    expect(server.received).toHaveLength(3);
    expect(new Set(server.received.map(({ connection }) => connection)).size).toBe(1);
  });

  test("opens a new connection once the cloud was closed", async () => {
    const server = await startServer(list);
    const cloud = testCloud(server.url);
    await cloud.nic(nic);
    cloud.close();
    await cloud.nic(nic, { maxAge: 0 });
    expect(new Set(server.received.map(({ connection }) => connection)).size).toBe(2);
  });

  test("understands a compressed answer", async () => {
    const body = gzipSync(JSON.stringify({ interfaceAttachments: [listedNic()] }));
    const server = await startServer((response) => response.writeHead(200, { "content-encoding": "gzip" }).end(body));
    expect(await testCloud(server.url).nic(nic)).toMatchObject({ portId });
  });

  test("does not follow a redirect: the signed headers stay where they were meant to go", async () => {
    const other = await startServer(list);
    for (const status of [301, 302, 303, 307, 308]) {
      const location = `${other.url}${nicPath}?token=x`;
      const server = await startServer((response) => response.writeHead(status, { location }).end());
      const error = await cloudError(testCloud(server.url).nic(nic));
      expect(error).toMatchObject({ kind: "unexpected-answer", status, retryable: false });
      expect(error.serviceMessage).toContain(`redirects to ${other.url}${nicPath};`);
      expect(server.received).toHaveLength(1);
    }
    expect(other.received).toHaveLength(0);
  });

  test("does not repeat a query in an error's address", async () => {
    const server = await startServer((response) => json(response, 400, { error: { code: 400, message: "bad" } }));
    const error = await cloudError(testCloud(server.url, { projectId: undefined }).nic(nic));
    expect(server.received[0]?.url).toBe("/v3/projects?name=cn-north-4");
    expect(error.url).toBe(`${server.url}/v3/projects`);
  });

  test("runs beside at most so many others", async () => {
    let running = 0;
    let most = 0;
    const server = await startServer((response) => {
      most = Math.max(most, ++running);
      setTimeout(() => {
        running--;
        json(response, 200, { interfaceAttachments: [] });
      }, 5);
    });
    const cloud = testCloud(server.url, { maxConcurrentRequests: 3 });
    await Promise.all(Array.from({ length: 20 }, (_, index) => cloud.listNics({ serverId: `server-${index}` })));
    expect(server.received).toHaveLength(20);
    expect(most).toBe(3);
  });
});

describe("what is logged", () => {
  test("is one line for each attempt, with the facts and never the headers", async () => {
    const server = await startServer(first(answer(503, "Ecs.0001", "sorry", { "x-request-id": "r1" })));
    const cloud = testCloud(server.url);
    await cloud.nic(nic);
    const lines = cloud.logged.filter(({ message }) => message === "Huawei Cloud request").map(({ fields }) => fields);
    const common = { method: "GET", host: new URL(server.url).host, path: nicPath, duration_ms: expect.any(Number) };
    expect(lines).toEqual([
      { ...common, attempt: 1, status: 503, code: "Ecs.0001", request_id: "r1" },
      { ...common, attempt: 2, status: 200, code: undefined, request_id: undefined },
    ]);
    const everything = JSON.stringify(cloud.logged).toLowerCase();
    for (const header of ["authorization", "x-security-token", "canary"]) expect(everything).not.toContain(header);
  });

  test("are the bodies only at trace", async () => {
    const server = await startServer((response) => response.writeHead(204).end());
    const cloud = testCloud(server.url);
    await cloud.updateNic(nic, change);
    const holding = cloud.logged.filter((line) => JSON.stringify(line).includes("interface_attachment"));
    expect(holding.map(({ level }) => level)).toEqual(["trace"]);
  });

  test("is a warning before each repetition", async () => {
    const server = await startServer(first(answer(500, "Common.0001"), answer(500, "Common.0001")));
    const cloud = testCloud(server.url);
    await cloud.nic(nic);
    const warnings = cloud.logged.filter(({ level }) => level === "warn").map(({ fields }) => fields);
    expect(warnings).toMatchObject([{ attempt: 1 }, { attempt: 2 }]);
    expect(warnings[0]?.reason).toContain("Common.0001");
  });
});

describe("retries", () => {
  test.each<[string, Handler, number]>([
    ["429", answer(429, "Common.1503"), 0],
    ["202 with Common.0024", answer(202, "Common.0024"), 0],
    ["500", answer(500, "Common.0001"), 0],
    ["502", (response) => response.writeHead(502).end("<html>"), 0],
    ["503", answer(503, "APIGW.0613"), 0],
    ["504", answer(504, "APIGW.0201"), 0],
    ["Ecs.0603", answer(501, "Ecs.0603"), 60_000],
    ["Ecs.1000", answer(400, "Ecs.1000"), 0],
    ["Ecs.0307", answer(400, "Ecs.0307"), 0],
    ["APIGW.0308 with its window", answer(429, "APIGW.0308", "over ratelimit,limit:100,time:1 minute"), 60_000],
    ["Retry-After in seconds", answer(503, "Ecs.0615", "m", { "retry-after": "7" }), 7_000],
    ["Retry-After in the past", answer(503, "E.1", "m", { "retry-after": "Wed, 21 Oct 2015 07:28:00 GMT" }), 0],
    ["a connection reset before the answer", (_response, _request, socket) => socket.resetAndDestroy(), 0],
    ["a connection closed before the answer", (_response, _request, socket) => socket.destroy(), 0],
    [
      "a connection closed within the answer",
      (response, _request, socket) => {
        response
          .writeHead(200, { "content-length": "1000" })
          .write('{"interfaceAttachments":[', () => socket.destroy());
      },
      0,
    ],
    [
      "a connection closed within a chunked answer",
      (response, _request, socket) => {
        response.writeHead(200).write('{"interfaceAttachments":[', () => socket.destroy());
      },
      0,
    ],
  ])("a read and a write after %s", async (_what, handler, wait) => {
    const server = await startServer(first(handler, list, handler));
    const cloud = testCloud(server.url);
    expect(await cloud.nic(nic)).toMatchObject({ portId });
    await cloud.updateNic(nic, change);
    expect(server.received.map(({ method }) => method)).toEqual(["GET", "GET", "PUT", "PUT"]);
    expect(cloud.sleeps).toEqual([wait, wait]);
  });

  test("after a date in Retry-After, which is waited for", async () => {
    const date = new Date(Date.now() + 60_000).toUTCString();
    const server = await startServer(first(answer(429, "Common.1503", "m", { "retry-after": date })));
    const cloud = testCloud(server.url);
    await cloud.nic(nic);
    expect(cloud.sleeps[0]).toBeGreaterThan(30_000);
    expect(cloud.sleeps[0]).toBeLessThanOrEqual(60_000);
  });

  test.each<[string, Handler]>([
    ["400", answer(400, "Ecs.0005")],
    ["401", answer(401, "APIGW.0301")],
    ["403", answer(403, "Pdp.0001")],
    ["404", answer(404, "Ecs.0114")],
    ["405", answer(405, "APIGW.0501")],
    ["408", answer(408, "X.1")],
    ["409", answer(409, "Ecs.0001")],
    ["501", answer(501, "X.1")],
    ["locked", answer(400, "Ecs.0605")],
    ["Ecs.0307 of a missing server", answer(400, "Ecs.0307", "itemNotFound")],
    ["Ecs.1000 of a missing server", answer(400, "Ecs.1000", "could not be found")],
    ["a web page", (response) => response.writeHead(200).end("<html>")],
    ["an answer that is no HTTP", (_response, _request, socket) => socket.end("SSH-2.0-OpenSSH_9\r\n")],
    ["broken compression", (response) => response.writeHead(200, { "content-encoding": "gzip" }).end("not gzip")],
  ])("never after %s", async (_what, handler) => {
    const server = await startServer(handler);
    const cloud = testCloud(server.url);
    const error = await cloudError(cloud.updateNic(nic, change));
    expect(error).toMatchObject({ retryable: false, attempts: 1 });
    expect(server.received).toHaveLength(1);
    expect(cloud.sleeps).toEqual([]);
  });

  test("at most so often, with growing windows, and the error counts the attempts", async () => {
    const server = await startServer(answer(503, "Ecs.0615"));
    const cloud = testCloud(server.url, { maxRetries: 3 }, { random: () => 0.5 });
    const error = await cloudError(cloud.nic(nic));
    expect(error).toMatchObject({ kind: "server-error", attempts: 4, retryable: true });
    expect(error.message).toContain("after 4 attempts");
    expect(cloud.sleeps).toEqual([500, 1_000, 2_000]);
    expect(server.received).toHaveLength(4);
  });

  test("not once the waits would exceed the budget", async () => {
    const server = await startServer(answer(501, "Ecs.0603"));
    const cloud = testCloud(server.url, { retryBudget: 150_000 });
    expect(await cloudError(cloud.nic(nic))).toMatchObject({ kind: "busy", attempts: 3 });
    expect(cloud.sleeps).toEqual([60_000, 60_000]);
  });

  test("are signed afresh: the date and with it the signature are new", async () => {
    const now = jest.spyOn(Date.prototype, "toISOString");
    try {
      now.mockReturnValueOnce("2026-01-15T08:15:30.000Z").mockReturnValueOnce("2026-01-15T08:16:30.000Z");
      const server = await startServer(first(answer(503, "X.1")));
      await testCloud(server.url).nic(nic);
      const dates = server.received.map(({ headers }) => headers["x-sdk-date"]);
      expect(dates).toEqual(["20260115T081530Z", "20260115T081630Z"]);
      expect(server.received[0]?.headers.authorization).not.toBe(server.received[1]?.headers.authorization);
    } finally {
      now.mockRestore();
    }
  });

  test("remember that an earlier attempt may have taken effect", async () => {
    const server = await startServer(first((_response, _request, socket) => socket.destroy(), answer(403, "Pdp.0001")));
    const error = await cloudError(testCloud(server.url).updateNic(nic, change));
    expect(error).toMatchObject({ kind: "forbidden", attempts: 2, mayHaveHappened: true });
  });
});

describe("a request without an answer", () => {
  test("to a port where nobody listens is unreachable, was not sent, and is tried again", async () => {
    const server = await startServer(list);
    await closeServers();
    const cloud = testCloud(server.url, { maxRetries: 1 });
    const error = await cloudError(cloud.updateNic(nic, change));
    expect(error).toMatchObject({ kind: "unreachable", attempts: 2, mayHaveHappened: false });
    expect(error.status).toBeUndefined();
    expect(error.message).toContain("ECONNREFUSED");
  });

  test("is not waited for again, call after call, once a call has given the host up; an answer takes that back", async () => {
    const gone = await startServer(list);
    await closeServers();
    const cloud = testCloud(gone.url, { maxRetries: 3 });
    expect((await cloudError(cloud.updateNic(nic, change))).attempts).toBe(4);
    expect((await cloudError(cloud.updateNic(nic, change))).attempts).toBe(1);

    const { port } = new URL(gone.url);
    const back = createServer((_request, response) => response.writeHead(204).end()).listen(Number(port), "127.0.0.1");
    await once(back, "listening");
    await cloud.updateNic(nic, change);
    back.closeAllConnections();
    await new Promise((resolve) => back.close(resolve));
    cloud.close();
    expect((await cloudError(cloud.updateNic(nic, change))).attempts).toBe(4);
  });

  test("to a host that does not exist is unreachable and was not sent", async () => {
    const cloud = testCloud("http://nowhere.invalid", { maxRetries: 1 });
    const error = await cloudError(cloud.updateNic(nic, change));
    expect(error).toMatchObject({ kind: "unreachable", mayHaveHappened: false });
    expect(error.message).toMatch(/ENOTFOUND|EAI_AGAIN/);
  });

  test("is not repeated when the host does not exist, and is when the name service does not answer", () => {
    const failed = { method: "PUT", url: new URL("https://a.invalid"), attempt: 1, hide: (text: string) => text };
    expect(noAnswer({ code: "ENOTFOUND", message: "m" }, failed)).toMatchObject({
      kind: "unreachable",
      retryable: false,
    });
    expect(noAnswer({ code: "EAI_AGAIN", message: "m" }, failed)).toMatchObject({
      kind: "unreachable",
      retryable: true,
    });
  });

  test.each<[string, Handler, string]>([
    ["that never comes", () => {}, "timeout"],
    ["whose connection is reset", (_response, _request, socket) => socket.resetAndDestroy(), "connection-lost"],
  ])("%s is a failure of a write that may have happened", async (_what, handler, kind) => {
    const server = await startServer(handler);
    const cloud = testCloud(server.url, { requestTimeout: 150, maxRetries: 1 });
    const error = await cloudError(cloud.updateNic(nic, change));
    expect(error).toMatchObject({ kind, attempts: 2, retryable: true, mayHaveHappened: true });
    expect(server.received).toHaveLength(2);
  });

  test("within the timeout is given up even while its body trickles in", async () => {
    const server = await startServer((response) => void response.writeHead(200).write("{"));
    const error = await cloudError(testCloud(server.url, { requestTimeout: 150, maxRetries: 0 }).nic(nic));
    expect(error.kind).toBe("timeout");
    expect(error.retryable).toBe(true);
  });

  test("is there even with a timeout longer than Node's timers can hold", async () => {
    const server = await startServer(list);
    const cloud = testCloud(server.url, { requestTimeout: 3_600_000_000, maxRetries: 0 });
    expect(await cloud.nic(nic)).toMatchObject({ portId: nic.portId });
  });

  test("of HTTPS, because the endpoint speaks plain HTTP, says so", async () => {
    const server = await startServer(list);
    const cloud = testCloud(server.url.replace("http:", "https:"));
    const error = await cloudError(cloud.updateNic(nic, change));
    expect(error).toMatchObject({ kind: "unreachable", attempts: 1, mayHaveHappened: false });
    expect(error.message).toContain("plain HTTP");
  });

  test("because a header cannot be sent is an invalid request", async () => {
    const server = await startServer(list);
    const error = await cloudError(testCloud(server.url, { userAgent: "a\nb" }).updateNic(nic, change));
    expect(error).toMatchObject({ kind: "invalid-request", attempts: 1, mayHaveHappened: false });
    expect(server.received).toHaveLength(0);
  });
});

describe("a self-signed certificate", () => {
  const folder = mkdtempSync(join(tmpdir(), "huaweiecs-tls-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"];
  const request = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"];
  execFileSync("openssl", [...request, ...subject, "-keyout", key, "-out", cert], { stdio: "ignore" });
  const tls = { key: readFileSync(key), cert: readFileSync(cert) };
  afterAll(() => rmSync(folder, { recursive: true }));

  test("is not trusted: nothing is sent, and nothing is repeated", async () => {
    const server = await startServer(list, tls);
    const error = await cloudError(testCloud(server.url).updateNic(nic, change));
    expect(error).toMatchObject({
      kind: "untrusted-certificate",
      attempts: 1,
      retryable: false,
      mayHaveHappened: false,
    });
    expect(server.received).toHaveLength(0);
  });

  test("is taken when the settings say insecure, and its connection is reused", async () => {
    const server = await startServer(list, tls);
    const cloud = testCloud(server.url, { insecure: true });
    expect(await cloud.nic(nic)).toMatchObject({ portId });
    await cloud.nic(nic, { maxAge: 0 });
    expect(new Set(server.received.map(({ connection }) => connection)).size).toBe(1);
  });

  test("does not hide that a write over it may have happened", async () => {
    const server = await startServer((_response, _request, socket) => socket.destroy(), tls);
    const cloud = testCloud(server.url, { insecure: true, maxRetries: 0 });
    const error = await cloudError(cloud.updateNic(nic, change));
    expect(error).toMatchObject({ kind: "connection-lost", mayHaveHappened: true });
  });

  test("of a server with old TLS only is not negotiated with", async () => {
    const server = await startServer(list, {
      ...tls,
      minVersion: "TLSv1.1",
      maxVersion: "TLSv1.1",
      ciphers: "DEFAULT@SECLEVEL=0",
    });
    const error = await cloudError(testCloud(server.url, { insecure: true, maxRetries: 0 }).nic(nic));
    expect(error.kind).toBe("unreachable");
    expect(server.received).toHaveLength(0);
  });
});

describe("the first request", () => {
  const bad = answer(401, "APIGW.0301", "verify aksk signature fail");
  const servers = Array.from({ length: 10 }, (_, index) => ({ serverId: `server-${index}` }));

  test("with a bad key is the only one: ten calls at once share its refusal, and so do later ones", async () => {
    const server = await startServer(bad);
    const cloud = testCloud(server.url);
    const errors = await Promise.all(servers.map((address) => cloudError(cloud.listNics(address))));
    errors.push(await cloudError(cloud.updateNic(nic, change)));
    expect(server.received).toHaveLength(1);
    expect(cloud.sleeps).toEqual([]);
    for (const error of errors)
      expect(error).toMatchObject({ kind: "unauthorized", attempts: 1, mayHaveHappened: false });
  });

  test("goes alone until it succeeds, then the others go together", async () => {
    const gate = held(list);
    const rest = held(list);
    const server = await startServer(first(gate.handler, ...servers.map(() => rest.handler)));
    const cloud = testCloud(server.url);
    const calls = Promise.all(servers.map((address) => cloud.listNics(address)));
    await server.arrived(1);
    await new Promise((resolve) => setImmediate(resolve));
    expect(server.received).toHaveLength(1);
    gate.release();
    await server.arrived(10);
    rest.release();
    await calls;
  });

  test("that fails for another reason leaves the next one to prove the key", async () => {
    const server = await startServer(first(answer(400, "APIGW.0201"), bad));
    const cloud = testCloud(server.url);
    const errors = await Promise.all(servers.map((address) => cloudError(cloud.listNics(address))));
    expect(errors.map(({ kind }) => kind)).toEqual(["invalid-request", ...Array(9).fill("unauthorized")]);
    expect(server.received).toHaveLength(2);
  });

  test("proves the key also when the service finds that its server does not exist", async () => {
    const rest = held(list);
    const server = await startServer(first(answer(404, "Ecs.0114"), ...servers.map(() => rest.handler)));
    const cloud = testCloud(server.url);
    const calls = servers.map((address) => cloud.listNics(address));
    expect((await cloudError(calls[0] ?? Promise.resolve())).kind).toBe("not-found-server");
    await server.arrived(10);
    rest.release();
    await Promise.all(calls.slice(1));
  });

  test("does not make one later refusal final, but two in a row are", async () => {
    const server = await startServer(first(list, bad, list, bad, bad));
    const cloud = testCloud(server.url);
    const kinds: string[] = [];
    for (let count = 0; count < 7; count++) {
      const call = cloud.nic(nic, { maxAge: 0 });
      kinds.push(
        await call.then(
          () => "ok",
          (error) => error.kind,
        ),
      );
    }
    expect(kinds).toEqual(["ok", "unauthorized", "ok", "unauthorized", "unauthorized", "unauthorized", "unauthorized"]);
    expect(server.received).toHaveLength(5);
  });
});

describe("cancelling", () => {
  test("before a request prevents it", async () => {
    const server = await startServer(list);
    const cloud = testCloud(server.url);
    const signal = AbortSignal.abort();
    const error = await cloudError(cloud.updateNic(nic, change, { signal }));
    expect(error).toMatchObject({ kind: "cancelled", attempts: 0, mayHaveHappened: false });
    expect((await cloudError(cloud.nic(nic, { signal }))).kind).toBe("cancelled");
    expect(server.received).toHaveLength(0);
  });

  test("during a wait ends it, says why there was one, and sends nothing more", async () => {
    const server = await startServer((_response, _request, socket) => socket.destroy());
    const controller = new AbortController();
    const sleep = async (_milliseconds: number, signal: AbortSignal | undefined) => {
      controller.abort();
      expect(signal?.aborted).toBe(true);
    };
    const cloud = testCloud(server.url, {}, { sleep });
    const error = await cloudError(cloud.updateNic(nic, change, { signal: controller.signal }));
    expect(error).toMatchObject({ kind: "cancelled", attempts: 1, mayHaveHappened: true });
    expect(error.message).toContain("socket hang up");
    expect(server.received).toHaveLength(1);
  });

  test("during a real wait of a minute ends it", async () => {
    const server = await startServer(answer(501, "Ecs.0603"));
    const controller = new AbortController();
    const cloud = testCloud(server.url, {}, { sleep: pause });
    const call = cloudError(cloud.updateNic(nic, change, { signal: controller.signal }));
    await server.arrived(1);
    while (!cloud.logged.some(({ level }) => level === "warn")) await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    expect(await call).toMatchObject({ kind: "cancelled", attempts: 1, mayHaveHappened: false });
  });

  test("while waiting for its turn ends that wait only", async () => {
    const gate = held((response) => response.writeHead(204).end());
    const server = await startServer(gate.handler);
    const cloud = testCloud(server.url);
    const controller = new AbortController();
    const sent = cloud.updateNic(nic, change);
    await server.arrived(1);
    const waiting = cloudError(cloud.updateNic({ ...nic, portId: "p2" }, change, { signal: controller.signal }));
    const next = cloud.updateNic({ ...nic, portId: "p3" }, change);
    controller.abort();
    expect(await waiting).toMatchObject({ kind: "cancelled", attempts: 0, mayHaveHappened: false });
    gate.release();
    await Promise.all([sent, next]);
    expect(server.received.map(({ url }) => url.split("/").at(-1))).toEqual([portId, "p3"]);
  });

  test("lets a PUT that is under way run to its end", async () => {
    const gate = held((response) => response.writeHead(204).end());
    let closed = false;
    const server = await startServer((response, request, socket) => {
      socket.on("close", () => {
        closed = true;
      });
      gate.handler(response, request, socket);
    });
    const controller = new AbortController();
    const call = testCloud(server.url).updateNic(nic, change, { signal: controller.signal });
    await server.arrived(1);
    controller.abort();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(closed).toBe(false);
    gate.release();
    await expect(call).resolves.toBeUndefined();
  });
});

describe("got", () => {
  const folder = join(__dirname, "../../src/cloud");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  const sources = files.map((name) => readFileSync(join(folder, name), "utf8"));

  test("is loaded at one place only, and only when a request needs it", () => {
    const count = (pattern: RegExp) => sources.flatMap((text) => text.match(pattern) ?? []).length;
    expect(count(/\bimport\("got"\)/g)).toBe(1);
    expect(count(/^import (?!type ).*from "got"/gm)).toBe(0);
  });
});
