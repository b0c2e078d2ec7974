import fc from "fast-check";
import type { CloudWriteOptions, NewNic } from "../../src/cloud";
import type { Fault, NicSeed } from "../../src/emulator";
import { closeClouds, cloudError, listedNic, nicPath, serverId, testCloud } from "./support/cloud";
import {
  appNetwork,
  db,
  type EmulatedCloud,
  freePort,
  mainNetwork,
  nobody,
  startEmulated,
  stopEmulators,
  web,
  webPrimary,
  webSecondary,
} from "./support/emulated";
import { closeServers, json, startServer } from "./support/server";

afterEach(async () => {
  closeClouds();
  await stopEmulators();
  await closeServers();
});

const byNetwork = { networkId: mainNetwork };
const byPort = { portId: freePort };
const bandwidth = "00000000-0000-4000-8000-0000000000b6";
const other = "00000000-0000-4000-8000-0000000000c1";

/** What an attaching came to, and the ports that it told of. */
async function attaching(world: EmulatedCloud, nic: NewNic, { signal }: CloudWriteOptions = {}, server = web) {
  const told: string[] = [];
  const onPort = (portId: string) => void told.push(portId);
  const outcome = await world.cloud.attach({ serverId: server }, nic, { onPort, signal }).then(
    (portId) => ({ portId, error: undefined }),
    async (error) => ({ portId: undefined, error: await cloudError(Promise.reject(error)) }),
  );
  return { ...outcome, told };
}

/** The ports that the server has and did not start with. */
const newPorts = (world: EmulatedCloud) =>
  world.portsOf(web).filter((port) => port !== webPrimary && port !== webSecondary);

const commands = (world: EmulatedCloud) =>
  world.emulator.requests.filter(({ method }) => method === "POST").map(({ route, status }) => `${route} ${status}`);

const lost: Fault = { route: "BatchAddServerNics", respond: "reset-after" };
const neverDone: Fault = { route: "BatchAddServerNics", respond: "reset" };

/** What ShowJob answers in place of the truth. */
const jobSays = (status: string, times: number | "always" = 1): Fault => ({
  route: "ShowJob",
  times,
  respond: { status: 200, body: { status, job_type: "addNic", entities: {}, error_code: null, fail_reason: null } },
});

const failing: Fault = {
  route: "BatchAddServerNics",
  respond: { failJob: { code: "Ecs.0211", reason: "Failed to attach the NIC." } },
};

