/** Runs the steps of a case, one after the other, and destroys what they have made. */
import { type Check, problemsOf } from "./checks";
import { type CommandEnvironment, CommandFailure } from "./cli";
import { runConfigStep } from "./config-step";
import { type Configuration, filesOf, requirementsFile, variablesFile } from "./configuration";
import { runDestroyStep } from "./destroy-step";
import { diagnosticText, type Pattern, unmet } from "./diagnostics";
import type { State } from "./documents";
import { AcceptanceFailure, messageOf, refuse, StepProblem } from "./failure";
import { runImportStep } from "./import-step";
import { inspectState } from "./inspection";
import type { JsonObject } from "./json";
import { findProgram, type ProgramGate, refusal } from "./program";
import { huaweiecs, type ProviderUnderTest } from "./provider-under-test";
import { runRefreshStep } from "./refresh-step";
import { Stage } from "./stage";
import { type Step, titleOf } from "./steps";
import { type Mode, Workplace } from "./workplace";

export interface AcceptanceCase {
  readonly steps: readonly Step[];
  /** Defaults to `huaweiecs`, as it was built last. */
  readonly provider?: ProviderUnderTest | readonly ProviderUnderTest[];
  /** Defaults to `reattach`. */
  readonly mode?: Mode;
  /** Stands beside the configuration of every step: the provider's, for example. */
  readonly shared?: Configuration["config"];
  readonly variables?: JsonObject;
  /** Added to the environment of Terraform and of the provider, which have little more than PATH otherwise. */
  readonly env?: CommandEnvironment;
  /** Runs `terraform init` in the mode `reattach` too: for modules. Defaults to false. */
  readonly init?: boolean;
  /** Leaves the whole case out for other programs and versions. */
  readonly program?: ProgramGate;
  /** Looks at the world after the last destroy; gets the state as it was before that. */
  readonly checkDestroy?: Check<State>;
  /** Where it is said that something was left out. Defaults to stderr. */
  readonly report?: (line: string) => void;
}

export interface AcceptanceResult {
  /** What was left out, and why; a line each. */
  readonly skipped: readonly string[];
}

/**
 * Runs the case with the real Terraform in a folder of its own.
 * @throws {AcceptanceFailure} at the first step that is not as expected; everything is destroyed and removed before
 */
export async function acceptance(definition: AcceptanceCase): Promise<AcceptanceResult> {
  const origin: { stack?: string } = {};
  Error.captureStackTrace(origin, acceptance);
  try {
    return await runCase(definition);
  } catch (error) {
    const failure =
      error instanceof AcceptanceFailure ? error : new AcceptanceFailure(messageOf(error), { cause: error });
    // A person wants to see the test's line, not the harness's.
    failure.stack = `${failure.name}: ${failure.message}\n${origin.stack?.split("\n").slice(1).join("\n")}`;
    throw failure;
  }
}

async function runCase(definition: AcceptanceCase): Promise<AcceptanceResult> {
  const { provider = huaweiecs, mode = "reattach", env = {}, init = false } = definition;
  const skipped: string[] = [];
  const skip = (line: string) => {
    skipped.push(line);
    (definition.report ?? reportToStderr)(line);
  };
  const refused = refusal(definition.program ?? {}, findProgram());
  if (refused !== undefined) {
    skip(`Case left out: ${refused}.`);
    return { skipped };
  }
  const providers = [provider].flat();
  const workplace = await Workplace.open({ providers, mode, env });
  try {
    const stage = new Stage(workplace, workplace.cli("work"), init || mode === "installed");
    await runSteps({ definition, providers, workplace, stage, skip });
    return { skipped };
  } finally {
    await workplace.close();
  }
}

interface Running {
  readonly definition: AcceptanceCase;
  readonly providers: readonly ProviderUnderTest[];
  readonly workplace: Workplace;
  readonly stage: Stage;
  readonly skip: (line: string) => void;
}

