/** Bytes of messages as the protocol's tables give them: what is absent and what is there but empty are two things. */
import { decode, encode, type Input, type MessageType } from "../../src/plugin/protobuf";
import * as wire from "../../src/plugin/protocol/messages.generated";

interface Golden {
  readonly title: string;
  readonly hex: string;
  encode(): Buffer;
  decode(): unknown;
  readonly value: unknown;
}

function golden<T>(title: string, type: MessageType<T>, value: Input<T>, hex: string): Golden {
  const bytes = Buffer.from(hex, "hex");
  return { title, hex, value, encode: () => encode(type, value), decode: () => decode(type, bytes) };
}

const ZERO = Buffer.alloc(0);

const cases: Golden[] = [
  golden("a schema without attributes has a block", wire.Schema, { block: {} }, "1200"),
  golden("an error of a function as a whole", wire.FunctionError, { text: "no" }, "0a026e6f"),
  golden(
    "an error of a function's first argument",
    wire.FunctionError,
    { text: "no", functionArgument: 0 },
    "0a026e6f1000",
  ),
  golden("an answer of null", wire.CallFunctionResponse, {}, ""),
  golden("an error without text", wire.CallFunctionResponse, { error: {} }, "1200"),
  golden("a call without arguments", wire.CallFunctionRequest, { name: "f" }, "0a0166"),
  golden("an argument that is null", wire.CallFunctionRequest, { name: "f", arguments: [{}] }, "0a01661200"),
  golden("a function's result", wire.Function, { return: { type: Buffer.from("1") } }, "1a030a0131"),
  golden("a function with a variadic parameter", wire.Function, { variadicParameter: {}, return: {} }, "12001a00"),
  golden("an ephemeral resource that is never renewed", wire.OpenEphemeralResourceResponse, { result: {} }, "1a00"),
  golden(
    "an ephemeral resource to be renewed in 1970",
    wire.OpenEphemeralResourceResponse,
    { renewAt: {}, result: {} },
    "12001a00",
  ),
  golden(
    "the time of renewal, in seconds and nanoseconds",
    wire.OpenEphemeralResourceResponse,
    { renewAt: { seconds: 1, nanos: 500_000_000 } },
    "120808011080cab5ee01",
  ),
  golden("private data that is empty", wire.OpenEphemeralResourceResponse, { private: ZERO }, "2200"),
  golden("private data that is empty, renewed", wire.RenewEphemeralResourceResponse, { private: ZERO }, "1a00"),
  golden("private data that is empty, closed", wire.CloseEphemeralResourceRequest, { private: ZERO }, "1200"),
  golden("an action that is done", wire.InvokeActionEvent, { completed: {} }, "1200"),
  golden("progress without words", wire.InvokeActionEvent, { progress: {} }, "0a00"),
  golden("progress in words", wire.InvokeActionEvent, { progress: { message: "a" } }, "0a030a0161"),
  golden("an action without arguments", wire.ActionSchema, { schema: { block: {} } }, "0a021200"),
  golden("an object found without its attributes", wire.ListResourceEvent, { displayName: "a" }, "120161"),
  golden("an object found, and null", wire.ListResourceEvent, { resourceObject: {} }, "1a00"),
  golden("an identity without data", wire.ListResourceEvent, { identity: { identityData: {} } }, "0a020a00"),
  golden("a first chunk of state", wire.WriteStateBytesRequestChunk, { meta: {}, range: {} }, "0a002200"),
  golden("a later chunk of state", wire.WriteStateBytesRequestChunk, { bytes: Buffer.from("a") }, "120161"),
  golden(
    "the range of a chunk",
    wire.ReadStateBytesResponse,
    { totalLength: 2, range: { start: 0, end: 1 } },
    "10021a021001",
  ),
  golden("a deferral for no given reason", wire.ReadDataSourceResponse, { deferred: {} }, "1a00"),
  golden(
    "an identity schema without attributes",
    wire.GetResourceIdentitySchemasResponse,
    { identitySchemas: new Map([["a", {}]]) },
    "0a050a01611200",
  ),
  golden("the name of an action", wire.GetMetadataResponse, { actions: [{ typeName: "a" }] }, "4a030a0161"),
];

describe.each(cases)("$title", ({ hex, value, ...golden }) => {
  test("is written as the protocol says", () => {
    expect(golden.encode().toString("hex")).toBe(hex);
  });

  test("is read as it was written", () => {
    expect(golden.decode()).toMatchObject(value as object);
  });
});

test("what is absent is not read as empty", () => {
  expect(decode(wire.FunctionError, ZERO).functionArgument).toBeUndefined();
  expect(decode(wire.OpenEphemeralResourceResponse, ZERO)).toMatchObject({ diagnostics: [] });
  expect(decode(wire.OpenEphemeralResourceResponse, ZERO).private).toBeUndefined();
  expect(decode(wire.OpenEphemeralResourceResponse, ZERO).renewAt).toBeUndefined();
  expect(decode(wire.CallFunctionResponse, ZERO).error).toBeUndefined();
  expect(decode(wire.InvokeActionEvent, ZERO)).toEqual({});
});
