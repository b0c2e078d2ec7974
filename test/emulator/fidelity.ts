import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ServedRoute, startEmulator } from "../../src/emulator";

const root = join(__dirname, "../../src/emulator");

/** The page that has the tables. */
export const page = join(__dirname, "../../docs/emulator.md");

export interface MarkedComment {
  file: string;
  /** The name of what follows: a function, a constant, a class or a method. */
  name: string;
  /** Every mark in the comment. */
  marks: string[];
  /** What the comment says first. */
  sentence: string;
  namesSource: boolean;
}

/** Every source file of the emulator, as a path from its folder, with its text. */
export function sourceFiles(): [file: string, text: string][] {
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .sort()
    .map((file) => [file.replaceAll("\\", "/"), readFileSync(join(root, file), "utf8")]);
}

const comment = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*(?:export )?(?:async )?(?:function |const |class )?([#\w]*)/g;

/** The comments with a mark, in the order of the files. */
export function markedComments(): MarkedComment[] {
  return sourceFiles().flatMap(([file, text]) =>
    [...text.matchAll(comment)].flatMap(([, said = "", name = ""]) => {
      const marks = [...said.matchAll(/@fidelity +(\S+)/g)].map(([, mark = ""]) => mark);
      return marks.length === 0
        ? []
        : [{ file, name, marks, sentence: firstSentence(said), namesSource: said.includes("Source: ") }];
    }),
  );
}

function firstSentence(said: string): string {
  const [before = ""] = said.split("@fidelity");
  const text = before
    .replace(/^\s*\* ?/gm, " ")
    .replace(/\s+/g, " ")
    .trim();
  return /^.*?\.(?=\s|$)/.exec(text)?.[0] ?? text;
}

/** What an emulator serves. */
export async function servedRoutes(): Promise<readonly ServedRoute[]> {
  const emulator = await startEmulator();
  await emulator.stop();
  return emulator.routes;
}

/** The name of the function that carries out an operation. */
export function handlerOf(operation: string): string {
  return operation.charAt(0).toLowerCase() + operation.slice(1);
}

/** The page with its tables as the sources have them. */
export async function pageWithTables(): Promise<string> {
  const comments = markedComments();
  const routes = await servedRoutes();
  const handlers = new Set(routes.map(({ operation }) => handlerOf(operation)));
  const routeRows = routes.map(({ operation, method, path }) => {
    const mark = comments.find(({ name }) => name === handlerOf(operation))?.marks.join(" ") ?? "";
    return `| ${operation} | \`${method} ${path.replace(/:(\w+)/g, "{$1}")}\` | ${mark} |`;
  });
  const behaviourRows = comments
    .filter(({ name }) => !handlers.has(name))
    .map(({ file, marks, sentence }) => `| ${sentence} | \`${file}\` | ${marks.join(" ")} |`);
  const tables: [string, string][] = [
    ["routes", ["| operation | request | fidelity |", "|---|---|---|", ...routeRows].join("\n")],
    ["behaviours", ["| behaviour | in | fidelity |", "|---|---|---|", ...behaviourRows].join("\n")],
  ];
  return tables.reduce(
    (text, [name, table]) =>
      text.replace(
        new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- end of ${name} -->)`),
        (_whole, begin: string, end: string) => `${begin}${table}\n${end}`,
      ),
    readFileSync(page, "utf8"),
  );
}
