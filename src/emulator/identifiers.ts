import { createHash } from "node:crypto";

/** A version 4 UUID that depends on nothing but `name`, so that two runs speak of the same things. */
export function uuidFor(name: string): string {
  const hex = digest(name).toString("hex");
  const variant = "89ab"[Number.parseInt(hex.charAt(16), 16) % 4];
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}

/** A MAC address in the range that OpenStack clouds hand out, `fa:16:3e:…`. */
export function macAddressFor(name: string): string {
  return `fa:16:3e:${[...digest(name).subarray(0, 3)].map((byte) => byte.toString(16).padStart(2, "0")).join(":")}`;
}

/** A private IPv4 address for a NIC that was seeded without one. Two NICs may, rarely, share it. */
export function privateAddressFor(name: string): string {
  const [second = 0, third = 0, fourth = 0] = digest(name);
  return `10.${second}.${third}.${2 + (fourth % 250)}`;
}

function digest(name: string): Buffer {
  return createHash("sha256").update(name).digest();
}
