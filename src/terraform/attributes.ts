/**
 * Attributes and blocks as a resource declares them. The presence comes first, because it is what a reader
 * asks first: who gives this value?
 */
import type { Check } from "./checks";
import type { Decimal } from "./number";
import type { Rule } from "./rules";
import type { Type, ValueOf } from "./type";

/**
 * Who gives an attribute its value:
 * - `required`: the configuration, always
 * - `optional`: the configuration, or nobody
 * - `defaulted`: the configuration, else the schema's default
 * - `assigned`: the configuration, else the service
 * - `computed`: the service, always
 * - `block`: the configuration, by writing the block or not
 */
export type Presence = "required" | "optional" | "defaulted" | "assigned" | "computed" | "block";

/**
 * How often a nested object occurs: once, or as the elements of a list, a set or a map. A `group` is a block that is
 * there once even when it is not written.
 */
export type NestingMode = "single" | "group" | "list" | "set" | "map";

/** The attributes of a nested object. */
export interface Nested<M extends NestingMode = NestingMode, A extends Attributes = Attributes> {
  readonly mode: M;
  readonly attributes: A;
  /** How many there must be at least, and may be at most; 0 for no limit. Blocks only. */
  readonly minItems: number;
  readonly maxItems: number;
}

export interface Attribute<
  P extends Presence = Presence,
  T extends Type = Type,
  N extends Nested | undefined = Nested | undefined,
  W extends boolean = boolean,
  E extends boolean = boolean,
  Z extends boolean = boolean,
> {
  readonly presence: P;
  readonly type: T;
  /** Markdown; shown in the docs, in editors and in the generated constructs. */
  readonly description: string;
  readonly replace: Replace<never>;
  /** Once known it stays: an update plans the value found in the state instead of "known after apply". */
  readonly stable: boolean;
  /** Whether two values that are written differently mean the same; the one in the state is kept then. */
  readonly same: SameTest<never> | undefined;
  readonly sensitive: boolean;
  /** Handed to create and update as part of their `config`, and stored nowhere: no plan and no state has it. */
  readonly writeOnly: W;
  /**
   * Whether its numbers may be ones that no JavaScript number holds, which are a `Decimal` then. Without it a
   * configuration must not have such numbers.
   */
  readonly exact: E;
  /** Whether the service may have no value for it: an `assigned` or `computed` attribute of an object that exists is null then. */
  readonly nullable: Z;
  /** What to use instead, in plain text; undefined while it may be used. */
  readonly deprecated: string | undefined;
  /** The value of a `defaulted` attribute that is not configured. */
  readonly default: unknown;
  /** Rules for known, non-null values, tested in order. */
  readonly check: readonly Check<never>[];
  /** The attributes inside, which have presences of their own. */
  readonly nested: N;
}

/** A nested block, such as `timeouts`. Its attributes may be blocks again. */
export type Block<M extends NestingMode = NestingMode, A extends Attributes = Attributes> = Attribute<
  "block",
  Type,
  Nested<M, A>
>;

/** What a resource, the provider or a nested object consists of, by name. */
export type Attributes = Readonly<Record<string, Attribute>>;
export type Blocks = Readonly<Record<string, Block>>;

/** What a resource or the provider consists of, at one level. */
export interface Schema {
  readonly description: string;
  readonly attributes: Attributes;
  readonly blocks: Blocks;
  /** Raised whenever stored state has to be changed to fit; 0 when absent. */
  readonly version?: number;
  /** Rules between the arguments, tested after each argument's own checks. */
  readonly rules?: readonly Rule[];
  /** What to use instead, in plain text; undefined while it may be used. */
  readonly deprecated?: string | undefined;
}

interface Options<T extends Type> {
  readonly sensitive?: boolean;
  readonly deprecated?: string;
  readonly check?: readonly Check<ValueOf<T>>[];
}

/**
 * Whether a change replaces the resource: always, only if the configuration gives the value, or if a test of the value
 * in the state and the planned one says so. A value that is not known yet always does.
 */
export type Replace<T> = boolean | "configured" | ((before: T | null, planned: T | null) => boolean);

/** Compares the value in the state with the planned or the observed one. */
type SameTest<T> = (before: T, after: T) => boolean;

