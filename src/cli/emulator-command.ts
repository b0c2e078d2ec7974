import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { Command, InvalidArgumentError } from "commander";
import type { Emulator, Latency, RequestEntry } from "../emulator";

interface EmulatorArguments {
  port: number;
  host: string;
  seed?: string;
  state?: string;
  scenario?: string;
  latency?: Latency;
  json?: boolean;
}

/** `huaweiecs emulator`: runs the local cloud in the foreground until SIGINT or SIGTERM. */
export function emulatorCommand(): Command {
  return new Command("emulator")
    .description("Run a local Huawei Cloud to try things against: ECS and its NICs, VPC ports, IAM.")
    .option("--port <number>", "port to listen on, 0 for any free one", wholeNumber(65_535), 8774)
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--seed <file>", "JSON file with the servers and NICs to start with")
    .option("--state <file>", "file that keeps the state; once it exists, the seed is not looked at")
    .option("--scenario <file>", "JSON file with faults and settings")
    .option("--latency <ms>", "milliseconds added to every API answer, or a range such as 20-200", latency)
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
  const { parseScenario, parseSeed, startEmulator } = await import("../emulator");
  const hadState = given.state !== undefined && existsSync(given.state);
  const emulator = await startEmulator({
    port: given.port,
    host: given.host,
    ...(given.latency !== undefined && { latency: given.latency }),
    ...(given.state !== undefined && { stateFile: given.state }),
    ...(given.seed !== undefined && { seed: await readInput("seed", given.seed, parseSeed) }),
    ...(given.scenario !== undefined && { scenario: await readInput("scenario", given.scenario, parseScenario) }),
    onRequest: (entry) => console.log(given.json ? JSON.stringify({ event: "request", ...entry }) : requestLine(entry)),
  });
  let stopped = false;
  const stop = async () => {
    if (stopped) return;
    stopped = true;
    await emulator.stop();
    console.log(given.json ? JSON.stringify(stoppedEvent(emulator)) : farewell(emulator));
  };
  process.once("SIGINT", stop).once("SIGTERM", stop);
  // Whoever read the output is gone (`huaweiecs emulator | head`).
  process.stdout.on("error", stop);
  console.log(given.json ? JSON.stringify(listeningEvent(emulator)) : welcome(emulator, stateNotes(given, hadState)));
}

/** Reads a file that its owner wrote by hand; the message says which file, and where in it the problem is. */
async function readInput<Content>(kind: string, file: string, parse: (document: unknown) => Content): Promise<Content> {
  try {
    return parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    throw new Error(`Cannot use the ${kind} file ${file}: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}

function explain(error: unknown, { host, port, state }: EmulatorArguments): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === "EADDRINUSE") {
    return `Port ${port} on ${host} is in use: choose another one with --port, or stop the program that holds it.`;
  }
  if (code === undefined) {
    return error.message;
  }
  return syscall === "listen" || syscall === "getaddrinfo"
    ? `Cannot listen on ${host}, port ${port}: ${error.message}.`
    : `Cannot keep the state in ${state}: ${error.message}.`;
}

function listeningEvent(emulator: Emulator): object {
  return { event: "listening", url: emulator.url, env: emulator.env(), servers: emulator.servers() };
}

function stoppedEvent(emulator: Emulator): object {
  return { event: "stopped", requests: emulator.requests.length, unknownRoutes: emulator.unknownRoutes() };
}

function farewell(emulator: Emulator): string {
  const unknown = emulator.unknownRoutes();
  const routes = unknown.map(
    ({ method, path, count }) => `  ${method.padEnd(6)} ${path}${count > 1 ? `  ${count} times` : ""}`,
  );
  const heading = unknown.length === 0 ? [] : ["Asked for, and not emulated:", ...routes];
  return ["", `Stopped after ${counted(emulator.requests.length, "request")}.`, ...heading].join("\n");
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** What is worth saying about the file that keeps the state. */
function stateNotes({ state, seed }: EmulatorArguments, hadState: boolean): string[] {
  if (state === undefined) {
    return [];
  }
  if (!hadState) {
    return [`State: kept in ${state}, a new file.`];
  }
  return [`State: as ${state} has it${seed === undefined ? "" : `; the seed ${seed} was not looked at`}.`];
}

function welcome(emulator: Emulator, notes: string[]): string {
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
    `The emulated cloud listens on ${emulator.url}. Ctrl-C stops it; a browser shows its state there.`,
    ...notes,
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
  const outcome = [entry.status === 0 ? "---" : String(entry.status), entry.code].filter(Boolean).join(" ");
  const head = `${entry.at.slice(11, 23)}  ${entry.method.padEnd(6)} ${shorten(entry.path)}`;
  return [head, outcome, `${entry.durationMs} ms`, entry.signedBy ?? "unsigned", entry.summary]
    .filter((part) => part !== "")
    .join("  ");
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

function latency(text: string): Latency {
  const [, min = "", max] = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(text) ?? [];
  if (min === "" || Number(max ?? min) < Number(min)) {
    throw new InvalidArgumentError("It must be a whole number of milliseconds, or a range such as 20-200.");
  }
  return max === undefined ? Number(min) : { min: Number(min), max: Number(max) };
}
