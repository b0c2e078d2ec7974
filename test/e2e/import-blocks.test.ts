import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Emulator, generateSeed, type Seed, startEmulator } from "../../src/emulator";
import { type Run, run } from "../support/process";
import { providerHcl, root, type Workspace, workspaceFor } from "../support/terraform";

const huaweiecs = path.join(root, "dist/huaweiecs");

const WEB = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21";
const TWIN = "9f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21";
const ODD = "af14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21";
const LONE = "bf14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21";
const NOBODY = "00000000-2d0b-4e7a-9c55-1b6e0d3f7a21";

/** A name that would be code in HCL or TypeScript, if it got there as it is. */
const ODD_NAME = ["数据库-1", '"$', "{path.cwd}", "%{ if true }", "*/ `\\ \u202e 🚀", '\nresource "x" "y" {}'].join("");

/** Of all kinds: primary and others, IPv6, no address, both settings, the source/destination check off, odd names, twins. */
const FLEET: Seed = {
  servers: [
    {
      id: WEB,
      name: "web-1",
      tags: ["stage=test", "team=a"],
      nics: [
        {
          port_id: "c5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057",
          delete_on_termination: false,
          fixed_ips: ["192.168.16.120"],
        },
        {
          port_id: "d5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057",
          delete_on_termination: true,
          primary: true,
          fixed_ips: ["192.168.0.10", "2407:c080:1200:13a::5"],
        },
        { port_id: "35d20f8a-7b3e-4a96-b0f4-2e81d6c9a057", delete_on_termination: false, fixed_ips: [] },
        {
          port_id: "15d20f8a-7b3e-4a96-b0f4-2e81d6c9a057",
          delete_on_termination: true,
          fixed_ips: ["192.168.16.121"],
          allowed_address_pairs: [{ ip_address: "1.1.1.1/0" }, { ip_address: "192.168.16.200" }],
        },
      ],
    },
    {
      id: TWIN,
      name: "web-1",
      tags: ["stage=live"],
      nics: [
        { port_id: "e5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057", delete_on_termination: false, fixed_ips: ["192.168.0.11"] },
        { port_id: "f5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057", delete_on_termination: true, fixed_ips: ["192.168.16.11"] },
      ],
    },
    {
      id: ODD,
      name: ODD_NAME,
      nics: [
        { port_id: "05d20f8a-7b3e-4a96-b0f4-2e81d6c9a057", delete_on_termination: true, fixed_ips: ["192.168.0.12"] },
        {
          port_id: "25d20f8a-7b3e-4a96-b0f4-2e81d6c9a057",
          delete_on_termination: true,
          fixed_ips: ["2407:c080:1200:13a::6"],
        },
      ],
    },
    {
      id: LONE,
      name: "lone",
      nics: [
        { port_id: "45d20f8a-7b3e-4a96-b0f4-2e81d6c9a057", delete_on_termination: true, fixed_ips: ["192.168.0.13"] },
      ],
    },
  ],
};

/** How many resources adopt the fleet, by the arguments that say which. */
const ADOPTED: [string[], number][] = [
  [["--resource", "setting"], 9],
  [["--resource", "setting", "--no-include-primary"], 5],
  [["--resource", "policy"], 4],
  [["--resource", "attachment"], 5],
  [["--resource", "attachment", "--include-primary"], 9],
];

let emulator: Emulator;
let workspace: Workspace;

beforeEach(async () => {
  emulator = await startEmulator({ seed: FLEET });
  workspace = workspaceFor(emulator);
});

afterEach(async () => {
  workspace.remove();
  await emulator.stop();
});

function endpoints(): string[] {
  return ["ecs", "vpc", "iam"].flatMap((service) => ["--endpoint", `${service}=${emulator.url}`]);
}

function importBlocks(args: readonly string[], env: Record<string, string | undefined> = {}): Promise<Run> {
  const options = { cwd: workspace.directory, env: { ...workspace.env, ...env } };
  return run(huaweiecs, ["import-blocks", ...endpoints(), ...args], options);
}

/** What it writes to the standard output when all goes well, which it does without another word. */
async function written(...args: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await importBlocks(args);
  expect(stderr).toBe("");
  expect(status).toBe(0);
  return stdout;
}

