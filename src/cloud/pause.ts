import { setTimeout } from "node:timers/promises";

/** Waits, and returns early when `signal` fires: whoever waits looks at the signal then. */
export async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  await setTimeout(milliseconds, undefined, signal ? { signal } : {}).catch(() => undefined);
}
