/**
 * Protocol Buffers (proto3) by field table: one small encoder and decoder for every message.
 *
 * Source of the format: protobuf.dev, "Encoding". Presence follows proto3: `plain` scalars equal to their
 * default are not written; `optional` fields, oneof members and sub-messages are written whenever they are
 * set, an empty sub-message included, because Terraform crashes on a schema whose `block` is missing. Of a
 * single field that comes twice the last one counts.
 */
import { isUtf8 } from "node:buffer";

export type Scalar = "string" | "bytes" | "bool" | "int32" | "int64" | "uint32";
export type Field = readonly [
  number: number,
  name: string,
  mode: "plain" | "optional" | "repeated" | "map",
  // A message inside a message is checked where it is declared, by the generated interfaces.
  // biome-ignore lint/suspicious/noExplicitAny: a table of unrelated message types
  kind: Scalar | MessageType<any>,
];

/** A message's name and field table; the phantom type is the decoded shape. */
export interface MessageType<T> {
  readonly name: string;
  /** Fields by number, built on first use: messages refer to each other in circles. */
  readonly fields: ReadonlyMap<number, Field>;
  readonly decoded?: T;
}

/** What may be given to `encode`: every field of the message may be left out, at any depth. */
export type Input<T> = T extends Uint8Array
  ? T
  : T extends Map<infer K, infer V>
    ? Map<K, Input<V>>
    : T extends readonly (infer E)[]
      ? readonly Input<E>[]
      : T extends object
        ? { readonly [K in keyof T]?: Input<T[K]> | undefined }
        : T;

/** Bytes that are no message of the expected type. The text says where and why. */
export class ProtobufError extends Error {
  override readonly name = "ProtobufError";
}

export function message<T>(name: string, fields: () => readonly Field[]): MessageType<T> {
  let byNumber: ReadonlyMap<number, Field> | undefined;
  return {
    name,
    get fields() {
      byNumber ??= new Map(fields().map((field) => [field[0], field]));
      return byNumber;
    },
  };
}

// Deep enough for any schema that Terraform accepts, shallow enough for the stack.
const MAXIMUM_DEPTH = 100;

const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

const LONGEST_VARINT = 10;

export function encode<T>(type: MessageType<T>, value: Input<T>): Buffer {
  const writer = new Writer();
  writeMessage(writer, type, value as Record<string, unknown>);
  return writer.finish();
}

/** @throws {ProtobufError} if the bytes are no such message */
export function decode<T>(type: MessageType<T>, bytes: Uint8Array): T {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return readMessage(new Reader(buffer, 0, buffer.length), type, 0) as T;
}

type Kind = Field[3];

function writeMessage(writer: Writer, type: MessageType<unknown>, value: Record<string, unknown>): void {
  for (const field of type.fields.values()) {
    const [number, name, mode, kind] = field;
    const content = value[name];
    if (content === undefined) continue;
    if (mode === "repeated") {
      for (const element of content as unknown[]) writeField(writer, number, kind, element);
    } else if (mode === "map") {
      for (const [key, element] of content as Map<string, unknown>) writeMapEntry(writer, number, kind, key, element);
    } else if (mode === "optional" || !isDefault(content)) {
      writeField(writer, number, kind, content);
    }
  }
}

function isDefault(content: unknown): boolean {
  return (
    content === 0 || content === "" || content === false || (content instanceof Uint8Array && content.length === 0)
  );
}

function writeMapEntry(writer: Writer, number: number, kind: Kind, key: string, element: unknown): void {
  writer.tag(number, LENGTH_DELIMITED);
  writer.delimited(() => {
    writeField(writer, 1, "string", key);
    writeField(writer, 2, kind, element);
  });
}

function writeField(writer: Writer, number: number, kind: Kind, content: unknown): void {
  if (typeof kind === "object") {
    writer.tag(number, LENGTH_DELIMITED);
    writer.delimited(() => writeMessage(writer, kind, content as Record<string, unknown>));
    return;
  }
  switch (kind) {
    case "string":
      writer.tag(number, LENGTH_DELIMITED);
      writer.string(content as string);
      return;
    case "bytes":
      writer.tag(number, LENGTH_DELIMITED);
      writer.bytes(content as Uint8Array);
      return;
    case "bool":
      writer.tag(number, VARINT);
      writer.varint(content === true ? 1 : 0);
      return;
    default:
      writer.tag(number, VARINT);
      writer.integer(content as number);
  }
}

/** A growing buffer. Lengths are known only afterwards, so a delimited part is written first and moved up. */
class Writer {
  #buffer = Buffer.allocUnsafe(256);
  #position = 0;

