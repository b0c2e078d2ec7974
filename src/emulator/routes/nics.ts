import { isIP } from "node:net";
import { type ApiAnswer, ecsError } from "../answer";
import type { NicWish, Server } from "../cloud-state";
import { isUuid } from "../input-checks";
import { isRefusal, type Port } from "../network";
import { attachableInterfaces, interfaceAttachments } from "../wire/ecs";
import {
  bodyRefusal,
  type EcsContext,
  type EcsHandler,
  illegalBody,
  instanceNotFound,
  networkRefusal,
  serverBusy,
  serverGone,
  serverRefusal,
} from "./ecs-context";
import { type ApiCall, type ApiRoute, fieldAt, fieldOf, parseJson, textOf } from "./route";

type RouteMaker = (
  operation: ApiRoute["operation"],
  method: ApiRoute["method"],
  path: string,
  handler: EcsHandler,
) => ApiRoute;

/** The operations on the NICs of a server. */
export function nicRoutes(route: RouteMaker): ApiRoute[] {
  const server = "/cloudservers/:server";
  return [
    route("ListServerInterfaces", "GET", `${server}/os-interface`, listServerInterfaces),
    route("ShowServerAttachableNicNum", "GET", `${server}/os-interface_extension`, showServerAttachableNicNum),
    route("UpdateServerInterface", "PUT", `${server}/os-interface/:port`, updateServerInterface),
    route("BatchAddServerNics", "POST", `${server}/nics`, batchAddServerNics),
    route("BatchDeleteServerNics", "POST", `${server}/nics/delete`, batchDeleteServerNics),
    route(
      "ChangeServerNetworkInterface",
      "POST",
      `${server}/os-interface/:port/change-network-interface`,
      changeServerNetworkInterface,
    ),
  ];
}

/**
 * Every NIC of a server, in one page.
 *
 * @fidelity documented
 * Source: ECS API reference, "Querying NICs of an ECS" (ListServerInterfaces).
 */
function listServerInterfaces(context: EcsContext, { params: { server = "" } }: ApiCall): ApiAnswer {
  const nics = context.cloud.listNics(server);
  if (!nics) {
    return serverGone(context, server);
  }
  return {
    status: 200,
    body: interfaceAttachments(nics, context.settings),
    summary: nics.length === 1 ? "1 NIC" : `${nics.length} NICs`,
  };
}

/**
 * The same NICs with what else can be attached.
 *
 * @fidelity documented
 * Source: ECS API reference, "Querying the Number of NICs That Can Be Attached" (ShowServerAttachableNicNum). That a server
 * which is not there answers as ListServerInterfaces does is assumed.
 */
function showServerAttachableNicNum(context: EcsContext, { params: { server = "" } }: ApiCall): ApiAnswer {
  const nics = context.cloud.listNics(server);
  return nics
    ? { status: 200, body: attachableInterfaces(nics, context.settings), summary: `${nics.length} NICs` }
    : serverGone(context, server);
}

/**
 * Sets `delete_on_termination` of one NIC: 204 without a body. Sending the value that holds already is no error.
 *
 * @fidelity documented
 * Source: ECS API reference, "Updating NIC Attachment Information of an ECS" (UpdateServerInterface).
 */
