const mask = "[secret]";

/** Shorter values would be found everywhere in ordinary text. */
const shortestHidden = 4;

/** A value that must not be seen: it prints `[secret]` in strings, JSON and inspection. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself. Only the signature needs it. */
  reveal(): string {
    return this.#value;
  }

  /** The text with every occurrence of this secret masked, for text that others wrote. */
  hideIn(text: string): string {
    return this.#value.length < shortestHidden ? text : text.replaceAll(this.#value, mask);
  }

  toString(): string {
    return mask;
  }

  toJSON(): string {
    return mask;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return mask;
  }
}
