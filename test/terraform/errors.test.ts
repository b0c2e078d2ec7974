import { setTimeout as wait } from "node:timers/promises";
import { computed, DiagnosticError, isStopped, required, UNKNOWN } from "../../src/terraform";
import { terraform } from "./support/core";
import { defineResource, Refusal, serve, TIMEOUTS } from "./support/server";

type Handler = (signal: AbortSignal) => Promise<unknown>;

/** One handler for all verbs. */
async function core(handler: Handler) {
  const run = async ({ signal }: { signal: AbortSignal }) => (await handler(signal)) as never;
  const disk = defineResource({
    name: "disk",
    summary: "A disk.",
    attributes: { id: computed.string("Id."), name: required.string("Name.") },
    timeouts: TIMEOUTS,
    create: run,
    read: run,
    update: run,
    delete: run,
    identity: ["id"],
    import: { format: "<id>", identify: (id) => ({ id }), observe: run },
  });
  const server = await serve(disk);
  const { state } = terraform(server, "test_disk");
  const prior = state({ id: "1", name: "a" });
  const timeouts = { create: "1s", read: "2s", update: "3s", delete: "4s" };
  return {
    server,
    verbs: {
      create: (own = {}) =>
        server.resources.apply("test_disk", {
          prior: null,
          planned: state({ id: UNKNOWN, name: "a", ...own }),
          config: state({ name: "a" }),
        }),
      read: (own = {}) => server.resources.read("test_disk", state({ ...prior, ...own })),
      update: (own = {}) =>
        server.resources.apply("test_disk", {
          prior,
          planned: state({ id: "1", name: "b", ...own }),
          config: state({ name: "b" }),
        }),
      delete: (own = {}) =>
        server.resources.apply("test_disk", { prior: state({ ...prior, ...own }), planned: null, config: null }),
      import: () => server.resources.import("test_disk", { id: "1" }),
    },
    own: { timeouts },
  };
}

const throwing = (error: unknown) => core(() => Promise.reject(error));

/** A handler that ends as one of Node's own waits does when its signal fires. */
const waiting: Handler = (signal) => wait(2 ** 30, undefined, { signal });

const verbs = ["create", "read", "update", "delete", "import"] as const;

describe.each(verbs)("an error of %s", (verb) => {
  it("that is worded for a person is passed on with its path", async () => {
    const { verbs } = await throwing(
      new DiagnosticError("Bad name", "Choose another.", { path: [{ attribute: "name" }] }),
    );
    expect((await verbs[verb]()).diagnostics).toEqual([
      { severity: "error", summary: "Bad name", detail: "Choose another.", path: [{ attribute: "name" }] },
    ]);
  });

  it("that the provider can explain is explained", async () => {
    const { verbs, server } = await throwing(new Refusal("refused", "Quota"));
    const { diagnostics } = await verbs[verb]();
    expect(diagnostics).toMatchObject([{ summary: "The service refused", detail: "Quota, says the service." }]);
    expect(server.lines).toEqual([]);
  });

  it("that nobody can explain is a bug, and only the log has the stack", async () => {
    const { verbs, server } = await throwing(new TypeError("x is not a function"));
    const { diagnostics } = await verbs[verb]();
    expect(diagnostics).toEqual([
      {
        severity: "error",
        summary: "Unexpected error in the provider",
        detail: `The ${verb} handler of disk failed: x is not a function\n\nThis is a bug in the provider, please report it to its developers.`,
        path: undefined,
      },
    ]);
    const [{ fields }] = server.lines as [(typeof server.lines)[0]];
    expect(fields).toMatchObject({ resource: "disk", verb, error: expect.stringContaining("errors.test.ts") });
  });
});

it.each(["a text", undefined, null, 42])("a thrown %s is reported like an error", async (thrown) => {
  const { verbs } = await throwing(thrown);
  expect((await verbs.create()).diagnostics[0]?.detail).toMatch(`The create handler of disk failed: ${thrown}\n`);
});

describe("an interrupt", () => {
  it.each(verbs)("ends what is under way, and %s says so", async (verb) => {
    const { server, verbs } = await core(waiting);
    const applied = verbs[verb]();
    server.stop();
    expect((await applied).diagnostics).toEqual([
      {
        severity: "error",
        summary: `The ${verb} was cut short`,
        detail: expect.stringMatching(/^Terraform was interrupted\./),
        path: undefined,
      },
    ]);
    expect(server.lines).toEqual([]);
  });

  it("is told from a timeout by the signal", async () => {
    const seen: boolean[] = [];
    const { server, verbs } = await core(async (signal) => {
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      seen.push(isStopped(signal));
      throw signal.reason;
    });
    const applied = verbs.create();
    server.stop();
    expect((await applied).diagnostics[0]?.summary).toBe("The create was cut short");
    expect(seen).toEqual([true]);
  });

  it("is told with what the provider says of the work that was given up", async () => {
    const { server, verbs } = await core(async (signal) => {
      await waiting(signal).catch(() => undefined);
      throw new Refusal("cancelled", "PUT /disks/1 was on its way");
    });
    const applied = verbs.update();
    server.stop();
    expect((await applied).diagnostics[0]?.detail).toMatch(
      /^Terraform was interrupted\..*\n\nPUT \/disks\/1 was on its way, says the service\.$/,
    );
  });

  it("does not hide an error that has another cause", async () => {
    const errors = [
      new Refusal("refused", "Quota"),
      new DiagnosticError("Bad name", "Choose another."),
      new Error("x is not a function"),
    ];
    for (const error of errors) {
      const { server, verbs } = await core(async (signal) => {
        await waiting(signal).catch(() => undefined);
        throw error;
      });
      const applied = verbs.create();
      server.stop();
      expect((await applied).diagnostics[0]?.summary).not.toBe("The create was cut short");
    }
  });

  it("does not spoil work that is done all the same", async () => {
    const { server, verbs } = await core(async (signal) => {
      await waiting(signal).catch(() => undefined);
      return { id: "1" };
    });
    const applied = verbs.create();
    server.stop();
    expect(await applied).toMatchObject({ state: { id: "1" }, diagnostics: [] });
  });

  it("leaves later calls alone", async () => {
    const { server, verbs } = await core(async (signal) => {
      signal.throwIfAborted();
      return { id: "1" };
    });
    server.stop();
    server.stop();
    expect((await verbs.create()).diagnostics).toEqual([]);
  });
});

