import { type ApiAnswer, gatewayError, keystoneError } from "../answer";
import type { KeyStore, Token } from "../key-store";
import { type Account, assumedAgency, domainList, projectList, temporaryKey, tokenDetails } from "../wire/iam";
import { type ApiCall, type ApiRoute, fieldAt, fieldOf, parseJson, textOf } from "./route";

export interface IamOptions {
  account: Account;
  keys: KeyStore;
  now: () => number;
  /** The emulator's address, for links. */
  url: () => string;
}

type IamHandler = (options: IamOptions, call: ApiCall) => ApiAnswer;

/** What of IAM and STS a client needs to find its project and to get keys and tokens. */
export function iamRoutes(options: IamOptions): ApiRoute[] {
  const handle = (handler: IamHandler) => (call: ApiCall) => handler(options, call);
  return [
    { operation: "ListProjects", method: "GET", path: "/v3/projects", handle: handle(listProjects) },
    { operation: "ListAuthDomains", method: "GET", path: "/v3/auth/domains", handle: handle(listAuthDomains) },
    {
      operation: "CreateTokenByPassword",
      method: "POST",
      path: "/v3/auth/tokens",
      open: true,
      handle: handle(createTokenByPassword),
    },
    {
      operation: "CreateTokenByIdToken",
      method: "POST",
      path: "/v3.0/OS-AUTH/id-token/tokens",
      open: true,
      handle: handle(createTokenByIdToken),
    },
    {
      operation: "CreateUnscopedToken",
      method: "POST",
      path: "/v3/OS-FEDERATION/identity_providers/:provider/protocols/:protocol/auth",
      open: true,
      handle: handle(createUnscopedToken),
    },
    {
      operation: "CreateTemporaryAccessKey",
      method: "POST",
      path: "/v3.0/OS-CREDENTIAL/securitytokens",
      open: true,
      handle: handle(createTemporaryAccessKey),
    },
    { operation: "AssumeAgency", method: "POST", path: "/v5/agencies/assume", handle: handle(assumeAgency) },
    { operation: "GetCallerIdentity", method: "GET", path: "/v5/caller-identity", handle: handle(getCallerIdentity) },
  ];
}

const tokenLifetime = 24 * 60 * 60_000;
const shortestKey = 900;
const longestKey = 86_400;

/**
 * The account's one project. Of the filters, `name` alone is looked at; it must be equal.
 *
 * @fidelity documented
 * Source: IAM API reference, "Querying Project Information".
 */
function listProjects({ account, url }: IamOptions, { query, search }: ApiCall): ApiAnswer {
  const name = query.get("name");
  const found = [account.project].filter((project) => name === null || project.name === name);
  const body = projectList(found, account.domainId, url(), search);
  return { status: 200, body, summary: found.length === 1 ? "1 project" : "no project" };
}

/**
 * The account that the caller belongs to.
 *
 * @fidelity documented
 * Source: IAM API reference, "Querying the List of Domains Accessible to a User".
 */
function listAuthDomains({ account, url }: IamOptions): ApiAnswer {
  return { status: 200, body: domainList(account, url()), summary: account.domainName };
}

/**
 * A token for a name and a password, valid for 24 hours: for a project, for the account, or, without a scope, for the account
 * too. When both scopes are given the project wins.
 *
 * @fidelity documented
 * Source: IAM API reference, "Obtaining a User Token Through Password Authentication".
 */
function createTokenByPassword({ account, keys }: IamOptions, { body }: ApiCall): ApiAnswer {
  const auth = fieldOf(parseJson(body), "auth");
  const user = fieldAt(auth, "identity", "password", "user");
  if (!methodsOf(auth).includes("password") || typeof user !== "object" || user === null) {
    return badRequest();
  }
  const known =
    fieldOf(user, "password") === account.password &&
    (fieldOf(user, "id") === account.userId ||
      (fieldOf(user, "name") === account.userName && isDomain(account, fieldOf(user, "domain"))));
  if (!known) {
    return keystoneError(401, "Unauthorized", "The username or password is wrong.");
  }
  return scopedToken(account, keys, fieldOf(auth, "scope"), "password");
}

/**
 * A token for an ID token of the account's identity provider.
 *
 * @fidelity documented
 * Source: IAM API reference, "Obtaining a Token with an OpenID Connect ID Token". Its refusals are assumed; the emulator takes
 * every ID token that is not empty.
 */
function createTokenByIdToken({ account, keys }: IamOptions, { body, headers }: ApiCall): ApiAnswer {
  const auth = fieldOf(parseJson(body), "auth");
  if (textOf(fieldOf(auth, "id_token"), "id") === undefined) {
    return badRequest();
  }
  if (headers["x-idp-id"] !== account.identityProvider) {
    return keystoneError(404, "Not Found", "Could not find the identity provider.");
  }
  return scopedToken(account, keys, fieldOf(auth, "scope"), "mapped");
}

/**
 * A token for the account, for an ID token that stands where a signature would.
 *
 * @fidelity observed
 * Source: Huawei's Node SDK, which asks this for credentials with an identity provider. Its refusals are assumed; the emulator
 * takes every ID token that is not empty.
 */
function createUnscopedToken({ account, keys }: IamOptions, { params, headers }: ApiCall): ApiAnswer {
  if (!/^Bearer \S/.test(String(headers.authorization))) {
    return keystoneError(401, "Unauthorized", "The request you have made requires authentication.");
  }
  if (params.provider !== account.identityProvider) {
    return keystoneError(404, "Not Found", "Could not find the identity provider.");
  }
  return scopedToken(account, keys, undefined, "mapped");
}

