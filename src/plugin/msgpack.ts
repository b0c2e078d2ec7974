/**
 * Terraform values as msgpack, read and written against their type.
 *
 * Source of the format: Terraform's "Wire Format for Terraform Objects and Associated Values", and msgpack.org.
 * Unknown values are extensions: Terraform sends type 0, and type 12 with refinements when it knows something
 * about the value. A dynamic value comes with its type, which stays with it (see `typeOf`).
 *
 * What Terraform sends is written back byte by byte, so far as bytes tell values apart: a double that is not what its
 * shortest decimal text says may have been either, and is written as text.
 */
import { isUtf8 } from "node:buffer";
import {
  Decimal,
  formatPath,
  givenType,
  isList,
  isRecord,
  isUnknown,
  type Path,
  partType,
  type Refinement,
  record,
  type Type,
  typed,
  typeOf,
  UNKNOWN,
  Unknown,
  type Value,
  type ValueRecord,
} from "../terraform";
import { fromDecimalText, isExactly, toDecimalText, toInt64 } from "./decimal-text";
import { toType, toTypeJson, withPartType } from "./type-json";
import { byUtf8 } from "./utf8-order";

/** Bytes or values that are not of the expected type. */
export class ValueError extends Error {
  override readonly name = "ValueError";
  readonly path: Path;

  constructor(path: Path, text: string) {
    super(path.length === 0 ? text : `${formatPath(path)}: ${text}`);
    this.path = path;
  }
}

// Deep enough for any real type, shallow enough for the stack.
const MAXIMUM_DEPTH = 500;

/** @throws {ValueError} if the bytes are no value of the type */
export function decodeMsgpack(type: Type, bytes: Uint8Array): Value {
  const reader = new Reader(bytes);
  const value = reader.value(type, []);
  if (!reader.atEnd) throw new ValueError([], "bytes are left over after the value");
  return value;
}

/** @throws {ValueError} if the value is not of the type; every attribute of an object must be there */
export function encodeMsgpack(type: Type, value: Value): Buffer {
  const writer = new Writer();
  writer.value(type, value, []);
  return writer.finish();
}

class Reader {
  readonly #buffer: Buffer;
  #position = 0;
  /** Where a null with a type was read; only the list or record around it can keep that type. */
  #typedNulls: { readonly path: Path; readonly type: Type }[] = [];

  constructor(bytes: Uint8Array) {
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get atEnd(): boolean {
    return this.#position === this.#buffer.length;
  }

  value(type: Type, path: Path): Value {
    if (path.length > MAXIMUM_DEPTH) throw new ValueError([], `nested more than ${MAXIMUM_DEPTH} deep`);
    const code = this.#peek(path);
    if (code === 0xc0) {
      this.#position++;
      return null;
    }
    if (isExtension(code)) return this.#unknown(type, path);
    if (typeof type !== "string") return this.#composed(type, path);
    switch (type) {
      case "string":
        return this.#string(path);
      case "bool":
        return this.#bool(path);
      case "number":
        return this.#number(path);
      case "dynamic":
        return this.#dynamic(path);
    }
  }

  #composed(type: Exclude<Type, string>, path: Path): Value {
    const before = this.#typedNulls.length;
    const value = this.#parts(type, path);
    if (this.#typedNulls.length === before) return value;
    const nulls = this.#typedNulls.splice(before);
    return typed(
      nulls.reduce<Type>((whole, part) => withPartType(whole, stepKey(part.path), part.type), type),
      value,
    );
  }

  #parts(type: Exclude<Type, string>, path: Path): Value {
    switch (type[0]) {
      case "list":
      case "set":
        return this.#elements(this.#arrayLength(path), (index) => this.value(type[1], [...path, { index }]));
      case "tuple": {
        const length = this.#arrayLength(path);
        if (length !== type[1].length) throw new ValueError(path, `a tuple of length ${type[1].length} is required`);
        return this.#elements(length, (index) => this.value(partType(type, index), [...path, { index }]));
      }
      case "map":
        return record(this.#entries(path, (key) => this.value(type[1], [...path, { key }])));
      case "object":
        return this.#object(type[1], path);
    }
  }

  /** Grows as elements are found: a length that lies must not reserve memory. */
  #elements<Element>(length: number, read: (index: number) => Element): Element[] {
    const elements: Element[] = [];
    for (let index = 0; index < length; index++) elements.push(read(index));
    return elements;
  }

