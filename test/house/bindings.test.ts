import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { generateBindings } from "../../scripts/bindings";
import { LIBRARIES } from "../../scripts/libraries";
import { run } from "../support/process";
import { root } from "../support/terraform";
import { library } from "./library/provider";

const { resources, dataSources = [] } = library;
const bindable = {
  ...library,
  resources: resources.filter(({ name }) => name !== "atlas"),
  dataSources: dataSources.filter(({ name }) => name !== "place"),
};

describe.each(LIBRARIES)("for %s", (name) => {
  let files: Map<string, string>;

  beforeAll(async () => {
    files = await generateBindings(bindable, name);
  });

  function source(kind: string): string {
    return files.get(`${kind}/index.ts`) ?? "";
  }

  test("everything that the library knows becomes a class", () => {
    const classes = [...files.values()].flatMap((text) => [
      ...text.matchAll(/^export class (\w+) extends \w+\.(Terraform\w+) /gm),
    ]);
    const forBoth = {
      Book: "TerraformResource",
      DataLibraryBooks: "TerraformDataSource",
      DataLibraryHours: "TerraformDataSource",
      LibraryProvider: "TerraformProvider",
      Loan: "TerraformResource",
      Volume: "TerraformResource",
    };
    const forCdktn = { EphemeralLibraryCard: "TerraformEphemeralResource" };
    expect(Object.fromEntries(classes.map(([, kind, base]) => [kind, base]))).toEqual({
      ...forBoth,
      ...(name === "cdktn" ? forCdktn : {}),
    });
  });

  test("functions become methods where the library knows functions", () => {
    const methods = [...source("provider-functions").matchAll(/^ {2}public (\w+)\(/gm)].map(([, method]) => method);
    expect(methods.sort()).toEqual(name === "cdktn" ? ["authors", "bookId", "motto", "oldest", "splitId"] : []);
  });

  test("resources are apart from everything else, as constructs are built on them", () => {
    expect(files.get("resources.ts")).toBe(
      'export * from "./book";\nexport * from "./loan";\nexport * from "./volume";\n',
    );
    const others = ["data-library-books", "data-library-hours", "provider"];
    const ofCdktn = name === "cdktn" ? ["ephemeral-library-card", "provider-functions"] : [];
    const exported = [...(files.get("index.ts") ?? "").matchAll(/^export \* from "\.\/(.*)";$/gm)];
    expect(exported.map(([, kind]) => kind).sort()).toEqual([...others, ...ofCdktn].sort());
  });

  test("nested attributes and blocks have types of their own, at any depth", () => {
    expect(source("book")).toContain("readonly author: BookAuthor;");
    expect(source("book")).toContain(`readonly chapters?: BookChapters[] | ${name}.IResolvable;`);
    expect(source("book")).toContain(`readonly figures?: BookChaptersFigures[] | ${name}.IResolvable;`);
    expect(source("book")).toContain(`readonly editions?: { [key: string]: BookEditions } | ${name}.IResolvable;`);
    expect(source("book")).toContain("readonly stamps?: BookStamps;");
    expect(source("book")).toContain(`readonly contact?: BookSupplierContact[] | ${name}.IResolvable;`);
    expect(source("data-library-books")).toContain("public get author()");
  });

  test("the classes accept every patch release", () => {
    expect(source("book")).toContain("providerVersionConstraint: '~> 3.4'");
  });

  test("the same declarations give the same bytes", async () => {
    expect([...(await generateBindings(bindable, name))]).toEqual([...files]);
  });

  test("the classes compile as strictly as those of the product", async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "huaweiecs-bindings-"));
    try {
      for (const [file, text] of files) {
        mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
        writeFileSync(path.join(folder, file), text);
      }
      symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
      const strict = { noEmit: true, rootDir: folder };
      const configuration = {
        extends: path.join(root, "src/constructs/tsconfig.json"),
        compilerOptions: strict,
        include: [folder],
      };
      writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify(configuration));
      const tsc = ["--no-install", "tsc", "-p", folder];
      const { status, stdout } = await run("npx", tsc, { cwd: root, env: process.env });
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
    await expect(generateBindings(provider, name)).rejects.toThrow(
      `CDKTF has no classes for ${what}: ${place}. Declare a nested attribute instead.`,
    );
  });
});
