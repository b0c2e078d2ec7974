import { randomUUID } from "node:crypto";
import { type Job, JobBook, type JobEffect, type JobFailure, type JobStep } from "./jobs";
import {
  defaultVpc,
  type FixedIp,
  isRefusal,
  Network,
  type Port,
  type PortState,
  type PortWish,
  type Refusal,
} from "./network";
import type {
  AddressPairSeed,
  DriverMode,
  NicSeed,
  PortSeed,
  SecurityGroupSeed,
  Seed,
  ServerSeed,
  ServerStatus,
  SubnetSeed,
} from "./seed";
import type { Settings } from "./settings";

export type { FixedIp } from "./network";

export interface Server {
  id: string;
  name: string;
  status: ServerStatus;
  locked: boolean;
  /** Whether it was told to be carrying out another command. */
  busy: boolean;
  /** Whether a job is deleting it. */
  deleting: boolean;
  vpcId: string;
  enterpriseProjectId: string;
  tags: string[];
  nics: Nic[];
}

export interface Nic extends NicDevice {
  portId: string;
  primary: boolean;
  deleteOnTermination: boolean;
  networkId: string;
  macAddress: string;
  fixedIps: FixedIp[];
  name: string;
  portState: PortState;
  securityGroups: string[];
  allowedAddressPairs: AddressPairSeed[];
  ipv6BandwidthId: string | null;
}

/** What a NIC is to the guest; `null` where the list says nothing. */
export interface NicDevice {
  driverMode: DriverMode | null;
  minRate: number | null;
  multiqueueCount: number | null;
  pciAddress: string | null;
}

/** A NIC that a caller wants on a server: from a port that exists, or from a subnet. */
export type NicWish = { portId: string } | PortWish;

/** Everything there is, as a document that `restore` takes back. */
export interface Snapshot {
  seed: Seed;
  jobs: Job[];
}

interface ServerRecord extends Omit<Server, "nics" | "tags"> {
  tags: readonly string[];
  nics: Map<string, NicRecord>;
}

interface NicRecord {
  primary: boolean;
  /** As it is: what a PUT writes. */
  deleteOnTermination: boolean;
  /** As the API lists it. */
  listed: boolean;
  /** Writes that the list does not show yet, oldest first. */
  pending: { value: boolean; listedFrom: number }[];
  readonly device: Readonly<NicDevice>;
}

/** The state behind the API: servers, NICs, ports and jobs. It knows nothing of HTTP. What it hands out are copies. */
export class Cloud {
  readonly #servers = new Map<string, ServerRecord>();
  readonly #network = new Network();
  readonly #jobs = new JobBook();
  readonly #settings: Readonly<Settings>;
  readonly #now: () => number;
  #revision = 0;

  constructor(options: { settings: Readonly<Settings>; now: () => number }) {
    this.#settings = options.settings;
    this.#now = options.now;
  }

  /** Grows with each change, so that a caller can tell whether there was one. */
  get revision(): number {
    return this.#revision;
  }

  /** Lets every job end whose time has come. Whoever looks at the cloud from outside does this first. */
  advance(): void {
    const now = this.#now();
    const due = this.#jobs.due(now);
    for (const job of due) {
      for (const { effect } of job.steps) {
        if (job.failure === null) {
          this.#apply(effect);
        } else {
          this.#abandon(effect);
        }
      }
    }
    if (this.#jobs.purge(now) || due.length > 0) {
      this.#revision += 1;
    }
  }

