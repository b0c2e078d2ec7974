import type { Nic } from "../cloud-state";

/**
 * A NIC as Nova shows it: without `delete_on_termination`.
 *
 * @fidelity documented
 * Source: ECS API reference, "OpenStack Nova APIs", "Querying NICs of an ECS".
 */
export function novaInterface(nic: Nic, portState: string = nic.portState): object {
  return {
    port_state: portState,
    fixed_ips: nic.fixedIps.map(({ subnetId, ipAddress }) => ({ subnet_id: subnetId, ip_address: ipAddress })),
    net_id: nic.networkId,
    port_id: nic.portId,
    mac_addr: nic.macAddress,
  };
}
