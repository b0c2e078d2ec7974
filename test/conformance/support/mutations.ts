/** Damage to bytes: the same for the same seed. */
type Mutation = (body: Buffer, random: () => number, other: Buffer) => Buffer;

const mutations: Readonly<Record<string, Mutation>> = {
  flipped: (body, random) => {
    const copy = Buffer.from(body);
    for (let flips = 1 + random() * 4; flips > 0 && copy.length > 0; flips--) {
      const position = Math.floor(random() * copy.length);
      copy[position] = (copy[position] as number) ^ (1 << Math.floor(random() * 8));
    }
    return copy;
  },
  truncated: (body, random) => body.subarray(0, Math.floor(random() * body.length)),
  spliced: (body, random, other) => {
    const cut = Math.floor(random() * body.length);
    return Buffer.concat([body.subarray(0, cut), other.subarray(Math.floor(random() * other.length))]);
  },
  "of giant lengths": (body, random) => {
    const position = Math.floor(random() * (body.length + 1));
    const giant = Buffer.from(
      [
        [0xff, 0xff, 0xff, 0xff, 0x0f],
        [0xdd, 0xff, 0xff, 0xff, 0xff],
        [0xdb, 0x7f, 0xff, 0xff, 0xff],
        [0xdf, 0xff, 0xff, 0xff, 0xff],
      ][Math.floor(random() * 4)] as number[],
    );
    return Buffer.concat([body.subarray(0, position), giant, body.subarray(position)]);
  },
  "of wrong types": (body, random) => {
    const copy = Buffer.from(body);
    const codes = [0xc0, 0xc2, 0x80, 0x90, 0xa0, 0xcb, 0xd4, 0xc7, 0xd3, 0xc4];
    if (copy.length > 0)
      copy[Math.floor(random() * copy.length)] = codes[Math.floor(random() * codes.length)] as number;
    return copy;
  },
  random: (body, random) => {
    const noise = Buffer.alloc(Math.floor(random() * body.length) + 1);
    for (let position = 0; position < noise.length; position++) noise[position] = random() * 256;
    return noise;
  },
};

const kinds = Object.values(mutations);

/** The bytes with one kind of damage; `other` is what may be spliced in. */
export function mutated(bytes: Buffer, random: () => number, other: Buffer): Buffer {
  return (kinds[Math.floor(random() * kinds.length)] as Mutation)(bytes, random, other);
}