function settings(): unknown {
  return emulator
    .servers()
    .map(({ nics }) => nics.map(({ portId, deleteOnTermination }) => [portId, deleteOnTermination]));
}

/** Plans and applies what the working directory says of the fleet. */
async function adoptAsItIs(count: number): Promise<void> {
  const before = settings();
  await workspace.init();
  const plan = await workspace.must("plan", "-no-color", "-input=false", "-out=import.bin");
  expect(plan).toContain(`Plan: ${count} to import, 0 to add, 0 to change, 0 to destroy.`);
  expect(plan).not.toContain("Warning");
  await workspace.apply("import.bin");
  expect(await workspace.plannedActions()).toEqual({});
  expect(settings()).toEqual(before);
}

/** The paths that were asked for, in the order of the requests. */
function pathsOf(operation: string): string[] {
  return emulator.requests.filter(({ route }) => route === operation).map((request) => request.path);
}

describe("what it writes in HCL", () => {
  test.each(ADOPTED)(
    "with %j is formatted, plans %i imports and nothing else, and needs no change then",
    async (args, count) => {
      workspace.write(await written("--all", ...args), "nics.tf");
      expect(new Set(emulator.requests.map(({ method }) => method))).toEqual(new Set(["GET"]));
      expect(await workspace.run(["fmt", "-check", "-diff"])).toEqual({ status: 0, stdout: "", stderr: "" });
      workspace.write(providerHcl(emulator.url));
      await adoptAsItIs(count);
    },
  );

  test("is an import block and a resource for each NIC, which a comment tells from the others", async () => {
    const port = "c5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057";
    const { macAddress } = emulator.nic(WEB, port) ?? {};
    expect(await written("--server", WEB)).toContain(`
# web-1: 192.168.16.120, MAC ${macAddress}
import {
  to = huaweiecs_nic_attachment_setting.web_1_192_168_16_120
  id = "${WEB}/${port}"
}

resource "huaweiecs_nic_attachment_setting" "web_1_192_168_16_120" {
  server_id             = "${WEB}"
  port_id               = "${port}"
  delete_on_termination = false
}
`);
  });

  test("has the servers by name and id, the primary NIC of each first, the others by port", async () => {
    const labels = [...(await written("--all")).matchAll(/to = huaweiecs_nic_attachment_setting\.(.*)/g)];
    expect(labels.map(([, label]) => label)).toEqual([
      "lone_primary",
      "web_1_8f14a1c6_primary",
      "web_1_8f14a1c6_192_168_16_121",
      "web_1_8f14a1c6_port_35d20f8a",
      "web_1_8f14a1c6_192_168_16_120",
      "web_1_9f14a1c6_primary",
      "web_1_9f14a1c6_192_168_16_11",
      "数据库_1_path_cwd_if_true_resource_x_y_primary",
      "数据库_1_path_cwd_if_true_resource_x_y_2407_c080_1200_13a_6",
    ]);
  });

  test("is the same in every run, in whatever order servers are asked for and the cloud tells of NICs", async () => {
    const servers = ["--server", WEB, "--server", TWIN];
    const first = await written(...servers);
    emulator.configure({ nicOrder: "reversed" });
    expect(await written(...servers)).toBe(first);
    expect(await written("--server", TWIN, "--server", WEB)).toBe(first);
  });

  test("names the region, in ids and resources, where the provider would not know it", async () => {
    const { stdout } = await importBlocks(["--all", "--region", "cn-north-4"], { HW_REGION_NAME: undefined });
    expect(stdout).toContain(`id = "cn-north-4/${LONE}/`);
    expect(stdout).toContain('  region                = "cn-north-4"\n');
    expect(await written("--all", "--region", "cn-north-4")).toBe(await written("--all"));
    workspace.write(stdout, "nics.tf");
    expect(await workspace.run(["fmt", "-check", "-diff"])).toEqual({ status: 0, stdout: "", stderr: "" });
    workspace.write(providerHcl(emulator.url));
    await adoptAsItIs(9);
  });
});

