import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as cdktf from "cdktf";
import * as constructsLibrary from "constructs";
import * as constructs from "huaweiecs/constructs";
import { type Emulator, type EmulatorOptions, parseSeed, startEmulator } from "../../src/emulator";
import { run } from "../support/process";
import { root, type Workspace, workspaceFor } from "../support/terraform";
import { copyExample, must } from "./support/project";

const WEB = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21";
const WEB_PRIMARY = "3e9b7d52-64c1-4f0e-8a1d-90c2f5b7e613";

let emulators: Emulator[] = [];
let workspace: Workspace;

afterEach(async () => {
  workspace?.remove();
  await Promise.all(emulators.map((emulator) => emulator.stop()));
  emulators = [];
});

async function start(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator(options);
  emulators.push(emulator);
  return emulator;
}

function workspaceOf(emulator: Emulator, env: Readonly<Record<string, string | undefined>> = {}): void {
  workspace = workspaceFor(emulator, { HUAWEIECS_ENDPOINT: emulator.url, ...env });
}

/** Runs a command of a shell in the workspace. */
function shell(command: string, folder: string): Promise<string> {
  return must({ file: "/bin/sh", env: workspace.env }, ["-c", command], folder);
}

/**
 * Runs an example's program in the way that its `cdktf.json` says, and makes what it writes Terraform's.
 * @returns the stack
 */
async function synthesize(folder: string) {
  const { app } = JSON.parse(readFileSync(path.join(folder, "cdktf.json"), "utf8"));
  await shell(app, folder);
  const stacks = path.join(folder, "cdktf.out/stacks");
  const [stack = ""] = readdirSync(stacks);
  const file = path.join(stacks, stack, "cdk.tf.json");
  cpSync(file, path.join(workspace.directory, "cdk.tf.json"));
  return JSON.parse(readFileSync(file, "utf8"));
}

function plan(): Promise<string> {
  return workspace.must("plan", "-no-color", "-input=false");
}

/** What each NIC's setting is, by the names of the servers. */
function settings(...clouds: Emulator[]) {
  const servers = clouds.flatMap((emulator) => emulator.servers());
  return Object.fromEntries(
    servers.map(({ name, nics }) => [name, nics.map(({ deleteOnTermination: deletes }) => deletes)]),
  );
}

function edit(file: string, from: string, to: string): void {
  const text = readFileSync(file, "utf8");
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
}

function readmeOf(example: string): string {
  return readFileSync(path.join(root, "examples", example, "README.md"), "utf8");
}

function codeBlocks(text: string, language: string): string[] {
  return [...text.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))].map(([, code = ""]) => code);
}

/** The lines of a README's excerpt that are not in what was printed, in this order. */
function missing(excerpt: string | undefined, printed: string): string[] {
  if (excerpt === undefined) throw new Error("The README has no such excerpt.");
  const lines = printed.split("\n").map((line) => line.trim());
  let from = 0;
  return (
    excerpt
      .trim()
      .split("\n")
      // The CLI of CDKTF adds the constructs' paths to addresses.
      .map((line) => line.trim().replace(/ \(\S+\/Resource\)/, ""))
      .filter((line) => {
        const found = lines.indexOf(line, from);
        if (found >= 0) from = found + 1;
        return found < 0;
      })
  );
}

function planExcerpts(example: string): string[] {
  return codeBlocks(readmeOf(example), "text");
}

test("fleet keeps and deletes by tag, takes a new server in with the next run, and restores all when it is destroyed", async () => {
  const seed = parseSeed(JSON.parse(readFileSync(path.join(root, "examples/fleet/servers.json"), "utf8")));
  const emulator = await start({ seed });
  workspaceOf(emulator);
  const before = settings(emulator);
  await synthesize(copyExample(workspace, "fleet"));
  await workspace.init();
  expect(missing(planExcerpts("fleet")[0], await plan())).toEqual([]);

  await workspace.apply();
  expect(settings(emulator)).toEqual({
    ...before,
    "shop-1": [false, false],
    "shop-2": [false],
    "worker-1": [false, true, true],
  });
  expect(await workspace.plannedActions()).toEqual({});

  const shop3 = "9a5e3c71-48d2-4b06-8f9d-2e6b0c7d41f8";
  const nic = { port_id: "b8d04f6e-5a13-4c97-9e20-6f1b7c3d85a2", delete_on_termination: true };
  emulator.addServer({ id: shop3, name: "shop-3", tags: ["stage=prod"], nics: [nic] });
  const policy = `huaweiecs_server_nic_policy.production-nics["${shop3}"]`;
  expect(await workspace.plannedActions()).toEqual({ [policy]: "create" });
  await workspace.apply();
  expect(settings(emulator)).toMatchObject({ "shop-3": [false] });

  emulator.removeServer(shop3);
  await workspace.apply();
  expect(await workspace.must("state", "list")).not.toContain(shop3);

  await workspace.destroy();
  expect(settings(emulator)).toEqual(before);
}, 60_000);

