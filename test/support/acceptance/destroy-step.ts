import { inspectRun, inspectState } from "./inspection";
import type { Stage } from "./stage";
import type { DestroyStep } from "./steps";

export async function runDestroyStep(step: DestroyStep, stage: Stage): Promise<void> {
  const { cli } = stage;
  await stage.keepState();
  const planned = await cli.plan({ destroy: true });
  stage.markPlanned();
  await inspectRun(cli, planned, { what: "the plan to destroy", checks: step.plan, drift: false });
  await cli.apply(planned.file);
  await inspectState(cli, step.state);
}
