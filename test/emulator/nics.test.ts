import type { Emulator, EmulatorOptions } from "../../src/emulator";
import {
  call,
  emulators,
  get,
  list,
  listed,
  nobody,
  post,
  projectPath,
  update,
  web,
  webPrimary,
  webSecondary,
} from "./client";

const { start } = emulators();

const appNetwork = "2b7f0c9e-58a3-4c14-9d6a-f3e0b1a84d72";
const mainNetwork = "610a4af2-1d90-4d2b-8057-dc238b26febf";
const foreignNetwork = "00000000-0000-4000-8000-0000000000b1";
const foreignVpc = "00000000-0000-4000-8000-0000000000b2";
const freePort = "00000000-0000-4000-8000-0000000000f1";
const id = (digit: number) => `00000000-0000-4000-8000-00000000001${digit}`;

/** An emulator whose jobs end at once, with a free port and a subnet of another VPC. */
async function startReady(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await start({ jobDuration: 0, ...options });
  emulator.addPort({ port_id: freePort, network_id: appNetwork, fixed_ips: ["192.168.16.9"] });
  emulator.addSubnet({ id: foreignNetwork, cidr: "172.16.0.0/24", vpc_id: foreignVpc });
  return emulator;
}

const addNics = (emulator: Emulator, ...nics: unknown[]) => post(emulator, `cloudservers/${web}/nics`, { nics });
const deleteNics = (emulator: Emulator, ...ports: string[]) =>
  post(emulator, `cloudservers/${web}/nics/delete`, { nics: ports.map((port) => ({ id: port })) });
const portsOf = (emulator: Emulator) => emulator.servers()[0]?.nics.map(({ portId }) => portId);
const code = ({ status, json }: { status: number; json: { error: { code: string } } }) => [status, json.error.code];

