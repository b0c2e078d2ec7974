import {
  badGateway,
  type Emulator,
  type Fault,
  overRateLimit,
  policyForbids,
  serverLocked,
  startEmulator,
  systemError,
} from "../../src/emulator";
import { type Diagnostic, providerHcl, settingHcl, type Workspace, workspaceFor } from "../support/terraform";

const NIC = {
  serverId: "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21",
  portId: "c5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057",
  deleteOnTermination: true,
};

let emulator: Emulator;
let workspace: Workspace;

beforeEach(async () => {
  emulator = await startEmulator();
  workspace = workspaceFor(emulator);
});

afterEach(async () => {
  workspace.remove();
  await emulator.stop();
});

function configure(options: { provider?: string; setting?: string; endpoint?: string } = {}): void {
  const { provider = "", setting = settingHcl("nic", NIC), endpoint = emulator.url } = options;
  workspace.write(providerHcl(endpoint, provider) + setting);
}

/** The one error of a command that must fail; no secret may be in it. */
async function onlyError(command: string, ...args: string[]): Promise<Diagnostic> {
  await workspace.init();
  const errors = await workspace.errorsOf(command, ...args);
  expect(errors).toHaveLength(1);
  expect(JSON.stringify(errors)).not.toContain(emulator.credentials.secretKey);
  return errors[0] as Diagnostic;
}

describe("the provider block", () => {
  test.each([
    ["region", "HW_REGION_NAME"],
    ["access_key", "HW_ACCESS_KEY"],
    ["secret_key", "HW_SECRET_KEY"],
  ])("without %s names the argument and the variable", async (argument, variable) => {
    workspace.env[variable] = undefined;
    configure();
    const error = await onlyError("plan");
    expect(error.summary).toBe(`Missing ${argument}`);
    expect(error.detail).toContain(`Set the provider argument "${argument}" or the environment variable ${variable}`);
    expect(error.snippet?.code).toContain('provider "huaweiecs"');
    expect(emulator.requests).toEqual([]);
  });

  test("with a malformed variable names it", async () => {
    workspace.env.HW_MAX_RETRIES = "many";
    configure();
    const error = await onlyError("plan");
    expect(error.summary).toBe("Invalid environment variable");
    expect(error.detail).toContain("HW_MAX_RETRIES");
    expect(error.detail).toContain('"many"');
  });

  test("with a negative max_retries, an unknown service or a wrong duration points at the argument", async () => {
    configure({ provider: "max_retries = -1" });
    expect(await onlyError("validate")).toMatchObject({
      summary: "Invalid max_retries",
      detail: "It must be a whole number of at least 0. It is -1.",
    });
    configure({ provider: 'request_timeout = "soon"' });
    const error = await onlyError("validate");
    expect(error.summary).toBe("Invalid request_timeout");
    expect(error.snippet?.code).toContain("request_timeout");
  });

  test("with a misspelt argument is refused by name", async () => {
    configure({ provider: 'regoin = "cn-north-4"' });
    expect((await onlyError("validate")).detail).toContain('An argument named "regoin" is not expected here');
  });
});

