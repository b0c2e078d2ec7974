export type LogLevel = "trace" | "debug" | "info" | "warn" | "error";

export type LogFields = Readonly<Record<string, unknown>>;

/** Structured log lines: a fixed sentence, and what varies as fields. */
export type Log = Readonly<Record<LogLevel, (message: string, fields?: LogFields) => void>>;

const nothing = (): void => undefined;

export const SILENT: Log = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };
