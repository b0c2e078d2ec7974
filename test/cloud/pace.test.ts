import fc from "fast-check";
import { createPace } from "../../src/cloud/pace";
import { pause } from "../../src/cloud/pause";
import { closeClouds, cloudError, portId, serverId, testCloud } from "./support/cloud";
import { closeServers, json, startServer } from "./support/server";

afterEach(async () => {
  closeClouds();
  await closeServers();
});

test("no second sees more requests than allowed, whenever they come, and nobody waits longer than needed", async () => {
  const arrivals = fc.array(fc.nat({ max: 400 }), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 20 }), arrivals, async (perSecond, gaps) => {
      let time = 0;
      const turns: number[] = [];
      const pace = createPace(perSecond, {
        now: () => time,
        sleep: async (milliseconds) => {
          turns[turns.length - 1] = time + milliseconds;
        },
      });
      for (const gap of gaps) {
        time += gap;
        turns.push(time);
        await pace.turn();
      }
      const distance = 1_000 / perSecond;
      for (const [index, turn] of turns.entries()) {
        const previous = turns[index - 1] ?? Number.NEGATIVE_INFINITY;
        const arrived = gaps.slice(0, index + 1).reduce((sum, gap) => sum + gap, 0);
        expect(turn).toBeCloseTo(Math.max(arrived, previous + distance), 6);
      }
    }),
  );
});

test("requests are sent at the pace of requests_per_second, repetitions as well", async () => {
  let count = 0;
  const server = await startServer((response) =>
    json(response, count++ === 0 ? 503 : 200, { interfaceAttachments: [] }),
  );
  const cloud = testCloud(server.url, { requestsPerSecond: 4 }, { now: () => 0 });
  await Promise.all(["a", "b"].map((id) => cloud.listNics({ serverId: id })));
  expect(server.received).toHaveLength(3);
  // One wait is the retry's own, which these tests make zero.
  expect(cloud.sleeps.filter((wait) => wait > 0)).toEqual([250, 500]);
});

test("a caller whose signal fires while it waits for its turn sends nothing", async () => {
  const server = await startServer((response) => response.writeHead(204).end());
  const cloud = testCloud(server.url, { requestsPerSecond: 1 }, { sleep: pause });
  await cloud.updateNic({ serverId, portId }, { deleteOnTermination: true });
  const controller = new AbortController();
  const call = cloudError(cloud.updateNic({ serverId, portId: "p2" }, { deleteOnTermination: true }, controller));
  await new Promise((resolve) => setImmediate(resolve));
  controller.abort();
  expect(await call).toMatchObject({ kind: "cancelled", attempts: 0, mayHaveHappened: false });
  expect(server.received).toHaveLength(1);
});
