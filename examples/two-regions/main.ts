/**
 * One stack, two regions: a provider for each, told apart by their aliases.
 *
 * Servers are found by their names, so there is no id to change. For your own, change the regions and the name.
 */
import { App, TerraformIterator, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { DataHuaweiecsServers, HuaweiecsProvider, NicRetention, ServerNicPolicy } from "huaweiecs/constructs";

interface Region {
  readonly name: string;
  /** Where the region's emulator is; nothing for Huawei Cloud itself. */
  readonly endpoint: string | undefined;
}

class WebServers extends TerraformStack {
  constructor(scope: Construct, id: string, regions: readonly Region[]) {
    super(scope, id);

    for (const { name, endpoint } of regions) {
      // Keys come from the environment, the same for both: HW_ACCESS_KEY, HW_SECRET_KEY. Each region has a project of its
      // own, which is found by the region's name.
      const provider = new HuaweiecsProvider(this, `huaweiecs-${name}`, {
        alias: name,
        region: name,
        ...(endpoint && { endpoints: { ecs: endpoint, iam: endpoint } }),
      });

      // Each data source and resource says whose it is.
      const servers = new DataHuaweiecsServers(this, `servers-${name}`, { provider, name: "web-" });
      const eachServer = TerraformIterator.fromList(servers.serverIds);
      new ServerNicPolicy(this, `nics-${name}`, {
        provider,
        forEach: eachServer,
        serverId: eachServer.value,
        retention: NicRetention.KEEP,
      });

      new TerraformOutput(this, `kept-${name}`, { value: servers.serverIds });
    }
  }
}

const app = new App();
new WebServers(app, "web-servers", [
  { name: "cn-north-4", endpoint: process.env.HUAWEIECS_ENDPOINT_NORTH },
  { name: "cn-south-1", endpoint: process.env.HUAWEIECS_ENDPOINT_SOUTH },
]);
app.synth();