interface ConfiguredOptions<T extends Type> extends Options<T> {
  readonly replace?: Replace<ValueOf<T>>;
  readonly same?: SameTest<ValueOf<T>>;
}

/** Options that decide about the types that handlers see. */
interface TypeOptions<W extends boolean, E extends boolean> extends ExactOption<E> {
  readonly writeOnly?: W;
}

interface ExactOption<E extends boolean> {
  readonly exact?: E;
}

interface NullableOption<Z extends boolean> {
  readonly nullable?: Z;
}

interface DefaultedOptions<T extends Type> extends ConfiguredOptions<T> {
  readonly default: ValueOf<T>;
}

interface AssignedOptions<T extends Type> extends ConfiguredOptions<T> {
  readonly stable?: boolean;
}

interface ComputedOptions {
  readonly sensitive?: boolean;
  readonly deprecated?: string;
  readonly stable?: boolean;
}

interface BlockOptions {
  readonly replace?: boolean;
  readonly deprecated?: string;
  readonly min?: number;
  readonly max?: number;
}

interface OptionsOf<T extends Type, W extends boolean, E extends boolean, Z extends boolean> {
  block: BlockOptions;
  required: ConfiguredOptions<T> & TypeOptions<W, E>;
  optional: ConfiguredOptions<T> & TypeOptions<W, E>;
  defaulted: DefaultedOptions<T> & ExactOption<E>;
  assigned: AssignedOptions<T> & ExactOption<E> & NullableOption<Z>;
  computed: ComputedOptions & ExactOption<E> & NullableOption<Z>;
}

type Arguments<
  P extends Presence,
  T extends Type,
  W extends boolean,
  E extends boolean,
  Z extends boolean,
> = P extends "defaulted"
  ? [description: string, options: OptionsOf<T, W, E, Z>[P]]
  : [description: string, options?: OptionsOf<T, W, E, Z>[P]];

const PLAIN = {
  replace: false,
  stable: false,
  same: undefined,
  sensitive: false,
  writeOnly: false,
  exact: false,
  nullable: false,
  deprecated: undefined,
  default: undefined,
  check: [],
  nested: undefined,
} as const;

function builder<P extends Presence>(presence: P) {
  const of = <
    const T extends Type,
    const W extends boolean = false,
    const E extends boolean = false,
    const Z extends boolean = false,
  >(
    type: T,
    ...[description, options = {}]: Arguments<P, T, W, E, Z>
  ): Attribute<P, T, undefined, NoInfer<W>, NoInfer<E>, NoInfer<Z>> => ({
    ...PLAIN,
    presence,
    type,
    description,
    // What the options do not say is as the type parameters' defaults have it.
    writeOnly: false as W,
    exact: false as E,
    nullable: false as Z,
    ...options,
  });
  const nested =
    <M extends Exclude<NestingMode, "group">>(mode: M) =>
    <const A extends Attributes, const W extends boolean = false, const Z extends boolean = false>(
      attributes: A,
      ...rest: Arguments<P, Type, W, false, Z>
    ): Attribute<P, Type, Nested<M, A>, NoInfer<W>, false, NoInfer<Z>> => ({
      ...of<Type, W, false, Z>(nestedType(mode, attributes), ...rest),
      nested: { mode, attributes, minItems: 0, maxItems: 0 },
    });
  return {
    string: <const W extends boolean = false, const Z extends boolean = false>(
      ...rest: Arguments<P, "string", W, false, Z>
    ) => of<"string", W, false, Z>("string", ...rest),
    bool: <const W extends boolean = false, const Z extends boolean = false>(
      ...rest: Arguments<P, "bool", W, false, Z>
    ) => of<"bool", W, false, Z>("bool", ...rest),
    number: <const W extends boolean = false, const E extends boolean = false, const Z extends boolean = false>(
      ...rest: Arguments<P, "number", W, E, Z>
    ) => of<"number", W, E, Z>("number", ...rest),
    /** Any other type: `of(list("string"), "...")`. */
    of,
    /** An object with attributes of their own: `object({ name: required.string("...") }, "...")`. */
    object: nested("single"),
    objectList: nested("list"),
    objectSet: nested("set"),
    objectMap: nested("map"),
  };
}

