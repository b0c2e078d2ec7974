/** The provider block: its arguments, the environment variables behind them, and the settings they amount to. */
import {
  type AssumeRole,
  type Cloud,
  CloudError,
  chooseSignIn,
  createCloud,
  credentialVariables,
  type Given,
  type OidcRole,
  roleVariables,
  Secret,
  type SignIn,
} from "../cloud";
import {
  atLeast,
  atMostOneOf,
  attributePath,
  block,
  type Check,
  type ConfigureContext,
  DiagnosticError,
  duration,
  isUnknown,
  isWhollyKnown,
  map,
  milliseconds,
  notEmpty,
  optional,
  required,
  type Unknown,
  type Value,
} from "../terraform";
import type { Api } from "./api";
import { createClaims } from "./claims";
import { region as regionName } from "./region";

/**
 * Names, meaning and environment variables follow the official provider, so that a team's variables work unchanged.
 * The first variable that is set counts; an argument beats them all.
 */
const VARIABLES = {
  region: ["HW_REGION_NAME", "OS_REGION_NAME"],
  project_id: ["HW_PROJECT_ID", "HUAWEICLOUD_SDK_PROJECT_ID", "OS_PROJECT_ID", "OS_TENANT_ID"],
  project_name: ["HW_PROJECT_NAME", "OS_PROJECT_NAME", "OS_TENANT_NAME"],
  enterprise_project_id: ["HW_ENTERPRISE_PROJECT_ID"],
  shared_config_file: ["HW_SHARED_CONFIG_FILE"],
  profile: ["HW_PROFILE"],
  auth_url: ["HW_AUTH_URL", "HUAWEICLOUD_SDK_IAM_ENDPOINT", "OS_AUTH_URL"],
  cloud: ["HW_CLOUD"],
  insecure: ["HW_INSECURE", "OS_INSECURE"],
  cacert_file: ["OS_CACERT"],
  cert: ["OS_CERT"],
  key: ["OS_KEY"],
  max_retries: ["HW_MAX_RETRIES"],
} as const;

type FromEnvironment = keyof typeof VARIABLES;

function environmentNote(variables: readonly string[]): string {
  return `Environment: ${variables.map((variable) => `\`${variable}\``).join(", then ")}.`;
}

function described(name: FromEnvironment | keyof typeof credentialVariables, text: string): string {
  return `${text} ${environmentNote({ ...VARIABLES, ...credentialVariables }[name])}`;
}

function describedRole(name: keyof typeof roleVariables, text: string): string {
  return `${text} ${environmentNote(roleVariables[name])}`;
}

function describedWithoutBlock(text: string, ...names: (keyof typeof roleVariables)[]): string {
  const variables = names.map((name) => `\`${roleVariables[name][0]}\``).join(", ");
  return `${text} Environment, in place of the block: ${variables}.`;
}

const SERVICES: readonly string[] = ["ecs", "vpc", "iam", "sts"];