  servers(): Server[] {
    return [...this.#servers.values()].map((server) => this.#copyServer(server));
  }

  server(serverId: string): Server | undefined {
    const server = this.#servers.get(serverId);
    return server && this.#copyServer(server);
  }

  nic(serverId: string, portId: string): Nic | undefined {
    const record = this.#servers.get(serverId)?.nics.get(portId);
    return record && this.#nicOf(portId, record);
  }

  /** Every port, whether a server has it or not. */
  ports(): Port[] {
    return this.#network.ports();
  }

  port(portId: string): Port | undefined {
    return this.#network.port(portId);
  }

  subnets() {
    return this.#network.subnets();
  }

  securityGroup(id: string): SecurityGroupSeed | undefined {
    return this.#network.securityGroup(id);
  }

  jobs(): Job[] {
    return structuredClone(this.#jobs.all());
  }

  job(jobId: string): Job | undefined {
    return structuredClone(this.#jobs.find(jobId));
  }

  /**
   * The NICs as the API lists them now: a write shows after the read delay.
   *
   * @fidelity assumed
   * Nothing is published about read-after-write consistency of this list; without a delay it is immediate.
   */
  listNics(serverId: string): Nic[] | undefined {
    const server = this.#servers.get(serverId);
    const nics =
      server &&
      [...server.nics].map(([portId, record]) => ({
        ...this.#nicOf(portId, record),
        deleteOnTermination: this.#listed(record),
      }));
    return this.#settings.nicOrder === "reversed" ? nics?.reverse() : nics;
  }

  /** Writes as the API does. Returns the setting before, or `undefined` when there is no such NIC. */
  writeNic(serverId: string, portId: string, deleteOnTermination: boolean): boolean | undefined {
    const record = this.#servers.get(serverId)?.nics.get(portId);
    const before = record?.deleteOnTermination;
    if (record) {
      record.deleteOnTermination = deleteOnTermination;
      record.pending.push({ value: deleteOnTermination, listedFrom: this.#now() + this.#settings.readDelay });
      this.#revision += 1;
    }
    return before;
  }

  /** Sets what is and what is listed at once, as if it had long been so. Returns `false` when there is no such NIC. */
  setNic(serverId: string, portId: string, settings: { deleteOnTermination: boolean }): boolean {
    const record = this.#servers.get(serverId)?.nics.get(portId);
    if (record) {
      record.deleteOnTermination = settings.deleteOnTermination;
      record.listed = settings.deleteOnTermination;
      record.pending = [];
      this.#revision += 1;
    }
    return record !== undefined;
  }

  /** Changes a server's condition. Returns `false` when there is no such server. */
  setServer(serverId: string, change: { status?: ServerStatus; locked?: boolean; busy?: boolean }): boolean {
    const server = this.#servers.get(serverId);
    if (server) {
      Object.assign(server, change);
      this.#revision += 1;
    }
    return server !== undefined;
  }

  /** @throws Error when something exists already. */
  addAll(seed: Seed): void {
    for (const subnet of seed.subnets ?? []) {
      this.addSubnet(subnet);
    }
    for (const group of seed.security_groups ?? []) {
      this.addSecurityGroup(group);
    }
    for (const server of seed.servers) {
      this.addServer(server);
    }
    for (const port of seed.ports ?? []) {
      this.addPort(port);
    }
  }

  /** @throws Error when the subnet exists already. */
  addSubnet(seed: SubnetSeed): void {
    this.#network.addSubnet(seed);
    this.#revision += 1;
  }

  addSecurityGroup(seed: SecurityGroupSeed): void {
    this.#network.addSecurityGroup(seed);
    this.#revision += 1;
  }

  /** @throws Error when the port exists already. */
  addPort(seed: PortSeed): void {
    this.#network.addPort(seed, { vpcId: defaultVpc, serverId: "", state: "DOWN" });
    this.#revision += 1;
  }

  /** Takes an unattached port away. Returns whether it was there. */
  removePort(portId: string): boolean {
    this.#revision += 1;
    return this.#network.port(portId)?.deviceId === "" && this.#network.removePort(portId);
  }

  /** @throws Error when the server or one of its ports exists already. */
  addServer(seed: ServerSeed): void {
    if (this.#servers.has(seed.id)) {
      throw new Error(`Server ${seed.id} exists already.`);
    }
    for (const nic of seed.nics) {
      this.#network.refuseTakenPort(nic.port_id);
    }
    this.#servers.set(seed.id, {
      id: seed.id,
      name: seed.name,
      status: seed.status ?? "ACTIVE",
      locked: seed.locked ?? false,
      busy: seed.busy ?? false,
      deleting: false,
      vpcId: seed.vpc_id ?? defaultVpc,
      enterpriseProjectId: seed.enterprise_project_id ?? "0",
      tags: [...(seed.tags ?? [])],
      nics: new Map(),
    });
    this.#revision += 1;
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
    this.#network.refuseTakenPort(seed.port_id);
    if (seed.primary && [...server.nics.values()].some((record) => record.primary)) {
      throw new Error(`Server ${serverId} has a primary NIC already.`);
    }
    const primary = seed.primary ?? server.nics.size === 0;
    this.#network.addPort(seed, { vpcId: server.vpcId, serverId, state: "ACTIVE" });
    server.nics.set(seed.port_id, newRecord(primary, seed.delete_on_termination, deviceOf(seed)));
    this.#revision += 1;
  }

  /** Takes a server away with all its ports, behind the API's back. */
  removeServer(serverId: string): boolean {
    for (const portId of this.#network.portsOf(serverId)) {
      this.#network.removePort(portId);
    }
    this.#revision += 1;
    return this.#servers.delete(serverId);
  }

  /** Takes a NIC away with its port, behind the API's back. */
  removeNic(serverId: string, portId: string): boolean {
    const removed = this.#servers.get(serverId)?.nics.delete(portId) ?? false;
    if (removed) {
      this.#network.removePort(portId);
      this.#revision += 1;
    }
    return removed;
  }

  /** Begins to attach NICs: all of them, or none when one cannot be. */
  startAttach(serverId: string, wishes: readonly NicWish[], failure?: JobFailure): Job | Refusal {
    const claimed: JobEffect[] = [];
    for (const wish of wishes) {
      const effect = this.#claim(serverId, wish);
      if (isRefusal(effect)) {
        for (const each of claimed) {
          this.#abandon(each);
        }
        return effect;
      }
      claimed.push(effect);
    }
    return this.#startJob(
      "batchAddNics",
      claimed.map((effect) => ({ type: "addNic", effect })),
      failure,
    );
  }

  /** Attaches a NIC at once, as Nova does. */
  attachNow(serverId: string, wish: NicWish): Nic | Refusal {
    const effect = this.#claim(serverId, wish);
    if (isRefusal(effect)) {
      return effect;
    }
    this.#apply(effect);
    this.#revision += 1;
    return this.nic(serverId, effect.kind === "attach" ? effect.portId : "") ?? "port-not-found";
  }

  startDetach(serverId: string, portIds: readonly string[], failure?: JobFailure): Job {
    const steps = portIds.map((portId) => ({
      type: "deleteNic",
      effect: { kind: "detach", serverId, portId } as const,
    }));
    return this.#startJob("batchDeleteNics", steps, failure);
  }

  /** Detaches a NIC at once, as Nova does; `keepPort` overrides what the NIC's setting and the deployment say. */
  detachNow(serverId: string, portId: string, keepPort?: boolean): void {
    this.#detach(serverId, portId, keepPort ?? this.#survives(serverId, portId, true));
    this.#revision += 1;
  }

  startServerDelete(serverIds: readonly string[], failure?: JobFailure): Job {
    for (const serverId of serverIds) {
      const server = this.#servers.get(serverId);
      if (server) {
        server.deleting = true;
      }
    }
    const steps = serverIds.map((serverId) => ({
      type: "deleteServer",
      effect: { kind: "delete-server", serverId } as const,
    }));
    return this.#startJob("deleteVMs", steps, failure);
  }

  /** Whether a job that has not ended concerns the server or, when given, this port of it. */
  inProgress(serverId: string, portId?: string): boolean {
    return this.#jobs
      .unsettled()
      .some(({ steps }) =>
        steps.some(
          ({ effect }) =>
            effect.serverId === serverId &&
            (portId === undefined || (effect.kind !== "delete-server" && effect.portId === portId)),
        ),
      );
  }

  /** Whether the server carries out another command, so that it takes none now. */
  isBusy(serverId: string): boolean {
    const server = this.#servers.get(serverId);
    return (
      server !== undefined &&
      (server.busy || server.deleting || (this.#settings.oneCommandAtATime && this.inProgress(serverId)))
    );
  }

  changePort(...change: Parameters<Network["changePort"]>): Port | Refusal {
    this.#revision += 1;
    return this.#network.changePort(...change);
  }

  moveAddress(...move: Parameters<Network["moveAddress"]>): Port | Refusal {
    this.#revision += 1;
    return this.#network.moveAddress(...move);
  }

  snapshot(): Snapshot {
    const ports = this.#network.ports().filter(({ id, deviceId }) => !this.#servers.get(deviceId)?.nics.has(id));
    return {
      seed: {
        servers: this.servers().map(serverDocument),
        subnets: this.#network.subnets().map((subnet) => ({
          id: subnet.id,
          name: subnet.name,
          cidr: subnet.cidr,
          ...(subnet.ipv6Cidr !== undefined && { ipv6_cidr: subnet.ipv6Cidr }),
          vpc_id: subnet.vpcId,
        })),
        security_groups: this.#network.securityGroups(),
        ports: ports.map(portDocument),
      },
      jobs: this.jobs(),
    };
  }

  /** Takes a snapshot back into an empty cloud. Jobs that had not ended go on where they were. */
  restore({ seed, jobs }: Snapshot): void {
    this.addAll(seed);
    for (const job of jobs) {
      this.#jobs.restore(job);
      for (const { effect } of job.settled ? [] : job.steps) {
        this.#resume(effect);
      }
    }
  }

  #resume(effect: JobEffect): void {
    if (effect.kind === "attach") {
      this.#network.assignPort(effect.portId, effect.serverId, "BUILD");
    }
    const server = this.#servers.get(effect.serverId);
    if (effect.kind === "delete-server" && server) {
      server.deleting = true;
    }
  }

