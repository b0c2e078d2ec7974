import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Emulator } from "../../src/emulator";
import { call, emulators, list, nobody, projectPath, update, web, webPrimary } from "./client";

const { start } = emulators();
const running: ChildProcess[] = [];
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "emulator-command-"));
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => {
  for (const child of running.splice(0)) {
    child.kill("SIGKILL");
  }
});

function run(...args: string[]) {
  const child = spawn(process.execPath, ["--import", "tsx", join(__dirname, "command-entry.ts"), "emulator", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.push(child);
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    child,
    nextLine: async () => (await lines.next()).value,
    end: async () => {
      const [code] = await once(child, "close");
      return { code, errors };
    },
  };
}

/** A client's view of the emulator in another process. */
function remote({ url, env }: { url: string; env: Record<string, string> }): Emulator {
  const credentials = { accessKey: env.HW_ACCESS_KEY, secretKey: env.HW_SECRET_KEY };
  return { port: Number(new URL(url).port), projectId: env.HW_PROJECT_ID, credentials } as Emulator;
}

test.each(["SIGINT", "SIGTERM"] as const)(
  "--json prints one object per line, and %s ends it with 0",
  async (signal) => {
    const command = run("--port", "0", "--json");
    const listening = JSON.parse(await command.nextLine());
    expect(listening).toMatchObject({ event: "listening", url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) });
    expect(listening.servers).toHaveLength(2);
    const emulator = remote(listening);
    await update(emulator, web, webPrimary, false);
    expect(JSON.parse(await command.nextLine())).toMatchObject({
      event: "request",
      route: "UpdateServerInterface",
      status: 204,
      summary: "delete_on_termination true → false",
    });
    await fetch(`${listening.url}/v9/none`);
    await command.nextLine();
    command.child.kill(signal);
    expect(JSON.parse(await command.nextLine())).toEqual({
      event: "stopped",
      requests: 2,
      unknownRoutes: [{ method: "GET", path: "/v9/none", count: 1 }],
    });
    expect(await command.end()).toEqual({ code: 0, errors: "" });
  },
);

test("prints what to paste, what it holds, and one line per request", async () => {
  const command = run("--port", "0");
  const welcome: string[] = [];
  for (let line = await command.nextLine(); line !== "Requests:"; line = await command.nextLine()) {
    welcome.push(line);
  }
  const text = welcome.join("\n");
  const url = /listens on (\S+?)\. /.exec(text)?.[1] ?? "";
  const env = Object.fromEntries([...text.matchAll(/export (\w+)=(\S+)/g)].map(([, name, value]) => [name, value]));
  expect(env).toMatchObject({ HW_REGION_NAME: "cn-north-4", HW_AUTH_URL: `${url}/v3` });
  expect(text).toContain(`ecs = "${url}"`);
  expect(text).toContain(`iam = "${url}"`);
  expect(text).toMatch(
    new RegExp(`${web} +web-1\\n +${webPrimary} +primary +delete_on_termination = true +192\\.168\\.0\\.33`),
  );

  const emulator = remote({ url, env });
  await update(emulator, web, webPrimary, false);
  expect(await command.nextLine()).toMatch(
    /^\d\d:\d\d:\d\d\.\d{3} {2}PUT {4}…\/cloudservers\/8f14a1c6…\/os-interface\/3e9b7d52… {2}204 {2}[\d.]+ ms {2}EMULATORACCESSKEY000 {2}delete_on_termination true → false$/,
  );
  await list(emulator, nobody);
  expect(await command.nextLine()).toMatch(
    /GET {4}…\/cloudservers\/00000000…\/os-interface {2}400 Ecs\.0307 {2}[\d.]+ ms {2}EMULATORACCESSKEY000 {2}no server/,
  );
  for (const path of ["/v9/none", "/v9/none?again", "/v9/other"]) await fetch(url + path);
  expect(await command.nextLine()).toMatch(/GET {4}\/v9\/none {2}404 APIGW\.0101 {2}[\d.]+ ms {2}unsigned {2}/);
  await command.nextLine();
  await command.nextLine();
  command.child.kill("SIGINT");
  const farewell: string[] = [];
  for (let line = await command.nextLine(); line !== undefined; line = await command.nextLine()) farewell.push(line);
  expect(farewell).toEqual([
    "",
    "Stopped after 5 requests.",
    "Asked for, and not emulated:",
    "  GET    /v9/none  2 times",
    "  GET    /v9/other",
  ]);
});

test("starts from a seed file", async () => {
  const file = join(folder, "seed.json");
  await writeFile(file, JSON.stringify({ servers: [{ id: nobody, name: "mine", nics: [] }] }));
  const command = run("--port", "0", "--json", "--seed", file);
  expect(JSON.parse(await command.nextLine()).servers).toMatchObject([{ id: nobody, name: "mine" }]);
});

