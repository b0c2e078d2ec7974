/** The services that HashiCorp's go-plugin client expects of every plugin, beside the provider's own. */
import { once } from "node:events";
import { bidirectional, type Call, type Handler, serverStream, unary } from "./grpc";
import * as wire from "./protocol/messages.generated";

/** @param shutdown ends the process; called once the answer to Shutdown is on its way */
export function pluginHandlers(shutdown: () => void): Handler[] {
  return [
    unary(wire.GoPluginGRPCControllerService.Shutdown, (_request, { session }) => {
      session.once("close", shutdown);
      setTimeout(shutdown, FLUSH_TIME);
      return {};
    }),
    // Open as long as the client is there: nothing is ever written to the plugin's stdout after the handshake.
    serverStream(wire.GoPluginGRPCStdioService.StreamStdio, (_request, call) => silence(call)),
    bidirectional(wire.GoPluginGRPCBrokerService.StartStream, (_requests, call) => silence(call)),
    unary(wire.HealthService.Check, () => ({ status: wire.HealthCheckResponseServingStatus.SERVING })),
  ];
}

// Terraform waits for the process to end and ignores a lost answer, so this is short.
const FLUSH_TIME = 50;

// An empty stream that ends with its connection.
// biome-ignore lint/correctness/useYield: there is nothing to send
async function* silence({ signal }: Call): AsyncGenerator<never> {
  if (!signal.aborted) await once(signal, "abort");
}
