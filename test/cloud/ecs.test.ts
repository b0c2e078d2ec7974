import { closeClouds, cloudError, listedNic, nicPath, portId, serverId, testCloud } from "./support/cloud";
import { closeServers, json, startServer } from "./support/server";

afterEach(async () => {
  closeClouds();
  await closeServers();
});

async function listing(body: unknown) {
  const server = await startServer((response) => json(response, 200, body));
  return testCloud(server.url);
}

describe("listing NICs", () => {
  test("gives what ECS lists, under our names", async () => {
    const cloud = await listing({
      attachableQuantity: { free_nic: 11 },
      interfaceAttachments: [listedNic(portId, true)],
    });
    expect(await cloud.listNics({ serverId })).toEqual([
      {
        portId,
        networkId: "network-1",
        macAddress: "fa:16:3e:45:65:c4",
        portState: "ACTIVE",
        fixedIps: [{ ipAddress: "192.168.0.33", subnetId: "subnet-1" }],
        deleteOnTermination: true,
        driverMode: undefined,
        minRate: undefined,
        multiqueueCount: undefined,
        pciAddress: undefined,
      },
    ]);
  });

  test("gives what a NIC is to the guest, where ECS says it", async () => {
    const said = { driver_mode: "hinic", min_rate: 300, multiqueue_num: 8, pci_address: "0000:04:00.0" };
    const cloud = await listing({ interfaceAttachments: [{ ...listedNic(), ...said }] });
    expect(await cloud.listNics({ serverId })).toMatchObject([
      { driverMode: "hinic", minRate: 300, multiqueueCount: 8, pciAddress: "0000:04:00.0" },
    ]);
  });

  test("reads an absent or null flag as false, says that it was not listed, and does without anything else that is absent or null", async () => {
    const cloud = await listing({
      interfaceAttachments: [
        { port_id: "p1" },
        { port_id: "p2", delete_on_termination: null, fixed_ips: null, net_id: null, mac_addr: null, port_state: null },
        { port_id: "p3", fixed_ips: [null, { ip_address: null }, "x"], novelty: { a: 1 } },
      ],
      novelty: [],
    });
    const unlisted = { deleteOnTermination: false, isSettingUnlisted: true };
    const nothing = { networkId: "", macAddress: "", portState: "", ...unlisted };
    expect(await cloud.listNics({ serverId })).toEqual([
      { portId: "p1", fixedIps: [], ...nothing },
      { portId: "p2", fixedIps: [], ...nothing },
      { portId: "p3", fixedIps: [{ ipAddress: "", subnetId: "" }], ...nothing },
    ]);
  });

  test("of a server without NICs gives none", async () => {
    const cloud = await listing({ interfaceAttachments: [] });
    expect(await cloud.listNics({ serverId })).toEqual([]);
  });

  test.each([
    ["a list", {}, "`interfaceAttachments`"],
    ["a list that is one", { interfaceAttachments: null }, "`interfaceAttachments`"],
    ["an object", [], "`interfaceAttachments`"],
    ["a port id", { interfaceAttachments: [listedNic(), { mac_addr: "x" }] }, "`interfaceAttachments[1].port_id`"],
    ["a port id that is text", { interfaceAttachments: [{ port_id: 1 }] }, "`interfaceAttachments[0].port_id`"],
    ["a NIC", { interfaceAttachments: [null] }, "`interfaceAttachments[0].port_id`"],
    ["a flag", { interfaceAttachments: [listedNic("p", "yes")] }, "`interfaceAttachments[0].delete_on_termination`"],
  ])("is an unexpected answer without %s, which the error names", async (_what, body, name) => {
    const error = await cloudError((await listing(body)).listNics({ serverId }));
    expect(error).toMatchObject({ kind: "unexpected-answer", status: 200, retryable: false, mayHaveHappened: false });
    expect(error.message).toContain(name);
  });

  test("is an unexpected answer without any content", async () => {
    const server = await startServer((response) => response.writeHead(204).end());
    expect((await cloudError(testCloud(server.url).listNics({ serverId }))).kind).toBe("unexpected-answer");
  });
});

describe("updating a NIC", () => {
  test.each([true, false])("sends %s and nothing else", async (deleteOnTermination) => {
    const server = await startServer((response) => response.writeHead(204).end());
    await testCloud(server.url).updateNic({ serverId, portId }, { deleteOnTermination });
    expect(server.received).toHaveLength(1);
    expect(server.received[0]).toMatchObject({
      method: "PUT",
      url: `${nicPath}/${portId}`,
      body: `{"interface_attachment":{"delete_on_termination":${deleteOnTermination}}}`,
      headers: { "content-type": "application/json", "content-length": deleteOnTermination ? "55" : "56" },
    });
  });

  test.each([
    [200, "{}"],
    [201, ""],
    [202, ""],
    [203, '{"interface_attachment":{}}'],
    [204, ""],
  ])("succeeds with %d", async (status, body) => {
    const server = await startServer((response) => response.writeHead(status).end(body));
    await expect(
      testCloud(server.url).updateNic({ serverId, portId }, { deleteOnTermination: true }),
    ).resolves.toBeUndefined();
  });
});

test.each(["", ".", "..", "../../jobs", "a/b", "a%2fb", "a?b", "a b", "ü"])(
  "an id that could change the path is refused without a request: %j",
  async (id) => {
    const server = await startServer((response) => response.writeHead(204).end());
    const cloud = testCloud(server.url);
    for (const call of [
      cloud.listNics({ serverId: id }),
      cloud.updateNic({ serverId: id, portId }, { deleteOnTermination: true }),
      cloud.updateNic({ serverId, portId: id }, { deleteOnTermination: true }),
    ]) {
      expect(await cloudError(call)).toMatchObject({ kind: "invalid-request", mayHaveHappened: false });
    }
    expect(server.received).toHaveLength(0);
  },
);
