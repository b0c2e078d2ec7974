import {
  assigned,
  computed,
  createServer,
  DiagnosticError,
  defaulted,
  defineProvider,
  listsOf,
  oneOf,
  optional,
  required,
  SILENT,
  type Value,
} from "../../src/terraform";
import { checkListed } from "../../src/terraform/check-schema";
import { UNKNOWN } from "../../src/terraform/value";
import { complete } from "./support/core";
import { type Api, defineResource, Refusal, TIMEOUTS } from "./support/server";

const disk = defineResource({
  name: "disk",
  summary: "A disk.",
  attributes: {
    region: assigned.string("Region.", { replace: true, stable: true }),
    host: required.string("Host.", { replace: true }),
    kind: defaulted.string("Kind.", { default: "ssd" }),
    note: optional.string("Note."),
    serial: computed.string("Serial."),
  },
  identity: ["region", "host"],
  timeouts: TIMEOUTS,
  create: async () => ({ region: "here", serial: "s" }),
  read: async ({ state }) => state,
  update: async () => ({ region: "here", serial: "s" }),
  delete: async () => undefined,
  import: {
    format: "<host>",
    identify: (host) => ({ region: null, host }),
    async observe({ identity: { region, host } }) {
      if (host === "gone") throw new Refusal("gone", "no such disk");
      if (host === "refused") throw new DiagnosticError("Refused", "Not this one.");
      return { region: host === "moved" ? "there" : (region ?? "here"), host, serial: `serial of ${host}` };
    },
  },
});

const defineList = listsOf<Api>();

type Context = Parameters<Parameters<typeof defineList>[0]["list"]>[0];

/** What the handler was asked, and that it has ended. */
interface Seen {
  context?: Context;
  ended: number;
}

/** A list of what a test lets the handler yield, right or wrong; a function is called for it. */
function listing(...found: readonly unknown[]) {
  const seen: Seen = { ended: 0 };
  const disks = defineList({
    resource: disk,
    summary: "The disks of a region.",
    attributes: { region: optional.string("Region.", { check: [oneOf("here", "there")] }) },
    async *list(context) {
      seen.context = context as Context;
      try {
        for (const each of found) yield (typeof each === "function" ? each() : each) as never;
      } finally {
        seen.ended++;
      }
    },
  });
  return { disks, seen };
}

interface Search {
  readonly config?: Readonly<Record<string, Value>>;
  readonly limit?: number;
  readonly includeObject?: boolean;
}

type Lists = Parameters<typeof createServer<Api>>[0]["lists"] & object;

function providerOf(...lists: Lists) {
  return defineProvider({
    name: "test",
    address: "registry.terraform.io/test/test",
    version: "1.0.0",
    summary: "A provider.",
    attributes: {},
    resources: [disk],
    lists,
    explain: (error) =>
      error instanceof Refusal
        ? { summary: "The service refused", detail: error.message, gone: error.kind === "gone" }
        : undefined,
    configure: async (): Promise<Api> => ({ name: "api" }),
  });
}

async function serve(...lists: Lists) {
  const server = createServer(providerOf(...lists), SILENT);
  await server.configure({}, { terraformVersion: "1.14.0" });
  return server;
}

async function search(
  { disks }: Pick<ReturnType<typeof listing>, "disks">,
  { config = {}, limit = 0, includeObject = false }: Search = {},
) {
  const { lists } = await serve(disks);
  const given = complete(lists.get("test_disk").schema, config);
  const events = [];
  const asked = { config: given, limit, includeObject };
  for await (const event of lists.list("test_disk", asked, new AbortController().signal)) events.push(event);
  return events;
}

const found = (host: string, more: object = {}) => ({
  displayName: `disk ${host}`,
  identity: { region: "here", host },
  ...more,
});
const event = (host: string, more: object = {}) => ({ ...found(host), diagnostics: [], ...more });
const object = (host: string) => ({ region: "here", host, kind: "hdd", serial: "s" });

