/** What was changed behind Terraform's back, and what the plan makes of it. */
import { nicOf } from "./attachment-changes";
import type { Context } from "./context";
import type { Finding } from "./findings";
import { planned as plannedNics } from "./keepers";
import { instanceNicsIn, listedNicsIn, type SetNic } from "./nics";
import { joined, type Phrase, say, words } from "./phrase";
import type { Change } from "./plan";
import { type Difference, differences, SETTING, valueText } from "./sentences";
import { areSame, isWithheld, keyOf, textIn, type Value } from "./values";

const FIND_OUT = words("Find out who changed it, and why.");

/** What follows from something else, or is nobody's but Terraform's. */
const DERIVED: Partial<Record<Change["type"], readonly string[]>> = {
  huaweiecs_nic_attachment_setting: ["id", "timeouts", "original_delete_on_termination"],
  huaweiecs_nic_attachment: ["id", "timeouts", "fixed_ips"],
  huaweicloud_compute_interface_attach: ["id", "timeouts"],
};

/** @param change what the plan does to the same resource */
export function driftFindings(drift: Change, change: Change | undefined, context: Context): readonly Finding[] {
  if (drift.kind === "delete") return [disappearance(drift, change, context)];
  const { type, before, after } = drift;
  if (before === undefined || after === undefined) return [];
  if (type === "huaweicloud_compute_instance") {
    return listDrift(drift, change, context, { before: instanceNicsIn(before), after: instanceNicsIn(after) });
  }
  if (type === "huaweiecs_server_nic_policy") {
    const next = change?.after === undefined ? [] : plannedNics(change, context.inventory).nics;
    return listDrift(drift, change, context, { before: listedNicsIn(before), after: listedNicsIn(after), next });
  }
  // What the type that it was moved from did not have is filled in, and not changed.
  const wasThere = (each: Difference) => drift.previousAddress === undefined || (each.before ?? null) !== null;
  const changed = differences(before, after, DERIVED[type] ?? []).filter(wasThere);
  if (changed.length === 0) return [];
  const told = changed.map((each) => ({ ...each, next: change?.after?.get(each.name) }));
  return [finding(drift, change, context, nicOf(drift, after), told)];
}

interface Told extends Difference {
  /** What is planned. */
  readonly next: Value | undefined;
}

/** @param opening what has happened beside that */
function finding(
  drift: Change,
  change: Change | undefined,
  context: Context,
  nic: SetNic,
  told: readonly Told[],
  opening: Phrase = [],
): Finding {
  const sentences = told.filter(isTold).map((each) => say`${becameText(each)}: ${answerTo(each, change)}.`);
  const isLeft = told.some((each) => each.name === SETTING && nic.setting === true && isKept(each, change));
  return context.finding(drift, {
    group: "drift",
    nic,
    event: joined(opening.length > 0 ? [opening, ...sentences] : sentences, " "),
    check: FIND_OUT,
    // Then it is this plan that makes it last.
    gates: isLeft ? ["delete"] : [],
  });
}

/** The official provider's servers do not tell the settings of their NICs. */
function isTold({ before, after }: Told): boolean {
  return before !== undefined || after !== undefined;
}

function becameText({ name, before, after }: Told): Phrase {
  if (before === undefined) return say`${name} is ${valueText(after)}`;
  return say`${name} changed from ${valueText(before)} to ${valueText(after)}`;
}

function isKept({ after, next }: Told, change: Change | undefined): boolean {
  return change === undefined || change.kind === "no-op" || areSame(next, after);
}

function answerTo(told: Told, change: Change | undefined): Phrase {
  if (change?.kind === "delete") return words("this plan destroys the resource");
  if (change?.kind === "replace") return words("this plan replaces the resource");
  if (change?.kind === "forget") return words("this plan forgets the resource");
  if (isKept(told, change)) return words("this plan leaves it so");
  if (areSame(told.next, told.before)) return words("this plan puts it back");
  return isWithheld(told.next) && told.next.reason === "unknown"
    ? words("what this plan makes of it is not known until apply")
    : say`this plan makes it ${valueText(told.next)}`;
}

function disappearance(drift: Change, change: Change | undefined, context: Context): Finding {
  const answer = words(
    change?.kind === "create" ? "This plan creates it anew." : "This plan takes it out of the state.",
  );
  const about = {
    huaweicloud_compute_instance: {
      server: textIn(drift.before, "id"),
      event: words("The server is not there any more."),
    },
    huaweiecs_server_nic_policy: {
      server: textIn(drift.before, "server_id"),
      event: words("The server of these NICs is not there any more."),
    },
  }[drift.type as string] ?? { nic: nicOf(drift, drift.before), event: words("The NIC is not attached any more.") };
  return context.finding(drift, { ...about, group: "drift", event: say`${about.event} ${answer}`, check: FIND_OUT });
}

interface Lists {
  readonly before: readonly SetNic[];
  readonly after: readonly SetNic[];
  readonly next?: readonly SetNic[];
}

/** The NICs of a server, each of which may have come, gone or changed. */
function listDrift(drift: Change, change: Change | undefined, context: Context, lists: Lists): readonly Finding[] {
  const before = byPort(lists.before);
  const after = byPort(lists.after);
  const next = byPort(lists.next ?? []);
  const gone = [...before].filter(([port]) => !after.has(port));
  return [
    ...gone.map(([, nic]) => {
      const event = words("The NIC is not attached to this server any more.");
      return context.finding(drift, { group: "drift", nic, event, check: FIND_OUT });
    }),
    ...[...after].flatMap(([port, nic]) => {
      const told = {
        name: SETTING,
        before: before.get(port)?.setting,
        after: nic.setting,
        next: next.get(port)?.setting,
      };
      if (!before.has(port)) return [finding(drift, change, context, nic, [told], words("The NIC was attached."))];
      return areSame(told.before, told.after) ? [] : [finding(drift, change, context, nic, [told])];
    }),
  ];
}

function byPort(nics: readonly SetNic[]): ReadonlyMap<string, SetNic> {
  return new Map(nics.flatMap((nic) => (keyOf(nic.port) === undefined ? [] : [[keyOf(nic.port) ?? "", nic]])));
}
