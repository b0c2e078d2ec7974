/** How a resource is declared: a table of attributes, then a few verbs. */
import type { Attributes, Config, KeysOf, Observation, Outcome, Plan, Schema, State } from "./attributes";
import type { Log } from "./log";
import type { PrivateState } from "./private-state";
import type { Rule } from "./rules";
import { splitBlocks } from "./schema";
import { type TimeoutDefaults, timeoutsBlock } from "./timeouts";
import type { Upgrade } from "./upgrade";
import type { Unknown, ValueRecord } from "./value";

export interface ResourceDefinition<A extends Attributes, Api> {
  /** Without the provider's prefix: `nic_attachment_setting`. */
  readonly name: string;
  /** One sentence: what a user declares with it. */
  readonly summary: string;
  /** More for the docs page, in Markdown. */
  readonly description?: string;
  readonly attributes: A;
  /** The schema's version, raised whenever stored state has to be changed to fit; 0 when absent. */
  readonly version?: number;
  /** For each older version, how its state becomes the current one: `{ 0: upgradeFrom({ ... }, (old) => ...) }`. */
  readonly upgrades?: NoInfer<Readonly<Record<number, Upgrade<State<A>>>>>;
  /** Rules between arguments, such as `exactlyOneOf("network_id", "port_id")`. */
  readonly rules?: readonly Rule<keyof Config<NoInfer<A>> & string>[];
  /** How long each verb may take when the configuration's `timeouts` block does not say, as Go durations. */
  readonly timeouts: TimeoutDefaults;
  /**
   * Values that follow from the plan, known as early as what they follow from. Called only for attributes that
   * are left to the provider and not known yet; reading an attribute that is itself unknown, and does not follow
   * from others, leaves the result unknown.
   */
  readonly derive?: NoInfer<Derivations<A, Api>>;
  /** Says what a reviewer of the plan should know; not called when the resource is destroyed. */
  plan?(context: NoInfer<PlanContext<A, Api>>): void;
  /** Brings the planned object about. If it throws, what `save` was last given is kept in the state. */
  create(context: NoInfer<CreateContext<A, Api>>): Promise<NoInfer<Outcome<A>>>;
  /** Observes the object. An error that the provider explains as `gone` drops it from the state. */
  read(context: NoInfer<ReadContext<A, Api>>): Promise<NoInfer<Observation<A>>>;
  update(context: NoInfer<UpdateContext<A, Api>>): Promise<NoInfer<Outcome<A>>>;
  /** An error that the provider explains as `gone` counts as success. */
  delete(context: NoInfer<ReadContext<A, Api>>): Promise<void>;
  readonly import?: NoInfer<Import<A, Api>>;
}

export interface Import<A extends Attributes, Api> {
  /** The id's form, for messages and docs: `<server_id>/<port_id>`. */
  readonly format: string;
  /** Observes the object that an import id names; every attribute that is not optional or defaulted is filled. */
  observe(context: { readonly id: string } & ResourceContext<Api>): Promise<Observation<A>>;
}

/** What every verb is given. `signal` fires when Terraform is interrupted and when the verb's time is up. */
export interface Context<Api> {
  readonly api: Api;
  readonly signal: AbortSignal;
  readonly log: Log;
}

/** What the verbs of a resource are given besides. */
export interface ResourceContext<Api> extends Context<Api> {
  /** Kept beside the state from one verb to the next. Changes count even if the verb fails. */
  readonly privateState: PrivateState;
}

export interface CreateContext<A extends Attributes, Api> extends ResourceContext<Api> {
  readonly plan: Plan<A>;
  /** Keeps what is known so far, for the case that the rest fails. */
  save(state: Partial<State<A>>): void;
}

export interface ReadContext<A extends Attributes, Api> extends ResourceContext<Api> {
  readonly state: State<A>;
}

export interface UpdateContext<A extends Attributes, Api> extends CreateContext<A, Api>, ReadContext<A, Api> {
  /** The part of the plan that differs from the state; what the plan leaves to the service is not in it. */
  readonly changes: Partial<Plan<A>>;
}

export interface PlanContext<A extends Attributes, Api> {
  /** Null when the object is to be created. */
  readonly state: State<A> | null;
  readonly plan: { readonly [K in keyof State<A>]: State<A>[K] | Unknown };
  readonly api: Api;
  warn(attribute: keyof A & string, summary: string, detail: string): void;
}

export type Derivations<A extends Attributes, Api> = {
  readonly [K in KeysOf<A, "computed" | "assigned">]?: (plan: Plan<A>, api: Api) => State<A>[K] | undefined;
};

/** A resource with its attribute types erased, as the lifecycle handles it. */
export interface Resource<Api> {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly schema: Schema;
  readonly timeouts: TimeoutDefaults;
  readonly upgrades: Readonly<Record<number, Upgrade>>;
  readonly verbs: Verbs<Api>;
}

type Erased = ValueRecord;

interface Verbs<Api> {
  readonly derive: Readonly<Record<string, (plan: Erased, api: Api) => unknown>>;
  plan?(context: { state: Erased | null; plan: Erased; api: Api; warn: Warn }): void;
  create(context: { plan: Erased; save(state: Erased): void } & ResourceContext<Api>): Promise<unknown>;
  read(context: { state: Erased } & ResourceContext<Api>): Promise<unknown>;
  update(
    context: { state: Erased; plan: Erased; changes: Erased; save(state: Erased): void } & ResourceContext<Api>,
  ): Promise<unknown>;
  delete(context: { state: Erased } & ResourceContext<Api>): Promise<void>;
  readonly import?: {
    readonly format: string;
    observe(context: { id: string } & ResourceContext<Api>): Promise<unknown>;
  };
}

export type Warn = (attribute: string, summary: string, detail: string) => void;

/**
 * Gives a provider its `defineResource`, bound to the API that its handlers use, so that the attributes are the
 * only thing a declaration infers its types from.
 */
export function resourcesOf<Api>() {
  return function defineResource<const A extends Attributes>(definition: ResourceDefinition<A, Api>): Resource<Api> {
    const {
      name,
      summary,
      description = "",
      attributes,
      version = 0,
      upgrades = {},
      rules = [],
      timeouts,
    } = definition;
    const { attributes: own, blocks } = splitBlocks(attributes);
    return {
      name,
      summary,
      description,
      timeouts,
      upgrades,
      schema: {
        version,
        description: summary,
        attributes: own,
        blocks: { ...blocks, timeouts: timeoutsBlock(timeouts) },
        rules,
      },
      // The one place where types end: the lifecycle below keeps the promises that the contexts above make.
      verbs: { ...definition, derive: definition.derive ?? {} } as unknown as Verbs<Api>,
    };
  };
}
