import { type Emulator, type NicSeed, startEmulator } from "../../src/emulator";
import {
  acceptance,
  expectAction,
  expectEmptyPlan,
  expectKnownOutput,
  expectNoResource,
  expectResource,
  expectUnknown,
  expectValue,
  type JsonObject,
  type Mode,
  type Step,
} from "../support/acceptance";
import { providerHcl } from "../support/terraform";
import { requestsTo } from "./support/reading";

const SERVER = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21";
const NOBODY = "00000000-0000-4000-8000-000000000000";
const PRIMARY = "3e9b7d52-64c1-4f0e-8a1d-90c2f5b7e613";
const SECOND = "c5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057";
const THIRD = "0a5d7c1e-98b4-4f26-8e3d-61f7a2c4b905";
const FRONT = "610a4af2-1d90-4d2b-8057-dc238b26febf";
const BACK = "2b7f0c9e-58a3-4c14-9d6a-f3e0b1a84d72";
const V6 = "2407:c080:1200:13a:5c2e:91f:7b04:6d3";
const NICS = "data.huaweiecs_nic_attachments.nics";

const third: NicSeed = {
  port_id: THIRD,
  delete_on_termination: true,
  network_id: BACK,
  fixed_ips: ["192.168.16.121"],
  driver_mode: "virtio",
  min_rate: 100,
  multiqueue_num: 4,
  pci_address: "0000:00:05.0",
};

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator();
});

afterEach(() => emulator.stop());

const head = () => ({ shared: providerHcl(emulator.url), env: emulator.env() });

function data(...searches: readonly JsonObject[]) {
  const named = searches.map((given, index) => [
    index === 0 ? "nics" : `nics_${index}`,
    { server_id: SERVER, ...given },
  ]);
  return { data: { huaweiecs_nic_attachments: Object.fromEntries(named) as JsonObject } };
}

/** What the data source must say of a NIC, by the emulator. */
function told(portId: string, primary: boolean): JsonObject {
  const nic = emulator.nic(SERVER, portId);
  if (nic === undefined) throw new Error(`No NIC ${portId}.`);
  return {
    port_id: portId,
    network_id: nic.networkId,
    mac_address: nic.macAddress,
    port_state: "ACTIVE",
    fixed_ips: nic.fixedIps.map(({ ipAddress }) => ipAddress),
    addresses: nic.fixedIps.map(({ ipAddress, subnetId }) => ({ ip_address: ipAddress, subnet_id: subnetId })),
    delete_on_termination: nic.deleteOnTermination,
    primary,
    driver_mode: nic.driverMode,
    min_rate: nic.minRate,
    multiqueue_count: nic.multiqueueCount,
    pci_address: nic.pciAddress,
  };
}

const modes: Mode[] = ["reattach", "installed"];

test.each(modes)("the NICs of a server are read as they are, %s", async (mode) => {
  emulator.addNic(SERVER, third);
  const everything = () => ({
    server_id: SERVER,
    region: "cn-north-4",
    network_id: null,
    ip_address: null,
    port_state: null,
    delete_on_termination: null,
    primary: null,
    port_ids: [PRIMARY, THIRD, SECOND],
    nics: [told(PRIMARY, true), told(THIRD, false), told(SECOND, false)],
  });
  await acceptance({
    ...head(),
    mode,
    steps: [
      { config: data({}), state: [(state) => expectValue(NICS, [], everything())(state)] },
      {
        name: "what has changed since",
        before: () => {
          emulator.setNic(SERVER, THIRD, { deleteOnTermination: false });
          emulator.removeNic(SERVER, SECOND);
        },
        state: [
          (state) => expectValue(NICS, "nics", [told(PRIMARY, true), told(THIRD, false)])(state),
          expectValue(NICS, "port_ids", [PRIMARY, THIRD]),
        ],
      },
      { config: data({ region: "cn-north-4" }), state: [expectValue(NICS, "region", "cn-north-4")] },
    ],
  });
});

test("each filter holds, and all that are given do, from one list of NICs", async () => {
  emulator.addNic(SERVER, third);
  const searches: [JsonObject, string[]][] = [
    [{}, [PRIMARY, THIRD, SECOND]],
    [{ network_id: FRONT }, [PRIMARY]],
    [{ network_id: BACK }, [THIRD, SECOND]],
    [{ ip_address: "192.168.16.121" }, [THIRD]],
    [{ ip_address: "192.168.16.12" }, []],
    [{ ip_address: V6.toUpperCase() }, [SECOND]],
    [{ port_state: "ACTIVE" }, [PRIMARY, THIRD, SECOND]],
    [{ port_state: "DOWN" }, []],
    [{ delete_on_termination: true }, [PRIMARY, THIRD]],
    [{ delete_on_termination: false }, [SECOND]],
    [{ primary: true }, [PRIMARY]],
    [{ primary: false }, [THIRD, SECOND]],
    [{ primary: false, delete_on_termination: true, network_id: BACK, port_state: "ACTIVE" }, [THIRD]],
    [{ primary: true, network_id: BACK }, []],
    [{ network_id: NOBODY }, []],
  ];
  const outputs = searches.map((_, index) => {
    const name = index === 0 ? "nics" : `nics_${index}`;
    return [`found_${index}`, { value: `\${data.huaweiecs_nic_attachments.${name}.port_ids}` }];
  });
  await acceptance({
    ...head(),
    steps: [
      {
        config: { ...data(...searches.map(([given]) => given)), output: Object.fromEntries(outputs) as JsonObject },
        planOnly: true,
        expectNonEmptyPlan: true,
        plan: searches.map(([, ports], index) => expectKnownOutput(`found_${index}`, ports)),
        after: () => {
          expect(requestsTo(emulator, "ListServerInterfaces")).toHaveLength(1);
          expect(requestsTo(emulator, "ShowServer")).toHaveLength(searches.length);
        },
      },
    ],
  });
});

