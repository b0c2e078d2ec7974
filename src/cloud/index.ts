/** Huawei Cloud over HTTP: credentials, signing, transport, errors, and one module per service. */
import { createAttachments } from "./attachments";
import { isTokenOnly, openSession, type Session, type SignIn } from "./credentials";
import {
  type Attachable,
  createEcs,
  type NewNic,
  type Nic,
  type NicChange,
  type Server,
  type ServerRef,
  type ServerSearch,
} from "./ecs";
import { createEndpoints } from "./endpoints";
import { CloudError } from "./errors";
import { createHttp } from "./http";
import { createJobs, type Job } from "./jobs";
import { createPace } from "./pace";
import { pause } from "./pause";
import { createProjectRequests } from "./project-requests";
import { createProjects } from "./projects";
import { createRedaction } from "./redaction";
import { createSharedReads, type SharedReads } from "./shared-reads";
import { type TlsSettings, tlsOptions } from "./tls";
import { type CloudLog, createTransport, type TransportSettings } from "./transport";
import { createTurns } from "./turns";
import { createVpc, type Port, type PortChange, type PortSearch } from "./vpc";

export {
  type AssumeRole,
  chooseSignIn,
  credentialVariables,
  type Environment,
  type Given,
  type OidcRole,
  roleVariables,
  type SignIn,
  type SignInSettings,
} from "./credentials";
export type {
  Attachable,
  AttachableNic,
  FixedIp,
  NewNic,
  Nic,
  NicChange,
  Server,
  ServerAddressEntry,
  ServerSearch,
} from "./ecs";
export { CloudError, type CloudErrorDetails, type CloudErrorKind } from "./errors";
export type { Job } from "./jobs";
export { Secret } from "./secret";
export type { Credentials } from "./signature";
export type { CloudLog, LogFields } from "./transport";
export type { AddressPair, Port, PortChange, PortSearch } from "./vpc";

/** How to reach Huawei Cloud. Times are in milliseconds. */
export interface CloudSettings extends TlsSettings {
  /** The region of everything that names none. */
  readonly region: string;
  /** Who asks; made by `chooseSignIn`. */
  readonly signIn: SignIn;
  /** Project of `region`. Looked up when absent, once. */
  readonly projectId?: string | undefined;
  /** Name of the project to look up; `region` when absent. */
  readonly projectName?: string | undefined;
  /** The enterprise project that searches are limited to when they name none. */
  readonly enterpriseProjectId?: string | undefined;
  /** Domain of the cloud. `myhuaweicloud.com`, or `myhuaweicloud.eu` for regions that start with `eu-west-1`, when absent. */
  readonly cloud?: string | undefined;
  /** Base URL by service, `http://` allowed. Holds for `region` only. */
  readonly endpoints?: Readonly<Record<string, string>> | undefined;
  /** Base URL of IAM. Beats `endpoints.iam`. */
  readonly authUrl?: string | undefined;
  /** Base URL of the metadata service of an ECS; `http://169.254.169.254` when absent. */
  readonly metadataEndpoint?: string | undefined;
  /** How often a request is sent again, at most; 5 when absent. */
  readonly maxRetries?: number | undefined;
  /** For one attempt of a request; 30 seconds when absent. */
  readonly requestTimeout?: number | undefined;
  /** 10 when absent. */
  readonly maxConcurrentRequests?: number | undefined;
  /** As many as there are when absent. */
  readonly requestsPerSecond?: number | undefined;
  /** For all attempts of a request and the waits between them; ten minutes when absent. */
  readonly retryBudget?: number | undefined;
  /** Name and version of the program, such as `terraform-provider-huaweiecs/1.0.0`. */
  readonly userAgent: string;
  /** What the user wants in front of it: `HW_TF_CUSTOM_UA` of the official provider. */
  readonly customUserAgent?: string | undefined;
  readonly log: CloudLog;
}

/** A server; in the provider's region when none is given. */
export interface ServerAddress {
  readonly region?: string | undefined;
  readonly serverId: string;
}

export interface NicAddress extends ServerAddress {
  readonly portId: string;
}

export interface PortAddress {
  readonly region?: string | undefined;
  readonly portId: string;
}

