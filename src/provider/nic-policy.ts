/** What a policy for all NICs of a server wants of each: no I/O, so that a plan and its apply come to the same. */
import type { Nic } from "../cloud";
import { isUnknown, isWhollyKnown, type Unknown } from "../terraform";
import { DELETION_SUMMARY } from "./deletion-warning";
import { nicId } from "./nic-id";

/** By port id, the `delete_on_termination` of its NIC. */
export type Settings = Readonly<Record<string, boolean>>;

/** What a policy wants of the NICs. */
export interface Wish extends Scope {
  readonly delete_on_termination: boolean;
}

/** Which NICs a policy is about: all, or all but the primary one unless an override names it. */
export interface Scope {
  readonly overrides: Settings | null;
  readonly include_primary: boolean;
}

export const EVERY_NIC: Scope = { overrides: null, include_primary: true };

export interface NicState {
  /** Terraform shows it with every change of the NIC. */
  readonly id: string;
  readonly port_id: string;
  readonly network_id: string;
  readonly mac_address: string;
  readonly fixed_ips: readonly string[];
  readonly delete_on_termination: boolean;
}

/** A policy as the state has it. */
export interface Held extends Scope {
  readonly nics: readonly NicState[];
}

/**
 * The NICs as the state has them.
 * @param original what is known already of the settings that they had at first
 */
export function described(server: { readonly serverId: string }, nics: readonly Nic[], original: Settings = {}) {
  return {
    nics: nics.map(
      (nic): NicState => ({
        id: nicId(server.serverId, nic.portId),
        port_id: nic.portId,
        network_id: nic.networkId,
        mac_address: nic.macAddress,
        fixed_ips: nic.fixedIps.map(({ ipAddress }) => ipAddress),
        delete_on_termination: nic.deleteOnTermination,
      }),
    ),
    original_delete_on_termination: Object.fromEntries(
      nics.map(({ portId, deleteOnTermination }) => [portId, original[portId] ?? deleteOnTermination]),
    ),
  };
}

export function settingFor({ delete_on_termination, overrides }: Wish, portId: string): boolean {
  return overrides?.[portId] ?? delete_on_termination;
}

/** What the policy wants; undefined while some of it is not known. */
export function wishIn(plan: { readonly [K in keyof Wish]: Wish[K] | Unknown }): Wish | undefined {
  const { delete_on_termination, overrides, include_primary } = plan;
  if (isUnknown(delete_on_termination) || isUnknown(include_primary)) return undefined;
  if (isUnknown(overrides) || !isWhollyKnown(overrides)) return undefined;
  return { delete_on_termination, overrides, include_primary };
}

/** The NICs as they are to be; undefined where the state does not tell which ones the policy will be about. */
export function plannedNics(state: Held, wish: Wish): readonly NicState[] | undefined {
  if (!isScopeKept(state, wish)) return undefined;
  return state.nics.map((nic) => ({ ...nic, delete_on_termination: settingFor(wish, nic.port_id) }));
}

/** Without the primary NIC, the state does not say which one that is, and an override may bring it in or let go of it. */
function isScopeKept({ nics, ...state }: Held, { include_primary, overrides }: Scope): boolean {
  if (state.include_primary !== include_primary) return false;
  if (include_primary) return true;
  const mayComeIn = portsIn(overrides).some(
    (portId) => !hasOverride(state.overrides, portId) && !isAmong(nics, portId),
  );
  const mayGo = portsIn(state.overrides).some((portId) => !hasOverride(overrides, portId) && isAmong(nics, portId));
  return !mayComeIn && !mayGo;
}

export function isAmong(nics: readonly NicState[], portId: string): boolean {
  return nics.some((nic) => nic.port_id === portId);
}

function portsIn(overrides: Settings | null): readonly string[] {
  return Object.keys(overrides ?? {});
}

export function hasOverride(overrides: Settings | null, portId: string): boolean {
  return overrides !== null && Object.hasOwn(overrides, portId);
}

/** What a policy wants of a NIC; undefined where it may be about the NIC or not, or is not. */
export function wantedOf(state: Held | null, wish: Wish, portId: string): boolean | undefined {
  const isAbout = wish.include_primary || hasOverride(wish.overrides, portId) || isAmong(state?.nics ?? [], portId);
  return isAbout ? settingFor(wish, portId) : undefined;
}

