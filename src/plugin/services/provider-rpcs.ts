/** The provider itself: what it has, its configuration, its end. */
import {
  checkIdentity,
  checkListed,
  checkSchema,
  type Kind,
  type ProviderServer,
  type Registry,
  schemasOf,
} from "../../terraform";
import { answering, toDiagnostics } from "../diagnostic-messages";
import { decodeConfig } from "../dynamic-value";
import { type Call, constant, type Handler, unary } from "../grpc";
import { mayDefer } from "../message-parts";
import type { Input } from "../protobuf";
import {
  type GetMetadataResponse,
  type GetProviderSchemaResponse,
  type GetResourceIdentitySchemasResponse,
  ProviderService,
} from "../protocol/messages.generated";
import { toIdentitySchema, toSchema } from "../schema-messages";
import { toFunctions } from "./function-rpcs";

export function ownHandlers(serverOf: (call: Call) => ProviderServer): Handler[] {
  return [
    constant(ProviderService.GetProviderSchema, (call) => schemaResponse(serverOf(call))),
    constant(ProviderService.GetMetadata, (call) => metadataResponse(serverOf(call))),
    constant(ProviderService.GetResourceIdentitySchemas, (call) => identityResponse(serverOf(call))),

    unary(ProviderService.ValidateProviderConfig, ({ config }, call) =>
      answering(() => {
        const server = serverOf(call);
        return { diagnostics: toDiagnostics(server.validateProvider(decodeConfig(server.schema, config))) };
      }),
    ),

    unary(ProviderService.ConfigureProvider, (request, call) =>
      answering(async () => {
        const server = serverOf(call);
        const run = { terraformVersion: request.terraformVersion, mayDefer: mayDefer(request) };
        const diagnostics = await server.configure(decodeConfig(server.schema, request.config), run);
        return { diagnostics: toDiagnostics(diagnostics) };
      }),
    ),

    unary(ProviderService.StopProvider, (_request, call) => {
      serverOf(call).stop();
      return {};
    }),
  ];
}

const serverCapabilities = {
  planDestroy: true,
  getProviderSchemaOptional: true,
  moveResourceState: true,
  generateResourceConfig: true,
};

function schemaResponse(server: ProviderServer): Input<GetProviderSchemaResponse> {
  const { schema, metaSchema, resources, dataSources, ephemerals, actions, lists, functions } = server;
  const others = [dataSources, ephemerals, actions, lists].map(schemasOf);
  const faults = [
    ...checkSchema("provider", schema, "provider"),
    ...(metaSchema === undefined ? [] : checkSchema("provider_meta", metaSchema, "other")),
    ...[...schemasOf(resources)].flatMap(([typeName, each]) => checkSchema(typeName, each, "resource")),
    ...[...resources.all].flatMap(([typeName, { identity }]) => checkIdentity(typeName, identity)),
    ...[...lists.all].flatMap(([typeName, { resource }]) => checkListed(typeName, resource.identity)),
    ...others.flatMap((kind) => [...kind].flatMap(([typeName, each]) => checkSchema(typeName, each, "other"))),
  ];
  // Terraform crashes on some of these, so none of them is sent.
  if (faults.length > 0) return { provider: { block: {} }, diagnostics: toDiagnostics(faults) };
  return {
    provider: toSchema(schema),
    providerMeta: metaSchema && toSchema(metaSchema),
    resourceSchemas: mapValues(schemasOf(resources), toSchema),
    dataSourceSchemas: mapValues(schemasOf(dataSources), toSchema),
    ephemeralResourceSchemas: mapValues(schemasOf(ephemerals), toSchema),
    actionSchemas: mapValues(schemasOf(actions), (action) => ({ schema: toSchema(action) })),
    listResourceSchemas: mapValues(schemasOf(lists), toSchema),
    functions: toFunctions(functions),
    serverCapabilities,
  };
}

function identityResponse({ resources }: ProviderServer): Input<GetResourceIdentitySchemasResponse> {
  const identities = [...resources.all].flatMap(([typeName, { identity }]) =>
    identity === undefined ? [] : ([[typeName, toIdentitySchema(identity)]] as const),
  );
  return { identitySchemas: new Map(identities) };
}

function metadataResponse(server: ProviderServer): Input<GetMetadataResponse> {
  const typeNames = ({ all }: Registry<Kind>) => [...all.keys()].map((typeName) => ({ typeName }));
  return {
    resources: typeNames(server.resources),
    dataSources: typeNames(server.dataSources),
    ephemeralResources: typeNames(server.ephemerals),
    actions: typeNames(server.actions),
    listResources: typeNames(server.lists),
    functions: [...server.functions.all.keys()].map((name) => ({ name })),
    serverCapabilities,
  };
}

function mapValues<From, To>(map: ReadonlyMap<string, From>, change: (value: From) => To): Map<string, To> {
  return new Map([...map].map(([name, value]) => [name, change(value)]));
}
