/** Runs the real Terraform, or OpenTofu, on configurations in folders of their own. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { findTerraform } from "../../scripts/find-terraform";
import type { Emulator } from "../../src/emulator";
import { type Run, type RunOptions, run } from "./process";

export const root = path.join(__dirname, "../..");
const dist = path.join(root, "dist");

export interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail: string;
  readonly snippet?: { readonly code: string };
}

interface ResourceChange {
  readonly address: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Readonly<Record<string, unknown>> | null;
    readonly after: Readonly<Record<string, unknown>> | null;
    readonly after_unknown: Readonly<Record<string, unknown>>;
    readonly replace_paths?: readonly (readonly string[])[];
  };
}

export interface Plan {
  readonly resource_changes?: readonly ResourceChange[];
  readonly resource_drift?: readonly ResourceChange[];
}

export class Workspace {
  readonly directory = mkdtempSync(path.join(os.tmpdir(), "huaweiecs-test-"));
  readonly terraform = findTerraform();
  readonly env: Record<string, string | undefined>;

  constructor(env: Readonly<Record<string, string | undefined>> = {}) {
    const home = path.join(this.directory, ".home");
    mkdirSync(home);
    const configuration = path.join(home, "terraformrc");
    writeFileSync(configuration, mirrorConfiguration());
    this.env = {
      PATH: process.env.PATH,
      HOME: home,
      TMPDIR: process.env.TMPDIR,
      TF_CLI_CONFIG_FILE: configuration,
      TF_IN_AUTOMATION: "1",
      CHECKPOINT_DISABLE: "1",
      TF_LOG_PROVIDER: "TRACE",
      TF_LOG_PATH: path.join(home, "provider.log"),
      ...env,
    };
  }

  write(hcl: string, file = "main.tf"): void {
    writeFileSync(path.join(this.directory, file), hcl);
  }

  read(file: string): string {
    return readFileSync(path.join(this.directory, file), "utf8");
  }

  /** @throws {Error} if a secret of the environment shows in what is printed, logged at any level, or stored */
  async run(args: readonly string[], options: Partial<RunOptions> = {}): Promise<Run> {
    const ended = await run(this.terraform, args, { cwd: this.directory, env: this.env, ...options });
    const { TF_LOG_PATH: log } = this.env;
    const stored = [log ?? "", path.join(this.directory, "terraform.tfstate")].filter((file) => existsSync(file));
    const texts = [ended.stdout, ended.stderr, ...stored.map((file) => readFileSync(file, "utf8"))];
    const shown = Object.entries(this.env).find(
      ([name, value]) => isSecret(name, value) && texts.join().includes(value),
    );
    if (shown !== undefined) throw new Error(`terraform ${args.join(" ")} shows the value of ${shown[0]}`);
    return ended;
  }

  /** Runs a command that must succeed. */
  async must(...args: readonly string[]): Promise<string> {
    const { status, stdout, stderr } = await this.run(args);
    if (status !== 0) throw new Error(`terraform ${args.join(" ")} exited with ${status}:\n${stdout}\n${stderr}`);
    return stdout;
  }

  async init(): Promise<void> {
    await this.must("init", "-no-color", "-input=false");
  }

  async plan(...args: readonly string[]): Promise<Plan> {
    await this.must("plan", "-no-color", "-input=false", "-out=plan.bin", ...args);
    return JSON.parse(await this.must("show", "-json", "plan.bin")) as Plan;
  }

  /** What a plan would do, by resource; nothing when there is nothing to do. */
  async plannedActions(): Promise<Record<string, string>> {
    const { resource_changes: changes = [] } = await this.plan();
    const real = changes.filter(({ change }) => change.actions.join() !== "no-op");
    return Object.fromEntries(real.map(({ address, change }) => [address, change.actions.join()]));
  }

  async apply(...args: readonly string[]): Promise<string> {
    return this.must("apply", "-no-color", "-input=false", "-auto-approve", ...args);
  }

  async destroy(): Promise<string> {
    return this.must("destroy", "-no-color", "-input=false", "-auto-approve");
  }

  /** The attributes of a resource in the state; undefined when it is not there. */
  attributes(name: string): Record<string, unknown> | undefined {
    if (!existsSync(path.join(this.directory, "terraform.tfstate"))) return undefined;
    const { resources } = JSON.parse(this.read("terraform.tfstate")) as {
      resources: { name: string; instances: { attributes: Record<string, unknown>; status?: string }[] }[];
    };
    return resources.find((resource) => resource.name === name)?.instances[0]?.attributes;
  }

  /** Runs a command that must fail, and returns the errors as Terraform's JSON reports them. */
  async errorsOf(command: string, ...args: readonly string[]): Promise<Diagnostic[]> {
    const { status, stdout } = await this.run([command, "-json", ...args]);
    if (status === 0) throw new Error(`terraform ${command} ${args.join(" ")} succeeded`);
    return diagnosticsIn(stdout).filter(({ severity }) => severity === "error");
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

function isSecret(name: string, value: string | undefined): value is string {
  return /SECRET|PASSWORD|TOKEN/.test(name) && value !== undefined && value.length >= 8;
}

/** `plan -json` prints an object a line, `validate -json` a single one. */
export function diagnosticsIn(stdout: string): Diagnostic[] {
  if (stdout.startsWith("{\n")) return (JSON.parse(stdout) as { diagnostics: Diagnostic[] }).diagnostics;
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => (JSON.parse(line) as { diagnostic?: Diagnostic }).diagnostic)
    .filter((diagnostic) => diagnostic !== undefined);
}

let mirror: string | undefined;

/** A filesystem mirror with the built provider, filled once per test file by `huaweiecs install`. */
function mirrorConfiguration(): string {
  mirror ??= installMirror();
  return `provider_installation {
  filesystem_mirror {
    path = ${JSON.stringify(mirror)}
  }
}
`;
}

function installMirror(): string {
  const directory = mkdtempSync(path.join(os.tmpdir(), "huaweiecs-mirror-"));
  process.once("exit", () => rmSync(directory, { recursive: true, force: true }));
  const { status, stderr } = spawnSync(path.join(dist, "huaweiecs"), ["install", "--into", directory], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`The provider could not be installed; has \`npm run build\` been run?\n${stderr}`);
  return directory;
}

/** A workspace whose provider talks to the emulator. */
export function workspaceFor(emulator: Emulator, env: Readonly<Record<string, string | undefined>> = {}): Workspace {
  return new Workspace({ ...emulator.env(), ...env });
}

/** The head of a configuration: the provider and where its cloud is. */
export function providerHcl(endpoint: string, argumentsHcl = ""): string {
  return `terraform {
  required_providers {
    huaweiecs = { source = "huaweiecs/huaweiecs" }
  }
}

provider "huaweiecs" {
  endpoints = { ecs = "${endpoint}", vpc = "${endpoint}", iam = "${endpoint}" }
  ${argumentsHcl}
}
`;
}

export interface Setting {
  readonly serverId: string;
  readonly portId: string;
  readonly deleteOnTermination: boolean;
}

export function settingHcl(name: string, { serverId, portId, deleteOnTermination }: Setting, more = ""): string {
  return `
resource "huaweiecs_nic_attachment_setting" "${name}" {
  server_id             = "${serverId}"
  port_id               = "${portId}"
  delete_on_termination = ${deleteOnTermination}
  ${more}
}
`;
}