describe("BatchAddServerNics", () => {
  test("gives a NIC of a subnet the lowest free address, and the default group", async () => {
    const emulator = await startReady();
    const first = await addNics(emulator, { subnet_id: mainNetwork });
    expect([first.status, Object.keys(first.json)]).toEqual([200, ["job_id"]]);
    await addNics(emulator, { subnet_id: mainNetwork });
    const nics = emulator.servers()[0]?.nics.slice(2);
    expect(nics?.map((nic) => nic.fixedIps[0]?.ipAddress)).toEqual(["192.168.0.2", "192.168.0.3"]);
    expect(nics?.map((nic) => nic.securityGroups)).toEqual(Array(2).fill([expect.any(String)]));
    expect(nics?.map((nic) => nic.primary)).toEqual([false, false]);
  });

  test("adds several at once, in one job with a step for each", async () => {
    const emulator = await startReady();
    const { json } = await addNics(emulator, { subnet_id: mainNetwork }, { port_id: freePort, subnet_id: mainNetwork });
    const job = (await get(emulator, `jobs/${json.job_id}`)).json;
    expect(job.entities.sub_jobs_total).toBe(2);
    expect(job.entities.sub_jobs[1].entities.nic_id).toBe(freePort);
    expect(emulator.nic(web, freePort)?.networkId).toBe(appNetwork);
    expect(portsOf(emulator)).toHaveLength(4);
  });

  test.each([
    [{}, "Ecs.0005"],
    [{ subnet_id: "x" }, "Ecs.0005"],
    [{ port_id: "x" }, "Ecs.0005"],
    [{ subnet_id: mainNetwork, ip_address: "192.168.0" }, "Ecs.0005"],
    [{ subnet_id: nobody }, "Ecs.0038"],
    [{ port_id: nobody }, "Ecs.0085"],
    [{ port_id: webPrimary }, "Ecs.0919"],
    [{ subnet_id: foreignNetwork }, "Ecs.0064"],
    [{ subnet_id: mainNetwork, ip_address: "192.168.1.5" }, "Ecs.0039"],
    [{ subnet_id: mainNetwork, ip_address: "192.168.0.33" }, "Ecs.0010"],
    [{ subnet_id: mainNetwork, security_groups: [{ id: nobody }] }, "Ecs.0014"],
    [{ subnet_id: mainNetwork, ipv6_enable: true }, "Ecs.0005"],
    [{ subnet_id: appNetwork, ipv6_bandwidth: { id: id(2) } }, "Ecs.0005"],
    [{ subnet_id: appNetwork, ipv6_enable: true, ipv6_bandwidth: { id: "x" } }, "Ecs.0005"],
    [{ subnet_id: appNetwork, ipv6_enable: true, ipv6_bandwidth: { id: 7 } }, "Ecs.0005"],
  ])("refuses %j with 400 %s and reserves nothing, not even what it could have added", async (nic, expected) => {
    const emulator = await startReady();
    const before = emulator.ports();
    expect(code(await addNics(emulator, { port_id: freePort }, nic))).toEqual([400, expected]);
    expect(emulator.ports()).toEqual(before);
    expect(emulator.jobs()).toEqual([]);
  });

  test.each([
    ["", "Common.0002"],
    ["{", "Ecs.0005"],
    ['{"nics":[]}', "Ecs.0005"],
    ['{"nics":{}}', "Ecs.0005"],
  ])("refuses the body %j with 400 %s", async (body, expected) => {
    const emulator = await startReady();
    const answer = await call(emulator, "POST", projectPath(emulator, `cloudservers/${web}/nics`), body);
    expect(code(answer)).toEqual([400, expected]);
  });

  test("stops at the quota of the flavor, those counted that a job is still adding", async () => {
    const emulator = await startReady({ nicLimit: 4, jobDuration: 60_000 });
    expect((await addNics(emulator, { subnet_id: mainNetwork })).status).toBe(200);
    expect(code(await addNics(emulator, { subnet_id: mainNetwork }, { subnet_id: mainNetwork }))).toEqual([
      400,
      "Ecs.0050",
    ]);
    expect((await addNics(emulator, { subnet_id: mainNetwork })).status).toBe(200);
    expect(code(await addNics(emulator, { subnet_id: mainNetwork }))).toEqual([400, "Ecs.0050"]);
    expect((await list(emulator, web)).json.attachableQuantity.free_nic).toBe(2);
  });

  test.each([
    [{ id: id(2) }, id(2)],
    [{}, null],
    [null, null],
    [undefined, null],
  ])("puts a NIC with IPv6 into the shared bandwidth %j, which its port shows as %j", async (bandwidth, shown) => {
    const emulator = await startReady();
    await addNics(emulator, { subnet_id: appNetwork, ipv6_enable: true, ipv6_bandwidth: bandwidth });
    const port = portsOf(emulator)?.at(-1);
    expect((await get(emulator, `ports/${port}`)).json.port.ipv6_bandwidth_id).toBe(shown);
  });

  test("runs out of addresses in a small subnet", async () => {
    const emulator = await startReady();
    emulator.addSubnet({ id: id(1), cidr: "10.9.0.0/29" });
    const added = await addNics(emulator, { subnet_id: id(1) }, { subnet_id: id(1) }, { subnet_id: id(1) });
    expect(added.status).toBe(200);
    expect(code(await addNics(emulator, { subnet_id: id(1) }))).toEqual([400, "Ecs.0012"]);
    expect(
      emulator
        .servers()[0]
        ?.nics.slice(2)
        .map((nic) => nic.fixedIps[0]?.ipAddress),
    ).toEqual(["10.9.0.2", "10.9.0.3", "10.9.0.4"]);
  });

  test("shows a NIC in the list only when its job has ended, and its port as BUILD before", async () => {
    let passed = 0;
    const emulator = await startReady({ jobDuration: 5000, clock: () => new Date(Date.now() + passed) });
    await addNics(emulator, { port_id: freePort });
    expect((await list(emulator, web)).json.interfaceAttachments).toHaveLength(2);
    expect((await get(emulator, `ports/${freePort}`)).json.port).toMatchObject({ status: "BUILD", device_id: web });
    passed = 5000;
    expect((await list(emulator, web)).json.interfaceAttachments).toHaveLength(3);
    expect((await get(emulator, `ports/${freePort}`)).json.port.status).toBe("ACTIVE");
  });
});

describe("a job that fails", () => {
  const failJob = { code: "Ecs.0211", reason: "Failed to attach the NIC." };

  test("takes away the port that was made for it, and leaves one that was not", async () => {
    const emulator = await startReady();
    const before = emulator.ports();
    emulator.fail({ respond: { failJob }, times: 2 });
    await addNics(emulator, { subnet_id: mainNetwork });
    await addNics(emulator, { port_id: freePort });
    expect(emulator.ports()).toEqual(before);
    expect((await addNics(emulator, { port_id: freePort })).status).toBe(200);
    expect(emulator.nic(web, freePort)).toBeDefined();
  });

  test("leaves a NIC and a server where they are", async () => {
    const emulator = await startReady();
    const before = emulator.servers();
    emulator.fail({ respond: { failJob }, times: 2 });
    await deleteNics(emulator, webSecondary);
    await post(emulator, "cloudservers/delete", { servers: [{ id: web }] });
    expect(emulator.servers()).toEqual(before);
    expect(emulator.jobs().map(({ status }) => status)).toEqual(["FAIL", "FAIL"]);
  });
});

