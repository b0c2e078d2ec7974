import { assigned, computed, DiagnosticError, defaulted, optional, required, UNKNOWN } from "../../src/terraform";
import { terraform } from "./support/core";
import { defineResource, Refusal, serve, TIMEOUTS } from "./support/server";

type Look = (call: { state?: Record<string, unknown>; identity?: { id: string } }) => unknown;

function disk({ read = ({ state }) => state, find }: { read?: Look; find?: Look }) {
  return defineResource({
    name: "disk",
    summary: "A disk.",
    attributes: {
      id: computed.string("Id."),
      serial: computed.string("Stays.", { stable: true }),
      name: required.string("Name."),
      note: optional.string("Note."),
      kind: defaulted.string("Kind.", { default: "ssd" }),
      zone: assigned.string("Zone."),
    },
    timeouts: TIMEOUTS,
    create: async () => ({ id: "", serial: "", zone: "" }),
    update: async () => ({ id: "", serial: "", zone: "" }),
    delete: async () => undefined,
    read: read as never,
    ...(find && {
      identity: ["id"],
      import: { format: "<id>", identify: (id: string) => ({ id }), observe: find as never },
    }),
  });
}

async function core(looks: Parameters<typeof disk>[0]) {
  const server = await serve(disk(looks));
  return { ...terraform(server, "test_disk"), server };
}

const facts = { id: "1", serial: "s", name: "a", zone: "z" };
const existing = { ...facts, note: "n", kind: "hdd", timeouts: null };

const invalid = (verb: string, name: string, text: string) => ({
  severity: "error",
  summary: "Invalid result from the provider",
  detail: `The ${verb} handler of disk returned an invalid value for "${name}": ${text}. This is a bug in the provider, please report it to its developers.`,
  path: [{ attribute: name }],
});

describe("reading", () => {
  it("takes what is observed and keeps what only the configuration knows", async () => {
    const { server, state } = await core({ read: async () => ({ ...facts, name: "b", note: undefined }) });
    const timeouts = { create: "1h", read: null, update: null, delete: null };
    expect(await server.resources.read("test_disk", state({ ...existing, timeouts }))).toEqual({
      state: { ...existing, name: "b", timeouts },
      diagnostics: [],
    });
  });

  it("takes observed optional and defaulted values, null included", async () => {
    const { server, state } = await core({ read: async () => ({ ...facts, note: null, kind: "ssd" }) });
    expect((await server.resources.read("test_disk", state(existing))).state).toMatchObject({
      note: null,
      kind: "ssd",
    });
  });

  it("hands over the attributes only, and lets the handler do with them what it likes", async () => {
    const { server, state } = await core({
      read({ state }) {
        expect(state).not.toHaveProperty("timeouts");
        (state as { name: string }).name = "mine";
        throw new Refusal("refused", "No");
      },
    });
    expect((await server.resources.read("test_disk", state(existing))).state).toEqual(existing);
  });

  it("leaves out what the schema does not have", async () => {
    const { server, state } = await core({ read: async () => ({ ...facts, extra: 1, timeouts: { read: "1s" } }) });
    expect(await server.resources.read("test_disk", state(existing))).toEqual({ state: existing, diagnostics: [] });
  });

  it("drops an object that is gone", async () => {
    const { server, state } = await core({
      async read() {
        throw new Refusal("gone", "No such disk");
      },
    });
    expect(await server.resources.read("test_disk", state(existing))).toEqual({ state: null, diagnostics: [] });
  });

  it("keeps the state when it fails", async () => {
    const { server, state } = await core({
      read() {
        throw new Refusal("refused", "Not today");
      },
    });
    const { state: after, diagnostics } = await server.resources.read("test_disk", state(existing));
    expect(after).toEqual(existing);
    expect(diagnostics).toMatchObject([{ severity: "error", summary: "The service refused" }]);
  });

  it.each([
    ["forgets a computed value", { ...facts, id: undefined }, "id", "it is missing"],
    ["forgets a required value", { ...facts, name: undefined }, "name", "it is missing"],
    ["forgets an assigned value", { ...facts, zone: undefined }, "zone", "it is missing"],
    ["has null for a computed value", { ...facts, serial: null }, "serial", "it is null"],
    ["has an unknown value", { ...facts, note: UNKNOWN }, "note", "it is unknown"],
    ["has a value of another type", { ...facts, kind: false }, "kind", "a boolean is no string"],
  ])("complains of an observation that %s, and keeps the state", async (_what, observation, name, text) => {
    const { server, state } = await core({ read: async () => observation });
    expect(await server.resources.read("test_disk", state(existing))).toEqual({
      state: existing,
      diagnostics: [invalid("read", name, text)],
    });
  });

  it("complains of an observation that is none", async () => {
    const { server, state } = await core({ read: async () => undefined });
    const { state: after, diagnostics } = await server.resources.read("test_disk", state(existing));
    expect(after).toEqual(existing);
    expect(diagnostics).toHaveLength(4);
  });
});

