/** Data sources. */
import { type ProviderServer, schemaType } from "../../terraform";
import { answering, toDiagnostics } from "../diagnostic-messages";
import { decodeConfig, encodeValue } from "../dynamic-value";
import { type Call, type Handler, unary } from "../grpc";
import { decodeMeta, mayDefer, toDeferred } from "../message-parts";
import { ProviderService } from "../protocol/messages.generated";

export function dataSourceHandlers(serverOf: (call: Call) => ProviderServer): Handler[] {
  return [
    unary(ProviderService.ValidateDataResourceConfig, ({ typeName, config }, call) =>
      answering(() => {
        const { dataSources } = serverOf(call);
        const values = decodeConfig(dataSources.get(typeName).schema, config);
        return { diagnostics: toDiagnostics(dataSources.validate(typeName, values)) };
      }),
    ),

    unary(ProviderService.ReadDataSource, (request, call) =>
      answering(async () => {
        const server = serverOf(call);
        const { typeName, config, providerMeta } = request;
        const { schema } = server.dataSources.get(typeName);
        const { result, deferred, diagnostics } = await server.dataSources.read(
          typeName,
          decodeConfig(schema, config),
          { meta: decodeMeta(server, providerMeta), mayDefer: mayDefer(request) },
        );
        return {
          state: encodeValue(schemaType(schema), result),
          deferred: toDeferred(deferred),
          diagnostics: toDiagnostics(diagnostics),
        };
      }),
    ),
  ];
}
