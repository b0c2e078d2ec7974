import { createTurns } from "../../src/cloud/turns";
import { cloudError } from "./support/cloud";

const a = { region: "r", serverId: "server-a" };
const b = { region: "r", serverId: "server-b" };

/** Lets everything happen that can happen without the outside. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Turns whose actions begin when they may and end when the test says so. */
function start() {
  const turns = createTurns(({ region, serverId }) => `${region}/${serverId}`);
  const running: string[] = [];
  const ends = new Map<string, (failure?: Error) => void>();
  const action = (name: string) => () =>
    new Promise<string>((resolve, reject) => {
      running.push(name);
      ends.set(name, (failure) => {
        running.splice(running.indexOf(name), 1);
        if (failure) reject(failure);
        else resolve(name);
      });
    });
  return {
    running,
    alone: (name: string, server = a, signal?: AbortSignal) => turns.alone(server, action(name), signal),
    together: (name: string, server = a, signal?: AbortSignal) => turns.together(server, action(name), signal),
    async end(name: string, failure?: Error) {
      ends.get(name)?.(failure);
      await settle();
    },
  };
}

test("what runs alone at a server goes one after the other, in the order of asking", async () => {
  const { alone, end, running } = start();
  const all = Promise.all(["1", "2", "3"].map((name) => alone(name)));
  for (const name of ["1", "2", "3"]) {
    await settle();
    expect(running).toEqual([name]);
    await end(name);
  }
  expect(await all).toEqual(["1", "2", "3"]);
});

test("servers do not wait for each other", () => {
  const { alone, running } = start();
  alone("1");
  alone("2", b);
  expect(running).toEqual(["1", "2"]);
});

test("what may go together does, before and after what runs alone, and not during it", async () => {
  const { alone, together, end, running } = start();
  together("1");
  together("2");
  alone("3");
  together("4");
  together("5");
  await settle();
  expect(running).toEqual(["1", "2"]);
  await end("1");
  expect(running).toEqual(["2"]);
  await end("2");
  expect(running).toEqual(["3"]);
  await end("3");
  expect(running).toEqual(["4", "5"]);
});

test("what nobody is in front of begins at once", async () => {
  const { alone, end, running } = start();
  alone("1");
  expect(running).toEqual(["1"]);
  await end("1");
  alone("2");
  expect(running).toEqual(["2"]);
});

test("a failure is the caller's, and the next one's turn comes", async () => {
  const { alone, end, running } = start();
  const failing = alone("1");
  const next = alone("2");
  const failed = expect(failing).rejects.toThrow("no");
  await end("1", new Error("no"));
  await failed;
  expect(running).toEqual(["2"]);
  await end("2");
  expect(await next).toBe("2");
});

test("who leaves while waiting never acts, and those behind still wait for those before", async () => {
  const { alone, end, running } = start();
  const controller = new AbortController();
  alone("1");
  const leaving = cloudError(alone("2", a, controller.signal));
  alone("3");
  controller.abort();
  const error = await leaving;
  expect(error).toMatchObject({ kind: "cancelled", mayHaveHappened: false });
  expect(error.message).toContain("server-a");
  await settle();
  expect(running).toEqual(["1"]);
  await end("1");
  expect(running).toEqual(["3"]);
});
