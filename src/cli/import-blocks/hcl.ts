/** Import blocks and resources in HCL, as `terraform fmt` leaves them. */
import { type Adoption, type Argument, NAMES, type Resource } from "./adoptions";

/** @param heading a line on what this is */
export function writeHcl(resource: Resource, adoptions: readonly Adoption[], heading: string): string {
  const { type } = NAMES[resource];
  const blocks = adoptions.map(({ label, importId, comment, arguments: given }) =>
    [
      `# ${comment}`,
      `import {\n  to = ${type}.${label}\n  id = ${hclString(importId)}\n}`,
      "",
      `resource ${hclString(type)} ${hclString(label)} {\n${attributes(given)}}`,
    ].join("\n"),
  );
  return `${[`# ${heading}`, ...blocks].join("\n\n")}\n`;
}

/** A text as an HCL string in which nothing is a template. */
export function hclString(text: string): string {
  const escaped = text
    .replaceAll(/[\\"]/g, "\\$&")
    .replaceAll("\n", "\\n")
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, (character) => {
      return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
    })
    .replaceAll(/[$%](?=\{)/g, "$&$&");
  return `"${escaped}"`;
}

/** Equals signs are in one column, but not across an argument of several lines. */
function attributes(given: Readonly<Record<string, Argument>>, indent = "  "): string {
  const entries = Object.entries(given);
  const width = Math.max(...entries.filter(([, value]) => typeof value !== "object").map(([name]) => name.length));
  return entries
    .map(([name, value]) =>
      typeof value === "object"
        ? `${indent}${name} = {\n${quoted(value, `${indent}  `)}${indent}}\n`
        : `${indent}${name.padEnd(width)} = ${literal(value)}\n`,
    )
    .join("");
}

function quoted(map: Readonly<Record<string, boolean>>, indent: string): string {
  return attributes(Object.fromEntries(Object.entries(map).map(([key, value]) => [hclString(key), value])), indent);
}

function literal(value: string | boolean): string {
  return typeof value === "string" ? hclString(value) : String(value);
}