describe("the delete_on_termination of a new NIC", () => {
  test.each([
    [{}, true, false],
    [{ subnetNicDeletes: false, portNicDeletes: true }, false, true],
  ])("with the settings %j is %s from a subnet and %s from a port", async (settings, fromSubnet, fromPort) => {
    const emulator = await startReady(settings);
    await addNics(emulator, { subnet_id: mainNetwork }, { port_id: freePort });
    expect(
      emulator
        .servers()[0]
        ?.nics.slice(2)
        .map((nic) => nic.deleteOnTermination),
    ).toEqual([fromSubnet, fromPort]);
  });
});

describe("BatchDeleteServerNics", () => {
  test.each([
    ["keeps the port when the NIC says so", {}, false, true],
    ["deletes the port when the NIC says so", {}, true, false],
    ["deletes it all the same where the setting is not heeded", { detachHonoursSetting: false }, false, false],
    ["deletes it all the same in a juno deployment", { deployment: "juno" }, false, false],
  ] as const)("%s", async (_what, settings, deleteOnTermination, survives) => {
    const emulator = await startReady(settings);
    emulator.setNic(web, webSecondary, { deleteOnTermination });
    expect((await deleteNics(emulator, webSecondary)).status).toBe(200);
    expect(portsOf(emulator)).toEqual([webPrimary]);
    const port = emulator.ports().find((each) => each.id === webSecondary);
    expect(port && [port.state, port.deviceId]).toEqual(survives ? ["DOWN", ""] : undefined);
  });

  test("refuses the primary NIC with 403 and takes none off", async () => {
    const emulator = await startReady();
    expect(code(await deleteNics(emulator, webSecondary, webPrimary))).toEqual([403, "Ecs.0110"]);
    expect(portsOf(emulator)).toEqual([webPrimary, webSecondary]);
  });

  test("refuses a NIC that the server does not have, one named twice, and none", async () => {
    const emulator = await startReady();
    expect(code(await deleteNics(emulator, freePort))).toEqual([400, "Ecs.0085"]);
    expect(code(await deleteNics(emulator, webSecondary, webSecondary))).toEqual([400, "Ecs.0005"]);
    expect(code(await deleteNics(emulator))).toEqual([400, "Ecs.0005"]);
  });

  test("refuses a NIC that a job is deleting already", async () => {
    const emulator = await startReady({ jobDuration: 60_000 });
    expect((await deleteNics(emulator, webSecondary)).status).toBe(200);
    expect(code(await deleteNics(emulator, webSecondary))).toEqual([501, "Ecs.0603"]);
  });
});

describe("a server that takes no commands", () => {
  const commands: [string, (emulator: Emulator) => ReturnType<typeof post>][] = [
    ["UpdateServerInterface", (emulator) => update(emulator, web, webPrimary, false)],
    ["BatchAddServerNics", (emulator) => addNics(emulator, { subnet_id: mainNetwork })],
    ["BatchDeleteServerNics", (emulator) => deleteNics(emulator, webSecondary)],
    ["DeleteServers", (emulator) => post(emulator, "cloudservers/delete", { servers: [{ id: web }] })],
    [
      "ChangeServerNetworkInterface",
      (emulator) =>
        post(emulator, `cloudservers/${web}/os-interface/${webPrimary}/change-network-interface`, { ip_address: "" }),
    ],
  ];

  test.each(commands)(
    "answers %s with 400 Ecs.0605 when it is locked, and with 501 Ecs.0603 when it is busy",
    async (_name, command) => {
      const emulator = await startReady();
      const before = emulator.ports();
      emulator.setServer(web, { locked: true });
      expect(code(await command(emulator))).toEqual([400, "Ecs.0605"]);
      emulator.setServer(web, { locked: false, busy: true });
      expect(code(await command(emulator))).toEqual([501, "Ecs.0603"]);
      expect(emulator.ports()).toEqual(before);
      emulator.setServer(web, { busy: false });
      expect((await command(emulator)).status).toBeLessThan(300);
    },
  );

  test.each(commands.slice(1))("answers %s with 404 or 400 when it is not there", async (_name, command) => {
    const emulator = await startReady();
    emulator.removeServer(web);
    const { status, json } = await command(emulator);
    expect([status, json.error.code]).toEqual([404, expect.stringMatching(/^Ecs\.0[16]14$/)]);
  });

  test("is busy while its job runs, where one command at a time is the rule", async () => {
    const emulator = await startReady({ oneCommandAtATime: true, jobDuration: 60_000 });
    await addNics(emulator, { subnet_id: mainNetwork });
    expect(code(await update(emulator, web, webPrimary, false))).toEqual([501, "Ecs.0603"]);
    emulator.configure({ oneCommandAtATime: false });
    expect((await update(emulator, web, webPrimary, false)).status).toBe(204);
  });
});

