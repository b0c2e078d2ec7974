import type { Attributes, Schema } from "./attributes";
import { type Diagnostic, errorDiagnostic } from "./diagnostics";
import { visitAttributes } from "./nested";
import { formatPath } from "./path";
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
    if (!isWhollyKnown(value)) return;
    const broken = attribute.check.find((check) => !check.test(value as never));
    if (broken === undefined) return;
    const given = attribute.sensitive ? "" : ` It is ${quote(value)}.`;
    diagnostics.push(errorDiagnostic(`Invalid ${formatPath(path)}`, `It must be ${plain(broken.text)}.${given}`, path));
  });
  return diagnostics;
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
