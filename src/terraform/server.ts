/** One configured provider: what Terraform asks, in values rather than in messages. */
import type { Environment } from "./attempt";
import type { Schema } from "./attributes";
import { type FunctionServer, serveFunctions } from "./call-function";
import { type DataSourceServer, serveDataSources } from "./data-source";
import type { Deferral } from "./deferral";
import { type Diagnostic, DiagnosticError, PROVIDER_BUG } from "./diagnostics";
import { blame } from "./errors";
import { type ActionServer, serveActions } from "./invoke-action";
import { registryOf } from "./kind";
import { type ListServer, serveLists } from "./list-resources";
import type { Log } from "./log";
import { type EphemeralServer, serveEphemerals } from "./open-ephemeral";
import type { Provider } from "./provider";
import { type ResourceServer, serveResources } from "./serve-resources";
import { Interruption } from "./timeouts";
import { validateConfig } from "./validate";
import type { ValueRecord } from "./value";

/**
 * Serves one Terraform run. Every method answers with diagnostics and never throws for what a user or a cloud did;
 * a type name that the provider does not have throws `DiagnosticError`.
 */
export interface ProviderServer {
  readonly schema: Schema;
  /** Of `provider_meta` blocks; undefined if the provider has none. */
  readonly metaSchema: Schema | undefined;
  readonly resources: ResourceServer;
  readonly dataSources: DataSourceServer;
  readonly ephemerals: EphemeralServer;
  readonly actions: ActionServer;
  readonly lists: ListServer;
  readonly functions: FunctionServer;
  validateProvider(config: ValueRecord): readonly Diagnostic[];
  configure(config: ValueRecord, run: Run): Promise<readonly Diagnostic[]>;
  /** Asks what is under way to end soon; later calls are served as usual. */
  stop(): void;
  close(): void;
}

/** What configures the provider. */
export interface Run {
  readonly terraformVersion: string;
  /** Whether Terraform lets everything be put off that needs the provider. */
  readonly mayDefer?: boolean;
}

const NOT_CONFIGURED = [
  "Provider not configured",
  `Terraform asked before it had configured the provider. ${PROVIDER_BUG}`,
] as const;

const INTERRUPTED = "Terraform was interrupted. What had reached the cloud is kept; the next plan shows what is left.";

export function createServer<Api>(provider: Provider<Api>, log: Log): ProviderServer {
  const { address, explain, meta: metaDefinition } = provider;
  let api: Api | undefined;
  let deferral: Deferral | undefined;
  let stop = new AbortController();

  const session = {
    environment(meta: ValueRecord | null = null): Environment<Api> {
      if (deferral !== undefined) throw deferral;
      if (api === undefined) throw new DiagnosticError(...NOT_CONFIGURED);
      const bound = meta === null || metaDefinition === undefined ? api : metaDefinition.bind(api, meta);
      return { api: bound, log, stop: stop.signal, explain };
    },
    get api() {
      return api;
    },
  };

  const release = (): void => {
    const released = api;
    api = undefined;
    deferral = undefined;
    if (released !== undefined) provider.close?.(released);
  };

  return {
    schema: provider.schema,
    metaSchema: metaDefinition?.schema,

    resources: serveResources(registryOf(provider, "resource type", provider.resources), {
      address,
      session,
      log,
      explain,
    }),
    dataSources: serveDataSources(registryOf(provider, "data source", provider.dataSources ?? []), session),
    ephemerals: serveEphemerals(registryOf(provider, "ephemeral resource", provider.ephemerals ?? []), session),
    actions: serveActions(registryOf(provider, "action", provider.actions ?? []), session),
    lists: serveLists(registryOf(provider, "list resource", provider.lists ?? []), session),
    functions: serveFunctions(provider.functions ?? [], address, log),

    validateProvider: (config) => validateConfig(provider.schema, config),

    async configure(config, { terraformVersion, mayDefer = false }) {
      try {
        release();
        const configured = await provider.configure({ config: config as never, terraformVersion, log });
        release();
        api = configured;
        return [];
      } catch (error) {
        const failure = blame({ error, resource: provider, verb: "configure", log, explain });
        if (!mayDefer || failure.deferral === undefined) return [failure.diagnostic];
        deferral = failure.deferral;
        return [];
      }
    },

    stop() {
      stop.abort(new Interruption("stopped", INTERRUPTED));
      stop = new AbortController();
    },

    close: release,
  };
}
