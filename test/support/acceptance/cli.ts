/** Terraform's commands in one folder. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { run } from "../process";
import { type Diagnostic, diagnosticsIn, diagnosticText } from "./diagnostics";
import type { Plan, State } from "./documents";
import { parseJson } from "./json";

export type CommandEnvironment = Readonly<Record<string, string | undefined>>;

export interface Execution {
  /** As a person would type it. */
  readonly command: string;
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** A command that was to succeed and did not. */
export class CommandFailure extends Error {
  override readonly name = "CommandFailure";
  readonly execution: Execution;

  constructor(execution: Execution) {
    const { command, status, stdout, stderr, diagnostics } = execution;
    const said = diagnostics.map(diagnosticText).join("\n\n") || `${stdout}\n${stderr}`.trim();
    super(`${command} ended with ${status === null ? "a signal" : `exit code ${status}`}.\n\n${said}`);
    this.execution = execution;
  }
}

export interface PlanOptions {
  readonly destroy?: boolean;
  /** Defaults to true. */
  readonly refresh?: boolean;
  /** Addresses to replace. */
  readonly replace?: readonly string[];
  readonly generateConfigOut?: string;
  readonly more?: readonly string[];
}

export interface PlanRun extends Execution {
  readonly file: string;
  /** Neither changes nor drift. */
  readonly isEmpty: boolean;
}

/** Milliseconds after which a command is interrupted; a tenth later it is killed. */
const LONGEST = 120_000;

export class Cli {
  readonly folder: string;
  readonly #program: string;
  readonly #environment: CommandEnvironment;
  readonly #history: Execution[];
  #plans = 0;

  /** The commands are added to the history as they end. */
  constructor(program: string, folder: string, environment: CommandEnvironment, history: Execution[]) {
    this.#program = program;
    this.folder = folder;
    this.#environment = environment;
    this.#history = history;
  }

  /** @throws {CommandFailure} as every method here, if the command fails */
  async init(): Promise<Execution> {
    return this.#must(["init", "-no-color", "-input=false"]);
  }

  /** Plans and saves the plan. */
  async plan(options: PlanOptions = {}): Promise<PlanRun> {
    const { destroy = false, refresh = true, replace = [], generateConfigOut, more = [] } = options;
    this.#plans++;
    const file = `${this.#plans}.tfplan`;
    const flags = [
      ...(destroy ? ["-destroy"] : []),
      ...(refresh ? [] : ["-refresh=false"]),
      ...replace.map((address) => `-replace=${address}`),
      ...(generateConfigOut === undefined ? [] : [`-generate-config-out=${generateConfigOut}`]),
      ...more,
    ];
    const execution = await this.#must(
      ["plan", "-json", "-input=false", "-detailed-exitcode", `-out=${file}`, ...flags],
      [0, CHANGES],
    );
    const hasDrift = execution.stdout.includes('"type":"resource_drift"');
    return { ...execution, file, isEmpty: execution.status !== CHANGES && !hasDrift };
  }

  async apply(planFile: string): Promise<Execution> {
    return this.#must(["apply", "-json", "-input=false", planFile]);
  }

  /** Takes what the refresh finds into the state. */
  async refresh(): Promise<Execution> {
    return this.#must(["apply", "-json", "-input=false", "-auto-approve", "-refresh-only"]);
  }

  async destroy(): Promise<Execution> {
    return this.#must(["apply", "-json", "-input=false", "-auto-approve", "-destroy"]);
  }

  async import(address: string, id: string): Promise<Execution> {
    return this.#must(["import", "-no-color", "-input=false", address, id]);
  }

  async taint(address: string): Promise<Execution> {
    return this.#must(["taint", "-no-color", address]);
  }

  /** Takes the resource out of the state and leaves it in the world. */
  async forget(address: string): Promise<Execution> {
    return this.#must(["state", "rm", address]);
  }

  async showPlan(planFile: string): Promise<Plan> {
    return parseJson((await this.#must(["show", "-json", planFile])).stdout) as Plan;
  }

  async showState(): Promise<State> {
    return parseJson((await this.#must(["show", "-json"])).stdout) as State;
  }

  /** Whether the state file has any resource. */
  hasResources(): boolean {
    try {
      const state = readFileSync(path.join(this.folder, STATE_FILE), "utf8");
      return (JSON.parse(state) as { resources: unknown[] }).resources.length > 0;
    } catch {
      return false;
    }
  }

  async #must(words: readonly string[], successes: readonly number[] = [0]): Promise<Execution> {
    const execution = await this.#execute(words);
    this.#history.push(execution);
    if (!successes.includes(execution.status ?? Number.NaN)) throw new CommandFailure(execution);
    return execution;
  }

  async #execute(words: readonly string[]): Promise<Execution> {
    const timers: NodeJS.Timeout[] = [];
    try {
      const { status, stdout, stderr } = await run(this.#program, words, {
        cwd: this.folder,
        env: this.#environment,
        onStart: (child) => {
          timers.push(setTimeout(() => child.kill("SIGINT"), LONGEST));
          timers.push(setTimeout(() => child.kill("SIGKILL"), LONGEST * 1.1));
        },
      });
      const command = [path.basename(this.#program), ...words].join(" ");
      return { command, status, stdout, stderr, diagnostics: diagnosticsIn(stdout, stderr) };
    } finally {
      timers.forEach(clearTimeout);
    }
  }
}

export const STATE_FILE = "terraform.tfstate";

/** The exit code by which -detailed-exitcode tells of changes. */
const CHANGES = 2;
