import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { openExamples } from "../../scripts/docs/examples";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "huaweiecs-examples-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, text: string): void {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), text);
}

const open = () => openExamples(folder, "examples/docs");

test("an example is shown as it is written, with its comment", () => {
  write("resources/book.tf", "# Bought once.\nresource {}\n");
  const examples = open();
  expect(examples.of("resources/book")).toBe("```terraform\n# Bought once.\nresource {}\n```");
  expect(examples.problems()).toEqual([]);
});

test("further examples follow, each after the text in its comment", () => {
  write("resources/book.tf", "resource {}\n");
  write("resources/book.many.tf", "# Many of them,\n# `for_each` shelf:\n\n# The shelf.\nresource {}\n");
  write("resources/book.few.tf", "# A few.\nresource {}\n");
  const examples = open();
  expect(examples.of("resources/book")).toBe(
    [
      "```terraform\nresource {}\n```",
      "A few.",
      "```terraform\nresource {}\n```",
      "Many of them,\n`for_each` shelf:",
      "```terraform\n# The shelf.\nresource {}\n```",
    ].join("\n\n"),
  );
  expect(examples.problems()).toEqual([]);
});

test("an example of something else whose name begins alike is not mistaken for one", () => {
  write("resources/book.tf", "resource {}\n");
  write("resources/book_case.tf", "other {}\n");
  const examples = open();
  expect(examples.of("resources/book")).not.toContain("other");
  expect(examples.of("resources/book_case")).toContain("other");
  expect(examples.problems()).toEqual([]);
});

test("examples of a query have another extension", () => {
  write("list-resources/book.tfquery.hcl", "list {}\n");
  write("list-resources/book.some.tfquery.hcl", "# Some.\nlist {}\n");
  const examples = open();
  expect(examples.of("list-resources/book", ".tfquery.hcl")).toContain("Some.");
  expect(examples.problems()).toEqual([]);
});

test("a file that is missing is named", () => {
  const examples = open();
  expect(examples.of("resources/book")).toBe("");
  expect(examples.of("list-resources/book", ".tfquery.hcl")).toBe("");
  expect(examples.problems()).toEqual([
    "examples/docs/resources/book.tf is missing: write an example there.",
    "examples/docs/list-resources/book.tfquery.hcl is missing: write an example there.",
  ]);
});

test("a further example without a text is named", () => {
  write("resources/book.tf", "resource {}\n");
  write("resources/book.many.tf", "resource {}\n");
  const examples = open();
  examples.of("resources/book");
  expect(examples.problems()).toEqual([
    "examples/docs/resources/book.many.tf must begin with a comment that says what it shows.",
  ]);
});

test("a file that no page shows is named", () => {
  write("resources/book.tf", "resource {}\n");
  write("resources/bok.tf", "resource {}\n");
  write("resources/book.parts/main.tf", "# Parts.\nresource {}\n");
  const examples = open();
  examples.of("resources/book");
  expect(examples.problems()).toEqual([
    "examples/docs/resources/bok.tf is an example of nothing.",
    "examples/docs/resources/book.parts/main.tf is an example of nothing.",
  ]);
});
