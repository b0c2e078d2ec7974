import { decode as peerDecode, encode as peerEncode } from "@msgpack/msgpack";
import fc from "fast-check";
import { decodeMsgpack, encodeMsgpack, ValueError } from "../../src/plugin/msgpack";
import {
  Decimal,
  isList,
  isRecord,
  list,
  map,
  partType,
  record,
  refined,
  set,
  type Type,
  typed,
  UNKNOWN,
  Unknown,
  type Value,
} from "../../src/terraform";
import { copy } from "../../src/terraform/value";

function bytes(text: string): Buffer {
  return Buffer.from(text.replaceAll(" ", ""), "hex");
}

function hex(content: Uint8Array): string {
  return Buffer.from(content).toString("hex");
}

const pair: Type = ["object", { a: "string", b: "bool" }];

describe("the bytes of the protocol's own description", () => {
  test.each<[string, Type, Value, string]>([
    ["null", "string", null, "c0"],
    ["unknown", "string", UNKNOWN, "d40000"],
    ["true", "bool", true, "c3"],
    ["false", "bool", false, "c2"],
    ["a string", "string", "é", "a2c3a9"],
    ["an empty string", "string", "", "a0"],
    ["a list", ["list", "string"], ["a", null, UNKNOWN], "93a161c0d40000"],
    ["a set", ["set", "bool"], [true], "91c3"],
    ["an empty list", ["list", "string"], [], "90"],
    ["a map, sorted", ["map", "bool"], { b: true, a: false }, "82a161c2a162c3"],
    ["a tuple", ["tuple", ["string", "bool"]], ["a", true], "92a161c3"],
    ["an object, sorted", pair, { b: true, a: null }, "82a161c0a162c3"],
    ["an unknown inside", pair, { a: UNKNOWN, b: UNKNOWN }, "82a161d40000a162d40000"],
    ["a dynamic string", "dynamic", "a", "92c40822737472696e6722a161"],
    ["a dynamic null", "dynamic", null, "c0"],
    ["a dynamic unknown", "dynamic", UNKNOWN, "d40000"],
  ])("%s", (_what, type, value, expected) => {
    expect(hex(encodeMsgpack(type, value))).toBe(expected);
    expect(decodeMsgpack(type, bytes(expected))).toEqual(isRecord(value) ? record(Object.entries(value)) : value);
  });

  test("long strings, lists and maps use each width of length", () => {
    for (const length of [31, 32, 255, 256, 65_535, 65_536]) {
      const text = "x".repeat(length);
      expect(decodeMsgpack("string", encodeMsgpack("string", text))).toBe(text);
      expect(hex(encodeMsgpack("string", text))).toBe(hex(peerEncode(text)));
    }
    for (const length of [15, 16, 65_535, 65_536]) {
      const flags = Array.from({ length }, () => true);
      expect(hex(encodeMsgpack(["list", "bool"], flags))).toBe(hex(peerEncode(flags)));
      const named = Object.fromEntries(flags.map((flag, index) => [`k${index}`, flag]));
      const encoded = encodeMsgpack(["map", "bool"], named);
      expect(hex(encoded)).toBe(hex(peerEncode(named, { sortKeys: true })));
      expect(decodeMsgpack(["map", "bool"], encoded)).toEqual(record(Object.entries(named)));
    }
  });
});

