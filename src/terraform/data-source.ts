/** How a data source is declared, and how it is read. */
import type { Config, KeysOf, State } from "./attributes";
import { deferrable } from "./deferral";
import type { Diagnostic } from "./diagnostics";
import { type AttributesOf, configured, type Kind, type KindDefinition, kindOf, type Registry } from "./kind";
import {
  type Circumstances,
  type Completed,
  complete,
  openResult,
  operate,
  requireKnown,
  type Session,
} from "./operation";
import type { Context } from "./resource";
import { validateConfig } from "./validate";
import type { ValueRecord } from "./value";

type Readable = AttributesOf<"required" | "optional" | "assigned" | "computed">;

export interface DataSourceDefinition<A extends Readable, Api> extends KindDefinition<A> {
  /**
   * How long reading may take when the configuration's `timeouts` block does not say, as a Go duration. Without it
   * there is no such block, and reading may take 20 minutes.
   */
  readonly timeouts?: { readonly read: string };
  /** Looks up what the configuration asks for. Throws `DiagnosticError` where there is none. */
  read(context: NoInfer<QueryContext<A, Api>>): Promise<NoInfer<Found<A>>>;
}

export interface QueryContext<A extends Readable, Api> extends Context<Api> {
  readonly config: Config<A>;
}

/** All that the configuration leaves to the provider. */
export type Found<A extends Readable> = Pick<State<A>, KeysOf<A, "computed" | "assigned">>;

/** A data source with its attribute types erased. */
export interface DataSource<Api> extends Kind {
  read(context: { readonly config: ValueRecord } & Context<Api>): Promise<unknown>;
}

/** Gives a provider its `defineDataSource`, bound to the API that its handlers use. */
export function dataSourcesOf<Api>() {
  return function defineDataSource<const A extends Readable>(
    definition: DataSourceDefinition<A, Api>,
  ): DataSource<Api> {
    // The types of the attributes end here; what runs the handler keeps the promises that its context makes.
    const { read } = definition as unknown as Pick<DataSource<Api>, "read">;
    return { ...kindOf(definition, definition.timeouts), read };
  };
}

export async function readDataSource<Api>(
  source: DataSource<Api>,
  config: ValueRecord,
  session: Session<Api>,
  { meta = null }: Circumstances,
): Promise<Completed> {
  requireKnown(source, "read", config);
  const operation = { kind: source, verb: "read", config };
  const { report, failure } = await operate(operation, session.environment(meta), (context) =>
    source.read({ ...context, config: configured(source, config) }),
  );
  return failure === undefined
    ? complete(operation, config, report)
    : { result: null, diagnostics: [failure.diagnostic] };
}

/** The data sources of one connection. A type name that the provider does not have throws `DiagnosticError`. */
export interface DataSourceServer extends Registry<Kind> {
  validate(typeName: string, config: ValueRecord): readonly Diagnostic[];
  /** @throws {DiagnosticError} before the provider is configured, and while something is unknown */
  read(typeName: string, config: ValueRecord, circumstances?: Circumstances): Promise<Completed>;
}

export function serveDataSources<Api>(registry: Registry<DataSource<Api>>, session: Session<Api>): DataSourceServer {
  return {
    ...registry,
    validate: (typeName, config) => validateConfig(registry.get(typeName).schema, config),
    async read(typeName, config, circumstances = {}) {
      const source = registry.get(typeName);
      return deferrable(
        circumstances.mayDefer ?? false,
        () => readDataSource(source, config, session, circumstances),
        (deferred) => ({ result: openResult(source, config), deferred, diagnostics: [] }),
      );
    },
  };
}
