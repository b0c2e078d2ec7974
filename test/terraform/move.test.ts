import { assigned, computed, defaulted, list, moveFrom, optional, required } from "../../src/terraform";
import { defineResource, serve, TIMEOUTS } from "./support/server";

const disk = defineResource({
  name: "disk",
  summary: "A disk.",
  attributes: {
    id: computed.string("Id.", { stable: true }),
    host: required.string("Host.", { replace: true }),
    keep: required.bool("Keep."),
    kind: defaulted.string("Kind.", { default: "ssd" }),
    zone: assigned.string("Zone."),
    secret: optional.string("Secret.", { writeOnly: true }),
  },
  moves: [
    moveFrom(
      {
        provider: "other/other",
        type: "other_disk",
        attributes: { host: required.string(""), delete: optional.string(""), ips: optional.of(list("string"), "") },
      },
      ({ host, delete: gone, ips }) => ({ id: `${host}/${ips?.length ?? 0}`, host, keep: gone !== "true" }),
    ),
    moveFrom({ type: "test_drive", attributes: { place: required.string("") } }, ({ place }) => {
      if (place === "") throw new Error("it is nowhere");
      return { id: "1", host: place, keep: place as never };
    }),
  ],
  timeouts: TIMEOUTS,
  create: async () => ({ id: "1", zone: "z" }),
  read: async ({ state }) => state,
  update: async () => ({ id: "1", zone: "z" }),
  delete: async () => undefined,
});

const OTHER = "registry.terraform.io/other/other";
const OWN = "registry.terraform.io/test/test";

async function move(provider: string, type: string, stored: unknown) {
  const server = await serve(disk);
  return server.resources.move("test_disk", { provider, type, stored });
}

it("makes a state of another provider's, from whichever registry it came", async () => {
  const stored = { host: "h", delete: "false", ips: ["1", "2"], secret: "forgotten", unheard: 1 };
  const moved = {
    state: { id: "h/2", host: "h", keep: true, kind: "ssd", zone: null, secret: null, timeouts: null },
    isOwn: false,
    diagnostics: [],
  };
  expect(await move(OTHER, "other_disk", stored)).toEqual(moved);
  expect(await move("registry.opentofu.org/other/other", "other_disk", stored)).toEqual(moved);
});

it("gives null for what the source has not stored", async () => {
  expect(await move(OTHER, "other_disk", { host: "h" })).toMatchObject({ state: { id: "h/0", keep: true } });
});

it.each<[string, Parameters<typeof move>, object]>([
  [
    "another type",
    [OTHER, "other_tape", {}],
    {
      summary: "Move is not supported",
      detail: `A test_disk cannot be moved from other_tape of ${OTHER}. It can be moved from other_disk, test_drive.`,
    },
  ],
  [
    "another provider's type of the same name",
    ["registry.terraform.io/evil/other", "other_disk", {}],
    { summary: "Move is not supported" },
  ],
  ["what is no object", [OTHER, "other_disk", [1]], { summary: "Unreadable state" }],
  [
    "what the move fails for",
    [OWN, "test_drive", { place: "" }],
    {
      summary: "State could not be upgraded",
      detail:
        "The move from test_drive to disk failed: it is nowhere\n\nThis is a bug in the provider, please report it to its developers.",
    },
  ],
  [
    "what the move gets wrong",
    [OWN, "test_drive", { place: "here" }],
    {
      summary: "Invalid result from the provider",
      detail:
        'The move from test_drive to disk returned an invalid value for "keep": a string is no bool. This is a bug in the provider, please report it to its developers.',
    },
  ],
])("refuses %s", async (_what, source, diagnostic) => {
  expect(await move(...source)).toMatchObject({ state: null, diagnostics: [{ severity: "error", ...diagnostic }] });
});

it("says so where a resource cannot be moved at all", async () => {
  const server = await serve({ ...disk, moves: [] });
  const { diagnostics } = server.resources.move("test_disk", { provider: OTHER, type: "other_disk", stored: {} });
  expect(diagnostics[0]?.detail).toBe(
    `A test_disk cannot be moved from other_disk of ${OTHER}. It cannot be moved from any other type.`,
  );
});

it("tells its own types from others, whose private state it could not read", async () => {
  expect((await move(OWN, "test_drive", { place: "here" })).isOwn).toBe(true);
});