/** A job that was started for a server. */
export interface JobAddress extends ServerAddress {
  readonly jobId: string;
}

export interface CloudReadOptions {
  /** How old an answer may be that another read was given, in milliseconds; 30 seconds when absent. Zero: ask anew. */
  readonly maxAge?: number | undefined;
  /** Ends the wait. */
  readonly signal?: AbortSignal | undefined;
}

export interface CloudWriteOptions {
  /** Ends waits and prevents further attempts; a request that is under way runs to its end. */
  readonly signal?: AbortSignal | undefined;
}

export interface AttachOptions extends CloudWriteOptions {
  /** Called with the port as soon as a NIC of it is, or may be, on the server, also when the attaching then fails. */
  readonly onPort?: ((portId: string) => void) | undefined;
}

/** Every method throws `CloudError` and nothing else. */
export interface Cloud {
  readonly region: string;

  /** One NIC. Neighbours on the same server share the request. Throws kinds "not-found-server" and "not-found-nic". */
  nic(address: NicAddress, options?: CloudReadOptions): Promise<Nic>;
  /** All NICs of a server, from the same shared requests. Throws kind "not-found-server". */
  listNics(address: ServerAddress, options?: CloudReadOptions): Promise<readonly Nic[]>;
  /**
   * Sets the one thing that can be set, once what `attach` and `detach` have under way at the server is over. What was read
   * of this NIC before is not given to anybody any more.
   */
  updateNic(
    address: NicAddress,
    change: { readonly deleteOnTermination: boolean },
    options?: CloudWriteOptions,
  ): Promise<void>;

  /** How many NICs a server may have yet, and what ECS says of keeping those that it has. Not shared. */
  attachable(address: ServerAddress, options?: CloudWriteOptions): Promise<Attachable>;
  /**
   * Starts to attach NICs; `finished` waits for the end. It is sent once, unless nothing happened for certain: after an
   * error with `mayHaveHappened`, look at what the server has before trying again.
   */
  addNics(address: ServerAddress, nics: readonly NewNic[], options?: CloudWriteOptions): Promise<JobAddress>;
  /** Starts to detach NICs, which deletes them or not by their setting. Refuses the primary NIC. Sent as `addNics` is. */
  deleteNics(address: ServerAddress, portIds: readonly string[], options?: CloudWriteOptions): Promise<JobAddress>;
  /**
   * Waits for a job's end. Throws kind "job-failed" when it is not success, and "cancelled" when the signal fires: the
   * job then goes on. Nobody is given what was read of the server before the job ended.
   */
  finished(job: JobAddress, options?: CloudWriteOptions): Promise<Job>;
  /** Gives the primary NIC of a stopped server another address, and tells it. In turn as `updateNic` is. */
  changeNic(address: NicAddress, change: NicChange, options?: CloudWriteOptions): Promise<string>;

  /**
   * Attaches a NIC, waits for the end of the job and gives the NIC's port. Attaching and detaching at one server go one
   * after the other. The command is sent once; when its answer is lost, what the server has tells whether it was carried
   * out.
   */
  attach(address: ServerAddress, nic: NewNic, options?: AttachOptions): Promise<string>;
  /**
   * Detaches a NIC, which deletes it or not by its setting, and waits for the end of the job. A NIC that is not there (any
   * more) is success. Refuses the primary NIC. In turn, and sent, as `attach` is.
   */
  detach(address: NicAddress, options?: CloudWriteOptions): Promise<void>;

  /** One server. Throws kind "not-found-server". */
  server(address: ServerAddress, options?: CloudWriteOptions): Promise<Server>;
  /** The servers that a search finds, asked for page by page while they are read. */
  servers(
    search: ServerSearch & { readonly region?: string | undefined },
    options?: CloudWriteOptions,
  ): AsyncIterable<Server>;

