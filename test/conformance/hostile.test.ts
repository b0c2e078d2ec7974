import { spawnSync } from "node:child_process";
import http2, { type ClientHttp2Session } from "node:http2";
import net from "node:net";
import path from "node:path";
import { frame } from "../../src/plugin/frames";
import { encodeMsgpack } from "../../src/plugin/msgpack";
import { encode } from "../../src/plugin/protobuf";
import * as wire from "../../src/plugin/protocol/messages.generated";
import { record, schemaType, UNKNOWN, type Value } from "../../src/terraform";
import { numbersOf } from "../support/random";
import { type Reattached, startForReattach } from "../support/reattach";
import { Workspace } from "../support/terraform";
import { mutated } from "./support/mutations";
import { provider as definition } from "./values/provider";

const MESSAGES = 100_000;
const AT_ONCE = 50;
const TYPE = "conformance_values";

let workspace: Workspace;
let provider: Reattached;
let session: ClientHttp2Session;
let processId: number;

beforeAll(async () => {
  workspace = new Workspace();
  provider = await startForReattach(path.join(__dirname, "values/main.ts"), workspace.directory);
  const [reattach] = Object.values(JSON.parse(provider.variable)) as { Pid: number; Addr: { String: string } }[];
  processId = reattach?.Pid ?? 0;
  session = http2.connect("http://localhost", {
    createConnection: () => net.connect(reattach?.Addr.String ?? ""),
  });
  await call(wire.ProviderService.ConfigureProvider.path, seeds[0]?.body ?? Buffer.alloc(0));
}, 60_000);

afterAll(async () => {
  session.destroy();
  await provider.stop();
  workspace.remove();
});

const schema = definition.resources[0]?.schema;
if (schema === undefined) throw new Error("The provider has no resource.");
const type = schemaType(schema);

/** A whole object: texts and lists for what there is, null for the rest. */
function whole(fill: Value) {
  return record(
    Object.entries(type[1]).map(([name, each]) => [
      name,
      each === "string" ? fill : /^(item|tag)$/.test(name) ? [] : null,
    ]),
  );
}

function value(content: Value) {
  return { msgpack: encodeMsgpack(type, content) };
}

/** One good request for each RPC: what the mutations start from. */
const { ProviderService: rpc } = wire;
const before = whole("before");
const seeds = [
  {
    path: rpc.ConfigureProvider.path,
    body: encode(rpc.ConfigureProvider.request, { config: { msgpack: Buffer.from([0x80]) } }),
  },
  { path: rpc.GetProviderSchema.path, body: Buffer.alloc(0) },
  {
    path: rpc.ValidateProviderConfig.path,
    body: encode(rpc.ValidateProviderConfig.request, { config: { msgpack: Buffer.from([0x80]) } }),
  },
  {
    path: rpc.ValidateResourceConfig.path,
    body: encode(rpc.ValidateResourceConfig.request, { typeName: TYPE, config: value(before) }),
  },
  {
    path: rpc.UpgradeResourceState.path,
    body: encode(rpc.UpgradeResourceState.request, {
      typeName: TYPE,
      rawState: { json: Buffer.from(JSON.stringify({ id: "made", text: "before", number: 1.5, texts: ["a"] })) },
    }),
  },
  {
    path: rpc.ReadResource.path,
    body: encode(rpc.ReadResource.request, { typeName: TYPE, currentState: value(before), private: Buffer.from("p") }),
  },
  {
    path: rpc.PlanResourceChange.path,
    body: encode(rpc.PlanResourceChange.request, {
      typeName: TYPE,
      priorState: value(before),
      proposedNewState: value(whole("after")),
      config: value(whole("after")),
    }),
  },
  {
    path: rpc.ApplyResourceChange.path,
    body: encode(rpc.ApplyResourceChange.request, {
      typeName: TYPE,
      priorState: value(null),
      plannedState: value(whole(UNKNOWN)),
      config: value(whole(null)),
    }),
  },
  { path: rpc.ImportResourceState.path, body: encode(rpc.ImportResourceState.request, { typeName: TYPE, id: "made" }) },
  { path: rpc.StopProvider.path, body: Buffer.alloc(0) },
];

interface Answer {
  /** HTTP status if it is not 200, else the gRPC status. */
  readonly status: string;
}

/** Sends one body as it is, framed or not, and waits for the status. */
function call(route: string, body: Buffer, framed = true): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const stream = session.request({
      ":method": "POST",
      ":path": route,
      "content-type": "application/grpc",
      te: "trailers",
    });
    let status = "";
    stream.on("response", (headers) => {
      status = String(headers["grpc-status"] ?? "");
    });
    stream.on("trailers", (headers) => {
      status = String(headers["grpc-status"] ?? status);
    });
    stream.on("error", reject);
    stream.on("close", () => resolve({ status }));
    stream.resume();
    stream.end(framed ? frame(body) : body);
  });
}

function residentMegabytes(): number {
  const { stdout } = spawnSync("ps", ["-o", "rss=", "-p", String(processId)], { encoding: "utf8" });
  return Number(stdout) / 1024;
}

test(`${MESSAGES} mutated messages: each is answered with a status, and the server serves afterwards with the memory it had`, async () => {
  const random = numbersOf(20_260_101);
  const statuses = new Map<string, number>();
  let warm = 0;
  for (let sent = 0; sent < MESSAGES; sent += AT_ONCE) {
    const batch = Array.from({ length: AT_ONCE }, () => {
      const pick = () => seeds[Math.floor(random() * seeds.length)] as (typeof seeds)[number];
      const [{ path: route, body }, { body: other }] = [pick(), pick()];
      return call(route, mutated(body, random, other), random() > 0.05);
    });
    for (const { status } of await Promise.all(batch)) statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (sent === MESSAGES / 10) warm = residentMegabytes();
  }

  // OK with or without diagnostics, a length beyond the limit, an unknown or compressed message, an unreadable one.
  expect([...statuses.keys()].sort()).toEqual(["0", "12", "13", "8"]);
  expect([...statuses.values()].reduce((sum, count) => sum + count)).toBe(MESSAGES);
  expect(residentMegabytes() - warm).toBeLessThan(60);

  const { status } = await call(rpc.GetProviderSchema.path, Buffer.alloc(0));
  expect(status).toBe("0");
}, 300_000);
