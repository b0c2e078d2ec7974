import { randomBytes } from "node:crypto";

export interface Credentials {
  accessKey: string;
  secretKey: string;
  /** Present for temporary credentials only. */
  securityToken?: string;
}

/** Credentials that end. */
export interface TemporaryCredentials extends Required<Credentials> {
  /** Milliseconds since 1970. */
  expiresAt: number;
}

export interface Token {
  value: string;
  issuedAt: number;
  /** Milliseconds since 1970. */
  expiresAt: number;
  /** The project that it opens, or `undefined` for the account as a whole. */
  projectId: string | undefined;
  /** A revoked token is refused, though its time has not come: its user's rights changed. */
  revoked: boolean;
}

/** The keys and tokens that open the cloud. They live as long as the process: no state file holds a secret. */
export class KeyStore {
  readonly #keys = new Map<string, Credentials & { expiresAt?: number }>();
  readonly #tokens = new Map<string, Token>();
  readonly #now: () => number;

  constructor(credentials: Credentials, now: () => number) {
    this.#keys.set(credentials.accessKey, credentials);
    this.#now = now;
  }

  key(accessKey: string): (Credentials & { expiresAt?: number }) | undefined {
    return this.#keys.get(accessKey);
  }

  token(value: string): Token | undefined {
    return this.#tokens.get(value);
  }

  issueKey(lifetime: number): TemporaryCredentials {
    const credentials = {
      accessKey: `HST${randomBytes(9).toString("hex").slice(0, 17).toUpperCase()}`,
      secretKey: randomBytes(20).toString("hex"),
      securityToken: randomBytes(48).toString("base64url"),
      expiresAt: this.#now() + lifetime,
    };
    this.#keys.set(credentials.accessKey, credentials);
    return credentials;
  }

  issueToken(lifetime: number, projectId?: string): Token {
    const issuedAt = this.#now();
    const value = `MII${randomBytes(48).toString("base64url")}`;
    const token = { value, issuedAt, expiresAt: issuedAt + lifetime, projectId, revoked: false };
    this.#tokens.set(value, token);
    return token;
  }

  revokeTokens(): void {
    for (const token of this.#tokens.values()) {
      token.revoked = true;
    }
  }
}
