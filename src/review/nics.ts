/** Servers and NICs as the resources of a plan tell of them, each in its own words. */
import type { Known } from "./plan";
import {
  type Attributes,
  asSetting,
  isWithheld,
  keyOf,
  membersIn,
  objectsIn,
  type Setting,
  settingIn,
  type Text,
  textIn,
  textsIn,
  type Withheld,
} from "./values";

export interface Nic {
  readonly server: Text;
  readonly port: Text;
  readonly addresses: readonly (string | Withheld)[];
  readonly mac: Text;
  /** Undefined where it is not said. */
  readonly isPrimary: boolean | undefined;
}

/** A NIC with its `delete_on_termination`. */
export interface SetNic extends Nic {
  readonly setting: Setting;
}

/** What `huaweiecs_nic_attachment_setting` or `huaweiecs_nic_attachment` says of its NIC. */
export function nicIn(attributes: Attributes | undefined): SetNic {
  const primary = attributes?.get("primary");
  const fixed = textsIn(attributes, "fixed_ips").flatMap(told);
  return {
    server: textIn(attributes, "server_id"),
    port: textIn(attributes, "port_id"),
    addresses: fixed.length > 0 ? fixed : addressesIn(attributes, "fixed_ip", "fixed_ipv6"),
    mac: told(textIn(attributes, "mac_address"))[0],
    isPrimary: typeof primary === "boolean" ? primary : undefined,
    setting: settingIn(attributes, "delete_on_termination"),
  };
}

/** What `huaweicloud_compute_interface_attach` says of its NIC, whose setting is `"true"` or `"false"`. */
export function officialNicIn(attributes: Attributes | undefined): SetNic {
  return {
    server: textIn(attributes, "instance_id"),
    port: textIn(attributes, "port_id"),
    addresses: addressesIn(attributes, "fixed_ip", "fixed_ipv6"),
    mac: told(textIn(attributes, "mac"))[0],
    isPrimary: undefined,
    setting: settingIn(attributes, "delete_on_termination"),
  };
}

/** The NICs of `huaweiecs_server_nic_policy` or of the data source `huaweiecs_nic_attachments`. */
export function listedNicsIn(attributes: Attributes | undefined): readonly SetNic[] {
  const nics = objectsIn(attributes, "nics");
  if (isWithheld(nics)) return [];
  return nics.map((nic) => ({ ...nicIn(nic), server: textIn(attributes, "server_id") }));
}

/** The NICs of `huaweicloud_compute_instance`, which says nothing of their settings. */
export function instanceNicsIn(attributes: Attributes | undefined): readonly SetNic[] {
  const networks = objectsIn(attributes, "network");
  if (isWithheld(networks)) return [];
  return networks.map((network) => ({
    server: textIn(attributes, "id"),
    port: textIn(network, "port"),
    addresses: addressesIn(network, "fixed_ip_v4", "fixed_ip_v6"),
    mac: told(textIn(network, "mac"))[0],
    isPrimary: undefined,
    setting: undefined,
  }));
}

/** The NICs of one of the data source's `huaweiecs_servers`, which lists addresses; those of one NIC follow each other. */
function addressedNicsIn(server: Attributes): readonly SetNic[] {
  const addresses = objectsIn(server, "addresses");
  const nics = new Map<unknown, SetNic>();
  for (const address of isWithheld(addresses) ? [] : addresses) {
    if (address.get("type") === "floating") continue;
    const nic = { ...nicIn(address), server: textIn(server, "id") };
    const others = nics.get(nic.port)?.addresses ?? [];
    nics.set(nic.port, { ...nic, addresses: [...others, ...addressesIn(address, "ip_address")] });
  }
  return [...nics.values()];
}

function addressesIn(attributes: Attributes | undefined, ...names: readonly string[]): readonly (string | Withheld)[] {
  return names.flatMap((name) => told(textIn(attributes, name)));
}

/** Nothing where it is not there or not known yet. */
function told(text: Text): readonly (string | Withheld)[] {
  return text === undefined || (isWithheld(text) && text.reason === "unknown") ? [] : [text];
}

/** By the ids of ports, what `original_delete_on_termination` or `overrides` of a policy says; why not, if it does not. */
export function settingsIn(attributes: Attributes | undefined, name: string): ReadonlyMap<string, Setting> | Withheld {
  const members = membersIn(attributes, name);
  return isWithheld(members) ? members : new Map([...members].map(([port, value]) => [port, asSetting(value)]));
}