  /**
   * A new NIC's `delete_on_termination`, and how many a server takes.
   *
   * @fidelity assumed
   * Nova's text says that a NIC from a port is kept and one from a subnet is not; that ECS does likewise is published nowhere.
   */
  #claim(serverId: string, wish: NicWish): JobEffect | Refusal {
    const server = this.#servers.get(serverId);
    const vpcId = server?.vpcId ?? defaultVpc;
    if (this.#network.portsOf(serverId).length >= this.#settings.nicLimit) {
      return "too-many-nics";
    }
    const created = !("portId" in wish);
    const port = created
      ? this.#network.createPort(randomUUID(), wish, { vpcId, serverId })
      : this.#network.claimPort(wish.portId, { vpcId, serverId });
    if (isRefusal(port)) {
      return port;
    }
    const deleteOnTermination = created ? this.#settings.subnetNicDeletes : this.#settings.portNicDeletes;
    return { kind: "attach", serverId, portId: port.id, deleteOnTermination, created };
  }

  #startJob(type: string, steps: Omit<JobStep, "id">[], failure?: JobFailure): Job {
    const { jobInit: init, jobDuration: duration } = this.#settings;
    const job = this.#jobs.start(type, steps, { now: this.#now(), init, duration });
    job.failure = failure ?? null;
    this.#revision += 1;
    this.advance();
    return structuredClone(job);
  }

  #apply(effect: JobEffect): void {
    if (effect.kind === "delete-server") {
      this.#deleteServer(effect.serverId);
      return;
    }
    if (effect.kind === "detach") {
      this.#detach(effect.serverId, effect.portId, this.#survives(effect.serverId, effect.portId, false));
      return;
    }
    const server = this.#servers.get(effect.serverId);
    if (server && this.#network.port(effect.portId)) {
      this.#network.assignPort(effect.portId, effect.serverId, "ACTIVE");
      server.nics.set(effect.portId, newRecord(server.nics.size === 0, effect.deleteOnTermination));
    }
  }

  /** What is left of an effect whose job failed, or never began. */
  #abandon(effect: JobEffect): void {
    if (effect.kind === "attach" && effect.created) {
      this.#network.removePort(effect.portId);
    } else if (effect.kind === "attach") {
      this.#network.assignPort(effect.portId, "", "DOWN");
    }
    const server = this.#servers.get(effect.serverId);
    if (effect.kind === "delete-server" && server) {
      server.deleting = false;
    }
  }

  /**
   * Deletes a server: each NIC's port is kept, unattached, or deleted with it.
   *
   * @fidelity assumed
   * `delete_on_termination` is documented for detaching alone; no parameter of the deletion speaks of NICs.
   */
  #deleteServer(serverId: string): void {
    const server = this.#servers.get(serverId);
    for (const [portId, record] of server?.nics ?? []) {
      const honoured = this.#settings.serverDeleteHonoursSetting && this.#settings.deployment === "mitaka";
      this.#detach(serverId, portId, honoured && !record.deleteOnTermination);
    }
    this.removeServer(serverId);
  }

  /**
   * Whether a port outlives the NIC that is being detached.
   *
   * @fidelity documented
   * Source: ECS API reference, "Updating NIC Attachment Information of an ECS": whether to delete a NIC when detaching it.
   * Whether `POST nics/delete` honours it is not said; the setting `detachHonoursSetting` has both.
   */
  #survives(serverId: string, portId: string, nova: boolean): boolean {
    const kept = this.#servers.get(serverId)?.nics.get(portId)?.deleteOnTermination === false;
    const honoured = (nova || this.#settings.detachHonoursSetting) && this.#settings.deployment === "mitaka";
    return honoured && kept;
  }

  #detach(serverId: string, portId: string, keepPort: boolean): void {
    this.#servers.get(serverId)?.nics.delete(portId);
    if (keepPort) {
      this.#network.assignPort(portId, "", "DOWN");
    } else {
      this.#network.removePort(portId);
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

  #nicOf(portId: string, record: NicRecord): Nic {
    const port = this.#network.port(portId);
    if (!port) {
      throw new Error(`NIC ${portId} has no port.`);
    }
    const { primary, deleteOnTermination, device } = record;
    const { networkId, macAddress, fixedIps, name, state, securityGroups, allowedAddressPairs, ipv6BandwidthId } = port;
    return {
      ...device,
      portId,
      primary,
      deleteOnTermination,
      networkId,
      macAddress,
      fixedIps,
      name,
      portState: state,
      securityGroups,
      allowedAddressPairs,
      ipv6BandwidthId,
    };
  }

  #copyServer(server: ServerRecord): Server {
    return {
      ...server,
      tags: [...server.tags],
      nics: [...server.nics].map(([portId, record]) => this.#nicOf(portId, record)),
    };
  }
}

