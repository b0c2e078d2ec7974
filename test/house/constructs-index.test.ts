import { readFileSync } from "node:fs";
import path from "node:path";
import { filesIn } from "../../scripts/generated-files";
import { root } from "../support/terraform";

const folder = path.join(root, "src/constructs");

/** The constructs of a generated file, and the types of what an author gives to them. */
function forAuthors(file: string): string[] {
  const text = readFileSync(path.join(folder, "generated", file), "utf8");
  const constructs = text.matchAll(/^export class (\w+) extends cdktf\.Terraform/gm);
  // Types of what the provider alone fills in are empty.
  const given = text.matchAll(/^export interface (\w+)[^{]*\{\n(?! *\})/gm);
  return [...constructs, ...given].map(([, name = ""]) => name);
}

test("an author can import every construct, and every type of what is given to one", () => {
  const generated = filesIn(path.join(folder, "generated")).filter((file) => file.endsWith("/index.ts"));
  const index = readFileSync(path.join(folder, "index.ts"), "utf8");
  const exported = [...index.matchAll(/export \{([^}]*)\} from "\.\/generated\//g)].flatMap(([, names = ""]) =>
    names.split(",").map((name) => name.replace("type ", "").trim()),
  );
  expect(exported.filter((name) => name !== "").sort()).toEqual(generated.flatMap(forAuthors).sort());
});
