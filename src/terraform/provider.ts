import type { Action } from "./action";
import type { Attributes, Config, Schema } from "./attributes";
import type { DataSource } from "./data-source";
import type { Ephemeral } from "./ephemeral";
import type { Explain } from "./errors";
import type { ProviderFunction } from "./function";
import type { Log } from "./log";
import type { Resource } from "./resource";
import { splitBlocks } from "./schema";
import type { Unknown } from "./value";

export interface ProviderDefinition<A extends Attributes, Api> {
  /** The prefix of every type name, and the executable's name after `terraform-provider-`. */
  readonly name: string;
  /** The source address in full: `registry.terraform.io/huaweiecs/huaweiecs`. */
  readonly address: string;
  readonly version: string;
  readonly summary: string;
  readonly attributes: A;
  readonly resources: readonly Resource<Api>[];
  readonly dataSources?: readonly DataSource<Api>[];
  readonly ephemerals?: readonly Ephemeral<Api>[];
  readonly actions?: readonly Action<Api>[];
  readonly functions?: readonly ProviderFunction[];
  readonly explain: Explain;
  /**
   * Makes the API that the handlers work with. A plan may run before everything is known, so any value may be
   * unknown here. Throws `DiagnosticError` where the configuration cannot work.
   */
  configure(context: NoInfer<ConfigureContext<A>>): Promise<Api>;
  /** Releases what `configure` made. */
  close?(api: NoInfer<Api>): void;
}

export interface ConfigureContext<A extends Attributes> {
  readonly config: { readonly [K in keyof Config<A>]: Config<A>[K] | Unknown };
  /** Of Terraform or OpenTofu, as they report it: `1.11.4`. */
  readonly terraformVersion: string;
  readonly log: Log;
}

/** A provider with its attribute types erased. */
export interface Provider<Api = unknown> extends Omit<ProviderDefinition<Attributes, Api>, "attributes"> {
  readonly schema: Schema;
}

/** @throws {RangeError} if two of one kind have the same name */
export function defineProvider<const A extends Attributes, Api>(definition: ProviderDefinition<A, Api>): Provider<Api> {
  const { attributes, ...rest } = definition;
  requireDistinct(rest, "resources", rest.resources);
  requireDistinct(rest, "data sources", rest.dataSources);
  requireDistinct(rest, "ephemeral resources", rest.ephemerals);
  requireDistinct(rest, "actions", rest.actions);
  requireDistinct(rest, "functions", rest.functions);
  return {
    ...rest,
    schema: { description: definition.summary, ...splitBlocks(attributes) },
    configure: definition.configure as Provider<Api>["configure"],
  };
}

type Named = { readonly name: string };

function requireDistinct(provider: Named, kind: string, declarations: readonly Named[] = []): void {
  const names = declarations.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new RangeError(`The provider ${provider.name} has two ${kind} "${twice}".`);
}
