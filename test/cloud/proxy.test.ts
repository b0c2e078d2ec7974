import { createAuthority } from "./support/certificates";
import { closeClouds, cloudError, listedNic, nicPath, portId, serverId, testCloud } from "./support/cloud";
import { startProxy, type TestProxy } from "./support/proxy";
import { closeServers, type Handler, json, startServer } from "./support/server";

const nic = { serverId, portId };
const list: Handler = (response) => json(response, 200, { interfaceAttachments: [listedNic()] });

const names = ["http_proxy", "https_proxy", "all_proxy", "no_proxy"].flatMap((name) => [name, name.toUpperCase()]);
const before = Object.fromEntries(names.map((name) => [name, process.env[name]]));
const authority = createAuthority();
const tls = authority.issue("DNS:ecs.example.test");

let proxy: TestProxy | undefined;

function setProxies(variables: Readonly<Record<string, string>>): void {
  for (const name of names) delete process.env[name];
  Object.assign(process.env, variables);
}

afterEach(async () => {
  setProxies({});
  for (const [name, value] of Object.entries(before)) if (value !== undefined) process.env[name] = value;
  closeClouds();
  await proxy?.close();
  proxy = undefined;
  await closeServers();
});
afterAll(() => authority.remove());

test("HTTPS goes through HTTPS_PROXY, which looks the name up; what is in the tunnel only the endpoint sees", async () => {
  const server = await startServer(list, tls);
  proxy = await startProxy(server.url);
  setProxies({ HTTPS_PROXY: proxy.url });
  const cloud = testCloud("https://ecs.example.test", { caCertificate: authority.cert });
  expect(await cloud.nic(nic)).toMatchObject({ portId });
  await cloud.nic(nic, { maxAge: 0 });
  expect(proxy.connected).toEqual(["ecs.example.test:443"]);
  expect(server.received.map(({ url, headers }) => [url, headers.host])).toEqual([
    [nicPath, "ecs.example.test"],
    [nicPath, "ecs.example.test"],
  ]);
  expect(new Set(server.received.map(({ connection }) => connection)).size).toBe(1);
});

test("plain HTTP goes through HTTP_PROXY", async () => {
  const server = await startServer(list);
  proxy = await startProxy(server.url);
  setProxies({ http_proxy: proxy.url });
  expect(await testCloud("http://ecs.example.test:8080").nic(nic)).toMatchObject({ portId });
  expect(proxy.connected).toEqual(["ecs.example.test:8080"]);
});

test("a user and a password of the proxy's URL are sent to it, and to nobody else", async () => {
  const server = await startServer(list, tls);
  proxy = await startProxy(server.url);
  setProxies({ HTTPS_PROXY: proxy.url.replace("//", "//me:canary-p%40ss@") });
  await testCloud("https://ecs.example.test", { caCertificate: authority.cert }).nic(nic);
  const sent = `Basic ${Buffer.from("me:canary-p@ss").toString("base64")}`;
  expect(proxy.authorizations).toEqual([sent]);
  expect(server.received[0]?.headers).not.toHaveProperty("proxy-authorization");
});

test("the endpoint's certificate is checked through a proxy as well", async () => {
  const server = await startServer(list, authority.issue("DNS:other.example.test"));
  proxy = await startProxy(server.url);
  setProxies({ HTTPS_PROXY: proxy.url });
  const error = await cloudError(testCloud("https://ecs.example.test", { caCertificate: authority.cert }).nic(nic));
  expect(error).toMatchObject({ kind: "untrusted-certificate", attempts: 1 });
  expect(error.message).toContain(`through the proxy ${proxy.url}`);
  expect(server.received).toHaveLength(0);
});

test.each(["ecs.example.test", ".example.test", "*"])("NO_PROXY=%s goes straight", async (exception) => {
  const server = await startServer(list);
  proxy = await startProxy(server.url);
  setProxies({ HTTP_PROXY: proxy.url, NO_PROXY: exception });
  const error = await cloudError(testCloud("http://ecs.example.test", { maxRetries: 0 }).nic(nic));
  expect(error.kind).toBe("unreachable");
  expect(error.message).not.toContain("proxy");
  expect(proxy.connected).toEqual([]);
});

test("this machine's own servers are reached without the proxy", async () => {
  const server = await startServer(list);
  proxy = await startProxy(server.url);
  setProxies({ ALL_PROXY: proxy.url });
  await testCloud(server.url).nic(nic);
  await testCloud(server.url.replace("127.0.0.1", "localhost"))
    .nic(nic)
    .catch(() => undefined);
  expect(proxy.connected).toEqual([]);
});

test.each([
  [403, false, 1],
  [407, false, 1],
  [502, true, 3],
])(
  "a proxy that answers %d lets nothing through, and the error says which proxy and what to check",
  async (status, retryable, attempts) => {
    proxy = await startProxy("http://127.0.0.1:9", status);
    setProxies({ HTTPS_PROXY: proxy.url.replace("//", "//me:canary@") });
    const cloud = testCloud("https://ecs.example.test", { maxRetries: 2 });
    const error = await cloudError(cloud.updateNic(nic, { deleteOnTermination: true }));
    expect(error).toMatchObject({ kind: "unreachable", retryable, attempts, mayHaveHappened: false });
    expect(error.message).toContain(`The proxy ${proxy.url} does not let the request through: it answered ${status}`);
    expect(error.message).toContain(status === 407 ? "user and a password" : "NO_PROXY");
  },
);

test("a proxy that is not there is named", async () => {
  proxy = await startProxy("http://127.0.0.1:9");
  const { url } = proxy;
  await proxy.close();
  proxy = undefined;
  setProxies({ HTTPS_PROXY: url });
  const error = await cloudError(testCloud("https://ecs.example.test", { maxRetries: 0 }).nic(nic));
  expect(error).toMatchObject({ kind: "unreachable", mayHaveHappened: false });
  expect(error.message).toContain(`(through the proxy ${url})`);
});

test.each(["socks5://me:canary@proxy.test:1080", "http://me:canary@:x"])(
  "the proxy %s is refused without its text",
  async (text) => {
    setProxies({ ALL_PROXY: text });
    const error = await cloudError(testCloud("https://ecs.example.test").nic(nic));
    expect(error).toMatchObject({ kind: "invalid-request", attempts: 0 });
    expect(error.message).toContain("HTTPS_PROXY");
  },
);
