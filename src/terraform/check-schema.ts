/**
 * What Terraform Core refuses in a schema, or crashes on, found before the schema is sent. Sources: Terraform's
 * "configschema" rules, and the reserved names in its docs ("Meta-Arguments", "Provider Configuration").
 */
import type { Attribute, Attributes, Block, Nested, Schema } from "./attributes";
import { findMisfit } from "./conform";
import { type Diagnostic, errorDiagnostic, PROVIDER_BUG } from "./diagnostics";
import type { Identity } from "./identity";
import { visitAttributes } from "./nested";
import { attributePath, formatPath, type Path } from "./path";
import { membersOf } from "./schema";
import type { Type } from "./type";
import { validateValue } from "./validate";
import { record, type Value } from "./value";

/** A place in a schema and what is wrong there. */
export interface SchemaFault {
  readonly path: Path;
  readonly text: string;
}

const META_ARGUMENTS = ["connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioner"];
const PROVIDER_ARGUMENTS = ["alias", "version"];

/** What a schema is of: only managed resources can keep a value out of their state. */
export type SchemaKind = "provider" | "resource" | "other";

/** Everything that is wrong with a schema. */
export function findSchemaFaults(schema: Schema, kind: SchemaKind): SchemaFault[] {
  const { version = 0 } = schema;
  const reserved = kind === "provider" ? PROVIDER_ARGUMENTS : META_ARGUMENTS;
  const members = membersOf(schema);
  const reservedFaults = Object.keys(members)
    .filter((name) => reserved.includes(name))
    .map((name) => ({ path: attributePath(name), text: "the name is reserved by Terraform" }));
  const versionFaults = findVersionFaults(version);
  const clashes = Object.keys(schema.blocks)
    .filter((name) => Object.hasOwn(schema.attributes, name))
    .map((name) => ({ path: attributePath(name), text: "it is both an attribute and a block" }));
  const place = { isInAttribute: false, isInSet: false, isInComputed: false, mayBeWriteOnly: kind === "resource" };
  const ownFaults = deprecationFaults(schema).map((text) => ({ path: [], text }));
  return [...versionFaults, ...ownFaults, ...reservedFaults, ...clashes, ...findMemberFaults(members, [], place)];
}

/** The faults as a person reads them: `huaweiecs_nic.tags: …`. */
export function formatSchemaFault(owner: string, { path, text }: SchemaFault): string {
  return `${[owner, formatPath(path)].filter((part) => part !== "").join(".")}: ${text}`;
}

/** An error for everything that is wrong with a schema; the owner is the provider's name or a full type name. */
export function checkSchema(owner: string, schema: Schema, kind: SchemaKind): Diagnostic[] {
  const nameFault = TYPE_NAME.test(owner) ? [] : [{ path: [], text: TYPE_NAME_RULE }];
  return [...nameFault, ...findSchemaFaults(schema, kind)].map((fault) => toDiagnostic(owner, fault));
}

// The provider's own name, which comes first, may have hyphens.
const TYPE_NAME = /^[a-z][a-z0-9-]*(_[a-z0-9_]+)?$/;
const TYPE_NAME_RULE = "the name of a type consists of lower-case letters, digits and underscores";

/** The same for a resource's identity, which must name the object for as long as it exists. */
export function checkIdentity(owner: string, identity: Identity | undefined): Diagnostic[] {
  return findIdentityFaults(identity).map((fault) => toDiagnostic(`${owner} identity`, fault));
}

/** The same for what is listed: Terraform finds objects again by their identity alone. */
export function checkListed(typeName: string, identity: Identity | undefined): Diagnostic[] {
  if (identity !== undefined) return [];
  return [toDiagnostic(`${typeName} list`, { path: [], text: "the managed resource has no identity" })];
}

function toDiagnostic(owner: string, fault: SchemaFault): Diagnostic {
  return errorDiagnostic("Invalid provider schema", `${formatSchemaFault(owner, fault)}. ${PROVIDER_BUG}`);
}

export function findIdentityFaults(identity: Identity | undefined): SchemaFault[] {
  if (identity === undefined) return [];
  const { version, attributes } = identity;
  const faults = Object.entries(attributes).flatMap(([name, attribute]) =>
    identityFaults(attribute).map((text) => ({ path: attributePath(name), text })),
  );
  return [...findVersionFaults(version), ...faults];
}

function identityFaults({ type, presence, replace, stable, writeOnly }: Attribute): string[] {
  const element = type[0] === "list" ? type[1] : type;
  const isPlain = typeof element === "string" && element !== "dynamic";
  const isFixed = presence === "computed" ? stable : replace !== false;
  return [
    ...(isPlain ? [] : ["an identity consists of strings, numbers, bools and lists of them"]),
    ...(isFixed ? [] : ["an identity does not change: declare the attribute `replace`, or `stable` if it is computed"]),
    ...(writeOnly ? ["what is write-only is not stored, so it cannot identify anything"] : []),
  ];
}

function findVersionFaults(version: number): SchemaFault[] {
  if (Number.isInteger(version) && version >= 0) return [];
  return [{ path: [], text: `the version ${version} is no whole number from 0` }];
}

/** What is around an attribute. */
interface Place {
  readonly isInAttribute: boolean;
  readonly isInSet: boolean;
  readonly isInComputed: boolean;
  readonly mayBeWriteOnly: boolean;
}

