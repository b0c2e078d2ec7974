/** The examples in a project as a user has it: their programs, and the packages that they import. */
import { cpSync, symlinkSync } from "node:fs";
import path from "node:path";
import type { Emulator } from "../../../src/emulator";
import { run } from "../../support/process";
import { root, type Workspace, workspaceFor } from "../../support/terraform";
import { watchOutsideWorld } from "./outside-world";

/**
 * Copies an example into a workspace.
 * @returns its folder, where CDKTF keeps what it writes
 */
export function copyExample(workspace: Workspace, example: string): string {
  const { directory } = workspace;
  for (const file of ["package.json", "cdktf.json"]) cpSync(path.join(root, file), path.join(directory, file));
  for (const folder of ["node_modules", "dist"]) symlinkSync(path.join(root, folder), path.join(directory, folder));
  const folder = path.join("examples", example);
  cpSync(path.join(root, folder), path.join(directory, folder), {
    recursive: true,
    // What runs of the example have left there.
    filter: (source) => path.basename(source) !== "cdktf.out" && !source.includes(".tfstate"),
  });
  return path.join(directory, folder);
}

export interface Program {
  readonly file: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Runs a program, which must succeed.
 * @returns what it printed
 */
export async function must({ file, env }: Program, args: readonly string[], cwd: string): Promise<string> {
  const { status, stdout, stderr } = await run(file, args, { cwd, env });
  if (status === 0) return stdout;
  throw new Error(`${path.basename(file)} ${args.join(" ")} exited with ${status}:\n${stdout}\n${stderr}`);
}

/** A CLI of CDKTF or CDK Terrain, an emulator as its cloud, and no other host. */
export interface CliProject {
  readonly workspace: Workspace;
  /**
   * Runs the CLI, which must succeed and ask for nothing outside this machine.
   * @param folder where its cdktf.json is
   * @returns what it printed
   */
  run(folder: string, ...args: readonly string[]): Promise<string>;
  close(): Promise<void>;
}

/** @param nodeFolder the folder of the Node.js to run it with, if it is not the one on the PATH */
export async function cliProject(cli: "cdktf" | "cdktn", emulator: Emulator, nodeFolder?: string): Promise<CliProject> {
  const outside = await watchOutsideWorld();
  const workspace = workspaceFor(emulator, {
    HUAWEIECS_ENDPOINT: emulator.url,
    // The provider is in no registry yet, and the CLI's lock step asks the registry only.
    CDKTF_SKIP_PROVIDER_LOCK: "true",
    CI: "1",
    NO_COLOR: "1",
    FORCE_COLOR: "0",
    ...outside.env,
    ...(nodeFolder && { PATH: `${nodeFolder}${path.delimiter}${process.env.PATH}` }),
  });
  const program = { file: path.join(root, "node_modules/.bin", cli), env: workspace.env };
  return {
    workspace,
    async run(folder, ...args) {
      const printed = await must(program, args, folder);
      const attempts = outside.attempts();
      if (attempts.length === 0) return printed;
      throw new Error(`${cli} ${args.join(" ")} asked for what is not on this machine:\n${attempts.join("\n")}`);
    },
    async close() {
      workspace.remove();
      await outside.close();
    },
  };
}
