/**
 * How a function is declared. Functions are pure: they run without a configured provider, and Terraform checks that
 * the same arguments give the same result in plan and apply.
 */
import type { Check } from "./checks";
import type { Type, ValueOf } from "./type";
import type { Unknown, Value } from "./value";

export interface Parameter<T extends Type = Type, Null extends boolean = boolean, Open extends boolean = boolean> {
  readonly name: string;
  readonly type: T;
  /** Markdown; shown in the docs and in editors. */
  readonly description: string;
  /** Whether the argument may be null. If not, Terraform refuses such a call by itself. */
  readonly allowNull: Null;
  /** Whether the function is called while the argument is unknown. If not, its result is unknown then. */
  readonly allowUnknown: Open;
  /** Rules for known, non-null arguments, tested in order. */
  readonly check: readonly Check<never>[];
}

interface ParameterOptions<T extends Type> {
  readonly check?: readonly Check<ValueOf<T>>[];
  readonly allowNull?: boolean;
  readonly allowUnknown?: boolean;
}

type Arguments<T extends Type, O extends ParameterOptions<T>> = [name: string, description: string, options?: O];

/** A parameter as its options make it. */
type Declared<T extends Type, O> = Parameter<
  T,
  O extends { readonly allowNull: true } ? true : false,
  O extends { readonly allowUnknown: true } ? true : false
>;

function of<const T extends Type, const O extends ParameterOptions<T> = object>(
  type: T,
  ...[name, description, options]: Arguments<T, O>
): Declared<T, O> {
  const { check = [], allowNull = false, allowUnknown = false }: ParameterOptions<T> = options ?? {};
  return { name, type, description, check, allowNull, allowUnknown } as Parameter as Declared<T, O>;
}

/** Parameters as a function declares them. */
export const param = {
  string: <const O extends ParameterOptions<"string"> = object>(...rest: Arguments<"string", O>) =>
    of("string", ...rest),
  bool: <const O extends ParameterOptions<"bool"> = object>(...rest: Arguments<"bool", O>) => of("bool", ...rest),
  /** A JavaScript number: fractions are rounded to its precision, whole numbers that it cannot hold are refused. */
  number: <const O extends ParameterOptions<"number"> = object>(...rest: Arguments<"number", O>) =>
    of("number", ...rest),
  /** Any other type: `of(list("string"), "names", "...")`. */
  of,
};

/** What a function is given for a parameter. Lists and objects may be unknown in part, where unknown is allowed. */
export type Argument<P> =
  P extends Parameter<infer T, infer Null, infer Open>
    ? (Open extends true ? OpenValue<T> : ValueOf<T>) | (Null extends true ? null : never)
    : never;

type OpenValue<T extends Type> = T extends "string" | "number" | "bool" ? ValueOf<T> | Unknown : Value;

type ArgumentList<P extends readonly Parameter[], V extends Parameter | undefined> = [
  ...{ readonly [K in keyof P]: Argument<P[K]> },
  ...(V extends Parameter ? Argument<V>[] : []),
];

/** Null is a result like any other; unknown is one where an argument may be unknown. */
type Result<R extends Type, P> = ValueOf<R> | null | (true extends AllowUnknown<P> ? Unknown : never);

type AllowUnknown<P> = P extends Parameter ? P["allowUnknown"] : never;

export interface FunctionDefinition<P extends readonly Parameter[], V extends Parameter | undefined, R extends Type> {
  /** `nic_id` of `provider::huaweiecs::nic_id(…)`. */
  readonly name: string;
  /** One sentence: what it computes. */
  readonly summary: string;
  /** More for the docs page, in Markdown. */
  readonly description?: string;
  readonly parameters: P;
  /** What any number of further arguments are. */
  readonly variadic?: V;
  readonly returns: R;
  /** Computes the result. Throws `ArgumentError` where an argument is at fault. */
  call(...given: ArgumentList<P, V>): NoInfer<Result<R, P[number] | V>> | Promise<NoInfer<Result<R, P[number] | V>>>;
}

/** A function with its parameter types erased. */
export interface ProviderFunction {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly Parameter[];
  readonly variadic: Parameter | undefined;
  readonly returns: Type;
  call(...given: readonly unknown[]): unknown;
}

/**
 * An argument that a function cannot work with.
 * @param parameter its name in the declaration
 * @param position which of a variadic parameter's arguments, from 0
 */
export class ArgumentError extends Error {
  override readonly name = "ArgumentError";
  readonly parameter: string;
  readonly position: number;

  constructor(parameter: string, message: string, position = 0) {
    super(message);
    this.parameter = parameter;
    this.position = position;
  }
}

/** @throws {RangeError} if a name is none that Terraform accepts, or is used twice */
export function defineFunction<
  const P extends readonly Parameter[],
  const R extends Type,
  const V extends Parameter | undefined = undefined,
>(definition: FunctionDefinition<P, V, R>): ProviderFunction {
  const { name, summary, description = "", parameters, variadic, returns } = definition;
  const names = [...parameters, ...(variadic === undefined ? [] : [variadic])].map((parameter) => parameter.name);
  for (const each of [name, ...names]) {
    if (!IDENTIFIER.test(each)) throw new RangeError(`The function ${name} uses "${each}", which is no identifier.`);
  }
  const twice = names.find((each, index) => names.indexOf(each) !== index);
  if (twice !== undefined) throw new RangeError(`The function ${name} has two parameters "${twice}".`);
  // The types of the parameters end here; what calls the function checks its arguments against them.
  const { call } = definition as unknown as Pick<ProviderFunction, "call">;
  return { name, summary, description, parameters, variadic, returns, call };
}

// What HCL accepts, without its letters beyond ASCII.
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_-]*$/;
