/** Every way to plan a value, from create to destroy, as real Terraform judges it. */
import {
  acceptance,
  expectAction,
  expectDrift,
  expectEmptyPlan,
  expectKnownValue,
  expectNoResource,
  expectReplacePaths,
  expectUnknown,
  expectValue,
  type JsonObject,
  known,
} from "../support/acceptance";
import { kindsProvider, Surroundings } from "./support/attached";

const DISK = "kinds_disk.disk";
const ID = "disk-1";

const surroundings = new Surroundings();
const { world, env } = surroundings;
const head = { provider: kindsProvider, env };

afterEach(() => surroundings.clear());

function disk(given: JsonObject = {}) {
  return { resource: { kinds_disk: { disk: { name: "a", size: 10, ...given } } } };
}

/** One nested object for each way of nesting. */
const nested = (inner: JsonObject = {}) => ({
  one: { name: "n", ...inner },
  some: [{ name: "n", ...inner }],
  named: { k: { name: "n", ...inner } },
  single: { name: "n", ...inner },
  item: [{ name: "n", ...inner }],
  entry: { k: { name: "n", ...inner } },
});

const SERIALS: Readonly<Record<string, string>> = {
  one: "serial of one",
  "some[0]": "serial of 0",
  "named.k": "serial of k",
  single: "serial of single",
  "item[0]": "serial of 0",
  "entry.k": "serial of k",
};
const PLACES = Object.keys(SERIALS);
const serialAt = (place: string) => SERIALS[place] as string;

test("values are defaulted, assigned, derived, kept and computed anew, at every depth", async () => {
  await acceptance({
    ...head,
    steps: [
      {
        name: "create",
        config: disk({
          policy: "Allow",
          ...nested({ spelling: "Text" }),
          loose: [{ name: "a" }, { name: "b", size: 2 }],
        }),
        plan: [
          expectAction(DISK, "create"),
          expectKnownValue(DISK, "kind", "ssd"),
          expectKnownValue(DISK, "path", "/disks/a"),
          expectKnownValue(DISK, "speed", 500),
          ...["id", "zone", "address", "revision"].map((name) => expectUnknown(DISK, name)),
          ...PLACES.flatMap((place) => [
            expectKnownValue(DISK, `${place}.size`, 8),
            ...["owner", "serial", "checked"].map((name) => expectUnknown(DISK, `${place}.${name}`)),
          ]),
          expectKnownValue(
            DISK,
            "loose",
            known.set([
              { name: "a", size: 8, spelling: null },
              { name: "b", size: 2, spelling: null },
            ]),
          ),
        ],
        state: [
          expectValue(DISK, "id", ID),
          expectValue(DISK, "address", "east:/disks/a"),
          expectValue(DISK, "policy", "Allow"),
          expectValue(DISK, "revision", 1),
          expectValue(DISK, "group", { day: null }),
          expectValue(DISK, "frame", null),
          expectValue(DISK, "timeouts", null),
          ...PLACES.map((place) =>
            expectValue(DISK, place, {
              name: "n",
              size: 8,
              spelling: "Text",
              owner: "root",
              serial: serialAt(place),
              checked: 1,
            }),
          ),
        ],
      },
      {
        name: "what is written in another way changes nothing",
        config: disk({
          policy: "ALLOW",
          ...nested({ spelling: "TEXT" }),
          loose: [{ name: "b", size: 2 }, { name: "a" }],
        }),
        planOnly: true,
        plan: [expectEmptyPlan()],
      },
      {
        name: "a change leaves what is stable, and nothing else",
        config: disk({ policy: "deny", ...nested({ spelling: "text", size: 9 }), loose: [{ name: "a", size: 1 }] }),
        plan: [
          expectAction(DISK, "update"),
          expectKnownValue(DISK, "id", ID),
          expectKnownValue(DISK, "zone", "east"),
          expectKnownValue(DISK, "address", "east:/disks/a"),
          expectUnknown(DISK, "revision"),
          ...PLACES.flatMap((place) => [
            expectKnownValue(DISK, `${place}.owner`, "root"),
            expectKnownValue(DISK, `${place}.serial`, serialAt(place)),
            expectKnownValue(DISK, `${place}.spelling`, "Text"),
            expectUnknown(DISK, `${place}.checked`),
          ]),
        ],
        state: [
          expectValue(DISK, "policy", "deny"),
          expectValue(DISK, "revision", 2),
          ...PLACES.map((place) => expectValue(DISK, `${place}.checked`, 2)),
        ],
      },
      {
        name: "import by command",
        import: DISK,
        by: "command",
        ignore: ["policy", ...PLACES.map((place) => `${place}.spelling`)],
      },
      { name: "import by block", import: DISK, by: "block", verify: false, state: [expectValue(DISK, "revision", 2)] },
      {
        name: "what is configured instead of assigned, and defaults that come back",
        config: disk({ zone: "east", group: { day: "Monday" }, ...nested({ owner: "me" }) }),
        plan: [expectAction(DISK, "update"), ...PLACES.map((place) => expectKnownValue(DISK, `${place}.size`, 8))],
        state: [...PLACES.map((place) => expectValue(DISK, `${place}.owner`, "me")), expectValue(DISK, "policy", null)],
      },
      {
        name: "blocks and nested objects come and go",
        config: disk({
          some: [],
          item: [{ name: "x" }, { name: "y" }],
          tag: [{ name: "t" }],
          entry: { l: { name: "z" } },
        }),
        plan: [
          expectAction(DISK, "update"),
          expectUnknown(DISK, "item[1].serial"),
          expectUnknown(DISK, "entry.l.owner"),
        ],
        state: [
          expectValue(DISK, "one", null),
          expectValue(DISK, "some", []),
          expectValue(DISK, "single", null),
          expectValue(DISK, "tag", known.set([known.mapPartial({ name: "t", serial: "serial of t" })])),
          expectValue(DISK, "item", known.listPartial({ 1: known.mapPartial({ name: "y", owner: "root" }) })),
        ],
      },
      {
        name: "drift",
        refresh: true,
        before: () => world.put(ID, { ...world.get(ID), note: "changed by hand", group: { day: "Friday" } }),
        plan: [expectDrift(DISK, "note"), expectDrift(DISK, "group.day"), expectAction(DISK, "update")],
        state: [expectValue(DISK, "note", "changed by hand")],
        expectNonEmptyPlan: true,
      },
      { name: "drift is put right", plan: [expectAction(DISK, "update"), expectKnownValue(DISK, "note", null)] },
      {
        name: "disappearance",
        refresh: true,
        before: () => world.remove(ID),
        plan: [expectDrift(DISK), expectAction(DISK, "create")],
        state: [expectNoResource(DISK)],
        expectNonEmptyPlan: true,
      },
      { name: "it is made again", plan: [expectAction(DISK, "create")] },
    ],
    checkDestroy: () => (Object.keys(world.all()).length === 0 ? undefined : "a disk is left"),
  });
}, 120_000);

