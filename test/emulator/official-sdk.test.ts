import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Emulator } from "../../src/emulator";
import { db, emulators, nobody, web, webPrimary, webSecondary } from "./client";
import type { SdkCall } from "./official-sdk/driver";

const { start } = emulators();
let home: string;
let child: ChildProcess;
let answers: AsyncIterator<string>;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "emulator-sdk-"));
  child = spawn(process.execPath, ["--import", "tsx", join(__dirname, "official-sdk/driver.ts")], {
    env: { PATH: process.env.PATH, HOME: home, USERPROFILE: home },
    stdio: ["pipe", "pipe", "inherit"],
  });
  if (child.stdout) answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
});

afterAll(async () => {
  const closed = once(child, "close");
  child.stdin?.end();
  await closed;
  await rm(home, { recursive: true });
});

interface SdkAnswer {
  // biome-ignore lint/suspicious/noExplicitAny: the SDK's results have every shape.
  result?: any;
  error?: { kind: string; httpStatusCode: number; errorCode: string; errorMsg: string; requestId: string };
}

type SdkIdentity = Partial<Omit<SdkCall, "operation" | "endpoint" | "arguments">>;

/** One call by Huawei's SDK, as the emulator's own caller unless told otherwise. */
async function sdk(
  emulator: Emulator,
  operation: SdkCall["operation"],
  given: SdkCall["arguments"],
  as: SdkIdentity = {},
): Promise<SdkAnswer> {
  const { url: endpoint, projectId, credentials } = emulator;
  const call: SdkCall = { operation, endpoint, projectId, ...credentials, arguments: given, ...as };
  child.stdin?.write(`${JSON.stringify(call)}\n`);
  for (;;) {
    const { value, done } = await answers.next();
    if (done) throw new Error("The SDK's process ended.");
    if (value.startsWith("@")) return JSON.parse(value.slice(1));
  }
}

const appNetwork = "2b7f0c9e-58a3-4c14-9d6a-f3e0b1a84d72";
const freePort = "00000000-0000-4000-8000-0000000000f1";

