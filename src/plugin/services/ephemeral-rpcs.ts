/** Ephemeral resources. */
import { type ProviderServer, schemaType } from "../../terraform";
import { answering, toDiagnostics } from "../diagnostic-messages";
import { decodeConfig, encodeValue } from "../dynamic-value";
import { type Call, type Handler, unary } from "../grpc";
import { mayDefer, toDeferred } from "../message-parts";
import type { Input } from "../protobuf";
import { ProviderService, type Timestamp } from "../protocol/messages.generated";

export function ephemeralHandlers(serverOf: (call: Call) => ProviderServer): Handler[] {
  return [
    unary(ProviderService.ValidateEphemeralResourceConfig, ({ typeName, config }, call) =>
      answering(() => {
        const { ephemerals } = serverOf(call);
        const values = decodeConfig(ephemerals.get(typeName).schema, config);
        return { diagnostics: toDiagnostics(ephemerals.validate(typeName, values)) };
      }),
    ),

    unary(ProviderService.OpenEphemeralResource, (request, call) =>
      answering(async () => {
        const { typeName, config } = request;
        const { ephemerals } = serverOf(call);
        const { schema } = ephemerals.get(typeName);
        const circumstances = { mayDefer: mayDefer(request) };
        const opened = await ephemerals.open(typeName, decodeConfig(schema, config), circumstances);
        return {
          result: encodeValue(schemaType(schema), opened.result),
          renewAt: toTimestamp(opened.renewAt),
          private: toBytes(opened.kept),
          deferred: toDeferred(opened.deferred),
          diagnostics: toDiagnostics(opened.diagnostics),
        };
      }),
    ),

    unary(ProviderService.RenewEphemeralResource, ({ typeName, private: kept }, call) =>
      answering(async () => {
        const renewed = await serverOf(call).ephemerals.renew(typeName, toText(kept));
        return {
          renewAt: toTimestamp(renewed.renewAt),
          private: toBytes(renewed.kept),
          diagnostics: toDiagnostics(renewed.diagnostics),
        };
      }),
    ),

    unary(ProviderService.CloseEphemeralResource, ({ typeName, private: kept }, call) =>
      answering(async () => ({
        diagnostics: toDiagnostics(await serverOf(call).ephemerals.close(typeName, toText(kept))),
      })),
    ),
  ];
}

function toTimestamp(time: Date | undefined): Input<Timestamp> | undefined {
  if (time === undefined) return undefined;
  const seconds = Math.floor(time.getTime() / 1000);
  return { seconds, nanos: (time.getTime() - seconds * 1000) * 1_000_000 };
}

function toBytes(kept: string | undefined): Buffer | undefined {
  return kept === undefined ? undefined : Buffer.from(kept);
}

// Terraform sends what it was not given as no bytes at all.
function toText(kept: Uint8Array | undefined): string | undefined {
  return kept === undefined || kept.length === 0 ? undefined : Buffer.from(kept).toString();
}
