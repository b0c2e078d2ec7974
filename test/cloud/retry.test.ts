import fc from "fast-check";
import { CloudError, type CloudErrorDetails } from "../../src/cloud";
import { retryDelay } from "../../src/cloud/retry";

function failure(details: Partial<CloudErrorDetails> = {}): CloudError {
  return new CloudError({
    kind: "server-error",
    status: 503,
    serviceMessage: "unavailable",
    method: "GET",
    url: "https://ecs.example.com/",
    attempts: 1,
    retryable: true,
    mayHaveHappened: false,
    ...details,
  });
}

const almostOne = 1 - Number.EPSILON;

test("the window of the wait doubles from one second up to thirty", () => {
  const longest = [1, 2, 3, 4, 5, 6, 7, 100].map((attempt) => retryDelay(failure(), attempt, () => almostOne));
  expect(longest).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
});

test("the wait is anywhere in its window, from nothing on", () => {
  expect(retryDelay(failure(), 3, () => 0)).toBe(0);
  expect(retryDelay(failure(), 3, () => 0.25)).toBe(1_000);
});

test("an error that is not retryable is not repeated, whatever it asks for", () => {
  expect(retryDelay(failure({ retryable: false, retryAfter: 5_000 }), 1, () => 0)).toBeUndefined();
});

test.each([
  ["policy user over ratelimit,limit:100,time:1 minute", 60_000],
  ["policy api over ratelimit,limit:2000,time:1 minute", 60_000],
  ["policy ip over ratelimit,limit:5,time:5 second", 5_000],
  ["policy ip over ratelimit,limit:5,time: 2 minutes", 120_000],
  ["policy user over ratelimit,limit:9,time:1 day", 120_000],
  ["too many requests", 0],
  ["policy user over ratelimit,limit:9,time:soon", 0],
])("a throttling message is waited out, at most two minutes: %s", (policy, wait) => {
  const serviceMessage = `The throttling threshold has been reached: ${policy}`;
  const error = failure({ kind: "throttled", status: 429, code: "APIGW.0308", serviceMessage });
  expect(retryDelay(error, 1, () => 0)).toBe(wait);
  expect(retryDelay(error, 1, () => almostOne)).toBe(wait + 1_000);
});

test("a time in a message that is not about throttling is not a wait", () => {
  expect(retryDelay(failure({ serviceMessage: "down since time:1 minute" }), 1, () => 0)).toBe(0);
});

test("a busy server is left alone for a minute at least", () => {
  const busy = { kind: "busy", status: 501, code: "Ecs.0603" } as const;
  expect(retryDelay(failure(busy), 1, () => 0)).toBe(60_000);
  expect(retryDelay(failure({ ...busy, retryAfter: 90_000 }), 1, () => 0)).toBe(90_000);
});

test("Retry-After is honoured up to two minutes and beats the message", () => {
  expect(retryDelay(failure({ retryAfter: 7_000 }), 1, () => 0)).toBe(7_000);
  expect(retryDelay(failure({ retryAfter: 3_600_000 }), 1, () => 0)).toBe(120_000);
  const both = failure({ kind: "throttled", serviceMessage: "limit:1,time:1 minute", retryAfter: 2_000 });
  expect(retryDelay(both, 1, () => 0)).toBe(2_000);
});

test("no wait is negative, fractional or longer than two and a half minutes", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000 }),
      fc.double({ min: 0, max: almostOne, noNaN: true }),
      fc.option(fc.double({ min: 0, noNaN: true }), { nil: undefined }),
      (attempt, random, retryAfter) => {
        const delay = retryDelay(failure({ retryAfter }), attempt, () => random);
        expect(Number.isInteger(delay)).toBe(true);
        expect(delay).toBeGreaterThanOrEqual(0);
        expect(delay).toBeLessThanOrEqual(150_000);
      },
    ),
  );
});
