/** The folder of a case, with a home of its own for Terraform and the providers under test within reach. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Cli, type CommandEnvironment, type Execution } from "./cli";
import { fillMirror } from "./mirror";
import { findProgram } from "./program";
import type { ProviderUnderTest } from "./provider-under-test";
import { type RunningProvider, startForReattach } from "./reattach";

/**
 * How Terraform gets at the provider. `reattach`: one process serves the whole case, and nothing is installed; fast.
 * `installed`: from a filesystem mirror by `terraform init`, started by Terraform for each command; as users have it.
 */
export type Mode = "reattach" | "installed";

export interface WorkplaceOptions {
  readonly providers: readonly ProviderUnderTest[];
  readonly mode: Mode;
  readonly env: CommandEnvironment;
}

export class Workplace {
  readonly folder = mkdtempSync(path.join(os.tmpdir(), "huaweiecs-acceptance-"));
  /** The commands so far, in all folders. */
  readonly history: Execution[] = [];
  readonly #running: RunningProvider[] = [];
  #environment: CommandEnvironment = {};

  /** @throws {Error} if a provider cannot be started; nothing is left behind */
  static async open(options: WorkplaceOptions): Promise<Workplace> {
    const workplace = new Workplace();
    try {
      await workplace.#prepare(options);
      return workplace;
    } catch (error) {
      await workplace.close();
      throw error;
    }
  }

  /** Terraform in a new folder within. */
  cli(name: string): Cli {
    return new Cli(findProgram().path, this.#subfolder(name), this.#environment, this.history);
  }

  /** How providers have ended before their time. */
  obituaries(): string[] {
    return this.#running.map((provider) => provider.obituary()).filter((text) => text !== undefined);
  }

  /** Ends the providers, and removes the folder unless HUAWEIECS_KEEP is set. */
  async close(): Promise<void> {
    await Promise.all(this.#running.map((provider) => provider.stop()));
    if (isKept()) process.stderr.write(`Kept: ${this.folder}\n`);
    else rmSync(this.folder, { recursive: true, force: true });
  }

  async #prepare({ providers, mode, env }: WorkplaceOptions): Promise<void> {
    const home = this.#subfolder("home");
    const settings = path.join(home, "terraformrc");
    const base = {
      PATH: process.env.PATH,
      HOME: home,
      TMPDIR: this.#subfolder("tmp"),
      TF_CLI_CONFIG_FILE: settings,
      TF_IN_AUTOMATION: "1",
      CHECKPOINT_DISABLE: "1",
      ...env,
    };
    if (mode === "installed") {
      writeFileSync(settings, fillMirror(this.#subfolder("mirror"), providers));
      this.#environment = base;
      return;
    }
    writeFileSync(settings, "");
    const starts = await Promise.allSettled(
      providers.map((provider) => startForReattach(provider, base, path.join(this.folder, "provider.log"))),
    );
    this.#running.push(...starts.filter((start) => start.status === "fulfilled").map(({ value }) => value));
    const failed = starts.find((start) => start.status === "rejected");
    if (failed !== undefined) throw failed.reason;
    const reattach = Object.assign({}, ...this.#running.map((provider) => provider.reattach));
    this.#environment = { ...base, TF_REATTACH_PROVIDERS: JSON.stringify(reattach) };
  }

  #subfolder(name: string): string {
    const folder = path.join(this.folder, name);
    mkdirSync(folder);
    return folder;
  }
}

function isKept(): boolean {
  return (process.env.HUAWEIECS_KEEP ?? "") !== "";
}
