import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { Snapshot } from "./cloud-state";
import { parseJobFailure } from "./faults";
import {
  at,
  InvalidInput,
  requireArray,
  requireBoolean,
  requireNumber,
  requireObject,
  requireOneOf,
  requireText,
  requireUuid,
} from "./input-checks";
import type { Job, JobEffect, JobStep } from "./jobs";
import { readSeed, seedKeys } from "./seed";

/** A state file that is there and cannot be used. It is never written over. */
export class UnusableState extends Error {
  readonly file: string;

  constructor(file: string, problem: string) {
    super(`Cannot use the state file ${file}: ${problem} It was left as it is; move it away to begin with a new one.`);
    this.name = "UnusableState";
    this.file = file;
  }
}

const version = 1;

/**
 * What the file holds, or `undefined` when there is no such file.
 *
 * @throws UnusableState when it is no state that this version wrote; the system's own error when it cannot be read.
 */
export function readState(file: string): Snapshot | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      return undefined;
    }
    throw error;
  }
  try {
    return parseState(JSON.parse(text));
  } catch (error) {
    throw new UnusableState(file, error instanceof InvalidInput ? error.message : "it is not valid JSON.");
  }
}

/**
 * Writes the file as a whole or not at all: a kill at any moment leaves the state before or the state after. When it returns,
 * the state is on the disk.
 *
 * @throws the system's own error (`ENOSPC`, `EACCES`, ...); the file is then as it was.
 */
export function writeState(file: string, snapshot: Snapshot): void {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    writeDurably(draft, `${JSON.stringify({ version, ...snapshot.seed, jobs: snapshot.jobs })}\n`);
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  syncFolder(dirname(file));
}

function writeDurably(file: string, text: string): void {
  // A state file can tell which servers somebody has, so it is the owner's alone.
  const descriptor = openSync(file, "w", 0o600);
  try {
    const bytes = Buffer.from(text);
    for (let written = 0; written < bytes.length; ) {
      written += writeSync(descriptor, bytes, written);
    }
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Makes the new name last too. Windows opens no folders, and needs none of this. */
function syncFolder(folder: string): void {
  if (process.platform === "win32") {
    return;
  }
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function parseState(document: unknown): Snapshot {
  const state = requireObject(document, "", ["version", ...seedKeys, "jobs"]);
  if (state.version !== version) {
    throw new InvalidInput("version", `must be ${version}`);
  }
  return {
    seed: readSeed(state),
    jobs: requireArray(state.jobs, "jobs").map((job, index) => parseJob(job, `jobs[${index}]`)),
  };
}

const latest = 8.64e15;

function parseJob(value: unknown, path: string): Job {
  const keys = ["id", "type", "beginAt", "runsAt", "endsAt", "failure", "settled", "steps"];
  const job = requireObject(value, path, keys);
  const time = (key: string) => requireNumber(job[key], at(path, key), 0, latest);
  return {
    id: requireText(job.id, at(path, "id")),
    type: requireText(job.type, at(path, "type")),
    beginAt: time("beginAt"),
    runsAt: time("runsAt"),
    endsAt: time("endsAt"),
    failure: job.failure === null ? null : parseJobFailure(job.failure, at(path, "failure")),
    settled: requireBoolean(job.settled, at(path, "settled")),
    steps: requireArray(job.steps, at(path, "steps")).map((step, index) =>
      parseStep(step, `${at(path, "steps")}[${index}]`),
    ),
  };
}

function parseStep(value: unknown, path: string): JobStep {
  const { id, type, effect } = requireObject(value, path, ["id", "type", "effect"]);
  return {
    id: requireText(id, at(path, "id")),
    type: requireText(type, at(path, "type")),
    effect: parseEffect(effect, at(path, "effect")),
  };
}

function parseEffect(value: unknown, path: string): JobEffect {
  const effect = requireObject(value, path, ["kind", "serverId", "portId", "deleteOnTermination", "created"]);
  const kind = requireOneOf(effect.kind, at(path, "kind"), ["attach", "detach", "delete-server"] as const);
  const serverId = requireUuid(effect.serverId, at(path, "serverId"));
  if (kind === "delete-server") {
    return { kind, serverId };
  }
  const portId = requireUuid(effect.portId, at(path, "portId"));
  if (kind === "detach") {
    return { kind, serverId, portId };
  }
  return {
    kind,
    serverId,
    portId,
    deleteOnTermination: requireBoolean(effect.deleteOnTermination, at(path, "deleteOnTermination")),
    created: requireBoolean(effect.created, at(path, "created")),
  };
}
