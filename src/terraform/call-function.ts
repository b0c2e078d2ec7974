/** Calling functions: checks the arguments, runs the function, judges what it returned. */
import { optional } from "./attributes";
import { findMisfit } from "./conform";
import { DiagnosticError, PROVIDER_BUG } from "./diagnostics";
import { ArgumentError, type Parameter, type ProviderFunction } from "./function";
import type { Log } from "./log";
import { formatPath } from "./path";
import type { Type } from "./type";
import { validateConfig } from "./validate";
import { Decimal, isList, isRecord, isUnknown, isWhollyKnown, partType, record, UNKNOWN, type Value } from "./value";

/** Why a call has no result, and the argument that is to blame, from 0. */
export interface FunctionFault {
  readonly text: string;
  readonly argument?: number | undefined;
}

export interface FunctionAnswer {
  readonly result?: Value;
  readonly fault?: FunctionFault;
}

/** The functions of a provider, by name. A name that it does not have throws `DiagnosticError`. */
export interface FunctionServer {
  readonly all: ReadonlyMap<string, ProviderFunction>;
  /** @throws {DiagnosticError} if the provider has no such function */
  get(name: string): ProviderFunction;
  call(name: string, given: readonly Value[]): Promise<FunctionAnswer>;
}

export function serveFunctions(functions: readonly ProviderFunction[], address: string, log: Log): FunctionServer {
  const all = new Map(functions.map((each) => [each.name, each]));
  const get = (name: string) => {
    const found = all.get(name);
    if (found !== undefined) return found;
    const detail = `The provider ${address} has no function "${name}". Correct the name, or use the provider version that has it.`;
    throw new DiagnosticError("Unknown function", detail);
  };
  return { all, get, call: async (name, given) => callFunction(get(name), given, log) };
}

/** The parameter that an argument is for; undefined if there is one too many. */
export function parameterAt({ parameters, variadic }: ProviderFunction, index: number): Parameter | undefined {
  return parameters[index] ?? variadic;
}

export async function callFunction(
  target: ProviderFunction,
  given: readonly Value[],
  log: Log,
): Promise<FunctionAnswer> {
  const fault = findCountFault(target, given.length) ?? findArgumentFault(target, given);
  if (fault !== undefined) return { fault };
  const isOpen = given.some((value) => !isWhollyKnown(value));
  const isAwaited = given.some((value, index) => !isWhollyKnown(value) && !parameterAt(target, index)?.allowUnknown);
  if (isAwaited) return { result: UNKNOWN };
  try {
    const result = await target.call(
      ...given.map((value, index) => toNumbers(parameterAt(target, index), value, index)),
    );
    return judge(target, result, isOpen);
  } catch (error) {
    return { fault: explain(target, error, log) };
  }
}

function findCountFault({ name, parameters, variadic }: ProviderFunction, count: number): FunctionFault | undefined {
  const isEnough = variadic === undefined ? count === parameters.length : count >= parameters.length;
  if (isEnough) return undefined;
  const wanted = `${variadic === undefined ? "" : "at least "}${parameters.length}`;
  return { text: `The function ${name} takes ${wanted} argument(s), but got ${count}.` };
}

function findArgumentFault(target: ProviderFunction, given: readonly Value[]): FunctionFault | undefined {
  for (const [index, value] of given.entries()) {
    const { name, type, description, check, allowNull } = parameterAt(target, index) as Parameter;
    if (value === null && !allowNull) return { text: `argument "${name}" cannot be null`, argument: index };
    const attributes = { [name]: optional.of(type, description, { check: check as never, exact: true }) };
    const [broken] = validateConfig({ description, attributes, blocks: {} }, record([[name, value]]));
    if (broken !== undefined) return { text: `${broken.summary}: ${broken.detail}`, argument: index };
  }
  return undefined;
}

/** @throws {Fault} for a whole number that JavaScript cannot hold */
function toNumbers(parameter: Parameter | undefined, value: Value, index: number): unknown {
  const convert = (type: Type, part: Value): unknown => {
    if (type === "dynamic") return part;
    if (part instanceof Decimal) return toNumber(part, index);
    if (isList(part)) return part.map((element, position) => convert(partType(type, position), element));
    if (!isRecord(part)) return part;
    return record(Object.entries(part).map(([name, member]) => [name, convert(partType(type, name), member) as Value]));
  };
  return convert(parameter?.type ?? "dynamic", value);
}

function toNumber({ text }: Decimal, argument: number): number {
  const number = Number(text);
  if (Math.abs(number) <= Number.MAX_SAFE_INTEGER) return number;
  throw new Fault({ text: `${text} is larger than this function can compute with`, argument });
}

class Fault extends Error {
  readonly fault: FunctionFault;

  constructor(fault: FunctionFault) {
    super(fault.text);
    this.fault = fault;
  }
}

function judge({ name, returns }: ProviderFunction, result: unknown, isOpen: boolean): FunctionAnswer {
  if (isUnknown(result) && isOpen) return { result };
  const misfit = findMisfit(returns, result);
  if (misfit === undefined) return { result: result as Value };
  const place = misfit.path.length === 0 ? "" : ` at "${formatPath(misfit.path)}"`;
  return {
    fault: { text: `The function ${name} returned an invalid result${place}: ${misfit.text}. ${PROVIDER_BUG}` },
  };
}

function explain(target: ProviderFunction, error: unknown, log: Log): FunctionFault {
  if (error instanceof Fault) return error.fault;
  if (error instanceof ArgumentError) return { text: error.message, argument: argumentOf(target, error) };
  if (error instanceof DiagnosticError) return { text: `${error.summary}: ${error.message}` };
  const text = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? (error.stack ?? text) : text;
  log.error("unexpected error in a function", { function: target.name, error: stack });
  return { text: `The function ${target.name} failed: ${text}\n\n${PROVIDER_BUG}` };
}

function argumentOf({ parameters, variadic }: ProviderFunction, { parameter, position }: ArgumentError) {
  const index = parameters.findIndex(({ name }) => name === parameter);
  if (index >= 0) return index;
  return variadic?.name === parameter ? parameters.length + position : undefined;
}
