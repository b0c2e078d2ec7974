/** What a CI runner has: the repository checked out into a folder of its own, where steps of the pipeline run. */
import type { ChildProcess } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Run, run } from "../../support/process";
import { root } from "../../support/terraform";
import { processesIn } from "../../support/traces";
import type { Job, Step } from "./ci-files";

type Environment = Readonly<Record<string, string | undefined>>;

const packages = path.join(root, "node_modules");

export class Checkout {
  readonly directory: string;
  /** All that its commands have printed so far. */
  printed = "";
  readonly #env: Environment;

  /**
   * Copies the example into a folder of its own.
   *
   * @param parent where that folder is made
   * @param main the program of the stack, in place of the example's
   */
  constructor(parent: string, env: Environment, main?: string) {
    this.directory = mkdtempSync(path.join(parent, "checkout-"));
    this.#env = env;
    cpSync(path.join(root, "examples/pipeline"), this.directory, { recursive: true });
    if (main !== undefined) writeFileSync(path.join(this.directory, "main.ts"), main);
    writeFileSync(path.join(this.directory, "package.json"), '{ "private": true }');
  }

  /** Puts the packages in place that the project depends on, as `npm ci` does. */
  installPackages(): void {
    const modules = path.join(this.directory, "node_modules");
    mkdirSync(path.join(modules, ".bin"), { recursive: true });
    for (const name of ["cdktf", "constructs"]) symlinkSync(path.join(packages, name), path.join(modules, name));
    symlinkSync(root, path.join(modules, "huaweiecs"));
    for (const name of ["cdktf", "tsx"]) {
      symlinkSync(path.join(packages, ".bin", name), path.join(modules, ".bin", name));
    }
    symlinkSync(path.join(root, "dist/huaweiecs"), path.join(modules, ".bin/huaweiecs"));
  }

  /** Runs steps of the script, such as `plan review`. */
  run(steps: string, env: Environment = {}, onStart?: (child: ChildProcess) => void): Promise<Run> {
    return this.#execute(path.join(this.directory, "pipeline.sh"), steps.split(" "), env, onStart);
  }

  /** Runs steps that must succeed. Returns what they print. */
  async must(steps: string, env: Environment = {}): Promise<string> {
    const { status, stdout, stderr } = await this.run(steps, env);
    if (status !== 0) throw new Error(`pipeline.sh ${steps} exited with ${status}:\n${stdout}\n${stderr}`);
    return stdout;
  }

  /** Runs a line of a CI file, as a step of its own. */
  command(line: string, env: Environment): Promise<Run> {
    return this.#execute("bash", ["-e", "-c", line], env);
  }

  /** The ids of what runs here. */
  processes(): string[] {
    return [this.directory, path.join(this.directory, "cdktf.out/stacks/nics")].flatMap(processesIn);
  }

  /** Ends everything that runs here without a warning, as a machine that goes down does. */
  kill(): void {
    for (const id of this.processes()) process.kill(Number(id), "SIGKILL");
  }

  #execute(program: string, args: readonly string[], env: Environment, onStart?: (child: ChildProcess) => void) {
    return run(program, args, {
      cwd: this.directory,
      env: { ...this.#env, ...env },
      onStart: (child) => {
        for (const stream of [child.stdout, child.stderr]) {
          stream?.on("data", (chunk: Buffer) => {
            this.printed += chunk.toString();
          });
        }
        onStart?.(child);
      },
    });
  }
}

/** How jobs ended: by their names, the status of the first command that failed, or 0. A job that was not run is not in it. */
export type Outcome = Readonly<Record<string, number | null>>;

/** The machines that run the jobs of a CI. */
export interface Runners {
  /** Gives a job a checkout of its own. */
  checkOut(): Checkout;
  execute(checkout: Checkout, line: string, env: Environment): Promise<Pick<Run, "status">>;
}

/**
 * Runs jobs as a CI does: each in a new checkout, after those that it needs and only if they succeeded, with the files that
 * those passed on and nothing else.
 */
export async function runJobs(jobs: readonly Job[], runners: Runners): Promise<Outcome> {
  const outcome: Record<string, number | null> = {};
  const artifacts = new Map<string, string>();
  for (const job of jobs) {
    if (job.needs.every((name) => outcome[name] === 0)) outcome[job.name] = await runJob(job, runners, artifacts);
  }
  return outcome;
}

/** @param artifacts where each file is that was passed on */
async function runJob(job: Job, runners: Runners, artifacts: Map<string, string>): Promise<number | null> {
  const checkout = runners.checkOut();
  const place = (file: string) => path.join(checkout.directory, file);

  const take = (step: Step): number | null | Promise<number | null> => {
    if ("download" in step) {
      const file = artifacts.get(step.download);
      if (file !== undefined) cpSync(file, place(step.download));
      return 0;
    }
    if ("upload" in step) {
      const isThere = existsSync(place(step.upload));
      if (isThere) artifacts.set(step.upload, place(step.upload));
      return isThere || !step.isRequired ? 0 : 1;
    }
    return runners.execute(checkout, step.run, step.env).then(({ status }) => status);
  };

  let failed: number | null = 0;
  for (const step of job.steps) {
    if (failed !== 0 && step.when !== "always") continue;
    const status = await take(step);
    if (failed === 0) failed = status;
  }
  return failed;
}
