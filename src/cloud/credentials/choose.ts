import { type CloudError, invalidRequest, noCredentials } from "../errors";
import type { Secret } from "../secret";
import type { Credentials } from "../signature";
import {
  credentialVariables,
  type Environment,
  givenByEnvironment,
  roleVariables,
  variablesInUse,
} from "./environment";
import type { AssumeRole, Given, OidcRole, RoleDefaults } from "./given";
import { defaultFile, type Profile, type ProfileSettings, readProfile } from "./profile";

/** What there is to sign in with, from the first place that has something to the last. */
export interface SignInSettings {
  /** Explicit, as the provider's arguments are. Beats the environment. */
  readonly arguments?: Given | undefined;
  readonly environment?: Environment | undefined;
  /** Which file and profile of KooCLI to look at. */
  readonly profile?: Omit<ProfileSettings, "home"> | undefined;
}

/** The user of a password, and where the name belongs to. */
export interface PasswordUser {
  readonly userName?: string | undefined;
  readonly userId?: string | undefined;
  readonly domainName?: string | undefined;
  readonly domainId?: string | undefined;
  readonly password: Secret;
}

export type Method =
  | { readonly kind: "token"; readonly token: Secret }
  | { readonly kind: "keys"; readonly keys: Credentials }
  | { readonly kind: "password"; readonly user: PasswordUser }
  | { readonly kind: "oidc"; readonly role: OidcRole }
  | { readonly kind: "metadata" };

/** How to sign in: the first way in the order of precedence for which something was given. */
export interface SignIn {
  readonly method: Method;
  readonly assumeRoles: readonly AssumeRole[];
  /** Where it comes from, without secrets: "the environment variables HW_ACCESS_KEY and HW_SECRET_KEY". */
  readonly name: string;
  /** What was looked at before, in order. */
  readonly tried: readonly string[];
  /** The profile, if it was read. */
  readonly profile?: Profile | undefined;
  /** What was asked for and is not used because something before it is. */
  readonly ignored?: string | undefined;
}

type Kind = Exclude<Method["kind"], "metadata">;

/**
 * Decides how to sign in. It asks nobody and reads at most the profile's file. Explicit arguments beat the environment,
 * which beats the profile, which beats ECS metadata; within one place a token beats keys, which beat a password, which
 * beats OIDC. What is missing of an explicit way may come from the environment: keys in the configuration and the
 * password of a user in a variable.
 * Throws a `CloudError` that names the setting when only a part of a way is there.
 */
export function chooseSignIn({
  arguments: given = {},
  environment = {},
  profile: wanted = {},
}: SignInSettings): SignIn {
  const settings = { ...wanted, home: environment.HOME || environment.USERPROFILE || undefined };
  const variables = givenByEnvironment(environment);
  const explicit = kindIn(given) ?? (given.userName || given.userId ? "password" : undefined);
  const kind = explicit ?? kindIn(variables);
  const merged = completed(given, variables);
  if (kind === undefined) return byProfile(merged, settings) ?? byMetadata(merged, settings);

  const isAskedFor = settings.file !== undefined || settings.name !== undefined;
  return {
    method: methodOf(kind, merged),
    assumeRoles: withDomains(merged.assumeRoles, merged),
    name: explicit ? argumentsName(kind) : variablesName(kind, environment),
    tried: explicit ? [] : [noArguments],
    profile: isAskedFor ? readProfile(settings) : undefined,
    ignored: isAskedFor ? "the keys of the shared configuration file" : undefined,
  };
}

function byProfile(merged: Given, settings: ProfileSettings): SignIn | undefined {
  const profile = readProfile(settings);
  if (profile === undefined) return undefined;
  const name = `the profile ${profile.name} of ${profile.file}`;
  return {
    method: methodOf("keys", profile.given, ` in ${name}`),
    assumeRoles: withDomains(merged.assumeRoles ?? profile.given.assumeRoles, completed(merged, profile.given)),
    name,
    tried: [noArguments, noVariables],
    profile,
  };
}

function byMetadata(merged: Given, settings: ProfileSettings): SignIn {
  return {
    method: { kind: "metadata" },
    assumeRoles: withDomains(merged.assumeRoles, merged),
    name: "the agency of this ECS, from its metadata service",
    tried: [noArguments, noVariables, `there is no ${settings.file ?? defaultFile}`],
  };
}

const noArguments = "the provider block has no token, access_key, password or assume_role_with_oidc";
const noVariables = `of the environment variables ${[
  ...credentialVariables.token,
  ...credentialVariables.access_key,
  ...credentialVariables.password,
  roleVariables.idp_id[0],
].join(", ")} none is set`;

function kindIn({ token, accessKey, secretKey, password, oidc }: Given): Kind | undefined {
  if (token) return "token";
  if (accessKey || secretKey) return "keys";
  if (password) return "password";
  return oidc ? "oidc" : undefined;
}

