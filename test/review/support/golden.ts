/** Reports as they should be, one file each. `GOLDEN=write npx jest test/review` writes them anew, for a look at the diff. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const isWriting = process.env.GOLDEN === "write";

export function expectGolden(name: string, text: string): void {
  const file = path.join(__dirname, "../golden", name);
  if (isWriting) writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, "utf8"));
}

/** The page has a block of code in the language that is the text. */
export function expectShown(page: string, language: string, text: string): void {
  const before = readFileSync(page, "utf8");
  const opening = `\n\`\`\`${language}\n`;
  const start = before.indexOf(opening) + opening.length;
  const end = before.indexOf("```\n", start);
  if (isWriting) writeFileSync(page, before.slice(0, start) + text + before.slice(end));
  else expect(before.slice(start, end)).toBe(text);
}
