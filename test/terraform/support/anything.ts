/** Any schema that the framework takes, and any values for it, with unknown ones wherever Terraform has them. */
import {
  type Attribute,
  type Attributes,
  assigned,
  block,
  computed,
  defaulted,
  list,
  map,
  object,
  optional,
  record,
  required,
  set,
  type Type,
  UNKNOWN,
  Unknown,
  type Value,
  type ValueRecord,
} from "../../../src/terraform";
import type { Random } from "../../support/random";
import { canonical } from "./core";

const TYPES: readonly Type[] = [
  "string",
  "string",
  "number",
  "bool",
  "dynamic",
  list("string"),
  set("number"),
  map("string"),
  object({ a: "string", b: list("bool") }),
  ["tuple", ["string", "number"]],
];

// Few different values, so that equal ones meet; two of the texts are one text to Terraform.
const TEXTS = ["", "a", "A", "b", "é", "e\u0301", "__proto__"];
const KEYS = ["a", "b", "__proto__"];
const NAMES = ["a", "b", "c", "constructor"];
const BUILDERS = { required, optional, defaulted, assigned, computed };
const PRESENCES = ["required", "optional", "defaulted", "assigned", "computed"] as const;
const MODES = ["single", "list", "set", "map"] as const;
const BLOCK_MODES = [...MODES, "group"] as const;

/** What is around an attribute. */
interface Place {
  readonly depth: number;
  readonly isInAttribute: boolean;
  readonly isInSet: boolean;
  readonly isInComputed: boolean;
}

export const ROOT: Place = { depth: 0, isInAttribute: false, isInSet: false, isInComputed: false };
const DEEPEST = 2;

export function anyAttributes(random: Random, place: Place = ROOT): Attributes {
  const names = NAMES.filter(() => random.chance(place.depth === 0 ? 0.75 : 0.5));
  return Object.fromEntries((names.length === 0 ? ["a"] : names).map((name) => [name, anyAttribute(random, place)]));
}

function anyAttribute(random: Random, place: Place): Attribute {
  const isNested = place.depth < DEEPEST && random.chance(0.4);
  if (isNested && !place.isInAttribute && random.chance(0.4)) return anyBlock(random, place);
  const presence = place.isInComputed ? "computed" : random.pick(PRESENCES);
  if (!isNested) return anyPlain(random, presence, place);
  const mode = random.pick(MODES);
  const attributes = anyAttributes(random, {
    depth: place.depth + 1,
    isInAttribute: true,
    isInSet: place.isInSet || mode === "set",
    isInComputed: place.isInComputed || presence === "computed",
  });
  const build = { single: "object", list: "objectList", set: "objectSet", map: "objectMap" } as const;
  const bare = BUILDERS[presence][build[mode]](attributes, "N.", { default: null } as never) as Attribute;
  return withOptions(random, bare);
}

function anyBlock(random: Random, place: Place): Attribute {
  const mode = random.pick(BLOCK_MODES);
  const inside = { ...place, depth: place.depth + 1, isInSet: place.isInSet || mode === "set" };
  return block[mode](anyAttributes(random, inside), "B.", { replace: random.chance(0.1) });
}

function anyPlain(random: Random, presence: keyof typeof BUILDERS, { isInSet, depth }: Place): Attribute {
  const type = random.pick(isInSet ? TYPES.filter((each) => each !== "dynamic") : TYPES);
  // An object's default could not give what is required and write-only.
  const mayBeWriteOnly = !isInSet && (presence === "optional" || (presence === "required" && depth === 0));
  const writeOnly = mayBeWriteOnly && random.chance(0.15);
  const bare = BUILDERS[presence].of(type, "P.", {
    default: null,
    sensitive: random.chance(0.2),
  } as never) as Attribute;
  return writeOnly ? { ...bare, writeOnly } : withOptions(random, bare);
}

