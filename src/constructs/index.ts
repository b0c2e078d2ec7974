/** What a CDKTF author imports: the provider and its resources as constructs. */

export {
  NicAttachmentSetting,
  type NicAttachmentSettingConfig,
  type NicAttachmentSettingTimeouts,
} from "./generated/nic-attachment-setting";
export { HuaweiecsProvider, type HuaweiecsProviderConfig } from "./generated/provider";
