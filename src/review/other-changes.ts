/** What else a plan does to the resources: what it takes over or lets go of, and what it changes beside settings. */
import { nicOf } from "./attachment-changes";
import type { Context, Subject } from "./context";
import type { Finding } from "./findings";
import { heldNow, isKeeper } from "./keepers";
import type { SetNic } from "./nics";
import { counted, type Phrase, say, words } from "./phrase";
import type { Change, Deferred } from "./plan";
import { capital, differences, differencesText, ending, SETTING, settingText } from "./sentences";
import { textIn } from "./values";

const UNWATCHED = words("Check that this is meant: from now on Terraform does not notice what becomes of it.");

const PLAN_AGAIN = words("Plan again after this apply, and review that plan too.");

/** What has findings of its own already, or follows from it. */
const TOLD = [
  "id",
  SETTING,
  "nics",
  "network_id",
  "fixed_ip",
  "fixed_ipv6",
  "fixed_ips",
  "original_delete_on_termination",
];

/** @param isTold whether the change has other findings */
export function otherChanges(change: Change, context: Context, isTold: boolean): readonly Finding[] {
  const { kind, previousAddress, isImported } = change;
  const about = subjectOf(change);
  const finding = (group: Subject["group"], event: Phrase, check: Phrase = []) =>
    context.finding(change, { ...about, group, event, check });
  const changed = kind === "update" ? otherDifferences(change, isTold) : [];
  return [
    ...(previousAddress === undefined ? [] : [finding("moved", say`It was ${previousAddress}.`)]),
    ...(isImported ? [finding("imported", say`Adopted ${adoptionText(change)}.`)] : []),
    ...(kind === "forget"
      ? [finding("forgotten", say`Forgotten, and left as it is: ${stateText(change)}.`, UNWATCHED)]
      : []),
    ...(kind === "strange"
      ? [finding("unknown", words("What is planned is no action that is known here."), words("Read the plan itself."))]
      : []),
    ...(changed.length > 0 ? [finding("other", capital(say`${differencesText(changed)}.`))] : []),
    ...(isTold || changed.length > 0 ? [] : leftOver(change, finding)),
  ];
}

function otherDifferences({ now = new Map(), after = new Map() }: Change, isTold: boolean) {
  // A policy may want something else of NICs to come, while none that is there changes.
  return differences(now, after, isTold ? TOLD : TOLD.filter((name) => name !== SETTING));
}

/** So that nothing that happens goes without a word. */
function leftOver(change: Change, finding: (group: Subject["group"], event: Phrase) => Finding): readonly Finding[] {
  switch (change.kind) {
    case "create":
      return [finding("other", words("Managed from now on. The settings are as they should be already."))];
    case "update":
      return change.isImported || change.previousAddress !== undefined
        ? []
        : [finding("other", words("Updated. Nothing of its NICs changes."))];
    case "delete":
      return [finding("released", say`${capital(ending(change))}.`)];
    case "replace":
      return [finding("replaced", say`${capital(ending(change))}.`)];
    default:
      return [];
  }
}

function adoptionText(change: Change): Phrase {
  return change.kind === "no-op" ? say`as it is: ${stateText(change)}` : words("and changed, as is told too");
}

/** What the resource says of the settings of its NICs. */
function stateText(change: Change): Phrase {
  if (change.type === "huaweicloud_compute_instance") return words("the server is not touched");
  const nics = nicsOf(change);
  if (nics.length === 0) return words("no NIC is listed");
  if (nics.length === 1) return say`${SETTING} is ${settingText(nics[0]?.setting)}`;
  const deleted = nics.filter((nic) => nic.setting === true).length;
  return say`${SETTING} is ${true} of ${words(`${deleted} of ${counted(nics.length, "NIC")}`)}`;
}

function nicsOf(change: Change): readonly SetNic[] {
  return isKeeper(change) ? heldNow(change) : [nicOf(change, change.now)];
}

/** The one NIC that a change is about, or the server. */
function subjectOf(change: Change): Pick<Subject, "nic" | "server"> {
  const attributes = change.after ?? change.now;
  switch (change.type) {
    case "huaweicloud_compute_instance":
      return { server: textIn(attributes, "id") };
    case "huaweiecs_server_nic_policy":
      return { server: textIn(attributes, "server_id") };
    default:
      return { nic: nicOf(change, attributes) };
  }
}

const DEFERRED: Readonly<Record<string, string>> = {
  instance_count_unknown: "How many there will be of it is not known yet.",
  resource_config_unknown: "What it is to be is not known yet.",
  provider_config_unknown: "How its provider is configured is not known yet.",
  deferred_prereq: "It depends on something that is deferred.",
  absent_prereq: "It depends on something that is not there yet.",
};

/** A change that Terraform leaves to a later plan. */
export function deferredChange({ reason, change }: Deferred, context: Context): Finding {
  const event = words(DEFERRED[reason ?? ""] ?? "Terraform does not say why.");
  return context.finding(change, { ...subjectOf(change), group: "deferred", event, check: PLAN_AGAIN });
}
