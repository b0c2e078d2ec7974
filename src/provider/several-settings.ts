/** Setting several NICs of one server at once, and what is said when that fails for some of them. */
import { type Cloud, CloudError, type Nic } from "../cloud";
import { DiagnosticError } from "../terraform";
import { explain } from "./explain";
import type { ServerAddress } from "./nic-address";
import { hasSetting } from "./setting";

export interface Goal {
  readonly nic: Nic;
  readonly desired: boolean;
}

/** A NIC that has not got its setting. */
export interface Failure {
  readonly portId: string;
  readonly error: CloudError;
}

/**
 * Sets what is not as desired, all at once: one PUT for each. One that fails keeps no other from being set, and so does
 * an interrupt with those that are under way.
 */
export async function setAll(
  cloud: Cloud,
  server: ServerAddress,
  goals: readonly Goal[],
  signal: AbortSignal,
): Promise<readonly Failure[]> {
  const results = goals
    .filter(({ nic, desired }) => !hasSetting(nic, desired))
    .map(async ({ nic: { portId }, desired }): Promise<Failure | undefined> => {
      try {
        await cloud.updateNic({ ...server, portId }, { deleteOnTermination: desired }, { signal });
        return undefined;
      } catch (error) {
        if (error instanceof CloudError) return { portId, error };
        throw error;
      }
    });
  return (await Promise.all(results)).filter((failure) => failure !== undefined);
}

/** Whether the server does not have the NIC any more. */
export function isVanished({ error }: Failure): boolean {
  return error.kind === "not-found-nic";
}

/**
 * The failures as one error, which names each NIC with its reason. If the signal fired in between it is a "cancelled"
 * `CloudError`, so that what cut the work short is said with it.
 * @param count of how many NICs some have failed
 */
export function failureOf({ region, serverId }: ServerAddress, failures: readonly Failure[], count: number): Error {
  const reasons = failures.map(reasonOf);
  const texts = [...new Set(reasons.map(({ key }) => key))].map((key) => {
    const alike = reasons.filter((reason) => reason.key === key);
    return `NIC ${alike.map(({ portId }) => portId).join(", ")}: ${alike[0]?.text}`;
  });
  const others = failures.length < count ? " The others are as they should be." : "";
  const opening = `${failures.length} of ${count} NICs of the ECS ${serverId} in ${region} could not be set.${others}`;
  const text = [opening, ...texts].join("\n\n");
  const errors = failures.map(({ error }) => error);
  const cancelled = errors.find(({ kind }) => kind === "cancelled");
  if (cancelled !== undefined) {
    const mayHaveHappened = errors.some((error) => error.mayHaveHappened);
    return cancelled.with({ serviceMessage: text, method: "", url: "", attempts: 0, mayHaveHappened });
  }
  const summaries = new Set(reasons.map(({ summary }) => summary));
  const [summary = ""] = summaries.size === 1 ? summaries : ["Not all NICs could be set"];
  return new DiagnosticError(summary, text, { cause: new AggregateError(errors) });
}

interface Reason {
  readonly portId: string;
  /** Tells reasons apart. */
  readonly key: string;
  readonly summary: string;
  readonly text: string;
}

function reasonOf({ portId, error }: Failure): Reason {
  const { kind, code, serviceMessage, message } = error;
  const key = `${kind} ${code} ${serviceMessage}`;
  const { summary, detail } = explain(error) ?? { summary: "", detail: message };
  // What to do after an interrupt is said of all at the end.
  const text = kind === "cancelled" ? serviceMessage : `${summary}. ${detail}`;
  return { portId, key, summary, text };
}
