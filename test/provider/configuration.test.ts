import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { provider } from "../../src/provider";
import { attributes, configure } from "../../src/provider/configuration";
import { type Check, DiagnosticError, SILENT, UNKNOWN } from "../../src/terraform";

type Config = Parameters<typeof configure>[0]["config"];

const KEYS = { region: "cn-north-4", access_key: "AKFAKE", secret_key: "fake-secret-that-opens-nothing" };

const home = mkdtempSync(join(tmpdir(), "huaweiecs-home-"));
afterAll(() => rmSync(home, { recursive: true }));

function configuring(given: Record<string, unknown>, environment: Record<string, string> = {}) {
  const none = Object.fromEntries(Object.keys(attributes).map((name) => [name, null]));
  // Terraform sends null for what is not given; the checker cannot know what a test gives.
  const config = { ...none, assume_role: [], ...given } as unknown as Config;
  return configure({ config, log: SILENT, terraformVersion: "1.11.4" }, "0.0.0", { HOME: home, ...environment });
}

function refusal(given: Record<string, unknown>, environment: Record<string, string> = {}): DiagnosticError {
  try {
    configuring(given, environment);
  } catch (error) {
    if (error instanceof DiagnosticError) return error;
    throw error;
  }
  throw new Error("It was accepted.");
}

test("arguments beat the environment, and HW_ variables beat OS_ ones", () => {
  expect(configuring(KEYS, { HW_REGION_NAME: "eu-west-101" }).region).toBe("cn-north-4");
  expect(configuring({ ...KEYS, region: null }, { HW_REGION_NAME: "hw", OS_REGION_NAME: "os" }).region).toBe("hw");
  expect(configuring({ ...KEYS, region: null }, { HW_REGION_NAME: "", OS_REGION_NAME: "os" }).region).toBe("os");
});

test("everything may come from the environment", () => {
  const environment = {
    HW_REGION_NAME: "cn-north-4",
    HW_ACCESS_KEY: "AKFAKE",
    HW_SECRET_KEY: "fake",
    HW_INSECURE: "TRUE",
  };
  expect(configuring({}, environment).cloud.region).toBe("cn-north-4");
});

test.each([
  ["region", { ...KEYS, region: null }],
  ["access_key", { ...KEYS, access_key: null }],
  ["secret_key", { ...KEYS, secret_key: null }],
  ["region", { ...KEYS, region: "  " }],
])("a missing %s is an error at the argument that names the variable", (name, given) => {
  const { summary, message, path } = refusal(given);
  expect(summary).toBe(`Missing ${name}`);
  expect(message).toMatch(/environment variable HW_[A-Z_]+( or HUAWEICLOUD_SDK_[A-Z_]+)? or OS_[A-Z_]+/);
  expect(path).toEqual([{ attribute: name }]);
});

test.each([
  ["HW_INSECURE", "maybe", "true or false"],
  ["HW_MAX_RETRIES", "-1", "a whole number"],
  ["HW_MAX_RETRIES", "many", "a whole number"],
])("%s = %p is refused by name and value", (variable, value, wanted) => {
  const { message } = refusal(KEYS, { [variable]: value });
  expect(message).toContain(variable);
  expect(message).toContain(JSON.stringify(value));
  expect(message).toContain(wanted);
});

test("an endpoint that is no URL is refused", () => {
  expect(refusal({ ...KEYS, endpoints: { ecs: "http://" } }).summary).toBe("Invalid provider configuration");
});

test.each([
  [{ ecs: "http://127.0.0.1:1" }, true],
  [{ ecs: UNKNOWN }, true],
  [{}, true],
  [{ obs: "http://127.0.0.1:1" }, false],
  [{ ecs: "" }, false],
  [{ ecs: null }, false],
])("the endpoints %p pass their check: %p", (endpoints, passes) => {
  expect(attributes.endpoints.check.every((check) => check.test(endpoints as never))).toBe(passes);
});

test("an argument that is not known yet lets a plan be made, and refuses to read, naming it", async () => {
  const api = configuring({ ...KEYS, secret_key: UNKNOWN });
  expect(api.region).toBe("cn-north-4");
  const read = api.cloud.nic({ serverId: "s", portId: "p" });
  await expect(read).rejects.toMatchObject({
    summary: "Provider configuration not known yet",
    message: expect.stringContaining('"secret_key"'),
  });
});

test("a region that is not known yet stays unknown in a plan", () => {
  expect(configuring({ ...KEYS, region: UNKNOWN }).region).toBeUndefined();
});

test("a secret does not show in anything that configuring makes", () => {
  const { inspect } = jest.requireActual<typeof import("node:util")>("node:util");
  expect(inspect(configuring(KEYS), { depth: 10, showHidden: true })).not.toContain(KEYS.secret_key);
  const { message } = refusal({ ...KEYS, region: null });
  expect(message).not.toContain(KEYS.secret_key);
});

test.each([
  ["password", { region: "r", user_id: "u" }],
  ["user_name", { region: "r", password: "fake" }],
  ["domain_name", { region: "r", password: "fake", user_name: "u" }],
])("a sign-in without its %s is an error at the argument", (name, given) => {
  const { summary, path } = refusal(given);
  expect(summary).toBe(`Missing ${name}`);
  expect(path).toEqual([{ attribute: name }]);
});

