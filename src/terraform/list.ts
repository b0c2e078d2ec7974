/** How a list resource is declared: a search for objects of one managed resource, for `terraform query`. */
import type { Config } from "./attributes";
import { type AttributesOf, type Kind, type KindDefinition, kindOf } from "./kind";
import type { Context, Resource } from "./resource";
import type { ValueRecord } from "./value";

type Searchable = AttributesOf<"required" | "optional">;

/** A resource whose types are known. */
type Listable<Api> = Resource<Api> & { readonly types?: { readonly identity: object; readonly object: object } };

export interface ListDefinition<A extends Searchable, Api, R extends Listable<Api>>
  extends Omit<KindDefinition<A>, "name"> {
  /** The managed resource whose objects are found; it must have an identity. */
  readonly resource: R;
  /**
   * How long listing may take when the configuration's `timeouts` block does not say, as a Go duration. Without it
   * there is no such block, and listing may take 20 minutes.
   */
  readonly timeouts?: { readonly list: string };
  /**
   * Finds objects, one by one, so that whoever waits sees the first before the last is found. It is asked for no more
   * once there are as many as are wanted.
   */
  list(context: NoInfer<ListContext<A, Api>>): AsyncIterable<Found<NoInfer<R>>>;
}

export interface ListContext<A extends Searchable, Api> extends Context<Api> {
  readonly config: Config<A>;
  /** How many objects are wanted; more are not asked for. Infinity where there is no limit. */
  readonly limit: number;
  /** Whether the whole object is wanted and not only what identifies it. */
  readonly includeObject: boolean;
}

/** One object that was found. */
export interface Found<R extends Listable<never>> {
  /** What a person knows it by. */
  readonly displayName: string;
  readonly identity: NonNullable<R["types"]>["identity"];
  /** The whole object, if it is at hand. Where it is wanted and is not, the resource's import observes it. */
  readonly object?: NonNullable<R["types"]>["object"];
  /** What is odd about it, as a sentence. */
  readonly warning?: string;
}

/** A list resource with its attribute types erased. */
export interface List<Api> extends Kind {
  readonly resource: Resource<Api>;
  list(
    context: { readonly config: ValueRecord; readonly limit: number; readonly includeObject: boolean } & Context<Api>,
  ): AsyncIterable<unknown>;
}

/** Gives a provider its `defineList`, bound to the API that its handlers use. */
export function listsOf<Api>() {
  return function defineList<const A extends Searchable, R extends Listable<Api>>(
    definition: ListDefinition<A, Api, R>,
  ): List<Api> {
    const { resource, timeouts } = definition;
    // The types of the attributes end here; what runs the handler keeps the promises that its context makes.
    const { list } = definition as unknown as Pick<List<Api>, "list">;
    return { ...kindOf({ ...definition, name: resource.name }, timeouts), resource, list };
  };
}
