/** How a resource is declared: a table of attributes, then a few verbs. */
import type { Attributes, Config, KeysOf, Observation, Outcome, Plan, Schema, State } from "./attributes";
import type { Identity, IdentityOf } from "./identity";
import type { Log } from "./log";
import type { Move } from "./move";
import type { PrivateState } from "./private-state";
import type { Rule } from "./rules";
import { membersOf, splitBlocks } from "./schema";
import { type TimeoutDefaults, timeoutsBlock } from "./timeouts";
import type { Upgrade } from "./upgrade";
import type { Unknown, ValueRecord } from "./value";

export interface ResourceDefinition<A extends Attributes, Api, I extends keyof State<A> & string> {
  /** Without the provider's prefix: `nic_attachment_setting`. */
  readonly name: string;
  /** One sentence: what a user declares with it. */
  readonly summary: string;
  /** More for the docs page, in Markdown. */
  readonly description?: string;
  /** What to use instead, in plain text; not to be used at all then. */
  readonly deprecated?: string;
  readonly attributes: A;
  /** The schema's version, raised whenever stored state has to be changed to fit; 0 when absent. */
  readonly version?: number;
  /** For each older version, how its state becomes the current one: `{ 0: upgradeFrom({ ... }, (old) => ...) }`. */
  readonly upgrades?: NoInfer<Readonly<Record<number, Upgrade<State<A>>>>>;
  /** What other types, of this provider or another, an object can be moved from: `[moveFrom({ ... }, (old) => ...)]`. */
  readonly moves?: readonly Move<NoInfer<Partial<State<A>>>>[];
  /** The attributes that name an object for good. An import may leave out those that a configuration may leave out. */
  readonly identity?: readonly I[];
  /** Raised whenever stored identity has to be changed to fit; 0 when absent. */
  readonly identityVersion?: number;
  /** For each older version of the identity, how it becomes the current one. */
  readonly identityUpgrades?: NoInfer<Readonly<Record<number, Upgrade<IdentityOf<A, I>>>>>;
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
  /**
   * Hears of each configuration just before Terraform plans or applies its object: once per object and run, which is all
   * that tells two objects with the same configuration apart. Not called while the provider is not configured.
   */
  announce?(context: NoInfer<AnnounceContext<A, Api>>): void;
  /**
   * Looks at the whole plan, last of all: says what a reviewer should know, replaces what cannot be changed, and
   * returns what it knows better than the schema of the values that are left to the provider. A known value that
   * differs from the state's is a change, which `update` brings about even if no argument changed. Not called for an
   * object that is destroyed; of a replacement it sees the new object alone.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: a hook that only warns returns nothing.
  plan?(context: NoInfer<PlanContext<A, Api>>): PlannedValues<NoInfer<A>> | void;
  /**
   * Says what a reviewer should know before the object is destroyed, or throws `DiagnosticError` to forbid it. Terraform
   * does not ask before it replaces an object.
   */
  planDestroy?(context: NoInfer<DestroyContext<A, Api>>): void;
  /** Brings the planned object about. If it throws, what `save` was last given is kept in the state. */
  create(context: NoInfer<CreateContext<A, Api>>): Promise<NoInfer<Outcome<A>>>;
  /** Observes the object. An error that the provider explains as `gone` drops it from the state. */
  read(context: NoInfer<ReadContext<A, Api>>): Promise<NoInfer<Observation<A>>>;
  update(context: NoInfer<UpdateContext<A, Api>>): Promise<NoInfer<Outcome<A>>>;
  /** An error that the provider explains as `gone` counts as success. */
  delete(context: NoInfer<ReadContext<A, Api>>): Promise<void>;
  /** How an object that exists already is taken over; needs `identity`. */
  readonly import?: NoInfer<[I] extends [never] ? never : Import<A, Api, I>>;
}

export interface Import<A extends Attributes, Api, I extends string> {
  /** The id's form, for messages and docs: `<server_id>/<port_id>`. */
  readonly format: string;
  /** The identity that an import id says. Throws `DiagnosticError` for an id of another form. */
  identify(id: string): IdentityOf<A, I>;
  /** Observes the object of that identity; every attribute that is not optional or defaulted is filled. */
  observe(context: { readonly identity: IdentityOf<A, I> } & ResourceContext<Api>): Promise<Observation<A>>;
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
  /** As written, with the write-only attributes that no plan has. */
  readonly config: Config<A>;
  /** Keeps what is known so far, for the case that the rest fails. */
  save(state: Partial<State<A>>): void;
}

export interface ReadContext<A extends Attributes, Api> extends ResourceContext<Api> {
  readonly state: State<A>;
}

export interface UpdateContext<A extends Attributes, Api> extends CreateContext<A, Api>, ReadContext<A, Api> {
  /**
   * The part of the plan that differs from the state; what the plan leaves to the service is not in it. Empty where a
   * plan hook alone wants something different.
   */
  readonly changes: Partial<Plan<A>>;
}

export interface AnnounceContext<A extends Attributes, Api> {
  readonly config: Open<Config<A>>;
  readonly api: Api;
}

