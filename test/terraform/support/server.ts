/** A provider around the resources of a test, and the errors that its API knows. */
import {
  createServer,
  defineProvider,
  type Log,
  type LogFields,
  type ProviderServer,
  type Resource,
  resourcesOf,
} from "../../../src/terraform";

export interface Api {
  readonly name: string;
}

export const defineResource = resourcesOf<Api>();

export const TIMEOUTS = { create: "10m", read: "5m", update: "10m", delete: "10m" };

/** An error of the API layer that the provider can explain. */
export class Refusal extends Error {
  readonly kind: "gone" | "cancelled" | "refused";

  constructor(kind: Refusal["kind"], message: string) {
    super(message);
    this.kind = kind;
  }
}

export interface Served extends ProviderServer {
  readonly lines: readonly { readonly message: string; readonly fields: LogFields }[];
}

/** A configured server. */
export async function serve(...resources: Resource<Api>[]): Promise<Served> {
  const lines: { message: string; fields: LogFields }[] = [];
  const write = (message: string, fields: LogFields = {}) => void lines.push({ message, fields });
  const log: Log = { trace: write, debug: write, info: write, warn: write, error: write, subsystem: () => log };
  const provider = defineProvider({
    name: "test",
    address: "registry.terraform.io/test/test",
    version: "1.0.0",
    summary: "A provider of tests.",
    attributes: {},
    resources,
    explain: (error) =>
      error instanceof Refusal
        ? {
            summary: "The service refused",
            detail: `${error.message}, says the service.`,
            gone: error.kind === "gone",
            cancelled: error.kind === "cancelled",
          }
        : undefined,
    configure: async (): Promise<Api> => ({ name: "api" }),
  });
  const server = createServer(provider, log);
  await server.configure({}, { terraformVersion: "1.11.4" });
  return { ...server, lines };
}
