import { readFileSync } from "node:fs";
import path from "node:path";
import { constructsFor } from "../../scripts/constructs";
import { filesIn } from "../../scripts/generated-files";
import { LIBRARIES } from "../../scripts/libraries";
import { root } from "../support/terraform";

describe.each(LIBRARIES)("for %s", (library) => {
  const built = path.join(root, "dist", library === "cdktf" ? "constructs" : "constructs-cdktn");
  const folder = path.join(root, "src/constructs/generated", library);
  const generated = filesIn(folder).map((file) => readFileSync(path.join(folder, file), "utf8"));
  const exported = require(built) as Readonly<Record<string, unknown>> & { readonly resources: object };

  function classesThatExtend(base: string): string[] {
    return generated.flatMap((text) =>
      [...text.matchAll(new RegExp(`^export class (\\w+) extends \\w+\\.${base} `, "gm"))].map(([, name = ""]) => name),
    );
  }

  test("an author can import the provider and every data source", () => {
    const names = ["TerraformProvider", "TerraformDataSource"].flatMap(classesThatExtend);
    expect(names.length).toBeGreaterThan(1);
    expect(Object.keys(exported)).toEqual(expect.arrayContaining(names));
  });

  test("an author can import a construct for every resource, and the resource itself", () => {
    const names = classesThatExtend("TerraformResource");
    expect(names.length).toBeGreaterThan(2);
    expect(Object.keys(exported)).toEqual(expect.arrayContaining(names));
    expect(Object.keys(exported.resources)).toEqual(expect.arrayContaining(names));
    for (const name of names)
      expect(exported[name]).toHaveProperty("tfResourceType", tfTypeOf(exported.resources, name));
  });

  function tfTypeOf(resources: object, name: string): unknown {
    const found = Object.entries(resources).find(([each]) => each === name)?.[1];
    return found.tfResourceType;
  }

  test("the sources import from the library, and from no other package than constructs and Node", () => {
    const packages = [...constructsFor(library)].flatMap(([, text]) =>
      [...text.matchAll(/(?:from|import\(|require\() ?["']([^."'][^"']*)["']/g)].map(([, name]) => name),
    );
    expect([...new Set(packages)].sort()).toEqual([library, "constructs", "node:net"].sort());
  });
});

test("what is written by hand is the same for both libraries, but for the library's name", () => {
  const [cdktf, cdktn] = LIBRARIES.map((library) =>
    [...constructsFor(library)].filter(([name]) => !name.startsWith("generated")),
  );
  const renamed = cdktn?.map(([name, text]) => [name, text.replaceAll("cdktn", "cdktf")]);
  expect(renamed).toEqual(cdktf);
});
