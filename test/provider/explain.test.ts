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

test.each(["not-found-server", "not-found-nic", "not-found-port"] as const)(
  "%s means that the object is gone",
  (kind) => {
    expect(explain(new CloudError({ ...DETAILS, kind }))?.gone).toBe(true);
  },
);

test.each(["not-found", "wrong-endpoint", "not-found-project", "forbidden", "unauthorized", "server-error"] as const)(
  "%s does not mean that the object is gone",
  (kind) => {
    expect(explain(new CloudError({ ...DETAILS, kind }))?.gone).toBe(false);
  },
);

test.each([
  ["no-credentials", "Nothing to sign in with", "docs/guides/authentication.md"],
  ["unauthorized", "Credentials refused", "clock"],
  ["sign-in-refused", "Sign-in refused", "password"],
  ["job-failed", "The cloud's job failed", "apply again"],
  ["untrusted-certificate", "Endpoint's certificate is not trusted", "cacert_file"],
  ["unreachable", "Endpoint not reachable", "HTTPS_PROXY"],
] as const)("%s says what to do", (kind, summary, part) => {
  const explanation = explain(new CloudError({ ...DETAILS, kind }));
  expect(explanation?.summary).toBe(summary);
  expect(explanation?.detail).toContain(part);
});

test("refused credentials are told with where they came from", () => {
  const origin = "those of the environment: HW_ACCESS_KEY and HW_SECRET_KEY";
  const { detail } = explain(new CloudError({ ...DETAILS, kind: "unauthorized", origin })) ?? {};
  expect(detail).toContain(`The credentials are ${origin}.`);
});

test("other errors are left to the framework", () => {
  expect(explain(new TypeError("x is not a function"))).toBeUndefined();
});
