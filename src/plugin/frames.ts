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

/**
 * Cuts a byte stream into messages.
 * @throws {StatusError} for a compressed or oversize message, and for a stream that ends inside one
 */
export async function* unframe(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let pending: Buffer[] = [];
  let size = 0;
  let needed = PREFIX;
  for await (const chunk of chunks) {
    pending.push(chunk);
    size += chunk.length;
    while (size >= needed) {
      const bytes = pending.length === 1 ? (pending[0] as Buffer) : Buffer.concat(pending, size);
      const length = messageLength(bytes);
      needed = PREFIX + length;
      pending = [bytes];
      if (size < needed) break;
      yield bytes.subarray(PREFIX, needed);
      pending = [bytes.subarray(needed)];
      size -= needed;
      needed = PREFIX;
    }
  }
  if (size > 0) throw new StatusError(Status.INTERNAL, "The request ended inside a message.");
}

function messageLength(prefix: Buffer): number {
  if (prefix[0] !== 0) throw new StatusError(Status.UNIMPLEMENTED, "Compressed messages are not supported.");
  const length = prefix.readUInt32BE(1);
  if (length > LARGEST_MESSAGE) {
    throw new StatusError(Status.RESOURCE_EXHAUSTED, `A message of ${length} bytes exceeds ${LARGEST_MESSAGE}.`);
  }
  return length;
}
