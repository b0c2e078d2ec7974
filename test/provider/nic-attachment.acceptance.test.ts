import { setTimeout } from "node:timers/promises";
import type { Cloud } from "../../src/cloud";
import type { Emulator } from "../../src/emulator";
import {
  acceptance,
  compareValues,
  expectAction,
  expectDrift,
  expectKnownValue,
  expectNoResource,
  expectReplacePaths,
  expectTainted,
  expectUnknown,
  expectValue,
  type JsonObject,
  known,
  type Mode,
} from "../support/acceptance";
import { providerHcl } from "../support/terraform";
import {
  BANDWIDTH,
  colleague,
  DUAL_NETWORK,
  FREE_DUAL_PORT,
  FREE_PORT,
  GROUP,
  NETWORK,
  NOBODY,
  OTHER_GROUP,
  OTHER_SERVER,
  PRIMARY,
  SERVER,
  startNicWorld,
} from "./support/nics";

const NIC = "huaweiecs_nic_attachment.nic";

let emulator: Emulator;
let cloud: Cloud;

beforeEach(async () => {
  emulator = await startNicWorld();
  cloud = colleague(emulator);
});

afterEach(async () => {
  cloud.close();
  await emulator.stop();
});

const head = () => ({ shared: providerHcl(emulator.url), env: emulator.env() });

function nic(given: JsonObject = {}) {
  return { resource: { huaweiecs_nic_attachment: { nic: { server_id: SERVER, ...given } } } };
}

/** The server's NICs beside the primary one. */
const attached = (server = SERVER) =>
  emulator
    .servers()
    .filter(({ id }) => id === server)
    .flatMap(({ nics }) => nics)
    .filter(({ primary }) => !primary);

function attachedPort(): string {
  const [only, ...others] = attached();
  if (only === undefined || others.length > 0) throw new Error("The server has not exactly one NIC more.");
  return only.portId;
}

const port = (id: string) => emulator.ports().find((each) => each.id === id);

const modes: Mode[] = ["reattach", "installed"];

test.each(modes)(
  "the official provider's scenario passes: off and kept, then on and deleted, then imported, %s",
  async (mode) => {
    const id = compareValues("same");
    await acceptance({
      ...head(),
      mode,
      steps: [
        {
          name: "attach by network",
          config: nic({ network_id: NETWORK, delete_on_termination: false, source_dest_check: false }),
          plan: [
            expectAction(NIC, "create"),
            expectUnknown(NIC, "id"),
            expectUnknown(NIC, "port_id"),
            expectUnknown(NIC, "fixed_ip"),
            expectKnownValue(NIC, "region", "cn-north-4"),
          ],
          state: [
            expectValue(NIC, [], {
              id: known.matches(new RegExp(`^${SERVER}/`)),
              server_id: SERVER,
              port_id: known.notNull(),
              network_id: NETWORK,
              region: "cn-north-4",
              fixed_ip: known.matches(/^192\.168\.0\.\d+$/),
              fixed_ipv6: null,
              fixed_ips: known.listSize(1),
              ipv6_enable: false,
              ipv6_bandwidth_id: null,
              security_group_ids: known.listSize(1),
              source_dest_check: false,
              delete_on_termination: false,
              mac_address: known.matches(/^fa:16:3e/),
              primary: false,
              created_port: true,
              timeouts: null,
            }),
            id.at(NIC, "id"),
          ],
          after() {
            expect(attached()).toEqual([expect.objectContaining({ deleteOnTermination: false })]);
            expect(port(attachedPort())?.allowedAddressPairs).toEqual([{ ip_address: "1.1.1.1/0" }]);
          },
        },
        {
          name: "on, and deleted with its server",
          config: nic({ network_id: NETWORK, delete_on_termination: true, source_dest_check: true }),
          plan: [expectAction(NIC, "update"), expectKnownValue(NIC, "mac_address", known.notNull())],
          expectWarning: "This NIC will be deleted with its server",
          state: [id.at(NIC, "id")],
          after() {
            expect(attached()).toEqual([expect.objectContaining({ deleteOnTermination: true })]);
            expect(port(attachedPort())?.allowedAddressPairs).toEqual([]);
          },
        },
        { name: "import by command", import: NIC, by: "command", ignore: ["created_port"] },
        { name: "import by block", import: NIC, by: "block", ignore: ["created_port"] },
        { name: "import by identity", import: NIC, by: "identity", ignore: ["created_port"] },
      ],
      checkDestroy: () => (emulator.ports().length === 4 ? undefined : "the port was to be deleted with its NIC"),
    });
  },
  120_000,
);

