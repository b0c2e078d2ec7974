import { isIPv6 } from "node:net";
import { addressNumber, addressText, freeAddress, parseCidr, rangeHas } from "./addresses";
import { macAddressFor, privateAddressFor, uuidFor } from "./identifiers";
import type { AddressPairSeed, PortSeed, SecurityGroupSeed, SubnetSeed } from "./seed";

export interface Port {
  id: string;
  name: string;
  networkId: string;
  macAddress: string;
  fixedIps: FixedIp[];
  securityGroups: string[];
  allowedAddressPairs: AddressPairSeed[];
  /** The server that has the port, or empty. */
  deviceId: string;
  /** `BUILD` while a job attaches it, `DOWN` when no server has it. */
  state: PortState;
  /** The shared bandwidth of its IPv6 address. */
  ipv6BandwidthId: string | null;
}

export type PortState = "ACTIVE" | "BUILD" | "DOWN";

export interface FixedIp {
  /** The IPv4 or IPv6 subnet within the network, not the network itself. */
  subnetId: string;
  ipAddress: string;
}

export interface Subnet {
  /** The network ID. */
  id: string;
  name: string;
  vpcId: string;
  cidr: string;
  ipv6Cidr?: string;
}

/** What a caller wants of a new port. */
export interface PortWish {
  networkId: string;
  ipAddress?: string;
  ipv6?: boolean;
  ipv6BandwidthId?: string;
  securityGroups?: string[];
}

/** Why the network, or a server, cannot do what was asked. */
export type Refusal =
  | "subnet-not-found"
  | "port-not-found"
  | "port-attached"
  | "security-group-not-found"
  | "vpc-differs"
  | "address-outside-subnet"
  | "address-in-use"
  | "subnet-exhausted"
  | "subnet-without-ipv6"
  | "too-many-nics";

export const defaultVpc = uuidFor("vpc");
const defaultSecurityGroup: SecurityGroupSeed = { id: uuidFor("default security group"), name: "default" };

/** Subnets, security groups and ports, whether a server has them or not. What it hands out are copies. */
export class Network {
  readonly #subnets = new Map<string, Subnet>();
  readonly #groups = new Map<string, SecurityGroupSeed>([[defaultSecurityGroup.id, defaultSecurityGroup]]);
  readonly #ports = new Map<string, Port>();