describe("a list", () => {
  it("tells the handler what is wanted", async () => {
    const { disks, seen } = listing();
    expect(await search({ disks }, { config: { region: "there" }, limit: 7, includeObject: true })).toEqual([]);
    expect(seen.context).toMatchObject({
      config: { region: "there" },
      limit: 7,
      includeObject: true,
      api: { name: "api" },
    });
    await search({ disks });
    expect(seen.context).toMatchObject({
      config: { region: null },
      limit: Number.POSITIVE_INFINITY,
      includeObject: false,
    });
  });

  it("yields what identifies each object, and its whole state only where that is wanted", async () => {
    const given = [found("a", { object: object("a") }), found("b", { object: object("b") })];
    expect(await search(listing(...given))).toEqual([event("a"), event("b")]);
    expect(await search(listing(...given), { includeObject: true })).toEqual(
      ["a", "b"].map((host) => event(host, { object: { ...object(host), note: null, timeouts: null } })),
    );
  });

  it("has the import observe an object that is not at hand, and completes the identity by it", async () => {
    const partial = { displayName: "disk a", identity: { region: null, host: "a" } };
    const state = { region: "here", host: "a", kind: "ssd", note: null, serial: "serial of a", timeouts: null };
    expect(await search(listing(partial), { includeObject: true })).toEqual([event("a", { object: state })]);
    expect(await search(listing(partial))).toEqual([{ ...partial, diagnostics: [] }]);
  });

  it("skips an object that is gone when it is observed, without counting it", async () => {
    const given = [found("gone"), found("a"), found("b")];
    expect(await search(listing(...given), { includeObject: true, limit: 1 })).toMatchObject([event("a")]);
  });

  it("warns of what is odd about an object", async () => {
    const diagnostics = [{ severity: "warning", summary: "disk a", detail: "It is full." }];
    expect(await search(listing(found("a", { warning: "It is full." })))).toEqual([event("a", { diagnostics })]);
  });

  it.each([
    [0, 3],
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 3],
  ])("with a limit of %i asks for %i of three, and ends the handler", async (limit, count) => {
    let asked = 0;
    const given = ["a", "b", "c"].map((host) => () => {
      asked++;
      return found(host);
    });
    const { disks, seen } = listing(...given);
    expect(await search({ disks }, { limit })).toHaveLength(count);
    expect([asked, seen.ended]).toEqual([count, 1]);
  });

  it("ends the handler when whoever asked takes no more", async () => {
    const { disks, seen } = listing(found("a"), found("b"));
    const { lists } = await serve(disks);
    const config = complete(lists.get("test_disk").schema, {});
    const events = lists.list("test_disk", { config, limit: 0, includeObject: false }, new AbortController().signal);
    for await (const first of events) {
      expect(first.displayName).toBe("disk a");
      break;
    }
    expect(seen.ended).toBe(1);
  });

  it("fires its signal when whoever asked has gone", async () => {
    const abandoned = new AbortController();
    const { disks, seen } = listing(found("a"), () => {
      abandoned.abort();
      throw seen.context?.signal.reason;
    });
    const { lists } = await serve(disks);
    const config = complete(lists.get("test_disk").schema, {});
    const events = [];
    for await (const each of lists.list("test_disk", { config, limit: 0, includeObject: false }, abandoned.signal)) {
      events.push(each);
    }
    expect(events[1]?.diagnostics).toMatchObject([{ summary: "The list was cut short" }]);
  });

  it("does not begin while something is unknown, or before the provider is configured", async () => {
    const { disks, seen } = listing(found("a"));
    await expect(search({ disks }, { config: { region: UNKNOWN } })).rejects.toMatchObject({
      summary: "Configuration not known yet",
    });
    const { lists } = createServer(providerOf(disks), SILENT);
    const config = complete(lists.get("test_disk").schema, {});
    const asked = lists.list("test_disk", { config, limit: 0, includeObject: false }, new AbortController().signal);
    await expect(asked[Symbol.asyncIterator]().next()).rejects.toMatchObject({ summary: "Provider not configured" });
    expect(seen.context).toBeUndefined();
  });

  it("is validated by the checks of its arguments", async () => {
    const { lists } = await serve(listing().disks);
    const { schema } = lists.get("test_disk");
    expect(lists.validate("test_disk", complete(schema, { region: "nowhere" }))).toMatchObject([
      { summary: "Invalid region" },
    ]);
    expect(lists.validate("test_disk", complete(schema, {}))).toEqual([]);
    expect(() => lists.get("test_tape")).toThrow('has no "test_tape"');
  });
});