test("a port that exists is attached, and outlives a NIC that keeps it", async () => {
  await acceptance({
    ...head(),
    steps: [
      {
        config: nic({ port_id: FREE_PORT, delete_on_termination: false }),
        plan: [
          expectKnownValue(NIC, "id", `${SERVER}/${FREE_PORT}`),
          expectKnownValue(NIC, "port_id", FREE_PORT),
          expectUnknown(NIC, "network_id"),
        ],
        state: [expectValue(NIC, "network_id", NETWORK), expectValue(NIC, "fixed_ip", "192.168.0.77")],
      },
      { import: NIC },
    ],
    checkDestroy: () => (port(FREE_PORT)?.deviceId === "" ? undefined : "the port is not free again"),
  });
});

test.each([
  ["the cloud deletes it", {}],
  ["the cloud keeps it although its setting says otherwise", { detachHonoursSetting: false }],
])("a port that is to go with its NIC is deleted where %s", async (_what, settings) => {
  emulator.configure(settings);
  await acceptance({
    ...head(),
    steps: [{ config: nic({ port_id: FREE_PORT, delete_on_termination: true }) }],
    checkDestroy: () => (port(FREE_PORT) === undefined ? undefined : "the port is still there"),
  });
});

test("what is not configured stays as the cloud decides, and shows", async () => {
  await acceptance({
    ...head(),
    steps: [
      {
        config: nic({ network_id: NETWORK }),
        plan: [expectUnknown(NIC, "delete_on_termination"), expectUnknown(NIC, "security_group_ids")],
        state: [expectValue(NIC, "delete_on_termination", true)],
      },
      {
        name: "a change behind Terraform's back is no reason for one",
        before: () => emulator.setNic(SERVER, attachedPort(), { deleteOnTermination: false }),
        refresh: true,
        state: [expectValue(NIC, "delete_on_termination", false)],
      },
      { config: nic({ network_id: NETWORK, delete_on_termination: false }), planOnly: true },
    ],
  });
});

test("attached by its port and by its network it is the same NIC", async () => {
  await acceptance({
    ...head(),
    steps: [
      { config: nic({ port_id: FREE_PORT }) },
      { config: nic({ network_id: NETWORK }), planOnly: true },
      { config: nic({ port_id: FREE_PORT }), planOnly: true },
    ],
  });
});

test("IPv6 is given by the network, at a wanted address too, and the address changes in place", async () => {
  const address = compareValues("same");
  await acceptance({
    ...head(),
    steps: [
      {
        config: nic({ network_id: DUAL_NETWORK, ipv6_enable: true, ipv6_bandwidth_id: BANDWIDTH }),
        plan: [expectUnknown(NIC, "fixed_ipv6")],
        state: [
          expectValue(NIC, "fixed_ipv6", known.matches(/^2407:c080:1200:13a:/)),
          expectValue(NIC, "ipv6_bandwidth_id", BANDWIDTH),
          expectValue(NIC, "fixed_ips", known.listSize(2)),
          address.at(NIC, "mac_address"),
        ],
      },
      {
        config: nic({ network_id: DUAL_NETWORK, fixed_ipv6: "2407:C080:1200:13A::00AB", ipv6_bandwidth_id: BANDWIDTH }),
        plan: [expectAction(NIC, "update"), expectUnknown(NIC, "fixed_ips")],
        state: [
          expectValue(NIC, "fixed_ipv6", "2407:C080:1200:13A::00AB"),
          expectValue(NIC, "fixed_ips", known.listPartial({ 1: "2407:c080:1200:13a::ab" })),
          address.at(NIC, "mac_address"),
        ],
      },
      {
        name: "another spelling is the same address",
        config: nic({ network_id: DUAL_NETWORK, fixed_ipv6: "2407:c080:1200:13a:0:0:0:ab" }),
        planOnly: true,
      },
    ],
  });
});

