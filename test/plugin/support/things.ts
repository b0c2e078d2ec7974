/** The tiny provider's things, as Terraform would ask for them. */
import { decodeMsgpack, encodeMsgpack } from "../../../src/plugin/msgpack";
import { record, type Schema, schemaType, UNKNOWN, type Value, type ValueRecord } from "../../../src/terraform";
import { tiny } from "../fixtures/provider";
import type { Peer } from "./client";

export const THING = "tiny_thing";

const thingSchema = tiny.resources[0]?.schema as Schema;

export function providerConfig(greeting: Value) {
  return { msgpack: encodeMsgpack(schemaType(tiny.schema), { greeting }) };
}

const timeouts = null;

/** A thing in full: what is not given is null. */
export function thing(values: ValueRecord): ValueRecord {
  return record(Object.entries({ ...NOTHING, ...values }));
}

const NOTHING = { name: null, size: null, note: null, labels: null, anything: null, greeting: null, timeouts };

export function encodeThing(value: ValueRecord | null) {
  return { msgpack: encodeMsgpack(schemaType(thingSchema), value) };
}

export function decodeThing(encoded: { msgpack: Buffer } | null): Value {
  return encoded === null ? null : decodeMsgpack(schemaType(thingSchema), encoded.msgpack);
}

export const NULL = encodeThing(null);

export function configure(peer: Peer, greeting: Value) {
  return peer.call("ConfigureProvider", { terraformVersion: "1.11.4", config: providerConfig(greeting) });
}

/** Applies the creation of a thing; its name says what happens. */
export function create(peer: Peer, name: string) {
  return peer.call("ApplyResourceChange", {
    typeName: THING,
    priorState: NULL,
    plannedState: encodeThing(thing({ name, size: 1, greeting: UNKNOWN })),
    config: encodeThing(thing({ name })),
    plannedPrivate: Buffer.from("private"),
  });
}
