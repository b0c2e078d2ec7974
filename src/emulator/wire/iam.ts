import type { TemporaryCredentials, Token } from "../key-store";

/** The one account that the emulator knows. */
export interface Account {
  domainId: string;
  domainName: string;
  userId: string;
  userName: string;
  password: string;
  /** The agencies that may be assumed. */
  agencies: string[];
  /** The identity provider whose ID tokens are taken. */
  identityProvider: string;
  /** A region's own project is named like the region. */
  project: { id: string; name: string };
}

/**
 * The body of KeystoneListProjects.
 *
 * @fidelity documented
 * Source: IAM API reference, "Querying Project Information".
 */
export function projectList(
  projects: readonly { id: string; name: string }[],
  domainId: string,
  url: string,
  search: string,
): object {
  return {
    projects: projects.map(({ id, name }) => ({
      id,
      name,
      domain_id: domainId,
      parent_id: domainId,
      is_domain: false,
      enabled: true,
      description: "",
      links: { self: `${url}/v3/projects/${id}` },
    })),
    links: { self: `${url}/v3/projects${search}`, previous: null, next: null },
  };
}

/**
 * The body of KeystoneListAuthDomains.
 *
 * @fidelity documented
 * Source: IAM API reference, "Querying the List of Domains Accessible to a User".
 */
export function domainList(account: Account, url: string): object {
  return {
    domains: [
      {
        id: account.domainId,
        name: account.domainName,
        enabled: true,
        description: "",
        links: { self: `${url}/v3/domains/${account.domainId}` },
      },
    ],
    links: { self: `${url}/v3/auth/domains`, previous: null, next: null },
  };
}

/**
 * The body that comes with a token; the token itself is in the header `X-Subject-Token`.
 *
 * @fidelity documented
 * Source: IAM API reference, "Obtaining a User Token Through Password Authentication".
 */
export function tokenDetails(token: Token, account: Account, method: string): object {
  const domain = { id: account.domainId, name: account.domainName };
  return {
    token: {
      expires_at: microseconds(token.expiresAt),
      issued_at: microseconds(token.issuedAt),
      methods: [method],
      ...(token.projectId === undefined ? { domain } : { project: { ...account.project, domain } }),
      user: { id: account.userId, name: account.userName, domain, password_expires_at: "" },
      roles: [{ id: "0", name: "te_admin" }],
      catalog: [],
    },
  };
}

/**
 * Temporary credentials as version 3 of IAM, and the metadata service, give them out.
 *
 * @fidelity documented
 * Source: IAM API reference, "Obtaining a Temporary Access Key and Security Token Through an Agency".
 */
export function temporaryKey(credentials: TemporaryCredentials): object {
  return {
    credential: {
      access: credentials.accessKey,
      secret: credentials.secretKey,
      securitytoken: credentials.securityToken,
      expires_at: microseconds(credentials.expiresAt),
    },
  };
}

/**
 * Temporary credentials as version 5 of STS gives them out.
 *
 * @fidelity assumed
 * The three fields are those that the official Terraform provider reads; the rest is plausible.
 */
export function assumedAgency(credentials: TemporaryCredentials, account: Account, agency: string): object {
  return {
    assumed_agency: { urn: `sts::${account.domainId}:assumed-agency:${agency}`, id: account.userId },
    credentials: {
      access_key_id: credentials.accessKey,
      secret_access_key: credentials.secretKey,
      security_token: credentials.securityToken,
      expiration: new Date(credentials.expiresAt).toISOString(),
    },
  };
}

/** `2020-01-03T09:05:22.701000Z`. */
function microseconds(time: number): string {
  return new Date(time).toISOString().replace("Z", "000Z");
}
