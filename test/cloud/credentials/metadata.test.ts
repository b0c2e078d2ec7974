import { chooseSignIn } from "../../../src/cloud";
import { metadataSource } from "../../../src/cloud/credentials/metadata";
import { createHttp } from "../../../src/cloud/http";
import { tlsOptions } from "../../../src/cloud/tls";
import { closeClouds, cloudError, listedNic, portId, serverId, testCloud } from "../support/cloud";
import { startProxy } from "../support/proxy";
import { closeServers, type Handler, json, startServer } from "../support/server";

const nic = { serverId, portId };
const credential = {
  access: "METADATAKEY",
  secret: "CANARY-metadata-secret",
  securitytoken: "CANARY-metadata-token",
  expires_at: new Date(Date.now() + 86_400_000).toISOString(),
};
const sessionPath = "/meta-data/latest/api/token";
const keysPath = "/openstack/latest/securitykey";
const signIn = chooseSignIn({ environment: { HOME: "/nowhere" } });

afterEach(async () => {
  closeClouds();
  await closeServers();
});

/** A metadata service: answers session requests and key requests by the handlers, the last of which stays. */
async function start(session: Handler[], keys: Handler[]) {
  const next = (handlers: Handler[]) => (handlers.length > 1 ? handlers.shift() : handlers[0]);
  const metadata = await startServer((response, request, socket) =>
    next(request.url === sessionPath ? session : keys)?.(response, request, socket),
  );
  const ecs = await startServer((response) => json(response, 200, { interfaceAttachments: [listedNic()] }));
  const cloud = testCloud(ecs.url, { signIn, metadataEndpoint: metadata.url });
  return { metadata, ecs, cloud, read: () => cloud.nic(nic, { maxAge: 0 }) };
}

const status =
  (code: number, body = ""): Handler =>
  (response) =>
    response.writeHead(code).end(body);
const token = status(200, "CANARY-imds-session");
const giveKeys: Handler = (response) => json(response, 200, { credential });

test("keys come from the metadata service with a session of IMDSv2, once, and sign the requests", async () => {
  const { metadata, ecs, read } = await start([token], [giveKeys]);
  await read();
  await read();
  expect(metadata.received.map(({ method, url }) => `${method} ${url}`)).toEqual([
    `PUT ${sessionPath}`,
    `GET ${keysPath}`,
  ]);
  expect(metadata.received[0]?.headers["x-metadata-token-ttl-seconds"]).toBe("21600");
  expect(metadata.received[1]?.headers["x-metadata-token"]).toBe("CANARY-imds-session");
  expect(ecs.received[0]?.headers).toMatchObject({
    "x-security-token": "CANARY-metadata-token",
    authorization: expect.stringContaining("Access=METADATAKEY,"),
  });
});

test.each([404, 405, 503])("a service that answers %d to the session is asked in the old way", async (code) => {
  const { metadata, read } = await start([status(code)], [giveKeys]);
  await read();
  expect(metadata.received).toHaveLength(2);
  expect(metadata.received[1]?.headers).not.toHaveProperty("x-metadata-token");
});

test("a session that is refused is replaced once", async () => {
  const sessions = [status(200, "CANARY-old"), status(200, "CANARY-new")];
  const { metadata, read } = await start(sessions, [status(401), giveKeys]);
  await read();
  expect(metadata.received.map(({ headers }) => headers["x-metadata-token"])).toEqual([
    undefined,
    "CANARY-old",
    undefined,
    "CANARY-new",
  ]);
});

test.each<[string, Handler[], Handler[], string, number]>([
  ["has no agency", [token], [status(401, "Please configure Cloud Service Agency first")], "this ECS has no agency", 2],
  ["refuses the session", [status(403)], [giveKeys], "no session token (status 403)", 1],
  ["refuses every session", [token], [status(401)], "answers 401", 4],
  ["fails", [token], [status(500)], "answers 500", 2],
  ["gives no keys", [token], [status(200, '{"credential":{"access":"A"}}')], "no `credential.secret`", 2],
  ["gives no JSON", [token], [status(200, "<html>CANARY")], "no `credential.access`", 2],
  ["closes the connection", [(_response, _request, socket) => socket.destroy()], [], "does not answer (ECONNRESET)", 1],
])(
  "a service that %s ends the search, and the error says everything that was looked at",
  async (_what, session, keys, text, requests) => {
    const { metadata, ecs, read } = await start(session, keys);
    for (let count = 0; count < 3; count++) {
      const error = await cloudError(read());
      expect(error).toMatchObject({ kind: "no-credentials", retryable: false, mayHaveHappened: false });
      for (const part of ["the provider block has no token", "HW_ACCESS_KEY", "~/.hcloud/config.json", text]) {
        expect(error.message).toContain(part);
      }
    }
    expect(metadata.received).toHaveLength(requests);
    expect(ecs.received).toHaveLength(0);
  },
);

test("a service that does not answer is given up after its own short timeout", async () => {
  const metadata = await startServer(() => {});
  const http = createHttp({ requestTimeout: 60_000, tls: tlsOptions({}), userAgent: "test" });
  const log = { trace: () => {}, debug: () => {}, warn: () => {} };
  const source = metadataSource({ endpoint: metadata.url, tried: [], timeout: 50 }, http, log);
  const options = { signal: new AbortController().signal, onRetry: () => {} };
  const error = await cloudError(source.obtain(options));
  expect(error.message).toContain("does not answer within 0.05 seconds");
  http.close();
});

test("a caller that leaves while the service is asked does not end the search for the next one", async () => {
  const { metadata, cloud, read } = await start([() => {}, token], [giveKeys]);
  const controller = new AbortController();
  const call = cloudError(cloud.updateNic(nic, { deleteOnTermination: true }, controller));
  await metadata.arrived(1);
  controller.abort();
  expect((await call).kind).toBe("cancelled");
  // Time for the request that was cut off to end.
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await read()).toMatchObject({ portId });
});

test("no proxy is asked to reach the metadata service", async () => {
  const proxy = await startProxy("http://127.0.0.1:9");
  process.env.HTTP_PROXY = proxy.url;
  try {
    const cloud = testCloud("http://ecs.example.test", { signIn, metadataEndpoint: "http://metadata.invalid" });
    expect((await cloudError(cloud.nic(nic))).message).toMatch(/does not answer \((ENOTFOUND|EAI_AGAIN)\)/);
    expect(proxy.connected).toEqual([]);
  } finally {
    delete process.env.HTTP_PROXY;
    await proxy.close();
  }
});
