/** What ECS refuses to attach or to change, as the argument that is to blame and what to do. */
import { CloudError } from "../cloud";
import { attributePath, DiagnosticError } from "../terraform";

interface Refusal {
  readonly attribute: string;
  readonly summary: string;
  readonly remedy: string;
}

/** By the code of the ECS API's error table ("Error Codes" in its reference). */
const REFUSALS: Readonly<Record<string, Refusal>> = {
  "Ecs.0010": {
    attribute: "fixed_ip",
    summary: "Address in use",
    remedy: "Choose another fixed_ip, or leave it out to get a free one.",
  },
  "Ecs.0012": {
    attribute: "network_id",
    summary: "No free address",
    remedy: "Free an address of the network, or choose another one.",
  },
  "Ecs.0014": {
    attribute: "network_id",
    summary: "Network or security group not found",
    remedy:
      "Check network_id, which is the network id of a VPC subnet and not its IPv4 subnet id, and security_group_ids.",
  },
  "Ecs.0038": {
    attribute: "network_id",
    summary: "Network not found",
    remedy: "Check network_id: it is the network id of a VPC subnet, not its IPv4 subnet id.",
  },
  "Ecs.0039": {
    attribute: "fixed_ip",
    summary: "Address outside the network",
    remedy: "Choose a fixed_ip of the network's range.",
  },
  "Ecs.0050": {
    attribute: "server_id",
    summary: "Too many NICs",
    remedy: "Detach a NIC of the server, or give it a flavor that has more.",
  },
  "Ecs.0064": {
    attribute: "network_id",
    summary: "Network of another VPC",
    remedy: "All NICs of a server are in one VPC. Choose a network, or a port, of the server's VPC.",
  },
  "Ecs.0919": {
    attribute: "port_id",
    summary: "Port is attached already",
    remedy: "Detach the port from its server first, or choose another one.",
  },
  "VPC.0607": {
    attribute: "security_group_ids",
    summary: "Security group not found",
    remedy: "Check security_group_ids, and that the groups are in the region and the project of the server.",
  },
  "Ecs.0100": {
    attribute: "fixed_ip",
    summary: "Server must be stopped",
    remedy:
      "ECS gives a NIC another address only while its server is stopped. Stop the server and apply again, or replace the NIC: terraform apply -replace=ADDRESS.",
  },
  "Ecs.0086": {
    attribute: "fixed_ip",
    summary: "Not the primary NIC",
    remedy:
      "Here ECS gives another address to a primary NIC only. Replace this one: terraform apply -replace=ADDRESS, which detaches the NIC and attaches a new one.",
  },
};

/** Runs what ECS may refuse; what it refuses becomes the user's error at the argument. */
export async function refusable<T>(work: Promise<T>, overrides: Readonly<Record<string, string>> = {}): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const refusal = error instanceof CloudError ? REFUSALS[error.code ?? ""] : undefined;
    if (refusal === undefined) throw error;
    const { attribute, summary, remedy } = refusal;
    const { message } = error as CloudError;
    const path = attributePath(overrides[attribute] ?? attribute);
    throw new DiagnosticError(summary, `${message}\n\n${remedy}`, { path, cause: error });
  }
}
