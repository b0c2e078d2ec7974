/**
 * A large state is upgraded while another connection makes small calls to the same process: how long the upgrade takes,
 * the longest that a small call waits for its answer, and the memory. The reference is the same without the upgrade.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { buildSync } from "esbuild";
import { frame } from "../src/plugin/frames";
import { encode } from "../src/plugin/protobuf";
import { ProviderService } from "../src/plugin/protocol/messages.generated";
import { storedInventory } from "../test/plugin/fixtures/inventory";
import { type RawClient, rawClient } from "../test/plugin/support/raw";
import { compare } from "./rounds";

const megabytes = Number(process.argv[2] ?? 10);
const rounds = Number(process.argv[3] ?? 7);

const work = mkdtempSync(path.join(os.tmpdir(), "upgrade-bench-"));
process.once("exit", () => rmSync(work, { recursive: true, force: true }));

function bundle(entry: string): string {
  const outfile = path.join(work, `${path.basename(entry, ".ts")}.cjs`);
  buildSync({ entryPoints: [entry], outfile, bundle: true, platform: "node", format: "cjs", minify: true });
  return outfile;
}

const state = storedInventory(megabytes * 1e6);
const { path: upgradePath, request: upgradeRequest } = ProviderService.UpgradeResourceState;
const { path: smallPath, request: smallRequest } = ProviderService.ValidateProviderConfig;
const large = frame(
  encode(upgradeRequest, { typeName: "inventories_inventory", version: 0, rawState: { json: state } }),
);
const small = frame(encode(smallRequest, { config: { json: Buffer.from("{}") } }));

/** @param thread the file to run in the thread that upgrades; empty for none */
async function measure(program: string, thread: string, body: Buffer | undefined) {
  const child = spawn(process.execPath, [program], {
    env: {
      INVENTORY_THREAD: thread,
      PATH: process.env.PATH,
      TF_PLUGIN_MAGIC_COOKIE: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(child.stdout as NodeJS.ReadableStream, "data");
  const socket = String(line).split("|")[3] as string;
  const [upgrading, asking] = [rawClient("http://localhost", socket), rawClient("http://localhost", socket)];
  for (let warm = 0; warm < 200; warm++) await asking.send(smallPath, small);
  const measured = await whileAsking(asking, () => (body === undefined ? pause(500) : upgraded(upgrading, body)));
  const memory = peakMemory(child);
  child.kill();
  upgrading.close();
  asking.close();
  return { ...measured, "peak memory (MB)": memory };
}

async function whileAsking(client: RawClient, work: () => Promise<unknown>) {
  let done = false;
  const startedAt = performance.now();
  const worked = work().then(() => {
    done = true;
    return performance.now() - startedAt;
  });
  let longest = 0;
  while (!done) {
    const askedAt = performance.now();
    await client.send(smallPath, small);
    longest = Math.max(longest, performance.now() - askedAt);
    await pause(2);
  }
  return { "total (ms)": await worked, "longest wait (ms)": longest };
}

async function upgraded(client: RawClient, body: Buffer): Promise<void> {
  const { code, body: answer } = await client.send(upgradePath, body);
  if (code !== 0 || answer.length < body.length / 3) throw new Error(`The upgrade failed with status ${code}.`);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function peakMemory(child: ChildProcess): number {
  const [, peak = "0"] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8")) ?? [];
  return Number(peak) / 1024;
}

const fixtures = path.join(__dirname, "../test/plugin/fixtures");
const program = bundle(path.join(fixtures, "inventory-main.ts"));
console.log(`${(state.length / 1e6).toFixed(1)} MB of state`);
console.log(`${"".padEnd(51)}     min  median     max`);
void compare(
  {
    "no upgrade": () => measure(program, program, undefined),
    "upgrade in a thread": () => measure(program, program, large),
    "upgrade in place": () => measure(program, "", large),
  },
  rounds,
);
