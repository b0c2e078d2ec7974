import {
  call,
  db,
  dbPrimary,
  emulators,
  interfacesPath,
  list,
  nobody,
  update,
  web,
  webPrimary,
  webSecondary,
} from "./client";

const { start } = emulators();

describe("ListServerInterfaces", () => {
  test("lists every NIC of the server with the fields of the API reference, null where one does not apply", async () => {
    const answer = await list(await start(), web);
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      attachableQuantity: { free_nic: 10, free_efi_nic: 0 },
      interfaceAttachments: [
        {
          port_state: "ACTIVE",
          fixed_ips: [{ subnet_id: expect.stringMatching(/^[0-9a-f-]{36}$/), ip_address: "192.168.0.33" }],
          net_id: "610a4af2-1d90-4d2b-8057-dc238b26febf",
          port_id: webPrimary,
          mac_addr: "fa:16:3e:45:65:c4",
          delete_on_termination: true,
          driver_mode: null,
          min_rate: null,
          multiqueue_num: null,
          pci_address: null,
        },
        expect.objectContaining({
          port_id: webSecondary,
          delete_on_termination: false,
          fixed_ips: [
            expect.objectContaining({ ip_address: "192.168.16.120" }),
            expect.objectContaining({ ip_address: "2407:c080:1200:13a:5c2e:91f:7b04:6d3" }),
          ],
        }),
      ],
    });
  });

  test("answers 400 Ecs.0307 with Nova's itemNotFound in the message when the server does not exist", async () => {
    const answer = await list(await start(), nobody);
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({
      error: {
        message: `call novaExt api to get server ports fail serverId = ${nobody}  error message ={"itemNotFound": {"code": 404, "message": "Instance ${nobody} could not be found."}}`,
        code: "Ecs.0307",
      },
    });
  });

  test("answers 404 Ecs.0114 for a missing server when told to", async () => {
    const answer = await list(await start({ serverGone: "404" }), nobody);
    expect(answer.status).toBe(404);
    expect(answer.json).toEqual({ error: { message: `Instance[${nobody}] could not be found.`, code: "Ecs.0114" } });
  });

  test("answers 400 Ecs.0023 for another project", async () => {
    const answer = await call(await start(), "GET", `/v1/${"0".repeat(32)}/cloudservers/${web}/os-interface`);
    expect([answer.status, answer.json.error.code]).toEqual([400, "Ecs.0023"]);
  });
});

