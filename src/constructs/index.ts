/** What a CDKTF author imports: the provider, its resources and its data sources as constructs. */

export {
  DataHuaweiecsNicAttachments,
  type DataHuaweiecsNicAttachmentsConfig,
} from "./generated/data-huaweiecs-nic-attachments";
export { DataHuaweiecsServers, type DataHuaweiecsServersConfig } from "./generated/data-huaweiecs-servers";
export { NicAttachment, type NicAttachmentConfig, type NicAttachmentTimeouts } from "./generated/nic-attachment";
export {
  NicAttachmentSetting,
  type NicAttachmentSettingConfig,
  type NicAttachmentSettingTimeouts,
} from "./generated/nic-attachment-setting";
export {
  HuaweiecsProvider,
  type HuaweiecsProviderAssumeRole,
  type HuaweiecsProviderAssumeRoleWithOidc,
  type HuaweiecsProviderConfig,
} from "./generated/provider";
export {
  ServerNicPolicy,
  type ServerNicPolicyConfig,
  type ServerNicPolicyTimeouts,
} from "./generated/server-nic-policy";