export interface PlanContext<A extends Attributes, Api> {
  /** Null when the object is to be created. */
  readonly state: State<A> | null;
  readonly plan: Open<State<A>>;
  readonly config: Open<Config<A>>;
  readonly api: Api;
  /** Replaces the object instead of updating it, because of an attribute that changes. */
  replace(attribute: keyof State<A> & string): void;
  warn(attribute: keyof A & string, summary: string, detail: string): void;
}

/** Values that may not be known yet. */
export type Open<T> = { readonly [K in keyof T]: T[K] | Unknown };

/** What a plan hook knows of values that the configuration leaves to the provider. */
export type PlannedValues<A extends Attributes> = Partial<Open<Pick<State<A>, KeysOf<A, "computed" | "assigned">>>>;

export interface DestroyContext<A extends Attributes, Api> {
  readonly state: State<A>;
  readonly api: Api;
  warn(attribute: keyof State<A> & string, summary: string, detail: string): void;
}

export type Derivations<A extends Attributes, Api> = {
  readonly [K in KeysOf<A, "computed" | "assigned">]?: (plan: Plan<A>, api: Api) => State<A>[K] | Unknown | undefined;
};

/** A resource with its attribute types erased, as the lifecycle handles it. */
export interface Resource<Api> {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly schema: Schema;
  /** Undefined for a resource that nothing but its state identifies. */
  readonly identity: Identity | undefined;
  readonly timeouts: TimeoutDefaults;
  readonly upgrades: Readonly<Record<number, Upgrade>>;
  readonly moves: readonly Move[];
  readonly verbs: Verbs<Api>;
}

/** A resource whose types are still known, for declarations that refer to it. */
export interface DefinedResource<Api, A extends Attributes, I extends string> extends Resource<Api> {
  /** For the type checker alone; there is no such property. */
  readonly types?: { readonly identity: IdentityOf<A, I>; readonly object: Observation<A> };
}

/** What a resource is, without what it does. */
export type ResourceKind = Omit<Resource<unknown>, "verbs">;

type Erased = ValueRecord;

interface Verbs<Api> {
  readonly derive: Readonly<Record<string, (plan: Erased, api: Api) => unknown>>;
  announce?(context: { config: Erased; api: Api }): void;
  plan?(context: {
    state: Erased | null;
    plan: Erased;
    config: Erased;
    api: Api;
    replace(attribute: string): void;
    warn: Warn;
  }): unknown;
  planDestroy?(context: { state: Erased; api: Api; warn: Warn }): void;
  create(context: { plan: Erased; config: Erased; save(state: Erased): void } & ResourceContext<Api>): Promise<unknown>;
  read(context: { state: Erased } & ResourceContext<Api>): Promise<unknown>;
  update(
    context: {
      state: Erased;
      plan: Erased;
      config: Erased;
      changes: Erased;
      save(state: Erased): void;
    } & ResourceContext<Api>,
  ): Promise<unknown>;
  delete(context: { state: Erased } & ResourceContext<Api>): Promise<void>;
  readonly import?: {
    readonly format: string;
    identify(id: string): Erased;
    observe(context: { identity: Erased } & ResourceContext<Api>): Promise<unknown>;
  };
}

export type Warn = (attribute: string, summary: string, detail: string) => void;

/**
 * Gives a provider its `defineResource`, bound to the API that its handlers use, so that the attributes are the
 * only thing a declaration infers its types from.
 */
export function resourcesOf<Api>() {
  return function defineResource<const A extends Attributes, const I extends keyof State<A> & string = never>(
    definition: ResourceDefinition<A, Api, I>,
  ): DefinedResource<Api, A, I> {
    const {
      name,
      summary,
      description = "",
      version = 0,
      upgrades = {},
      moves = [],
      rules = [],
      timeouts,
    } = definition;
    const { attributes, blocks } = splitBlocks(definition.attributes);
    const schema = {
      version,
      description: summary,
      deprecated: definition.deprecated,
      attributes,
      blocks: { ...blocks, timeouts: timeoutsBlock(timeouts, definition.attributes) },
      rules,
    };
    return {
      name,
      summary,
      description,
      timeouts,
      upgrades,
      moves,
      schema,
      identity: identityOf(definition, membersOf(schema)),
      // The one place where types end: the lifecycle below keeps the promises that the contexts above make.
      verbs: { ...definition, derive: definition.derive ?? {} } as unknown as Verbs<Api>,
    };
  };
}

interface IdentityDefinition {
  readonly identity?: readonly string[];
  readonly identityVersion?: number;
  readonly identityUpgrades?: Readonly<Record<number, Upgrade>>;
}

function identityOf(definition: IdentityDefinition, members: Attributes): Identity | undefined {
  const { identity, identityVersion: version = 0, identityUpgrades: upgrades = {} } = definition;
  if (identity === undefined) return undefined;
  const attributes = Object.fromEntries(Object.entries(members).filter(([name]) => identity.includes(name)));
  return { version, upgrades, attributes };
}
