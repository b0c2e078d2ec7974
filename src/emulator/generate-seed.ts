import { uuidFor } from "./identifiers";
import type { Seed } from "./seed";

/**
 * A seed of any size for load tests. The same arguments give the same seed, identifiers included.
 * Every NIC has the given `deleteOnTermination`, `false` by default.
 */
export function generateSeed(size: { servers: number; nicsPerServer: number; deleteOnTermination?: boolean }): Seed {
  return {
    servers: Array.from({ length: size.servers }, (_, server) => ({
      id: uuidFor(`server ${server}`),
      name: `server-${server + 1}`,
      nics: Array.from({ length: size.nicsPerServer }, (_, nic) => ({
        port_id: uuidFor(`server ${server} nic ${nic}`),
        delete_on_termination: size.deleteOnTermination ?? false,
        fixed_ips: [addressNumber(server * size.nicsPerServer + nic)],
      })),
    })),
  };
}

function addressNumber(index: number): string {
  const host = index % 250;
  const subnet = Math.floor(index / 250);
  return `10.${Math.floor(subnet / 256) % 256}.${subnet % 256}.${host + 2}`;
}
