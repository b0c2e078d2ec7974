import { attributes, configure } from "../../src/provider/configuration";
import { DiagnosticError, SILENT, UNKNOWN } from "../../src/terraform";

type Config = Parameters<typeof configure>[0]["config"];

const KEYS = { region: "cn-north-4", access_key: "AKFAKE", secret_key: "fake-secret-that-opens-nothing" };

function configuring(given: Record<string, unknown>, environment: Record<string, string> = {}) {
  const none = Object.fromEntries(Object.keys(attributes).map((name) => [name, null]));
  const config = { ...none, ...given } as unknown as Config;
  return configure({ config, log: SILENT, terraformVersion: "1.11.4" }, "0.0.0", environment);
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
  expect(message).toMatch(/environment variable HW_[A-Z_]+ or OS_[A-Z_]+/);
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
