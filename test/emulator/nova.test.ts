import type { Emulator, EmulatorOptions } from "../../src/emulator";
import { call, emulators, nobody, web, webPrimary, webSecondary } from "./client";

const { start } = emulators();

const network = "610a4af2-1d90-4d2b-8057-dc238b26febf";
const freePort = "00000000-0000-4000-8000-0000000000f1";

async function startReady(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await start(options);
  emulator.addPort({ port_id: freePort, network_id: network, fixed_ips: ["192.168.0.9"] });
  return emulator;
}

const nova = (emulator: Emulator, method: string, rest: string, body?: unknown, version = "v2.1") =>
  call(
    emulator,
    method,
    `/${version}/${emulator.projectId}/servers/${rest}`,
    body === undefined ? undefined : JSON.stringify(body),
  );
const attach = (emulator: Emulator, interfaceAttachment: unknown) =>
  nova(emulator, "POST", `${web}/os-interface`, { interfaceAttachment });

test.each(["v2.1", "v2"])(
  "Nova under /%s lists the NICs and shows one, without delete_on_termination",
  async (version) => {
    const emulator = await startReady();
    const list = await nova(emulator, "GET", `${web}/os-interface`, undefined, version);
    expect([list.status, list.json.interfaceAttachments.length]).toEqual([200, 2]);
    const one = await nova(emulator, "GET", `${web}/os-interface/${webPrimary}`, undefined, version);
    expect(one.json).toEqual({
      interfaceAttachment: {
        port_state: "ACTIVE",
        fixed_ips: [{ subnet_id: expect.any(String), ip_address: "192.168.0.33" }],
        net_id: network,
        port_id: webPrimary,
        mac_addr: "fa:16:3e:45:65:c4",
      },
    });
    expect(list.json.interfaceAttachments[0]).toEqual(one.json.interfaceAttachment);
  },
);

test("Nova attaches at once: of a network, with an address, and of a port", async () => {
  const emulator = await startReady();
  const any = await attach(emulator, { net_id: network });
  expect([any.status, any.json.interfaceAttachment.port_state]).toEqual([200, "DOWN"]);
  const wanted = await attach(emulator, { net_id: network, fixed_ips: [{ ip_address: "192.168.0.200" }] });
  expect(wanted.json.interfaceAttachment.fixed_ips[0].ip_address).toBe("192.168.0.200");
  const port = await attach(emulator, { port_id: freePort });
  expect(port.json.interfaceAttachment.port_id).toBe(freePort);
  const nics = emulator.servers()[0]?.nics.slice(2);
  expect(nics?.map((nic) => [nic.portState, nic.deleteOnTermination])).toEqual([
    ["ACTIVE", true],
    ["ACTIVE", true],
    ["ACTIVE", false],
  ]);
});

test.each([
  ["mitaka", "", false, true],
  ["mitaka", "", true, false],
  ["mitaka", "?reserve_port=True", true, true],
  ["mitaka", "?reserve_port=False", false, false],
  ["juno", "", false, false],
  ["juno", "?reserve_port=true", false, true],
] as const)(
  "Nova in a %s deployment, detaching with %j a NIC whose setting is %s, keeps its port: %s",
  async (deployment, query, deleteOnTermination, kept) => {
    const emulator = await startReady({ deployment });
    emulator.setNic(web, webSecondary, { deleteOnTermination });
    const answer = await nova(emulator, "DELETE", `${web}/os-interface/${webSecondary}${query}`);
    expect([answer.status, answer.text]).toEqual([202, ""]);
    expect(emulator.nic(web, webSecondary)).toBeUndefined();
    expect(emulator.ports().some(({ id }) => id === webSecondary)).toBe(kept);
  },
);

test.each([
  ["GET", `${nobody}/os-interface`, undefined, 404, "itemNotFound"],
  ["GET", `${nobody}/os-interface/${webPrimary}`, undefined, 404, "itemNotFound"],
  ["GET", `${web}/os-interface/${freePort}`, undefined, 404, "itemNotFound"],
  ["POST", `${nobody}/os-interface`, { interfaceAttachment: { net_id: network } }, 404, "itemNotFound"],
  ["POST", `${web}/os-interface`, {}, 400, "badRequest"],
  ["POST", `${web}/os-interface`, { interfaceAttachment: { net_id: nobody } }, 400, "badRequest"],
  ["POST", `${web}/os-interface`, { interfaceAttachment: { port_id: nobody } }, 404, "itemNotFound"],
  ["POST", `${web}/os-interface`, { interfaceAttachment: { port_id: webPrimary } }, 400, "badRequest"],
  [
    "POST",
    `${web}/os-interface`,
    { interfaceAttachment: { net_id: network, fixed_ips: [{ ip_address: "192.168.0.5" }, {}] } },
    400,
    "badRequest",
  ],
  ["DELETE", `${nobody}/os-interface/${webPrimary}`, undefined, 404, "itemNotFound"],
  ["DELETE", `${web}/os-interface/${freePort}`, undefined, 404, "itemNotFound"],
  ["DELETE", `${web}/os-interface/${webPrimary}`, undefined, 403, "forbidden"],
])("Nova answers %s %s with a body of %j in its own shape: %d %s", async (method, rest, body, status, kind) => {
  const emulator = await startReady();
  const before = emulator.ports();
  const answer = await nova(emulator, method, rest, body);
  expect(answer.status).toBe(status);
  expect(answer.json).toEqual({ [kind]: { code: status, message: expect.stringMatching(/.+/) } });
  expect(emulator.requests[0]?.code).toBe(kind);
  expect(emulator.ports()).toEqual(before);
});

test("Nova refuses a locked or busy server with 409", async () => {
  const emulator = await startReady();
  for (const change of [{ locked: true }, { locked: false, busy: true }]) {
    emulator.setServer(web, change);
    expect((await attach(emulator, { net_id: network })).status).toBe(409);
    expect((await nova(emulator, "DELETE", `${web}/os-interface/${webSecondary}`)).status).toBe(409);
  }
  expect(emulator.servers()[0]?.nics).toHaveLength(2);
});

test("Nova refuses another project", async () => {
  const emulator = await startReady();
  const { status, json } = await call(emulator, "GET", `/v2.1/${"0".repeat(32)}/servers/${web}/os-interface`);
  expect([status, Object.keys(json)]).toEqual([400, ["badRequest"]]);
});
