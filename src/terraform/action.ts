/** How an action is declared: something that is done when asked for, and leaves no object behind. */
import type { Config } from "./attributes";
import { type AttributesOf, type Kind, type KindDefinition, kindOf } from "./kind";
import type { Context, Warn } from "./resource";
import type { Unknown, ValueRecord } from "./value";

type Doable = AttributesOf<"required" | "optional">;

export interface ActionDefinition<A extends Doable, Api> extends KindDefinition<A> {
  /**
   * How long it may take when the configuration's `timeouts` block does not say, as a Go duration. Without it there
   * is no such block, and it may take 20 minutes.
   */
  readonly timeouts?: { readonly invoke: string };
  /** Says what a reviewer of the plan should know; throws `DiagnosticError` for what cannot be done. */
  plan?(context: NoInfer<ActionPlanContext<A, Api>>): void | Promise<void>;
  /** Does it. */
  invoke(context: NoInfer<InvokeContext<A, Api>>): Promise<void>;
}

export interface ActionPlanContext<A extends Doable, Api> extends Context<Api> {
  readonly config: { readonly [K in keyof Config<A>]: Config<A>[K] | Unknown };
  warn(attribute: keyof A & string, summary: string, detail: string): void;
}

export interface InvokeContext<A extends Doable, Api> extends Context<Api> {
  readonly config: Config<A>;
  /** Tells the person who waits how far it is. */
  progress(message: string): void;
}

/** An action with its attribute types erased. */
export interface Action<Api> extends Kind {
  plan?(context: { readonly config: ValueRecord; warn: Warn } & Context<Api>): void | Promise<void>;
  invoke(context: { readonly config: ValueRecord; progress(message: string): void } & Context<Api>): Promise<void>;
}

/** Gives a provider its `defineAction`, bound to the API that its handlers use. */
export function actionsOf<Api>() {
  return function defineAction<const A extends Doable>(definition: ActionDefinition<A, Api>): Action<Api> {
    // The types of the attributes end here; what runs the handler keeps the promises that its context makes.
    const { plan, invoke } = definition as unknown as Action<Api>;
    return { ...kindOf(definition, definition.timeouts), invoke, ...(plan && { plan }) };
  };
}
