/** Encoding and decoding one resource of 50 attributes, and upgrading a state of 10 MB. One core, in process. */
import { decodeMsgpack, encodeMsgpack } from "../src/plugin/msgpack";
import { fromStateJson, parseStateJson } from "../src/plugin/state-json";
import { list, map, object, record, type Type, type Value } from "../src/terraform";

const kinds: readonly (readonly [Type, Value])[] = [
  ["string", "4f4b3dfa-eb70-47cf-a60a-998a53bd598a"],
  ["bool", true],
  ["number", 443],
  [list("string"), ["192.168.0.33", "192.168.0.34"]],
  [map("string"), record([["owner", "network"]])],
];

const names = Array.from({ length: 50 }, (_, index) => `attribute_${index}`);
const kindOf = (index: number) => kinds[index % kinds.length] as (typeof kinds)[number];
const type = object(Object.fromEntries(names.map((name, index) => [name, kindOf(index)[0]])));
const value = record(names.map((name, index) => [name, kindOf(index)[1]]));
const bytes = encodeMsgpack(type, value);

function microseconds(times: number, work: () => unknown): number {
  for (let warm = 0; warm < times / 10; warm++) work();
  const startedAt = performance.now();
  for (let round = 0; round < times; round++) work();
  return ((performance.now() - startedAt) * 1000) / times;
}

function tell(what: string, rounds: readonly number[], unit: string): void {
  const sorted = rounds.toSorted((left, right) => left - right);
  const figures = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)].map((each) =>
    each?.toFixed(1).padStart(8),
  );
  console.log(`${what.padEnd(44)} ${figures.join(" ")} ${unit}`);
}

const rounds = Array.from({ length: 9 });
console.log(`${"".padEnd(44)}      min   median      max`);
tell(
  "encode 50 attributes",
  rounds.map(() => microseconds(5000, () => encodeMsgpack(type, value))),
  "µs",
);
tell(
  "decode 50 attributes",
  rounds.map(() => microseconds(5000, () => decodeMsgpack(type, bytes))),
  "µs",
);

const stateType = object({ items: list(object({ name: "string", size: "number", tags: map("string") })) });
const item = { name: "x".repeat(60), size: 12345, tags: { owner: "network", stage: "production" } };
const state = Buffer.from(JSON.stringify({ items: Array.from({ length: 68_000 }, () => item) }));
tell(
  `upgrade a state of ${(state.length / 1e6).toFixed(1)} MB`,
  rounds.map(
    () =>
      microseconds(1, () => encodeMsgpack(stateType, fromStateJson(stateType, parseStateJson(state.toString())))) /
      1000,
  ),
  "ms",
);
