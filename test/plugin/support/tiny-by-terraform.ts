/** The tiny provider as real Terraform starts it, in a folder where everything that it leaves is seen. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { findTerraform } from "../../../scripts/find-terraform";
import { bundleProgram } from "../../support/bundle";
import { type Run, type RunOptions, run } from "../../support/process";
import { processesIn } from "../../support/traces";
import { until } from "./until";

export class TinyByTerraform {
  readonly directory = mkdtempSync(path.join(os.tmpdir(), "tiny-"));
  readonly temporary = path.join(this.directory, "tmp");
  readonly env: Record<string, string | undefined>;

  constructor() {
    mkdirSync(this.temporary);
    const configuration = path.join(this.directory, "terraformrc");
    const program = path.join(this.directory, "bin");
    writeFileSync(
      configuration,
      `provider_installation {\n  dev_overrides { "example.test/tiny/tiny" = ${JSON.stringify(program)} }\n}\n`,
    );
    this.env = {
      PATH: process.env.PATH,
      HOME: this.directory,
      TMPDIR: this.temporary,
      TF_CLI_CONFIG_FILE: configuration,
      TF_IN_AUTOMATION: "1",
      CHECKPOINT_DISABLE: "1",
    };
    const executable = path.join(program, "terraform-provider-tiny");
    bundleProgram(path.join(__dirname, "../fixtures/main.ts"), executable);
  }

  /** Declares things by what they do; each waits for the one before. */
  things(...names: readonly string[]): void {
    const resources = names.map((name, index) => {
      const before = names[index - 1];
      const order = before === undefined ? "" : `depends_on = [tiny_thing.${before}]`;
      return `resource "tiny_thing" "${name}" {\n  name = "${name}"\n  ${order}\n}\n`;
    });
    const head = 'terraform {\n  required_providers {\n    tiny = { source = "example.test/tiny/tiny" }\n  }\n}\n';
    writeFileSync(path.join(this.directory, "main.tf"), head + resources.join(""));
  }

  configure(greeting: string): void {
    writeFileSync(path.join(this.directory, "provider.tf"), `provider "tiny" {\n  greeting = "${greeting}"\n}\n`);
  }

  /** The provider as a person starts it, to attach Terraform to it. */
  startForReattach(): ChildProcess {
    const program = path.join(this.directory, "bin/terraform-provider-tiny");
    return spawn(program, ["--debug"], { cwd: this.directory, env: this.env, stdio: ["ignore", "pipe", "inherit"] });
  }

  terraform(args: readonly string[], options: Partial<RunOptions> = {}): Promise<Run> {
    return run(findTerraform(), args, { cwd: this.directory, env: this.env, ...options });
  }

  /** Applies as a shell would start it, with the provider's log, until something is logged; then does something. */
  async applyUntil(logged: string, act: (terraform: ChildProcess) => void | Promise<void>): Promise<Run> {
    let acted = Promise.resolve();
    const run = await this.terraform(["apply", "-no-color", "-auto-approve"], {
      ownGroup: true,
      env: { ...this.env, TF_LOG_PROVIDER: "INFO" },
      onStart: (child) => {
        let log = "";
        const watch = (chunk: Buffer) => {
          log += chunk;
          if (!log.includes(logged)) return;
          child.stderr?.off("data", watch);
          acted = Promise.resolve(act(child));
        };
        child.stderr?.on("data", watch);
      },
    });
    await acted;
    return run;
  }

  /** By name, what the state says of a thing. */
  get state(): Record<string, { status?: string; attributes: { greeting: string | null } }> {
    const file = path.join(this.directory, "terraform.tfstate");
    if (!existsSync(file)) return {};
    const { resources } = JSON.parse(readFileSync(file, "utf8"));
    return Object.fromEntries(
      resources.map(({ name, instances }: { name: string; instances: unknown[] }) => [name, instances[0]]),
    );
  }

  /** What is left of processes and sockets, once all has had the time to end. */
  async traces(): Promise<string[]> {
    const traces = () => [...processesIn(this.directory), ...readdirSync(this.temporary)];
    await until(() => traces().length === 0, "the end of every process and socket").catch(() => undefined);
    return traces();
  }

  remove(): void {
    for (const id of processesIn(this.directory)) process.kill(Number(id), "SIGKILL");
    rmSync(this.directory, { recursive: true, force: true });
  }
}
