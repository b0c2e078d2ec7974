/** The first words between Terraform and a plugin: who started us, which protocol, and where we listen. */
import type { Certificate } from "./certificate";

// Says "I am Terraform" and nothing secret; the value is part of the protocol.
const MAGIC_COOKIE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";
const CORE_PROTOCOL = 1;
const PROVIDER_PROTOCOL = 6;

export type Environment = Readonly<Record<string, string | undefined>>;

export function isStartedByTerraform(environment: Environment): boolean {
  return environment.TF_PLUGIN_MAGIC_COOKIE === MAGIC_COOKIE;
}

/** The certificate that Terraform's client will present; undefined when it wants no TLS. */
export function clientCertificate({ PLUGIN_CLIENT_CERT: pem }: Environment): string | undefined {
  return pem === undefined || pem === "" ? undefined : pem;
}

export type Address = { readonly network: "unix" | "tcp"; readonly address: string };

/**
 * The line that Terraform waits for. The certificate is base64 without padding; the last field is sent only to a
 * client that asks, for older ones take it for a part of the certificate.
 */
export function handshakeLine(
  { network, address }: Address,
  certificate: Certificate | undefined,
  environment: Environment,
): string {
  const fields = [
    CORE_PROTOCOL,
    PROVIDER_PROTOCOL,
    network,
    address,
    "grpc",
    certificate?.der.toString("base64").replace(/=+$/, "") ?? "",
  ];
  if (environment.PLUGIN_MULTIPLEX_GRPC) fields.push("false");
  return `${fields.join("|")}\n`;
}
