/** One configured provider: what Terraform asks, in values rather than in messages. */
import { type Applied, createObject, deleteObject, updateObject } from "./apply";
import type { Environment } from "./attempt";
import type { Schema } from "./attributes";
import { type Diagnostic, DiagnosticError, errorDiagnostic, PROVIDER_BUG } from "./diagnostics";
import { blame } from "./errors";
import type { Log } from "./log";
import { importObject, readObject, upgradeState } from "./observe";
import { type PlannedChange, planChange } from "./plan";
import type { Provider } from "./provider";
import type { Resource } from "./resource";
import { Interruption } from "./timeouts";
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
  validateProvider(config: ValueRecord): readonly Diagnostic[];
  configure(config: ValueRecord, terraformVersion: string): Promise<readonly Diagnostic[]>;
  validateResource(typeName: string, config: ValueRecord): readonly Diagnostic[];
  upgrade(typeName: string, version: number, stored: unknown): ReturnType<typeof upgradeState>;
  read(typeName: string, state: ValueRecord): Promise<Applied>;
  plan(typeName: string, change: PlanRequest): PlanAnswer;
  apply(typeName: string, prior: ValueRecord | null, planned: ValueRecord | null): Promise<Applied>;
  import(typeName: string, id: string): Promise<Applied>;
  /** Asks what is under way to end soon; later calls are served as usual. */
  stop(): void;
  close(): void;
}

export interface PlanRequest {
  readonly prior: ValueRecord | null;
  readonly proposed: ValueRecord | null;
  readonly config: ValueRecord | null;
}

const notConfigured = errorDiagnostic(
  "Provider not configured",
  `Terraform asked before it had configured the provider. ${PROVIDER_BUG}`,
);

const INTERRUPTED = "Terraform was interrupted. What had reached the cloud is kept; the next plan shows what is left.";

export function createServer<Api>(provider: Provider<Api>, log: Log): ProviderServer {
  const resources = new Map(provider.resources.map((resource) => [`${provider.name}_${resource.name}`, resource]));
  let api: Api | undefined;
  let stop = new AbortController();

  const resource = (typeName: string): Resource<Api> => {
    const found = resources.get(typeName);
    if (found === undefined) {
      throw new DiagnosticError("Unknown resource type", `The provider ${provider.address} has no "${typeName}".`);
    }
    return found;
  };

  /** Works with the API, or says that there is none yet and leaves the state as it is. */
  const working = async (
    kept: ValueRecord | null,
    work: (environment: Environment<Api>) => Promise<Applied>,
  ): Promise<Applied> => {
    if (api === undefined) return { state: kept, diagnostics: [notConfigured] };
    return work({ api, log, stop: stop.signal, explain: provider.explain });
  };

  const release = (): void => {
    const released = api;
    api = undefined;
    if (released !== undefined) provider.close?.(released);
  };

  return {
    schema: provider.schema,
    resourceSchemas: new Map([...resources].map(([typeName, { schema }]) => [typeName, schema])),
    resourceSchema: (typeName) => resource(typeName).schema,

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

    async read(typeName, state) {
      const target = resource(typeName);
      return working(state, (environment) => readObject(target, state, environment));
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

    async apply(typeName, prior, planned) {
      const target = resource(typeName);
      return working(prior, async (environment) => {
        if (planned === null) {
          return prior === null ? { state: null, diagnostics: [] } : deleteObject(target, prior, environment);
        }
        return prior === null
          ? createObject(target, planned, environment)
          : updateObject(target, prior, planned, environment);
      });
    },

    async import(typeName, id) {
      const target = resource(typeName);
      return working(null, (environment) => importObject(target, id, environment));
    },

    stop() {
      stop.abort(new Interruption("stopped", INTERRUPTED));
      stop = new AbortController();
    },

    close: release,
  };
}
