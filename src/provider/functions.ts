/** What a configuration can compute about NICs, without asking the cloud. */
import { ArgumentError, defineFunction, object, param, uuid } from "../terraform";
import { NIC_ID_FORMAT, nicId, readNicId } from "./nic-id";

export const nicIdFunction = defineFunction({
  name: "nic_id",
  summary: "The id of a NIC, as an import takes it.",
  description: "The `id` of the resources that are about one NIC of an ECS: `<server_id>/<port_id>`.",
  parameters: [
    param.string("server_id", "The ECS that the NIC is attached to.", { check: [uuid] }),
    param.string("port_id", "The NIC's port, which is the NIC's id.", { check: [uuid] }),
  ],
  returns: "string",
  call: nicId,
});

export const parseNicIdFunction = defineFunction({
  name: "parse_nic_id",
  summary: "The region, the server and the port that the id of a NIC names.",
  description:
    "Reads what `nic_id` writes, and import ids, which may begin with a region. `region` is null without one.",
  parameters: [param.string("id", `The id: \`${NIC_ID_FORMAT}\`.`)],
  returns: object({ region: "string", server_id: "string", port_id: "string" }),
  call(id) {
    const read = readNicId(id);
    if (typeof read === "string") throw new ArgumentError("id", `"${id}" is not the id of a NIC. ${read}`);
    const { region = null, serverId, portId } = read;
    return { region, server_id: serverId, port_id: portId };
  },
});
