/**
 * Attributes and blocks as a resource declares them. The presence comes first, because it is what a reader
 * asks first: who gives this value?
 */
import type { Check } from "./checks";
import type { Rule } from "./rules";
import type { Type, ValueOf } from "./type";

/**
 * Who gives an attribute its value:
 * - `required`: the configuration, always
 * - `optional`: the configuration, or nobody
 * - `defaulted`: the configuration, else the schema's default
 * - `assigned`: the configuration, else the service
 * - `computed`: the service, always
 */
export type Presence = "required" | "optional" | "defaulted" | "assigned" | "computed";

/** How often a nested object occurs: once, or as the elements of a list, a set or a map. */
export type NestingMode = "single" | "list" | "set" | "map";

/** The attributes of a nested object. */
export interface Nested<M extends NestingMode = NestingMode, A extends Attributes = Attributes> {
  readonly mode: M;
  readonly attributes: A;
}

export interface Attribute<
  P extends Presence = Presence,
  T extends Type = Type,
  N extends Nested | undefined = Nested | undefined,
> {
  readonly presence: P;
  readonly type: T;
  /** Markdown; shown in the docs, in editors and in the generated constructs. */
  readonly description: string;
  /** A change replaces the resource. */
  readonly replace: boolean;
  /** Once known it stays: an update plans the value found in the state instead of "known after apply". */
  readonly stable: boolean;
  readonly sensitive: boolean;
  /** The value of a `defaulted` attribute that is not configured. */
  readonly default: unknown;
  /** Rules for known, non-null values, tested in order. */
  readonly check: readonly Check<never>[];
  /** The attributes inside, which have presences of their own. */
  readonly nested: N;
}

/** A nested block that may be written once, such as `timeouts`. */
export interface Block<A extends Attributes = Attributes> {
  readonly nesting: "single";
  readonly description: string;
  readonly attributes: A;
}

export type Attributes = Readonly<Record<string, Attribute>>;
export type Blocks = Readonly<Record<string, Block>>;

/** What a resource or the provider consists of, at one level. */
export interface Schema {
  readonly description: string;
  readonly attributes: Attributes;
  readonly blocks: Blocks;
  /** Rules between the arguments, tested after each argument's own checks. */
  readonly rules?: readonly Rule[];
}

interface Options<T extends Type> {
  readonly sensitive?: boolean;
  readonly check?: readonly Check<ValueOf<T>>[];
}

interface ConfiguredOptions<T extends Type> extends Options<T> {
  readonly replace?: boolean;
}

interface DefaultedOptions<T extends Type> extends ConfiguredOptions<T> {
  readonly default: ValueOf<T>;
}

interface AssignedOptions<T extends Type> extends ConfiguredOptions<T> {
  readonly stable?: boolean;
}

interface ComputedOptions {
  readonly sensitive?: boolean;
  readonly stable?: boolean;
}

interface OptionsOf<T extends Type> {
  required: ConfiguredOptions<T>;
  optional: ConfiguredOptions<T>;
  defaulted: DefaultedOptions<T>;
  assigned: AssignedOptions<T>;
  computed: ComputedOptions;
}

type Arguments<P extends Presence, T extends Type> = P extends "defaulted"
  ? [description: string, options: OptionsOf<T>[P]]
  : [description: string, options?: OptionsOf<T>[P]];

function builder<P extends Presence>(presence: P) {
  const of = <const T extends Type>(
    type: T,
    ...[description, options = {}]: Arguments<P, T>
  ): Attribute<P, T, undefined> => ({
    presence,
    type,
    description,
    replace: false,
    stable: false,
    sensitive: false,
    default: undefined,
    check: [],
    nested: undefined,
    ...options,
  });
  const nested =
    <M extends NestingMode>(mode: M) =>
    <const A extends Attributes>(attributes: A, ...rest: Arguments<P, Type>): Attribute<P, Type, Nested<M, A>> => ({
      ...of(nestedType(mode, attributes), ...rest),
      nested: { mode, attributes },
    });
  return {
    string: (...rest: Arguments<P, "string">) => of("string", ...rest),
    bool: (...rest: Arguments<P, "bool">) => of("bool", ...rest),
    number: (...rest: Arguments<P, "number">) => of("number", ...rest),
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
  return mode === "single" ? object : [mode, object];
}

export const required = builder("required");
export const optional = builder("optional");
export const defaulted = builder("defaulted");
export const assigned = builder("assigned");
export const computed = builder("computed");

/** A block that may be written once. */
export function block<const A extends Attributes>(description: string, attributes: A): Block<A> {
  return { nesting: "single", description, attributes };
}

/** What the configuration says, as far as it is known. */
export type Config<A extends Attributes> = Flat<{
  readonly [K in keyof A as A[K]["presence"] extends "computed" ? never : K]: A[K]["presence"] extends "required"
    ? ValueIn<A[K], "config">
    : ValueIn<A[K], "config"> | null;
}>;

/**
 * What a create or update is asked to bring about. Computed attributes do not exist in it; an assigned one that is
 * left to the service is null.
 */
export type Plan<A extends Attributes> = Flat<{
  readonly [K in keyof A as A[K]["presence"] extends "computed" ? never : K]: A[K]["presence"] extends
    | "required"
    | "defaulted"
    ? ValueIn<A[K], "plan">
    : ValueIn<A[K], "plan"> | null;
}>;

/** What the state holds. */
export type State<A extends Attributes> = Flat<{
  readonly [K in keyof A]: A[K]["presence"] extends "optional" ? ValueIn<A[K], "state"> | null : ValueIn<A[K], "state">;
}>;

type View = "config" | "plan" | "state";

/** The value of one attribute as a configuration, a plan or a state holds it. */
type ValueIn<X extends Attribute, V extends View> =
  X["nested"] extends Nested<infer M, infer A> ? Wrapped<M, ObjectIn<A, V>> : ValueOf<X["type"]>;

type ObjectIn<A extends Attributes, V extends View> = { config: Config<A>; plan: Plan<A>; state: State<A> }[V];

type Wrapped<M extends NestingMode, T> = M extends "single"
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
