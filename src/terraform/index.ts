/** The framework: types and values, schema builders, resource lifecycle, diagnostics. No I/O, no cloud. */

export { type Action, actionsOf } from "./action";
export type { Attribute, Attributes, Block, Blocks, Nested, NestingMode, Schema } from "./attributes";
export { assigned, block, computed, defaulted, optional, required } from "./attributes";
export { type FunctionFault, type FunctionServer, parameterAt } from "./call-function";
export { checkIdentity, checkListed, checkSchema } from "./check-schema";
export { atLeast, type Check, duration, milliseconds, notEmpty, oneOf, uuid } from "./checks";
export { type DataSource, dataSourcesOf } from "./data-source";
export { Deferral, type DeferralReason } from "./deferral";
export { type Diagnostic, DiagnosticError, type Explanation, errorDiagnostic, PROVIDER_BUG } from "./diagnostics";
export { type Ephemeral, ephemeralsOf } from "./ephemeral";
export { ArgumentError, defineFunction, type Parameter, type ProviderFunction, param } from "./function";
export { type Identity, identityIn, identityType, isRequiredForImport } from "./identity";
export type { ActionEvent } from "./invoke-action";
export { type Kind, type Registry, schemasOf } from "./kind";
export { type List, listsOf } from "./list";
export type { ListEvent, Search } from "./list-resources";
export { type Log, type LogFields, type LogLevel, SILENT } from "./log";
export { type Move, moveFrom } from "./move";
export { attributePath, formatPath, type Path } from "./path";
export { openPrivateState, type PrivateState } from "./private-state";
export { type ConfigureContext, defineProvider, metaOf, type Provider } from "./provider";
export { type Refinement, refined } from "./refinement";
export { type Context, type Resource, type ResourceKind, resourcesOf } from "./resource";
export { allOrNoneOf, atLeastOneOf, atMostOneOf, exactlyOneOf, type Rule } from "./rules";
export { isFilledByProvider, schemaType, splitBlocks } from "./schema";
export type { Answer, PlanAnswer, ResourceServer } from "./serve-resources";
export { createServer, type ProviderServer } from "./server";
export { isStopped } from "./timeouts";
export { list, map, object, set, type Type, type ValueOf } from "./type";
export { type Upgrade, upgradeFrom } from "./upgrade";
export {
  Decimal,
  givenType,
  isList,
  isRecord,
  isUnknown,
  isWhollyKnown,
  partType,
  record,
  typed,
  typeOf,
  UNKNOWN,
  Unknown,
  type Value,
  type ValueRecord,
  withNullTypes,
} from "./value";
