/** The provider's RPCs: decodes each request against the schema, asks the framework, encodes the answer. */
import {
  type Diagnostic,
  DiagnosticError,
  errorDiagnostic,
  isRecord,
  type Path,
  PROVIDER_BUG,
  type ProviderServer,
  type Schema,
  schemaType,
  type Type,
  type Value,
  type ValueRecord,
} from "../terraform";
import { type Call, type Handler, unary } from "./grpc";
import { decodeMsgpack, encodeMsgpack, ValueError } from "./msgpack";
import type { Input } from "./protobuf";
import * as wire from "./protocol/messages.generated";
import { toSchema } from "./schema-messages";
import { fromStateJson, parseStateJson } from "./state-json";

/** @param serverOf the framework's server for a connection: each Terraform run configures its own */
export function providerHandlers(serverOf: (call: Call) => ProviderServer): Handler[] {
  const { ProviderService } = wire;
  return [
    unary(ProviderService.GetProviderSchema, (_request, call) => schemaResponse(serverOf(call))),

    unary(ProviderService.ValidateProviderConfig, ({ config }, call) =>
      answering(() => {
        const server = serverOf(call);
        return { diagnostics: toDiagnostics(server.validateProvider(decodeConfig(server.schema, config))) };
      }),
    ),

    unary(ProviderService.ConfigureProvider, ({ config, terraformVersion }, call) =>
      answering(async () => {
        const server = serverOf(call);
        const diagnostics = await server.configure(decodeConfig(server.schema, config), terraformVersion);
        return { diagnostics: toDiagnostics(diagnostics) };
      }),
    ),

    unary(ProviderService.ValidateResourceConfig, ({ typeName, config }, call) =>
      answering(() => {
        const server = serverOf(call);
        const values = decodeConfig(server.resourceSchema(typeName), config);
        return { diagnostics: toDiagnostics(server.validateResource(typeName, values)) };
      }),
    ),

    unary(ProviderService.UpgradeResourceState, ({ typeName, version, rawState }, call) =>
      answering(() => {
        const server = serverOf(call);
        const type = schemaType(server.resourceSchema(typeName));
        const { state, diagnostics } = server.upgrade(typeName, version, parseStoredState(rawState));
        return {
          upgradedState: encodeValue(type, fromStateJson(type, state)),
          diagnostics: toDiagnostics(diagnostics),
        };
      }),
    ),

    unary(ProviderService.ReadResource, ({ typeName, currentState, private: privateState }, call) =>
      answering(async () => {
        const server = serverOf(call);
        const type = schemaType(server.resourceSchema(typeName));
        const before = decodeValue(type, currentState);
        if (before === null) return { newState: encodeValue(type, null), private: privateState };
        const { state, diagnostics } = await server.read(typeName, before);
        return {
          newState: encodeValue(type, state),
          private: privateState,
          diagnostics: toDiagnostics(diagnostics),
        };
      }),
    ),

    unary(ProviderService.PlanResourceChange, (request, call) =>
      answering(() => {
        const server = serverOf(call);
        const type = schemaType(server.resourceSchema(request.typeName));
        const { planned, requiresReplace, diagnostics } = server.plan(request.typeName, {
          prior: decodeValue(type, request.priorState),
          proposed: decodeValue(type, request.proposedNewState),
          config: decodeValue(type, request.config),
        });
        return {
          plannedState: encodeValue(type, planned),
          requiresReplace: requiresReplace.map(toAttributePath),
          plannedPrivate: request.priorPrivate,
          diagnostics: toDiagnostics(diagnostics),
        };
      }),
    ),

    unary(ProviderService.ApplyResourceChange, (request, call) =>
      answering(async () => {
        const server = serverOf(call);
        const { typeName, plannedPrivate } = request;
        const type = schemaType(server.resourceSchema(typeName));
        const prior = decodeValue(type, request.priorState);
        const planned = decodeValue(type, request.plannedState);
        const { state, diagnostics } = await server.apply(typeName, prior, planned);
        return {
          newState: encodeValue(type, state),
          private: plannedPrivate,
          diagnostics: toDiagnostics(diagnostics),
        };
      }),
    ),

    unary(ProviderService.ImportResourceState, ({ typeName, id }, call) =>
      answering(async () => {
        const server = serverOf(call);
        const type = schemaType(server.resourceSchema(typeName));
        const { state, diagnostics } = await server.import(typeName, id);
        const importedResources = state === null ? [] : [{ typeName, state: encodeValue(type, state) }];
        return { importedResources, diagnostics: toDiagnostics(diagnostics) };
      }),
    ),

    unary(ProviderService.StopProvider, (_request, call) => {
      serverOf(call).stop();
      return {};
    }),
  ];
}

