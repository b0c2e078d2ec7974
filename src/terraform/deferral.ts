/** Putting something off until more is known, which Terraform allows in some runs (`terraform plan -allow-deferral`). */
import { DiagnosticError } from "./diagnostics";

/** Why something has to wait: for its own configuration, for the provider's, or for an object that is not there yet. */
export type DeferralReason = "resource-config-unknown" | "provider-config-unknown" | "absent-prerequisite";

const NOT_DEFERRED =
  "This run of Terraform does not put things off. Apply what it depends on first, for example with -target.";

/**
 * Thrown by a handler that cannot do its work yet. Where Terraform allows it the work is put off, with all that depends
 * on it; elsewhere it is an error.
 */
export class Deferral extends DiagnosticError {
  readonly reason: DeferralReason;

  /** @param message what is missing, as a sentence */
  constructor(reason: DeferralReason, message: string) {
    super("Not known yet", `${message}\n\n${NOT_DEFERRED}`);
    this.reason = reason;
  }
}

/** Does work that may ask to be done later. @param mayDefer whether Terraform allows that */
export async function deferrable<Answer>(
  mayDefer: boolean,
  work: () => Promise<Answer>,
  putOff: (reason: DeferralReason) => Answer,
): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (mayDefer && error instanceof Deferral) return putOff(error.reason);
    throw error;
  }
}
