/** Names as they should be, a file for each language. `GOLDEN=write npx jest test/packages` writes them anew, for a look at the diff. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Library } from "../../../scripts/libraries";
import type { Language } from "../../../scripts/packages/languages";
import type { PublicNames } from "./public-names";

/** The file tells once what both packages have, and of the rest in which it is. */
export function expectNames(language: Language, names: Readonly<Record<Library, PublicNames>>): void {
  const file = path.join(__dirname, "../golden", `${language}.txt`);
  const text = listing(names);
  if (process.env.GOLDEN === "write") writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, "utf8"));
}

function listing({ cdktf, cdktn }: Readonly<Record<Library, PublicNames>>): string {
  const lines = union(cdktf.keys(), cdktn.keys()).flatMap((type) => {
    const [first = [], second = []] = [cdktf.get(type), cdktn.get(type)];
    const mark = (where: [boolean, boolean]) => (where[0] && where[1] ? "" : where[0] ? "  (cdktf)" : "  (cdktn)");
    const whole = mark([cdktf.has(type), cdktn.has(type)]);
    const members = union(first, second).map(
      (name) => `  ${name}${whole === "" ? mark([first.includes(name), second.includes(name)]) : ""}`,
    );
    return [`${type}${whole}`, ...members];
  });
  return `${lines.join("\n")}\n`;
}

function union(...lists: Iterable<string>[]): string[] {
  return [...new Set(lists.flatMap((list) => [...list]))].sort();
}