type WithDiagnostics = { readonly diagnostics?: readonly Input<wire.Diagnostic>[] | undefined };

/** Answers with a diagnostic where a request cannot be understood; only our own mistakes end the call. */
async function answering<Response extends WithDiagnostics>(
  work: () => Response | Promise<Response>,
): Promise<Response | WithDiagnostics> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DiagnosticError) {
      return { diagnostics: toDiagnostics([errorDiagnostic(error.summary, error.message, error.path)]) };
    }
    if (error instanceof ValueError) {
      const detail = `A value does not match the schema: ${error.message}. ${PROVIDER_BUG}`;
      return { diagnostics: toDiagnostics([errorDiagnostic("Unreadable value", detail, error.path)]) };
    }
    throw error;
  }
}

function decodeConfig(schema: Schema, config: wire.DynamicValue | undefined): ValueRecord {
  const value = decodeValue(schemaType(schema), config);
  if (value === null) throw new ValueError([], "the configuration is null");
  return value;
}

function decodeValue(type: Type, encoded: wire.DynamicValue | undefined): ValueRecord | null {
  const value = decodeAny(type, encoded);
  if (value === null || isRecord(value)) return value;
  throw new ValueError([], "the whole value is unknown");
}

function decodeAny(type: Type, encoded: wire.DynamicValue | undefined): Value {
  if (encoded === undefined) return null;
  if (encoded.msgpack.length > 0) return decodeMsgpack(type, encoded.msgpack);
  return encoded.json.length > 0 ? fromStateJson(type, parseJson(encoded.json)) : null;
}

function encodeValue(type: Type, value: Value): Input<wire.DynamicValue> {
  return { msgpack: encodeMsgpack(type, value) };
}

function parseStoredState(raw: wire.RawState | undefined): unknown {
  if (raw !== undefined && raw.json.length > 0) return parseJson(raw.json);
  throw new DiagnosticError(
    "State of Terraform 0.11 or older",
    "The state was last written by Terraform 0.11 or older, in a form that this provider never had. Remove the resource from the state and import it again.",
  );
}

function parseJson(bytes: Uint8Array): unknown {
  return parseStateJson(Buffer.from(bytes).toString());
}

function toDiagnostics(diagnostics: readonly Diagnostic[]): Input<wire.Diagnostic>[] {
  return diagnostics.map(({ severity, summary, detail, path }) => ({
    severity: severity === "error" ? wire.DiagnosticSeverity.ERROR : wire.DiagnosticSeverity.WARNING,
    summary,
    detail,
    attribute: path === undefined || path.length === 0 ? undefined : toAttributePath(path),
  }));
}

function toAttributePath(path: Path): Input<wire.AttributePath> {
  return {
    steps: path.map((step) => {
      if ("attribute" in step) return { attributeName: step.attribute };
      return "key" in step ? { elementKeyString: step.key } : { elementKeyInt: step.index };
    }),
  };
}

function schemaResponse(server: ProviderServer): Input<wire.GetProviderSchemaResponse> {
  return {
    provider: toSchema(server.schema),
    resourceSchemas: new Map([...server.resourceSchemas].map(([name, schema]) => [name, toSchema(schema)])),
    serverCapabilities: { planDestroy: true, getProviderSchemaOptional: true },
  };
}