  #object(attributes: Readonly<Record<string, Type>>, path: Path): Value {
    const entries = this.#entries(path, (name) => {
      const inner = [...path, { attribute: name }];
      if (!Object.hasOwn(attributes, name)) throw new ValueError(inner, "unsupported attribute");
      return this.value(attributes[name] as Type, inner);
    });
    const names = Object.keys(attributes);
    if (entries.length !== names.length) {
      throw new ValueError(path, `an object with ${names.length} attributes is required (${entries.length} given)`);
    }
    return record(entries);
  }

  #entries(path: Path, read: (key: string) => Value): [string, Value][] {
    const length = this.#mapLength(path);
    const seen = new Set<string>();
    return this.#elements(length, () => {
      const key = this.#string(path);
      if (seen.has(key)) throw new ValueError(path, `the key ${JSON.stringify(key)} comes twice`);
      seen.add(key);
      return [key, read(key)];
    });
  }

  #dynamic(path: Path): Value {
    if (this.#arrayLength(path) !== 2) throw new ValueError(path, "a dynamic value is an array of type and value");
    const type = parseType(this.#bytes(path).toString());
    if (type === undefined) throw new ValueError(path, "the type of a dynamic value is unreadable");
    const value = this.value(type, path);
    if (value === null) this.#typedNulls.push({ path, type });
    return typed(type, value);
  }

  #unknown(type: Type, path: Path): Value {
    const code = this.#take(1, path).readUInt8();
    const length = code >= 0xd4 ? 2 ** (code - 0xd4) : this.#unsigned(2 ** (code - 0xc7), path);
    const extension = this.#take(1, path).readInt8();
    const body = this.#take(length, path);
    if (length <= 1) return UNKNOWN;
    if (extension !== REFINED) {
      throw new ValueError(path, `unsupported extension type ${extension} with length ${length}`);
    }
    if (length > LONGEST_REFINEMENT) throw new ValueError(path, "oversize unknown value refinement");
    return type === "dynamic" ? UNKNOWN : new Reader(body).#refined(type, path);
  }

  /** Bytes after the map are left alone, and so is all from the first key on that is not of this protocol yet. */
  #refined(type: Type, path: Path): Value {
    const length = this.#mapLength(path);
    let refinement: Refinement = {};
    for (let index = 0; index < length; index++) {
      const key = this.#number(path);
      if (key === Key.nullness && this.#bool(path)) return null;
      if (key === Key.nullness) refinement = { ...refinement, notNull: true };
      else if (key === Key.prefix) refinement = { ...refinement, ...this.#prefix(type, path) };
      else if (key === Key.lowerBound || key === Key.upperBound) {
        refinement = { ...refinement, ...this.#bound(type, key, path) };
      } else if (key === Key.minLength || key === Key.maxLength) {
        refinement = { ...refinement, ...this.#lengthLimit(type, key, path) };
      } else break;
    }
    return Object.keys(refinement).length === 0 ? UNKNOWN : new Unknown(refinement);
  }

  #prefix(type: Type, path: Path): Refinement {
    if (type !== "string") throw new ValueError(path, "a refinement by prefix is for strings");
    const prefix = this.#string(path);
    return prefix === "" ? {} : { prefix };
  }

  #bound(type: Type, key: number, path: Path): Refinement {
    if (type !== "number") throw new ValueError(path, "a refinement by bounds is for numbers");
    if (this.#arrayLength(path) !== 2) throw new ValueError(path, "a bound is an array of number and bool");
    const isNone = this.#skipInfinity();
    const bound = isNone ? 0 : this.#number(path);
    const isInclusive = this.#bool(path);
    if (isNone) return {};
    if (key === Key.lowerBound) return isInclusive ? { atLeast: bound } : { above: bound };
    return isInclusive ? { atMost: bound } : { below: bound };
  }

  /** An infinite bound is none. */
  #skipInfinity(): boolean {
    const rest = this.#buffer.subarray(this.#position, this.#position + 9);
    if (rest.length < 9 || rest[0] !== 0xcb || Math.abs(rest.readDoubleBE(1)) !== Number.POSITIVE_INFINITY)
      return false;
    this.#position += 9;
    return true;
  }

  #lengthLimit(type: Type, key: number, path: Path): Refinement {
    if (!isCollection(type)) throw new ValueError(path, "a refinement by length is for lists, sets and maps");
    const length = this.#number(path);
    if (typeof length !== "number" || !Number.isInteger(length)) throw new ValueError(path, "a length is an integer");
    return key === Key.minLength ? { minLength: length } : { maxLength: length };
  }

  #string(path: Path): string {
    const bytes = this.#bytes(path);
    if (!isUtf8(bytes)) throw new ValueError(path, "a string that is not UTF-8");
    return bytes.toString();
  }

  /** A string or binary: Terraform takes either for the other. */
  #bytes(path: Path): Buffer {
    const code = this.#peek(path);
    if (code >= 0xc4 && code <= 0xc6) {
      this.#position++;
      return this.#take(this.#unsigned(2 ** (code - 0xc4), path), path);
    }
    return this.#take(this.#length(path, 0xa0, 0x1f, 0xd9, 0xda, 0xdb, "a string"), path);
  }

  #bool(path: Path): boolean {
    const code = this.#take(1, path).readUInt8();
    if (code !== 0xc2 && code !== 0xc3) throw new ValueError(path, "a bool is required");
    return code === 0xc3;
  }

  #number(path: Path): number | Decimal {
    const code = this.#peek(path);
    if ((code >= 0xa0 && code <= 0xbf) || (code >= 0xd9 && code <= 0xdb)) return this.#decimal(path);
    this.#position++;
    if (code <= 0x7f) return code;
    if (code >= 0xe0) return code - 0x100;
    switch (code) {
      case 0xca:
        return double(this.#finite(this.#take(4, path).readFloatBE(), path));
      case 0xcb:
        return double(this.#finite(this.#take(8, path).readDoubleBE(), path));
      case 0xcc:
      case 0xcd:
      case 0xce:
        return this.#unsigned(2 ** (code - 0xcc), path);
      case 0xcf:
        return exact(this.#take(8, path).readBigUInt64BE());
      case 0xd0:
      case 0xd1:
      case 0xd2:
        return this.#take(2 ** (code - 0xd0), path).readIntBE(0, 2 ** (code - 0xd0));
      case 0xd3:
        return exact(this.#take(8, path).readBigInt64BE());
      default:
        throw new ValueError(path, "a number is required");
    }
  }

  #decimal(path: Path): number | Decimal {
    const number = fromDecimalText(this.#string(path));
    if (number === undefined) throw new ValueError(path, "a number is required");
    return number;
  }

  #finite(value: number, path: Path): number {
    if (!Number.isFinite(value)) throw new ValueError(path, "a finite number is required");
    return value;
  }

  #arrayLength(path: Path): number {
    return this.#length(path, 0x90, 0x0f, undefined, 0xdc, 0xdd, "a list");
  }

  #mapLength(path: Path): number {
    return this.#length(path, 0x80, 0x0f, undefined, 0xde, 0xdf, "a map");
  }

  /** A length in its short form (prefix and mask) or in one, two or four bytes; never more than bytes are left. */
  #length(
    path: Path,
    prefix: number,
    mask: number,
    one: number | undefined,
    two: number,
    four: number,
    what: string,
  ): number {
    const code = this.#take(1, path).readUInt8();
    let length: number;
    if ((code & ~mask) === prefix) length = code & mask;
    else if (code === one) length = this.#unsigned(1, path);
    else if (code === two) length = this.#unsigned(2, path);
    else if (code === four) length = this.#unsigned(4, path);
    else throw new ValueError(path, `${what} is required`);
    if (length > this.#buffer.length - this.#position) throw new ValueError(path, "a length beyond the end");
    return length;
  }

  #unsigned(width: number, path: Path): number {
    return this.#take(width, path).readUIntBE(0, width);
  }

  #peek(path: Path): number {
    const code = this.#buffer[this.#position];
    if (code === undefined) throw new ValueError(path, "the value ends too early");
    return code;
  }

  #take(length: number, path: Path): Buffer {
    if (length > this.#buffer.length - this.#position) throw new ValueError(path, "the value ends too early");
    this.#position += length;
    return this.#buffer.subarray(this.#position - length, this.#position);
  }
}

