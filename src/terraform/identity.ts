/**
 * Identity: the attributes that name an object for good. Terraform from 1.12 on keeps them beside the state, imports
 * by them, and lists them.
 */
import type { Attribute, Attributes, State } from "./attributes";
import { type Diagnostic, errorDiagnostic, PROVIDER_BUG } from "./diagnostics";
import { attributePath } from "./path";
import { objectType } from "./schema";
import type { Type } from "./type";
import type { Upgrade } from "./upgrade";
import { isSame, isUnknown, record, type Value, type ValueRecord } from "./value";

/** What names an object. An import may leave out what a configuration may leave out. */
export type IdentityOf<A extends Attributes, I extends string> = {
  readonly [K in I & keyof State<A>]: A[K]["presence"] extends "required" | "computed"
    ? State<A>[K]
    : State<A>[K] | null;
};

/** A resource's identity with its types erased. */
export interface Identity {
  readonly version: number;
  readonly attributes: Attributes;
  readonly upgrades: Readonly<Record<number, Upgrade>>;
}

export function identityType({ attributes }: Identity): Type {
  return objectType(attributes);
}

/** Whether an import must give the attribute. What nobody else can say, the person who imports has to. */
export function isRequiredForImport({ presence }: Attribute): boolean {
  return presence === "required" || presence === "computed";
}

/** The part of a state, or of a plan, that is the object's identity. */
export function identityIn({ attributes }: Identity, state: ValueRecord): ValueRecord {
  return record(Object.keys(attributes).map((name) => [name, state[name] as Value]));
}

export interface IdentityChange {
  /** Null if there was no object. */
  readonly before: ValueRecord | null;
  readonly after: ValueRecord;
}

/**
 * The identity after a step that must not change it. What is not known yet stays what it was.
 * @param owner of the handler or the plan that is to blame for a change
 */
export function sameIdentity(
  owner: { readonly name: string; readonly verb: string },
  identity: Identity,
  { before, after }: IdentityChange,
): { readonly identity: ValueRecord; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const entries = Object.entries(identity.attributes).map(([name, { type }]): [string, Value] => {
    const [earlier, later] = [before?.[name] ?? null, after[name] ?? null];
    if (before === null) return [name, later];
    if (isUnknown(later)) return [name, earlier];
    if (earlier === null) return [name, later];
    if (!isSame(type, earlier, later)) diagnostics.push(changed(owner, name));
    return [name, later];
  });
  return { identity: record(entries), diagnostics };
}

function changed({ name, verb }: { readonly name: string; readonly verb: string }, attribute: string): Diagnostic {
  return errorDiagnostic(
    "Unexpected identity change",
    `The ${verb} of ${name} changes "${attribute}", which is part of what identifies the object. ${PROVIDER_BUG}`,
    attributePath(attribute),
  );
}
