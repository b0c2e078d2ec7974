/** How a case fails. */

/** What was wrong after a command that went well. */
export class StepProblem extends Error {
  override readonly name = "StepProblem";

  constructor(summary: string, problems: readonly string[]) {
    super(`${summary}\n\n${problems.join("\n")}`);
  }
}

/** A case that failed: the message says at which step, by which command and why. */
export class AcceptanceFailure extends Error {
  override readonly name = "AcceptanceFailure";
}

/** What an error says, also where it comes from another realm than this one, as Node's own do within jest. */
export function messageOf(error: unknown): string {
  const isError = typeof error === "object" && error !== null && "message" in error;
  return String(isError ? error.message : error);
}

/** @throws {StepProblem} if there are problems */
export function refuse(summary: string, problems: readonly string[]): void {
  if (problems.length > 0) throw new StepProblem(summary, problems);
}
