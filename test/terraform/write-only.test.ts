import { block, computed, optional, required, upgradeFrom } from "../../src/terraform";
import { findSchemaFaults } from "../../src/terraform/check-schema";
import { record, UNKNOWN, type Value } from "../../src/terraform/value";
import { terraform } from "./support/core";
import { defineResource, serve, TIMEOUTS } from "./support/server";

const SECRET = "not-a-real-secret";

type Report = (own: object) => object;

/** What the handlers were given, and a resource with write-only attributes at both depths. */
function account(report: Report = (own) => own) {
  const seen: unknown[] = [];
  const resource = defineResource({
    name: "account",
    summary: "An account.",
    version: 1,
    attributes: {
      id: computed.string("Id.", { stable: true }),
      name: required.string("Name."),
      password: required.string("Password.", { writeOnly: true, sensitive: true }),
      login: optional.object(
        { user: required.string("User."), key: optional.string("Key.", { writeOnly: true }) },
        "Login.",
      ),
      token: block.list(
        { label: required.string("Label."), value: required.string("Value.", { writeOnly: true }) },
        "Token.",
      ),
    },
    upgrades: {
      0: upgradeFrom({ id: computed.string(""), name: required.string(""), password: required.string("") }, (old) => ({
        id: old.id,
        name: old.name,
        login: null,
        token: [],
      })),
    },
    identity: ["id"],
    timeouts: TIMEOUTS,
    async create({ plan, config }) {
      seen.push({ plan, config });
      return report({ id: "1" }) as { id: string };
    },
    async read({ state }) {
      seen.push({ state });
      return report(state) as { id: string; name: string };
    },
    async update({ plan, config, changes }) {
      seen.push({ plan, config, changes });
      return report({ id: "1" }) as { id: string };
    },
    delete: async () => undefined,
    import: {
      format: "<id>",
      identify: (id) => ({ id }),
      observe: async ({ identity }) => report({ ...identity, name: "found" }) as { id: string; name: string },
    },
  });
  return { resource, seen };
}

async function core(report?: Report) {
  const { resource, seen } = account(report);
  const server = await serve(resource);
  return { ...terraform(server, "test_account"), server, seen };
}

const GIVEN: Record<string, Value> = {
  name: "a",
  password: SECRET,
  login: record([
    ["user", "u"],
    ["key", SECRET],
  ]),
  token: [
    record([
      ["label", "l"],
      ["value", SECRET],
    ]),
  ],
};

const STORED = {
  name: "a",
  password: null,
  login: { user: "u", key: null },
  token: [{ label: "l", value: null }],
  timeouts: null,
};

