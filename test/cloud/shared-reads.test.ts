import fc from "fast-check";
import { CloudError } from "../../src/cloud";
import { createSharedReads } from "../../src/cloud/shared-reads";

/** Lets everything happen that can happen without the outside. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

const ports = ["p0", "p1"];
type Versions = Readonly<Record<string, number>>;

interface Get {
  /** Undefined until its request is sent; the step and time of the last sending, and what the cloud knew then. */
  sent: { step: number; time: number; seen: Versions } | undefined;
  over: boolean;
  answered: boolean;
  readonly signal: AbortSignal;
  readonly send: () => void;
  readonly answer: () => void;
  readonly fail: () => void;
}

interface Reader {
  readonly port: string | undefined;
  readonly maxAge: number;
  readonly step: number;
  readonly time: number;
  readonly controller: AbortController;
  outcome: "waiting" | "answered" | "failed" | "cancelled";
}

interface Write {
  readonly port: string;
  readonly end: (how: "done" | "refused" | "lost") => void;
}

function failure(mayHaveHappened: boolean): CloudError {
  const details = { kind: "server-error", serviceMessage: "", method: "PUT", url: "", attempts: 1 } as const;
  return new CloudError({ ...details, retryable: false, mayHaveHappened });
}

/**
 * One server with a cloud behind it whose every step the test decides. The cloud is as slow as it may be: an answer
 * shows what was there when its request was sent, a write takes effect only when it ends.
 */
class World {
  readonly truth: Record<string, number> = { p0: 0, p1: 0 };
  readonly gets: Get[] = [];
  readonly readers: Reader[] = [];
  readonly writes: Write[] = [];
  /** The step in which the last write of each port that changed something ended. */
  readonly written: Record<string, number> = { p0: -1, p1: -1 };
  step = 0;
  time = 0;
  failedInThisStep = false;
  /** What went against the promises. */
  readonly violations: unknown[] = [];

  readonly reads = createSharedReads<string, Versions>({
    fetch: (_server, onSend, signal) => this.#fetch(onSend, signal),
    key: (server) => server,
    now: () => this.time,
  });

  #fetch(onSend: () => void, signal: AbortSignal): Promise<Versions> {
    return new Promise((resolve, reject) => {
      const get: Get = {
        sent: undefined,
        over: false,
        answered: false,
        signal,
        send: () => {
          onSend();
          get.sent = { step: this.step, time: this.time, seen: { ...this.truth } };
        },
        answer: () => {
          get.over = true;
          get.answered = true;
          resolve(get.sent?.seen ?? {});
        },
        fail: () => {
          get.over = true;
          reject(failure(false));
        },
      };
      this.gets.push(get);
    });
  }

  read(port: string | undefined, maxAge: number): void {
    const { step, time } = this;
    const controller = new AbortController();
    const reader: Reader = { port, maxAge, step, time, controller, outcome: "waiting" };
    this.readers.push(reader);
    this.reads
      .read("server", port, { maxAge, signal: controller.signal })
      .then(
        ({ value }) => {
          reader.outcome = "answered";
          this.checkAnswer(reader, value);
        },
        (error: CloudError) => {
          reader.outcome = error.kind === "cancelled" ? "cancelled" : "failed";
          expect(controller.signal.aborted || this.failedInThisStep).toBe(true);
          if (reader.outcome === "cancelled") expect(controller.signal.aborted).toBe(true);
        },
      )
      .catch((violation: unknown) => this.violations.push(violation));
  }

  checkAnswer(reader: Reader, value: Versions): void {
    for (const port of reader.port === undefined ? ports : [reader.port]) {
      expect(this.writes.some((write) => write.port === port)).toBe(false);
      expect(value[port]).toBe(this.truth[port]);
    }
    const sources = this.gets.filter((get) => get.answered && get.sent?.seen === value);
    expect(sources).toHaveLength(1);
    expect(sources.every((get) => this.isFresh(get, reader))).toBe(true);
  }

  isFresh({ sent }: Get, { maxAge, step, time }: Reader): boolean {
    return sent !== undefined && (sent.step > step || (maxAge > 0 && time - sent.time < maxAge));
  }

  counts(get: Get, reader: Reader): boolean {
    const written = Math.max(
      ...(reader.port === undefined ? ports : [reader.port]).map((port) => this.written[port] ?? -1),
    );
    return this.isFresh(get, reader) && (get.sent?.step ?? -1) > written;
  }

  write(port: string, where: "on the server" | "anywhere" = "on the server"): void {
    const action = () =>
      new Promise<void>((resolve, reject) => {
        const write: Write = {
          port,
          end: (how) => {
            this.writes.splice(this.writes.indexOf(write), 1);
            if (how !== "refused") {
              this.truth[port] = (this.truth[port] ?? 0) + 1;
              this.written[port] = this.step;
            }
            if (how === "done") resolve();
            else reject(failure(how === "lost"));
          },
        };
        this.writes.push(write);
      });
    const written =
      where === "anywhere" ? this.reads.writeAnywhere(port, action) : this.reads.write("server", port, action);
    written.catch(() => undefined);
  }

  /** GETs that are neither over nor given up by everybody. */
  get flying(): Get[] {
    return this.gets.filter((get) => !get.over && !get.signal.aborted);
  }
}

