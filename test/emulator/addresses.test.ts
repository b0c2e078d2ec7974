import fc from "fast-check";
import { addressNumber, addressText, freeAddress, parseCidr, rangeHas } from "../../src/emulator/addresses";

test("an address and its number are two forms of one thing", () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      expect(addressText(addressNumber(address), 4)).toBe(address);
    }),
  );
  fc.assert(
    fc.property(fc.bigInt(0n, 2n ** 128n - 1n), (number) => {
      expect(addressNumber(addressText(number, 6))).toBe(number);
    }),
  );
});

test.each([
  ["fd00::1", "FD00:0:0:0:0:0:0:1"],
  ["::ffff:10.0.0.1", "::ffff:a00:1"],
  ["::", "0:0:0:0:0:0:0:0"],
])("%s and %s are one address", (short, long) => {
  expect(addressNumber(short)).toBe(addressNumber(long));
});

test.each([
  ["192.168.7.9/24", "192.168.7.0", "192.168.7.255"],
  ["10.0.0.0/8", "10.0.0.0", "10.255.255.255"],
  ["10.1.2.3/32", "10.1.2.3", "10.1.2.3"],
  ["fd00:1:2:3::9/64", "fd00:1:2:3::", "fd00:1:2:3:ffff:ffff:ffff:ffff"],
])("%s goes from %s to %s", (cidr, first, last) => {
  expect(parseCidr(cidr)).toEqual({
    version: cidr.includes(":") ? 6 : 4,
    first: addressNumber(first),
    last: addressNumber(last),
  });
});

test.each(["10.0.0.0", "10.0.0.0/33", "fd00::/129", "x/24", "10.0.0/8", "10.0.0.0/-1"])("%s is no range", (text) => {
  expect(parseCidr(text)).toBeUndefined();
});

test("a free address is in its range, is not taken, and is none of those that the system keeps", () => {
  const cidr = fc.tuple(fc.ipV4(), fc.integer({ min: 27, max: 29 })).map(([address, bits]) => `${address}/${bits}`);
  fc.assert(
    fc.property(cidr, fc.nat(40), (text, count) => {
      const range = parseCidr(text);
      if (!range) throw new Error(text);
      const taken = new Set<bigint>();
      for (let attempt = 0; attempt < count; attempt += 1) {
        const address = freeAddress(range, taken);
        const size = Number(range.last - range.first) + 1;
        expect(address === undefined).toBe(taken.size === size - 5);
        if (address === undefined) return;
        const number = addressNumber(address);
        expect([rangeHas(range, address), taken.has(number)]).toEqual([true, false]);
        expect(number > range.first + 1n && number < range.last - 2n).toBe(true);
        taken.add(number);
      }
    }),
  );
});

test("a range has no address of the other version", () => {
  const range = parseCidr("0.0.0.0/0");
  expect(range && [rangeHas(range, "::1"), rangeHas(range, "1.2.3.4")]).toEqual([false, true]);
});
