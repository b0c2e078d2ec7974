import { flagIn, idIn, listIn, objectIn } from "./decode";
import { CloudError, invalidRequest } from "./errors";
import { integer, isRecord, type Json, records, text, texts } from "./json";
import { identifier, type ProjectRequests, type RequestOptions } from "./project-requests";
import type { Answer } from "./transport";

/** A network interface as ECS lists it for its server. */
export interface Nic {
  readonly portId: string;
  /** Id of the network, which the VPC console calls the subnet's network id. */
  readonly networkId: string;
  readonly macAddress: string;
  /** `ACTIVE`, `BUILD` or `DOWN`. */
  readonly portState: string;
  /** IPv4 first, as ECS lists them. */
  readonly fixedIps: readonly FixedIp[];
  /** Whether the NIC is deleted when it is detached from its server. */
  readonly deleteOnTermination: boolean;
  /** Where ECS does not list the setting, which is then read as false, as the official provider does. */
  readonly isSettingUnlisted?: true;
  /** How the guest sees it: `virtio` or `hinic`; undefined when ECS does not say, as for the next three. */
  readonly driverMode: string | undefined;
  /** The bandwidth that it has at least. */
  readonly minRate: number | undefined;
  /** How many queues it has, from 1 to 64. */
  readonly multiqueueCount: number | undefined;
  /** Where a Linux guest finds it: the bus, device and function numbers (BDF) on PCI. */
  readonly pciAddress: string | undefined;
}

export interface FixedIp {
  readonly ipAddress: string;
  readonly subnetId: string;
}

/** What a server has and may have yet. */
export interface Attachable {
  /** How many NICs may be attached yet; undefined when ECS does not say. */
  readonly freeNics: number | undefined;
  /** How many disks may be attached yet; undefined when ECS does not say. */
  readonly freeDisks: number | undefined;
  readonly nics: readonly AttachableNic[];
}

export interface AttachableNic extends Nic {
  /** What ECS says of keeping the NIC; undefined where it says nothing. */
  readonly preserveOnDelete: boolean | undefined;
}

/** A NIC to add: of an existing port, or of a new one in a network. */
export type NewNic =
  | { readonly portId: string }
  | {
      readonly networkId: string;
      readonly ipAddress?: string | undefined;
      readonly securityGroupIds?: readonly string[] | undefined;
      readonly ipv6?: boolean | undefined;
      /** The shared bandwidth that its IPv6 address is to be in; wants `ipv6`. */
      readonly ipv6BandwidthId?: string | undefined;
    };

export interface Server {
  readonly id: string;
  readonly name: string;
  /** `ACTIVE`, `SHUTOFF`, `BUILD`, `ERROR` … */
  readonly status: string;
  readonly vpcId: string;
  readonly flavorId: string;
  readonly availabilityZone: string;
  readonly enterpriseProjectId: string;
  /** As ECS writes it: `2026-01-15T08:15:30Z`. */
  readonly created: string;
  readonly isLocked: boolean;
  /** What ECS is doing with it; undefined when it rests. */
  readonly taskState: string | undefined;
  readonly securityGroupIds: readonly string[];
  /** `key=value`, or a key alone. */
  readonly tags: readonly string[];
  readonly addresses: readonly ServerAddressEntry[];
  /** The port of its primary NIC; undefined when ECS does not say, as lists do not. */
  readonly primaryPortId: string | undefined;
}

/** One address of a server. A port has as many as it has IPs, floating ones included. */
export interface ServerAddressEntry {
  readonly vpcId: string;
  readonly ipAddress: string;
  readonly version: 4 | 6;
  readonly kind: "fixed" | "floating";
  readonly macAddress: string;
  readonly portId: string;
  readonly isPrimary: boolean;
}

