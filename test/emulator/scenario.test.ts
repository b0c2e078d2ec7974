import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Fault, type Latency, parseScenario, type Scenario } from "../../src/emulator";
import { LatencyDraw } from "../../src/emulator/latency";
import { emulators, list, listed, post, prepare, projectPath, send, signed, update, web, webPrimary } from "./client";

const { start } = emulators();
const network = "610a4af2-1d90-4d2b-8057-dc238b26febf";

async function statuses(scenario: Scenario, count: number): Promise<number[]> {
  const emulator = await start({ scenario });
  const seen: number[] = [];
  for (let request = 0; request < count; request += 1) {
    seen.push((await list(emulator, web)).status);
  }
  return seen;
}

describe("a scenario", () => {
  const chance = (seed: number): Scenario => ({
    seed,
    faults: [{ probability: 0.3, times: "always", respond: { status: 503 } }],
  });

  test("strikes by chance, the same way for the same seed and another way for another", async () => {
    const first = await statuses(chance(7), 60);
    expect(first).toEqual(await statuses(chance(7), 60));
    expect(first).not.toEqual(await statuses(chance(8), 60));
    const struck = first.filter((status) => status === 503).length;
    expect([struck > 0, struck < 60]).toEqual([true, true]);
  });

  test("strikes always with a chance of 1 and never with one of 0", async () => {
    const scenario: Scenario = {
      faults: [
        { probability: 0, times: "always", respond: { status: 502 } },
        { probability: 1, times: 2, respond: { status: 503 } },
      ],
    };
    expect(await statuses(scenario, 3)).toEqual([503, 503, 200]);
  });

  test("lets the first requests pass", async () => {
    expect(await statuses({ faults: [{ after: 2, times: 1, respond: "bad-gateway" }] }, 4)).toEqual([
      200, 200, 502, 200,
    ]);
  });

  test("sets how the cloud behaves, unless the caller of the emulator says otherwise", async () => {
    const emulator = await start({ scenario: { settings: { nicLimit: 5, portNicDeletes: true } }, nicLimit: 9 });
    expect(emulator.settings).toMatchObject({ nicLimit: 9, portNicDeletes: true, subnetNicDeletes: true });
  });

  test("can be put on and taken off while the emulator runs", async () => {
    const emulator = await start();
    emulator.fail({ respond: { status: 500 }, times: "always" });
    emulator.play({ settings: { serverGone: "404" }, faults: [{ respond: { status: 504 } }] });
    expect([(await list(emulator, web)).status, (await list(emulator, web)).status]).toEqual([504, 200]);
    expect(emulator.settings.serverGone).toBe("404");
    emulator.play({});
    expect((await list(emulator, web)).status).toBe(200);
  });

  test("can be put on over HTTP, and a wrong one changes nothing", async () => {
    const emulator = await start();
    const put = (body: unknown) =>
      fetch(`${emulator.url}/emulator/scenario`, {
        method: "PUT",
        body: JSON.stringify(body),
        headers: { "content-type": "application/json" },
      });
    expect((await put({ settings: { nicLimit: 3 }, faults: [{ respond: "system-error" }] })).status).toBe(204);
    const wrong = await put({ settings: { nicLimit: 4 }, faults: [{ respond: "system-eror" }] });
    expect([wrong.status, ((await wrong.json()) as { error: string }).error]).toEqual([
      400,
      expect.stringMatching(/^faults\[0\]\.respond must be one of /),
    ]);
    expect(emulator.settings.nicLimit).toBe(3);
    expect((await list(emulator, web)).status).toBe(500);
  });

  test.each([
    [[], "The document must be an object."],
    [{ sed: 1 }, "sed is not known here; known are seed, settings, faults."],
    [{ seed: -1 }, "seed must be a number from 0 to 4294967295."],
    [{ settings: { latency: { min: 5, max: 1 } } }, "settings.latency.max must be a number from 5 to"],
    [{ settings: { latency: "5" } }, "settings.latency must be a number from 0 to"],
    [{ settings: { deployment: "kilo" } }, "settings.deployment must be one of mitaka, juno."],
    [{ settings: { lockout: 1 } }, "settings.lockout must be true or false."],
    [{ settings: { speed: 1 } }, "settings.speed is not known here"],
    [{ faults: {} }, "faults must be a list."],
    [{ faults: [{ respond: "reset" }, { respond: { status: 1 } }] }, "faults[1].respond.status must be a number"],
    [{ faults: [{ probability: 2, respond: "reset" }] }, "faults[0].probability must be a number from 0 to 1."],
    [{ faults: [{ respond: { throttle: "APIGW.0309" } }] }, "faults[0].respond.throttle must be one of APIGW.0308"],
    [{ faults: [{ respond: { failJob: { code: "" } } }] }, "faults[0].respond.failJob.code must be a string"],
    [{ faults: [{ respond: { slowBodyMs: -1 } }] }, "faults[0].respond.slowBodyMs must be a number from 0"],
  ])("is refused with its path and problem: %j", async (document, message) => {
    expect(() => parseScenario(document)).toThrow(message);
    await expect(start({ scenario: document as never })).rejects.toThrow(message);
  });

  test("that the documentation shows is a scenario, and does what it says", async () => {
    const docs = await readFile(join(__dirname, "../../docs/emulator.md"), "utf8");
    const [, example = ""] = /## Scenario[\s\S]*?```json\n([\s\S]*?)```/.exec(docs) ?? [];
    const scenario = parseScenario(JSON.parse(example));
    const emulator = await start({ scenario, latency: 0 });
    const first = await list(emulator, web);
    expect([first.status, first.headers["retry-after"], first.json.error_code]).toEqual([429, "2", "APIGW.0308"]);
    expect((await list(emulator, web)).status).toBe(200);
    await expect(update(emulator, web, webPrimary, false)).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(emulator.nic(web, webPrimary)?.deleteOnTermination).toBe(false);
    await post(emulator, `cloudservers/${web}/nics`, { nics: [{ subnet_id: network }] });
    expect(emulator.jobs()[0]?.failure).toEqual({ code: "Ecs.0211", reason: "Failed to attach the NIC." });
    expect(emulator.settings).toMatchObject({ readDelay: 500, jobDuration: 3000 });
  });
});