const baseUrls: Check<Readonly<Record<string, unknown>>> = {
  text: `a map of base URLs with the keys ${SERVICES.map((service) => `\`${service}\``).join(", ")}`,
  test: (urls) =>
    Object.entries(urls).every(([service, url]) => SERVICES.includes(service) && url !== null && url !== ""),
};

const PLAIN = { check: [notEmpty] };
const SENSITIVE = { check: [notEmpty], sensitive: true };

const seconds: Check<number> = {
  text: "a whole number of seconds from 900 to 86400",
  test: (value) => Number.isInteger(value) && value >= 900 && value <= 86_400,
};

const duration_ = optional.number(
  describedRole("duration", "For how many seconds its keys are asked. Defaults to `3600`; they are renewed in time."),
  { check: [seconds] },
);

const assumeRole = {
  agency_name: required.string("The agency.", PLAIN),
  domain_name: optional.string(
    describedRole("domain_name", "The name of the account that has the agency. Defaults to the provider's."),
    PLAIN,
  ),
  domain_id: optional.string(
    describedRole(
      "domain_id",
      "The id of that account. With it the agency is assumed through STS, without it through IAM.",
    ),
    PLAIN,
  ),
  duration: duration_,
};

const assumeRoleWithOidc = {
  agency_name: required.string("The agency.", PLAIN),
  domain_id: required.string("The id of the account that has the agency.", PLAIN),
  idp_id: required.string("The identity provider, as IAM names it.", PLAIN),
  id_token: optional.string(describedRole("id_token", "The id token that the identity provider issued."), SENSITIVE),
  id_token_file: optional.string(
    describedRole("id_token_file", "The file that holds the id token, in place of `id_token`. Read at each sign-in."),
    PLAIN,
  ),
  duration: duration_,
};

export const attributes = {
  region: optional.string(described("region", "The region of resources that name none."), { check: [regionName] }),
  access_key: optional.string(described("access_key", "The access key id (AK)."), SENSITIVE),
  secret_key: optional.string(described("secret_key", "The secret access key (SK)."), SENSITIVE),
  security_token: optional.string(described("security_token", "The security token of temporary keys."), SENSITIVE),
  token: optional.string(
    described("token", "An IAM token of the region's project, in place of keys. Beats keys and password."),
    SENSITIVE,
  ),
  user_name: optional.string(described("user_name", "The IAM user that the password belongs to."), PLAIN),
  user_id: optional.string(described("user_id", "The same user by id. No account need be given then."), PLAIN),
  password: optional.string(described("password", "The user's password, which IAM exchanges for a token."), SENSITIVE),
  domain_id: optional.string(
    described("domain_id", "The id of the account that the user or agency belongs to."),
    PLAIN,
  ),
  domain_name: optional.string(described("domain_name", "The account's name, in place of its id."), PLAIN),
  shared_config_file: optional.string(
    described(
      "shared_config_file",
      "The configuration file of KooCLI (`hcloud`). Used when no keys, token or password are given. Defaults to `~/.hcloud/config.json`, if it exists.",
    ),
    PLAIN,
  ),
  profile: optional.string(described("profile", "The profile in it. Defaults to its current one."), PLAIN),
  project_id: optional.string(
    described("project_id", "The project of the region. Looked up by name at the first request when absent."),
    { check: [notEmpty] },
  ),
  project_name: optional.string(
    described("project_name", "The name of the project to look up. Defaults to the region's name."),
    { check: [notEmpty] },
  ),
  enterprise_project_id: optional.string(
    described("enterprise_project_id", "The enterprise project that searches are limited to when they name none."),
    PLAIN,
  ),
  auth_url: optional.string(described("auth_url", "The IAM endpoint. Defaults to `https://iam.<region>.<cloud>/v3`."), {
    check: [notEmpty],
  }),
  cloud: optional.string(
    described(
      "cloud",
      "The domain of the cloud. Defaults to `myhuaweicloud.com`, and to `myhuaweicloud.eu` for regions that begin with `eu-west-1`.",
    ),
    { check: [notEmpty] },
  ),
  endpoints: optional.of(
    map("string"),
    "Base URLs of services (`ecs`, `vpc`, `iam`, `sts`) in place of the usual ones. Without a scheme, `https://` is meant; `http://` is allowed.",
    { check: [baseUrls] },
  ),
  insecure: optional.bool(described("insecure", "Whether to accept any TLS certificate. Defaults to `false`.")),
  cacert_file: optional.string(
    described(
      "cacert_file",
      "The certificate authority to trust in place of the usual ones: a PEM file's path, or its content.",
    ),
    PLAIN,
  ),
  cert: optional.string(
    described("cert", "The client certificate to present, with `key`: a PEM file's path, or its content."),
    PLAIN,
  ),
  key: optional.string(described("key", "The key of `cert`: a PEM file's path, or its content."), SENSITIVE),
  max_retries: optional.number(
    described("max_retries", "How often a request that failed for a passing reason is sent again. Defaults to `5`."),
    { check: [atLeast(0)] },
  ),
  request_timeout: optional.string("How long one attempt of a request may take, such as `30s`, which is the default.", {
    check: [duration],
  }),
  max_concurrent_requests: optional.number("How many requests may be under way at once. Defaults to `10`.", {
    check: [atLeast(1)],
  }),
  requests_per_second: optional.number(
    "How many requests may be sent in a second, evenly spread. No limit when absent.",
    {
      check: [atLeast(1)],
    },
  ),
  warn_on_delete: optional.bool(
    "Whether plans warn of a NIC that will from now on be deleted with its server. Defaults to `true`.",
  ),
  assume_role: block.list(
    assumeRole,
    describedWithoutBlock(
      "An agency to act as. With several blocks each is assumed with the keys of the one before.",
      "agency_name",
    ),
  ),
  assume_role_with_oidc: block.single(
    assumeRoleWithOidc,
    describedWithoutBlock(
      "An agency to act as by the word of an OIDC identity provider.",
      "agency_name",
      "domain_id",
      "idp_id",
    ),
  ),
};

