import { assigned, computed, DiagnosticError, defaulted, optional, required } from "../../src/terraform";
import { UNKNOWN, Unknown, type Value } from "../../src/terraform/value";
import { terraform } from "./support/core";
import { defineResource, serve, TIMEOUTS } from "./support/server";

const sameText = (before: string, after: string) => before.toLowerCase() === after.toLowerCase();

type Hook = (context: {
  state: unknown;
  plan: Record<string, unknown>;
  config: Record<string, unknown>;
  replace(attribute: string): void;
  warn(attribute: string, summary: string, detail: string): void;
}) => unknown;

function disk(hook: Hook = () => undefined, reported: object = {}) {
  return defineResource({
    name: "disk",
    summary: "A disk.",
    attributes: {
      id: computed.string("Id.", { stable: true }),
      policy: optional.string("Policy.", { same: sameText }),
      part: optional.objectList({ tag: required.string("Tag.", { same: sameText }) }, "Parts."),
      zone: optional.string("Zone.", { replace: "configured" }),
      kind: defaulted.string("Kind.", { default: "ssd", replace: "configured" }),
      size: assigned.number("Size."),
      speed: computed.number("Speed."),
    },
    timeouts: TIMEOUTS,
    plan: hook as never,
    planDestroy({ state, warn }) {
      if (state.kind === "locked") throw new DiagnosticError("Locked", "Unlock it first.", { path: [] });
      warn("kind", "It will be gone", `The ${state.kind} disk ${state.id} is deleted.`);
    },
    create: async ({ plan }) => ({ id: "1", size: plan.size ?? 8, speed: 1, ...reported }),
    read: async ({ state }) => ({ ...state, ...reported }),
    update: async ({ plan }) => ({ id: "1", size: plan.size ?? 8, speed: 2, ...reported }),
    delete: async () => undefined,
  });
}

async function core(...behaviour: Parameters<typeof disk>) {
  const server = await serve(disk(...behaviour));
  return { ...terraform(server, "test_disk"), server };
}

const EXISTING = { id: "1", policy: "Allow", kind: "ssd", size: 8, speed: 1 };
const part = (...tags: string[]): Value => tags.map((tag) => ({ tag }));

describe("values that mean the same", () => {
  it("plan no change, at any depth", async () => {
    const { plan, state } = await core();
    const prior = state({ ...EXISTING, part: part("A", "b") });
    expect(plan({ policy: "ALLOW", part: part("a", "B") }, prior).planned).toEqual(prior);
  });

  it("keep their spelling beside a real change", async () => {
    const { plan, state } = await core();
    const prior = state({ ...EXISTING, part: part("A", "b") });
    expect(plan({ policy: "deny", part: part("a", "c") }, prior).planned).toMatchObject({
      policy: "deny",
      part: part("A", "c"),
    });
  });

  it("are no drift when a read finds them", async () => {
    const { server, state } = await core(undefined, { policy: "allow" });
    const read = async (policy: string) =>
      (await server.resources.read("test_disk", state({ ...EXISTING, policy }))).state;
    expect(await read("ALLOW")).toMatchObject({ policy: "ALLOW" });
    expect(await read("deny")).toMatchObject({ policy: "allow" });
  });

  it("are what was planned when a create reports them", async () => {
    const { apply } = await core(undefined, { policy: "allow" });
    expect(await apply({ policy: "Allow" })).toMatchObject({ state: { policy: "Allow" }, diagnostics: [] });
  });
});

describe('an attribute that replaces the object "configured"', () => {
  it.each<[string, Record<string, Value>, object]>([
    ["when it is given another value", { zone: "b" }, [[{ attribute: "zone" }]]],
    ["not when it is left out", {}, []],
    ["not when its default takes over", { zone: "a" }, []],
  ])("does so %s", async (_what, config, requiresReplace) => {
    const { plan, state } = await core();
    const prior = state({ ...EXISTING, zone: "a", kind: "hdd" });
    expect(plan(config, prior).requiresReplace).toEqual(requiresReplace);
  });
});

describe("the plan hook", () => {
  it("sees the state, the plan and the configuration, and knows more than the schema", async () => {
    const seen: unknown[] = [];
    const { plan } = await core(({ state, plan: planned, config }) => {
      seen.push({ state, size: planned.size, configured: config.size, kind: config.kind });
      return { speed: 3 };
    });
    expect(plan({}).planned).toMatchObject({ speed: 3, size: UNKNOWN });
    expect(seen).toEqual([{ state: null, size: UNKNOWN, configured: null, kind: null }]);
  });

  it("can make a change of what would have stayed", async () => {
    const { plan, state } = await core(() => ({ speed: UNKNOWN }));
    expect(plan({ policy: "Allow" }, state(EXISTING)).planned).toMatchObject({ id: "1", speed: expect.any(Unknown) });
  });

  it("can replace the object; its warnings come with the new object's plan alone", async () => {
    const { plan, state } = await core(({ state: before, replace, warn }) => {
      if (before !== null) replace("size");
      warn("size", "Replaced", "It cannot shrink.");
    });
    expect(plan({ size: 4 }, state(EXISTING))).toMatchObject({
      requiresReplace: [[{ attribute: "size" }]],
      diagnostics: [],
    });
    expect(plan({ size: 4 })).toMatchObject({ requiresReplace: [], diagnostics: [{ summary: "Replaced" }] });
  });

  it.each<[string, object, string, string]>([
    ["a value that the configuration gives", { size: 3 }, "size", "it is not left to the provider"],
    ["a value that is no provider's to give", { policy: "deny" }, "policy", "it is not left to the provider"],
    ["a value of another type", { speed: "fast" }, "speed", "a string is no number"],
    ["null for what is always there", { speed: null }, "speed", "it is null"],
  ])("must not return %s", async (_what, known, attribute, text) => {
    const { plan } = await core(() => known);
    expect(plan({ size: 4 }).diagnostics).toMatchObject([
      {
        severity: "error",
        path: [{ attribute }],
        detail: expect.stringContaining(
          `The plan handler of disk returned an invalid value for "${attribute}": ${text}.`,
        ),
      },
    ]);
  });
});

describe("the hook of a destruction", () => {
  it("warns", async () => {
    const { destroy, state } = await core();
    expect(destroy(state(EXISTING))).toMatchObject({
      planned: null,
      diagnostics: [{ severity: "warning", summary: "It will be gone", detail: "The ssd disk 1 is deleted." }],
    });
  });

  it("forbids", async () => {
    const { destroy, state } = await core();
    expect(destroy(state({ ...EXISTING, kind: "locked" }))).toMatchObject({
      planned: null,
      diagnostics: [{ severity: "error", summary: "Locked", detail: "Unlock it first." }],
    });
  });
});
