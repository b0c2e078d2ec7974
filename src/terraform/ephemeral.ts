/** How an ephemeral resource is declared: something that exists while Terraform runs, and is in no plan or state. */
import type { Config, KeysOf, State } from "./attributes";
import { type AttributesOf, type Kind, type KindDefinition, kindOf } from "./kind";
import type { Context } from "./resource";
import type { ValueRecord } from "./value";

type Openable = AttributesOf<"required" | "optional" | "assigned" | "computed">;

export interface EphemeralDefinition<A extends Openable, Api, Kept> extends KindDefinition<A> {
  /**
   * How long opening may take when the configuration's `timeouts` block does not say, as a Go duration. Without it
   * there is no such block, and opening may take 20 minutes.
   */
  readonly timeouts?: { readonly open: string };
  /** Brings it about; called in a plan as well as in an apply. */
  open(context: NoInfer<OpenContext<A, Api>>): Promise<Opened<NoInfer<A>, Kept>>;
  /** Makes it last longer; called at the time that `open` or the last renewal named. */
  renew?(context: NoInfer<KeptContext<Api, Kept>>): Promise<Renewed<NoInfer<Kept>>>;
  /** Ends it; called with what `open` kept, whatever renewals have kept since. */
  close?(context: NoInfer<KeptContext<Api, Kept>>): Promise<void>;
}

export interface OpenContext<A extends Openable, Api> extends Context<Api> {
  readonly config: Config<A>;
}

export interface KeptContext<Api, Kept> extends Context<Api> {
  readonly kept: Kept;
}

export interface Renewed<Kept> {
  /** When to renew next; without it, it is never renewed again. */
  readonly renewAt?: Date;
  /** What later handlers need to know, as JSON can hold it. */
  readonly keep?: Kept;
}

export interface Opened<A extends Openable, Kept> extends Renewed<Kept> {
  /** All that the configuration leaves to the provider. */
  readonly result: Pick<State<A>, KeysOf<A, "computed" | "assigned">>;
}

/** An ephemeral resource with its attribute types erased. */
export interface Ephemeral<Api> extends Kind {
  open(context: { readonly config: ValueRecord } & Context<Api>): Promise<unknown>;
  renew?(context: KeptContext<Api, unknown>): Promise<unknown>;
  close?(context: KeptContext<Api, unknown>): Promise<void>;
}

/** Gives a provider its `defineEphemeral`, bound to the API that its handlers use. */
export function ephemeralsOf<Api>() {
  return function defineEphemeral<const A extends Openable, Kept = undefined>(
    definition: EphemeralDefinition<A, Api, Kept>,
  ): Ephemeral<Api> {
    // The types of the attributes end here; what runs the handler keeps the promises that its context makes.
    const { open, renew, close } = definition as unknown as Ephemeral<Api>;
    return { ...kindOf(definition, definition.timeouts), open, ...(renew && { renew }), ...(close && { close }) };
  };
}
