/**
 * HTTP/2 by hand, for what Node's client does not do: it ends a request's body before it resets the stream, where
 * Terraform's client only resets it. Source of the format: RFC 9113 and RFC 7541.
 */
const PREFACE = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
const STREAM = 1;
const CANCEL = 8;

const Type = { DATA: 0, HEADERS: 1, RST_STREAM: 3, SETTINGS: 4 } as const;
const END_STREAM = 1;
const END_HEADERS = 4;

function http2Frame(type: number, flags: number, stream: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** A header that is neither indexed nor compressed. */
function header(name: string, value: string): Buffer {
  return Buffer.concat([Buffer.of(0, name.length), Buffer.from(name), Buffer.of(value.length), Buffer.from(value)]);
}

/** The beginning of a connection with one call, whose request is not at its end. */
export function openingOf(path: string, part: Buffer): Buffer {
  const headers = {
    ":method": "POST",
    ":scheme": "http",
    ":authority": "localhost",
    ":path": path,
    "content-type": "application/grpc",
  };
  const block = Buffer.concat(Object.entries(headers).map(([name, value]) => header(name, value)));
  return Buffer.concat([
    PREFACE,
    http2Frame(Type.SETTINGS, 0, 0, Buffer.alloc(0)),
    http2Frame(Type.HEADERS, END_HEADERS, STREAM, block),
    http2Frame(Type.DATA, 0, STREAM, part),
  ]);
}

/** The end of that request. */
export const ending = http2Frame(Type.DATA, END_STREAM, STREAM, Buffer.alloc(0));

/** The end of that call, because the client gives it up. */
export const cancellation = http2Frame(Type.RST_STREAM, 0, STREAM, Buffer.of(0, 0, 0, CANCEL));
