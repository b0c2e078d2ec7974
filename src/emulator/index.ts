/** A local Huawei Cloud to run against: the NIC operations of ECS and the project lookup of IAM, on one address. */
export type { Credentials } from "./authentication";
export type { FixedIp, Nic, Server } from "./cloud-state";
export { defaultSeed } from "./default-seed";
export { type Emulator, type EmulatorOptions, startEmulator } from "./emulator";
export {
  badGateway,
  flowLimitExceeded,
  overRateLimit,
  policyForbids,
  serverBusy,
  serverLocked,
  systemError,
  tooManyRequests,
} from "./fault-responses";
export type { Fault, FaultDelay, FaultResponse } from "./faults";
export { generateSeed } from "./generate-seed";
export { InvalidInput } from "./input-checks";
export type { Operation, RequestEntry } from "./request-log";
export type { ServerGone } from "./routes/ecs";
export { type NicSeed, parseSeed, type Seed, type ServerSeed, type ServerStatus } from "./seed";
