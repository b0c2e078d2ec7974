/** What plan checks and state checks have in common. */
import { messageOf } from "./failure";

/** What a check has found to be wrong; nothing, undefined or an empty list if all is well. */
export type Problems = string | readonly string[] | undefined;

/** A check returns what is wrong, or throws: an assertion of jest's works too. */
export type Check<Subject> = ((subject: Subject) => Problems | Promise<Problems>) | ((subject: Subject) => void);

/** All that the checks find, a problem an entry. */
export async function problemsOf<Subject>(checks: readonly Check<Subject>[], subject: Subject): Promise<string[]> {
  const found: string[] = [];
  for (const check of checks) {
    try {
      const problems = (await check(subject)) as Problems;
      found.push(...[problems ?? []].flat());
    } catch (error) {
      found.push(messageOf(error));
    }
  }
  return found;
}
