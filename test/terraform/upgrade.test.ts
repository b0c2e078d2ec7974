import { block, computed, optional, required, resourcesOf, upgradeFrom } from "../../src/terraform";
import { upgradeState } from "../../src/terraform/upgrade";

const base = {
  name: "disk",
  summary: "A disk.",
  version: 2,
  attributes: {
    id: computed.string("Its id."),
    size_mb: required.number("Its size."),
    label: optional.string("Its label."),
    part: block.list({ name: required.string("Its name.") }, "Parts."),
  },
  timeouts: { create: "1m", read: "1m", update: "1m", delete: "1m" },
  create: async () => ({ id: "1" }),
  read: async () => ({ id: "1", size_mb: 1 }),
  update: async () => ({ id: "1" }),
  delete: async () => undefined,
};

const old = { id: computed.string("Its id."), size_gb: required.number("Its size."), tag: optional.string("Its tag.") };

const disk = resourcesOf<null>()({
  ...base,
  upgrades: {
    0: upgradeFrom({ name: required.string("Its name.") }, () => {
      throw new Error("no size is known");
    }),
    1: upgradeFrom(old, ({ id, size_gb, tag }) => ({ id, size_mb: size_gb * 1024, label: tag, part: [] })),
  },
});

test("state of the current version gains nulls and empty blocks, and loses strangers", () => {
  expect(upgradeState(disk, 2, { id: "1", size_mb: 5, gone: true })).toEqual({
    state: { id: "1", size_mb: 5, label: null, part: [], timeouts: null },
    diagnostics: [],
  });
});

test("state of an older version goes through its upgrade, and keeps the timeouts", () => {
  const stored = { id: "1", size_gb: 2, timeouts: { create: "5m" }, gone: true };
  expect(upgradeState(disk, 1, stored)).toEqual({
    state: { id: "1", size_mb: 2048, label: null, part: [], timeouts: { create: "5m" } },
    diagnostics: [],
  });
});

test.each([
  [0, {}, "State could not be upgraded", "from schema version 0 failed: no size is known"],
  [7, {}, "Unknown state version", "this provider reads version 0, 1, 2"],
  [2, [], "Unreadable state", "is no JSON object"],
])("state of version %i that cannot be upgraded is refused", (version, stored, summary, detail) => {
  const { state, diagnostics } = upgradeState(disk, version, stored);
  expect(state).toBeNull();
  expect(diagnostics).toMatchObject([{ severity: "error", summary, detail: expect.stringContaining(detail) }]);
});

test("an upgrade that returns something else than the current state is named", () => {
  const wrong = resourcesOf<null>()({ ...base, upgrades: { 1: upgradeFrom(old, () => ({ id: "1" }) as never) } });
  expect(upgradeState(wrong, 1, {}).diagnostics).toMatchObject([
    { summary: "Invalid result from the provider", detail: expect.stringContaining('"size_mb": it is missing') },
  ]);
});

test("the types of both versions hold", () => {
  resourcesOf<null>()({
    ...base,
    // @ts-expect-error: the older version has no such attribute
    upgrades: { 1: upgradeFrom(old, ({ weight }) => ({ id: weight, size_mb: 1, label: null, part: [] })) },
  });
  resourcesOf<null>()({
    ...base,
    // @ts-expect-error: the current version has attributes that are missing here
    upgrades: { 1: upgradeFrom(old, ({ id }) => ({ id })) },
  });
});
