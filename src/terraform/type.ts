/**
 * Terraform's types, in the JSON form that the protocol uses for them, so that a type is its own encoding:
 * `"string"`, `["list", "string"]`, `["object", { "a": "bool" }]`.
 */
export type Type =
  | "string"
  | "number"
  | "bool"
  | "dynamic"
  | readonly ["list" | "set" | "map", Type]
  | readonly ["object", Readonly<Record<string, Type>>]
  | readonly ["tuple", readonly Type[]];

/**
 * The TypeScript type of known, non-null values of a Terraform type.
 * @typeParam N what its numbers are
 */
export type ValueOf<T, N = number> = T extends "string"
  ? string
  : T extends "number"
    ? N
    : T extends "bool"
      ? boolean
      : T extends readonly ["list" | "set", infer Element]
        ? readonly ValueOf<Element, N>[]
        : T extends readonly ["map", infer Element]
          ? Readonly<Record<string, ValueOf<Element, N>>>
          : T extends readonly ["object", infer Attributes]
            ? { readonly [K in keyof Attributes]: ValueOf<Attributes[K], N> | null }
            : unknown;

export function list<const Element extends Type>(element: Element): readonly ["list", Element] {
  return ["list", element];
}

export function set<const Element extends Type>(element: Element): readonly ["set", Element] {
  return ["set", element];
}

export function map<const Element extends Type>(element: Element): readonly ["map", Element] {
  return ["map", element];
}

export function object<const Attributes extends Readonly<Record<string, Type>>>(
  attributes: Attributes,
): readonly ["object", Attributes] {
  return ["object", attributes];
}
