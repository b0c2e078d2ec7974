import type { Endpoints } from "./endpoints";
import { CloudError, invalidRequest } from "./errors";
import { unexpectedAnswer } from "./failures";
import type { Projects } from "./projects";
import type { Answer, Call, Transport } from "./transport";

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
}

export interface FixedIp {
  readonly ipAddress: string;
  readonly subnetId: string;
}

export interface ServerRef {
  readonly region: string;
  readonly serverId: string;
}

export interface NicRef extends ServerRef {
  readonly portId: string;
}

export interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called just before each attempt is sent. */
  readonly onSend?: (() => void) | undefined;
  /** Called with what went wrong before the wait to send it again. */
  readonly onRetry?: ((failure: CloudError) => void) | undefined;
}

export interface Ecs {
  /**
   * All NICs of a server: `GET /v1/{project}/cloudservers/{server}/os-interface` (ECS API, ListServerInterfaces).
   * Throws `CloudError`, of kind "not-found-server" when the server is gone.
   */
  listNics(server: ServerRef, options?: RequestOptions): Promise<readonly Nic[]>;
  /**
   * Sets whether a NIC is deleted when it is detached: `PUT …/os-interface/{port}` (ECS API, UpdateServerInterface),
   * which answers 204 without a body. Throws `CloudError`, of kind "not-found-server" or "not-found-nic" when it is gone.
   */
  updateNic(nic: NicRef, change: { readonly deleteOnTermination: boolean }, options?: RequestOptions): Promise<void>;
}

export function createEcs(endpoints: Endpoints, projects: Projects, transport: Transport): Ecs {
  async function request(ref: ServerRef | NicRef, call: Pick<Call, "method" | "body">, options: RequestOptions) {
    const path = ["cloudservers", identifier("server", ref.serverId), "os-interface"];
    if ("portId" in ref) path.push(identifier("port", ref.portId));
    const endpoint = endpoints.of("ecs", ref.region);
    const projectId = identifier("project", await projects.id(ref.region, options.signal));
    const url = new URL(`${endpoint}/v1/${projectId}/${path.join("/")}`);
    try {
      return await transport.request({ ...call, ...options, url, projectId });
    } catch (error) {
      throw error instanceof CloudError ? nameTheMissing(error, ref) : error;
    }
  }

  return {
    async listNics(server, options = {}) {
      const { region, serverId } = server;
      return decodeNics(await request({ region, serverId }, { method: "GET" }, options));
    },
    async updateNic(nic, { deleteOnTermination }, options = {}) {
      const body = { interface_attachment: { delete_on_termination: deleteOnTermination } };
      await request(nic, { method: "PUT", body }, options);
    },
  };
}

/** Keeps an id from changing the path that it becomes part of. */
function identifier(what: string, id: string): string {
  if (/^[A-Za-z0-9_-]+$/.test(id)) return id;
  throw invalidRequest(
    `The ${what} id ${JSON.stringify(id)} is not an id: only letters, digits, - and _ may be in it.`,
  );
}

/** On a server's URL, what is missing is the server, unless the message speaks of the port alone. */
function nameTheMissing(error: CloudError, ref: ServerRef | NicRef): CloudError {
  if (error.kind !== "not-found" && error.kind !== "not-found-server") return error;
  const speaksOf = (id: string) => error.serviceMessage.includes(id);
  const isNic = "portId" in ref && speaksOf(ref.portId) && !speaksOf(ref.serverId);
  return error.with({ kind: isNic ? "not-found-nic" : "not-found-server" });
}

type Json = Readonly<Record<string, unknown>>;

function decodeNics(answer: Answer): readonly Nic[] {
  const list = isRecord(answer.body) ? answer.body.interfaceAttachments : undefined;
  if (!Array.isArray(list)) throw unexpected(answer, "The answer has no list `interfaceAttachments`.");
  return list.map((nic, index) => decodeNic(isRecord(nic) ? nic : {}, `interfaceAttachments[${index}]`, answer));
}

/** Tolerates what ECS is known to leave out or to give as null; the official provider reads an absent flag as false. */
function decodeNic(nic: Json, path: string, answer: Answer): Nic {
  const portId = text(nic.port_id);
  if (portId === "") throw unexpected(answer, `The answer has no \`${path}.port_id\`.`);
  const flag = nic.delete_on_termination ?? false;
  if (typeof flag !== "boolean") {
    throw unexpected(answer, `\`${path}.delete_on_termination\` is not true or false in the answer.`);
  }
  const fixedIps = Array.isArray(nic.fixed_ips) ? nic.fixed_ips.filter(isRecord) : [];
  return {
    portId,
    networkId: text(nic.net_id),
    macAddress: text(nic.mac_addr),
    portState: text(nic.port_state),
    fixedIps: fixedIps.map((ip) => ({ ipAddress: text(ip.ip_address), subnetId: text(ip.subnet_id) })),
    deleteOnTermination: flag,
  };
}

function unexpected({ status, requestId, request }: Answer, what: string): CloudError {
  return unexpectedAnswer(status, what, request, requestId);
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