/** Which servers. All that are given must hold. */
export interface ServerSearch {
  /** A part of the name; `.` stands for any character. */
  readonly name?: string | undefined;
  readonly status?: string | undefined;
  /** A part of an IPv4 address. */
  readonly ip?: string | undefined;
  readonly flavorId?: string | undefined;
  /** `key=value`, or a key alone. */
  readonly tags?: readonly string[] | undefined;
  /** `all_granted_eps` for all. */
  readonly enterpriseProjectId?: string | undefined;
  /** At most 100. They override everything else, and ids that do not exist are left out. */
  readonly ids?: readonly string[] | undefined;
}

export interface ServerRef {
  readonly region: string;
  readonly serverId: string;
}

export interface NicRef extends ServerRef {
  readonly portId: string;
}

/** Another network or IPv4 address for a NIC, or another IPv6 address; ECS changes not both at once. */
export type NicChange =
  | {
      /** The network to move to; the one that it is in when absent. */
      readonly networkId?: string | undefined;
      /** Any free one when absent. */
      readonly ipAddress?: string | undefined;
    }
  | {
      /** Any free one when empty. */
      readonly ipv6Address: string;
    };

/** The functions of the ECS API that have to do with NICs. Each throws `CloudError`. */
export interface Ecs {
  /**
   * All NICs of a server: `GET /v1/{project}/cloudservers/{server}/os-interface` (ECS API, ListServerInterfaces).
   * Throws kind "not-found-server" when the server is gone.
   */
  listNics(server: ServerRef, options?: RequestOptions): Promise<readonly Nic[]>;
  /**
   * Sets whether a NIC is deleted when it is detached: `PUT …/os-interface/{port}` (UpdateServerInterface), which answers
   * 204 without a body. Throws kind "not-found-server" or "not-found-nic" when it is gone.
   */
  updateNic(nic: NicRef, change: { readonly deleteOnTermination: boolean }, options?: RequestOptions): Promise<void>;
  /** What may be attached yet: `GET …/os-interface_extension` (ShowServerAttachableNicNum). */
  attachable(server: ServerRef, options?: RequestOptions): Promise<Attachable>;
  /**
   * Starts to add NICs: `POST …/nics` (BatchAddServerNics). Gives the job's id. Sent once only, unless it is certain
   * that nothing happened.
   */
  addNics(server: ServerRef, nics: readonly NewNic[], options?: RequestOptions): Promise<string>;
  /**
   * Starts to detach NICs, which deletes them or not by their setting: `POST …/nics/delete` (BatchDeleteServerNics).
   * Gives the job's id. The primary NIC is refused.
   */
  deleteNics(server: ServerRef, portIds: readonly string[], options?: RequestOptions): Promise<string>;
  /**
   * Gives the primary NIC of a stopped server another address: `POST …/os-interface/{port}/change-network-interface`
   * (ChangeServerNetworkInterface). Gives the address.
   */
  changeNic(nic: NicRef, change: NicChange, options?: RequestOptions): Promise<string>;
  /** `GET /v1/{project}/cloudservers/{server}` (ShowServer). Throws kind "not-found-server". */
  show(server: ServerRef, options?: RequestOptions): Promise<Server>;
  /** Page after page of `GET /v1/{project}/cloudservers/detail` (ListServersDetails). */
  list(region: string, search: ServerSearch, options?: RequestOptions): AsyncGenerator<Server, void, void>;
}

/** ECS counts pages from 1, gives at most 1,000 servers each, and recommends a hundred. */
const pageSize = 100;