describe("throttling", () => {
  test.each([
    [{ throttle: "APIGW.0308", limit: 5, seconds: 2, policy: "api" } as const, 429, "APIGW.0308"],
    [{ throttle: "Common.1503" } as const, 429, "Common.1503"],
    [{ throttle: "Common.0024" } as const, 202, "Common.0024"],
  ])("comes as %j, with a Retry-After when asked for one", async (respond, status, code) => {
    const emulator = await start();
    emulator.fail({ respond });
    emulator.fail({ respond: { ...respond, retryAfter: 7 } });
    const [plain, hinted] = [
      await update(emulator, web, webPrimary, false),
      await update(emulator, web, webPrimary, false),
    ];
    expect([plain.status, plain.json.error_code ?? plain.json.error.code]).toEqual([status, code]);
    expect([plain.headers["retry-after"], hinted.headers["retry-after"]]).toEqual([undefined, "7"]);
    expect(emulator.nic(web, webPrimary)?.deleteOnTermination).toBe(true);
    if (code === "APIGW.0308") {
      expect(plain.json.error_msg).toContain("policy api over ratelimit,limit:5,time:2 second");
    }
  });
});

describe("a broken answer", () => {
  const read = (fault: Fault["respond"]) => async () => {
    const emulator = await start();
    emulator.fail({ respond: fault });
    const unsigned = prepare("GET", projectPath(emulator, `cloudservers/${web}/os-interface`));
    // fetch sends a host of its own.
    delete unsigned.headers.host;
    const request = signed(emulator, unsigned);
    const answer = await fetch(emulator.url + request.path, { headers: request.headers });
    return { answer, emulator };
  };

  test("truncate sends half of the body that the headers announce", async () => {
    const { answer } = await read("truncate")();
    const announced = Number(answer.headers.get("content-length"));
    let received = 0;
    const reading = (async () => {
      for await (const chunk of answer.body ?? []) received += chunk.length;
    })();
    await expect(reading).rejects.toThrow();
    expect([answer.status, received]).toEqual([200, Math.floor(announced / 2)]);
  });

  test("reset-headers sends the headers and no body", async () => {
    const { answer, emulator } = await read("reset-headers")();
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
    expect(emulator.requests[0]?.summary).toContain("headers alone after 2 NICs");
  });

  test("slowBodyMs sends the body whole, in pieces", async () => {
    const { answer } = await read({ slowBodyMs: 500 })();
    const pieces: string[] = [];
    for await (const chunk of answer.body ?? []) pieces.push(Buffer.from(chunk).toString());
    expect(pieces.length).toBeGreaterThan(1);
    expect(JSON.parse(pieces.join("")).interfaceAttachments).toHaveLength(2);
  });

  test.each(["truncate", "reset-headers"] as const)(
    "%s of an answer without a body drops the connection",
    async (respond) => {
      const emulator = await start();
      emulator.fail({ respond });
      await expect(update(emulator, web, webPrimary, false)).rejects.toMatchObject({ code: "ECONNRESET" });
      expect(emulator.nic(web, webPrimary)?.deleteOnTermination).toBe(false);
      expect((await list(emulator, web)).status).toBe(200);
    },
  );

  test.each([
    ["bad-gateway", 502, "text/html"],
    ["service-unavailable", 503, "application/json"],
    ["gateway-timeout", 504, "application/json"],
    ["system-error", 500, "application/json"],
    ["server-busy", 501, "application/json"],
    ["server-locked", 400, "application/json"],
    ["too-many-requests", 429, "application/json"],
    ["flow-limit-exceeded", 202, "application/json"],
    ["over-rate-limit", 429, "application/json"],
    ["policy-forbids", 403, "application/json"],
  ] as const)("%s is %d in %s", async (respond, status, type) => {
    const emulator = await start();
    emulator.fail({ respond });
    const answer = await list(emulator, web);
    expect([answer.status, String(answer.headers["content-type"]).split(";")[0]]).toEqual([status, type]);
  });

  test("failJob leaves a request that starts no job alone", async () => {
    const emulator = await start();
    emulator.fail({ respond: { failJob: { code: "Ecs.0211", reason: "No." } } });
    expect((await update(emulator, web, webPrimary, false)).status).toBe(204);
    expect(await listed(emulator, web, webPrimary)).toBe(false);
  });
});

describe("a latency", () => {
  const draws = (latency: Latency, seed: number) => {
    const draw = new LatencyDraw({ latency });
    draw.reseed(seed);
    return Array.from({ length: 100 }, () => draw.next());
  };

  test("of one number is that number", () => {
    expect(new Set(draws(30, 1))).toEqual(new Set([30]));
  });

  test("of a range stays in it and reaches far into both ends", () => {
    const waits = draws({ min: 20, max: 120 }, 1);
    expect(waits.every((wait) => wait >= 20 && wait < 120)).toBe(true);
    expect([Math.min(...waits) < 30, Math.max(...waits) > 110]).toEqual([true, true]);
  });

  test("of a range is the same for the same seed and another for another", () => {
    const range = { min: 0, max: 100 };
    expect(draws(range, 7)).toEqual(draws(range, 7));
    expect(draws(range, 7)).not.toEqual(draws(range, 8));
  });
});

test("a request that an unknown operation got is not struck by a fault for a known one", async () => {
  const emulator = await start();
  emulator.fail({ route: "ListServerInterfaces", respond: "reset" });
  expect((await send(emulator, prepare("GET", "/none"))).status).toBe(404);
  await expect(list(emulator, web)).rejects.toMatchObject({ code: "ECONNRESET" });
});
