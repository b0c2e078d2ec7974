import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { bringUpToDate, findDifferences } from "../../scripts/generated-files";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "huaweiecs-generated-"));
  mkdirSync(path.join(folder, "pages/old"), { recursive: true });
  for (const name of ["by-hand.md", "pages/same.md", "pages/other.md", "pages/old/gone.md"]) {
    writeFileSync(path.join(folder, name), "as it was");
  }
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const files = new Map([
  ["pages/same.md", "as it was"],
  ["pages/other.md", "as it is"],
  ["pages/new/page.md", "as it is"],
]);
const generated = (owned: string) => ({ folder, owned: [owned, "nowhere"], files });

test("what differs, what is missing and what nothing is generated for are told apart", () => {
  expect(findDifferences(generated("pages"))).toEqual({
    stale: ["pages/other.md", "pages/new/page.md"],
    obsolete: ["pages/old/gone.md"],
  });
});

test("a file outside of the generator's folders is nobody's business", () => {
  expect(findDifferences(generated("pages")).obsolete).not.toContain("by-hand.md");
  expect(findDifferences(generated("")).obsolete).toContain("by-hand.md");
});

test("once all is up to date there are no differences, and what was right is not written again", () => {
  const before = statSync(path.join(folder, "pages/same.md")).mtimeMs;
  bringUpToDate(generated("pages"));
  expect(findDifferences(generated("pages"))).toEqual({ stale: [], obsolete: [] });
  expect(readFileSync(path.join(folder, "pages/new/page.md"), "utf8")).toBe("as it is");
  expect(existsSync(path.join(folder, "pages/old"))).toBe(false);
  expect(existsSync(path.join(folder, "by-hand.md"))).toBe(true);
  expect(statSync(path.join(folder, "pages/same.md")).mtimeMs).toBe(before);
});
