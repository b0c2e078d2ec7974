/** What servers and NICs are called in a configuration: after what a person knows them by, and the same in every run. */
import type { ExistingNic, ExistingServer } from "../../provider/existing-nics";

/** Turns a text into what may be in a label; all else becomes `_`. */
export type Spelling = (text: string) => string;

/**
 * Terraform takes letters of all scripts that Unicode 8 has, by trial with 1.11. These are blocks of which it takes every
 * letter: Latin, Greek, Cyrillic, Kana, Chinese characters and Hangul.
 */
const NOT_IN_HCL = /(?![a-z0-9]|(?=\p{L})[\u00df-\u024f\u0370-\u052f\u3041-\u30ff\u4e00-\u9fd5\uac00-\ud7a3])./gsu;

/** For labels in HCL. */
export const spellForHcl: Spelling = (text) => joined(text.normalize("NFKC").toLowerCase().replaceAll(NOT_IN_HCL, "_"));

/** For ids of constructs, of which CDKTF drops all letters but those of ASCII. */
export const spellForConstructs: Spelling = (text) =>
  joined(
    text
      .normalize("NFKD")
      .replaceAll(/\p{M}/gu, "")
      .toLowerCase()
      .replaceAll(/[^a-z0-9]/gu, "_"),
  );

function joined(words: string): string {
  return words.replaceAll(/_+/g, "_").replaceAll(/^_|_$/g, "");
}

/** A label for each server: `web_1`. Servers that would share one have a part of their ids in it. */
export function labelServers(servers: readonly ExistingServer[], spell: Spelling): ReadonlyMap<ExistingServer, string> {
  return distinct(servers, ({ name, id }) => {
    const words = spell(name);
    // A label begins with no digit.
    const label = /^\p{L}/u.test(words) ? words : joined(`server_${words}`);
    const named = [label, `${label}_${partOf(id)}`, `${label}_${spell(id)}`];
    return words === "" ? named.slice(1) : named;
  });
}

/** A label for each NIC: `web_1_primary`, `web_1_192_168_16_120`. */
export function labelNics(servers: readonly ExistingServer[], spell: Spelling): ReadonlyMap<ExistingNic, string> {
  const ofServer = labelServers(servers, spell);
  const nics = servers.flatMap((server) => server.nics.map((nic) => ({ nic, server: ofServer.get(server) ?? "" })));
  const labels = distinct(nics, ({ nic: { isPrimary, ipAddresses, portId }, server }) => {
    const [ipAddress = `port ${partOf(portId)}`] = ipAddresses;
    const label = `${server}_${isPrimary ? "primary" : spell(ipAddress)}`;
    return [label, `${label}_${partOf(portId)}`, `${label}_${spell(portId)}`];
  });
  return new Map([...labels].map(([{ nic }, label]) => [nic, label]));
}

/** Enough of a UUID for people. */
function partOf(id: string): string {
  return id.slice(0, 8);
}

/** Gives each item the first of its candidates that no other item has: none of those that want the same gets it. */
function distinct<T>(items: readonly T[], candidatesOf: (item: T) => readonly string[]): ReadonlyMap<T, string> {
  const wishes = items.map((item) => ({ item, candidates: [...candidatesOf(item)] }));
  for (;;) {
    const holders = new Map<string | undefined, number>();
    for (const { candidates } of wishes) holders.set(candidates[0], (holders.get(candidates[0]) ?? 0) + 1);
    const isShared = ({ candidates }: { candidates: string[] }) => (holders.get(candidates[0]) ?? 0) > 1;
    const yielding = wishes.filter((wish) => isShared(wish) && wish.candidates.length > 1);
    if (yielding.length === 0) break;
    for (const { candidates } of yielding) candidates.shift();
  }
  return new Map(wishes.map(({ item, candidates: [label = ""] }) => [item, label]));
}
