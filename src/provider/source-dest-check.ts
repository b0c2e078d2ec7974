/** The source/destination check of a port, which VPC has no word for: an allowed address pair switches it off. */
import type { AddressPair, Port } from "../cloud";

/** What the console and the official provider write for "any address". */
const ANY_ADDRESS = "1.1.1.1/0";

export function isChecked({ allowedAddressPairs }: Pick<Port, "allowedAddressPairs">): boolean {
  return !allowedAddressPairs.some(isAny);
}

/** The pairs that a port needs for the check to be on or off. Those of virtual IP addresses stay. */
export function pairsFor({ allowedAddressPairs }: Port, checked: boolean): readonly AddressPair[] {
  const others = allowedAddressPairs.filter((pair) => !isAny(pair));
  return checked ? others : [...others, { ipAddress: ANY_ADDRESS }];
}

function isAny({ ipAddress }: AddressPair): boolean {
  return ipAddress === ANY_ADDRESS;
}
