/**
 * What Terraform Core refuses in a schema, or crashes on, found before the schema is sent. Sources: Terraform's
 * "configschema" rules, and the reserved names in its docs ("Meta-Arguments", "Provider Configuration").
 */
import type { Attribute, Attributes, Block, Nested, Schema } from "./attributes";
import { findMisfit } from "./conform";
import { type Diagnostic, errorDiagnostic, PROVIDER_BUG } from "./diagnostics";
import { attributePath, formatPath, type Path } from "./path";
import { membersOf } from "./schema";
import type { Type } from "./type";

/** A place in a schema and what is wrong there. */
export interface SchemaFault {
  readonly path: Path;
  readonly text: string;
}

const META_ARGUMENTS = ["connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioner"];
const PROVIDER_ARGUMENTS = ["alias", "version"];

/** Everything that is wrong with a schema. */
export function findSchemaFaults(schema: Schema, kind: "provider" | "resource"): SchemaFault[] {
  const { version = 0 } = schema;
  const reserved = kind === "provider" ? PROVIDER_ARGUMENTS : META_ARGUMENTS;
  const members = membersOf(schema);
  const reservedFaults = Object.keys(members)
    .filter((name) => reserved.includes(name))
    .map((name) => ({ path: attributePath(name), text: "the name is reserved by Terraform" }));
  const versionFaults =
    Number.isInteger(version) && version >= 0
      ? []
      : [{ path: [], text: `the version ${version} is no whole number from 0` }];
  const clashes = Object.keys(schema.blocks)
    .filter((name) => Object.hasOwn(schema.attributes, name))
    .map((name) => ({ path: attributePath(name), text: "it is both an attribute and a block" }));
  return [...versionFaults, ...reservedFaults, ...clashes, ...findMemberFaults(members, [], false)];
}

/** The faults as a person reads them: `huaweiecs_nic.tags: …`. */
export function formatSchemaFault(owner: string, { path, text }: SchemaFault): string {
  return `${[owner, formatPath(path)].filter((part) => part !== "").join(".")}: ${text}`;
}

/** An error for everything that is wrong with a schema; the owner is the provider's name or a full type name. */
export function checkSchema(owner: string, schema: Schema, kind: "provider" | "resource"): Diagnostic[] {
  return findSchemaFaults(schema, kind).map((fault) =>
    errorDiagnostic("Invalid provider schema", `${formatSchemaFault(owner, fault)}. ${PROVIDER_BUG}`),
  );
}

function findMemberFaults(members: Attributes, parent: Path, isInAttribute: boolean): SchemaFault[] {
  return Object.entries(members).flatMap(([name, attribute]) => {
    const path = [...parent, { attribute: name }];
    const faults = [...nameFaults(name), ...attributeFaults(attribute, isInAttribute)].map((text) => ({ path, text }));
    const { nested, presence } = attribute;
    return nested === undefined
      ? faults
      : [...faults, ...findMemberFaults(nested.attributes, path, isInAttribute || presence !== "block")];
  });
}

function nameFaults(name: string): string[] {
  return /^[a-z][a-z0-9_]*$/.test(name)
    ? []
    : ["a name begins with a lower-case letter and goes on with lower-case letters, digits and underscores"];
}

function attributeFaults(attribute: Attribute, isInAttribute: boolean): string[] {
  if (attribute.presence === "block") {
    return isInAttribute ? ["a nested attribute cannot contain a block"] : blockFaults(attribute as Block);
  }
  return [...setFaults(attribute.type), ...defaultFaults(attribute)];
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

function defaultFaults({ presence, type, default: value }: Attribute): string[] {
  if (presence !== "defaulted") return [];
  const misfit = value === null ? { path: [], text: "it is null" } : findMisfit(type, value);
  if (misfit === undefined) return [];
  const place = misfit.path.length === 0 ? "" : ` at ${formatPath(misfit.path)}`;
  return [`the default does not fit the type${place}: ${misfit.text}`];
}

function blockFaults({ nested, type }: Block): string[] {
  return [...limitFaults(nested), ...setFaults(type)];
}

function limitFaults({ mode, minItems: min, maxItems: max }: Nested): string[] {
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
