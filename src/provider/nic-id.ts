import { DiagnosticError, uuid } from "../terraform";
import { region as regionName } from "./region";

export const NIC_ID_FORMAT = "[<region>/]<server_id>/<port_id>";

const EXAMPLE = "4f4b3dfa-eb70-47cf-a60a-998a53bd598a/23037c18-027a-44e5-b6b9-f8d8f113fe02";

/** What an id names. */
export interface NicId {
  /** Undefined where the id leaves it to the provider. */
  readonly region?: string;
  readonly serverId: string;
  readonly portId: string;
}

/** How a NIC is named in import ids and in the `id` attribute. */
export function nicId(serverId: string, portId: string): string {
  return `${serverId}/${portId}`;
}

/**
 * The identity of the NIC that an import id names.
 * @throws {DiagnosticError} if the id has another form
 */
export function identifyNic(id: string) {
  const { region = null, serverId, portId } = parseNicId(id);
  return { region, server_id: serverId, port_id: portId };
}

/** @throws {DiagnosticError} if the id has another form */
export function parseNicId(id: string): NicId {
  const read = readNicId(id);
  if (typeof read !== "string") return read;
  throw new DiagnosticError(
    "Invalid import id",
    `The id "${id}" is not of the form ${NIC_ID_FORMAT}, where both ids are UUIDs in lower case: for example ${EXAMPLE}.`,
  );
}

/** What an id names, or what is wrong with it, as a sentence. */
export function readNicId(id: string): NicId | string {
  const parts = id.split("/");
  const [portId = "", serverId = "", region] = parts.toReversed();
  const fault = (what: string) =>
    `${what}. An id has the form ${NIC_ID_FORMAT}, where both ids are UUIDs in lower case: for example ${EXAMPLE}.`;
  if (parts.length < 2 || parts.length > 3) return fault(`It has ${parts.length - 1} slashes, and not one or two`);
  if (!uuid.test(serverId)) return fault(`Its server_id "${serverId}" is no UUID in lower case`);
  if (!uuid.test(portId)) return fault(`Its port_id "${portId}" is no UUID in lower case`);
  if (region === undefined) return { serverId, portId };
  return regionName.test(region)
    ? { region, serverId, portId }
    : fault(`Its region "${region}" is no name of a region`);
}
