/** Actions. */
import type { ActionEvent, ProviderServer } from "../../terraform";
import { answering, refusal, toDiagnostics } from "../diagnostic-messages";
import { decodeConfig } from "../dynamic-value";
import { type Call, type Handler, serverStream, unary } from "../grpc";
import { mayDefer, toDeferred } from "../message-parts";
import type { Input } from "../protobuf";
import { type InvokeActionEvent, type InvokeActionRequest, ProviderService } from "../protocol/messages.generated";

export function actionHandlers(serverOf: (call: Call) => ProviderServer): Handler[] {
  return [
    unary(ProviderService.ValidateActionConfig, ({ typeName, config }, call) =>
      answering(() => {
        const { actions } = serverOf(call);
        const values = decodeConfig(actions.get(typeName).schema, config);
        return { diagnostics: toDiagnostics(actions.validate(typeName, values)) };
      }),
    ),

    unary(ProviderService.PlanAction, (request, call) =>
      answering(async () => {
        const { actionType, config } = request;
        const { actions } = serverOf(call);
        const values = decodeConfig(actions.get(actionType).schema, config);
        const { deferred, diagnostics } = await actions.plan(actionType, values, { mayDefer: mayDefer(request) });
        return { deferred: toDeferred(deferred), diagnostics: toDiagnostics(diagnostics) };
      }),
    ),

    serverStream(ProviderService.InvokeAction, (request, call) => invoke(serverOf(call), request, call)),
  ];
}

/** Ends with a completed event, whatever happens: Terraform waits for one. */
async function* invoke(
  { actions }: ProviderServer,
  { actionType, config }: InvokeActionRequest,
  { signal }: Call,
): AsyncGenerator<Input<InvokeActionEvent>> {
  try {
    const values = decodeConfig(actions.get(actionType).schema, config);
    for await (const event of actions.invoke(actionType, values, signal)) yield toEvent(event);
  } catch (error) {
    yield { completed: { diagnostics: toDiagnostics([refusal(error)]) } };
  }
}

function toEvent(event: ActionEvent): Input<InvokeActionEvent> {
  return "progress" in event
    ? { progress: { message: event.progress } }
    : { completed: { diagnostics: toDiagnostics(event.completed) } };
}
