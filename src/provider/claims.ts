/**
 * Finding resources of one configuration that want different things of the same NIC. Terraform tells a provider the
 * address of no resource, so what is told apart here are the plans that it asks for.
 */
import { attributePath, DiagnosticError, type Path, type Unknown } from "../terraform";
import type { Address } from "./nic-address";

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
  /** Null for an object that is to be created. */
  readonly state: object | null;
  readonly plan: object;
  /** Where the conflict is to be shown. */
  readonly path: Path;
}

/** The claims of one run: Terraform configures the provider anew for each. */
export interface Claims {
  /**
   * Notes what a resource wants and compares it with what the others want.
   * @throws {DiagnosticError} if another resource of the type is about the same, or another type wants the opposite
   */
  plan(claim: PlannedClaim): void;
  /** The object is as its resource wants it; what was planned for it is done. */
  applied(claim: Claim): void;
  /** The object exists no more. */
  released(claim: Claim): void;
}

interface Known {
  readonly claim: Claim;
  /** Undefined once it is applied. */
  readonly planned: { readonly isNew: boolean; readonly fingerprint: string } | undefined;
}

export function createClaims(): Claims {
  const servers = new Map<string, readonly Known[]>();
  const keyOf = ({ region, serverId }: Claim) => `${region}/${serverId}`;
  const knownBeside = (claim: Claim) => servers.get(keyOf(claim)) ?? [];

  function replaceBy(claim: Claim, known: readonly Known[]): void {
    const others = knownBeside(claim).filter((other) => !isAboutTheSame(other.claim, claim));
    servers.set(keyOf(claim), [...others, ...known]);
  }

  return {
    plan(claim) {
      const { state, plan } = claim;
      const mine: Known = {
        claim,
        planned: { isNew: state === null, fingerprint: JSON.stringify([state, plan]) },
      };
      const known = knownBeside(claim);
      const conflicts = known.map((other) => conflictOf(mine, other)).filter((text) => text !== undefined);
      servers.set(keyOf(claim), [...known, mine]);
      const [text] = conflicts;
      if (text === undefined) return;
      throw new DiagnosticError("Two resources for one NIC", `${text} ${REMEDY}`, { path: claim.path });
    },
    applied: (claim) => replaceBy(claim, [{ claim, planned: undefined }]),
    released: (claim) => replaceBy(claim, []),
  };
}

/** What a plan knows of a NIC's place. */
interface PlannedNic {
  readonly region: string | Unknown | null;
  readonly server_id: string | Unknown;
  readonly port_id: string | Unknown | null;
}

/** Claims one NIC for a resource, as soon as it is known which one it is. */
export function claimNic(
  { claims }: { readonly claims: Claims },
  type: string,
  { state, plan, wanted }: { state: object | null; plan: PlannedNic; wanted: boolean | Unknown | null },
): void {
  const { region, server_id: serverId, port_id: portId } = plan;
  if (typeof region !== "string" || typeof serverId !== "string" || typeof portId !== "string") return;
  const path = attributePath("port_id");
  claims.plan({ ...nicClaim(type, { region, serverId, portId }, wanted), state, plan, path });
}

export function noteApplied(
  { claims }: { readonly claims: Claims },
  type: string,
  address: Address,
  wanted: boolean | null,
): void {
  claims.applied(nicClaim(type, address, wanted));
}

export function noteReleased({ claims }: { readonly claims: Claims }, type: string, address: Address): void {
  claims.released(nicClaim(type, address, null));
}

function nicClaim(type: string, address: Address, wanted: boolean | Unknown | null): Claim {
  return { type, ...address, wanted: () => (typeof wanted === "boolean" ? wanted : undefined) };
}

const REMEDY =
  "They would undo each other's changes from apply to apply. Keep one of them; a resource whose configuration is removed with a removed block and destroy = false leaves the NIC as it is.";

function isAboutTheSame(left: Claim, right: Claim): boolean {
  return left.type === right.type && left.portId === right.portId;
}

/** What is wrong with having both, as sentences. */
function conflictOf(mine: Known, other: Known): string | undefined {
  const { type, serverId, portId } = mine.claim;
  if (isAboutTheSame(mine.claim, other.claim)) {
    if (!isOtherResource(mine, other)) return undefined;
    const what = portId === undefined ? `the NICs of the ECS ${serverId}` : nicText(portId, serverId);
    return `Another ${type} of this configuration is about ${what} as well.`;
  }
  // Of two that are about one NIC each, of which there may be several per server.
  if (portId !== undefined && other.claim.portId !== undefined && portId !== other.claim.portId) return undefined;
  const nic = portId ?? other.claim.portId;
  if (nic === undefined) return undefined;
  const [mineWants, otherWants] = [mine.claim.wanted(nic), other.claim.wanted(nic)];
  if (mineWants === undefined || otherWants === undefined || mineWants === otherWants) return undefined;
  return `A ${other.claim.type} of this configuration wants delete_on_termination = ${otherWants} for ${nicText(nic, serverId)}, and this ${type} wants ${mineWants}.`;
}

/**
 * Terraform asks twice for the plan of one resource that a user wants replaced: once for the old object, once for the
 * new. And whoever asks the very same twice may mean the same resource.
 */
function isOtherResource(mine: Known, other: Known): boolean {
  if (mine.planned === undefined || other.planned === undefined) return false;
  if (mine.planned.fingerprint === other.planned.fingerprint) return false;
  const isReplacement = mine.planned.isNew !== other.planned.isNew;
  return !isReplacement || !wantsTheSame(mine.claim, other.claim);
}

function wantsTheSame(left: Claim, right: Claim): boolean {
  const nic = left.portId ?? "";
  return left.wanted(nic) === right.wanted(nic);
}

function nicText(portId: string, serverId: string): string {
  return `the NIC ${portId} of the ECS ${serverId}`;
}
