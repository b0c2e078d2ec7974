/** The providers made for testing: as programs, and as processes that many runs of Terraform are pointed to. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { ProviderUnderTest } from "../../support/acceptance";
import { type RunningProvider, startForReattach } from "../../support/acceptance/reattach";
import { bundleProgram } from "../../support/bundle";
import { World } from "../provider/world";

export const kindsProvider: ProviderUnderTest = {
  address: "example.com/test/kinds",
  get program() {
    return programOf("main");
  },
};

export const rivalProvider: ProviderUnderTest = {
  address: "example.com/other/rival",
  get program() {
    return programOf("rival-main");
  },
};

const programs = new Map<string, string>();

/** An executable, built once per test file. */
function programOf(entry: string): string {
  const known = programs.get(entry);
  if (known !== undefined) return known;
  const directory = temporary("kinds-program-");
  const program = path.join(directory, entry);
  bundleProgram(path.join(__dirname, `../provider/${entry}.ts`), program);
  programs.set(entry, program);
  return program;
}

function temporary(prefix: string): string {
  const directory = mkdtempSync(path.join(os.tmpdir(), prefix));
  process.once("exit", () => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A cloud that a test looks at, and what the provider has recorded. */
export class Surroundings {
  readonly #directory = temporary("kinds-world-");
  readonly #events = path.join(this.#directory, "events");
  readonly #file = path.join(this.#directory, "world.json");
  readonly world = new World(this.#file);
  readonly env = { KINDS_WORLD: this.#file, KINDS_EVENTS: this.#events };

  /** What the provider has recorded since the last time. */
  events(): string[] {
    return takeLines(this.#events);
  }

  /** Empties the cloud and forgets what was recorded. */
  clear(): void {
    this.events();
    writeFileSync(this.#file, "{}");
  }
}

/** Both providers as processes, for all the tests of a file. */
export class Attached {
  readonly surroundings: Surroundings;
  readonly head = headOf(kindsProvider, rivalProvider);
  readonly environment: Readonly<Record<string, string>>;
  readonly #running: readonly RunningProvider[];

  private constructor(running: readonly RunningProvider[], surroundings: Surroundings) {
    this.#running = running;
    this.surroundings = surroundings;
    const reattach = Object.assign({}, ...running.map((each) => each.reattach));
    this.environment = { TF_REATTACH_PROVIDERS: JSON.stringify(reattach) };
  }

  static async start(): Promise<Attached> {
    const surroundings = new Surroundings();
    const env = { PATH: process.env.PATH, ...surroundings.env };
    const log = path.join(temporary("kinds-log-"), "log");
    const start = (provider: ProviderUnderTest) => startForReattach(provider, env, log);
    return new Attached([await start(kindsProvider), await start(rivalProvider)], surroundings);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#running.map((provider) => provider.stop()));
  }
}

function headOf(...providers: readonly ProviderUnderTest[]): string {
  const lines = providers.map(({ address }) => `    ${path.basename(address)} = { source = "${address}" }\n`);
  return `terraform {\n  required_providers {\n${lines.join("")}  }\n}\n`;
}

/** The lines of a file that somebody may still be writing to. */
export function linesOf(file: string): string[] {
  return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
}

/** The lines of a file, which is gone afterwards; what is written between the reading and the removal is lost. */
export function takeLines(file: string): string[] {
  const lines = linesOf(file);
  rmSync(file, { force: true });
  return lines;
}
