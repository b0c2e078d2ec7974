/** Reading: refresh, import, and state that an earlier run has stored. */
import type { Applied, Environment } from "./apply";
import { findMisfit } from "./conform";
import { type Diagnostic, DiagnosticError, errorDiagnostic, PROVIDER_BUG } from "./diagnostics";
import { blame } from "./errors";
import { attributePath, formatPath } from "./path";
import type { Context, Resource } from "./resource";
import { schemaType } from "./schema";
import { deadline } from "./timeouts";
import { record, type Value, type ValueRecord } from "./value";

export async function readObject<Api>(
  resource: Resource<Api>,
  state: ValueRecord,
  environment: Environment<Api>,
): Promise<Applied> {
  return observe(resource, "read", state, environment, (context) => resource.verbs.read({ ...context, state }));
}

export async function importObject<Api>(
  resource: Resource<Api>,
  id: string,
  environment: Environment<Api>,
): Promise<Applied> {
  const { import: definition } = resource.verbs;
  if (definition === undefined) {
    const detail = `${resource.name} cannot be imported: nothing in the cloud could be read back for it.`;
    return { state: null, diagnostics: [errorDiagnostic("Import is not supported", detail)] };
  }
  const applied = await observe(resource, "import", emptyState(resource), environment, (context) =>
    definition.observe({ ...context, id }),
  );
  if (applied.state !== null || applied.diagnostics.length > 0) return applied;
  return { state: null, diagnostics: [errorDiagnostic("Nothing to import", `No object has the id "${id}".`)] };
}

/** What an import starts from: defaults, and null for all else. */
function emptyState<Api>({ schema }: Resource<Api>): ValueRecord {
  const attributes = Object.entries(schema.attributes).map(([name, attribute]): [string, Value] => [
    name,
    attribute.presence === "defaulted" ? (attribute.default as Value) : null,
  ]);
  const blocks = Object.keys(schema.blocks).map((name): [string, Value] => [name, null]);
  return record([...attributes, ...blocks]);
}

async function observe<Api>(
  resource: Resource<Api>,
  verb: "read" | "import",
  before: ValueRecord,
  environment: Environment<Api>,
  look: (context: Context<Api>) => Promise<ValueRecord>,
): Promise<Applied> {
  const { api, log, stop } = environment;
  const { signal, clear } = deadline("read", before.timeouts, resource.timeouts, stop);
  try {
    const observation = await look({ api, log, signal });
    return accept(resource, verb, before, observation);
  } catch (error) {
    const { gone, diagnostic } = blame({ error, resource, verb, signal, ...environment });
    if (gone && verb === "read") return { state: null, diagnostics: [] };
    return { state: verb === "read" ? before : null, diagnostics: [diagnostic] };
  } finally {
    clear();
  }
}

function accept<Api>(resource: Resource<Api>, verb: string, before: ValueRecord, observation: ValueRecord): Applied {
  const state = record(Object.entries({ ...before, ...observation }));
  const misfit = findMisfit(schemaType(resource.schema), state);
  const missing = Object.entries(resource.schema.attributes).find(
    ([name, { presence }]) => (presence === "required" || presence === "computed") && state[name] === null,
  );
  const fault = misfit ?? (missing && { path: attributePath(missing[0]), text: "it is missing" });
  if (fault === undefined) return { state, diagnostics: [] };
  const detail = `The ${verb} handler of ${resource.name} returned an invalid value for "${formatPath(fault.path)}": ${fault.text}. ${PROVIDER_BUG}`;
  return { state: before, diagnostics: [errorDiagnostic("Invalid result from the provider", detail, fault.path)] };
}

/**
 * Brings stored state to the current schema: attributes that the schema has gained become null. Core has
 * already dropped those that it has lost.
 */
export function upgradeState<Api>(
  resource: Resource<Api>,
  version: number,
  stored: unknown,
): { state: unknown; diagnostics: readonly Diagnostic[] } {
  if (version !== 0) {
    throw new DiagnosticError(
      "Unknown state version",
      `The state of ${resource.name} has schema version ${version}; this provider knows version 0 only. Use the provider version that wrote it, or a newer one.`,
    );
  }
  if (typeof stored !== "object" || stored === null) {
    throw new DiagnosticError("Unreadable state", `The stored state of ${resource.name} is no JSON object.`);
  }
  const members = Object.keys(schemaType(resource.schema)[1]);
  const current = members.map((name) => [name, (stored as Record<string, unknown>)[name] ?? null] as const);
  return { state: Object.fromEntries(current), diagnostics: [] };
}
