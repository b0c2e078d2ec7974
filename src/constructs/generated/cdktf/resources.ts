export * from "./nic-attachment-setting";
export * from "./nic-attachment";
export * from "./server-nic-policy";
