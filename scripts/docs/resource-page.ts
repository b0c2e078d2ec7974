/** The page of a managed resource. */
import {
  type Attribute,
  type Identity,
  isRequiredForImport,
  type Move,
  type Resource,
  type Type,
} from "../../src/terraform";
import { bullets, code, paragraphs, section } from "./markdown";
import { item } from "./schema";
import { typeName } from "./types";

const EXAMPLE_UUIDS = ["4f4b3dfa-eb70-47cf-a60a-998a53bd598a", "23037c18-027a-44e5-b6b9-f8d8f113fe02"];

/** What other types an object can be moved from, by `moved` blocks. */
export function movesSection(fullName: string, moves: readonly Move[]): string {
  if (moves.length === 0) return "";
  const ways = moves.map(({ source: { type, provider } }) => {
    const of = provider === undefined ? "" : ` of the provider \`${provider}\``;
    return paragraphs(
      `From \`${type}\`${of}:`,
      code("terraform", `moved {\n  from = ${type}.example\n  to   = ${fullName}.example\n}`),
    );
  });
  return section(
    "## Moving",
    "Terraform 1.8 and newer can move objects of another type to this resource. A move changes the state alone.",
    ...ways,
  );
}

/** How an object that exists is imported: by id, and by identity. */
export function importSection(fullName: string, { verbs, identity }: Resource<never>): string {
  const { format } = verbs.import ?? {};
  if (format === undefined || identity === undefined) return "";
  const values = exampleValues(format, identity);
  const id = mandatoryPart(format).replaceAll(PLACEHOLDER, (_whole, name: string) => values.get(name) ?? name);
  const needOf = (name: string) => [values.has(name) ? "required" : "optional"];
  return section(
    "## Import",
    `The import id is \`${format}\`.`,
    code("terraform", `import {\n  to = ${fullName}.example\n  id = ${JSON.stringify(id)}\n}`),
    code("shell", `terraform import ${fullName}.example ${id}`),
    "Terraform 1.12 and newer also import by identity:",
    code(
      "terraform",
      `import {\n  to = ${fullName}.example\n  identity = {\n${identityLines(identity, values)}\n  }\n}`,
    ),
    bullets("It consists of:", identityItems(identity, needOf)),
  );
}

/** What identifies an object, with more notes on each attribute. */
export function identityItems(
  { attributes }: Identity,
  notesOf: (name: string) => readonly string[] = () => [],
): string[] {
  return Object.entries(attributes).map(([name, { type, description }]) =>
    item(name, [typeName(type), ...notesOf(name)], [description]),
  );
}

const PLACEHOLDER = /<(\w+)>/g;

/** The part of an id's form that must be there. */
function mandatoryPart(format: string): string {
  return format.replaceAll(/\[[^\]]*\]/g, "");
}

/**
 * A value for each attribute that an import must give. What an id must name is needed in an identity too, even if a
 * configuration may leave it to the provider, so that Terraform does not ask for it.
 */
function exampleValues(format: string, { attributes }: Identity): Map<string, string> {
  const uuids = [...EXAMPLE_UUIDS];
  const inId = [...mandatoryPart(format).matchAll(PLACEHOLDER)].map(([, name = ""]) => name);
  const required = Object.keys(attributes).filter((name) => isRequiredForImport(attributes[name] as Attribute));
  return new Map(
    [...new Set([...inId, ...required])].map((name) => {
      if (attributes[name]?.type === "number") return [name, "1"];
      if (attributes[name]?.type === "bool") return [name, "true"];
      return [name, /(^|_)id$/.test(name) ? (uuids.shift() ?? name) : `example-${name}`];
    }),
  );
}

function identityLines({ attributes }: Identity, values: ReadonlyMap<string, string>): string {
  const given = Object.entries(attributes).filter(([name]) => values.has(name));
  const width = Math.max(...given.map(([name]) => name.length));
  return given
    .map(([name, { type }]) => `    ${name.padEnd(width)} = ${expression(type, values.get(name) ?? name)}`)
    .join("\n");
}

function expression(type: Type, value: string): string {
  if (typeof type !== "string") return `[${JSON.stringify(value)}]`;
  return type === "string" ? JSON.stringify(value) : value;
}
