import type { Unknown } from "../terraform";
import type { Api } from "./api";

interface Setting {
  readonly delete_on_termination: boolean | Unknown | null;
}

interface PlannedSetting extends Setting {
  readonly server_id: string | Unknown;
  readonly port_id: string | Unknown | null;
}

export const DELETION_SUMMARY = "This NIC will be deleted with its server";

/** Warns, unless the user does not want it, of a plan after which a NIC is deleted with its server. */
export function warnOfDeletion(
  api: Api,
  {
    state,
    plan,
    warn,
  }: {
    readonly state: Setting | null;
    readonly plan: PlannedSetting;
    warn(attribute: "delete_on_termination", summary: string, detail: string): void;
  },
): void {
  if (!api.warnOnDelete || plan.delete_on_termination !== true || state?.delete_on_termination === true) return;
  warn(
    "delete_on_termination",
    DELETION_SUMMARY,
    `Once applied, the NIC ${plan.port_id} is deleted, and its IP and MAC address are lost, when it is detached or when its server ${plan.server_id} is deleted. To keep it, set delete_on_termination = false. If this is what you want everywhere, warn_on_delete = false in the provider block turns this warning off.`,
  );
}
