import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { filesIn } from "../../scripts/generated-files";
import { type Emulator, startEmulator } from "../../src/emulator";
import { connect } from "../plugin/support/client";
import { PluginProcess } from "../plugin/support/plugin-process";
import { run } from "../support/process";
import { type Reattached, reattachVariable, startForReattach } from "../support/reattach";
import {
  Workspace as NewWorkspace,
  providerHcl,
  root,
  settingHcl,
  type Workspace,
  workspaceFor,
} from "../support/terraform";

const dist = path.join(root, "dist");
const provider = path.join(dist, "terraform-provider-huaweiecs");
const huaweiecs = path.join(dist, "huaweiecs");

const NIC = {
  serverId: "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21",
  portId: "c5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057",
  deleteOnTermination: true,
};

let emulator: Emulator;
let workspace: Workspace;

beforeEach(async () => {
  emulator = await startEmulator();
  workspace = workspaceFor(emulator);
  workspace.write(providerHcl(emulator.url) + settingHcl("nic", NIC));
});

afterEach(async () => {
  workspace.remove();
  await emulator.stop();
});

/** Where Terraform has the provider: a folder, or a link to one in the mirror. */
function packageFolder(): string {
  const providers = path.join(workspace.directory, ".terraform/providers/registry.terraform.io/huaweiecs/huaweiecs");
  const [version = ""] = readdirSync(providers);
  const [platform = ""] = readdirSync(path.join(providers, version));
  return path.join(providers, version, platform);
}

/** Workspaces log the provider to a file of their own. */
const TO_STDERR = { TF_LOG_PROVIDER: undefined, TF_LOG_PATH: undefined };

