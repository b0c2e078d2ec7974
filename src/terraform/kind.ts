/** What a provider has beside managed resources: the parts of a declaration that its kinds have in common. */
import type { Attribute, Attributes, Config, Presence, Schema } from "./attributes";
import { DiagnosticError } from "./diagnostics";
import { withoutAttributes } from "./nested";
import type { Rule } from "./rules";
import { attributesOf, objectMembers, splitBlocks } from "./schema";
import { timeoutsBlock } from "./timeouts";
import type { ValueRecord } from "./value";

/** Blocks, and attributes of some presences only. */
export type AttributesOf<P extends Presence> = Readonly<Record<string, Attribute<P | "block">>>;

export interface KindDefinition<A extends Attributes> {
  /** Without the provider's prefix: `nic_attachments`. */
  readonly name: string;
  /** One sentence: what a user gets from it. */
  readonly summary: string;
  /** More for the docs page, in Markdown. */
  readonly description?: string;
  /** What to use instead, in plain text; not to be used at all then. */
  readonly deprecated?: string;
  readonly attributes: A;
  readonly rules?: readonly Rule<keyof Config<NoInfer<A>> & string>[];
}

/** A declaration with its attribute types erased. */
export interface Kind {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly schema: Schema;
  /** By verb, the Go duration that counts unless the configuration's `timeouts` block says another one. */
  readonly timeouts: Readonly<Record<string, string>>;
}

/** @param timeouts the verbs whose time the configuration may set; without any there is no `timeouts` block */
export function kindOf<A extends Attributes>(
  { name, summary, description = "", deprecated, attributes, rules = [] }: KindDefinition<A>,
  timeouts: Readonly<Record<string, string>> = {},
): Kind {
  const isTimed = Object.keys(timeouts).length > 0;
  const timing = isTimed ? { timeouts: timeoutsBlock(timeouts, attributes) } : {};
  const { attributes: own, blocks } = splitBlocks(attributes);
  const schema = { description: summary, deprecated, attributes: own, blocks: { ...blocks, ...timing }, rules };
  return { name, summary, description, timeouts, schema };
}

/** The part of a configuration that a handler sees: what the provider computes does not exist in it. */
export function configured({ schema }: { readonly schema: Schema }, config: ValueRecord): ValueRecord {
  return withoutAttributes(
    objectMembers(schema),
    attributesOf(schema, config),
    ({ presence }) => presence === "computed",
  );
}

/** The declarations of one kind, by full type name. */
export interface Registry<K> {
  readonly all: ReadonlyMap<string, K>;
  /** @throws {DiagnosticError} if the provider has none of that name */
  get(typeName: string): K;
}

/** @param what a declaration in words: `data source` */
export function registryOf<K extends { readonly name: string }>(
  provider: { readonly name: string; readonly address: string },
  what: string,
  kinds: readonly K[],
): Registry<K> {
  const all = new Map(kinds.map((kind) => [`${provider.name}_${kind.name}`, kind]));
  return {
    all,
    get(typeName) {
      const found = all.get(typeName);
      if (found !== undefined) return found;
      const detail = `The provider ${provider.address} has no "${typeName}". Correct the name, or use the provider version that has it.`;
      throw new DiagnosticError(`Unknown ${what}`, detail);
    },
  };
}

/** The schemas of a registry, by full type name. */
export function schemasOf({ all }: Registry<Kind>): ReadonlyMap<string, Schema> {
  return new Map([...all].map(([typeName, { schema }]) => [typeName, schema]));
}