  subnets(): Subnet[] {
    return [...this.#subnets.values()].map((subnet) => ({ ...subnet }));
  }

  subnet(networkId: string): Subnet | undefined {
    const subnet = this.#subnets.get(networkId);
    return subnet && { ...subnet };
  }

  securityGroups(): SecurityGroupSeed[] {
    return [...this.#groups.values()].map((group) => ({ ...group }));
  }

  securityGroup(id: string): SecurityGroupSeed | undefined {
    const group = this.#groups.get(id);
    return group && { ...group };
  }

  ports(): Port[] {
    return [...this.#ports.values()].map((port) => structuredClone(port));
  }

  port(portId: string): Port | undefined {
    const port = this.#ports.get(portId);
    return port && structuredClone(port);
  }

  /** The ids of the ports that a server has, those that a job attaches included. */
  portsOf(serverId: string): string[] {
    return [...this.#ports.values()].filter(({ deviceId }) => deviceId === serverId).map(({ id }) => id);
  }

  /** @throws Error when the subnet exists already. */
  addSubnet(seed: SubnetSeed): void {
    if (this.#subnets.has(seed.id)) {
      throw new Error(`Subnet ${seed.id} exists already.`);
    }
    this.#subnets.set(seed.id, {
      id: seed.id,
      name: seed.name ?? seed.id,
      vpcId: seed.vpc_id ?? defaultVpc,
      cidr: seed.cidr,
      ...(seed.ipv6_cidr !== undefined && { ipv6Cidr: seed.ipv6_cidr }),
    });
  }

  addSecurityGroup(seed: SecurityGroupSeed): void {
    this.#groups.set(seed.id, { ...seed });
  }

  /**
   * Adds a port as it is seeded; the subnet and the groups that it names are made up when they are not there.
   *
   * @throws Error when the port exists already.
   */
  addPort(seed: PortSeed, holder: { vpcId: string; serverId: string; state: PortState }): void {
    this.refuseTakenPort(seed.port_id);
    const networkId = seed.network_id ?? defaultNetworkOf(holder.vpcId);
    const addresses = seed.fixed_ips ?? [privateAddressFor(seed.port_id)];
    this.#ensureSubnet(networkId, holder.vpcId, addresses);
    const securityGroups = seed.security_groups ?? [defaultSecurityGroup.id];
    for (const id of securityGroups.filter((group) => !this.#groups.has(group))) {
      this.addSecurityGroup({ id, name: id });
    }
    this.#ports.set(seed.port_id, {
      id: seed.port_id,
      name: seed.name ?? "",
      networkId,
      macAddress: seed.mac_address ?? macAddressFor(seed.port_id),
      fixedIps: addresses.map((ipAddress) => fixedIp(networkId, ipAddress)),
      securityGroups: [...securityGroups],
      allowedAddressPairs: structuredClone(seed.allowed_address_pairs ?? []),
      deviceId: holder.serverId,
      state: holder.state,
      ipv6BandwidthId: seed.ipv6_bandwidth_id ?? null,
    });
  }

  /** Makes a port with free addresses, as ECS does for a new NIC. */
  createPort(portId: string, wish: PortWish, holder: { vpcId: string; serverId: string }): Port | Refusal {
    const subnet = this.#subnets.get(wish.networkId);
    if (!subnet) {
      return "subnet-not-found";
    }
    if (subnet.vpcId !== holder.vpcId) {
      return "vpc-differs";
    }
    if (wish.securityGroups?.some((group) => !this.#groups.has(group))) {
      return "security-group-not-found";
    }
    const addresses = this.#chooseAddresses(subnet, wish);
    if (typeof addresses === "string") {
      return addresses;
    }
    this.addPort(
      {
        port_id: portId,
        network_id: wish.networkId,
        fixed_ips: addresses,
        ...(wish.securityGroups !== undefined && { security_groups: wish.securityGroups }),
        ...(wish.ipv6BandwidthId !== undefined && { ipv6_bandwidth_id: wish.ipv6BandwidthId }),
      },
      { ...holder, state: "BUILD" },
    );
    return this.port(portId) ?? "port-not-found";
  }

  /** Gives a port that nobody has to a server. */
  claimPort(portId: string, holder: { vpcId: string; serverId: string }): Port | Refusal {
    const port = this.#ports.get(portId);
    if (!port) {
      return "port-not-found";
    }
    if (port.deviceId !== "") {
      return "port-attached";
    }
    if (this.#subnets.get(port.networkId)?.vpcId !== holder.vpcId) {
      return "vpc-differs";
    }
    port.deviceId = holder.serverId;
    port.state = "BUILD";
    return structuredClone(port);
  }

  /** Makes the port belong to a server, or to none when `serverId` is empty. */
  assignPort(portId: string, serverId: string, state: PortState): void {
    const port = this.#ports.get(portId);
    if (port) {
      port.deviceId = serverId;
      port.state = state;
    }
  }

  removePort(portId: string): boolean {
    return this.#ports.delete(portId);
  }

  /** Changes what the VPC service may change of a port. Returns `undefined` when there is no such port. */
  changePort(
    portId: string,
    change: { name?: string; securityGroups?: string[]; allowedAddressPairs?: AddressPairSeed[] },
  ): Port | Refusal {
    const port = this.#ports.get(portId);
    if (!port) {
      return "port-not-found";
    }
    if (change.securityGroups?.some((group) => !this.#groups.has(group))) {
      return "security-group-not-found";
    }
    Object.assign(port, structuredClone(change));
    return structuredClone(port);
  }

  /** Moves a port to another address or another subnet of its VPC; empty addresses mean any free one. */
  moveAddress(
    portId: string,
    wish: { networkId?: string; ipAddress?: string } | { ipv6Address: string },
  ): Port | Refusal {
    const port = this.#ports.get(portId);
    if (!port) {
      return "port-not-found";
    }
    const from = this.#subnets.get(port.networkId);
    const to = "ipv6Address" in wish ? from : this.#subnets.get(wish.networkId ?? port.networkId);
    if (!from || !to) {
      return "subnet-not-found";
    }
    if (from.vpcId !== to.vpcId) {
      return "vpc-differs";
    }
    const version = "ipv6Address" in wish ? 6 : 4;
    const wanted = "ipv6Address" in wish ? wish.ipv6Address : wish.ipAddress;
    const address = this.#chooseAddress(to, version, wanted, port.id);
    if (address === undefined || isRefusal(address)) {
      return address ?? "subnet-without-ipv6";
    }
    const others = port.fixedIps.filter(({ ipAddress }) => isIPv6(ipAddress) !== (version === 6));
    const kept = to.id === from.id ? others : [];
    const moved = fixedIp(to.id, address);
    port.networkId = to.id;
    port.fixedIps = version === 4 ? [moved, ...kept] : [...kept, moved];
    return structuredClone(port);
  }

  /** @throws Error when there is such a port. */
  refuseTakenPort(portId: string): void {
    const port = this.#ports.get(portId);
    if (port) {
      throw new Error(
        port.deviceId === ""
          ? `Port ${portId} exists already.`
          : `Port ${portId} is attached to server ${port.deviceId} already.`,
      );
    }
  }

  #chooseAddresses(subnet: Subnet, wish: PortWish): string[] | Refusal {
    const ipv4 = this.#chooseAddress(subnet, 4, wish.ipAddress);
    if (ipv4 === undefined || isRefusal(ipv4)) {
      return ipv4 ?? "subnet-exhausted";
    }
    if (!wish.ipv6) {
      return [ipv4];
    }
    const ipv6 = this.#chooseAddress(subnet, 6, undefined);
    if (ipv6 === undefined || isRefusal(ipv6)) {
      return ipv6 ?? "subnet-without-ipv6";
    }
    return [ipv4, ipv6];
  }

  /** The wanted address, or a free one. `undefined` when the subnet has no addresses of this version. */
  #chooseAddress(subnet: Subnet, version: 4 | 6, wanted = "", portId = ""): string | Refusal | undefined {
    const range = parseCidr((version === 6 ? subnet.ipv6Cidr : subnet.cidr) ?? "");
    if (!range) {
      return undefined;
    }
    const taken = this.#addressesOf(subnet.id, portId);
    if (wanted === "") {
      return freeAddress(range, taken) ?? "subnet-exhausted";
    }
    if (!rangeHas(range, wanted)) {
      return "address-outside-subnet";
    }
    // As Neutron lists it, however it was written.
    return taken.has(addressNumber(wanted)) ? "address-in-use" : addressText(addressNumber(wanted), version);
  }

  #addressesOf(networkId: string, exceptPort: string): Set<bigint> {
    return new Set(
      [...this.#ports.values()]
        .filter((port) => port.networkId === networkId && port.id !== exceptPort)
        .flatMap((port) => port.fixedIps.map(({ ipAddress }) => addressNumber(ipAddress))),
    );
  }

  /** A subnet for NICs whose seed says no more than their addresses: wide enough for those that the emulator makes up. */
  #ensureSubnet(networkId: string, vpcId: string, addresses: readonly string[]): void {
    const ipv6 = addresses.find(isIPv6);
    const known = this.#subnets.get(networkId);
    if (known) {
      if (ipv6 !== undefined && known.ipv6Cidr === undefined) {
        known.ipv6Cidr = `${ipv6}/64`;
      }
      return;
    }
    const ipv4 = addresses.find((address) => !isIPv6(address)) ?? "10.0.0.0";
    this.addSubnet({
      id: networkId,
      vpc_id: vpcId,
      cidr: ipv4.startsWith("10.") ? "10.0.0.0/8" : `${ipv4.replace(/\.\d+$/, ".0")}/24`,
      ...(ipv6 !== undefined && { ipv6_cidr: `${ipv6}/64` }),
    });
  }
}

const refusals: ReadonlySet<string> = new Set<Refusal>([
  "subnet-not-found",
  "port-not-found",
  "port-attached",
  "security-group-not-found",
  "vpc-differs",
  "address-outside-subnet",
  "address-in-use",
  "subnet-exhausted",
  "subnet-without-ipv6",
  "too-many-nics",
]);

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === "string" && refusals.has(value);
}

function fixedIp(networkId: string, ipAddress: string): FixedIp {
  return { subnetId: ipSubnetId(networkId, isIPv6(ipAddress) ? 6 : 4), ipAddress };
}

/** The id of a network's IPv4 or IPv6 subnet. */
export function ipSubnetId(networkId: string, version: 4 | 6): string {
  return uuidFor(`IPv${version} subnet of ${networkId}`);
}

function defaultNetworkOf(vpcId: string): string {
  return vpcId === defaultVpc ? uuidFor("network") : uuidFor(`network of ${vpcId}`);
}
