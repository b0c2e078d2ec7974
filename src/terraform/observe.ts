/** Reading: refresh and import. */
import type { Applied } from "./apply";
import { attempt, type ResourceEnvironment } from "./attempt";
import type { Deferral } from "./deferral";
import { type Diagnostic, DiagnosticError, errorDiagnostic, PROVIDER_BUG } from "./diagnostics";
import { type Identity, isRequiredForImport } from "./identity";
import { keepSame } from "./nested";
import { attributePath } from "./path";
import { faultDiagnostics, isAlwaysReported, missing, sift } from "./report";
import type { Resource, ResourceContext } from "./resource";
import { absentBlock, attributesOf, objectMembers } from "./schema";
import { validateValue } from "./validate";
import { record, type Value, type ValueRecord } from "./value";

export interface Observed extends Applied {
  /** What the handler waits for, if it asks to be called later. */
  readonly deferral?: Deferral | undefined;
}

export async function readObject<Api>(
  resource: Resource<Api>,
  before: ValueRecord,
  environment: ResourceEnvironment<Api>,
): Promise<Observed> {
  const state = attributesOf(resource.schema, before);
  const { report, failure } = await attempt(resource, "read", before, environment, (context) =>
    resource.verbs.read({ ...context, state }),
  );
  if (failure?.gone) return { state: null, diagnostics: [] };
  if (failure !== undefined) {
    return { state: before, diagnostics: [failure.diagnostic], deferral: failure.deferral };
  }
  const { state: after, diagnostics } = accept(resource, "read", before, report);
  return { state: after ?? before, diagnostics };
}

/** How an import names the object: by an id, which a person wrote, or by identity. */
export type ImportTarget = { readonly id: string } | { readonly identity: ValueRecord };

export async function importObject<Api>(
  resource: Resource<Api>,
  target: ImportTarget,
  environment: ResourceEnvironment<Api>,
): Promise<Observed> {
  const { identity: definition, verbs } = resource;
  const { import: importing } = verbs;
  if (definition === undefined || importing === undefined) {
    const detail = `${resource.name} cannot be imported: nothing in the cloud could be read back for it.`;
    return { state: null, diagnostics: [errorDiagnostic("Import is not supported", detail)] };
  }
  const found = await find(resource, environment, (context) =>
    importing.observe({ ...context, identity: identify(importing, definition, target) }),
  );
  if (found.gone === undefined) return found;
  const name = "id" in target ? `the id "${target.id}"` : "this identity";
  const detail = `No object has ${name}.\n\n${found.gone.detail}`;
  return { state: null, diagnostics: [errorDiagnostic("Nothing to import", detail)] };
}

/** Observes the object of an identity that the provider itself has found. */
export async function findObject<Api>(
  resource: Resource<Api>,
  identity: ValueRecord,
  environment: ResourceEnvironment<Api>,
): Promise<Found> {
  const { import: importing } = resource.verbs;
  if (importing === undefined) {
    const detail = `${resource.name} can be found, but not be read: it has no import. ${PROVIDER_BUG}`;
    return { state: null, diagnostics: [errorDiagnostic("Nothing to show", detail)] };
  }
  return find(resource, environment, (context) => importing.observe({ ...context, identity }));
}

/** What came of looking for an object that may not be there. */
export interface Found extends Observed {
  /** What the provider says if it is not there. */
  readonly gone?: Diagnostic;
}

async function find<Api>(
  resource: Resource<Api>,
  environment: ResourceEnvironment<Api>,
  observe: (context: ResourceContext<Api>) => Promise<unknown>,
): Promise<Found> {
  const empty = emptyState(resource);
  const { report, failure } = await attempt(resource, "import", empty, environment, async (context) =>
    observe(context),
  );
  if (failure === undefined) return accept(resource, "import", empty, report);
  const { gone, diagnostic, deferral } = failure;
  return gone
    ? { state: null, diagnostics: [], gone: diagnostic }
    : { state: null, diagnostics: [diagnostic], deferral };
}

type Importing = NonNullable<Resource<unknown>["verbs"]["import"]>;

/** @throws {DiagnosticError} for an id or an identity that cannot be one */
function identify(importing: Importing, definition: Identity, target: ImportTarget): ValueRecord {
  if ("id" in target) return importing.identify(target.id);
  const [fault] = validateIdentity(definition, target.identity);
  if (fault !== undefined) throw new DiagnosticError(fault.summary, fault.detail);
  return target.identity;
}

/** Terraform knows types and what is required; the checks are ours. */
function validateIdentity({ attributes }: Identity, identity: ValueRecord): Diagnostic[] {
  return Object.entries(attributes).flatMap(([name, attribute]) => {
    const value = identity[name] ?? null;
    if (value !== null) return validateValue(attribute, value, attributePath(name));
    if (!isRequiredForImport(attribute)) return [];
    return errorDiagnostic(`Missing ${name}`, `The identity of the object to import must have "${name}".`);
  });
}

/** What an import starts from: defaults, and null for all else. */
export function emptyState<Api>({ schema }: Resource<Api>): ValueRecord {
  const attributes = Object.entries(schema.attributes).map(([name, attribute]): [string, Value] => [
    name,
    attribute.presence === "defaulted" ? (attribute.default as Value) : null,
  ]);
  const blocks = Object.entries(schema.blocks).map(([name, block]): [string, Value] => [name, absentBlock(block)]);
  return record([...attributes, ...blocks]);
}

/** The state that an observation amounts to; null if it is no complete one. */
export function accept<Api>(resource: Resource<Api>, verb: string, before: ValueRecord, observation: unknown): Applied {
  const { values: observed, faults } = sift(resource.schema, observation);
  const values = keepSame(objectMembers(resource.schema), observed, before);
  for (const [name, attribute] of Object.entries(resource.schema.attributes)) {
    if (!isAlwaysReported(attribute) || values[name] !== undefined) continue;
    // A create that failed half-way has left gaps. A read that cannot fill them must not keep the object from its end.
    if (verb === "read" && before[name] === null && isNothing(observation, name)) faults.delete(name);
    else if (!faults.has(name)) faults.set(name, missing(name));
  }
  const diagnostics = faultDiagnostics(resource, verb, faults);
  return { state: faults.size > 0 ? null : record(Object.entries({ ...before, ...values })), diagnostics };
}

function isNothing(observation: unknown, name: string): boolean {
  const values = new Map<string, unknown>(Object.entries(observation ?? {}));
  return (values.get(name) ?? null) === null;
}
