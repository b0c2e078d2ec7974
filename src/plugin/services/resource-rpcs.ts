/** Managed resources. */
import {
  type Answer,
  DiagnosticError,
  identityIn,
  identityType,
  isRecord,
  openPrivateState,
  type ProviderServer,
  type ResourceKind,
  schemaType,
  type ValueRecord,
} from "../../terraform";
import { answering, toAttributePath, toDiagnostics } from "../diagnostic-messages";
import { decodeConfig, decodeValue, encodeValue, parseStoredState } from "../dynamic-value";
import { type Call, type Handler, unary } from "../grpc";
import { decodeIdentity, decodeMeta, encodeIdentity, mayDefer, toDeferred } from "../message-parts";
import type { Input } from "../protobuf";
import type * as wire from "../protocol/messages.generated";
import { ProviderService } from "../protocol/messages.generated";
import { fromStateJson } from "../state-json";

export function resourceHandlers(serverOf: (call: Call) => ProviderServer): Handler[] {
  return [
    unary(ProviderService.ValidateResourceConfig, ({ typeName, config, clientCapabilities }, call) =>
      answering(() => {
        const { resources } = serverOf(call);
        const values = decodeConfig(resources.get(typeName).schema, config);
        const knowsWriteOnly = clientCapabilities?.writeOnlyAttributesAllowed ?? false;
        return { diagnostics: toDiagnostics(resources.validate(typeName, values, { knowsWriteOnly })) };
      }),
    ),

    unary(ProviderService.ReadResource, (request, call) => answering(() => read(serverOf(call), request))),
    unary(ProviderService.PlanResourceChange, (request, call) => answering(() => plan(serverOf(call), request))),
    unary(ProviderService.ApplyResourceChange, (request, call) => answering(() => apply(serverOf(call), request))),
    unary(ProviderService.ImportResourceState, (request, call) =>
      answering(() => importState(serverOf(call), request)),
    ),
    unary(ProviderService.MoveResourceState, (request, call) => answering(() => move(serverOf(call), request))),

    unary(ProviderService.UpgradeResourceIdentity, (request, call) =>
      answering(() => upgradeIdentity(serverOf(call), request)),
    ),

    unary(ProviderService.GenerateResourceConfig, ({ typeName, state }, call) =>
      answering((): Input<wire.GenerateResourceConfigResponse> => {
        const { resources } = serverOf(call);
        const type = schemaType(resources.get(typeName).schema);
        const found = decodeValue(type, state);
        if (found === null) throw new DiagnosticError("No state", "There is no configuration without a state.");
        return { config: encodeValue(type, resources.generate(typeName, found)) };
      }),
    ),
  ];
}

async function read(
  server: ProviderServer,
  request: wire.ReadResourceRequest,
): Promise<Input<wire.ReadResourceResponse>> {
  const { typeName, currentState, private: stored } = request;
  const { resources } = server;
  const resource = resources.get(typeName);
  const type = schemaType(resource.schema);
  const before = decodeValue(type, currentState);
  if (before === null) return { newState: encodeValue(type, null), private: stored };
  const privateState = openPrivateState(stored);
  const answer = await resources.read(typeName, before, {
    privateState,
    identity: decodeIdentity(resource, request.currentIdentity),
    meta: decodeMeta(server, request.providerMeta),
    mayDefer: mayDefer(request),
  });
  return { ...toState(resource, answer, before), private: privateState.bytes(), deferred: toDeferred(answer.deferred) };
}

