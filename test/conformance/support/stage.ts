/** Real Terraform, or OpenTofu, in a folder with the provider of every kind within its reach. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { findTerraform } from "../../../scripts/find-terraform";
import { type Run, run } from "../../support/process";
import { type Attached, kindsProvider, takeLines } from "./attached";

const VERSION = "1.0.0";

const HEAD = `terraform {
  required_providers {
    kinds = { source = "${kindsProvider.address}" }
  }
}
`;

/** What Terraform prints of an error, and the part of the configuration that it underlines. */
export interface Shown {
  readonly summary: string;
  readonly detail: string;
  readonly marked: string;
}

/** A warning or an error. */
export interface Said extends Shown {
  readonly severity: string;
}

export class Stage {
  readonly directory = mkdtempSync(path.join(os.tmpdir(), "kinds-"));
  readonly #terraform = findTerraform();
  readonly #attached: Attached | undefined;

  /**
   * @param hcl the configuration without its `terraform` block
   * @param attached providers that run already; otherwise Terraform starts its own, once `init` has installed it
   */
  constructor(hcl: string, modules: Readonly<Record<string, string>> = {}, attached?: Attached) {
    this.#attached = attached;
    this.configure(hcl);
    for (const [name, text] of Object.entries(modules)) this.write(`${name}/main.tf`, HEAD + text);
    this.write("terraformrc", attached === undefined ? installation() : "");
  }

  /** @param hcl the configuration without its `terraform` block */
  configure(hcl: string): void {
    this.write("main.tf", (this.#attached?.head ?? HEAD) + hcl);
  }

  /** Runs a command, whether it succeeds or not. */
  run(...args: string[]): Promise<Run> {
    const env = {
      PATH: process.env.PATH,
      HOME: this.directory,
      TMPDIR: process.env.TMPDIR,
      TF_CLI_CONFIG_FILE: path.join(this.directory, "terraformrc"),
      TF_IN_AUTOMATION: "1",
      CHECKPOINT_DISABLE: "1",
      KINDS_EVENTS: this.#events,
      ...this.#attached?.environment,
    };
    return run(this.#terraform, args, { cwd: this.directory, env });
  }

  /** Runs a command that must succeed. */
  async must(...args: string[]): Promise<string> {
    const { status, stdout, stderr } = await this.run(...args);
    if (status !== 0) throw new Error(`terraform ${args.join(" ")} exited with ${status}:\n${stdout}\n${stderr}`);
    return stdout;
  }

  // biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON is asserted on by the tests
  async json(...args: string[]): Promise<any> {
    return JSON.parse(await this.must(...args));
  }

  /** The errors of a command that must fail. */
  async errorsOf(command: string, ...args: string[]): Promise<Shown[]> {
    const { status, said } = await this.#said(command, args);
    if (status === 0) throw new Error(`terraform ${command} succeeded`);
    return said.filter(({ severity }) => severity === "error").map(({ severity: _, ...shown }) => shown);
  }

  /** The warnings of a command that must succeed. */
  async warningsOf(command: string, ...args: string[]): Promise<Shown[]> {
    const { status, said } = await this.#said(command, args);
    if (status !== 0) throw new Error(`terraform ${command} failed: ${JSON.stringify(said)}`);
    return said.filter(({ severity }) => severity === "warning").map(({ severity: _, ...shown }) => shown);
  }

  async #said(command: string, args: readonly string[]): Promise<{ status: number | null; said: Said[] }> {
    const { status, stdout } = await this.run(command, "-json", ...args);
    // `validate` prints one document, other commands an object a line.
    const messages = stdout.startsWith("{\n") ? JSON.parse(stdout).diagnostics : linesOf(stdout);
    return { status, said: messages.map(saidIn) };
  }

  /** What the provider has recorded since the last time. */
  events(): string[] {
    return takeLines(this.#events);
  }

  /** The state as the file has it; undefined if there is none. */
  get state(): string | undefined {
    const file = path.join(this.directory, "terraform.tfstate");
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  }

  get #events(): string {
    return path.join(this.directory, "events");
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  write(file: string, text: string): void {
    const target = path.join(this.directory, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}

interface Message {
  readonly severity: string;
  readonly summary: string;
  readonly detail: string;
  readonly snippet?: { code: string; highlight_start_offset: number; highlight_end_offset: number };
}

function linesOf(stdout: string): Message[] {
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line).diagnostic)
    .filter((diagnostic) => diagnostic !== undefined);
}

function saidIn({ severity, summary, detail, snippet }: Message): Said {
  const marked = snippet?.code.slice(snippet.highlight_start_offset, snippet.highlight_end_offset) ?? "";
  return { severity, summary, detail, marked };
}

let installed: string | undefined;

function installation(): string {
  return `provider_installation {\n  filesystem_mirror {\n    path = "${mirror()}"\n  }\n}\n`;
}

/** A filesystem mirror with the provider, filled once per test file. */
function mirror(): string {
  installed ??= install();
  return installed;
}

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386" };

function install(): string {
  const directory = mkdtempSync(path.join(os.tmpdir(), "kinds-mirror-"));
  process.once("exit", () => rmSync(directory, { recursive: true, force: true }));
  const platform = `${os.platform()}_${ARCHITECTURES[os.arch()] ?? os.arch()}`;
  const { address, program } = kindsProvider;
  const target = path.join(directory, address, VERSION, platform, `terraform-provider-kinds_v${VERSION}`);
  mkdirSync(path.dirname(target), { recursive: true });
  symlinkSync(program, target);
  return directory;
}
