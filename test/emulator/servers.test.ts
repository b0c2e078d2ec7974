import type { Emulator } from "../../src/emulator";
import {
  call,
  db,
  dbPrimary,
  emulators,
  get,
  nobody,
  post,
  prepare,
  projectPath,
  send,
  signed,
  web,
  webPrimary,
  webSecondary,
} from "./client";

const { start } = emulators();
const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

describe("ListServersDetails", () => {
  async function startMany(): Promise<Emulator> {
    return start({
      seed: {
        servers: Array.from({ length: 60 }, (_, index) => ({
          id: id(index),
          name: `node-${index}`,
          ...(index % 2 === 1 && { status: "SHUTOFF" as const, tags: ["stage=test", `number=${index}`] }),
          ...(index === 7 && { enterprise_project_id: "eps-7" }),
          nics: [{ port_id: id(1000 + index), delete_on_termination: false, fixed_ips: [`10.0.0.${10 + index}`] }],
        })),
      },
    });
  }

  const names = async (emulator: Emulator, query: string) => {
    const { json } = await get(emulator, `cloudservers/detail${query}`);
    return json.servers.map((server: { name: string | null }) => server.name);
  };

  test("gives 25 servers and the number of all", async () => {
    const emulator = await startMany();
    const { status, json } = await get(emulator, "cloudservers/detail");
    expect([status, json.count, json.servers.length]).toEqual([200, 60, 25]);
    expect(json.servers[0]).toMatchObject({ id: id(0), name: "node-0", status: "ACTIVE", tags: [] });
    expect(Object.keys(json)).toEqual(["count", "servers"]);
  });

  test("takes offset as the number of a page, from 1, with 0 the same as 1", async () => {
    const emulator = await startMany();
    expect(await names(emulator, "?limit=2&offset=0")).toEqual(["node-0", "node-1"]);
    expect(await names(emulator, "?limit=2&offset=1")).toEqual(["node-0", "node-1"]);
    expect(await names(emulator, "?limit=2&offset=3")).toEqual(["node-4", "node-5"]);
    expect(await names(emulator, "?limit=50&offset=2")).toHaveLength(10);
    expect(await names(emulator, "?limit=50&offset=3")).toEqual([]);
  });

  test("goes on after a marker, through every server once", async () => {
    const emulator = await startMany();
    const seen: string[] = [];
    for (let query = "?limit=13"; ; query = `?limit=13&marker=${seen.at(-1)}`) {
      const { json } = await get(emulator, `cloudservers/detail${query}`);
      seen.push(...json.servers.map((server: { id: string }) => server.id));
      if (json.servers.length < 13) break;
    }
    expect(seen).toEqual(Array.from({ length: 60 }, (_, index) => id(index)));
  });

  test.each([
    ["?name=node-1", ["node-1", ...Array.from({ length: 10 }, (_, index) => `node-1${index}`)]],
    ["?name=ODE.59", ["node-59"]],
    ["?name=node%2B", []],
    ["?status=SHUTOFF&limit=2", ["node-1", "node-3"]],
    ["?ip=0.0.1", Array.from({ length: 10 }, (_, index) => `node-${index}`)],
    ["?ip_eq=10.0.0.1", []],
    ["?ip_eq=10.0.0.15", ["node-5"]],
    ["?tags=number=9", ["node-9"]],
    ["?tags=stage=test,number=9", ["node-9"]],
    ["?not-tags=stage&limit=2", ["node-0", "node-2"]],
    ["?enterprise_project_id=eps-7", ["node-7"]],
    ["?enterprise_project_id=all_granted_eps&limit=1", ["node-0"]],
    ["?flavor=s6.large.2&limit=1", ["node-0"]],
    ["?flavor=other", []],
  ])("finds by %s", async (query, expected) => {
    expect(await names(await startMany(), query)).toEqual(expected);
  });

  test("finds by ids, which override the rest, and shows an unknown id with a fault", async () => {
    const emulator = await startMany();
    const { json } = await get(emulator, `cloudservers/detail?server_id=${id(3)},${nobody}5&name=none&limit=1`);
    expect(json.count).toBe(2);
    expect(json.servers).toEqual([
      expect.objectContaining({ id: id(3), name: "node-3" }),
      expect.objectContaining({
        id: `${nobody}5`,
        name: null,
        status: null,
        fault: expect.objectContaining({ code: 404 }),
      }),
    ]);
  });

  test.each([
    "limit=0",
    "limit=1001",
    "limit=x",
    "offset=-1",
    `marker=${nobody}9`,
    `server_id=${Array(101).fill(nobody)}`,
  ])("refuses %s with 400 Ecs.0005", async (query) => {
    const { status, json } = await get(await startMany(), `cloudservers/detail?${query}`);
    expect([status, json.error.code]).toEqual([400, "Ecs.0005"]);
  });
});

