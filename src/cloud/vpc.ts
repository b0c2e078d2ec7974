import { idIn, listIn, objectIn } from "./decode";
import type { ServerRef } from "./ecs";
import { CloudError } from "./errors";
import { isRecord, type Json, records, text, texts } from "./json";
import { identifier, type ProjectRequests, type RequestOptions } from "./project-requests";
import type { Answer } from "./transport";

/** A port of a VPC: what a NIC is outside of its server. */
export interface Port {
  readonly id: string;
  readonly name: string;
  readonly networkId: string;
  readonly macAddress: string;
  /** `ACTIVE`, `BUILD` or `DOWN`. */
  readonly status: string;
  /** The server that it is attached to; empty when it is free. */
  readonly deviceId: string;
  readonly deviceOwner: string;
  readonly fixedIps: readonly { readonly ipAddress: string; readonly subnetId: string }[];
  readonly securityGroupIds: readonly string[];
  readonly allowedAddressPairs: readonly AddressPair[];
  /** Whether it is its server's primary NIC; undefined when VPC does not say. */
  readonly isPrimary: boolean | undefined;
  /** The shared bandwidth that its IPv6 address is in; undefined when there is none. */
  readonly ipv6BandwidthId: string | undefined;
}

/** Whose packets may leave and reach the port besides its own. `1.1.1.1/0` switches the source and target check off. */
export interface AddressPair {
  readonly ipAddress: string;
  readonly macAddress?: string | undefined;
}

/** What is absent stays as it is. */
export interface PortChange {
  readonly name?: string | undefined;
  readonly securityGroupIds?: readonly string[] | undefined;
  readonly allowedAddressPairs?: readonly AddressPair[] | undefined;
}

/** Which ports. All that are given must hold. */
export interface PortSearch {
  /** The server that they are attached to. */
  readonly deviceId?: string | undefined;
  readonly networkId?: string | undefined;
  readonly name?: string | undefined;
  readonly enterpriseProjectId?: string | undefined;
}

export interface PortRef {
  readonly region: string;
  readonly portId: string;
}

/** The port functions of the VPC API. Each throws `CloudError`, of kind "not-found-port" when the port is gone. */
export interface Vpc {
  /** `GET /v1/{project}/ports/{port}` (VPC API, ShowPort). */
  showPort(port: PortRef, options?: RequestOptions): Promise<Port>;
  /** `PUT /v1/{project}/ports/{port}` (UpdatePort). Gives the port as it is then. */
  updatePort(port: PortRef, change: PortChange, options?: RequestOptions): Promise<Port>;
  /** `DELETE /v1/{project}/ports/{port}` (DeletePort). A port that is attached is refused with VPC.2500. */
  deletePort(port: PortRef, options?: RequestOptions): Promise<void>;
  /** Page after page of `GET /v1/{project}/ports` (ListPorts). */
  listPorts(region: string, search: PortSearch, options?: RequestOptions): AsyncGenerator<Port, void, void>;
  /** All ports of a server, by ListPorts. `onSend` hears of the first page alone: the whole is as old as that. */
  portsOf(server: ServerRef, options?: RequestOptions): Promise<readonly Port[]>;
}

const pageSize = 100;
/** What is not there is a security group that the port was to get (VPC API, "Error Codes"). */
const groupNotFound = "VPC.0607";

export function createVpc(send: ProjectRequests): Vpc {
  async function request(ref: PortRef, method: "GET" | "PUT" | "DELETE", options: RequestOptions, body?: unknown) {
    const path = ["ports", identifier("port", ref.portId)];
    try {
      return await send({ method, region: ref.region, path, body }, options);
    } catch (error) {
      const isGone = error instanceof CloudError && error.kind === "not-found" && error.code !== groupNotFound;
      throw isGone ? error.with({ kind: "not-found-port" }) : error;
    }
  }

  const decoded = (answer: Answer) => decodePort(objectIn(answer, "port"), "port", answer);

  async function* listPorts(region: string, search: PortSearch, options: RequestOptions = {}) {
    for (let marker: string | undefined; ; ) {
      const query = { ...encodeSearch(search), limit: String(pageSize), marker };
      const answer = await send({ method: "GET", region, path: ["ports"], query }, options);
      const ports = listIn(answer, "ports").map((port, index) => decodePort(port, `ports[${index}]`, answer));
      yield* ports;
      const last = ports.at(-1)?.id;
      if (ports.length < pageSize || last === marker) return;
      marker = last;
    }
  }

  return {
    showPort: async (port, options = {}) => decoded(await request(port, "GET", options)),

    async updatePort(port, { name, securityGroupIds, allowedAddressPairs }, options = {}) {
      const pairs = allowedAddressPairs?.map((pair) => ({ ip_address: pair.ipAddress, mac_address: pair.macAddress }));
      const change = { name, security_groups: securityGroupIds, allowed_address_pairs: pairs };
      return decoded(await request(port, "PUT", options, { port: change }));
    },

    async deletePort(port, options = {}) {
      await request(port, "DELETE", options);
    },

    listPorts,

    async portsOf({ region, serverId }, { onSend, ...options } = {}) {
      const ports: Port[] = [];
      const onFirstPage = () => {
        if (ports.length === 0) onSend?.();
      };
      const search = { deviceId: identifier("server", serverId) };
      for await (const port of listPorts(region, search, { ...options, onSend: onFirstPage })) ports.push(port);
      return ports;
    },
  };
}

function encodeSearch({ deviceId, networkId, name, enterpriseProjectId }: PortSearch) {
  return { device_id: deviceId, network_id: networkId, name, enterprise_project_id: enterpriseProjectId };
}

function decodePort(port: Json, path: string, answer: Answer): Port {
  const details = isRecord(port["binding:vif_details"]) ? port["binding:vif_details"] : {};
  return {
    id: idIn(port, "id", path, answer),
    name: text(port.name),
    networkId: text(port.network_id),
    macAddress: text(port.mac_address),
    status: text(port.status),
    deviceId: text(port.device_id),
    deviceOwner: text(port.device_owner),
    fixedIps: records(port.fixed_ips).map((ip) => ({ ipAddress: text(ip.ip_address), subnetId: text(ip.subnet_id) })),
    securityGroupIds: texts(port.security_groups),
    allowedAddressPairs: records(port.allowed_address_pairs).map((pair) => ({
      ipAddress: text(pair.ip_address),
      macAddress: text(pair.mac_address) || undefined,
    })),
    isPrimary: typeof details.primary_interface === "boolean" ? details.primary_interface : undefined,
    ipv6BandwidthId: text(port.ipv6_bandwidth_id) || undefined,
  };
}
