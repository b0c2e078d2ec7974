/** Planning and invoking actions. */
import type { Action } from "./action";
import { type DeferralReason, deferrable } from "./deferral";
import type { Diagnostic } from "./diagnostics";
import { configured, type Kind, type Registry } from "./kind";
import { type Circumstances, operate, requireKnown, type Session } from "./operation";
import { attributePath } from "./path";
import { untilAbandoned } from "./timeouts";
import { validateConfig } from "./validate";
import type { ValueRecord } from "./value";

/** Progress as often as there is any; at last, and always, what came of it. */
export type ActionEvent = { readonly progress: string } | { readonly completed: readonly Diagnostic[] };

export interface ActionPlan {
  /** Why it is put off; only where that is allowed. */
  readonly deferred?: DeferralReason;
  readonly diagnostics: readonly Diagnostic[];
}

/** The actions of one connection. A type name that the provider does not have throws `DiagnosticError`. */
export interface ActionServer extends Registry<Kind> {
  validate(typeName: string, config: ValueRecord): readonly Diagnostic[];
  /** @throws {DiagnosticError} before the provider is configured */
  plan(typeName: string, config: ValueRecord, circumstances?: Circumstances): Promise<ActionPlan>;
  /**
   * @param abandoned fires when nobody waits for the events any more
   * @throws {DiagnosticError} before the provider is configured, and while something is unknown
   */
  invoke(typeName: string, config: ValueRecord, abandoned: AbortSignal): AsyncIterable<ActionEvent>;
}

export function serveActions<Api>(registry: Registry<Action<Api>>, session: Session<Api>): ActionServer {
  return {
    ...registry,
    validate: (typeName, config) => validateConfig(registry.get(typeName).schema, config),
    async plan(typeName, config, { mayDefer = false } = {}) {
      const action = registry.get(typeName);
      return deferrable(
        mayDefer,
        () => planAction(action, config, session),
        // The one reason that Terraform takes from an action.
        () => ({ deferred: "provider-config-unknown", diagnostics: [] }),
      );
    },
    invoke: (typeName, config, abandoned) => invokeAction(registry.get(typeName), config, session, abandoned),
  };
}

async function planAction<Api>(action: Action<Api>, config: ValueRecord, session: Session<Api>): Promise<ActionPlan> {
  const environment = session.environment();
  const { plan } = action;
  if (plan === undefined) return { diagnostics: [] };
  const warnings: Diagnostic[] = [];
  const warn = (attribute: string, summary: string, detail: string) =>
    void warnings.push({ severity: "warning", summary, detail, path: attributePath(attribute) });
  const { failure } = await operate({ kind: action, verb: "plan" }, environment, (context) =>
    plan({ ...context, config: configured(action, config), warn }),
  );
  return { diagnostics: failure === undefined ? warnings : [...warnings, failure.diagnostic] };
}

async function* invokeAction<Api>(
  action: Action<Api>,
  config: ValueRecord,
  session: Session<Api>,
  abandoned: AbortSignal,
): AsyncGenerator<ActionEvent> {
  requireKnown(action, "invoke", config);
  const environment = session.environment();
  const { signal: stop, clear } = untilAbandoned(environment.stop, abandoned);
  const messages: string[] = [];
  let wake: () => void = () => undefined;
  let isDone = false;
  const progress = (message: string) => {
    messages.push(String(message));
    wake();
  };
  const work = operate({ kind: action, verb: "invoke", config }, { ...environment, stop }, (context) =>
    action.invoke({ ...context, config: configured(action, config), progress }),
  ).finally(() => {
    clear();
    isDone = true;
    wake();
  });
  while (!isDone || messages.length > 0) {
    for (const message of messages.splice(0)) yield { progress: message };
    if (!isDone && messages.length === 0) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
  const { failure } = await work;
  yield { completed: failure === undefined ? [] : [failure.diagnostic] };
}