  /** One port. Throws kind "not-found-port". */
  port(address: PortAddress, options?: CloudWriteOptions): Promise<Port>;
  /**
   * The port of a NIC. Neighbours on the same server share the request (one list of the server's ports). Throws kind
   * "not-found-port" when the server has no such port.
   */
  portOf(address: NicAddress, options?: CloudReadOptions): Promise<Port>;
  /** Changes a port, and tells what it is then. What was read of this port before is not given to anybody any more. */
  updatePort(address: PortAddress, change: PortChange, options?: CloudWriteOptions): Promise<Port>;
  /** Deletes a port that is attached to nothing. */
  deletePort(address: PortAddress, options?: CloudWriteOptions): Promise<void>;
  /** The ports that a search finds, asked for page by page while they are read. */
  ports(
    search: PortSearch & { readonly region?: string | undefined },
    options?: CloudWriteOptions,
  ): AsyncIterable<Port>;

  /** Ends the connections kept for later. */
  close(): void;
}

/** Chance and time, for tests. */
export type CloudInternals = Pick<TransportSettings, "random" | "sleep"> & {
  /** Milliseconds since anything. */
  readonly now: () => number;
  /** Milliseconds since 1970. */
  readonly date: () => number;
};

const defaultMaxAge = 30_000;

/**
 * Makes no request: who signs in does so with the first. Throws a `CloudError` of kind "invalid-request", which names the
 * setting, for one that is no region, domain, URL or certificate.
 */
