import type { ServerRef } from "./ecs";
import { CloudError } from "./errors";
import { unlessAborted } from "./joined";

/**
 * Whose turn it is at a server, first come first served. ECS refuses a command while the job of another one is under way
 * there (501 Ecs.0603) and wants it tried again a minute later; whoever waits for a turn here is there much sooner.
 */
export interface Turns {
  /**
   * Runs the action when all that came before it at this server is over. Throws what it throws, or a "cancelled"
   * `CloudError` when `signal` fires while it waits.
   */
  alone<T>(server: ServerRef, action: () => Promise<T>, signal: AbortSignal | undefined): Promise<T>;
  /** The same for an action that can go together with others of its kind: it waits for those that run alone. */
  together<T>(server: ServerRef, action: () => Promise<T>, signal: AbortSignal | undefined): Promise<T>;
}

interface Turn {
  readonly isAlone: boolean;
  readonly over: Promise<void>;
}

export function createTurns(key: (server: ServerRef) => string): Turns {
  /** Who waits or acts, by server. */
  const lines = new Map<string, Set<Turn>>();

  async function take<T>(
    server: ServerRef,
    isAlone: boolean,
    action: () => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    const line = lines.get(key(server)) ?? new Set();
    lines.set(key(server), line);
    const before = [...line].filter((other) => isAlone || other.isAlone).map(({ over }) => over);
    let leave = () => {};
    const turn: Turn = {
      isAlone,
      over: new Promise((resolve) => {
        leave = resolve;
      }),
    };
    line.add(turn);
    try {
      // Without anybody to wait for, the action begins before this call returns.
      if (before.length > 0) {
        await unlessAborted(Promise.all(before), signal).catch(() => {
          throw cancelledInLine(server);
        });
      }
      return await action();
    } finally {
      line.delete(turn);
      if (line.size === 0) lines.delete(key(server));
      leave();
    }
  }

  return {
    alone: (server, action, signal) => take(server, true, action, signal),
    together: (server, action, signal) => take(server, false, action, signal),
  };
}

function cancelledInLine({ serverId }: ServerRef): CloudError {
  return new CloudError({
    kind: "cancelled",
    serviceMessage: `Cancelled while other commands to the server ${serverId} were under way; this one was not sent.`,
    method: "",
    url: "",
    attempts: 0,
    retryable: false,
    mayHaveHappened: false,
  });
}
