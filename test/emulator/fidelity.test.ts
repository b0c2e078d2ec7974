import { readFileSync } from "node:fs";
import { handlerOf, markedComments, page, pageWithTables, servedRoutes, sourceFiles } from "./fidelity";

const comments = markedComments();

test.each(comments.map((comment) => [`${comment.file} ${comment.name}`, comment] as const))(
  "%s has one mark, which is documented, observed or assumed; the first two name their source",
  (_name, { name, marks, sentence, namesSource }) => {
    expect(marks).toEqual([expect.stringMatching(/^(documented|observed|assumed)$/)]);
    expect(name).not.toBe("");
    expect(sentence).not.toBe("");
    expect(namesSource || marks[0] === "assumed").toBe(true);
  },
);

test("every operation has a function of its name with a mark", async () => {
  const names = new Set(comments.filter(({ file }) => file.startsWith("routes/")).map(({ name }) => name));
  const unmarked = (await servedRoutes()).filter(({ operation }) => !names.has(handlerOf(operation)));
  expect(unmarked).toEqual([]);
});

test("every function that makes an error body has a mark", () => {
  const marked = new Set(comments.map(({ file, name }) => `${file} ${name}`));
  const unmarked = new Set<string>();
  for (const [file, text] of sourceFiles()) {
    for (const call of text.matchAll(/(?<!function )\b(?:ecs|nova|vpc|keystone|gateway)Error\(/g)) {
      const before = text.slice(0, call.index).matchAll(/^ *(?:export )?(?:async )?(?:function|const) (\w+)/gm);
      const maker = [...before]
        .map(([, name]) => `${file} ${name}`)
        .findLast((name) => marked.has(name) || isFunction(text, name));
      if (!marked.has(maker ?? "")) unmarked.add(maker ?? file);
    }
  }
  // The first tells of the emulator's own disk, the second is what the marked ones beside it are made with.
  expect([...unmarked]).toEqual(["api.ts carryOut", "fault-responses.ts response"]);
});

function isFunction(text: string, name: string): boolean {
  return new RegExp(`^ *(export )?(async )?function ${name.split(" ")[1]}\\b`, "m").test(text);
}

test.each([
  ...sourceFiles()
    .map(([file]) => file)
    .filter((file) => /^(routes|wire)\//.test(file) && !/\/(route|admin)\.ts$/.test(file)),
  "addresses.ts",
  "answer.ts",
  "api.ts",
  "authentication.ts",
  "cloud-state.ts",
  "fault-responses.ts",
  "jobs.ts",
  "settings.ts",
  "signature.ts",
])("%s has a mark", (file) => {
  expect(comments.some((comment) => comment.file === file)).toBe(true);
});

test("the tables of the page are those of the sources (npx tsx test/emulator/write-tables.ts)", async () => {
  expect(readFileSync(page, "utf8")).toBe(await pageWithTables());
});
