/** Real Terraform, or OpenTofu, with the provider of every kind installed from a folder. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { buildSync } from "esbuild";
import { findTerraform } from "../../../scripts/find-terraform";
import { type Run, run } from "../../support/process";

const ADDRESS = "example.com/test/kinds";
const VERSION = "1.0.0";

const HEAD = `terraform {
  required_providers {
    kinds = { source = "${ADDRESS}" }
  }
}
`;

/** What Terraform prints of an error, and the part of the configuration that it underlines. */
export interface Shown {
  readonly summary: string;
  readonly detail: string;
  readonly marked: string;
}

export class Stage {
  readonly #directory = mkdtempSync(path.join(os.tmpdir(), "kinds-"));
  readonly #terraform = findTerraform();

  /** @param hcl the configuration without its `terraform` block */
  constructor(hcl: string, modules: Readonly<Record<string, string>> = {}) {
    this.#write("main.tf", HEAD + hcl);
    for (const [name, text] of Object.entries(modules)) this.#write(`${name}/main.tf`, HEAD + text);
    this.#write("terraformrc", `provider_installation {\n  filesystem_mirror {\n    path = "${mirror()}"\n  }\n}\n`);
  }

  /** Runs a command, whether it succeeds or not. */
  run(...args: string[]): Promise<Run> {
    const env = {
      PATH: process.env.PATH,
      HOME: this.#directory,
      TMPDIR: process.env.TMPDIR,
      TF_CLI_CONFIG_FILE: path.join(this.#directory, "terraformrc"),
      TF_IN_AUTOMATION: "1",
      CHECKPOINT_DISABLE: "1",
      KINDS_EVENTS: path.join(this.#directory, "events"),
    };
    return run(this.#terraform, args, { cwd: this.#directory, env });
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
    const { status, stdout } = await this.run(command, "-json", ...args);
    if (status === 0) throw new Error(`terraform ${command} succeeded`);
    return stdout
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line).diagnostic)
      .filter((diagnostic) => diagnostic?.severity === "error")
      .map(({ summary, detail, snippet }) => ({
        summary,
        detail,
        marked: snippet?.code.slice(snippet.highlight_start_offset, snippet.highlight_end_offset) ?? "",
      }));
  }

  /** What the provider has recorded since the last time. */
  events(): string[] {
    const file = path.join(this.#directory, "events");
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, "utf8").trimEnd().split("\n");
    rmSync(file);
    return lines;
  }

  remove(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #write(file: string, text: string): void {
    const target = path.join(this.#directory, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}

let installed: string | undefined;

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
  const program = path.join(directory, ADDRESS, VERSION, platform, `terraform-provider-kinds_v${VERSION}`);
  buildSync({
    entryPoints: [path.join(__dirname, "../provider/main.ts")],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "cjs",
    banner: { js: "#!/usr/bin/env node" },
  });
  chmodSync(program, 0o755);
  return directory;
}