  finish(): Buffer {
    return this.#buffer.subarray(0, this.#position);
  }

  tag(number: number, wireType: number): void {
    this.varint(number * 8 + wireType);
  }

  /** An unsigned integer up to 2^53. */
  varint(value: number): void {
    this.#reserve(LONGEST_VARINT);
    let rest = value;
    while (rest >= 0x80) {
      this.#buffer[this.#position++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#buffer[this.#position++] = rest;
  }

  /** A signed integer: negative ones take ten bytes, as two's complement of 64 bits. */
  integer(value: number): void {
    if (!Number.isSafeInteger(value)) throw new ProtobufError(`${value} is no integer that can be sent`);
    if (value >= 0) {
      this.varint(value);
      return;
    }
    this.#reserve(LONGEST_VARINT);
    let rest = BigInt.asUintN(64, BigInt(value));
    while (rest >= 0x80n) {
      this.#buffer[this.#position++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.#buffer[this.#position++] = Number(rest);
  }

  string(text: string): void {
    const length = Buffer.byteLength(text);
    this.varint(length);
    this.#reserve(length);
    this.#position += this.#buffer.write(text, this.#position);
  }

  bytes(content: Uint8Array): void {
    this.varint(content.length);
    this.#reserve(content.length);
    this.#buffer.set(content, this.#position);
    this.#position += content.length;
  }

  delimited(writeContent: () => void): void {
    const start = this.#position;
    writeContent();
    const length = this.#position - start;
    const prefix = varintLength(length);
    // As much as writing the length asks for below: a buffer that grew there would lose the content.
    this.#reserve(LONGEST_VARINT);
    this.#buffer.copyWithin(start + prefix, start, this.#position);
    this.#position = start;
    this.varint(length);
    this.#position += length;
  }

  #reserve(length: number): void {
    const needed = this.#position + length;
    if (needed <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(larger, 0, 0, this.#position);
    this.#buffer = larger;
  }
}

function varintLength(value: number): number {
  let length = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) length++;
  return length;
}

function readMessage(reader: Reader, type: MessageType<unknown>, depth: number): Record<string, unknown> {
  if (depth > MAXIMUM_DEPTH) throw new ProtobufError(`${type.name} is nested more than ${MAXIMUM_DEPTH} deep`);
  const result = defaults(type);
  while (!reader.atEnd) {
    const tag = reader.varint();
    const wireType = tag % 8;
    const field = type.fields.get(fieldNumber(tag, type));
    if (field === undefined) {
      reader.skip(wireType);
    } else {
      readField(reader, type, field, wireType, result, depth);
    }
  }
  return result;
}

function fieldNumber(tag: number, type: MessageType<unknown>): number {
  if (tag < 8) throw new ProtobufError(`${type.name}: field number 0`);
  return Math.floor(tag / 8);
}

function defaults(type: MessageType<unknown>): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [, name, mode, kind] of type.fields.values()) {
    if (mode === "repeated") result[name] = [];
    else if (mode === "map") result[name] = new Map();
    else if (mode === "plain") result[name] = defaultOf(kind);
  }
  return result;
}

const NO_BYTES = Buffer.alloc(0);

function defaultOf(kind: Kind): unknown {
  switch (kind) {
    case "string":
      return "";
    case "bytes":
      return NO_BYTES;
    case "bool":
      return false;
    default:
      return 0;
  }
}

function readField(
  reader: Reader,
  type: MessageType<unknown>,
  field: Field,
  wireType: number,
  result: Record<string, unknown>,
  depth: number,
): void {
  const [, name, mode, kind] = field;
  if (mode === "map") {
    const entry = reader.delimited(expect(wireType, LENGTH_DELIMITED, type, name));
    const [key, element] = readMapEntry(entry, type, field, depth);
    (result[name] as Map<string, unknown>).set(key, element);
    return;
  }
  const packed = mode === "repeated" && wireType === LENGTH_DELIMITED && isInteger(kind);
  if (packed) {
    const elements = reader.delimited(wireType);
    while (!elements.atEnd) (result[name] as unknown[]).push(readScalar(elements, kind));
    return;
  }
  expect(wireType, wireTypeOf(kind), type, name);
  const content = readContent(reader, kind, depth);
  if (mode === "repeated") (result[name] as unknown[]).push(content);
  else result[name] = content;
}

function isInteger(kind: Kind): kind is Scalar {
  return kind === "bool" || kind === "int32" || kind === "int64" || kind === "uint32";
}

function wireTypeOf(kind: Kind): number {
  return isInteger(kind) ? VARINT : LENGTH_DELIMITED;
}