function newRecord(primary: boolean, deleteOnTermination: boolean, device = deviceOf({})): NicRecord {
  return { primary, deleteOnTermination, listed: deleteOnTermination, pending: [], device };
}

function deviceOf(seed: Partial<NicSeed>): NicDevice {
  return {
    driverMode: seed.driver_mode ?? null,
    minRate: seed.min_rate ?? null,
    multiqueueCount: seed.multiqueue_num ?? null,
    pciAddress: seed.pci_address ?? null,
  };
}

/** A server as a seed has it. */
export function serverDocument(server: Server): Required<ServerSeed> {
  const { id, name, status, locked, busy } = server;
  return {
    id,
    name,
    status,
    locked,
    busy,
    vpc_id: server.vpcId,
    enterprise_project_id: server.enterpriseProjectId,
    tags: server.tags,
    nics: server.nics.map(nicDocument),
  };
}

/** A NIC as a seed has it. */
export function nicDocument(nic: Nic): NicSeed {
  return {
    ...portDocument({ ...nic, id: nic.portId }),
    delete_on_termination: nic.deleteOnTermination,
    primary: nic.primary,
    ...(nic.driverMode !== null && { driver_mode: nic.driverMode }),
    ...(nic.minRate !== null && { min_rate: nic.minRate }),
    ...(nic.multiqueueCount !== null && { multiqueue_num: nic.multiqueueCount }),
    ...(nic.pciAddress !== null && { pci_address: nic.pciAddress }),
  };
}

/** A port as a seed has it. */
export function portDocument(port: Omit<Port, "deviceId" | "state">): PortSeed {
  return {
    port_id: port.id,
    network_id: port.networkId,
    name: port.name,
    mac_address: port.macAddress,
    fixed_ips: port.fixedIps.map(({ ipAddress }) => ipAddress),
    security_groups: port.securityGroups,
    allowed_address_pairs: port.allowedAddressPairs,
    ...(port.ipv6BandwidthId !== null && { ipv6_bandwidth_id: port.ipv6BandwidthId }),
  };
}