export const rules = [atMostOneOf("user_name", "user_id")];

type Context = ConfigureContext<typeof attributes>;
type Config = Context["config"];
type Environment = Readonly<Record<string, string | undefined>>;

/** The configuration once nothing in it is unknown. */
type Known = { readonly [K in keyof Config]: Exclude<Config[K], Unknown> };

/**
 * Makes the API from the provider block. It sends nothing: who signs in does so with the first request.
 * @throws {DiagnosticError} if the region or a part of the credentials is missing, or a variable or file is malformed
 */
export function configure({ config, log, terraformVersion }: Context, version: string, environment: Environment): Api {
  const completed = withEnvironment(config, environment);
  const warnOnDelete = completed.warn_on_delete !== false;
  const claims = createClaims();
  const unknown = Object.entries(completed).find(([, value]) => !isWhollyKnown(value as Value));
  if (unknown !== undefined) {
    const region = isUnknown(completed.region) ? undefined : (completed.region ?? undefined);
    return { region, warnOnDelete, cloud: unavailable(unknown[0]), claims };
  }
  const known = completed as Known;
  return explained(() => {
    const signIn = chooseSignIn({
      arguments: given(known),
      environment,
      profile: { file: known.shared_config_file ?? undefined, name: known.profile ?? undefined },
    });
    const region = regionOf(known, signIn);
    const cloud = createCloud({
      region,
      signIn,
      projectId: known.project_id ?? projectOf(signIn, region),
      projectName: known.project_name ?? undefined,
      enterpriseProjectId: known.enterprise_project_id ?? undefined,
      authUrl: known.auth_url ?? undefined,
      cloud: known.cloud ?? undefined,
      endpoints: known.endpoints ?? undefined,
      metadataEndpoint: environment.HW_METADATA_ENDPOINT,
      insecure: known.insecure ?? undefined,
      caCertificate: known.cacert_file ?? undefined,
      certificate: known.cert ?? undefined,
      key: known.key ?? undefined,
      maxRetries: known.max_retries ?? undefined,
      requestTimeout: known.request_timeout === null ? undefined : milliseconds(known.request_timeout),
      maxConcurrentRequests: known.max_concurrent_requests ?? undefined,
      requestsPerSecond: known.requests_per_second ?? undefined,
      userAgent: `terraform-provider-huaweiecs/${version} terraform/${terraformVersion}`,
      customUserAgent: environment.HW_TF_CUSTOM_UA,
      log: log.subsystem("cloud"),
    });
    return { region, warnOnDelete, cloud, claims };
  });
}

function withEnvironment(config: Config, environment: Environment): Config {
  const entries = Object.entries(VARIABLES).map(([name, variables]) => {
    const given = config[name as FromEnvironment];
    if (given !== null) return [name, given];
    const variable = variables.find((candidate) => environment[candidate]);
    return [
      name,
      variable === undefined ? null : parse(name as FromEnvironment, variable, environment[variable] ?? ""),
    ];
  });
  return { ...config, ...Object.fromEntries(entries) };
}

