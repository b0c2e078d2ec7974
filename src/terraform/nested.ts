/** Going through values and the attributes nested in them, side by side with the configuration and the prior state. */
import type { Attribute, Attributes, Nested } from "./attributes";
import { isPlainObject } from "./conform";
import type { Path } from "./path";
import { findBreach } from "./refinement";
import { isFilledByProvider, objectType } from "./schema";
import type { Type } from "./type";
import {
  fits,
  isList,
  isRecord,
  isSame,
  isUnknown,
  isWhollyKnown,
  partType,
  record,
  typeOf,
  type Value,
  type ValueRecord,
} from "./value";

/** What stands in the same place elsewhere; null where nothing does. */
export interface Beside {
  readonly config: Value;
  readonly prior: Value;
}

interface BesideAttribute extends Beside {
  /** Whether the object that the attribute is of was there before. */
  readonly isOld: boolean;
}

/** Gives an attribute its new value; `descend` gives the value with its nested attributes changed. */
export type AttributeChange = (
  attribute: Attribute,
  value: Value,
  beside: BesideAttribute,
  descend: () => Value,
) => Value;

/** Changes a record attribute by attribute. Names that are no attributes stay as they are. */
export function mapAttributes(
  attributes: Attributes,
  values: ValueRecord,
  { config, prior }: Beside,
  change: AttributeChange,
): ValueRecord {
  return record(
    Object.entries(values).map(([name, value]) => {
      const attribute = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
      if (attribute === undefined) return [name, value];
      const beside = { config: member(config, name), prior: member(prior, name), isOld: isRecord(prior) };
      const descend = () => mapNested(attribute.nested, value, beside, change);
      return [name, change(attribute, value, beside, descend)];
    }),
  );
}

function mapNested(nested: Nested | undefined, value: Value, beside: Beside, change: AttributeChange): Value {
  if (nested === undefined) return value;
  const { mode, attributes } = nested;
  const inside = (element: Value, config: Value, prior: Value) =>
    isRecord(element) ? mapAttributes(attributes, element, { config, prior }, change) : element;
  if (mode === "single" || mode === "group") return inside(value, beside.config, beside.prior);
  if (mode === "map") {
    if (!isRecord(value)) return value;
    return record(
      Object.entries(value).map(([key, element]) => [
        key,
        inside(element, member(beside.config, key), member(beside.prior, key)),
      ]),
    );
  }
  if (!isList(value)) return value;
  return value.map((element, index) =>
    mode === "list"
      ? inside(element, elementAt(beside.config, index), elementAt(beside.prior, index))
      : inside(element, sameElement(nested, beside.config, element), sameElement(nested, beside.prior, element)),
  );
}

function member(value: Value, name: string): Value {
  return isRecord(value) && Object.hasOwn(value, name) ? (value[name] as Value) : null;
}

function elementAt(value: Value, index: number): Value {
  return isList(value) ? (value[index] ?? null) : null;
}

/** Elements of a set have no place; the one that says the same of everything that can be configured is the same. */
function sameElement({ attributes }: Nested, elements: Value, wanted: Value): Value {
  if (!isList(elements)) return null;
  const alike = elements.filter((element) => isAlike(attributes, element, wanted));
  const type = objectType(attributes);
  return alike.find((element) => isSame(type, element, wanted)) ?? alike[0] ?? null;
}

/**
 * Whether two objects say the same of all that can be configured, as far as both of them say something. What the right
 * one leaves unknown may still turn out to be anything, which is not the same.
 */
function isAlike(attributes: Attributes, left: Value, right: Value): boolean {
  if (isUnknown(left) && isUnknown(right)) return true;
  if (!isRecord(left) || !isRecord(right)) return false;
  return Object.entries(attributes).every(([name, attribute]) => {
    const [one, other] = [member(left, name), member(right, name)];
    if (attribute.presence === "computed") return true;
    if ((isOpen(one) || other === null) && isFilledByProvider(attribute)) return true;
    if (isSame(attribute.type, one, other) || meansSame(attribute, one, other)) return true;
    return attribute.nested !== undefined && isNestedAlike(attribute.nested, one, other);
  });
}

function isOpen(value: Value): boolean {
  return value === null || isUnknown(value);
}