test("a wanted IPv6 address implies IPv6, and replaces a NIC that has none", async () => {
  await acceptance({
    ...head(),
    steps: [
      { config: nic({ network_id: DUAL_NETWORK }), state: [expectValue(NIC, "ipv6_enable", false)] },
      {
        config: nic({ network_id: DUAL_NETWORK, fixed_ipv6: "2407:c080:1200:13a::cd" }),
        plan: [
          expectAction(NIC, "replace"),
          expectReplacePaths(NIC, "fixed_ipv6"),
          expectKnownValue(NIC, "ipv6_enable", true),
        ],
        state: [expectValue(NIC, "fixed_ipv6", "2407:c080:1200:13a::cd")],
      },
      {
        config: nic({ network_id: DUAL_NETWORK, ipv6_enable: false }),
        plan: [expectAction(NIC, "replace"), expectReplacePaths(NIC, "ipv6_enable")],
        state: [expectValue(NIC, "fixed_ipv6", null)],
      },
    ],
  });
});

test("another address and another network move the NIC, which keeps its port", async () => {
  const mac = compareValues("same");
  const portId = compareValues("same");
  const same = () => [mac.at(NIC, "mac_address"), portId.at(NIC, "port_id")];
  await acceptance({
    ...head(),
    steps: [
      { config: nic({ network_id: NETWORK, fixed_ip: "192.168.0.100" }), state: same() },
      {
        name: "another address",
        config: nic({ network_id: NETWORK, fixed_ip: "192.168.0.101" }),
        plan: [expectAction(NIC, "update"), expectUnknown(NIC, "fixed_ips")],
        state: [...same(), expectValue(NIC, "fixed_ips", ["192.168.0.101"])],
      },
      {
        name: "another network",
        config: nic({ network_id: DUAL_NETWORK }),
        plan: [expectAction(NIC, "update"), expectUnknown(NIC, "fixed_ip")],
        state: [...same(), expectValue(NIC, "fixed_ip", known.matches(/^192\.168\.16\./))],
      },
      {
        name: "another network at a wanted address",
        config: nic({ network_id: NETWORK, fixed_ip: "192.168.0.102" }),
        plan: [expectAction(NIC, "update")],
        state: [...same(), expectValue(NIC, "fixed_ip", "192.168.0.102"), expectValue(NIC, "network_id", NETWORK)],
      },
    ],
  });
});

test("a NIC that moves keeps having IPv6", async () => {
  emulator.addSubnet({ id: NOBODY, cidr: "192.168.32.0/24", ipv6_cidr: "2407:c080:1200:13b::/64" });
  await acceptance({
    ...head(),
    steps: [
      { config: nic({ network_id: DUAL_NETWORK, ipv6_enable: true }) },
      {
        config: nic({ network_id: NOBODY, ipv6_enable: true }),
        plan: [expectAction(NIC, "update"), expectUnknown(NIC, "fixed_ipv6")],
        state: [expectValue(NIC, "fixed_ipv6", known.matches(/^2407:c080:1200:13b:/))],
      },
    ],
  });
});

