import type { Agent as HttpAgent } from "node:http";
import type { Agent as HttpsAgent } from "node:https";
import { invalidRequest } from "./errors";

/** The agents for one way to the cloud: straight, or through one proxy. */
export interface Route {
  readonly agents: { readonly http: HttpAgent; readonly https: HttpsAgent };
  /** The proxy's address without its password; undefined on the straight way. */
  readonly proxy?: string | undefined;
}

/** Makes the agents of a proxy, by its URL, and tells which proxy is for an address; "" for none. */
export interface Proxies {
  urlFor(target: URL): string;
  route(proxy: string): Route;
}

const variables = ["https_proxy", "http_proxy", "all_proxy"];

/** The proxies of `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`; undefined, and nothing loaded, if none is set. */
export async function loadProxies(ca: string | undefined): Promise<Proxies | undefined> {
  const isSet = (name: string) => Boolean(process.env[name] ?? process.env[name.toUpperCase()]);
  if (!variables.some(isSet)) return undefined;
  const [{ HttpProxyAgent, HttpsProxyAgent }, { getProxyForUrl }] = await Promise.all([
    import("hpagent"),
    import("proxy-from-env"),
  ]);
  return {
    urlFor: (target) => (isLoopback(target.hostname) ? "" : getProxyForUrl(target.href)),
    route(text) {
      const proxy = proxyUrl(text);
      const options = { keepAlive: true, proxy, ...(ca === undefined ? {} : { proxyRequestOptions: { ca: [ca] } }) };
      return {
        agents: { http: new HttpProxyAgent(options), https: new HttpsProxyAgent(options) },
        proxy: proxy.origin,
      };
    },
  };
}

/** No proxy can reach this machine's own servers. The official provider's HTTP client makes the same exception. */
function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127(\.\d+){3}$/.test(host);
}

function proxyUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url;
  // The text is not repeated: it may hold a password.
  throw invalidRequest(
    "The proxy that the environment gives (HTTPS_PROXY, HTTP_PROXY or ALL_PROXY) must be a URL such as http://proxy.example.com:3128, with http or https.",
  );
}