test.each([
  ["missing.json", undefined, "ENOENT"],
  ["broken.json", "{", "JSON"],
  ["invalid.json", '{"servers":[{"id":"x"}]}', "servers[0].nics must be a list."],
])("refuses the seed file %s with one sentence and exit code 1", async (name, content, expected) => {
  const file = join(folder, name);
  if (content !== undefined) {
    await writeFile(file, content);
  }
  const { code, errors } = await run("--port", "0", "--seed", file).end();
  expect(code).toBe(1);
  expect(errors).toContain(`Cannot use the seed file ${file}: `);
  expect(errors).toContain(expected);
  expect(errors.trim().split("\n")).toHaveLength(1);
});

test("starts with the faults and settings of a scenario file; the latency of the command line wins", async () => {
  const file = join(folder, "scenario.json");
  const scenario = {
    settings: { latency: 60_000, serverGone: "404" },
    faults: [{ method: "PUT", respond: "server-busy" }],
  };
  await writeFile(file, JSON.stringify(scenario));
  const command = run("--port", "0", "--json", "--scenario", file, "--latency", "0-1");
  const emulator = remote(JSON.parse(await command.nextLine()));
  expect((await update(emulator, web, webPrimary, false)).status).toBe(501);
  expect((await list(emulator, nobody)).status).toBe(404);
});

test.each([
  ['{"faults":[{"respond":"explode"}]}', "faults[0].respond must be one of reset, "],
  ["{", "JSON"],
])("refuses the scenario %s with one sentence and exit code 1", async (content, expected) => {
  const file = join(folder, "wrong-scenario.json");
  await writeFile(file, content);
  const { code, errors } = await run("--port", "0", "--scenario", file).end();
  expect([code, errors.trim().split("\n")]).toEqual([1, [expect.stringContaining(expected)]]);
  expect(errors).toContain(`Cannot use the scenario file ${file}: `);
});

test("keeps the state in a file, through a kill, with every change that it answered", async () => {
  const file = join(folder, "state.json");
  const first = run("--port", "0", "--json", "--state", file);
  const listening = JSON.parse(await first.nextLine());
  const emulator = remote(listening);
  let answered = 0;
  const writing = (async () => {
    for (let number = 1; ; number += 1) {
      const body = JSON.stringify({ port: { name: String(number) } });
      const { status } = await call(emulator, "PUT", projectPath(emulator, `ports/${webPrimary}`), body);
      if (status === 200) answered = number;
    }
  })().catch(() => undefined);
  for (let line = 0; line < 40; line += 1) await first.nextLine();
  first.child.kill("SIGKILL");
  await first.end();
  await writing;

  const seed = join(folder, "unread.json");
  await writeFile(seed, '{"servers":[]}');
  const second = run("--port", "0", "--json", "--state", file, "--seed", seed);
  const restarted = JSON.parse(await second.nextLine());
  const kept = Number(restarted.servers[0].nics[0].name);
  expect(answered).toBeGreaterThanOrEqual(39);
  // The kill may have come between a write and its answer: then the file is one change ahead.
  expect([kept, kept - 1]).toContain(answered);
  expect(JSON.parse(await readFile(file, "utf8")).version).toBe(1);
});

test("says what the state file is worth, and that the seed was not looked at", async () => {
  const file = join(folder, "told.json");
  const seed = join(folder, "empty-seed.json");
  await writeFile(seed, '{"servers":[]}');
  const told = async () => {
    const command = run("--port", "0", "--state", file, "--seed", seed);
    await command.nextLine();
    const line = await command.nextLine();
    command.child.kill("SIGTERM");
    await command.end();
    return line;
  };
  expect(await told()).toBe(`State: kept in ${file}, a new file.`);
  expect(await told()).toBe(`State: as ${file} has it; the seed ${seed} was not looked at.`);
});

test.each([
  ["a damaged state file", "damaged.json", "{", "Cannot use the state file"],
  ["a state file in a folder that is not there", "none/state.json", undefined, "Cannot keep the state in"],
])("refuses %s with one sentence and exit code 1", async (_what, name, content, expected) => {
  const file = join(folder, name);
  if (content !== undefined) await writeFile(file, content);
  const { code, errors } = await run("--port", "0", "--state", file).end();
  expect([code, errors.trim().split("\n")]).toEqual([1, [expect.stringContaining(`${expected} ${file}: `)]]);
});

test("says when the port is in use, in one sentence and with exit code 1", async () => {
  const { port } = await start();
  const { code, errors } = await run("--port", String(port)).end();
  expect(code).toBe(1);
  expect(errors).toBe(
    `huaweiecs emulator: Port ${port} on 127.0.0.1 is in use: choose another one with --port, or stop the program that holds it.\n`,
  );
});

test.each([
  ["--port", "70000"],
  ["--port", "web"],
])("refuses %s %s with exit code 1", async (option, value) => {
  const { code, errors } = await run(`${option}=${value}`).end();
  expect(code).toBe(1);
  expect(errors).toContain(option);
  expect(errors).toContain("It must be a whole number from 0 to");
});

test.each(["-1", "x", "5-", "200-20", "1.5"])("refuses a latency of %s with exit code 1", async (value) => {
  const { code, errors } = await run(`--latency=${value}`).end();
  expect(code).toBe(1);
  expect(errors).toContain("It must be a whole number of milliseconds, or a range such as 20-200.");
});