function isNestedAlike({ mode, attributes }: Nested, left: Value, right: Value): boolean {
  if (mode === "single" || mode === "group") return isAlike(attributes, left, right);
  if (isList(left) && isList(right)) {
    if (left.length !== right.length) return false;
    return left.every((element, index) =>
      mode === "list"
        ? isAlike(attributes, element, elementAt(right, index))
        : right.some((other) => isAlike(attributes, element, other)),
    );
  }
  if (!isRecord(left) || !isRecord(right)) return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => isAlike(attributes, member(left, key), member(right, key)));
}

/** The value without some of its attributes, at any depth. */
export function withoutAttributes(
  attributes: Attributes,
  values: ValueRecord,
  isLeftOut: (attribute: Attribute) => boolean,
): ValueRecord {
  const kept = Object.entries(values).flatMap(([name, value]): [string, Value][] => {
    const attribute = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
    if (attribute === undefined || isLeftOut(attribute)) return [];
    return [[name, strip(attribute.nested, value, isLeftOut)]];
  });
  return record(kept);
}

function strip(nested: Nested | undefined, value: Value, isLeftOut: (attribute: Attribute) => boolean): Value {
  if (nested === undefined || value === null) return value;
  const inside = (element: Value) =>
    isRecord(element) ? withoutAttributes(nested.attributes, element, isLeftOut) : element;
  if (isList(value)) return value.map(inside);
  if (!isRecord(value) || nested.mode !== "map") return inside(value);
  return record(Object.entries(value).map(([key, element]) => [key, inside(element)]));
}

/** The value with null for what must be stored nowhere, at any depth. */
export function nullWriteOnly(attributes: Attributes, values: ValueRecord): ValueRecord {
  if (!hasAttribute(attributes, ({ writeOnly }) => writeOnly)) return values;
  return mapAttributes(attributes, values, NOWHERE, ({ writeOnly }, _value, _beside, descend) =>
    writeOnly ? null : descend(),
  );
}

/**
 * A value that a handler made, which may be anything, with null for each write-only attribute that it leaves out: the
 * types that handlers see have none.
 */
export function fillWriteOnly({ mode, attributes }: Pick<Nested, "mode" | "attributes">, value: unknown): unknown {
  if (!hasAttribute(attributes, ({ writeOnly }) => writeOnly)) return value;
  const inside = (element: unknown) => (isPlainObject(element) ? fillObject(attributes, element) : element);
  if (Array.isArray(value)) return value.map(inside);
  if (mode !== "map" || !isPlainObject(value)) return inside(value);
  return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, inside(element)]));
}

function fillObject(attributes: Attributes, values: Record<string, unknown>): Record<string, unknown> {
  const filled = { ...values };
  for (const [name, { writeOnly, nested }] of Object.entries(attributes)) {
    if (writeOnly && filled[name] === undefined) filled[name] = null;
    else if (nested !== undefined && Object.hasOwn(filled, name)) filled[name] = fillWriteOnly(nested, filled[name]);
  }
  return filled;
}

/** The value with what means the same as in the prior state written as it is there, at any depth. */
export function keepSame(attributes: Attributes, values: ValueRecord, prior: Value): ValueRecord {
  if (!hasAttribute(attributes, ({ same }) => same !== undefined)) return values;
  return mapAttributes(attributes, values, { config: null, prior }, (attribute, value, beside, descend) =>
    meansSame(attribute, beside.prior, value) ? beside.prior : descend(),
  );
}

function meansSame({ same }: Attribute, before: Value, after: Value): boolean {
  if (same === undefined) return false;
  const isComparable = [before, after].every((each) => each !== null && isWhollyKnown(each));
  return isComparable && same(before as never, after as never);
}

const NOWHERE: Beside = { config: null, prior: null };

/** Whether there is an attribute of some kind, at any depth. */
export function hasAttribute(attributes: Attributes, test: (attribute: Attribute) => boolean): boolean {
  return Object.values(attributes).some(
    (attribute) =>
      test(attribute) || (attribute.nested !== undefined && hasAttribute(attribute.nested.attributes, test)),
  );
}

/** Calls back for every attribute, nested ones included, with its value and the path that Terraform can address. */
export function visitAttributes(
  attributes: Attributes,
  values: ValueRecord,
  parent: Path,
  visit: (attribute: Attribute, value: Value, path: Path) => void,
): void {
  for (const [name, attribute] of Object.entries(attributes)) {
    const value = member(values, name);
    const path = [...parent, { attribute: name }];
    visit(attribute, value, path);
    if (attribute.nested === undefined || value === null) continue;
    for (const [element, inner] of elementsOf(attribute.nested, value, path)) {
      if (isRecord(element)) visitAttributes(attribute.nested.attributes, element, inner, visit);
    }
  }
}

