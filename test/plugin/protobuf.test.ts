import { execFileSync } from "node:child_process";
import { join } from "node:path";
import fc from "fast-check";
import protobufjs from "protobufjs";
import { decode, encode, type Field, type MessageType, message, ProtobufError } from "../../src/plugin/protobuf";
import * as wire from "../../src/plugin/protocol/messages.generated";

const folder = join(__dirname, "../../src/plugin/protocol");
const peer = new protobufjs.Root();
peer.loadSync(["tfplugin6.proto", "goplugin.proto", "health.proto"].map((file) => join(folder, file)));
peer.resolveAll();

interface Everything {
  text: string;
  count: number;
  large: number;
  raw: Uint8Array;
  flag: boolean;
  maybeText?: string;
  maybeCount?: number;
  maybeFlag?: boolean;
  inner?: Everything;
  inners: Everything[];
  counts: number[];
  flags: boolean[];
  words: string[];
  byName: Map<string, Everything>;
  names: Map<string, string>;
  unsigned: number;
}

const Everything: MessageType<Everything> = message("test.Everything", () => [
  [1, "text", "plain", "string"],
  [2, "count", "plain", "int32"],
  [3, "large", "plain", "int64"],
  [4, "raw", "plain", "bytes"],
  [5, "flag", "plain", "bool"],
  [6, "maybeText", "optional", "string"],
  [7, "maybeCount", "optional", "int64"],
  [8, "maybeFlag", "optional", "bool"],
  [9, "inner", "optional", Everything],
  [10, "inners", "repeated", Everything],
  [11, "counts", "repeated", "int64"],
  [12, "flags", "repeated", "bool"],
  [13, "words", "repeated", "string"],
  [14, "byName", "map", Everything],
  [15, "names", "map", "string"],
  [16, "unsigned", "plain", "uint32"],
]);

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

function fromHex(text: string): Buffer {
  return Buffer.from(text.replaceAll(" ", ""), "hex");
}

describe("what is written", () => {
  test("plain fields equal to their default are left out", () => {
    const defaults = { text: "", count: 0, large: 0, raw: Buffer.alloc(0), flag: false, unsigned: 0 };
    expect(hex(encode(Everything, { ...defaults, counts: [], byName: new Map() }))).toBe("");
  });

  test("optional fields equal to their default are written", () => {
    expect(hex(encode(Everything, { maybeText: "", maybeCount: 0, maybeFlag: false }))).toBe("320038004000");
  });

  test("a oneof's member is written even if it is its default", () => {
    expect(hex(encode(wire.AttributePathStep, { elementKeyInt: 0 }))).toBe("1800");
    expect(hex(encode(wire.AttributePathStep, { attributeName: "" }))).toBe("0a00");
  });

  test("an empty message inside a message is written", () => {
    expect(hex(encode(wire.Schema, { block: {} }))).toBe("1200");
    expect(hex(encode(wire.GetProviderSchemaResponse, { provider: { block: {} } }))).toBe("0a021200");
  });

  test("a map entry is written with its key and its value, empty or not", () => {
    expect(hex(encode(Everything, { byName: new Map([["", {}]]) }))).toBe("72040a001200");
    expect(hex(encode(Everything, { names: new Map([["a", ""]]) }))).toBe("7a050a01611200");
    const schemas = new Map([["a", {}]]);
    expect(hex(encode(wire.GetProviderSchemaResponse, { resourceSchemas: schemas }))).toBe("12050a01611200");
  });

  test.each([
    [-1, "18ffffffffffffffffff01"],
    [-(2 ** 31), "1880808080f8ffffffff01"],
    [Number.MIN_SAFE_INTEGER, "18818080808080 80f0ff01"],
    [Number.MAX_SAFE_INTEGER, "18ffffffffffffff0f"],
    [127, "187f"],
    [128, "188001"],
    [2 ** 32, "188080808010"],
  ])("the int64 %d has the bytes that the specification gives it", (large, bytes) => {
    expect(hex(encode(Everything, { large }))).toBe(bytes.replaceAll(" ", ""));
    expect(decode(Everything, fromHex(bytes)).large).toBe(large);
  });

  test.each([Number.NaN, 0.5, 2 ** 53, -(2 ** 53), Number.POSITIVE_INFINITY])("the number %d is refused", (large) => {
    expect(() => encode(Everything, { large })).toThrow(ProtobufError);
  });

  test("content survives wherever the buffer has to grow", () => {
    for (let length = 230; length < 270; length++) {
      const value = { text: "x".repeat(length), inner: { maybeText: "", inner: { count: 1 } }, inners: [{}, {}] };
      const { text, inner, inners } = decode(Everything, encode(Everything, value));
      expect(text).toHaveLength(length);
      expect(inner?.inner?.count).toBe(1);
      expect(inners).toHaveLength(2);
    }
  });
});