describe("attaching a NIC", () => {
  test("of a network lists what is there, sends one command, waits for its job and gives the new port", async () => {
    const world = await startEmulated();
    const wish = { networkId: appNetwork, ipAddress: "192.168.16.77", ipv6: true, ipv6BandwidthId: bandwidth };
    const { portId, told } = await attaching(world, wish);
    expect(world.sent()).toEqual(["ListServerInterfaces", "BatchAddServerNics", "ShowJob"]);
    expect(newPorts(world)).toEqual([portId]);
    expect(told).toEqual([portId]);
    expect(world.emulator.nic(web, portId ?? "")).toMatchObject({
      networkId: appNetwork,
      fixedIps: [{ ipAddress: "192.168.16.77" }, { ipAddress: expect.stringContaining(":") }],
      ipv6BandwidthId: bandwidth,
    });
  });

  test("of a port sends one command, waits for its job and gives the port", async () => {
    const world = await startEmulated();
    expect(await attaching(world, byPort)).toEqual({ portId: freePort, error: undefined, told: [freePort] });
    expect(world.sent()).toEqual(["BatchAddServerNics", "ShowJob"]);
    expect(newPorts(world)).toEqual([freePort]);
  });

  test("of a port needs no name from its job, and no look", async () => {
    const world = await startEmulated();
    world.emulator.fail(jobSays("SUCCESS"));
    expect((await attaching(world, byPort)).portId).toBe(freePort);
    expect(world.sent()).toEqual(["BatchAddServerNics", "ShowJob"]);
  });

  test("to a server that is not there fails without a command", async () => {
    const world = await startEmulated();
    const { error, told } = await attaching(world, byNetwork, {}, nobody);
    expect(error).toMatchObject({ kind: "not-found-server", mayHaveHappened: false });
    expect(world.sent()).toEqual(["ListServerInterfaces"]);
    expect(told).toEqual([]);
  });

  test("can be seen by whoever reads afterwards, in what was read before as well", async () => {
    const { cloud } = await startEmulated();
    await cloud.listNics({ serverId: web });
    await cloud.portOf({ serverId: web, portId: webPrimary });
    const portId = await cloud.attach({ serverId: web }, byNetwork);
    expect((await cloud.listNics({ serverId: web })).map((nic) => nic.portId)).toContain(portId);
    expect((await cloud.portOf({ serverId: web, portId })).deviceId).toBe(web);
    await cloud.detach({ serverId: web, portId });
    expect((await cloud.listNics({ serverId: web })).map((nic) => nic.portId)).not.toContain(portId);
    expect((await cloudError(cloud.portOf({ serverId: web, portId }))).kind).toBe("not-found-port");
  });

  test("by a job that names no NIC gives the one that is new", async () => {
    const world = await startEmulated({ jobDuration: 0 });
    world.emulator.fail(jobSays("SUCCESS"));
    const { portId, told } = await attaching(world, byNetwork);
    expect(newPorts(world)).toEqual([portId]);
    expect(told).toEqual([portId]);
  });

  test("by a job that names no NIC looks again while the list does not show it yet", async () => {
    const world = await startEmulated({ jobDuration: 0 });
    const before = { interfaceAttachments: [{ port_id: webPrimary, net_id: mainNetwork }] };
    await world.cloud.listNics({ serverId: web });
    world.emulator.fail(jobSays("SUCCESS"));
    world.emulator.fail({ route: "ListServerInterfaces", times: 3, respond: { status: 200, body: before } });
    const { portId } = await attaching(world, byNetwork);
    expect(newPorts(world)).toEqual([portId]);
    expect(world.sent().filter((route) => route === "ListServerInterfaces")).toHaveLength(5);
  });

  test("by a job that names no NIC, of which none can be seen, fails and says that it may have happened", async () => {
    const world = await startEmulated({ jobDuration: 1_000_000 });
    world.emulator.fail(jobSays("SUCCESS"));
    const { error, told } = await attaching(world, byNetwork);
    expect(error).toMatchObject({ kind: "unexpected-answer", mayHaveHappened: true });
    expect(error?.message).toMatch(/names no NIC/);
    expect(told).toEqual([]);
  });
});

describe("what ECS refuses is the caller's error, with its code and without a second command", () => {
  const subnet = "00000000-0000-4000-8000-0000000000b1";
  const foreign = "00000000-0000-4000-8000-0000000000b2";

  test.each<[string, NewNic]>([
    ["Ecs.0010", { networkId: mainNetwork, ipAddress: "192.168.0.9" }],
    ["Ecs.0012", { networkId: subnet }],
    ["Ecs.0014", { networkId: mainNetwork, securityGroupIds: [nobody] }],
    ["Ecs.0038", { networkId: nobody }],
    ["Ecs.0039", { networkId: mainNetwork, ipAddress: "10.1.1.1" }],
    ["Ecs.0050", { portId: freePort }],
    ["Ecs.0064", { networkId: foreign }],
    ["Ecs.0605", { portId: freePort }],
    ["Ecs.0919", { portId: webSecondary }],
    ["Ecs.0005", { networkId: mainNetwork, ipv6BandwidthId: bandwidth }],
  ])("%s", async (code, nic) => {
    const world = await startEmulated();
    const { emulator } = world;
    emulator.addSubnet({ id: subnet, cidr: "10.9.0.0/29" });
    for (let host = 2; host < 7; host++) {
      emulator.addPort({ port_id: `${other.slice(0, -1)}${host}`, network_id: subnet, fixed_ips: [`10.9.0.${host}`] });
    }
    emulator.addSubnet({ id: foreign, cidr: "172.16.0.0/24", vpc_id: nobody });
    if (code === "Ecs.0050") emulator.configure({ nicLimit: 2 });
    if (code === "Ecs.0605") emulator.setServer(web, { locked: true });
    const { error, told } = await attaching(world, nic);
    expect(error).toMatchObject({ code, mayHaveHappened: false, attempts: 1 });
    expect(commands(world)).toEqual(["BatchAddServerNics 400"]);
    expect(told).toEqual([]);
  });

  test.each(["Ecs.0100", "Ecs.0086"])("%s, of a NIC that may not change its address", async (code) => {
    const { cloud, emulator } = await startEmulated({ addressChange: "stopped-primary" });
    if (code === "Ecs.0086") emulator.setServer(web, { status: "SHUTOFF" });
    const error = await cloudError(cloud.changeNic({ serverId: web, portId: webSecondary }, { ipAddress: "" }));
    expect(error).toMatchObject({ code, mayHaveHappened: false, attempts: 1 });
  });

  test("Ecs.0919 also for a port that this very server has", async () => {
    const world = await startEmulated();
    const { error, told } = await attaching(world, { portId: webSecondary });
    expect(error).toMatchObject({ kind: "invalid-request", code: "Ecs.0919" });
    expect(told).toEqual([]);
  });
});

