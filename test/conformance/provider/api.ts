/** What the handlers of the provider of every kind work with. */
import { appendFileSync } from "node:fs";
import type { World } from "./world";

export interface Api {
  readonly prefix: string;
  readonly world: World;
  /** The provider's configuration, as JSON. */
  readonly settings: string;
  /** What the module says of itself in its `provider_meta` block. */
  readonly module: string | null;
}

/** Where a test wants to read what happened. */
export function record(event: string): void {
  const file = process.env.KINDS_EVENTS;
  if (file !== undefined) appendFileSync(file, `${event}\n`);
}

export function untilStopped(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  });
}

export const TIMEOUTS = { create: "1m", read: "1m", update: "1m", delete: "1m" };