describe("ChangeServerNetworkInterface", () => {
  const change = (emulator: Emulator, port: string, body: unknown) =>
    post(emulator, `cloudservers/${web}/os-interface/${port}/change-network-interface`, body);

  test("gives a NIC the address that is asked for, and any free one for an empty one", async () => {
    const emulator = await startReady();
    const wanted = await change(emulator, webPrimary, { ip_address: "192.168.0.77" });
    expect([wanted.status, wanted.json]).toEqual([
      200,
      { id: webPrimary, subnet_id: mainNetwork, ip_address: "192.168.0.77" },
    ]);
    expect((await change(emulator, webPrimary, { ip_address: "" })).json.ip_address).toBe("192.168.0.2");
  });

  test("keeps the IPv6 address in the same subnet, and changes it alone, in the cloud's spelling", async () => {
    const emulator = await startReady();
    const ipv4 = await change(emulator, webSecondary, { subnet_id: appNetwork, ip_address: "192.168.16.3" });
    expect(ipv4.json).toMatchObject({
      ip_address: "192.168.16.3",
      ipv6_address: "2407:c080:1200:13a:5c2e:91f:7b04:6d3",
    });
    const ipv6 = await change(emulator, webSecondary, { ipv6_address: "2407:C080:1200:013A:0::9" });
    expect(ipv6.json).toMatchObject({ ip_address: "192.168.16.3", ipv6_address: "2407:c080:1200:13a::9" });
  });

  test.each([
    [{}, "Ecs.0005"],
    [{ ip_address: 7 }, "Ecs.0005"],
    [{ ip_address: "::1" }, "Ecs.0005"],
    [{ ipv6_address: "10.0.0.1" }, "Ecs.0005"],
    [{ ipv6_address: "", ip_address: "" }, "Ecs.0005"],
    [{ ip_address: "192.168.0.51" }, "Ecs.0010"],
    [{ ip_address: "10.0.0.1" }, "Ecs.0039"],
    [{ subnet_id: nobody }, "Ecs.0038"],
    [{ subnet_id: foreignNetwork }, "Ecs.0064"],
    [{ ipv6_address: "" }, "Ecs.0005"],
  ])("refuses %j with 400 %s and changes nothing", async (body, expected) => {
    const emulator = await startReady();
    const before = emulator.ports();
    expect(code(await change(emulator, webPrimary, body))).toEqual([400, expected]);
    expect(emulator.ports()).toEqual(before);
  });

  test("is for the primary NIC of a stopped server, where the documents are followed", async () => {
    const emulator = await startReady({ addressChange: "stopped-primary" });
    expect(code(await change(emulator, webPrimary, { ip_address: "" }))).toEqual([400, "Ecs.0100"]);
    emulator.setServer(web, { status: "SHUTOFF" });
    expect(code(await change(emulator, webSecondary, { ip_address: "" }))).toEqual([400, "Ecs.0086"]);
    expect((await change(emulator, webPrimary, { ip_address: "" })).status).toBe(200);
  });

  test("of a NIC that the server does not have is 400 Ecs.0085", async () => {
    expect(code(await change(await startReady(), freePort, { ip_address: "" }))).toEqual([400, "Ecs.0085"]);
  });
});

describe("a list of NICs", () => {
  test("tells what a NIC is to the guest where its seed does, and null where it does not", async () => {
    const emulator = await startReady();
    const said = { driver_mode: "hinic", min_rate: 300, multiqueue_num: 8, pci_address: "0000:04:00.0" } as const;
    emulator.addNic(web, { port_id: id(3), delete_on_termination: true, ...said });
    const { interfaceAttachments } = (await list(emulator, web)).json;
    const unsaid = { driver_mode: null, min_rate: null, multiqueue_num: null, pci_address: null };
    expect(interfaceAttachments).toMatchObject([unsaid, unsaid, said]);
  });

  test("can leave delete_on_termination out, and come in another order", async () => {
    const emulator = await startReady({ listsSetting: false, nicOrder: "reversed" });
    const { interfaceAttachments } = (await list(emulator, web)).json;
    expect(interfaceAttachments.map(({ port_id }: { port_id: string }) => port_id)).toEqual([webSecondary, webPrimary]);
    expect(interfaceAttachments[0]).not.toHaveProperty("delete_on_termination");
    emulator.configure({ listsSetting: true });
    expect(await listed(emulator, web, webPrimary)).toBe(true);
  });

  test("with extensions tells a missing server as the plain one does", async () => {
    const emulator = await startReady();
    expect(code(await get(emulator, `cloudservers/${nobody}/os-interface_extension`))).toEqual([400, "Ecs.0307"]);
  });
});

test("UpdateServerInterface answers 404 for a port that is not there, when told to", async () => {
  expect(code(await update(await startReady({ portGone: "404" }), web, freePort, true))).toEqual([404, "Ecs.0085"]);
});
