/** The same as a TypeScript module for CDKTF. */
import { type Adoption, type Argument, NAMES, type Resource } from "./adoptions";

/** @param heading a line on what this is */
export function writeCdktf(resource: Resource, adoptions: readonly Adoption[], heading: string): string {
  const { construct } = NAMES[resource];
  const statements = adoptions.map(
    ({ label, importId, comment, arguments: given }) =>
      `  // ${comment}
  new ${construct}(scope, ${JSON.stringify(label)}, {
${properties(given, "    ")}  }).importFrom(${JSON.stringify(importId)});
`,
  );
  return `import type { Construct } from "constructs";
import { ${construct} } from "huaweiecs/constructs";

/** ${heading} */
export function importNics(scope: Construct): void {
${statements.join("\n")}}
`;
}

function properties(given: Readonly<Record<string, Argument>>, indent: string): string {
  return Object.entries(given)
    .map(([name, value]) => `${indent}${camelCase(name)}: ${expression(value, indent)},\n`)
    .join("");
}

function expression(value: Argument, indent: string): string {
  if (typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, each]) => `${indent}  ${JSON.stringify(key)}: ${each},\n`);
  return `{\n${entries.join("")}${indent}}`;
}

function camelCase(name: string): string {
  return name.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}