/** Explicit arguments, with what is missing of them from the environment. */
function completed(given: Given, variables: Given): Given {
  const hasKeys = given.accessKey && given.secretKey;
  const hasUser = given.userId || given.userName;
  const hasDomain = given.domainId || given.domainName;
  return {
    ...variables,
    // What belongs together comes from one place: a token of other keys, or the id of another user, would not fit.
    ...(hasKeys ? { securityToken: undefined } : {}),
    ...(hasUser ? { userId: undefined, userName: undefined } : {}),
    ...(hasDomain ? { domainId: undefined, domainName: undefined } : {}),
    ...defined(given),
  };
}

function methodOf(kind: Kind, given: Given, where?: string): Method {
  if (kind === "token") return { kind, token: need(given.token, "token", where) };
  if (kind === "keys") return { kind, keys: keysOf(given, where) };
  if (kind === "password") return { kind, user: userOf(given) };
  return { kind, role: oidcOf(need(given.oidc, "assume_role_with_oidc"), given.roleDefaults) };
}

function keysOf({ accessKey, secretKey, securityToken }: Given, where?: string): Credentials {
  const keys = { accessKey: need(accessKey, "access_key", where), secretKey: need(secretKey, "secret_key", where) };
  return securityToken ? { ...keys, securityToken } : keys;
}

function userOf({ userName, userId, domainName, domainId, password }: Given): PasswordUser {
  const user = { password: need(password, "password") };
  if (userId) return { ...user, userId };
  const named = { ...user, userName: need(userName, "user_name") };
  if (domainId) return { ...named, domainId };
  return { ...named, domainName: need(domainName, "domain_name") };
}

function oidcOf(given: OidcRole, defaults: RoleDefaults = {}): OidcRole {
  const { idToken, idTokenFile } = given.idToken || given.idTokenFile ? given : defaults;
  const role = { ...given, idToken, idTokenFile, duration: given.duration ?? defaults.duration };
  if (!role.domainId) {
    throw noCredentials(
      `The agency ${role.agencyName} is assumed by the id of its account. Set domain_id in assume_role_with_oidc, or HW_ASSUME_ROLE_DOMAIN_ID.`,
      "assume_role_with_oidc",
    );
  }
  if (Boolean(role.idToken) === Boolean(role.idTokenFile)) {
    const text = "Signing in with OIDC takes the id token itself or the file that holds it, and exactly one of them.";
    throw noCredentials(
      `${text} Set id_token or id_token_file in assume_role_with_oidc, or ${roleVariables.id_token[0]} or ${roleVariables.id_token_file[0]}.`,
      "assume_role_with_oidc",
    );
  }
  return role;
}

/** An agency belongs to an account: that of its block, of the variables for agencies, or of the provider block. */
function withDomains(roles: readonly AssumeRole[] | undefined, given: Given): readonly AssumeRole[] {
  const { roleDefaults: defaults = {} } = given;
  return (roles ?? []).map((role) => {
    const account = [role, defaults, given].find(({ domainId, domainName }) => domainId || domainName);
    const { domainId, domainName } = account ?? {};
    if (account) return { ...role, domainId, domainName, duration: role.duration ?? defaults.duration };
    throw invalidRequest(
      `The agency ${role.agencyName} belongs to an account. Set domain_name or domain_id in assume_role, or HW_ASSUME_ROLE_DOMAIN_NAME.`,
      "assume_role",
    );
  });
}

function need<T>(value: T | undefined, argument: string, where?: string): T {
  if (value !== undefined && (typeof value !== "string" || value.trim() !== "")) return value;
  throw missing(argument, where);
}

function missing(argument: string, where?: string): CloudError {
  if (where !== undefined)
    return noCredentials(`There is no ${argument}${where}. Set it with \`hcloud configure set\`.`, "profile");
  const variables = (credentialVariables as Readonly<Record<string, readonly string[]>>)[argument] ?? [];
  const variable = variables.length === 0 ? "" : ` or the environment variable ${variables.join(" or ")}`;
  return noCredentials(
    `${reasons[argument] ?? "Only a part of what signs in is there."} Set the provider argument "${argument}"${variable}.`,
    argument,
  );
}

const reasons: Readonly<Record<string, string>> = {
  access_key: "Requests are signed with an access key and its secret key, and only the secret key is there.",
  secret_key: "Requests are signed with an access key and its secret key, and only the access key is there.",
  password: "A user signs in with a password.",
  user_name: "A password belongs to a user, named by user_name or user_id.",
  domain_name: "A user name belongs to an account, named by domain_name or domain_id.",
};

function argumentsName(kind: Kind): string {
  return {
    token: 'the provider argument "token"',
    keys: "the provider arguments access_key and secret_key",
    password: "the provider argument password and its user",
    oidc: "the provider block assume_role_with_oidc",
  }[kind];
}

function variablesName(kind: Kind, environment: Environment): string {
  const names = {
    token: () => variablesInUse(environment, "token"),
    keys: () => variablesInUse(environment, "access_key", "secret_key"),
    password: () => variablesInUse(environment, "user_name", "user_id", "password"),
    oidc: () => roleVariables.idp_id.find((variable) => environment[variable]) ?? "",
  }[kind]();
  return `the environment: ${names}`;
}

function defined(given: Given): Given {
  const isGiven = (value: unknown) =>
    value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(given).filter(([, value]) => isGiven(value)));
}
