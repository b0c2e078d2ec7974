import { CloudError } from "../../src/cloud";
import { createEndpoints, type EndpointSettings } from "../../src/cloud/endpoints";

const region = "cn-north-4";

test.each<[string, EndpointSettings, string, string]>([
  ["the default cloud", { region }, "ecs", "https://ecs.cn-north-4.myhuaweicloud.com"],
  ["the European cloud", { region: "eu-west-101" }, "ecs", "https://ecs.eu-west-101.myhuaweicloud.eu"],
  ["a region that only looks European", { region: "eu-west-0" }, "ecs", "https://ecs.eu-west-0.myhuaweicloud.com"],
  ["another cloud", { region: "eu-de", cloud: "otc.t-systems.com" }, "vpc", "https://vpc.eu-de.otc.t-systems.com"],
  [
    "the Swiss cloud",
    { region: "eu-ch2", cloud: "sc.otc.t-systems.com" },
    "iam",
    "https://iam.eu-ch2.sc.otc.t-systems.com",
  ],
  [
    "Flexible Engine",
    { region: "eu-west-0", cloud: "prod-cloud-ocb.orange-business.com" },
    "ecs",
    "https://ecs.eu-west-0.prod-cloud-ocb.orange-business.com",
  ],
  ["STS", { region }, "sts", "https://sts.cn-north-4.myhuaweicloud.com"],
  ["a region of tomorrow", { region: "xx-new-99" }, "vpc", "https://vpc.xx-new-99.myhuaweicloud.com"],
  [
    "a given cloud in Europe",
    { region: "eu-west-101", cloud: "c.example" },
    "ecs",
    "https://ecs.eu-west-101.c.example",
  ],
  ["an override", { region, endpoints: { ecs: "https://ecs.example.com" } }, "ecs", "https://ecs.example.com"],
  ["plain HTTP", { region, endpoints: { ecs: "http://127.0.0.1:8080" } }, "ecs", "http://127.0.0.1:8080"],
  ["no scheme", { region, endpoints: { ecs: "ecs.example.com:8443" } }, "ecs", "https://ecs.example.com:8443"],
  [
    "slashes and spaces around",
    { region, endpoints: { ecs: " https://ecs.example.com// " } },
    "ecs",
    "https://ecs.example.com",
  ],
  ["a path", { region, endpoints: { ecs: "http://proxy/huawei/ecs/" } }, "ecs", "http://proxy/huawei/ecs"],
  [
    "an override of another service",
    { region, endpoints: { vpc: "http://vpc" } },
    "ecs",
    "https://ecs.cn-north-4.myhuaweicloud.com",
  ],
])("a service is found with %s", (_what, settings, service, url) => {
  expect(createEndpoints(settings).of(service, settings.region)).toBe(url);
});

test.each<[string, EndpointSettings, string]>([
  ["the default", { region }, "https://iam.cn-north-4.myhuaweicloud.com"],
  ["auth_url with /v3", { region, authUrl: "https://iam.example.com/v3" }, "https://iam.example.com"],
  ["auth_url with /v3/", { region, authUrl: "https://iam.example.com/v3/" }, "https://iam.example.com"],
  ["auth_url without /v3", { region, authUrl: "https://iam.example.com" }, "https://iam.example.com"],
  ["endpoints.iam", { region, endpoints: { iam: "http://iam:1/v3" } }, "http://iam:1"],
  ["auth_url before endpoints.iam", { region, authUrl: "http://a", endpoints: { iam: "http://b" } }, "http://a"],
])("IAM is found with %s", (_what, settings, url) => {
  expect(createEndpoints(settings).iam(region)).toBe(url);
});

test("another region has endpoints of its own, and its own default cloud", () => {
  const endpoints = createEndpoints({ region, endpoints: { vpc: "http://vpc" } });
  expect(endpoints.of("ecs", "eu-west-101")).toBe("https://ecs.eu-west-101.myhuaweicloud.eu");
  expect(endpoints.iam("tr-west-1")).toBe("https://iam.tr-west-1.myhuaweicloud.com");
});

test("an overridden service cannot be found in another region, and the error says why", () => {
  const endpoints = createEndpoints({ region, endpoints: { ecs: "http://ecs" } });
  expect(() => endpoints.of("ecs", "tr-west-1")).toThrow(/endpoints\.ecs is set, and holds for .* cn-north-4 only/);
});

test.each<[string, Partial<EndpointSettings>, string]>([
  ["nothing", { endpoints: { ecs: "" } }, "endpoints.ecs must be a URL"],
  ["spaces", { endpoints: { ecs: "not a url" } }, "endpoints.ecs must be a URL"],
  ["another scheme", { endpoints: { vpc: "ftp://vpc" } }, "endpoints.vpc must be a URL"],
  ["a user", { endpoints: { ecs: "https://user:password@ecs" } }, "endpoints.ecs must be a URL"],
  ["a query", { endpoints: { ecs: "https://ecs?a=b" } }, "endpoints.ecs must be a URL"],
  ["a fragment", { endpoints: { ecs: "https://ecs#a" } }, "endpoints.ecs must be a URL"],
  ["a wrong auth_url", { authUrl: "https://" }, "auth_url must be a URL"],
  ["a URL as cloud", { cloud: "https://myhuaweicloud.com" }, "cloud must be a domain"],
  ["a path in the cloud", { cloud: "evil.example/x" }, "cloud must be a domain"],
  ["a region that would change the host", { region: "evil.example/" }, "region must be a region's id"],
  ["no region", { region: "" }, "region must be a region's id"],
])("refuses %s", (_what, settings, message) => {
  const make = () => createEndpoints({ region, ...settings });
  expect(make).toThrow(CloudError);
  expect(make).toThrow(message);
  expect(make).not.toThrow("password");
});

test("another region that would change the host is refused as well", () => {
  const endpoints = createEndpoints({ region });
  expect(() => endpoints.of("ecs", "x@evil.example")).toThrow("region must be a region's id");
  expect(() => endpoints.iam("a/b")).toThrow("region must be a region's id");
});