describe.each<[string, NewNic]>([
  ["of a network", byNetwork],
  ["of a port", byPort],
])("attaching a NIC %s whose command's answer is lost", (_what, nic) => {
  test("succeeds when it was carried out, and is not sent again", async () => {
    const world = await startEmulated();
    world.emulator.fail(lost);
    const { portId, told } = await attaching(world, nic);
    expect(newPorts(world)).toEqual([portId]);
    expect(told).toEqual([portId]);
    expect(commands(world)).toEqual(["BatchAddServerNics 0"]);
    expect(world.emulator.jobs()).toHaveLength(1);
  });

  test("fails with that error when it was not carried out, and is not sent again", async () => {
    const world = await startEmulated();
    world.emulator.fail(neverDone);
    const { error, told } = await attaching(world, nic);
    expect(error).toMatchObject({ kind: "connection-lost", method: "POST", mayHaveHappened: true });
    expect(told).toEqual([]);
    expect(commands(world)).toEqual(["BatchAddServerNics 0"]);
    expect(newPorts(world)).toEqual([]);
  });

  test("tells the port and fails with that error once the signal has fired", async () => {
    const world = await startEmulated({ jobDuration: 0 });
    const controller = new AbortController();
    world.emulator.fail(lost);
    world.emulator.fail({ route: "ListServerInterfaces", after: "portId" in nic ? 0 : 1, respond: "bad-gateway" });
    world.onWait = () => controller.abort();
    const { error, told } = await attaching(world, nic, controller);
    expect(error).toMatchObject({ kind: "connection-lost", method: "POST", mayHaveHappened: true });
    expect(told).toEqual(newPorts(world));
    expect(told).toHaveLength(1);
  });

  test("looks once more when the signal fires, and no more than once", async () => {
    const world = await startEmulated();
    const controller = new AbortController();
    world.emulator.fail(neverDone);
    world.onWait = () => controller.abort();
    const { error } = await attaching(world, nic, controller);
    expect(error).toMatchObject({ kind: "connection-lost", method: "POST" });
    const after = world.sent().slice(world.sent().indexOf("BatchAddServerNics"));
    expect(after).toEqual(["BatchAddServerNics", "ListServerInterfaces", "ListServerInterfaces"]);
  });
});

test("a look that does not get through is given up after the request timeout, though the signal fired before", async () => {
  const server = await startServer((response, { method }, socket) => {
    if (method === "POST") socket.destroy();
    else json(response, 503, {});
  });
  const controller = new AbortController();
  // A wait that nobody ends never ends.
  const sleep = (_milliseconds: number, signal: AbortSignal | undefined) =>
    new Promise<void>((resolve) => signal?.addEventListener("abort", () => resolve()));
  const cloud = testCloud(server.url, { requestTimeout: 100 }, { sleep });
  const call = cloudError(cloud.attach({ serverId }, byPort, controller));
  await server.arrived(1);
  controller.abort();
  expect(await call).toMatchObject({ kind: "connection-lost", method: "POST" });
});