describe("what it writes for CDKTF", () => {
  test.each(ADOPTED.filter(([args]) => args.length === 2))(
    "with %j compiles, and synthesizes to %i imports and nothing else",
    async (args, count) => {
      const { directory } = workspace;
      const project = path.join(directory, "project");
      mkdirSync(path.join(project, "node_modules"), { recursive: true });
      for (const name of ["cdktf", "constructs", "@types"]) {
        symlinkSync(path.join(root, "node_modules", name), path.join(project, "node_modules", name));
      }
      symlinkSync(root, path.join(project, "node_modules/huaweiecs"));
      writeFileSync(path.join(project, "import-nics.ts"), await written("--all", "--format", "cdktf", ...args));
      writeFileSync(
        path.join(project, "main.ts"),
        `import { App, TerraformStack } from "cdktf";
import { HuaweiecsProvider } from "huaweiecs/constructs";
import { importNics } from "./import-nics";

const app = new App();
const stack = new TerraformStack(app, "fleet");
const url = ${JSON.stringify(emulator.url)};
new HuaweiecsProvider(stack, "huaweiecs", { endpoints: { ecs: url, vpc: url, iam: url } });
importNics(stack);
app.synth();
`,
      );
      const compilerOptions = {
        strict: true,
        noUnusedLocals: true,
        verbatimModuleSyntax: false,
        module: "preserve",
        noEmit: true,
      };
      writeFileSync(path.join(project, "tsconfig.json"), JSON.stringify({ compilerOptions }));
      const bin = (name: string) => path.join(root, "node_modules/.bin", name);
      const inProject = { cwd: project, env: workspace.env };
      expect(await run(bin("tsc"), ["-p", "."], inProject)).toEqual({ status: 0, stdout: "", stderr: "" });
      expect(await run(bin("tsx"), ["main.ts"], inProject)).toMatchObject({ status: 0, stderr: "" });
      workspace.write(readFileSync(path.join(project, "cdktf.out/stacks/fleet/cdk.tf.json"), "utf8"), "cdk.tf.json");
      await adoptAsItIs(count);
    },
    60_000,
  );

  test("is laid out as a person would do it", async () => {
    const port = "15d20f8a-7b3e-4a96-b0f4-2e81d6c9a057";
    const { macAddress } = emulator.nic(WEB, port) ?? {};
    const module = await written("--server", WEB, "--format", "cdktf", "--resource", "attachment");
    expect(module).toContain(`import type { Construct } from "constructs";
import { NicAttachment } from "huaweiecs/constructs";
`);
    expect(module).toContain(`export function importNics(scope: Construct): void {
  // web-1: 192.168.16.121, MAC ${macAddress}
  new NicAttachment(scope, "web_1_192_168_16_121", {
    serverId: "${WEB}",
    portId: "${port}",
    deleteOnTermination: true,
    sourceDestCheck: false,
  }).importFrom("${WEB}/${port}");

`);
    expect(module.endsWith(");\n}\n")).toBe(true);
  });
});

