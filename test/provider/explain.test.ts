import { CloudError, type CloudErrorDetails } from "../../src/cloud";
import { explain } from "../../src/provider/explain";

const DETAILS: CloudErrorDetails = {
  kind: "throttled",
  status: 429,
  code: "APIGW.0308",
  serviceMessage: "The throttling threshold has been reached",
  requestId: "f2b0-request",
  method: "GET",
  url: "https://ecs.cn-north-4.myhuaweicloud.com/v1/p/cloudservers/s/os-interface",
  attempts: 6,
  retryable: true,
  mayHaveHappened: false,
};

test("a refused request is told with request, answer, attempts, request id and remedy", () => {
  const { summary, detail, gone, cancelled } = explain(new CloudError(DETAILS)) ?? {};
  expect(summary).toBe("Too many requests");
  for (const part of [DETAILS.url, "429", "APIGW.0308", "threshold", "6 attempts", "f2b0-request", "max_retries"]) {
    expect(detail).toContain(part);
  }
  expect({ gone, cancelled }).toEqual({ gone: false, cancelled: false });
});

test.each(["not-found-server", "not-found-nic"] as const)("%s means that the object is gone", (kind) => {
  expect(explain(new CloudError({ ...DETAILS, kind }))?.gone).toBe(true);
});

test.each(["not-found", "wrong-endpoint", "not-found-project", "forbidden", "unauthorized", "server-error"] as const)(
  "%s does not mean that the object is gone",
  (kind) => {
    expect(explain(new CloudError({ ...DETAILS, kind }))?.gone).toBe(false);
  },
);

test("other errors are left to the framework", () => {
  expect(explain(new TypeError("x is not a function"))).toBeUndefined();
});
