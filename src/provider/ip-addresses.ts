/** IP addresses as arguments: their checks, and when two texts are the same address. */
import { isIPv4, isIPv6, SocketAddress } from "node:net";
import type { Check } from "../terraform";

export const ipv4: Check<string> = { text: "an IPv4 address such as `192.168.0.33`", test: isIPv4 };

export const ipv6: Check<string> = {
  text: "an IPv6 address such as `2407:c080:1200:13a::5`",
  test: (value) => isIPv6(value) && !value.includes("%"),
};

/** `2001:DB8::0:1` and `2001:db8::1` are the same address. */
export function isSameIpv6(left: string, right: string): boolean {
  return canonical(left) === canonical(right);
}

function canonical(address: string): string {
  return isIPv6(address) ? new SocketAddress({ address, family: "ipv6" }).address : address;
}
