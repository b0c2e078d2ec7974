/** Bringing stored state to the current schema. */
import { type ProviderServer, schemaType } from "../../terraform";
import { answering, toDiagnostics } from "../diagnostic-messages";
import { encodeValue, parseStoredState } from "../dynamic-value";
import { type Call, type Handler, unary } from "../grpc";
import type { Input } from "../protobuf";
import {
  ProviderService,
  type UpgradeResourceStateRequest as Request,
  type UpgradeResourceStateResponse as Response,
} from "../protocol/messages.generated";
import { fromStateJson } from "../state-json";

export type Answer = Input<Response>;

/** Has an upgrade done somewhere else; `here` does it in place. */
export type Elsewhere = (request: Request, here: () => Promise<Answer>) => Promise<Answer>;

// In place it takes 40 ms, most of which a fresh process needs to warm up.
const LARGE = 128 * 1024;

/** @param elsewhere for states so large that every other call would wait for them */
export function upgradeHandlers(serverOf: (call: Call) => ProviderServer, elsewhere?: Elsewhere): Handler[] {
  return [
    unary(ProviderService.UpgradeResourceState, (request, call) => {
      const here = () => upgrade(serverOf(call), request);
      const size = request.rawState?.json.length ?? 0;
      return elsewhere === undefined || size <= LARGE ? here() : elsewhere(request, here);
    }),
  ];
}

/** Needs no configured provider, so any thread can do it. */
export function upgrade(server: ProviderServer, { typeName, version, rawState }: Request): Promise<Answer> {
  return answering(() => {
    const type = schemaType(server.resources.get(typeName).schema);
    const { state, diagnostics } = server.resources.upgrade(typeName, version, parseStoredState(rawState));
    return {
      upgradedState: encodeValue(type, fromStateJson(type, state)),
      diagnostics: toDiagnostics(diagnostics),
    };
  });
}
