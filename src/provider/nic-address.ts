/** Where a NIC is, and what is said when it is not there. */
import { CloudError } from "../cloud";
import { DiagnosticError } from "../terraform";
import type { Api } from "./api";

export interface ServerAddress {
  readonly region: string;
  readonly serverId: string;
}

export interface Address extends ServerAddress {
  readonly portId: string;
}

export function addressOf(ids: { region: string | null; server_id: string; port_id: string }, api: Api): Address {
  return { ...serverOf(ids, api), portId: ids.port_id };
}

export function serverOf(ids: { region: string | null; server_id: string }, api: Api): ServerAddress {
  return { region: ids.region ?? api.cloud.region, serverId: ids.server_id };
}

/** A missing server or NIC, which a refresh forgives, as the user's error that it is anywhere else. */
export async function existing<T>(address: Address, nic: Promise<T>): Promise<T> {
  const { region, serverId, portId } = address;
  try {
    return await onExistingServer(address, nic, `its NIC ${portId} cannot be managed`);
  } catch (error) {
    const isGone = error instanceof CloudError && (error.kind === "not-found-nic" || error.kind === "not-found-port");
    if (!isGone) throw error;
    throw new DiagnosticError(
      "NIC not found",
      `The ECS ${serverId} in ${region} has no NIC with the port ${portId}. Check port_id, and that the NIC is attached to this server before it is managed.${requestOf(error)}`,
      { path: [{ attribute: "port_id" }], cause: error },
    );
  }
}

/**
 * A missing server as the user's error.
 * @param so what follows from there being none, as a clause: `its NICs cannot be managed`
 */
export async function onExistingServer<T>(
  { region, serverId }: ServerAddress,
  work: Promise<T>,
  so: string,
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof CloudError) || error.kind !== "not-found-server") throw error;
    throw new DiagnosticError(
      "Server not found",
      `There is no ECS ${serverId} in ${region}, so ${so}. Check server_id, and that the region and the project are those of the server.${requestOf(error)}`,
      { path: [{ attribute: "server_id" }], cause: error },
    );
  }
}

function requestOf({ requestId }: CloudError): string {
  return requestId === undefined ? "" : ` Request id: ${requestId}.`;
}