describe("what is read", () => {
  test("unknown fields of every wire type are skipped", () => {
    const unknown = "a006 01 a106 0102030405060708 a206 03616263 a506 01020304";
    expect(decode(wire.Diagnostic, fromHex(`${unknown} 1201 61 ${unknown}`))).toMatchObject({ summary: "a" });
  });

  test("numbers may be packed or not", () => {
    expect(decode(Everything, fromHex("5a04 01 02 8001 58 05")).counts).toEqual([1, 2, 128, 5]);
    expect(decode(Everything, fromHex("6202 01 00")).flags).toEqual([true, false]);
  });

  test("a map entry without key or value has their defaults", () => {
    const { byName, names } = decode(Everything, fromHex("7200 7a03 0a0161"));
    expect(byName.get("")).toMatchObject({ text: "", inners: [] });
    expect(names.get("a")).toBe("");
  });

  test("a key called __proto__ is data like any other", () => {
    const bytes = encode(Everything, { names: new Map([["__proto__", "x"]]) });
    expect([...decode(Everything, bytes).names]).toEqual([["__proto__", "x"]]);
  });

  test("what is missing has its default, or is undefined where presence counts", () => {
    const empty = decode(Everything, Buffer.alloc(0));
    expect(empty).toMatchObject({ text: "", count: 0, large: 0, flag: false, inners: [], counts: [] });
    expect(empty.maybeText).toBeUndefined();
    expect(empty.inner).toBeUndefined();
  });

  test("the bytes are read from a view into a larger buffer", () => {
    const view = new Uint8Array(fromHex("ff 0a0161 ff")).subarray(1, 4);
    expect(decode(Everything, view).text).toBe("a");
  });

  test.each([
    ["a field that is cut off", "0a0561"],
    ["a tag without content", "0a"],
    ["a varint that does not end", "10ffff"],
    ["a varint of eleven bytes", "10 8080808080808080808001"],
    ["a varint of 65 bits", "18 80808080808080808002"],
    ["an integer that JavaScript cannot hold", "18 ffffffffffffffff7f"],
    ["an unknown field that is cut off", "a106 010203"],
    ["an unknown length beyond the end", "a206 ff7f"],
    ["text under an integer's number", "1201 61"],
    ["an integer under a text's number", "0801"],
    ["an integer under a message's number", "4801"],
    ["a map that is no message", "7001"],
    ["a map's key that is an integer", "7a02 0801"],
    ["a map's text that is an integer", "7a02 1001"],
    ["a map's message that is an integer", "7202 1000"],
    ["the field number 0", "0001"],
    ["the field number 0 in a map entry", "7202 0001"],
    ["a group", "0b0c"],
    ["the end of a group", "0c"],
    ["a group under an unknown number", "a306 a406"],
    ["wire type 6", "0e"],
    ["wire type 7 under an unknown number", "a706"],
    ["text that is not UTF-8", "0a02 c328"],
    ["a packed number that is cut off", "5a01 80"],
  ])("%s is refused", (_what, bytes) => {
    expect(() => decode(Everything, fromHex(bytes))).toThrow(ProtobufError);
  });

  test("messages may be nested, but not without end", () => {
    const nested = (depth: number) => {
      let value: Parameters<typeof encode<Everything>>[1] = {};
      for (let level = 0; level < depth; level++) value = { inner: value };
      return encode(Everything, value);
    };
    expect(() => decode(Everything, nested(100))).not.toThrow();
    expect(() => decode(Everything, nested(101))).toThrow(ProtobufError);
    expect(() => decode(Everything, nested(500))).toThrow(ProtobufError);
  });
});

// A message's name in the .proto files, with the field table that is generated from them.
const types = new Map(
  Object.values(wire)
    .filter((item): item is MessageType<Record<string, unknown>> => "fields" in item && "name" in item)
    .map((type) => [type.name, type]),
);

function messages(type: MessageType<unknown>, depth: number): fc.Arbitrary<Record<string, unknown>> {
  const fields = [...type.fields.values()].filter(([, , mode, kind]) => {
    return depth > 0 || typeof kind !== "object" || mode === "repeated" || mode === "map";
  });
  const isChoice = [wire.AttributePathStep, wire.InvokeActionEvent].some((choice) => choice.name === type.name);
  const table = fc.record(
    Object.fromEntries(fields.map((field) => [field[1], contents(field, depth)])),
    isChoice
      ? { requiredKeys: [] }
      : { requiredKeys: fields.filter(([, , mode]) => mode !== "optional").map((f) => f[1]) },
  );
  return isChoice ? table.map((step) => Object.fromEntries(Object.entries(step).slice(0, 1))) : table;
}

