import { isIPv6 } from "node:net";
import { macAddressFor, privateAddressFor, uuidFor } from "./identifiers";
import type { NicSeed, ServerSeed, ServerStatus } from "./seed";

export interface Server {
  id: string;
  name: string;
  status: ServerStatus;
  locked: boolean;
  vpcId: string;
  nics: Nic[];
}

export interface Nic {
  portId: string;
  primary: boolean;
  deleteOnTermination: boolean;
  networkId: string;
  macAddress: string;
  fixedIps: FixedIp[];
}

export interface FixedIp {
  subnetId: string;
  ipAddress: string;
}

interface ServerRecord extends Omit<Server, "nics"> {
  nics: Map<string, NicRecord>;
}

interface NicRecord {
  /** As it is: what a PUT writes. */
  nic: Nic;
  /** As the API lists it. */
  listed: boolean;
  /** Writes that the list does not show yet, oldest first. */
  pending: { value: boolean; listedFrom: number }[];
}

/** The state behind the API: servers and their NICs. It knows nothing of HTTP. What it hands out are copies. */
export class Cloud {
  readonly #servers = new Map<string, ServerRecord>();
  /** Which server each port is attached to. */
  readonly #holders = new Map<string, string>();
  readonly #readDelay: number;
  readonly #now: () => number;

  constructor(options: { readDelay: number; now: () => number }) {
    this.#readDelay = options.readDelay;
    this.#now = options.now;
  }

  servers(): Server[] {
    return [...this.#servers.values()].map(copyServer);
  }

  server(serverId: string): Server | undefined {
    const server = this.#servers.get(serverId);
    return server && copyServer(server);
  }

  nic(serverId: string, portId: string): Nic | undefined {
    const record = this.#servers.get(serverId)?.nics.get(portId);
    return record && structuredClone(record.nic);
  }

  /**
   * The NICs as the API lists them now: a write shows after the read delay.
   *
   * @fidelity assumed
   * Nothing is published about read-after-write consistency of this list; without a delay it is immediate.
   */
  listNics(serverId: string): Nic[] | undefined {
    const server = this.#servers.get(serverId);
    return (
      server &&
      [...server.nics.values()].map((record) => ({
        ...structuredClone(record.nic),
        deleteOnTermination: this.#listed(record),
      }))
    );
  }

  /** Writes as the API does. Returns the setting before, or `undefined` when there is no such NIC. */
  writeNic(serverId: string, portId: string, deleteOnTermination: boolean): boolean | undefined {
    const record = this.#servers.get(serverId)?.nics.get(portId);
    const before = record?.nic.deleteOnTermination;
    if (record) {
      record.nic.deleteOnTermination = deleteOnTermination;
      record.pending.push({ value: deleteOnTermination, listedFrom: this.#now() + this.#readDelay });
    }
    return before;
  }

  /** Sets what is and what is listed at once, as if it had long been so. Returns `false` when there is no such NIC. */
  setNic(serverId: string, portId: string, settings: { deleteOnTermination: boolean }): boolean {
    const record = this.#servers.get(serverId)?.nics.get(portId);
    if (record) {
      record.nic.deleteOnTermination = settings.deleteOnTermination;
      record.listed = settings.deleteOnTermination;
      record.pending = [];
    }
    return record !== undefined;
  }

  /** @throws Error when the server or one of its ports exists already. */
  addServer(seed: ServerSeed): void {
    if (this.#servers.has(seed.id)) {
      throw new Error(`Server ${seed.id} exists already.`);
    }
    for (const nic of seed.nics) {
      this.#refuseTakenPort(nic.port_id);
    }
    const server: ServerRecord = {
      id: seed.id,
      name: seed.name,
      status: seed.status ?? "ACTIVE",
      locked: seed.locked ?? false,
      vpcId: seed.vpc_id ?? uuidFor("vpc"),
      nics: new Map(),
    };
    this.#servers.set(seed.id, server);
    const primary = Math.max(
      0,
      seed.nics.findIndex((nic) => nic.primary),
    );
    seed.nics.forEach((nic, index) => {
      this.addNic(seed.id, { ...nic, primary: index === primary });
    });
  }

  /**
   * A server's first NIC is primary, later ones are not.
   *
   * @throws Error when there is no such server, when the port is attached already, or when a second NIC would be primary.
   */
  addNic(serverId: string, seed: NicSeed): void {
    const server = this.#servers.get(serverId);
    if (!server) {
      throw new Error(`There is no server ${serverId}.`);
    }
    this.#refuseTakenPort(seed.port_id);
    if (seed.primary && [...server.nics.values()].some((record) => record.nic.primary)) {
      throw new Error(`Server ${serverId} has a primary NIC already.`);
    }
    const primary = seed.primary ?? server.nics.size === 0;
    this.#holders.set(seed.port_id, serverId);
    server.nics.set(seed.port_id, {
      nic: { ...nicFrom(seed), primary },
      listed: seed.delete_on_termination,
      pending: [],
    });
  }

  removeServer(serverId: string): boolean {
    for (const portId of this.#servers.get(serverId)?.nics.keys() ?? []) {
      this.#holders.delete(portId);
    }
    return this.#servers.delete(serverId);
  }

  removeNic(serverId: string, portId: string): boolean {
    const removed = this.#servers.get(serverId)?.nics.delete(portId) ?? false;
    if (removed) {
      this.#holders.delete(portId);
    }
    return removed;
  }

  #refuseTakenPort(portId: string): void {
    const holder = this.#holders.get(portId);
    if (holder !== undefined) {
      throw new Error(`Port ${portId} is attached to server ${holder} already.`);
    }
  }

  #listed(record: NicRecord): boolean {
    const now = this.#now();
    for (let next = record.pending[0]; next && next.listedFrom <= now; next = record.pending[0]) {
      record.listed = next.value;
      record.pending.shift();
    }
    return record.listed;
  }
}

function nicFrom(seed: NicSeed): Omit<Nic, "primary"> {
  const networkId = seed.network_id ?? uuidFor("network");
  const addresses = seed.fixed_ips ?? [privateAddressFor(seed.port_id)];
  return {
    portId: seed.port_id,
    deleteOnTermination: seed.delete_on_termination,
    networkId,
    macAddress: seed.mac_address ?? macAddressFor(seed.port_id),
    fixedIps: addresses.map((ipAddress) => ({
      subnetId: uuidFor(`${isIPv6(ipAddress) ? "IPv6" : "IPv4"} subnet of ${networkId}`),
      ipAddress,
    })),
  };
}

function copyServer(server: ServerRecord): Server {
  return { ...server, nics: [...server.nics.values()].map((record) => structuredClone(record.nic)) };
}