describe("UpdateServerInterface", () => {
  test.each([true, false])("sets delete_on_termination to %s and answers 204 without a body", async (value) => {
    const emulator = await start();
    emulator.setNic(web, webPrimary, { deleteOnTermination: !value });
    const answer = await update(emulator, web, webPrimary, value);
    expect([answer.status, answer.text, answer.headers["content-type"]]).toEqual([204, "", undefined]);
    expect(emulator.nic(web, webPrimary)?.deleteOnTermination).toBe(value);
    expect((await list(emulator, web)).json.interfaceAttachments[0].delete_on_termination).toBe(value);
  });

  test("changes the one NIC that it names", async () => {
    const emulator = await start();
    const before = emulator.servers();
    await update(emulator, web, webSecondary, true);
    const after = emulator.servers();
    expect(after).not.toEqual(before);
    emulator.setNic(web, webSecondary, { deleteOnTermination: false });
    expect(emulator.servers()).toEqual(before);
  });

  test("answers 204 when the value holds already", async () => {
    const emulator = await start();
    expect((await update(emulator, web, webPrimary, true)).status).toBe(204);
    expect(emulator.nic(web, webPrimary)?.deleteOnTermination).toBe(true);
  });

  test("takes a body that ends in a newline, as Go's JSON encoder writes it", async () => {
    const emulator = await start();
    const body = '{"interface_attachment":{"delete_on_termination":false}}\n';
    expect((await call(emulator, "PUT", `${interfacesPath(emulator, web)}/${webPrimary}`, body)).status).toBe(204);
  });

  test.each([
    ["", "Common.0002"],
    ["{", "Ecs.0005"],
    ["null", "Ecs.0005"],
    ["[]", "Ecs.0005"],
    ["{}", "Ecs.0005"],
    ['{"interface_attachment":null}', "Ecs.0005"],
    ['{"interface_attachment":[]}', "Ecs.0005"],
    ['{"interface_attachment":{}}', "Ecs.0005"],
    ['{"interface_attachment":{"delete_on_termination":null}}', "Ecs.0005"],
    ['{"interface_attachment":{"delete_on_termination":"true"}}', "Ecs.0005"],
    ['{"interface_attachment":{"delete_on_termination":1}}', "Ecs.0005"],
    ['{"interfaceAttachment":{"delete_on_termination":true}}', "Ecs.0005"],
    ['{"delete_on_termination":true}', "Ecs.0005"],
    [Buffer.from('{"interface_attachment":{"delete_on_termination":true,"note":"\xff"}}', "latin1"), "Ecs.0005"],
  ])("refuses the body %j with 400 %s and changes nothing", async (body, code) => {
    const emulator = await start();
    const before = emulator.servers();
    const answer = await call(emulator, "PUT", `${interfacesPath(emulator, db)}/${dbPrimary}`, body);
    expect([answer.status, answer.json.error.code]).toEqual([400, code]);
    expect(answer.json.error.message).not.toBe("");
    expect(emulator.servers()).toEqual(before);
  });

  test("answers 400 Ecs.0085 for a port that another server has", async () => {
    const emulator = await start();
    const answer = await update(emulator, web, dbPrimary, true);
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({ error: { message: "The server does not have the interface.", code: "Ecs.0085" } });
    expect(emulator.nic(db, dbPrimary)?.deleteOnTermination).toBe(false);
  });

  test("answers a missing server as ListServerInterfaces does", async () => {
    const usual = await update(await start(), nobody, webPrimary, true);
    expect([usual.status, usual.json.error.code]).toEqual([400, "Ecs.0307"]);
    const told = await update(await start({ serverGone: "404" }), nobody, webPrimary, true);
    expect([told.status, told.json.error.code]).toEqual([404, "Ecs.0114"]);
  });

  test.each([
    ["server", "abc", webPrimary],
    ["port", web, "abc"],
  ])("answers 400 Ecs.0005 when the %s is no UUID", async (kind, server, port) => {
    const answer = await update(await start(), server, port, true);
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({ error: { message: `${kind} id[abc] is not uuid.`, code: "Ecs.0005" } });
  });

  test("answers 400 Ecs.0605 for a locked server and changes nothing", async () => {
    const emulator = await start();
    emulator.addServer({
      id: nobody,
      name: "locked",
      locked: true,
      nics: [{ port_id: "00000000-0000-4000-8000-000000000001", delete_on_termination: false }],
    });
    const answer = await update(emulator, nobody, "00000000-0000-4000-8000-000000000001", true);
    expect([answer.status, answer.json.error.code]).toEqual([400, "Ecs.0605"]);
    expect(emulator.nic(nobody, "00000000-0000-4000-8000-000000000001")?.deleteOnTermination).toBe(false);
  });

  test("answers 400 Ecs.0023 for another project and changes nothing", async () => {
    const emulator = await start();
    const path = `/v1/${"0".repeat(32)}/cloudservers/${web}/os-interface/${webPrimary}`;
    const answer = await call(emulator, "PUT", path, '{"interface_attachment":{"delete_on_termination":false}}');
    expect([answer.status, answer.json.error.code]).toEqual([400, "Ecs.0023"]);
    expect(emulator.nic(web, webPrimary)?.deleteOnTermination).toBe(true);
  });
});

describe("ShowServer", () => {
  test("tells the primary NIC from the others, by address and by interface", async () => {
    const emulator = await start();
    const { status, json } = await call(emulator, "GET", `/v1/${emulator.projectId}/cloudservers/${web}`);
    expect(status).toBe(200);
    expect(json.server).toMatchObject({
      id: web,
      name: "web-1",
      status: "ACTIVE",
      locked: false,
      tenant_id: emulator.projectId,
      "OS-EXT-STS:vm_state": "active",
      "OS-EXT-STS:power_state": 1,
      "OS-EXT-STS:task_state": null,
    });
    const addresses = json.server.addresses[json.server.metadata.vpc_id];
    expect(addresses.map((item: Record<string, unknown>) => [item.version, item.addr, item.primary])).toEqual([
      ["4", "192.168.0.33", true],
      ["4", "192.168.16.120", false],
      ["6", "2407:c080:1200:13a:5c2e:91f:7b04:6d3", false],
    ]);
    expect(addresses[2]["OS-EXT-IPS:port_id"]).toBe(webSecondary);
    expect(json.server.network_interfaces).toMatchObject([
      { port_id: webPrimary, primary: true, ip_addresses: ["192.168.0.33"], ipv6_addresses: [] },
      { port_id: webSecondary, primary: false, ipv6_addresses: ["2407:c080:1200:13a:5c2e:91f:7b04:6d3"] },
    ]);
  });

  test("answers 404 Ecs.0114 for a server that does not exist", async () => {
    const emulator = await start();
    const answer = await call(emulator, "GET", `/v1/${emulator.projectId}/cloudservers/abc`);
    expect(answer.status).toBe(404);
    expect(answer.json).toEqual({ error: { message: "Instance[abc] could not be found.", code: "Ecs.0114" } });
  });

  test("reads the path decoded", async () => {
    const emulator = await start();
    const answer = await call(emulator, "GET", `/v1/${emulator.projectId}/cloudservers/a%20%E4%B8%80`);
    expect(answer.json.error.message).toBe("Instance[a 一] could not be found.");
  });

  test("answers 400 Ecs.0023 for another project", async () => {
    const answer = await call(await start(), "GET", `/v1/${"0".repeat(32)}/cloudservers/${web}`);
    expect([answer.status, answer.json.error.code]).toEqual([400, "Ecs.0023"]);
  });
});