function contents([, , mode, kind]: Field, depth: number): fc.Arbitrary<unknown> {
  const one = typeof kind === "object" ? messages(kind, depth - 1) : scalars(kind);
  const isTooDeep = typeof kind === "object" && depth === 0;
  if (mode === "map") {
    const entries = fc.array(fc.tuple(fc.string({ unit: "binary" }), one), { maxLength: isTooDeep ? 0 : 2 });
    return entries.map((pairs) => new Map(pairs));
  }
  return mode === "repeated" ? fc.array(one, { maxLength: isTooDeep ? 0 : 2 }) : one;
}

function scalars(kind: string): fc.Arbitrary<unknown> {
  switch (kind) {
    case "string":
      return fc.string({ unit: "binary" });
    case "bytes":
      return fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes));
    case "bool":
      return fc.boolean();
    case "int64":
      return fc.maxSafeInteger();
    case "uint32":
      return fc.nat(2 ** 32 - 1);
    default:
      // Enums are the only int32 of the protocol, and the peer knows their numbers.
      return fc.nat(3);
  }
}

/** A message as the peer takes and gives it: maps as objects. */
function toPeer(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value);
  if (value instanceof Map) return { map: [...value].map(([key, part]) => [key, toPeer(part)]).sort() };
  if (Array.isArray(value)) return value.map(toPeer);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .map(([name, part]) => [name, toPeer(part)]),
  );
}

const PEER_OPTIONS = { longs: Number, arrays: true, objects: true };

function fromPeer(type: MessageType<unknown>, decoded: Record<string, unknown>): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [, name, mode, kind] of type.fields.values()) {
    const content = decoded[name];
    const convert = (part: unknown) =>
      typeof kind === "object" ? fromPeer(kind, part as Record<string, unknown>) : part;
    if (mode === "map") {
      result[name] = new Map(Object.entries(content as object).map(([key, part]) => [key, convert(part)]));
    } else if (mode === "repeated") {
      result[name] = (content as unknown[]).map(convert);
    } else if (content !== undefined && content !== null) {
      result[name] = convert(content);
    } else if (mode === "plain") {
      result[name] = { string: "", bool: false, bytes: Buffer.alloc(0) }[kind as string] ?? 0;
    }
  }
  return result;
}

describe("against protobufjs with the same .proto files", () => {
  const names = [...types.keys()].filter((name) => (types.get(name) as MessageType<unknown>).fields.size > 0);

  test("every message of the protocol is there", () => {
    expect(names.length).toBeGreaterThan(40);
  });

  test.each(names)("%s is understood both ways", (name) => {
    const type = types.get(name) as MessageType<Record<string, unknown>>;
    const other = peer.lookupType(name);
    fc.assert(
      fc.property(messages(type, 2), (value) => {
        const ours = encode(type, value);
        const theirs = other.toObject(other.decode(ours), PEER_OPTIONS);
        expect(toPeer(fromPeer(type, theirs))).toEqual(toPeer(value));
        const back = decode(type, other.encode(other.decode(ours)).finish());
        expect(toPeer(back)).toEqual(toPeer(value));
      }),
      { numRuns: 20 },
    );
  });
});

describe("damaged bytes", () => {
  const type = wire.PlanResourceChangeResponse;
  const whole = encode(type, {
    plannedState: { msgpack: Buffer.from("8261616162c0", "hex") },
    requiresReplace: [{ steps: [{ attributeName: "a" }, { elementKeyInt: -3 }, { elementKeyString: "k" }] }],
    diagnostics: [{ severity: 1, summary: "größer", detail: "x".repeat(200), attribute: { steps: [] } }],
    plannedPrivate: Buffer.alloc(40, 7),
  });

  function survive(bytes: Uint8Array): void {
    try {
      decode(type, bytes);
      decode(wire.GetProviderSchemaResponse, bytes);
      decode(Everything, bytes);
    } catch (error) {
      if (!(error instanceof ProtobufError)) throw error;
    }
  }

  test("end in a message or a ProtobufError wherever they are cut off", () => {
    for (let length = 0; length < whole.length; length++) survive(whole.subarray(0, length));
  });

  test("end in a message or a ProtobufError whatever is changed in them", () => {
    const changes = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(changes, (edits) => {
        const damaged = Buffer.from(whole);
        for (const [position, byte] of edits) damaged[position] = byte;
        survive(damaged);
      }),
      { numRuns: 5000 },
    );
  });

  test("end in a message or a ProtobufError if they are no message at all", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), survive), { numRuns: 5000 });
  });
});

test("messages.generated.ts is what the .proto files say", () => {
  const script = join(__dirname, "../../scripts/generate-protocol.ts");
  execFileSync(process.execPath, ["--import", "tsx", script, "--check"], { stdio: "pipe" });
});