function expect(actual: number, expected: number, type: MessageType<unknown>, name: string): number {
  if (actual !== expected) throw new ProtobufError(`${type.name}.${name}: wire type ${actual} instead of ${expected}`);
  return actual;
}

function readMapEntry(
  reader: Reader,
  type: MessageType<unknown>,
  [, name, , kind]: Field,
  depth: number,
): [string, unknown] {
  let key = "";
  let element: unknown = typeof kind === "object" ? undefined : defaultOf(kind);
  while (!reader.atEnd) {
    const tag = reader.varint();
    const wireType = tag % 8;
    const number = fieldNumber(tag, type);
    if (number === 1) {
      expect(wireType, LENGTH_DELIMITED, type, name);
      key = reader.string();
    } else if (number === 2) {
      expect(wireType, wireTypeOf(kind), type, name);
      element = readContent(reader, kind, depth);
    } else {
      reader.skip(wireType);
    }
  }
  return [key, element ?? readMessage(new Reader(NO_BYTES, 0, 0), kind as MessageType<unknown>, depth)];
}

function readContent(reader: Reader, kind: Kind, depth: number): unknown {
  return typeof kind === "object"
    ? readMessage(reader.delimited(LENGTH_DELIMITED), kind, depth + 1)
    : readScalar(reader, kind);
}

function readScalar(reader: Reader, kind: Kind): unknown {
  switch (kind) {
    case "string":
      return reader.string();
    case "bytes":
      return reader.bytes();
    case "bool":
      return reader.varint() !== 0;
    case "uint32":
      return reader.varint() >>> 0;
    case "int32":
      return reader.integer() | 0;
    default:
      return reader.integer();
  }
}

/** Reads one part of a buffer and never past its end. */
class Reader {
  readonly #buffer: Buffer;
  #position: number;
  readonly #end: number;

  constructor(buffer: Buffer, start: number, end: number) {
    this.#buffer = buffer;
    this.#position = start;
    this.#end = end;
  }

  get atEnd(): boolean {
    return this.#position >= this.#end;
  }

  /** An unsigned integer; beyond 2^53 it is refused, for nothing in the protocol is that large. */
  varint(): number {
    const value = this.#magnitude();
    if (value > Number.MAX_SAFE_INTEGER) throw new ProtobufError("an integer beyond 2^53");
    return value;
  }

  /** A signed integer of 64 bits, within the safe range. */
  integer(): number {
    const start = this.#position;
    const value = this.#magnitude();
    if (value <= Number.MAX_SAFE_INTEGER) return value;
    const negative = Number(BigInt.asIntN(64, bits(this.#buffer.subarray(start, this.#position))));
    if (!Number.isSafeInteger(negative)) throw new ProtobufError("an integer beyond 2^53");
    return negative;
  }

  string(): string {
    const bytes = this.bytes();
    if (!isUtf8(bytes)) throw new ProtobufError("a string that is not UTF-8");
    return bytes.toString();
  }

  bytes(): Buffer {
    const length = this.varint();
    if (length > this.#end - this.#position) throw new ProtobufError("a length beyond the end of the message");
    this.#position += length;
    return this.#buffer.subarray(this.#position - length, this.#position);
  }

  delimited(wireType: number): Reader {
    if (wireType !== LENGTH_DELIMITED) throw new ProtobufError(`wire type ${wireType} instead of ${LENGTH_DELIMITED}`);
    const content = this.bytes();
    return new Reader(content, 0, content.length);
  }

  skip(wireType: number): void {
    switch (wireType) {
      case VARINT:
        this.#magnitude();
        return;
      case FIXED64:
        this.#advance(8);
        return;
      case LENGTH_DELIMITED:
        this.bytes();
        return;
      case FIXED32:
        this.#advance(4);
        return;
      default:
        throw new ProtobufError(`wire type ${wireType}`);
    }
  }

  #advance(length: number): void {
    if (length > this.#end - this.#position) throw new ProtobufError("the message ends inside a field");
    this.#position += length;
  }

  /** The value of a varint; exact up to 2^53, and larger than that for all others. */
  #magnitude(): number {
    let value = 0;
    let factor = 1;
    for (let length = 1; length <= LONGEST_VARINT; length++) {
      const byte = this.#byte();
      if (length === LONGEST_VARINT && byte > 1) break;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 0x80;
    }
    throw new ProtobufError("an integer of more than 64 bits");
  }

  #byte(): number {
    if (this.#position >= this.#end) throw new ProtobufError("the message ends inside a field");
    return this.#buffer[this.#position++] as number;
  }
}

function bits(varint: Uint8Array): bigint {
  return varint.reduceRight((value, byte) => (value << 7n) | BigInt(byte & 0x7f), 0n);
}
