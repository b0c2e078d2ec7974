/**
 * Every NIC of servers that are found by a tag: nothing here names a server, so a new one is covered by the next run.
 *
 * `servers.json` is a fleet for the emulator. For your own, change the tags.
 */
import { App, Fn, TerraformIterator, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import {
  DataHuaweiecsNicAttachments,
  DataHuaweiecsServers,
  HuaweiecsProvider,
  NicAttachmentSetting,
  NicRetention,
  ServerNicPolicy,
} from "huaweiecs/constructs";

class Fleet extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    // Region, keys and project come from the environment: HW_REGION_NAME, HW_ACCESS_KEY, HW_SECRET_KEY, HW_PROJECT_ID.
    const endpoint = process.env.HUAWEIECS_ENDPOINT;
    new HuaweiecsProvider(this, "huaweiecs", endpoint ? { endpoints: { ecs: endpoint, iam: endpoint } } : {});

    // Production keeps its addresses. One policy for each server holds for all NICs of it, those attached later included.
    const production = new DataHuaweiecsServers(this, "production", { tags: { stage: "prod" } });
    const eachServer = TerraformIterator.fromList(production.serverIds);
    new ServerNicPolicy(this, "production-nics", {
      forEach: eachServer,
      serverId: eachServer.value,
      retention: NicRetention.KEEP,
    });

    // Workers come and go, and only their extra NICs go with them: so each of these NICs has a setting of its own.
    const workers = new DataHuaweiecsServers(this, "workers", { tags: { role: "worker" } });
    const eachWorker = TerraformIterator.fromList(workers.serverIds);
    const extraNics = new DataHuaweiecsNicAttachments(this, "extra-nics", {
      forEach: eachWorker,
      serverId: eachWorker.value,
      primary: false,
    });

    // Terraform has no for_each in a for_each. Names of the form "<server>/<port>", from all workers, make it one.
    const eachNic = TerraformIterator.fromList(
      Fn.flatten(
        TerraformIterator.fromDataSources(extraNics).forExpressionForList(
          'formatlist("%s/%s", val.server_id, val.port_ids)',
        ),
      ),
    );
    new NicAttachmentSetting(this, "worker-nics", {
      forEach: eachNic,
      serverId: Fn.element(Fn.split("/", eachNic.value), 0),
      portId: Fn.element(Fn.split("/", eachNic.value), 1),
      retention: NicRetention.DELETE,
    });

    new TerraformOutput(this, "production_servers", { value: production.serverIds });
  }
}

const app = new App();
new Fleet(app, "fleet");
app.synth();