describe("a timeout", () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  const patient: Handler = (signal) =>
    new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

  it.each([
    ["create", "1s", 'If the cloud only needs longer, raise "create" in the resource\'s timeouts block.'],
    ["read", "2s", 'raise "read" in the resource\'s timeouts block and apply that once with -refresh=false.'],
    ["update", "3s", 'raise "update" in the resource\'s timeouts block.'],
    ["delete", "4s", 'raise "delete" in the resource\'s timeouts block and apply that before destroying.'],
  ] as const)("of %s is the configured one, and its message names the argument", async (verb, text, remedy) => {
    const { verbs, own } = await core(patient);
    const ended = jest.fn();
    const applied = verbs[verb](own);
    applied.then(ended);
    await jest.advanceTimersByTimeAsync(Number.parseInt(text, 10) * 1000 - 1);
    expect(ended).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    const { diagnostics } = await applied;
    expect(diagnostics).toMatchObject([{ severity: "error", summary: `The ${verb} was cut short` }]);
    expect(diagnostics[0]?.detail).toMatch(`It was not finished within ${text}. `);
    expect(diagnostics[0]?.detail).toContain(remedy);
  });

  it("is the resource's default where nothing is configured", async () => {
    const { verbs } = await core(patient);
    const applied = verbs.create({ timeouts: { create: null, read: "1s", update: "1s", delete: "1s" } });
    await jest.advanceTimersByTimeAsync(10 * 60 * 1000);
    expect((await applied).diagnostics[0]?.detail).toMatch("It was not finished within 10m.");
  });

  it("of an import is that of a read, and nothing that is not configurable is advised", async () => {
    const { verbs } = await core(patient);
    const applied = verbs.import();
    await jest.advanceTimersByTimeAsync(5 * 60 * 1000);
    const [diagnostic] = (await applied).diagnostics;
    expect(diagnostic?.summary).toBe("The import was cut short");
    expect(diagnostic?.detail).toMatch("It was not finished within 5m. Import again");
  });

  it("is not kept running when the work is done or has failed", async () => {
    const done = await core(async () => ({ id: "1", name: "a" }));
    const failed = await throwing(new Error("no"));
    for (const verb of verbs) {
      await done.verbs[verb]();
      await failed.verbs[verb]();
    }
    expect(jest.getTimerCount()).toBe(0);
  });

  it.each(["99999h", "9999999999999999999h"])("of %s does not fire at once", async (create) => {
    const { verbs } = await core(patient);
    const ended = jest.fn();
    const timeouts = { create, read: null, update: null, delete: null };
    const applied = verbs.create({ timeouts }).then(ended);
    await jest.advanceTimersByTimeAsync(20 * 24 * 3600 * 1000);
    expect(ended).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(5 * 24 * 3600 * 1000);
    await applied;
  });

  it("that a state holds but that cannot be read gives way to the default", async () => {
    const { verbs } = await core(patient);
    const applied = verbs.read({ timeouts: { create: null, read: "soon", update: null, delete: null } });
    await jest.advanceTimersByTimeAsync(5 * 60 * 1000);
    expect((await applied).diagnostics[0]?.detail).toMatch("It was not finished within 5m.");
  });
});

it("a resource cannot be declared with a default timeout that is no duration", () => {
  const declare = () =>
    defineResource({
      name: "disk",
      summary: "A disk.",
      attributes: {},
      timeouts: { ...TIMEOUTS, update: "soon" },
      create: async () => ({}),
      read: async () => ({}),
      update: async () => ({}),
      delete: async () => undefined,
    });
  expect(declare).toThrow("The default update timeout soon is no duration.");
});

it("a resource cannot be declared with an attribute in the place of the timeouts block", () => {
  const declare = () =>
    defineResource({
      name: "disk",
      summary: "A disk.",
      attributes: { timeouts: required.string("Mine.") },
      timeouts: TIMEOUTS,
      create: async () => ({}),
      read: async ({ state }) => state,
      update: async () => ({}),
      delete: async () => undefined,
    });
  expect(declare).toThrow('The name "timeouts" is taken by the timeouts block.');
});