type Step = (world: World) => void;

const pick = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(1, list.length)];

const index = fc.nat({ max: 20 });
const port = fc.constantFrom(...ports);
const steps: fc.Arbitrary<{ name: string; run: Step }> = fc.oneof(
  fc
    .record({ port: fc.option(port, { nil: undefined }), maxAge: fc.constantFrom(0, 10, 30) })
    .map(({ port, maxAge }) => ({
      name: `read ${port} ${maxAge}`,
      run: (world: World) => world.read(port, maxAge),
    })),
  fc.tuple(port, fc.constantFrom<"on the server" | "anywhere">("on the server", "anywhere")).map(([port, where]) => ({
    name: `write ${port} ${where}`,
    run: (world: World) => world.write(port, where),
  })),
  fc.tuple(index, fc.constantFrom<"done" | "refused" | "lost">("done", "refused", "lost")).map(([at, how]) => ({
    name: `end write ${at} ${how}`,
    run: (world: World) => pick(world.writes, at)?.end(how),
  })),
  index.map((at) => ({ name: `send ${at}`, run: (world: World) => pick(world.flying, at)?.send() })),
  index.map((at) => ({
    name: `answer ${at}`,
    run: (world: World) =>
      pick(
        world.flying.filter(({ sent }) => sent),
        at,
      )?.answer(),
  })),
  index.map((at) => ({
    name: `fail ${at}`,
    run: (world: World) => {
      const get = pick(world.flying, at);
      world.failedInThisStep = get !== undefined;
      get?.fail();
    },
  })),
  index.map((at) => ({ name: `cancel ${at}`, run: (world: World) => pick(world.readers, at)?.controller.abort() })),
  fc.constantFrom(1, 10, 29).map((time) => ({
    name: `pass ${time}`,
    run: (world: World) => {
      world.time += time;
    },
  })),
);

async function play(world: World, { run }: { run: Step }): Promise<void> {
  world.step++;
  world.failedInThisStep = false;
  run(world);
  await settle();
}

/** Whatever is left comes to its end. */
async function finish(world: World): Promise<void> {
  for (let round = 0; round < 20 && world.readers.some(({ outcome }) => outcome === "waiting"); round++) {
    for (const write of [...world.writes]) await play(world, { run: () => write.end("done") });
    for (const get of world.flying) {
      await play(world, { run: () => get.send() });
      await play(world, { run: () => get.answer() });
    }
  }
}

