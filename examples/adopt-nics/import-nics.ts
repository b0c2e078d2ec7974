import type { Construct } from "constructs";
import { NicAttachmentSetting } from "huaweiecs/constructs";

/** 3 NICs of 2 servers in cn-north-4, as huaweiecs import-blocks found them. Once deployed, each importFrom may go. */
export function importNics(scope: Construct): void {
  // db-1, primary NIC: 192.168.0.51, MAC fa:16:3e:0b:72:a9
  new NicAttachmentSetting(scope, "db_1_primary", {
    serverId: "d47e63b0-91fa-4c28-a5e9-6c0b82f41d39",
    portId: "19a6e4f3-0c8d-4b75-82ee-7d5f3a90b1c8",
    deleteOnTermination: false,
  }).importFrom("d47e63b0-91fa-4c28-a5e9-6c0b82f41d39/19a6e4f3-0c8d-4b75-82ee-7d5f3a90b1c8");

  // web-1, primary NIC: 192.168.0.33, MAC fa:16:3e:45:65:c4
  new NicAttachmentSetting(scope, "web_1_primary", {
    serverId: "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21",
    portId: "3e9b7d52-64c1-4f0e-8a1d-90c2f5b7e613",
    deleteOnTermination: true,
  }).importFrom("8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21/3e9b7d52-64c1-4f0e-8a1d-90c2f5b7e613");

  // web-1: 192.168.16.120, 2407:c080:1200:13a:5c2e:91f:7b04:6d3, MAC fa:16:3e:df:18:6d
  new NicAttachmentSetting(scope, "web_1_192_168_16_120", {
    serverId: "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21",
    portId: "c5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057",
    deleteOnTermination: false,
  }).importFrom("8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21/c5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057");
}
