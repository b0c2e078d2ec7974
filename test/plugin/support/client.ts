/** The other side of the wire, by other hands: grpc-js with our .proto files. */
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";

const folder = join(__dirname, "../../../src/plugin/protocol");
const definition = loadSync(
  ["tfplugin6.proto", "goplugin.proto", "health.proto"].map((file) => join(folder, file)),
  { longs: Number, enums: Number, defaults: true, arrays: true, objects: true, oneofs: true },
);
// biome-ignore lint/suspicious/noExplicitAny: what is loaded at run time has no types
const loaded = grpc.loadPackageDefinition(definition) as any;

export interface Identity {
  readonly pem: string;
  readonly key: string;
}

const OPTIONS = {
  "grpc.max_receive_message_length": -1,
  "grpc.max_send_message_length": -1,
  "grpc.ssl_target_name_override": "localhost",
  "grpc.default_authority": "localhost",
  // Each client is a connection of its own, as each Terraform run is.
  "grpc.use_local_subchannel_pool": 1,
};

// biome-ignore lint/suspicious/noExplicitAny: as above
type Answer = any;

export type Peer = ReturnType<typeof connect>;

/** @param trusted the server's certificate, if it serves TLS */
export function connect(target: string, trusted?: Buffer, identity?: Identity) {
  const credentials =
    trusted === undefined
      ? grpc.credentials.createInsecure()
      : grpc.credentials.createSsl(
          trusted,
          identity === undefined ? null : Buffer.from(identity.key),
          identity === undefined ? null : Buffer.from(identity.pem),
        );
  const provider = new loaded.tfplugin6.Provider(target, credentials, OPTIONS);
  const channel = { channelOverride: provider.getChannel() };
  const [stdio, broker, controller] = ["GRPCStdio", "GRPCBroker", "GRPCController"].map(
    (name) => new loaded.plugin[name](target, credentials, channel),
  );
  const health = new loaded.grpc.health.v1.Health(target, credentials, channel);
  return {
    stdio,
    broker,
    health,
    provider,
    /** Calls one of the provider's methods. */
    call: (method: string, request: object = {}, options: Partial<grpc.CallOptions> = {}): Promise<Answer> =>
      invoke(provider, method, request, options),
    shutdown: (): Promise<Answer> => invoke(controller, "Shutdown", {}),
    check: (): Promise<Answer> => invoke(health, "Check", { service: "plugin" }),
    close: (): void => provider.close(),
  };
}

function invoke(client: Answer, method: string, request: object, options: object = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    client[method](request, new grpc.Metadata(), options, (error: Error | null, answer: Answer) => {
      if (error === null) resolve(answer);
      else reject(error);
    });
  });
}

/** Where a handshake line says the server listens, as grpc-js names it. */
export function targetOf(network: string, address: string): string {
  return network === "unix" ? `unix:${address}` : address;
}