const sameCase = (before: string, after: string) => before.toLowerCase() === after.toLowerCase();
const isShorter = (before: unknown, after: unknown) =>
  (JSON.stringify(after)?.length ?? 0) < (JSON.stringify(before)?.length ?? 0);

function withOptions(random: Random, attribute: Attribute): Attribute {
  const { presence, type } = attribute;
  const isConfigurable = presence !== "computed";
  return {
    ...attribute,
    replace: isConfigurable && random.chance(0.3) ? random.pick([true, "configured", isShorter]) : false,
    same: isConfigurable && type === "string" && random.chance(0.3) ? (sameCase as never) : undefined,
    stable: (presence === "assigned" || presence === "computed") && random.chance(0.4),
    default: presence === "defaulted" ? anyObserved(random, attribute, false) : undefined,
  };
}

/** Any known value of a type. */
export function anyKnown(random: Random, type: Type): Value {
  if (type === "dynamic") return anyKnown(random, random.pick(["string", "number", list("string")] as const));
  if (type === "string") return random.pick(TEXTS);
  if (type === "number") return random.pick([0, 1, -1.5, 2 ** 40]);
  if (type === "bool") return random.chance(0.5);
  switch (type[0]) {
    case "list":
      return random.some(3, () => anyKnown(random, type[1]));
    case "set":
      return unique(
        random.some(3, () => anyKnown(random, type[1])),
        (element) => canonical(type[1], element),
      );
    case "map":
      return record(random.some(2, () => [random.pick(KEYS), anyKnown(random, type[1])]));
    case "tuple":
      return type[1].map((part) => orNull(random, anyKnown(random, part)));
    case "object":
      return record(
        Object.entries(type[1]).map(([name, part]) => [name, orNull(random, anyKnown(random, part))] as const),
      );
  }
}

function orNull(random: Random, value: Value): Value {
  return random.chance(0.2) ? null : value;
}

function unique(elements: readonly Value[], textOf: (element: Value) => string): Value[] {
  return [...new Map(elements.map((element) => [textOf(element), element])).values()];
}

type Inside = (random: Random, attribute: Attribute) => Value;

function objectOf(random: Random, attributes: Attributes, inside: Inside): ValueRecord {
  return record(Object.entries(attributes).map(([name, attribute]) => [name, inside(random, attribute)]));
}

/** A value with nested objects that are made by `inside`. */
function nestedOf(random: Random, { nested, type }: Attribute, inside: Inside): Value {
  if (nested === undefined) return anyKnown(random, type);
  const { mode, attributes } = nested;
  const element = () => objectOf(random, attributes, inside);
  if (mode === "single" || mode === "group") return element();
  if (mode === "map") return record(random.some(2, () => [random.pick(KEYS), element()]));
  const elements = random.some(2, element);
  return mode === "set" ? unique(elements, (each) => identify(attributes, each)) : elements;
}

/** What tells elements of a set apart for good: what the configuration alone says, at any depth. */
function identify(attributes: Attributes, element: Value): string {
  const own = Object.entries(attributes).filter(([, { presence }]) => !FILLED.includes(presence));
  return own.map(([name, attribute]) => identifyPart(attribute, (element as ValueRecord)[name] as Value)).join();
}

const FILLED: readonly string[] = ["defaulted", "assigned", "computed"];

function identifyPart({ nested, type }: Attribute, value: Value): string {
  // To some of the attributes, texts are the same whatever their case.
  if (nested === undefined || value === null) return canonical(type, value).toLowerCase();
  const { mode, attributes } = nested;
  if (mode === "single" || mode === "group") return `{${identify(attributes, value)}}`;
  const parts = Object.entries(value).map(([key, each]) => `${mode === "map" ? key : ""}${identify(attributes, each)}`);
  return `[${mode === "list" ? parts : parts.sort()}]`;
}

