import { invalidRequest } from "../errors";
import { Secret } from "../secret";
import type { Given } from "./given";

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The variables behind the provider's arguments, in the order in which they count: those of the official provider, and
 * between them those of Huawei's SDKs.
 */
export const credentialVariables = {
  access_key: ["HW_ACCESS_KEY", "HUAWEICLOUD_SDK_AK", "OS_ACCESS_KEY"],
  secret_key: ["HW_SECRET_KEY", "HUAWEICLOUD_SDK_SK", "OS_SECRET_KEY"],
  security_token: ["HW_SECURITY_TOKEN", "HUAWEICLOUD_SDK_SECURITY_TOKEN"],
  token: ["HW_AUTH_TOKEN", "OS_AUTH_TOKEN"],
  user_name: ["HW_USER_NAME", "OS_USERNAME"],
  user_id: ["HW_USER_ID", "OS_USER_ID"],
  password: ["HW_USER_PASSWORD", "OS_PASSWORD"],
  domain_id: ["HW_DOMAIN_ID", "HUAWEICLOUD_SDK_DOMAIN_ID", "OS_DOMAIN_ID", "OS_USER_DOMAIN_ID", "OS_PROJECT_DOMAIN_ID"],
  domain_name: ["HW_DOMAIN_NAME", "OS_DOMAIN_NAME", "OS_USER_DOMAIN_NAME", "OS_PROJECT_DOMAIN_NAME"],
} as const;

/** Of the blocks `assume_role` and `assume_role_with_oidc`. */
export const roleVariables = {
  agency_name: ["HW_ASSUME_ROLE_AGENCY_NAME"],
  domain_name: ["HW_ASSUME_ROLE_DOMAIN_NAME"],
  domain_id: ["HW_ASSUME_ROLE_DOMAIN_ID"],
  duration: ["HW_ASSUME_ROLE_DURATION"],
  idp_id: ["HW_ASSUME_ROLE_IDP_ID", "HUAWEICLOUD_SDK_IDP_ID"],
  id_token: ["HW_ASSUME_ROLE_ID_TOKEN"],
  id_token_file: ["HW_ASSUME_ROLE_ID_TOKEN_FILE", "HUAWEICLOUD_SDK_ID_TOKEN_FILE"],
} as const;

/** What the environment gives to sign in with. Throws `CloudError` for a variable of the wrong form. */
export function givenByEnvironment(environment: Environment): Given {
  const name = (argument: keyof typeof credentialVariables) =>
    credentialVariables[argument].find((variable) => environment[variable]);
  const text = (argument: keyof typeof credentialVariables) => environment[name(argument) ?? ""] || undefined;
  const secret = (argument: keyof typeof credentialVariables) => secretOf(text(argument));
  const keyFromSdk = name("access_key") === "HUAWEICLOUD_SDK_AK";
  return {
    accessKey: text("access_key"),
    secretKey: secret("secret_key"),
    // A token belongs to its key: one of the other family's is for other keys.
    securityToken: secretOf(environment[credentialVariables.security_token[keyFromSdk ? 1 : 0]]),
    token: secret("token"),
    userName: text("user_name"),
    userId: text("user_id"),
    password: secret("password"),
    domainId: text("domain_id"),
    domainName: text("domain_name"),
    ...roles(environment),
  };
}

/** The names of the variables that are set, for a log or an error. */
export function variablesInUse(environment: Environment, ...arguments_: (keyof typeof credentialVariables)[]): string {
  const names = arguments_.map((argument) => credentialVariables[argument].find((variable) => environment[variable]));
  return names.filter((name) => name !== undefined).join(" and ");
}

function roles(environment: Environment): Pick<Given, "assumeRoles" | "oidc" | "roleDefaults"> {
  const text = (argument: keyof typeof roleVariables) =>
    environment[roleVariables[argument].find((variable) => environment[variable]) ?? ""] || undefined;
  const account = {
    domainId: text("domain_id"),
    domainName: text("domain_name"),
    duration: seconds(text("duration")),
  };
  const idToken = { idToken: secretOf(text("id_token")), idTokenFile: text("id_token_file") };
  const roleDefaults = { ...account, ...idToken };
  const [agencyName, idpId] = [text("agency_name"), text("idp_id")];
  if (agencyName === undefined) return { roleDefaults };
  if (idpId === undefined) return { assumeRoles: [{ agencyName, ...account }], roleDefaults };
  // They name the agency of the identity provider then, and no other one.
  return { oidc: { agencyName, idpId, ...account, ...idToken }, roleDefaults };
}

function seconds(text: string | undefined): number | undefined {
  if (text === undefined || /^\d+$/.test(text)) return text === undefined ? undefined : Number(text);
  throw invalidRequest(`HW_ASSUME_ROLE_DURATION must be a whole number of seconds; it is ${JSON.stringify(text)}.`);
}

function secretOf(text: string | undefined): Secret | undefined {
  return text ? new Secret(text) : undefined;
}