describe("Huawei's own SDK", () => {
  test("lists the NICs of a server and sets delete_on_termination, answered with 204", async () => {
    const emulator = await start();
    const before = await sdk(emulator, "list", { server: web });
    expect(before.result).toMatchObject({
      httpStatusCode: 200,
      attachableQuantity: { free_nic: 10 },
      interfaceAttachments: [
        { port_id: webPrimary, delete_on_termination: true, port_state: "ACTIVE", driver_mode: null },
        { port_id: webSecondary, delete_on_termination: false },
      ],
    });
    const update = await sdk(emulator, "update", { server: web, port: webPrimary, value: false });
    expect(update).toEqual({ result: { httpStatusCode: 204 } });
    const after = await sdk(emulator, "list", { server: web });
    expect(after.result.interfaceAttachments[0]).toMatchObject({ port_id: webPrimary, delete_on_termination: false });
    expect(emulator.requests.map(({ signedBy }) => signedBy)).toEqual(Array(3).fill(emulator.credentials.accessKey));
  });

  test("lists the NICs with what else can be attached", async () => {
    const { result } = await sdk(await start(), "extension", { server: web });
    expect(result).toMatchObject({
      attachableQuantity: { free_nic: 10, free_efi_nic: 0 },
      interfaceAttachments: [
        { port_id: webPrimary, delete_on_termination: true, preserve_on_delete: false },
        { port_id: webSecondary, delete_on_termination: false, preserve_on_delete: true },
      ],
    });
  });

  test("adds a NIC of a subnet, finds its port in the job, and deletes it", async () => {
    const emulator = await start({ jobDuration: 0 });
    const added = await sdk(emulator, "add", { server: web, subnet: appNetwork, ipv6: true, address: "192.168.16.7" });
    const job = await sdk(emulator, "job", { job: added.result.job_id });
    expect(job.result).toMatchObject({ status: "SUCCESS", job_id: added.result.job_id, error_code: null });
    const port = job.result.entities.sub_jobs[0].entities.nic_id;
    expect(emulator.nic(web, port)).toMatchObject({
      deleteOnTermination: true,
      networkId: appNetwork,
      fixedIps: [{ ipAddress: "192.168.16.7" }, { ipAddress: "2407:c080:1200:13a::2" }],
    });
    const removed = await sdk(emulator, "remove", { server: web, port });
    expect((await sdk(emulator, "job", { job: removed.result.job_id })).result.status).toBe("SUCCESS");
    expect(emulator.nic(web, port)).toBeUndefined();
    expect(emulator.ports().some(({ id }) => id === port)).toBe(false);
  });

  test("adds a NIC of a port that exists, and leaves the port when it deletes the NIC", async () => {
    const emulator = await start({ jobDuration: 0 });
    emulator.addPort({ port_id: freePort, network_id: appNetwork, fixed_ips: ["192.168.16.9"] });
    await sdk(emulator, "add", { server: web, port: freePort });
    expect(emulator.nic(web, freePort)).toMatchObject({ deleteOnTermination: false, portState: "ACTIVE" });
    await sdk(emulator, "remove", { server: web, port: freePort });
    expect(emulator.ports().find(({ id }) => id === freePort)).toMatchObject({ state: "DOWN", deviceId: "" });
  });

  test("sees a job begin, run and end", async () => {
    let passed = 0;
    const emulator = await start({
      jobInit: 1000,
      jobDuration: 5000,
      clock: () => new Date(Date.now() + passed),
    });
    const { result } = await sdk(emulator, "add", { server: web, subnet: appNetwork });
    const statusAfter = async (milliseconds: number) => {
      passed = milliseconds;
      return (await sdk(emulator, "job", { job: result.job_id })).result.status;
    };
    expect(await statusAfter(0)).toBe("INIT");
    expect(await statusAfter(2000)).toBe("RUNNING");
    expect(emulator.servers()[0]?.nics).toHaveLength(2);
    expect(await statusAfter(6000)).toBe("SUCCESS");
    expect(emulator.servers()[0]?.nics).toHaveLength(3);
  });

  test("sees why a job failed", async () => {
    const emulator = await start({ jobDuration: 0 });
    const failJob = { code: "Ecs.0211", reason: "Failed to attach the NIC." };
    emulator.fail({ route: "BatchAddServerNics", respond: { failJob } });
    const added = await sdk(emulator, "add", { server: web, subnet: appNetwork });
    const job = await sdk(emulator, "job", { job: added.result.job_id });
    expect(job.result).toMatchObject({ status: "FAIL", error_code: "Ecs.0211", fail_reason: failJob.reason });
    expect(emulator.ports()).toHaveLength(3);
  });

  test("changes the address of a NIC", async () => {
    const emulator = await start();
    const moved = await sdk(emulator, "move", {
      server: web,
      port: webSecondary,
      subnet: appNetwork,
      address: "192.168.16.44",
    });
    expect(moved.result).toMatchObject({ id: webSecondary, subnet_id: appNetwork, ip_address: "192.168.16.44" });
    expect(emulator.nic(web, webSecondary)?.fixedIps[0]?.ipAddress).toBe("192.168.16.44");
  });

  test("shows a server", async () => {
    const { result } = await sdk(await start(), "show", { server: web });
    expect(result.server).toMatchObject({ id: web, name: "web-1", "OS-EXT-STS:power_state": 1, locked: false });
    expect(result.server.network_interfaces.map(({ primary }: { primary: boolean }) => primary)).toEqual([true, false]);
  });

  test("lists servers in pages, by offset and by marker", async () => {
    const emulator = await start();
    emulator.addServer({ id: nobody, name: "cache-1", tags: ["stage=test"], nics: [] });
    const names = ({ result }: SdkAnswer) => [
      result.count,
      ...result.servers.map(({ name }: { name: string }) => name),
    ];
    expect(names(await sdk(emulator, "servers", { limit: 2 }))).toEqual([3, "web-1", "db-1"]);
    expect(names(await sdk(emulator, "servers", { limit: 2, offset: 2 }))).toEqual([3, "cache-1"]);
    expect(names(await sdk(emulator, "servers", { limit: 2, marker: db }))).toEqual([3, "cache-1"]);
    expect(names(await sdk(emulator, "servers", { tags: "stage=test" }))).toEqual([1, "cache-1"]);
    expect(names(await sdk(emulator, "servers", { notTags: "stage" }))).toEqual([2, "web-1", "db-1"]);
    expect(names(await sdk(emulator, "servers", { servers: [db] }))).toEqual([1, "db-1"]);
  });

  test("deletes servers; a port whose NIC says so outlives its server", async () => {
    const emulator = await start({ jobDuration: 0 });
    const deleted = await sdk(emulator, "delete", { servers: [web, db] });
    const job = await sdk(emulator, "job", { job: deleted.result.job_id });
    expect(job.result).toMatchObject({ status: "SUCCESS", job_type: "deleteVMs", entities: { sub_jobs_total: 2 } });
    expect(emulator.servers()).toEqual([]);
    expect(emulator.ports().map(({ id, state }) => [id, state])).toEqual([
      [webSecondary, "DOWN"],
      ["19a6e4f3-0c8d-4b75-82ee-7d5f3a90b1c8", "DOWN"],
    ]);
  });

  test("attaches and shows a NIC by way of Nova", async () => {
    const emulator = await start();
    const attached = await sdk(emulator, "novaAttach", { server: web, subnet: appNetwork });
    expect(attached.result.interfaceAttachment).toMatchObject({ port_state: "DOWN", net_id: appNetwork });
    const port = attached.result.interfaceAttachment.port_id;
    const shown = await sdk(emulator, "novaShow", { server: web, port });
    expect(shown.result.interfaceAttachment).toMatchObject({ port_id: port, port_state: "ACTIVE" });
    expect(shown.result.interfaceAttachment).not.toHaveProperty("delete_on_termination");
  });

  test("finds the project by way of IAM when it is given a region alone", async () => {
    const emulator = await start({ region: "eu-west-101", accessKey: "REGIONALKEY" });
    const { result } = await sdk(emulator, "list", { server: web }, { projectId: undefined, region: "eu-west-101" });
    expect(result.interfaceAttachments).toHaveLength(2);
    expect(emulator.requests.map(({ route, status }) => [route, status])).toEqual([
      ["ListProjects", 200],
      ["ListServerInterfaces", 200],
    ]);
  });

  test("writes nothing but its own id into the home folder", async () => {
    await sdk(await start(), "list", { server: web });
    expect(await readdir(join(home, ".huaweicloud"))).toEqual(["application_id"]);
  });
});

