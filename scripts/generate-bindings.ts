/**
 * Generates the classes of src/constructs/generated from the provider's own schema, for each library. `--check` writes
 * nothing and fails, naming the files, if they are stale.
 */
import path from "node:path";
import { provider } from "../src/provider";
import { generateBindings } from "./bindings";
import { settle } from "./generated-files";
import { LIBRARIES } from "./libraries";

async function main(): Promise<void> {
  for (const library of LIBRARIES) {
    const folder = path.join(__dirname, "../src/constructs/generated", library);
    settle({ folder, owned: [""], files: await generateBindings(provider, library) }, "npm run generate:bindings");
  }
}

void main();
