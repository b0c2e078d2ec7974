import { ipv4, ipv6 } from "../../src/provider/ip-addresses";
import { region } from "../../src/provider/region";
import { duration, uuid } from "../../src/terraform";
import { WEB, WEB_PRIMARY } from "./support/ids";
import { CASES } from "./support/libraries";

/** A check's sentence as the provider's errors have it. */
function sentence({ text }: { readonly text: string }): string {
  return `It must be ${text.replaceAll("`", '"')}.`;
}

const SERVER = { serverId: WEB };
const SETTING = { ...SERVER, portId: WEB_PRIMARY, deleteOnTermination: false };
const NETWORK = "610a4af2-1d90-4d2b-8057-dc238b26febf";

describe.each(CASES)("with $name", ({ library, constructs }) => {
  const { TerraformStack, TerraformVariable, Testing } = library;
  const { EcsServer, Nic, NicAttachment, NicAttachmentSetting, NicRetention, ServerNicPolicy } = constructs;

  const KINDS = {
    setting: (props: object) => new NicAttachmentSetting(stack(), "nic", props),
    attachment: (props: object) => new NicAttachment(stack(), "nic", props),
    policy: (props: object) => new ServerNicPolicy(stack(), "nic", props),
  };

  function stack() {
    return new TerraformStack(Testing.app(), "stack");
  }

  function errorOf(run: () => unknown): string | undefined {
    try {
      run();
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  }

  test.each([
    ["setting", { ...SETTING, serverId: "web-1" }, `Invalid serverId. ${sentence(uuid)} It is "web-1".`],
    [
      "setting",
      { ...SETTING, serverId: WEB.toUpperCase() },
      `Invalid serverId. ${sentence(uuid)} It is "${WEB.toUpperCase()}".`,
    ],
    ["setting", { ...SETTING, portId: "" }, `Invalid portId. ${sentence(uuid)} It is "".`],
    ["setting", { ...SETTING, region: "cn north" }, `Invalid region. ${sentence(region)} It is "cn north".`],
    [
      "setting",
      { ...SETTING, onDestroy: "leave" },
      'Invalid onDestroy. It must be one of "restore", "keep". It is "leave".',
    ],
    [
      "setting",
      { ...SETTING, timeouts: { create: "10" } },
      `Invalid timeouts.create. ${sentence(duration)} It is "10".`,
    ],
    ["setting", { ...SETTING, timeouts: { read: "0s" } }, `Invalid timeouts.read. ${sentence(duration)} It is "0s".`],
    [
      "setting",
      { ...SETTING, timeouts: { update: "1d" } },
      `Invalid timeouts.update. ${sentence(duration)} It is "1d".`,
    ],
    [
      "setting",
      { ...SETTING, timeouts: { delete: "-1s" } },
      `Invalid timeouts.delete. ${sentence(duration)} It is "-1s".`,
    ],
    [
      "setting",
      { ...SETTING, deleteOnTermination: undefined, retention: "kept" },
      'Invalid retention. It must be one of "keep", "delete". It is "kept".',
    ],
    ["attachment", { serverId: "web-1", networkId: NETWORK }, `Invalid serverId. ${sentence(uuid)} It is "web-1".`],
    ["attachment", { ...SERVER, networkId: "vpc" }, `Invalid networkId. ${sentence(uuid)} It is "vpc".`],
    ["attachment", { ...SERVER, portId: "port" }, `Invalid portId. ${sentence(uuid)} It is "port".`],
    [
      "attachment",
      { ...SERVER, networkId: NETWORK, fixedIp: "192.168.0.256" },
      `Invalid fixedIp. ${sentence(ipv4)} It is "192.168.0.256".`,
    ],
    [
      "attachment",
      { ...SERVER, networkId: NETWORK, fixedIp: "::1" },
      `Invalid fixedIp. ${sentence(ipv4)} It is "::1".`,
    ],
    [
      "attachment",
      { ...SERVER, networkId: NETWORK, fixedIpv6: "fe80::1%eth0" },
      `Invalid fixedIpv6. ${sentence(ipv6)} It is "fe80::1%eth0".`,
    ],
    [
      "attachment",
      { ...SERVER, networkId: NETWORK, ipv6BandwidthId: "bw" },
      `Invalid ipv6BandwidthId. ${sentence(uuid)} It is "bw".`,
    ],
    [
      "attachment",
      { ...SERVER, networkId: NETWORK, securityGroupIds: [NETWORK, "sg"] },
      `Invalid securityGroupIds[1]. ${sentence(uuid)} It is "sg".`,
    ],
    [
      "attachment",
      { ...SERVER, networkId: NETWORK, securityGroupIds: [] },
      "Invalid securityGroupIds. It must be at least one security group id, each a UUID in lower case.",
    ],
    [
      "attachment",
      { ...SERVER, networkId: NETWORK, fixedIpv6: "::5", ipv6Enable: false },
      '"fixedIpv6" is set, so "ipv6Enable" must not be false. Remove one of them.',
    ],
    [
      "attachment",
      { ...SERVER, networkId: NETWORK, retention: "kept" },
      'Invalid retention. It must be one of "keep", "delete". It is "kept".',
    ],
    ["attachment", { ...SERVER, networkId: NETWORK, region: "" }, `Invalid region. ${sentence(region)} It is "".`],
    [
      "attachment",
      { ...SERVER, networkId: NETWORK, timeouts: { create: "soon" } },
      `Invalid timeouts.create. ${sentence(duration)} It is "soon".`,
    ],
    ["policy", { serverId: "web-1", retention: "keep" }, `Invalid serverId. ${sentence(uuid)} It is "web-1".`],
    [
      "policy",
      { ...SERVER, retention: "kept" },
      'Invalid retention. It must be one of "keep", "delete". It is "kept".',
    ],
    [
      "policy",
      { ...SERVER, retention: "keep", overrides: { eth0: true } },
      `Invalid port id in overrides. ${sentence(uuid)} It is "eth0".`,
    ],
    [
      "policy",
      { ...SERVER, retention: "keep", overrides: { [WEB_PRIMARY]: "kept" } },
      `Invalid overrides["${WEB_PRIMARY}"]. It must be one of "keep", "delete". It is "kept".`,
    ],
    [
      "policy",
      { ...SERVER, retention: "keep", onDestroy: "leave" },
      'Invalid onDestroy. It must be one of "restore", "keep". It is "leave".',
    ],
    [
      "policy",
      { ...SERVER, retention: "keep", region: "cn north" },
      `Invalid region. ${sentence(region)} It is "cn north".`,
    ],
    [
      "policy",
      { ...SERVER, retention: "keep", timeouts: { read: "5" } },
      `Invalid timeouts.read. ${sentence(duration)} It is "5".`,
    ],
  ] as const)("a %s with %j is refused in the provider's words", (kind, props, message) => {
    expect(errorOf(() => KINDS[kind](props))).toBe(`[stack/nic] ${message}`);
  });

  test.each([
    [
      "setting",
      { portId: WEB_PRIMARY, deleteOnTermination: true },
      'Exactly one of "server", "serverId" must be set; none is.',
    ],
    [
      "setting",
      { ...SETTING, server: SERVER },
      'Exactly one of "server", "serverId" must be set; "server" and "serverId" are.',
    ],
    ["setting", { ...SERVER, retention: "keep" }, 'Exactly one of "nic", "portId" must be set; none is.'],
    [
      "setting",
      { ...SETTING, nic: { portId: WEB_PRIMARY } },
      'Exactly one of "nic", "portId" must be set; "nic" and "portId" are.',
    ],
    [
      "setting",
      { ...SERVER, portId: WEB_PRIMARY },
      'Exactly one of "retention", "deleteOnTermination" must be set; none is.',
    ],
    [
      "setting",
      { ...SETTING, retention: "keep" },
      'Exactly one of "retention", "deleteOnTermination" must be set; "retention" and "deleteOnTermination" are.',
    ],
    ["attachment", { networkId: NETWORK }, 'Exactly one of "server", "serverId" must be set; none is.'],
    ["attachment", { ...SERVER }, 'At least one of "portId", "networkId" must be set; none is.'],
    [
      "attachment",
      { ...SERVER, networkId: NETWORK, retention: "keep", deleteOnTermination: false },
      'At most one of "retention", "deleteOnTermination" may be set; "retention" and "deleteOnTermination" are.',
    ],
    ["policy", { retention: "keep" }, 'Exactly one of "server", "serverId" must be set; none is.'],
    ["policy", { ...SERVER }, 'Exactly one of "retention", "deleteOnTermination" must be set; none is.'],
  ] as const)("a %s with %j is refused, for what it has to say once", (kind, props, message) => {
    expect(errorOf(() => KINDS[kind](props))).toBe(`[stack/nic] ${message}`);
  });

  test("all that is wrong with a construct is said at once", () => {
    const run = () => KINDS.setting({ ...SETTING, serverId: "web-1", portId: "eth0", timeouts: { create: "1" } });
    expect(errorOf(run)?.split("\n")).toEqual([
      `[stack/nic] Invalid serverId. ${sentence(uuid)} It is "web-1".`,
      `Invalid portId. ${sentence(uuid)} It is "eth0".`,
      `Invalid timeouts.create. ${sentence(duration)} It is "1".`,
    ]);
  });

  test.each(["30s", "10m", "1h30m", "1.5h", ".5s", "1.s", "1ms", "1000us", "500µs500μs", "0s1000000ns"])(
    "%s is a timeout",
    (create) => {
      expect(errorOf(() => KINDS.setting({ ...SETTING, timeouts: { create } }))).toBeUndefined();
      expect(duration.test(create)).toBe(true);
    },
  );

  test.each(["", "0", "1", "0.0s", "m", "1 m", "1w", "1m.", "999us", "0.9ms", "999999ns", "١s"])(
    "%j is no timeout",
    (create) => {
      expect(errorOf(() => KINDS.setting({ ...SETTING, timeouts: { create } }))).toContain("Invalid timeouts.create");
      expect(duration.test(create)).toBe(false);
    },
  );

  test("what only Terraform knows is not judged", () => {
    const scope = stack();
    const text = new TerraformVariable(scope, "text", { type: "string" }).stringValue;
    const unknown = {
      region: text,
      timeouts: { create: text, read: `\${var.text}`, update: "%{ if true }1s%{ endif }" },
    };
    const build = () => {
      new NicAttachmentSetting(scope, "setting", {
        ...unknown,
        serverId: text,
        portId: `a-${text}`,
        retention: NicRetention.KEEP,
      });
      new NicAttachment(scope, "attachment", {
        ...unknown,
        server: EcsServer.fromId(text),
        networkId: text,
        fixedIp: text,
        fixedIpv6: `\${var.text}`,
        ipv6BandwidthId: text,
        securityGroupIds: [text],
      });
      new ServerNicPolicy(scope, "policy", {
        ...unknown,
        serverId: text,
        retention: NicRetention.KEEP,
        overrides: { [text]: true },
      });
    };
    expect(errorOf(build)).toBeUndefined();
  });

  test("references refuse what is no id", () => {
    expect(errorOf(() => EcsServer.fromId("web-1"))).toBe(`Invalid serverId. ${sentence(uuid)} It is "web-1".`);
    expect(errorOf(() => Nic.fromPortId("eth0"))).toBe(`Invalid portId. ${sentence(uuid)} It is "eth0".`);
    const attributes = { serverId: "web-1", portId: "eth0" };
    expect(errorOf(() => NicAttachmentSetting.fromAttributes(stack(), "nic", attributes))).toBe(
      `[stack/nic] Invalid serverId. ${sentence(uuid)} It is "web-1".\nInvalid portId. ${sentence(uuid)} It is "eth0".`,
    );
  });
});