describe("unknown values", () => {
  test.each([
    ["any type of extension with one byte", "d40500"],
    ["an extension without content", "c70000"],
    ["a refinement that says nothing", "d50c8000"],
    ["an empty refinement with a two-byte length", `c801000c80${"00".repeat(255)}`],
    ["an empty refinement as long as it may be", `c804000c80${"00".repeat(1023)}`],
    ["a refinement by an empty prefix", "c7030c8102a0"],
    ["a refinement that is not of this protocol yet", "c7030c8107c2"],
  ])("%s is unknown", (_what, text) => {
    expect(decodeMsgpack("string", bytes(text))).toBe(UNKNOWN);
    expect(decodeMsgpack(["list", "string"], bytes(`91${text}`))).toEqual([UNKNOWN]);
  });

  test.each([
    ["another extension", "c7020500 00"],
    ["a refinement that is too long", `c804010c80${"00".repeat(1024)}`],
    ["a refinement that is cut off", "c7050c8000"],
    ["a refinement that is no map", "d50c0000"],
    ["a map that is longer than the refinement", "d50c8201"],
    ["a nullness that is no bool", "c7030c810101"],
    ["a prefix that is no string", "c7030c810201"],
    ["a prefix that is not UTF-8", "c7040c8102a1ff"],
  ])("%s is refused", (_what, text) => {
    expect(() => decodeMsgpack("string", bytes(text))).toThrow(ValueError);
  });

  const limits: [string, Type, ConstructorParameters<typeof Unknown>[0], string][] = [
    ["not null", "bool", { notNull: true }, "c7030c8101c2"],
    ["a prefix", "string", { notNull: true, prefix: "a-" }, "c7070c8201c202a2612d"],
    ["a whole number from", "number", { atLeast: 1 }, "c7050c81039201c3"],
    ["a number above", "number", { above: 1.5 }, "c70d0c810392cb3ff8000000000000c2"],
    ["a number in a range", "number", { notNull: true, atLeast: -1, below: 300 }, "c70d0c8301c20392ffc30492cd012cc2"],
    ["a number up to", "number", { atMost: new Decimal("0.1000000000000000001") }, ""],
    ["a length in sixteen bytes", "number", { notNull: true, above: 70_000, below: 70_000_000 }, ""],
    ["a list by its length", ["list", "bool"], { minLength: 1, maxLength: 300 }, "c7070c82050106cd012c"],
    ["a set by its length", ["set", "bool"], { notNull: true, maxLength: 2 }, "c7050c8201c20602"],
    ["a map by its length", ["map", "bool"], { minLength: 2 }, "c7030c810502"],
    ["an object", ["object", { a: "bool" }], { notNull: true }, "c7030c8101c2"],
  ];

  test.each(limits)("refined as %s are kept", (_what, type, refinement, text) => {
    const value = new Unknown(refinement);
    const encoded = encodeMsgpack(type, value);
    if (text !== "") expect(hex(encoded)).toBe(text);
    expect(decodeMsgpack(type, encoded)).toEqual(value);
    expect(decodeMsgpack(["list", type], Buffer.concat([bytes("91"), encoded]))).toEqual([value]);
  });

  test.each<[string, Type, ConstructorParameters<typeof Unknown>[0], string]>([
    ["by prefix", "number", { prefix: "a" }, "c7040c8102a161"],
    ["by a lower bound", "string", { above: 1 }, "c7050c81039201c2"],
    ["by an upper bound", "bool", { atMost: 1 }, "c7050c81049201c3"],
    ["by its shortest length", "string", { minLength: 1 }, "c7030c810501"],
    ["by its longest length", ["tuple", ["bool"]], { maxLength: 1 }, "c7030c810601"],
  ])("refined %s must be of a type that has it", (_what, type, refinement, text) => {
    expect(() => decodeMsgpack(type, bytes(text))).toThrow(/a refinement by .* is for/);
    expect(() => encodeMsgpack(type, new Unknown(refinement))).toThrow(/a refinement by .* is for/);
  });

  test("with nothing to say are written in the short form", () => {
    expect(hex(encodeMsgpack("string", new Unknown({ notNull: false, prefix: "" })))).toBe("d40000");
    expect(hex(encodeMsgpack(["list", "bool"], new Unknown({ minLength: 0 })))).toBe("d40000");
  });

  test("that are known to be null are null", () => {
    expect(decodeMsgpack("string", bytes("c7030c8101c3"))).toBeNull();
  });

  test("keep what comes before what is not of this protocol yet", () => {
    expect(decodeMsgpack("string", bytes("c7080c8301c207c202a161"))).toEqual(new Unknown({ notNull: true }));
  });

  test("without a bound may say so by infinity", () => {
    const text = "c7190c 82 03 92cbfff0000000000000c2 04 92cb7ff0000000000000c2";
    expect(decodeMsgpack("number", bytes(text))).toBe(UNKNOWN);
  });

  test("send a long prefix as far as Terraform takes it, up to a whole character", () => {
    const sent = (prefix: string) => {
      const back = decodeMsgpack("string", encodeMsgpack("string", refined({ prefix }))) as Unknown;
      return back.refinement?.prefix;
    };
    expect(sent("x".repeat(256))).toBe("x".repeat(256));
    expect(sent("x".repeat(257))).toBe("x".repeat(255));
    expect(sent(`x${"é".repeat(200)}`)).toBe(`x${"é".repeat(127)}`);
    expect(sent("é".repeat(200))).toBe("é".repeat(127));
    expect(sent("🎉".repeat(100))).toBe("🎉".repeat(63));
    expect(sent("e\u0301")).toBe("é");
  });

  test("of unknown type have no refinement", () => {
    expect(decodeMsgpack("dynamic", bytes("c7030c8101c2"))).toBe(UNKNOWN);
    expect(hex(encodeMsgpack("dynamic", refined()))).toBe("d40000");
  });
});

