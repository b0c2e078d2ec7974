import path from "node:path";
import { type AcceptanceCase, AcceptanceFailure, acceptance, findProgram } from "../../support/acceptance";

/**
 * What the failure of a case says, with "terraform" for the program, whichever it is; a case that does not fail fails
 * the test. Without a provider if none is given.
 */
export async function failureOf(definition: AcceptanceCase): Promise<string> {
  try {
    await acceptance({ provider: [], ...definition });
  } catch (error) {
    if (!(error instanceof AcceptanceFailure)) throw error;
    const program = path.basename(findProgram().path);
    return error.message.replaceAll(`${program} `, "terraform ");
  }
  throw new Error("The case was to fail, and did not.");
}
