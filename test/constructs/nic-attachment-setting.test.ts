import { Construct } from "constructs";
import { DB, WEB, WEB_PRIMARY, WEB_SECOND } from "./support/ids";
import { CASES } from "./support/libraries";
import { written } from "./support/written";

const TYPE = "huaweiecs_nic_attachment_setting";

describe.each(CASES)("with $name", (which) => {
  const { library, constructs } = which;
  const { App, Fn, TerraformCount, TerraformIterator, TerraformOutput, TerraformStack } = library;
  const { TerraformVariable, Testing, Token } = library;
  const { EcsServer, HuaweiecsProvider, Nic, NicAttachmentSetting, NicRetention } = constructs;
  const KEPT = { serverId: WEB, portId: WEB_PRIMARY, deleteOnTermination: false };

  beforeAll(() => Testing.setupJest());

  function settings(build: Parameters<typeof written>[1]) {
    return written(which, build).resource?.[TYPE];
  }

  test("a setting and its provider become what Terraform reads", () => {
    const stack = new TerraformStack(Testing.app(), "stack");
    new HuaweiecsProvider(stack, "huaweiecs", { region: "cn-north-4", warnOnDelete: false });
    new NicAttachmentSetting(stack, "nic", { ...KEPT, onDestroy: "keep", timeouts: { create: "1m" } });
    const synthesized = Testing.synth(stack, true);
    expect(synthesized).toHaveProviderWithProperties(HuaweiecsProvider, {
      region: "cn-north-4",
      warn_on_delete: false,
    });
    expect(synthesized).toHaveResourceWithProperties(NicAttachmentSetting, {
      server_id: WEB,
      port_id: WEB_PRIMARY,
      delete_on_termination: false,
      on_destroy: "keep",
      timeouts: { create: "1m" },
    });
  });

  test("patch releases of the provider are accepted", () => {
    const { terraform } = written(which, () => undefined);
    expect(terraform?.required_providers).toEqual({
      huaweiecs: { source: "huaweiecs/huaweiecs", version: "~> 0.1" },
    });
  });

  test("objects that know a server or a NIC stand for their ids, and a retention for the boolean", () => {
    const found = settings((stack) => {
      const server = EcsServer.fromId(WEB);
      new NicAttachmentSetting(stack, "kept", {
        server,
        nic: Nic.fromPortId(WEB_PRIMARY),
        retention: NicRetention.KEEP,
      });
      new NicAttachmentSetting(stack, "deleted", {
        server,
        nic: { portId: WEB_SECOND },
        retention: NicRetention.DELETE,
      });
    });
    expect(found).toEqual({
      kept: { server_id: WEB, port_id: WEB_PRIMARY, delete_on_termination: false },
      deleted: { server_id: WEB, port_id: WEB_SECOND, delete_on_termination: true },
    });
  });

  test("what the resource and data source of a NIC know is enough to mean it", () => {
    const found = settings((stack) => {
      const attachment = new constructs.NicAttachment(stack, "nic", { serverId: WEB, portId: WEB_SECOND });
      new NicAttachmentSetting(stack, "attached", {
        server: attachment,
        nic: attachment,
        retention: NicRetention.KEEP,
      });
      const all = new constructs.DataHuaweiecsNicAttachments(stack, "all", { serverId: DB });
      new NicAttachmentSetting(stack, "found", { server: all, nic: all.nics.get(0), retention: NicRetention.KEEP });
      const raw = new constructs.resources.NicAttachment(stack, "raw", { serverId: WEB, portId: WEB_PRIMARY });
      new NicAttachmentSetting(stack, "of-raw", { server: raw, nic: raw, retention: NicRetention.KEEP });
    });
    expect(found).toMatchObject({
      attached: {
        server_id: `\${huaweiecs_nic_attachment.nic.server_id}`,
        port_id: `\${huaweiecs_nic_attachment.nic.port_id}`,
      },
      found: {
        server_id: `\${data.huaweiecs_nic_attachments.all.server_id}`,
        port_id: `\${data.huaweiecs_nic_attachments.all.nics[0].port_id}`,
      },
      "of-raw": { server_id: `\${huaweiecs_nic_attachment.raw.server_id}` },
    });
  });

  test("whatever the resource knows of the NIC can be referred to", () => {
    const { output = {} } = written(which, (stack) => {
      const nic = new NicAttachmentSetting(stack, "nic", KEPT);
      const outputs = {
        id: nic.id,
        server_id: nic.serverId,
        port_id: nic.portId,
        region: nic.region,
        delete_on_termination: nic.deleteOnTermination,
        original_delete_on_termination: nic.originalDeleteOnTermination,
        on_destroy: nic.onDestroy,
        mac_address: nic.macAddress,
        network_id: nic.networkId,
        fixed_ips: nic.fixedIps,
      };
      for (const [name, value] of Object.entries(outputs)) new TerraformOutput(stack, name, { value });
    });
    expect(Object.keys(output)).toHaveLength(10);
    for (const [name, { value }] of Object.entries(output)) expect(value).toBe(`\${${TYPE}.nic.${name}}`);
  });

  test("tokens and interpolations pass, for Terraform to resolve", () => {
    const found = settings((stack) => {
      const server = new TerraformVariable(stack, "server", { type: "string" });
      const isKept = new TerraformVariable(stack, "kept", { type: "bool" });
      new NicAttachmentSetting(stack, "nic", {
        server: EcsServer.fromId(server.stringValue),
        portId: `\${var.ports["web"]}`,
        deleteOnTermination: Token.asAny(Fn.conditional(isKept.booleanValue, false, true)),
      });
    });
    expect(found?.nic).toEqual({
      server_id: `\${var.server}`,
      port_id: `\${var.ports["web"]}`,
      delete_on_termination: `\${var.kept ? false : true}`,
    });
  });

  test("an iterator makes one resource of many settings", () => {
    const found = settings((stack) => {
      const list = TerraformIterator.fromList([WEB_PRIMARY, WEB_SECOND]);
      new NicAttachmentSetting(stack, "all", { ...KEPT, portId: list.value, forEach: list });
    });
    expect(found?.all).toMatchObject({
      for_each: `\${toset(["${WEB_PRIMARY}", "${WEB_SECOND}"])}`,
      port_id: `\${each.value}`,
    });
  });

  test("an iterator goes over what a data source finds", () => {
    const found = settings((stack) => {
      const { serverId, portIds, nics } = new constructs.DataHuaweiecsNicAttachments(stack, "web", { serverId: WEB });
      const ports = TerraformIterator.fromList(portIds);
      new NicAttachmentSetting(stack, "by-port", { ...KEPT, serverId, portId: ports.value, forEach: ports });
      const all = TerraformIterator.fromComplexList(nics, "port_id");
      new NicAttachmentSetting(stack, "by-nic", {
        serverId,
        portId: all.getString("port_id"),
        deleteOnTermination: all.getBoolean("primary"),
        forEach: all,
      });
    });
    const source = "data.huaweiecs_nic_attachments.web";
    expect(found?.["by-port"]).toMatchObject({ for_each: `\${toset(${source}.port_ids)}`, port_id: `\${each.value}` });
    expect(found?.["by-nic"]).toMatchObject({
      for_each: `\${{ for key, val in ${source}.nics: val.port_id => val }}`,
      port_id: `\${each.value.port_id}`,
      delete_on_termination: `\${each.value.primary}`,
    });
  });

  test("meta-arguments reach the resource, and settings can be depended on and replaced by", () => {
    const { resource, provider } = written(which, (stack) => {
      const east = new HuaweiecsProvider(stack, "east", { alias: "east", region: "cn-east-3" });
      const first = new NicAttachmentSetting(stack, "first", { ...KEPT, provider: east });
      new NicAttachmentSetting(stack, "second", {
        ...KEPT,
        portId: WEB_SECOND,
        dependsOn: [first],
        count: TerraformCount.of(2),
        connection: { type: "ssh", host: "192.168.0.33" },
        provisioners: [{ type: "local-exec", command: "true" }],
        lifecycle: { preventDestroy: true, ignoreChanges: ["delete_on_termination"], replaceTriggeredBy: [first] },
      });
    });
    expect(provider?.huaweiecs).toHaveLength(2);
    expect(resource?.[TYPE]).toMatchObject({
      first: { provider: "huaweiecs.east" },
      second: {
        depends_on: [`${TYPE}.first`],
        count: 2,
        connection: { type: "ssh", host: "192.168.0.33" },
        provisioner: [{ "local-exec": { command: "true" } }],
        lifecycle: {
          prevent_destroy: true,
          ignore_changes: ["delete_on_termination"],
          replace_triggered_by: [`\${${TYPE}.first}`],
        },
      },
    });
  });

  test("the resource is a child with the name Resource, and an escape hatch", () => {
    const { resource } = written(which, (stack) => {
      const nic = new NicAttachmentSetting(stack, "nic", { ...KEPT, region: "cn-north-4" });
      expect(nic.node.findChild("Resource")).toBe(nic.resource);
      nic.resource.addOverride("lifecycle.create_before_destroy", true);
      nic.resource.resetRegion();
      nic.resource.onDestroy = "keep";
    });
    expect(resource?.[TYPE]?.nic).toEqual({
      server_id: WEB,
      port_id: WEB_PRIMARY,
      delete_on_termination: false,
      on_destroy: "keep",
      lifecycle: { create_before_destroy: true },
    });
  });

  test("a setting is taken over by an import block", () => {
    const found = written(which, (stack) => {
      const east = new HuaweiecsProvider(stack, "east", { alias: "east", region: "cn-east-3" });
      new NicAttachmentSetting(stack, "mine", KEPT).importFrom(`${WEB}/${WEB_PRIMARY}`);
      new NicAttachmentSetting(stack, "east-nic", KEPT).importFrom(`${WEB}/${WEB_SECOND}`, east);
      new NicAttachmentSetting(stack, "by-resource", KEPT).resource.importFrom(`${WEB}/${WEB_SECOND}`);
    });
    expect(found.import).toEqual([
      { to: `${TYPE}.mine`, id: `${WEB}/${WEB_PRIMARY}` },
      { to: `${TYPE}.east-nic`, id: `${WEB}/${WEB_SECOND}`, provider: "huaweiecs.east" },
      { to: `${TYPE}.by-resource`, id: `${WEB}/${WEB_SECOND}` },
    ]);
  });

  test("a setting that is managed elsewhere is referred to, and nothing is created for it", () => {
    const { resource, output } = written(which, (stack) => {
      const elsewhere = NicAttachmentSetting.fromAttributes(stack, "elsewhere", { serverId: WEB, portId: WEB_SECOND });
      expect(NicAttachmentSetting.isNicAttachmentSetting(elsewhere)).toBe(false);
      new TerraformOutput(stack, "id", { value: elsewhere.id });
      new NicAttachmentSetting(stack, "same", { server: elsewhere, nic: elsewhere, retention: NicRetention.KEEP });
    });
    expect(output?.id?.value).toBe(`${WEB}/${WEB_SECOND}`);
    expect(resource).toEqual({ [TYPE]: { same: expect.objectContaining({ server_id: WEB, port_id: WEB_SECOND }) } });
  });

  test("what is known in one stack can be used in another", () => {
    const app = Testing.app();
    const [from, to] = ["from", "to"].map((name) => new TerraformStack(app, name));
    if (from === undefined || to === undefined) throw new Error("no stacks");
    for (const stack of [from, to]) new HuaweiecsProvider(stack, "huaweiecs", {});
    const nic = new NicAttachmentSetting(from, "nic", KEPT);
    new NicAttachmentSetting(to, "other", { server: nic, portId: WEB_SECOND, retention: NicRetention.KEEP });
    app.synth();
    const { resource } = JSON.parse(Testing.synth(to));
    expect(resource[TYPE].other.server_id).toMatch(/^\$\{data\.terraform_remote_state\.\S+nic\S*server_id\}$/);
  });

  test("a construct knows its own kind, of any copy of the package", () => {
    const stack = new TerraformStack(Testing.app(), "stack");
    const nic = new NicAttachmentSetting(stack, "nic", KEPT);
    expect(CASES.map((each) => each.constructs.NicAttachmentSetting.isNicAttachmentSetting(nic))).toEqual([true, true]);
    expect([nic.resource, stack, null, "nic"].map(NicAttachmentSetting.isNicAttachmentSetting)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  test("outside a stack there is no setting", () => {
    expect(() => new NicAttachmentSetting(new App({ outdir: Testing.app().outdir }), "nic", KEPT)).toThrow(
      "No stack could be identified for the construct at path 'nic'",
    );
    expect(() => new NicAttachmentSetting(new Construct(Testing.app(), "group"), "nic", KEPT)).toThrow("No stack");
  });
});
