/** Values as Terraform sends them: msgpack or JSON, by the type that the schema says. */
import {
  DiagnosticError,
  isRecord,
  type Schema,
  schemaType,
  type Type,
  type Value,
  type ValueRecord,
  withNullTypes,
} from "../terraform";
import { decodeMsgpack, encodeMsgpack, ValueError } from "./msgpack";
import type { Input } from "./protobuf";
import type * as wire from "./protocol/messages.generated";
import { fromStateJson, parseStateJson } from "./state-json";

/** @throws {ValueError} if it is null or does not fit the schema */
export function decodeConfig(schema: Schema, config: wire.DynamicValue | undefined): ValueRecord {
  const value = decodeValue(schemaType(schema), config);
  if (value === null) throw new ValueError([], "the configuration is null");
  return value;
}

/** @throws {ValueError} if it does not fit the type */
export function decodeValue(type: Type, encoded: wire.DynamicValue | undefined): ValueRecord | null {
  const value = decodeAny(type, encoded);
  if (value === null || isRecord(value)) return value;
  throw new ValueError([], "the whole value is unknown");
}

/** A value of any type. @throws {ValueError} if it does not fit the type */
export function decodeAny(type: Type, encoded: wire.DynamicValue | undefined): Value {
  if (encoded === undefined) return null;
  if (encoded.msgpack.length > 0) return decodeMsgpack(type, encoded.msgpack);
  return encoded.json.length > 0 ? fromStateJson(type, parseJson(encoded.json)) : null;
}

/** @param like the value that this one follows from; nulls in places of type dynamic keep the types they have there */
export function encodeValue(type: Type, value: Value, like: Value = null): Input<wire.DynamicValue> {
  return { msgpack: encodeMsgpack(type, withNullTypes(type, value, like)) };
}

/** @throws {DiagnosticError} if there is no state in JSON */
export function parseStoredState(raw: wire.RawState | undefined): unknown {
  if (raw !== undefined && raw.json.length > 0) return parseJson(raw.json);
  throw new DiagnosticError(
    "State of Terraform 0.11 or older",
    "The state was last written by Terraform 0.11 or older, in a form that this provider never had. Remove the resource from the state and import it again.",
  );
}

function parseJson(bytes: Uint8Array): unknown {
  return parseStateJson(Buffer.from(bytes).toString());
}