export function createEcs(send: ProjectRequests): Ecs {
  async function request(
    ref: ServerRef | NicRef,
    call: { method: "GET" | "PUT" | "POST"; path?: readonly string[]; body?: unknown },
    options: RequestOptions,
  ): Promise<Answer> {
    const path = ["cloudservers", identifier("server", ref.serverId), ...(call.path ?? [])];
    const repeat = call.method === "POST" ? "if-nothing-happened" : "always";
    try {
      return await send({ ...call, repeat, region: ref.region, path }, options);
    } catch (error) {
      throw error instanceof CloudError ? nameTheMissing(error, ref) : error;
    }
  }

  return {
    async listNics({ region, serverId }, options = {}) {
      const answer = await request({ region, serverId }, { method: "GET", path: ["os-interface"] }, options);
      return decodeNics(answer, decodeNic);
    },

    async updateNic(nic, { deleteOnTermination }, options = {}) {
      const body = { interface_attachment: { delete_on_termination: deleteOnTermination } };
      await request(nic, { method: "PUT", path: ["os-interface", identifier("port", nic.portId)], body }, options);
    },

    async attachable({ region, serverId }, options = {}) {
      const call = { method: "GET", path: ["os-interface_extension"] } as const;
      const answer = await request({ region, serverId }, call, options);
      const free =
        isRecord(answer.body) && isRecord(answer.body.attachableQuantity) ? answer.body.attachableQuantity : {};
      const nics = decodeNics(answer, (nic, path) => ({
        ...decodeNic(nic, path, answer),
        preserveOnDelete: typeof nic.preserve_on_delete === "boolean" ? nic.preserve_on_delete : undefined,
      }));
      return { freeNics: integer(free.free_nic), freeDisks: integer(free.free_disk), nics };
    },

    async addNics({ region, serverId }, nics, options = {}) {
      const call = { method: "POST", path: ["nics"], body: { nics: nics.map(encodeNewNic) } } as const;
      return jobId(await request({ region, serverId }, call, options));
    },

    async deleteNics({ region, serverId }, portIds, options = {}) {
      const body = { nics: portIds.map((id) => ({ id: identifier("port", id) })) };
      return jobId(await request({ region, serverId }, { method: "POST", path: ["nics", "delete"], body }, options));
    },

    async changeNic(nic, change, options = {}) {
      const path = ["os-interface", identifier("port", nic.portId), "change-network-interface"];
      const answer = await request(nic, { method: "POST", path, body: encodeChange(change) }, options);
      const body = isRecord(answer.body) ? answer.body : {};
      return text("ipv6Address" in change ? body.ipv6_address : body.ip_address);
    },

    async show({ region, serverId }, options = {}) {
      const answer = await request({ region, serverId }, { method: "GET" }, options);
      return decodeServer(objectIn(answer, "server"), "server", answer);
    },

    async *list(region, search, options = {}) {
      const seen = new Set<string>();
      for (let page = 1; ; page++) {
        const query = { ...encodeSearch(search), offset: String(page), limit: String(pageSize) };
        const answer = await send({ method: "GET", region, path: ["cloudservers", "detail"], query }, options);
        const list = listIn(answer, "servers");
        // An id that does not exist comes back as an entry with nothing in it but the id and a fault.
        const servers = list
          .map((server, index) => ({ server, path: `servers[${index}]` }))
          .filter(({ server }) => text(server.status) !== "" || !isRecord(server.fault))
          .map(({ server, path }) => decodeServer(server, path, answer));
        // Servers that come or go between two pages move others to another page.
        const fresh = servers.filter(({ id }) => !seen.has(id));
        for (const { id } of fresh) seen.add(id);
        yield* fresh;
        if (list.length < pageSize || fresh.length === 0) return;
      }
    },
  };
}

/** On a server's URL, what is missing is the server, unless the message speaks of the port alone. */
function nameTheMissing(error: CloudError, ref: ServerRef | NicRef): CloudError {
  if (error.kind !== "not-found" && error.kind !== "not-found-server") return error;
  const speaksOf = (id: string) => error.serviceMessage.includes(id);
  const isNic = "portId" in ref && speaksOf(ref.portId) && !speaksOf(ref.serverId);
  return error.with({ kind: isNic ? "not-found-nic" : "not-found-server" });
}

function jobId(answer: Answer): string {
  return idIn(isRecord(answer.body) ? answer.body : {}, "job_id", "", answer);
}

