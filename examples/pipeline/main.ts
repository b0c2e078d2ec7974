/**
 * NICs whose addresses firewalls know, kept whatever becomes of their servers, with a state that a team shares.
 *
 * The ids are those of the emulator's servers: `huaweiecs emulator` prints them. For your own servers, change them here.
 */
import { App, PgBackend, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { HuaweiecsProvider, NicAttachmentSetting, NicRetention } from "huaweiecs/constructs";

const nics = {
  web: {
    serverId: "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21",
    portId: "3e9b7d52-64c1-4f0e-8a1d-90c2f5b7e613",
    retention: NicRetention.KEEP,
  },
  db: {
    serverId: "d47e63b0-91fa-4c28-a5e9-6c0b82f41d39",
    portId: "19a6e4f3-0c8d-4b75-82ee-7d5f3a90b1c8",
    retention: NicRetention.KEEP,
  },
};

class Nics extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    // Terraform takes the connection string from PG_CONN_STR when it runs. Here it would be written into files, with its
    // password, that are kept and passed from job to job.
    new PgBackend(this, { connStr: "", schemaName: id });
    this.addOverride("terraform.backend.pg.conn_str", undefined);

    // Region, keys and project come from the environment: HW_REGION_NAME, HW_ACCESS_KEY, HW_SECRET_KEY, HW_PROJECT_ID.
    const endpoint = process.env.HUAWEIECS_ENDPOINT;
    new HuaweiecsProvider(
      this,
      "huaweiecs",
      endpoint ? { endpoints: { ecs: endpoint, iam: endpoint, sts: endpoint } } : {},
    );

    for (const [name, nic] of Object.entries(nics)) {
      const setting = new NicAttachmentSetting(this, name, nic);
      new TerraformOutput(this, `${name}_addresses`, { value: setting.fixedIps });
    }
  }
}

const app = new App();
new Nics(app, "nics");
app.synth();
