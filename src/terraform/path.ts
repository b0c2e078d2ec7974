/** Where in a resource something is: attribute names, map keys and list indexes, from the root inwards. */
export type Path = readonly PathStep[];

export type PathStep = { readonly attribute: string } | { readonly key: string } | { readonly index: number };

/** A path of attribute names only. */
export function attributePath(...names: readonly string[]): Path {
  return names.map((attribute) => ({ attribute }));
}

/** The path as a person reads it: `timeouts.create`, `endpoints["ecs"]`, `fixed_ips[0]`. */
export function formatPath(path: Path): string {
  return path
    .map((step, position) => {
      if ("attribute" in step) return position === 0 ? step.attribute : `.${step.attribute}`;
      return "key" in step ? `[${JSON.stringify(step.key)}]` : `[${step.index}]`;
    })
    .join("");
}