describe("a NIC of a network whose command's answer is lost", () => {
  test.each<[string, NewNic, NicSeed]>([
    ["of another network", byNetwork, { port_id: other, network_id: appNetwork, delete_on_termination: true }],
    [
      "with another address",
      { networkId: mainNetwork, ipAddress: "192.168.0.77" },
      { port_id: other, network_id: mainNetwork, fixed_ips: ["192.168.0.88"], delete_on_termination: true },
    ],
  ])("is not taken for one %s that came meanwhile", async (_what, nic, stranger) => {
    const world = await startEmulated();
    world.emulator.fail(lost);
    world.onWait = () => {
      if (!newPorts(world).includes(other)) world.emulator.addNic(web, stranger);
    };
    const { portId, told } = await attaching(world, nic);
    expect(newPorts(world).filter((port) => port !== other)).toEqual([portId]);
    expect(told).toEqual([portId]);
  });

  test("is not guessed when two are new: nothing is told, and the error is that of the command", async () => {
    const world = await startEmulated({ jobDuration: 0 });
    world.emulator.fail(lost);
    world.emulator.fail({ route: "ListServerInterfaces", after: 1, respond: "bad-gateway" });
    world.onWait = () => {
      if (newPorts(world).includes(other)) return;
      world.emulator.addNic(web, { port_id: other, network_id: mainNetwork, delete_on_termination: true });
    };
    const { error, told } = await attaching(world, byNetwork);
    expect(newPorts(world)).toHaveLength(2);
    expect(error).toMatchObject({ kind: "connection-lost", mayHaveHappened: true });
    expect(told).toEqual([]);
  });

  /** A server whose new NIC is in these states at one look after the other; undefined while it is not there. */
  async function building(...states: (string | undefined)[]) {
    let isSent = false;
    const server = await startServer((response, { method }, socket) => {
      if (method === "POST") {
        isSent = true;
        return socket.destroy();
      }
      const state = isSent ? (states.length > 1 ? states.shift() : states[0]) : undefined;
      const added = state === undefined ? [] : [{ ...listedNic("new"), port_state: state }];
      return json(response, 200, { interfaceAttachments: [listedNic("old"), ...added] });
    });
    const lists = () => server.received.filter(({ url }) => url === nicPath).length;
    return { server, lists };
  }

  test("is waited for while it is being built", async () => {
    const { server, lists } = await building(undefined, "BUILD", "BUILD", "ACTIVE");
    expect(await testCloud(server.url).attach({ serverId }, { networkId: "network-1" })).toBe("new");
    expect(lists()).toBe(5);
  });

  test.each<[string, (string | undefined)[], boolean]>([
    ["disappears", ["BUILD", undefined], false],
    ["is not waited for any more", ["BUILD"], true],
  ])("that is being built and %s is told, and the error is that of the command", async (_what, states, leaves) => {
    const { server, lists } = await building(...states);
    const controller = new AbortController();
    const sleep = async () => {
      if (leaves && lists() > 3) controller.abort();
    };
    const cloud = testCloud(server.url, {}, { sleep });
    const told: string[] = [];
    const options = { signal: controller.signal, onPort: (port: string) => void told.push(port) };
    const error = await cloudError(cloud.attach({ serverId }, { networkId: "network-1" }, options));
    expect(error).toMatchObject({ kind: "connection-lost", method: "POST", mayHaveHappened: true });
    expect(told).toEqual(["new"]);
  });
});

describe("attaching a NIC whose job fails", () => {
  test.each<[string, NewNic]>([
    ["of a network", byNetwork],
    ["of a port", byPort],
  ])("%s says why, and tells no port when nothing is left", async (_what, nic) => {
    const world = await startEmulated();
    world.emulator.fail(failing);
    const { error, told } = await attaching(world, nic);
    expect(error).toMatchObject({ kind: "job-failed", code: "Ecs.0211", mayHaveHappened: true });
    expect(error?.message).toContain("Failed to attach the NIC.");
    expect(told).toEqual([]);
    expect(commands(world)).toEqual(["BatchAddServerNics 200"]);
  });

  test.each<[string, NewNic]>([
    ["of a network", byNetwork],
    ["of a port", byPort],
  ])("%s tells the port of the NIC that it leaves behind", async (_what, nic) => {
    const world = await startEmulated({ jobDuration: 0 });
    world.emulator.fail(jobSays("FAIL"));
    const { error, told } = await attaching(world, nic);
    expect(error).toMatchObject({ kind: "job-failed", mayHaveHappened: true });
    expect(told).toHaveLength(1);
    expect(told).toEqual(newPorts(world));
  });

  test("tells the port that its job had named when nothing can be seen any more", async () => {
    const world = await startEmulated();
    world.emulator.fail(failing);
    world.emulator.fail({ route: "ListServerInterfaces", after: 1, times: "always", respond: "policy-forbids" });
    const { error, told } = await attaching(world, byNetwork);
    expect(error).toMatchObject({ kind: "job-failed" });
    expect(told).toEqual(world.emulator.jobs()[0]?.steps.map(({ effect }) => "portId" in effect && effect.portId));
  });
});

