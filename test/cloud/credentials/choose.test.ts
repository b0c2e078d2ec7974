import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import {
  CloudError,
  chooseSignIn,
  type Environment,
  type Given,
  Secret,
  type SignInSettings,
} from "../../../src/cloud";

const home = mkdtempSync(join(tmpdir(), "huaweiecs-home-"));
const file = join(home, "config.json");

const profileKeys = { accessKeyId: "PROFILEKEY", secretAccessKey: "CANARY-profile-secret" };
writeFileSync(
  file,
  JSON.stringify({ current: "a", profiles: [{ name: "a", ...profileKeys, region: "r-1", projectId: "p-1" }] }),
);

afterAll(() => rmSync(home, { recursive: true }));

const secret = new Secret("CANARY-given");
const role = { agencyName: "agency", domainId: "d" };

/** Each way to sign in, as arguments and as variables, in the order in which they count. */
const ways: readonly [string, Given, Environment][] = [
  ["token", { token: secret }, { HW_AUTH_TOKEN: "CANARY" }],
  ["keys", { accessKey: "GIVEN", secretKey: secret }, { HW_ACCESS_KEY: "VARIABLE", HW_SECRET_KEY: "CANARY" }],
  ["password", { userId: "u", password: secret }, { HW_USER_ID: "u", HW_USER_PASSWORD: "CANARY" }],
  [
    "oidc",
    { oidc: { ...role, idpId: "i", idToken: secret } },
    {
      HW_ASSUME_ROLE_AGENCY_NAME: "agency",
      HW_ASSUME_ROLE_DOMAIN_ID: "d",
      HW_ASSUME_ROLE_IDP_ID: "i",
      HW_ASSUME_ROLE_ID_TOKEN: "CANARY",
    },
  ],
];

function refusal(settings: SignInSettings): CloudError {
  try {
    chooseSignIn(settings);
  } catch (error) {
    if (error instanceof CloudError) return error;
    throw error;
  }
  throw new Error("It was accepted.");
}

test("of all that is given, arguments come before variables, and token, keys, password and OIDC in this order", () => {
  const some = fc.subarray(ways.map(([kind]) => kind));
  fc.assert(
    fc.property(some, some, fc.boolean(), (explicit, variables, hasProfile) => {
      const signIn = chooseSignIn({
        arguments: Object.assign({}, ...ways.filter(([kind]) => explicit.includes(kind)).map(([, given]) => given)),
        environment: Object.assign(
          { HOME: home },
          ...ways.filter(([kind]) => variables.includes(kind)).map(([, , set]) => set),
        ),
        profile: hasProfile ? { file } : {},
      });
      const order = [
        ...ways.filter(([kind]) => explicit.includes(kind)).map(([kind]) => [kind, "provider"]),
        ...ways.filter(([kind]) => variables.includes(kind)).map(([kind]) => [kind, "environment"]),
        ...(hasProfile ? [["keys", "profile"]] : []),
        ["metadata", "metadata"],
      ];
      const [kind, place = ""] = order[0] ?? [];
      expect(signIn.method.kind).toBe(kind);
      expect(signIn.name).toContain(place);
      expect(signIn.tried).toHaveLength(["provider", "environment", "profile", "metadata"].indexOf(place));
    }),
  );
});

test("a profile that was asked for and is not used is said to be ignored, and still tells region and project", () => {
  const environment = { HW_ACCESS_KEY: "VARIABLE", HW_SECRET_KEY: "CANARY" };
  const signIn = chooseSignIn({ environment, profile: { file } });
  expect(signIn.ignored).toContain("shared configuration file");
  expect(signIn.profile).toMatchObject({ region: "r-1", projectId: "p-1" });
  expect(chooseSignIn({ environment: { ...environment, HOME: home } }).profile).toBeUndefined();
});