describe("numbers", () => {
  const edges = [7, 8, 15, 16, 31, 32, 53].flatMap((power) => [2 ** power - 1, 2 ** power, -(2 ** power)]);
  const integers = [0, 1, -1, -32, -33, ...edges].filter(Number.isSafeInteger);

  test.each(integers)("%d is an integer as short as it can be", (integer) => {
    const encoded = encodeMsgpack("number", integer);
    expect(hex(encoded)).toBe(hex(peerEncode(integer)));
    expect(decodeMsgpack("number", encoded)).toBe(integer);
  });

  test("minus zero is zero", () => {
    expect(hex(encodeMsgpack("number", -0))).toBe("00");
  });

  test.each([
    ["d30020000000000001", "9007199254740993"],
    ["cfffffffffffffffff", "18446744073709551615"],
    ["d38000000000000001", "-9223372036854775807"],
  ])("the integer %s keeps all its digits", (text, digits) => {
    const value = decodeMsgpack("number", bytes(text));
    expect(value).toEqual(new Decimal(digits));
    expect(String(peerDecode(encodeMsgpack("number", value), { useBigInt64: true }))).toBe(digits);
    expect(decodeMsgpack("number", encodeMsgpack("number", value))).toEqual(value);
  });

  test.each([
    ["9007199254740992", "cf0020000000000000"],
    ["-9007199254740993", "d3ffdfffffffffffff"],
    ["9223372036854775807", "cf7fffffffffffffff"],
    ["-9223372036854775808", "d38000000000000000"],
    ["1152921504606847000", "cf1000000000000018"],
  ])("the text %s is sent as the integer that it is", (digits, text) => {
    expect(hex(encodeMsgpack("number", decodeMsgpack("number", peerEncode(digits))))).toBe(text);
    expect(hex(encodeMsgpack("number", new Decimal(digits)))).toBe(text);
  });

  test.each([
    [1.5, "cb3ff8000000000000"],
    [-0.0078125, "cbbf80000000000000"],
    [1e21, "cb444b1ae4d6e2ef50"],
    [2 ** -20, "cb3eb0000000000000"],
  ])("%d is sent as the double that holds it exactly", (value, text) => {
    expect(hex(encodeMsgpack("number", value))).toBe(text);
    expect(decodeMsgpack("number", bytes(text))).toBe(value);
  });

  test("a double that is a long integer keeps all its digits", () => {
    const value = decodeMsgpack("number", bytes("cb43f0000000000000"));
    expect(value).toEqual(new Decimal("18446744073709551616"));
    expect(peerDecode(encodeMsgpack("number", value))).toBe("18446744073709551616");
  });

  test("a decimal that is no number is not sent", () => {
    expect(() => encodeMsgpack("number", new Decimal("many"))).toThrow(ValueError);
    expect(hex(encodeMsgpack("number", new Decimal("1.50")))).toBe("cb3ff8000000000000");
  });

  test("the same number is the same value, however it is written", () => {
    expect(decodeMsgpack("number", bytes("d30020000000000000"))).toBe(2 ** 53);
    expect(decodeMsgpack("number", peerEncode("9007199254740992"))).toBe(2 ** 53);
    expect(decodeMsgpack("number", bytes("cb4340000000000000"))).toBe(2 ** 53);
  });

  test.each([
    ["ca3fc00000", 1.5],
    ["cb3ff8000000000000", 1.5],
    ["cbbfe0000000000000", -0.5],
  ])("the float %s is a number", (text, expected) => {
    expect(decodeMsgpack("number", bytes(text))).toBe(expected);
  });

  test.each([
    ["NaN", "cb7ff8000000000000"],
    ["a short NaN", "ca7fc00000"],
    ["Infinity", "cb7ff0000000000000"],
    ["-Infinity", "cbfff0000000000000"],
  ])("%s is refused", (_what, text) => {
    expect(() => decodeMsgpack("number", bytes(text))).toThrow(ValueError);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("%d is not sent", (value) => {
    expect(() => encodeMsgpack("number", value)).toThrow(ValueError);
  });

  test.each([
    [0.1, "0.1"],
    [1e-7, "0.0000001"],
    [-1.25e-9, "-0.00000000125"],
    [1e23, "100000000000000000000000"],
    [1.5e300, `15${"0".repeat(299)}`],
    [5e-324, `0.${"0".repeat(323)}5`],
    [123456.789, "123456.789"],
  ])("%d is sent as decimal text without an exponent", (value, text) => {
    const encoded = encodeMsgpack("number", value);
    expect(peerDecode(encoded)).toBe(text);
    expect(decodeMsgpack("number", encoded)).toBe(value);
  });

  test.each(["0.1", "-0.5", "1.0", "1e3", "2.5E-3"])("the text %s is a number", (text) => {
    expect(decodeMsgpack("number", peerEncode(text))).toBe(Number(text));
  });

  test.each(["0.1000000000000000055511151231257827", "123456789012345678901234567890.5", "1e400", "1e-400"])(
    "the text %s stays a text",
    (text) => {
      const value = decodeMsgpack("number", peerEncode(text));
      expect(value).toEqual(new Decimal(text));
      expect(peerDecode(encodeMsgpack("number", value))).toBe(text);
    },
  );

  test.each(["", " 1", "1 ", "0x10", "1.", ".5", "1e", "NaN", "Inf", "-", "١"])("the text %j is no number", (text) => {
    expect(() => decodeMsgpack("number", peerEncode(text))).toThrow(ValueError);
  });
});

describe("objects and maps", () => {
  test.each([
    ["a missing attribute", "81a161c0", "an object with 2 attributes is required (1 given)"],
    ["an attribute that the type does not have", "82a161c0a163c0", "c: unsupported attribute"],
    ["an attribute that comes twice", "82a161c0a161c0", 'the key "a" comes twice'],
    ["a wrong value inside", "82a161c0a162a161", "b: a bool is required"],
  ])("%s is refused, with its place", (_what, text, message) => {
    expect(() => decodeMsgpack(pair, bytes(text))).toThrow(new ValueError([], message));
  });

  test("what cannot be sent is refused with its place", () => {
    const type: Type = ["object", { rules: ["list", pair] }];
    const encode = (rule: unknown) => encodeMsgpack(type, { rules: [null, rule as Value] });
    expect(() => encode({ a: "x" })).toThrow("rules[1].b: it has no value, not even null");
    expect(() => encode({ a: "x", b: true, c: 1 })).toThrow("rules[1].c: unsupported attribute");
    expect(() => encode({ a: 1, b: true })).toThrow("rules[1].a: a string is required");
    expect(() => encode([])).toThrow("rules[1]: an object is required");
    expect(() => encodeMsgpack(["tuple", ["bool"]], [])).toThrow("a tuple of length 1 is required");
    expect(() => encodeMsgpack(["list", "bool"], { 0: true })).toThrow("a list is required");
  });

  test("names that JavaScript objects inherit are names like any other", () => {
    const type: Type = ["object", JSON.parse('{"__proto__":"string","constructor":"string"}')];
    const value = decodeMsgpack(type, bytes("82 a9 5f5f70726f746f5f5f a131 ab 636f6e7374727563746f72 a132"));
    expect(Object.entries(value as object)).toEqual([
      ["__proto__", "1"],
      ["constructor", "2"],
    ]);
    expect(decodeMsgpack(type, encodeMsgpack(type, value))).toEqual(value);
    expect(() => encodeMsgpack(type, {})).toThrow(ValueError);
    const map = decodeMsgpack(["map", "bool"], bytes("81 a9 5f5f70726f746f5f5f c3"));
    expect(Object.keys(map as object)).toEqual(["__proto__"]);
  });

  test("keys may be binary, as strings may", () => {
    expect(decodeMsgpack(["map", "string"], bytes("81 c40161 c40162"))).toEqual(record([["a", "b"]]));
  });
});

describe("dynamic values", () => {
  test("are read with the type that they carry", () => {
    const value = bytes("92 c411 5b226c697374222c226e756d626572225d 92 01 a3312e35");
    expect(decodeMsgpack("dynamic", value)).toEqual([1, 1.5]);
  });

  test("are written back with the type that they came with", () => {
    const text = (type: string, value: string) =>
      `92c4${hex(Buffer.from([type.length]))}${hex(Buffer.from(type))}${value}`;
    for (const each of [
      text('["list","string"]', "91a161"),
      text('["set","number"]', "920102"),
      text('["map","bool"]', "81a161c3"),
      text('["list","dynamic"]', "90"),
      text('["object",{"a":"string"}]', "81a161c0"),
      text('["tuple",["string","dynamic"]]', "92c0c0"),
      text('["tuple",[["set","string"]]]', "9191a161"),
      text('"string"', "d40000"),
      text('"string"', "c7070c8201c202a2612d"),
      text('["list","string"]', "91d40000"),
    ]) {
      const value = decodeMsgpack("dynamic", bytes(each));
      expect(hex(encodeMsgpack("dynamic", value))).toBe(each);
    }
  });

  test("of no given type are literals", () => {
    const value = record([
      ["a", ["x", 1, null, UNKNOWN]],
      ["b", record([["c", true]])],
      ["d", new Decimal("9007199254740993")],
    ]);
    expect(decodeMsgpack("dynamic", encodeMsgpack("dynamic", value))).toEqual(value);
    const [type] = peerDecode(encodeMsgpack("dynamic", value)) as [Uint8Array];
    expect(JSON.parse(Buffer.from(type).toString())).toEqual([
      "object",
      { a: ["tuple", ["string", "number", "dynamic", "dynamic"]], b: ["object", { c: "bool" }], d: "number" },
    ]);
  });

  test.each<[Type, string]>([
    [["object", { x: "dynamic" }], "81a178 92c40822737472696e6722c0"],
    [["tuple", ["bool", "dynamic"]], "92c3 92c40822737472696e6722c0"],
    [list("dynamic"), "92 92c40822737472696e6722a161 92c40822737472696e6722c0"],
    [map("dynamic"), "81a161 92c40822737472696e6722c0"],
    [set("dynamic"), "91 92c40822737472696e6722c0"],
    [["object", { y: ["object", { x: "dynamic" }] }], "81a179 81a178 92c40822737472696e6722c0"],
    [["tuple", [list("dynamic"), "dynamic"]], "92 91 92c40822737472696e6722c0 92c40622626f6f6c22c0"],
  ])("that are null keep their type in what is around them: %j", (type, text) => {
    const value = decodeMsgpack(type, bytes(text));
    expect(hex(encodeMsgpack(type, value))).toBe(text.replaceAll(" ", ""));
    expect(hex(encodeMsgpack(type, copy(value)))).toBe(text.replaceAll(" ", ""));
  });

  test("have the type that a provider gives them", () => {
    const value = typed(set("string"), ["a"]);
    expect(value).toEqual(["a"]);
    expect(hex(encodeMsgpack("dynamic", value))).toBe(`92c410${hex(Buffer.from('["set","string"]'))}91a161`);
  });

  test.each([
    ["a type that is no JSON", "92 c401 7b c0"],
    ["a type that does not exist", `92 c40a ${hex(Buffer.from('["li","x"]'))} c0`],
    ["a type without its part", `92 c408 ${hex(Buffer.from('["list"]'))} c0`],
    ["a dynamic type for a dynamic value", `92 c409 ${hex(Buffer.from('"dynamic"'))} c3`],
    ["three parts", "93 c406 22626f6f6c22 c3 c3"],
    ["no array", "a161"],
  ])("%s is refused", (_what, text) => {
    expect(() => decodeMsgpack("dynamic", bytes(text))).toThrow(ValueError);
  });

  test("nested without end are refused", () => {
    const level = Buffer.concat([bytes("92c416"), Buffer.from('["tuple", ["dynamic"]]'), bytes("91")]);
    const endless = Buffer.concat([...Array.from({ length: 20_000 }, () => level), bytes("c0")]);
    expect(() => decodeMsgpack("dynamic", endless)).toThrow(new ValueError([], "nested more than 500 deep"));
    const same = Buffer.concat([bytes("92c409"), Buffer.from('"dynamic"')]);
    const many = Buffer.concat(Array.from({ length: 50_000 }, () => same));
    expect(() => decodeMsgpack("dynamic", many)).toThrow(ValueError);
  });

  test("whose type is nested without end are refused", () => {
    const type = Buffer.from(`${'["list",'.repeat(50_000)}"bool"${"]".repeat(50_000)}`);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(type.length);
    expect(() => decodeMsgpack("dynamic", Buffer.concat([bytes("92c6"), length, type, bytes("c0")]))).toThrow(
      ValueError,
    );
  });
});

describe("bytes that lie", () => {
  test.each<[string, Type, string]>([
    ["a list of four billion without data", ["list", "string"], "ddffffffff"],
    ["a map of four billion without data", ["map", "string"], "dfffffffff"],
    ["a string of four billion bytes", "string", "dbffffffff61"],
    ["binary of four billion bytes", "string", "c6ffffffff61"],
    ["an extension of four billion bytes", "string", "c9ffffffff0c00"],
    ["nothing at all", "string", ""],
    ["a length that is cut off", ["list", "string"], "dd00"],
    ["a number that is cut off", "number", "cf00"],
    ["bytes after the value", "bool", "c3c3"],
    ["a string that is not UTF-8", "string", "a2c328"],
    ["the code that is never used", "string", "c1"],
  ])("%s is refused", (_what, type, text) => {
    expect(() => decodeMsgpack(type, bytes(text))).toThrow(ValueError);
  });

  test("lengths that lie at every level take no memory", () => {
    const deep = (depth: number): Type => (depth === 0 ? "bool" : ["list", deep(depth - 1)]);
    const levels = Array.from({ length: 400 }, () => bytes("dd00100000"));
    const liar = Buffer.concat([...levels, Buffer.alloc(2 ** 20, 0xc0).fill(0xc1, 1)]);
    const before = process.memoryUsage().heapTotal;
    expect(() => decodeMsgpack(deep(400), liar)).toThrow(ValueError);
    expect(process.memoryUsage().heapTotal - before).toBeLessThan(2 ** 28);
  });
});

const leafTypes = fc.constantFrom<Type>("string", "number", "bool");
const { type: types } = fc.letrec<{ type: Type }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leafTypes,
    fc.tuple(fc.constantFrom("list", "set", "map"), tie("type")) as fc.Arbitrary<Type>,
    fc.tuple(fc.constant("tuple"), fc.array(tie("type"), { maxLength: 3 })) as fc.Arbitrary<Type>,
    fc.tuple(
      fc.constant("object"),
      fc.dictionary(fc.string({ unit: "binary" }), tie("type"), { maxKeys: 3 }),
    ) as fc.Arbitrary<Type>,
  ),
}));

