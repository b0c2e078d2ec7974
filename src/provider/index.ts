/** The product: provider configuration, resources, data sources, functions; one file each. */

import { version } from "../../package.json";
import { defineProvider } from "../terraform";
import { attributes, configure, rules } from "./configuration";
import { explain } from "./explain";
import { nicAttachmentSetting } from "./nic-attachment-setting";

export const provider = defineProvider({
  name: "huaweiecs",
  address: "registry.terraform.io/huaweiecs/huaweiecs",
  version,
  summary: "Manages network interfaces (NICs) of Huawei Cloud ECS servers.",
  attributes,
  rules,
  resources: [nicAttachmentSetting],
  explain,
  configure: async (context) => configure(context, version, process.env),
  close: ({ cloud }) => cloud.close(),
});
