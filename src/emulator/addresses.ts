import { isIP, isIPv6 } from "node:net";

/** A range of addresses, both ends included. */
export interface AddressRange {
  version: 4 | 6;
  first: bigint;
  last: bigint;
}

/** Reads `192.168.0.0/24` or `2407:c080::/64`, or `undefined` when it is neither. Bits beyond the prefix are let fall. */
export function parseCidr(text: string): AddressRange | undefined {
  const [, address = "", prefix = ""] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const version = isIP(address);
  const bits = version === 6 ? 128 : 32;
  if (version === 0 || Number(prefix) > bits) {
    return undefined;
  }
  const size = 1n << BigInt(bits - Number(prefix));
  const first = (addressNumber(address) / size) * size;
  return { version: version === 6 ? 6 : 4, first, last: first + size - 1n };
}

/** An address as a number; two spellings of one IPv6 address give the same one. */
export function addressNumber(address: string): bigint {
  return isIPv6(address)
    ? BigInt(`0x${ipv6Groups(address).join("")}`)
    : address.split(".").reduce((number, part) => number * 256n + BigInt(part), 0n);
}

export function addressText(number: bigint, version: 4 | 6): string {
  if (version === 4) {
    return [24n, 16n, 8n, 0n].map((shift) => (number >> shift) & 255n).join(".");
  }
  const groups = number.toString(16).padStart(32, "0").match(/.{4}/g) ?? [];
  return canonicalIpv6(groups.join(":"));
}

export function rangeHas(range: AddressRange, address: string): boolean {
  if ((range.version === 6) !== isIPv6(address)) {
    return false;
  }
  const number = addressNumber(address);
  return number >= range.first && number <= range.last;
}

/**
 * The lowest address that is free, or `undefined` when there is none. The gateway (`.1`) and the last three addresses of an
 * IPv4 subnet are never given out.
 *
 * @fidelity documented
 * Source: VPC user guide, "Creating a Subnet": the first and the last three addresses are reserved for the system. Which of
 * the free ones the cloud picks is not said.
 */
export function freeAddress(range: AddressRange, taken: ReadonlySet<bigint>): string | undefined {
  const last = range.version === 4 ? range.last - 3n : range.last;
  for (let number = range.first + 2n; number <= last; number += 1n) {
    if (!taken.has(number)) {
      return addressText(number, range.version);
    }
  }
  return undefined;
}

function ipv6Groups(address: string): string[] {
  const [head = "", tail] = canonicalIpv6(address).split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const gap = tail === undefined ? [] : Array<string>(8 - left.length - right.length).fill("0");
  return [...left, ...gap, ...right].map((group) => group.padStart(4, "0"));
}

function canonicalIpv6(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}
