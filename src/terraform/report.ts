/** What handlers report of an object, checked against the schema that they promised to keep. */
import type { Attribute, Schema } from "./attributes";
import { findMisfit, type Misfit } from "./conform";
import { type Diagnostic, errorDiagnostic, PROVIDER_BUG } from "./diagnostics";
import { attributePath, formatPath } from "./path";
import { objectMembers } from "./schema";
import { record, type Value, type ValueRecord } from "./value";

/** By attribute name, what is wrong with its value. */
export type Faults = Map<string, Misfit>;

/** Takes from a report the attributes that have a fitting value; what is no attribute is left out. */
export function sift(schema: Schema, report: unknown): { values: ValueRecord; faults: Faults } {
  const given = new Map<string, unknown>(Object.entries(report ?? {}));
  const values: [string, Value][] = [];
  const faults: Faults = new Map();
  for (const [name, attribute] of Object.entries(objectMembers(schema))) {
    const value = given.get(name);
    if (value === undefined) continue;
    const fault = findFault(attribute, value, name);
    if (fault === undefined) values.push([name, value as Value]);
    else faults.set(name, fault);
  }
  return { values: record(values), faults };
}

function findFault(attribute: Attribute, value: unknown, name: string): Misfit | undefined {
  const path = attributePath(name);
  return value === null && isAlwaysThere(attribute)
    ? { path, text: "it is null" }
    : findMisfit(attribute.type, value, path);
}

/** Whether an object that exists has a value for the attribute, whatever the configuration says. */
export function isAlwaysThere({ presence }: Attribute): boolean {
  return presence === "required" || presence === "assigned" || presence === "computed";
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