export function createCloud(settings: CloudSettings, internals: Partial<CloudInternals> = {}): Cloud {
  const { random = Math.random, sleep = pause, now = () => performance.now(), date = Date.now } = internals;
  const { log, signIn, requestTimeout = 30_000 } = settings;
  const endpoints = createEndpoints(settings);
  const redaction = createRedaction();
  const http = createHttp({
    requestTimeout,
    tls: tlsOptions(settings),
    userAgent: userAgent(settings),
  });
  const pace = createPace(settings.requestsPerSecond, { now, sleep });
  const transport = (session?: Session) =>
    createTransport({
      http,
      session,
      redaction,
      log,
      pace,
      maxConcurrentRequests: settings.maxConcurrentRequests ?? 10,
      maxRetries: settings.maxRetries ?? 5,
      retryBudget: settings.retryBudget ?? 600_000,
      random,
      sleep,
    });
  const { metadataEndpoint } = settings;
  const session = openSession(signIn, {
    scope: settings,
    endpoints,
    http,
    redaction,
    log,
    date,
    metadataEndpoint,
    transport,
  });
  const authorised = transport(session);
  const projects = createProjects({ ...settings, isTokenOnly: isTokenOnly(signIn) }, endpoints, authorised);
  const sendEcs = createProjectRequests("ecs", endpoints, projects, authorised);
  const ecs = createEcs(sendEcs);
  const jobs = createJobs(sendEcs, { random, sleep });
  const vpc = createVpc(createProjectRequests("vpc", endpoints, projects, authorised));

  const server = ({ region = settings.region, serverId }: ServerAddress): ServerRef => ({ region, serverId });
  const port = ({ region = settings.region, portId }: PortAddress) => ({ region, portId });
  const key = ({ region, serverId }: ServerRef) => `${region}/${serverId}`;
  const nicReads = createSharedReads({
    fetch: (ref: ServerRef, onSend, signal, onRetry) => ecs.listNics(ref, { onSend, signal, onRetry }),
    key,
    now,
  });
  const portReads = createSharedReads({
    fetch: (ref: ServerRef, onSend, signal, onRetry) => vpc.portsOf(ref, { onSend, signal, onRetry }),
    key,
    now,
  });
  const turns = createTurns(key);

  /** Runs what changes a server's NICs, after which nobody is given what was read before. */
  async function changing<T>(ref: ServerRef, action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } finally {
      nicReads.outdate(ref);
      portReads.outdate(ref);
    }
  }

  /** What a shared list of the server has of one port. */
  async function find<T>(
    reads: SharedReads<ServerRef, readonly T[]>,
    address: NicAddress,
    isOne: (item: T) => boolean,
    { maxAge = defaultMaxAge, signal }: CloudReadOptions,
  ): Promise<T | undefined> {
    const read = async (age: number) => {
      const { value, sentForThis } = await reads.read(server(address), address.portId, { maxAge: age, signal });
      return { item: value.find(isOne), sentForThis };
    };
    const first = await read(maxAge);
    // A shared answer may be older than the NIC.
    const isFinal = first.item !== undefined || first.sentForThis;
    return (isFinal ? first : await read(0)).item;
  }

  const attachments = createAttachments({
    turns,
    listNics: async (ref, options) => (await nicReads.read(ref, undefined, options)).value,
    add: (ref, nic, signal) => changing(ref, () => ecs.addNics(ref, [nic], { signal })),
    remove: (ref, signal) => changing(ref, () => ecs.deleteNics(ref, [ref.portId], { signal })),
    finished: (ref, jobId, options) => changing(ref, () => jobs.finished(ref.region, jobId, options)),
    showJob: ({ region }, jobId, signal) => jobs.show(region, jobId, { signal }),
    sleep,
    requestTimeout,
  });

  return {
    region: settings.region,

    async nic(address, options = {}) {
      const nic = await find(nicReads, address, ({ portId }) => portId === address.portId, options);
      if (nic) return nic;
      throw missing("not-found-nic", address);
    },

    async listNics(address, { maxAge = defaultMaxAge, signal } = {}) {
      const { value } = await nicReads.read(server(address), undefined, { maxAge, signal });
      return value;
    },

    updateNic(address, change, { signal } = {}) {
      const nic = { ...server(address), portId: address.portId };
      const update = () => nicReads.write(nic, nic.portId, () => ecs.updateNic(nic, change, { signal }));
      return turns.together(nic, update, signal);
    },

    attachable: (address, { signal } = {}) => ecs.attachable(server(address), { signal }),

    async addNics(address, nics, { signal } = {}) {
      const ref = server(address);
      return { ...ref, jobId: await changing(ref, () => ecs.addNics(ref, nics, { signal })) };
    },

    async deleteNics(address, portIds, { signal } = {}) {
      const ref = server(address);
      return { ...ref, jobId: await changing(ref, () => ecs.deleteNics(ref, portIds, { signal })) };
    },

    finished({ jobId, ...address }, { signal } = {}) {
      const ref = server(address);
      return changing(ref, () => jobs.finished(ref.region, jobId, { signal }));
    },

    changeNic(address, change, { signal } = {}) {
      const ref = { ...server(address), portId: address.portId };
      return turns.together(ref, () => changing(ref, () => ecs.changeNic(ref, change, { signal })), signal);
    },

    attach: (address, nic, options) => attachments.attach(server(address), nic, options),
    detach: ({ portId, ...address }, options) => attachments.detach({ ...server(address), portId }, options),

    server: (address, { signal } = {}) => ecs.show(server(address), { signal }),

    servers: ({ region = settings.region, ...search }, { signal } = {}) =>
      ecs.list(region, { enterpriseProjectId: settings.enterpriseProjectId, ...search }, { signal }),

    port: (address, { signal } = {}) => vpc.showPort(port(address), { signal }),

    async portOf(address, options = {}) {
      const found = await find(portReads, address, ({ id }) => id === address.portId, options);
      if (found) return found;
      throw missing("not-found-port", address);
    },

    updatePort(address, change, { signal } = {}) {
      const ref = port(address);
      return portReads.writeAnywhere(ref.portId, () => vpc.updatePort(ref, change, { signal }));
    },

    deletePort(address, { signal } = {}) {
      const ref = port(address);
      return portReads.writeAnywhere(ref.portId, () => vpc.deletePort(ref, { signal }));
    },

    ports: ({ region = settings.region, ...search }, { signal } = {}) =>
      vpc.listPorts(region, { enterpriseProjectId: settings.enterpriseProjectId, ...search }, { signal }),

    close: () => http.close(),
  };
}

function missing(kind: "not-found-nic" | "not-found-port", { serverId, portId }: NicAddress): CloudError {
  const what = kind === "not-found-nic" ? "NIC with the port" : "port";
  return new CloudError({
    kind,
    serviceMessage: `The server ${serverId} has no ${what} ${portId}.`,
    method: "",
    url: "",
    attempts: 0,
    retryable: false,
    mayHaveHappened: false,
  });
}

/** A header takes printable ASCII only, and what a user puts into an environment variable may be anything. */
function userAgent({ userAgent: own, customUserAgent }: CloudSettings): string {
  const custom = customUserAgent?.replaceAll(/[^\x20-\x7e]/g, "").trim();
  return custom ? `${custom} ${own}` : own;
}
