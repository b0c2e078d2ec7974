import type { Secret } from "../secret";

/** An agency of an account to act as. By the account's id it is assumed through STS, by its name through IAM. */
export interface AssumeRole {
  readonly agencyName: string;
  readonly domainName?: string | undefined;
  readonly domainId?: string | undefined;
  /** Seconds that its keys are to be valid. */
  readonly duration?: number | undefined;
}

/** An agency to act as by the word of an identity provider. */
export interface OidcRole extends AssumeRole {
  readonly idpId: string;
  readonly idToken?: Secret | undefined;
  /** Read at each sign-in: whoever writes it may replace the token. */
  readonly idTokenFile?: string | undefined;
}

/** What one place gives to sign in with: the provider's arguments, the environment, or a profile. */
export interface Given {
  readonly token?: Secret | undefined;
  readonly accessKey?: string | undefined;
  readonly secretKey?: Secret | undefined;
  readonly securityToken?: Secret | undefined;
  readonly userName?: string | undefined;
  readonly userId?: string | undefined;
  readonly password?: Secret | undefined;
  readonly domainName?: string | undefined;
  readonly domainId?: string | undefined;
  readonly oidc?: OidcRole | undefined;
  /** Assumed one after the other, each with the keys of the one before. */
  readonly assumeRoles?: readonly AssumeRole[] | undefined;
  /** What agencies take that say nothing else. */
  readonly roleDefaults?: RoleDefaults | undefined;
}

export type RoleDefaults = Partial<Omit<OidcRole, "agencyName" | "idpId">>;
