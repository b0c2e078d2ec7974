import type { Attribute, Attributes, Block, Schema } from "./attributes";
import { type Diagnostic, errorDiagnostic } from "./diagnostics";
import { visitAttributes } from "./nested";
import { formatPath, type Path } from "./path";
import { absentBlock, membersOf } from "./schema";
import type { Type } from "./type";
import { Decimal, isList, isRecord, isSame, isWhollyKnown, partType, type Value, type ValueRecord } from "./value";

/** What the Terraform that asks is able to do. */
export interface Client {
  /** Whether it keeps write-only values out of plans and states: Terraform and OpenTofu from 1.11 on. */
  readonly knowsWriteOnly: boolean;
}

/** Tests a configuration, as far as it is known, against the checks and rules that the schema declares. */
export function validateConfig(
  schema: Schema,
  config: ValueRecord,
  client: Client = { knowsWriteOnly: true },
): Diagnostic[] {
  const broken = (schema.rules ?? []).flatMap((rule) => rule.find(config) ?? []);
  return [...validateAttributes(membersOf(schema), config, client), ...broken, ...warnOfUse(schema.deprecated)];
}

function validateAttributes(attributes: Attributes, config: ValueRecord, client: Client): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  visitAttributes(attributes, config, [], (attribute, value, path) => {
    if (value === null) diagnostics.push(...validateAbsence(attribute, path));
    else diagnostics.push(...validatePresence(attribute, value, path, client));
  });
  return diagnostics;
}

/** Terraform sees to it that a required argument is written, and lets null pass. */
function validateAbsence({ presence }: Attribute, path: Path): Diagnostic[] {
  if (presence !== "required") return [];
  return [errorDiagnostic(`Missing ${formatPath(path)}`, "A value is required here; it is null.", path)];
}

function validatePresence(attribute: Attribute, value: Value, path: Path, client: Client): Diagnostic[] {
  const name = formatPath(path);
  // Terraform lets a configuration set what is the provider's to say.
  if (attribute.presence === "computed") {
    const detail = `The provider decides "${name}"; it cannot be set. Remove it here.`;
    return [errorDiagnostic(`Unexpected ${name}`, detail, path)];
  }
  if (attribute.writeOnly && !client.knowsWriteOnly) {
    const detail = `"${name}" is write-only: it must not be stored, and only Terraform or OpenTofu 1.11 and newer can keep it out of the state. Upgrade, or leave it out.`;
    return [errorDiagnostic(`Unsupported ${name}`, detail, path)];
  }
  const isUsed = attribute.presence !== "block" || !isSame(attribute.type, value, absentBlock(attribute as Block));
  return [...validateValue(attribute, value, path), ...(isUsed ? warnOfUse(attribute.deprecated, path) : [])];
}

function warnOfUse(deprecated: string | undefined, path?: Path): Diagnostic[] {
  if (deprecated === undefined) return [];
  const what = path === undefined ? "This" : formatPath(path);
  return [{ severity: "warning", summary: `${what} is deprecated`, detail: deprecated, path }];
}

/** Tests one known value against the checks of its attribute. */
export function validateValue(attribute: Attribute, value: Value, path: Path): Diagnostic[] {
  if (!isWhollyKnown(value)) return [];
  const summary = `Invalid ${formatPath(path)}`;
  const broken = attribute.check.find((check) => !check.test(value as never));
  if (broken !== undefined) {
    const given = attribute.sensitive || attribute.writeOnly ? "" : ` It is ${quote(value)}.`;
    return [errorDiagnostic(summary, `It must be ${plain(broken.text)}.${given}`, path)];
  }
  const isTooExact = !attribute.exact && attribute.nested === undefined && hasDecimal(attribute.type, value);
  return isTooExact ? [errorDiagnostic(summary, TOO_EXACT, path)] : [];
}

const TOO_EXACT =
  "It must be a number that a 64-bit floating-point number holds: a whole number up to 2^53, or one with at most 15 digits.";

/** Whether there is a number in the value that no JavaScript number holds. What is dynamic takes any. */
function hasDecimal(type: Type, value: Value): boolean {
  if (value instanceof Decimal) return type === "number";
  if (isList(value)) return value.some((element, index) => hasDecimal(partType(type, index), element));
  return isRecord(value) && Object.entries(value).some(([name, part]) => hasDecimal(partType(type, name), part));
}

/** A check's sentence is Markdown for the docs; a terminal shows plain text. */
function plain(markdown: string): string {
  return markdown.replaceAll("`", '"');
}

const LONGEST_QUOTE = 100;

function quote(value: Value): string {
  const text = value instanceof Decimal ? value.text : JSON.stringify(value);
  return text.length <= LONGEST_QUOTE ? text : `${text.slice(0, LONGEST_QUOTE)}…`;
}
