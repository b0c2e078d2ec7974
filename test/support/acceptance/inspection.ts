/** Looks at a saved plan, or at a state, and refuses what is not as expected. */
import { problemsOf } from "./checks";
import type { Cli, PlanRun } from "./cli";
import { describePlan, type PlanView } from "./describe-plan";
import type { Plan, State } from "./documents";
import { refuse, StepProblem } from "./failure";
import type { PlanCheck } from "./plan-checks";
import type { StateCheck } from "./state-checks";

export interface PlanExpectations extends PlanView {
  /** Which plan it is: "the plan with refresh after the apply". */
  readonly what: string;
  readonly checks?: readonly PlanCheck[] | undefined;
  /** Undefined where both will do. */
  readonly emptiness?: "empty" | "non-empty" | undefined;
}

/**
 * The plan itself is read only where the run does not tell enough.
 * @throws {StepProblem} if the plan is not as expected
 */
export async function inspectRun(cli: Cli, run: PlanRun, expectations: PlanExpectations): Promise<void> {
  const { checks = [], emptiness } = expectations;
  if (checks.length === 0 && (emptiness === undefined || (emptiness === "empty" && run.isEmpty))) return;
  await inspectPlan(await cli.showPlan(run.file), run.command, expectations);
}

/** @throws {StepProblem} if the plan is not as expected */
export async function inspectPlan(plan: Plan, command: string, expectations: PlanExpectations): Promise<void> {
  const { what, checks = [], emptiness } = expectations;
  refuse(`${what} is not as expected (${command}).`, await problemsOf(checks, plan));
  const changes = describePlan(plan, expectations);
  if (emptiness === "empty") refuse(`${what} is not empty (${command}).`, changes);
  if (emptiness === "non-empty" && changes.length === 0) {
    throw new StepProblem(`${what} is empty (${command}).`, ["expectNonEmptyPlan is set, so it must have changes."]);
  }
}

/** @throws {StepProblem} if a check finds a problem */
export async function inspectState(cli: Cli, checks: readonly StateCheck[] = []): Promise<void> {
  if (checks.length > 0) await inspectStateOf(await cli.showState(), checks);
}

/** @throws {StepProblem} if a check finds a problem */
export async function inspectStateOf(state: State, checks: readonly StateCheck[] = []): Promise<void> {
  refuse("the state is not as expected.", await problemsOf(checks, state));
}