describe("the provider executable", () => {
  test("started by hand explains itself and exits with 1", async () => {
    const { status, stdout, stderr } = await run(provider, [], { env: { PATH: process.env.PATH } });
    expect(status).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toContain("This program is a Terraform provider");
    expect(stderr).toContain("huaweiecs install");
  });

  test("tells its version", async () => {
    const { status, stdout } = await run(provider, ["--version"], { env: { PATH: process.env.PATH } });
    expect({ status, stdout }).toEqual({ status: 0, stdout: "0.1.0\n" });
  });

  test("starts from anywhere, away from its package and over a link", async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "huaweiecs-elsewhere-"));
    try {
      cpSync(provider, path.join(folder, "moved"));
      const { stderr } = await run(path.join(folder, "moved"), [], { cwd: "/", env: { PATH: process.env.PATH } });
      expect(stderr).toContain("This program is a Terraform provider");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test("is one file of well under 300 kB", () => {
    expect(statSync(provider).size).toBeLessThan(300_000);
  });

  test("is not disturbed by NODE_OPTIONS that are meant for other programs", async () => {
    workspace.env.NODE_OPTIONS = "--require /nowhere/of-another-project.js";
    await workspace.init();
    await workspace.apply();
    expect(emulator.nic(NIC.serverId, NIC.portId)?.deleteOnTermination).toBe(true);
  });

  test("says through Terraform that there is no Node on the PATH", async () => {
    await workspace.init();
    const bin = path.join(workspace.directory, "bin");
    mkdirSync(bin);
    const terraform = (
      await run("/bin/sh", ["-c", `command -v ${workspace.terraform}`], { env: { PATH: process.env.PATH } })
    ).stdout.trim();
    const { status, stderr } = await run(terraform, ["plan", "-no-color"], {
      cwd: workspace.directory,
      env: { ...workspace.env, PATH: bin },
    });
    expect(status).toBe(1);
    expect(stderr.replaceAll(/[\s│]+/g, " ")).toContain("huaweiecs needs Node.js 20.19 or newer");
  });

  test("with --debug serves several Terraform runs, without init", async () => {
    const debugged = spawn(provider, ["--debug"], { env: workspace.env, stdio: ["ignore", "pipe", "inherit"] });
    try {
      workspace.env.TF_REATTACH_PROVIDERS = await reattachVariable(debugged);
      await workspace.apply();
      expect(await workspace.plannedActions()).toEqual({});
      emulator.setNic(NIC.serverId, NIC.portId, { deleteOnTermination: false });
      expect(await workspace.plannedActions()).toEqual({ "huaweiecs_nic_attachment_setting.nic": "update" });
    } finally {
      debugged.kill();
      await new Promise((resolve) => debugged.once("close", resolve));
    }
  });

  test("leaves no socket and no process behind", async () => {
    const temporary = path.join(workspace.directory, "tmp");
    mkdirSync(temporary);
    workspace.env.TMPDIR = temporary;
    await workspace.init();
    await workspace.apply();
    expect(readdirSync(temporary)).toEqual([]);
  });

  test("is Node itself, not a child of a shell, so that killing it leaves nothing behind", async () => {
    const cookie = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";
    const child = spawn(provider, [], {
      env: { ...workspace.env, TF_PLUGIN_MAGIC_COOKIE: cookie },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await once(child.stdout, "data");
    child.kill("SIGKILL");
    // "close" comes only when nobody holds the pipes any more.
    expect(await once(child, "close")).toEqual([null, "SIGKILL"]);
    const [, , , socket = ""] = String(line).split("|");
    rmSync(path.dirname(socket), { recursive: true });
  });

  test("upgrades a large state in a thread, which runs the executable once more", async () => {
    const cookie = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";
    const env = { ...workspace.env, TF_PLUGIN_MAGIC_COOKIE: cookie, TF_LOG: "WARN" };
    const plugin = new PluginProcess(spawn(provider, [], { env, stdio: ["ignore", "pipe", "pipe"] }));
    const peer = connect((await plugin.handshake()).target);
    const threads = () => (existsSync("/proc/self/task") ? readdirSync(`/proc/${plugin.child.pid}/task`).length : 0);
    const before = threads();
    const json = Buffer.from(JSON.stringify({ id: "x".repeat(200_000), server_id: NIC.serverId }));
    const asked = { typeName: "huaweiecs_nic_attachment_setting", version: 0, rawState: { json } };
    const { upgradedState, diagnostics } = await peer.call("UpgradeResourceState", asked);
    if (before > 0) expect(threads()).toBeGreaterThan(before);
    expect(diagnostics).toEqual([]);
    expect(upgradedState.msgpack.length).toBeGreaterThan(200_000);
    // It would say so if there were no thread.
    expect(plugin.stderr).toBe("");
    await peer.shutdown();
    expect(await plugin.end()).toEqual({ code: 0, signal: null });
    peer.close();
  });

  test("writes nothing into its package, whose checksum Terraform has recorded", async () => {
    await workspace.init();
    const installed = realpathSync(packageFolder());
    const seen = () => {
      const names = readdirSync(installed, { recursive: true }).map(String);
      return names.map((name) => [name, statSync(path.join(installed, name)).mtimeMs]);
    };
    const before = seen();
    await workspace.apply();
    expect(await workspace.plannedActions()).toEqual({});
    expect(before.length).toBeGreaterThan(0);
    expect(seen()).toEqual(before);
  });

  test("logs each request at debug level with status, id and attempt, and never a secret at any level", async () => {
    await workspace.init();
    const { stderr } = await workspace.run(["apply", "-no-color", "-auto-approve"], {
      env: { ...workspace.env, ...TO_STDERR, TF_LOG: "trace" },
    });
    const logged = stderr.split("\n").find((line) => line.includes("Huawei Cloud request: ") && line.includes("=PUT"));
    expect(logged).toMatch(/\[DEBUG\] +provider\.terraform-provider-huaweiecs_v/);
    const fields = [/ status=204/, / attempt=1/, / request_id=[0-9a-f-]+/, / duration_ms=\d+/];
    for (const field of [...fields, /@module=huaweiecs\.cloud/, / tf_rpc=ApplyResourceChange/]) {
      expect(logged).toMatch(field);
    }
    expect(stderr).not.toContain(emulator.credentials.secretKey);
    expect(stderr).not.toMatch(/Signature=[0-9a-f]/);
  });

  test("leaves its requests out of the log where that is asked", async () => {
    await workspace.init();
    await workspace.apply();
    const env = { ...workspace.env, ...TO_STDERR, TF_LOG: "trace", TF_LOG_PROVIDER_HUAWEIECS_CLOUD: "off" };
    const { status, stderr } = await workspace.run(["plan", "-no-color"], { env });
    expect(status).toBe(0);
    expect(emulator.requests.length).toBeGreaterThan(3);
    expect(stderr).not.toContain("Huawei Cloud request");
  });
});

describe("huaweiecs install", () => {
  test("puts the provider where terraform init finds it without being told", async () => {
    const home = path.join(workspace.directory, "home");
    mkdirSync(home);
    const env = { ...workspace.env, HOME: home, TF_CLI_CONFIG_FILE: undefined };
    const installed = await run(huaweiecs, ["install"], { env });
    expect(installed.status).toBe(0);
    expect(installed.stdout).toContain(`${home}/.terraform.d/plugins/registry.terraform.io/huaweiecs/huaweiecs/`);
    expect(installed.stdout).toContain('source  = "huaweiecs/huaweiecs"');

    expect((await workspace.run(["init", "-no-color"], { env })).status).toBe(0);
    expect((await workspace.run(["validate", "-no-color"], { env })).stdout).toContain("The configuration is valid");
  });

  test("prints the configuration that makes Terraform use another mirror", async () => {
    const mirror = path.join(workspace.directory, "mirror");
    const { stdout } = await run(huaweiecs, ["install", "--into", mirror], { env: workspace.env });
    const [block] = /provider_installation \{[\s\S]*?\n {2}\}/.exec(stdout) ?? [];
    writeFileSync(workspace.env.TF_CLI_CONFIG_FILE ?? "", block ?? "");
    await workspace.init();
    expect(await workspace.must("validate", "-no-color")).toContain("The configuration is valid");
  });

  test.each(["", "somewhere"])("asks where to, when HOME is %p", async (home) => {
    const { status, stderr } = await run(huaweiecs, ["install"], {
      cwd: workspace.directory,
      env: { ...workspace.env, HOME: home },
    });
    expect(status).toBe(1);
    expect(stderr).toContain("HOME names no folder to install into");
    expect(readdirSync(workspace.directory)).not.toContain(".terraform.d");
  });

  test("says what is wrong when it cannot write", async () => {
    const file = path.join(workspace.directory, "a-file");
    writeFileSync(file, "");
    const { status, stderr } = await run(huaweiecs, ["install", "--into", path.join(file, "mirror")], {
      env: workspace.env,
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^huaweiecs install: .*a-file/);
  });
});

describe("the docs' examples", () => {
  const folder = path.join(root, "examples/docs");
  const all = filesIn(folder).filter((file) => !file.endsWith(".md"));
  const isQuery = (file: string) => file.endsWith(".tfquery.hcl");
  const text = (file: string) => readFileSync(path.join(folder, file), "utf8");

  test.each(all)("%s is formatted", async (file) => {
    // From there it takes queries too, whose extension not every version knows.
    const formatting = `"$0" fmt -check -diff - < "$1"`;
    const args = ["-c", formatting, workspace.terraform, path.join(folder, file)];
    const { stdout, stderr, status } = await run("/bin/sh", args, { env: workspace.env });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "", stderr: "" });
  });

  test.each(all.filter((file) => !isQuery(file) && file !== "provider.tf"))(
    "%s applies, changes nothing more, and can be destroyed",
    async (file) => {
      workspace.write(text(file));
      workspace.write(providerHcl(emulator.url), "provider.tf");
      await workspace.init();
      await workspace.apply();
      await workspace.must("plan", "-no-color", "-detailed-exitcode");
      await workspace.destroy();
    },
  );

  test("provider.tf is valid", async () => {
    const plain = new NewWorkspace();
    try {
      plain.write(text("provider.tf"));
      await plain.init();
      expect(await plain.must("validate", "-no-color")).toContain("The configuration is valid");
    } finally {
      plain.remove();
    }
  });

  describe("of queries", () => {
    let served: Reattached;

    beforeEach(async () => {
      served = await startForReattach(require.resolve("./support/lists-as-data-sources.ts"), workspace.directory);
      workspace.env.TF_REATTACH_PROVIDERS = served.variable;
    });

    afterEach(async () => {
      await served.stop();
    });

    test.each(all.filter(isQuery))("%s names the provider, and arguments that its lists take", async (file) => {
      const lists = text(file).match(/^list .*\n {2}provider += huaweiecs$/gm) ?? [];
      expect(lists.length).toBeGreaterThan(0);
      expect(lists).toHaveLength(text(file).match(/^list /gm)?.length ?? 0);
      workspace.write(providerHcl(emulator.url) + asDataSources(text(file)));
      expect(await workspace.must("validate", "-no-color")).toContain("The configuration is valid");
    });
  });
});

/** Searches as data sources, which have no arguments but those of the `config` block. */
function asDataSources(query: string): string {
  return query
    .replaceAll(/^list /gm, "data ")
    .replaceAll(/^ {2}(provider|limit|include_resource) += .*\n/gm, "")
    .replaceAll(/^ {2}config \{\}\n/gm, "")
    .replaceAll(/^ {2}config \{\n([\s\S]*?)^ {2}\}\n/gm, "$1");
}

test("the demo does what it says, and cleans up after itself", async () => {
  const temporary = path.join(workspace.directory, "demo-tmp");
  mkdirSync(temporary);
  const before = readdirSync(root);
  const tsx = path.join(root, "node_modules/.bin/tsx");
  const { status, stdout, stderr } = await run(tsx, [path.join(root, "scripts/demo.ts")], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: temporary },
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  expect(stdout).toContain("The demo is complete");
  expect(readdirSync(temporary).filter((name) => name.startsWith("huaweiecs"))).toEqual([]);
  // No state of the demo's either: the user's own stack of this name may have one here.
  expect(readdirSync(root)).toEqual(before);
}, 120_000);
