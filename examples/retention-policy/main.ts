/**
 * One rule for all NICs of a stack, whoever declared them: they outlive their servers. An Aspect holds them to it when the
 * stack is synthesized, before Terraform sees anything.
 *
 * The ids are those of the emulator's servers: `huaweiecs emulator` prints them. For your own servers, change them here.
 */
import { App, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import {
  EcsServer,
  HuaweiecsProvider,
  NicAttachment,
  NicAttachmentSetting,
  NicRetention,
  NicRetentionEnforcement,
  NicRetentionPolicy,
  ServerNicPolicy,
} from "huaweiecs/constructs";

const web = EcsServer.fromId("8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21");
const db = EcsServer.fromId("d47e63b0-91fa-4c28-a5e9-6c0b82f41d39");

/** What the shop's team wrote. It knows nothing of the rule. */
class Shop extends TerraformStack {
  readonly scratch: NicAttachmentSetting;

  constructor(scope: Construct, id: string) {
    super(scope, id);

    // Region, keys and project come from the environment: HW_REGION_NAME, HW_ACCESS_KEY, HW_SECRET_KEY, HW_PROJECT_ID.
    const endpoint = process.env.HUAWEIECS_ENDPOINT;
    const endpoints = endpoint ? { endpoints: { ecs: endpoint, vpc: endpoint, iam: endpoint } } : {};
    new HuaweiecsProvider(this, "huaweiecs", endpoints);

    // Against the rule, as copied from a template.
    new NicAttachmentSetting(this, "web-primary", {
      server: web,
      portId: "3e9b7d52-64c1-4f0e-8a1d-90c2f5b7e613",
      retention: NicRetention.DELETE,
    });

    // Says nothing, so the cloud would decide.
    new NicAttachment(this, "web-backup", {
      server: web,
      networkId: "2b7f0c9e-58a3-4c14-9d6a-f3e0b1a84d72",
    });

    // As the rule wants it.
    new ServerNicPolicy(this, "db", { server: db, retention: NicRetention.KEEP });

    this.scratch = new NicAttachmentSetting(this, "scratch", {
      server: web,
      portId: "c5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057",
      retention: NicRetention.DELETE,
    });
  }
}

const app = new App();
const shop = new Shop(app, "shop");

// The rule. With ERROR in place of FIX the synthesis fails and says where; with WARN it only says so.
NicRetentionPolicy.enforce(app, {
  retention: NicRetention.KEEP,
  enforce: NicRetentionEnforcement.FIX,
  exempt: [shop.scratch], // its address is in nobody's firewall
});

app.synth();
