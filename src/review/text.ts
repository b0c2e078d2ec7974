/** A review as text for a terminal. */
import type { Finding, Group } from "./findings";
import { joined, type Phrase, printable, say, words } from "./phrase";
import type { Review } from "./review";
import { type Part, type Section, sectionsOf } from "./sections";
import { caveats, type GateResult, remainder, verdict } from "./verdict";

export type Tone = "danger" | "warning" | "good" | "strong" | "faint";

/** Gives a text a colour, or leaves it as it is. */
export type Paint = (tone: Tone, text: string) => string;

const PLAIN: Paint = (_tone, text) => text;

/** The other groups are neither good nor bad. */
const TONES: Partial<Record<Group, Tone>> = {
  lost: "danger",
  deleted: "danger",
  replaced: "warning",
  address: "warning",
  drift: "warning",
  unknown: "warning",
  deferred: "warning",
};

/** @param gate where gates were asked for; it is the last line */
export function writeText(review: Review, gate?: GateResult, paint: Paint = PLAIN): string {
  const paragraphs = [
    paint("strong", `${verdict(review)}.`),
    ...caveats(review).map((text) => paint("warning", text)),
    ...sectionsOf(review.findings).map((section) => sectionText(section, paint)),
    ...remainder(review).map((text) => paint("faint", text)),
    ...(gate === undefined ? [] : [gateText(gate, paint)]),
  ];
  return `${paragraphs.join("\n\n")}\n`;
}

/** Also for where nothing else is shown. */
export function gateText({ isClosed, line }: GateResult, paint: Paint = PLAIN): string {
  return paint(isClosed ? "danger" : "good", plain(line));
}

function sectionText({ group, title, parts }: Section, paint: Paint): string {
  return [paint(TONES[group] ?? "strong", title), ...parts.map((part) => partText(part, paint))].join("\n");
}

function partText({ findings, check }: Part, paint: Paint): string {
  const advice = check.length === 0 ? [] : [`  -> ${plain(check)}`];
  return [...findings.map((finding) => findingText(finding, paint)), ...advice].join("\n");
}

function findingText(finding: Finding, paint: Paint): string {
  const { resource, nicIds, server, serverId, event } = finding;
  const head = headOf(finding);
  const ids = [...nicIds, ...(serverId.length > 0 ? [say`server ${serverId}`] : [])];
  const found = ids.length === 0 ? resource : say`${resource} (${joined(ids, ", ")})`;
  const source = head.length === 0 && server.length === 0 ? [] : [`    ${paint("faint", plain(found))}`];
  return [`  ${paint("strong", plain(head.length === 0 ? resource : head))}`, `    ${plain(event)}`, ...source].join(
    "\n",
  );
}

/** What a person looks for: the NIC and its server. */
function headOf({ nic, server, isWide }: Finding): Phrase {
  const what = isWide ? words("all NICs") : nic;
  if (server.length === 0) return what;
  return what.length === 0 ? server : say`${what} on ${server}`;
}

function plain(phrase: Phrase): string {
  return phrase.map((piece) => (typeof piece === "string" ? piece : printable(piece.datum))).join("");
}
