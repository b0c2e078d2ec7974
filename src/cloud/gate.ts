import type { CloudError } from "./errors";

interface Waiting {
  readonly enter: (entered: boolean) => void;
  readonly refuse: (refusal: CloudError) => void;
}

/**
 * Who may send now: at most `most` requests together, and one at a time until the credentials have proved right. A key
 * is locked for five minutes after more than five refusals in a row, so once it is refused without having proved right
 * since, nobody may send any more.
 */
export class Gate {
  readonly #most: number;
  #limit = 1;
  #inside = 0;
  #refusal: CloudError | undefined;
  readonly #queue = new Set<Waiting>();

  constructor(most: number) {
    this.#most = most;
  }

  /** Resolves to true when it is the caller's turn, to false when `signal` fired before. Throws the refusal of the key. */
  enter(signal?: AbortSignal): Promise<boolean> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        resolve(false);
        return;
      }
      const leaveQueue = () => {
        this.#queue.delete(waiting);
        resolve(false);
      };
      const waiting: Waiting = {
        enter: (entered) => {
          signal?.removeEventListener("abort", leaveQueue);
          resolve(entered);
        },
        refuse: (refusal) => {
          signal?.removeEventListener("abort", leaveQueue);
          reject(refusal);
        },
      };
      signal?.addEventListener("abort", leaveQueue, { once: true });
      this.#queue.add(waiting);
      this.#admit();
    });
  }

  /**
   * The request is over, and the credentials proved right, were refused with `error`, or neither. Doubted are those that
   * were refused and will be replaced: the others have to prove right first.
   */
  leave(credentials: "right" | "unknown" | "doubted" | CloudError): void {
    this.#inside--;
    if (credentials === "right") this.#limit = this.#most;
    else if (credentials === "doubted") this.#limit = 1;
    else if (credentials !== "unknown") {
      if (this.#limit === 1) this.#refusal ??= credentials;
      this.#limit = 1;
    }
    this.#admit();
  }

  #admit(): void {
    for (const waiting of this.#queue) {
      if (!this.#refusal && this.#inside >= this.#limit) return;
      this.#queue.delete(waiting);
      if (this.#refusal) {
        waiting.refuse(this.#refusal);
      } else {
        this.#inside++;
        waiting.enter(true);
      }
    }
  }
}
