/** What the steps of a case can be. */
import type { Configuration } from "./configuration";
import type { Pattern } from "./diagnostics";
import type { JsonObject } from "./json";
import type { Path } from "./paths";
import type { PlanCheck } from "./plan-checks";
import type { ProgramGate } from "./program";
import type { StateCheck } from "./state-checks";

export type Step = ConfigStep | RefreshStep | DestroyStep | ImportStep;

/** Every step may bring a new configuration; without one, the last one stays. */
interface AnyStep extends Configuration {
  /** What the step is about, for the text of a failure. */
  readonly name?: string;
  /** Added to the case's variables and to those of earlier steps. */
  readonly variables?: JsonObject;
  /** Runs first: to change the world behind Terraform's back, or to make it fail. */
  readonly before?: () => void | Promise<void>;
  /** Runs last, when all else was well. */
  readonly after?: () => void | Promise<void>;
  /** Leaves the step out; a text says why. */
  readonly skipIf?: () => boolean | string;
  /** Leaves the step out for other programs and versions. */
  readonly program?: ProgramGate;
  /** A command of the step must fail with these errors. Then `state` is checked, and the step is over. */
  readonly expectError?: Pattern | readonly Pattern[];
  /** Commands of the step must warn of this. */
  readonly expectWarning?: Pattern | readonly Pattern[];
  readonly plan?: readonly PlanCheck[];
  readonly state?: readonly StateCheck[];
}

/**
 * Plans, checks the plan, applies exactly that plan and checks the state. Then a plan without refresh and one with it
 * must be empty, and the refresh must find everything as it was applied.
 */
export interface ConfigStep extends AnyStep {
  readonly refresh?: never;
  readonly destroy?: never;
  readonly import?: never;
  /** Ends after the plan and its checks; it must be empty. */
  readonly planOnly?: boolean;
  /** The plan after the refresh (with `planOnly`, the only one) must have changes instead. */
  readonly expectNonEmptyPlan?: boolean;
  /** Checks of the plan without refresh after the apply. */
  readonly planAfterApply?: readonly PlanCheck[];
  /** Checks of the plan with refresh after the apply. */
  readonly planAfterRefresh?: readonly PlanCheck[];
  /** Marks resources as damaged before the plan. */
  readonly taint?: string | readonly string[];
  /** Plans to replace resources. */
  readonly replace?: string | readonly string[];
  /** More arguments for the first plan. */
  readonly planArguments?: readonly string[];
}

/** Plans with a refresh and checks that plan, which must be empty; then takes what was found into the state. */
export interface RefreshStep extends AnyStep {
  readonly refresh: true;
  readonly destroy?: never;
  readonly import?: never;
  readonly expectNonEmptyPlan?: boolean;
}

/** Destroys everything by a plan that is checked before. */
export interface DestroyStep extends AnyStep {
  readonly destroy: true;
  readonly refresh?: never;
  readonly import?: never;
}

/**
 * Imports a resource into a copy of the state from which it was taken out before, and compares it with what it was,
 * attribute by attribute. The plan with the import, or after the command, must be empty apart from it.
 */
export interface ImportStep extends AnyStep {
  readonly refresh?: never;
  readonly destroy?: never;
  /** The resource's address. */
  readonly import: string;
  /**
   * `command`: by `terraform import`. `block`: by an `import` block with an id. `identity`: by one with an identity,
   * which is left out below Terraform 1.12. Defaults to `command`.
   */
  readonly by?: "command" | "block" | "identity";
  /** Defaults to the `id` attribute in the state. */
  readonly id?: string | ((values: JsonObject) => string);
  /** Defaults to the identity in the state. */
  readonly identity?: JsonObject;
  /** Whether the imported resource must be what it was. Defaults to true. */
  readonly verify?: boolean;
  /** Attributes, and all within them, that an import cannot know. */
  readonly ignore?: readonly Path[];
  /** By a block only: lets Terraform write the resource's configuration, which this step's must not have then. */
  readonly generateConfig?: boolean;
  readonly expectNonEmptyPlan?: boolean;
  /** Makes the imported state the case's own; a block is applied. */
  readonly persist?: boolean;
}

/** The step's name, or what it does. */
export function titleOf(step: Step): string {
  if (step.name !== undefined) return `"${step.name}"`;
  if (step.import !== undefined) return `import of ${step.import} by ${step.by ?? "command"}`;
  if (step.destroy) return "destroy";
  if (step.refresh) return "refresh";
  return step.planOnly ? "plan" : "apply";
}
