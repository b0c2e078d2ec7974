import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { CloudError, chooseSignIn } from "../../../src/cloud";
import { readProfile } from "../../../src/cloud/credentials/profile";

let home = "";
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "huaweiecs-home-"));
});
afterEach(() => {
  rmSync(home, { recursive: true });
});

function write(config: unknown, name = ".hcloud/config.json"): string {
  const path = join(home, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, typeof config === "string" ? config : JSON.stringify(config));
  return path;
}

const keys = (name: string) => ({
  accessKeyId: `KEY${name}`,
  secretAccessKey: `CANARY-secret-${name}`,
  securityToken: "",
});
const two = {
  current: "one",
  profiles: [
    { name: "one", mode: "AKSK", ...keys("1"), region: "r-1", projectId: "p1", domainId: "d1" },
    { name: "two", mode: "AKSK", ...keys("2"), securityToken: "CANARY-token-2", region: "" },
  ],
};

function refusal(action: () => unknown): CloudError {
  try {
    action();
  } catch (error) {
    expect(inspect(error, { depth: 10 })).not.toContain("CANARY");
    if (error instanceof CloudError) return error;
    throw error;
  }
  throw new Error("It was accepted.");
}

test("the current profile of the usual file is read when nothing else is given", () => {
  write(two);
  const { method, profile } = chooseSignIn({ environment: { HOME: home } });
  expect(method).toMatchObject({ kind: "keys", keys: { accessKey: "KEY1" } });
  expect(method.kind === "keys" && method.keys.secretKey.reveal()).toBe("CANARY-secret-1");
  expect(profile).toMatchObject({ name: "one", region: "r-1", projectId: "p1", given: { domainId: "d1" } });
});

test("another file and another profile can be asked for, the home directory as ~", () => {
  write(two, "elsewhere.json");
  const { method, name } = chooseSignIn({
    environment: { HOME: home },
    profile: { file: "~/elsewhere.json", name: "two" },
  });
  expect(method.kind === "keys" && method.keys.securityToken?.reveal()).toBe("CANARY-token-2");
  expect(name).toBe(`the profile two of ${join(home, "elsewhere.json")}`);
});

test("a profile that signs in by SSO has its keys elsewhere", () => {
  const stsToken = { ...keys("sso"), securityToken: "CANARY-sso-token" };
  write({ current: "s", profiles: [{ name: "s", mode: "SSO", ...keys("old"), ssoAuth: { stsToken } }] });
  const { method } = chooseSignIn({ environment: { HOME: home } });
  expect(method).toMatchObject({ keys: { accessKey: "KEYsso" } });
  expect(method.kind === "keys" && method.keys.securityToken?.reveal()).toBe("CANARY-sso-token");
});

test("a profile's agency is assumed with its keys", () => {
  const agency = { agencyName: "a", agencyDomainName: "d", agencyDomainId: "" };
  write({ current: "one", profiles: [{ name: "one", ...keys("1"), ...agency }] });
  expect(chooseSignIn({ environment: { HOME: home } }).assumeRoles).toEqual([
    { agencyName: "a", domainName: "d", domainId: undefined },
  ]);
});

test("without any file there is no profile, unless one was asked for", () => {
  expect(readProfile({ home })).toBeUndefined();
  expect(refusal(() => readProfile({ name: "one", home }))).toMatchObject({ setting: "shared_config_file" });
  const error = refusal(() => readProfile({ file: "/nowhere/config.json" }));
  expect(error).toMatchObject({ kind: "no-credentials", setting: "shared_config_file" });
  expect(error.message).toContain("/nowhere/config.json does not exist");
  expect(error.message).toContain("hcloud configure init");
});

test.each<[string, unknown, string, string]>([
  ["an unknown profile", { ...two, current: "three" }, 'has no profile "three". It has: one, two.', "profile"],
  ["no current profile", { profiles: [] }, "names no current profile. It has none.", "profile"],
  ["no JSON", '{"secretAccessKey": "CANARY', "is not the JSON object", "shared_config_file"],
  ["another JSON", "[1]", "is not the JSON object", "shared_config_file"],
  [
    "a profile without keys",
    { current: "e", profiles: [{ name: "e" }] },
    "There is no access_key in the profile e",
    "profile",
  ],
  [
    "an SSO profile without keys",
    { current: "s", profiles: [{ name: "s", mode: "SSO", ...keys("old") }] },
    "hcloud configure sso",
    "profile",
  ],
  [
    "encrypted keys",
    {
      current: "e",
      profiles: [{ name: "e", accessKeyId: "mQENBF+CANARY/0nZ5xkxhuVw1v0pV3E=", secretAccessKey: "CANARY+/=" }],
    },
    "hcloud configure set --cli-auth-encrypt=false",
    "profile",
  ],
])("a file with %s is refused, saying what to do", (_what, config, text, setting) => {
  const path = write(config);
  const error = refusal(() => chooseSignIn({ environment: { HOME: home } }));
  expect(error).toMatchObject({ kind: "no-credentials", setting, retryable: false });
  expect(error.message).toContain(text);
  expect(error.message).toContain(path);
});