describe("attaching a NIC that is not waited for any more", () => {
  const leaving = async (world: EmulatedCloud, nic: NewNic, waits: number) => {
    const controller = new AbortController();
    let waited = 0;
    world.onWait = () => {
      if (++waited === waits) controller.abort();
    };
    return attaching(world, nic, controller);
  };

  test.each<[string, NewNic, number]>([
    ["whose job has not been looked at yet, of a network", byNetwork, 1],
    ["whose job is under way, of a network", byNetwork, 4],
    ["whose job has not been looked at yet, of a port", byPort, 1],
    ["whose job is under way, of a port", byPort, 4],
  ])("%s, tells the port that will be there", async (_what, nic, waits) => {
    const world = await startEmulated({ jobInit: 0 });
    const { error, told } = await leaving(world, nic, waits);
    expect(error).toMatchObject({ kind: "cancelled", mayHaveHappened: true });
    expect(error?.message).toContain("its last status was");
    expect(newPorts(world)).toEqual([]);
    const [job] = world.emulator.jobs();
    expect(told).toEqual(job?.steps.map(({ effect }) => "portId" in effect && effect.portId));
  });

  test("tells the port that can be seen when the job names none", async () => {
    const world = await startEmulated({ jobDuration: 0 });
    world.emulator.fail(jobSays("RUNNING", "always"));
    const { error, told } = await leaving(world, byNetwork, 5);
    expect(error).toMatchObject({ kind: "cancelled", mayHaveHappened: true });
    expect(told).toHaveLength(1);
    expect(told).toEqual(newPorts(world));
  });

  test("tells none when nothing is known of it", async () => {
    const world = await startEmulated({ jobDuration: 1_000_000 });
    world.emulator.fail(jobSays("INIT", "always"));
    const { error, told } = await leaving(world, byNetwork, 3);
    expect(error).toMatchObject({ kind: "cancelled", mayHaveHappened: true });
    expect(told).toEqual([]);
  });

  test("before the command is sent leaves nothing behind and tells nothing", async () => {
    const world = await startEmulated();
    const { error, told } = await attaching(world, byPort, { signal: AbortSignal.abort() });
    expect(error).toMatchObject({ kind: "cancelled", mayHaveHappened: false });
    expect(world.sent()).toEqual([]);
    expect(told).toEqual([]);
  });
});

test("a job that cannot be asked for any more does not hide that the NIC may be there", async () => {
  const world = await startEmulated({ jobDuration: 0 });
  world.emulator.fail({ route: "ShowJob", times: "always", respond: "policy-forbids" });
  const { error, told } = await attaching(world, byNetwork);
  expect(error).toMatchObject({ kind: "forbidden", method: "GET", mayHaveHappened: true });
  expect(told).toHaveLength(1);
  expect(told).toEqual(newPorts(world));
});

test("whatever goes wrong, a NIC is attached once at most, and a success and a clear failure tell the truth", async () => {
  const routes = ["BatchAddServerNics", "ShowJob", "ListServerInterfaces"] as const;
  const effects = ["reset", "reset-after", "reset-headers", "truncate", "bad-gateway", "server-busy"] as const;
  const failJob = { failJob: { code: "Ecs.0211", reason: "no" } };
  const respond = fc.constantFrom(...effects, "over-rate-limit" as const, "policy-forbids" as const, failJob);
  const fault = fc.record({ route: fc.constantFrom(...routes), after: fc.nat({ max: 2 }), respond });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fault, { maxLength: 5 }),
      fc.constantFrom<NewNic>(byNetwork, byPort),
      fc.option(fc.nat({ max: 6 }), { nil: undefined }),
      async (faults, nic, leavesAfter) => {
        const world = await startEmulated({ jobDuration: 1_500 });
        const controller = new AbortController();
        let waits = 0;
        world.onWait = () => {
          if (waits++ === leavesAfter) controller.abort();
        };
        for (const each of faults) world.emulator.fail(each);
        const { portId, error, told } = await attaching(world, nic, controller);
        const jobs = world.emulator.jobs();
        expect(jobs.length).toBeLessThanOrEqual(1);
        expect(told.length).toBeLessThanOrEqual(1);
        if (portId !== undefined) {
          expect(newPorts(world)).toEqual([portId]);
          expect(told).toEqual([portId]);
        }
        if (error && !error.mayHaveHappened) {
          expect(jobs).toEqual([]);
          expect(told).toEqual([]);
        }
        closeClouds();
        await stopEmulators();
      },
    ),
    { numRuns: 60 },
  );
});

