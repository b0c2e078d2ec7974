/** A local Huawei Cloud to run against: ECS and its NICs, the ports of VPC, IAM, STS and the metadata service, on one address. */
export type { FixedIp, Nic, Server } from "./cloud-state";
export { defaultSeed } from "./default-seed";
export { type Emulator, type EmulatorOptions, type ServedRoute, startEmulator } from "./emulator";
export {
  badGateway,
  flowLimitExceeded,
  gatewayTimeout,
  overRateLimit,
  policyForbids,
  serverBusy,
  serverLocked,
  serviceUnavailable,
  systemError,
  tooManyRequests,
} from "./fault-responses";
export type {
  ConnectionFault,
  Fault,
  FaultDelay,
  FaultEffect,
  FaultJob,
  FaultResponse,
  FaultSlowBody,
  FaultThrottle,
  NamedFault,
} from "./faults";
export { generateSeed } from "./generate-seed";
export { InvalidInput } from "./input-checks";
export type { Job, JobFailure, JobStatus } from "./jobs";
export type { Credentials, TemporaryCredentials } from "./key-store";
export type { Port } from "./network";
export type { Operation, RequestEntry, UnknownRoute } from "./request-log";
export { parseScenario, type Scenario } from "./scenario";
export {
  type NicSeed,
  type PortSeed,
  parseSeed,
  type SecurityGroupSeed,
  type Seed,
  type ServerSeed,
  type ServerStatus,
  type SubnetSeed,
} from "./seed";
export { type Latency, parseLatency, type ServerGone, type Settings } from "./settings";
export { UnusableState } from "./state-file";
export type { Account } from "./wire/iam";
