import { type ApiAnswer, novaError } from "../answer";
import type { NicWish, Server } from "../cloud-state";
import { isRefusal, type Refusal } from "../network";
import { novaInterface } from "../wire/nova";
import type { EcsContext, EcsHandler } from "./ecs-context";
import { type ApiCall, type ApiRoute, fieldOf, parseJson, textOf } from "./route";

/** The NIC operations of Nova, which Huawei calls discarded and Open Telekom Cloud keeps: under `/v2.1` and `/v2`. */
export function novaRoutes(context: EcsContext): ApiRoute[] {
  return ["/v2.1", "/v2"].flatMap((version) => {
    const path = `${version}/:project/servers/:server/os-interface`;
    const handle = (handler: EcsHandler) => inNovaProject((call) => handler(context, call));
    return [
      { operation: "NovaListServerInterfaces", method: "GET", path, handle: handle(novaListServerInterfaces) },
      { operation: "NovaAttachInterface", method: "POST", path, handle: handle(novaAttachInterface) },
      {
        operation: "NovaShowServerInterface",
        method: "GET",
        path: `${path}/:port`,
        handle: handle(novaShowServerInterface),
      },
      {
        operation: "NovaDetachInterface",
        method: "DELETE",
        path: `${path}/:port`,
        handle: handle(novaDetachInterface),
      },
    ] satisfies ApiRoute[];
  });
}

/**
 * Nova on the project of another caller.
 *
 * @fidelity assumed
 */
function inNovaProject(handle: ApiRoute["handle"]): ApiRoute["handle"] {
  return (call) =>
    call.caller?.projectId !== undefined && call.params.project === call.caller.projectId
      ? handle(call)
      : novaError(400, "badRequest", "Malformed request URL: URL's project_id doesn't match Context's project_id.");
}

/**
 * The NICs of a server, without `delete_on_termination`.
 *
 * @fidelity documented
 * Source: ECS API reference, "OpenStack Nova APIs", "Querying NICs of an ECS".
 */
function novaListServerInterfaces({ cloud }: EcsContext, { params: { server = "" } }: ApiCall): ApiAnswer {
  const nics = cloud.listNics(server);
  return nics
    ? {
        status: 200,
        body: { interfaceAttachments: nics.map((nic) => novaInterface(nic)) },
        summary: `${nics.length} NICs`,
      }
    : noInstance(server);
}

/**
 * One NIC of a server.
 *
 * @fidelity documented
 * Source: ECS API reference, "OpenStack Nova APIs", "Querying NICs of an ECS Based on the NIC ID".
 */
function novaShowServerInterface({ cloud }: EcsContext, { params: { server = "", port = "" } }: ApiCall): ApiAnswer {
  if (!cloud.server(server)) {
    return noInstance(server);
  }
  const nic = cloud.nic(server, port);
  return nic ? { status: 200, body: { interfaceAttachment: novaInterface(nic) } } : noPort(port);
}

/**
 * Attaches a NIC at once: of a port, or of a network with one address at most. The answer shows it `DOWN` still.
 *
 * @fidelity documented
 * Source: ECS API reference, "OpenStack Nova APIs", "Adding a NIC to an ECS".
 */
function novaAttachInterface(context: EcsContext, { params: { server: serverId = "" }, body }: ApiCall): ApiAnswer {
  const server = context.cloud.server(serverId);
  if (!server) {
    return noInstance(serverId);
  }
  const refusal = commandRefusal(context, server);
  if (refusal) {
    return refusal;
  }
  const wish = readNovaWish(fieldOf(parseJson(body), "interfaceAttachment"));
  if (typeof wish === "string") {
    return novaError(400, "badRequest", wish);
  }
  const nic = context.cloud.attachNow(serverId, wish);
  return isRefusal(nic)
    ? novaRefusal(nic)
    : { status: 200, body: { interfaceAttachment: novaInterface(nic, "DOWN") }, summary: `attached ${nic.portId}` };
}

/**
 * Detaches a NIC at once: 202. `reserve_port` says whether the port is kept; without it, its setting does. The primary NIC
 * stays: 403.
 *
 * @fidelity documented
 * Source: ECS API reference, "OpenStack Nova APIs", "Deleting a NIC from an ECS"; `reserve_port` is Open Telekom Cloud's, and
 * there its absence means `False`. The text of the 403 is from a public issue of another client.
 */
function novaDetachInterface(context: EcsContext, { params, query }: ApiCall): ApiAnswer {
  const { server: serverId = "", port = "" } = params;
  const server = context.cloud.server(serverId);
  if (!server) {
    return noInstance(serverId);
  }
  const nic = server.nics.find(({ portId }) => portId === port);
  if (!nic) {
    return noPort(port);
  }
  if (nic.primary) {
    return novaError(403, "forbidden", "Policy doesn't allow compute:detach primary port to be performed.");
  }
  const refusal = commandRefusal(context, server);
  if (refusal) {
    return refusal;
  }
  const reserve = query.get("reserve_port")?.toLowerCase();
  context.cloud.detachNow(serverId, port, reserve === undefined ? undefined : reserve === "true");
  return { status: 202, summary: context.cloud.port(port) ? "detached, port kept" : "detached, port deleted" };
}

function readNovaWish(attachment: unknown): NicWish | string {
  const portId = textOf(attachment, "port_id");
  if (portId !== undefined) {
    return { portId };
  }
  const networkId = textOf(attachment, "net_id");
  if (networkId === undefined) {
    return "Invalid input for field/attribute interfaceAttachment: port_id or net_id is required.";
  }
  const addresses = fieldOf(attachment, "fixed_ips");
  if (Array.isArray(addresses) && addresses.length > 1) {
    return "Only one fixed IP address can be given.";
  }
  const ipAddress = Array.isArray(addresses) ? textOf(addresses[0], "ip_address") : undefined;
  return { networkId, ...(ipAddress !== undefined && { ipAddress }) };
}

/**
 * A server that takes no commands, as Nova says it: 409.
 *
 * @fidelity assumed
 * OpenStack's own text; that Huawei's Nova passes it on is not said.
 */
function commandRefusal({ cloud }: EcsContext, server: Server): ApiAnswer | undefined {
  if (server.locked) {
    return novaError(409, "conflictingRequest", `Instance ${server.id} is locked`);
  }
  return cloud.isBusy(server.id)
    ? novaError(409, "conflictingRequest", `Instance ${server.id} is in the middle of another task.`)
    : undefined;
}

/**
 * What the network cannot do, as Nova says it.
 *
 * @fidelity assumed
 */
function novaRefusal(refusal: Refusal): ApiAnswer {
  return refusal === "port-not-found"
    ? novaError(404, "itemNotFound", "The port could not be found.")
    : novaError(400, "badRequest", `The NIC cannot be attached: ${refusal.replaceAll("-", " ")}.`);
}

/**
 * A server that Nova does not know: 404.
 *
 * @fidelity documented
 * Source: ECS API reference, "OpenStack Nova APIs"; the text is that inside `Ecs.0307`.
 */
function noInstance(serverId: string): ApiAnswer {
  return novaError(404, "itemNotFound", `Instance ${serverId} could not be found.`);
}

/**
 * A port that the server does not have, as Nova says it: 404.
 *
 * @fidelity assumed
 */
function noPort(portId: string): ApiAnswer {
  return novaError(404, "itemNotFound", `Port ${portId} could not be found.`);
}