const REFINED = 12;
const LONGEST_REFINEMENT = 1024;
const LONGEST_PREFIX = 256;

const Key = { nullness: 1, prefix: 2, lowerBound: 3, upperBound: 4, minLength: 5, maxLength: 6 } as const;

function isExtension(code: number): boolean {
  return (code >= 0xd4 && code <= 0xd8) || (code >= 0xc7 && code <= 0xc9);
}

function isCollection(type: Type): type is readonly ["list" | "set" | "map", Type] {
  return type[0] === "list" || type[0] === "set" || type[0] === "map";
}

/** The number where its text says exactly the same; where it has a fraction, the text is what was meant. */
function double(value: number): number | Decimal {
  return Number.isSafeInteger(value) || !Number.isInteger(value) ? value : exact(BigInt(value));
}

function exact(value: bigint): number | Decimal {
  const text = String(value);
  return fromDecimalText(text) ?? new Decimal(text);
}

function parseType(text: string): Type | undefined {
  try {
    return toType(JSON.parse(text));
  } catch {
    return undefined;
  }
}

class Writer {
  #buffer = Buffer.allocUnsafe(512);
  #position = 0;

  finish(): Buffer {
    return this.#buffer.subarray(0, this.#position);
  }

  value(type: Type, value: Value | undefined, path: Path): void {
    if (value === undefined) throw new ValueError(path, "it has no value, not even null");
    if (value === null) this.#byte(0xc0);
    else if (type === "dynamic") this.#dynamic(value, path);
    else if (isUnknown(value)) this.#unknown(type, value, path);
    else if (typeof type === "string") this.#scalar(type, value, path);
    else this.#composed(type, value, path);
  }

