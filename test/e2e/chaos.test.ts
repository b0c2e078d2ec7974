/** A cloud that fails at everything it can, and an apply that succeeds all the same. */
import { type Emulator, type Fault, generateSeed, startEmulator } from "../../src/emulator";
import { providerHcl, type Workspace, workspaceFor } from "../support/terraform";

const SERVERS = 20;
const NICS_PER_SERVER = 10;

/** 5 % server errors, 5 % throttling in its three forms, 2 % broken connections, 1 % pages of a load balancer. */
const FAULTS: readonly Fault[] = [
  ...(["bad-gateway", "service-unavailable", "gateway-timeout", "system-error"] as const).map((respond) => ({
    probability: 0.0125,
    respond,
  })),
  ...(["APIGW.0308", "Common.1503", "Common.0024"] as const).map((throttle) => ({
    probability: 0.0167,
    respond: { throttle, seconds: 1, limit: 100 },
  })),
  ...(["reset", "reset-after", "reset-headers", "truncate"] as const).map((respond) => ({
    probability: 0.005,
    respond,
  })),
  {
    probability: 0.01,
    respond: {
      status: 503,
      contentType: "text/html",
      body: "<html><body>Service Temporarily Unavailable</body></html>",
    },
  },
].map((fault) => ({ ...fault, times: "always" }));

let emulator: Emulator;
let workspace: Workspace;

afterEach(async () => {
  workspace.remove();
  await emulator.stop();
});

test("200 NICs are set through errors, throttling, broken connections and late reads, each with no PUT too many", async () => {
  const seed = generateSeed({ servers: SERVERS, nicsPerServer: NICS_PER_SERVER });
  const scenario = { seed: 20261125, settings: { latency: { min: 0, max: 40 }, readDelay: 300 }, faults: [...FAULTS] };
  emulator = await startEmulator({ seed, scenario });
  workspace = workspaceFor(emulator);
  const nics = emulator.servers().flatMap(({ id, nics: own }) => own.map((nic) => ({ serverId: id, ...nic })));
  expect(nics).toHaveLength(SERVERS * NICS_PER_SERVER);
  const wanted = new Map(nics.map(({ portId }, index) => [portId, index % 2 === 0]));
  for (const { serverId, portId } of nics) {
    emulator.setNic(serverId, portId, { deleteOnTermination: wanted.get(portId) === false });
  }
  workspace.write(`${providerHcl(emulator.url, "warn_on_delete = false\nmax_retries = 12")}
locals {
  nics = jsondecode(file("nics.json"))
}
resource "huaweiecs_nic_attachment_setting" "nic" {
  for_each              = local.nics
  server_id             = each.value.server_id
  port_id               = each.key
  delete_on_termination = each.value.wanted
}
`);
  const listed = nics.map(({ serverId, portId }) => [portId, { server_id: serverId, wanted: wanted.get(portId) }]);
  workspace.write(JSON.stringify(Object.fromEntries(listed)), "nics.json");
  await workspace.init();
  await workspace.apply("-parallelism=30");

  expect(
    new Map(nics.map(({ serverId, portId }) => [portId, emulator.nic(serverId, portId)?.deleteOnTermination])),
  ).toEqual(wanted);
  const puts = emulator.requests.filter(({ method }) => method === "PUT");
  const failed = puts.filter(({ status }) => status !== 204);
  const of = (list: typeof puts, portId: string) => list.filter(({ path }) => path.includes(portId)).length;
  const tooMany = nics.filter(({ portId }) => of(puts, portId) > 1 + of(failed, portId));
  expect(tooMany).toEqual([]);
  // The cloud did fail, and in every way.
  expect(failed.length).toBeGreaterThan(5);
  const statuses = new Set(emulator.requests.map(({ status }) => status));
  expect([0, 202, 204, 429, 500, 502, 503, 504].filter((status) => !statuses.has(status))).toEqual([]);

  emulator.clearFaults();
  expect((await workspace.plan()).resource_changes?.every(({ change }) => change.actions[0] === "no-op")).toBe(true);
});
