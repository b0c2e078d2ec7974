import path from "node:path";
import type { Examples } from "../../scripts/docs/examples";
import { docsPages } from "../../scripts/docs/pages";
import { library } from "./library/provider";

const examples: Examples = {
  of: (page, extension = ".tf") => `The example in ${page}${extension}.`,
  prose: (page) => (page === "resources/book" ? "What is said at length of books." : ""),
  problems: () => [],
};

const pages = docsPages(library, { examples, subcategory: "Books", more: "More is elsewhere." });

function text(page: string): string {
  const found = pages.get(page);
  if (found === undefined) throw new Error(`There is no ${page}.`);
  return found;
}

/** What stands under a heading, up to the next one of the same level or above. */
function under(page: string, heading: string): string {
  const level = heading.indexOf(" ");
  const [, rest = ""] = text(page).split(`\n${heading}\n`);
  return rest.split(new RegExp(`\n(?=(?:<a [^\n]*\n)?#{1,${level}} )`))[0]?.trim() ?? "";
}

const book = "resources/book.md";

test("everything that is declared has a page", () => {
  expect([...pages.keys()].sort()).toEqual([
    "actions/lend.md",
    "data-sources/books.md",
    "data-sources/hours.md",
    "data-sources/place.md",
    "ephemeral-resources/card.md",
    "functions/authors.md",
    "functions/book_id.md",
    "functions/motto.md",
    "functions/oldest.md",
    "functions/split_id.md",
    "index.md",
    "list-resources/book.md",
    "list-resources/loan.md",
    "resources/atlas.md",
    "resources/book.md",
    "resources/loan.md",
    "resources/volume.md",
  ]);
});

test.each([
  [book, "library_book resource", "library_book (resource)", "A book on a shelf."],
  ["data-sources/books.md", "library_books data source", "library_books (data source)", "Finds books."],
  ["list-resources/book.md", "library_book list resource", "library_book (list resource)", "Every book of a shelf."],
  ["functions/book_id.md", "book_id function", "book_id (function)", "The id of a book."],
])("%s begins with what the registry's menu and search show", (page, title, heading, summary) => {
  expect(text(page)).toMatch(
    `---\npage_title: "${title}"\nsubcategory: "Books"\ndescription: |-\n  ${summary}\n---\n\n# ${heading}\n\n${summary}\n\n`,
  );
});

test("what the declaration describes at length follows", () => {
  expect(text(book)).toContain("\n\nA book on a shelf.\n\nBuys the book, and gives it away in the end.\n\n");
});

test("the provider's own page is at the top of the menu, and has more at its end", () => {
  expect(text("index.md")).toMatch('---\npage_title: "library"\ndescription: |-\n');
  expect(text("index.md")).toMatch(/\n\nMore is elsewhere\.\n$/);
});

test.each([
  ["index.md", "provider.tf"],
  [book, "resources/book.tf"],
  ["data-sources/hours.md", "data-sources/hours.tf"],
  ["ephemeral-resources/card.md", "ephemeral-resources/card.tf"],
  ["actions/lend.md", "actions/lend.tf"],
  ["functions/motto.md", "functions/motto.tf"],
  ["list-resources/book.md", "list-resources/book.tfquery.hcl"],
])("%s shows the example in %s", (page, example) => {
  expect(under(page, "## Example")).toBe(`The example in ${example}.`);
});

test("arguments that must be given come first, blocks among them", () => {
  const [required, optional] = under(book, "## Arguments").split("\n\nOptional:\n\n");
  const names = (list = "") => [...list.matchAll(/^- `(\w+)`/gm)].map(([, name]) => name);
  expect(required).toMatch(/^Required:\n\n/);
  expect(names(required)).toEqual(["shelf_id", "title", "author", "wrapping", "supplier", "award"]);
  expect(names(optional)).toEqual(
    [
      ["chapters", "editions", "binding", "copies", "keywords", "comment", "branch", "prices", "index", "extra"],
      ["stamp", "cover", "jacket", "stamps", "spine", "review", "timeouts"],
    ].flat(),
  );
});