test("where the cloud moves a stopped server's primary NIC alone, the error says how to go on", async () => {
  emulator.configure({ addressChange: "stopped-primary" });
  await acceptance({
    ...head(),
    steps: [
      { config: nic({ network_id: NETWORK, fixed_ip: "192.168.0.100" }) },
      {
        config: nic({ network_id: NETWORK, fixed_ip: "192.168.0.101" }),
        expectError: /^Server must be stopped .*terraform apply -replace/,
        state: [expectValue(NIC, "fixed_ip", "192.168.0.100")],
      },
      {
        before: () => emulator.setServer(SERVER, { status: "SHUTOFF" }),
        expectError: /^Not the primary NIC/,
        state: [expectValue(NIC, "fixed_ip", "192.168.0.100")],
      },
      { replace: NIC, plan: [expectAction(NIC, "replace")], state: [expectValue(NIC, "fixed_ip", "192.168.0.101")] },
    ],
  });
});

test("security groups and the check change in place, and other address pairs stay", async () => {
  await acceptance({
    ...head(),
    steps: [
      {
        config: nic({ port_id: FREE_DUAL_PORT, security_group_ids: [GROUP], source_dest_check: false }),
        state: [expectValue(NIC, "security_group_ids", [GROUP])],
        after: () =>
          expect(port(FREE_DUAL_PORT)?.allowedAddressPairs).toEqual([
            { ip_address: "192.168.16.200" },
            { ip_address: "1.1.1.1/0" },
          ]),
      },
      {
        config: nic({ port_id: FREE_DUAL_PORT, security_group_ids: [OTHER_GROUP, GROUP] }),
        plan: [expectAction(NIC, "update")],
        after() {
          expect(port(FREE_DUAL_PORT)?.allowedAddressPairs).toEqual([{ ip_address: "192.168.16.200" }]);
          expect(port(FREE_DUAL_PORT)?.securityGroups.toSorted()).toEqual([GROUP, OTHER_GROUP].toSorted());
        },
      },
      {
        name: "in another order they are the same",
        config: nic({ port_id: FREE_DUAL_PORT, security_group_ids: [GROUP, OTHER_GROUP] }),
        planOnly: true,
      },
      { name: "left out they stay", config: nic({ port_id: FREE_DUAL_PORT }), planOnly: true },
    ],
  });
});

test.each([
  ["refused its security group", { route: "UpdatePort" }, { security_group_ids: [GROUP] }],
  ["refused its setting", { route: "UpdateServerInterface" }, {}],
] as const)("a port that was there is not lost over an attachment that is %s", async (_what, fault, given) => {
  emulator.configure({ portNicDeletes: true });
  emulator.fail({ ...fault, respond: { status: 403, body: { error_code: "VPC.2201", error_msg: "Policy" } } });
  const config = nic({ port_id: FREE_PORT, delete_on_termination: false, ...given });
  await acceptance({
    ...head(),
    steps: [
      { config, expectError: /^Not permitted/, state: [expectTainted(NIC)] },
      { config, plan: [expectAction(NIC, "replace")], state: [expectValue(NIC, "port_id", FREE_PORT)] },
    ],
    checkDestroy: () => (port(FREE_PORT)?.deviceId === "" ? undefined : "the port is lost"),
  });
});

test("a NIC that Terraform writes the configuration of is imported, and nothing changes", async () => {
  emulator.addNic(SERVER, {
    port_id: NOBODY,
    network_id: NETWORK,
    delete_on_termination: false,
    fixed_ips: ["192.168.0.90"],
  });
  await acceptance({
    ...head(),
    steps: [
      { config: "", import: NIC, by: "block", id: `${SERVER}/${NOBODY}`, generateConfig: true, verify: false },
      {
        config: nic({ port_id: NOBODY, network_id: NETWORK }),
        import: NIC,
        id: `${SERVER}/${NOBODY}`,
        verify: false,
        persist: true,
      },
      { planOnly: true },
    ],
  });
});

test.each<[string, JsonObject]>([
  ["server_id", { server_id: OTHER_SERVER, network_id: NETWORK }],
  ["port_id", { port_id: FREE_PORT }],
  ["ipv6_bandwidth_id", { network_id: DUAL_NETWORK, ipv6_enable: true, ipv6_bandwidth_id: NOBODY }],
])("another %s replaces the NIC", async (name, given) => {
  const before = name === "ipv6_bandwidth_id" ? { ...given, ipv6_bandwidth_id: BANDWIDTH } : { network_id: NETWORK };
  await acceptance({
    ...head(),
    steps: [
      { config: nic(before) },
      { config: nic(given), plan: [expectAction(NIC, "replace"), expectReplacePaths(NIC, name)] },
    ],
  });
});