test.each<[string, Record<string, unknown>, string]>([
  ["cloud", { cloud: "https://x" }, "must be a domain"],
  ["auth_url", { auth_url: "ftp://x" }, "must be a URL"],
  ["endpoints", { endpoints: { ecs: "http://" } }, "must be a URL"],
  ["cacert_file", { cacert_file: "/nowhere.pem" }, "/nowhere.pem"],
  ["cert", { cert: "/nowhere.pem" }, "cert is set without key"],
  ["key", { key: "fake-key" }, "key is set without cert"],
  ["profile", { access_key: null, secret_key: null, shared_config_file: "FILE", profile: "b" }, 'no profile "b"'],
  ["shared_config_file", { access_key: null, secret_key: null, shared_config_file: "/nowhere" }, "does not exist"],
  [
    "assume_role",
    { assume_role: [{ agency_name: "a", domain_name: null, domain_id: null, duration: null }] },
    "domain_name or domain_id",
  ],
])("a %s that cannot work is an error at the argument, with what is wrong", (name, given, text) => {
  const file = join(home, "config.json");
  writeFileSync(file, JSON.stringify({ current: "a", profiles: [{ name: "a" }] }));
  const given_ = { ...KEYS, ...given, ...(given.shared_config_file === "FILE" ? { shared_config_file: file } : {}) };
  const { message, path } = refusal(given_);
  expect(message).toContain(text);
  expect(path).toEqual([{ attribute: name }]);
});

test("without anything to sign in with, configuring succeeds: the first request asks the metadata service", () => {
  expect(configuring({ region: "cn-north-4" }).region).toBe("cn-north-4");
});

test("region and project come from the profile when nothing else gives them, the project only for its own region", async () => {
  const urls: string[] = [];
  const server = createServer(({ url = "" }, response) => {
    urls.push(url);
    response.writeHead(400).end("{}");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const file = join(home, "profile.json");
  const keys = { accessKeyId: "AKFAKE", secretAccessKey: "fake-secret" };
  writeFileSync(
    file,
    JSON.stringify({ current: "a", profiles: [{ name: "a", ...keys, region: "r-1", projectId: "p-1" }] }),
  );
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const given = { shared_config_file: file, endpoints: { ecs: url, iam: url } };
    const own = configuring(given);
    expect(own.region).toBe("r-1");
    await own.cloud.nic({ serverId: "s", portId: "p" }).catch(() => undefined);
    const other = configuring({ ...given, region: "r-2" });
    await other.cloud.nic({ serverId: "s", portId: "p" }).catch(() => undefined);
    expect(urls).toEqual(["/v1/p-1/cloudservers/s/os-interface", "/v3/projects?name=r-2"]);
    own.cloud.close();
    other.cloud.close();
  } finally {
    server.close();
  }
});

test.each<[string, readonly unknown[], readonly unknown[]]>([
  ["max_retries", [0, 5], [-1, 1.5]],
  ["request_timeout", ["30s", "1h30m"], ["30", "0s", "soon"]],
  ["max_concurrent_requests", [1, 100], [0, 2.5]],
  ["requests_per_second", [1, 50], [0, 0.5]],
  ["user_name", ["me"], ["", "  "]],
  ["password", ["p w"], ["", " "]],
  ["token", ["t"], ["", " "]],
  ["profile", ["default"], ["", " "]],
  ["cacert_file", ["ca.pem"], ["", " "]],
  ["enterprise_project_id", ["0"], ["", " "]],
])("%s takes %p and refuses %p", (name, accepted, refused) => {
  const { check } = attributes[name as keyof typeof attributes];
  const passes = (value: unknown) => (check as readonly Check<unknown>[]).every(({ test }) => test(value));
  expect(accepted.map(passes)).toEqual(accepted.map(() => true));
  expect(refused.map(passes)).toEqual(refused.map(() => false));
});

test.each([
  [900, true],
  [86_400, true],
  [899, false],
  [86_401, false],
  [1_000.5, false],
])("an agency's keys may be asked for %d seconds: %p", (seconds, passes) => {
  const check = attributes.assume_role.nested.attributes.duration.check as readonly Check<number>[];
  expect(check.every(({ test }) => test(seconds))).toBe(passes);
});

test("every secret of the provider block is sensitive, and nothing else is", () => {
  const all = { ...attributes, ...attributes.assume_role_with_oidc.nested.attributes };
  const sensitive = Object.entries(all).filter(([, attribute]) => attribute.sensitive);
  expect(sensitive.map(([name]) => name).sort()).toEqual(
    ["access_key", "id_token", "key", "password", "secret_key", "security_token", "token"].sort(),
  );
});

test("a user is named by name or by id, not by both", () => {
  const find = (config: Record<string, string>) => provider.schema.rules?.map((rule) => rule.find(config as never));
  expect(find({ user_name: "a", user_id: "b" })).toMatchObject([{ summary: "Conflicting arguments" }]);
  expect(find({ user_name: "a" })).toEqual([undefined]);
});

test("while something is not known yet, every use of the cloud refuses, naming it", async () => {
  const { cloud } = configuring({ ...KEYS, token: UNKNOWN });
  const refused = { summary: "Provider configuration not known yet", message: expect.stringContaining('"token"') };
  const ids = { serverId: "s", portId: "p", jobId: "j" };
  const calls = [
    cloud.nic(ids),
    cloud.listNics(ids),
    cloud.updateNic(ids, { deleteOnTermination: true }),
    cloud.attachable(ids),
    cloud.addNics(ids, []),
    cloud.deleteNics(ids, []),
    cloud.finished(ids),
    cloud.changeNic(ids, {}),
    cloud.attach(ids, ids),
    cloud.detach(ids),
    cloud.server(ids),
    cloud.port(ids),
    cloud.portOf(ids),
    cloud.updatePort(ids, {}),
    cloud.deletePort(ids),
  ];
  for (const call of calls) await expect(call).rejects.toMatchObject(refused);
  for (const search of [cloud.servers({}), cloud.ports({})]) {
    await expect(search[Symbol.asyncIterator]().next()).rejects.toMatchObject(refused);
  }
});