function updateServerInterface(context: EcsContext, { params, body }: ApiCall): ApiAnswer {
  const { server: serverId = "", port: portId = "" } = params;
  const settings = readAttachment(body);
  if ("status" in settings) {
    return settings;
  }
  const refusal = updateRefusal(context, serverId, portId);
  if (refusal) {
    return refusal;
  }
  const before = context.cloud.writeNic(serverId, portId, settings.deleteOnTermination);
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
function updateRefusal(context: EcsContext, serverId: string, portId: string): ApiAnswer | undefined {
  if (!isUuid(serverId)) {
    return ecsError(400, "Ecs.0005", `server id[${serverId}] is not uuid.`);
  }
  if (!isUuid(portId)) {
    return ecsError(400, "Ecs.0005", `port id[${portId}] is not uuid.`);
  }
  const server = context.cloud.server(serverId);
  if (!server) {
    return serverGone(context, serverId);
  }
  return serverRefusal(context, server) ?? (hasNic(server, portId) ? undefined : portGone(context, portId));
}

/**
 * A port that the server does not have: 400 `Ecs.0085`, or 404 where the emulator is told so.
 *
 * @fidelity assumed
 * `Ecs.0085` is in the ECS API reference, "Error Codes"; that this operation uses it is published nowhere.
 */
function portGone({ settings }: EcsContext, portId: string): ApiAnswer {
  return settings.portGone === "404"
    ? ecsError(404, "Ecs.0085", `Port ${portId} could not be found.`)
    : ecsError(400, "Ecs.0085", "The server does not have the interface.");
}

/**
 * Reads `{"interface_attachment":{"delete_on_termination":true}}`. Other fields are let pass.
 *
 * @fidelity assumed
 * Both levels are documented as mandatory and the value as a Boolean; `Common.0002` and `Ecs.0005` are the general codes
 * for an empty and an invalid body, their texts here are not the cloud's.
 */
function readAttachment(body: Uint8Array): { deleteOnTermination: boolean } | ApiAnswer {
  const document = parseJson(body);
  const refusal = bodyRefusal(body, document);
  if (refusal) {
    return refusal;
  }
  const attachment = fieldOf(document, "interface_attachment");
  if (typeof attachment !== "object" || attachment === null) {
    return illegalBody("interface_attachment is required and must be an object.");
  }
  const deleteOnTermination = fieldOf(attachment, "delete_on_termination");
  if (typeof deleteOnTermination !== "boolean") {
    return illegalBody("interface_attachment.delete_on_termination is required and must be a Boolean.");
  }
  return { deleteOnTermination };
}

/**
 * Adds NICs, in a job with a step for each: of a subnet, or of a port that no server has. A port wins over a subnet, and its
 * own addresses and groups over those of the request.
 *
 * @fidelity documented
 * Source: ECS API reference, "Adding NICs to an ECS in a Batch" (BatchAddServerNics). That every id of a shared bandwidth is
 * taken, there being none to know, is the emulator's own.
 */
function batchAddServerNics(context: EcsContext, call: ApiCall): ApiAnswer {
  const batch = readBatch(context, call);
  if ("refusal" in batch) {
    return batch.refusal;
  }
  const { server, document } = batch;
  const wishes = readWishes(document);
  if (typeof wishes === "string") {
    return illegalBody(wishes);
  }
  const job = context.cloud.startAttach(server.id, wishes, call.jobFailure);
  return isRefusal(job)
    ? networkRefusal(job)
    : { status: 200, body: { job_id: job.id }, summary: `job: add ${wishes.length} NICs` };
}

function readWishes(document: unknown): NicWish[] | string {
  const nics = fieldOf(document, "nics");
  if (!Array.isArray(nics) || nics.length === 0) {
    return "nics is required and must be a list that is not empty.";
  }
  const wishes: NicWish[] = [];
  for (const nic of nics) {
    const wish = readWish(nic);
    if (typeof wish === "string") {
      return wish;
    }
    wishes.push(wish);
  }
  return wishes;
}

function readWish(nic: unknown): NicWish | string {
  const portId = textOf(nic, "port_id");
  if (portId !== undefined) {
    return isUuid(portId) ? { portId } : `port id[${portId}] is not uuid.`;
  }
  const networkId = textOf(nic, "subnet_id");
  if (networkId === undefined) {
    return "subnet_id and port_id cannot both be empty.";
  }
  if (!isUuid(networkId)) {
    return `subnet id[${networkId}] is not uuid.`;
  }
  const ipAddress = textOf(nic, "ip_address");
  if (ipAddress !== undefined && isIP(ipAddress) !== 4) {
    return `ip_address[${ipAddress}] is not an IPv4 address.`;
  }
  const bandwidth = readBandwidth(nic);
  if (typeof bandwidth === "string") {
    return bandwidth;
  }
  const groups = fieldOf(nic, "security_groups");
  const securityGroups = Array.isArray(groups) ? groups.map((group) => String(fieldOf(group, "id"))) : [];
  return {
    networkId,
    ipv6: fieldOf(nic, "ipv6_enable") === true,
    ...(ipAddress !== undefined && { ipAddress }),
    ...(securityGroups.length > 0 && { securityGroups }),
    ...bandwidth,
  };
}

/**
 * Reads `"ipv6_bandwidth": {"id"}`: for a NIC with IPv6 alone. An empty object is none, as the official Terraform provider
 * sends it.
 *
 * @fidelity assumed
 * The field is documented ("Adding NICs to an ECS in a Batch"); what is answered to one that makes no sense is not.
 */
function readBandwidth(nic: unknown): { ipv6BandwidthId?: string } | string {
  const id = fieldAt(nic, "ipv6_bandwidth", "id") ?? "";
  if (id === "") {
    return {};
  }
  if (typeof id !== "string" || !isUuid(id)) {
    return `ipv6_bandwidth id[${id}] is not uuid.`;
  }
  return fieldOf(nic, "ipv6_enable") === true ? { ipv6BandwidthId: id } : "ipv6_bandwidth needs ipv6_enable.";
}

/**
 * Takes NICs off a server, in a job with a step for each. The primary NIC stays: 403.
 *
 * @fidelity documented
 * Source: ECS API reference, "Deleting NICs from an ECS in a Batch" (BatchDeleteServerNics).
 */
function batchDeleteServerNics(context: EcsContext, call: ApiCall): ApiAnswer {
  const batch = readBatch(context, call);
  if ("refusal" in batch) {
    return batch.refusal;
  }
  const { server, document } = batch;
  const nics = fieldOf(document, "nics");
  const ids = Array.isArray(nics) ? nics.map((nic) => String(fieldOf(nic, "id"))) : [];
  if (ids.length === 0 || new Set(ids).size < ids.length) {
    return illegalBody("nics is required and must be a list that is not empty, of NICs that differ.");
  }
  for (const portId of ids) {
    const refused = detachRefusal(context, server, portId);
    if (refused) {
      return refused;
    }
  }
  const job = context.cloud.startDetach(server.id, ids, call.jobFailure);
  return { status: 200, body: { job_id: job.id }, summary: `job: delete ${ids.length} NICs` };
}

/**
 * A NIC that cannot be taken off: one that is not there, the primary one, one that a job is at.
 *
 * @fidelity assumed
 * 403 for the primary NIC is documented; the code that comes with it and the other two refusals are not.
 */
function detachRefusal(context: EcsContext, server: Server, portId: string): ApiAnswer | undefined {
  const nic = server.nics.find((each) => each.portId === portId);
  if (!nic) {
    return portGone(context, portId);
  }
  if (nic.primary) {
    return ecsError(403, "Ecs.0110", "Policy doesn't allow compute:detach primary port to be performed.");
  }
  return context.cloud.inProgress(server.id, portId) ? serverBusy() : undefined;
}

/**
 * Gives a NIC another IPv4 address, another subnet of its VPC, or another IPv6 address; an empty address is any free one.
 *
 * @fidelity assumed
 * Request and answer are documented ("Changing a NIC IP Address", ChangeServerNetworkInterface), and so is that the NIC must
 * be the primary one of a stopped server; yet the official Terraform provider sends it for others. The setting
 * `addressChange` has both.
 */
function changeServerNetworkInterface(context: EcsContext, { params, body }: ApiCall): ApiAnswer {
  const server = changeableServer(context, params.server);
  if ("refusal" in server) {
    return server.refusal;
  }
  const nic = server.nics.find(({ portId }) => portId === params.port);
  if (!nic) {
    return portGone(context, params.port ?? "");
  }
  if (context.settings.addressChange === "stopped-primary") {
    if (server.status !== "SHUTOFF") {
      return ecsError(400, "Ecs.0100", "The ECS status does not meet the requirements.");
    }
    if (!nic.primary) {
      return ecsError(400, "Ecs.0086", "The interface is not the primary interface.");
    }
  }
  const document = parseJson(body);
  const refusal = bodyRefusal(body, document);
  if (refusal) {
    return refusal;
  }
  const move = readMove(document);
  if (typeof move === "string") {
    return illegalBody(move);
  }
  const port = context.cloud.moveAddress(nic.portId, move);
  return isRefusal(port) ? networkRefusal(port) : { status: 200, body: movedPort(port), summary: addressList(port) };
}

function readMove(document: unknown): { networkId?: string; ipAddress?: string } | { ipv6Address: string } | string {
  const [subnet, ipv4, ipv6] = ["subnet_id", "ip_address", "ipv6_address"].map((key) => fieldOf(document, key));
  for (const value of [subnet, ipv4, ipv6]) {
    if (value !== undefined && typeof value !== "string") {
      return "subnet_id, ip_address and ipv6_address must be strings.";
    }
  }
  if (typeof ipv6 === "string") {
    if (subnet !== undefined || ipv4 !== undefined) {
      return "ipv6_address cannot be given together with subnet_id or ip_address.";
    }
    return ipv6 === "" || isIP(ipv6) === 6 ? { ipv6Address: ipv6 } : `ipv6_address[${ipv6}] is not an IPv6 address.`;
  }
  if (subnet === undefined && ipv4 === undefined) {
    return "subnet_id, ip_address or ipv6_address is required.";
  }
  if (typeof ipv4 === "string" && ipv4 !== "" && isIP(ipv4) !== 4) {
    return `ip_address[${ipv4}] is not an IPv4 address.`;
  }
  return {
    ...(typeof subnet === "string" && subnet !== "" && { networkId: subnet }),
    ...(typeof ipv4 === "string" && { ipAddress: ipv4 }),
  };
}

function movedPort(port: Port): object {
  const ipv6 = port.fixedIps.find(({ ipAddress }) => isIP(ipAddress) === 6)?.ipAddress;
  return {
    id: port.id,
    subnet_id: port.networkId,
    ip_address: port.fixedIps.find(({ ipAddress }) => isIP(ipAddress) === 4)?.ipAddress ?? "",
    ...(ipv6 !== undefined && { ipv6_address: ipv6 }),
  };
}

function addressList(port: Port): string {
  return port.fixedIps.map(({ ipAddress }) => ipAddress).join(", ");
}

/** What a batch is about: the server, and the document that says which NICs. */
function readBatch(
  context: EcsContext,
  { params, body }: ApiCall,
): { server: Server; document: unknown } | { refusal: ApiAnswer } {
  const server = changeableServer(context, params.server);
  if ("refusal" in server) {
    return server;
  }
  const document = parseJson(body);
  const refusal = bodyRefusal(body, document);
  return refusal ? { refusal } : { server, document };
}

/** The server, if it is there and takes commands. */
function changeableServer(context: EcsContext, serverId = ""): Server | { refusal: ApiAnswer } {
  const server = context.cloud.server(serverId);
  if (!server) {
    return { refusal: instanceNotFound(serverId) };
  }
  const refusal = serverRefusal(context, server);
  return refusal ? { refusal } : server;
}

function hasNic(server: Server, portId: string): boolean {
  return server.nics.some((nic) => nic.portId === portId);
}
