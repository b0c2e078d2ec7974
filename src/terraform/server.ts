/** One configured provider: what Terraform asks, in values rather than in messages. */
import { type Applied, createObject, deleteObject, updateObject } from "./apply";
import type { Environment, ResourceEnvironment } from "./attempt";
import type { Schema } from "./attributes";
import { type FunctionServer, serveFunctions } from "./call-function";
import { type DataSourceServer, serveDataSources } from "./data-source";
import { type Diagnostic, DiagnosticError, errorDiagnostic, PROVIDER_BUG } from "./diagnostics";
import { blame } from "./errors";
import { type ActionServer, serveActions } from "./invoke-action";
import { registryOf } from "./kind";
import type { Log } from "./log";
import { importObject, readObject } from "./observe";
import { type EphemeralServer, serveEphemerals } from "./open-ephemeral";
import { type PlannedChange, planChange } from "./plan";
import { openPrivateState, type PrivateState } from "./private-state";
import type { Provider } from "./provider";
import type { Resource } from "./resource";
import { Interruption } from "./timeouts";
import { type Upgraded, upgradeState } from "./upgrade";
import { validateConfig } from "./validate";
import type { ValueRecord } from "./value";

/** The answer to a plan; `planned` is null when the object is to be destroyed. */
export interface PlanAnswer extends Omit<PlannedChange, "planned"> {
  readonly planned: ValueRecord | null;
}

/**
 * Serves one Terraform run. Every method answers with diagnostics and never throws for what a user or a cloud did;
 * a type name that the provider does not have throws `DiagnosticError`.
 */
export interface ProviderServer {
  readonly schema: Schema;
  /** By full type name. */
  readonly resourceSchemas: ReadonlyMap<string, Schema>;
  resourceSchema(typeName: string): Schema;
  readonly dataSources: DataSourceServer;
  readonly ephemerals: EphemeralServer;
  readonly actions: ActionServer;
  readonly functions: FunctionServer;
  validateProvider(config: ValueRecord): readonly Diagnostic[];
  configure(config: ValueRecord, terraformVersion: string): Promise<readonly Diagnostic[]>;
  validateResource(typeName: string, config: ValueRecord): readonly Diagnostic[];
  upgrade(typeName: string, version: number, stored: unknown): Upgraded;
  /** @param privateState what is kept beside the state; the handler may change it */
  read(typeName: string, state: ValueRecord, privateState?: PrivateState): Promise<Applied>;
  plan(typeName: string, change: PlanRequest): PlanAnswer;
  apply(
    typeName: string,
    prior: ValueRecord | null,
    planned: ValueRecord | null,
    privateState?: PrivateState,
  ): Promise<Applied>;
  import(typeName: string, id: string, privateState?: PrivateState): Promise<Applied>;
  /** Asks what is under way to end soon; later calls are served as usual. */
  stop(): void;
  close(): void;
}

export interface PlanRequest {
  readonly prior: ValueRecord | null;
  readonly proposed: ValueRecord | null;
  readonly config: ValueRecord | null;
}

const NOT_CONFIGURED = [
  "Provider not configured",
  `Terraform asked before it had configured the provider. ${PROVIDER_BUG}`,
] as const;

const notConfigured = errorDiagnostic(...NOT_CONFIGURED);

const INTERRUPTED = "Terraform was interrupted. What had reached the cloud is kept; the next plan shows what is left.";

export function createServer<Api>(provider: Provider<Api>, log: Log): ProviderServer {
  const resources = registryOf(provider, "resource type", provider.resources);
  let api: Api | undefined;
  let stop = new AbortController();

  const resource = (typeName: string): Resource<Api> => resources.get(typeName);

  const session = {
    environment(): Environment<Api> {
      if (api === undefined) throw new DiagnosticError(...NOT_CONFIGURED);
      return { api, log, stop: stop.signal, explain: provider.explain };
    },
  };

  /** Works with the API, or says that there is none yet and leaves the state as it is. */
  const working = async (
    kept: ValueRecord | null,
    privateState: PrivateState,
    work: (environment: ResourceEnvironment<Api>) => Promise<Applied>,
  ): Promise<Applied> => {
    if (api === undefined) return { state: kept, diagnostics: [notConfigured] };
    return work({ ...session.environment(), privateState });
  };

  const release = (): void => {
    const released = api;
    api = undefined;
    if (released !== undefined) provider.close?.(released);
  };

  return {
    schema: provider.schema,
    resourceSchemas: new Map([...resources.all].map(([typeName, { schema }]) => [typeName, schema])),
    resourceSchema: (typeName) => resource(typeName).schema,

    dataSources: serveDataSources(registryOf(provider, "data source", provider.dataSources ?? []), session),
    ephemerals: serveEphemerals(registryOf(provider, "ephemeral resource", provider.ephemerals ?? []), session),
    actions: serveActions(registryOf(provider, "action", provider.actions ?? []), session),
    functions: serveFunctions(provider.functions ?? [], provider.address, log),

    validateProvider: (config) => validateConfig(provider.schema, config),

    async configure(config, terraformVersion) {
      try {
        release();
        const configured = await provider.configure({ config: config as never, terraformVersion, log });
        release();
        api = configured;
        return [];
      } catch (error) {
        const { explain } = provider;
        return [blame({ error, resource: provider, verb: "configure", log, explain }).diagnostic];
      }
    },

    validateResource: (typeName, config) => validateConfig(resource(typeName).schema, config),

    upgrade: (typeName, version, stored) => upgradeState(resource(typeName), version, stored),

    async read(typeName, state, privateState = openPrivateState()) {
      const target = resource(typeName);
      return working(state, privateState, (environment) => readObject(target, state, environment));
    },

    plan(typeName, { prior, proposed, config }) {
      const target = resource(typeName);
      if (proposed === null || config === null) return { planned: null, requiresReplace: [], diagnostics: [] };
      if (api === undefined) return { planned: null, requiresReplace: [], diagnostics: [notConfigured] };
      try {
        return planChange(target, { prior, proposed, config }, api);
      } catch (error) {
        const { diagnostic } = blame({ error, resource: target, verb: "plan", log, explain: provider.explain });
        return { planned: null, requiresReplace: [], diagnostics: [diagnostic] };
      }
    },

    async apply(typeName, prior, planned, privateState = openPrivateState()) {
      const target = resource(typeName);
      return working(prior, privateState, async (environment) => {
        if (planned === null) {
          return prior === null ? { state: null, diagnostics: [] } : deleteObject(target, prior, environment);
        }
        return prior === null
          ? createObject(target, planned, environment)
          : updateObject(target, prior, planned, environment);
      });
    },

    async import(typeName, id, privateState = openPrivateState()) {
      const target = resource(typeName);
      return working(null, privateState, (environment) => importObject(target, id, environment));
    },

    stop() {
      stop.abort(new Interruption("stopped", INTERRUPTED));
      stop = new AbortController();
    },

    close: release,
  };
}