test("elements of sets are told apart by what is configured, and keep what they had", async () => {
  const sets = (...elements: JsonObject[]) => disk({ loose: elements, tag: elements });
  const [a, b] = [
    { name: "a", spelling: "Text" },
    { name: "b", size: 2, owner: "me" },
  ];
  const element = (name: string, more: JsonObject) => ({
    ...{ name, size: 8, spelling: null, owner: "root", serial: `serial of ${name}` },
    ...more,
  });
  const both = (...elements: JsonObject[]) =>
    ["loose", "tag"].map((place) => expectValue(DISK, place, known.set(elements)));
  await acceptance({
    ...head,
    steps: [
      {
        name: "create",
        config: sets(a, b),
        state: both(element("a", { spelling: "Text", checked: 1 }), element("b", { size: 2, owner: "me", checked: 1 })),
      },
      {
        name: "another order and spelling",
        config: sets(b, { ...a, spelling: "TEXT" }),
        planOnly: true,
        plan: [expectEmptyPlan()],
      },
      {
        name: "one changes, one comes",
        config: sets(a, { ...b, size: 3 }, { name: "c" }),
        plan: [
          expectAction(DISK, "update"),
          expectKnownValue(
            DISK,
            "loose",
            known.setPartial([known.mapPartial({ name: "a", owner: "root", serial: "serial of a" })]),
          ),
        ],
        state: both(
          element("a", { spelling: "Text", checked: 2 }),
          element("b", { size: 3, owner: "me", checked: 2 }),
          element("c", { checked: 2 }),
        ),
      },
      { name: "one goes", config: sets({ name: "c" }), state: both(element("c", { checked: 3 })) },
      { name: "all go", config: disk(), state: [expectValue(DISK, "loose", null), expectValue(DISK, "tag", [])] },
    ],
  });
}, 60_000);

