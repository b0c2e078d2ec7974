import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { noCredentials } from "../errors";
import { isRecord, type Json, text } from "../json";
import { Secret } from "../secret";
import type { Given } from "./given";

/** A profile of the file that KooCLI (`hcloud`) keeps. */
export interface Profile {
  readonly name: string;
  readonly file: string;
  readonly region?: string | undefined;
  readonly projectId?: string | undefined;
  readonly given: Given;
}

export interface ProfileSettings {
  /** The file; `~/.hcloud/config.json` when absent. A `~` in front is the home directory. */
  readonly file?: string | undefined;
  /** The profile; the file's own current one when absent. */
  readonly name?: string | undefined;
  /** The home directory; that of the process's user when absent. */
  readonly home?: string | undefined;
}

export const defaultFile = "~/.hcloud/config.json";

/**
 * Reads a profile of KooCLI's configuration file. Undefined if nothing was asked for and the usual file does not exist.
 * Throws a `CloudError` of kind "no-credentials" for a file or a profile that cannot be used, saying what to do.
 */
export function readProfile({ file, name, home }: ProfileSettings): Profile | undefined {
  const path = expanded(file ?? defaultFile, home);
  const content = read(path, file !== undefined || name !== undefined);
  if (content === undefined) return undefined;
  const config = parse(content, path);
  const wanted = name ?? text(config.current);
  const profiles = Array.isArray(config.profiles) ? config.profiles.filter(isRecord) : [];
  const found = profiles.find((profile) => text(profile.name) === wanted);
  if (found === undefined) throw unknownProfile(path, wanted, profiles);
  return profileOf(found, path, wanted);
}

/** The path with the home directory in place of a `~` in front. */
export function expanded(path: string, home = homedir()): string {
  return /^~(?=$|[/\\])/.test(path) ? join(home, path.slice(1)) : path;
}

function read(path: string, isAskedFor: boolean): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === "ENOENT" && !isAskedFor) return undefined;
    const what = code === "ENOENT" ? "does not exist" : `cannot be read (${code})`;
    throw noCredentials(
      `The shared configuration file ${path} ${what}. Check shared_config_file, or write the file with \`hcloud configure init\`.`,
      "shared_config_file",
    );
  }
}

function parse(content: string, path: string): Json {
  try {
    const config: unknown = JSON.parse(content);
    if (isRecord(config)) return config;
  } catch {
    // The parser's message shows pieces of the file, and with them its secrets.
  }
  throw noCredentials(
    `The shared configuration file ${path} is not the JSON object that KooCLI writes. Write it anew with \`hcloud configure init\`.`,
    "shared_config_file",
  );
}

function unknownProfile(path: string, wanted: string, profiles: readonly Json[]) {
  const names = profiles.map((profile) => text(profile.name)).filter((name) => name !== "");
  const known = names.length === 0 ? "It has none." : `It has: ${names.join(", ")}.`;
  const which = wanted === "" ? "names no current profile" : `has no profile ${JSON.stringify(wanted)}`;
  return noCredentials(
    `The shared configuration file ${path} ${which}. ${known} Set the provider argument "profile" or the environment variable HW_PROFILE to one of them.`,
    "profile",
  );
}

function profileOf(profile: Json, file: string, name: string): Profile {
  const isSso = text(profile.mode).toUpperCase() === "SSO";
  const keys = isSso ? ssoKeys(profile) : profile;
  const accessKey = optional(keys.accessKeyId);
  const secretKey = optional(keys.secretAccessKey);
  if (isSso && (accessKey === undefined || secretKey === undefined)) throw noSsoKeys(file, name);
  if (accessKey !== undefined && isEncrypted(accessKey)) throw encrypted(file, name);
  const securityToken = optional(keys.securityToken);
  const agencyName = optional(profile.agencyName);
  const agencyDomain = {
    domainId: optional(profile.agencyDomainId),
    domainName: optional(profile.agencyDomainName),
  };
  return {
    name,
    file,
    region: optional(profile.region),
    projectId: optional(profile.projectId),
    given: {
      accessKey,
      secretKey: secretKey === undefined ? undefined : new Secret(secretKey),
      securityToken: securityToken === undefined ? undefined : new Secret(securityToken),
      domainId: optional(profile.domainId),
      assumeRoles: agencyName === undefined ? undefined : [{ agencyName, ...agencyDomain }],
    },
  };
}

function ssoKeys(profile: Json): Json {
  const auth = isRecord(profile.ssoAuth) ? profile.ssoAuth : {};
  return isRecord(auth.stsToken) ? auth.stsToken : {};
}

/** Access keys are short and have letters and digits only; what KooCLI encrypts is long, and Base64. */
function isEncrypted(accessKey: string): boolean {
  return accessKey.length > 40 || /[^A-Za-z0-9_-]/.test(accessKey);
}

function encrypted(file: string, name: string) {
  return noCredentials(
    `The keys of the profile ${JSON.stringify(name)} in ${file} are encrypted, and only KooCLI can read them. Run \`hcloud configure set --cli-auth-encrypt=false\` to have them stored in plain text, or give the keys by HW_ACCESS_KEY and HW_SECRET_KEY.`,
    "profile",
  );
}

function noSsoKeys(file: string, name: string) {
  return noCredentials(
    `The profile ${JSON.stringify(name)} in ${file} signs in by SSO and holds no keys at present. Sign in again with \`hcloud configure sso\`.`,
    "profile",
  );
}

function optional(value: unknown): string | undefined {
  return text(value) || undefined;
}
