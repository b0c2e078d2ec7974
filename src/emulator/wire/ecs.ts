import { isIPv6 } from "node:net";
import type { Nic, Server } from "../cloud-state";
import { type Job, type JobEffect, type JobStep, jobStatus } from "../jobs";
import type { Settings } from "../settings";

/**
 * The body of ListServerInterfaces. Fields that do not apply are `null`, not absent.
 *
 * @fidelity documented
 * Source: ECS API reference, "Querying NICs of an ECS" (ListServerInterfaces).
 */
export function interfaceAttachments(nics: readonly Nic[], settings: Readonly<Settings>): object {
  return {
    attachableQuantity: { free_nic: freeNics(nics, settings), free_efi_nic: 0 },
    interfaceAttachments: nics.map((nic) => interfaceAttachment(nic, settings)),
  };
}

/**
 * The body of ShowServerAttachableNicNum: the same list, with what else can be attached.
 *
 * @fidelity assumed
 * The fields are documented ("Querying the Number of NICs That Can Be Attached"); that `preserve_on_delete` is the opposite
 * of `delete_on_termination` is not, and neither are the numbers of disks.
 */
export function attachableInterfaces(nics: readonly Nic[], settings: Readonly<Settings>): object {
  return {
    attachableQuantity: {
      free_efi_nic: 0,
      free_scsi: 23,
      free_blk: 23,
      free_disk: 23,
      free_nic: freeNics(nics, settings),
    },
    interfaceAttachments: nics.map((nic) => ({
      ...interfaceAttachment(nic, settings),
      preserve_on_delete: !nic.deleteOnTermination,
    })),
  };
}

function freeNics(nics: readonly Nic[], { nicLimit }: Readonly<Settings>): number {
  return Math.max(0, nicLimit - nics.length);
}

function interfaceAttachment(nic: Nic, { listsSetting }: Readonly<Settings>): object {
  return {
    port_state: nic.portState,
    fixed_ips: nic.fixedIps.map(({ subnetId, ipAddress }) => ({ subnet_id: subnetId, ip_address: ipAddress })),
    net_id: nic.networkId,
    port_id: nic.portId,
    mac_addr: nic.macAddress,
    ...(listsSetting && { delete_on_termination: nic.deleteOnTermination }),
    driver_mode: nic.driverMode,
    min_rate: nic.minRate,
    multiqueue_num: nic.multiqueueCount,
    pci_address: nic.pciAddress,
  };
}

/** What of a server's answer is the region's and not the server's. */
export interface ServerPlace {
  projectId: string;
  availabilityZone: string;
  /** The name of a security group. */
  groupName: (id: string) => string;
}

/**
 * A server in the bodies of ShowServer and ListServersDetails, with the fields that tell servers and their NICs apart; the
 * others of the real answer are absent.
 *
 * @fidelity documented
 * Source: ECS API reference, "Querying Details About an ECS" (ShowServer).
 */
export function serverDetails(server: Server, place: ServerPlace): object {
  return {
    id: server.id,
    name: server.name,
    status: server.status,
    tenant_id: place.projectId,
    enterprise_project_id: server.enterpriseProjectId,
    locked: server.locked,
    tags: server.tags,
    addresses: { [server.vpcId]: server.nics.flatMap(addresses) },
    network_interfaces: server.nics.map((nic) => ({
      port_id: nic.portId,
      primary: nic.primary,
      ip_addresses: addressesOf(nic, false),
      ipv6_addresses: addressesOf(nic, true),
      subnet_id: nic.networkId,
    })),
    metadata: { vpc_id: server.vpcId, charging_mode: "0", os_type: "Linux" },
    flavor: { id: flavorId, name: flavorId, vcpus: "2", ram: "4096", disk: "0" },
    security_groups: [...new Set(server.nics.flatMap((nic) => nic.securityGroups))].map((id) => ({
      id,
      name: place.groupName(id),
    })),
    "OS-EXT-AZ:availability_zone": place.availabilityZone,
    "OS-EXT-STS:vm_state": server.status === "ACTIVE" ? "active" : "stopped",
    "OS-EXT-STS:power_state": server.status === "ACTIVE" ? 1 : 4,
    "OS-EXT-STS:task_state": server.deleting ? "deleting" : null,
    "os-extended-volumes:volumes_attached": [],
    accessIPv4: "",
    accessIPv6: "",
  };
}

/** The flavor that every emulated server has. */
export const flavorId = "s6.large.2";

/**
 * How ListServersDetails shows a server id that it was asked for and does not know: an entry with an id, a fault and nulls.
 *
 * @fidelity documented
 * Source: ECS API reference, "Querying Details About ECSs" (ListServersDetails), `server_id`. The fault's text is assumed.
 */
export function unknownServer(serverId: string): object {
  return {
    id: serverId,
    name: null,
    status: null,
    addresses: null,
    metadata: null,
    flavor: null,
    fault: { code: 404, message: `Instance ${serverId} could not be found.` },
  };
}

/**
 * The body of ShowJob. The NIC's port is at `entities.sub_jobs[0].entities.nic_id`.
 *
 * @fidelity documented
 * Source: ECS API reference, "Querying Task Execution Status"; the official Terraform provider reads `nic_id` there. The
 * names of the NIC jobs' types are assumed.
 */
export function jobDetails(job: Job, now: number): object {
  const status = jobStatus(job, now);
  const failed = status === "FAIL" ? job.failure : null;
  const common = {
    status,
    begin_time: new Date(job.beginAt).toISOString(),
    end_time: status === "SUCCESS" || status === "FAIL" ? new Date(job.endsAt).toISOString() : "",
    error_code: failed?.code ?? null,
    fail_reason: failed?.reason ?? null,
  };
  return {
    ...common,
    job_id: job.id,
    job_type: job.type,
    entities: {
      sub_jobs_total: job.steps.length,
      sub_jobs: job.steps.map((step) => ({
        ...common,
        job_id: step.id,
        job_type: step.type,
        entities: stepEntities(step, status === "INIT"),
      })),
    },
  };
}

function stepEntities({ effect }: JobStep, waiting: boolean): object {
  return waiting ? {} : entitiesOf(effect);
}

function entitiesOf(effect: JobEffect): object {
  return effect.kind === "delete-server" ? { server_id: effect.serverId } : { nic_id: effect.portId };
}

function addresses(nic: Nic): object[] {
  return nic.fixedIps.map(({ ipAddress }) => ({
    version: isIPv6(ipAddress) ? "6" : "4",
    addr: ipAddress,
    primary: nic.primary,
    "OS-EXT-IPS-MAC:mac_addr": nic.macAddress,
    "OS-EXT-IPS:type": "fixed",
    "OS-EXT-IPS:port_id": nic.portId,
  }));
}

function addressesOf(nic: Nic, wantIpv6: boolean): string[] {
  return nic.fixedIps.map(({ ipAddress }) => ipAddress).filter((address) => isIPv6(address) === wantIpv6);
}
