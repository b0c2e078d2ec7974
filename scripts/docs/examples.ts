/**
 * The examples of the pages: `<folder>/<page>.tf`, and `<folder>/<page>.<what>.tf` for as many more as there are. Each
 * further one begins with a comment, which is the text before it. The first stands for itself.
 */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { filesIn } from "../generated-files";
import { code, paragraphs } from "./markdown";

export interface Examples {
  /** The examples of a page, as Markdown. */
  of(page: string, extension?: string): string;
  /** What a page says at length, from `<page>.md`; empty where there is no such file. No program ships it. */
  prose(page: string): string;
  /** What is wrong with the files, as sentences, once all pages have been asked for. */
  problems(): string[];
}

/** @param shownAs what messages call the folder */
export function openExamples(folder: string, shownAs: string): Examples {
  const all = filesIn(folder);
  const used = new Set<string>();
  const problems: string[] = [];
  return {
    of(page, extension = ".tf") {
      const first = `${page}${extension}`;
      if (!existsSync(path.join(folder, first)))
        problems.push(`${shownAs}/${first} is missing: write an example there.`);
      const further = all.filter((name) => isFurther(name, page, extension));
      for (const name of [first, ...further]) used.add(name);
      return paragraphs(
        ...[first].filter((name) => all.includes(name)).map((name) => code("terraform", read(folder, name))),
        ...further.map((name) => {
          const { text, rest } = splitComment(read(folder, name));
          if (text === "") problems.push(`${shownAs}/${name} must begin with a comment that says what it shows.`);
          return paragraphs(text, code("terraform", rest));
        }),
      );
    },
    prose(page) {
      const file = `${page}.md`;
      if (!all.includes(file)) return "";
      used.add(file);
      return read(folder, file);
    },
    problems: () => [
      ...problems,
      ...all.filter((name) => !used.has(name)).map((name) => `${shownAs}/${name} is an example of nothing.`),
    ],
  };
}

function isFurther(name: string, page: string, extension: string): boolean {
  if (!name.startsWith(`${page}.`) || !name.endsWith(extension)) return false;
  const what = name.slice(page.length + 1, -extension.length);
  return what !== "" && !what.includes("/");
}

function read(folder: string, name: string): string {
  return readFileSync(path.join(folder, name), "utf8").trim();
}

/** The comment at the top as a paragraph, and what comes after it. */
function splitComment(text: string): { readonly text: string; readonly rest: string } {
  const [comment = ""] = /^(#.*(\n|$))*/.exec(text) ?? [];
  const lines = comment.split("\n").map((line) => line.replace(/^# ?/, ""));
  return { text: lines.join("\n").trim(), rest: text.slice(comment.length).trim() };
}
