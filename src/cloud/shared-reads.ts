import { CloudError } from "./errors";
import { type Joined, join, unlessAborted } from "./joined";

export interface ReadOptions {
  /**
   * Milliseconds that an answer may be old, counted from when its request was sent to when this read was asked for.
   * Zero demands a request that is sent after this read was asked for.
   */
  readonly maxAge: number;
  readonly signal?: AbortSignal | undefined;
}

export interface Read<T> {
  readonly value: T;
  /** Whether the request was sent after this read was asked for. */
  readonly sentForThis: boolean;
}

export interface SharedReads<S, T> {
  /**
   * What the fetch of `server` gives, seen by `port`, or by all its ports when `port` is undefined. The fetch may be
   * shared with other readers. Throws what the fetch throws, or a "cancelled" `CloudError` when `signal` fires.
   */
  read(server: S, port: string | undefined, options: ReadOptions): Promise<Read<T>>;
  /** Runs a write of the port and makes stale what readers of this port could have seen before. */
  write<R>(server: S, port: string, action: () => Promise<R>): Promise<R>;
  /** The same for a port of which nobody says what server has it: the readers of this port are meant, on any server. */
  writeAnywhere<R>(port: string, action: () => Promise<R>): Promise<R>;
  /** Something changed just now: no reader of this server is given what was asked for before. */
  outdate(server: S): void;
}

export interface Sources<S, T> {
  /**
   * Fetches all of a server. Calls `onSend` just before each request is sent, and `onRetry` with what went wrong before
   * it waits to send it again.
   */
  readonly fetch: (
    server: S,
    onSend: () => void,
    signal: AbortSignal,
    onRetry: (failure: CloudError) => void,
  ) => Promise<T>;
  /** Tells servers apart. */
  readonly key: (server: S) => string;
  /** Milliseconds. */
  readonly now: () => number;
}

/** An answer, or a request that will become one. `at` is in ticks of the logical clock, `time` in milliseconds. */
interface Sent {
  readonly at: number;
  readonly time: number;
}

interface Flight<T> {
  sent: Sent | undefined;
  readonly joined: Joined<Sent & { readonly value: T }>;
}

interface Writes {
  /** When the last write of each port ended, in ticks. */
  readonly written: Map<string, number>;
  readonly writing: Map<string, Set<Promise<unknown>>>;
}

interface Server<T> extends Writes {
  answer: (Sent & { readonly value: T }) | undefined;
  flight: Flight<T> | undefined;
  /** When something else about the server changed last, in ticks. */
  outdated: number;
}

/**
 * Reads of one server are shared: one in flight is joined, a fresh answer serves its neighbours, and a write makes stale.
 *
 * An answer counts for a reader of a port when its request was sent after the last write of that port had ended and it
 * is young enough. A reader never gets an answer whose request was sent before the end of a write that is under way:
 * it waits for that write. A write that definitely did nothing makes nothing stale. Failures are not kept.
 *
 * Order is told by a logical clock, which ticks when a request is sent and when a write ends; `now` gives milliseconds.
 */
export function createSharedReads<S, T>({ fetch, key, now }: Sources<S, T>): SharedReads<S, T> {
  const servers = new Map<string, Server<T>>();
  const anywhere: Writes = { written: new Map(), writing: new Map() };
  let clock = 0;

  function get(ref: S): Server<T> {
    const known = servers.get(key(ref));
    if (known) return known;
    const server: Server<T> = {
      answer: undefined,
      flight: undefined,
      written: new Map(),
      outdated: -1,
      writing: new Map(),
    };
    servers.set(key(ref), server);
    return server;
  }

  function startFlight(ref: S, server: Server<T>): Flight<T> {
    const onSend = () => {
      flight.sent = { at: ++clock, time: now() };
    };
    const flight: Flight<T> = {
      sent: undefined,
      joined: join(async (signal, onRetry) => {
        // The flight must be known before the fetch can report anything about it.
        await Promise.resolve();
        try {
          const value = await fetch(ref, onSend, signal, onRetry);
          if (!flight.sent) throw new TypeError("A fetch must tell when it sends its request.");
          const answer = { ...flight.sent, value };
          if (answer.at > (server.answer?.at ?? -1)) server.answer = answer;
          return answer;
        } finally {
          if (server.flight === flight) server.flight = undefined;
        }
      }),
    };
    server.flight = flight;
    return flight;
  }

  function joinFlight(ref: S, server: Server<T>, counts: (sent: Sent) => boolean): Flight<T> {
    const { flight } = server;
    const joinable = flight && !flight.joined.abandoned && (flight.sent === undefined || counts(flight.sent));
    return joinable ? flight : startFlight(ref, server);
  }

  async function read(ref: S, port: string | undefined, { maxAge, signal }: ReadOptions): Promise<Read<T>> {
    const server = get(ref);
    const asked: Sent = { at: clock, time: now() };
    const isFresh = (sent: Sent) => sent.at > asked.at || (maxAge > 0 && asked.time - sent.time < maxAge);
    const lastWrite = () => Math.max(server.outdated, lastWritten(server, port), lastWritten(anywhere, port));
    const counts = (sent: Sent) => sent.at > lastWrite() && isFresh(sent);
    const underWay = () => [...writesOf(server, port), ...writesOf(anywhere, port)];
    for (;;) {
      for (let writes = underWay(); writes.length > 0; writes = underWay()) {
        await unlessAborted(Promise.allSettled(writes), signal);
      }
      const { answer } = server;
      const found = answer && counts(answer) ? answer : await joinFlight(ref, server, counts).joined.wait(signal);
      // A write may have begun or ended while the answer was on its way.
      if (counts(found) && underWay().length === 0) {
        return { value: found.value, sentForThis: found.at > asked.at };
      }
    }
  }

  async function write<R>({ written, writing }: Writes, port: string, action: () => Promise<R>): Promise<R> {
    const running = writing.get(port) ?? new Set();
    writing.set(port, running);
    const acting = action();
    running.add(acting);
    let happened = true;
    try {
      return await acting;
    } catch (error) {
      happened = !(error instanceof CloudError) || error.mayHaveHappened;
      throw error;
    } finally {
      running.delete(acting);
      if (running.size === 0) writing.delete(port);
      if (happened) written.set(port, ++clock);
    }
  }

  function outdate(ref: S): void {
    get(ref).outdated = ++clock;
  }

  return {
    read,
    write: (ref, port, action) => write(get(ref), port, action),
    writeAnywhere: (port, action) => write(anywhere, port, action),
    outdate,
  };
}

function lastWritten({ written }: Writes, port: string | undefined): number {
  return port === undefined ? Math.max(-1, ...written.values()) : (written.get(port) ?? -1);
}

function writesOf({ writing }: Writes, port: string | undefined): readonly Promise<unknown>[] {
  const running = port === undefined ? [...writing.values()] : [writing.get(port) ?? []];
  return running.flatMap((writes) => [...writes]);
}