function known(type: Type): fc.Arbitrary<Value> {
  if (typeof type === "string") {
    if (type === "string") return fc.string({ unit: "binary" });
    if (type === "bool") return fc.boolean();
    return fc.oneof(
      fc.maxSafeInteger(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    );
  }
  const [kind, part] = type;
  if (kind === "tuple") return fc.tuple(...part.map(values));
  if (kind === "object") {
    const entries = Object.entries(part).map(([name, inner]) => values(inner).map((value) => [name, value] as const));
    return fc.tuple(...entries).map(record);
  }
  if (kind === "map") {
    return fc
      .dictionary(fc.string({ unit: "binary" }), values(part), { maxKeys: 3 })
      .map((map) => record(Object.entries(map)));
  }
  return fc.array(values(part), { maxLength: 3 });
}

function values(type: Type): fc.Arbitrary<Value> {
  return fc.oneof({ weight: 8, arbitrary: known(type) }, fc.constant(null), fc.constant(UNKNOWN));
}

const samples = types.chain((type) => fc.tuple(fc.constant(type), values(type)));

test("every value of every type comes back as it was", () => {
  fc.assert(
    fc.property(samples, ([type, value]) => {
      expect(decodeMsgpack(type, encodeMsgpack(type, value))).toEqual(value);
    }),
    { numRuns: 500 },
  );
});

/** A value as another msgpack library holds it. */
function asPeer(value: Value): unknown {
  if (value === UNKNOWN) return expect.objectContaining({ type: 0 });
  if (isList(value)) return value.map(asPeer);
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, asPeer(part)]));
  return value;
}

