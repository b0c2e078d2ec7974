import fc from "fast-check";
import { pause } from "../../src/cloud/pause";
import { closeClouds, cloudError, listedNic, nicPath, portId, serverId, testCloud } from "./support/cloud";
import { closeServers, type Handler, json, startServer } from "./support/server";

afterEach(async () => {
  closeClouds();
  await closeServers();
});

const nicsPath = nicPath.replace("os-interface", "nics");
const nicJob = (status: string, more: object = {}) => ({
  status,
  job_id: "job-1",
  job_type: "attachNics",
  error_code: null,
  fail_reason: null,
  entities: {
    sub_jobs_total: 1,
    sub_jobs: [{ status, job_id: "job-2", job_type: "attachNic", entities: { nic_id: "new-port" }, ...more }],
  },
});

describe("adding NICs", () => {
  test.each([
    ["of a port", { portId: "p1" }, { port_id: "p1" }],
    ["of a network", { networkId: "n1" }, { subnet_id: "n1", security_groups: [] }],
    [
      "of a network, with all that there is",
      { networkId: "n1", ipAddress: "10.0.0.9", securityGroupIds: ["g1", "g2"], ipv6: true, ipv6BandwidthId: "b1" },
      {
        subnet_id: "n1",
        ip_address: "10.0.0.9",
        ipv6_enable: true,
        ipv6_bandwidth: { id: "b1" },
        security_groups: [{ id: "g1" }, { id: "g2" }],
      },
    ],
  ])("%s sends it, and gives the job", async (_what, nic, sent) => {
    const server = await startServer((response) => json(response, 200, { job_id: "job-1" }));
    const job = await testCloud(server.url).addNics({ serverId }, [nic]);
    expect(job).toEqual({ region: "cn-north-4", serverId, jobId: "job-1" });
    expect(server.received).toMatchObject([{ method: "POST", url: nicsPath }]);
    expect(JSON.parse(server.received[0]?.body ?? "")).toEqual({ nics: [sent] });
  });

  test("without a network and without a port is refused", async () => {
    const server = await startServer(() => {});
    const error = await cloudError(testCloud(server.url).addNics({ serverId }, [{ networkId: "" }]));
    expect(error.kind).toBe("invalid-request");
    expect(server.received).toHaveLength(0);
  });

  test("answered without a job is an unexpected answer, and may have happened", async () => {
    const server = await startServer((response) => json(response, 200, {}));
    const error = await cloudError(testCloud(server.url).addNics({ serverId }, [{ portId }]));
    expect(error).toMatchObject({ kind: "unexpected-answer", mayHaveHappened: true });
    expect(error.message).toContain("`job_id`");
  });
});

test("deleting NICs names their ports, and gives the job", async () => {
  const server = await startServer((response) => json(response, 200, { job_id: "job-1" }));
  const job = await testCloud(server.url).deleteNics({ serverId }, ["p1", "p2"]);
  expect(job.jobId).toBe("job-1");
  expect(server.received).toMatchObject([
    { method: "POST", url: `${nicsPath}/delete`, body: '{"nics":[{"id":"p1"},{"id":"p2"}]}' },
  ]);
});

test.each([
  [{ networkId: "n1" }, { subnet_id: "n1" }, "10.0.0.7"],
  [{ ipAddress: "10.0.0.7" }, { ip_address: "10.0.0.7" }, "10.0.0.7"],
  [{ networkId: "n1", ipAddress: "10.0.0.7" }, { subnet_id: "n1", ip_address: "10.0.0.7" }, "10.0.0.7"],
  [{ ipv6Address: "fd00::7" }, { ipv6_address: "fd00::7" }, "fd00::7"],
  [{ ipv6Address: "" }, { ipv6_address: "" }, "fd00::7"],
])("another address for a NIC, %j, sends only what is given, and tells the address", async (change, sent, address) => {
  const moved = { id: portId, subnet_id: "n1", ip_address: "10.0.0.7", ipv6_address: "fd00::7" };
  const server = await startServer((response) => json(response, 200, moved));
  expect(await testCloud(server.url).changeNic({ serverId, portId }, change)).toBe(address);
  expect(server.received).toMatchObject([
    { method: "POST", url: `${nicPath}/${portId}/change-network-interface`, body: JSON.stringify(sent) },
  ]);
});

