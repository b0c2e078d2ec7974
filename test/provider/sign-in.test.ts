import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Emulator, startEmulator } from "../../src/emulator";
import { configure } from "../../src/provider/configuration";
import { record, SILENT, type Value } from "../../src/terraform";
import { configuration } from "./support/configured-provider";

const nic = { serverId: "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21", portId: "c5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057" };
const home = mkdtempSync(join(tmpdir(), "huaweiecs-home-"));

let emulator: Emulator;
beforeEach(async () => {
  emulator = await startEmulator();
});
afterEach(() => emulator.stop());
afterAll(() => rmSync(home, { recursive: true }));

/** Signs in by what is given and by nothing else, changes a NIC, and gives the requests that it took. */
async function requestsOf(given: Record<string, Value>, environment: Record<string, string> = {}): Promise<string[]> {
  const { url } = emulator;
  const config = configuration({
    region: emulator.region,
    endpoints: record([
      ["ecs", url],
      ["iam", url],
      ["sts", url],
    ]),
    ...given,
  });
  const context = { config: config as never, log: SILENT, terraformVersion: "1.11.4" };
  const { cloud } = configure(context, "0.0.0", { HOME: home, HW_METADATA_ENDPOINT: url, ...environment });
  try {
    expect(emulator.requests).toEqual([]);
    const found = await cloud.nic(nic);
    await cloud.updateNic(nic, { deleteOnTermination: !found.deleteOnTermination });
    expect(emulator.nic(nic.serverId, nic.portId)?.deleteOnTermination).toBe(!found.deleteOnTermination);
    return emulator.requests.map(({ route }) => route);
  } finally {
    cloud.close();
  }
}

const work = ["ListProjects", "ListServerInterfaces", "UpdateServerInterface"];
const keys = () => ({ access_key: emulator.credentials.accessKey, secret_key: emulator.credentials.secretKey });
const role = (more: Record<string, Value> = {}): Value =>
  record(
    Object.entries({ agency_name: "emulator-agency", domain_name: null, domain_id: null, duration: null, ...more }),
  );

test("keys", async () => {
  expect(await requestsOf(keys())).toEqual(work);
  emulator.clearRequests();
  expect(await requestsOf({ ...keys(), project_id: emulator.projectId })).toEqual(work.slice(1));
});

test.each(["HW", "OS"])("keys by the %s variables", async (family) => {
  const { accessKey, secretKey } = emulator.credentials;
  const variables = { [`${family}_ACCESS_KEY`]: accessKey, [`${family}_SECRET_KEY`]: secretKey };
  expect(await requestsOf({}, variables)).toEqual(work);
});

test("keys by the variables of Huawei's SDKs", async () => {
  const { accessKey, secretKey } = emulator.credentials;
  expect(await requestsOf({}, { HUAWEICLOUD_SDK_AK: accessKey, HUAWEICLOUD_SDK_SK: secretKey })).toEqual(work);
});

test("a profile of KooCLI", async () => {
  const { accessKey, secretKey } = emulator.credentials;
  const file = join(home, "profile.json");
  const profile = { name: "a", mode: "AKSK", accessKeyId: accessKey, secretAccessKey: secretKey };
  writeFileSync(file, JSON.stringify({ current: "a", profiles: [profile] }));
  expect(await requestsOf({ shared_config_file: file })).toEqual(work);
});

test("a user by name or by id", async () => {
  const { account } = emulator;
  const named = { user_name: account.userName, domain_name: account.domainName, password: account.password };
  expect(await requestsOf(named)).toEqual(["CreateTokenByPassword", ...work]);
  emulator.clearRequests();
  const variables = { HW_USER_ID: account.userId, HW_USER_PASSWORD: account.password };
  expect(await requestsOf({}, variables)).toEqual(["CreateTokenByPassword", ...work]);
});

test("an agency through IAM, through STS, and one after the other", async () => {
  const { domainName, domainId } = emulator.account;
  const [byName, byId] = [role({ domain_name: domainName }), role({ domain_id: domainId, duration: 900 })];
  expect(await requestsOf({ ...keys(), assume_role: [byName] })).toEqual(["CreateTemporaryAccessKey", ...work]);
  emulator.clearRequests();
  expect(await requestsOf({ ...keys(), assume_role: [byId] })).toEqual(["AssumeAgency", ...work]);
  emulator.clearRequests();
  const chain = ["CreateTemporaryAccessKey", "AssumeAgency", ...work];
  expect(await requestsOf({ ...keys(), assume_role: [byName, byId] })).toEqual(chain);
});

test("an id token", async () => {
  const { domainId, identityProvider } = emulator.account;
  const oidc = role({ domain_id: domainId, idp_id: identityProvider, id_token: "fake-id-token", id_token_file: null });
  const exchange = ["CreateTokenByIdToken", "CreateTemporaryAccessKey", "AssumeAgency"];
  expect(await requestsOf({ assume_role_with_oidc: oidc })).toEqual([...exchange, ...work]);
});

test.each(["v1", "v1-and-v2", "v2-only"] as const)("the metadata service of an ECS, %s", async (metadata) => {
  emulator.configure({ metadata });
  expect(await requestsOf({})).toEqual(["CreateMetadataToken", "ShowSecurityKey", ...work]);
});
