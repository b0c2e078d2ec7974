/** What a review finds, in the order of its weight. */
import { counted, type Phrase } from "./phrase";

export const GATES = ["lost", "delete", "replace", "address", "drift", "unknown", "any"] as const;

/** What may keep a plan from being applied. */
export type Gate = (typeof GATES)[number];

export type Group = keyof typeof GROUPS;

export interface Finding {
  readonly group: Group;
  /** The gates that it closes beside those of its group. */
  readonly gates: readonly Gate[];
  /** The resource's address. */
  readonly resource: Phrase;
  /** What a person knows the NIC by; empty for a finding that is about none in particular. */
  readonly nic: Phrase;
  /** By what else it can be found: port and MAC address. */
  readonly nicIds: readonly Phrase[];
  readonly server: Phrase;
  readonly serverId: Phrase;
  /** Whether it is about all NICs of a server. */
  readonly isWide: boolean;
  /** Whole sentences. */
  readonly event: Phrase;
  /** What to do, or to check before it is applied. */
  readonly check: Phrase;
}

interface GroupText {
  readonly title: string;
  readonly noun: string;
  /** What is said of one, and of several. */
  readonly verb: readonly [string, string];
  readonly gates: readonly Gate[];
}

/** In the order in which they are reported. */
export const GROUPS = {
  lost: {
    title: "Lost by this plan",
    noun: "NIC",
    verb: ["is lost", "are lost"],
    gates: ["lost", "delete"],
  },
  deleted: {
    title: "Deleted with their server from now on",
    noun: "NIC",
    verb: ["will be deleted with its server from now on", "will be deleted with their servers from now on"],
    gates: ["delete"],
  },
  replaced: {
    title: "Replaced",
    noun: "resource",
    verb: ["is replaced", "are replaced"],
    gates: ["replace"],
  },
  address: {
    title: "Another address",
    noun: "NIC",
    verb: ["gets another address", "get another address"],
    gates: ["address"],
  },
  released: {
    title: "Given back or left",
    noun: "setting",
    verb: ["is given back or left", "are given back or left"],
    gates: [],
  },
  kept: {
    title: "Kept from now on",
    noun: "NIC",
    verb: ["will be kept", "will be kept"],
    gates: [],
  },
  drift: {
    title: "Changed behind Terraform's back",
    noun: "change",
    verb: ["was made behind Terraform's back", "were made behind Terraform's back"],
    gates: ["drift"],
  },
  unknown: {
    title: "Not known",
    noun: "outcome",
    verb: ["is not known", "are not known"],
    gates: ["unknown"],
  },
  deferred: {
    title: "Deferred to a later plan",
    noun: "change",
    verb: ["is deferred", "are deferred"],
    gates: ["unknown"],
  },
  moved: {
    title: "Moved",
    noun: "resource",
    verb: ["is moved", "are moved"],
    gates: [],
  },
  imported: {
    title: "Imported",
    noun: "resource",
    verb: ["is imported", "are imported"],
    gates: [],
  },
  forgotten: {
    title: "Forgotten",
    noun: "resource",
    verb: ["is forgotten", "are forgotten"],
    gates: [],
  },
  other: {
    title: "Other changes",
    noun: "change",
    verb: ["is made besides", "are made besides"],
    gates: [],
  },
} as const satisfies Record<string, GroupText>;

export const ORDER = Object.keys(GROUPS) as readonly Group[];

export function gatesOf({ group, gates }: Finding): readonly Gate[] {
  return [...GROUPS[group].gates, ...gates, "any"];
}

/** `2 NICs and all NICs of 1 server`. */
export function subjectOf(group: Group, findings: readonly Finding[]): string {
  const { noun } = GROUPS[group];
  if (noun === "resource") return counted(resourcesIn(findings), noun);
  const wide = findings.filter(({ isWide }) => isWide).length;
  const narrow = findings.length - wide;
  const parts = [
    ...(narrow > 0 ? [counted(narrow, noun)] : []),
    ...(wide > 0 ? [`all NICs of ${counted(wide, "server")}`] : []),
  ];
  return parts.join(" and ");
}

/** `1 NIC is lost, 2 resources are replaced`: what is found, the weightiest first. */
export function clauses(findings: readonly Finding[]): readonly string[] {
  return ORDER.flatMap((group) => {
    const found = findings.filter((finding) => finding.group === group);
    if (found.length === 0) return [];
    const [one, several] = GROUPS[group].verb;
    const subject = subjectOf(group, found);
    return [`${subject} ${/^1 \w+$/.test(subject) ? one : several}`];
  });
}

/** How many resources are replaced, whatever else is found of them. */
export function replacedClause(findings: readonly Finding[]): string {
  const count = resourcesIn(findings);
  return `${counted(count, "resource")} ${GROUPS.replaced.verb[count === 1 ? 0 : 1]}`;
}

function resourcesIn(findings: readonly Finding[]): number {
  return new Set(findings.map(({ resource }) => JSON.stringify(resource))).size;
}
