import { type ApiAnswer, ecsError } from "../answer";
import type { Cloud } from "../cloud-state";
import { isUuid } from "../input-checks";
import { interfaceAttachments, serverDetails } from "../wire/ecs";
import type { ApiCall, ApiRoute } from "./route";

/** What the NIC operations answer for a server that does not exist: 400 `Ecs.0307` or 404 `Ecs.0114`. */
export type ServerGone = "ecs-0307" | "404";

export interface EcsOptions {
  region: string;
  projectId: string;
  serverGone: ServerGone;
}

export function ecsRoutes(cloud: Cloud, options: EcsOptions): ApiRoute[] {
  const inProject = (handle: ApiRoute["handle"]) => (call: ApiCall) =>
    call.params.project === options.projectId ? handle(call) : wrongProject();
  const servers = "/v1/:project/cloudservers/:server";

  return [
    {
      operation: "ShowServer",
      method: "GET",
      path: servers,
      handle: inProject(({ params: { server = "" } }) => showServer(cloud, options, server)),
    },
    {
      operation: "ListServerInterfaces",
      method: "GET",
      path: `${servers}/os-interface`,
      handle: inProject(({ params: { server = "" } }) => listServerInterfaces(cloud, options, server)),
    },
    {
      operation: "UpdateServerInterface",
      method: "PUT",
      path: `${servers}/os-interface/:port`,
      handle: inProject(({ params: { server = "", port = "" }, body }) =>
        updateServerInterface(cloud, options, server, port, body),
      ),
    },
  ];
}

function showServer(cloud: Cloud, options: EcsOptions, serverId: string): ApiAnswer {
  const server = cloud.server(serverId);
  if (!server) {
    return instanceNotFound(serverId);
  }
  return { status: 200, body: serverDetails(server, options.projectId, `${options.region}a`), summary: server.name };
}

function listServerInterfaces(cloud: Cloud, options: EcsOptions, serverId: string): ApiAnswer {
  const nics = cloud.listNics(serverId);
  if (!nics) {
    return serverGone(options, serverId);
  }
  return {
    status: 200,
    body: interfaceAttachments(nics),
    summary: nics.length === 1 ? "1 NIC" : `${nics.length} NICs`,
  };
}

/**
 * Sets `delete_on_termination` of one NIC: 204 without a body. Sending the value that holds already is no error.
 *
 * @fidelity documented
 * Source: ECS API reference, "Updating NIC Attachment Information of an ECS" (UpdateServerInterface).
 */
function updateServerInterface(
  cloud: Cloud,
  options: EcsOptions,
  serverId: string,
  portId: string,
  body: Uint8Array,
): ApiAnswer {
  const settings = readSettings(body);
  if ("status" in settings) {
    return settings;
  }
  const refusal = updateRefusal(cloud, options, serverId, portId);
  if (refusal) {
    return refusal;
  }
  const before = cloud.writeNic(serverId, portId, settings.deleteOnTermination);
  const after = settings.deleteOnTermination;
  return {
    status: 204,
    summary: `delete_on_termination ${before === after ? `${after} (unchanged)` : `${before} → ${after}`}`,
  };
}

/**
 * What may not be updated: something that is no UUID, a server that is gone or locked, a port the server does not have.
 *
 * @fidelity assumed
 * The codes are in the ECS API reference, "Error Codes"; which of them this operation uses is published nowhere.
 */
function updateRefusal(cloud: Cloud, options: EcsOptions, serverId: string, portId: string): ApiAnswer | undefined {
  if (!isUuid(serverId)) {
    return ecsError(400, "Ecs.0005", `server id[${serverId}] is not uuid.`);
  }
  if (!isUuid(portId)) {
    return ecsError(400, "Ecs.0005", `port id[${portId}] is not uuid.`);
  }
  const server = cloud.server(serverId);
  if (!server) {
    return serverGone(options, serverId);
  }
  if (server.locked) {
    return ecsError(400, "Ecs.0605", "The ECS is locked.");
  }
  if (!server.nics.some((nic) => nic.portId === portId)) {
    return ecsError(400, "Ecs.0085", "The server does not have the interface.");
  }
  return undefined;
}

/**
 * Reads `{"interface_attachment":{"delete_on_termination":true}}`. Other fields are let pass.
 *
 * @fidelity assumed
 * Both levels are documented as mandatory and the value as a Boolean; `Common.0002` and `Ecs.0005` are the general codes
 * for an empty and an invalid body, their texts here are not the cloud's.
 */
function readSettings(body: Uint8Array): { deleteOnTermination: boolean } | ApiAnswer {
  if (body.length === 0) {
    return ecsError(400, "Common.0002", "The request body is empty.");
  }
  const document = parseJson(body);
  if (document === undefined) {
    return ecsError(400, "Ecs.0005", "The request body is not valid JSON.");
  }
  const attachment = fieldOf(document, "interface_attachment");
  if (typeof attachment !== "object" || attachment === null) {
    return ecsError(400, "Ecs.0005", "interface_attachment is required and must be an object.");
  }
  const deleteOnTermination = fieldOf(attachment, "delete_on_termination");
  if (typeof deleteOnTermination !== "boolean") {
    return ecsError(400, "Ecs.0005", "interface_attachment.delete_on_termination is required and must be a Boolean.");
  }
  return { deleteOnTermination };
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

/**
 * The project of the URL must be the one the caller's credentials belong to.
 *
 * @fidelity documented
 * Source: ECS API reference, "Error Codes", `Ecs.0023`; the text is assumed.
 */
function wrongProject(): ApiAnswer {
  return ecsError(400, "Ecs.0023", "The project ID in the URL does not match the project of the credentials.");
}

/**
 * A NIC operation on a server that does not exist: not a 404 but a 400 that has Nova's error as text in its message.
 *
 * @fidelity observed
 * Source: issue 6880 of the official Terraform provider, for ListServerInterfaces in tr-west-1.
 */
function serverGone(options: EcsOptions, serverId: string): ApiAnswer {
  if (options.serverGone === "404") {
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
function instanceNotFound(serverId: string): ApiAnswer {
  return ecsError(404, "Ecs.0114", `Instance[${serverId}] could not be found.`);
}