test.each([
  ["a rule as a sentence", "`born` (number) - The year. Must be a whole number of at least 1."],
  ["no rule that goes without saying", "`title` (string, a change replaces the resource) - What it is called.\n"],
  ["a default", "How it is bound. Defaults to `paper`. Must be one of `paper`, `cloth`.\n"],
  ["a default that is empty", 'What people say,\n  in their words. Defaults to `""`.\n'],
  ["a default that is a list", 'What it is about. Defaults to `["new", "unread"]`.\n'],
  ["a default that the description says already once", "How many to buy. Defaults to one.\n"],
  ["what to use instead", "`cover` (string) - A picture. Deprecated: Use jacket.\n"],
  ["that a change replaces the resource", "`binding` (string, a change replaces the resource) - "],
  ["that some changes replace it", "`copies` (number, some changes replace the resource) - "],
  ["that what is written replaces it", "`branch` (string, another value in the configuration replaces the resource)"],
  ["that a value is secret and stored nowhere", "`stamp` (string, sensitive, write-only) - "],
  ["that a value may be anything", "`extra` (any type) - "],
  ["a type of types", "`prices` (map of number) - "],
  ["several lines as one item", "\n- `comment` (string) - What people say,\n  in their words."],
  ["how often a block must be written", "`award` (block, repeatable, at least 2) - "],
  ["that a block of a list may be written once", "`spine` (block) - "],
  ["how often a block may be written", "`supplier` (block, repeatable, at most 3) - "],
  ["that a block is written once", "`jacket` (block) - "],
])("an argument says %s", (_what, item) => {
  expect(text(book)).toContain(item);
});

test("a block of mode map has a label", () => {
  expect(under("resources/atlas.md", "## Arguments")).toContain("- `map` (block with a label, repeatable) - By place.");
});

test("a rule between arguments stands below them", () => {
  expect(under(book, "## Arguments")).toMatch(/\n\nAt most one of `cover`, `prices` may be set\.$/);
  expect(under("index.md", "## Arguments")).toMatch(/\n\nAt most one of `city`, `country` may be set\.$/);
});

test("what the provider fills in is listed apart, without what concerns its writer", () => {
  expect(under(book, "## Attributes")).toBe(
    [
      "Besides the arguments, these are exported:\n",
      "- `id` (string) - Its id.",
      "- `loans` (list of object) - Who has had it. See [below](#nested--loans).",
      "- `branch` (string, may be null) - The branch of the library.",
      "- `shelves_before` (list of object) - Where it stood. See [below](#nested--shelves_before).",
    ].join("\n"),
  );
  expect(under("data-sources/hours.md", "## Attributes")).toBe("These are exported:\n\n- `text` (string) - The hours.");
  expect(text("data-sources/hours.md")).not.toContain("## Arguments");
});

describe("a nested object has a section that its argument leads to", () => {
  test.each([
    ["an attribute", "author", "- `name` (string) - In full."],
    ["an attribute in an attribute", "chapters.figures", "- `caption` (string) - Below it."],
    ["a map", "editions", "- `pages` (number) - How many."],
    ["a block", "jacket", "- `colour` (string) - Its colour."],
    ["a group", "stamps", "- `ink` (string) - Its colour."],
    ["a block in a block", "supplier.contact", "- `mail` (string) - An address."],
    ["a plain type", "shelves_before", "- `shelf_id` (string)"],
    ["a plain type in a plain type", "index.places", "- `page` (number)"],
  ])("%s", (_what, path, item) => {
    expect(under(book, `### \`${path}\``)).toContain(item);
    const anchor = `nested--${path.replace(".", "--")}`;
    expect(text(book)).toContain(`See [below](#${anchor}).`);
    expect(text(book)).toContain(`<a id="${anchor}"></a>\n### \`${path}\`\n`);
  });

  test("and says which of its attributes must be given, may be given, and are exported", () => {
    expect(under(book, "### `author`")).toBe(
      [
        "Required:\n\n- `name` (string) - In full.",
        "Optional:\n\n- `born` (number) - The year. Must be a whole number of at least 1.",
        "Read-only:\n\n- `also_wrote` (list of string) - Other titles.",
      ].join("\n\n"),
    );
    expect(under(book, "### `shelves_before`")).toMatch(/^Read-only:/);
    expect(under(book, "### `index`")).toMatch(/^Required:/);
    expect(under(book, "### `loans`")).toBe("Read-only:\n\n- `reader` (string, sensitive) - Who.");
  });
});

test("the timeouts have a section of their own, with their defaults", () => {
  expect(under(book, "## Timeouts")).toContain("\n- `delete` - Defaults to `1h30m`.");
  expect(under("data-sources/books.md", "## Timeouts")).toContain("- `read` - Defaults to `2m`.");
  expect(text("data-sources/hours.md")).not.toContain("## Timeouts");
  expect(text(book)).not.toContain("### `timeouts`");
});

test("a resource says what it can be moved from, and how", () => {
  expect(under(book, "## Moving")).toContain(
    "From `library_volume`:\n\n```terraform\nmoved {\n  from = library_volume.example\n  to   = library_book.example\n}\n```",
  );
  expect(under(book, "## Moving")).toContain("From `archive_item` of the provider `elsewhere/archive`:");
  expect(text("resources/volume.md")).not.toContain("## Moving");
});

