/**
 * The names that an author meets in generated code, read from it as text: it is a generator's, and always laid out alike, so
 * that the beginning of a line tells what it is.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { filesIn } from "../../../scripts/generated-files";
import type { Language } from "../../../scripts/packages/languages";

/** Members by type; types as `<kind> [resources.]<name>`. */
export type PublicNames = ReadonlyMap<string, readonly string[]>;

interface Reader {
  readonly files: RegExp;
  /** Where types begin, by groups with their `name` and, but for classes of Python, their `kind`. */
  readonly types: RegExp;
  /** The members of a type, in the text up to the next one. */
  members(body: string, kind: string): string[];
}

const READERS: Readonly<Record<Language, Reader>> = {
  python: {
    files: /\/__init__\.py$/,
    types: /^(?:@jsii\.(?<kind>enum|data_type|interface)\(.*\n(?:[ )].*\n)*)?class (?<name>\w+)/gm,
    members: (body) => [...all(body, /^ {4}(?:def )?([a-zA-Z]\w*)(?=\(| = ")/gm), ...keywords(body)],
  },
  java: {
    files: /\.java$/,
    types: /^public (?<kind>class|interface|enum) (?<name>\w+)/gm,
    members(body) {
      const [own = ""] = body.split(/^ {4}(?:final class|interface) Jsii\$/m);
      const methods = all(own, /^ {4}(?!protected|private|@software|@Override)(?:\S.* )?(\w+)\(.*[{;]$/gm);
      const constants = all(own, /^ {4}(?:public final static .* )?([A-Z_]+)[,;]$/gm);
      const built = all(own, /^ {8}public Builder (\w+)\(/gm).map((name) => `Builder.${name}`);
      return [...methods, ...constants, ...built];
    },
  },
  dotnet: {
    files: /\.cs$/,
    types: /^ {4}public (?<kind>class|interface|enum) (?<name>\w+)/gm,
    members: (body, kind) =>
      kind === "enum"
        ? all(body, /^ {8}(\w+),?$/gm)
        : all(body, /^ {8}(?!private|protected|internal)[A-Za-z].*?(\w+)(?:\(.*)?$/gm),
  },
  go: {
    files: /(?<!checks|\/main|jsii|internal\/types)\.go$/,
    types: /^type (?<name>[A-Z]\w*) (?<kind>interface|struct|string)/gm,
    members(body, kind) {
      const [own = ""] = body.split(/^}$/m);
      const fields = kind === "enum" ? all(body, /^\t(\w+) \w+ = "/gm) : all(own, /^\t([A-Z]\w*)[ (]/gm);
      return [...fields, ...all(body, /^func ([A-Z]\w*)\(/gm)];
    },
  },
};

/** The keyword arguments of a constructor. */
function keywords(body: string): string[] {
  const signature = /^ {4}def __init__\(\n([\s\S]*?)^ {4}\) -> None:$/m.exec(body)?.[1] ?? "";
  const [, named = ""] = signature.split(/^ {8}\*,$/m);
  return all(named, /^ {8}(\w+):/gm).map((name) => `__init__(${name})`);
}

function all(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, name = ""]) => name);
}

/** What a package has in a language, whose code is in a folder. */
export function publicNames(language: Language, folder: string): PublicNames {
  const files = filesIn(folder).filter((name) => READERS[language].files.test(name));
  const found = files.flatMap((name) => {
    const module = /\bresources\//i.test(name) ? "resources." : "";
    return namesIn(readFileSync(path.join(folder, name), "utf8"), module, READERS[language]);
  });
  return new Map(found);
}

/** What the generators call differently here and there. */
const KINDS: Readonly<Record<string, string>> = { data_type: "struct", string: "enum" };

function namesIn(text: string, module: string, { types, members }: Reader): [type: string, members: string[]][] {
  const matches = [...text.matchAll(types)];
  return matches.flatMap(({ index, groups: { kind = "class", name = "" } = {} }, position): [string, string[]][] => {
    if (name.startsWith("_")) return [];
    const body = text.slice(text.indexOf("\n", text.indexOf(name, index)), matches[position + 1]?.index);
    const known = KINDS[kind] ?? kind;
    return [[`${known} ${module}${name}`, [...new Set(members(body, known))]]];
  });
}

/** The same without what is a language's custom: `type` and `type.member`, in lower case. */
export function comparable(names: PublicNames): ReadonlySet<string> {
  const found = [...names].flatMap(([kindAndType, members]) => {
    const type = kindAndType.replace(/^\w+ /, "");
    const prefix = `${type.replace(/^resources\./, "")}_`;
    const plain = members.flatMap((name) => [name.replace(prefix, ""), name.replace(/^get/, "")]);
    return [type, ...plain.map((name) => `${type}.${name}`)];
  });
  return new Set(found.map((name) => name.replaceAll("_", "").toLowerCase()));
}