describe("Huawei's own SDK understands", () => {
  test("a server that is not there", async () => {
    const emulator = await start();
    const listed = await sdk(emulator, "list", { server: nobody });
    expect(listed.error).toMatchObject({ kind: "ClientRequestException", httpStatusCode: 400, errorCode: "Ecs.0307" });
    expect(listed.error?.requestId).toBe(emulator.requests[0]?.requestId);
    const shown = await sdk(emulator, "show", { server: nobody });
    expect(shown.error).toMatchObject({ httpStatusCode: 404, errorCode: "Ecs.0114" });
  });

  test("a NIC that is not there, and a body without its field", async () => {
    const emulator = await start();
    const wrongPort = await sdk(emulator, "update", { server: web, port: nobody, value: true });
    expect(wrongPort.error).toMatchObject({ httpStatusCode: 400, errorCode: "Ecs.0085" });
    const noValue = await sdk(emulator, "update", { server: web, port: webPrimary });
    expect(noValue.error).toMatchObject({ httpStatusCode: 400, errorCode: "Ecs.0005" });
  });

  test("an injected 5xx and a throttled request", async () => {
    const emulator = await start();
    emulator.fail({ respond: "system-error" });
    emulator.fail({ respond: { throttle: "APIGW.0308", limit: 5, seconds: 1 } });
    expect((await sdk(emulator, "list", { server: web })).error).toMatchObject({
      kind: "ServerResponseException",
      httpStatusCode: 500,
      errorCode: "Common.0001",
    });
    expect((await sdk(emulator, "list", { server: web })).error).toMatchObject({
      httpStatusCode: 429,
      errorCode: "APIGW.0308",
      errorMsg: expect.stringContaining("limit:5,time:1 second"),
    });
  });

  test("a wrong secret key, and then the lock on the access key", async () => {
    const emulator = await start();
    const list = (secretKey: string) => sdk(emulator, "list", { server: web }, { secretKey });
    for (let attempt = 1; attempt <= 6; attempt += 1) {
      expect((await list("wrong")).error).toMatchObject({
        httpStatusCode: 401,
        errorCode: "APIGW.0301",
        errorMsg: expect.stringContaining("verify aksk signature fail"),
      });
    }
    expect((await list(emulator.credentials.secretKey)).error).toMatchObject({
      httpStatusCode: 401,
      errorMsg: "Incorrect IAM authentication information: AK access failed to reach the limit,forbidden.",
    });
  });

  test("an access key that does not exist", async () => {
    const { error } = await sdk(await start(), "list", { server: web }, { accessKey: "NOBODYSKEY" });
    expect(error).toMatchObject({ httpStatusCode: 401, errorMsg: expect.stringContaining("ak not exist") });
  });

  test("temporary keys: with their token, without it, and after their end", async () => {
    let passed = 0;
    const emulator = await start({ clock: () => new Date(Date.now() + passed) });
    const { accessKey, secretKey, securityToken } = emulator.issueKey(10 * 60_000);
    const list = (as: SdkIdentity) => sdk(emulator, "list", { server: web }, { accessKey, secretKey, ...as });
    expect((await list({ securityToken })).result.interfaceAttachments).toHaveLength(2);
    expect((await list({ securityToken: "another" })).error?.errorMsg).toContain("decrypt token fail");
    expect((await list({})).error?.httpStatusCode).toBe(401);
    passed = 10 * 60_000;
    expect((await list({ securityToken })).error?.errorMsg).toContain("token expires, expires_at: ");
  });

  test("keys for an ID token of an identity provider", async () => {
    const emulator = await start();
    const idTokenFile = join(home, "id-token");
    await writeFile(idTokenFile, "an id token");
    const { result } = await sdk(
      emulator,
      "list",
      { server: web },
      { accessKey: undefined, secretKey: undefined, identityProvider: "emulator-idp", idTokenFile },
    );
    expect(result.interfaceAttachments).toHaveLength(2);
    expect(emulator.requests.map(({ route }) => route)).toEqual([
      "CreateUnscopedToken",
      "CreateTemporaryAccessKey",
      "ListServerInterfaces",
    ]);
  });
});
