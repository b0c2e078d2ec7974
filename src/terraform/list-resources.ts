/** Listing: runs a search and makes of what it finds what Terraform accepts. */
import type { Environment } from "./attempt";
import { findMisfit, type Misfit } from "./conform";
import { type Diagnostic, hasErrors } from "./diagnostics";
import { blame } from "./errors";
import { type Identity, identityIn, identityType, isRequiredForImport, sameIdentity } from "./identity";
import { configured, type Kind, type Registry } from "./kind";
import type { List } from "./list";
import { accept, emptyState, type Found, findObject } from "./observe";
import { invalidResult, requireKnown, type Session, timeLimit } from "./operation";
import { attributePath, formatPath } from "./path";
import { openPrivateState } from "./private-state";
import type { ResourceKind } from "./resource";
import { startDeadline, untilAbandoned } from "./timeouts";
import { validateConfig } from "./validate";
import { record, type ValueRecord } from "./value";

/** One object that was found, or what went wrong; after an error there is no other. */
export interface ListEvent {
  readonly identity?: ValueRecord;
  readonly displayName: string;
  /** The object's state, if it is wanted. */
  readonly object?: ValueRecord;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Search {
  readonly config: ValueRecord;
  /** How many objects are wanted; 0 for all of them. */
  readonly limit: number;
  readonly includeObject: boolean;
}

/** What a list resource is, without what it does. */
export interface ListKind extends Kind {
  readonly resource: ResourceKind;
}

/** The list resources of one connection. A type name that the provider does not have throws `DiagnosticError`. */
export interface ListServer extends Registry<ListKind> {
  validate(typeName: string, config: ValueRecord): readonly Diagnostic[];
  /**
   * @param abandoned fires when nobody waits for the objects any more
   * @throws {DiagnosticError} before the provider is configured, and while something is unknown
   */
  list(typeName: string, search: Search, abandoned: AbortSignal): AsyncIterable<ListEvent>;
}

export function serveLists<Api>(registry: Registry<List<Api>>, session: Session<Api>): ListServer {
  return {
    ...registry,
    validate: (typeName, config) => validateConfig(registry.get(typeName).schema, config),
    list: (typeName, search, abandoned) => listObjects(registry.get(typeName), search, session, abandoned),
  };
}

async function* listObjects<Api>(
  list: List<Api>,
  { config, limit, includeObject }: Search,
  session: Session<Api>,
  abandoned: AbortSignal,
): AsyncGenerator<ListEvent> {
  requireKnown(list, "list", config);
  const environment = session.environment();
  const { signal: stop, clear: unfollow } = untilAbandoned(environment.stop, abandoned);
  const { signal, clear } = startDeadline(timeLimit({ kind: list, verb: "list", config }), stop);
  const { api, log, explain } = environment;
  let left = limit > 0 ? limit : Number.POSITIVE_INFINITY;
  const context = { api, log, signal, config: configured(list, config), limit: left, includeObject };
  try {
    for await (const found of list.list(context)) {
      const event = await judge(list, found, includeObject, { ...environment, stop });
      if (event === undefined) continue;
      yield event;
      left--;
      if (left <= 0 || hasErrors(event.diagnostics)) return;
    }
  } catch (error) {
    const { diagnostic } = blame({ error, resource: list, verb: "list", signal, log, explain });
    yield { displayName: "", diagnostics: [diagnostic] };
  } finally {
    clear();
    unfollow();
  }
}

/** What a handler yields, which may be anything. */
interface Yielded {
  readonly displayName?: unknown;
  readonly identity?: unknown;
  readonly object?: unknown;
  readonly warning?: unknown;
}

/** The event for one object; undefined if it has gone meanwhile. */
async function judge<Api>(
  list: List<Api>,
  found: unknown,
  includeObject: boolean,
  environment: Environment<Api>,
): Promise<ListEvent | undefined> {
  const { displayName, identity, object, warning } = (found ?? {}) as Yielded;
  const definition = list.resource.identity;
  if (definition === undefined) return failure(list, `an object of ${list.resource.name}, which has no identity`);
  const fault = findFault(definition, displayName, identity);
  if (fault !== undefined) return failure(list, fault);
  const warnings: Diagnostic[] =
    warning === undefined ? [] : [{ severity: "warning", summary: String(displayName), detail: String(warning) }];
  const event = { displayName: String(displayName), identity: record(Object.entries(identity as ValueRecord)) };
  if (!includeObject) return { ...event, diagnostics: warnings };
  const { state, gone, diagnostics } = await observe(list, event.identity, object, environment);
  if (gone !== undefined) return undefined;
  if (state === null) return { ...event, diagnostics };
  const change = { before: event.identity, after: identityIn(definition, state) };
  const same = sameIdentity({ name: list.name, verb: "list" }, definition, change);
  return { ...event, identity: same.identity, object: state, diagnostics: [...warnings, ...same.diagnostics] };
}

async function observe<Api>(
  { name, resource }: List<Api>,
  identity: ValueRecord,
  object: unknown,
  environment: Environment<Api>,
): Promise<Found> {
  if (object === undefined) {
    return findObject(resource, identity, { ...environment, privateState: openPrivateState() });
  }
  return accept({ ...resource, name }, "list", emptyState(resource), object);
}

function failure<Api>(list: List<Api>, text: string): ListEvent {
  return { displayName: "", diagnostics: [invalidResult(list, "list", text)] };
}

function findFault(identity: Identity, displayName: unknown, value: unknown): string | undefined {
  if (typeof displayName !== "string" || displayName === "") return "an object without a displayName";
  if (value === null || value === undefined) return `"${displayName}" without an identity`;
  const fault = findMisfit(identityType(identity), value) ?? findGap(identity, value);
  if (fault === undefined) return undefined;
  return `"${displayName}" with an invalid identity: ${formatPath(fault.path)}: ${fault.text}`;
}

function findGap({ attributes }: Identity, value: object): Misfit | undefined {
  const given = new Map<string, unknown>(Object.entries(value));
  const gap = Object.entries(attributes).find(([name, each]) => isRequiredForImport(each) && given.get(name) === null);
  return gap && { path: attributePath(gap[0]), text: "it is null" };
}
