/** Managed resources. */
import { openPrivateState, type ProviderServer, schemaType } from "../../terraform";
import { answering, toAttributePath, toDiagnostics } from "../diagnostic-messages";
import { decodeConfig, decodeValue, encodeValue, parseStoredState } from "../dynamic-value";
import { type Call, type Handler, unary } from "../grpc";
import { ProviderService } from "../protocol/messages.generated";
import { fromStateJson } from "../state-json";

export function resourceHandlers(serverOf: (call: Call) => ProviderServer): Handler[] {
  return [
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

    unary(ProviderService.ReadResource, ({ typeName, currentState, private: stored }, call) =>
      answering(async () => {
        const server = serverOf(call);
        const type = schemaType(server.resourceSchema(typeName));
        const before = decodeValue(type, currentState);
        if (before === null) return { newState: encodeValue(type, null), private: stored };
        const privateState = openPrivateState(stored);
        const { state, diagnostics } = await server.read(typeName, before, privateState);
        return {
          newState: encodeValue(type, state),
          private: privateState.bytes(),
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
        const privateState = openPrivateState(plannedPrivate);
        const { state, diagnostics } = await server.apply(typeName, prior, planned, privateState);
        return {
          newState: encodeValue(type, state),
          private: privateState.bytes(),
          diagnostics: toDiagnostics(diagnostics),
        };
      }),
    ),

    unary(ProviderService.ImportResourceState, ({ typeName, id }, call) =>
      answering(async () => {
        const server = serverOf(call);
        const type = schemaType(server.resourceSchema(typeName));
        const privateState = openPrivateState();
        const { state, diagnostics } = await server.import(typeName, id, privateState);
        const imported = state && { typeName, state: encodeValue(type, state), private: privateState.bytes() };
        const importedResources = imported === null ? [] : [imported];
        return { importedResources, diagnostics: toDiagnostics(diagnostics) };
      }),
    ),
  ];
}
