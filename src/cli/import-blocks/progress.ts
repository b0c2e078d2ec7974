/** How far a long reading is, in one line of a terminal that is written over and over. */

export interface Progress {
  update(done: number, total: number): void;
  /** Takes the line away. */
  end(): void;
}

/** Below so many it is over before anybody has read the line. */
const MANY = 20;

const ERASE_LINE = "\r\u001b[2K";

/** Writes to nothing but a terminal, and only when there are many to wait for. */
export function progressOn(stream: Pick<NodeJS.WriteStream, "isTTY" | "write">): Progress {
  let isShown = false;
  return {
    update(done, total) {
      if (!stream.isTTY || total < MANY) return;
      isShown = true;
      stream.write(`${ERASE_LINE}Reading NICs: ${done} of ${total} servers`);
    },
    end() {
      if (isShown) stream.write(ERASE_LINE);
    },
  };
}
