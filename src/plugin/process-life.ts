/** How a plugin process behaves beside Terraform: what it prints, what it ignores, and when it ends. */
import { format, inspect } from "node:util";
import { formatLine, writeToStderr } from "./log";

/**
 * Takes over what would disturb Terraform. To be called first of all:
 * - stdout belongs to the handshake
 * - Ctrl-C reaches the whole process group; it is Terraform's to handle, which then sends StopProvider
 * - a crash prints what Terraform shows to the user, in the form that it recognises
 */
export function behaveAsPlugin(name: string): void {
  keepOffStdout(name);
  process.on("SIGINT", () => undefined);
  process.on("uncaughtException", crash);
  process.on("unhandledRejection", crash);
}

/** From here on the console writes to the log, and all else that is written to stdout goes to stderr. */
export function keepOffStdout(name: string): void {
  for (const method of ["log", "info", "debug", "warn", "error", "trace"] as const) {
    console[method] = (...parts: unknown[]) => {
      writeToStderr(formatLine(method === "log" ? "info" : method, name, format(...parts), {}));
    };
  }
  Object.defineProperty(process, "stdout", { get: () => process.stderr, configurable: true });
}

function crash(error: unknown): void {
  const stack = error instanceof Error ? (error.stack ?? error.message) : inspect(error);
  // Terraform collects a text that starts so and shows it; other text is lost unless logging is on.
  writeToStderr(`panic: ${stack}\n`);
  process.exit(1);
}

const PARENT_POLL_INTERVAL = 500;

/** Calls back when the process that started this one has died, even if it never connected. */
export function onParentDeath(callback: () => void): void {
  const parent = process.ppid;
  const poll = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(poll);
    callback();
  }, PARENT_POLL_INTERVAL);
  poll.unref();
}
