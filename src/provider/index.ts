/** The product: provider configuration, resources, data sources, functions; one file each. */

import { version } from "../../package.json";
import { defineProvider } from "../terraform";
import { attributes, configure, rules } from "./configuration";
import { explain } from "./explain";
import { nicIdFunction, parseNicIdFunction } from "./functions";
import { nicAttachment } from "./nic-attachment";
import { nicAttachmentSetting } from "./nic-attachment-setting";
import { nicAttachments } from "./nic-attachments";
import { nicAttachmentList, nicAttachmentSettingList, serverNicPolicyList } from "./nic-lists";
import { serverNicPolicy } from "./server-nic-policy";
import { servers } from "./servers";

export const provider = defineProvider({
  name: "huaweiecs",
  address: "registry.terraform.io/huaweiecs/huaweiecs",
  version,
  summary: "Manages network interfaces (NICs) of Huawei Cloud ECS servers.",
  attributes,
  rules,
  resources: [nicAttachmentSetting, nicAttachment, serverNicPolicy],
  dataSources: [nicAttachments, servers],
  lists: [nicAttachmentSettingList, nicAttachmentList, serverNicPolicyList],
  functions: [nicIdFunction, parseNicIdFunction],
  explain,
  configure: async (context) => configure(context, version, process.env),
  close: ({ cloud }) => cloud.close(),
});