test.each<[string, Environment, string]>([
  ["HW", { HW_ACCESS_KEY: "HW", HUAWEICLOUD_SDK_AK: "SDK", OS_ACCESS_KEY: "OS" }, "HW"],
  ["HUAWEICLOUD_SDK", { HUAWEICLOUD_SDK_AK: "SDK", OS_ACCESS_KEY: "OS" }, "SDK"],
  ["OS", { HW_ACCESS_KEY: "", OS_ACCESS_KEY: "OS" }, "OS"],
])("of the variables, those of %s come first", (_family, environment, accessKey) => {
  const { method } = chooseSignIn({ environment: { ...environment, HW_SECRET_KEY: "CANARY" } });
  expect(method).toMatchObject({ keys: { accessKey } });
});

describe("a security token", () => {
  const token = (settings: SignInSettings) => {
    const { method } = chooseSignIn(settings);
    return method.kind === "keys" ? method.keys.securityToken?.reveal() : "no keys";
  };
  const variables = { HW_ACCESS_KEY: "A", HW_SECRET_KEY: "CANARY", HW_SECURITY_TOKEN: "CANARY-hw" };

  test("of the environment goes with the environment's keys, and not with explicit ones", () => {
    expect(token({ environment: variables })).toBe("CANARY-hw");
    expect(token({ environment: variables, arguments: { accessKey: "B", secretKey: secret } })).toBeUndefined();
  });

  test("given explicitly goes with the environment's keys", () => {
    expect(token({ environment: variables, arguments: { securityToken: secret } })).toBe("CANARY-given");
  });

  test("of one family of variables does not go with the keys of the other", () => {
    const sdk = { HUAWEICLOUD_SDK_AK: "A", HUAWEICLOUD_SDK_SK: "CANARY", HW_SECURITY_TOKEN: "CANARY-hw" };
    expect(token({ environment: sdk })).toBeUndefined();
    expect(token({ environment: { ...sdk, HUAWEICLOUD_SDK_SECURITY_TOKEN: "CANARY-sdk" } })).toBe("CANARY-sdk");
  });
});

test("what is missing of explicit credentials comes from the environment", () => {
  const keys = chooseSignIn({ arguments: { accessKey: "A" }, environment: { OS_SECRET_KEY: "CANARY" } });
  expect(keys.method).toMatchObject({ kind: "keys", keys: { accessKey: "A" } });
  const environment = {
    HW_USER_PASSWORD: "CANARY",
    HW_DOMAIN_NAME: "domain",
    OS_USERNAME: "other",
    HW_ACCESS_KEY: "A",
  };
  const user = chooseSignIn({ arguments: { userName: "me" }, environment });
  expect(user.method).toMatchObject({ kind: "password", user: { userName: "me", domainName: "domain" } });
});

test("the account of explicit arguments is not mixed with the environment's", () => {
  const { method } = chooseSignIn({
    arguments: { userName: "me", password: secret, domainName: "mine" },
    environment: { HW_USER_ID: "theirs", HW_DOMAIN_ID: "theirs" },
  });
  expect(method).toEqual({ kind: "password", user: { userName: "me", domainName: "mine", password: secret } });
});

test.each<[string, SignInSettings, string, string]>([
  [
    "access_key",
    { arguments: { secretKey: secret } },
    "access_key",
    "HW_ACCESS_KEY or HUAWEICLOUD_SDK_AK or OS_ACCESS_KEY",
  ],
  ["secret_key", { environment: { OS_ACCESS_KEY: "A" } }, "secret_key", "HW_SECRET_KEY"],
  ["a user", { arguments: { password: secret } }, "user_name", "HW_USER_NAME"],
  ["an account", { arguments: { password: secret, userName: "u" } }, "domain_name", "HW_DOMAIN_NAME"],
  ["a password", { arguments: { userId: "u" } }, "password", "HW_USER_PASSWORD"],
  ["an id token", { arguments: { oidc: { ...role, idpId: "i" } } }, "assume_role_with_oidc", "id_token_file"],
  [
    "one id token only",
    { arguments: { oidc: { ...role, idpId: "i", idToken: secret, idTokenFile: "f" } } },
    "assume_role_with_oidc",
    "exactly one",
  ],
  [
    "the account of an agency",
    { arguments: { ...ways[1]?.[1], assumeRoles: [{ agencyName: "a" }] } },
    "assume_role",
    "domain_name",
  ],
  [
    "the account of a federated agency",
    { environment: { HW_ASSUME_ROLE_AGENCY_NAME: "a", HW_ASSUME_ROLE_IDP_ID: "i" } },
    "assume_role_with_oidc",
    "domain_id",
  ],
])("without %s the missing argument is named, and what to set", (_what, settings, setting, text) => {
  const error = refusal(settings);
  expect(error).toMatchObject({ setting, retryable: false });
  expect(error.message).toContain(text);
});

