import { DB, WEB, WEB_PRIMARY, WEB_SECOND } from "./support/ids";
import { CASES } from "./support/libraries";
import { written } from "./support/written";

const TYPE = "huaweiecs_server_nic_policy";

describe.each(CASES)("with $name", (which) => {
  const { TerraformOutput, TerraformStack, TerraformVariable, Testing, Token } = which.library;
  const { EcsServer, NicRetention, ServerNicPolicy } = which.constructs;

  test("a policy has every argument of the resource, with retentions as booleans", () => {
    const { resource } = written(which, (stack) => {
      const isKept = new TerraformVariable(stack, "kept", { type: "bool" });
      new ServerNicPolicy(stack, "web", {
        server: EcsServer.fromId(WEB),
        retention: NicRetention.KEEP,
        overrides: {
          [WEB_PRIMARY]: NicRetention.DELETE,
          [WEB_SECOND]: false,
          "0a8f1c64-3b1d-4d8c-8a11-91a6f2b0c3d4": isKept.booleanValue,
        },
        includePrimary: false,
        onDestroy: "keep",
        region: "cn-north-4",
        timeouts: { update: "1m" },
      });
      new ServerNicPolicy(stack, "db", { serverId: DB, deleteOnTermination: true });
    });
    expect(resource?.[TYPE]).toEqual({
      web: {
        server_id: WEB,
        delete_on_termination: false,
        overrides: {
          [WEB_PRIMARY]: true,
          [WEB_SECOND]: false,
          "0a8f1c64-3b1d-4d8c-8a11-91a6f2b0c3d4": `\${var.kept}`,
        },
        include_primary: false,
        on_destroy: "keep",
        region: "cn-north-4",
        timeouts: { update: "1m" },
      },
      db: { server_id: DB, delete_on_termination: true },
    });
  });

  test("overrides may be for Terraform to know, all or the port of one", () => {
    const { resource } = written(which, (stack) => {
      const all = new TerraformVariable(stack, "all", { type: "map(bool)" });
      const port = new TerraformVariable(stack, "port", { type: "string" });
      const policy = { serverId: WEB, retention: NicRetention.KEEP };
      new ServerNicPolicy(stack, "web", { ...policy, overrides: Token.asBooleanMap(all.value) });
      new ServerNicPolicy(stack, "db", { ...policy, overrides: { [port.stringValue]: NicRetention.DELETE } });
    });
    expect(resource?.[TYPE]).toMatchObject({
      web: { overrides: `\${var.all}` },
      db: { overrides: { "${var.port}": true } },
    });
  });

  test("whatever the resource knows of the NICs can be referred to", () => {
    const { output = {} } = written(which, (stack) => {
      const policy = new ServerNicPolicy(stack, "web", { serverId: WEB, retention: NicRetention.KEEP });
      const outputs = {
        id: policy.id,
        server_id: policy.serverId,
        region: policy.region,
        delete_on_termination: policy.deleteOnTermination,
        include_primary: policy.includePrimary,
        on_destroy: policy.onDestroy,
        nics: policy.nics,
        original_delete_on_termination: policy.originalDeleteOnTermination,
      };
      for (const [name, value] of Object.entries(outputs)) new TerraformOutput(stack, name, { value });
      new TerraformOutput(stack, "first", { value: policy.nics.get(0).macAddress });
    });
    const { first, ...attributes } = output;
    expect(first?.value).toBe(`\${${TYPE}.web.nics[0].mac_address}`);
    expect(Object.keys(attributes)).toHaveLength(8);
    for (const [name, { value }] of Object.entries(attributes)) expect(value).toBe(`\${${TYPE}.web.${name}}`);
  });

  test("it is taken over by an import block, and can be depended on", () => {
    const found = written(which, (stack) => {
      const policy = new ServerNicPolicy(stack, "web", { serverId: WEB, retention: NicRetention.KEEP });
      const east = new which.constructs.HuaweiecsProvider(stack, "east", { alias: "east", region: "cn-east-3" });
      policy.importFrom(WEB, east);
      new ServerNicPolicy(stack, "db", { serverId: DB, retention: NicRetention.KEEP, dependsOn: [policy] });
    });
    expect(found.import).toEqual([{ to: `${TYPE}.web`, id: WEB, provider: "huaweiecs.east" }]);
    expect(found.resource?.[TYPE]?.db?.depends_on).toEqual([`${TYPE}.web`]);
  });

  test("the resource is a child with the name Resource, and the construct knows its kind", () => {
    const stack = new TerraformStack(Testing.app(), "stack");
    const policy = new ServerNicPolicy(stack, "web", { serverId: WEB, retention: NicRetention.KEEP });
    expect(policy.node.findChild("Resource")).toBe(policy.resource);
    expect(ServerNicPolicy.tfResourceType).toBe(TYPE);
    expect([policy, policy.resource, {}].map(ServerNicPolicy.isServerNicPolicy)).toEqual([true, false, false]);
  });
});
