/** The provider block: its arguments, the environment variables behind them, and the settings they amount to. */
import { type Cloud, CloudError, type CloudSettings, createCloud, Secret } from "../cloud";
import {
  atLeast,
  attributePath,
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
  type Unknown,
  type Value,
} from "../terraform";
import type { Api } from "./api";
import { region as regionName } from "./region";

/**
 * Names, meaning and environment variables follow the official provider, so that a team's variables work unchanged.
 * The first variable that is set counts; an argument beats them all.
 */
const VARIABLES = {
  region: ["HW_REGION_NAME", "OS_REGION_NAME"],
  access_key: ["HW_ACCESS_KEY", "OS_ACCESS_KEY"],
  secret_key: ["HW_SECRET_KEY", "OS_SECRET_KEY"],
  security_token: ["HW_SECURITY_TOKEN"],
  project_id: ["HW_PROJECT_ID", "OS_PROJECT_ID"],
  project_name: ["HW_PROJECT_NAME", "OS_PROJECT_NAME"],
  auth_url: ["HW_AUTH_URL", "OS_AUTH_URL"],
  cloud: ["HW_CLOUD"],
  insecure: ["HW_INSECURE", "OS_INSECURE"],
  max_retries: ["HW_MAX_RETRIES"],
} as const;

type FromEnvironment = keyof typeof VARIABLES;

function described(name: FromEnvironment, text: string): string {
  return `${text} Environment: ${VARIABLES[name].map((variable) => `\`${variable}\``).join(", then ")}.`;
}

const SERVICES: readonly string[] = ["ecs", "vpc", "iam", "sts"];

const baseUrls: Check<Readonly<Record<string, unknown>>> = {
  text: `a map of base URLs with the keys ${SERVICES.map((service) => `\`${service}\``).join(", ")}`,
  test: (urls) =>
    Object.entries(urls).every(([service, url]) => SERVICES.includes(service) && url !== null && url !== ""),
};

export const attributes = {
  region: optional.string(described("region", "The region of resources that name none."), { check: [regionName] }),
  access_key: optional.string(described("access_key", "The access key id (AK)."), {
    sensitive: true,
    check: [notEmpty],
  }),
  secret_key: optional.string(described("secret_key", "The secret access key (SK)."), {
    sensitive: true,
    check: [notEmpty],
  }),
  security_token: optional.string(described("security_token", "The security token of temporary keys."), {
    sensitive: true,
    check: [notEmpty],
  }),
  project_id: optional.string(
    described("project_id", "The project of the region. Looked up by name at the first request when absent."),
    { check: [notEmpty] },
  ),
  project_name: optional.string(
    described("project_name", "The name of the project to look up. Defaults to the region's name."),
    { check: [notEmpty] },
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
  warn_on_delete: optional.bool(
    "Whether plans warn of a NIC that will from now on be deleted with its server. Defaults to `true`.",
  ),
};

type Context = ConfigureContext<typeof attributes>;
type Config = Context["config"];
type Environment = Readonly<Record<string, string | undefined>>;

/** The configuration once nothing in it is unknown. */
type Known = { readonly [K in keyof Config]: Exclude<Config[K], Unknown> };

/**
 * Makes the API from the provider block. It sends nothing: keys and project are tried at the first request.
 * @throws {DiagnosticError} if the region or a key is missing, or a variable is malformed
 */
export function configure({ config, log, terraformVersion }: Context, version: string, environment: Environment): Api {
  const completed = withEnvironment(config, environment);
  const warnOnDelete = completed.warn_on_delete !== false;
  const unknown = Object.entries(completed).find(([, value]) => !isWhollyKnown(value as Value));
  if (unknown !== undefined) {
    const region = isUnknown(completed.region) ? undefined : (completed.region ?? undefined);
    return { region, warnOnDelete, cloud: unavailable(unknown[0]) };
  }
  const known = completed as Known;
  const region = required(known, "region", "Without a region there is no endpoint to talk to.");
  const cloud = connect({
    region,
    credentials: credentials(known),
    projectId: known.project_id ?? undefined,
    projectName: known.project_name ?? undefined,
    authUrl: known.auth_url ?? undefined,
    cloud: known.cloud ?? undefined,
    endpoints: known.endpoints ?? undefined,
    insecure: known.insecure ?? undefined,
    maxRetries: known.max_retries ?? undefined,
    requestTimeout: known.request_timeout === null ? undefined : milliseconds(known.request_timeout),
    maxConcurrentRequests: known.max_concurrent_requests ?? undefined,
    userAgent: `terraform-provider-huaweiecs/${version} terraform/${terraformVersion}`,
    customUserAgent: environment.HW_TF_CUSTOM_UA,
    log,
  });
  return { region, warnOnDelete, cloud };
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

function credentials(known: Known): CloudSettings["credentials"] {
  const why = "Requests to Huawei Cloud are signed with an access key and its secret key.";
  const accessKey = required(known, "access_key", why);
  const secretKey = new Secret(required(known, "secret_key", why));
  const { security_token: token } = known;
  return token === null ? { accessKey, secretKey } : { accessKey, secretKey, securityToken: new Secret(token) };
}

function required(known: Known, name: "region" | "access_key" | "secret_key", why: string): string {
  const value = known[name];
  if (value !== null && value.trim() !== "") return value;
  throw new DiagnosticError(
    `Missing ${name}`,
    `${why} Set the provider argument "${name}" or the environment variable ${VARIABLES[name].join(" or ")}.`,
    { path: attributePath(name) },
  );
}

function connect(settings: CloudSettings): Cloud {
  try {
    return createCloud(settings);
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
    throw new DiagnosticError("Invalid provider configuration", error.serviceMessage, { cause: error });
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
  return {
    get region() {
      return refuse();
    },
    nic: async () => refuse(),
    listNics: async () => refuse(),
    updateNic: async () => refuse(),
    close: () => undefined,
  };
}
