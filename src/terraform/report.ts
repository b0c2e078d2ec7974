/** What handlers report of an object, checked against the schema that they promised to keep. */
import type { Attribute, Schema } from "./attributes";
import { findMisfit, type Misfit } from "./conform";
import { type Diagnostic, errorDiagnostic, PROVIDER_BUG } from "./diagnostics";
import { elementsOf, fillWriteOnly, hasAttribute } from "./nested";
import { attributePath, formatPath, type Path } from "./path";
import { objectMembers } from "./schema";
import { isUnknown, record, type Value, type ValueRecord } from "./value";

/** By attribute name, what is wrong with its value. */
export type Faults = Map<string, Misfit>;

/** Takes from a report the attributes that have a fitting value; what is no attribute is left out. */
export function sift(schema: Schema, report: unknown): Sifted {
  return siftBy(schema, report, findFault);
}

/** Takes from what a plan hook returned the attributes that have a fitting value, or one that is not known yet. */
export function siftPlan(schema: Schema, report: unknown): Sifted {
  return siftBy(schema, report, (attribute, value, path) =>
    isUnknown(value) ? undefined : findFault(attribute, value, path),
  );
}

interface Sifted {
  readonly values: ValueRecord;
  readonly faults: Faults;
}

type FindFault = (attribute: Attribute, value: unknown, path: Path) => Misfit | undefined;

function siftBy(schema: Schema, report: unknown, find: FindFault): Sifted {
  const given = new Map<string, unknown>(Object.entries(report ?? {}));
  const values: [string, Value][] = [];
  const faults: Faults = new Map();
  for (const [name, attribute] of Object.entries(objectMembers(schema))) {
    const { nested } = attribute;
    const value = nested === undefined ? given.get(name) : fillWriteOnly(nested, given.get(name));
    if (value === undefined) continue;
    const fault = find(attribute, value, attributePath(name));
    if (fault === undefined) values.push([name, value as Value]);
    else faults.set(name, fault);
  }
  return { values: record(values), faults };
}

function findFault(attribute: Attribute, value: unknown, path: Path): Misfit | undefined {
  if (value === null && isAlwaysReported(attribute) && !attribute.nullable) return { path, text: "it is null" };
  return (
    findMisfit(attribute.type, value, path) ??
    findNullBlock(attribute, value as Value, path) ??
    findSecret(attribute, value, path)
  );
}

/** Only a single block may be missing: what is not written of the others is an empty collection. */
function findNullBlock({ presence, nested }: Attribute, value: Value, path: Path): Misfit | undefined {
  if (presence !== "block" || nested === undefined) return undefined;
  if (value === null) return nested.mode === "single" ? undefined : { path, text: "it is null and not empty" };
  return elementsOf(nested, value, path)
    .flatMap(([element, place]) => {
      if (element === null) return { path: place, text: "it is null" };
      return Object.entries(nested.attributes).map(([name, inner]) =>
        findNullBlock(inner, (element as ValueRecord)[name] ?? null, [...place, { attribute: name }]),
      );
    })
    .find((misfit) => misfit !== undefined);
}

/** What is write-only is kept nowhere, so no handler may report it. */
function findSecret({ writeOnly, nested }: Attribute, value: unknown, path: Path): Misfit | undefined {
  if (value === null) return undefined;
  if (writeOnly) return { path, text: "it is write-only, and never stored" };
  if (nested === undefined || !hasAttribute(nested.attributes, (inner) => inner.writeOnly)) return undefined;
  return elementsOf(nested, value as Value, path)
    .flatMap(([element, place]) =>
      Object.entries(nested.attributes).map(([name, inner]) =>
        findSecret(inner, (element as ValueRecord | null)?.[name] ?? null, [...place, { attribute: name }]),
      ),
    )
    .find((misfit) => misfit !== undefined);
}

/** Whether a handler has to say what the attribute is, whatever the configuration says. */
export function isAlwaysReported({ presence, writeOnly }: Attribute): boolean {
  return !writeOnly && (presence === "required" || presence === "assigned" || presence === "computed");
}

export function missing(name: string): Misfit {
  return { path: attributePath(name), text: "it is missing" };
}

/** The diagnostics for what a handler got wrong. */
export function faultDiagnostics(resource: { readonly name: string }, verb: string, faults: Faults): Diagnostic[] {
  return [...faults.values()].map(({ path, text }) =>
    errorDiagnostic(
      "Invalid result from the provider",
      `The ${verb} handler of ${resource.name} returned an invalid value for "${formatPath(path)}": ${text}. ${PROVIDER_BUG}`,
      path,
    ),
  );
}
