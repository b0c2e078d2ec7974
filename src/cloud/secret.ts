const mask = "[secret]";

/** Shorter values would be found everywhere in ordinary text. */
const shortestHidden = 4;

/** A value that must not be seen: it prints `[secret]` in strings, JSON and inspection. */
export class Secret {
  readonly #value: string;
  #spellings: readonly string[] | undefined;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself. Only what signs or signs in needs it. */
  reveal(): string {
    return this.#value;
  }

  /** The text with every occurrence of this secret masked, as it is or as JSON and URLs write it. */
  hideIn(text: string): string {
    if (this.#value.length < shortestHidden) return text;
    this.#spellings ??= spellings(this.#value);
    return this.#spellings.reduce((hidden, spelling) => hidden.replaceAll(spelling, mask), text);
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

/** How others may write the value, the longest first: a shorter one may be a part of a longer one. */
function spellings(value: string): readonly string[] {
  const once = escaped(value);
  const twice = escaped(once);
  // Some services write everything but ASCII, or what HTML would read, as \u escapes.
  const ascii = unicodeEscaped(once, /[^\x20-\x7e]/g);
  const html = unicodeEscaped(once, /[<>&]/g);
  const all = [value, once, twice, escaped(twice), ascii, html, encoded(value), encoded(once)];
  return [...new Set(all)].sort((a, b) => b.length - a.length);
}

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function unicodeEscaped(text: string, characters: RegExp): string {
  return text.replaceAll(characters, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function encoded(text: string): string {
  // A lone surrogate has no UTF-8 form of its own.
  return encodeURIComponent(Buffer.from(text).toString());
}
