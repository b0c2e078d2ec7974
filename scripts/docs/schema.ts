/** What a configuration gives and what it gets: the arguments, the attributes and the objects nested in them. */
import { type Attribute, type Attributes, notEmpty, type Schema, type Type } from "../../src/terraform";
import { bullets, paragraphs, section } from "./markdown";
import { defaultSentence, membersOf, typeName } from "./types";

/** Everything that a schema says. `lead` comes before the arguments. */
export function schemaSections(schema: Schema, lead = ""): string {
  const members = { ...schema.attributes, ...schema.blocks };
  const [required, optional] = [list(members, isRequired), list(members, isOptional)];
  const exported = select(members, isExported).map(([name, attribute]) => exportedItem(name, attribute));
  const hasArguments = required.length + optional.length > 0;
  const rules = (schema.rules ?? []).map(({ text }) => text).join(" ");
  return paragraphs(
    section(
      "## Arguments",
      hasArguments ? lead : "",
      bullets("Required:", required),
      bullets("Optional:", optional),
      rules,
    ),
    section(
      "## Attributes",
      bullets(hasArguments ? "Besides the arguments, these are exported:" : "These are exported:", exported),
    ),
    section("## Nested schema", ...nestedSections(members, [])),
  );
}

/** An argument or attribute without its presence, which the list that it is in says. */
export function item(name: string, notes: readonly string[], sentences: readonly string[]): string {
  return `\`${name}\` (${notes.join(", ")})${sentences.length === 0 ? "" : ` - ${sentences.join(" ")}`}`;
}

/** The rules for a value, as sentences. */
export function checkSentences(check: Attribute["check"]): string[] {
  // That a text must not be empty goes without saying.
  return check.filter((rule) => rule !== (notEmpty as unknown)).map(({ text }) => `Must be ${text}.`);
}

function isRequired({ presence, nested }: Attribute): boolean {
  return presence === "required" || (presence === "block" && (nested?.minItems ?? 0) > 0);
}

function isOptional(attribute: Attribute): boolean {
  return attribute.presence !== "computed" && !isRequired(attribute);
}

function isReadOnly({ presence }: Attribute): boolean {
  return presence === "computed";
}

function isExported({ presence }: Attribute): boolean {
  return presence === "computed" || presence === "assigned";
}

function select(members: Attributes, isWanted: (attribute: Attribute) => boolean): [string, Attribute][] {
  return Object.entries(members).filter(([, attribute]) => isWanted(attribute));
}

function list(members: Attributes, isWanted: (attribute: Attribute) => boolean, parent: readonly string[] = []) {
  return select(members, isWanted).map(([name, attribute]) =>
    item(name, notes(attribute), [
      attribute.description,
      ...defaultSentence(attribute),
      ...checkSentences(attribute.check),
      ...advice(attribute),
      ...reference([...parent, name], attribute),
    ]),
  );
}

/** What the provider fills in is described once more where it is read, without what concerns its writer. */
function exportedItem(name: string, attribute: Attribute): string {
  const { type, sensitive, description } = attribute;
  const facts = [typeName(type), ...(sensitive ? ["sensitive"] : []), ...nullability(attribute)];
  return item(name, facts, [description, ...advice(attribute), ...reference([name], attribute)]);
}

function notes(attribute: Attribute): string[] {
  const { presence, type, sensitive, writeOnly, replace } = attribute;
  return [
    ...(presence === "block" ? blockNotes(attribute) : [typeName(type)]),
    ...(sensitive ? ["sensitive"] : []),
    ...(writeOnly ? ["write-only"] : []),
    ...(presence === "computed" ? nullability(attribute) : []),
    ...(replace === true ? ["a change replaces the resource"] : []),
    ...(replace === "configured" ? ["another value in the configuration replaces the resource"] : []),
    ...(typeof replace === "function" ? ["some changes replace the resource"] : []),
  ];
}

function blockNotes({ nested }: Attribute): string[] {
  const { mode, minItems, maxItems } = nested ?? { mode: "single", minItems: 0, maxItems: 0 };
  if (mode === "single" || mode === "group") return ["block"];
  return [
    mode === "map" ? "block with a label" : "block",
    ...(maxItems === 1 ? [] : ["repeatable"]),
    ...(minItems > 1 ? [`at least ${minItems}`] : []),
    ...(maxItems > 1 ? [`at most ${maxItems}`] : []),
  ];
}

function nullability({ nullable }: Attribute): string[] {
  return nullable ? ["may be null"] : [];
}

function advice({ deprecated }: Attribute): string[] {
  return deprecated === undefined ? [] : [`Deprecated: ${deprecated}`];
}

function reference(path: readonly string[], { type, nested, presence }: Attribute): string[] {
  // The timeouts have a section of their own.
  if (presence === "block" && path.join() === "timeouts") return [];
  const hasMembers = nested !== undefined || membersOf(type) !== undefined;
  return hasMembers ? [`See [below](#${anchor(path)}).`] : [];
}

function anchor(path: readonly string[]): string {
  return `nested--${path.join("--")}`;
}

/** A section for each object in the members, and for those nested in it. */
function nestedSections(members: Attributes, parent: readonly string[]): string[] {
  return Object.entries(members).flatMap(([name, { nested, type, presence }]) => {
    const path = [...parent, name];
    if (reference(path, members[name] as Attribute).length === 0) return [];
    if (nested === undefined) return plainSections(type, presence === "computed", path);
    const { attributes } = nested;
    return [
      nestedSection(
        path,
        bullets("Required:", list(attributes, isRequired, path)),
        bullets("Optional:", list(attributes, isOptional, path)),
        bullets("Read-only:", list(attributes, isReadOnly, path)),
      ),
      ...nestedSections(attributes, path),
    ];
  });
}

/** The same for objects that are types alone: all that is known of their members is their name and type. */
function plainSections(type: Type, isReadOnly: boolean, path: readonly string[]): string[] {
  const members = Object.entries(membersOf(type) ?? {});
  if (members.length === 0) return [];
  const items = members.map(([name, member]) => {
    const below = membersOf(member) === undefined ? [] : [`See [below](#${anchor([...path, name])}).`];
    return item(name, [typeName(member)], below);
  });
  return [
    nestedSection(path, bullets(isReadOnly ? "Read-only:" : "Required:", items)),
    ...members.flatMap(([name, member]) => plainSections(member, isReadOnly, [...path, name])),
  ];
}

function nestedSection(path: readonly string[], ...lists: readonly string[]): string {
  return section(`<a id="${anchor(path)}"></a>\n### \`${path.join(".")}\``, ...lists);
}