function parse(name: FromEnvironment, variable: string, value: string): string | number | boolean {
  const { type } = attributes[name];
  if (type === "string") return value;
  if (type === "bool" && /^(true|1)$/i.test(value)) return true;
  if (type === "bool" && /^(false|0)$/i.test(value)) return false;
  if (type === "number" && /^\d+$/.test(value)) return Number(value);
  throw new DiagnosticError(
    "Invalid environment variable",
    `${variable} stands for the provider argument "${name}" and must be ${type === "bool" ? "true or false" : "a whole number"}; it is ${JSON.stringify(value)}.`,
    { path: attributePath(name) },
  );
}

/** What the provider block itself gives to sign in with. */
function given(known: Known): Given {
  const secret = (text: string | null) => (text === null ? undefined : new Secret(text));
  const oidc = known.assume_role_with_oidc;
  return {
    token: secret(known.token),
    accessKey: known.access_key ?? undefined,
    secretKey: secret(known.secret_key),
    securityToken: secret(known.security_token),
    userName: known.user_name ?? undefined,
    userId: known.user_id ?? undefined,
    password: secret(known.password),
    domainId: known.domain_id ?? undefined,
    domainName: known.domain_name ?? undefined,
    assumeRoles: known.assume_role?.map(roleOf),
    oidc: oidc === null ? undefined : oidcOf(oidc),
  };
}

function roleOf(role: Known["assume_role"][number]): AssumeRole {
  return {
    agencyName: role.agency_name,
    domainName: role.domain_name ?? undefined,
    domainId: role.domain_id ?? undefined,
    duration: role.duration ?? undefined,
  };
}

function oidcOf(role: NonNullable<Known["assume_role_with_oidc"]>): OidcRole {
  return {
    agencyName: role.agency_name,
    domainId: role.domain_id,
    duration: role.duration ?? undefined,
    idpId: role.idp_id,
    idToken: role.id_token === null ? undefined : new Secret(role.id_token),
    idTokenFile: role.id_token_file ?? undefined,
  };
}

function regionOf(known: Known, { profile }: SignIn): string {
  const region = known.region ?? profile?.region ?? "";
  if (region.trim() !== "") return region;
  throw new DiagnosticError(
    "Missing region",
    `Without a region there is no endpoint to talk to. Set the provider argument "region" or the environment variable ${VARIABLES.region.join(" or ")}.`,
    { path: attributePath("region") },
  );
}

/** A profile's project belongs to the profile's region. */
function projectOf({ profile }: SignIn, region: string): string | undefined {
  return profile?.region === region ? profile.projectId : undefined;
}

/** Settings that cannot work, as the diagnostic at the argument that is to blame. */
function explained<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
    const { setting, kind, serviceMessage } = error;
    const isMissing = kind === "no-credentials" && setting !== undefined;
    const path = setting === undefined ? [] : attributePath(setting);
    const isArgument = setting !== undefined && setting in credentialVariables;
    const summary = isMissing && isArgument ? `Missing ${setting}` : "Invalid provider configuration";
    throw new DiagnosticError(summary, serviceMessage, { path, cause: error });
  }
}

/** Stands in for the cloud while a plan is made before the provider's arguments are known. */
function unavailable(name: string): Cloud {
  const refuse = (): never => {
    throw new DiagnosticError(
      "Provider configuration not known yet",
      `The provider argument "${name}" depends on something that is known only after apply, so nothing can be read from the cloud yet. Apply what it depends on first, with -target, or give the value directly.`,
      { path: attributePath(name) },
    );
  };
  const refuseLater = async () => refuse();
  const refuseAll = async function* () {
    yield refuse();
  };
  return {
    get region() {
      return refuse();
    },
    nic: refuseLater,
    listNics: refuseLater,
    updateNic: refuseLater,
    attachable: refuseLater,
    addNics: refuseLater,
    deleteNics: refuseLater,
    finished: refuseLater,
    changeNic: refuseLater,
    attach: refuseLater,
    detach: refuseLater,
    server: refuseLater,
    servers: refuseAll,
    port: refuseLater,
    portOf: refuseLater,
    updatePort: refuseLater,
    deletePort: refuseLater,
    ports: refuseAll,
    close: () => undefined,
  };
}
