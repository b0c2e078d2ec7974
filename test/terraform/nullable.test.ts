import { assigned, computed, required, UNKNOWN, type Value } from "../../src/terraform";
import { terraform } from "./support/core";
import { defineResource, serve, TIMEOUTS } from "./support/server";

type Found = { alias: string | null; rack: string | null; owner: string; parts: readonly { serial: string | null }[] };

/** A disk of which the service may not know everything. */
function disk(found: Partial<Record<keyof Found, Value>>) {
  const report = { alias: null, rack: null, owner: "me", parts: [], ...found } as Found;
  return defineResource({
    name: "disk",
    summary: "A disk.",
    attributes: {
      name: required.string("Name."),
      alias: assigned.string("Another name, if it has one.", { stable: true, nullable: true }),
      rack: computed.string("Where it is, if it is known.", { nullable: true }),
      owner: computed.string("Whose it is.", { stable: true }),
      parts: computed.objectList(
        { serial: computed.string("Its number, if it has one.", { nullable: true }) },
        "What it is made of.",
      ),
    },
    timeouts: TIMEOUTS,
    create: async () => report,
    read: async ({ state }) => {
      // The types say where null has to be thought of.
      const alias: string | null = state.alias;
      const owner: string = state.owner;
      return { ...report, name: state.name, alias: report.alias ?? alias, owner: report.owner ?? owner };
    },
    update: async () => report,
    delete: async () => undefined,
  });
}

async function core(found: Parameters<typeof disk>[0] = {}) {
  const server = await serve(disk(found));
  return { ...terraform(server, "test_disk"), server };
}

const existing = { name: "a", alias: null, rack: null, owner: "me", parts: [] };

it("is unknown in the plan of a new object, and may turn out to be nothing", async () => {
  const { plan, server } = await core();
  const { planned, config } = plan({ name: "a" });
  expect(planned).toMatchObject({ alias: UNKNOWN, rack: UNKNOWN });
  const { state, diagnostics } = await server.resources.apply("test_disk", { prior: null, planned, config });
  expect(diagnostics).toEqual([]);
  expect(state).toMatchObject({ alias: null, rack: null });
});

it("stays nothing in the plan of an update where it is stable, and is unknown where it is not", async () => {
  const { plan, state } = await core();
  expect(plan({ name: "b" }, state(existing)).planned).toMatchObject({ alias: null, rack: UNKNOWN });
  expect(plan({ name: "b" }, state({ ...existing, alias: "x" })).planned).toMatchObject({ alias: "x" });
});

it("is nothing that a read has found", async () => {
  const { server, state } = await core();
  const { state: read, diagnostics } = await server.resources.read("test_disk", state({ ...existing, rack: "r" }));
  expect(diagnostics).toEqual([]);
  expect(read).toMatchObject({ alias: null, rack: null });
});

it("must be reported all the same", async () => {
  const { server, state } = await core({ rack: undefined as never });
  const { diagnostics } = await server.resources.read("test_disk", state({ ...existing, rack: "r" }));
  expect(diagnostics.map(({ detail }) => detail)).toEqual([expect.stringContaining('"rack": it is missing')]);
});

it("is what other attributes must not be", async () => {
  const { apply } = await core({ owner: null });
  const { diagnostics } = await apply({ name: "a" });
  expect(diagnostics.map(({ detail }) => detail)).toEqual([expect.stringContaining('"owner": it is null')]);
});

it("has its type in nested attributes too", async () => {
  const { server, state } = await core({ parts: [{ serial: null }, { serial: "s" }] });
  const { state: read } = await server.resources.read("test_disk", state(existing));
  expect(read).toMatchObject({ parts: [{ serial: null }, { serial: "s" }] });
});