test("fleet is not planned if one server has both tags", async () => {
  const nics = [
    { port_id: "b8d04f6e-5a13-4c97-9e20-6f1b7c3d85a2", delete_on_termination: true },
    { port_id: "c8d04f6e-5a13-4c97-9e20-6f1b7c3d85a2", delete_on_termination: true },
  ];
  const emulator = await start({
    seed: { servers: [{ id: WEB, name: "both", tags: ["stage=prod", "role=worker"], nics }] },
  });
  workspaceOf(emulator);
  await synthesize(copyExample(workspace, "fleet"));
  await workspace.init();
  const [error] = await workspace.errorsOf("plan");
  expect(error?.detail).toContain("They would undo each other's changes");
}, 60_000);

test("retention-policy applies the rule to all but the exempt NIC, and restores all when it is destroyed", async () => {
  const emulator = await start({ jobInit: 0, jobDuration: 0 });
  workspaceOf(emulator);
  await synthesize(copyExample(workspace, "retention-policy"));
  await workspace.init();
  expect(missing(planExcerpts("retention-policy")[0], await plan())).toEqual([]);

  await workspace.apply();
  expect(settings(emulator)).toEqual({ "web-1": [false, true, false], "db-1": [false] });
  expect(await workspace.plannedActions()).toEqual({});

  const attached = emulator.servers()[0]?.nics[2]?.portId;
  await workspace.destroy();
  expect(settings(emulator)).toEqual({ "web-1": [true, false], "db-1": [false] });
  expect(emulator.ports().map(({ id }) => id)).toContain(attached);
}, 60_000);

test("retention-policy fails the synthesis with ERROR in place of FIX, in the words of its README", async () => {
  workspaceOf(await start());
  const folder = copyExample(workspace, "retention-policy");
  edit(path.join(folder, "main.ts"), "NicRetentionEnforcement.FIX", "NicRetentionEnforcement.ERROR");
  const { status, stderr } = await run("npx", ["tsx", "main.ts"], { cwd: folder, env: workspace.env });
  expect(status).toBe(1);
  expect(missing(codeBlocks(readmeOf("retention-policy"), "console")[1], stderr)).toEqual([]);
  expect(existsSync(path.join(folder, "cdktf.out/stacks/shop/cdk.tf.json"))).toBe(false);
}, 60_000);

test("two-regions keeps the NICs in both, each in its region's project, and restores them when it is destroyed", async () => {
  const north = await start();
  const nic = { port_id: "b8d04f6e-5a13-4c97-9e20-6f1b7c3d85a2", delete_on_termination: true };
  const south = await start({
    region: "cn-south-1",
    projectId: "f6f4a5bd6a7f4f9f8ad6f6c1a9f3b7e2",
    seed: { servers: [{ id: "9a5e3c71-48d2-4b06-8f9d-2e6b0c7d41f8", name: "web-south", nics: [nic] }] },
  });
  // As on Huawei Cloud, where a project is of one region: each is looked up.
  workspaceOf(north, {
    HW_PROJECT_ID: undefined,
    HW_AUTH_URL: undefined,
    HW_REGION_NAME: undefined,
    HUAWEIECS_ENDPOINT_NORTH: north.url,
    HUAWEIECS_ENDPOINT_SOUTH: south.url,
  });
  await synthesize(copyExample(workspace, "two-regions"));
  await workspace.init();
  await workspace.apply();
  expect(settings(north, south)).toEqual({ "web-1": [false, false], "db-1": [false], "web-south": [false] });
  for (const { requests, projectId } of [north, south]) {
    expect(requests.filter(({ path: asked }) => asked.includes("/cloudservers")).length).toBeGreaterThan(0);
    expect(requests.every(({ path: asked }) => asked.startsWith(`/v1/${projectId}/`) || asked.startsWith("/v3/"))).toBe(
      true,
    );
  }
  expect(await workspace.plannedActions()).toEqual({});

  await workspace.destroy();
  expect(settings(north, south)).toEqual({ "web-1": [true, false], "db-1": [false], "web-south": [true] });
}, 60_000);

test("two-regions is planned against two emulators that share key and project, as its README says", async () => {
  const [north, south] = [await start(), await start()];
  workspaceOf(north, { HUAWEIECS_ENDPOINT_NORTH: north.url, HUAWEIECS_ENDPOINT_SOUTH: south.url });
  await synthesize(copyExample(workspace, "two-regions"));
  await workspace.init();
  expect(missing(planExcerpts("two-regions")[0], await plan())).toEqual([]);
}, 60_000);

