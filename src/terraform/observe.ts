/** Reading: refresh, import, and state that an earlier run has stored. */
import type { Applied } from "./apply";
import { attempt, type ResourceEnvironment } from "./attempt";
import { errorDiagnostic } from "./diagnostics";
import { faultDiagnostics, isAlwaysThere, missing, sift } from "./report";
import type { Resource } from "./resource";
import { absentBlock, attributesOf } from "./schema";
import { record, type Value, type ValueRecord } from "./value";

export async function readObject<Api>(
  resource: Resource<Api>,
  before: ValueRecord,
  environment: ResourceEnvironment<Api>,
): Promise<Applied> {
  const state = attributesOf(resource.schema, before);
  const { report, failure } = await attempt(resource, "read", before, environment, (context) =>
    resource.verbs.read({ ...context, state }),
  );
  if (failure?.gone) return { state: null, diagnostics: [] };
  if (failure !== undefined) return { state: before, diagnostics: [failure.diagnostic] };
  const { state: after, diagnostics } = accept(resource, "read", before, report);
  return { state: after ?? before, diagnostics };
}

export async function importObject<Api>(
  resource: Resource<Api>,
  id: string,
  environment: ResourceEnvironment<Api>,
): Promise<Applied> {
  const { import: definition } = resource.verbs;
  if (definition === undefined) {
    const detail = `${resource.name} cannot be imported: nothing in the cloud could be read back for it.`;
    return { state: null, diagnostics: [errorDiagnostic("Import is not supported", detail)] };
  }
  const empty = emptyState(resource);
  const { report, failure } = await attempt(resource, "import", empty, environment, (context) =>
    definition.observe({ ...context, id }),
  );
  if (failure === undefined) return accept(resource, "import", empty, report);
  if (!failure.gone) return { state: null, diagnostics: [failure.diagnostic] };
  const detail = `No object has the id "${id}".\n\n${failure.diagnostic.detail}`;
  return { state: null, diagnostics: [errorDiagnostic("Nothing to import", detail)] };
}

/** What an import starts from: defaults, and null for all else. */
function emptyState<Api>({ schema }: Resource<Api>): ValueRecord {
  const attributes = Object.entries(schema.attributes).map(([name, attribute]): [string, Value] => [
    name,
    attribute.presence === "defaulted" ? (attribute.default as Value) : null,
  ]);
  const blocks = Object.entries(schema.blocks).map(([name, block]): [string, Value] => [name, absentBlock(block)]);
  return record([...attributes, ...blocks]);
}

/** The state that an observation amounts to; null if it is no complete one. */
function accept<Api>(resource: Resource<Api>, verb: string, before: ValueRecord, observation: unknown): Applied {
  const { values, faults } = sift(resource.schema, observation);
  for (const [name, attribute] of Object.entries(resource.schema.attributes)) {
    if (isAlwaysThere(attribute) && values[name] === undefined && !faults.has(name)) faults.set(name, missing(name));
  }
  const diagnostics = faultDiagnostics(resource, verb, faults);
  return { state: faults.size > 0 ? null : record(Object.entries({ ...before, ...values })), diagnostics };
}
