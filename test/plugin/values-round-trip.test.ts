/** Many values of many types, against this project's own reader and, where it can tell, an independent one. */
import { ExtensionCodec, decode as peerDecode } from "@msgpack/msgpack";
import { toDecimalText } from "../../src/plugin/decimal-text";
import { decodeMsgpack, encodeMsgpack } from "../../src/plugin/msgpack";
import { toTypeJson } from "../../src/plugin/type-json";
import {
  Decimal,
  isList,
  isRecord,
  isUnknown,
  partType,
  record,
  type Type,
  typed,
  typeOf,
  UNKNOWN,
  Unknown,
  type Value,
} from "../../src/terraform";
import { numbersOf } from "../support/random";

const VALUES = 100_000;
const VALUES_PER_TYPE = 20;

class Generator {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = numbersOf(seed);
  }

  type(depth: number): Type {
    const kind = this.#pick(["string", "number", "bool", "dynamic", "list", "set", "map", "tuple", "object"] as const);
    if (kind === "string" || kind === "number" || kind === "bool") return kind;
    if (depth === 0 || kind === "dynamic") return "dynamic";
    if (kind === "tuple") return [kind, this.#some(() => this.type(depth - 1))];
    if (kind !== "object") return [kind, this.type(depth - 1)];
    return [kind, Object.fromEntries(this.#some(() => [this.#key(), this.type(depth - 1)] as const))];
  }

  value(type: Type, depth: number): Value {
    if (this.#chance(0.08)) return null;
    if (this.#chance(0.08)) return this.#unknown(type);
    if (type === "dynamic") return this.#dynamic(depth);
    if (type === "string") return this.text();
    if (type === "number") return this.#number();
    if (type === "bool") return this.#chance(0.5);
    switch (type[0]) {
      case "tuple":
        return type[1].map((part) => this.value(part, depth));
      case "object":
        return record(Object.entries(type[1]).map(([name, part]) => [name, this.value(part, depth)]));
      case "map":
        return record(this.#some(() => [this.#key(), this.value(type[1], depth)]));
      default:
        return this.#some(() => this.value(type[1], depth));
    }
  }

  text(): string {
    return this.#some(() => this.#pick(CHARACTERS)).join("");
  }

  #dynamic(depth: number): Value {
    const type = depth === 0 ? "string" : this.type(depth - 1);
    return type === "dynamic" ? null : typed(type, this.value(type, depth - 1));
  }

  #unknown(type: Type): Unknown {
    if (type === "dynamic" || this.#chance(0.3)) return UNKNOWN;
    const notNull = this.#chance(0.5) ? { notNull: true } : {};
    if (type === "string") return new Unknown({ ...notNull, prefix: `p${this.text().normalize()}` });
    if (type === "number") {
      const lower = { [this.#pick(["atLeast", "above"])]: this.#number() };
      const upper = { [this.#pick(["atMost", "below"])]: this.#number() };
      return new Unknown({ ...notNull, ...lower, ...(this.#chance(0.5) ? upper : {}) });
    }
    if (type[0] !== "list" && type[0] !== "set" && type[0] !== "map") return new Unknown({ notNull: true });
    return new Unknown({ ...notNull, minLength: 1 + this.#below(300), maxLength: this.#below(70_000) });
  }

  #number(): number | Decimal {
    switch (this.#below(6)) {
      case 0:
        return this.#below(512) - 256;
      case 1:
        return Math.round((this.#random() - 0.5) * 2 ** this.#below(54));
      case 2:
        return (this.#below(2 ** 20) - 2 ** 19) / 2 ** this.#below(30);
      case 3:
        return (this.#random() - 0.5) * 10 ** (this.#below(600) - 300);
      case 4:
        return new Decimal(`${this.#pick(["", "-"])}${this.#digits(100)}`);
      default:
        return new Decimal(`${this.#pick(["", "-"])}${this.#digits(20)}.${this.#digits(100)}`);
    }
  }

  #digits(count: number): string {
    return `${1 + this.#below(9)}${Array.from({ length: count - 2 }, () => this.#below(10)).join("")}${1 + this.#below(9)}`;
  }

  #key(): string {
    return this.#pick([...KEYS, wellFormed(this.text())]);
  }

  #some<T>(make: () => T): T[] {
    return Array.from({ length: this.#below(4) }, make);
  }

  #pick<T>(choices: readonly T[]): T {
    return choices[this.#below(choices.length)] as T;
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  #chance(share: number): boolean {
    return this.#random() < share;
  }
}

const KEYS = ["a", "b", "__proto__", "constructor", "toString", "", "10", "9", "\uffff", "\u{10000}", "<&>"];
const CHARACTERS = ["a", "é", "e\u0301", "中", "🎉", "\0", '"', "\u2028", "x".repeat(70), "\ud800", "\udc00"];

/** What UTF-8 makes of a text: it has no lone surrogates. */
const wellFormed = (text: string) => Buffer.from(text).toString();

/** All that there is to know of a value, types of dynamic values included. */
function described(type: Type, value: Value): unknown {
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "string") return wellFormed(value);
  if (typeof value === "number") return toDecimalText(value + 0);
  if (value instanceof Decimal) return value.text;
  if (isUnknown(value)) return ["unknown", refinementOf(value), type === "dynamic" ? typeText(typeOf(value)) : ""];
  const own = type === "dynamic" ? typeOf(value) : type;
  const shown = type === "dynamic" ? ["dynamic", typeText(own)] : [];
  if (isList(value)) return [...shown, value.map((part, index) => described(partType(own, index), part))];
  if (!isRecord(value)) throw new Error("no value");
  const names = Object.keys(value).sort();
  return [...shown, names.map((name) => [wellFormed(name), described(partType(own, name), value[name] as Value)])];
}

function refinementOf({ refinement = {} }: Unknown): unknown {
  const { atLeast, above, atMost, below, prefix, ...rest } = refinement;
  const bounds = [atLeast, above, atMost, below].map((bound) => bound && toText(bound));
  return [prefix && wellFormed(prefix), rest.notNull, rest.minLength, rest.maxLength, bounds];
}

function toText(number: number | Decimal): string {
  return typeof number === "number" ? toDecimalText(number + 0) : number.text;
}

function typeText(type: Type): string {
  if (typeof type === "string") return type;
  if (type[0] === "tuple") return `tuple(${type[1].map(typeText)})`;
  if (type[0] !== "object") return `${type[0]}(${typeText(type[1])})`;
  const members = Object.entries(type[1]).map(([name, part]) => `${wellFormed(name)}:${typeText(part)}`);
  return `object(${members.sort()})`;
}

function* samples(): Iterable<{ readonly type: Type; readonly value: Value }> {
  const generator = new Generator(20_260_101);
  for (let count = 0; count < VALUES; count += VALUES_PER_TYPE) {
    const type = generator.type(3);
    for (let each = 0; each < VALUES_PER_TYPE; each++) yield { type, value: generator.value(type, 3) };
  }
}

test(`${VALUES} values come back as they were, and are written again as they were`, () => {
  let count = 0;
  for (const { type, value } of samples()) {
    const bytes = encodeMsgpack(type, value);
    const back = decodeMsgpack(type, bytes);
    if (!encodeMsgpack(type, back).equals(bytes)) throw new Error(`other bytes: ${bytes.toString("hex")}`);
    const [before, after] = [value, back].map((each) => JSON.stringify(described(type, each)));
    if (after !== before) expect(after).toBe(before);
    count++;
  }
  expect(count).toBe(VALUES);
});

const extensionCodec = new ExtensionCodec();
for (const type of [0, 12]) extensionCodec.register({ type, encode: () => null, decode: () => "unknown" });

/** What any msgpack library sees of a value. */
function plain(value: unknown): unknown {
  if (typeof value === "number" || typeof value === "bigint") return toDecimalText(Number(value) + 0);
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .map(([name, part]) => [name, plain(part)])
    .sort();
}

function asPeer(type: Type, value: Value): unknown {
  if (value === null) return null;
  if (type === "dynamic") return asDynamicPeer(typeOf(value), value);
  if (typeof value === "boolean") return value;
  if (isUnknown(value)) return "unknown";
  if (typeof value === "string") return wellFormed(value);
  if (typeof value === "number" || value instanceof Decimal) return toText(value);
  if (isList(value)) return value.map((part, index) => asPeer(partType(type, index), part));
  return Object.entries(value)
    .map(([name, part]) => [name, asPeer(partType(type, name), part)])
    .sort();
}

function asDynamicPeer(type: Type, value: Value): unknown {
  return type === "dynamic" ? "unknown" : [toTypeJson(type), asPeer(type, value)];
}

test("another msgpack library reads every tenth of them alike", () => {
  let count = 0;
  let index = 0;
  for (const { type, value } of samples()) {
    if (index++ % 10 > 0) continue;
    const bytes = encodeMsgpack(type, value);
    // The other library refuses such a key, and takes long integers for doubles.
    if (bytes.includes("__proto__")) continue;
    const [ours, theirs] = [asPeer(type, value), plain(peerDecode(bytes, { extensionCodec }))].map((each) =>
      JSON.stringify(each),
    );
    if (ours !== theirs) expect(theirs).toBe(ours);
    count++;
  }
  expect(count).toBeGreaterThan(VALUES / 20);
});