test("beside-huaweicloud refers to the official provider's server, port and subnet, and asks for both providers", async () => {
  workspaceOf(await start());
  const { terraform, provider, resource, output } = await synthesize(copyExample(workspace, "beside-huaweicloud"));
  const [requiredProviders = ""] = codeBlocks(readmeOf("beside-huaweicloud"), "json");
  expect(terraform.required_providers).toEqual(JSON.parse(requiredProviders));
  expect(terraform.required_providers.huaweicloud.source).toBe("huaweicloud/huaweicloud");
  expect(provider).toEqual({ huaweicloud: [{}], huaweiecs: [{}] });
  expect(resource).toMatchObject({
    huaweicloud_compute_instance: {
      web: {
        name: "web",
        image_id: expect.any(String),
        flavor_id: expect.any(String),
        network: [{ uuid: "610a4af2-1d90-4d2b-8057-dc238b26febf" }],
      },
    },
    huaweicloud_vpc_subnet: {
      backup: { vpc_id: expect.any(String), cidr: "192.168.32.0/24", gateway_ip: "192.168.32.1" },
    },
    huaweiecs_nic_attachment_setting: {
      "web-primary": {
        server_id: `\${${"huaweicloud_compute_instance.web.id"}}`,
        port_id: `\${${"huaweicloud_compute_instance.web.network[0].port"}}`,
        delete_on_termination: false,
        on_destroy: "keep",
      },
    },
    huaweiecs_nic_attachment: {
      "web-backup": {
        server_id: `\${${"huaweicloud_compute_instance.web.id"}}`,
        network_id: `\${${"huaweicloud_vpc_subnet.backup.id"}}`,
        delete_on_termination: true,
      },
    },
  });
  expect(output.kept_addresses.value).toBe(`\${${"huaweiecs_nic_attachment_setting.web-primary.fixed_ips"}}`);
});

test("adopt-nics imports every NIC and changes none, then changes one, and lets go of all with the settings they had", async () => {
  const emulator = await start();
  workspaceOf(emulator);
  const before = settings(emulator);
  const folder = copyExample(workspace, "adopt-nics");
  const [, commands = ""] = codeBlocks(readmeOf("adopt-nics"), "shell");
  const [command = ""] = /^dist\/huaweiecs import-blocks .*$/m.exec(commands) ?? [];
  const written = readFileSync(path.join(folder, "import-nics.ts"), "utf8");
  writeFileSync(path.join(folder, "import-nics.ts"), "");
  await shell(command, workspace.directory);
  expect(readFileSync(path.join(folder, "import-nics.ts"), "utf8")).toBe(written);

  await synthesize(folder);
  await workspace.init();
  expect(missing(planExcerpts("adopt-nics")[0], await plan())).toEqual([]);
  await workspace.apply();
  expect(await workspace.plannedActions()).toEqual({});
  expect(emulator.requests.map(({ method }) => method)).not.toContain("PUT");

  edit(path.join(folder, "import-nics.ts"), "deleteOnTermination: true", "deleteOnTermination: false");
  await synthesize(folder);
  expect(missing(planExcerpts("adopt-nics")[1], await plan())).toEqual([]);
  await workspace.apply();
  expect(emulator.nic(WEB, WEB_PRIMARY)?.deleteOnTermination).toBe(false);

  await workspace.destroy();
  expect(settings(emulator)).toEqual(before);
}, 60_000);

test("retain-nics is planned as its README says", async () => {
  workspaceOf(await start());
  const folder = copyExample(workspace, "retain-nics");
  cpSync(path.join(root, "cdktf.json"), path.join(folder, "cdktf.json"));
  edit(path.join(folder, "cdktf.json"), "examples/retain-nics/main.ts", "main.ts");
  await synthesize(folder);
  await workspace.init();
  expect(missing(planExcerpts("retain-nics")[0], await plan())).toEqual([]);
}, 60_000);

interface PythonNames {
  readonly imports: Readonly<Record<string, readonly string[]>>;
  /** Such as `NicRetention.KEEP`. */
  readonly members: readonly string[];
  /** What is called, and its keywords. */
  readonly calls: readonly (readonly [string, readonly string[]])[];
}

const hasPython = spawnSync("python3", ["--version"]).status === 0;
const testWithPython = hasPython ? test : test.skip;

