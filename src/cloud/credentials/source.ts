import type { CloudError } from "../errors";
import type { Secret } from "../secret";
import type { Credentials } from "../signature";

/** What authorises requests: keys that sign them, or a token that goes with them. */
export type Grant = { readonly keys: Credentials } | { readonly token: Secret };

export interface Obtained {
  readonly grant: Grant;
  /** Milliseconds since 1970; undefined for what does not end. */
  readonly expiresAt?: number | undefined;
}

export interface ObtainOptions {
  /** Fires when nobody waits any more. */
  readonly signal: AbortSignal;
  /** Called with what went wrong before the wait to try again. */
  readonly onRetry: (failure: CloudError) => void;
}

/** One way to sign in. */
export interface Source {
  /** As a log or an error names it: "the provider arguments access_key and secret_key". Holds no secret. */
  readonly name: string;
  /** Whether asking again gives something new. */
  readonly renewable: boolean;
  /** Throws `CloudError`. One that is not retryable is final: nobody asks again. */
  obtain(options: ObtainOptions): Promise<Obtained>;
}