describe("commands at one server", () => {
  test("go one after the other, so that ECS finds it busy with none", async () => {
    const world = await startEmulated();
    const { cloud } = world;
    const [first, second] = await Promise.all([
      cloud.attach({ serverId: web }, byNetwork),
      cloud.attach({ serverId: web }, byPort),
      cloud.detach({ serverId: web, portId: webSecondary }),
    ]);
    expect(world.emulator.requests.filter(({ code }) => code === "Ecs.0603")).toEqual([]);
    expect(world.portsOf(web).sort()).toEqual([webPrimary, first, second].sort());
  });

  test("that change a NIC wait for the job that is under way", async () => {
    const world = await startEmulated();
    const { cloud } = world;
    const primary = { serverId: web, portId: webPrimary };
    world.timeRuns = false;
    const held = cloud.attach({ serverId: web }, byPort);
    while (world.emulator.jobs().length === 0) await new Promise(setImmediate);
    const changes = [
      cloud.updateNic(primary, { deleteOnTermination: false }),
      cloud.changeNic(primary, { ipAddress: "192.168.0.77" }),
    ];
    world.timeRuns = true;
    await Promise.all([held, ...changes]);
    expect(world.emulator.requests.filter(({ code }) => code === "Ecs.0603")).toEqual([]);
    const fixedIps = [{ ipAddress: "192.168.0.77" }];
    expect(world.emulator.nic(web, webPrimary)).toMatchObject({ deleteOnTermination: false, fixedIps });
  });

  test("do not hold up those at another one", async () => {
    const world = await startEmulated();
    world.timeRuns = false;
    const held = world.cloud.attach({ serverId: web }, byPort);
    const behind = world.cloud.attach({ serverId: web }, byNetwork);
    while (world.emulator.jobs().length === 0) await new Promise(setImmediate);
    world.emulator.configure({ jobInit: 0, jobDuration: 0 });
    const portId = await world.cloud.attach({ serverId: db }, byNetwork);
    expect(world.portsOf(db)).toContain(portId);
    expect(newPorts(world)).toEqual([]);
    world.timeRuns = true;
    expect(await held).toBe(freePort);
    const last = await behind;
    expect(newPorts(world)).toEqual([freePort, last]);
  });

  test("are not sent by who leaves while waiting, and the next one waits on", async () => {
    const world = await startEmulated();
    world.timeRuns = false;
    const controller = new AbortController();
    const held = world.cloud.attach({ serverId: web }, byPort);
    const leaving = attaching(world, byNetwork, controller);
    const behind = world.cloud.detach({ serverId: web, portId: webSecondary });
    while (world.emulator.jobs().length === 0) await new Promise(setImmediate);
    controller.abort();
    const { error, told } = await leaving;
    expect(error).toMatchObject({ kind: "cancelled", mayHaveHappened: false });
    expect(told).toEqual([]);
    world.timeRuns = true;
    await Promise.all([held, behind]);
    expect(commands(world)).toEqual(["BatchAddServerNics 200", "BatchDeleteServerNics 200"]);
    expect(world.portsOf(web)).toEqual([webPrimary, freePort]);
  });

  test("go on after one that failed", async () => {
    const world = await startEmulated();
    world.emulator.fail(failing);
    const failed = attaching(world, byNetwork);
    const next = world.cloud.attach({ serverId: web }, byPort);
    expect((await failed).error?.kind).toBe("job-failed");
    expect(await next).toBe(freePort);
  });

  test("wait a minute for one that somebody else sent", async () => {
    const world = await startEmulated();
    const waits: number[] = [];
    world.onWait = (milliseconds) => {
      waits.push(milliseconds);
      world.emulator.setServer(web, { busy: false });
    };
    world.emulator.setServer(web, { busy: true });
    expect((await attaching(world, byPort)).portId).toBe(freePort);
    expect(waits[0]).toBe(60_000);
  });
});

