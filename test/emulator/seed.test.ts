import { defaultSeed, generateSeed, parseSeed, startEmulator } from "../../src/emulator";
import { emulators, list, nobody, web, webPrimary, webSecondary } from "./client";

const { start } = emulators();
const port = (digit: number) => `00000000-0000-4000-8000-00000000000${digit}`;
const nic = { port_id: port(1), delete_on_termination: true };
const server = { id: nobody, name: "a", nics: [nic] };

describe("a seed", () => {
  test("needs no more than ids, a name and the setting; the first NIC is primary", async () => {
    const nics = [nic, { ...nic, port_id: port(2), delete_on_termination: false }];
    const emulator = await start({ seed: { servers: [{ ...server, nics }] } });
    expect(emulator.servers()).toMatchObject([
      {
        id: nobody,
        status: "ACTIVE",
        locked: false,
        nics: [
          { portId: port(1), primary: true, deleteOnTermination: true },
          { portId: port(2), primary: false, deleteOnTermination: false },
        ],
      },
    ]);
    const [listed] = (await list(emulator, nobody)).json.interfaceAttachments;
    expect(listed.mac_addr).toMatch(/^fa:16:3e(:[0-9a-f]{2}){3}$/);
    expect(listed.fixed_ips[0].ip_address).toMatch(/^10\.\d+\.\d+\.\d+$/);
  });

  test("may say which NIC is primary", async () => {
    const nics = [nic, { ...nic, port_id: port(2), primary: true }];
    const emulator = await start({ seed: { servers: [{ ...server, nics }] } });
    expect(emulator.servers()[0]?.nics.map((each) => each.primary)).toEqual([false, true]);
  });

  test.each([
    [null, "The document must be an object."],
    [{}, "servers must be a list."],
    [{ servers: {}, more: 1 }, "more is not known here; known are servers, subnets, security_groups, ports."],
    [{ servers: [7] }, "servers[0] must be an object."],
    [{ servers: [{ ...server, id: "one" }] }, "servers[0].id must be a lower-case UUID."],
    [
      { servers: [{ ...server, id: nobody.replace("8", "A").toUpperCase() }] },
      "servers[0].id must be a lower-case UUID.",
    ],
    [{ servers: [{ ...server, name: "" }] }, "servers[0].name must be a string that is not empty."],
    [{ servers: [{ ...server, status: "ERROR" }] }, "servers[0].status must be one of ACTIVE, SHUTOFF."],
    [{ servers: [{ ...server, locked: "no" }] }, "servers[0].locked must be true or false."],
    [{ servers: [{ ...server, vpc_id: 1 }] }, "servers[0].vpc_id must be a lower-case UUID."],
    [{ servers: [{ ...server, nics: undefined }] }, "servers[0].nics must be a list."],
    [
      { servers: [{ ...server, nics: [{ port_id: port(1) }] }] },
      "servers[0].nics[0].delete_on_termination must be true or false.",
    ],
    [
      { servers: [{ ...server, nics: [{ ...nic, delete_on_termination: "true" }] }] },
      "servers[0].nics[0].delete_on_termination must be true or false.",
    ],
    [
      { servers: [{ ...server, nics: [nic, { ...nic, port_id: "x" }] }] },
      "servers[0].nics[1].port_id must be a lower-case UUID.",
    ],
    [{ servers: [{ ...server, nics: [nic, nic] }] }, "servers[0].nics[1].port_id repeats servers[0].nics[0].port_id."],
    [{ servers: [server, server] }, "servers[1].id repeats servers[0].id."],
    [
      { servers: [server, { ...server, id: port(9) }] },
      "servers[1].nics[0].port_id repeats servers[0].nics[0].port_id.",
    ],
    [
      { servers: [{ ...server, nics: [{ ...nic, fixed_ips: ["10.0.0.1", "10.0.0"] }] }] },
      "servers[0].nics[0].fixed_ips[1] must be an IPv4 or IPv6 address.",
    ],
    [
      { servers: [{ ...server, nics: [{ ...nic, mac_address: "FA:16" }] }] },
      "servers[0].nics[0].mac_address must be a lower-case MAC address such as fa:16:3e:45:65:c4.",
    ],
    [
      { servers: [{ ...server, nics: [{ ...nic, driver_mode: "e1000" }] }] },
      "servers[0].nics[0].driver_mode must be one of virtio, hinic.",
    ],
    [
      { servers: [{ ...server, nics: [{ ...nic, min_rate: -1 }] }] },
      "servers[0].nics[0].min_rate must be a number from 0 to",
    ],
    [
      { servers: [{ ...server, nics: [{ ...nic, multiqueue_num: 65 }] }] },
      "servers[0].nics[0].multiqueue_num must be a number from 1 to 64.",
    ],
    [
      { servers: [{ ...server, nics: [{ ...nic, multiqueue_num: 1.5 }] }] },
      "servers[0].nics[0].multiqueue_num must be a whole number.",
    ],
    [
      { servers: [{ ...server, nics: [{ ...nic, pci_address: null }] }] },
      "servers[0].nics[0].pci_address must be a string that is not empty.",
    ],
    [
      { servers: [], ports: [{ port_id: port(1), ipv6_bandwidth_id: "x" }] },
      "ports[0].ipv6_bandwidth_id must be a lower-case UUID.",
    ],
    [
      { servers: [{ ...server, nics: [{ ...nic, deleteOnTermination: true }] }] },
      /^servers\[0\]\.nics\[0\]\.deleteOnTermination is not known here/,
    ],
    [
      {
        servers: [
          {
            ...server,
            nics: [
              { ...nic, primary: true },
              { ...nic, port_id: port(2), primary: true },
            ],
          },
        ],
      },
      "servers[0].nics must have one primary NIC, not several.",
    ],
  ])("is refused with its path and problem: %j", async (document, message) => {
    expect(() => parseSeed(document)).toThrow(message);
    await expect(startEmulator({ seed: document as never })).rejects.toThrow(message);
  });
});