function nestedType(mode: NestingMode, attributes: Attributes): Type {
  const members = Object.entries(attributes).map(([name, { type }]) => [name, type] as const);
  const object = ["object", Object.fromEntries(members)] as const;
  return mode === "single" || mode === "group" ? object : [mode, object];
}

export const required = builder("required");
export const optional = builder("optional");
export const defaulted = builder("defaulted");
export const assigned = builder("assigned");
export const computed = builder("computed");

function blockBuilder<M extends NestingMode>(mode: M) {
  return <const A extends Attributes>(attributes: A, description: string, options: BlockOptions = {}): Block<M, A> => {
    const { replace = false, deprecated, min: minItems = 0, max: maxItems = 0 } = options;
    const type = nestedType(mode, attributes);
    const nested = { mode, attributes, minItems, maxItems };
    return { ...PLAIN, presence: "block", type, description, replace, deprecated, nested };
  };
}

/** Blocks by how often they may be written: `block.list({ port: required.number("...") }, "...")`. */
export const block = {
  single: blockBuilder("single"),
  group: blockBuilder("group"),
  list: blockBuilder("list"),
  set: blockBuilder("set"),
  map: blockBuilder("map"),
};

/** What the configuration says, as far as it is known. */
export type Config<A extends Attributes> = Flat<{
  readonly [K in keyof A as A[K]["presence"] extends "computed" ? never : K]:
    | ValueIn<A[K], "config">
    | NullUnless<A[K], "required">;
}>;

/**
 * What a create or update is asked to bring about. Computed attributes do not exist in it; an assigned one that is
 * left to the service is null.
 */
export type Plan<A extends Attributes> = Flat<{
  readonly [K in keyof A as A[K]["presence"] extends "computed" ? never : Stored<A, K>]:
    | ValueIn<A[K], "plan">
    | NullUnless<A[K], "required" | "defaulted">;
}>;

/** What the state holds. */
export type State<A extends Attributes> = Flat<{
  readonly [K in keyof A as Stored<A, K>]:
    | ValueIn<A[K], "state">
    | NullUnless<A[K], "required" | "defaulted" | "assigned" | "computed">
    | (A[K]["nullable"] extends true ? null : never);
}>;

/** The name, unless nothing stores the attribute. */
type Stored<A extends Attributes, K extends keyof A> = A[K]["writeOnly"] extends true ? never : K;

/** Null is among the values of an attribute with another presence. Of the blocks, only a single one may be missing. */
type NullUnless<X extends Attribute, P extends Presence> = X["presence"] extends P
  ? never
  : X["presence"] extends "block"
    ? X["nested"] extends Nested<"single">
      ? null
      : never
    : null;

type View = "config" | "plan" | "state";

/** The value of one attribute as a configuration, a plan or a state holds it. */
type ValueIn<X extends Attribute, V extends View> =
  X["nested"] extends Nested<infer M, infer A>
    ? Wrapped<M, ObjectIn<A, V>>
    : ValueOf<X["type"], X["exact"] extends true ? number | Decimal : number>;

type ObjectIn<A extends Attributes, V extends View> = { config: Config<A>; plan: Plan<A>; state: State<A> }[V];

type Wrapped<M extends NestingMode, T> = M extends "single" | "group"
  ? T
  : M extends "map"
    ? Readonly<Record<string, T>>
    : readonly T[];

/** What a create or update reports: all that the service decided, and nothing that the plan already says. */
export type Outcome<A extends Attributes> = Pick<State<A>, KeysOf<A, "computed" | "assigned">> & Partial<State<A>>;

/** What a read reports: all that the service knows; what only the configuration knows stays as it was. */
export type Observation<A extends Attributes> = Pick<State<A>, KeysOf<A, "computed" | "assigned" | "required">> &
  Partial<State<A>>;

/** The names of the attributes with one of the presences. */
export type KeysOf<A extends Attributes, P extends Presence> = Extract<
  { [K in keyof A]: A[K]["presence"] extends P ? K : never }[keyof A],
  keyof State<A>
>;

type Flat<T> = { [K in keyof T]: T[K] };
