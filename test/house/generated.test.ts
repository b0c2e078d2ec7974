import path from "node:path";
import { provider } from "../../src/provider";
import { run } from "../support/process";
import { providerHcl, root, Workspace } from "../support/terraform";
import { ourSchemaLike, printedSchema } from "./support/printed-schema";

async function check(script: string): Promise<string> {
  const tsx = path.join(root, "node_modules/.bin/tsx");
  const { status, stderr } = await run(tsx, [path.join(root, "scripts", script), "--check"], {
    cwd: root,
    env: { ...process.env, TF_CLI_CONFIG_FILE: undefined },
  });
  return status === 0 ? "fresh" : stderr;
}

test.each([
  ["the protocol messages", "generate-protocol.ts"],
  ["the CDKTF bindings", "generate-bindings.ts"],
  ["the docs pages", "generate-docs.ts"],
])("%s are what their generator makes of the sources now", async (_what, script) => {
  expect(await check(script)).toBe("fresh");
});

test("the schema that bindings and docs are made from is the one that Terraform reads from the built provider", async () => {
  const workspace = new Workspace();
  try {
    workspace.write(providerHcl("http://127.0.0.1:9"));
    await workspace.init();
    const printed = await printedSchema(workspace);
    expect(printed).toEqual(ourSchemaLike(printed, provider));
  } finally {
    workspace.remove();
  }
});
