/**
 * A thread for what would keep every other call waiting: the upgrade of a large state. It runs the provider's own
 * program once more, whose `serve` then answers upgrades instead of Terraform.
 */
import type { MessagePort, Worker } from "node:worker_threads";
import { errorDiagnostic, type Log, PROVIDER_BUG } from "../terraform";
import { toDiagnostics } from "./diagnostic-messages";
import type { UpgradeResourceStateRequest as Request } from "./protocol/messages.generated";
import type { Answer, Elsewhere } from "./services/upgrade-rpcs";

interface Question {
  readonly id: number;
  readonly request: Request;
}

type Reply = { readonly id: number } & ({ readonly answer: Answer } | { readonly error: Error });

const READY = "ready";

// Loading node:worker_threads takes 1.4 ms, which a process that never needs it shall not pay.
const MARK = "--upgrade-thread";

/** The way to the main thread, if this is a thread that `upgradeThread` has started. */
export function portToMainThread(): MessagePort | undefined {
  if (!process.argv.includes(MARK)) return undefined;
  const { parentPort, workerData } = threads();
  return workerData === MARK ? (parentPort ?? undefined) : undefined;
}

/** Answers the main thread's questions one after the other. */
export function answerUpgrades(port: MessagePort, upgrade: (request: Request) => Promise<Answer>): void {
  port.on("message", async ({ id, request }: Question) => {
    const reply = await upgrade(request).then(
      (answer): Reply => ({ id, answer }),
      (error: unknown): Reply => ({ id, error: error instanceof Error ? error : new Error(String(error)) }),
    );
    port.postMessage(reply, "answer" in reply ? ownBuffers(reply.answer.upgradedState?.msgpack) : []);
  });
  port.postMessage(READY);
}

/**
 * Has upgrades done in a thread, which is started when it is first needed and ended when it has been idle for a while.
 * If it cannot be started they are done in place; if it ends too early, those that it has taken fail.
 * @param program the file to run in the thread; it calls `serve` as it does in the main thread
 */
export function upgradeThread(program: string, log: Log): Elsewhere {
  let thread: Promise<Thread | undefined> | undefined;
  const forget = () => {
    thread = undefined;
  };
  const begin = async (): Promise<Thread | undefined> => {
    try {
      return await startThread(program, forget);
    } catch (error) {
      log.warn("large states are upgraded in the main thread", { error });
      return undefined;
    }
  };
  return async (request, here) => {
    thread ??= begin();
    const started = await thread;
    return started === undefined ? here() : started.ask(request);
  };
}

interface Thread {
  ask(request: Request): Promise<Answer>;
}

// Terraform asks for all states of a run at about the same time; afterwards the thread's memory is better given back.
const IDLE_TIME = 2000;

/** @param onEnd called once, when the thread takes no more questions */
async function startThread(program: string, onEnd: () => void): Promise<Thread> {
  const { Worker } = threads();
  const worker = new Worker(program, { argv: [MARK], workerData: MARK });
  // It must not keep a process alive that is done.
  worker.unref();
  await untilReady(worker);

  const waiting = new Map<number, (reply: Reply) => void>();
  let last = 0;
  let idle: NodeJS.Timeout | undefined;
  let over = false;

  const end = (why: string) => {
    if (over) return;
    over = true;
    onEnd();
    for (const [id, settle] of waiting) settle({ id, answer: lost(why) });
  };
  worker.once("error", (error) => end(error.message));
  worker.once("exit", (code) => end(`exit code ${code}`));
  worker.on("message", (reply: Reply) => {
    waiting.get(reply.id)?.(reply);
    waiting.delete(reply.id);
    if (waiting.size > 0) return;
    idle = setTimeout(() => {
      end("it was idle");
      void worker.terminate();
    }, IDLE_TIME).unref();
  });

  return {
    ask(request) {
      clearTimeout(idle);
      const id = last++;
      return new Promise((resolve, reject) => {
        waiting.set(id, (reply) => ("answer" in reply ? resolve(reply.answer) : reject(reply.error)));
        worker.postMessage({ id, request } satisfies Question, ownBuffers(request.rawState?.json));
      });
    },
  };
}

function untilReady(worker: Worker): Promise<unknown> {
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("The thread ended before it was ready.")));
  });
}

function lost(why: string): Answer {
  const detail = `The thread that upgraded it ended before it was done: ${why}. ${PROVIDER_BUG}`;
  return { diagnostics: toDiagnostics([errorDiagnostic("State could not be upgraded", detail)]) };
}

/** What may be given away instead of copied: not the memory that Node shares between small buffers. */
function ownBuffers(bytes: Uint8Array | undefined): ArrayBuffer[] {
  return bytes === undefined || bytes.byteLength < SURELY_NOT_SHARED ? [] : [bytes.buffer as ArrayBuffer];
}

// Node cuts buffers of up to 4 kB from a common one, and reads at most 64 kB from a socket into one.
const SURELY_NOT_SHARED = 64 * 1024 + 1;

function threads() {
  return process.getBuiltinModule("node:worker_threads");
}
