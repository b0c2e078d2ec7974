declare module "proxy-from-env" {
  /** The URL of the proxy for this one, or "" for none. */
  export function getProxyForUrl(url: string): string;
}
