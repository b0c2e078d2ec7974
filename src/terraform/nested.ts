/** Going through values and the attributes nested in them, side by side with the configuration and the prior state. */
import type { Attribute, Attributes, Nested } from "./attributes";
import type { Path } from "./path";
import type { Type } from "./type";
import {
  isList,
  isRecord,
  isSame,
  isUnknown,
  isWhollyKnown,
  partType,
  record,
  type Value,
  type ValueRecord,
} from "./value";

/** What stands in the same place elsewhere; null where nothing does. */
export interface Beside {
  readonly config: Value;
  readonly prior: Value;
}

/** Gives an attribute its new value; `descend` gives the value with its nested attributes changed. */
export type AttributeChange = (attribute: Attribute, value: Value, beside: Beside, descend: () => Value) => Value;

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
      const beside = { config: member(config, name), prior: member(prior, name) };
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

/** Elements of a set have no place; the one that is configured alike is the same. */
function sameElement({ attributes }: Nested, elements: Value, wanted: Value): Value {
  if (!isList(elements) || !isRecord(wanted)) return null;
  const configured = Object.entries(attributes).filter(
    ([, { presence }]) => presence === "required" || presence === "optional",
  );
  const isAlike = (element: Value) =>
    configured.every(([name, { type }]) => isSame(type, member(element, name), member(wanted, name)));
  return elements.find(isAlike) ?? null;
}

/** The value without what only the service computes, at any depth. */
export function withoutComputed(attributes: Attributes, values: ValueRecord): ValueRecord {
  const kept = Object.entries(values).filter(
    ([name]) => Object.hasOwn(attributes, name) && attributes[name]?.presence !== "computed",
  );
  return record(kept.map(([name, value]) => [name, strip(attributes[name]?.nested, value)]));
}

function strip(nested: Nested | undefined, value: Value): Value {
  if (nested === undefined || value === null) return value;
  const inside = (element: Value) => (isRecord(element) ? withoutComputed(nested.attributes, element) : element);
  if (isList(value)) return value.map(inside);
  if (!isRecord(value) || nested.mode !== "map") return inside(value);
  return record(Object.entries(value).map(([key, element]) => [key, inside(element)]));
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

/** Elements of a set have no address of their own: their path is the set's. */
function elementsOf({ mode }: Nested, value: Value, path: Path): (readonly [Value, Path])[] {
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
  return Object.entries(attributes).flatMap(([name, attribute]) => {
    const [plan, before] = [member(planned, name), member(prior, name)];
    if (isSame(attribute.type, plan, before)) return [];
    // What is left to the service may turn out as it was; nobody asked for another value.
    if (attribute.presence === "assigned" && member(config, name) === null) return [];
    const path = [...parent, { attribute: name }];
    if (isReplacing(attribute, before, plan)) return [path];
    return attribute.nested === undefined
      ? []
      : replacedElements(attribute.nested, plan, { config: member(config, name), prior: before }, path);
  });
}

function isReplacing({ replace }: Attribute, before: Value, planned: Value): boolean {
  if (typeof replace === "boolean") return replace;
  return !isWhollyKnown(planned) || replace(before as never, planned as never);
}

function replacedElements(nested: Nested, plan: Value, { config, prior }: Beside, path: Path): readonly Path[] {
  const { mode, attributes } = nested;
  const hasReplacing = (inner: Attributes): boolean =>
    Object.values(inner).some(
      ({ replace, nested: deeper }) => replace !== false || (deeper && hasReplacing(deeper.attributes)),
    );
  if (!hasReplacing(attributes)) return [];
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

/** Whether a value is one that a plan allows: the same wherever the plan is known. */
export function agrees(type: Type, plan: Value, value: Value): boolean {
  if (isWhollyKnown(plan)) return isSame(type, plan, value);
  if (isList(plan) && isList(value)) {
    // Which element of a set an unknown one will be cannot be told.
    if (type[0] === "set") return value.length <= plan.length;
    return (
      plan.length === value.length &&
      plan.every((element, index) => agrees(partType(type, index), element, value[index] as Value))
    );
  }
  if (isRecord(plan) && isRecord(value)) {
    const names = Object.keys(plan);
    if (names.length !== Object.keys(value).length) return false;
    return names.every(
      (name) => Object.hasOwn(value, name) && agrees(partType(type, name), plan[name] as Value, value[name] as Value),
    );
  }
  return isUnknown(plan);
}
