/**
 * Finding resources of one configuration that are about the same NIC. Terraform tells a provider the address of no
 * resource, so two of a type are told from one by how often a configuration is announced.
 */
import { attributePath, DiagnosticError, type Path, type Unknown } from "../terraform";

/** What one resource wants of the NICs that it is about. */
export interface Claim {
  /** The resource's type: `huaweiecs_nic_attachment_setting`. */
  readonly type: string;
  readonly region: string;
  readonly serverId: string;
  /** Undefined for a resource that is about all NICs of the server. */
  readonly portId?: string | undefined;
  /** The `delete_on_termination` that it wants of a NIC; undefined where it does not care. */
  wanted(portId: string): boolean | undefined;
}

export interface PlannedClaim extends Claim {
  /** Where the conflict is to be shown. */
  readonly path: Path;
}

/** What a claim is about. */
export type Place = Pick<Claim, "type" | "region" | "serverId" | "portId">;

/** The claims of one run: Terraform configures the provider anew for each. */
export interface Claims {
  /** Counts the resources of a type that are about the same. */
  announce(place: Place): void;
  /**
   * Notes what a resource wants and compares it with what the others want.
   * @throws {DiagnosticError} if another resource of the type is about the same, or another type wants the opposite
   */
  plan(claim: PlannedClaim): void;
  /** The object is as its resource wants it. Another one of the type may be about it from now on. */
  applied(claim: Claim): void;
  /** The object exists no more. */
  released(place: Place): void;
}

export function createClaims(): Claims {
  const servers = new Map<string, readonly Claim[]>();
  const announced = new Map<string, number>();
  const serverOf = ({ region, serverId }: Place) => `${region}/${serverId}`;
  const keyOf = (place: Place) => `${place.type}/${serverOf(place)}/${place.portId ?? ""}`;

  /** The claims of others on the server. */
  function others(place: Place): readonly Claim[] {
    return (servers.get(serverOf(place)) ?? []).filter((claim) => keyOf(claim) !== keyOf(place));
  }

  return {
    announce(place) {
      announced.set(keyOf(place), (announced.get(keyOf(place)) ?? 0) + 1);
    },
    plan(claim) {
      const conflicts = others(claim).map((other) => conflictBetween(claim, other));
      const twins = (announced.get(keyOf(claim)) ?? 0) > 1 ? twinText(claim) : undefined;
      servers.set(serverOf(claim), [...others(claim), claim]);
      const text = twins ?? conflicts.find((conflict) => conflict !== undefined);
      if (text === undefined) return;
      throw new DiagnosticError("Two resources for one NIC", `${text} ${REMEDY}`, { path: claim.path });
    },
    applied(claim) {
      servers.set(serverOf(claim), [...others(claim), claim]);
      announced.delete(keyOf(claim));
    },
    released(place) {
      servers.set(serverOf(place), others(place));
      announced.delete(keyOf(place));
    },
  };
}

interface Holder {
  readonly api: { readonly region: string | undefined; readonly claims: Claims };
}

/** A NIC as a configuration or a plan names it, as far as it is known. */
interface Named {
  readonly region: string | Unknown | null;
  readonly server_id: string | Unknown;
  /** Undefined for a resource that is about all NICs of the server. */
  readonly port_id?: string | Unknown | null;
}

/** Undefined while it is not known. */
function placeOf(type: string, { region, server_id: serverId, port_id: portId }: Named, api: Holder["api"]) {
  const where = region ?? api.region;
  const isKnown = portId === undefined || typeof portId === "string";
  if (typeof where !== "string" || typeof serverId !== "string" || !isKnown) return undefined;
  return { type, region: where, serverId, portId };
}

/** Announces a resource, as soon as it is known which NIC or server it is about. */
export function announce(type: string, { config, api }: Holder & { readonly config: Named }): void {
  const place = placeOf(type, config, api);
  if (place !== undefined) api.claims.announce(place);
}

/** Claims a NIC, or all NICs of a server, as soon as it is known which one it is. */
export function claim(type: string, { plan, api }: Holder & { readonly plan: Named }, wanted: Claim["wanted"]): void {
  const place = placeOf(type, plan, api);
  if (place === undefined) return;
  api.claims.plan({ ...place, wanted, path: attributePath(place.portId === undefined ? "server_id" : "port_id") });
}

const REMEDY =
  "They would undo each other's changes from apply to apply. Keep one of them; a removed block with destroy = false lets go of the other and leaves the NIC as it is.";

function twinText({ type, serverId, portId }: Claim): string {
  const what = portId === undefined ? `the NICs of the ECS ${serverId}` : nicText(portId, serverId);
  return `Another ${type} of this configuration is about ${what} as well.`;
}

/** What is wrong with having both, as a sentence. */
function conflictBetween(mine: Claim, other: Claim): string | undefined {
  if (mine.portId !== undefined && other.portId !== undefined && mine.portId !== other.portId) return undefined;
  const nic = mine.portId ?? other.portId;
  if (nic === undefined) return undefined;
  const [mineWants, otherWants] = [mine.wanted(nic), other.wanted(nic)];
  if (mineWants === undefined || otherWants === undefined || mineWants === otherWants) return undefined;
  return `A ${other.type} of this configuration wants delete_on_termination = ${otherWants} for ${nicText(nic, mine.serverId)}, and this ${mine.type} wants ${mineWants}.`;
}

function nicText(portId: string, serverId: string): string {
  return `the NIC ${portId} of the ECS ${serverId}`;
}
