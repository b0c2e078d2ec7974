/** Data sources. */
import { type ProviderServer, schemaType } from "../../terraform";
import { answering, toDiagnostics } from "../diagnostic-messages";
import { decodeConfig, encodeValue } from "../dynamic-value";
import { type Call, type Handler, unary } from "../grpc";
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

    unary(ProviderService.ReadDataSource, ({ typeName, config }, call) =>
      answering(async () => {
        const { dataSources } = serverOf(call);
        const { schema } = dataSources.get(typeName);
        const { result, diagnostics } = await dataSources.read(typeName, decodeConfig(schema, config));
        return { state: encodeValue(schemaType(schema), result), diagnostics: toDiagnostics(diagnostics) };
      }),
    ),
  ];
}
