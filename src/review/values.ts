/** What a plan says of attributes, with what must not be shown kept from being shown. */
import { isObject, type JsonObject, property } from "./json";

/** A value that the plan does not tell, or must not: in a text it says why, and never what it is. */
export class Withheld {
  readonly #value: unknown;

  constructor(
    readonly reason: "unknown" | "sensitive",
    value?: unknown,
  ) {
    this.#value = value;
  }

  /** What finds the same thing elsewhere in the plan. Not for any eye. */
  get key(): string | undefined {
    return typeof this.#value === "string" ? this.#value : undefined;
  }

  /** Every text in it. Not for any eye either. */
  get texts(): readonly string[] {
    const texts: string[] = [];
    const left = [this.#value];
    while (left.length > 0) {
      const value = left.pop();
      if (typeof value === "string") texts.push(value);
      else if (typeof value === "object" && value !== null) for (const each of Object.values(value)) left.push(each);
    }
    return texts;
  }

  /** Two values that are not known are never the same. */
  equals(other: Withheld): boolean {
    if (this.reason !== "sensitive" || other.reason !== "sensitive") return false;
    return JSON.stringify(this.#value) === JSON.stringify(other.#value);
  }

  toString(): string {
    return this.reason === "sensitive" ? "(sensitive)" : "(known after apply)";
  }

  toJSON(): string {
    return String(this);
  }
}

export type Value = string | number | boolean | null | Withheld | readonly Value[] | Attributes;

/** Maps, for the names may be anything. */
export type Attributes = ReadonlyMap<string, Value>;

/** A text of the plan; undefined where it has none. */
export type Text = string | Withheld | undefined;

/** A `delete_on_termination`; undefined where the plan does not have it. */
export type Setting = boolean | Withheld | undefined;

/** How deep values are read; those of NICs have half of it. */
const DEPTH = 8;

/**
 * Attributes as `terraform show -json` writes them, with what goes with them.
 * @param sensitive `before_sensitive`, `after_sensitive` or `sensitive_values`: `true` for what must not be shown, in
 * the shape of the values
 * @param unknown `after_unknown`, in the same way: what is not known is left out of the values
 * @see https://developer.hashicorp.com/terraform/internals/json-format#change-representation
 */
export function attributesOf(values: unknown, sensitive: unknown, unknown?: unknown): Attributes | undefined {
  if (!isObject(values)) return undefined;
  return membersOf(values, sensitive, unknown, DEPTH);
}

function membersOf(values: JsonObject, sensitive: unknown, unknown: unknown, depth: number): Attributes {
  const names = new Set([...Object.keys(values), ...(isObject(unknown) ? Object.keys(unknown) : [])]);
  return new Map(
    [...names].map((name) => {
      const value = property(values, name);
      return [name, saidOf(value, markOf(sensitive, name, isObject), markOf(unknown, name, isObject), depth - 1)];
    }),
  );
}

function saidOf(value: unknown, sensitive: unknown, unknown: unknown, depth: number): Value {
  if (unknown === true) return new Withheld("unknown");
  if (sensitive === true) return new Withheld("sensitive", value);
  if (depth === 0) return null;
  if (Array.isArray(value)) {
    const length = Array.isArray(unknown) ? Math.max(value.length, unknown.length) : value.length;
    return Array.from({ length }, (_, index) =>
      saidOf(value[index], markOf(sensitive, index, Array.isArray), markOf(unknown, index, Array.isArray), depth - 1),
    );
  }
  if (isObject(value)) return membersOf(value, sensitive, unknown, depth);
  if (isMarking(sensitive)) return new Withheld("sensitive", value);
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}

/** The mark of a part. Marks in another shape than the values are held to be about all of them. */
function markOf(mark: unknown, part: string | number, isOfTheirShape: (mark: unknown) => boolean): unknown {
  if (!isOfTheirShape(mark)) return mark === true || isMarking(mark);
  return Array.isArray(mark) ? mark[Number(part)] : property(mark, String(part));
}

function isMarking(mark: unknown): boolean {
  if (typeof mark === "object" && mark !== null) return Object.keys(mark).length > 0;
  return mark !== undefined && mark !== null && mark !== false;
}

export function isWithheld(value: unknown): value is Withheld {
  return value instanceof Withheld;
}

export function textIn(attributes: Attributes | undefined, name: string): Text {
  const value = attributes?.get(name);
  return (typeof value === "string" && value !== "") || isWithheld(value) ? value : undefined;
}

/** Each text of a list; a list that is withheld as a whole is one text. */
export function textsIn(attributes: Attributes | undefined, name: string): readonly (string | Withheld)[] {
  const value = attributes?.get(name);
  if (isWithheld(value)) return [value];
  if (!Array.isArray(value)) return [];
  return value.filter((each): each is string | Withheld => typeof each === "string" || isWithheld(each));
}

/** A boolean, or one of the texts that the official provider has in its place. */
export function settingIn(attributes: Attributes | undefined, name: string): Setting {
  return asSetting(attributes?.get(name));
}

export function asSetting(value: Value | undefined): Setting {
  if (value === "true" || value === "false") return value === "true";
  return typeof value === "boolean" || isWithheld(value) ? value : undefined;
}

/** The objects of a list, or why it is not told. */
export function objectsIn(attributes: Attributes | undefined, name: string): readonly Attributes[] | Withheld {
  const value = attributes?.get(name);
  if (isWithheld(value)) return value;
  return Array.isArray(value) ? value.filter(isAttributes) : [];
}

/** The members of an object, or why it is not told. */
export function membersIn(attributes: Attributes | undefined, name: string): Attributes | Withheld {
  const value = attributes?.get(name);
  return isWithheld(value) || isAttributes(value) ? value : new Map();
}

export function isAttributes(value: Value | undefined): value is Attributes {
  return value instanceof Map;
}

/** Whether two values are the same as far as can be told: what is not known is the same as nothing. */
export function areSame(one: Value | undefined, other: Value | undefined): boolean {
  if (isWithheld(one) || isWithheld(other)) return isWithheld(one) && isWithheld(other) && one.equals(other);
  if (Array.isArray(one) || Array.isArray(other)) {
    if (!Array.isArray(one) || !Array.isArray(other)) return false;
    return one.length === other.length && one.every((each, index) => areSame(each, other[index]));
  }
  if (isAttributes(one) || isAttributes(other)) {
    if (!isAttributes(one) || !isAttributes(other)) return false;
    return one.size === other.size && [...one].every(([name, each]) => areSame(each, other.get(name)));
  }
  return (one ?? null) === (other ?? null);
}

/** What finds a server or a port elsewhere in the plan; undefined while it is not known. */
export function keyOf(text: Text): string | undefined {
  return isWithheld(text) ? text.key : text;
}
