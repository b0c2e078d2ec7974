import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Emulator, UnusableState } from "../../src/emulator";
import { emulators, get, nobody, post, update, web, webPrimary, webSecondary } from "./client";

const { start } = emulators();
const network = "610a4af2-1d90-4d2b-8057-dc238b26febf";
const freePort = "00000000-0000-4000-8000-0000000000f1";
const bandwidth = "00000000-0000-4000-8000-0000000000b6";
let folder: string;
let stateFile: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "emulator-state-"));
  stateFile = join(folder, "state.json");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("a state file", () => {
  test("brings back everything after a restart, whatever the seed says then", async () => {
    const first = await start({ stateFile, jobDuration: 0 });
    await update(first, web, webPrimary, false);
    first.addPort({
      port_id: freePort,
      network_id: network,
      name: "spare",
      allowed_address_pairs: [{ ip_address: "1.1.1.1/0" }],
      ipv6_bandwidth_id: bandwidth,
    });
    first.addNic(web, {
      port_id: "00000000-0000-4000-8000-0000000000f2",
      delete_on_termination: true,
      ipv6_bandwidth_id: bandwidth,
      driver_mode: "virtio",
      min_rate: 0,
      multiqueue_num: 4,
      pci_address: "0000:04:00.0",
    });
    await post(first, `cloudservers/${web}/nics`, { nics: [{ subnet_id: network }] });
    first.setServer(web, { status: "SHUTOFF", locked: true, busy: true });
    first.addServer({ id: nobody, name: "new", tags: ["a=b"], enterprise_project_id: "7", nics: [] });
    const everything = ({ servers, ports, jobs }: Emulator) => [
      servers(),
      ports().sort((a, b) => a.id.localeCompare(b.id)),
      jobs(),
    ];
    const before = everything(first);
    expect(first.servers()[0]?.nics[2]).toMatchObject({ driverMode: "virtio", minRate: 0, multiqueueCount: 4 });
    await first.stop();
    expect(everything(await start({ stateFile, seed: { servers: [] } }))).toEqual(before);
  });

  test("lets a job go on after a restart, and does not do it twice", async () => {
    let passed = 0;
    const options = { stateFile, jobDuration: 5000, clock: () => new Date(Date.now() + passed) };
    const first = await start(options);
    const { json } = await post(first, `cloudservers/${web}/nics`, { nics: [{ subnet_id: network }] });
    await post(first, `cloudservers/${web}/nics/delete`, { nics: [{ id: webSecondary }] });
    await first.stop();

    const second = await start(options);
    expect((await get(second, `jobs/${json.job_id}`)).json.status).toBe("INIT");
    expect(second.ports().filter(({ state }) => state === "BUILD")).toMatchObject([{ deviceId: web }]);
    passed = 5000;
    expect((await get(second, `jobs/${json.job_id}`)).json.status).toBe("SUCCESS");
    const ended = second.servers();
    expect(ended[0]?.nics).toHaveLength(2);
    expect(ended[0]?.nics.some(({ portId }) => portId === webSecondary)).toBe(false);
    await second.stop();

    const third = await start(options);
    expect(third.servers()).toEqual(ended);
    expect(third.jobs().map(({ settled }) => settled)).toEqual([true, true]);
  });

  test("lets the deletion of a server go on after a restart", async () => {
    let passed = 0;
    const options = { stateFile, jobDuration: 5000, clock: () => new Date(Date.now() + passed) };
    const first = await start(options);
    await post(first, "cloudservers/delete", { servers: [{ id: web }] });
    await first.stop();
    const second = await start(options);
    expect(second.servers()[0]?.deleting).toBe(true);
    passed = 5000;
    expect(second.servers().map(({ name }) => name)).toEqual(["db-1"]);
  });

  test("holds a change before the change is answered", async () => {
    const emulator = await start({ stateFile });
    for (const value of [false, true, false]) {
      expect((await update(emulator, web, webPrimary, value)).status).toBe(204);
      const { servers } = JSON.parse(await readFile(stateFile, "utf8"));
      expect(servers[0].nics[0].delete_on_termination).toBe(value);
    }
    emulator.setNic(web, webPrimary, { deleteOnTermination: true });
    expect(JSON.parse(await readFile(stateFile, "utf8")).servers[0].nics[0].delete_on_termination).toBe(true);
  });

  test("is written for a change alone", async () => {
    const emulator = await start({ stateFile });
    const { ino, mtimeMs } = await stat(stateFile);
    await get(emulator, `cloudservers/${web}/os-interface`);
    emulator.servers();
    expect(await stat(stateFile)).toMatchObject({ ino, mtimeMs });
  });

  test("is the owner's alone, holds no secret, and leaves nothing beside it", async () => {
    const emulator = await start({ stateFile });
    const { secretKey, securityToken } = emulator.issueKey(60_000);
    const token = emulator.issueToken(60_000);
    await update(emulator, web, webPrimary, false);
    const text = await readFile(stateFile, "utf8");
    for (const secret of [emulator.credentials.secretKey, emulator.account.password, secretKey, securityToken, token]) {
      expect(text).not.toContain(secret);
    }
    expect((await stat(stateFile)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(["state.json"]);
  });

  test.each([
    ["", "it is not valid JSON."],
    ['{"version":1,"servers":[', "it is not valid JSON."],
    ["\u0000\u0001\u0002", "it is not valid JSON."],
    ["[]", "The document must be an object."],
    ["{}", "version must be 1."],
    ['{"version":2,"servers":[],"jobs":[]}', "version must be 1."],
    ['{"version":1,"servers":[]}', "jobs must be a list."],
    ['{"version":1,"servers":[{"id":"x"}],"jobs":[]}', "servers[0].nics must be a list."],
    ['{"version":1,"servers":[],"jobs":[],"more":1}', "more is not known here"],
    ['{"version":1,"servers":[],"jobs":[{"id":"a","type":"b","beginAt":"now"}]}', "jobs[0].beginAt must be a number"],
    [
      '{"version":1,"servers":[],"jobs":[{"id":"a","type":"b","beginAt":1,"runsAt":1,"endsAt":1,"failure":null,"settled":false,"steps":[{"id":"c","type":"d","effect":{"kind":"eat"}}]}]}',
      "jobs[0].steps[0].effect.kind must be one of attach, detach, delete-server.",
    ],
  ])("that holds %j is refused, and left as it is", async (content, problem) => {
    await writeFile(stateFile, content);
    const error = await start({ stateFile }).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(UnusableState);
    expect(error.message).toContain(`Cannot use the state file ${stateFile}: ${problem}`);
    expect(error.message).toContain("It was left as it is");
    expect(await readFile(stateFile, "utf8")).toBe(content);
  });

  test("that cannot be written stops the start", async () => {
    await expect(start({ stateFile: join(folder, "no", "such.json") })).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("that can no longer be written turns a change into a 500", async () => {
    const emulator = await start({ stateFile });
    await rm(folder, { recursive: true });
    const { status, json } = await update(emulator, web, webPrimary, false);
    expect([status, json.error.code]).toEqual([500, "Common.0001"]);
    expect(json.error.message).toContain("cannot write its state file");
  });
});