describe("a request that must not happen twice", () => {
  const post = (url: string, settings: Parameters<typeof testCloud>[1] = {}) =>
    testCloud(url, settings).addNics({ serverId }, [{ portId }]);

  test.each<[string, Handler, string]>([
    ["500", (response) => json(response, 500, { error: { code: "Common.0001", message: "m" } }), "server-error"],
    ["502", (response) => response.writeHead(502).end("<html>"), "server-error"],
    ["503", (response) => json(response, 503, {}), "server-error"],
    ["504", (response) => response.writeHead(504).end(), "server-error"],
    ["Ecs.1002", (response) => json(response, 400, { error: { code: "Ecs.1002", message: "m" } }), "server-error"],
    [
      "a connection reset before the answer",
      (_response, _request, socket) => socket.resetAndDestroy(),
      "connection-lost",
    ],
    [
      "a connection closed within the answer",
      (response, _request, socket) =>
        void response.writeHead(200, { "content-length": "99" }).write("{", () => socket.destroy()),
      "connection-lost",
    ],
    ["no answer in time", () => {}, "timeout"],
  ])("is sent once when it may have happened: %s", async (_what, handler, kind) => {
    const server = await startServer(handler);
    const error = await cloudError(post(server.url, { requestTimeout: 150 }));
    expect(error).toMatchObject({ kind, attempts: 1, retryable: true, mayHaveHappened: true });
    expect(server.received).toHaveLength(1);
  });

  test.each<[string, number, unknown]>([
    ["429", 429, { error_code: "APIGW.0308", error_msg: "over ratelimit" }],
    ["202 with Common.0024", 202, { error: { code: "Common.0024", message: "Flow limit exceeded" } }],
    ["Ecs.0603", 501, { error: { code: "Ecs.0603", message: "try again 1 minute later" } }],
  ])("is sent again when it was turned away: %s", async (_what, status, body) => {
    let count = 0;
    const server = await startServer((response) =>
      count++ === 0 ? json(response, status, body) : json(response, 200, { job_id: "job-1" }),
    );
    expect((await post(server.url)).jobId).toBe("job-1");
    expect(server.received).toHaveLength(2);
  });

  test("is tried again when no connection was made", async () => {
    const server = await startServer(() => {});
    await closeServers();
    expect(await cloudError(post(server.url, { maxRetries: 2 }))).toMatchObject({
      attempts: 3,
      mayHaveHappened: false,
    });
  });

  test("leaves exactly one object for each success and at most one for each failure, in a thousand creations in chaos", async () => {
    const created = new Map<string, number>();
    const fates = fc.sample(fc.constantFrom("ok", "throttled", "busy", "lost", "failed", "refused"), {
      numRuns: 4_000,
      seed: 7,
    });
    const server = await startServer((response, { body }, socket) => {
      const fate = fates.pop() ?? "ok";
      const create = () => {
        const { port_id: port } = JSON.parse(body).nics[0];
        created.set(port, (created.get(port) ?? 0) + 1);
      };
      if (fate === "throttled") return json(response, 429, { error_code: "APIGW.0308", error_msg: "over ratelimit" });
      if (fate === "busy") return json(response, 501, { error: { code: "Ecs.0603", message: "busy" } });
      if (fate === "refused") return json(response, 400, { error: { code: "Ecs.0005", message: "no" } });
      create();
      if (fate === "lost") return socket.destroy();
      if (fate === "failed") return json(response, 500, { error: { code: "Common.0001", message: "m" } });
      return json(response, 200, { job_id: "job" });
    });
    const cloud = testCloud(server.url);
    const outcomes = await Promise.all(
      Array.from({ length: 1_000 }, async (_, index) => {
        const port = `port-${index}`;
        const error = await cloud.addNics({ serverId }, [{ portId: port }]).then(
          () => undefined,
          (failure) => failure,
        );
        return { port, error };
      }),
    );
    for (const { port, error } of outcomes) {
      const objects = created.get(port) ?? 0;
      if (error === undefined) expect(objects).toBe(1);
      else expect(objects).toBe(error.mayHaveHappened ? 1 : 0);
    }
    expect(outcomes.some(({ error }) => error?.mayHaveHappened)).toBe(true);
    expect(outcomes.some(({ error }) => error === undefined)).toBe(true);
  });
});

