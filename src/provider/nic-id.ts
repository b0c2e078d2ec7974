import { DiagnosticError, uuid } from "../terraform";
import { region as regionName } from "./region";

export const NIC_ID_FORMAT = "[<region>/]<server_id>/<port_id>";

/** How a NIC is named in import ids and in the `id` attribute. */
export function nicId(serverId: string, portId: string): string {
  return `${serverId}/${portId}`;
}

/** @throws {DiagnosticError} if the id has another form */
export function parseNicId(id: string): { region?: string; serverId: string; portId: string } {
  const parts = id.split("/");
  const [portId = "", serverId = "", region] = parts.toReversed();
  const isRegion = region === undefined || regionName.test(region);
  if (parts.length > 3 || !uuid.test(serverId) || !uuid.test(portId) || !isRegion) {
    throw new DiagnosticError(
      "Invalid import id",
      `The id "${id}" is not of the form ${NIC_ID_FORMAT}, where both ids are UUIDs in lower case: for example 4f4b3dfa-eb70-47cf-a60a-998a53bd598a/23037c18-027a-44e5-b6b9-f8d8f113fe02.`,
    );
  }
  return region === undefined ? { serverId, portId } : { region, serverId, portId };
}
