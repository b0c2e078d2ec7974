/** What the configuration in a plan says a value is made of, for values that are not known yet. */
import { listOf, property, textOf } from "./json";

/**
 * What the expression of an argument refers to first: `huaweicloud_compute_instance.web.id`, or `var.server_id` in a
 * module. Undefined where it refers to nothing that has a meaning outside its block.
 * @param entry of `resource_changes`
 */
export type References = (entry: unknown, attribute: string) => string | undefined;

/** @see https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation */
export function createReferences(configuration: unknown): References {
  const read = new Map<unknown, ReadonlyMap<string, unknown>>();
  const expressionsIn = (module: unknown) => {
    const expressions = read.get(module) ?? expressionsOf(module);
    read.set(module, expressions);
    return expressions;
  };
  return (entry, attribute) => {
    const names = moduleNames(textOf(property(entry, "module_address")));
    const module = names.reduce<unknown>(called, property(configuration, "root_module"));
    const expressions = expressionsIn(module).get(nameOf(entry));
    return listOf(property(property(expressions, attribute), "references"))
      .filter((reference) => typeof reference === "string")
      .find((reference) => !/^(each|count|self|path|terraform)\b/.test(reference));
  };
}

/** `["network", "nics"]` of `module.network["a.b"].module.nics[0]`. */
function moduleNames(address = ""): readonly string[] {
  const step = /(?:^|\.)module\.([\p{L}\p{N}_-]+)(?:\[(?:"(?:[^"\\]|\\.)*"|\d+)\])?/gu;
  return [...address.matchAll(step)].map(([, name]) => name ?? "");
}

function called(module: unknown, name: string): unknown {
  return property(property(property(module, "module_calls"), name), "module");
}

/** The arguments of the resources of a module. */
function expressionsOf(module: unknown): ReadonlyMap<string, unknown> {
  const resources = listOf(property(module, "resources")).filter((resource) => property(resource, "mode") !== "data");
  return new Map(resources.map((resource) => [nameOf(resource), property(resource, "expressions")]));
}

function nameOf(resource: unknown): string {
  return `${textOf(property(resource, "type"))}.${textOf(property(resource, "name"))}`;
}
