/** An input that cannot be used: where in it the problem is, and what the problem is. */
export class InvalidInput extends Error {
  readonly path: string;
  readonly problem: string;

  constructor(path: string, problem: string) {
    super(path === "" ? `The document ${problem}.` : `${path} ${problem}.`);
    this.name = "InvalidInput";
    this.path = path;
    this.problem = problem;
  }
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isUuid(value: string): boolean {
  return uuidPattern.test(value);
}

/** The value as an object whose keys are all among `known`: a misspelt key is a mistake, not a wish to be ignored. */
export function requireObject(value: unknown, path: string, known: readonly string[]): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new InvalidInput(path, "must be an object");
  }
  const stranger = Object.keys(value).find((key) => !known.includes(key));
  if (stranger !== undefined) {
    throw new InvalidInput(at(path, stranger), `is not known here; known are ${known.join(", ")}`);
  }
  return value as Record<string, unknown>;
}

export function requireArray(value: unknown, path: string): unknown[] {
  if (!Array.isArray(value)) {
    throw new InvalidInput(path, "must be a list");
  }
  return value;
}

export function requireText(value: unknown, path: string): string {
  if (typeof value !== "string" || value === "") {
    throw new InvalidInput(path, "must be a string that is not empty");
  }
  return value;
}

export function requireUuid(value: unknown, path: string): string {
  if (typeof value !== "string" || !isUuid(value)) {
    throw new InvalidInput(path, "must be a lower-case UUID");
  }
  return value;
}

export function requireBoolean(value: unknown, path: string): boolean {
  if (typeof value !== "boolean") {
    throw new InvalidInput(path, "must be true or false");
  }
  return value;
}

export function requireOneOf<Choice extends string>(value: unknown, path: string, choices: readonly Choice[]): Choice {
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) {
    throw new InvalidInput(path, `must be one of ${choices.join(", ")}`);
  }
  return choice;
}

export function requireNumber(value: unknown, path: string, least: number, most: number): number {
  if (typeof value !== "number" || !(value >= least && value <= most)) {
    throw new InvalidInput(
      path,
      most === Infinity ? `must be a number, at least ${least}` : `must be a number from ${least} to ${most}`,
    );
  }
  return value;
}

/** `path.key`, or `key` at the top. */
export function at(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}