describe("a job", () => {
  const job = { serverId, jobId: "job-1" };
  const jobs = (...answers: unknown[]) =>
    startServer((response) => json(response, 200, answers.length > 1 ? answers.shift() : answers[0]));

  test("is asked for until it has succeeded, and tells the new NIC", async () => {
    const server = await jobs(nicJob("INIT"), nicJob("RUNNING"), nicJob("PENDING_PAYMENT"), nicJob("SUCCESS"));
    expect(await testCloud(server.url).finished(job)).toEqual({
      jobId: "job-1",
      portIds: ["new-port"],
      entities: [{}, { nic_id: "new-port" }],
    });
    expect(server.received.map(({ url }) => url)).toEqual(Array(4).fill("/v1/project-1/jobs/job-1"));
  });

  test("whose answer is an error and nothing else is a failed query", async () => {
    const server = await jobs({ code: "Common.0011", message: "Invalid job id." });
    const error = await cloudError(testCloud(server.url).finished(job));
    expect(error).toMatchObject({ kind: "unexpected-answer", code: "Common.0011" });
  });

  test("without sub jobs tells its own NIC", async () => {
    const server = await jobs({ status: "SUCCESS", entities: { nic_id: "p", server_id: serverId } });
    expect((await testCloud(server.url).finished(job)).portIds).toEqual(["p"]);
  });

  test("is looked at every second at first, ever more seldom later, and not by all at once", async () => {
    const running = [...Array(15).fill(nicJob("RUNNING")), nicJob("SUCCESS")];
    const latest = testCloud((await jobs(...running)).url, {}, { random: () => 1 - Number.EPSILON });
    await latest.finished(job);
    expect(latest.sleeps.slice(0, 11)).toEqual(Array(11).fill(1_000));
    expect(latest.sleeps.slice(11)).toEqual([1_500, 2_250, 3_375, 5_062, 7_594]);
    const earliest = testCloud((await jobs(...running)).url);
    await earliest.finished(job);
    expect(earliest.sleeps.slice(0, 12)).toEqual([...Array(11).fill(500), 750]);
  });

  test.each<[string, unknown, string | undefined, string]>([
    [
      "the sub job's reason",
      nicJob("FAIL", { error_code: "Ecs.0211", fail_reason: "Failed to attach the NIC." }),
      "Ecs.0211",
      "The job job-1 (attachNic) failed: Failed to attach the NIC.",
    ],
    [
      "its own reason",
      { status: "FAIL", job_type: "attachNics", error_code: "Ecs.0010", fail_reason: "IP in use" },
      "Ecs.0010",
      "The job job-1 (attachNics) failed: IP in use",
    ],
    [
      "a reason among the entities",
      nicJob("FAIL", { error_code: "Ecs.0050", entities: { errorcode_message: "Too many NICs" } }),
      "Ecs.0050",
      "Too many NICs",
    ],
    ["no reason", { status: "FAIL" }, undefined, "ECS gives no reason."],
  ])("that fails fails at once, with %s", async (_what, body, code, text) => {
    const server = await jobs(body);
    const error = await cloudError(testCloud(server.url).finished(job));
    expect(error).toMatchObject({ kind: "job-failed", code, retryable: false, mayHaveHappened: true });
    expect(error.message).toContain(text);
    expect(server.received).toHaveLength(1);
  });

  test("in a status that nobody knows fails at once, naming it", async () => {
    const server = await jobs({ status: "EXPLODED" });
    expect((await cloudError(testCloud(server.url).finished(job))).message).toContain("unknown `status` EXPLODED");
  });

  test("that never ends is waited for until the caller leaves, whose error tells the last status", async () => {
    const server = await jobs(nicJob("RUNNING"));
    const controller = new AbortController();
    let looks = 0;
    const sleep = async () => {
      if (++looks === 20) controller.abort();
    };
    const error = await cloudError(testCloud(server.url, {}, { sleep }).finished(job, controller));
    expect(error).toMatchObject({ kind: "cancelled", mayHaveHappened: true });
    expect(error.message).toContain("its last status was: RUNNING");
    expect(server.received).toHaveLength(19);
  });

  test("is left during a real wait", async () => {
    const server = await jobs(nicJob("RUNNING"));
    const controller = new AbortController();
    const call = cloudError(testCloud(server.url, {}, { sleep: pause }).finished(job, controller));
    await server.arrived(1);
    controller.abort();
    expect(await call).toMatchObject({ kind: "cancelled" });
  });

  test("is asked for through trouble", async () => {
    let count = 0;
    const server = await startServer((response, _request, socket) => {
      if (count++ === 0) socket.destroy();
      else json(response, count < 4 ? 503 : 200, nicJob("SUCCESS"));
    });
    expect((await testCloud(server.url).finished(job)).portIds).toEqual(["new-port"]);
  });
});

test("what was read of a server before NICs were added or a job ended is not given to anybody afterwards", async () => {
  const server = await startServer((response, { method, url }) => {
    if (method === "POST") return json(response, 200, { job_id: "job-1" });
    if (url.includes("/jobs/")) return json(response, 200, nicJob("SUCCESS"));
    return json(response, 200, { interfaceAttachments: [listedNic()] });
  });
  const cloud = testCloud(server.url);
  const lists = () => server.received.filter(({ url }) => url === nicPath).length;
  await cloud.listNics({ serverId });
  await cloud.listNics({ serverId });
  expect(lists()).toBe(1);
  const job = await cloud.addNics({ serverId }, [{ portId }]);
  await cloud.listNics({ serverId });
  expect(lists()).toBe(2);
  await cloud.finished(job);
  await cloud.nic({ serverId, portId });
  expect(lists()).toBe(3);
});
