/**
 * Writes the registry pages of docs/ from what the provider declares, and from the examples of examples/docs, which the
 * tests apply. `--check` writes nothing and fails, naming the files, if pages are stale or belong to nothing.
 */
import path from "node:path";
import { provider } from "../src/provider";
import { openExamples } from "./docs/examples";
import { docsPages, PAGE_FOLDERS } from "./docs/pages";
import { settle } from "./generated-files";

const root = path.join(__dirname, "..");

const examples = openExamples(path.join(root, "examples/docs"), "examples/docs");
const files = docsPages(provider, {
  examples,
  subcategory: "Elastic Cloud Server (ECS)",
  more: "[Signing in](guides/authentication.md) shows each way with an example, and which comes first.",
});

const problems = examples.problems();
if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exitCode = 1;
} else {
  settle({ folder: path.join(root, "docs"), owned: PAGE_FOLDERS, files }, "npm run generate:docs");
}