test("timeouts and the region's name are no reason to touch the NIC", async () => {
  await acceptance({
    ...head(),
    steps: [
      { config: nic({ network_id: NETWORK }) },
      {
        config: nic({ network_id: NETWORK, region: "cn-north-4", timeouts: { create: "3m", delete: "4m" } }),
        before: () => emulator.clearRequests(),
        after: () => expect(new Set(emulator.requests.map(({ method }) => method))).toEqual(new Set(["GET"])),
      },
    ],
  });
});

test("drift of each argument is found and put right", async () => {
  const full = {
    network_id: DUAL_NETWORK,
    fixed_ip: "192.168.16.50",
    fixed_ipv6: "2407:c080:1200:13a::50",
    security_group_ids: [GROUP],
    source_dest_check: true,
    delete_on_termination: false,
  };
  const drift = (name: string, change: (portId: string) => unknown, isBack: () => void) => [
    {
      name: `drift of ${name}`,
      refresh: true,
      before: async () => void (await change(attachedPort())),
      plan: [expectDrift(NIC, name), expectAction(NIC, "update")],
      expectNonEmptyPlan: true,
    } as const,
    { name: `${name} is put right`, plan: [expectAction(NIC, "update")], after: isBack } as const,
  ];
  const only = () => attached()[0];
  await acceptance({
    ...head(),
    steps: [
      { config: nic(full) },
      ...drift(
        "delete_on_termination",
        (portId) => emulator.setNic(SERVER, portId, { deleteOnTermination: true }),
        () => expect(only()?.deleteOnTermination).toBe(false),
      ),
      ...drift(
        "security_group_ids",
        (portId) => cloud.updatePort({ portId }, { securityGroupIds: [OTHER_GROUP] }),
        () => expect(port(attachedPort())?.securityGroups).toEqual([GROUP]),
      ),
      ...drift(
        "source_dest_check",
        (portId) => cloud.updatePort({ portId }, { allowedAddressPairs: [{ ipAddress: "1.1.1.1/0" }] }),
        () => expect(port(attachedPort())?.allowedAddressPairs).toEqual([]),
      ),
      ...drift(
        "fixed_ip",
        (portId) => cloud.changeNic({ serverId: SERVER, portId }, { ipAddress: "192.168.16.51" }),
        () => expect(only()?.fixedIps[0]?.ipAddress).toBe("192.168.16.50"),
      ),
      ...drift(
        "fixed_ipv6",
        (portId) => cloud.changeNic({ serverId: SERVER, portId }, { ipv6Address: "2407:c080:1200:13a::51" }),
        () => expect(only()?.fixedIps[1]?.ipAddress).toBe("2407:c080:1200:13a::50"),
      ),
    ],
  });
}, 120_000);

test("drift of the network is found and put right", async () => {
  await acceptance({
    ...head(),
    steps: [
      { config: nic({ network_id: NETWORK }) },
      {
        refresh: true,
        before: async () =>
          void (await cloud.changeNic({ serverId: SERVER, portId: attachedPort() }, { networkId: DUAL_NETWORK })),
        plan: [expectDrift(NIC, "network_id"), expectAction(NIC, "update")],
        expectNonEmptyPlan: true,
      },
      { plan: [expectAction(NIC, "update")], state: [expectValue(NIC, "network_id", NETWORK)] },
    ],
  });
});

test.each([
  ["NIC", () => emulator.removeNic(SERVER, attachedPort())],
  ["server", () => emulator.removeServer(SERVER)],
])("a %s that is gone is attached anew, or said to be gone", async (what, remove) => {
  await acceptance({
    ...head(),
    steps: [
      { config: nic({ network_id: NETWORK }) },
      {
        refresh: true,
        before: () => void expect(remove()).toBe(true),
        plan: [expectDrift(NIC), expectAction(NIC, "create")],
        state: [expectNoResource(NIC)],
        expectNonEmptyPlan: true,
      },
      what === "NIC"
        ? { plan: [expectAction(NIC, "create")] }
        : { expectError: /^Server not found .* no NIC can be attached to it/ },
    ],
  });
});

