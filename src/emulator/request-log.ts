/** The name of an API operation as Huawei's API Explorer has it, or `unknown` for a path that no operation has. */
export const operations = [
  "ListServerInterfaces",
  "UpdateServerInterface",
  "ShowServer",
  "ListProjects",
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
  /** What happened, for example `delete_on_termination true → false`. */
  summary: string;
}

/** Enough for a run over tens of thousands of NICs; beyond it, the oldest entries go. */
const capacity = 100_000;

export interface RequestLog {
  readonly entries: readonly RequestEntry[];
  add(entry: RequestEntry): void;
  clear(): void;
}

/** Keeps the requests, and tells `onRequest` of each one before its answer is sent. */
export function createRequestLog(onRequest?: (entry: RequestEntry) => void): RequestLog {
  const entries: RequestEntry[] = [];
  return {
    entries,
    add(entry) {
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
