import type { Action } from "./action";
import type { Attributes, Config, Schema } from "./attributes";
import type { DataSource } from "./data-source";
import type { Ephemeral } from "./ephemeral";
import type { Explain } from "./errors";
import type { ProviderFunction } from "./function";
import type { List } from "./list";
import type { Log } from "./log";
import type { Resource } from "./resource";
import type { Rule } from "./rules";
import { splitBlocks } from "./schema";
import type { Unknown, ValueRecord } from "./value";

export interface ProviderDefinition<A extends Attributes, Api> {
  /** The prefix of every type name, and the executable's name after `terraform-provider-`. */
  readonly name: string;
  /** The source address in full: `registry.terraform.io/huaweiecs/huaweiecs`. */
  readonly address: string;
  readonly version: string;
  readonly summary: string;
  readonly attributes: A;
  /** Rules between the arguments of the provider block. */
  readonly rules?: readonly Rule<keyof Config<NoInfer<A>> & string>[];
  /** What a module may tell the provider in its `provider_meta` block; made by `metaOf`. */
  readonly meta?: Meta<NoInfer<Api>>;
  readonly resources: readonly Resource<Api>[];
  readonly dataSources?: readonly DataSource<Api>[];
  readonly ephemerals?: readonly Ephemeral<Api>[];
  readonly actions?: readonly Action<Api>[];
  readonly lists?: readonly List<Api>[];
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

/** What a module says of itself in its `provider_meta` block. */
export interface Meta<Api> {
  readonly schema: Schema;
  /** The API that handlers work with when the module says this. */
  bind(api: Api, meta: ValueRecord): Api;
}

/** Declares a `provider_meta` block. Its values are known when a handler runs; modules without one are not asked. */
export function metaOf<Api>() {
  return function defineMeta<const A extends Attributes>(
    attributes: A,
    bind: (api: Api, meta: Config<A>) => Api,
  ): Meta<Api> {
    const description = "What a module tells the provider.";
    // The types of the attributes end here; Terraform has checked the values against them.
    return { schema: { description, ...splitBlocks(attributes) }, bind: bind as unknown as Meta<Api>["bind"] };
  };
}

/** A provider with its attribute types erased. */
export interface Provider<Api = unknown> extends Omit<ProviderDefinition<Attributes, Api>, "attributes" | "rules"> {
  readonly schema: Schema;
}

/** @throws {RangeError} if two of one kind have the same name, or if the provider's own name is none */
export function defineProvider<const A extends Attributes, Api>(definition: ProviderDefinition<A, Api>): Provider<Api> {
  const { attributes, rules = [], ...rest } = definition;
  // Terraform finds a type's provider by what comes before the first underscore.
  if (!/^[a-z][a-z0-9-]*$/.test(rest.name)) {
    throw new RangeError(`The provider's name "${rest.name}" must consist of lower-case letters, digits and hyphens.`);
  }
  requireDistinct(rest, "resources", rest.resources);
  requireDistinct(rest, "data sources", rest.dataSources);
  requireDistinct(rest, "ephemeral resources", rest.ephemerals);
  requireDistinct(rest, "actions", rest.actions);
  requireDistinct(rest, "list resources", rest.lists);
  requireDistinct(rest, "functions", rest.functions);
  return {
    ...rest,
    schema: { description: definition.summary, ...splitBlocks(attributes), rules },
    configure: definition.configure as Provider<Api>["configure"],
  };
}

type Named = { readonly name: string };

function requireDistinct(provider: Named, kind: string, declarations: readonly Named[] = []): void {
  const names = declarations.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new RangeError(`The provider ${provider.name} has two ${kind} "${twice}".`);
}
