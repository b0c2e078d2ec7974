/** What a CDKTF author imports: the provider and its data sources as they are, and constructs for its resources. */

export { EcsServer, type IEcsServer } from "./ecs-server";
export * from "./generated/cdktf";
/** The resources as they are, without the constructs around them. */
export * as resources from "./generated/cdktf/resources";
export { type INic, Nic } from "./nic";
export { NicAttachment, type NicAttachmentProps } from "./nic-attachment";
export {
  type INicAttachmentSetting,
  NicAttachmentSetting,
  type NicAttachmentSettingAttributes,
  type NicAttachmentSettingProps,
} from "./nic-attachment-setting";
export {
  NicRetentionEnforcement,
  NicRetentionPolicy,
  type NicRetentionPolicyOptions,
} from "./nic-retention-policy";
export { NicRetention } from "./retention";
export { ServerNicPolicy, type ServerNicPolicyProps } from "./server-nic-policy";
export type { NicTimeouts } from "./timeouts";
