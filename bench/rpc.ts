/** What one RPC costs the process of a provider without a cloud, beside the least that `node:http2` can do. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import http2 from "node:http2";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { frame } from "../src/plugin/frames";
import type { Method } from "../src/plugin/method";
import { encode, type Input } from "../src/plugin/protobuf";
import { HealthService, ProviderService } from "../src/plugin/protocol/messages.generated";
import { encodeThing, NULL, providerConfig, THING, thing } from "../test/plugin/support/things";
import { startForReattach } from "../test/support/reattach";
import { compare } from "./rounds";

const calls = Number(process.argv[2] ?? 10_000);
const rounds = Number(process.argv[3] ?? 5);

// Enough for a figure in hundredths of a second, and as many as a plan of some hundred resources makes.
const FIRST = 1000;

const BARE = "bare-server.ts";
const PROVIDER = "../test/plugin/fixtures/main.ts";

const work = mkdtempSync(path.join(os.tmpdir(), "rpc-bench-"));

interface Request {
  readonly path: string;
  readonly body: Buffer;
}

function request<T>({ path, request }: Method<"unary", T, unknown>, content: Input<T>): Request {
  return { path, body: frame(encode(request, content)) };
}

const state = encodeThing(thing({ name: "x", size: 1, note: "a remark", greeting: "hello" }));
const config = encodeThing(thing({ name: "x", note: "a remark" }));

const check = request(HealthService.Check, {});
const configure = request(ProviderService.ConfigureProvider, { config: providerConfig(null) });
const read = request(ProviderService.ReadResource, { typeName: THING, currentState: state });
const keep = { typeName: THING, priorState: state, proposedNewState: state, config };
const create = { typeName: THING, priorState: NULL, proposedNewState: config, config };

const candidates: Readonly<Record<string, { readonly entry: string; readonly request: Request }>> = {
  "bare node:http2": { entry: BARE, request: check },
  "health check": { entry: PROVIDER, request: check },
  "read of 7 attributes": { entry: PROVIDER, request: read },
  "plan without a change": { entry: PROVIDER, request: request(ProviderService.PlanResourceChange, keep) },
  "plan of a creation": { entry: PROVIDER, request: request(ProviderService.PlanResourceChange, create) },
};

async function main(): Promise<void> {
  try {
    console.log(`${calls} calls each; "first" are the first ${FIRST} of a new process, the others follow`);
    console.log(`${"".padEnd(51)}     min  median     max`);
    const measures = Object.entries(candidates).map(([name, candidate]) => [name, () => cost(candidate)] as const);
    await compare(Object.fromEntries(measures), rounds);
    await tellMemory();
  } finally {
    rmSync(work, { recursive: true });
  }
}

type Server = Awaited<ReturnType<typeof startServer>>;

/** Starts a server that answers `check`, and a configured provider if it is one. */
async function startServer(entry: string) {
  const folder = mkdtempSync(path.join(work, "server-"));
  const { variable, stop } = await startForReattach(path.join(__dirname, entry), folder);
  const [reattach] = Object.values(JSON.parse(variable)) as [{ Pid: number; Addr: { String: string } }];
  const session = http2.connect("http://localhost", { createConnection: () => net.connect(reattach.Addr.String) });
  const send = ({ path, body }: Request) => call(session, path, body);
  if (entry === PROVIDER) await send(configure);
  return {
    call: send,
    /** CPU time of all threads so far, in microseconds. */
    cpu: () => {
      const [, fields = ""] = readFileSync(`/proc/${reattach.Pid}/stat`, "utf8").split(") ");
      const [user, system] = fields.split(" ").slice(11, 13);
      return (Number(user) + Number(system)) * CLOCK_TICK;
    },
    /** Resident memory in megabytes. */
    memory: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${reattach.Pid}/status`, "utf8"))?.[1]) / 1024,
    stop: () => {
      session.destroy();
      return stop();
    },
  };
}

// Linux counts CPU time in hundredths of a second.
const CLOCK_TICK = 10_000;

function call(session: http2.ClientHttp2Session, path: string, body: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const stream = session.request({
      ":method": "POST",
      ":path": path,
      "content-type": "application/grpc",
      te: "trailers",
    });
    stream.on("error", reject);
    stream.on("trailers", ({ "grpc-status": status }) => {
      if (status !== "0") reject(new Error(`${path} ended with ${status}`));
    });
    stream.on("close", resolve);
    stream.resume();
    stream.end(body);
  });
}

async function cost({ entry, request }: { readonly entry: string; readonly request: Request }) {
  const server = await startServer(entry);
  try {
    const first = await timed(server, request, FIRST, 1);
    const single = await timed(server, request, calls, 1);
    const many = await timed(server, request, calls, 10);
    return {
      "first (µs CPU)": first.cpu,
      "1 by 1 (µs CPU)": single.cpu,
      "at once (µs CPU)": many.cpu,
      "1 by 1 (call/s)": single.rate,
      "at once (call/s)": many.rate,
    };
  } finally {
    await server.stop();
  }
}

async function timed(server: Server, request: Request, calls: number, atOnce: number) {
  const [cpuBefore, startedAt] = [server.cpu(), performance.now()];
  const one = async () => {
    for (let made = 0; made < calls / atOnce; made++) await server.call(request);
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  const [cpu, elapsed] = [server.cpu() - cpuBefore, performance.now() - startedAt];
  return { cpu: cpu / calls, rate: (calls / elapsed) * 1000 };
}

/** What calls one by one leave behind in memory. */
async function tellMemory(): Promise<void> {
  const server = await startServer(PROVIDER);
  const measured: number[] = [];
  for (let made = 0; made <= 5 * MEMORY_STEP; made++) {
    if (made % MEMORY_STEP === 0) measured.push(server.memory());
    await server.call(read);
  }
  await server.stop();
  console.log(`memory (MB) after each ${MEMORY_STEP} reads: ${measured.map((each) => each.toFixed(1)).join("  ")}`);
}

const MEMORY_STEP = 10_000;

void main();
