import type { Got } from "got";

export interface HttpOptions {
  /** Milliseconds for one request, from its start to the end of its answer. */
  readonly requestTimeout: number;
  /** Whether certificates are taken without a check. */
  readonly insecure: boolean;
  readonly userAgent: string;
}

// Node fires timers beyond 2^31-1 ms at once.
const longestTimer = 2 ** 31 - 1;

/** The one got instance, loaded and made at its first use: loading it is slow, and many runs never make a request. */
export interface Http {
  client(): Promise<Got>;
  /** Ends the connections kept for later. */
  close(): void;
}

/**
 * Everything that got would decide about retries, redirects and error statuses is switched off: the transport decides,
 * for got knows neither which refusals are final nor that signed headers must not reach another origin.
 */
export function createHttp({ requestTimeout, insecure, userAgent }: HttpOptions): Http {
  let client: Promise<Got> | undefined;
  let close = () => {};

  async function create(): Promise<Got> {
    const { got } = await import("got");
    // As an import, node:http would slow down every start, and on Node 22 and later a dynamic one loads undici as well.
    const http = new (process.getBuiltinModule("node:http").Agent)({ keepAlive: true });
    const https = new (process.getBuiltinModule("node:https").Agent)({ keepAlive: true });
    close = () => {
      http.destroy();
      https.destroy();
    };
    return got.extend({
      agent: { http, https },
      followRedirect: false,
      headers: { "user-agent": userAgent },
      http2: false,
      https: { rejectUnauthorized: !insecure, minVersion: "TLSv1.2" },
      responseType: "text",
      retry: { limit: 0 },
      throwHttpErrors: false,
      timeout: { request: Math.min(requestTimeout, longestTimer) },
    });
  }

  return {
    client() {
      client ??= create();
      return client;
    },
    close: () => close(),
  };
}
