/** What becomes of the NICs of servers that a plan deletes. */
import { fate, TO_LOOK_UP } from "./attachment-changes";
import type { Context } from "./context";
import type { Finding } from "./findings";
import { instanceNicsIn } from "./nics";
import { say, words } from "./phrase";
import type { Change } from "./plan";
import { ending } from "./sentences";
import { textIn } from "./values";

/** The findings about the NICs of a `huaweicloud_compute_instance` that is destroyed or replaced. */
export function serverChanges(change: Change, context: Context): readonly Finding[] {
  if (change.kind !== "delete" && change.kind !== "replace") return [];
  const server = textIn(change.now, "id");
  const lead = say`Its server is ${ending(change)}`;
  const known = context.inventory.nicsOf(server);
  // A server without an id tells of its NICs all the same.
  const nics = known.length > 0 ? known : instanceNicsIn(change.now);
  const fates = nics
    .filter((nic) => !context.isDetached(nic))
    .map((nic) => fate(change, context, nic, context.endsOf(nic, change, nic.setting), lead));
  const unlisted = context.finding(change, {
    group: "unknown",
    server,
    isWide: true,
    event: say`The server is ${ending(change)}. Which of its NICs are deleted with it cannot be told: none is in the plan.`,
    check: TO_LOOK_UP,
  });
  const replaced = context.finding(change, {
    group: "replaced",
    server,
    event: say`The server is ${ending(change)}.`,
    check: words(
      "Check that this is meant: the new server has other NICs and, unless they are fixed, other addresses.",
    ),
  });
  return [...(nics.length === 0 ? [unlisted] : fates), ...(change.kind === "replace" ? [replaced] : [])];
}