test("nested objects that the service assigns stay as they are, until the configuration says them", async () => {
  const assigned = { shelf: "first", lane: 7, code: "first/7" };
  const spare = { shelf: "spare", lane: 7, code: "spare/7" };
  await acceptance({
    ...head,
    steps: [
      {
        name: "assigned",
        config: disk(),
        plan: [expectUnknown(DISK, "place"), expectUnknown(DISK, "spares")],
        state: [expectValue(DISK, "place", assigned), expectValue(DISK, "spares", { one: spare })],
      },
      {
        name: "another change",
        config: disk({ note: "x" }),
        plan: [expectUnknown(DISK, "place"), expectKnownValue(DISK, "spares", { one: spare })],
        state: [expectValue(DISK, "place", assigned)],
      },
      {
        name: "the same, said",
        config: disk({ note: "x", place: { shelf: "first" } }),
        planOnly: true,
        plan: [expectEmptyPlan()],
      },
      {
        name: "configured",
        config: disk({ note: "x", place: { shelf: "second" }, spares: { two: { shelf: "s", lane: 1 } } }),
        plan: [
          expectAction(DISK, "update"),
          expectUnknown(DISK, "place.code"),
          expectKnownValue(DISK, "spares.two.lane", 1),
        ],
        state: [
          expectValue(DISK, "place", known.mapPartial({ shelf: "second" })),
          expectValue(DISK, "spares", { two: { shelf: "s", lane: 1, code: "s/1" } }),
        ],
      },
      { name: "said no more, it stays", config: disk({ note: "x" }), planOnly: true, plan: [expectEmptyPlan()] },
      {
        name: "drift",
        refresh: true,
        before: () => world.put(ID, { ...world.get(ID), place: assigned }),
        plan: [expectDrift(DISK, "place.shelf")],
      },
    ],
  });
}, 60_000);

test("what an apply makes known is unknown in the plan, at every depth, in a create and in an update", async () => {
  const hcl = (input: string) => `
resource "terraform_data" "later" {
  input = "${input}"
}
locals {
  later = terraform_data.later.output
}
resource "kinds_disk" "disk" {
  name   = "a"
  size   = length(local.later)
  kind   = local.later
  policy = local.later
  zone   = local.later
  one    = { name = local.later }
  some   = [{ name = "n", size = length(local.later) }, { name = local.later }]
  named  = { k = { name = local.later, spelling = local.later } }
  loose  = [{ name = local.later }, { name = "n" }]

  single {
    name = local.later
  }
  group {
    day = local.later
  }
  dynamic "item" {
    for_each = toset([local.later])
    content {
      name = item.value
    }
  }
  dynamic "tag" {
    for_each = [local.later]
    content {
      name = tag.value
    }
  }
  entry "k" {
    name = local.later
  }
}`;
  const names = ["one.name", "some[1].name", "named.k.spelling", "single.name", "group.day", "entry.k.name"];
  const element = known.mapPartial({ size: 8, owner: "root" });
  const state = (text: string) => [
    ...names.map((name) => expectValue(DISK, name, text)),
    expectValue(DISK, "size", text.length),
    expectValue(DISK, "policy", text),
    expectValue(DISK, "address", `${text}:/disks/a`),
    expectValue(DISK, "tag", known.set([element])),
    expectValue(DISK, "item", known.list([element])),
    expectValue(DISK, "loose", known.setSize(2)),
  ];
  await acceptance({
    ...head,
    steps: [
      {
        config: hcl("first"),
        plan: [
          expectAction(DISK, "create"),
          ...[...names, "size", "kind", "zone", "address", "speed"].map((name) => expectUnknown(DISK, name)),
          expectKnownValue(DISK, "some[0].name", "n"),
          expectKnownValue(DISK, "some[1].size", 8),
          expectKnownValue(DISK, "path", "/disks/a"),
        ],
        state: state("first"),
      },
      {
        config: hcl("second"),
        plan: [
          expectAction(DISK, "replace"),
          expectReplacePaths(DISK, "size", "kind", "zone"),
          ...names.map((name) => expectUnknown(DISK, name)),
        ],
        state: state("second"),
      },
      {
        config: hcl("third!").replaceAll(/^ {2}(size|kind|zone) .*$/gm, (line) =>
          line.includes("size") ? "  size = 9" : "",
        ),
        plan: [
          expectAction(DISK, "update"),
          expectKnownValue(DISK, "zone", "second"),
          ...names.map((name) => expectUnknown(DISK, name)),
        ],
        state: [...names.map((name) => expectValue(DISK, name, "third!")), expectValue(DISK, "kind", "ssd")],
      },
    ],
  });
}, 60_000);

