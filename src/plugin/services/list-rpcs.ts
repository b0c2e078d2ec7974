/** List resources. */
import { type ProviderServer, schemaType } from "../../terraform";
import { answering, refusal, toDiagnostics } from "../diagnostic-messages";
import { decodeConfig, encodeValue } from "../dynamic-value";
import { type Call, type Handler, serverStream, unary } from "../grpc";
import { encodeIdentity } from "../message-parts";
import type { Input } from "../protobuf";
import { type ListResourceEvent, type ListResourceRequest, ProviderService } from "../protocol/messages.generated";

export function listHandlers(serverOf: (call: Call) => ProviderServer): Handler[] {
  return [
    unary(ProviderService.ValidateListResourceConfig, ({ typeName, config }, call) =>
      answering(() => {
        const { lists } = serverOf(call);
        const values = decodeConfig(lists.get(typeName).schema, config);
        return { diagnostics: toDiagnostics(lists.validate(typeName, values)) };
      }),
    ),

    serverStream(ProviderService.ListResource, (request, call) => list(serverOf(call), request, call)),
  ];
}

async function* list(
  { lists }: ProviderServer,
  { typeName, config, limit, includeResourceObject: includeObject }: ListResourceRequest,
  { signal }: Call,
): AsyncGenerator<Input<ListResourceEvent>> {
  try {
    const { schema, resource } = lists.get(typeName);
    const search = { config: decodeConfig(schema, config), limit, includeObject };
    for await (const { identity, displayName, object, diagnostics } of lists.list(typeName, search, signal)) {
      yield {
        identity: encodeIdentity(resource, identity),
        displayName,
        resourceObject: object && encodeValue(schemaType(resource.schema), object),
        diagnostic: toDiagnostics(diagnostics),
      };
    }
  } catch (error) {
    yield { diagnostic: toDiagnostics([refusal(error)]) };
  }
}