describe("the default seed", () => {
  test("has a server with two NICs and one with one, with both settings among them", () => {
    expect(parseSeed(defaultSeed)).toEqual(defaultSeed);
    expect(defaultSeed.servers.map((each) => [each.name, each.nics.map((one) => one.delete_on_termination)])).toEqual([
      ["web-1", [true, false]],
      ["db-1", [false]],
    ]);
  });
});

describe("a generated seed", () => {
  test("has the size asked for, is valid and is the same each time", () => {
    const seed = generateSeed({ servers: 125, nicsPerServer: 8 });
    expect(parseSeed(seed).servers.flatMap((each) => each.nics)).toHaveLength(1000);
    expect(seed).toEqual(generateSeed({ servers: 125, nicsPerServer: 8 }));
    expect(new Set(seed.servers.flatMap((each) => each.nics.flatMap((one) => one.fixed_ips))).size).toBe(1000);
    expect(seed.servers[0]?.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test("has every NIC set as asked for", () => {
    const settings = (deleteOnTermination?: boolean) =>
      generateSeed({
        servers: 2,
        nicsPerServer: 2,
        ...(deleteOnTermination !== undefined && { deleteOnTermination }),
      }).servers.flatMap((each) => each.nics.map((one) => one.delete_on_termination));
    expect(settings()).toEqual([false, false, false, false]);
    expect(settings(true)).toEqual([true, true, true, true]);
  });
});

describe("the cloud in the hands of a test", () => {
  test("gains and loses servers and NICs", async () => {
    const emulator = await start();
    emulator.addServer(server);
    emulator.addNic(nobody, { port_id: port(2), delete_on_termination: false });
    expect((await list(emulator, nobody)).json.interfaceAttachments).toHaveLength(2);
    expect(
      emulator
        .servers()
        .find((each) => each.id === nobody)
        ?.nics.map((each) => each.primary),
    ).toEqual([true, false]);
    expect([emulator.removeNic(nobody, port(2)), emulator.removeNic(nobody, port(2))]).toEqual([true, false]);
    expect((await list(emulator, nobody)).json.interfaceAttachments).toHaveLength(1);
    expect([emulator.removeServer(nobody), emulator.removeServer(nobody)]).toEqual([true, false]);
    expect((await list(emulator, nobody)).json.error.code).toBe("Ecs.0307");
    emulator.addServer(server);
    emulator.addNic(nobody, { port_id: port(2), delete_on_termination: false });
  });

  test("refuses what exists already and what hangs on nothing", async () => {
    const emulator = await start();
    const taken = { port_id: webPrimary, delete_on_termination: true };
    expect(() => emulator.addServer({ ...server, id: web })).toThrow(`Server ${web} exists already.`);
    expect(() => emulator.addServer({ ...server, nics: [taken] })).toThrow(
      `Port ${webPrimary} is attached to server ${web} already.`,
    );
    expect(emulator.servers()).toHaveLength(2);
    expect(() => emulator.addNic(web, taken)).toThrow("is attached to server");
    expect(() => emulator.addNic(nobody, nic)).toThrow(`There is no server ${nobody}.`);
    expect(() => emulator.addNic(web, { ...nic, primary: true })).toThrow("has a primary NIC already");
    expect(() => emulator.addNic(web, { ...nic, port_id: "x" })).toThrow("nic.port_id must be a lower-case UUID.");
    expect(() => emulator.setNic(web, port(1), { deleteOnTermination: true })).toThrow("There is no NIC");
  });

  test("hands out copies", async () => {
    const emulator = await start();
    const copy = emulator.nic(web, webSecondary);
    copy?.fixedIps.splice(0);
    for (const each of emulator.servers()) {
      each.nics.splice(0);
    }
    expect(emulator.nic(web, webSecondary)?.fixedIps).toHaveLength(2);
    expect(emulator.servers()[0]?.nics).toHaveLength(2);
    expect(emulator.nic(web, port(1))).toBeUndefined();
    expect(emulator.nic(nobody, webPrimary)).toBeUndefined();
  });
});
