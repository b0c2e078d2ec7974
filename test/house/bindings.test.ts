import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { generateBindings } from "../../scripts/bindings";
import { run } from "../support/process";
import { root } from "../support/terraform";
import { library } from "./library/provider";

const { resources, dataSources = [] } = library;
const bindable = {
  ...library,
  resources: resources.filter(({ name }) => name !== "atlas"),
  dataSources: dataSources.filter(({ name }) => name !== "place"),
};

let files: Map<string, string>;

beforeAll(async () => {
  files = await generateBindings(bindable);
});

function source(name: string): string {
  return files.get(`${name}/index.ts`) ?? "";
}

test("resources, data sources and the provider become classes", () => {
  const classes = [...files.values()].flatMap(
    (text) => text.match(/^export class \w+ extends cdktf\.Terraform\w+/gm) ?? [],
  );
  expect(classes.sort()).toEqual([
    "export class Book extends cdktf.TerraformResource",
    "export class DataLibraryBooks extends cdktf.TerraformDataSource",
    "export class DataLibraryHours extends cdktf.TerraformDataSource",
    "export class LibraryProvider extends cdktf.TerraformProvider",
    "export class Loan extends cdktf.TerraformResource",
    "export class Volume extends cdktf.TerraformResource",
  ]);
});

test("nested attributes and blocks have types of their own, at any depth", () => {
  expect(source("book")).toContain("readonly author: BookAuthor;");
  expect(source("book")).toContain("readonly chapters?: BookChapters[] | cdktf.IResolvable;");
  expect(source("book")).toContain("readonly figures?: BookChaptersFigures[] | cdktf.IResolvable;");
  expect(source("book")).toContain("readonly editions?: { [key: string]: BookEditions } | cdktf.IResolvable;");
  expect(source("book")).toContain("readonly stamps?: BookStamps;");
  expect(source("book")).toContain("readonly contact?: BookSupplierContact[] | cdktf.IResolvable;");
  expect(source("data-library-books")).toContain("public get author()");
});

test("the classes accept every patch release", () => {
  expect(source("book")).toContain("providerVersionConstraint: '~> 3.4'");
});

test("the same declarations give the same bytes", async () => {
  expect([...(await generateBindings(bindable))]).toEqual([...files]);
});

test("the classes compile as strictly as those of the product", async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "huaweiecs-bindings-"));
  try {
    for (const [name, text] of files) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
    symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
    const strict = { noEmit: true, rootDir: folder };
    const configuration = {
      extends: path.join(root, "src/constructs/tsconfig.json"),
      compilerOptions: strict,
      include: [folder],
    };
    writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify(configuration));
    const { status, stdout } = await run("npx", ["--no-install", "tsc", "-p", folder], { cwd: root, env: process.env });
    expect(stdout).toBe("");
    expect(status).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);

test.each([
  ["a block of mode map", { ...bindable, resources }, "library_atlas.map"],
  ["a tuple", { ...bindable, dataSources }, "library_place.at"],
])("%s, which there are no classes for, is refused by name", async (what, provider, place) => {
  await expect(generateBindings(provider)).rejects.toThrow(
    `CDKTF has no classes for ${what}: ${place}. Declare a nested attribute instead.`,
  );
});
