/**
 * Sentences in which our words and what comes from a plan are told apart to the end, so that whatever a name holds, it
 * is escaped where it is written.
 */
import { Withheld } from "./values";

/** What comes from a plan, or is a name of a configuration. */
export interface Datum {
  readonly datum: string;
}

/** Strings are our words. */
export type Phrase = readonly (string | Datum)[];

type Part = string | number | boolean | Withheld | undefined | Phrase;

/** A phrase whose literal text is our words. A phrase that is put in stays what it is; all else is data. */
export function say(words: TemplateStringsArray, ...parts: readonly Part[]): Phrase {
  return words.flatMap((word, index) => [word, ...(index < parts.length ? asPhrase(parts[index]) : [])]).filter(isSaid);
}

function asPhrase(part: Part): Phrase {
  if (part === undefined) return [];
  if (part instanceof Withheld) return [String(part)];
  return typeof part === "object" ? part : [{ datum: String(part) }];
}

function isSaid(piece: string | Datum): boolean {
  return piece !== "";
}

/** Our own words, where a template is too much. */
export function words(text: string): Phrase {
  return text === "" ? [] : [text];
}

export function joined(phrases: readonly Phrase[], separator: string): Phrase {
  return phrases.flatMap((phrase, index) => (index === 0 ? phrase : [separator, ...phrase]));
}

/** `a`, `a and b`, `a, b and c`. */
export function enumerated(phrases: readonly Phrase[]): Phrase {
  const [last = []] = phrases.slice(-1);
  const others = phrases.slice(0, -1);
  return others.length === 0 ? last : [...joined(others, ", "), " and ", ...last];
}

/** `1 NIC`, `2 NICs`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}

/** Longer values are cut: nobody reads them, and a report has a limit. */
const LONGEST = 300;

/** Data as one line of printable characters: what would move a cursor, or pass for something else, is shown by its number. */
export function printable(datum: string): string {
  const cut = datum.length > LONGEST ? `${datum.slice(0, LONGEST)}…` : datum;
  const shown = cut.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
  return shown.trim() === "" ? JSON.stringify(shown) : shown;
}
