import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Emulator } from "../../src/emulator";
import { emulators, list, nobody, update, web, webPrimary } from "./client";

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
    nextLine: async (): Promise<string> => (await lines.next()).value,
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
    command.child.kill(signal);
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
    /^\d\d:\d\d:\d\d\.\d{3} {2}PUT {2}…\/cloudservers\/8f14a1c6…\/os-interface\/3e9b7d52… {2}204 {2}delete_on_termination true → false$/,
  );
  await list(emulator, nobody);
  expect(await command.nextLine()).toMatch(
    /GET {2}…\/cloudservers\/00000000…\/os-interface {2}400 {2}Ecs\.0307 {2}no server/,
  );
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
  ["--latency", "-1"],
])("refuses %s %s with exit code 1", async (option, value) => {
  const { code, errors } = await run(`${option}=${value}`).end();
  expect(code).toBe(1);
  expect(errors).toContain(option);
  expect(errors).toContain("It must be a whole number from 0 to");
});