function findMemberFaults(members: Attributes, parent: Path, place: Place): SchemaFault[] {
  return Object.entries(members).flatMap(([name, attribute]) => {
    const path = [...parent, { attribute: name }];
    const faults = [...nameFaults(name), ...attributeFaults(attribute, place)].map((text) => ({ path, text }));
    const { nested, presence } = attribute;
    if (nested === undefined) return faults;
    const inside = {
      ...place,
      isInAttribute: place.isInAttribute || presence !== "block",
      isInSet: place.isInSet || nested.mode === "set",
      isInComputed: place.isInComputed || presence === "computed",
    };
    return [...faults, ...findMemberFaults(nested.attributes, path, inside)];
  });
}

function nameFaults(name: string): string[] {
  return /^[a-z][a-z0-9_]*$/.test(name)
    ? []
    : ["a name begins with a lower-case letter and goes on with lower-case letters, digits and underscores"];
}

function attributeFaults(attribute: Attribute, place: Place): string[] {
  if (attribute.presence === "block") {
    const faults = [...blockFaults(attribute as Block), ...deprecationFaults(attribute)];
    return place.isInAttribute ? ["a nested attribute cannot contain a block"] : faults;
  }
  return [
    ...setFaults(attribute.type),
    ...presenceFaults(attribute, place),
    ...optionFaults(attribute),
    ...defaultFaults(attribute),
    ...writeOnlyFaults(attribute, place),
    ...deprecationFaults(attribute),
  ];
}

function presenceFaults({ presence }: Attribute, { isInComputed }: Place): string[] {
  return isInComputed && presence !== "computed" ? ["what a computed attribute consists of is computed too"] : [];
}

/** Options that would do nothing, or that could not be kept. */
function optionFaults({ presence, type, nested, replace, stable, same, writeOnly }: Attribute): string[] {
  const isAssigned = presence === "assigned" || presence === "computed";
  const isKept = presence !== "computed" && !writeOnly;
  const isPlain = typeof type === "string" && type !== "dynamic" && nested === undefined;
  return [
    ...(stable && !isAssigned ? ["only what the provider assigns can be `stable`"] : []),
    ...(replace !== false && !isKept ? ["only what is configured and stored can `replace` the object"] : []),
    ...(same !== undefined && !isKept ? ["only what is configured and stored has a `same`"] : []),
    // While a part is unknown the plan says what is configured, which cannot be taken back once all is known.
    ...(same !== undefined && !isPlain ? ["only strings, numbers and bools have a `same`"] : []),
  ];
}

function deprecationFaults({ deprecated }: { readonly deprecated?: string | undefined }): string[] {
  return deprecated === "" ? ["`deprecated` says what to use instead, and it is empty"] : [];
}

function writeOnlyFaults({ writeOnly, presence }: Attribute, { isInSet, mayBeWriteOnly }: Place): string[] {
  if (!writeOnly) return [];
  return [
    ...(mayBeWriteOnly ? [] : ["only a managed resource has write-only attributes"]),
    ...(isInSet ? ["a set cannot contain a write-only attribute"] : []),
    ...(presence === "required" || presence === "optional"
      ? []
      : ["only the configuration can give a write-only value"]),
  ];
}

function setFaults(type: Type): string[] {
  return hasDynamicInSet(type, false) ? ["a set cannot contain a dynamic type"] : [];
}

function hasDynamicInSet(type: Type, isInSet: boolean): boolean {
  if (typeof type === "string") return isInSet && type === "dynamic";
  if (type[0] === "object") return Object.values(type[1]).some((each) => hasDynamicInSet(each, isInSet));
  if (type[0] === "tuple") return type[1].some((each) => hasDynamicInSet(each, isInSet));
  return hasDynamicInSet(type[1], isInSet || type[0] === "set");
}

function defaultFaults(attribute: Attribute): string[] {
  const { presence, type, default: value } = attribute;
  if (presence !== "defaulted") return [];
  const misfit = value === null ? { path: [], text: "it is null" } : findMisfit(type, value);
  if (misfit === undefined) return defaultCheckFaults(attribute);
  const place = misfit.path.length === 0 ? "" : ` at ${formatPath(misfit.path)}`;
  return [`the default does not fit the type${place}: ${misfit.text}`];
}

/** A default that a person could not write would fail where nobody has written it. */
function defaultCheckFaults(attribute: Attribute): string[] {
  const faults: string[] = [];
  visitAttributes(
    { default: attribute },
    record([["default", attribute.default as Value]]),
    [],
    (inner, value, path) => {
      const place = formatPath(path);
      if (value === null && inner.presence === "required") faults.push(`${place} is required, and null`);
      if (value === null) return;
      faults.push(...validateValue(inner, value, path).map(({ detail }) => `${place} breaks a check. ${detail}`));
    },
  );
  return faults;
}

function blockFaults({ nested, type }: Block): string[] {
  return [...limitFaults(nested), ...setFaults(type)];
}

function limitFaults({ mode, minItems: min, maxItems: max }: Nested): string[] {
  if (![min, max].every((limit) => Number.isInteger(limit) && limit >= 0)) {
    return [`its limits ${min} and ${max} are no whole numbers from 0`];
  }
  switch (mode) {
    case "single":
      return min === max && max <= 1 ? [] : ["a single block is either required (min 1, max 1) or not (no limits)"];
    case "group":
    case "map":
      return min === 0 && max === 0 ? [] : [`a ${mode} block has no limits`];
    default:
      return max === 0 || min <= max ? [] : [`its min of ${min} is above its max of ${max}`];
  }
}