async function runSteps(running: Running): Promise<void> {
  const { definition, stage, workplace } = running;
  let failure: string | undefined;
  try {
    await runEach(running);
  } catch (error) {
    failure = [messageOf(error), ...workplace.obituaries()].join("\n\n");
  }
  try {
    await stage.destroyRest();
  } catch (error) {
    const text = `The destroy at the end failed: ${messageOf(error)}`;
    throw new AcceptanceFailure([...(failure === undefined ? [] : [failure]), text].join("\n\n"));
  }
  if (failure !== undefined) throw new AcceptanceFailure(failure);
  const { checkDestroy } = definition;
  const left = checkDestroy === undefined ? [] : await problemsOf([checkDestroy], stage.destroyed ?? {});
  if (left.length > 0) throw new AcceptanceFailure(`checkDestroy failed.\n\n${left.join("\n")}`);
}

async function runEach(running: Running): Promise<void> {
  const { steps, variables: given = {} } = running.definition;
  let configuration: Configuration = {};
  let variables = given;
  for (const [index, step] of steps.entries()) {
    const label = `Step ${index + 1} of ${steps.length}, ${titleOf(step)},`;
    const refused = reasonToSkip(step);
    if (refused !== undefined) {
      running.skip(`${label} left out: ${refused}.`);
      continue;
    }
    if (step.config !== undefined || step.files !== undefined) configuration = step;
    variables = { ...variables, ...step.variables };
    try {
      await runStep(step, running, configuration, variables);
    } catch (error) {
      throw new Error(`${label} failed: ${messageOf(error)}`, { cause: error });
    }
  }
}

async function runStep(step: Step, running: Running, configuration: Configuration, variables: JsonObject) {
  const { definition, providers, workplace, stage } = running;
  const begin = workplace.history.length;
  await step.before?.();
  const own = { ...filesOf(configuration), ...sharedFile(definition.shared) };
  const files = { ...own, ...requirementsFile(own, providers), ...variablesFile(variables) };
  if (step.expectError === undefined) await execute(step, stage, files);
  else await executeFailing(step, step.expectError, running, files);
  const diagnostics = workplace.history.slice(begin).flatMap((execution) => execution.diagnostics);
  const warnings = diagnostics.filter(({ severity }) => severity === "warning");
  refuse(
    "an expected warning is missing.",
    unmet(step.expectWarning ?? [], warnings).map(
      (pattern) =>
        `expected ${pattern}, but there is ${[...new Set(warnings.map(diagnosticText))].join("\n\n") || "no warning"}`,
    ),
  );
  await step.after?.();
}

async function executeFailing(
  step: Step,
  expected: Pattern | readonly Pattern[],
  { stage, workplace: { history } }: Running,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  const begin = history.length;
  try {
    await execute(step, stage, files);
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    const errors = error.execution.diagnostics.filter(({ severity }) => severity === "error");
    const missing = unmet(expected, errors);
    if (missing.length > 0) throw new StepProblem(`expected an error with ${missing.join(", ")}.`, [error.message]);
    return inspectState(stage.cli, step.state);
  }
  const commands = history.slice(begin).map(({ command }) => command);
  throw new StepProblem(`expected an error with ${[expected].flat().join(", ")}, but all went well.`, commands);
}

async function execute(step: Step, stage: Stage, files: Readonly<Record<string, string>>): Promise<void> {
  await stage.configure(files);
  if (step.import !== undefined) return runImportStep(step, stage);
  if (step.destroy) return runDestroyStep(step, stage);
  if (step.refresh) return runRefreshStep(step, stage);
  return runConfigStep(step, stage);
}

function reasonToSkip(step: Step): string | undefined {
  const wanted = step.skipIf?.() ?? false;
  if (wanted !== false) return wanted === true ? "skipIf says so" : wanted;
  const needsIdentity = step.import !== undefined && step.by === "identity";
  const gates: ProgramGate[] = [step.program ?? {}, ...(needsIdentity ? [IDENTITY] : [])];
  return gates.map((gate) => refusal(gate, findProgram())).find((reason) => reason !== undefined);
}

const IDENTITY: ProgramGate = { product: "terraform", atLeast: "1.12" };

function sharedFile(shared: Configuration["config"]) {
  if (shared === undefined) return {};
  return filesOf({ files: { [typeof shared === "string" ? "shared.tf" : "shared.tf.json"]: shared } });
}

function reportToStderr(line: string): void {
  process.stderr.write(`${line}\n`);
}