describe("importing", () => {
  it("fills in defaults, and null for what nobody knows", async () => {
    const { server } = await core({ find: async ({ identity }) => ({ ...facts, ...identity }) });
    expect(await server.resources.import("test_disk", { id: "7" })).toEqual({
      state: { ...facts, id: "7", note: null, kind: "ssd", timeouts: null },
      identity: { id: "7" },
      diagnostics: [],
    });
  });

  it("is followed by a plan without changes when the configuration matches", async () => {
    const { server, plan } = await core({ find: async () => facts });
    const { state } = await server.resources.import("test_disk", { id: "1" });
    const { state: refreshed } = await server.resources.read("test_disk", state ?? {});
    for (const config of [{ name: "a" }, { name: "a", zone: "z", kind: "ssd" }]) {
      const { planned, requiresReplace } = plan(config, refreshed);
      expect(planned).toEqual(state);
      expect(requiresReplace).toEqual([]);
    }
  });

  it("says that there is no such object", async () => {
    const { server } = await core({
      async find() {
        throw new Refusal("gone", "No such disk");
      },
    });
    expect(await server.resources.import("test_disk", { id: "7" })).toMatchObject({
      state: null,
      diagnostics: [
        { summary: "Nothing to import", detail: 'No object has the id "7".\n\nNo such disk, says the service.' },
      ],
    });
  });

  it("says when a resource cannot be imported", async () => {
    const { server } = await core({});
    expect(await server.resources.import("test_disk", { id: "7" })).toMatchObject({
      state: null,
      diagnostics: [{ summary: "Import is not supported", detail: expect.stringMatching(/^disk cannot be imported/) }],
    });
  });

  it("passes on what is wrong with the id", async () => {
    const { server } = await core({
      find({ identity: { id } = { id: "" } }) {
        throw new DiagnosticError("Invalid import id", `"${id}" is not of the form <id>.`);
      },
    });
    expect(await server.resources.import("test_disk", { id: "a/b" })).toMatchObject({
      state: null,
      diagnostics: [{ summary: "Invalid import id", detail: '"a/b" is not of the form <id>.' }],
    });
  });

  it("imports nothing from an incomplete observation", async () => {
    const { server } = await core({ find: async () => ({ ...facts, name: undefined, zone: null }) });
    expect(await server.resources.import("test_disk", { id: "1" })).toEqual({
      state: null,
      diagnostics: [invalid("import", "zone", "it is null"), invalid("import", "name", "it is missing")],
    });
  });
});

describe("upgrading stored state", () => {
  it("adds null for what the schema has gained and drops what it has lost", async () => {
    const { server } = await core({});
    expect(server.resources.upgrade("test_disk", 0, { id: "1", kind: "hdd", gone: [1], constructor: "x" })).toEqual({
      state: { id: "1", serial: null, name: null, note: null, kind: "hdd", zone: null, timeouts: null },
      diagnostics: [],
    });
  });

  it("refuses the state of another schema version", async () => {
    const { server } = await core({});
    expect(server.resources.upgrade("test_disk", 3, {})).toMatchObject({
      state: null,
      diagnostics: [
        {
          summary: "Unknown state version",
          detail: expect.stringMatching(
            "has schema version 3; this provider reads version 0. Use the provider version that wrote it",
          ),
        },
      ],
    });
  });

  it.each([null, "x", 1, [[]]])("refuses a state that is %j", async (stored) => {
    const { server } = await core({});
    expect(server.resources.upgrade("test_disk", 0, stored)).toMatchObject({
      state: null,
      diagnostics: [{ summary: "Unreadable state" }],
    });
  });
});
