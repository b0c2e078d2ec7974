/**
 * Keeps one NIC when its server goes, and lets another go with it.
 *
 * The ids are those of the emulator's servers: `huaweiecs emulator` prints them. For your own servers, change them here.
 */
import { App, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { HuaweiecsProvider, NicAttachmentSetting, NicRetention } from "huaweiecs/constructs";

const webServer = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21";
const dbServer = "d47e63b0-91fa-4c28-a5e9-6c0b82f41d39";

class RetainNics extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    // Region, keys and project come from the environment: HW_REGION_NAME, HW_ACCESS_KEY, HW_SECRET_KEY, HW_PROJECT_ID.
    const endpoint = process.env.HUAWEIECS_ENDPOINT;
    new HuaweiecsProvider(this, "huaweiecs", endpoint ? { endpoints: { ecs: endpoint, iam: endpoint } } : {});

    // The address that firewalls and licences know: it must outlive the server.
    const kept = new NicAttachmentSetting(this, "web-primary", {
      serverId: webServer,
      portId: "3e9b7d52-64c1-4f0e-8a1d-90c2f5b7e613",
      retention: NicRetention.KEEP,
    });

    // Nobody needs this one without its server.
    new NicAttachmentSetting(this, "db-primary", {
      serverId: dbServer,
      portId: "19a6e4f3-0c8d-4b75-82ee-7d5f3a90b1c8",
      retention: NicRetention.DELETE,
    });

    new TerraformOutput(this, "kept_addresses", { value: kept.fixedIps });
  }
}

const app = new App();
new RetainNics(app, "retain-nics");
app.synth();
