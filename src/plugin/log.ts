/** Log lines that Terraform reads: one JSON object a line on stderr, in the form of HashiCorp's hclog. */
import { writeSync } from "node:fs";
import { inspect } from "node:util";
import type { Log, LogFields, LogLevel } from "../terraform";
import { callFields } from "./call-fields";
import type { Environment } from "./handshake";

const LEVELS: readonly LogLevel[] = ["trace", "debug", "info", "warn", "error"];

/**
 * Makes the log for a provider, at the level that its own variable, `TF_LOG_PROVIDER` or `TF_LOG` asks for.
 * @param name the provider's short name: `TF_LOG_PROVIDER_<NAME>` sets its level alone, and
 * `TF_LOG_PROVIDER_<NAME>_<SUBSYSTEM>` that of a subsystem
 */
export function createLog(name: string, environment: Environment, write = writeToStderr): Log {
  return open(name, `TF_LOG_PROVIDER_${inVariable(name)}`, environment.TF_LOG_PROVIDER || environment.TF_LOG || "OFF");

  function open(module: string, variable: string, inherited: string): Log {
    const asked = environment[variable] || inherited;
    const threshold = thresholdOf(asked);
    const at = (level: LogLevel) => {
      if (LEVELS.indexOf(level) < threshold) return () => undefined;
      return (message: string, fields: LogFields = {}) => {
        write(formatLine(level, module, message, withCall(fields)));
      };
    };
    return {
      trace: at("trace"),
      debug: at("debug"),
      info: at("info"),
      warn: at("warn"),
      error: at("error"),
      subsystem: (part) => open(`${module}.${part}`, `${variable}_${inVariable(part)}`, asked),
    };
  }
}

/** Whether any line may be wanted. */
export function isLogging(environment: Environment): boolean {
  return Object.entries(environment).some(([name, value]) => name.startsWith("TF_LOG") && value);
}

function inVariable(name: string): string {
  return name.toUpperCase().replaceAll("-", "_");
}

/** Descriptors and not values are copied: a field may throw when it is looked at. */
function withCall(fields: LogFields): LogFields {
  const call = callFields();
  return call === undefined ? fields : Object.defineProperties({ ...call }, Object.getOwnPropertyDescriptors(fields));
}

function thresholdOf(asked: string): number {
  const level = asked.toLowerCase();
  if (level === "off") return LEVELS.length;
  // "JSON" and misspelt levels mean all of it, as in Terraform.
  return Math.max(0, LEVELS.indexOf(level as LogLevel));
}

// Terraform shows a longer line in pieces, without reading it.
const LONGEST_LINE = 64 * 1024 - 1;
const LONGEST_MESSAGE = 8 * 1024;

/**
 * Terraform itself crashes on a level, message or timestamp that is no string, and wants six digits of a second.
 * Never throws: fields that JSON cannot hold are written as `inspect` shows them, and those too long for a line are
 * left out.
 */
export function formatLine(level: LogLevel, module: string, message: string, fields: LogFields): string {
  const line = wholeLine(level, module, message, fields);
  if (Buffer.byteLength(line) <= LONGEST_LINE) return line;
  const cut = { left_out: `a line of ${line.length} characters` };
  return wholeLine(level, module, String(message).slice(0, LONGEST_MESSAGE), cut);
}

function wholeLine(level: LogLevel, module: string, message: string, fields: LogFields): string {
  const head = {
    "@level": level,
    "@message": String(message),
    "@module": module,
    "@timestamp": new Date().toISOString().replace("Z", "000Z"),
  };
  try {
    return `${JSON.stringify({ ...fields, ...head }, plain)}\n`;
  } catch {
    return `${JSON.stringify({ ...inspected(fields), ...head })}\n`;
  }
}

function plain(_name: string, value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  return value instanceof Error ? (value.stack ?? value.message) : value;
}

function inspected(fields: LogFields): Record<string, string> {
  return Object.fromEntries(Object.keys(fields).map((name) => [name, inspectedField(fields, name)]));
}

function inspectedField(fields: LogFields, name: string): string {
  try {
    return inspect(fields[name]);
  } catch {
    return "[unprintable]";
  }
}

/** Synchronous, so that nothing is lost when the process ends. */
export function writeToStderr(text: string): void {
  try {
    writeSync(2, text);
  } catch {
    // Terraform has gone or is slow to read: a log line is not worth failing for.
  }
}
