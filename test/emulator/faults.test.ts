import {
  badGateway,
  flowLimitExceeded,
  overRateLimit,
  policyForbids,
  serverBusy,
  serverLocked,
  systemError,
  tooManyRequests,
} from "../../src/emulator";
import { call, emulators, list, prepare, send, update, web, webPrimary } from "./client";

const { start } = emulators();

describe("a ready-made fault", () => {
  const shapeA = (code: string, message: string) => ({ error: { code, message } });

  test.each([
    [tooManyRequests, 429, shapeA("Common.1503", "API flow control.")],
    [flowLimitExceeded, 202, shapeA("Common.0024", "Flow limit exceeded.")],
    [systemError, 500, shapeA("Common.0001", "System exception.")],
    [serverBusy, 501, shapeA("Ecs.0603", "Other commands are being executed. Please try again 1 minute later.")],
    [serverLocked, 400, shapeA("Ecs.0605", "The ECS is locked.")],
    [policyForbids("ecs:x:y"), 403, shapeA("Pdp.0001", "Policy does not allow ecs:x:y to be performed.")],
  ])("answers in place of the API: %j", async (respond, status, body) => {
    const emulator = await start();
    emulator.fail({ respond });
    const answer = await update(emulator, web, webPrimary, false);
    expect([answer.status, answer.json]).toEqual([status, body]);
    expect(answer.headers["x-request-id"]).toMatch(/^[0-9a-f]{32}$/);
    expect(emulator.nic(web, webPrimary)?.deleteOnTermination).toBe(true);
  });

  test("tells the throttling window in its message", async () => {
    const emulator = await start();
    emulator.fail({ respond: overRateLimit({ limit: 20, seconds: 3 }) });
    const answer = await list(emulator, web);
    expect([answer.status, answer.json]).toEqual([
      429,
      {
        error_msg: "The throttling threshold has been reached: policy user over ratelimit,limit:20,time:3 second",
        error_code: "APIGW.0308",
        request_id: answer.headers["x-request-id"],
      },
    ]);
  });

  test("can be a page that is no JSON", async () => {
    const emulator = await start();
    emulator.fail({ respond: badGateway });
    const answer = await list(emulator, web);
    expect([answer.status, answer.headers["content-type"]]).toEqual([502, "text/html"]);
    expect(answer.text).toContain("<h1>502 Bad Gateway</h1>");
  });
});

describe("a fault", () => {
  const answers503 = { status: 503 };

  test("strikes once unless told otherwise, and leaves nothing behind", async () => {
    const emulator = await start();
    emulator.fail({ respond: answers503 });
    const first = await list(emulator, web);
    expect([first.status, first.text]).toEqual([503, ""]);
    expect((await list(emulator, web)).status).toBe(200);
  });

  test("strikes as often as told", async () => {
    const emulator = await start();
    emulator.fail({ times: 2, respond: answers503 });
    expect([(await list(emulator, web)).status, (await list(emulator, web)).status]).toEqual([503, 503]);
    expect((await list(emulator, web)).status).toBe(200);
  });

  test.each([Infinity, "always"] as const)("strikes until it is cleared when it is to strike %s", async (times) => {
    const emulator = await start();
    emulator.fail({ times, respond: answers503 });
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect((await list(emulator, web)).status).toBe(503);
    }
    emulator.clearFaults();
    expect((await list(emulator, web)).status).toBe(200);
  });

  test("strikes the operation and the method that it names", async () => {
    const emulator = await start();
    emulator.fail({ route: "UpdateServerInterface", respond: answers503 });
    emulator.fail({ method: "put", respond: { status: 504 } });
    expect((await list(emulator, web)).status).toBe(200);
    expect((await call(emulator, "GET", "/v3/projects")).status).toBe(200);
    expect((await update(emulator, web, webPrimary, false)).status).toBe(503);
    expect((await list(emulator, web)).status).toBe(200);
    expect((await update(emulator, web, webPrimary, false)).status).toBe(504);
    expect((await update(emulator, web, webPrimary, false)).status).toBe(204);
  });

  test("is not used up by a request with a bad signature", async () => {
    const emulator = await start();
    emulator.fail({ respond: answers503 });
    expect((await send(emulator, prepare("GET", "/v3/projects"))).status).toBe(401);
    expect((await list(emulator, web)).status).toBe(503);
  });

  test("answers with the headers, the type and the text that it is given", async () => {
    const emulator = await start();
    emulator.fail({
      respond: { status: 429, headers: { "retry-after": "7" }, contentType: "text/plain", body: "slow down" },
    });
    const answer = await list(emulator, web);
    expect(answer.headers).toMatchObject({ "retry-after": "7", "content-type": "text/plain" });
    expect(answer.text).toBe("slow down");
  });

  test("can send JSON that is cut short", async () => {
    const emulator = await start();
    emulator.fail({ respond: { status: 200, contentType: "application/json", body: '{"interfaceAttach' } });
    expect((await list(emulator, web)).text).toBe('{"interfaceAttach');
  });

  test("reset drops the connection and carries nothing out", async () => {
    const emulator = await start();
    emulator.fail({ respond: "reset" });
    await expect(update(emulator, web, webPrimary, false)).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(emulator.nic(web, webPrimary)?.deleteOnTermination).toBe(true);
    expect(emulator.requests).toMatchObject([
      { status: 0, route: "UpdateServerInterface", summary: expect.stringContaining("nothing done") },
    ]);
    expect((await list(emulator, web)).status).toBe(200);
  });

  test("reset-after drops the connection once the request is carried out", async () => {
    const emulator = await start();
    emulator.fail({ respond: "reset-after" });
    await expect(update(emulator, web, webPrimary, false)).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(emulator.nic(web, webPrimary)?.deleteOnTermination).toBe(false);
    expect(emulator.requests).toMatchObject([
      { status: 0, summary: expect.stringContaining("delete_on_termination true → false") },
    ]);
  });

  test("delayMs holds the answer back, not the change", async () => {
    const emulator = await start();
    emulator.fail({ respond: { delayMs: 400 } });
    const started = performance.now();
    const answer = update(emulator, web, webPrimary, false);
    while (emulator.nic(web, webPrimary)?.deleteOnTermination) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(emulator.requests).toHaveLength(0);
    expect((await answer).status).toBe(204);
    expect(performance.now() - started).toBeGreaterThanOrEqual(395);
    expect(emulator.requests[0]?.durationMs).toBeGreaterThanOrEqual(395);
  });

  test.each([
    [{ respond: { status: 99 } }, "respond.status must be a number from 200 to 599."],
    [{ respond: "explode" }, /^respond must be one of reset, reset-after, reset-headers, truncate, bad-gateway, /],
    [{ respond: 7 }, /^respond must be \{"status"\}, /],
    [{ respond: "reset", times: 0 }, "times must be a number, at least 1."],
    [{ respond: "reset", route: "Nowhere" }, /^route must be one of ListServerInterfaces, /],
    [{ respond: { delayMs: "5" } }, /^respond\.delayMs must be a number from 0/],
    [
      { respond: { status: 500, headers: { "retry-after": 5 } } },
      "respond.headers.retry-after must be a string that is not empty.",
    ],
    [{ respond: "reset", tims: 2 }, /^tims is not known here/],
  ])("that makes no sense is refused: %j", async (fault, message) => {
    const emulator = await start();
    expect(() => emulator.fail(fault as never)).toThrow(message);
  });
});
