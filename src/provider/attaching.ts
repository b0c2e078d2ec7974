/** Attaching a NIC and making of it what is wanted: reads first, sends what differs, and looks again. */
import { isIPv4, isIPv6 } from "node:net";
import { type Cloud, CloudError, type Nic, type NicChange, type Port } from "../cloud";
import { attributePath, DiagnosticError } from "../terraform";
import { isSameIpv6 } from "./ip-addresses";
import type { Address, ServerAddress } from "./nic-address";
import { refusable } from "./refusals";
import { hasSetting, reconcile, until, untilNic } from "./setting";
import { isChecked, pairsFor } from "./source-dest-check";

/** What a NIC is to be; what is undefined stays as it is. */
export interface Wish {
  readonly networkId?: string | undefined;
  readonly ipAddress?: string | undefined;
  /** True for any address. */
  readonly ipv6?: string | true | undefined;
  readonly securityGroupIds?: readonly string[] | undefined;
  readonly sourceDestCheck?: boolean | undefined;
  readonly deleteOnTermination?: boolean | undefined;
}

/** A NIC as ECS and as VPC know it. */
export interface Found {
  readonly nic: Nic;
  readonly port: Port;
}

export interface Task {
  readonly cloud: Cloud;
  readonly address: Address;
  readonly signal: AbortSignal;
  /** Whether the port was created with the NIC just now, and nobody needs it if this fails. */
  readonly isNewPort: boolean;
  /** Called with each change that is done, for the case that a later one fails. */
  onProgress(found: Found): void;
}

/**
 * Makes a NIC what is wanted. A port that is to be kept is made safe first, for what comes then may fail. All other
 * settings come last: until then a port that was there is kept, and one that was created for this goes with its NIC.
 */
export async function bringAbout(task: Task, found: Found, wish: Wish): Promise<Found> {
  let now = found;
  const others = [moveAddress, giveIpv6, changePort];
  const isSafeFirst = wish.deleteOnTermination === false && !task.isNewPort;
  const steps = isSafeFirst ? [changeSetting, ...others] : [...others, changeSetting];
  for (const step of steps) {
    const changed = await step(task, now, wish);
    if (changed === undefined) continue;
    now = { ...now, ...changed };
    task.onProgress(now);
  }
  return now;
}

type Step = (task: Task, found: Found, wish: Wish) => Promise<Partial<Found> | undefined>;

const moveAddress: Step = async (task, { nic }, { networkId = nic.networkId, ipAddress }) => {
  const isThere = (seen: Nic) =>
    seen.networkId === networkId && (ipAddress === undefined || ipv4Of(seen) === ipAddress);
  if (isThere(nic)) return undefined;
  const change = { ...(networkId === nic.networkId ? {} : { networkId }), ipAddress };
  return {
    nic: await changeNic(task, change, isThere, { fixed_ip: ipAddress === undefined ? "network_id" : "fixed_ip" }),
  };
};

const giveIpv6: Step = async (task, { nic }, { ipv6 }) => {
  const isThere = (seen: Nic) => {
    const address = ipv6Of(seen);
    return address !== undefined && (ipv6 === true || isSameIpv6(address, ipv6 ?? ""));
  };
  if (ipv6 === undefined || isThere(nic)) return undefined;
  const change = { ipv6Address: ipv6 === true ? "" : ipv6 };
  return { nic: await changeNic(task, change, isThere, { fixed_ip: "fixed_ipv6" }) };
};

const changePort: Step = async ({ cloud, address, signal }, { port }, { securityGroupIds, sourceDestCheck }) => {
  const isOtherCheck = sourceDestCheck !== undefined && isChecked(port) !== sourceDestCheck;
  const areOtherGroups = securityGroupIds !== undefined && !isSameSet(port.securityGroupIds, securityGroupIds);
  if (!isOtherCheck && !areOtherGroups) return undefined;
  const change = {
    ...(areOtherGroups ? { securityGroupIds } : {}),
    ...(isOtherCheck ? { allowedAddressPairs: pairsFor(port, sourceDestCheck) } : {}),
  };
  return { port: await refusable(cloud.updatePort(address, change, { signal })) };
};

const changeSetting: Step = async ({ cloud, address, signal }, { nic }, { deleteOnTermination }) => {
  if (deleteOnTermination === undefined || hasSetting(nic, deleteOnTermination)) return undefined;
  return { nic: await reconcile(cloud, address, nic, deleteOnTermination, signal) };
};

/** A change whose answer is lost may have happened, and must not be sent twice. */
async function changeNic(
  { cloud, address, signal }: Task,
  change: NicChange,
  isDone: (nic: Nic) => boolean,
  blame: Readonly<Record<string, string>>,
): Promise<Nic> {
  try {
    await refusable(cloud.changeNic(address, change, { signal }), blame);
  } catch (error) {
    if (!(error instanceof CloudError) || !error.mayHaveHappened || signal.aborted) throw error;
    const nic = await cloud.nic(address, { maxAge: 0, signal });
    if (isDone(nic)) return nic;
    throw error;
  }
  return untilNic(cloud, address, isDone, signal);
}

