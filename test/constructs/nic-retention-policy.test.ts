import type { App, TerraformStack as Stack } from "cdktf";
import { Construct } from "constructs";
import { DB, WEB, WEB_PRIMARY, WEB_SECOND } from "./support/ids";
import { CASES } from "./support/libraries";
import { synthesized, type Written } from "./support/written";

const SETTING = "huaweiecs_nic_attachment_setting";
const ATTACHMENT = "huaweiecs_nic_attachment";
const POLICY = "huaweiecs_server_nic_policy";

const WARNING = "@cdktf/warn";
const INFO = "@cdktf/info";

describe.each(CASES)("with $name", ({ name, library, constructs }) => {
  const { Aspects, Lazy, TerraformStack, TerraformVariable, Testing, Token } = library;
  const { NicAttachment, NicAttachmentSetting, NicRetention, NicRetentionEnforcement, NicRetentionPolicy } = constructs;
  const { ServerNicPolicy, resources } = constructs;
  const { FIX, ERROR: FAIL, WARN } = NicRetentionEnforcement;
  const { KEEP, DELETE } = NicRetention;
  const WEB_NIC = { serverId: WEB, portId: WEB_PRIMARY };
  const KEPT = { ...WEB_NIC, deleteOnTermination: false };
  const DELETED = { ...WEB_NIC, deleteOnTermination: true };

  function newApp(): App {
    // With the flags of the future, CDK Terrain refuses groups of stacks.
    return Testing.app({ enableFutureFlags: false });
  }

  function newStack(scope: Construct, id: string): Stack {
    const stack = new TerraformStack(scope, id);
    new constructs.HuaweiecsProvider(stack, "huaweiecs", {});
    return stack;
  }

  function oneStack() {
    const app = newApp();
    return { app, stack: newStack(app, "stack") };
  }

  function twoStacks() {
    const app = newApp();
    return { app, one: newStack(app, "one"), two: newStack(app, "two") };
  }

  function resourcesOf(stack: Stack): NonNullable<Written["resource"]> {
    return (JSON.parse(Testing.synth(stack)) as Written).resource ?? {};
  }

  /** One of everything that declares a retention, and none as it should be; with and without the constructs. */
  function declareDeletions(scope: Construct): void {
    new NicAttachmentSetting(scope, "setting", { ...WEB_NIC, retention: DELETE });
    new NicAttachment(scope, "attachment", { ...WEB_NIC, deleteOnTermination: true });
    new NicAttachment(scope, "open", WEB_NIC);
    const overrides = { [WEB_PRIMARY]: KEEP, [WEB_SECOND]: DELETE };
    new ServerNicPolicy(scope, "policy", { serverId: WEB, retention: DELETE, overrides });
    new resources.NicAttachmentSetting(scope, "raw-setting", DELETED);
    new resources.NicAttachment(scope, "raw-attachment", DELETED);
    new resources.ServerNicPolicy(scope, "raw-policy", { serverId: DB, deleteOnTermination: true });
  }

  /** The same, but only Terraform knows what is declared. */
  function declareUnknown(stack: Stack): void {
    const isDeleted = new TerraformVariable(stack, "deleted", { type: "bool" }).booleanValue;
    const overrides = Token.asBooleanMap(new TerraformVariable(stack, "overrides", { type: "map(bool)" }).value);
    new NicAttachmentSetting(stack, "setting", { ...WEB_NIC, deleteOnTermination: isDeleted });
    new ServerNicPolicy(stack, "all", { serverId: WEB, retention: KEEP, overrides });
    new ServerNicPolicy(stack, "one", { serverId: DB, retention: KEEP, overrides: { [WEB_PRIMARY]: isDeleted } });
  }

  const DECLARED: readonly (readonly [path: string, argument: string, was: string])[] = [
    ["setting/Resource", "deleteOnTermination", "true"],
    ["attachment/Resource", "deleteOnTermination", "true"],
    ["open/Resource", "deleteOnTermination", "not set, so that the cloud decides"],
    ["policy/Resource", "deleteOnTermination", "true"],
    ["policy/Resource", `overrides["${WEB_SECOND}"]`, "true"],
    ["raw-setting", "deleteOnTermination", "true"],
    ["raw-attachment", "deleteOnTermination", "true"],
    ["raw-policy", "deleteOnTermination", "true"],
  ];

  const REMARKS = DECLARED.map(([path, argument, was]) => ({
    path,
    message: `NicRetentionPolicy wants ${argument} to be false: it is ${was}. Declare NicRetention.KEEP, or exempt this construct.`,
  }));

  describe("an error for each deviation", () => {
    test("fails the app's synthesis, by default, and names them all", () => {
      const { app, stack } = oneStack();
      declareDeletions(stack);
      NicRetentionPolicy.enforce(stack, { retention: KEEP });
      const texts = REMARKS.map(({ path, message }) => `[stack/${path}] ${message}`);
      expect(() => app.synth()).toThrow(texts.join("\n"));
    });

    test("fails the synthesis of a stack in a test", () => {
      const { stack } = oneStack();
      new NicAttachmentSetting(stack, "nic", DELETED);
      NicRetentionPolicy.enforce(stack, { retention: KEEP, enforce: FAIL });
      expect(() => Testing.fullSynth(stack)).toThrow("NicRetentionPolicy wants deleteOnTermination to be false");
    });

    test("is none where all is as it should be", () => {
      const { app, stack } = oneStack();
      new NicAttachmentSetting(stack, "setting", KEPT);
      new NicAttachment(stack, "attachment", { ...WEB_NIC, retention: KEEP });
      new ServerNicPolicy(stack, "policy", { serverId: WEB, retention: KEEP, overrides: { [WEB_SECOND]: false } });
      NicRetentionPolicy.enforce(stack, { retention: KEEP });
      expect(synthesized(app)).toEqual([]);
    });

    test("is there for NICs that are kept, too, where they shall be deleted", () => {
      const { app, stack } = oneStack();
      new NicAttachmentSetting(stack, "nic", KEPT);
      NicRetentionPolicy.enforce(stack, { retention: DELETE });
      expect(() => app.synth()).toThrow(
        "[stack/nic/Resource] NicRetentionPolicy wants deleteOnTermination to be true: it is false. Declare NicRetention.DELETE, or exempt this construct.",
      );
    });
  });

  test("a warning for each deviation lets the synthesis pass, and changes nothing", () => {
    const { app, stack } = oneStack();
    declareDeletions(stack);
    NicRetentionPolicy.enforce(stack, { retention: KEEP, enforce: WARN });
    const expected = REMARKS.map(({ path, message }) => ({ constructPath: `stack/${path}`, level: WARNING, message }));
    expect(synthesized(app)).toEqual(expected);
    expect(resourcesOf(stack)[SETTING]?.setting?.delete_on_termination).toBe(true);
  });

  test("a fix declares what the policy wants, and says what it has changed", () => {
    const { app, stack } = oneStack();
    declareDeletions(stack);
    NicRetentionPolicy.enforce(stack, { retention: KEEP, enforce: FIX });
    expect(synthesized(app)).toEqual(
      DECLARED.map(([path, argument, was]) => ({
        constructPath: `stack/${path}`,
        level: INFO,
        message: `NicRetentionPolicy has made ${argument} false: it was ${was}.`,
      })),
    );
    const kept = { delete_on_termination: false };
    expect(resourcesOf(stack)).toMatchObject({
      [SETTING]: { setting: kept, "raw-setting": kept },
      [ATTACHMENT]: { attachment: kept, open: kept, "raw-attachment": kept },
      [POLICY]: { policy: { ...kept, overrides: { [WEB_PRIMARY]: false, [WEB_SECOND]: false } }, "raw-policy": kept },
    });
    expect(resourcesOf(stack)[POLICY]?.["raw-policy"]).toEqual({ server_id: DB, ...kept });
  });

  test("a fix can have NICs deleted", () => {
    const { app, stack } = oneStack();
    new NicAttachmentSetting(stack, "nic", KEPT);
    new ServerNicPolicy(stack, "policy", { serverId: WEB, retention: DELETE, overrides: { [WEB_PRIMARY]: KEEP } });
    NicRetentionPolicy.enforce(stack, { retention: DELETE, enforce: FIX });
    app.synth();
    const found = resourcesOf(stack);
    expect(found[SETTING]?.nic?.delete_on_termination).toBe(true);
    expect(found[POLICY]?.policy?.overrides).toEqual({ [WEB_PRIMARY]: true });
  });

  describe("what only Terraform knows", () => {
    const UNKNOWN: readonly (readonly [path: string, argument: string])[] = [
      ["setting/Resource", "deleteOnTermination"],
      ["all/Resource", "overrides"],
      ["one/Resource", `overrides["${WEB_PRIMARY}"]`],
    ];

    test.each([FAIL, WARN])("is warned of by %s, as it cannot be checked", (enforce) => {
      const { app, stack } = oneStack();
      declareUnknown(stack);
      NicRetentionPolicy.enforce(stack, { retention: KEEP, enforce });
      expect(synthesized(app)).toEqual(
        UNKNOWN.map(([path, argument]) => ({
          constructPath: `stack/${path}`,
          level: WARNING,
          message: `${argument} is known to Terraform only: NicRetentionPolicy cannot check that it is false, and what Terraform finds will hold.`,
        })),
      );
    });

    test("is overwritten by a fix, with the same NICs in overrides", () => {
      const { app, stack } = oneStack();
      declareUnknown(stack);
      NicRetentionPolicy.enforce(stack, { retention: KEEP, enforce: FIX });
      expect(synthesized(app)).toEqual(
        UNKNOWN.map(([path, argument]) => ({
          constructPath: `stack/${path}`,
          level: INFO,
          message: `NicRetentionPolicy has made ${argument} false: it was known to Terraform only.`,
        })),
      );
      expect(resourcesOf(stack)).toMatchObject({
        [SETTING]: { setting: { delete_on_termination: false } },
        [POLICY]: {
          all: { overrides: `\${{ for key, val in var.overrides: key => false }}` },
          one: { overrides: { [WEB_PRIMARY]: false } },
        },
      });
    });

    test("is not the same as a token that the library resolves", () => {
      const { app, stack } = oneStack();
      const lazy = (deletes: boolean) => Lazy.anyValue({ produce: () => deletes });
      new NicAttachmentSetting(stack, "kept", { ...WEB_NIC, deleteOnTermination: lazy(false) });
      new NicAttachmentSetting(stack, "deleted", { ...WEB_NIC, deleteOnTermination: lazy(true) });
      NicRetentionPolicy.enforce(stack, { retention: KEEP, enforce: WARN });
      expect(synthesized(app)).toEqual([
        expect.objectContaining({
          constructPath: "stack/deleted/Resource",
          message: expect.stringContaining("it is true"),
        }),
      ]);
    });
  });

  describe("what addOverride says", () => {
    test("counts, as it has the last word", () => {
      const { app, stack } = oneStack();
      new NicAttachmentSetting(stack, "nic", KEPT).resource.addOverride("delete_on_termination", true);
      new NicAttachmentSetting(stack, "text", DELETED).resource.addOverride("delete_on_termination", "false");
      NicRetentionPolicy.enforce(stack, { retention: KEEP });
      expect(() => app.synth()).toThrow(
        /\n\[stack\/nic\/Resource\] NicRetentionPolicy wants deleteOnTermination to be false: it is true\.[^\n]*$/m,
      );
    });

    test("is an error where it undoes a fix", () => {
      const { app, stack } = oneStack();
      const { resource } = new ServerNicPolicy(stack, "policy", { serverId: WEB, retention: DELETE });
      resource.addOverride(`overrides.${WEB_PRIMARY}`, true);
      NicRetentionPolicy.enforce(stack, { retention: KEEP, enforce: FIX });
      expect(() => app.synth()).toThrow(
        `[stack/policy/Resource] addOverride has the last word on overrides["${WEB_PRIMARY}"], so that NicRetentionPolicy cannot make it false. Remove that override, or exempt this construct.`,
      );
    });
  });

  test("a resource that moves to another address is judged there", () => {
    const { app, stack } = oneStack();
    new NicAttachmentSetting(stack, "old", DELETED).resource.moveTo("new");
    new NicAttachmentSetting(stack, "new", KEPT).resource.addMoveTarget("new");
    NicRetentionPolicy.enforce(stack, { retention: KEEP });
    expect(synthesized(app)).toEqual([]);
  });

  test.each([FIX, FAIL])("resources of others are left alone by %s", (enforce) => {
    const { app, stack } = oneStack();
    const type = { terraformResourceType: "huaweicloud_compute_instance" };
    new library.TerraformResource(stack, "other", type).addOverride("delete_on_termination", true);
    NicRetentionPolicy.enforce(stack, { retention: KEEP, enforce });
    expect(synthesized(app)).toEqual([]);
    expect(resourcesOf(stack).huaweicloud_compute_instance?.other).toEqual({ delete_on_termination: true });
  });

  describe("exempt", () => {
    test("are the given constructs, with all that is in them", () => {
      const { app, stack } = oneStack();
      const group = new Construct(stack, "group");
      new NicAttachmentSetting(new Construct(group, "deep"), "nic", DELETED);
      const construct = new NicAttachmentSetting(stack, "construct", DELETED);
      const resource = new resources.NicAttachmentSetting(stack, "resource", DELETED);
      new NicAttachmentSetting(stack, "other", DELETED);
      NicRetentionPolicy.enforce(stack, { retention: KEEP, enforce: WARN, exempt: [group, construct, resource] });
      expect(synthesized(app).map(({ constructPath }) => constructPath)).toEqual(["stack/other/Resource"]);
    });

    test("are whole stacks, of a policy for an app", () => {
      const { app, one, two } = twoStacks();
      for (const stack of [one, two]) new NicAttachmentSetting(stack, "nic", DELETED);
      NicRetentionPolicy.enforce(app, { retention: KEEP, enforce: WARN, exempt: [one] });
      expect(synthesized(app).map(({ constructPath }) => constructPath)).toEqual(["two/nic/Resource"]);
    });
  });

  describe("the scope", () => {
    test("may be a construct: the policy is about nothing beside it", () => {
      const { app, stack } = oneStack();
      const group = new Construct(stack, "group");
      new NicAttachmentSetting(new Construct(group, "deep"), "nic", DELETED);
      new NicAttachmentSetting(stack, "other", DELETED);
      NicRetentionPolicy.enforce(group, { retention: KEEP, enforce: WARN });
      new NicAttachmentSetting(group, "later", DELETED);
      expect(synthesized(app).map(({ constructPath }) => constructPath)).toEqual([
        "stack/group/deep/nic/Resource",
        "stack/group/later/Resource",
      ]);
    });

    test("may be a single NIC", () => {
      const { app, stack } = oneStack();
      NicRetentionPolicy.enforce(new NicAttachmentSetting(stack, "nic", DELETED), { retention: KEEP, enforce: WARN });
      expect(synthesized(app)).toHaveLength(1);
    });

    test("may be an app: the policy holds in every stack that it has, and in stacks in them", () => {
      const { app, one, two } = twoStacks();
      const grouped = newStack(new Construct(app, "group"), "grouped");
      const all = [one, two, grouped, newStack(two, "nested")];
      for (const stack of all) new NicAttachmentSetting(stack, "nic", DELETED);
      NicRetentionPolicy.enforce(app, { retention: KEEP, enforce: FIX });
      const paths = synthesized(app).map(({ constructPath }) => constructPath);
      // The library reports what is in a nested stack with both.
      expect(paths.sort()).toEqual([
        "group/grouped/nic/Resource",
        "one/nic/Resource",
        "two/nested/nic/Resource",
        "two/nested/nic/Resource",
        "two/nic/Resource",
      ]);
      for (const stack of all) expect(resourcesOf(stack)[SETTING]?.nic?.delete_on_termination).toBe(false);
    });

    test("may be a group of stacks", () => {
      const { app, stack } = oneStack();
      new NicAttachmentSetting(stack, "nic", DELETED);
      const group = new Construct(app, "group");
      new NicAttachmentSetting(newStack(group, "grouped"), "nic", DELETED);
      NicRetentionPolicy.enforce(group, { retention: KEEP, enforce: WARN });
      expect(synthesized(app).map(({ constructPath }) => constructPath)).toEqual(["group/grouped/nic/Resource"]);
    });

    test("may have policies in policies: the inner one has the last word", () => {
      const { app, stack } = oneStack();
      const group = new Construct(stack, "group");
      new NicAttachmentSetting(group, "nic", DELETED);
      NicRetentionPolicy.enforce(group, { retention: DELETE, enforce: FIX });
      NicRetentionPolicy.enforce(stack, { retention: KEEP, enforce: FIX });
      app.synth();
      expect(Object.values(resourcesOf(stack)[SETTING] ?? {})).toEqual([
        expect.objectContaining({ delete_on_termination: true }),
      ]);
    });
  });

  describe("a policy that would not be asked", () => {
    test("of an app without stacks is refused at once", () => {
      expect(() => NicRetentionPolicy.enforce(newApp(), { retention: KEEP })).toThrow(
        "NicRetentionPolicy.enforce finds no stack here to attach to. Call it after the stacks, or for each of them.",
      );
    });

    test("in a stack that comes later fails the app's synthesis", () => {
      const { app } = oneStack();
      NicRetentionPolicy.enforce(app, { retention: KEEP, enforce: FIX });
      newStack(new Construct(app, "group"), "late");
      expect(() => app.synth()).toThrow(
        "The stack group/late came after NicRetentionPolicy.enforce, which does not hold there. Call it after the last stack, or for each of them.",
      );
    });

    test("in a stack that comes later into a group fails the app's synthesis as well", () => {
      const app = newApp();
      const group = new Construct(app, "group");
      newStack(group, "early");
      NicRetentionPolicy.enforce(group, { retention: KEEP });
      newStack(group, "late");
      expect(() => app.synth()).toThrow("The stack group/late came after NicRetentionPolicy.enforce");
    });

    test("is none for a stack that comes later in one that has it", () => {
      const { app, stack } = oneStack();
      NicRetentionPolicy.enforce(app, { retention: KEEP, enforce: WARN });
      new NicAttachmentSetting(newStack(stack, "late"), "nic", DELETED);
      expect(synthesized(app).map(({ constructPath }) => constructPath)).toContain("stack/late/nic/Resource");
    });

    test("is none for a stack that comes later beside the group with the policy", () => {
      const app = newApp();
      const group = new Construct(app, "group");
      newStack(group, "early");
      NicRetentionPolicy.enforce(group, { retention: KEEP });
      newStack(app, "late");
      expect(synthesized(app)).toEqual([]);
    });

    test("on the App fails the synthesis, as the library ignores aspects there", () => {
      const { app, stack } = oneStack();
      new NicAttachmentSetting(stack, "nic", KEPT);
      Aspects.of(app).add(new NicRetentionPolicy({ retention: KEEP }));
      expect(() => app.synth()).toThrow(
        "[stack] The NicRetentionPolicy on the App is ignored, as every aspect above the stacks is. Use NicRetentionPolicy.enforce, or add it to each stack.",
      );
    });

    test("on a group of stacks fails the synthesis in the same way", () => {
      const app = newApp();
      const group = new Construct(app, "group");
      new NicAttachmentSetting(newStack(group, "stack"), "nic", KEPT);
      Aspects.of(group).add(new NicRetentionPolicy({ retention: KEEP }));
      expect(() => app.synth()).toThrow("The NicRetentionPolicy on group is ignored");
    });

    test("in a stack of another copy of the library is refused at once", () => {
      const { stack } = oneStack();
      const otherwise = CASES.find((each) => each.name !== name)?.constructs.NicRetentionPolicy;
      expect(() => otherwise?.enforce(stack, { retention: KEEP })).toThrow(
        "[stack] The stack is of another copy of the library than NicRetentionPolicy, which would never be asked.",
      );
    });
  });

  test("a policy can be added to a stack as any aspect", () => {
    const { app, stack } = oneStack();
    new NicAttachmentSetting(stack, "nic", DELETED);
    Aspects.of(stack).add(new NicRetentionPolicy({ retention: KEEP, enforce: FIX }));
    app.synth();
    expect(resourcesOf(stack)[SETTING]?.nic?.delete_on_termination).toBe(false);
  });

  test.each([FIX, WARN])("another synthesis comes to the same, with %s", (enforce) => {
    const { app, stack } = oneStack();
    declareDeletions(new Construct(stack, "known"));
    declareUnknown(stack);
    NicRetentionPolicy.enforce(stack, { retention: KEEP, enforce });
    const remarks = synthesized(app);
    const found = resourcesOf(stack);
    expect(synthesized(app)).toEqual(remarks);
    expect(resourcesOf(stack)).toEqual(found);
  });

  test("resources of another copy of the package are held to the policy too", () => {
    const { app, stack } = oneStack();
    let copy = constructs;
    jest.isolateModules(() => {
      jest.doMock(name, () => library);
      copy = jest.requireActual(name === "cdktf" ? "huaweiecs/constructs" : "huaweiecs/constructs-cdktn");
    });
    jest.dontMock(name);
    expect(copy.NicAttachmentSetting).not.toBe(NicAttachmentSetting);
    new copy.NicAttachmentSetting(stack, "nic", DELETED);
    const policy = { serverId: WEB, deleteOnTermination: true, overrides: { [WEB_PRIMARY]: true } };
    new copy.resources.ServerNicPolicy(stack, "policy", policy);
    NicRetentionPolicy.enforce(stack, { retention: KEEP, enforce: FIX });
    app.synth();
    expect(resourcesOf(stack)).toMatchObject({
      [SETTING]: { nic: { delete_on_termination: false } },
      [POLICY]: { policy: { delete_on_termination: false, overrides: { [WEB_PRIMARY]: false } } },
    });
    expect(NicRetentionPolicy.isNicRetentionPolicy(new copy.NicRetentionPolicy({ retention: KEEP }))).toBe(true);
  });

  test.each([
    [{ retention: "kept" }, 'Invalid retention. It must be one of "keep", "delete". It is "kept".'],
    [
      { retention: "keep", enforce: "mend" },
      'Invalid enforce. It must be one of "fix", "error", "warn". It is "mend".',
    ],
  ])("a policy of %j is refused", (options, message) => {
    expect(() => new NicRetentionPolicy(options as never)).toThrow(message);
  });
});
