/** Creating, updating and deleting: runs a handler and makes of its outcome a state that Terraform accepts. */
import { findMisfit } from "./conform";
import { type Diagnostic, errorDiagnostic, PROVIDER_BUG } from "./diagnostics";
import { blame, type Explain } from "./errors";
import type { Log } from "./log";
import { attributePath, formatPath } from "./path";
import type { Context, Resource } from "./resource";
import { schemaType } from "./schema";
import { deadline, type Verb } from "./timeouts";
import { isSame, isUnknown, partType, record, unknownAsNull, type Value, type ValueRecord } from "./value";

/** What handlers of one provider run with. */
export interface Environment<Api> {
  readonly api: Api;
  readonly stop: AbortSignal;
  readonly log: Log;
  readonly explain: Explain;
}

export interface Applied {
  /** Null when there is no object, or none that is worth keeping. */
  readonly state: ValueRecord | null;
  readonly diagnostics: readonly Diagnostic[];
}

export async function createObject<Api>(
  resource: Resource<Api>,
  planned: ValueRecord,
  environment: Environment<Api>,
): Promise<Applied> {
  let saved: ValueRecord | undefined;
  const save = (state: ValueRecord): void => {
    saved = { ...saved, ...state };
  };
  const partial = () => (saved === undefined ? null : unknownAsNullRecord({ ...planned, ...saved }));
  return attempt(resource, "create", planned, environment, partial, async (context) => {
    const outcome = await resource.verbs.create({ ...context, plan: configured(resource, planned), save });
    return settle(resource, "create", planned, outcome);
  });
}

export async function updateObject<Api>(
  resource: Resource<Api>,
  prior: ValueRecord,
  planned: ValueRecord,
  environment: Environment<Api>,
): Promise<Applied> {
  let saved = prior;
  const save = (state: ValueRecord): void => {
    saved = { ...saved, ...state };
  };
  const plan = configured(resource, planned);
  const changes = changed(resource, plan, prior);
  if (Object.keys(changes).length === 0) return settle(resource, "update", planned, prior);
  return attempt(
    resource,
    "update",
    planned,
    environment,
    () => saved,
    async (context) => {
      const state = withoutBlocks(resource, prior);
      const outcome = await resource.verbs.update({ ...context, state, plan, changes, save });
      return settle(resource, "update", planned, outcome);
    },
  );
}

export async function deleteObject<Api>(
  resource: Resource<Api>,
  prior: ValueRecord,
  environment: Environment<Api>,
): Promise<Applied> {
  return attempt(
    resource,
    "delete",
    prior,
    environment,
    () => prior,
    async (context) => {
      await resource.verbs.delete({ ...context, state: withoutBlocks(resource, prior) });
      return { state: null, diagnostics: [] };
    },
  );
}

async function attempt<Api>(
  resource: Resource<Api>,
  verb: Verb,
  values: ValueRecord,
  environment: Environment<Api>,
  remainder: () => ValueRecord | null,
  run: (context: Context<Api>) => Promise<Applied>,
): Promise<Applied> {
  const { api, log, stop } = environment;
  const { signal, clear } = deadline(verb, values.timeouts, resource.timeouts, stop);
  try {
    return await run({ api, log, signal });
  } catch (error) {
    const { gone, diagnostic } = blame({ error, resource, verb, signal, ...environment });
    if (gone && verb === "delete") return { state: null, diagnostics: [] };
    return { state: remainder(), diagnostics: [diagnostic] };
  } finally {
    clear();
  }
}

/** The new state: what was planned, and for what was left open the handler's outcome. */
function settle<Api>(resource: Resource<Api>, verb: Verb, planned: ValueRecord, outcome: ValueRecord): Applied {
  const type = schemaType(resource.schema);
  const diagnostics: Diagnostic[] = [];
  const entries = Object.entries(planned).map(([name, plan]): [string, Value] => {
    const result = outcome[name];
    const path = attributePath(name);
    const fault = findFault(partType(type, name), plan, result, resource.schema.attributes[name]?.stable === true);
    if (fault !== undefined) diagnostics.push(handlerFault(resource, verb, `"${formatPath(path)}": ${fault}`, path));
    return [name, isUnknown(plan) && fault === undefined ? (result as Value) : plan];
  });
  return { state: unknownAsNullRecord(record(entries)), diagnostics };
}

function findFault(type: ValueType, plan: Value, result: Value | undefined, isStable: boolean): string | undefined {
  if (isUnknown(plan)) {
    if (result === undefined || isUnknown(result)) return "the handler returned no value for it";
    const misfit = findMisfit(type, result);
    return misfit && [formatPath(misfit.path), misfit.text].filter((part) => part !== "").join(": ");
  }
  // What was planned stands; a stable value that has moved meanwhile is drift, which the next refresh shows.
  if (result === undefined || isStable || isSame(type, plan, result)) return undefined;
  return "the handler returned another value than was planned";
}

type ValueType = Parameters<typeof isSame>[0];

function handlerFault<Api>(resource: Resource<Api>, verb: Verb, text: string, path?: ReturnType<typeof attributePath>) {
  const detail = `The ${verb} handler of ${resource.name} returned an invalid result for ${text}. ${PROVIDER_BUG}`;
  return errorDiagnostic("Invalid result from the provider", detail, path);
}

/** The part of the plan that a handler sees: what the service computes does not exist yet. */
function configured<Api>(resource: Resource<Api>, planned: ValueRecord): ValueRecord {
  const entries = Object.entries(resource.schema.attributes)
    .filter(([, { presence }]) => presence !== "computed")
    .map(([name]): [string, Value] => [name, unknownAsNull(planned[name] as Value)]);
  return record(entries);
}

function changed<Api>(resource: Resource<Api>, plan: ValueRecord, prior: ValueRecord): ValueRecord {
  const type = schemaType(resource.schema);
  return record(
    Object.entries(plan).filter(([name, value]) => !isSame(partType(type, name), value, prior[name] as Value)),
  );
}

function withoutBlocks<Api>(resource: Resource<Api>, values: ValueRecord): ValueRecord {
  return record(Object.entries(values).filter(([name]) => Object.hasOwn(resource.schema.attributes, name)));
}

function unknownAsNullRecord(values: ValueRecord): ValueRecord {
  return unknownAsNull(values) as ValueRecord;
}
