import type { Files } from "./configuration";
import { differences } from "./differences";
import { changeIn, type Plan, type Resource, resourceIn, type State } from "./documents";
import { refuse, StepProblem } from "./failure";
import { inspectPlan, inspectRun, inspectStateOf } from "./inspection";
import { type JsonObject, stringifyJson, textOf } from "./json";
import { isWithin, pathText, stepsOf } from "./paths";
import type { Stage } from "./stage";
import type { ImportStep } from "./steps";

export async function runImportStep(step: ImportStep, stage: Stage): Promise<void> {
  const { import: address, by = "command", persist = false } = step;
  const original = resourceIn(await stage.cli.showState(), address);
  const block = by === "command" ? {} : blockFile(step, original);
  const copy = await stage.copy({ ...stage.files, ...block });
  if (original !== undefined) await copy.cli.forget(address);

  if (by === "command") await importByCommand(step, copy, original);
  else await importByBlock(step, copy, original);
  if (persist) stage.adopt(copy);
}

async function importByCommand(step: ImportStep, { cli }: Stage, original: Resource | undefined): Promise<void> {
  await cli.import(step.import, idOf(step, original));
  await inspectImported(step, original, await cli.showState());
  await inspectRun(cli, await cli.plan(), { what: "the plan after the import", ...expectations(step) });
}

async function importByBlock(step: ImportStep, { cli }: Stage, original: Resource | undefined): Promise<void> {
  const run = await cli.plan(step.generateConfig ? { generateConfigOut: "generated.tf" } : {});
  const plan = await cli.showPlan(run.file);
  requireImport(plan, step.import, run.command);
  await inspectImported(step, original, plan.prior_state ?? {});
  await inspectPlan(plan, run.command, { what: "the plan with the import", ...expectations(step) });
  if (step.persist) await cli.apply(run.file);
}

async function inspectImported(step: ImportStep, original: Resource | undefined, imported: State): Promise<void> {
  verify(step, original, imported);
  await inspectStateOf(imported, step.state);
}

function expectations({ plan: checks, expectNonEmptyPlan = false }: ImportStep) {
  return { checks, emptiness: expectNonEmptyPlan ? "non-empty" : "empty", drift: false, imports: false } as const;
}

function requireImport(plan: Plan, address: string, command: string): void {
  const isImported = changeIn(plan, address)?.importing !== undefined;
  refuse(`the plan imports nothing (${command}).`, isImported ? [] : [`${address}: expected to be imported`]);
}

function verify(step: ImportStep, original: Resource | undefined, imported: State): void {
  const { import: address, verify: isVerified = true, ignore = [] } = step;
  const resource = resourceIn(imported, address);
  if (resource === undefined)
    throw new StepProblem("nothing was imported.", [`${address}: expected to be in the state`]);
  if (!isVerified) return;
  if (original === undefined) {
    throw new StepProblem("there is nothing to compare the imported resource with.", [
      `${address}: not in the state before. Import what an earlier step has applied, or set verify: false and check the state.`,
    ]);
  }
  const ignored = ignore.map(stepsOf);
  const found = differences(original.values, resource.values)
    .filter(({ path }) => !ignored.some((other) => isWithin(path, other)))
    .map(({ path, before, after }) => `    ${pathText(path)}: ${textOf(before)} before, ${textOf(after)} imported`);
  if (found.length > 0) throw new StepProblem("the imported resource is not what it was before.", [address, ...found]);
}

function idOf({ import: address, id }: ImportStep, original: Resource | undefined): string {
  if (typeof id === "string") return id;
  const values = original?.values ?? {};
  const found = id === undefined ? values.id : id(values);
  if (typeof found !== "string") throw new Error(`${address}: the state has no id to import by, so the step must.`);
  return found;
}

function identityOf({ import: address, identity }: ImportStep, original: Resource | undefined): JsonObject {
  const found = identity ?? original?.identity;
  if (found === undefined) throw new Error(`${address}: the state has no identity to import by, so the step must.`);
  return found;
}

function blockFile(step: ImportStep, original: Resource | undefined): Files {
  const subject =
    step.by === "identity"
      ? `identity = ${hcl(stringifyJson(identityOf(step, original)))}`
      : `id = ${hcl(JSON.stringify(idOf(step, original)))}`;
  return { "import.tf": `import {\n  to = ${step.import}\n  ${subject}\n}\n` };
}

/** JSON is HCL, apart from what HCL fills in within strings. */
function hcl(json: string): string {
  return json.replaceAll(/[$%](?=\{)/g, "$&$&");
}