/** What a service says of an attribute. @param mayBeNull where a schema lets nothing be there */
export function anyObserved(random: Random, attribute: Attribute, mayBeNull: boolean): Value {
  const { presence, writeOnly, nested } = attribute;
  if (writeOnly) return null;
  const isBlock = presence === "block";
  if (mayBeNull && !(isBlock && nested?.mode !== "single") && random.chance(0.2)) return null;
  return nestedOf(random, attribute, (_, inner) => anyObserved(random, inner, inner.presence !== "required"));
}

/** What a configuration says of an attribute once all is known. */
export function anyConfigured(random: Random, attribute: Attribute): Value {
  const { presence, nested } = attribute;
  if (presence === "computed") return null;
  const isOptional = presence !== "required" && !(presence === "block" && nested?.mode !== "single");
  if (isOptional && random.chance(0.4)) return null;
  return nestedOf(random, attribute, anyConfigured);
}

/** Another configuration that has much in common with the first. */
export function change(random: Random, attribute: Attribute, value: Value): Value {
  if (random.chance(0.55)) return value;
  const { nested } = attribute;
  if (nested === undefined || value === null || random.chance(0.3)) return anyConfigured(random, attribute);
  const inside = (element: Value) =>
    record(
      Object.entries(nested.attributes).map(([name, inner]) => [
        name,
        change(random, inner, (element as ValueRecord)[name] as Value),
      ]),
    );
  if (Array.isArray(value)) {
    const elements = value.map(inside);
    return nested.mode === "set" ? unique(elements, (each) => identify(nested.attributes, each)) : elements;
  }
  if (nested.mode !== "map") return inside(value);
  return record(Object.entries(value).map(([key, element]) => [key, inside(element)]));
}

/** The configuration as it is in the plan, when some of its values are still to be learned. */
export function obscure(random: Random, attribute: Attribute, value: Value): Value {
  const { presence, nested, type } = attribute;
  if (presence === "computed") return null;
  const isBlock = presence === "block";
  const mayBeUnknown = !isBlock || (nested?.mode !== "single" && nested?.mode !== "group");
  if (mayBeUnknown && random.chance(isBlock ? 0.03 : 0.08)) return unknownFor(random, type, value);
  if (nested === undefined) return random.chance(0.2) ? obscureParts(random, value) : value;
  if (value === null) return null;
  const inside = (element: Value) => {
    if (!isBlock && nested.mode !== "single" && random.chance(0.04)) return UNKNOWN;
    return record(
      Object.entries(nested.attributes).map(([name, inner]) => [
        name,
        obscure(random, inner, (element as ValueRecord)[name] as Value),
      ]),
    );
  };
  if (Array.isArray(value)) return value.map(inside);
  if (nested.mode !== "map") return inside(value);
  return record(Object.entries(value).map(([key, element]) => [key, inside(element)]));
}

function unknownFor(random: Random, type: Type, value: Value): Unknown {
  return type === "dynamic" || value === null || random.chance(0.5) ? UNKNOWN : new Unknown({ notNull: true });
}

function obscureParts(random: Random, value: Value): Value {
  if (Array.isArray(value)) return value.map((part) => (random.chance(0.4) ? UNKNOWN : part));
  if (typeof value !== "object" || value === null) return value;
  return record(Object.entries(value).map(([name, part]) => [name, random.chance(0.4) ? UNKNOWN : part]));
}

/** What becomes of a plan: the service decides what is not known in it. */
export function settleAny(random: Random, attribute: Attribute, planned: Value, isNested = false): Value {
  if (planned instanceof Unknown) return anyObserved(random, attribute, isNested);
  const { nested } = attribute;
  if (nested === undefined || planned === null) return planned;
  const inside = (element: Value) =>
    record(
      Object.entries(nested.attributes).map(([name, inner]) => [
        name,
        settleAny(random, inner, (element as ValueRecord)[name] as Value, true),
      ]),
    );
  if (Array.isArray(planned)) return planned.map(inside);
  if (nested.mode !== "map") return inside(planned);
  return record(Object.entries(planned).map(([key, element]) => [key, inside(element)]));
}
