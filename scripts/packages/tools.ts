/** Runs the programs that packages are made with. */
import { spawn } from "node:child_process";
import path from "node:path";

export const root = path.join(__dirname, "../..");

/** The programs of jsii, as they are installed. */
export const jsii = path.join(root, "node_modules/.bin/jsii");
export const jsiiPacmak = path.join(root, "node_modules/.bin/jsii-pacmak");

/**
 * Runs a program in a folder, and returns what it prints.
 * @throws {Error} with all that it said, if it fails
 */
export function runTool(program: string, args: readonly string[], folder: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...QUIET };
    const child = spawn(program, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.once("error", reject);
    child.once("close", (status) => {
      const said = Buffer.concat([...stdout, ...stderr]).toString();
      if (status === 0) resolve(Buffer.concat(stdout).toString());
      else reject(new Error(said.trim() || `${path.basename(program)} exited with ${status}.`));
    });
  });
}

const QUIET = {
  // jsii works with Node 20, and would announce at every start that it will not always.
  JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: "20",
  npm_config_update_notifier: "false",
  NO_COLOR: "1",
};