/** The nested objects with their paths. Elements of a set have no address of their own: their path is the set's. */
export function elementsOf({ mode }: Nested, value: Value, path: Path): (readonly [Value, Path])[] {
  if (mode === "single" || mode === "group") return [[value, path]];
  if (isList(value)) {
    return value.map((element, index) => [element, mode === "set" ? path : [...path, { index }]] as const);
  }
  if (!isRecord(value)) return [];
  return Object.entries(value).map(([key, element]) => [element, [...path, { key }]] as const);
}

/** The paths of changed attributes that must not change without replacing the object, nested ones included. */
export function replacedPaths(
  attributes: Attributes,
  planned: Value,
  { config, prior }: Beside,
  parent: Path = [],
): readonly Path[] {
  // Whatever it will be, it may need another object.
  if (isUnknown(planned)) return [parent];
  return Object.entries(attributes).flatMap(([name, attribute]) => {
    const plan = member(planned, name);
    const beside = { config: member(config, name), prior: member(prior, name) };
    if (isSame(attribute.type, plan, beside.prior)) return [];
    // What is left to the service may turn out as it was; nobody asked for another value.
    if (attribute.presence === "assigned" && beside.config === null) return [];
    const path = [...parent, { attribute: name }];
    if (isReplacing(attribute, plan, beside)) return [path];
    return attribute.nested === undefined ? [] : replacedElements(attribute.nested, plan, beside, path);
  });
}

function isReplacing({ replace }: Attribute, planned: Value, { config, prior }: Beside): boolean {
  if (typeof replace === "boolean") return replace;
  if (replace === "configured") return config !== null;
  return !isWhollyKnown(planned) || replace(prior as never, planned as never);
}

function replacedElements(nested: Nested, plan: Value, { config, prior }: Beside, path: Path): readonly Path[] {
  const { mode, attributes } = nested;
  if (!hasAttribute(attributes, ({ replace }) => replace !== false)) return [];
  if (mode === "set" || plan === null || prior === null || !isWhollyKnown(prior)) return [path];
  if (mode === "single" || mode === "group") return replacedPaths(attributes, plan, { config, prior }, path);
  if (isList(plan) && isList(prior)) {
    const indexes = Array.from({ length: Math.max(plan.length, prior.length) }, (_, index) => index);
    return indexes.flatMap((index) => {
      const besides = { config: elementAt(config, index), prior: elementAt(prior, index) };
      return replacedPaths(attributes, elementAt(plan, index), besides, [...path, { index }]);
    });
  }
  if (!isRecord(plan) || !isRecord(prior)) return [path];
  return [...new Set([...Object.keys(plan), ...Object.keys(prior)])].flatMap((key) => {
    const besides = { config: member(config, key), prior: member(prior, key) };
    return replacedPaths(attributes, member(plan, key), besides, [...path, { key }]);
  });
}

/** Whether a value is one that a plan allows: the same wherever the plan is known, within its limits elsewhere. */
export function agrees(type: Type, plan: Value, value: Value): boolean {
  if (isUnknown(plan)) return findBreach(type, plan, value) === undefined;
  // The plan's type is what counts then; whoever reports its content need not.
  if (isWhollyKnown(plan)) return isSame(type === "dynamic" ? typeOf(plan) : type, plan, value);
  if (type === "dynamic") return fits(typeOf(plan), typeOf(value)) && agrees(typeOf(plan), plan, value);
  if (isList(plan) && isList(value)) {
    if (type[0] === "set") return agreesAsSet(partType(type, 0), plan, value);
    return (
      plan.length === value.length &&
      plan.every((element, index) => agrees(partType(type, index), element, value[index] as Value))
    );
  }
  if (!isRecord(plan) || !isRecord(value)) return false;
  const names = Object.keys(plan);
  if (names.length !== Object.keys(value).length) return false;
  return names.every(
    (name) => Object.hasOwn(value, name) && agrees(partType(type, name), plan[name] as Value, value[name] as Value),
  );
}

/** Which element of a set an unknown one will be cannot be told; each must be able to be one of the others. */
function agreesAsSet(type: Type, plan: readonly Value[], value: readonly Value[]): boolean {
  return (
    value.length <= plan.length &&
    plan.every((element) => value.some((other) => agrees(type, element, other))) &&
    value.every((other) => plan.some((element) => agrees(type, element, other)))
  );
}
