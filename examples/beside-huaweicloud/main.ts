/**
 * A server of the official `huaweicloud` provider, and its NICs' setting, which that provider cannot manage: both providers in
 * one stack, by references alone.
 */
import { App, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import {
  EcsServer,
  HuaweiecsProvider,
  Nic,
  NicAttachment,
  NicAttachmentSetting,
  NicRetention,
} from "huaweiecs/constructs";
// In a project of your own: from "./.gen/providers/huaweicloud/…", which `cdktf get` generates.
import { ComputeInstance, HuaweicloudProvider, VpcSubnet } from "./huaweicloud";

class Shop extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    // Both read the same variables: HW_REGION_NAME, HW_ACCESS_KEY, HW_SECRET_KEY.
    new HuaweicloudProvider(this, "huaweicloud");
    new HuaweiecsProvider(this, "huaweiecs");

    const instance = new ComputeInstance(this, "web", {
      name: "web",
      imageId: "4f4b3dfa-eb70-47cf-a60a-998a53bd598a",
      flavorId: "s6.large.2",
      // This network is managed elsewhere: it must stay, as the NIC in it does.
      network: [{ uuid: "610a4af2-1d90-4d2b-8057-dc238b26febf" }],
    });
    const web = EcsServer.fromId(instance.id);

    // The primary NIC came with the instance, so only its setting is left to say.
    const primary = new NicAttachmentSetting(this, "web-primary", {
      server: web,
      nic: Nic.fromPortId(instance.network.get(0).port),
      retention: NicRetention.KEEP,
      // Terraform destroys this before the instance. If it then restored what it had found, which may be to delete the NIC,
      // the NIC would go with the instance after all.
      onDestroy: "keep",
    });

    // A second NIC, in place of a `ComputeInterfaceAttach`. It goes with the server, and so can its subnet.
    const backup = new VpcSubnet(this, "backup", {
      vpcId: "55534eaa-533a-419d-9b40-ec427ea7195a",
      name: "backup",
      cidr: "192.168.32.0/24",
      gatewayIp: "192.168.32.1",
    });
    new NicAttachment(this, "web-backup", {
      server: web,
      networkId: backup.id,
      retention: NicRetention.DELETE,
    });

    new TerraformOutput(this, "kept_addresses", { value: primary.fixedIps });
  }
}

const app = new App();
new Shop(app, "shop");
app.synth();
