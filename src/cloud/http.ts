import type { Got } from "got";
import { loadProxies, type Proxies, type Route } from "./proxy";
import type { TlsOptions } from "./tls";

export interface HttpOptions {
  /** Milliseconds for one request, from its start to the end of its answer. */
  readonly requestTimeout: number;
  readonly tls: TlsOptions;
  readonly userAgent: string;
}

// Node fires timers beyond 2^31-1 ms at once.
const longestTimer = 2 ** 31 - 1;

/** The one got instance, loaded and made at its first use: loading it is slow, and many runs never make a request. */
export interface Http {
  /** The client, and the way to an address: straight, or through the proxy that the environment names for it. */
  ready(url: URL): Promise<{ readonly client: Got; readonly route: Route }>;
  /** The client for what only this machine can reach, past all proxies. */
  direct(): Promise<Got>;
  /** Ends the connections kept for later. */
  close(): void;
}

/**
 * Everything that got would decide about retries, redirects and error statuses is switched off: the transport decides,
 * for got knows neither which refusals are final nor that signed headers must not reach another origin.
 */
export function createHttp({ requestTimeout, tls, userAgent }: HttpOptions): Http {
  /** By proxy; the straight way is "". */
  const routes = new Map<string, Route>();
  let loading: Promise<{ client: Got; proxies: Proxies | undefined }> | undefined;

  async function load() {
    const [{ got }, proxies] = await Promise.all([import("got"), loadProxies(tls.certificateAuthority)]);
    const client = got.extend({
      followRedirect: false,
      headers: { "user-agent": userAgent },
      http2: false,
      https: tls,
      responseType: "text",
      retry: { limit: 0 },
      throwHttpErrors: false,
      timeout: { request: Math.min(requestTimeout, longestTimer) },
    });
    return { client, proxies };
  }

  function loaded() {
    loading ??= load();
    return loading;
  }

  function routeBy(proxy: string, proxies: Proxies | undefined): Route {
    const known = routes.get(proxy);
    if (known) return known;
    const route = proxy === "" || !proxies ? straight() : proxies.route(proxy);
    routes.set(proxy, route);
    return route;
  }

  return {
    async ready(url) {
      const { client, proxies } = await loaded();
      return { client, route: routeBy(proxies?.urlFor(url) ?? "", proxies) };
    },
    async direct() {
      const { client } = await loaded();
      return client.extend({ agent: routeBy("", undefined).agents });
    },
    close() {
      for (const { agents } of routes.values()) {
        agents.http.destroy();
        agents.https.destroy();
      }
    },
  };
}

function straight(): Route {
  // As an import, node:http would slow down every start, and on Node 22 and later a dynamic one loads undici as well.
  const http = new (process.getBuiltinModule("node:http").Agent)({ keepAlive: true });
  const https = new (process.getBuiltinModule("node:https").Agent)({ keepAlive: true });
  return { agents: { http, https } };
}
