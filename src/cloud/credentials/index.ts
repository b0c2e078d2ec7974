/** How requests are authorised: one module for each way to sign in, and the order in which they count. */
import type { Endpoints } from "../endpoints";
import type { Http } from "../http";
import type { Redaction } from "../redaction";
import type { Transport } from "../transport";
import { agencySource } from "./agency";
import type { SignIn } from "./choose";
import { fixedKeys, fixedToken } from "./fixed";
import { metadataSource } from "./metadata";
import { oidcSource } from "./oidc";
import { passwordSource, type Scope } from "./password";
import { createSession, type Session, type SessionTools } from "./session";
import type { Source } from "./source";

export { chooseSignIn, type SignIn, type SignInSettings } from "./choose";
export { credentialVariables, type Environment, roleVariables } from "./environment";
export type { AssumeRole, Given, OidcRole } from "./given";
export type { Session } from "./session";

export interface SignInTools extends SessionTools {
  readonly scope: Scope;
  readonly endpoints: Endpoints;
  readonly http: Pick<Http, "direct">;
  readonly redaction: Redaction;
  readonly metadataEndpoint?: string | undefined;
  /** A transport that authorises by a session, or not at all. Each has a gate of its own. */
  readonly transport: (session?: Session) => Transport;
}

/** The session of a sign-in, agencies included. Asks nobody before its first grant is asked for. */
export function openSession(signIn: SignIn, tools: SignInTools): Session {
  const { scope, endpoints, transport, redaction, log } = tools;
  const roles = signIn.method.kind === "oidc" ? [signIn.method.role, ...signIn.assumeRoles] : signIn.assumeRoles;
  log.debug("Huawei Cloud credentials", {
    ...described(signIn),
    agencies: roles.map((role) => role.agencyName).join(", "),
  });
  if (signIn.ignored)
    log.warn("Huawei Cloud credentials: something is not used", { ...described(signIn), ignored: signIn.ignored });

  const origin =
    signIn.tried.length === 0 ? `those of ${signIn.name}` : `those of ${signIn.name}; ${signIn.tried.join("; ")}`;
  let session = createSession(sourceOf(signIn, tools), origin, tools);
  for (const role of roles) {
    const source = agencySource(role, scope.region, endpoints, transport(session));
    session = createSession(source, `those of ${source.name}, assumed with ${session.origin}`, tools);
  }
  redaction.add(...secretsOf(signIn));
  return session;
}

function sourceOf({ method, name, tried }: SignIn, tools: SignInTools): Source {
  const { scope, endpoints, transport, redaction, http, log, metadataEndpoint } = tools;
  switch (method.kind) {
    case "token":
      return fixedToken(name, method.token);
    case "keys":
      return fixedKeys(name, method.keys);
    case "password":
      return passwordSource(name, method.user, scope, endpoints, transport());
    case "oidc":
      return oidcSource(name, method.role, scope.region, endpoints, transport(), redaction);
    case "metadata":
      return metadataSource({ endpoint: metadataEndpoint, tried }, http, log);
  }
}

/** Whether what authorises is a token, which is good for one project only. */
export function isTokenOnly({ method, assumeRoles }: SignIn): boolean {
  return assumeRoles.length === 0 && (method.kind === "token" || method.kind === "password");
}

function secretsOf({ method }: SignIn) {
  if (method.kind === "password") return [method.user.password];
  if (method.kind === "token") return [method.token];
  return method.kind === "oidc" && method.role.idToken ? [method.role.idToken] : [];
}

function described({ name, tried }: SignIn) {
  return { source: name, tried: tried.join("; ") || "nothing before" };
}
