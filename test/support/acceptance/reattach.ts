/** A provider as one process for many Terraform runs, which find it by TF_REATTACH_PROVIDERS. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { messageOf } from "./failure";
import { addressesOf, type ProviderUnderTest } from "./provider-under-test";

export interface RunningProvider {
  /** What TF_REATTACH_PROVIDERS says of it. */
  readonly reattach: Readonly<Record<string, unknown>>;
  /** How it ended before its time, with what it said last; undefined while it runs. */
  obituary(): string | undefined;
  stop(): Promise<void>;
}

const LONGEST_START = 20_000;
const LONGEST_STOP = 5_000;

/**
 * Starts the provider with `--debug`; what it logs goes to the file.
 * @throws {Error} if it does not print how to reach it
 */
export async function startForReattach(
  provider: ProviderUnderTest,
  environment: Readonly<Record<string, string | undefined>>,
  logFile: string,
): Promise<RunningProvider> {
  const log = openSync(logFile, "a");
  const child = spawn(provider.program, ["--debug"], { env: environment, stdio: ["ignore", "pipe", log] });
  closeSync(log);
  // A test process that is ended from outside must not leave the provider behind.
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const stop = async () => {
    process.off("exit", kill);
    await ended(child);
  };
  try {
    const printed = await reattachText(child);
    const [configuration] = Object.values(JSON.parse(printed) as Record<string, unknown>);
    return {
      reattach: Object.fromEntries(addressesOf(provider).map((address) => [address, configuration])),
      obituary: () => (isRunning(child) ? undefined : obituary(provider, child, logFile)),
      stop,
    };
  } catch (error) {
    await stop();
    throw new Error(`${provider.program} --debug does not serve: ${messageOf(error)}\n${lastLines(logFile)}`.trim());
  }
}

function reattachText(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = "";
    const timer = setTimeout(() => reject(new Error(`it prints no TF_REATTACH_PROVIDERS: ${printed}`)), LONGEST_START);
    child.stdout?.on("data", (chunk: Buffer) => {
      printed += chunk;
      const found = /TF_REATTACH_PROVIDERS='([^'\n]+)'/.exec(printed)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    });
    child.once("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once("exit", (code, signal) => {
      clearTimeout(timer);
      reject(new Error(`it has ended with ${code ?? signal}.`));
    });
  });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || !isRunning(child)) return;
  const end = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), LONGEST_STOP);
  await end;
  clearTimeout(timer);
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}

function obituary({ program }: ProviderUnderTest, { exitCode, signalCode }: ChildProcess, logFile: string): string {
  return `The provider ${program} has ended with ${exitCode ?? signalCode}. It said last:\n${lastLines(logFile)}`;
}

function lastLines(logFile: string): string {
  return readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-20).join("\n");
}
