import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { run } from "../support/process";
import { root, Workspace } from "../support/terraform";

const readme = readFileSync(path.join(root, "README.md"), "utf8");

function codeBlock(language: string): string {
  const [, code] = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(readme) ?? [];
  if (code === undefined) throw new Error(`The README has no ${language} example.`);
  return code;
}

let workspace: Workspace;

beforeEach(() => {
  workspace = new Workspace();
});

afterEach(() => workspace.remove());

test("the README's HCL example is valid", async () => {
  workspace.write(codeBlock("terraform"));
  await workspace.init();
  expect(await workspace.must("validate", "-no-color")).toContain("The configuration is valid");
});

test("the README's TypeScript example synthesizes to the same setting", async () => {
  const { directory } = workspace;
  mkdirSync(path.join(directory, "node_modules"));
  for (const name of ["cdktf", "constructs"]) {
    symlinkSync(path.join(root, "node_modules", name), path.join(directory, "node_modules", name));
  }
  symlinkSync(root, path.join(directory, "node_modules/huaweiecs"));
  writeFileSync(path.join(directory, "main.ts"), codeBlock("ts"));
  const tsx = path.join(root, "node_modules/.bin/tsx");
  const { status, stderr } = await run(tsx, ["main.ts"], { cwd: directory, env: workspace.env });
  expect(stderr).toBe("");
  expect(status).toBe(0);

  const stack = JSON.parse(workspace.read("cdktf.out/stacks/retain-nics/cdk.tf.json"));
  const [, portId] = /port_id\s+= "(.*)"/.exec(codeBlock("terraform")) ?? [];
  expect(stack.resource.huaweiecs_nic_attachment_setting).toMatchObject({
    "web-primary": { port_id: portId, delete_on_termination: false },
  });
});
