/** Moves between the resources here that are about one NIC: what both have in their states. */
import { list, optional } from "../terraform";

const text = () => optional.string("");

/** @param name the resource that is moved from, without the provider's prefix */
export function ownNic<const Name extends string>(name: Name) {
  return {
    type: `huaweiecs_${name}`,
    attributes: {
      id: text(),
      region: text(),
      server_id: text(),
      port_id: text(),
      network_id: text(),
      mac_address: text(),
      fixed_ips: optional.of(list("string"), ""),
      delete_on_termination: optional.bool(""),
    },
  } as const;
}

/** What is known of it. The rest is filled by the refresh that follows a move. */
export function knownOf<T extends object>(old: T): { readonly [K in keyof T]?: NonNullable<T[K]> } {
  const known = Object.entries(old).filter(([, value]) => value !== null);
  // The entries are those of the object, without its nulls.
  return Object.fromEntries(known) as { readonly [K in keyof T]?: NonNullable<T[K]> };
}
