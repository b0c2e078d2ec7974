/**
 * NICs that are there already come under Terraform as they are: nothing is added, changed or destroyed by that.
 *
 * `import-nics.ts` is what `huaweiecs import-blocks` writes for the emulator's servers. For your own, write it anew.
 */
import { App, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { HuaweiecsProvider } from "huaweiecs/constructs";
import { importNics } from "./import-nics";

class AdoptNics extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    // Region, keys and project come from the environment: HW_REGION_NAME, HW_ACCESS_KEY, HW_SECRET_KEY, HW_PROJECT_ID.
    const endpoint = process.env.HUAWEIECS_ENDPOINT;
    new HuaweiecsProvider(this, "huaweiecs", endpoint ? { endpoints: { ecs: endpoint, iam: endpoint } } : {});

    importNics(this);
  }
}

const app = new App();
new AdoptNics(app, "adopt-nics");
app.synth();
