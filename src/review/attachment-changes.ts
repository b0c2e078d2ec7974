/** What a plan does to NICs that it attaches and detaches. */
import type { Context, End } from "./context";
import type { Finding } from "./findings";
import { checkOf, groupOf, STAYS } from "./keeper-changes";
import { nicIn, officialNicIn, type SetNic } from "./nics";
import { type Phrase, say, words } from "./phrase";
import type { Change } from "./plan";
import { capital, differences, differencesText, ending, origin, SETTING, settingText, transition } from "./sentences";
import { type Attributes, areSame, isWithheld, keyOf, type Setting } from "./values";

const OFFICIAL = "huaweicloud_compute_interface_attach";

/** What moves a NIC to another address, in place. */
const ADDRESS = ["network_id", "fixed_ip", "fixed_ipv6"];

export const TO_SAVE = say`If its IP or MAC address is needed any longer, set ${`${SETTING} = false`} and apply that first.`;
export const TO_LOOK_UP = say`Look up its ${SETTING} before this is applied: the data source ${"huaweiecs_nic_attachments"} shows it.`;
const READDRESSED = words("Tell whoever knows the old address: firewalls, licences, DNS.");

/** The findings about NICs of a `huaweiecs_nic_attachment` or `huaweicloud_compute_interface_attach`. */
export function attachmentChanges(change: Change, context: Context): readonly Finding[] {
  const before = nicOf(change, change.before);
  const after = nicOf(change, change.after);
  switch (change.kind) {
    case "create":
      return [attachment(change, context, after)];
    case "update":
      return [...setting(change, context, after), ...addresses(change, context, after)];
    case "delete":
      return [detachment(change, context, before)];
    case "replace":
      return replacement(change, context, before, after).map((finding) => ({
        ...finding,
        gates: [...finding.gates, "replace"],
      }));
    default:
      return [];
  }
}

export function nicOf({ type }: Change, attributes: Attributes | undefined): SetNic {
  return type === OFFICIAL ? officialNicIn(attributes) : nicIn(attributes);
}

function attachment(change: Change, context: Context, nic: SetNic): Finding {
  const group = groupOf(undefined, nic.setting, "kept");
  const isLeftToCloud = isOpen(nic.setting) && change.referenceOf(SETTING) === undefined;
  const cause = isLeftToCloud ? say`, as the cloud decides where it is not set` : origin(change, nic.setting);
  return context.finding(change, {
    group,
    nic,
    event: say`Attached by this plan: ${SETTING} is ${settingText(nic.setting)}${cause}.`,
    check: isLeftToCloud ? say`Set ${SETTING} to decide it.` : checkOf(group, nic.setting),
  });
}

function isOpen(setting: Setting): boolean {
  return setting === undefined || (isWithheld(setting) && setting.reason === "unknown");
}

function setting(change: Change, context: Context, nic: SetNic): readonly Finding[] {
  const from = nicOf(change, change.now).setting;
  if (areSame(from, nic.setting) || context.isDying(nic.server)) return [];
  const group = groupOf(from, nic.setting, "kept");
  const event = capital(say`${transition(from, nic.setting)}${origin(change, nic.setting)}.`);
  return [context.finding(change, { group, nic, event, check: checkOf(group, nic.setting) })];
}

function addresses(change: Change, context: Context, after: SetNic): readonly Finding[] {
  const { now, after: attributes } = change;
  if (now === undefined || attributes === undefined) return [];
  const changed = differences(now, attributes, []).filter(({ name }) => ADDRESS.includes(name));
  if (changed.length === 0) return [];
  // By its old address it is known.
  const nic = { ...after, addresses: nicOf(change, now).addresses };
  const event = capital(say`${differencesText(changed)}.`);
  return [context.finding(change, { group: "address", nic, event, check: READDRESSED })];
}

/** Our own resource brings about what the state says before it detaches; the official one leaves it to the cloud. */
function endsOf(change: Change, context: Context, nic: SetNic): readonly End[] {
  const now = nicOf(change, change.now).setting;
  const known = now ?? context.inventory.settingOf(nic);
  return change.type === OFFICIAL
    ? context.endsOf(nic, change, known)
    : [{ setting: nic.setting ?? known, isCertain: true }];
}

function detachment(change: Change, context: Context, nic: SetNic): Finding {
  return fate(change, context, nic, endsOf(change, context, nic), say`${capital(ending(change))}: the NIC is detached`);
}

/**
 * What becomes of a NIC that is detached, alone or with its server.
 * @param ends what its setting may be by then
 */
export function fate(change: Change, context: Context, nic: SetNic, ends: readonly End[], lead: Phrase): Finding {
  const isReplaced = change.kind === "replace";
  const [bad] = [...ends].sort((one, other) => rank(one) - rank(other));
  const to = bad?.setting;
  const told = bad === undefined ? [] : endText(bad);
  if (to === true) {
    return context.finding(change, {
      group: "lost",
      nic,
      event: say`${lead}, and its port is deleted, as ${told}.`,
      check:
        bad?.by === undefined
          ? TO_SAVE
          : say`If its IP or MAC address is needed any longer, set ${'on_destroy = "keep"'} there and apply that first.`,
    });
  }
  if (to === false) {
    return context.finding(change, {
      group: isReplaced && change.type !== "huaweicloud_compute_instance" ? "replaced" : "kept",
      nic,
      event: say`${lead}, and its port stays, as ${told}.`,
      check: STAYS,
    });
  }
  return context.finding(change, {
    group: "unknown",
    nic,
    event: say`${lead}. Whether its port is deleted then cannot be told, as ${told}.`,
    check: TO_LOOK_UP,
  });
}

/** What is lost comes before what is not known, and what is so anyway before what another resource does. */
function rank({ setting, by }: End): number {
  return (setting === true ? 0 : setting === false ? 4 : 2) + (by === undefined ? 0 : 1);
}

function endText({ setting: value, by, isCertain }: End): Phrase {
  if (by === undefined) return say`${SETTING} is ${settingText(value)}`;
  const goes = by.kind === "delete" || by.kind === "replace";
  const what = goes
    ? say`${by.address} gives back ${settingText(value)}`
    : say`${by.address} makes it ${settingText(value)}`;
  return isCertain ? say`${what} before that` : say`${what}, if it comes first`;
}

function replacement(change: Change, context: Context, before: SetNic, after: SetNic): readonly Finding[] {
  const old = detachment(change, context, before);
  const port = keyOf(before.port);
  const isSamePort = port !== undefined && port === keyOf(after.port);
  const failure = isSamePort ? failureText(change, old) : [];
  const isAnother = after.setting === true ? before.setting !== true : after.setting !== false;
  return [{ ...old, event: say`${old.event}${failure}` }, ...(isAnother ? [attachment(change, context, after)] : [])];
}

/** Why the port that was detached cannot be attached again. */
function failureText({ isCreatedFirst }: Change, { group }: Finding): Phrase {
  if (isCreatedFirst)
    return words(" The new one comes first, and cannot attach what is attached still: the apply fails.");
  return group === "lost" ? words(" There is nothing to attach again then: the apply fails.") : [];
}