test("no reader ever sees a state older than a write of its port that ended, or than it allows, whatever the order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { maxLength: 40, size: "max" }), async (list) => {
      const world = new World();
      for (const step of list) {
        await play(world, step);
        for (const { controller, outcome } of world.readers) {
          if (controller.signal.aborted) expect(outcome).not.toBe("waiting");
        }
      }
      await finish(world);
      if (world.violations.length > 0) throw world.violations[0];
      expect(world.readers.filter(({ outcome }) => outcome === "waiting")).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test("a read starts a request exactly when no answer and no request under way will do, whatever came before", async () => {
  const anyPort = fc.option(port, { nil: undefined });
  const anyAge = fc.constantFrom(0, 10, 30);
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { maxLength: 40, size: "max" }), anyPort, anyAge, async (list, port, maxAge) => {
      const world = new World();
      for (const step of list) await play(world, step);
      const before = [...world.gets];
      const latest = world.flying.includes(before.at(-1) as Get) ? before.at(-1) : undefined;
      const wasSent = latest?.sent !== undefined;
      await play(world, { run: () => world.read(port, maxAge) });
      const reader = world.readers.at(-1) as Reader;

      const waits = world.writes.some((write) => port === undefined || write.port === port);
      const finds = before.some((get) => get.answered && world.counts(get, reader));
      const joins = latest !== undefined && (!wasSent || world.counts(latest, reader));
      expect(world.gets.length - before.length).toBe(waits || finds || joins ? 0 : 1);
      expect(reader.outcome).toBe(finds && !waits ? "answered" : "waiting");
    }),
    { numRuns: 500 },
  );
});

test("a thousand readers of one server share one request, and later ones its answer", async () => {
  const world = new World();
  for (let count = 0; count < 1_000; count++) world.read("p0", 30);
  await settle();
  expect(world.gets).toHaveLength(1);
  await play(world, { run: () => world.gets[0]?.send() });
  world.read("p1", 30);
  await play(world, { run: () => world.gets[0]?.answer() });
  world.read("p1", 30);
  await settle();
  expect(world.gets).toHaveLength(1);
  expect(world.readers.every(({ outcome }) => outcome === "answered")).toBe(true);
});

test("a write of one port leaves the answers of its neighbours alone", async () => {
  const world = new World();
  await play(world, { run: () => world.read("p0", 30) });
  await play(world, { run: () => world.gets[0]?.send() });
  await play(world, { run: () => world.gets[0]?.answer() });
  await play(world, { run: () => world.write("p0") });
  await play(world, { run: () => world.writes[0]?.end("done") });
  await play(world, { run: () => world.read("p1", 30) });
  expect(world.readers[1]?.outcome).toBe("answered");
  await play(world, { run: () => world.read("p0", 30) });
  expect(world.readers[2]?.outcome).toBe("waiting");
  expect(world.gets).toHaveLength(2);
});

test("the request is cancelled once its last reader has left, and the next reader starts another", async () => {
  const world = new World();
  await play(world, { run: () => world.read("p0", 30) });
  await play(world, { run: () => world.read("p0", 30) });
  await play(world, { run: () => world.readers[0]?.controller.abort() });
  expect(world.gets[0]?.signal.aborted).toBe(false);
  await play(world, { run: () => world.readers[1]?.controller.abort() });
  expect(world.gets[0]?.signal.aborted).toBe(true);
  await play(world, { run: () => world.read("p0", 30) });
  expect(world.gets).toHaveLength(2);
});

test("an answer that comes late does not take the place of one to a later request", async () => {
  const world = new World();
  await play(world, { run: () => world.read("p0", 30) });
  await play(world, { run: () => world.gets[0]?.send() });
  await play(world, { run: () => world.write("p0") });
  await play(world, { run: () => world.writes[0]?.end("done") });
  await play(world, { run: () => world.read("p0", 30) });
  await play(world, { run: () => world.gets[1]?.send() });
  await play(world, { run: () => world.gets[1]?.answer() });
  await play(world, { run: () => world.gets[0]?.answer() });
  await play(world, { run: () => world.read("p0", 30) });
  expect(world.readers.map(({ outcome }) => outcome)).toEqual(["answered", "answered", "answered"]);
  expect(world.violations).toEqual([]);
  expect(world.gets).toHaveLength(2);
});