describe("DeleteServers", () => {
  const remove = (emulator: Emulator, ...servers: string[]) =>
    post(emulator, "cloudservers/delete", { servers: servers.map((server) => ({ id: server })) });

  test.each([
    ["mitaka", true, [webSecondary, dbPrimary]],
    ["mitaka", false, []],
    ["juno", true, []],
  ] as const)("in a %s deployment that heeds the setting (%s) keeps the ports %j", async (deployment, heeds, kept) => {
    const emulator = await start({ jobDuration: 0, deployment, serverDeleteHonoursSetting: heeds });
    expect((await remove(emulator, web, db)).status).toBe(200);
    expect(emulator.servers()).toEqual([]);
    expect(emulator.ports().map((port) => [port.id, port.state, port.deviceId])).toEqual(
      kept.map((port) => [port, "DOWN", ""]),
    );
  });

  test("shows the server as being deleted, and busy, until its job ends", async () => {
    let passed = 0;
    const emulator = await start({ jobDuration: 5000, clock: () => new Date(Date.now() + passed) });
    const { json } = await remove(emulator, web);
    const shown = await get(emulator, `cloudservers/${web}`);
    expect(shown.json.server["OS-EXT-STS:task_state"]).toBe("deleting");
    expect((await remove(emulator, web)).json.error.code).toBe("Ecs.0603");
    passed = 5000;
    expect((await get(emulator, `cloudservers/${web}`)).status).toBe(404);
    const job = await get(emulator, `jobs/${json.job_id}`);
    expect(job.json.entities.sub_jobs[0].entities).toEqual({ server_id: web });
  });

  test.each([
    ["", "Common.0002"],
    ["{", "Ecs.0005"],
    ["{}", "Ecs.0005"],
    ['{"servers":[]}', "Ecs.0005"],
    ['{"servers":[{"id":"x"}]}', "Ecs.0005"],
    [`{"servers":[{"id":"${web}"},{"id":"${web}"}]}`, "Ecs.0005"],
    [`{"servers":[{"id":"${web}"}],"delete_volume":"yes"}`, "Ecs.0005"],
  ])("refuses the body %j with 400 %s and deletes nothing", async (body, code) => {
    const emulator = await start({ jobDuration: 0 });
    const answer = await call(emulator, "POST", projectPath(emulator, "cloudservers/delete"), body);
    expect([answer.status, answer.json.error.code]).toEqual([400, code]);
    expect(emulator.servers()).toHaveLength(2);
  });

  test("deletes none when one of them is not there or is locked", async () => {
    const emulator = await start({ jobDuration: 0 });
    expect((await remove(emulator, web, nobody)).json.error.code).toBe("Ecs.0614");
    emulator.setServer(db, { locked: true });
    expect((await remove(emulator, web, db)).json.error.code).toBe("Ecs.0605");
    expect(emulator.servers()).toHaveLength(2);
  });
});

describe("ShowJob", () => {
  test("shows a job from its begin to its end, and forgets it a day after", async () => {
    let time = Date.parse("2026-01-15T08:15:30.000Z");
    const emulator = await start({ jobInit: 1000, jobDuration: 4000, clock: () => new Date(time) });
    const at = (method: string, rest: string, body?: string) =>
      send(emulator, signed(emulator, prepare(method, projectPath(emulator, rest), body, new Date(time))));
    const path = `cloudservers/${web}/nics/delete`;
    const { json } = await at("POST", path, JSON.stringify({ nics: [{ id: webSecondary }] }));
    const job = () => at("GET", `jobs/${json.job_id}`);

    expect((await job()).json).toEqual({
      status: "INIT",
      job_id: json.job_id,
      job_type: expect.any(String),
      begin_time: "2026-01-15T08:15:30.000Z",
      end_time: "",
      error_code: null,
      fail_reason: null,
      entities: { sub_jobs_total: 1, sub_jobs: [expect.objectContaining({ status: "INIT", entities: {} })] },
    });
    time += 1000;
    expect((await job()).json).toMatchObject({ status: "RUNNING", end_time: "" });
    time += 2999;
    expect((await job()).json.status).toBe("RUNNING");
    expect(emulator.nic(web, webSecondary)).toBeDefined();
    time += 1;
    expect((await job()).json).toMatchObject({
      status: "SUCCESS",
      end_time: "2026-01-15T08:15:34.000Z",
      entities: { sub_jobs: [{ status: "SUCCESS", entities: { nic_id: webSecondary } }] },
    });
    expect(emulator.nic(web, webSecondary)).toBeUndefined();
    time += 24 * 60 * 60_000;
    expect((await job()).status).toBe(200);
    time += 1;
    const gone = await job();
    expect([gone.status, gone.json.error.code]).toEqual([400, "Common.0011"]);
  });

  test("knows no job that was never begun", async () => {
    const { status, json } = await get(await start(), "jobs/none");
    expect([status, json.error.code]).toEqual([400, "Common.0011"]);
  });
});

test("a server that vanishes while its NIC is being added takes the port with it", async () => {
  let passed = 0;
  const emulator = await start({ jobDuration: 5000, clock: () => new Date(Date.now() + passed) });
  const network = emulator.nic(web, webPrimary)?.networkId;
  await post(emulator, `cloudservers/${web}/nics`, { nics: [{ subnet_id: network }] });
  emulator.removeServer(web);
  passed = 5000;
  expect(emulator.ports().map(({ id: port }) => port)).toEqual([dbPrimary]);
});