/** What another library has read, with the numbers that came as text. */
function withNumbers(type: Type, value: unknown): unknown {
  if (type === "number" && typeof value === "string") return Number(value);
  if (Array.isArray(value)) return value.map((part, index) => withNumbers(partType(type, index), part));
  const isComposed =
    typeof type !== "string" && typeof value === "object" && value !== null && !("type" in value && value.type === 0);
  if (!isComposed) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, withNumbers(partType(type, name), part)]),
  );
}

function names(type: Type): string[] {
  if (typeof type === "string") return [];
  if (type[0] === "tuple") return type[1].flatMap(names);
  if (type[0] === "object") return Object.entries(type[1]).flatMap(([name, part]) => [name, ...names(part)]);
  return names(type[1]);
}

test("another msgpack library reads what is written", () => {
  fc.assert(
    fc.property(samples, ([type, value]) => {
      fc.pre(!names(type).includes("__proto__"));
      fc.pre(!JSON.stringify(value).includes("__proto__"));
      expect(withNumbers(type, peerDecode(encodeMsgpack(type, value)))).toEqual(asPeer(value));
    }),
    { numRuns: 500 },
  );
});

/** Values that both libraries hold alike. */
const plain = fc.oneof(
  fc.tuple(fc.constant<Type>("string"), fc.string({ unit: "binary" })),
  fc.tuple(fc.constant<Type>("number"), fc.maxSafeInteger()),
  fc.tuple(
    fc.constant<Type>("number"),
    fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .filter((value) => !Number.isInteger(value) || Number.isSafeInteger(value))
      .map((value) => value + 0),
  ),
  fc.tuple(fc.constant<Type>(["list", "string"]), fc.array(fc.string({ unit: "binary" }))),
  fc.tuple(fc.constant<Type>(["list", ["list", "number"]]), fc.array(fc.array(fc.maxSafeInteger()))),
);

