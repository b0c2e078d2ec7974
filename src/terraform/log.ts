export type LogLevel = "trace" | "debug" | "info" | "warn" | "error";

export type LogFields = Readonly<Record<string, unknown>>;

/** Structured log lines: a fixed sentence, and what varies as fields. */
export interface Log extends Readonly<Record<LogLevel, (message: string, fields?: LogFields) => void>> {
  /** A log for one part of the provider, whose level a user can set by itself. The name is a word, such as `cache`. */
  subsystem(name: string): Log;
}

const nothing = (): void => undefined;

export const SILENT: Log = {
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  subsystem: () => SILENT,
};