test("the primary NIC is imported and changed, and never detached", async () => {
  await acceptance({
    ...head(),
    steps: [
      {
        config: nic({ port_id: PRIMARY, delete_on_termination: true }),
        import: NIC,
        id: `${SERVER}/${PRIMARY}`,
        by: "block",
        verify: false,
        persist: true,
        state: [expectValue(NIC, "primary", true)],
      },
      { config: nic({ port_id: PRIMARY, delete_on_termination: false }), plan: [expectAction(NIC, "update")] },
      { destroy: true, expectError: /^The primary NIC cannot be detached .*removed block/ },
      { config: `removed {\n  from = ${NIC}\n  lifecycle { destroy = false }\n}` },
    ],
    checkDestroy: () => (emulator.nic(SERVER, PRIMARY) ? undefined : "the primary NIC is gone"),
  });
});

test("what cannot be is refused at its argument, before anything is sent that changes something", async () => {
  const refused = (given: JsonObject, expectError: RegExp) =>
    ({ config: nic(given), planOnly: true, expectError }) as const;
  await acceptance({
    ...head(),
    steps: [
      refused({ server_id: "web-1", network_id: NETWORK }, /^Invalid server_id .*UUID/),
      refused({ network_id: "subnet" }, /^Invalid network_id .*UUID/),
      refused({ port_id: "port" }, /^Invalid port_id .*UUID/),
      refused({ network_id: NETWORK, fixed_ip: "192.168.0" }, /^Invalid fixed_ip .*IPv4/),
      refused({ network_id: NETWORK, fixed_ipv6: "192.168.0.5" }, /^Invalid fixed_ipv6 .*IPv6/),
      refused({ network_id: NETWORK, security_group_ids: [] }, /^Invalid security_group_ids .*at least one/),
      refused({ network_id: NETWORK, security_group_ids: ["default"] }, /^Invalid security_group_ids .*UUID/),
      refused({ network_id: NETWORK, ipv6_bandwidth_id: "b" }, /^Invalid ipv6_bandwidth_id .*UUID/),
      refused({ network_id: NETWORK, region: "cn north" }, /^Invalid region/),
      refused({ network_id: NETWORK, delete_on_termination: "perhaps" }, /delete_on_termination.*bool/),
      refused({ network_id: NETWORK, source_dest_check: "perhaps" }, /source_dest_check.*bool/),
      refused({ network_id: NETWORK, ipv6_enable: "perhaps" }, /ipv6_enable.*bool/),
      refused({ network_id: NETWORK, timeouts: { create: "soon" } }, /Invalid timeouts.create/),
      refused({ network_id: NETWORK, port_id: FREE_PORT }, /^Conflicting arguments .*"port_id".*"network_id"/),
      refused({}, /^Missing argument .*"port_id", "network_id"/),
      refused({ network_id: NETWORK, ipv6_enable: false, fixed_ipv6: "::5" }, /^Conflicting arguments .*fixed_ipv6/),
      { config: nic({ port_id: NOBODY }), expectError: /^Port not found/ },
      { config: nic({ port_id: PRIMARY }), expectError: /^Port is attached already .*terraform import/ },
      {
        config: nic({ port_id: FREE_PORT, ipv6_enable: true }),
        expectError: /^Port is not as configured .*no IPv6 address/,
      },
      {
        config: nic({ port_id: FREE_PORT, ipv6_bandwidth_id: BANDWIDTH }),
        expectError: /^Port is not as configured .*bandwidth/,
      },
    ],
  });
  expect(emulator.requests.filter(({ method }) => method !== "GET")).toEqual([]);
});