test("64 callers that each change a NIC of their own see their own change and nobody else's server, in a thousand orders", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const truth = new Map<string, Map<string, number>>();
      const step = (name: string) => scheduler.schedule(Promise.resolve(), name);
      const reads = createSharedReads<string, { server: string; seen: ReadonlyMap<string, number> }>({
        fetch: async (server, onSend) => {
          await step("send");
          onSend();
          const answer = { server, seen: new Map(truth.get(server)) };
          await step("answer");
          return answer;
        },
        key: (server) => server,
        now: () => 0,
      });
      const caller = async (index: number) => {
        const server = `server-${index % 8}`;
        const port = `port-${index}`;
        const look = async () => (await reads.read(server, port, { maxAge: 30 })).value;
        expect((await look()).seen.has(port)).toBe(false);
        await reads.write(server, port, async () => {
          await step("write");
          truth.set(server, new Map(truth.get(server)).set(port, index));
          await step("written");
        });
        const after = await look();
        expect(after.server).toBe(server);
        expect(after.seen.get(port)).toBe(index);
      };
      await scheduler.waitFor(Promise.all(Array.from({ length: 64 }, (_, index) => caller(index))));
    }),
    { numRuns: 1_000 },
  );
}, 120_000);

test("what outdates a server makes stale all that was asked for before, and nothing that comes after", async () => {
  const world = new World();
  await play(world, { run: () => world.read("p0", 30) });
  await play(world, { run: () => world.gets[0]?.send() });
  await play(world, { run: () => world.reads.outdate("server") });
  await play(world, { run: () => world.gets[0]?.answer() });
  expect(world.readers[0]?.outcome).toBe("waiting");
  expect(world.gets).toHaveLength(2);
  await play(world, { run: () => world.gets[1]?.send() });
  await play(world, { run: () => world.gets[1]?.answer() });
  await play(world, { run: () => world.read("p1", 30) });
  await play(world, { run: () => world.read(undefined, 30) });
  expect(world.readers.map(({ outcome }) => outcome)).toEqual(["answered", "answered", "answered"]);
  expect(world.gets).toHaveLength(2);
});

test("a write of a port on nobody knows what server makes its readers read anew on every server, and no others", async () => {
  const fetched: string[] = [];
  const reads = createSharedReads<string, string>({
    fetch: async (server, onSend) => {
      onSend();
      fetched.push(server);
      return server;
    },
    key: (server) => server,
    now: () => 0,
  });
  const read = async () => {
    for (const [server, port] of ["a p", "b p", "a q"].map((both) => both.split(" "))) {
      await reads.read(server ?? "", port, { maxAge: 30 });
    }
  };
  await read();
  expect(fetched.splice(0)).toEqual(["a", "b"]);
  await reads.writeAnywhere("p", async () => "done");
  await reads.read("a", "q", { maxAge: 30 });
  expect(fetched).toEqual([]);
  await read();
  await read();
  expect(fetched).toEqual(["a", "b"]);
});

test("servers do not share", async () => {
  const fetched: string[] = [];
  const reads = createSharedReads<string, string>({
    fetch: async (server, onSend) => {
      onSend();
      fetched.push(server);
      return server;
    },
    key: (server) => server,
    now: () => 0,
  });
  expect(await reads.read("a", "p", { maxAge: 30 })).toEqual({ value: "a", sentForThis: true });
  expect(await reads.read("b", "p", { maxAge: 30 })).toEqual({ value: "b", sentForThis: true });
  expect(await reads.read("a", "q", { maxAge: 30 })).toEqual({ value: "a", sentForThis: false });
  expect(fetched).toEqual(["a", "b"]);
});
