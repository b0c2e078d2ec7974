import type { NewNic, Nic, NicRef, ServerRef } from "./ecs";
import { CloudError } from "./errors";
import type { Job, JobOptions } from "./jobs";
import type { Turns } from "./turns";

/**
 * NICs attached and detached as a whole: the command, its job, and what became of it when that is in doubt. One command at
 * a time goes to a server; none is sent again that may have been carried out.
 */
export interface Attachments {
  /**
   * Attaches a NIC and gives its port. `onPort` is called with it, once, as soon as the NIC is, or may be, on the server:
   * also when the error that is thrown then says that it did not end well.
   */
  attach(server: ServerRef, nic: NewNic, options?: AttachingOptions): Promise<string>;
  /** Detaches a NIC. One that is not on the server, or whose server is not there, is detached. */
  detach(nic: NicRef, options?: DetachingOptions): Promise<void>;
}

export interface DetachingOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface AttachingOptions extends DetachingOptions {
  readonly onPort?: ((portId: string) => void) | undefined;
}

export interface AttachmentTools {
  readonly turns: Turns;
  /** What the server has, no older than `maxAge` milliseconds. */
  readonly listNics: (
    server: ServerRef,
    options: { readonly maxAge: number; readonly signal: AbortSignal | undefined },
  ) => Promise<readonly Nic[]>;
  /** Sends the command once, and gives its job's id. */
  readonly add: (server: ServerRef, nic: NewNic, signal: AbortSignal | undefined) => Promise<string>;
  /** Sends the command once, and gives its job's id. */
  readonly remove: (nic: NicRef, signal: AbortSignal | undefined) => Promise<string>;
  readonly finished: (server: ServerRef, jobId: string, options: JobOptions) => Promise<Job>;
  /** Asks for a job once. */
  readonly showJob: (server: ServerRef, jobId: string, signal: AbortSignal) => Promise<Job>;
  readonly sleep: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
  /** Milliseconds for one attempt of a request. */
  readonly requestTimeout: number;
}

/** A NIC on its way to a server. */
interface Attaching {
  readonly server: ServerRef;
  /** Its port, when there was one before. */
  readonly portId: string | undefined;
  readonly sight: Sight<Nic>;
  readonly signal: AbortSignal | undefined;
  readonly onPort: (portId: string) => void;
}

/** What a look at a server's NICs shows; undefined when it shows nothing yet. */
type Sight<T> = (nics: readonly Nic[]) => T | undefined;

/** Before the second look, the third …: what a lost answer stood for takes seconds to show, like any job of a NIC. */
const waitsBetweenLooks = [1_000, 2_000, 4_000, 8_000, 15_000];
const waitWhileBuilding = 1_000;
// Node takes no longer timers.
const longestTimer = 2 ** 31 - 1;

