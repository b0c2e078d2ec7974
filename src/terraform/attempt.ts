/** Running a handler: with its deadline, and with whatever it throws put into words. */
import { blame, type Explain, type Failure } from "./errors";
import type { Log } from "./log";
import type { PrivateState } from "./private-state";
import type { Resource, ResourceContext } from "./resource";
import { deadline, type Verb } from "./timeouts";
import type { ValueRecord } from "./value";

/** What handlers of one provider run with. */
export interface Environment<Api> {
  readonly api: Api;
  readonly stop: AbortSignal;
  readonly log: Log;
  readonly explain: Explain;
}

/** The environment of one call for a resource. */
export interface ResourceEnvironment<Api> extends Environment<Api> {
  readonly privateState: PrivateState;
}

/** What a handler returned, which is not checked yet, or why it failed. */
export interface Attempt {
  readonly report?: unknown;
  readonly failure?: Failure;
}

/** @param values the plan or state whose `timeouts` block counts */
export async function attempt<Api>(
  resource: Resource<Api>,
  verb: Verb | "import",
  values: ValueRecord,
  environment: ResourceEnvironment<Api>,
  run: (context: ResourceContext<Api>) => Promise<unknown>,
): Promise<Attempt> {
  const { api, log, stop, explain, privateState } = environment;
  const { signal, clear } = deadline(verb, values.timeouts, resource.timeouts, stop);
  try {
    return { report: await run({ api, log, signal, privateState }) };
  } catch (error) {
    return { failure: blame({ error, resource, verb, signal, log, explain }) };
  } finally {
    clear();
  }
}
