/** What every part of a review needs: the plan as a whole, and the making of findings. */
import type { Finding, Gate, Group } from "./findings";
import { givenBack, heldNow, isKeeper, planned } from "./keepers";
import { Inventory, type Nic } from "./nics";
import { joined, type Phrase, say, words } from "./phrase";
import { type Change, type Plan, withoutKeys } from "./plan";
import { isWithheld, keyOf, type Setting, type Text, textIn } from "./values";

export interface Subject {
  readonly group: Group;
  readonly event: Phrase;
  readonly check?: Phrase | undefined;
  /** Absent for a finding that is about no NIC in particular. */
  readonly nic?: Nic | undefined;
  /** The server, where no NIC tells it. */
  readonly server?: Text;
  readonly isWide?: boolean;
  readonly gates?: readonly Gate[];
}

/** What the setting of a NIC may be when its port's fate is decided, and which resource makes it so. */
export interface End {
  readonly setting: Setting;
  /** The resource that gives it back, or sets it, in this very plan. */
  readonly by?: Change;
  /** Whether it is so by then, or may be. */
  readonly isCertain: boolean;
}

export class Context {
  readonly inventory: Inventory;
  readonly #dying = new Set<string>();
  readonly #keepers = new Map<string, Change[]>();
  readonly #setters = new Map<string, Change[]>();
  readonly #detached = new Set<string>();

  constructor(plan: Plan) {
    const before = plan.changes.flatMap(({ type, now }) => (now === undefined ? [] : [{ type, attributes: now }]));
    // Data sources are read for every plan; without a refresh, the state may be old.
    const [read, held] = [plan.known.filter(({ isRead }) => isRead), plan.known.filter(({ isRead }) => !isRead)];
    this.inventory = new Inventory([...read, ...held, ...before]);
    for (const change of plan.changes) this.#note(change);
  }

  #note(change: Change): void {
    const goes = change.kind === "delete" || change.kind === "replace";
    if (change.type === "huaweicloud_compute_instance") {
      const server = keyOf(textIn(change.now, "id"));
      if (goes && server !== undefined) this.#dying.add(server);
      return;
    }
    const port = keyOf(textIn(change.now, "port_id"));
    if (!isKeeper(change)) {
      if (goes && port !== undefined) this.#detached.add(port);
      return;
    }
    const after = planned(change, this.inventory).nics;
    const ports = new Set([...heldNow(change), ...after].map((nic) => keyOf(nic.port)));
    for (const each of ports) add(this.#keepers, each, change);
    if (change.kind === "no-op" || change.kind === "forget") return;
    for (const nic of after) add(this.#setters, keyOf(nic.port), change);
  }

  /** Whether the server is deleted by this plan, to be created anew or not. */
  isDying(server: Text): boolean {
    return this.#dying.has(keyOf(server) ?? "");
  }

  /** Whether an attachment of the NIC is destroyed by this plan. */
  isDetached(nic: Nic): boolean {
    return this.#detached.has(keyOf(nic.port) ?? "");
  }

  /** Another resource that sets what this one gives back. */
  rivalOf(change: Change, nic: Nic): Change | undefined {
    return this.#setters.get(keyOf(nic.port) ?? "")?.find((each) => each !== change);
  }

  /**
   * What the setting of a NIC may be when another resource goes, and the NIC is detached with it.
   * @param change by which that happens
   * @param own what is known of it, where no resource that keeps settings holds the NIC
   */
  endsOf(nic: Nic, change: Change, own: Setting): readonly End[] {
    const keepers = this.#keepers.get(keyOf(nic.port) ?? "") ?? [];
    const ends = keepers.flatMap((keeper): End[] => {
      const held = heldNow(keeper).find((each) => keyOf(each.port) === keyOf(nic.port));
      const isBefore = keeper.dependsOn.includes(withoutKeys(change.address));
      const now: End[] = held === undefined ? [] : [{ setting: held.setting, isCertain: true }];
      if (held !== undefined && (keeper.kind === "delete" || keeper.kind === "replace")) {
        const back: End = { setting: givenBack(keeper, held), by: keeper, isCertain: isBefore };
        return isBefore ? [back] : [...now, back];
      }
      if (keeper.kind !== "create" && keeper.kind !== "update") return now;
      const set = planned(keeper, this.inventory).nics.find((each) => keyOf(each.port) === keyOf(nic.port));
      return set === undefined ? now : [...now, { setting: set.setting, by: keeper, isCertain: false }];
    });
    return ends.length > 0 ? ends : [{ setting: own, isCertain: true }];
  }

  finding(change: Change, { group, event, check = [], nic, server, isWide = false, gates = [] }: Subject): Finding {
    const whole = nic === undefined ? undefined : this.inventory.complete(nic);
    const where = server ?? whole?.server;
    const name = this.inventory.nameOf(where);
    return {
      group,
      gates,
      resource: say`${change.address}`,
      nic: whole === undefined ? [] : nicPhrase(whole, change),
      nicIds: whole === undefined ? [] : idsOf(whole),
      server: name === undefined ? serverPhrase(where, change) : say`${name}`,
      serverId: name === undefined || where === undefined ? [] : say`${where}`,
      isWide,
      event,
      check,
    };
  }
}

function add(lists: Map<string, Change[]>, key: string | undefined, change: Change): void {
  if (key !== undefined) lists.set(key, [...(lists.get(key) ?? []), change]);
}

/** What a person knows a NIC by: addresses, or MAC address, or port. */
function nicPhrase(nic: Nic, change: Change): Phrase {
  const primary = nic.isPrimary ? words("primary NIC ") : [];
  const addresses = nic.addresses.map((each) => say`${each}`);
  if (addresses.length > 0) return say`${primary}${joined(addresses, ", ")}`;
  if (nic.mac !== undefined) return say`${primary}MAC ${nic.mac}`;
  if (nic.port !== undefined && !isUnknown(nic.port)) return say`${primary}port ${nic.port}`;
  const reference = change.referenceOf("port_id");
  return reference === undefined ? words("a NIC not known yet") : say`a NIC from ${reference}`;
}

/** By what else it can be found than by what a person knows it by. */
function idsOf({ addresses, mac, port }: Nic): readonly Phrase[] {
  const isKnownByMac = addresses.length === 0;
  const isKnownByPort = isKnownByMac && mac === undefined;
  return [
    ...(mac === undefined || isKnownByMac ? [] : [say`MAC ${mac}`]),
    ...(port === undefined || isUnknown(port) || isKnownByPort ? [] : [say`port ${port}`]),
  ];
}

function serverPhrase(server: Text, change: Change): Phrase {
  if (server === undefined) return [];
  if (!isUnknown(server)) return say`${server}`;
  const reference = change.referenceOf("server_id") ?? change.referenceOf("instance_id");
  return reference === undefined ? words("a server not known yet") : say`a server from ${reference}`;
}

function isUnknown(text: Text): boolean {
  return isWithheld(text) && text.reason === "unknown";
}