  #dynamic(value: Value, path: Path): void {
    const type = typeOf(value);
    // Nothing is known of such a value, or nobody said its type.
    if (type === "dynamic") this.#raw(UNKNOWN_BYTES);
    else this.#withType(type, value, path);
  }

  #withType(type: Type, value: Value, path: Path): void {
    this.#length(2, 0x90, 0xdc);
    this.#binary(Buffer.from(toTypeJson(type)));
    this.value(type, value, path);
  }

  /** A part of a list or record; the whole knows which type a null in a place of type dynamic has. */
  #part(whole: Value, type: Type, value: Value | undefined, path: Path): void {
    const given = type === "dynamic" && value === null ? givenType(whole) : undefined;
    const own = given === undefined ? "dynamic" : partType(given, stepKey(path));
    if (own === "dynamic") this.value(type, value, path);
    else this.#withType(own, null, path);
  }

  #unknown(type: Type, { refinement }: Unknown, path: Path): void {
    const entries = refinement === undefined ? [] : refinementEntries(type, refinement, path);
    if (entries.length === 0) {
      this.#raw(UNKNOWN_BYTES);
      return;
    }
    const body = new Writer();
    body.#length(entries.length, 0x80, 0xde);
    for (const [key, partType, value] of entries) {
      body.#integer(key);
      body.value(partType, value, path);
    }
    this.#extension(REFINED, body.finish());
  }

  #extension(type: number, body: Uint8Array): void {
    const fixed = [1, 2, 4, 8, 16].indexOf(body.length);
    if (fixed >= 0) this.#byte(0xd4 + fixed);
    else this.#sized(0xc7, body.length < 2 ** 8 ? 1 : body.length < 2 ** 16 ? 2 : 4, body.length);
    this.#byte(type);
    this.#raw(body);
  }

  #scalar(type: Type & string, value: Value, path: Path): void {
    if (type === "string" && typeof value === "string") this.#string(value);
    else if (type === "bool" && typeof value === "boolean") this.#byte(value ? 0xc3 : 0xc2);
    else if (type === "number" && (typeof value === "number" || value instanceof Decimal)) this.#number(value, path);
    else throw new ValueError(path, `a ${type} is required`);
  }

  #composed(type: Exclude<Type, string>, value: Value, path: Path): void {
    switch (type[0]) {
      case "map":
        this.#map(type[1], this.#record(value, "a map", path), path);
        return;
      case "object":
        this.#object(type[1], this.#record(value, "an object", path), path);
        return;
      default:
        if (!isList(value)) throw new ValueError(path, `a ${type[0]} is required`);
        this.#array(type, value, path);
    }
  }

  #record(value: Value, what: string, path: Path): ValueRecord {
    if (!isRecord(value)) throw new ValueError(path, `${what} is required`);
    return value;
  }

  #array(type: Exclude<Type, string>, value: readonly Value[], path: Path): void {
    if (type[0] === "tuple" && type[1].length !== value.length) {
      throw new ValueError(path, `a tuple of length ${type[1].length} is required`);
    }
    this.#length(value.length, 0x90, 0xdc);
    for (const [index, element] of value.entries()) {
      this.#part(value, partType(type, index), element, [...path, { index }]);
    }
  }

  #map(elementType: Type, value: ValueRecord, path: Path): void {
    const keys = Object.keys(value).sort(byUtf8);
    this.#length(keys.length, 0x80, 0xde);
    for (const key of keys) {
      this.#string(key);
      this.#part(value, elementType, value[key], [...path, { key }]);
    }
  }

  #object(attributes: Readonly<Record<string, Type>>, value: ValueRecord, path: Path): void {
    const strange = Object.keys(value).find((name) => !Object.hasOwn(attributes, name));
    if (strange !== undefined) throw new ValueError([...path, { attribute: strange }], "unsupported attribute");
    const names = Object.keys(attributes).sort(byUtf8);
    this.#length(names.length, 0x80, 0xde);
    for (const name of names) {
      this.#string(name);
      this.#part(value, attributes[name] as Type, value[name], [...path, { attribute: name }]);
    }
  }

  /** As Terraform does: whole numbers as integers, what a double holds exactly as one, all else as decimal text. */
  #number(value: number | Decimal, path: Path): void {
    if (value instanceof Decimal) this.#decimal(value.text, path);
    else if (Number.isSafeInteger(value)) this.#integer(value);
    else if (Number.isFinite(value)) this.#double(value);
    else throw new ValueError(path, "a finite number is required");
  }

  #decimal(text: string, path: Path): void {
    const number = fromDecimalText(text);
    if (number === undefined) throw new ValueError(path, "a number is required");
    if (typeof number === "number") this.#number(number, path);
    else this.#text(text);
  }

  #double(value: number): void {
    const text = toDecimalText(value);
    if (toInt64(text) !== undefined || !isExactly(value, text)) {
      this.#text(text);
      return;
    }
    this.#byte(0xcb);
    this.#reserve(8);
    this.#position = this.#buffer.writeDoubleBE(value, this.#position);
  }

  #text(decimal: string): void {
    const integer = toInt64(decimal);
    if (integer === undefined) {
      this.#string(decimal);
      return;
    }
    this.#byte(integer < 0n ? 0xd3 : 0xcf);
    this.#reserve(8);
    this.#position = this.#buffer.writeBigUInt64BE(BigInt.asUintN(64, integer), this.#position);
  }

  #integer(value: number): void {
    if (value >= 0 && value <= 0x7f) this.#byte(value);
    else if (value < 0 && value >= -0x20) this.#byte(0x100 + value);
    else if (value > 0) this.#sized(0xcc, value < 2 ** 8 ? 1 : value < 2 ** 16 ? 2 : value < 2 ** 32 ? 4 : 8, value);
    else this.#signed(value);
  }

  #signed(value: number): void {
    const width = value >= -(2 ** 7) ? 1 : value >= -(2 ** 15) ? 2 : value >= -(2 ** 31) ? 4 : 8;
    this.#byte(0xd0 + Math.log2(width));
    this.#reserve(width);
    if (width === 8) this.#buffer.writeBigInt64BE(BigInt(value), this.#position);
    else this.#buffer.writeIntBE(value, this.#position, width);
    this.#position += width;
  }

  #string(text: string): void {
    const length = Buffer.byteLength(text);
    if (length <= 0x1f) this.#byte(0xa0 | length);
    else this.#sized(0xd9, length < 2 ** 8 ? 1 : length < 2 ** 16 ? 2 : 4, length);
    this.#reserve(length);
    this.#position += this.#buffer.write(text, this.#position);
  }

  #binary(bytes: Uint8Array): void {
    this.#sized(0xc4, bytes.length < 2 ** 8 ? 1 : bytes.length < 2 ** 16 ? 2 : 4, bytes.length);
    this.#raw(bytes);
  }

  /** The head of an array or a map; their long forms have two or four bytes, so one byte is never used. */
  #length(length: number, shortForm: number, code: number): void {
    if (length <= 0x0f) this.#byte(shortForm | length);
    else this.#sized(code - 1, length < 2 ** 16 ? 2 : 4, length);
  }

  /** The code of a one-byte number, moved on for each doubling of the width, then the number in that width. */
  #sized(code: number, width: 1 | 2 | 4 | 8, value: number): void {
    this.#byte(code + Math.log2(width));
    this.#reserve(width);
    if (width === 8) this.#buffer.writeBigUInt64BE(BigInt(value), this.#position);
    else this.#buffer.writeUIntBE(value, this.#position, width);
    this.#position += width;
  }

  #byte(value: number): void {
    this.#reserve(1);
    this.#buffer[this.#position++] = value;
  }

  #raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#position);
    this.#position += bytes.length;
  }

  #reserve(length: number): void {
    const needed = this.#position + length;
    if (needed <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(larger, 0, 0, this.#position);
    this.#buffer = larger;
  }
}