/** With one of these the data source `huaweiecs_nic_attachments` has not all NICs of the server. */
const FILTERS = ["network_id", "ip_address", "port_state", "delete_on_termination", "primary"];

/** All that a plan knows of the servers and NICs that are there now. */
export class Inventory {
  readonly #names = new Map<string, Text>();
  readonly #nics = new Map<string, SetNic>();
  readonly #portsOf = new Map<string, Set<string>>();
  readonly #wholeServers = new Set<string>();

  /** @param known what knows best first */
  constructor(known: readonly Pick<Known, "type" | "attributes">[]) {
    for (const { type, attributes } of known) this.#note(type, attributes);
  }

  #note(type: string, attributes: Attributes): void {
    switch (type) {
      case "huaweiecs_nic_attachment":
      case "huaweiecs_nic_attachment_setting":
        this.#noteNics([nicIn(attributes)]);
        return;
      case "huaweicloud_compute_interface_attach":
        this.#noteNics([officialNicIn(attributes)]);
        return;
      case "huaweiecs_server_nic_policy":
        this.#noteNics(listedNicsIn(attributes));
        return;
      case "huaweiecs_nic_attachments":
        if (FILTERS.every((name) => attributes.get(name) === null)) this.#noteWhole(textIn(attributes, "server_id"));
        this.#noteNics(listedNicsIn(attributes));
        return;
      case "huaweicloud_compute_instance":
        this.#noteName(attributes);
        this.#noteNics(instanceNicsIn(attributes));
        return;
      case "huaweiecs_servers":
        this.#noteServers(attributes);
    }
  }

  #noteServers(attributes: Attributes): void {
    const servers = objectsIn(attributes, "servers");
    for (const server of isWithheld(servers) ? [] : servers) {
      this.#noteName(server);
      this.#noteNics(addressedNicsIn(server));
    }
  }

  #noteName(server: Attributes): void {
    const id = keyOf(textIn(server, "id"));
    const name = textIn(server, "name");
    if (id !== undefined && name !== undefined && !this.#names.has(id)) this.#names.set(id, name);
  }

  #noteWhole(server: Text): void {
    const id = keyOf(server);
    if (id !== undefined) this.#wholeServers.add(id);
  }

  #noteNics(nics: readonly SetNic[]): void {
    for (const nic of nics) {
      const port = keyOf(nic.port);
      if (port === undefined) continue;
      const known = this.#nics.get(port);
      const merged = known === undefined ? nic : { ...filled(known, nic), setting: known.setting ?? nic.setting };
      this.#nics.set(port, merged);
      const server = keyOf(merged.server);
      if (server !== undefined) this.#portsOf.set(server, (this.#portsOf.get(server) ?? new Set()).add(port));
    }
  }

  /** Of a server whose id is withheld, nothing is said. */
  nameOf(server: Text): Text {
    return typeof server === "string" ? this.#names.get(server) : undefined;
  }

  /** The NIC with what others say of it. Of a NIC whose port is withheld no more is said than it says itself. */
  complete<N extends Nic>(nic: N): N {
    const known = typeof nic.port === "string" ? this.#nics.get(nic.port) : undefined;
    return known === undefined ? nic : filled(nic, known);
  }

  settingOf(nic: Nic): Setting {
    return this.#nics.get(keyOf(nic.port) ?? "")?.setting;
  }

  /** Whether `nicsOf` has all NICs that the server had when the plan was made. */
  hasAllNicsOf(server: Text): boolean {
    return this.#wholeServers.has(keyOf(server) ?? "");
  }

  nicsOf(server: Text): readonly SetNic[] {
    const ports = this.#portsOf.get(keyOf(server) ?? "") ?? [];
    return [...ports].flatMap((port) => this.#nics.get(port) ?? []);
  }
}

/** What the first one says, with what the second one adds. */
function filled<N extends Nic>(first: N, second: Nic): N {
  return {
    ...first,
    server: first.server ?? second.server,
    addresses: first.addresses.length > 0 ? first.addresses : second.addresses,
    mac: first.mac ?? second.mac,
    isPrimary: first.isPrimary ?? second.isPrimary,
  };
}
