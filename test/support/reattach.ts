import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { bundleProgram } from "./bundle";

/** A provider that serves any number of Terraform runs, and the variable that points Terraform to it. */
export interface Reattached {
  readonly variable: string;
  stop(): Promise<void>;
}

/** Bundles a program that serves a provider into a folder, and starts it for `TF_REATTACH_PROVIDERS`. */
export async function startForReattach(
  entry: string,
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Reattached> {
  const outfile = path.join(folder, "provider.cjs");
  bundleProgram(entry, outfile);
  const child = spawn(process.execPath, [outfile, "--debug"], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  return { variable: await reattachVariable(child), stop: () => stopped(child) };
}

export async function reattachVariable(child: ChildProcess): Promise<string> {
  let text = "";
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    const [, variable] = /TF_REATTACH_PROVIDERS='(.*)'/.exec(text) ?? [];
    if (variable !== undefined) return variable;
  }
  throw new Error(`The provider ended without saying how to reach it: ${text}`);
}

async function stopped(child: ChildProcess): Promise<void> {
  const closed = new Promise((resolve) => child.once("close", resolve));
  child.kill();
  await closed;
}