function plan(server: ProviderServer, request: wire.PlanResourceChangeRequest) {
  const { typeName } = request;
  const { resources } = server;
  const resource = resources.get(typeName);
  const type = schemaType(resource.schema);
  const change = {
    prior: decodeValue(type, request.priorState),
    proposed: decodeValue(type, request.proposedNewState),
    config: decodeValue(type, request.config),
  };
  const answer = resources.plan(typeName, change, {
    identity: decodeIdentity(resource, request.priorIdentity),
    meta: decodeMeta(server, request.providerMeta),
    mayDefer: mayDefer(request),
  });
  return {
    plannedState: encodeValue(type, answer.planned, change.config),
    requiresReplace: answer.requiresReplace.map(toAttributePath),
    plannedPrivate: request.priorPrivate,
    plannedIdentity: encodeIdentity(resource, answer.identity),
    deferred: toDeferred(answer.deferred),
    diagnostics: toDiagnostics(answer.diagnostics),
  };
}

async function apply(server: ProviderServer, request: wire.ApplyResourceChangeRequest) {
  const { typeName } = request;
  const { resources } = server;
  const resource = resources.get(typeName);
  const type = schemaType(resource.schema);
  const privateState = openPrivateState(request.plannedPrivate);
  const change = {
    prior: decodeValue(type, request.priorState),
    planned: decodeValue(type, request.plannedState),
    config: decodeValue(type, request.config),
  };
  const meta = decodeMeta(server, request.providerMeta);
  const answer = await resources.apply(typeName, change, { privateState, meta });
  return { ...toState(resource, answer, change.planned), private: privateState.bytes() };
}

async function importState({ resources }: ProviderServer, request: wire.ImportResourceStateRequest) {
  const { typeName, id } = request;
  const resource = resources.get(typeName);
  const type = schemaType(resource.schema);
  const privateState = openPrivateState();
  const identity = decodeIdentity(resource, request.identity);
  // An id, if there is one, is what the person wrote.
  const target = id === "" && identity !== null ? { identity } : { id };
  const { state, deferred, ...answer } = await resources.import(typeName, target, {
    privateState,
    mayDefer: mayDefer(request),
  });
  const diagnostics = toDiagnostics(answer.diagnostics);
  if (deferred !== undefined) return { importedResources: [], deferred: toDeferred(deferred), diagnostics };
  if (state === null) return { importedResources: [], diagnostics };
  const imported = {
    typeName,
    state: encodeValue(type, state),
    private: privateState.bytes(),
    identity: encodeIdentity(resource, answer.identity),
  };
  return { importedResources: [imported], diagnostics };
}

function move({ resources }: ProviderServer, request: wire.MoveResourceStateRequest) {
  const { targetTypeName, sourceProviderAddress: provider, sourceTypeName: type, sourceState, sourcePrivate } = request;
  const resource = resources.get(targetTypeName);
  const stateType = schemaType(resource.schema);
  const moved = resources.move(targetTypeName, { provider, type, stored: parseStoredState(sourceState) });
  const state = fromStateJson(stateType, moved.state);
  const identity = resource.identity && isRecord(state) ? identityIn(resource.identity, state) : undefined;
  return {
    targetState: encodeValue(stateType, state),
    targetPrivate: moved.isOwn ? sourcePrivate : undefined,
    targetIdentity: encodeIdentity(resource, identity),
    diagnostics: toDiagnostics(moved.diagnostics),
  };
}

function upgradeIdentity({ resources }: ProviderServer, request: wire.UpgradeResourceIdentityRequest) {
  const { typeName, version, rawIdentity } = request;
  const resource = resources.get(typeName);
  const { state, diagnostics } = resources.upgradeIdentity(typeName, version, parseStoredState(rawIdentity));
  const upgraded = resource.identity === undefined ? null : fromStateJson(identityType(resource.identity), state);
  return {
    upgradedIdentity: isRecord(upgraded) ? encodeIdentity(resource, upgraded) : undefined,
    diagnostics: toDiagnostics(diagnostics),
  };
}

function toState(resource: ResourceKind, { state, identity, diagnostics }: Answer, like: ValueRecord | null) {
  return {
    newState: encodeValue(schemaType(resource.schema), state, like),
    newIdentity: encodeIdentity(resource, identity),
    diagnostics: toDiagnostics(diagnostics),
  };
}
