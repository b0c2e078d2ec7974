import { Construct } from "constructs";
import { WEB, WEB_PRIMARY, WEB_SECOND } from "./support/ids";
import { CASES } from "./support/libraries";
import { written } from "./support/written";

const TYPE = "huaweiecs_nic_attachment_setting";

describe.each(CASES)("with $name", (which) => {
  const { TerraformStack, Testing } = which.library;
  const { NicAttachment, NicAttachmentSetting, resources } = which.constructs;
  const KEPT = { serverId: WEB, portId: WEB_PRIMARY, deleteOnTermination: false };

  test("a construct in a stack has its own id as name in Terraform", () => {
    const { resource } = written(which, (stack) => {
      new NicAttachmentSetting(stack, "web-primary", KEPT);
      new NicAttachmentSetting(stack, "web.second", KEPT);
    });
    expect(Object.keys(resource?.[TYPE] ?? {})).toEqual(["web-primary", "websecond"]);
  });

  test("a construct that is nested has the name that the resource alone would have there", () => {
    const names = (Setting: typeof NicAttachmentSetting | typeof resources.NicAttachmentSetting) => {
      const { resource } = written(which, (stack) => {
        const web = new Construct(stack, "web");
        new Setting(web, "primary", KEPT);
        new Setting(new Construct(web, "more"), "Resource", KEPT);
      });
      return Object.keys(resource?.[TYPE] ?? {});
    };
    expect(names(NicAttachmentSetting)).toEqual(names(resources.NicAttachmentSetting));
    expect(names(NicAttachmentSetting)).toEqual([
      expect.stringMatching(/^web_more_[0-9A-F]{8}$/),
      expect.stringMatching(/^web_primary_[0-9A-F]{8}$/),
    ]);
  });

  test("a stack's own way to name resources holds", () => {
    class Named extends TerraformStack {
      protected override allocateLogicalId(): string {
        return "named";
      }
    }
    const stack = new Named(Testing.app(), "stack");
    new NicAttachmentSetting(stack, "nic", KEPT);
    expect(Object.keys(JSON.parse(Testing.synth(stack)).resource[TYPE])).toEqual(["named"]);
  });

  test("a name can be overridden on the resource", () => {
    const { resource } = written(which, (stack) =>
      new NicAttachmentSetting(stack, "nic", KEPT).resource.overrideLogicalId("other"),
    );
    expect(Object.keys(resource?.[TYPE] ?? {})).toEqual(["other"]);
  });

  test("two constructs with one name fail the synthesis, which would lose one of them", () => {
    const both = (first: string, second: string) =>
      written(which, (stack) => {
        new NicAttachmentSetting(stack, first, KEPT);
        new NicAttachmentSetting(stack, second, { ...KEPT, portId: WEB_SECOND });
      });
    expect(() => both("web1", "web.1")).toThrow(
      `[stack] stack/web1/Resource and stack/web.1/Resource have the same address in Terraform, ${TYPE}.web1, so that one of them would be lost. Letters, digits, "-" and "_" of an id count; give one of them another id.`,
    );
    expect(Object.keys(both("web1", "web-1").resource?.[TYPE] ?? {})).toHaveLength(2);
  });

  test("so do a construct and a resource, and it does not matter how many there are", () => {
    const three = () =>
      written(which, (stack) => {
        new resources.NicAttachmentSetting(stack, "web1", KEPT);
        new NicAttachmentSetting(stack, "web.1", KEPT);
        new NicAttachmentSetting(stack, "nic", KEPT).resource.overrideLogicalId("web1");
      });
    expect(three).toThrow("stack/web1 and stack/web.1/Resource and stack/nic/Resource have the same address");
  });

  test("resources of different types, or in different stacks, may have one name", () => {
    const app = Testing.app();
    const stacks = ["one", "two"].map((name) => new TerraformStack(app, name));
    const nested = stacks.map((stack) => new TerraformStack(stack, "nested"));
    for (const stack of [...stacks, ...nested]) {
      new which.constructs.HuaweiecsProvider(stack, "huaweiecs", {});
      new NicAttachmentSetting(stack, "web.1", KEPT);
      new NicAttachment(stack, "web1", { serverId: WEB, portId: WEB_PRIMARY });
    }
    expect(() => app.synth()).not.toThrow();
  });
});
