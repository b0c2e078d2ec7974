/** A small world for NICs that come and go, and the means to change it behind Terraform's back. */
import { type Cloud, chooseSignIn, createCloud, Secret } from "../../../src/cloud";
import { type Emulator, type EmulatorOptions, type Seed, startEmulator } from "../../../src/emulator";

export const SERVER = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21";
export const OTHER_SERVER = "d47e63b0-91fa-4c28-a5e9-6c0b82f41d39";
export const PRIMARY = "3e9b7d52-64c1-4f0e-8a1d-90c2f5b7e613";
export const NETWORK = "610a4af2-1d90-4d2b-8057-dc238b26febf";
/** With IPv4 and IPv6. */
export const DUAL_NETWORK = "2b7f0c9e-58a3-4c14-9d6a-f3e0b1a84d72";
export const FREE_PORT = "a3c1e7f0-5b2d-4986-8f41-7d0e6b92c5a8";
export const FREE_DUAL_PORT = "b8e4d6a1-0c7f-4352-9a6b-15f3c2d7e094";
export const GROUP = "c0a5f3b2-7e18-4d69-b1c4-8f2e9d6a7b30";
export const OTHER_GROUP = "d9b6e4c3-8f29-4e7a-a2d5-9a3f0e7b8c41";
export const BANDWIDTH = "e1c7f5d4-9a3b-4f8c-93e6-0b4a1f8c9d52";
export const NOBODY = "00000000-0000-4000-8000-000000000000";

export const seed: Seed = {
  servers: [
    { id: SERVER, name: "web-1", nics: [nic(PRIMARY, "192.168.0.33")] },
    { id: OTHER_SERVER, name: "db-1", nics: [nic("19a6e4f3-0c8d-4b75-82ee-7d5f3a90b1c8", "192.168.0.51")] },
  ],
  subnets: [
    { id: NETWORK, cidr: "192.168.0.0/24" },
    { id: DUAL_NETWORK, cidr: "192.168.16.0/24", ipv6_cidr: "2407:c080:1200:13a::/64" },
  ],
  security_groups: [
    { id: GROUP, name: "web" },
    { id: OTHER_GROUP, name: "routers" },
  ],
  ports: [
    { port_id: FREE_PORT, network_id: NETWORK, fixed_ips: ["192.168.0.77"] },
    {
      port_id: FREE_DUAL_PORT,
      network_id: DUAL_NETWORK,
      fixed_ips: ["192.168.16.77", "2407:c080:1200:13a::77"],
      allowed_address_pairs: [{ ip_address: "192.168.16.200" }],
    },
  ],
};

function nic(portId: string, ipAddress: string) {
  return { port_id: portId, delete_on_termination: true, network_id: NETWORK, fixed_ips: [ipAddress] };
}

/** An emulator whose jobs are done at once. */
export function startNicWorld(options: EmulatorOptions = {}): Promise<Emulator> {
  return startEmulator({ seed, jobInit: 0, jobDuration: 0, ...options });
}

/** The cloud's own way into the emulator: what a colleague does in the console. */
export function colleague(emulator: Emulator): Cloud {
  const { accessKey, secretKey } = emulator.credentials;
  const { url, region, projectId } = emulator;
  return createCloud({
    region,
    projectId,
    signIn: chooseSignIn({ arguments: { accessKey, secretKey: new Secret(secretKey) } }),
    endpoints: { ecs: url, vpc: url, iam: url },
    userAgent: "colleague/1.0",
    log: { trace: () => undefined, debug: () => undefined, warn: () => undefined },
  });
}