test.each<[string, JsonObject, RegExp]>([
  ["an address in use", { network_id: NETWORK, fixed_ip: "192.168.0.33" }, /^Address in use/],
  ["an address of another network", { network_id: NETWORK, fixed_ip: "10.1.1.1" }, /^Address outside the network/],
  ["a network that is not there", { network_id: NOBODY }, /^Network( or security group)? not found/],
  ["a server that is not there", { server_id: NOBODY, network_id: NETWORK }, /^Server not found/],
])("%s is refused by the cloud, and the error names the argument", async (_what, given, expectError) => {
  await acceptance({ ...head(), steps: [{ config: nic(given), expectError, state: [expectNoResource(NIC)] }] });
});

test("a NIC that cannot be finished stays in the state, and the next apply replaces it", async () => {
  emulator.fail({
    route: "UpdatePort",
    times: 1,
    respond: { status: 403, body: { error_code: "VPC.2201", error_msg: "Policy" } },
  });
  await acceptance({
    ...head(),
    steps: [
      {
        config: nic({ network_id: NETWORK, source_dest_check: false, delete_on_termination: false }),
        expectError: /^Not permitted/,
        state: [expectTainted(NIC), expectValue(NIC, "port_id", known.notNull())],
      },
      {
        plan: [expectAction(NIC, "replace")],
        after: () =>
          expect(
            emulator.ports().filter(({ networkId, id }) => networkId === NETWORK && id !== FREE_PORT),
          ).toHaveLength(3),
      },
    ],
  });
});

test("a NIC whose attaching is cut short stays in the state, and the next apply replaces it", async () => {
  emulator.configure({ jobDuration: 4_000 });
  const portId = compareValues("differs");
  await acceptance({
    ...head(),
    steps: [
      {
        config: nic({ network_id: NETWORK, timeouts: { create: "2s" } }),
        expectError: /^The create was cut short .*job/s,
        state: [expectTainted(NIC), expectValue(NIC, "port_id", known.notNull()), portId.at(NIC, "port_id")],
      },
      {
        async before() {
          while (emulator.jobs().some(({ status }) => status !== "SUCCESS")) await setTimeout(100);
          emulator.configure({ jobDuration: 0 });
        },
        plan: [expectAction(NIC, "replace")],
        state: [portId.at(NIC, "port_id")],
        after: () => expect(attached()).toHaveLength(1),
      },
    ],
  });
});

test("the setting of a NIC that a resource attached is claimed by one resource alone", async () => {
  const setting = (given: JsonObject) => ({
    resource: {
      ...nic({ port_id: FREE_PORT, ...given }).resource,
      huaweiecs_nic_attachment_setting: {
        setting: { server_id: SERVER, port_id: `\${${NIC}.port_id}`, delete_on_termination: true },
      },
    },
  });
  emulator.configure({ portNicDeletes: true });
  await acceptance({
    ...head(),
    steps: [
      { name: "who does not care is told", config: setting({}) },
      { name: "the same is no conflict", config: setting({ delete_on_termination: true }) },
      {
        config: setting({ delete_on_termination: false }),
        expectError:
          /^Two resources for one NIC .*wants delete_on_termination = (true|false) for the NIC a3c1e7f0.* wants (true|false)/,
      },
      { config: setting({}), planOnly: true },
    ],
  });
});

test("a conflict that shows only when the port is known ends the apply before anything is undone", async () => {
  await acceptance({
    ...head(),
    steps: [
      {
        config: {
          resource: {
            ...nic({ network_id: NETWORK, delete_on_termination: false }).resource,
            huaweiecs_nic_attachment_setting: {
              setting: { server_id: SERVER, port_id: `\${${NIC}.port_id}`, delete_on_termination: true },
            },
          },
        },
        expectError: /^Two resources for one NIC .*huaweiecs_nic_attachment of this configuration wants/,
        state: [expectValue(NIC, "delete_on_termination", false)],
      },
      { config: nic({ network_id: NETWORK, delete_on_termination: false }), planOnly: true },
    ],
  });
});