describe("what a handler gets wrong", () => {
  const bug = "This is a bug in the provider, please report it to its developers.";

  it.each<[string, unknown, string]>([
    ["nothing", undefined, "an object without a displayName"],
    ["no name", { identity: found("a").identity }, "an object without a displayName"],
    ["an empty name", { ...found("a"), displayName: "" }, "an object without a displayName"],
    ["no identity", { displayName: "x" }, '"x" without an identity'],
    [
      "half an identity",
      { displayName: "x", identity: { host: "a" } },
      '"x" with an invalid identity: region: it is missing',
    ],
    [
      "an identity without what it needs",
      { displayName: "x", identity: { region: "here", host: null } },
      '"x" with an invalid identity: host: it is null',
    ],
    [
      "an identity of another type",
      { displayName: "x", identity: { region: 1, host: "a" } },
      '"x" with an invalid identity: region: a number is no string',
    ],
    [
      "more than an identity",
      { displayName: "x", identity: object("a") },
      '"x" with an invalid identity: kind: the schema has no such attribute',
    ],
  ])("%s is named, and ends the list", async (_what, given, text) => {
    const { disks, seen } = listing(found("a"), given, found("b"));
    expect(await search({ disks })).toEqual([
      event("a"),
      {
        displayName: "",
        diagnostics: [
          {
            severity: "error",
            summary: "Invalid result from the provider",
            detail: `The list handler of disk returned ${text}. ${bug}`,
          },
        ],
      },
    ]);
    expect(seen.ended).toBe(1);
  });

  it.each<[string, object, string]>([
    ["an object that misses something", { region: "here", host: "a" }, 'an invalid value for "serial": it is missing'],
    ["an object of another type", { ...object("a"), note: 1 }, 'an invalid value for "note": a number is no string'],
    ["null for what is always there", { ...object("a"), serial: null }, 'an invalid value for "serial": it is null'],
  ])("%s is named where the object is wanted", async (_what, given, text) => {
    const { disks } = listing(found("a", { object: given, warning: "It is full." }), found("b"));
    expect(await search({ disks }, { includeObject: true })).toEqual([
      event("a", {
        diagnostics: [
          expect.objectContaining({ severity: "error", detail: `The list handler of disk returned ${text}. ${bug}` }),
        ],
      }),
    ]);
    expect(await search({ disks })).toHaveLength(2);
  });

  it.each<[string, unknown]>([
    ["at hand", found("a", { object: { ...object("a"), region: "there" } })],
    ["by the import", found("moved")],
  ])("an object that is another than its identity says, %s, is named", async (_how, given) => {
    const [event, ...more] = await search(listing(given, found("b")), { includeObject: true });
    expect(event?.diagnostics).toMatchObject([
      { severity: "error", summary: "Unexpected identity change", path: [{ attribute: "region" }] },
    ]);
    expect(more).toEqual([]);
  });

  it.each<[string, () => never, string]>([
    [
      "what it refuses",
      () => {
        throw new DiagnosticError("Refused", "Not this region.");
      },
      "Refused",
    ],
    [
      "what nobody expected",
      () => {
        throw new Error("out of nowhere");
      },
      "Unexpected error in the provider",
    ],
    [
      "what the service says",
      () => {
        throw new Refusal("refused", "not today");
      },
      "The service refused",
    ],
  ])("%s is said after what was found", async (_what, fail, summary) => {
    const { disks, seen } = listing(found("a"), fail, found("b"));
    expect(await search({ disks })).toMatchObject([event("a"), { displayName: "", diagnostics: [{ summary }] }]);
    expect(seen.ended).toBe(1);
  });

  it("an import that fails is said for the object", async () => {
    expect(await search(listing(found("refused"), found("b")), { includeObject: true })).toMatchObject([
      { displayName: "disk refused", diagnostics: [{ severity: "error", summary: "Refused" }] },
    ]);
  });
});

describe("a resource that cannot be listed", () => {
  it("is found by the schema check when it has no identity", () => {
    expect(checkListed("test_disk", disk.identity)).toEqual([]);
    expect(checkListed("test_disk", undefined)).toMatchObject([
      {
        severity: "error",
        summary: "Invalid provider schema",
        detail: expect.stringMatching(/^test_disk list: the managed resource has no identity\. This is a bug/),
      },
    ]);
  });

  it("is said to be found and not read when it has no import", async () => {
    const { import: _, ...plain } = disk.verbs;
    const disks = { ...listing(found("a")).disks, resource: { ...disk, verbs: plain } };
    expect(await search({ disks }, { includeObject: true })).toMatchObject([
      { diagnostics: [{ severity: "error", summary: "Nothing to show" }] },
    ]);
    expect(await search({ disks })).toEqual([event("a")]);
  });

  it("is refused when a provider lists it twice", () => {
    expect(() => providerOf(listing().disks, listing().disks)).toThrow('has two list resources "disk"');
  });
});

it("the types of identity and object are the resource's", () => {
  const head = { resource: disk, summary: "", attributes: {} };
  const name = "x";
  defineList({
    ...head,
    async *list() {
      yield { displayName: name, identity: { region: null, host: "a" } };
      yield { displayName: name, identity: { region: "here", host: "a" }, object: object("a"), warning: "Odd." };
    },
  });
  defineList({
    ...head,
    // @ts-expect-error: half an identity
    async *list() {
      yield { displayName: name, identity: { region: "here" } };
    },
  });
  defineList({
    ...head,
    // @ts-expect-error: what a configuration must give is no null
    async *list() {
      yield { displayName: name, identity: { region: "here", host: null } };
    },
  });
  defineList({
    ...head,
    // @ts-expect-error: no name
    async *list() {
      yield { identity: { region: "here", host: "a" } };
    },
  });
  defineList({
    ...head,
    // @ts-expect-error: an object without what the service computes
    async *list() {
      yield { displayName: name, identity: { region: "here", host: "a" }, object: { region: "here", host: "a" } };
    },
  });
  // @ts-expect-error: a list has nothing to compute
  defineList({ ...head, attributes: { count: computed.number("Count.") }, async *list() {} });
});
