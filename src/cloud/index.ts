/** Huawei Cloud over HTTP: credentials, signing, transport, errors, and one module per service. */
import { createEcs, type Nic, type ServerRef } from "./ecs";
import { createEndpoints } from "./endpoints";
import { CloudError } from "./errors";
import { pause } from "./pause";
import { createProjects } from "./projects";
import { createSharedReads } from "./shared-reads";
import type { Credentials } from "./signature";
import { type CloudLog, createTransport, type TransportSettings } from "./transport";

export type { FixedIp, Nic } from "./ecs";
export { CloudError, type CloudErrorDetails, type CloudErrorKind } from "./errors";
export { Secret } from "./secret";
export type { Credentials } from "./signature";
export type { CloudLog, LogFields } from "./transport";

/** How to reach Huawei Cloud. Times are in milliseconds. */
export interface CloudSettings {
  /** The region of everything that names none. */
  readonly region: string;
  readonly credentials: Credentials;
  /** Project of `region`. Looked up when absent, once. */
  readonly projectId?: string | undefined;
  /** Name of the project to look up; `region` when absent. */
  readonly projectName?: string | undefined;
  /** Domain of the cloud. `myhuaweicloud.com`, or `myhuaweicloud.eu` for regions that start with `eu-west-1`, when absent. */
  readonly cloud?: string | undefined;
  /** Base URL by service, `http://` allowed. Holds for `region` only. */
  readonly endpoints?: Readonly<Record<string, string>> | undefined;
  /** Base URL of IAM. Beats `endpoints.iam`. */
  readonly authUrl?: string | undefined;
  /** Take certificates without a check. */
  readonly insecure?: boolean | undefined;
  /** How often a request is sent again, at most; 5 when absent. */
  readonly maxRetries?: number | undefined;
  /** For one attempt of a request; 30 seconds when absent. */
  readonly requestTimeout?: number | undefined;
  /** 10 when absent. */
  readonly maxConcurrentRequests?: number | undefined;
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

/** Every method throws `CloudError` and nothing else. */
export interface Cloud {
  readonly region: string;
  /** One NIC. Neighbours on the same server share the request. Throws kinds "not-found-server" and "not-found-nic". */
  nic(address: NicAddress, options?: CloudReadOptions): Promise<Nic>;
  /** All NICs of a server, from the same shared requests. Throws kind "not-found-server". */
  listNics(address: ServerAddress, options?: CloudReadOptions): Promise<readonly Nic[]>;
  /** Sets the one thing that can be set. What was read of this NIC before is not given to anybody any more. */
  updateNic(
    address: NicAddress,
    change: { readonly deleteOnTermination: boolean },
    options?: CloudWriteOptions,
  ): Promise<void>;
  /** Ends the connections kept for later. */
  close(): void;
}

/** Chance and time, for tests. */
export type CloudInternals = Pick<TransportSettings, "random" | "sleep"> & { readonly now: () => number };

const defaultMaxAge = 30_000;

/** Makes no request. Throws a `CloudError` of kind "invalid-request" for a setting that is no region, domain or URL. */
export function createCloud(settings: CloudSettings, internals: Partial<CloudInternals> = {}): Cloud {
  const { random = Math.random, sleep = pause, now = () => performance.now() } = internals;
  const endpoints = createEndpoints(settings);
  const transport = createTransport({
    credentials: settings.credentials,
    insecure: settings.insecure ?? false,
    log: settings.log,
    maxConcurrentRequests: settings.maxConcurrentRequests ?? 10,
    maxRetries: settings.maxRetries ?? 5,
    requestTimeout: settings.requestTimeout ?? 30_000,
    retryBudget: settings.retryBudget ?? 600_000,
    userAgent: userAgent(settings),
    random,
    sleep,
  });
  const projects = createProjects(settings, endpoints, transport);
  const ecs = createEcs(endpoints, projects, transport);

  const server = ({ region = settings.region, serverId }: ServerAddress): ServerRef => ({ region, serverId });
  const reads = createSharedReads({
    fetch: (ref: ServerRef, onSend, signal, onRetry) => ecs.listNics(ref, { onSend, signal, onRetry }),
    key: ({ region, serverId }) => `${region}/${serverId}`,
    now,
  });

  return {
    region: settings.region,

    async nic(address, { maxAge = defaultMaxAge, signal } = {}) {
      const { portId } = address;
      const readNic = async (age: number) => {
        const { value, sentForThis } = await reads.read(server(address), portId, { maxAge: age, signal });
        return { nic: value.find((nic) => nic.portId === portId), sentForThis };
      };
      const first = await readNic(maxAge);
      if (first.nic) return first.nic;
      // A shared answer may be older than the NIC.
      const second = first.sentForThis ? first : await readNic(0);
      if (second.nic) return second.nic;
      throw missingNic(address);
    },

    async listNics(address, { maxAge = defaultMaxAge, signal } = {}) {
      const { value } = await reads.read(server(address), undefined, { maxAge, signal });
      return value;
    },

    updateNic(address, change, { signal } = {}) {
      const nic = { ...server(address), portId: address.portId };
      return reads.write(nic, nic.portId, () => ecs.updateNic(nic, change, { signal }));
    },

    close: () => transport.close(),
  };
}

function missingNic({ serverId, portId }: NicAddress): CloudError {
  return new CloudError({
    kind: "not-found-nic",
    serviceMessage: `The server ${serverId} has no NIC with the port ${portId}.`,
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