const UNKNOWN_BYTES = Buffer.from([0xd4, 0, 0]);

type Entry = readonly [key: number, type: Type, value: Value];

/** What a refinement says, in the order of Terraform's own writer. */
function refinementEntries(type: Type, refinement: Refinement, path: Path): Entry[] {
  const { notNull, prefix = "", minLength = 0, maxLength } = refinement;
  const bounds = boundEntries(refinement);
  if (prefix !== "" && type !== "string") throw new ValueError(path, "a refinement by prefix is for strings");
  if (bounds.length > 0 && type !== "number") throw new ValueError(path, "a refinement by bounds is for numbers");
  if ((minLength > 0 || maxLength !== undefined) && !isCollection(type)) {
    throw new ValueError(path, "a refinement by length is for lists, sets and maps");
  }
  const entries: Entry[] = [];
  if (notNull) entries.push([Key.nullness, "bool", false]);
  entries.push(...bounds);
  if (prefix !== "") entries.push([Key.prefix, "string", shortened(prefix.normalize())]);
  if (minLength > 0) entries.push([Key.minLength, "number", minLength]);
  if (maxLength !== undefined) entries.push([Key.maxLength, "number", maxLength]);
  return entries;
}

function boundEntries({ atLeast, above, atMost, below }: Refinement): Entry[] {
  const bound: Type = ["tuple", ["number", "bool"]];
  const [lower, upper] = [atLeast ?? above, atMost ?? below];
  const entries: Entry[] = [];
  if (lower !== undefined) entries.push([Key.lowerBound, bound, [lower, atLeast !== undefined]]);
  if (upper !== undefined) entries.push([Key.upperBound, bound, [upper, atMost !== undefined]]);
  return entries;
}

/** A prefix that is as long as Terraform sends them, and ends with a whole character. */
function shortened(prefix: string): string {
  const bytes = Buffer.from(prefix);
  if (bytes.length <= LONGEST_PREFIX) return prefix;
  let end = LONGEST_PREFIX - 1;
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.toString("utf8", 0, end);
}

function stepKey(path: Path): string | number {
  const step = path.at(-1);
  if (step === undefined) return "";
  if ("index" in step) return step.index;
  return "key" in step ? step.key : step.attribute;
}
