import type { Port } from "../network";

/**
 * A port as VPC version 1 shows it. A port that no server has is `DOWN`, with an empty `device_id`.
 *
 * @fidelity documented
 * Source: VPC API reference, "Querying a Port" (ShowPort). That `ipv6_bandwidth_id` is `null`, not absent, without one is
 * assumed.
 */
export function portDetails(port: Port, place: { projectId: string; zone: string; primary: boolean }): object {
  const attached = port.deviceId !== "";
  return {
    id: port.id,
    name: port.name,
    network_id: port.networkId,
    admin_state_up: true,
    mac_address: port.macAddress,
    fixed_ips: port.fixedIps.map(({ subnetId, ipAddress }) => ({ subnet_id: subnetId, ip_address: ipAddress })),
    device_id: port.deviceId,
    device_owner: attached ? `compute:${place.zone}` : "",
    tenant_id: place.projectId,
    status: port.state,
    security_groups: port.securityGroups,
    allowed_address_pairs: port.allowedAddressPairs,
    extra_dhcp_opts: [],
    "binding:vif_details": attached ? { primary_interface: place.primary } : {},
    "binding:vnic_type": "normal",
    "binding:profile": {},
    dns_assignment: [],
    dns_name: "",
    instance_id: "",
    instance_type: "",
    port_security_enabled: true,
    zone_id: place.zone,
    ipv6_bandwidth_id: port.ipv6BandwidthId,
  };
}