/** The policy that changes nothing of what is found: what most NICs have, and overrides for the others. */
export function policyOf(nics: readonly Nic[]): Pick<Wish, "delete_on_termination" | "overrides"> {
  const deleted = nics.filter((nic) => nic.deleteOnTermination);
  const most = deleted.length > nics.length / 2;
  const others = nics.filter((nic) => nic.deleteOnTermination !== most);
  const overrides = Object.fromEntries(others.map((nic) => [nic.portId, nic.deleteOnTermination]));
  return { delete_on_termination: most, overrides: others.length === 0 ? null : overrides };
}

type Warn<Attribute extends string> = (attribute: Attribute, summary: string, detail: string) => void;

/** Warns of the NICs that, by this plan, will be deleted with their server and would not have been before. */
export function warnOfDeletions(
  serverId: string | Unknown,
  state: Held | null,
  wish: Wish,
  warn: Warn<"delete_on_termination" | "overrides">,
): void {
  const deleted = state === null ? deletedAtFirst(wish) : deletedFromNowOn(state, wish);
  if (deleted.length === 0) return;
  const server = isUnknown(serverId) ? "its server" : `its server ${serverId}`;
  warn(
    wish.delete_on_termination ? "delete_on_termination" : "overrides",
    DELETION_SUMMARY,
    `Once applied, each of these is deleted, and its IP and MAC address are lost, when it is detached or when ${server} is deleted: ${some(deleted, ", ")}. To keep a NIC, set delete_on_termination = false, or false for its port in overrides. If this is what you want everywhere, warn_on_delete = false in the provider block turns this warning off.`,
  );
}

/** In words, as nothing is known of a server whose NICs are not in the state. */
function deletedAtFirst({ delete_on_termination, overrides, include_primary }: Wish): readonly string[] {
  const portsWith = (setting: boolean) => portsIn(overrides).filter((portId) => overrides?.[portId] === setting);
  const deleted = portsWith(true).map(nicText);
  if (!delete_on_termination) return deleted;
  const kept = [...(include_primary ? [] : ["the primary one"]), ...portsWith(false)];
  const all = kept.length === 0 ? "every NIC" : `every NIC but ${some(kept, " and ")}`;
  return include_primary ? [all] : [all, ...deleted];
}

function deletedFromNowOn(state: Held, wish: Wish): readonly string[] {
  const isDeleted = (portId: string) => settingFor(wish, portId);
  const turned = state.nics.filter((nic) => !nic.delete_on_termination && isDeleted(nic.port_id));
  if (state.include_primary) return turned.map((nic) => nicText(nic.port_id));
  // The state does not have the primary NIC, unless an override names it.
  const isNew = (portId: string) => !hasOverride(state.overrides, portId) && !isAmong(state.nics, portId);
  const brought = portsIn(wish.overrides).filter((portId) => isNew(portId) && isDeleted(portId));
  const primary =
    wish.include_primary && wish.delete_on_termination ? ["the primary NIC, unless overrides keeps it"] : [];
  return [...turned.map((nic) => nic.port_id), ...brought].map(nicText).concat(primary);
}

/** As many as a person reads. */
function some(texts: readonly string[], separator: string): string {
  const rest = texts.length - MOST_NAMED;
  const named = texts.slice(0, MOST_NAMED).join(separator);
  return rest > 0 ? `${named}${separator}${rest} more` : named;
}

const MOST_NAMED = 12;

function nicText(portId: string): string {
  return `NIC ${portId}`;
}

/** Warns of overrides for NICs that the server does not have. */
export function warnOfStrangers(state: Held, { overrides }: Scope, warn: Warn<"overrides">): void {
  // What an override names newly may be the primary NIC, if the state does not have that.
  const isKnown = (portId: string) => state.include_primary || hasOverride(state.overrides, portId);
  const strangers = portsIn(overrides).filter((portId) => isKnown(portId) && !isAmong(state.nics, portId));
  if (strangers.length === 0) return;
  warn(
    "overrides",
    "Override of a NIC that the server does not have",
    `The server has no NIC with the port ${some(strangers, " or ")}, so that what overrides says of it has no effect until it is attached. Check overrides for a NIC that was replaced or detached.`,
  );
}