describe("which servers", () => {
  test("--all reads every page, and each server's NICs once", async () => {
    await emulator.stop();
    emulator = await startEmulator({ seed: generateSeed({ servers: 230, nicsPerServer: 2 }) });
    Object.assign(workspace.env, emulator.env());
    expect(await written("--all")).toContain("# 460 NICs of 230 servers in cn-north-4");
    expect(pathsOf("ListServersDetails")).toHaveLength(3);
    expect(new Set(pathsOf("ListServerInterfaces")).size).toBe(230);
    expect(emulator.requests).toHaveLength(233);
  });

  test("--server takes any number of them, each counted once", async () => {
    const text = await written("--server", WEB, "--server", ODD, "--server", WEB);
    expect(text).toContain("# 6 NICs of 2 servers in");
  });

  test.each([
    [["--name", "WEB"], 2],
    [["--name", "l.ne"], 1],
    [["--tag", "stage"], 2],
    [["--tag", "stage=test"], 1],
    [["--tag", "stage", "--tag", "team=a"], 1],
    [["--name", "web", "--tag", "stage=live"], 1],
  ])("--all with %j finds %i of them", async (args, count) => {
    const text = await written("--all", "--resource", "policy", ...args);
    expect(text.match(/^import/gm)).toHaveLength(count);
  });

  test.each([
    [["--all", "--name", "nobody"], "No NIC was found in cn-north-4: nothing is written.\n"],
    [
      ["--server", LONE, "--resource", "attachment"],
      "Only primary NICs were found, which are left out, in cn-north-4: nothing is written.\n",
    ],
  ])("with %j it says that there is nothing to adopt, and writes no file", async (args, said) => {
    expect(await importBlocks([...args, "--output", "nics.tf"])).toEqual({ status: 0, stdout: "", stderr: said });
    expect(existsSync(path.join(workspace.directory, "nics.tf"))).toBe(false);
  });

  test("one that is not there is an error that names it", async () => {
    const { status, stdout, stderr } = await importBlocks(["--server", WEB, "--server", NOBODY]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toBe(
      `huaweiecs import-blocks: Server not found. There is no ECS ${NOBODY} in cn-north-4. Check the id, and that the region and the project are those of the server.\n`,
    );
  });

  const GONE = {
    route: "ListServerInterfaces",
    respond: { status: 400, body: { error: { code: "Ecs.0307", message: `Instance ${LONE} could not be found.` } } },
  } as const;

  test("one that vanishes after it was found is left out of --all", async () => {
    emulator.fail(GONE);
    const text = await written("--all", "--name", "web");
    expect(text).toContain("# 2 NICs of 1 server in");
    expect(text).toContain("huaweiecs_nic_attachment_setting.web_1_primary\n");
  });

  test("one that vanishes after it was found is an error if it was asked for", async () => {
    emulator.fail(GONE);
    const { status, stderr } = await importBlocks(["--server", LONE]);
    expect(status).toBe(1);
    expect(stderr).toContain(`There is no ECS ${LONE} in cn-north-4.`);
  });

  test("where the list does not tell the primary NIC, servers with several NICs are asked for it", async () => {
    const servers = [
      { id: WEB, name: "web-1", status: "ACTIVE" },
      { id: LONE, name: "lone", status: "ACTIVE" },
    ];
    emulator.fail({ route: "ListServersDetails", respond: { status: 200, body: { count: 2, servers } } });
    const text = await written("--all");
    expect(text).toContain("huaweiecs_nic_attachment_setting.web_1_primary\n");
    expect(text).toContain("huaweiecs_nic_attachment_setting.lone_primary\n");
    expect(pathsOf("ShowServer")).toEqual([expect.stringContaining(WEB)]);
  });

  test("where nobody tells the primary NIC, attachments are written of all, with a warning", async () => {
    const [server] = [{ id: TWIN, name: "web-1", status: "ACTIVE" }];
    emulator.fail({ route: "ListServersDetails", respond: { status: 200, body: { count: 1, servers: [server] } } });
    emulator.fail({ route: "ShowServer", respond: { status: 200, body: { server } } });
    const ports = ["e5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057", "f5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057"].map((id) => ({
      id,
    }));
    emulator.fail({ route: "ListPorts", respond: { status: 200, body: { ports } } });
    const { status, stdout, stderr } = await importBlocks(["--all", "--resource", "attachment"]);
    expect(stderr).toBe(
      `Warning: the cloud does not say which NIC of web-1 (${TWIN}) is the primary one. All are written.\n`,
    );
    expect(status).toBe(0);
    expect(stdout.match(/^import/gm)).toHaveLength(2);
  });
});

describe("where it writes", () => {
  test("a file that is there already is left as it is, and nothing is asked", async () => {
    workspace.write("# mine\n", "nics.tf");
    const { status, stderr } = await importBlocks(["--all", "--output", "nics.tf"]);
    expect(status).toBe(1);
    expect(stderr).toBe(
      "huaweiecs import-blocks: nics.tf is there already. Overwrite it with --force, or name another file with --output.\n",
    );
    expect(workspace.read("nics.tf")).toBe("# mine\n");
    expect(emulator.requests).toHaveLength(0);
  });

  test("--force overwrites it, and the command tells what it wrote", async () => {
    workspace.write("# mine\n", "nics.tf");
    const { status, stdout, stderr } = await importBlocks(["--all", "--output", "nics.tf", "--force"]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
    expect(stderr).toBe("9 NICs of 4 servers: written to nics.tf. Nothing is adopted until it is applied.\n");
    expect(workspace.read("nics.tf")).toBe(await written("--all"));
  });

  test("a folder that is not there is an error that names the file", async () => {
    const { status, stderr } = await importBlocks(["--all", "--output", "none/nics.tf"]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^huaweiecs import-blocks: Cannot write none\/nics\.tf: .*ENOENT.*\n$/);
  });

  test("a reader that stops early has got what it wanted", async () => {
    await emulator.stop();
    emulator = await startEmulator({ seed: generateSeed({ servers: 400, nicsPerServer: 4 }) });
    const command = `set -o pipefail; "$0" "$@" | head -1`;
    const args = ["-c", command, huaweiecs, "import-blocks", ...endpoints(), "--all"];
    expect(await run("bash", args, { env: { ...workspace.env, ...emulator.env() } })).toEqual({
      status: 0,
      stdout:
        "# 1600 NICs of 400 servers in cn-north-4, as huaweiecs import-blocks found them. Once applied, the import blocks may go.\n",
      stderr: "",
    });
  });

  (existsSync("/dev/full") ? test : test.skip)("an output that takes nothing is an error", async () => {
    const args = ["-c", `"$0" "$@" > /dev/full`, huaweiecs, "import-blocks", ...endpoints(), "--all"];
    const { status, stderr } = await run("sh", args, { env: workspace.env });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^huaweiecs import-blocks: Cannot write to the standard output: ENOSPC.*\n$/);
  });
});

describe("what goes wrong is one paragraph", () => {
  test.each([
    [
      "a wrong secret",
      { HW_SECRET_KEY: "wrong" },
      /^Credentials refused\. GET .* answered 401 APIGW\.0301: .*Check that the access key/,
    ],
    ["no secret", { HW_SECRET_KEY: undefined }, /^Missing secret_key\. .*HW_SECRET_KEY/],
    ["no region", { HW_REGION_NAME: undefined }, /^Missing region\. .*--region.*HW_REGION_NAME/],
    ["a malformed variable", { HW_MAX_RETRIES: "many" }, /^Invalid environment variable\. HW_MAX_RETRIES/],
    [
      "an unknown profile",
      { HW_ACCESS_KEY: undefined, HW_SECRET_KEY: undefined, HW_SHARED_CONFIG_FILE: "/nowhere" },
      /\/nowhere/,
    ],
  ])("%s", async (_, env, expected) => {
    const { status, stdout, stderr } = await importBlocks(["--all"], env);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^huaweiecs import-blocks: [^\n]*\n$/);
    expect(stderr.replace("huaweiecs import-blocks: ", "")).toMatch(expected);
  });

  test("a refusal in the middle", async () => {
    emulator.fail({ route: "ListServerInterfaces", after: 1, times: "always", respond: "policy-forbids" });
    const { status, stdout, stderr } = await importBlocks(["--all"]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^huaweiecs import-blocks: Not permitted\. GET [^\n]*\n$/);
  });

  test("another region than the one that the endpoints are of", async () => {
    const { status, stderr } = await importBlocks(["--all", "--region", "eu-west-101"]);
    expect(status).toBe(1);
    expect(stderr).toContain("Region eu-west-101 cannot be reached: endpoints.ecs is set");
  });

  test("a log is written to stderr where one is asked for", async () => {
    const { stdout, stderr } = await importBlocks(["--all"], { TF_LOG_PROVIDER: "debug", TF_LOG_PATH: undefined });
    expect(stderr).toContain("Huawei Cloud credentials");
    expect(stderr).not.toContain(emulator.credentials.secretKey);
    expect(stdout).toContain("import {");
  });
});

