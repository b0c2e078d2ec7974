import { type ApiAnswer, vpcError } from "../answer";
import { isRefusal, type Port } from "../network";
import type { AddressPairSeed } from "../seed";
import { portDetails } from "../wire/vpc";
import type { EcsContext, EcsHandler } from "./ecs-context";
import { type ApiCall, type ApiRoute, fieldOf, parseJson, textOf } from "./route";

/** The ports of VPC, version 1. */
export function vpcRoutes(context: EcsContext): ApiRoute[] {
  const handle = (handler: EcsHandler) => inVpcProject((call) => handler(context, call));
  const ports = "/v1/:project/ports";
  return [
    { operation: "ListPorts", method: "GET", path: ports, handle: handle(listPorts) },
    { operation: "ShowPort", method: "GET", path: `${ports}/:port`, handle: handle(showPort) },
    { operation: "UpdatePort", method: "PUT", path: `${ports}/:port`, handle: handle(updatePort) },
    { operation: "DeletePort", method: "DELETE", path: `${ports}/:port`, handle: handle(deletePort) },
  ];
}

/**
 * VPC on the project of another caller: 403 `VPC.2201`.
 *
 * @fidelity assumed
 * The code is documented for what a policy forbids.
 */
function inVpcProject(handle: ApiRoute["handle"]): ApiRoute["handle"] {
  return (call) =>
    call.caller?.projectId !== undefined && call.params.project === call.caller.projectId
      ? handle(call)
      : vpcError(403, "VPC.2201", "Policy does not allow this request to be performed.");
}

const mostPorts = 2000;

/**
 * The ports that fit the query, a page of them. `marker` is the last id of the page before.
 *
 * @fidelity documented
 * Source: VPC API reference, "Querying Ports" (ListPorts).
 */
function listPorts(context: EcsContext, { query, caller }: ApiCall): ApiAnswer {
  const limit = Number(query.get("limit") ?? mostPorts);
  if (!Number.isInteger(limit) || limit < 0 || limit > mostPorts) {
    return vpcError(400, "VPC.0007", `limit must be a number from 0 to ${mostPorts}.`);
  }
  const found = context.cloud.ports().filter((port) => portFits(port, query));
  const marker = query.get("marker");
  const start = marker === null ? 0 : found.findIndex(({ id }) => id === marker) + 1;
  if (marker !== null && start === 0) {
    return vpcError(400, "VPC.0007", `The marker ${marker} could not be found.`);
  }
  const page = found.slice(start, start + limit);
  return {
    status: 200,
    body: { ports: page.map((port) => detailsOf(context, port, caller?.projectId)) },
    summary: `${page.length} of ${found.length} ports`,
  };
}

function portFits(port: Port, query: URLSearchParams): boolean {
  const fields: Record<string, string> = {
    id: port.id,
    name: port.name,
    device_id: port.deviceId,
    network_id: port.networkId,
    mac_address: port.macAddress,
    status: port.state,
  };
  return Object.entries(fields).every(([name, value]) => (query.get(name) ?? value) === value);
}

/**
 * One port, whether a server has it or not.
 *
 * @fidelity documented
 * Source: VPC API reference, "Querying a Port" (ShowPort).
 */
function showPort(context: EcsContext, { params: { port: portId = "" }, caller }: ApiCall): ApiAnswer {
  const port = context.cloud.port(portId);
  return port
    ? { status: 200, body: { port: detailsOf(context, port, caller?.projectId) }, summary: port.state }
    : noPort(portId);
}

/**
 * Changes a port's name, security groups and allowed address pairs. A pair of `1.1.1.1/0` turns the source/destination check
 * off.
 *
 * @fidelity documented
 * Source: VPC API reference, "Updating a Port" (UpdatePort). DHCP options are let pass and not kept.
 */
function updatePort(context: EcsContext, { params: { port: portId = "" }, body, caller }: ApiCall): ApiAnswer {
  const given = fieldOf(parseJson(body), "port");
  if (typeof given !== "object" || given === null) {
    return vpcError(400, "VPC.0002", "port is required and must be an object.");
  }
  const change = readChange(given);
  if (typeof change === "string") {
    return vpcError(400, "VPC.0002", change);
  }
  const port = context.cloud.changePort(portId, change);
  if (isRefusal(port)) {
    return port === "port-not-found" ? noPort(portId) : vpcError(404, "VPC.0607", "The security group does not exist.");
  }
  return {
    status: 200,
    body: { port: detailsOf(context, port, caller?.projectId) },
    summary: `changed ${Object.keys(given).join(", ")}`,
  };
}

function readChange(
  given: object,
): { name?: string; securityGroups?: string[]; allowedAddressPairs?: AddressPairSeed[] } | string {
  const [name, groups, pairs] = ["name", "security_groups", "allowed_address_pairs"].map((key) => fieldOf(given, key));
  if (name !== undefined && typeof name !== "string") {
    return "name must be a string.";
  }
  if (groups !== undefined && !(Array.isArray(groups) && groups.every((group) => typeof group === "string"))) {
    return "security_groups must be a list of ids.";
  }
  if (pairs !== undefined && !(Array.isArray(pairs) && pairs.every((pair) => textOf(pair, "ip_address")))) {
    return "allowed_address_pairs must be a list of objects with ip_address.";
  }
  return {
    ...(name !== undefined && { name }),
    ...(groups !== undefined && { securityGroups: groups }),
    ...(pairs !== undefined && { allowedAddressPairs: pairs.map(addressPair) }),
  };
}

function addressPair(pair: unknown): AddressPairSeed {
  const macAddress = textOf(pair, "mac_address");
  return { ip_address: textOf(pair, "ip_address") ?? "", ...(macAddress !== undefined && { mac_address: macAddress }) };
}

/**
 * Deletes a port that no server has: 204. Of another one, 400 `VPC.2500`.
 *
 * @fidelity documented
 * Source: VPC API reference, "Deleting a Port" (DeletePort), and "Error Codes".
 */
function deletePort({ cloud }: EcsContext, { params: { port: portId = "" } }: ApiCall): ApiAnswer {
  const port = cloud.port(portId);
  if (!port) {
    return noPort(portId);
  }
  if (port.deviceId !== "") {
    return vpcError(400, "VPC.2500", "Port's device_id is not empty.");
  }
  cloud.removePort(portId);
  return { status: 204, summary: `port ${portId} deleted` };
}

function detailsOf({ cloud, region }: EcsContext, port: Port, projectId = ""): object {
  const primary = cloud.nic(port.deviceId, port.id)?.primary ?? false;
  return portDetails(port, { projectId, zone: `${region}a`, primary });
}

/**
 * A port that VPC does not know: 404 `VPC.2502`.
 *
 * @fidelity documented
 * Source: VPC API reference, "Error Codes".
 */
function noPort(portId: string): ApiAnswer {
  return vpcError(404, "VPC.2502", `Port ${portId} not found`);
}
