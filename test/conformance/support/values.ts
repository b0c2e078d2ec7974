/** Values of a schema, as Terraform would send and understand them. */
import { decodeMsgpack, encodeMsgpack } from "../../../src/plugin/msgpack";
import { type Identity, identityType, record, type Schema, schemaType, type Value } from "../../../src/terraform";
import { absentBlock } from "../../../src/terraform/schema";

type Given = Readonly<Record<string, Value>>;
type Encoded = { readonly msgpack: Buffer };

/** A value in full: an attribute that is not given is null, a block that is not given is not written. */
export function complete({ attributes, blocks }: Schema, given: Given) {
  const absent = [
    ...Object.keys(attributes).map((name): [string, Value] => [name, null]),
    ...Object.entries(blocks).map(([name, block]): [string, Value] => [name, absentBlock(block)]),
  ];
  return record(absent.map(([name, value]) => [name, given[name] ?? value]));
}

/** Null stays null; all else is completed. */
export function encode(schema: Schema, given: Given | null): Encoded {
  return { msgpack: encodeMsgpack(schemaType(schema), given && complete(schema, given)) };
}

export function decode(schema: Schema, encoded: Encoded | null): Value {
  return encoded === null ? null : decodeMsgpack(schemaType(schema), encoded.msgpack);
}

export function encodeIdentity(identity: Identity, given: Given) {
  const values = record(Object.keys(identity.attributes).map((name) => [name, given[name] ?? null]));
  return { identityData: { msgpack: encodeMsgpack(identityType(identity), values) } };
}

export function decodeIdentity(identity: Identity, encoded: { readonly identityData: Encoded } | null): Value {
  return encoded === null ? null : decodeMsgpack(identityType(identity), encoded.identityData.msgpack);
}