const FOR_EACH = `
data "huaweiecs_nic_attachments" "nics" {
  server_id = "${SERVER}"
}

resource "huaweiecs_nic_attachment_setting" "each" {
  for_each = toset(data.huaweiecs_nic_attachments.nics.port_ids)

  server_id             = "${SERVER}"
  port_id               = each.key
  delete_on_termination = false
}`;

const setting = (portId: string) => `huaweiecs_nic_attachment_setting.each["${portId}"]`;

test("every NIC of a server gets a setting, also one that comes later", async () => {
  await acceptance({
    ...head(),
    steps: [
      {
        config: FOR_EACH,
        plan: [expectAction(setting(PRIMARY), "create"), expectAction(setting(SECOND), "create")],
        state: [expectValue(setting(PRIMARY), "original_delete_on_termination", true)],
        after: () => expect(emulator.nic(SERVER, PRIMARY)?.deleteOnTermination).toBe(false),
      },
      {
        name: "a NIC comes",
        before: () => emulator.addNic(SERVER, third),
        plan: [expectAction(setting(THIRD), "create"), expectAction(setting(SECOND), "no-op")],
        after: () => expect(emulator.nic(SERVER, THIRD)?.deleteOnTermination).toBe(false),
      },
      {
        name: "a NIC goes",
        before: () => {
          emulator.removeNic(SERVER, SECOND);
        },
        state: [expectNoResource(setting(SECOND)), expectResource(setting(THIRD))],
      },
    ],
    checkDestroy: () => (emulator.nic(SERVER, THIRD)?.deleteOnTermination ? undefined : "the setting is not restored"),
  });
});

test.each<[string, string]>([
  ["server_id", "server_id = terraform_data.later.output"],
  ["ip_address", `server_id = "${SERVER}"\n  ip_address = terraform_data.later.output`],
])("what waits for its %s is read when it is known", async (name, argumentsHcl) => {
  const value = name === "server_id" ? SERVER : "192.168.16.120";
  await acceptance({
    ...head(),
    steps: [
      {
        config: `
resource "terraform_data" "later" {
  input = "${value}"
}

data "huaweiecs_nic_attachments" "nics" {
  ${argumentsHcl}
}`,
        plan: [expectAction(NICS, "read"), expectUnknown(NICS, "nics"), expectUnknown(NICS, "port_ids")],
        state: [expectValue(NICS, "port_ids", name === "server_id" ? [PRIMARY, SECOND] : [SECOND])],
      },
    ],
  });
});

test("what is attached in the same run is found by what depends on it", async () => {
  const attached = "huaweiecs_nic_attachment.third";
  await acceptance({
    ...head(),
    steps: [
      {
        config: `
data "huaweiecs_nic_attachments" "before" {
  server_id = "${SERVER}"
}

resource "huaweiecs_nic_attachment" "third" {
  server_id  = data.huaweiecs_nic_attachments.before.server_id
  network_id = "${BACK}"
  fixed_ip   = "192.168.16.121"
}

data "huaweiecs_nic_attachments" "nics" {
  server_id  = huaweiecs_nic_attachment.third.server_id
  ip_address = "192.168.16.121"

  depends_on = [huaweiecs_nic_attachment.third]
}`,
        plan: [expectAction(attached, "create"), expectAction(NICS, "read")],
        state: [
          expectValue("data.huaweiecs_nic_attachments.before", "port_ids", [PRIMARY, SECOND]),
          (state) => expectValue(NICS, "port_ids", [attachedPort() ?? ""])(state),
        ],
      },
    ],
  });
});

function attachedPort(): string | undefined {
  const nics = emulator.servers().find(({ id }) => id === SERVER)?.nics ?? [];
  return nics.find(({ portId }) => portId !== PRIMARY && portId !== SECOND)?.portId;
}

test("a server that goes between two runs is said to be gone", async () => {
  await acceptance({
    ...head(),
    steps: [
      { config: data({}) },
      { planOnly: true, plan: [expectEmptyPlan()] },
      {
        before: () => {
          emulator.removeServer(SERVER);
        },
        planOnly: true,
        expectError: `Server not found There is no ECS ${SERVER} in cn-north-4, so its NICs cannot be listed.`,
        after: () => emulator.addServer({ id: SERVER, name: "web-1", nics: [third] }),
      },
    ],
  });
});

test("what cannot be is refused with its reason", async () => {
  const refusals: [JsonObject, string | RegExp][] = [
    [{ server_id: "web-1" }, /^Invalid server_id It must be a UUID/],
    [{ server_id: null }, "Missing server_id"],
    [{ server_id: NOBODY }, "Server not found"],
    [{ region: "cn north" }, "Invalid region"],
    [{ network_id: "subnet" }, "Invalid network_id"],
    [{ ip_address: "192.168.16" }, /^Invalid ip_address It must be an IP address/],
    [{ port_state: "active" }, /^Invalid port_state It must be one of "ACTIVE", "BUILD", "DOWN"/],
    [{ delete_on_termination: "perhaps" }, /a bool is required/],
    [{ primary: "first" }, /a bool is required/],
    [{ port_ids: [] }, /port_ids/],
    [{ nics: [] }, /nics/],
  ];
  const steps = refusals.map(([given, expectError]): Step => ({ config: data(given), planOnly: true, expectError }));
  await acceptance({ ...head(), steps });
});
