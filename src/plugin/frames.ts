/** gRPC's length-prefixed messages: one byte for compression, four for the length, then the message. */
import { Status, StatusError } from "./status";

const PREFIX = 5;

// What HashiCorp's own providers accept.
const LARGEST_MESSAGE = 256 * 1024 * 1024;

export function frame(message: Uint8Array): Buffer {
  const framed = Buffer.allocUnsafe(PREFIX + message.length);
  framed[0] = 0;
  framed.writeUInt32BE(message.length, 1);
  framed.set(message, PREFIX);
  return framed;
}

/** Cuts a byte stream into messages, as its chunks come. */
export class Unframer {
  #pending: Buffer[] = [];
  #size = 0;
  #needed = PREFIX;

  /**
   * The messages that end in this chunk; to be read to the end before the next chunk.
   * @throws {StatusError} at a compressed or oversize message
   */
  *take(chunk: Buffer): Generator<Buffer> {
    this.#pending.push(chunk);
    this.#size += chunk.length;
    while (this.#size >= this.#needed) {
      const bytes = this.#pending.length === 1 ? (this.#pending[0] as Buffer) : Buffer.concat(this.#pending);
      this.#pending = [bytes];
      const end = PREFIX + messageLength(bytes);
      this.#needed = end;
      if (this.#size < end) return;
      this.#pending = [bytes.subarray(end)];
      this.#size -= end;
      this.#needed = PREFIX;
      yield bytes.subarray(PREFIX, end);
    }
  }

  /** @throws {StatusError} if the stream must not end here: inside a message */
  end(): void {
    if (this.#size > 0) throw new StatusError(Status.INTERNAL, "The request ended inside a message.");
  }
}

/**
 * The messages of a whole byte stream.
 * @throws {StatusError} as `Unframer` does
 */
export async function* unframe(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const unframer = new Unframer();
  for await (const chunk of chunks) yield* unframer.take(chunk);
  unframer.end();
}

function messageLength(prefix: Buffer): number {
  // An encoding that could be meant has been refused with the headers.
  if (prefix[0] !== 0) throw new StatusError(Status.INTERNAL, "A message says that it is compressed, but not how.");
  const length = prefix.readUInt32BE(1);
  if (length > LARGEST_MESSAGE) {
    throw new StatusError(Status.RESOURCE_EXHAUSTED, `A message of ${length} bytes exceeds ${LARGEST_MESSAGE}.`);
  }
  return length;
}
