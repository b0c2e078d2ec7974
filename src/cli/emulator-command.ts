import { readFile } from "node:fs/promises";
import { Command, InvalidArgumentError } from "commander";
import type { Emulator, RequestEntry, Seed } from "../emulator";

interface EmulatorArguments {
  port: number;
  host: string;
  seed?: string;
  latency: number;
  json?: boolean;
}

/** `huaweiecs emulator`: runs the local cloud in the foreground until SIGINT or SIGTERM. */
export function emulatorCommand(): Command {
  return new Command("emulator")
    .description("Run a local Huawei Cloud ECS to try things against.")
    .option("--port <number>", "port to listen on, 0 for any free one", wholeNumber(65_535), 8774)
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--seed <file>", "JSON file with the servers and NICs to start with")
    .option("--latency <ms>", "milliseconds added to every API answer", wholeNumber(600_000), 0)
    .option("--json", "print one JSON object per line")
    .action(async (given: EmulatorArguments, command: Command) => {
      try {
        await run(given);
      } catch (error) {
        command.error(`huaweiecs emulator: ${explain(error, given)}`, { exitCode: 1 });
      }
    });
}

async function run(given: EmulatorArguments): Promise<void> {
  const { startEmulator } = await import("../emulator");
  const emulator = await startEmulator({
    port: given.port,
    host: given.host,
    latency: given.latency,
    ...(given.seed !== undefined && { seed: await readSeed(given.seed) }),
    onRequest: (entry) => console.log(given.json ? JSON.stringify({ event: "request", ...entry }) : requestLine(entry)),
  });
  const stop = () => {
    void emulator.stop();
  };
  process.once("SIGINT", stop).once("SIGTERM", stop);
  // Whoever read the output is gone (`huaweiecs emulator | head`).
  process.stdout.once("error", stop);
  console.log(given.json ? JSON.stringify(listeningEvent(emulator)) : welcome(emulator));
}

async function readSeed(file: string): Promise<Seed> {
  const { parseSeed } = await import("../emulator");
  try {
    return parseSeed(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    throw new Error(`Cannot use the seed file ${file}: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}

function explain(error: unknown, { host, port }: EmulatorArguments): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  const { code } = error as NodeJS.ErrnoException;
  if (code === "EADDRINUSE") {
    return `Port ${port} on ${host} is in use: choose another one with --port, or stop the program that holds it.`;
  }
  return code === undefined ? error.message : `Cannot listen on ${host}, port ${port}: ${error.message}.`;
}

function listeningEvent(emulator: Emulator): object {
  return { event: "listening", url: emulator.url, env: emulator.env(), servers: emulator.servers() };
}

function welcome(emulator: Emulator): string {
  const variables = Object.entries(emulator.env()).map(([name, value]) => `  export ${name}=${value}`);
  const servers = emulator
    .servers()
    .flatMap((server) => [
      `  ${server.id}  ${server.name}`,
      ...server.nics.map(
        (nic) =>
          `    ${nic.portId}  ${nic.primary ? "primary  " : "secondary"}  ` +
          `delete_on_termination = ${String(nic.deleteOnTermination).padEnd(5)}  ${nic.fixedIps.map((ip) => ip.ipAddress).join(", ")}`,
      ),
    ]);
  return [
    `The emulated cloud listens on ${emulator.url}. Ctrl-C stops it.`,
    "",
    "Environment (these keys open nothing else):",
    ...variables,
    "",
    "Provider:",
    '  provider "huaweiecs" {',
    "    endpoints = {",
    `      ecs = "${emulator.url}"`,
    `      iam = "${emulator.url}"`,
    "    }",
    "  }",
    "",
    "Servers and NICs:",
    ...servers,
    "",
    "Requests:",
  ].join("\n");
}

function requestLine(entry: RequestEntry): string {
  const time = entry.at.slice(11, 23);
  const outcome = entry.status === 0 ? "---" : String(entry.status);
  return `${time}  ${entry.method.padEnd(4)} ${shorten(entry.path)}  ${outcome}  ${[entry.code, entry.summary].filter(Boolean).join("  ")}`.trimEnd();
}

/** Without the project, and with eight characters of each UUID. */
function shorten(path: string): string {
  return path.replace(/^\/v1\/[0-9a-f]{32}(?=\/)/, "…").replace(/([0-9a-f]{8})(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "$1…");
}

function wholeNumber(most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === "" || !Number.isInteger(value) || value < 0 || value > most) {
      throw new InvalidArgumentError(`It must be a whole number from 0 to ${most}.`);
    }
    return value;
  };
}
