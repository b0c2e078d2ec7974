import { type ChildProcess, spawn } from "node:child_process";

export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Called once the process runs, for a test that wants to disturb it. */
  readonly onStart?: (process: ChildProcess) => void;
  /** Makes the process the leader of a group of its own, as a shell does for a command in the foreground. */
  readonly ownGroup?: boolean;
}

/** Runs a program to its end. Asynchronous, because the emulator that it talks to may live in this process. */
export function run(program: string, args: readonly string[], options: RunOptions): Promise<Run> {
  return new Promise((resolve, reject) => {
    const { cwd, env, onStart, ownGroup = false } = options;
    const child = spawn(program, args, { cwd, env, detached: ownGroup, stdio: ["ignore", "pipe", "pipe"] });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.once("error", reject);
    child.once("close", (status) => {
      resolve({ status, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() });
    });
    onStart?.(child);
  });
}
