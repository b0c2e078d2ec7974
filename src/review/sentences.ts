/** How changes are told: what happens to a resource and why, and what becomes of a value. */
import { counted, enumerated, joined, type Phrase, say, words } from "./phrase";
import type { Change } from "./plan";
import { type Attributes, areSame, isAttributes, isWithheld, type Setting, type Value } from "./values";

export const SETTING = "delete_on_termination";

const BECAUSE: Readonly<Record<string, string>> = {
  replace_because_tainted: " because it is tainted",
  replace_by_request: " as -replace asks for",
  replace_by_triggers: " by its replace_triggered_by",
  delete_because_no_resource_config: ", as it is not in the configuration any more",
  delete_because_wrong_repetition: ", as its count or for_each has come or gone",
  delete_because_count_index: ", as its count is smaller now",
  delete_because_each_key: ", as its for_each has its key no more",
  delete_because_no_module: ", as its module is not in the configuration any more",
  delete_because_no_move_target: ", as what it was moved to is not in the configuration",
};

/** `destroyed, as it is not in the configuration any more`, `replaced because port_id changes`. */
export function ending({ kind, reason, replacePaths }: Change): Phrase {
  const because = BECAUSE[reason ?? ""] ?? "";
  if (kind !== "replace") return words(`destroyed${because}`);
  const paths = [...new Set(replacePaths)].filter((path) => path !== "");
  if (paths.length === 0) return words(`replaced${because}`);
  const shown = paths.slice(0, MOST).map((path) => say`${path}`);
  const more = paths.length > MOST ? [words(counted(paths.length - MOST, "other"))] : [];
  return say`replaced because ${enumerated([...shown, ...more])} ${words(paths.length === 1 ? "changes" : "change")}`;
}

/** How many things of a kind are named in one sentence. */
const MOST = 5;

/** As the beginning of a sentence. */
export function capital([first, ...rest]: Phrase): Phrase {
  return typeof first === "string"
    ? [`${first.charAt(0).toUpperCase()}${first.slice(1)}`, ...rest]
    : [first ?? "", ...rest];
}

/** What becomes of a setting, as a clause. */
export function transition(from: Setting, to: Setting): Phrase {
  if (isWithheld(to)) return say`what ${SETTING} will be is ${withheldText(to)}`;
  if (to === undefined) return say`what ${SETTING} will be is not in the plan`;
  if (from === to) return say`${SETTING} stays ${to}`;
  if (isWithheld(from)) return say`${SETTING} is set to ${to}, and what it is now is ${withheldText(from)}`;
  if (from === undefined) return say`${SETTING} is set to ${to}, and what it is now is not in the plan`;
  return say`${SETTING} changes from ${from} to ${to}`;
}

/** Where a setting comes from that is not known. */
export function origin(change: Change, setting: Setting): Phrase {
  const reference = isWithheld(setting) && setting.reason === "unknown" ? change.referenceOf(SETTING) : undefined;
  return reference === undefined ? [] : say`, and comes from ${reference}`;
}

/** What a setting is, in a clause after "is". */
export function settingText(setting: Setting): Phrase {
  if (setting === undefined) return words("not in the plan");
  return isWithheld(setting) ? withheldText(setting) : say`${setting}`;
}

function withheldText(value: { readonly reason: string }): Phrase {
  return words(value.reason === "unknown" ? "not known until apply" : "(sensitive)");
}

export interface Difference {
  readonly name: string;
  readonly before: Value | undefined;
  readonly after: Value | undefined;
}

/** The attributes that are not the same, or may not be. */
export function differences(before: Attributes, after: Attributes, ignored: readonly string[]): readonly Difference[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names]
    .filter((name) => !ignored.includes(name))
    .map((name) => ({ name, before: before.get(name), after: after.get(name) }))
    .filter(({ before: one, after: other }) => !areSame(one, other))
    .map(hidden)
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** What is sensitive on one side is not shown on the other either. */
function hidden(difference: Difference): Difference {
  const found = [difference.before, difference.after].find(
    (value) => isWithheld(value) && value.reason === "sensitive",
  );
  return found === undefined ? difference : { ...difference, before: found, after: found };
}

/** `fixed_ip changes from 192.168.0.10 to 192.168.0.11`, with another verb where it has happened already. */
export function differencesText(all: readonly Difference[], verb: "changes" | "changed" = "changes"): Phrase {
  const told = all.slice(0, MOST).map(({ name, before, after }) => {
    return say`${name} ${words(verb)} from ${valueText(before)} to ${valueText(after)}`;
  });
  const more = all.length > MOST ? [words(`so do ${counted(all.length - MOST, "other attribute")}`)] : [];
  return enumerated([...told, ...more]);
}

export function valueText(value: Value | undefined): Phrase {
  if (value === undefined || value === null) return words("nothing");
  if (isWithheld(value)) return words(value.reason === "unknown" ? "what is not known until apply" : "(sensitive)");
  if (isAttributes(value)) return say`${JSON.stringify(plain(value))}`;
  if (typeof value !== "object") return say`${value}`;
  return value.length === 0 ? words("nothing") : joined(value.map(valueText), ", ");
}

function plain(value: Value): unknown {
  if (isAttributes(value)) return Object.fromEntries([...value].map(([name, each]) => [name, plain(each)]));
  return Array.isArray(value) ? value.map(plain) : value;
}
