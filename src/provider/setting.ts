/** Making the setting of a NIC what is desired, and no more often than needed. */
import { setTimeout as wait } from "node:timers/promises";
import { type Cloud, CloudError, type Nic } from "../cloud";
import { isStopped } from "../terraform";
import type { Address } from "./nic-address";

/** How old a shared answer may be, in milliseconds, when a change is decided by it. */
export const FRESH = 5_000;

/**
 * Makes the setting what is desired: nothing is sent if it is so already, else one PUT, then reads until the cloud
 * agrees. `onChanged` is called as soon as the cloud may have changed.
 */
export async function reconcile(
  cloud: Cloud,
  address: Address,
  found: Nic,
  desired: boolean,
  signal: AbortSignal,
  onChanged: () => void = () => undefined,
): Promise<Nic> {
  if (hasSetting(found, desired)) return found;
  try {
    await cloud.updateNic(address, { deleteOnTermination: desired }, { signal });
  } catch (error) {
    if (error instanceof CloudError && error.mayHaveHappened) onChanged();
    throw error;
  }
  onChanged();
  // What the cloud does not list it will not list as changed either.
  if (found.isSettingUnlisted) return { ...found, deleteOnTermination: desired };
  try {
    return await untilNic(cloud, address, (nic) => nic.deleteOnTermination === desired, signal);
  } catch (error) {
    // The cloud has accepted the change. An interrupt only takes away the look afterwards.
    if (isStopped(signal)) return { ...found, deleteOnTermination: desired };
    throw error;
  }
}

/** Whether nothing has to be sent. What the cloud does not list may be anything. */
export function hasSetting(nic: Nic, desired: boolean): boolean {
  return !nic.isSettingUnlisted && nic.deleteOnTermination === desired;
}

/** Reads a NIC until the cloud shows it as it should be by now. */
export async function untilNic(
  cloud: Cloud,
  address: Address,
  isSettled: (nic: Nic) => boolean,
  signal: AbortSignal,
): Promise<Nic> {
  return until(async () => {
    const nic = await cloud.nic(address, { maxAge: 0, signal });
    return isSettled(nic) ? nic : undefined;
  }, signal);
}

const FIRST_WAIT = 500;
const LONGEST_WAIT = 10_000;
const WAIT_GROWTH = 1.6;

/** Looks until there is something to see, less and less often. */
export async function until<T>(look: () => Promise<T | undefined>, signal: AbortSignal): Promise<T> {
  for (let delay = FIRST_WAIT; ; delay = Math.min(delay * WAIT_GROWTH, LONGEST_WAIT)) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await wait(delay, undefined, { signal });
  }
}
