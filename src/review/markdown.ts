/** A review as Markdown for the comment of a pull or merge request, as GitHub and GitLab show it. */
import type { Finding } from "./findings";
import { counted, type Phrase, printable, words } from "./phrase";
import type { Review } from "./review";
import { type Part, type Section, sectionsOf } from "./sections";
import { caveats, type GateResult, remainder, verdict } from "./verdict";

/** In characters. A comment on GitHub may have 65,536. */
const LIMIT = 60_000;

/** Longer lists are folded. */
const FOLD = 10;

/** What a section needs beside its rows, at the most. */
const FRAME = 1_500;

const HEAD = ["| NIC | server | resource | what happens |", "|---|---|---|---|"];

/** @param gate where gates were asked for; it is the last line */
export function writeMarkdown(review: Review, gate?: GateResult): string {
  const sections = sectionsOf(review.findings);
  const closing = [...remainder(review), ...(gate === undefined ? [] : [gateMarkdown(gate)])];
  const opening = [`## NIC review: ${verdict(review)}`, ...caveats(review).map((text) => `**${text}**`)];
  let left = LIMIT - [...opening, ...closing].join("\n\n").length - sections.length * FRAME;
  const written = sections.map((section) => {
    const { text, used } = sectionMarkdown(section, left);
    left -= used;
    return text;
  });
  return `${[...opening, ...written, ...closing].join("\n\n")}\n`;
}

function gateMarkdown({ isClosed, line }: GateResult): string {
  return isClosed ? `**${marked(line)}**` : marked(line);
}

/** @param space how many characters the rows may have */
function sectionMarkdown({ title, parts, count }: Section, space: number): { text: string; used: number } {
  let used = 0;
  const tables = parts.map((part) => {
    const table = partMarkdown(part, space - used);
    used += table.used;
    return table;
  });
  const left = tables.reduce((sum, table) => sum + table.left, 0);
  const more =
    left === 0 ? [] : [`${counted(left, "more finding")} of this kind ${left === 1 ? "has" : "have"} no room here.`];
  const shown = tables.flatMap(({ text }) => text);
  const folded =
    count > FOLD && shown.length > 0 ? ["<details>\n<summary>Show them</summary>", ...shown, "</details>"] : shown;
  return { text: [`### ${title}`, ...folded, ...more].join("\n\n"), used };
}

interface Table {
  readonly text: readonly string[];
  readonly used: number;
  /** How many findings had no room. */
  readonly left: number;
}

function partMarkdown({ findings, check }: Part, space: number): Table {
  const advice = check.length === 0 ? "" : `→ ${marked(check)}`;
  const frame = HEAD.join("\n").length + advice.length + 4;
  const rows: string[] = [];
  let used = frame;
  for (const finding of findings) {
    const row = rowMarkdown(finding);
    if (used + row.length + 1 > space) break;
    rows.push(row);
    used += row.length + 1;
  }
  if (rows.length === 0) return { text: [], used: 0, left: findings.length };
  const table = [...HEAD, ...rows].join("\n");
  return { text: advice === "" ? [table] : [table, advice], used, left: findings.length - rows.length };
}

function rowMarkdown({ nic, nicIds, server, serverId, isWide, resource, event }: Finding): string {
  const cells = [
    lines(isWide ? words("all NICs") : nic, ...nicIds),
    lines(server, serverId),
    lines(resource),
    marked(event),
  ];
  return `| ${cells.join(" | ")} |`;
}

function lines(...phrases: readonly Phrase[]): string {
  return phrases
    .filter((phrase) => phrase.length > 0)
    .map(marked)
    .join("<br>");
}

function marked(phrase: Phrase): string {
  return phrase.map((piece) => (typeof piece === "string" ? piece : code(printable(piece.datum)))).join("");
}

/** As code: between backticks, or as HTML with all that has a meaning to Markdown or HTML by its number. */
function code(text: string): string {
  if (/^[\w .,:;/"'=()[\]-]*[\w.,:;/"'=()[\]-]$/.test(text) && !text.startsWith(" ")) return `\`${text}\``;
  const escaped = text.replaceAll(/[^\p{L}\p{N} ]/gu, (character) => `&#${character.codePointAt(0)};`);
  return `<code>${escaped}</code>`;
}
