import { type CloudError, cancelledWhileWaiting } from "./errors";

/** One piece of work that several callers wait for, each with a signal of its own. */
export interface Joined<T> {
  /** Whether everybody has left, so that the work is being cancelled and must not be joined any more. */
  readonly abandoned: boolean;
  /** The work's result, or a "cancelled" `CloudError` as soon as `signal` fires. */
  wait(signal?: AbortSignal): Promise<T>;
}

/**
 * Starts the work. Its own signal fires when the last of its callers has left before its end. What it tells by `onRetry`
 * is what a caller that leaves is told of the work.
 */
export function join<T>(work: (signal: AbortSignal, onRetry: (failure: CloudError) => void) => Promise<T>): Joined<T> {
  const controller = new AbortController();
  let last: CloudError | undefined;
  const result = work(controller.signal, (failure) => {
    last = failure;
  });
  let waiting = 0;
  let over = false;
  const end = () => {
    over = true;
  };
  result.then(end, end);

  async function wait(signal?: AbortSignal): Promise<T> {
    waiting++;
    try {
      return await unlessAborted(result, signal, () => last);
    } finally {
      waiting--;
      if (waiting === 0 && !over) controller.abort();
    }
  }

  return {
    get abandoned() {
      return controller.signal.aborted;
    },
    wait,
  };
}

/** The promise's result, or a "cancelled" `CloudError` as soon as `signal` fires. */
export function unlessAborted<T>(
  promise: Promise<T>,
  signal: AbortSignal | undefined,
  last: () => CloudError | undefined = () => undefined,
): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(cancelledWhileWaiting(last()));
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
