import { invalidRequest } from "./errors";

export interface EndpointSettings {
  /** The provider's own region. */
  readonly region: string;
  /** Domain of the cloud, such as `myhuaweicloud.com` or `otc.t-systems.com`. */
  readonly cloud?: string | undefined;
  /** Base URL by service (`ecs`, `vpc`, `iam` …). The scheme is https when none is given. */
  readonly endpoints?: Readonly<Record<string, string>> | undefined;
  /** IAM's base URL, with or without its `/v3`. Beats `endpoints.iam`. */
  readonly authUrl?: string | undefined;
}

export interface Endpoints {
  /** Base URL of a service in a region, without a slash at its end. Throws `CloudError` when there cannot be one. */
  of(service: string, region: string): string;
  /** Base URL of IAM for a region, without `/v3`. */
  iam(region: string): string;
}

/**
 * Where the services are: `https://{service}.{region}.{cloud}`, as the official provider has it.
 * Throws `CloudError` of kind "invalid-request" for a setting that is no region, domain or URL.
 */
export function createEndpoints({ region: ownRegion, cloud, endpoints = {}, authUrl }: EndpointSettings): Endpoints {
  if (cloud !== undefined && !/^[a-z0-9-]+(\.[a-z0-9-]+)*(:\d+)?$/i.test(cloud)) {
    throw invalidRequest(`cloud must be a domain such as myhuaweicloud.com, and is "${cloud}".`, "cloud");
  }
  const overrides = new Map(
    Object.entries(endpoints).map(([service, text]) => [service, baseUrl(`endpoints.${service}`, text)]),
  );
  const iamOverride = (authUrl ? baseUrl("auth_url", authUrl) : overrides.get("iam"))?.replace(/\/v3$/, "");

  function standard(service: string, region: string): string {
    if (!/^[a-z0-9-]+$/i.test(region)) {
      throw invalidRequest(`region must be a region's id such as cn-north-4, and is "${region}".`, "region");
    }
    return `https://${service}.${region}.${cloud ?? defaultCloud(region)}`;
  }

  standard("ecs", ownRegion);

  return {
    of(service, region) {
      const override = overrides.get(service);
      if (override === undefined) return standard(service, region);
      if (region === ownRegion) return override;
      throw invalidRequest(
        `Region ${region} cannot be reached: endpoints.${service} is set, and holds for the provider's region ${ownRegion} only. ` +
          "Use a second provider configuration for the other region.",
      );
    },
    iam: (region) => iamOverride ?? standard("iam", region),
  };
}

function defaultCloud(region: string): string {
  return region.startsWith("eu-west-1") ? "myhuaweicloud.eu" : "myhuaweicloud.com";
}

function baseUrl(setting: string, text: string): string {
  const trimmed = text.trim();
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  const url = URL.canParse(withScheme) ? new URL(withScheme) : undefined;
  const isPlain = url && url.username === "" && url.password === "" && url.search === "" && url.hash === "";
  if (trimmed === "" || !isPlain || !/^https?:$/.test(url.protocol)) {
    // The text is not repeated: it may hold a password.
    throw invalidRequest(
      `${setting} must be a URL such as https://ecs.cn-north-4.myhuaweicloud.com, with http or https and without user, query and fragment.`,
      setting.split(".")[0],
    );
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}
