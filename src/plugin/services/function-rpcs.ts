/** Functions. */
import {
  DiagnosticError,
  type FunctionFault,
  type FunctionServer,
  type Parameter,
  type ProviderFunction,
  type ProviderServer,
  parameterAt,
  type Type,
  type Value,
} from "../../terraform";
import { decodeAny, encodeValue } from "../dynamic-value";
import { type Call, constant, type Handler, unary } from "../grpc";
import { ValueError } from "../msgpack";
import type { Input } from "../protobuf";
import * as wire from "../protocol/messages.generated";

export function functionHandlers(serverOf: (call: Call) => ProviderServer): Handler[] {
  return [
    constant(wire.ProviderService.GetFunctions, (call) => ({ functions: toFunctions(serverOf(call).functions) })),

    unary(wire.ProviderService.CallFunction, (request, call) => callFunction(serverOf(call).functions, request)),
  ];
}

async function callFunction(
  functions: FunctionServer,
  { name, arguments: given }: wire.CallFunctionRequest,
): Promise<Input<wire.CallFunctionResponse>> {
  try {
    const target = functions.get(name);
    const { fault, result = null } = await functions.call(name, decodeArguments(target, given));
    return fault === undefined ? { result: encodeValue(target.returns, result) } : { error: toError(fault) };
  } catch (error) {
    if (error instanceof UnreadableArgument) return { error: toError(error.fault) };
    if (error instanceof DiagnosticError) return { error: { text: error.message } };
    throw error;
  }
}

/** @throws {UnreadableArgument} for the first that does not fit its parameter */
function decodeArguments(target: ProviderFunction, given: readonly wire.DynamicValue[]): Value[] {
  return given.map((encoded, argument) => {
    const parameter = parameterAt(target, argument);
    // There is no type for one too many; the call refuses it.
    if (parameter === undefined) return null;
    try {
      return decodeAny(parameter.type, encoded);
    } catch (error) {
      if (error instanceof ValueError) throw new UnreadableArgument({ text: error.message, argument });
      throw error;
    }
  });
}

class UnreadableArgument extends Error {
  readonly fault: FunctionFault;

  constructor(fault: FunctionFault) {
    super(fault.text);
    this.fault = fault;
  }
}

function toError({ text, argument }: FunctionFault): Input<wire.FunctionError> {
  return { text, functionArgument: argument };
}

export function toFunctions({ all }: FunctionServer): Map<string, Input<wire.Function>> {
  return new Map([...all].map(([name, each]) => [name, toFunction(each)]));
}

function toFunction(target: ProviderFunction): Input<wire.Function> {
  const { summary, description, parameters, variadic, returns } = target;
  return {
    parameters: parameters.map(toParameter),
    variadicParameter: variadic && toParameter(variadic),
    return: { type: toTypeJson(returns) },
    summary,
    description,
    descriptionKind: wire.StringKind.MARKDOWN,
  };
}

function toParameter({ name, type, description, allowNull, allowUnknown }: Parameter): Input<wire.FunctionParameter> {
  return {
    name,
    type: toTypeJson(type),
    allowNullValue: allowNull,
    allowUnknownValues: allowUnknown,
    description,
    descriptionKind: wire.StringKind.MARKDOWN,
  };
}

function toTypeJson(type: Type): Buffer {
  return Buffer.from(JSON.stringify(type));
}