describe("a write-only value", () => {
  it("is in no plan, at any depth", async () => {
    const { plan } = await core();
    expect(plan(GIVEN).planned).toEqual({ id: UNKNOWN, ...STORED });
  });

  it("reaches create and update by their config alone, and no state", async () => {
    const { plan, server, seen } = await core();
    const { planned, config } = plan(GIVEN);
    const created = await server.resources.apply("test_account", { prior: null, planned, config });
    expect(created).toMatchObject({ state: { id: "1", ...STORED }, diagnostics: [] });
    const renamed = plan({ ...GIVEN, name: "b" }, created.state);
    const update = { prior: created.state, planned: renamed.planned, config: renamed.config };
    expect(await server.resources.apply("test_account", update)).toMatchObject({
      state: { id: "1", ...STORED, name: "b" },
      diagnostics: [],
    });
    const plain = { login: { user: "u" }, token: [{ label: "l" }] };
    const config_ = { name: "a", password: SECRET, login: GIVEN.login, token: GIVEN.token };
    expect(seen).toEqual([
      { plan: { name: "a", ...plain }, config: config_ },
      { plan: { name: "b", ...plain }, config: { ...config_, name: "b" }, changes: { name: "b" } },
    ]);
  });

  it("that alone is another changes nothing", async () => {
    const { plan, state } = await core();
    const prior = state({ id: "1", ...STORED });
    expect(plan({ ...GIVEN, password: "another" }, prior).planned).toEqual(prior);
  });

  it("is not needed by a read or an import", async () => {
    const { server, state } = await core();
    expect(await server.resources.read("test_account", state({ id: "1", ...STORED }))).toMatchObject({
      state: { id: "1", ...STORED },
      diagnostics: [],
    });
    expect(await server.resources.import("test_account", { id: "7" })).toMatchObject({
      state: { id: "7", name: "found", password: null, login: null, token: [] },
      diagnostics: [],
    });
  });

  it("that an older version had stored is forgotten by the upgrade", async () => {
    const { server } = await core();
    const stored = { id: "1", name: "a", password: SECRET };
    const upgraded = { id: "1", name: "a", password: null, login: null, token: [], timeouts: null };
    expect(server.resources.upgrade("test_account", 0, stored)).toEqual({ state: upgraded, diagnostics: [] });
    expect(server.resources.upgrade("test_account", 1, stored)).toEqual({ state: upgraded, diagnostics: [] });
  });

  it.each<[string, object, string]>([
    ["at the root", { password: SECRET }, "password"],
    ["in an object", { login: { user: "u", key: SECRET } }, "login.key"],
    ["in a block", { token: [{ label: "l", value: SECRET }] }, "token[0].value"],
  ])("that a handler reports %s is refused and not stored", async (_what, extra, path) => {
    const { plan, server } = await core((own) => ({ ...own, ...extra }));
    const { planned, config } = plan(GIVEN);
    const { state, diagnostics } = await server.resources.apply("test_account", { prior: null, planned, config });
    expect(diagnostics.map(({ detail }) => detail)).toEqual([
      `The create handler of account returned an invalid value for "${path}": it is write-only, and never stored. This is a bug in the provider, please report it to its developers.`,
    ]);
    expect(JSON.stringify(state)).not.toContain(SECRET);
  });

  it("is refused where Terraform would store it, and not shown", async () => {
    const { server, state } = await core();
    const diagnostics = server.resources.validate("test_account", state(GIVEN), { knowsWriteOnly: false });
    expect(diagnostics.map(({ summary }) => summary)).toEqual([
      "Unsupported password",
      "Unsupported login.key",
      "Unsupported token[0].value",
    ]);
    expect(JSON.stringify(diagnostics)).not.toContain(SECRET);
    expect(server.resources.validate("test_account", state(GIVEN), { knowsWriteOnly: true })).toEqual([]);
  });

  it("that is required must be there all the same", async () => {
    const { server, state } = await core();
    expect(server.resources.validate("test_account", state({ name: "a", token: [] }))).toMatchObject([
      { summary: "Missing password" },
    ]);
  });
});

describe("the schema check", () => {
  const faults = (attribute: ReturnType<typeof optional.string>, kind: "resource" | "other" = "resource") =>
    findSchemaFaults({ description: "", attributes: { secret: attribute }, blocks: {} }, kind).map(({ text }) => text);
  const writeOnly = { writeOnly: true } as const;

  it.each<[string, Parameters<typeof faults>, string]>([
    [
      "in a set",
      [optional.objectSet({ key: optional.string("Key.", writeOnly) }, "Keys.") as never],
      "a set cannot contain a write-only attribute",
    ],
    [
      "outside a managed resource",
      [optional.string("Key.", writeOnly) as never, "other"],
      "only a managed resource has write-only attributes",
    ],
    [
      "that the provider fills in",
      [{ ...optional.string("Key."), presence: "assigned", writeOnly: true } as never],
      "only the configuration can give a write-only value",
    ],
  ])("refuses a write-only attribute %s", (_what, given, text) => {
    expect(faults(...given)).toEqual([text]);
  });
});

it("handlers see write-only attributes where they are, and nowhere else", () => {
  defineResource({
    name: "account",
    summary: "",
    attributes: {
      password: required.string("", { writeOnly: true }),
      login: required.object({ key: required.string("", { writeOnly: true }) }, ""),
    },
    timeouts: TIMEOUTS,
    async create({ plan, config, save }) {
      const password: string = config.password;
      const key: string = config.login.key;
      // @ts-expect-error: no plan has it
      void plan.password;
      // @ts-expect-error: no plan has it, at any depth
      void plan.login.key;
      // @ts-expect-error: no state has it
      void (() => save({ password: key }));
      return { login: {}, ...(password === key && {}) };
    },
    async read({ state }) {
      // @ts-expect-error: no state has it
      void state.password;
      return { login: {} };
    },
    update: async () => ({}),
    delete: async () => undefined,
  });
});
