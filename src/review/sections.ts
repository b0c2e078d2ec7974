/** Findings in the order and the groups in which both formats have them. */
import { type Finding, GROUPS, type Group, ORDER, subjectOf } from "./findings";
import type { Phrase } from "./phrase";

export interface Section {
  readonly group: Group;
  readonly title: string;
  /** Findings with the same check, which is told once. */
  readonly parts: readonly Part[];
  readonly count: number;
}

export interface Part {
  readonly findings: readonly Finding[];
  readonly check: Phrase;
}

/** The sections that have findings, the weightiest first. */
export function sectionsOf(findings: readonly Finding[]): readonly Section[] {
  const byGroup = grouped(findings, ({ group }) => group);
  return ORDER.flatMap((group) => {
    const found = byGroup.get(group) ?? [];
    if (found.length === 0) return [];
    const parts = [...grouped(found, ({ check }) => JSON.stringify(check)).values()];
    return [
      {
        group,
        title: `${GROUPS[group].title}: ${subjectOf(group, found)}`,
        parts: parts.map((part) => ({ findings: part, check: part[0]?.check ?? [] })),
        count: found.length,
      },
    ];
  });
}

function grouped<Key>(findings: readonly Finding[], keyOf: (finding: Finding) => Key): Map<Key, Finding[]> {
  const groups = new Map<Key, Finding[]>();
  for (const finding of findings) {
    const key = keyOf(finding);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return groups;
}
