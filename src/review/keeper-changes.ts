/** What a plan does to settings of NICs that it does not touch otherwise. */
import type { Context } from "./context";
import type { Finding, Group } from "./findings";
import { givenBack, heldNow, isGivenBack, type Planned, planned } from "./keepers";
import type { SetNic } from "./nics";
import { type Phrase, say, words } from "./phrase";
import type { Change } from "./plan";
import { capital, ending, origin, SETTING, settingText, transition } from "./sentences";
import { areSame, isWithheld, keyOf, type Setting, textIn } from "./values";

const KEEP = 'on_destroy = "keep"';

export const TO_KEEP = say`To let it outlive its server, with its IP and MAC address, set ${`${SETTING} = false`}.`;
export const STAYS = words("When its server goes, its port stays. Delete it then, if nobody needs its addresses.");
const TO_LEAVE = say`To leave its setting as it is, set ${KEEP} and apply that before it is destroyed.`;
const UNWATCHED = words("Check that its setting is right: from now on a change of it goes unnoticed.");

/** The findings about NICs of a `huaweiecs_nic_attachment_setting` or `huaweiecs_server_nic_policy`. */
export function keeperChanges(change: Change, context: Context): readonly Finding[] {
  const plan = planned(change, context.inventory);
  switch (change.kind) {
    case "create":
      return [...settings(change, context, plan.nics), ...rest(change, context, plan)];
    case "update":
      return [...updates(change, context, plan.nics), ...rest(change, context, plan)];
    case "delete":
      return lasting(heldNow(change), context).map((nic) => release(change, context, nic));
    case "replace":
      return replacements(change, context, plan).map((finding) => ({ ...finding, gates: ["replace"] }));
    default:
      return [];
  }
}

/** NICs whose servers stay: what becomes of the others is told of their servers. */
function lasting(nics: readonly SetNic[], context: Context): readonly SetNic[] {
  return nics.filter((nic) => !context.isDying(nic.server));
}

/** Where a NIC belongs by what becomes of its setting. */
export function groupOf(from: Setting, to: Setting, otherwise: Group): Group {
  if (to === undefined || isWithheld(to)) return areSame(from, to) ? otherwise : "unknown";
  return to && from !== true ? "deleted" : otherwise;
}

/** What to do about a NIC whose setting becomes something. */
export function checkOf(group: Group, setting: Setting): Phrase {
  if (group === "deleted") return TO_KEEP;
  if (group === "kept") return STAYS;
  if (group !== "unknown") return [];
  return isWithheld(setting) && setting.reason === "sensitive"
    ? words("Look at the value where it comes from: it is sensitive, and not shown.")
    : words("Make the value known, or look at the NIC again after the apply.");
}

/** NICs that come under the resource. Those that have the setting already are not touched. */
function settings(change: Change, context: Context, nics: readonly SetNic[]): readonly Finding[] {
  return nics.flatMap((nic) => effect(change, context, nic, context.inventory.settingOf(nic)));
}

function updates(change: Change, context: Context, nics: readonly SetNic[]): readonly Finding[] {
  const before = new Map(heldNow(change).map((nic) => [keyOf(nic.port), nic.setting]));
  return lasting(nics, context).flatMap((nic) => {
    const port = keyOf(nic.port);
    return effect(change, context, nic, before.has(port) ? before.get(port) : context.inventory.settingOf(nic));
  });
}

function effect(change: Change, context: Context, nic: SetNic, from: Setting): readonly Finding[] {
  if (areSame(from, nic.setting) && from !== undefined) return [];
  const isReplaced = change.kind === "replace";
  const group = groupOf(from, nic.setting, isReplaced ? "replaced" : "kept");
  const lead = isReplaced ? say`${capital(ending(change))}: ` : [];
  const event = say`${lead}${transition(from, nic.setting)}${origin(change, nic.setting)}.`;
  return [context.finding(change, { group, nic, event: capital(event), check: checkOf(group, nic.setting) })];
}

/** What a policy wants of NICs that the plan does not list. */
function rest(change: Change, context: Context, plan: Planned): readonly Finding[] {
  if (!("rest" in plan)) return [];
  const group = groupOf(undefined, plan.rest, "kept");
  const every = words(plan.nics.length > 0 ? "Every other NIC" : "Every NIC");
  const isTold = typeof plan.rest === "boolean";
  const what = isTold ? say`${SETTING} is set to ${plan.rest}` : transition(undefined, plan.rest);
  const event = say`${every} that the policy is about: ${what}${origin(change, plan.rest)}.`;
  const server = textIn(change.after, "server_id");
  return [context.finding(change, { group, server, event, check: checkOf(group, plan.rest), isWide: true })];
}

/** A NIC that the resource lets go of. */
function release(change: Change, context: Context, nic: SetNic): Finding {
  const to = givenBack(change, nic);
  const group = groupOf(nic.setting, to, change.kind === "replace" ? "replaced" : "released");
  const rival = context.rivalOf(change, nic);
  const race = rival && say` ${rival.address} sets it in the same plan, and which of them comes last is not certain.`;
  return context.finding(change, {
    group,
    nic,
    event: say`${capital(ending(change))}: ${releaseText(change, nic.setting, to)}.${race}`,
    check: { deleted: TO_LEAVE, released: UNWATCHED }[group as string] ?? checkOf(group, to),
  });
}

function releaseText(change: Change, from: Setting, to: Setting): Phrase {
  if (!isGivenBack(change)) return say`${transition(from, to)}, as ${KEEP} says`;
  if (from === to) return say`${SETTING} is given back as ${settingText(to)}, which it is now`;
  return say`what ${SETTING} was at first is given back: ${settingText(to)}. It is ${settingText(from)} now`;
}

/** The old NICs are let go of and the new ones are set; one that is both ends as the last of the two steps has it. */
function replacements(change: Change, context: Context, plan: Planned): readonly Finding[] {
  const next = new Map(plan.nics.map((nic) => [keyOf(nic.port) ?? nic, nic]));
  const old = lasting(heldNow(change), context).map((nic) => {
    const renewed = next.get(keyOf(nic.port) ?? nic);
    next.delete(keyOf(nic.port) ?? nic);
    return renewed === undefined ? release(change, context, nic) : renewal(change, context, nic, renewed);
  });
  return [...old, ...settings(change, context, [...next.values()]), ...rest(change, context, plan)];
}

function renewal(change: Change, context: Context, nic: SetNic, next: SetNic): Finding {
  const back = givenBack(change, nic);
  const isUndone = change.isCreatedFirst && isGivenBack(change) && !areSame(back, next.setting);
  const to = isUndone ? back : next.setting;
  const group = groupOf(nic.setting, to, "replaced");
  const undone = say` The new one is created first: what the old one gives back undoes it until the next apply.`;
  return context.finding(change, {
    group,
    nic,
    event: say`${capital(ending(change))}: ${transition(nic.setting, to)}.${isUndone ? undone : []}`,
    check: isUndone ? TO_LEAVE : checkOf(group, to),
  });
}
