/** Rules between the arguments of one configuration. What is unknown may still turn out either way. */
import { type Diagnostic, errorDiagnostic } from "./diagnostics";
import { attributePath } from "./path";
import { isUnknown, type ValueRecord } from "./value";

/** A rule over several arguments. */
export interface Rule<Name extends string = string> {
  readonly names: readonly Name[];
  /** A sentence for the docs, in Markdown. */
  readonly text: string;
  /** What is wrong with the configuration; undefined if nothing is, or if that is not known yet. */
  find(config: ValueRecord): Diagnostic | undefined;
}

/** One of the arguments must be given, and no other. */
export function exactlyOneOf<const Name extends string>(...names: readonly Name[]): Rule<Name> {
  return rule(names, `Exactly one of ${listed(names)} must be set`, ({ given, open }, text) => {
    if (given.length > 1) return conflict(text, given);
    return given.length === 0 && open.length === 0 ? missing(text, "none is") : undefined;
  });
}

/** At least one of the arguments must be given. */
export function atLeastOneOf<const Name extends string>(...names: readonly Name[]): Rule<Name> {
  return rule(names, `At least one of ${listed(names)} must be set`, ({ given, open }, text) =>
    given.length === 0 && open.length === 0 ? missing(text, "none is") : undefined,
  );
}

/** No two of the arguments may be given together. */
export function atMostOneOf<const Name extends string>(...names: readonly Name[]): Rule<Name> {
  return rule(names, `At most one of ${listed(names)} may be set`, ({ given }, text) =>
    given.length > 1 ? conflict(text, given) : undefined,
  );
}

/** All of the arguments must be given, or none. */
export function allOrNoneOf<const Name extends string>(...names: readonly Name[]): Rule<Name> {
  return rule(names, `${listed(names)} must be set together or not at all`, ({ given, absent }, text) => {
    if (given.length === 0 || absent.length === 0) return undefined;
    return missing(text, `${quoted(absent)} ${absent.length === 1 ? "is" : "are"} not`, given[0]);
  });
}

interface Arguments {
  readonly given: readonly string[];
  /** Not known yet. */
  readonly open: readonly string[];
  readonly absent: readonly string[];
}

function rule<Name extends string>(
  names: readonly Name[],
  text: string,
  judge: (arguments_: Arguments, text: string) => Diagnostic | undefined,
): Rule<Name> {
  return {
    names,
    text: `${text}.`,
    find(config) {
      const open = names.filter((name) => isUnknown(config[name]));
      const absent = names.filter((name) => (config[name] ?? null) === null);
      const given = names.filter((name) => !open.includes(name) && !absent.includes(name));
      return judge({ given, open, absent }, text.replaceAll("`", '"'));
    },
  };
}

function conflict(text: string, given: readonly string[]): Diagnostic {
  return errorDiagnostic("Conflicting arguments", `${text}; ${quoted(given)} are.`, attributePath(given.at(-1) ?? ""));
}

function missing(text: string, what: string, beside?: string): Diagnostic {
  return errorDiagnostic("Missing argument", `${text}; ${what}.`, beside === undefined ? [] : attributePath(beside));
}

function listed(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(" and ");
}
