import { DB, WEB, WEB_SECOND } from "./support/ids";
import { CASES } from "./support/libraries";
import { written } from "./support/written";

const TYPE = "huaweiecs_nic_attachment";
const NETWORK = "610a4af2-1d90-4d2b-8057-dc238b26febf";
const GROUP = "c4a85f2d-6f0e-4d0a-9d5c-6f21a4c7b011";
const BANDWIDTH = "0a8f1c64-3b1d-4d8c-8a11-91a6f2b0c3d4";

describe.each(CASES)("with $name", (which) => {
  const { TerraformOutput, TerraformStack, TerraformVariable, Testing, Token } = which.library;
  const { EcsServer, NicAttachment, NicAttachmentSetting, NicRetention } = which.constructs;

  test("a NIC from a network has every argument of the resource", () => {
    const { resource } = written(which, (stack) => {
      new NicAttachment(stack, "nic", {
        server: EcsServer.fromId(WEB),
        networkId: NETWORK,
        fixedIp: "192.168.0.40",
        fixedIpv6: "2407:c080:1200:13a::5",
        ipv6Enable: true,
        ipv6BandwidthId: BANDWIDTH,
        securityGroupIds: [GROUP],
        sourceDestCheck: false,
        retention: NicRetention.KEEP,
        region: "cn-north-4",
        timeouts: { create: "30m", delete: "1h30m" },
      });
    });
    expect(resource?.[TYPE]?.nic).toEqual({
      server_id: WEB,
      network_id: NETWORK,
      fixed_ip: "192.168.0.40",
      fixed_ipv6: "2407:c080:1200:13a::5",
      ipv6_enable: true,
      ipv6_bandwidth_id: BANDWIDTH,
      security_group_ids: [GROUP],
      source_dest_check: false,
      delete_on_termination: false,
      region: "cn-north-4",
      timeouts: { create: "30m", delete: "1h30m" },
    });
  });

  test("a port is attached with nothing but what is said of it", () => {
    const { resource } = written(which, (stack) => {
      new NicAttachment(stack, "kept", { serverId: WEB, portId: WEB_SECOND });
      new NicAttachment(stack, "deleted", { serverId: WEB, portId: WEB_SECOND, retention: NicRetention.DELETE });
      new NicAttachment(stack, "raw", { serverId: WEB, portId: WEB_SECOND, deleteOnTermination: true });
    });
    expect(resource?.[TYPE]).toEqual({
      kept: { server_id: WEB, port_id: WEB_SECOND },
      deleted: { server_id: WEB, port_id: WEB_SECOND, delete_on_termination: true },
      raw: { server_id: WEB, port_id: WEB_SECOND, delete_on_termination: true },
    });
  });

  test("whatever the resource knows of the NIC can be referred to", () => {
    const { output = {} } = written(which, (stack) => {
      const nic = new NicAttachment(stack, "nic", { serverId: WEB, networkId: NETWORK });
      const outputs = {
        id: nic.id,
        server_id: nic.serverId,
        port_id: nic.portId,
        network_id: nic.networkId,
        region: nic.region,
        delete_on_termination: nic.deleteOnTermination,
        fixed_ip: nic.fixedIp,
        fixed_ipv6: nic.fixedIpv6,
        ipv6_enable: nic.ipv6Enable,
        ipv6_bandwidth_id: nic.ipv6BandwidthId,
        security_group_ids: Token.asAny(nic.securityGroupIds),
        source_dest_check: nic.sourceDestCheck,
        mac_address: nic.macAddress,
        fixed_ips: nic.fixedIps,
        primary: nic.primary,
      };
      for (const [name, value] of Object.entries(outputs)) new TerraformOutput(stack, name, { value });
    });
    expect(Object.keys(output)).toHaveLength(15);
    // A set is read through a list of it.
    for (const [name, { value }] of Object.entries(output)) expect(value).toContain(`${TYPE}.nic.${name}`);
  });

  test("security groups may be for Terraform to know, all or one", () => {
    const { resource } = written(which, (stack) => {
      const groups = new TerraformVariable(stack, "groups", { type: "list(string)" });
      const nic = { serverId: WEB, networkId: NETWORK };
      new NicAttachment(stack, "all", { ...nic, securityGroupIds: groups.listValue });
      new NicAttachment(stack, "one", { ...nic, securityGroupIds: [GROUP, `\${var.groups[0]}`] });
    });
    expect(resource?.[TYPE]).toMatchObject({
      all: { security_group_ids: `\${var.groups}` },
      one: { security_group_ids: [GROUP, `\${var.groups[0]}`] },
    });
  });

  test("a setting can be of the NIC that an attachment creates, and depends on it by that", () => {
    const { resource } = written(which, (stack) => {
      const nic = new NicAttachment(stack, "nic", { serverId: DB, networkId: NETWORK });
      new NicAttachmentSetting(stack, "kept", { server: nic, nic, retention: NicRetention.KEEP });
    });
    expect(resource?.huaweiecs_nic_attachment_setting?.kept).toEqual({
      server_id: `\${${TYPE}.nic.server_id}`,
      port_id: `\${${TYPE}.nic.port_id}`,
      delete_on_termination: false,
    });
  });

  test("it is taken over by an import block", () => {
    const found = written(which, (stack) => {
      const east = new which.constructs.HuaweiecsProvider(stack, "east", { alias: "east", region: "cn-east-3" });
      // As `terraform plan -generate-config-out` writes it: for a NIC that exists both agree.
      const nic = new NicAttachment(stack, "nic", { serverId: WEB, portId: WEB_SECOND, networkId: NETWORK });
      nic.importFrom(`${WEB}/${WEB_SECOND}`, east);
    });
    expect(found.import).toEqual([{ to: `${TYPE}.nic`, id: `${WEB}/${WEB_SECOND}`, provider: "huaweiecs.east" }]);
  });

  test("the resource is a child with the name Resource, and the construct knows its kind", () => {
    const stack = new TerraformStack(Testing.app(), "stack");
    const nic = new NicAttachment(stack, "nic", { serverId: WEB, portId: WEB_SECOND });
    expect(nic.node.findChild("Resource")).toBe(nic.resource);
    expect(NicAttachment.tfResourceType).toBe(TYPE);
    expect([nic, nic.resource, {}].map(NicAttachment.isNicAttachment)).toEqual([true, false, false]);
  });
});
