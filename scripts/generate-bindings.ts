/**
 * Generates the CDKTF classes of src/constructs/generated from the provider's own schema. `--check` writes nothing
 * and fails, naming the files, if they are stale.
 */
import path from "node:path";
import { provider } from "../src/provider";
import { generateBindings } from "./bindings";
import { settle } from "./generated-files";

async function main(): Promise<void> {
  const folder = path.join(__dirname, "../src/constructs/generated");
  settle({ folder, owned: [""], files: await generateBindings(provider) }, "npm run generate:bindings");
}

void main();
