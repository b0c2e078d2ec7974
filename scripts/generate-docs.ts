/**
 * Writes the registry pages of docs/ from the provider's schema. `--check` writes nothing and fails, naming the files,
 * if they are stale. Each page's example is a file of examples/docs, which the tests apply.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { provider } from "../src/provider";
import {
  type Attribute,
  type Attributes,
  type Blocks,
  type Identity,
  isRequiredForImport,
  notEmpty,
  type Resource,
  type Schema,
} from "../src/terraform";

const EXAMPLE_IDS = ["4f4b3dfa-eb70-47cf-a60a-998a53bd598a", "23037c18-027a-44e5-b6b9-f8d8f113fe02"];

const root = path.join(__dirname, "..");

const pages = new Map([
  ["docs/index.md", providerPage()],
  ...provider.resources.map((resource) => [`docs/resources/${resource.name}.md`, resourcePage(resource)] as const),
]);

const stale = [...pages].filter(([name, text]) => {
  const file = path.join(root, name);
  return !existsSync(file) || readFileSync(file, "utf8") !== text;
});

if (!process.argv.includes("--check")) {
  for (const [name, text] of stale) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
} else if (stale.length > 0) {
  console.error(`Stale: ${stale.map(([name]) => name).join(", ")}. Run \`npm run generate:docs\`.`);
  process.exitCode = 1;
}

function providerPage(): string {
  return page(
    provider.name,
    provider.summary,
    `# ${provider.name} provider`,
    provider.summary,
    example("provider.tf"),
    arguments_(provider.schema),
    (provider.schema.rules ?? []).map(({ text }) => text).join(" "),
    "[Signing in](guides/authentication.md) shows each way with an example, and which comes first.",
  );
}

function resourcePage({ name, summary, description, schema, identity, timeouts, verbs }: Resource<never>): string {
  const fullName = `${provider.name}_${name}`;
  const waits = Object.entries(timeouts).map(([verb, text]) => `- \`${verb}\` - Defaults to \`${text}\`.`);
  return page(
    fullName,
    summary,
    `# ${fullName}`,
    summary,
    description,
    example(`resources/${name}.tf`),
    arguments_(schema),
    schema.deprecated === undefined ? "" : `**Deprecated.** ${schema.deprecated}`,
    (schema.rules ?? []).map(({ text }) => text).join(" "),
    section("Attributes", "Besides the arguments, these are exported:", list(schema.attributes, isExported)),
    section("Timeouts", "The `timeouts` block takes durations such as `30s` or `10m`:", waits),
    importSection(fullName, verbs.import?.format, identity),
  );
}

function page(title: string, description: string, ...sections: readonly string[]): string {
  const head = `---\npage_title: "${title}"\ndescription: |-\n  ${description}\n---`;
  return `${[head, ...sections].filter((text) => text !== "").join("\n\n")}\n`;
}

function example(file: string): string {
  const text = readFileSync(path.join(root, "examples/docs", file), "utf8").trim();
  return `## Example\n\n\`\`\`terraform\n${text}\n\`\`\``;
}

function arguments_({ attributes, blocks }: Schema): string {
  return [
    section(
      "Arguments",
      "Required:",
      list(attributes, ({ presence }) => presence === "required"),
    ),
    section("", "Optional:", [...list(attributes, isOptional), ...blockList(blocks)]),
  ]
    .filter((text) => text !== "")
    .join("\n\n")
    .replace(/^Optional:/, "## Arguments\n\nOptional:");
}

function section(title: string, lead: string, items: readonly string[]): string {
  if (items.length === 0) return "";
  return `${title === "" ? "" : `## ${title}\n\n`}${lead}\n\n${items.join("\n")}`;
}

function list(attributes: Attributes, isWanted: (attribute: Attribute) => boolean): string[] {
  return Object.entries(attributes)
    .filter(([, attribute]) => isWanted(attribute))
    .map(([name, attribute]) => `- \`${name}\` (${notes(attribute).join(", ")}) - ${sentence(attribute)}`);
}

function blockList(blocks: Blocks): string[] {
  return Object.entries(blocks).flatMap(([name, { description, nested }]) => [
    `- \`${name}\` (block${nested.mode === "list" ? ", repeatable" : ""}) - ${description}`,
    // The timeouts have a section of their own.
    ...(name === "timeouts" ? [] : list(nested.attributes, () => true).map((item) => `  ${item}`)),
  ]);
}

function isOptional({ presence }: Attribute): boolean {
  return presence === "optional" || presence === "defaulted" || presence === "assigned";
}

function isExported({ presence }: Attribute): boolean {
  return presence === "computed" || presence === "assigned";
}

function notes({ type, sensitive, writeOnly, replace }: Attribute): string[] {
  return [
    typeName(type),
    ...(sensitive ? ["sensitive"] : []),
    ...(writeOnly ? ["write-only"] : []),
    ...(replace !== false ? ["a change replaces the resource"] : []),
  ];
}

function typeName(type: Attribute["type"]): string {
  if (typeof type === "string") return type;
  const [kind, element] = type;
  return kind === "object" || kind === "tuple" ? kind : `${kind} of ${typeName(element)}`;
}

function sentence({ description, check, deprecated }: Attribute): string {
  // That a text must not be empty goes without saying.
  const rules = check.filter((rule) => rule !== (notEmpty as unknown)).map(({ text }) => `Must be ${text}.`);
  return [description, ...rules, ...(deprecated === undefined ? [] : [`Deprecated: ${deprecated}`])].join(" ");
}

function importSection(fullName: string, format: string | undefined, identity: Identity | undefined): string {
  if (format === undefined || identity === undefined) return "";
  const id = EXAMPLE_IDS.join("/");
  return `## Import

The import id is \`${format}\`.

\`\`\`terraform
import {
  to = ${fullName}.example
  id = "${id}"
}
\`\`\`

\`\`\`shell
terraform import ${fullName}.example ${id}
\`\`\`

Terraform 1.12 and newer also import by identity:

\`\`\`terraform
import {
  to = ${fullName}.example
  identity = {
${identityLines(identity)}
  }
}
\`\`\`

${identityList(identity)}`;
}

function identityLines({ attributes }: Identity): string {
  const required = Object.entries(attributes).filter(([, attribute]) => isRequiredForImport(attribute));
  const width = Math.max(...required.map(([name]) => name.length));
  return required.map(([name], index) => `    ${name.padEnd(width)} = "${EXAMPLE_IDS[index]}"`).join("\n");
}

function identityList({ attributes }: Identity): string {
  return Object.entries(attributes)
    .map(([name, attribute]) => {
      const need = isRequiredForImport(attribute) ? "required" : "optional";
      return `- \`${name}\` (${typeName(attribute.type)}, ${need}) - ${attribute.description}`;
    })
    .join("\n");
}
