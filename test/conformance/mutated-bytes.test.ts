/**
 * Damaged bytes for the layers between the connection and the framework, in this process and so without the time that a
 * connection takes.
 */
import { frame, Unframer } from "../../src/plugin/frames";
import { decodeMsgpack, encodeMsgpack, ValueError } from "../../src/plugin/msgpack";
import { decode, encode, type MessageType, ProtobufError } from "../../src/plugin/protobuf";
import * as wire from "../../src/plugin/protocol/messages.generated";
import { StatusError } from "../../src/plugin/status";
import { record, type Type, UNKNOWN, type Value } from "../../src/terraform";
import { numbersOf } from "../support/random";
import { mutated } from "./support/mutations";

/** How many times as many damaged inputs as usual; for a search that may take longer. */
const EFFORT = Number(process.env.HUAWEIECS_MUTATIONS ?? 1);
const FRAMES = 1_000_000 * EFFORT;
const PAYLOADS = 100_000 * EFFORT;

const values: readonly (readonly [Type, Value])[] = [
  ["string", "größer"],
  ["number", 1.5],
  ["number", 2 ** 40],
  ["bool", true],
  ["dynamic", record([["a", ["b", 1, null, UNKNOWN]]])],
  [
    ["list", "string"],
    ["a", UNKNOWN, null],
  ],
  [
    ["set", ["tuple", ["string", "number"]]],
    [
      ["a", 1],
      ["b", -1],
    ],
  ],
  [["map", ["list", "number"]], record([["k", [1, 70_000, 0.1]]])],
  [
    ["object", { name: "string", any: "dynamic", size: "number", tags: ["map", "string"] }],
    record([
      ["name", "x".repeat(300)],
      ["any", ["list", "of", "texts"]],
      ["size", UNKNOWN],
      ["tags", record([["owner", "network"]])],
    ]),
  ],
];

// What Terraform knows of a value that it does not know yet: not null, a prefix, bounds of number and length.
const refinements: readonly (readonly [Type, Buffer])[] = [
  ["string", Buffer.from("c70a0c8201c202a5686f73742d", "hex")],
  ["number", Buffer.from("c70b0c8301c2039201c3049207c2", "hex")],
  [["list", "string"], Buffer.from("c7070c8301c205010609", "hex")],
];

const encoded = [...values.map(([type, value]) => [type, encodeMsgpack(type, value)] as const), ...refinements];

const { ProviderService: rpc } = wire;
const [, state] = encoded[8] as readonly [Type, Buffer];
const messages: readonly (readonly [MessageType<unknown>, Buffer])[] = [
  [rpc.GetProviderSchema.request, Buffer.alloc(0)],
  [
    rpc.PlanResourceChange.request,
    encode(rpc.PlanResourceChange.request, {
      typeName: "a_thing",
      priorState: { msgpack: state },
      proposedNewState: { msgpack: state },
      config: { msgpack: state },
      priorPrivate: Buffer.from("private"),
    }),
  ],
  [
    rpc.PlanResourceChange.response,
    encode(rpc.PlanResourceChange.response, {
      requiresReplace: [{ steps: [{ attributeName: "a" }, { elementKeyInt: -3 }, { elementKeyString: "k" }] }],
      diagnostics: [{ severity: 1, summary: "größer", attribute: { steps: [] } }],
    }),
  ],
  [
    rpc.GetProviderSchema.response,
    encode(rpc.GetProviderSchema.response, {
      resourceSchemas: new Map([["a_thing", { version: 3, block: { attributes: [{ name: "id", computed: true }] } }]]),
    }),
  ],
  [
    rpc.UpgradeResourceState.request,
    encode(rpc.UpgradeResourceState.request, {
      typeName: "a_thing",
      version: -1,
      rawState: { json: Buffer.from("{}") },
    }),
  ],
  [rpc.CallFunction.request, encode(rpc.CallFunction.request, { name: "f", arguments: [{ msgpack: state }] })],
];

type Outcome = "read" | "StatusError" | "ProtobufError" | "ValueError";

function outcomeOf(read: () => void): Outcome {
  try {
    read();
    return "read";
  } catch (error) {
    if (error instanceof StatusError || error instanceof ProtobufError || error instanceof ValueError)
      return error.name;
    throw error;
  }
}

/** Damages a seed as often as asked, reads it, and tells which outcomes there were; throws what is no outcome. */
function outcomes<Seed>(
  times: number,
  seeds: readonly (readonly [Seed, Buffer])[],
  read: (seed: Seed, bytes: Buffer, random: () => number) => void,
): Outcome[] {
  const random = numbersOf(20_260_102);
  const pick = () => seeds[Math.floor(random() * seeds.length)] as readonly [Seed, Buffer];
  const seen = new Set<Outcome>();
  for (let round = 0; round < times; round++) {
    const [[seed, bytes], [, other]] = [pick(), pick()];
    const damaged = mutated(bytes, random, other);
    seen.add(outcomeOf(() => read(seed, damaged, random)));
  }
  return [...seen].sort();
}

test(`${FRAMES} mutated frames are messages or end in a typed error`, () => {
  const framed = messages.map(([type, bytes]) => [type, frame(bytes)] as const);
  const seen = outcomes(FRAMES, framed, (type, bytes, random) => {
    const cut = Math.floor(random() * bytes.length);
    const unframer = new Unframer();
    for (const chunk of [bytes.subarray(0, cut), bytes.subarray(cut)]) {
      for (const message of unframer.take(chunk)) decode(type, message);
    }
    unframer.end();
  });
  expect(seen).toEqual(["ProtobufError", "StatusError", "read"]);
}, 600_000);

test(`${PAYLOADS} mutated messages are messages or end in a ProtobufError`, () => {
  expect(outcomes(PAYLOADS, messages, decode)).toEqual(["ProtobufError", "read"]);
}, 600_000);

test(`${PAYLOADS} mutated values are values or end in a ValueError`, () => {
  expect(outcomes(PAYLOADS, encoded, decodeMsgpack)).toEqual(["ValueError", "read"]);
}, 600_000);

test("the seeds of the mutations are sound", () => {
  for (const [type, bytes] of messages) expect(outcomeOf(() => decode(type, bytes))).toBe("read");
  for (const [type, bytes] of encoded) expect(outcomeOf(() => decodeMsgpack(type, bytes))).toBe("read");
});
