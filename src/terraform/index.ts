/** The framework: types and values, schema builders, resource lifecycle, diagnostics. No I/O, no cloud. */

export { type Action, actionsOf } from "./action";
export type { Applied } from "./apply";
export type { Attribute, Attributes, Block, Blocks, Nested, NestingMode, Schema } from "./attributes";
export { assigned, block, computed, defaulted, optional, required } from "./attributes";
export { type FunctionFault, type FunctionServer, parameterAt } from "./call-function";
export { checkSchema } from "./check-schema";
export { atLeast, type Check, duration, milliseconds, notEmpty, oneOf, uuid } from "./checks";
export { type DataSource, dataSourcesOf } from "./data-source";
export { type Diagnostic, DiagnosticError, type Explanation, errorDiagnostic, PROVIDER_BUG } from "./diagnostics";
export { type Ephemeral, ephemeralsOf } from "./ephemeral";
export { ArgumentError, defineFunction, type Parameter, type ProviderFunction, param } from "./function";
export type { ActionEvent } from "./invoke-action";
export { type Kind, type Registry, schemasOf } from "./kind";
export { type Log, type LogFields, type LogLevel, SILENT } from "./log";
export { attributePath, formatPath, type Path } from "./path";
export { openPrivateState, type PrivateState } from "./private-state";
export { type ConfigureContext, defineProvider, type Provider } from "./provider";
export { type Context, type Resource, resourcesOf } from "./resource";
export { allOrNoneOf, atLeastOneOf, atMostOneOf, exactlyOneOf, type Rule } from "./rules";
export { isFilledByProvider, schemaType, splitBlocks } from "./schema";
export { createServer, type PlanAnswer, type ProviderServer } from "./server";
export { isStopped } from "./timeouts";
export { list, map, object, set, type Type, type ValueOf } from "./type";
export { type Upgrade, upgradeFrom } from "./upgrade";
export {
  Decimal,
  isList,
  isRecord,
  isUnknown,
  isWhollyKnown,
  partType,
  record,
  UNKNOWN,
  Unknown,
  type Value,
  type ValueRecord,
} from "./value";