test("a variable that is no number of seconds is refused by name", () => {
  const environment = { HW_ASSUME_ROLE_AGENCY_NAME: "a", HW_ASSUME_ROLE_DURATION: "1h" };
  expect(refusal({ environment }).message).toContain(
    'HW_ASSUME_ROLE_DURATION must be a whole number of seconds; it is "1h"',
  );
});

describe("agencies", () => {
  const given = { accessKey: "A", secretKey: secret };
  const environment = {
    HW_ASSUME_ROLE_AGENCY_NAME: "variable",
    HW_ASSUME_ROLE_DOMAIN_NAME: "d",
    HW_ASSUME_ROLE_DURATION: "900",
  };

  test("of explicit blocks are assumed in their order, whatever the environment says", () => {
    const assumeRoles = [
      { agencyName: "one", domainId: "d1", domainName: undefined, duration: 1_000 },
      { agencyName: "two", domainId: undefined, domainName: "d2", duration: 2_000 },
    ];
    expect(chooseSignIn({ arguments: { ...given, assumeRoles }, environment }).assumeRoles).toEqual(assumeRoles);
  });

  test("come from the environment with keys from anywhere", () => {
    const expected = [{ agencyName: "variable", domainName: "d", domainId: undefined, duration: 900 }];
    expect(chooseSignIn({ arguments: { ...given, assumeRoles: [] }, environment }).assumeRoles).toEqual(expected);
    expect(chooseSignIn({ environment, profile: { file } }).assumeRoles).toEqual(expected);
    expect(chooseSignIn({ environment: { ...environment, HOME: home } }).assumeRoles).toEqual(expected);
  });

  test("that name no account belong to the provider's", () => {
    const { assumeRoles } = chooseSignIn({
      arguments: { ...given, domainName: "mine", assumeRoles: [{ agencyName: "a" }] },
    });
    expect(assumeRoles).toEqual([{ agencyName: "a", domainName: "mine", domainId: undefined }]);
  });

  test("take from the variables what their blocks leave out", () => {
    const assumeRoles = [{ agencyName: "one" }, { agencyName: "two", domainId: "d2", duration: 1_000 }];
    expect(chooseSignIn({ arguments: { ...given, domainName: "mine", assumeRoles }, environment }).assumeRoles).toEqual(
      [
        { agencyName: "one", domainName: "d", domainId: undefined, duration: 900 },
        { agencyName: "two", domainName: undefined, domainId: "d2", duration: 1_000 },
      ],
    );
  });

  test("by an explicit OIDC block take the id token from the variables, if the block has none", () => {
    const oidc = { ...role, idpId: "i" };
    const variables = { HW_ASSUME_ROLE_ID_TOKEN_FILE: "/run/token", HW_ASSUME_ROLE_DURATION: "901" };
    const filled = chooseSignIn({ arguments: { oidc }, environment: variables }).method;
    expect(filled).toMatchObject({ kind: "oidc", role: { ...oidc, idTokenFile: "/run/token", duration: 901 } });
    const own = chooseSignIn({ arguments: { oidc: { ...oidc, idToken: secret } }, environment: variables }).method;
    expect(own).toMatchObject({ role: { idToken: secret, idTokenFile: undefined } });
  });

  test("of the variables for OIDC are assumed once", () => {
    const { method, assumeRoles } = chooseSignIn({ environment: ways[3]?.[2] ?? {} });
    expect(method.kind).toBe("oidc");
    expect(assumeRoles).toEqual([]);
  });
});
