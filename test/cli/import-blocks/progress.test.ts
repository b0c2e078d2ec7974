import { progressOn } from "../../../src/cli/import-blocks/progress";

/** What a terminal shows in its last line after all that was written. */
function lineOf(written: readonly string[]): string {
  return written.join("").split("\u001b[2K").at(-1) ?? "";
}

function terminal(isTTY: boolean) {
  const written: string[] = [];
  return { written, isTTY, write: (text: string | Uint8Array) => written.push(String(text)) > 0 };
}

test("a terminal shows how far it is in one line, which is gone in the end", () => {
  const stream = terminal(true);
  const progress = progressOn(stream);
  progress.update(1, 125);
  progress.update(2, 125);
  expect(lineOf(stream.written)).toBe("Reading NICs: 2 of 125 servers");
  expect(stream.written.join("")).not.toContain("\n");
  progress.end();
  expect(lineOf(stream.written)).toBe("");
});

test.each([
  ["what is no terminal", false, 125],
  ["a terminal, for a few servers", true, 3],
])("nothing is written to %s", (_, isTTY, total) => {
  const stream = terminal(isTTY);
  const progress = progressOn(stream);
  progress.update(1, total);
  progress.end();
  expect(stream.written).toEqual([]);
});
