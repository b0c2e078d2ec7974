import fc from "fast-check";
import { frame, unframe } from "../../src/plugin/frames";
import { Status, StatusError } from "../../src/plugin/status";

async function* stream(chunks: Iterable<Uint8Array>): AsyncGenerator<Buffer> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

async function read(...chunks: Uint8Array[]): Promise<Buffer[]> {
  const messages: Buffer[] = [];
  for await (const message of unframe(stream(chunks))) messages.push(message);
  return messages;
}

function bytes(text: string): Buffer {
  return Buffer.from(text.replaceAll(" ", ""), "hex");
}

test("a frame is a zero, four bytes of length, and the message", () => {
  expect(frame(Buffer.from("abc")).toString("hex")).toBe("0000000003616263");
  expect(frame(Buffer.alloc(0)).toString("hex")).toBe("0000000000");
});

test("messages are found wherever the stream is cut", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 300 })), fc.array(fc.nat(40)), async (messages, cuts) => {
      const whole = Buffer.concat(messages.map(frame));
      const chunks: Buffer[] = [];
      let rest = whole;
      for (const cut of cuts) {
        chunks.push(rest.subarray(0, cut));
        rest = rest.subarray(cut);
      }
      expect(await read(...chunks, rest)).toEqual(messages.map((message) => Buffer.from(message)));
    }),
  );
});

test("messages are found in a stream of single bytes", async () => {
  const whole = Buffer.concat([frame(Buffer.from("a")), frame(Buffer.alloc(0)), frame(Buffer.from("bc"))]);
  const messages = await read(...[...whole].map((byte) => Buffer.from([byte])));
  expect(messages.map(String)).toEqual(["a", "", "bc"]);
});

test("nothing is no message", async () => {
  expect(await read()).toEqual([]);
  expect(await read(Buffer.alloc(0))).toEqual([]);
});

test.each([
  ["a message that says it is compressed", "01 00000001 61", Status.INTERNAL],
  ["a message of four gigabytes", "00 ffffffff 61", Status.RESOURCE_EXHAUSTED],
  ["a message a byte over the limit", "00 10000001", Status.RESOURCE_EXHAUSTED],
  ["a stream that ends in a message", "00 00000002 61", Status.INTERNAL],
  ["a stream that ends before a message", "00 00000002", Status.INTERNAL],
  ["a stream that ends in a length", "00 0000", Status.INTERNAL],
])("%s is refused", async (_what, text, code) => {
  const reading = read(bytes(text));
  await expect(reading).rejects.toBeInstanceOf(StatusError);
  await expect(reading).rejects.toMatchObject({ code });
});

test("what came before a broken message is given out", async () => {
  const messages: string[] = [];
  const reading = (async () => {
    for await (const message of unframe(stream([bytes("00 00000001 61 01 00000000")]))) messages.push(String(message));
  })();
  await expect(reading).rejects.toMatchObject({ code: Status.INTERNAL });
  expect(messages).toEqual(["a"]);
});
