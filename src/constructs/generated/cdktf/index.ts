export * from "./data-huaweiecs-nic-attachments";
export * from "./data-huaweiecs-servers";
export * from "./provider";