test("a resource says how it is imported by id, with what must be in the id", () => {
  const imports = under(book, "## Import");
  expect(imports).toContain("The import id is `[<branch>/]<shelf_id>/<title>`.");
  expect(imports).toContain(
    'import {\n  to = library_book.example\n  id = "4f4b3dfa-eb70-47cf-a60a-998a53bd598a/example-title"\n}',
  );
  expect(imports).toContain("terraform import library_book.example 4f4b3dfa-eb70-47cf-a60a-998a53bd598a/example-title");
  expect(text("resources/volume.md")).not.toContain("## Import");
});

test("a resource says how it is imported by identity, with the values of the id", () => {
  const imports = under(book, "## Import");
  expect(imports).toContain(
    'identity = {\n    shelf_id = "4f4b3dfa-eb70-47cf-a60a-998a53bd598a"\n    title    = "example-title"\n  }',
  );
  expect(imports).toContain("- `title` (string, required) - What it is called.");
  expect(imports).toContain("- `branch` (string, optional) - The branch of the library.");
});

test("an import gives what the id must name, be it optional in a configuration, in the form of its type", () => {
  const imports = under("resources/loan.md", "## Import");
  expect(imports).toContain('  id = "4f4b3dfa-eb70-47cf-a60a-998a53bd598a/1"\n');
  expect(imports).toContain(
    'identity = {\n    book_id = "4f4b3dfa-eb70-47cf-a60a-998a53bd598a"\n    number  = 1\n    readers = ["example-readers"]\n    overdue = true\n  }',
  );
  expect(imports).toContain("- `number` (number, required) - ");
});

test("what is deprecated says so first of all", () => {
  expect(text("resources/volume.md")).toContain(
    "# library_volume (resource)\n\n~> **Deprecated.** Use library_book.\n\nA book of a series.",
  );
});

test("a list says where its arguments are written, and what it finds", () => {
  const page = "list-resources/book.md";
  expect(text(page)).toContain("finds objects of the resource [library_book](../resources/book.md).");
  expect(under(page, "## Arguments")).toMatch(/^The `config` block takes these\.\n\nRequired:\n\n- `shelf_id`/);
  expect(under(page, "## Results")).toContain("- `shelf_id` (string) - Where it stands.");
  expect(under(page, "## Timeouts")).toContain("- `list` - Defaults to `5m`.");
  expect(text("list-resources/loan.md")).not.toContain("## Arguments");
});

test("a function has a signature as a module would write its types", () => {
  expect(under("functions/book_id.md", "## Signature")).toContain(
    "provider::library::book_id(shelf_id string, title string) string",
  );
  expect(under("functions/oldest.md", "## Signature")).toContain(
    "provider::library::oldest(strict bool, books object({ title = string, year = number })...) object({ title = string, authors = list(object({ name = string })) })",
  );
  expect(under("functions/split_id.md", "## Signature")).toContain(
    "provider::library::split_id(id string) tuple([string, string])",
  );
  expect(under("functions/authors.md", "## Signature")).toContain("(book any) list(object({ name = string }))");
  expect(under("functions/motto.md", "## Signature")).toContain("provider::library::motto() string");
});

test("a function says what each argument is, in order, and which comes any number of times", () => {
  expect(under("functions/oldest.md", "## Arguments")).toBe(
    "1. `strict` (bool, may be null) - Whether all must have a year.\n2. `books` (object, any number of times) - The books.",
  );
  expect(under("functions/book_id.md", "## Arguments")).toContain("1. `shelf_id` (string) - The shelf. Must be a UUID");
  expect(text("functions/motto.md")).not.toContain("## Arguments");
});

test("a function says what it returns", () => {
  expect(under("functions/book_id.md", "## Return type")).toBe("`string`");
  expect(under("functions/split_id.md", "## Return type")).toBe("`tuple of string, string`");
  expect(under("functions/authors.md", "## Return type")).toBe("`list of object`, each with:\n\n- `name` (string)");
  expect(under("functions/oldest.md", "## Return type")).toBe(
    "`object` with:\n\n- `title` (string)\n- `authors` (list of object)",
  );
});

test.each([...pages])("%s has no empty section and no gap", (name, page) => {
  expect(page).not.toMatch(/\n\n\n|undefined/);
  const headings = page.match(/^##+ .*$/gm) ?? [];
  expect(headings.filter((heading) => under(name, heading) === "")).toEqual([]);
});

test.each([...pages])("%s has links to pages and places that exist alone", (name, page) => {
  const links = [...page.matchAll(/\]\(([^)]*)\)/g)].map(([, link = ""]) => link);
  const isThere = (link: string) =>
    link.startsWith("#")
      ? page.includes(`<a id="${link.slice(1)}"></a>`)
      : pages.has(path.posix.join(path.posix.dirname(name), link));
  expect(links.filter((link) => !isThere(link))).toEqual([]);
});

test("a page says at length what stands beside the examples, and no program ships", () => {
  expect(text(book)).toContain("\n\nWhat is said at length of books.\n\n## Example");
});
