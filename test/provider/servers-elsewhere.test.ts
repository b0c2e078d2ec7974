/** Looking into another region than the provider's: by its own addresses, through a proxy that leads to an emulator. */
import { request } from "node:http";
import { type Emulator, startEmulator } from "../../src/emulator";
import type { ProviderServer } from "../../src/terraform";
import { type Authority, createAuthority } from "../cloud/support/certificates";
import { startProxy, type TestProxy } from "../cloud/support/proxy";
import { closeServers, type Handler, startServer } from "../cloud/support/server";
import { configured } from "./support/configured-provider";
import { listed, read } from "./support/reading";

const SERVER = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21";
const DOMAINS = ["ecs", "vpc", "iam"].map((service) => `${service}.eu-west-101.myhuaweicloud.eu`);

const variables = ["https_proxy", "all_proxy", "no_proxy"].flatMap((name) => [name, name.toUpperCase()]);
const before = Object.fromEntries(variables.map((name) => [name, process.env[name]]));
let authority: Authority;
let emulator: Emulator;
let proxy: TestProxy;
let server: ProviderServer;

beforeAll(async () => {
  authority = createAuthority();
  emulator = await startEmulator({ region: "eu-west-101" });
  const toEmulator: Handler = (response, { method, url, headers, body }) => {
    const forward = request(new URL(url, emulator.url), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    forward.end(body);
  };
  const front = await startServer(toEmulator, authority.issue(...DOMAINS.map((domain) => `DNS:${domain}`)));
  proxy = await startProxy(front.url);
  for (const name of variables) delete process.env[name];
  process.env.HTTPS_PROXY = proxy.url;
  server = await configured(emulator, { region: "cn-north-4", endpoints: null, cacert_file: authority.cert });
});

afterAll(async () => {
  delete process.env.HTTPS_PROXY;
  for (const [name, value] of Object.entries(before)) if (value !== undefined) process.env[name] = value;
  server.close();
  await proxy.close();
  await closeServers();
  await emulator.stop();
  authority.remove();
});

const region = "eu-west-101";

test("servers and NICs are found there, and say that they are", async () => {
  expect(await read(server, "huaweiecs_servers", { region, name: "web" })).toMatchObject({
    region,
    server_ids: [SERVER],
    servers: [{ availability_zone: "eu-west-101a" }],
  });
  const nics = await read(server, "huaweiecs_nic_attachments", { region, server_id: SERVER });
  expect(nics).toMatchObject({ region, nics: [{ primary: true }, { primary: false }] });
});

test.each(["nic_attachment_setting", "nic_attachment", "server_nic_policy"])(
  "a query for %s finds what is there, whole where that is wanted",
  async (name) => {
    const events = await listed(server, `huaweiecs_${name}`, { region }, { includeObject: true });
    expect(events.length).toBeGreaterThan(0);
    for (const { identity, object, diagnostics } of events) {
      expect({ identity, object, diagnostics }).toMatchObject({
        identity: { region },
        object: { region },
        diagnostics: [],
      });
    }
  },
);

test("nothing else was asked for", () => {
  expect(new Set(proxy.connected)).toEqual(new Set(DOMAINS.map((domain) => `${domain}:443`)));
});