test("what cannot be changed replaces the object, for the reason that is shown", async () => {
  const frame = (given: JsonObject = {}) => ({ name: "f", size: 5, ...given });
  const fixed = { frame: frame(), base: [frame()] };
  await acceptance({
    ...head,
    steps: [
      { config: disk({ zone: "west", ...fixed }) },
      {
        name: "what grows stays",
        config: disk({ size: 11, zone: "west", frame: frame({ size: 6 }), base: [frame({ size: 6 })] }),
        plan: [expectAction(DISK, "update"), expectReplacePaths(DISK)],
      },
      {
        name: "everything at once",
        config: disk({
          name: "b",
          size: 2,
          kind: "hdd",
          zone: "south",
          frame: frame({ name: "g", size: 7 }),
          base: [frame({ size: 1 }), frame()],
        }),
        plan: [
          expectAction(DISK, "replace"),
          expectReplacePaths(DISK, "name", "size", "kind", "zone", "frame.name", "base[0].size", "base[1].name"),
          expectUnknown(DISK, "id"),
          expectKnownValue(DISK, "path", "/disks/b"),
        ],
        state: [expectValue(DISK, "zone", "south"), expectValue(DISK, "revision", 1)],
      },
      {
        name: "a default that takes over again is not configured",
        config: disk({
          name: "b",
          size: 2,
          zone: "south",
          frame: frame({ name: "g", size: 7 }),
          base: [frame({ size: 1 }), frame()],
        }),
        plan: [expectAction(DISK, "update"), expectKnownValue(DISK, "kind", "ssd"), expectReplacePaths(DISK)],
      },
      {
        name: "nor is what is left to the service",
        config: disk({
          name: "b",
          size: 2,
          note: "z",
          frame: frame({ name: "g", size: 7 }),
          base: [frame({ size: 1 }), frame()],
        }),
        plan: [expectAction(DISK, "update"), expectKnownValue(DISK, "zone", "south")],
      },
      {
        name: "the plan hook says so",
        config: disk({
          name: "b",
          size: 2000,
          note: "anew",
          frame: frame({ name: "g", size: 7 }),
          base: [frame({ size: 1 }), frame()],
        }),
        plan: [expectAction(DISK, "replace"), expectReplacePaths(DISK, "note")],
        expectWarning: "A large disk It takes a day to fill.",
      },
      {
        name: "blocks that go",
        config: disk({ name: "b", size: 2000, note: "anew" }),
        plan: [
          expectAction(DISK, "replace"),
          expectReplacePaths(DISK, "frame", "base[0].name", "base[0].size", "base[1].name", "base[1].size"),
        ],
      },
      { name: "taint", taint: DISK, plan: [expectAction(DISK, "replace"), expectReplacePaths(DISK)] },
      { name: "a wish", replace: DISK, plan: [expectAction(DISK, "replace"), expectReplacePaths(DISK)] },
      { name: "locked", config: disk({ name: "b", size: 2000, note: "anew", locked: true }) },
      {
        name: "what is locked is not destroyed",
        destroy: true,
        expectError: "Locked Unlock it first.",
        state: [expectValue(DISK, "locked", true)],
      },
      { name: "of a replacement Terraform does not ask", replace: DISK, plan: [expectAction(DISK, "replace")] },
      { name: "unlocked", config: disk({ name: "b", size: 2000, note: "anew" }) },
      {
        name: "a destruction is warned of",
        destroy: true,
        plan: [expectAction(DISK, "delete")],
        expectWarning: "A large loss All 2000 of it will be gone.",
        state: [expectNoResource(DISK)],
      },
    ],
    checkDestroy: () => (Object.keys(world.all()).length === 0 ? undefined : "a disk is left"),
  });
}, 120_000);
