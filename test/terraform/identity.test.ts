import { type Attributes, assigned, computed, optional, required, uuid } from "../../src/terraform";
import { checkIdentity } from "../../src/terraform/check-schema";
import { UNKNOWN, type ValueRecord } from "../../src/terraform/value";
import { terraform } from "./support/core";
import { defineResource, Refusal, serve, TIMEOUTS } from "./support/server";

const HOST = "4f4b3dfa-eb70-47cf-a60a-998a53bd598a";

interface Behaviour {
  /** What a read or an update finds instead of the region in the state. */
  readonly region?: string;
  readonly isGone?: boolean;
  readonly replace?: boolean;
}

function disk({ region, isGone = false, replace = true }: Behaviour = {}) {
  const look = ({ state }: { state: { region: string; host: string; name: string } }) => {
    if (isGone) throw new Refusal("gone", "no such disk");
    return { ...state, serial: "s", region: region ?? state.region };
  };
  return defineResource({
    name: "disk",
    summary: "A disk.",
    attributes: {
      region: assigned.string("Region.", { replace, stable: true }),
      host: required.string("Host.", { replace: true, check: [uuid] }),
      name: required.string("Name."),
      note: optional.string("Note."),
      serial: computed.string("Serial."),
    },
    identity: ["region", "host"],
    timeouts: TIMEOUTS,
    create: async () => ({ serial: "s", region: "here" }),
    read: async (context) => look(context),
    update: async ({ state, plan }) => look({ state: { ...state, name: plan.name } }),
    delete: async () => undefined,
    import: {
      format: "<host>",
      identify: (host) => ({ region: null, host }),
      observe: async ({ identity }) => ({
        ...look({ state: { host: identity.host, region: identity.region ?? "here", name: "found" } }),
        serial: "s",
      }),
    },
  });
}

async function core(behaviour?: Behaviour) {
  const server = await serve(disk(behaviour));
  return { ...terraform(server, "test_disk"), server };
}

const EXISTING = { region: "here", host: HOST, name: "a", serial: "s" };
const IDENTITY = { region: "here", host: HOST };

const changed = (verb: string) => ({
  severity: "error",
  summary: "Unexpected identity change",
  detail: `The ${verb} of disk changes "region", which is part of what identifies the object. This is a bug in the provider, please report it to its developers.`,
  path: [{ attribute: "region" }],
});

describe("the identity", () => {
  it("of a new object is planned as far as it is known, and complete once it is created", async () => {
    const { plan, apply } = await core();
    expect(plan({ host: HOST, name: "a" }).identity).toEqual({ region: UNKNOWN, host: HOST });
    expect((await apply({ host: HOST, name: "a" })).identity).toEqual(IDENTITY);
  });

  it("stays through refreshes, updates and plans without changes", async () => {
    const { plan, apply, state, server } = await core();
    expect(await server.resources.read("test_disk", state(EXISTING))).toMatchObject({
      identity: IDENTITY,
      diagnostics: [],
    });
    expect(plan({ host: HOST, name: "a" }, state(EXISTING))).toMatchObject({ identity: IDENTITY, diagnostics: [] });
    expect(plan({ host: HOST, name: "b" }, state(EXISTING))).toMatchObject({ identity: IDENTITY, diagnostics: [] });
    expect(await apply({ host: HOST, name: "b" }, state(EXISTING))).toMatchObject({
      identity: IDENTITY,
      diagnostics: [],
    });
  });

  it("of a replacement is the new object's", async () => {
    const { plan, state } = await core();
    const other = HOST.replace("4f", "5e");
    const planned = plan({ host: other, name: "a" }, state(EXISTING));
    expect(planned).toMatchObject({ identity: { region: "here", host: other }, diagnostics: [] });
    expect(planned.requiresReplace).toEqual([[{ attribute: "host" }]]);
  });

  it("of a destroyed object is what it was, and nothing afterwards", async () => {
    const { destroy, state, server } = await core();
    expect(destroy(state(EXISTING)).identity).toEqual(IDENTITY);
    const request = { prior: state(EXISTING), planned: null, config: null };
    expect((await server.resources.apply("test_disk", request)).identity).toBeUndefined();
  });

  it("is gone with an object that is gone", async () => {
    const { state, server } = await core({ isGone: true });
    expect(await server.resources.read("test_disk", state(EXISTING))).toEqual({ state: null, diagnostics: [] });
  });

  it("that a read changes is refused", async () => {
    const { state, server } = await core({ region: "there" });
    expect((await server.resources.read("test_disk", state(EXISTING))).diagnostics).toEqual([changed("read")]);
  });

  it("that differs from the stored one is refused, whatever the state says", async () => {
    const { state, server } = await core();
    const stored = { ...IDENTITY, region: "there" };
    const { diagnostics } = await server.resources.read("test_disk", state(EXISTING), { identity: stored });
    expect(diagnostics).toEqual([changed("read")]);
  });

  it("that turns out to be another during an update is left to the next refresh", async () => {
    const { apply, state } = await core({ region: "there" });
    expect(await apply({ host: HOST, name: "b" }, state(EXISTING))).toMatchObject({
      identity: IDENTITY,
      diagnostics: [],
    });
  });

  it("that a plan changes without replacing the object is refused", async () => {
    const { plan, state } = await core({ replace: false });
    const planned = plan({ host: HOST, name: "a", region: "there" }, state(EXISTING));
    expect(planned.diagnostics).toEqual([changed("plan")]);
  });

  it("is absent where a resource has none", async () => {
    const { identity: _, ...plain } = disk();
    const server = await serve({ ...plain, identity: undefined });
    const { state } = terraform(server, "test_disk");
    expect((await server.resources.read("test_disk", state(EXISTING))).identity).toBeUndefined();
    expect((await server.resources.import("test_disk", { id: HOST })).diagnostics).toMatchObject([
      { summary: "Import is not supported" },
    ]);
  });
});

