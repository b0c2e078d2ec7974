/** A provider as a process of its own, started as Terraform starts it. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { bundleProgram } from "../../support/bundle";
import { targetOf } from "./client";
import { until } from "./until";

/** What Terraform tells every plugin that it starts. */
export const TERRAFORM = {
  TF_PLUGIN_MAGIC_COOKIE: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
  PLUGIN_PROTOCOL_VERSIONS: "6,5",
  PLUGIN_MIN_PORT: "10000",
  PLUGIN_MAX_PORT: "25000",
};

export interface Handshake {
  readonly line: string;
  readonly target: string;
  readonly socket: string;
  /** The server's certificate as PEM; undefined if it serves without TLS. */
  readonly certificate: Buffer | undefined;
}

export class PluginProcess {
  readonly child: ChildProcess;
  stdout = "";
  stderr = "";
  #ended: { code: number | null; signal: string | null } | undefined;

  constructor(child: ChildProcess) {
    this.child = child;
    child.stdout?.on("data", (chunk) => {
      this.stdout += chunk;
    });
    child.stderr?.on("data", (chunk) => {
      this.stderr += chunk;
    });
    // "close" comes after the last output, of grandchildren too.
    child.once("close", (code, signal) => {
      this.#ended = { code, signal };
    });
  }

  async handshake(): Promise<Handshake> {
    await until(() => this.stdout.includes("\n") || this.#ended !== undefined, "a handshake");
    const line = this.stdout;
    const [, , network = "", socket = "", , certificate = ""] = line.trimEnd().split("|");
    return {
      line,
      socket,
      target: targetOf(network, socket),
      certificate:
        certificate === ""
          ? undefined
          : Buffer.from(
              `-----BEGIN CERTIFICATE-----\n${certificate.replace(/.{64}/g, "$&\n")}${"=".repeat((4 - (certificate.length % 4)) % 4)}\n-----END CERTIFICATE-----\n`,
            ),
    };
  }

  async end(): Promise<{ code: number | null; signal: string | null }> {
    await until(() => this.#ended !== undefined, "the end of the process");
    return this.#ended as { code: number | null; signal: string | null };
  }
}

/** A folder with the program in it, and another one for its sockets. */
export class Workshop {
  readonly folder = mkdtempSync("/tmp/plugin-test-");
  readonly program = path.join(this.folder, "provider.js");
  readonly #processes: PluginProcess[] = [];

  /** @param entry the program's source; the tiny provider's if left out */
  constructor(entry = path.join(__dirname, "../fixtures/main.ts")) {
    bundleProgram(entry, this.program);
  }

  /** What the provider has left where its sockets are. */
  get leftovers(): string[] {
    return readdirSync(this.folder).filter((name) => name !== "provider.js");
  }

  start(environment: Readonly<Record<string, string>> = TERRAFORM, ...options: string[]): PluginProcess {
    return this.run([this.program, ...options], environment);
  }

  run(
    command: string[],
    environment: Readonly<Record<string, string>>,
    stdin: "ignore" | number = "ignore",
  ): PluginProcess {
    const child = spawn(process.execPath, command, {
      stdio: [stdin, "pipe", "pipe"],
      env: { PATH: process.env.PATH, TMPDIR: this.folder, ...environment },
    });
    const running = new PluginProcess(child);
    this.#processes.push(running);
    return running;
  }

  /** Ends what a test has left running. */
  async clear(): Promise<void> {
    for (const { child } of this.#processes.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill("SIGKILL");
      await once(child, "close");
    }
    for (const name of this.leftovers) rmSync(path.join(this.folder, name), { recursive: true });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