/** A NIC that was attached just now, as soon as both services show it. */
export async function findNew({ cloud, address, signal }: Pick<Task, "cloud" | "address" | "signal">): Promise<Found> {
  const nic = await until(() => unlessMissing(cloud.nic(address, { maxAge: 0, signal })), signal);
  const port = await until(() => unlessMissing(cloud.portOf(address, { maxAge: 0, signal })), signal);
  return { nic, port };
}

async function unlessMissing<T>(look: Promise<T>): Promise<T | undefined> {
  try {
    return await look;
  } catch (error) {
    const isMissing =
      error instanceof CloudError && (error.kind === "not-found-nic" || error.kind === "not-found-port");
    if (!isMissing) throw error;
    return undefined;
  }
}

/** What a configuration asks of a port that exists already and that attaching cannot give it. */
export interface PortWish {
  readonly portId: string;
  readonly ipAddress: string | null;
  readonly ipv6: boolean | null;
  readonly ipv6BandwidthId: string | null;
}

/** @throws {DiagnosticError} if there is no such port, something has it already, or it is not as it has to be */
export async function requireFreePort(
  cloud: Cloud,
  { region, serverId }: ServerAddress,
  { portId, ipAddress, ipv6, ipv6BandwidthId }: PortWish,
  signal: AbortSignal,
): Promise<void> {
  const refuse = (attribute: string, summary: string, detail: string): never => {
    throw new DiagnosticError(summary, detail, { path: attributePath(attribute) });
  };
  const port = await unlessMissing(cloud.port({ region, portId }, { signal }));
  if (port === undefined) {
    return refuse(
      "port_id",
      "Port not found",
      `There is no port ${portId} in ${region}. Check port_id and the region.`,
    );
  }
  if (port.deviceId === serverId) {
    const how = `terraform import huaweiecs_nic_attachment.NAME ${serverId}/${portId}`;
    refuse("port_id", "Port is attached already", `The server has the port ${portId} already. Import it: ${how}`);
  }
  if (port.deviceId !== "") {
    const detail = `The port ${portId} belongs to ${port.deviceId}. Detach it there first, or choose another port.`;
    refuse("port_id", "Port is attached already", detail);
  }
  if (ipAddress !== null && port.fixedIps.every((ip) => ip.ipAddress !== ipAddress)) {
    const addresses = port.fixedIps.map((ip) => ip.ipAddress).join(" and ");
    const detail = `The port ${portId} has the address ${addresses}, and attaching it does not change that. Leave out fixed_ip, or choose another port.`;
    refuse("fixed_ip", "Port is not as configured", detail);
  }
  const hasIpv6 = port.fixedIps.some(({ ipAddress }) => isIPv6(ipAddress));
  if (ipv6 !== null && ipv6 !== hasIpv6) {
    const detail = `The port ${portId} has ${hasIpv6 ? "an" : "no"} IPv6 address, and attaching it does not change that. Leave out ipv6_enable, or choose another port.`;
    refuse("ipv6_enable", "Port is not as configured", detail);
  }
  if (ipv6BandwidthId !== null && ipv6BandwidthId !== port.ipv6BandwidthId) {
    const detail = `The port ${portId} is not in that bandwidth, and attaching it does not change that. Leave out ipv6_bandwidth_id, or choose another port.`;
    refuse("ipv6_bandwidth_id", "Port is not as configured", detail);
  }
}

/**
 * Looks after the port of a NIC that was detached. One that was to be deleted is deleted, where the cloud has kept it. No
 * signal: detached is only half of what was asked for.
 * @throws {DiagnosticError} if the cloud has deleted a port that was to be kept
 */
export async function settlePort(cloud: Cloud, { region, portId }: Address, isToGo: boolean): Promise<void> {
  const port = await unlessMissing(cloud.port({ region, portId }));
  if (port === undefined && !isToGo) {
    throw new DiagnosticError(
      "Port was deleted",
      `The NIC is detached, but the cloud has deleted its port ${portId} with it, although delete_on_termination was false. Its address is free for others. Run Terraform again, which will find the NIC gone, and ask Huawei Cloud why it did not keep the port.`,
    );
  }
  if (port === undefined || !isToGo || port.deviceId !== "") return;
  await unlessMissing(cloud.deletePort({ region, portId }));
}

/** The port that has an address of a network; undefined if there is none that the key may see. */
export async function portWith(
  cloud: Cloud,
  { region, networkId, ipAddress }: { region: string; networkId: string; ipAddress: string },
  signal: AbortSignal,
): Promise<Port | undefined> {
  for await (const port of cloud.ports({ region, networkId }, { signal })) {
    if (port.fixedIps.some((ip) => ip.ipAddress === ipAddress)) return port;
  }
  return undefined;
}

export function ipv4Of({ fixedIps }: Nic): string | undefined {
  return fixedIps.find(({ ipAddress }) => isIPv4(ipAddress))?.ipAddress;
}

export function ipv6Of({ fixedIps }: Nic): string | undefined {
  return fixedIps.find(({ ipAddress }) => isIPv6(ipAddress))?.ipAddress;
}

function isSameSet(left: readonly string[], right: readonly string[]): boolean {
  const wanted = new Set(right);
  return new Set(left).size === wanted.size && left.every((item) => wanted.has(item));
}
