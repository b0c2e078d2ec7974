/** Runs the programs that packages are made with. */
import { spawn } from "node:child_process";
import path from "node:path";

export const root = path.join(__dirname, "../..");

interface Options {
  readonly cwd: string;
}

/**
 * Runs a program of node_modules, or of the PATH, and returns what it prints.
 * @throws {Error} with all that it said, if it fails
 */
export function runTool(program: string, args: readonly string[], { cwd }: Options): Promise<string> {
  return new Promise((resolve, reject) => {
    const PATH = `${path.join(root, "node_modules/.bin")}${path.delimiter}${process.env.PATH ?? ""}`;
    const child = spawn(program, args, { cwd, env: { ...process.env, PATH, ...QUIET }, stdio: ["ignore", "pipe", "pipe"] });
    const said: { readonly stdout: Buffer[]; readonly stderr: Buffer[] } = { stdout: [], stderr: [] };
    child.stdout.on("data", (chunk: Buffer) => said.stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => said.stderr.push(chunk));
    child.once("error", reject);
    child.once("close", (status) => {
      const stdout = Buffer.concat(said.stdout).toString();
      if (status === 0) return resolve(stdout);
      reject(new Error(`${stdout}${Buffer.concat(said.stderr)}`.trim() || `${program} exited with ${status}.`));
    });
  });
}

const QUIET = {
  // jsii still works with Node 20, and says at every start that it will not always.
  JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: "20",
  npm_config_update_notifier: "false",
  NO_COLOR: "1",
};