describe("the setting", () => {
  test.each([
    ["server_id", settingHcl("nic", { ...NIC, serverId: "web-1" }), '"web-1"'],
    ["port_id", settingHcl("nic", { ...NIC, portId: NIC.portId.toUpperCase() }), NIC.portId.toUpperCase()],
    ["on_destroy", settingHcl("nic", NIC, 'on_destroy = "forget"'), '"forget"'],
    ["region", settingHcl("nic", NIC, 'region = "bad region"'), '"bad region"'],
    ["timeouts.create", settingHcl("nic", NIC, 'timeouts {\n    create = "1 day"\n  }'), '"1 day"'],
  ])("with an invalid %s points at it and says what it must be", async (argument, setting, given) => {
    configure({ setting });
    const error = await onlyError("validate");
    expect(error.summary).toBe(`Invalid ${argument}`);
    expect(error.detail).toMatch(/^It must be .+ It is /);
    expect(error.detail).toContain(given);
    expect(error.snippet?.code).toContain(argument.split(".").at(-1));
  });

  test("with a value for what the provider decides is refused by name", async () => {
    configure({ setting: settingHcl("nic", NIC, 'mac_address = "fa:16:3e:00:00:01"') });
    const error = await onlyError("validate");
    expect(error.summary).toBe("Unexpected mac_address");
    expect(error.snippet?.code).toContain("mac_address");
  });

  test("with null where a value is required is refused, even if that is known only at apply", async () => {
    const nothing = "terraform_data.nothing.output";
    const setting = settingHcl("nic", NIC).replace(/"c5d2.*"/, nothing);
    configure({ setting: `resource "terraform_data" "nothing" {\n  input = null\n}\n${setting}` });
    await workspace.init();
    const errors = await workspace.errorsOf("apply", "-auto-approve");
    expect(errors.map(({ summary }) => summary)).toEqual(["Missing port_id"]);
    expect(emulator.requests).toEqual([]);
  });

  test("without delete_on_termination is refused by name", async () => {
    configure({ setting: settingHcl("nic", NIC).replace(/delete_on_termination = true/, "") });
    expect((await onlyError("validate")).detail).toContain('The argument "delete_on_termination" is required');
  });

  test("with a misspelt attribute is refused by name", async () => {
    configure({ setting: settingHcl("nic", NIC, "delete_on_terminaton = true") });
    expect((await onlyError("validate")).detail).toContain('An argument named "delete_on_terminaton" is not expected');
  });

  test("in another region than a custom endpoint's is refused", async () => {
    configure({ setting: settingHcl("nic", NIC, 'region = "eu-west-101"') });
    const error = await onlyError("apply", "-auto-approve");
    expect(error.detail).toContain("eu-west-101");
    expect(emulator.requests).toEqual([]);
  });
});

describe("the cloud", () => {
  test("at an unreachable endpoint: says which, and what to check", async () => {
    workspace.env.HW_MAX_RETRIES = "0";
    configure({ endpoint: "http://127.0.0.1:9" });
    const error = await onlyError("apply", "-auto-approve");
    expect(error.summary).toBe("Endpoint not reachable");
    expect(error.detail).toContain("http://127.0.0.1:9");
    expect(error.detail).toContain("Check region, cloud and endpoints");
  });

  test("refusing the secret key: one request only, and no word of the key", async () => {
    workspace.env.HW_SECRET_KEY = "wrongSecretKeyThatMustNotBeShown00000000";
    configure({
      setting: settingHcl("nic", NIC) + settingHcl("other", { ...NIC, portId: "3e9b7d52-64c1-4f0e-8a1d-90c2f5b7e613" }),
    });
    await workspace.init();
    const errors = await workspace.errorsOf("apply", "-auto-approve");
    expect(errors.map(({ summary }) => summary)).toEqual(["Credentials refused", "Credentials refused"]);
    expect(errors[0]?.detail).toContain("APIGW.0301");
    expect(errors[0]?.detail).toMatch(/request id [0-9a-f-]+/);
    expect(JSON.stringify(errors)).not.toContain("wrongSecretKey");
    expect(emulator.requests).toHaveLength(1);
  });

  const faults: [string, Fault["respond"], string, string][] = [
    ["throttling", overRateLimit({ limit: 1, seconds: 1 }), "Too many requests", "APIGW.0308"],
    ["failing with 500", systemError, "The cloud failed", "Common.0001"],
    ["answering with a web page", badGateway, "The cloud failed", "502"],
    ["locked", serverLocked, "Server is locked", "Ecs.0605"],
    ["forbidding", policyForbids("ecs:cloudServers:listServerInterfaces"), "Not permitted", "Pdp.0001"],
  ];

  test.each(faults)("%s for good: code, request id and remedy", async (_what, respond, summary, code) => {
    workspace.env.HW_MAX_RETRIES = "1";
    emulator.fail({ respond, times: "always" });
    configure();
    const error = await onlyError("apply", "-auto-approve");
    expect(error.summary).toBe(summary);
    expect(error.detail).toContain(code);
    expect(error.detail).toContain("/os-interface");
    expect(error.detail).toMatch(/request id [0-9a-f-]+/);
    expect(workspace.attributes("nic")).toBeUndefined();
  });

  test.each(faults.slice(0, 3))("%s once: the apply succeeds all the same", async (_what, respond) => {
    emulator.fail({ respond, method: "PUT" });
    configure();
    await workspace.init();
    await workspace.apply();
    expect(emulator.nic(NIC.serverId, NIC.portId)?.deleteOnTermination).toBe(true);
    expect(emulator.requests.filter(({ method }) => method === "PUT")).toHaveLength(2);
  });
});
