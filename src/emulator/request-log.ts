/** The name of an API operation as Huawei's API Explorer has it, or `unknown` for a path that no operation has. */
export const operations = [
  "ListServerInterfaces",
  "UpdateServerInterface",
  "ShowServerAttachableNicNum",
  "ShowServer",
  "ListServersDetails",
  "BatchAddServerNics",
  "BatchDeleteServerNics",
  "ChangeServerNetworkInterface",
  "DeleteServers",
  "ShowJob",
  "NovaListServerInterfaces",
  "NovaShowServerInterface",
  "NovaAttachInterface",
  "NovaDetachInterface",
  "ListPorts",
  "ShowPort",
  "UpdatePort",
  "DeletePort",
  "ListProjects",
  "ListAuthDomains",
  "CreateTokenByPassword",
  "CreateTokenByIdToken",
  "CreateUnscopedToken",
  "CreateTemporaryAccessKey",
  "AssumeAgency",
  "GetCallerIdentity",
  "ShowSecurityKey",
  "CreateMetadataToken",
  "ListServiceTypes",
  "unknown",
] as const;
export type Operation = (typeof operations)[number];

/** One API request. Admin and health requests are not logged. */
export interface RequestEntry {
  /** When the request came, as an ISO 8601 time. */
  at: string;
  method: string;
  /** Path and query as they came. */
  path: string;
  route: Operation;
  /** The HTTP status of the answer; 0 when the connection was dropped instead. */
  status: number;
  /** The error code of the body, for example `Ecs.0307`. */
  code?: string;
  /** Also in the answer's `X-Request-Id`. */
  requestId: string;
  /** From the request's arrival to the start of the answer. */
  durationMs: number;
  /** The access key that signed it, or `token`. Absent when nobody did, or when that did not hold. */
  signedBy?: string;
  /** What happened, for example `delete_on_termination true → false`. */
  summary: string;
}

/** A path or method that no API has, and how often it was asked for. */
export interface UnknownRoute {
  method: string;
  /** Without the query. */
  path: string;
  count: number;
}

/** Enough for a run over tens of thousands of NICs; beyond it, the oldest entries go. */
const capacity = 100_000;

export interface RequestLog {
  readonly entries: readonly RequestEntry[];
  /** What nobody serves, in the order in which it was first asked for. Clearing the log leaves it. */
  unknownRoutes(): UnknownRoute[];
  add(entry: RequestEntry): void;
  clear(): void;
}

/** Keeps the requests, and tells `onRequest` of each one before its answer is sent. */
export function createRequestLog(onRequest?: (entry: RequestEntry) => void): RequestLog {
  const entries: RequestEntry[] = [];
  const unknown = new Map<string, UnknownRoute>();
  return {
    entries,
    unknownRoutes: () => [...unknown.values()].map((route) => ({ ...route })),
    add(entry) {
      if (entry.route === "unknown" && entry.status === 404) {
        countUnknown(unknown, entry);
      }
      entries.push(entry);
      if (entries.length > capacity) {
        entries.shift();
      }
      onRequest?.(entry);
    },
    clear() {
      entries.length = 0;
    },
  };
}

/** Somebody who tries random paths must not fill the memory. */
const unknownCapacity = 1000;

function countUnknown(unknown: Map<string, UnknownRoute>, { method, path }: RequestEntry): void {
  const [bare = ""] = path.split("?");
  const key = `${method} ${bare}`;
  const known = unknown.get(key);
  if (known) {
    known.count += 1;
  } else if (unknown.size < unknownCapacity) {
    unknown.set(key, { method, path: bare, count: 1 });
  }
}