export function createAttachments(tools: AttachmentTools): Attachments {
  const { turns, listNics, add, remove, finished, showJob, sleep, requestTimeout } = tools;

  /** For what is asked also when the caller's signal has fired, to know what is left behind. */
  const brief = () => AbortSignal.timeout(Math.min(requestTimeout, longestTimer));

  /** Looks once, anew. */
  async function look<T>(server: ServerRef, sight: Sight<T>): Promise<T | undefined> {
    const nics = await listNics(server, { maxAge: 0, signal: brief() }).catch((error: unknown) => {
      if (error instanceof CloudError && error.kind === "not-found-server") return [];
      throw error;
    });
    return sight(nics);
  }

  /** Looks a few times, until there is something to see; no more than once after the signal has fired. */
  async function watch<T>(server: ServerRef, sight: Sight<T>, signal: AbortSignal | undefined): Promise<T | undefined> {
    for (const wait of [...waitsBetweenLooks, undefined]) {
      const seen = await look(server, sight).catch(() => undefined);
      if (seen !== undefined || wait === undefined || signal?.aborted) return seen;
      await sleep(wait, signal);
    }
    return undefined;
  }

  /** Whether the NIC that was found gets ready. One that disappears does not, and neither does one nobody waits for. */
  async function isBuilt(server: ServerRef, found: Nic, signal: AbortSignal | undefined): Promise<boolean> {
    let nic: Nic | undefined = found;
    while (nic?.portState === "BUILD") {
      if (signal?.aborted) return false;
      await sleep(waitWhileBuilding, signal);
      nic = await look(server, nicOf(found.portId)).catch(() => undefined);
    }
    return nic !== undefined;
  }

  /** How the NIC to attach is told from all others once it is there. */
  async function sightOf(server: ServerRef, wanted: NewNic, signal: AbortSignal | undefined): Promise<Sight<Nic>> {
    if ("portId" in wanted) return nicOf(wanted.portId);
    const nics = await listNics(server, { maxAge: 0, signal });
    const before = new Set(nics.map(({ portId }) => portId));
    return only((nic) => !before.has(nic.portId) && fits(nic, wanted));
  }

  async function attach(server: ServerRef, wanted: NewNic, { signal, onPort = () => {} }: AttachingOptions) {
    const sight = await sightOf(server, wanted, signal);
    const attaching = { server, sight, portId: "portId" in wanted ? wanted.portId : undefined, signal, onPort };
    let jobId: string;
    try {
      jobId = await add(server, wanted, signal);
    } catch (error) {
      if (!mayHaveHappened(error)) throw error;
      return attachedAllTheSame(attaching, error);
    }
    const portId = await attachedBy(jobId, attaching);
    onPort(portId);
    return portId;
  }

  /** The port of a NIC that was attached although the command's answer was lost, and its job with it. */
  async function attachedAllTheSame({ server, sight, signal, onPort }: Attaching, error: unknown): Promise<string> {
    const found = await watch(server, sight, signal);
    if (found === undefined) throw error;
    onPort(found.portId);
    if (signal?.aborted || !(await isBuilt(server, found, signal))) throw error;
    return found.portId;
  }

  async function attachedBy(jobId: string, { server, sight, signal, onPort, ...wanted }: Attaching): Promise<string> {
    let { portId } = wanted;
    const onLook = ({ portIds }: Job) => {
      portId ??= portIds[0];
    };
    try {
      onLook(await finished(server, jobId, { signal, onLook }));
    } catch (error) {
      const hasFailed = error instanceof CloudError && error.kind === "job-failed";
      const left = hasFailed ? leftBehind(server, sight, portId) : (portId ?? onItsWay(server, sight, jobId));
      const told = await left;
      if (told !== undefined) onPort(told);
      throw afterStart(error);
    }
    portId ??= (await watch(server, sight, signal))?.portId;
    if (portId === undefined) throw withoutNic(server, jobId);
    return portId;
  }

  /** The port of a NIC that is there although its job failed. */
  async function leftBehind(server: ServerRef, sight: Sight<Nic>, portId: string | undefined) {
    const seen = look(server, sight).then((nic) => nic?.portId);
    return seen.catch(() => portId);
  }

  /** The port of a NIC whose job goes on although nobody waits for it any more. */
  async function onItsWay(server: ServerRef, sight: Sight<Nic>, jobId: string) {
    const seen = await look(server, sight).catch(() => undefined);
    if (seen) return seen.portId;
    const job = await showJob(server, jobId, brief()).catch(() => undefined);
    return job?.portIds[0];
  }

  async function detach(ref: NicRef, { signal }: DetachingOptions): Promise<void> {
    let jobId: string;
    try {
      jobId = await remove(ref, signal);
    } catch (error) {
      const isOver = (isMissing(error) || mayHaveHappened(error)) && (await watch(ref, without(ref.portId), signal));
      if (!isOver) throw error;
      return;
    }
    try {
      await finished(ref, jobId, { signal });
    } catch (error) {
      const isGone = await look(ref, without(ref.portId)).catch(() => undefined);
      if (!isGone) throw afterStart(error);
    }
  }

  return {
    attach: (server, nic, options = {}) => turns.alone(server, () => attach(server, nic, options), options.signal),
    detach: (nic, options = {}) => turns.alone(nic, () => detach(nic, options), options.signal),
  };
}

function nicOf(portId: string): Sight<Nic> {
  return only((nic) => nic.portId === portId);
}

/** The NIC that fits, when no other one does. */
function only(fits: (nic: Nic) => boolean): Sight<Nic> {
  return (nics) => {
    const found = nics.filter(fits);
    return found.length === 1 ? found[0] : undefined;
  };
}

function without(portId: string): Sight<true> {
  return (nics) => nics.every((nic) => nic.portId !== portId) || undefined;
}

function fits(nic: Nic, { networkId, ipAddress }: Exclude<NewNic, { readonly portId: string }>): boolean {
  const hasAddress = ipAddress === undefined || nic.fixedIps.some((ip) => ip.ipAddress === ipAddress);
  return nic.networkId === networkId && hasAddress;
}

function isMissing(error: unknown): boolean {
  return error instanceof CloudError && (error.kind === "not-found-nic" || error.kind === "not-found-server");
}

function mayHaveHappened(error: unknown): boolean {
  return error instanceof CloudError && error.mayHaveHappened;
}

/** What goes wrong once a job has started does not undo it, even if it is only the asking that fails. */
function afterStart(error: unknown): unknown {
  return error instanceof CloudError ? error.with({ mayHaveHappened: true }) : error;
}

function withoutNic({ serverId }: ServerRef, jobId: string): CloudError {
  return new CloudError({
    kind: "unexpected-answer",
    serviceMessage: `The job ${jobId} succeeded, but names no NIC, and the server ${serverId} has no new NIC that is certainly the one to attach.`,
    method: "",
    url: "",
    attempts: 0,
    retryable: false,
    mayHaveHappened: true,
  });
}
