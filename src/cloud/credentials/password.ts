import type { Endpoints } from "../endpoints";
import type { Transport } from "../transport";
import type { PasswordUser } from "./choose";
import { signInRequest, subjectToken } from "./sign-in-request";
import type { Source } from "./source";

/** The project that a token is for: a token of another project is refused by ECS. */
export interface Scope {
  readonly region: string;
  readonly projectId?: string | undefined;
  readonly projectName?: string | undefined;
}

/**
 * A user's password, exchanged for a token: `POST /v3/auth/tokens` (IAM API, "Obtaining a User Token Through Password
 * Authentication"), which answers 201 with the token in `X-Subject-Token`. A token is valid for a day.
 */
export function passwordSource(
  name: string,
  user: PasswordUser,
  scope: Scope,
  endpoints: Endpoints,
  transport: Transport,
): Source {
  return {
    name,
    renewable: true,
    async obtain(options) {
      const url = new URL(`${endpoints.iam(scope.region)}/v3/auth/tokens?nocatalog=true`);
      const body = {
        auth: {
          identity: { methods: ["password"], password: { user: identity(user) } },
          scope: { project: scope.projectId ? { id: scope.projectId } : { name: scope.projectName || scope.region } },
        },
      };
      return subjectToken(await signInRequest(transport, { url, body }, `Signing in with ${name}`, options));
    },
  };
}

function identity({ userId, userName, domainId, domainName, password }: PasswordUser) {
  if (userId) return { id: userId, password: password.reveal() };
  return { name: userName, domain: domainId ? { id: domainId } : { name: domainName }, password: password.reveal() };
}
