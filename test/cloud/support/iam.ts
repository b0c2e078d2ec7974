import { listedNic } from "./cloud";
import { type Handler, json, type Received, startServer, type TestServer } from "./server";

/** What the small IAM issues; each is one of a kind, and a canary. */
export const issued = {
  token: (count: number) => `CANARY-iam-token-${count}`,
  keys: (name: string, count: number) => ({
    access: `${name.toUpperCase()}KEY${count}`,
    secret: `CANARY-${name}-secret-${count}`,
    securitytoken: `CANARY-${name}-token-${count}`,
  }),
};

export interface Iam extends TestServer {
  /** Requests by their path, without the query. */
  to(path: string): Received[];
  /** Milliseconds that what is issued from now on is valid. */
  lifetime: number;
  /** Answers in place of the usual one, by path; the first handler counts, and is used up. */
  readonly instead: Map<string, Handler[]>;
}

const passwordPath = "/v3/auth/tokens";
const oidcPath = "/v3.0/OS-AUTH/id-token/tokens";
const keysPath = "/v3.0/OS-CREDENTIAL/securitytokens";
const stsPath = "/v5/agencies/assume";
export const paths = { password: passwordPath, oidc: oidcPath, keys: keysPath, sts: stsPath };

/** IAM, STS and an ECS with one NIC, on one address. It checks nothing: the tests look at what it was sent. */
export async function startIam(date: () => number = Date.now): Promise<Iam> {
  let count = 0;
  const instead = new Map<string, Handler[]>();
  const path = ({ url }: Received) => url.replace(/\?.*/, "");
  const end = () => new Date(date() + iam.lifetime).toISOString();

  const usual: Handler = (response, request) => {
    const token = () =>
      json(response, 201, { token: { expires_at: end() } }, { "x-subject-token": issued.token(++count) });
    switch (path(request)) {
      case passwordPath:
      case oidcPath:
        return token();
      case keysPath: {
        const name = JSON.parse(request.body).auth.identity.methods[0] === "token" ? "federated" : "agency";
        return json(response, 201, { credential: { ...issued.keys(name, ++count), expires_at: end() } });
      }
      case stsPath: {
        const { access, secret, securitytoken } = issued.keys("sts", ++count);
        const credentials = { access_key_id: access, secret_access_key: secret, security_token: securitytoken };
        return json(response, 200, { credentials: { ...credentials, expiration: end() } });
      }
      default:
        return json(response, 200, { interfaceAttachments: [listedNic()] });
    }
  };

  const server = await startServer((response, request, socket) =>
    (instead.get(path(request))?.shift() ?? usual)(response, request, socket),
  );
  const iam: Iam = {
    ...server,
    instead,
    lifetime: 24 * 3_600_000,
    to: (wanted) => server.received.filter((request) => path(request) === wanted),
  };
  return iam;
}