function encodeNewNic(nic: NewNic) {
  if ("portId" in nic) return { port_id: identifier("port", nic.portId) };
  const { networkId, ipAddress, securityGroupIds = [], ipv6, ipv6BandwidthId } = nic;
  if (networkId === "") throw invalidRequest("A NIC to add needs the id of its network, or of its port.");
  return {
    subnet_id: networkId,
    ip_address: ipAddress,
    ipv6_enable: ipv6,
    ipv6_bandwidth: ipv6BandwidthId === undefined ? undefined : { id: ipv6BandwidthId },
    security_groups: securityGroupIds.map((id) => ({ id })),
  };
}

function encodeChange(change: NicChange) {
  if ("ipv6Address" in change) return { ipv6_address: change.ipv6Address };
  return { subnet_id: change.networkId, ip_address: change.ipAddress };
}

function encodeSearch({ name, status, ip, flavorId, tags, enterpriseProjectId, ids }: ServerSearch) {
  return {
    name,
    status,
    ip,
    flavor: flavorId,
    tags: tags?.length ? tags.join(",") : undefined,
    enterprise_project_id: enterpriseProjectId,
    server_id: ids?.length ? ids.join(",") : undefined,
  };
}

function decodeNics<T>(answer: Answer, decode: (nic: Json, path: string, answer: Answer) => T): readonly T[] {
  return listIn(answer, "interfaceAttachments").map((nic, index) =>
    decode(nic, `interfaceAttachments[${index}]`, answer),
  );
}

/** Tolerates what ECS is known to leave out or to give as null; the official provider reads an absent flag as false. */
function decodeNic(nic: Json, path: string, answer: Answer): Nic {
  return {
    portId: idIn(nic, "port_id", path, answer),
    networkId: text(nic.net_id),
    macAddress: text(nic.mac_addr),
    portState: text(nic.port_state),
    fixedIps: records(nic.fixed_ips).map((ip) => ({
      ipAddress: text(ip.ip_address),
      subnetId: text(ip.subnet_id),
    })),
    deleteOnTermination: flagIn(nic, "delete_on_termination", path, answer),
    ...((nic.delete_on_termination ?? null) === null && { isSettingUnlisted: true }),
    driverMode: text(nic.driver_mode) || undefined,
    minRate: integer(nic.min_rate),
    multiqueueCount: integer(nic.multiqueue_num),
    pciAddress: text(nic.pci_address) || undefined,
  };
}

function decodeServer(server: Json, path: string, answer: Answer): Server {
  const addresses = decodeAddresses(server.addresses);
  const metadata = isRecord(server.metadata) ? server.metadata : {};
  const flavor = isRecord(server.flavor) ? server.flavor : {};
  const interfaces = records(server.network_interfaces);
  return {
    id: idIn(server, "id", path, answer),
    name: text(server.name),
    status: text(server.status),
    vpcId: text(metadata.vpc_id),
    flavorId: text(flavor.id),
    availabilityZone: text(server["OS-EXT-AZ:availability_zone"]),
    enterpriseProjectId: text(server.enterprise_project_id),
    created: text(server.created),
    isLocked: server.locked === true,
    taskState: text(server["OS-EXT-STS:task_state"]) || undefined,
    securityGroupIds: records(server.security_groups)
      .map((group) => text(group.id))
      .filter((id) => id !== ""),
    tags: texts(server.tags),
    addresses,
    primaryPortId:
      text(interfaces.find(({ primary }) => primary === true)?.port_id) ||
      addresses.find(({ isPrimary }) => isPrimary)?.portId,
  };
}

/** A map from the VPC to the addresses in it. */
function decodeAddresses(addresses: unknown): readonly ServerAddressEntry[] {
  if (!isRecord(addresses)) return [];
  return Object.entries(addresses).flatMap(([vpcId, list]) =>
    records(list).map((entry) => ({
      vpcId,
      ipAddress: text(entry.addr),
      version: integer(entry.version) === 6 ? 6 : 4,
      kind: entry["OS-EXT-IPS:type"] === "floating" ? "floating" : "fixed",
      macAddress: text(entry["OS-EXT-IPS-MAC:mac_addr"]),
      portId: text(entry["OS-EXT-IPS:port_id"]),
      isPrimary: entry.primary === true,
    })),
  );
}
