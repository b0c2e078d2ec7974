/** The code of docs/guides/constructs.md: it compiles, and does what the guide says, with either library. */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { run } from "../support/process";
import { root, Workspace } from "../support/terraform";
import { WEB, WEB_PRIMARY } from "./support/ids";
import type { Written } from "./support/written";

const guide = readFileSync(path.join(root, "docs/guides/constructs.md"), "utf8");

function blocks(language: string): string {
  return [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, "gm"))]
    .map(([, code]) => code)
    .join("\n");
}

/** What the guide says of CDK Terrain: two names are replaced. */
function forLibrary(library: string, code: string): string {
  if (library === "cdktf") return code;
  return code
    .replaceAll('from "huaweiecs/constructs"', 'from "huaweiecs/constructs-cdktn"')
    .replaceAll(/(from|import) "cdktf/g, '$1 "cdktn');
}

let workspace: Workspace;

/** A project as a user has it. */
beforeEach(() => {
  workspace = new Workspace();
  const modules = path.join(workspace.directory, "node_modules");
  mkdirSync(path.join(modules, "@types"), { recursive: true });
  for (const name of ["cdktf", "cdktn", "constructs", "@types/jest", "@types/node"]) {
    symlinkSync(path.join(root, "node_modules", name), path.join(modules, name));
  }
  symlinkSync(root, path.join(modules, "huaweiecs"));
});

afterEach(() => workspace.remove());

async function tool(name: string, ...args: readonly string[]): Promise<string> {
  const program = path.join(root, "node_modules/.bin", name);
  const { status, stdout, stderr } = await run(program, args, { cwd: workspace.directory, env: workspace.env });
  if (status !== 0) throw new Error(`${name} exited with ${status}:\n${stdout}\n${stderr}`);
  return stdout + stderr;
}

async function compile(file: string): Promise<void> {
  const options = ["--strict", "--noEmit", "--skipLibCheck", "--module", "preserve", "--target", "es2022"];
  await tool("tsc", "--ignoreConfig", ...options, "--types", "node,jest", file);
}

describe.each(["cdktf", "cdktn"])("with %s", (library) => {
  test("the program compiles, and is synthesized to valid Terraform", async () => {
    writeFileSync(path.join(workspace.directory, "main.ts"), forLibrary(library, blocks("ts")));
    await compile("main.ts");
    expect(await tool("tsx", "main.ts")).toBe("");
    const stack = JSON.parse(workspace.read("cdktf.out/stacks/web/cdk.tf.json")) as Written;
    const settings = stack.resource?.huaweiecs_nic_attachment_setting ?? {};
    expect(Object.keys(settings).sort()).toEqual(
      ["adopted", "bare", "east-nics-kept", "first-of-the-others", "storage", "web-primary"].sort(),
    );
    expect(settings["web-primary"]).toMatchObject({
      server_id: WEB,
      port_id: WEB_PRIMARY,
      delete_on_termination: false,
      lifecycle: { ignore_changes: ["delete_on_termination"] },
      timeouts: { create: "30m" },
    });
    const terraform = (...args: string[]) => workspace.must("-chdir=cdktf.out/stacks/web", ...args, "-no-color");
    await terraform("init");
    expect(await terraform("validate")).toContain("The configuration is valid");
  }, 60_000);

  test("its policy warns of what is not exempt, and fails the synthesis where it says so", async () => {
    const strict = blocks("ts").replace("NicRetentionEnforcement.WARN", "NicRetentionEnforcement.ERROR");
    writeFileSync(path.join(workspace.directory, "main.ts"), forLibrary(library, strict));
    await expect(tool("tsx", "main.ts")).rejects.toThrow(
      /\[web\/first-of-the-others\/Resource\] NicRetentionPolicy wants/,
    );
  }, 60_000);

  test("the tests compile and pass", async () => {
    writeFileSync(path.join(workspace.directory, "web.test.ts"), forLibrary(library, blocks("typescript")));
    await compile("web.test.ts");
    const transform = { "\\.ts$": [path.join(root, "node_modules/@swc/jest"), { module: { type: "commonjs" } }] };
    const configuration = { rootDir: workspace.directory, transform, haste: { enableSymlinks: false } };
    const output = await tool("jest", "--config", JSON.stringify(configuration), "-i");
    expect(output).toContain("2 passed, 2 total");
  }, 60_000);
});