describe("how it is called", () => {
  test("--help shows every option, and two examples that are valid", async () => {
    const { status, stdout } = await run(huaweiecs, ["import-blocks", "--help"], { env: workspace.env });
    expect(status).toBe(0);
    const examples = [...stdout.replaceAll(/ \\\n */g, " ").matchAll(/\$ huaweiecs import-blocks (.*)/g)];
    expect(examples).toHaveLength(2);
    for (const [, args = ""] of examples) expect(await importBlocks(args.split(" "))).toMatchObject({ status: 0 });
  });

  test.each([
    [[], "say whose NICs to adopt"],
    [["--server", "web-1"], "'web-1' is no id of a server"],
    [["--server", WEB.toUpperCase()], "is no id of a server, which is a UUID in lower case"],
    [["--server", WEB, "--all"], "cannot be used with option"],
    [["--server", WEB, "--name", "web"], "go with --all only"],
    [["--server", WEB, "--tag", "stage"], "go with --all only"],
    [["--all", "--name", "web*"], "cannot be a part of a server's name"],
    [["--all", "--name", ""], "cannot be a part of a server's name"],
    [["--all", "--tag", "=test"], "It must be a tag such as stage=test"],
    [["--all", "--tag", "stage=a,b"], "It must be a tag such as stage=test"],
    [["--all", "--tag", "stage=a", "--tag", "stage=b"], "A server has one tag stage only"],
    [["--all", "--resource", "nic"], "Allowed choices are setting, policy, attachment"],
    [["--all", "--format", "json"], "Allowed choices are hcl, cdktf"],
    [["--all", "--resource", "policy", "--no-include-primary"], "a policy is adopted with all NICs of its server"],
    [["--all", "--endpoint", "rds=http://127.0.0.1:1"], "It must be ecs, vpc, iam or sts with a URL"],
    [["--all", "--endpoint", "ecs"], "It must be ecs, vpc, iam or sts with a URL"],
    [["--all", "--endpoint", "ecs=ftp://127.0.0.1"], "endpoints.ecs must be a URL"],
    [["--all", "web-1"], "too many arguments"],
  ])("%j is refused", async (args, why) => {
    const { status, stdout, stderr } = await importBlocks(args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain(why);
    expect(emulator.requests).toHaveLength(0);
  });
});

describe("the guide", () => {
  const guide = readFileSync(path.join(root, "docs/guides/adopting-nics.md"), "utf8");
  const blocks = (language: string) => [...guide.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))];

  test("has HCL that terraform fmt leaves as it is", async () => {
    for (const [index, [, code = ""]] of blocks("terraform").entries()) workspace.write(code, `block_${index}.tf`);
    expect(await workspace.run(["fmt", "-check", "-diff"])).toEqual({ status: 0, stdout: "", stderr: "" });
  });

  test("has commands that are valid, and the options that there are", async () => {
    const commands = [...guide.matchAll(/^huaweiecs import-blocks (.*)$/gm)];
    expect(commands.length).toBeGreaterThan(1);
    for (const [, args = ""] of commands) expect(await importBlocks(args.split(" "))).toMatchObject({ status: 0 });

    const { stdout } = await importBlocks(["--help"]);
    const optionsIn = (text: string) => new Set([...text.matchAll(/--[a-z][a-z-]+/g)].map(([option]) => option));
    const [, table = ""] = /\n\| option \|[^\n]*\n([\s\S]*?)\n\n/.exec(guide) ?? [];
    const [list = ""] = stdout.split("Examples:");
    expect(optionsIn(table)).toEqual(optionsIn(list.replace("-h, --help", "")));
  });

  test("shows what is written for the emulator's own servers, and for_each adopts as many", async () => {
    await emulator.stop();
    emulator = await startEmulator();
    Object.assign(workspace.env, emulator.env());
    const [shown] = blocks("terraform").filter(([, code]) => code?.startsWith("# web-1"));
    expect(await written("--all", "--name", "web-")).toContain(`\n${shown?.[1]}`);

    const [forEach] = blocks("terraform").filter(([, code]) => code?.startsWith("data "));
    workspace.write(providerHcl(emulator.url) + forEach?.[1]);
    await workspace.init();
    expect(await workspace.must("plan", "-no-color")).toContain(
      "Plan: 2 to import, 0 to add, 1 to change, 0 to destroy.",
    );
  });
});
