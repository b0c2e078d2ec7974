import { type ApiAnswer, ecsError } from "../answer";
import type { Cloud, Server } from "../cloud-state";
import type { Refusal } from "../network";
import type { Settings } from "../settings";
import type { ApiCall, ApiRoute } from "./route";

/** What the routes of ECS and VPC share. */
export interface EcsContext {
  cloud: Cloud;
  settings: Readonly<Settings>;
  region: string;
  now: () => number;
}

/**
 * The project of the URL must be the one the caller's credentials belong to.
 *
 * @fidelity documented
 * Source: ECS API reference, "Error Codes", `Ecs.0023`; the text is assumed.
 */
export function inProject(handle: ApiRoute["handle"]): ApiRoute["handle"] {
  return (call) =>
    call.caller?.projectId !== undefined && call.params.project === call.caller.projectId
      ? handle(call)
      : ecsError(400, "Ecs.0023", "The project ID in the URL does not match the project of the credentials.");
}

/**
 * A NIC operation on a server that does not exist: not a 404 but a 400 that has Nova's error as text in its message.
 *
 * @fidelity observed
 * Source: issue 6880 of the official Terraform provider, for ListServerInterfaces in tr-west-1.
 */
export function serverGone({ settings }: EcsContext, serverId: string): ApiAnswer {
  if (settings.serverGone === "404") {
    return instanceNotFound(serverId);
  }
  const nova = `{"itemNotFound": {"code": 404, "message": "Instance ${serverId} could not be found."}}`;
  const message = `call novaExt api to get server ports fail serverId = ${serverId}  error message =${nova}`;
  return { ...ecsError(400, "Ecs.0307", message), summary: `no server ${serverId}` };
}

/**
 * ShowServer on a server that does not exist.
 *
 * @fidelity observed
 * Source: a capture in the KooCLI documentation; 404 as in the ECS API reference, "Error Codes".
 */
export function instanceNotFound(serverId: string): ApiAnswer {
  return ecsError(404, "Ecs.0114", `Instance[${serverId}] could not be found.`);
}

/**
 * A server that takes no commands: 400 `Ecs.0605` when its owner locked it, 501 `Ecs.0603` while it carries out another one.
 *
 * @fidelity assumed
 * Both codes are in the ECS API reference, "Error Codes"; which operations heed them is published nowhere.
 */
export function serverRefusal({ cloud }: EcsContext, server: Server): ApiAnswer | undefined {
  if (server.locked) {
    return ecsError(400, "Ecs.0605", "The ECS is locked.");
  }
  if (cloud.isBusy(server.id)) {
    return serverBusy();
  }
  return undefined;
}

/**
 * 501 `Ecs.0603`.
 *
 * @fidelity documented
 * Source: ECS API reference, "Error Codes".
 */
export function serverBusy(): ApiAnswer {
  return ecsError(501, "Ecs.0603", "Other commands are being executed. Please try again 1 minute later.");
}

const refusals: Record<Refusal, [code: string, message: string]> = {
  "subnet-not-found": ["Ecs.0038", "The subnet does not exist."],
  "port-not-found": ["Ecs.0085", "The server does not have the interface."],
  "port-attached": ["Ecs.0919", "The NIC has been attached to another ECS."],
  "security-group-not-found": ["Ecs.0014", "The security group does not exist."],
  "vpc-differs": ["Ecs.0064", "The VPC of the NIC is not the VPC of the primary NIC."],
  "address-outside-subnet": ["Ecs.0039", "The IP address is not in the subnet."],
  "address-in-use": ["Ecs.0010", "The private IP address is in use."],
  "subnet-exhausted": ["Ecs.0012", "The subnet has no more IP addresses."],
  "subnet-without-ipv6": ["Ecs.0005", "IPv6 is not enabled for the subnet."],
  "too-many-nics": ["Ecs.0050", "The number of NICs exceeds the quota of the flavor."],
};

/**
 * What the network cannot do, as ECS says it: at once, with 400.
 *
 * @fidelity assumed
 * The codes are in the ECS API reference, "Error Codes"; that they come at once and not in the job is not said, nor are the
 * texts.
 */
export function networkRefusal(refusal: Refusal): ApiAnswer {
  const [code, message] = refusals[refusal];
  return ecsError(400, code, message);
}

/**
 * A body that is empty, or that is no JSON: 400 `Common.0002` and `Ecs.0005`.
 *
 * @fidelity documented
 * Source: ECS API reference, "Error Codes"; the text of `Ecs.0005` is in its example of a batch deletion.
 */
export function bodyRefusal(body: Uint8Array, document: unknown): ApiAnswer | undefined {
  if (body.length === 0) {
    return ecsError(400, "Common.0002", "The request body is empty.");
  }
  return document === undefined ? illegalBody() : undefined;
}

/**
 * A body that says nothing that the operation understands.
 *
 * @fidelity documented
 * Source: ECS API reference, "Error Codes", `Ecs.0005`.
 */
export function illegalBody(message = "request body is illegal."): ApiAnswer {
  return ecsError(400, "Ecs.0005", message);
}

export type EcsHandler = (context: EcsContext, call: ApiCall) => ApiAnswer;