/**
 * Temporary keys: of an agency, for a caller who signs, or of the caller's own token. They last from 15 minutes, which is the
 * default, to 24 hours.
 *
 * @fidelity documented
 * Source: IAM API reference, "Obtaining a Temporary Access Key and Security Token Through an Agency" and "… Through a Token".
 * The texts of refusals are assumed.
 */
function createTemporaryAccessKey(options: IamOptions, call: ApiCall): ApiAnswer {
  const { account, keys } = options;
  const auth = fieldOf(parseJson(call.body), "auth");
  const method = methodsOf(auth).find((each) => each === "assume_role" || each === "token");
  const details = fieldAt(auth, "identity", method ?? "");
  const seconds = durationOf(details);
  if (method === undefined || seconds === undefined) {
    return badRequest();
  }
  const refusal = method === "token" ? tokenRefusal(options, call, details) : agencyRefusal(account, call, details);
  return (
    refusal ?? {
      status: 201,
      body: temporaryKey(keys.issueKey(seconds * 1000)),
      summary: `temporary key for ${seconds} s`,
    }
  );
}

/**
 * A token that gives no keys: 401.
 *
 * @fidelity assumed
 */
function tokenRefusal({ keys, now }: IamOptions, { headers }: ApiCall, details: unknown): ApiAnswer | undefined {
  const value = textOf(details, "id") ?? String(headers["x-auth-token"] ?? "");
  return isValid(keys.token(value), now())
    ? undefined
    : keystoneError(401, "Unauthorized", "The request you have made requires authentication.");
}

/**
 * An agency that gives no keys: 401 without a signature, 400 without its account, 404 when it is not there.
 *
 * @fidelity assumed
 */
function agencyRefusal(account: Account, { caller }: ApiCall, details: unknown): ApiAnswer | undefined {
  if (!caller) {
    return keystoneError(401, "Unauthorized", "The request you have made requires authentication.");
  }
  const domain = { id: fieldOf(details, "domain_id"), name: fieldOf(details, "domain_name") };
  if (domain.id === undefined && domain.name === undefined) {
    return badRequest();
  }
  return isDomain(account, domain) && account.agencies.includes(textOf(details, "agency_name") ?? "")
    ? undefined
    : keystoneError(404, "Not Found", "Could not find the agency.");
}

/**
 * Temporary keys of an agency, as STS gives them out.
 *
 * @fidelity assumed
 * Request and answer are those of the official Terraform provider; the refusals are not published where we looked.
 */
function assumeAgency({ account, keys }: IamOptions, { body, requestId }: ApiCall): ApiAnswer {
  const document = parseJson(body);
  const [, domainId, agency = ""] = /^iam::([^:]+):agency:(.+)$/.exec(textOf(document, "agency_urn") ?? "") ?? [];
  const seconds = durationOf(document);
  if (seconds === undefined || textOf(document, "agency_session_name") === undefined) {
    return gatewayError(400, "STS5.1001", "The request parameters are invalid.", requestId);
  }
  if (domainId !== account.domainId || !account.agencies.includes(agency)) {
    return gatewayError(403, "STS5.1003", "The agency cannot be assumed.", requestId);
  }
  return {
    status: 200,
    body: assumedAgency(keys.issueKey(seconds * 1000), account, agency),
    summary: `temporary key for ${seconds} s`,
  };
}

/**
 * Who the caller is.
 *
 * @fidelity assumed
 * `account_id` is what Huawei's Go SDK reads; the other two fields are plausible.
 */
function getCallerIdentity({ account }: IamOptions): ApiAnswer {
  const body = {
    account_id: account.domainId,
    principal_id: account.userId,
    principal_urn: `iam::${account.domainId}:user:${account.userName}`,
  };
  return { status: 200, body, summary: account.domainName };
}

/**
 * A token for the scope that was asked for; a project that is not the account's is 401.
 *
 * @fidelity assumed
 * The header and the scopes are documented ("Obtaining a User Token Through Password Authentication"), the refusal is not.
 */
function scopedToken(account: Account, keys: KeyStore, scope: unknown, method: string): ApiAnswer {
  const project = fieldOf(scope, "project");
  if (project !== undefined && !isProject(account, project)) {
    return keystoneError(401, "Unauthorized", "The project does not exist or is not yours.");
  }
  const token = keys.issueToken(tokenLifetime, project === undefined ? undefined : account.project.id);
  return {
    status: 201,
    body: tokenDetails(token, account, method),
    headers: { "X-Subject-Token": token.value },
    summary: project === undefined ? "token for the account" : "token for the project",
  };
}

function isProject({ project }: Account, given: unknown): boolean {
  return fieldOf(given, "id") === project.id || fieldOf(given, "name") === project.name;
}

function isDomain({ domainId, domainName }: Account, given: unknown): boolean {
  return fieldOf(given, "id") === domainId || fieldOf(given, "name") === domainName;
}

function isValid(token: Token | undefined, now: number): boolean {
  return token !== undefined && !token.revoked && token.expiresAt > now;
}

function methodsOf(auth: unknown): unknown[] {
  const methods = fieldAt(auth, "identity", "methods");
  return Array.isArray(methods) ? methods : [];
}

/** Seconds, or `undefined` when they are out of bounds. */
function durationOf(details: unknown): number | undefined {
  const seconds = fieldOf(details, "duration_seconds") ?? shortestKey;
  return typeof seconds === "number" && seconds >= shortestKey && seconds <= longestKey ? seconds : undefined;
}

/**
 * A body that IAM does not understand: 400.
 *
 * @fidelity documented
 * Source: IAM API reference, "Obtaining a User Token Through Password Authentication".
 */
function badRequest(): ApiAnswer {
  return keystoneError(400, "Bad Request", "The request body is invalid");
}