describe("an import", () => {
  it.each<[string, Parameters<Awaited<ReturnType<typeof core>>["server"]["resources"]["import"]>[1]]>([
    ["id", { id: HOST }],
    ["identity", { identity: IDENTITY }],
    ["identity without what may be left out", { identity: { region: null, host: HOST } }],
  ])("by %s finds the object and says its identity", async (_what, target) => {
    const { server } = await core();
    expect(await server.resources.import("test_disk", target)).toEqual({
      state: { ...EXISTING, name: "found", note: null, timeouts: null },
      identity: IDENTITY,
      diagnostics: [],
    });
  });

  it.each<[string, ValueRecord, object]>([
    ["without what is required", { region: "here", host: null }, { summary: "Missing host" }],
    [
      "with a value that cannot be one",
      { region: "here", host: "web" },
      { summary: "Invalid host", detail: expect.stringMatching(/UUID .* It is "web"\.$/) },
    ],
  ])("by an identity %s is refused", async (_what, identity, diagnostic) => {
    const { server } = await core();
    const { state, diagnostics } = await server.resources.import("test_disk", { identity });
    expect(state).toBeNull();
    expect(diagnostics).toMatchObject([diagnostic]);
  });

  it("by an identity that no object has says so", async () => {
    const { server } = await core({ isGone: true });
    expect((await server.resources.import("test_disk", { identity: IDENTITY })).diagnostics).toMatchObject([
      { summary: "Nothing to import", detail: "No object has this identity.\n\nno such disk, says the service." },
    ]);
  });
});

describe("the schema check", () => {
  const faults = (attributes: Attributes, version = 0) =>
    checkIdentity("test_disk", { version, attributes, upgrades: {} }).map(({ detail }) => detail.split(". This")[0]);

  it("lets a sound identity pass", () => {
    expect(checkIdentity("test_disk", disk().identity)).toEqual([]);
    expect(checkIdentity("test_disk", undefined)).toEqual([]);
  });

  it.each([
    [
      "that may change",
      { host: required.string("Host.") },
      "an identity does not change: declare the attribute `replace`, or `stable` if it is computed",
    ],
    [
      "that is computed anew",
      { host: computed.string("Host.") },
      "an identity does not change: declare the attribute `replace`, or `stable` if it is computed",
    ],
    [
      "of a type that names nothing",
      { host: required.of(["map", "string"], "Host.", { replace: true }) },
      "an identity consists of strings, numbers, bools and lists of them",
    ],
    [
      "of any type",
      { host: required.of("dynamic", "Host.", { replace: true }) },
      "an identity consists of strings, numbers, bools and lists of them",
    ],
    [
      "that is not stored",
      { host: required.string("Host.", { replace: true, writeOnly: true }) },
      "what is write-only is not stored, so it cannot identify anything",
    ],
  ])("refuses an attribute %s", (_what, attributes, text) => {
    expect(faults(attributes)).toEqual([`test_disk identity.host: ${text}`]);
  });

  it("takes lists of plain values", () => {
    expect(faults({ hosts: required.of(["list", "string"], "Hosts.", { replace: true }) })).toEqual([]);
  });

  it("refuses a version that is none", () => {
    expect(faults({}, -1)).toEqual(["test_disk identity: the version -1 is no whole number from 0"]);
  });
});
