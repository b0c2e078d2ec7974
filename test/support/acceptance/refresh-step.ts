import { inspectRun, inspectState } from "./inspection";
import type { Stage } from "./stage";
import type { RefreshStep } from "./steps";

export async function runRefreshStep(step: RefreshStep, { cli }: Stage): Promise<void> {
  await inspectRun(cli, await cli.plan(), {
    what: "the plan after the refresh",
    checks: step.plan,
    emptiness: step.expectNonEmptyPlan ? "non-empty" : "empty",
    drift: false,
  });
  await cli.refresh();
  await inspectState(cli, step.state);
}
