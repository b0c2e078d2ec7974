/** The provider itself: what it has, its configuration, its end. */
import { checkSchema, type Kind, type ProviderServer, type Registry, schemasOf } from "../../terraform";
import { answering, toDiagnostics } from "../diagnostic-messages";
import { decodeConfig } from "../dynamic-value";
import { type Call, constant, type Handler, unary } from "../grpc";
import type { Input } from "../protobuf";
import {
  type GetMetadataResponse,
  type GetProviderSchemaResponse,
  ProviderService,
} from "../protocol/messages.generated";
import { toSchema } from "../schema-messages";
import { toFunctions } from "./function-rpcs";

export function ownHandlers(serverOf: (call: Call) => ProviderServer): Handler[] {
  return [
    constant(ProviderService.GetProviderSchema, (call) => schemaResponse(serverOf(call))),
    constant(ProviderService.GetMetadata, (call) => metadataResponse(serverOf(call))),

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

    unary(ProviderService.StopProvider, (_request, call) => {
      serverOf(call).stop();
      return {};
    }),
  ];
}

const serverCapabilities = { planDestroy: true, getProviderSchemaOptional: true };

function schemaResponse(server: ProviderServer): Input<GetProviderSchemaResponse> {
  const { schema, resourceSchemas, dataSources, ephemerals, actions, functions } = server;
  const kinds = [resourceSchemas, schemasOf(dataSources), schemasOf(ephemerals), schemasOf(actions)];
  const faults = [
    ...checkSchema("provider", schema, "provider"),
    ...kinds.flatMap((kind) => [...kind].flatMap(([typeName, each]) => checkSchema(typeName, each, "resource"))),
  ];
  // Terraform crashes on some of these, so none of them is sent.
  if (faults.length > 0) return { provider: { block: {} }, diagnostics: toDiagnostics(faults) };
  return {
    provider: toSchema(schema),
    resourceSchemas: mapValues(resourceSchemas, toSchema),
    dataSourceSchemas: mapValues(schemasOf(dataSources), toSchema),
    ephemeralResourceSchemas: mapValues(schemasOf(ephemerals), toSchema),
    actionSchemas: mapValues(schemasOf(actions), (action) => ({ schema: toSchema(action) })),
    functions: toFunctions(functions),
    serverCapabilities,
  };
}

function metadataResponse(server: ProviderServer): Input<GetMetadataResponse> {
  const typeNames = ({ all }: Registry<Kind>) => [...all.keys()].map((typeName) => ({ typeName }));
  return {
    resources: [...server.resourceSchemas.keys()].map((typeName) => ({ typeName })),
    dataSources: typeNames(server.dataSources),
    ephemeralResources: typeNames(server.ephemerals),
    actions: typeNames(server.actions),
    functions: [...server.functions.all.keys()].map((name) => ({ name })),
    serverCapabilities,
  };
}

function mapValues<From, To>(map: ReadonlyMap<string, From>, change: (value: From) => To): Map<string, To> {
  return new Map([...map].map(([name, value]) => [name, change(value)]));
}
