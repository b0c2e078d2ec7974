import type { Attribute, Attributes, Schema } from "./attributes";
import { type Diagnostic, errorDiagnostic } from "./diagnostics";
import { visitAttributes } from "./nested";
import { formatPath, type Path } from "./path";
import { membersOf } from "./schema";
import { Decimal, isWhollyKnown, type Value, type ValueRecord } from "./value";

/** Tests a configuration, as far as it is known, against the checks and rules that the schema declares. */
export function validateConfig(schema: Schema, config: ValueRecord): Diagnostic[] {
  const broken = (schema.rules ?? []).flatMap((rule) => rule.find(config) ?? []);
  return [...validateAttributes(membersOf(schema), config), ...broken];
}

function validateAttributes(attributes: Attributes, config: ValueRecord): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  visitAttributes(attributes, config, [], (attribute, value, path) => {
    const diagnostic = value === null ? validateAbsence(attribute, path) : validatePresence(attribute, value, path);
    if (diagnostic !== undefined) diagnostics.push(diagnostic);
  });
  return diagnostics;
}

/** Terraform sees to it that a required argument is written, and lets null pass. */
function validateAbsence({ presence }: Attribute, path: Path): Diagnostic | undefined {
  if (presence !== "required") return undefined;
  return errorDiagnostic(`Missing ${formatPath(path)}`, "A value is required here; it is null.", path);
}

/** Terraform lets a configuration set what is the provider's to say. */
function validatePresence(attribute: Attribute, value: Value, path: Path): Diagnostic | undefined {
  if (attribute.presence !== "computed") return validateValue(attribute, value, path);
  const name = formatPath(path);
  return errorDiagnostic(
    `Unexpected ${name}`,
    `The provider decides "${name}"; it cannot be set. Remove it here.`,
    path,
  );
}

function validateValue(attribute: Attribute, value: Value, path: Path): Diagnostic | undefined {
  if (!isWhollyKnown(value)) return undefined;
  const broken = attribute.check.find((check) => !check.test(value as never));
  if (broken === undefined) return undefined;
  const given = attribute.sensitive ? "" : ` It is ${quote(value)}.`;
  return errorDiagnostic(`Invalid ${formatPath(path)}`, `It must be ${plain(broken.text)}.${given}`, path);
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