describe("detaching a NIC", () => {
  const nic = { serverId: web, portId: webSecondary };
  const lostDetach = (respond: "reset" | "reset-after"): Fault => ({ route: "BatchDeleteServerNics", respond });
  const failedJob: Fault = {
    route: "BatchDeleteServerNics",
    respond: { failJob: { code: "Ecs.0507", reason: "Check the NIC type." } },
  };

  test.each([true, false])("whose setting is %s deletes its port accordingly", async (deleteOnTermination) => {
    const world = await startEmulated();
    world.emulator.setNic(web, webSecondary, { deleteOnTermination });
    await world.cloud.detach(nic);
    expect(world.portsOf(web)).toEqual([webPrimary]);
    expect(world.emulator.ports().some(({ id }) => id === webSecondary)).toBe(!deleteOnTermination);
    expect(world.sent()).toEqual(["BatchDeleteServerNics", "ShowJob"]);
  });

  test.each<[string, (world: EmulatedCloud) => void]>([
    ["that the server does not have", ({ emulator }) => void emulator.removeNic(web, webSecondary)],
    ["whose server is not there", ({ emulator }) => void emulator.removeServer(web)],
  ])("%s is success, after a look", async (_what, happen) => {
    const world = await startEmulated();
    happen(world);
    await world.cloud.detach(nic);
    expect(world.sent()).toEqual(["BatchDeleteServerNics", "ListServerInterfaces"]);
  });

  test("that ECS calls missing although the server has it fails", async () => {
    const world = await startEmulated();
    const body = { error: { code: "Ecs.0085", message: "The server does not have the interface." } };
    world.emulator.fail({ route: "BatchDeleteServerNics", respond: { status: 400, body } });
    expect(await cloudError(world.cloud.detach(nic))).toMatchObject({ kind: "not-found-nic", code: "Ecs.0085" });
  });

  test("whose command's answer is lost succeeds when it was carried out", async () => {
    const world = await startEmulated();
    world.emulator.fail(lostDetach("reset-after"));
    await world.cloud.detach(nic);
    expect(world.portsOf(web)).toEqual([webPrimary]);
    expect(commands(world)).toEqual(["BatchDeleteServerNics 0"]);
  });

  test("whose command's answer is lost fails with that error when it was not carried out", async () => {
    const world = await startEmulated();
    world.emulator.fail(lostDetach("reset"));
    const error = await cloudError(world.cloud.detach(nic));
    expect(error).toMatchObject({ kind: "connection-lost", method: "POST", mayHaveHappened: true });
    expect(commands(world)).toEqual(["BatchDeleteServerNics 0"]);
  });

  test("whose job fails says why", async () => {
    const world = await startEmulated();
    world.emulator.fail(failedJob);
    const error = await cloudError(world.cloud.detach(nic));
    expect(error).toMatchObject({ kind: "job-failed", code: "Ecs.0507", mayHaveHappened: true });
    expect(world.portsOf(web)).toEqual([webPrimary, webSecondary]);
  });

  test("whose job fails although the NIC is gone is success", async () => {
    const world = await startEmulated({ jobDuration: 0 });
    world.emulator.fail(jobSays("FAIL"));
    await world.cloud.detach(nic);
    expect(world.portsOf(web)).toEqual([webPrimary]);
  });

  test("whose job fails because the server is gone is success", async () => {
    const world = await startEmulated();
    world.emulator.fail(failedJob);
    world.onWait = () => void world.emulator.removeServer(web);
    await world.cloud.detach(nic);
    expect(world.emulator.servers().map(({ id }) => id)).toEqual([db]);
  });

  test("that is not waited for any more is an error while the NIC is there", async () => {
    const world = await startEmulated();
    const controller = new AbortController();
    world.onWait = () => controller.abort();
    const error = await cloudError(world.cloud.detach(nic, controller));
    expect(error).toMatchObject({ kind: "cancelled", mayHaveHappened: true });
  });

  test("whose job cannot be asked for any more may have happened", async () => {
    const world = await startEmulated();
    world.emulator.fail({ route: "ShowJob", times: "always", respond: "policy-forbids" });
    expect(await cloudError(world.cloud.detach(nic))).toMatchObject({ kind: "forbidden", mayHaveHappened: true });
  });

  test.each([
    ["Ecs.0110", webPrimary, false],
    ["Ecs.0605", webSecondary, true],
  ])("is refused with %s as ECS refuses it", async (code, portId, locked) => {
    const world = await startEmulated();
    world.emulator.setServer(web, { locked });
    const error = await cloudError(world.cloud.detach({ serverId: web, portId }));
    expect(error).toMatchObject({ code, mayHaveHappened: false });
    expect(world.sent()).toEqual(["BatchDeleteServerNics"]);
  });
});
