import { readFileSync } from "node:fs";
import type { Endpoints } from "../endpoints";
import { noCredentials } from "../errors";
import type { Redaction } from "../redaction";
import { Secret } from "../secret";
import type { Transport } from "../transport";
import type { OidcRole } from "./given";
import { expanded } from "./profile";
import { signInRequest, subjectToken, temporaryKeys } from "./sign-in-request";
import type { Obtained, ObtainOptions, Source } from "./source";

/** Seconds: enough to assume the agency, which is all that the keys are for. */
const duration = 900;

/**
 * The word of an identity provider, exchanged for a token of the account: `POST /v3.0/OS-AUTH/id-token/tokens` with the
 * provider's id in `X-Idp-Id` (IAM API, "Obtaining a Token with an OpenID Connect ID Token"); and the token, because STS
 * wants signed requests, for temporary keys: `POST /v3.0/OS-CREDENTIAL/securitytokens`. With these the agency is assumed.
 */
export function oidcSource(
  name: string,
  role: OidcRole,
  region: string,
  endpoints: Endpoints,
  transport: Transport,
  redaction: Redaction,
): Source {
  return {
    name,
    renewable: true,
    async obtain(options) {
      const idToken = role.idToken ?? readToken(role.idTokenFile ?? "");
      redaction.add(idToken);
      const url = new URL(`${endpoints.iam(region)}/v3.0/OS-AUTH/id-token/tokens`);
      const body = { auth: { id_token: { id: idToken.reveal() }, scope: { domain: { id: role.domainId } } } };
      const call = { url, body, headers: { "x-idp-id": role.idpId } };
      const { grant } = subjectToken(await signInRequest(transport, call, `Signing in with ${name}`, options));
      redaction.add(grant.token);
      return exchange(grant.token, options);
    },
  };

  async function exchange(token: Secret, options: ObtainOptions): Promise<Obtained> {
    const url = new URL(`${endpoints.iam(region)}/v3.0/OS-CREDENTIAL/securitytokens`);
    const body = {
      auth: { identity: { methods: ["token"], token: { id: token.reveal(), duration_seconds: duration } } },
    };
    const call = { url, body, headers: { "x-auth-token": token.reveal() } };
    const what = `Exchanging the token of ${name} for keys`;
    return temporaryKeys(await signInRequest(transport, call, what, options), "credential");
  }
}

function readToken(file: string): Secret {
  const path = expanded(file);
  try {
    const token = readFileSync(path, "utf8").trim();
    if (token !== "") return new Secret(token);
  } catch (error) {
    throw unreadable(path, `cannot be read (${(error as { code?: string }).code})`);
  }
  throw unreadable(path, "is empty");
}

function unreadable(path: string, what: string) {
  return noCredentials(
    `The id token file ${path} ${what}. Check id_token_file, and that what writes the file has done so.`,
    "assume_role_with_oidc",
  );
}