testWithPython(
  `python parses, and uses names only that the constructs have${hasPython ? "" : " (skipped: there is no python3)"}`,
  async () => {
    const script = path.join(__dirname, "support/python-names.py");
    const program = { file: "python3", env: process.env };
    const printed = await must(program, [script, path.join(root, "examples/python/main.py")], root);
    const { imports, members, calls } = JSON.parse(printed) as PythonNames;
    const packages: Readonly<Record<string, object>> = {
      cdktf,
      constructs: constructsLibrary,
      huaweiecs_cdktf: constructs,
    };
    const exported: Record<string, unknown> = {};
    for (const [name, names] of Object.entries(imports)) {
      for (const each of names) exported[each] = Reflect.get(packages[name] ?? {}, each);
    }
    expect(Object.keys(exported).filter((name) => exported[name] === undefined)).toEqual([]);

    const unknown = members.filter((member) => {
      const [owner = "", name = ""] = member.split(".");
      const found = exported[owner];
      return typeof found === "function" ? !hasMember(found, camelCase(name)) : !(name in Object(found));
    });
    expect(unknown).toEqual([]);
    expect(members).toContain("NicRetention.KEEP");

    const keywords = calls.flatMap(([called, given]) => given.map((keyword) => [called, camelCase(keyword)] as const));
    expect(keywords.filter(([called, keyword]) => !propsOf(called).includes(keyword))).toEqual([]);
    expect(keywords).toContainEqual(["NicAttachmentSetting", "portId"]);
  },
);

function camelCase(name: string): string {
  return name.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}

function hasMember(found: object, name: string): boolean {
  return name in found || name in Object(Reflect.get(found, "prototype"));
}

/** The props of a construct, or the options of a static method, by the compiled declarations. */
function propsOf(called: string): string[] {
  const [owner = ""] = called.split(".");
  const folders = ["dist/constructs", "node_modules/cdktf/lib"].map((folder) => path.join(root, folder));
  const declarations = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".d.ts"))
      .map((name) => readFileSync(path.join(folder, name), "utf8")),
  );
  const body = new RegExp(`interface ${owner}(?:Props|Config|Options)\\b[^{]*\\{([\\s\\S]*?)\\n\\}`);
  return declarations.flatMap((text) =>
    [...(body.exec(text)?.[1] ?? "").matchAll(/^ {4}readonly (\w+)/gm)].map(([, name = ""]) => name),
  );
}

describe("the READMEs of the examples", () => {
  const folder = path.join(root, "examples");
  const overview = readFileSync(path.join(folder, "README.md"), "utf8");
  const examples = [...overview.matchAll(/^\| \[(\S+)\]\(\S+\) /gm)].map(([, name = ""]) => name);
  const documented = examples.filter((name) => existsSync(path.join(folder, name, "README.md")));
  const commands = documented.flatMap((example) =>
    codeBlocks(readmeOf(example), "shell").flatMap((code) =>
      code.split("\n").map((line): [string, string] => [example, line.replace(/ +#.*/, "")]),
    ),
  );

  test("are there for every example, and the overview names them all", () => {
    const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const names = folders.map(({ name }) => name).filter((name) => name !== "docs");
    expect([...examples].sort()).toEqual(names.sort());
    expect(documented).toEqual(examples);
  });

  test("deploy stacks that their programs have", () => {
    const deployed = commands.flatMap(([example, command]) => {
      const [, stack] = /^npx cdktf (?:diff|deploy|destroy) (\S+)/.exec(command) ?? [];
      return stack === undefined ? [] : [[example, stack]];
    });
    expect(deployed.length).toBeGreaterThan(documented.length);
    for (const [example = "", stack] of deployed) {
      const program = ["main.ts", "main.py"].map((name) => path.join(folder, example, name)).find(existsSync) ?? "";
      expect(readFileSync(program, "utf8")).toContain(`(app, "${stack}"`);
    }
  });

  test("name files that are there, and link to what is there", () => {
    for (const [, command] of commands) {
      const names = command.split(" ").filter((word) => word.startsWith("examples/"));
      expect(names.filter((name) => !existsSync(path.join(root, name)))).toEqual([]);
    }
    for (const place of ["", ...documented]) {
      const text = readFileSync(path.join(folder, place, "README.md"), "utf8");
      const links = [...text.matchAll(/\]\(([^):#]+)(?:#\S*)?\)/g)].map(([, link = ""]) => link);
      expect(links.filter((link) => !existsSync(path.join(folder, place, link)))).toEqual([]);
    }
  });

  test("use commands and options that huaweiecs has", async () => {
    workspaceOf(await start());
    const used = commands.flatMap(([, command]) => {
      const [, subcommand, rest = ""] = /^(?:dist\/)?huaweiecs (\S+)(.*)/.exec(command) ?? [];
      return subcommand === undefined
        ? []
        : [[subcommand, [...rest.matchAll(/--[\w-]+/g)].map(([option]) => option)] as const];
    });
    expect(new Set(used.map(([subcommand]) => subcommand))).toEqual(new Set(["install", "emulator", "import-blocks"]));
    for (const subcommand of new Set(used.map(([name]) => name))) {
      const help = await shell(`dist/huaweiecs ${subcommand} --help`, root);
      const options = used.filter(([name]) => name === subcommand).flatMap(([, each]) => each);
      expect(options.filter((option) => !help.includes(`${option} `))).toEqual([]);
    }
  });
});
