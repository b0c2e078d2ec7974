import { inspectRun, inspectState } from "./inspection";
import type { Stage } from "./stage";
import type { ConfigStep } from "./steps";

export async function runConfigStep(step: ConfigStep, stage: Stage): Promise<void> {
  const { planOnly = false, expectNonEmptyPlan = false, taint = [], replace = [], planArguments = [] } = step;
  const { cli } = stage;
  for (const address of [taint].flat()) await cli.taint(address);

  const planned = await cli.plan({ replace: [replace].flat(), more: planArguments });
  stage.markPlanned();
  const emptiness = expectNonEmptyPlan ? "non-empty" : "empty";
  await inspectRun(cli, planned, {
    what: "the plan",
    checks: step.plan,
    emptiness: planOnly ? emptiness : undefined,
    drift: false,
  });
  if (planOnly) return;

  await cli.apply(planned.file);
  await inspectState(cli, step.state);
  await inspectRun(cli, await cli.plan({ refresh: false }), {
    what: "the plan without refresh after the apply",
    checks: step.planAfterApply,
    emptiness: expectNonEmptyPlan ? undefined : "empty",
    drift: false,
  });
  await inspectRun(cli, await cli.plan(), {
    what: "the plan with refresh after the apply",
    checks: step.planAfterRefresh,
    emptiness,
    drift: true,
  });
}