test("what another msgpack library writes is read", () => {
  fc.assert(
    fc.property(plain, ([type, value]) => {
      expect(decodeMsgpack(type, peerEncode(value))).toEqual(value);
    }),
    { numRuns: 500 },
  );
});

describe("damaged bytes", () => {
  const type: Type = ["object", { list: ["list", "string"], map: ["map", "number"], any: "dynamic", pair }];
  const whole = encodeMsgpack(type, {
    list: ["x".repeat(40), UNKNOWN, null],
    map: { a: 1, b: 0.1, c: -70_000, d: 2 ** 40 },
    any: ["a", { b: [1, 2, 3] }],
    pair: { a: "a", b: true },
  });

  function survive(damaged: Uint8Array): void {
    for (const expected of [type, "dynamic", ["list", "dynamic"]] as const) {
      try {
        decodeMsgpack(expected, damaged);
      } catch (error) {
        if (!(error instanceof ValueError)) throw error;
      }
    }
  }

  test("are refused wherever they are cut off", () => {
    for (let length = 0; length < whole.length; length++) {
      expect(() => decodeMsgpack(type, whole.subarray(0, length))).toThrow(ValueError);
    }
  });

  test("end in a value or a ValueError whatever is changed in them", () => {
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

  test("end in a value or a ValueError if they are no value at all", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), survive), { numRuns: 5000 });
  });
});
