/** State that others have written, and objects that others have made: upgrades, moves, imports, private state. */
import { acceptance, expectAction, expectValue } from "../support/acceptance";
import { kindsProvider, rivalProvider, Surroundings } from "./support/attached";
import type { Stage } from "./support/stage";
import { attachedStages } from "./support/stages";

const { stage } = attachedStages();

interface Stored {
  readonly type: string;
  readonly name: string;
  readonly provider?: string;
  readonly version?: number;
  readonly attributes: object;
}

/** A state file as Terraform would have left it. */
function store(terraform: Stage, ...stored: readonly Stored[]): void {
  const resources = stored.map(({ type, name, provider = kindsProvider.address, version = 0, attributes }) => ({
    mode: "managed",
    type,
    name,
    provider: `provider["${provider}"]`,
    instances: [{ schema_version: version, attributes, sensitive_attributes: [] }],
  }));
  const head = { version: 4, terraform_version: "1.11.4", serial: 1, lineage: "made-by-hand", outputs: {} };
  terraform.write("terraform.tfstate", JSON.stringify({ ...head, resources }));
}

async function valuesOf(terraform: Stage): Promise<Record<string, Record<string, unknown>>> {
  const { values } = await terraform.json("show", "-json");
  return Object.fromEntries(
    values.root_module.resources.map((each: { address: string; values: object }) => [each.address, each.values]),
  );
}

describe("the state of an older version", () => {
  const OLD: readonly Stored[] = [
    {
      type: "kinds_archive",
      name: "zero",
      attributes: { id: "a", gigabytes: 2, tags: ["x", "y"], owner: "ann", timeouts: { create: "5m" } },
    },
    {
      type: "kinds_archive",
      name: "one",
      version: 1,
      attributes: {
        id: "b",
        megabytes: 5,
        meta: { owner: "bob" },
        drawer: [{ label: "l", size: "7" }],
        lost: true,
        timeouts: null,
      },
    },
    {
      type: "kinds_archive",
      name: "current",
      version: 3,
      attributes: { id: "c", megabytes: 9, meta: null, drawer: [], timeouts: null },
    },
  ];
  const HCL = `
resource "kinds_archive" "zero" {
  megabytes = 2048
  meta      = { owner = "ann" }
  drawer { label = "x" }
  drawer { label = "y" }
  timeouts { create = "5m" }
}
resource "kinds_archive" "one" {
  megabytes = 5
  meta      = { owner = "bob" }
  drawer {
    label = "l"
    size  = 7
  }
}
resource "kinds_archive" "current" {
  megabytes = 9
}`;

  test("becomes that of the current one, blocks and nested attributes included, and then there is nothing to do", async () => {
    const terraform = stage(HCL);
    store(terraform, ...OLD);
    expect((await terraform.run("plan", "-detailed-exitcode")).status).toBe(0);
    await terraform.must("apply", "-auto-approve", "-refresh-only");
    const values = await valuesOf(terraform);
    expect(values["kinds_archive.zero"]).toEqual({
      id: "a",
      megabytes: 2048,
      meta: { owner: "ann", team: null },
      drawer: [
        { label: "x", size: 1 },
        { label: "y", size: 1 },
      ],
      timeouts: { create: "5m", delete: null, read: null, update: null },
    });
    expect(values["kinds_archive.one"]).toMatchObject({
      megabytes: 5,
      meta: { owner: "bob", team: null },
      drawer: [{ label: "l", size: 7 }],
    });
    expect(JSON.parse(terraform.state ?? "").resources.map(versionOf)).toEqual([3, 3, 3]);
  });

  test.each([
    [2, "Unknown state version", "The state of archive has schema version 2; this provider reads version 0, 1, 3."],
    [4, "Resource instance managed by newer provider version", ""],
  ])("%i, which the provider does not know, is refused and left as it is", async (version, summary, detail) => {
    const terraform = stage('resource "kinds_archive" "one" {\n  megabytes = 5\n}');
    store(terraform, { type: "kinds_archive", name: "one", version, attributes: { id: "b", megabytes: 5 } });
    const before = terraform.state;
    expect(await terraform.errorsOf("plan")).toMatchObject([{ summary, detail: expect.stringContaining(detail) }]);
    await terraform.errorsOf("apply", "-auto-approve");
    expect(terraform.state).toBe(before);
  });
});

function versionOf({ instances }: { instances: { schema_version: number }[] }): number | undefined {
  return instances[0]?.schema_version;
}

describe("a moved object", () => {
  const moved = (from: string) => `
resource "kinds_volume" "v" {
  name = "n"
  size = 8
}
moved {
  from = ${from}
  to   = kinds_volume.v
}`;

  test("of another type of the same provider keeps what it is, and its private state", async () => {
    const terraform = stage('resource "kinds_job" "j" {\n  name = "n"\n}');
    await terraform.must("apply", "-auto-approve");
    terraform.configure(moved("kinds_job.j"));
    const planned = await terraform.must("plan", "-no-color", "-out=plan.bin");
    expect(planned).toContain("kinds_job.j has moved to kinds_volume.v");
    await terraform.must("apply", "plan.bin");
    expect(await valuesOf(terraform)).toEqual({
      "kinds_volume.v": { id: "job-1", name: "n", size: 8, mode: "own", kept: "by n", timeouts: null },
    });
    expect((await terraform.run("plan", "-detailed-exitcode")).status).toBe(0);
  });

  test("of another provider becomes ours, and that one's private state is not taken for ours", async () => {
    const terraform = stage('resource "rival_volume" "r" {\n  label = "n"\n  capacity = "8"\n}');
    await terraform.must("apply", "-auto-approve");
    terraform.configure(moved("rival_volume.r"));
    await terraform.must("apply", "-auto-approve");
    expect(await valuesOf(terraform)).toEqual({
      "kinds_volume.v": { id: "rival-7", name: "n", size: 8, mode: "rival", kept: "nothing", timeouts: null },
    });
    expect((await terraform.run("plan", "-detailed-exitcode")).status).toBe(0);
  });

  test("of a type that is not known is refused, with those that are", async () => {
    const terraform = stage('resource "rival_tape" "t" {\n}');
    await terraform.must("apply", "-auto-approve");
    terraform.configure(moved("rival_tape.t"));
    expect(await terraform.errorsOf("plan")).toMatchObject([
      {
        summary: "Move is not supported",
        detail: `A kinds_volume cannot be moved from rival_tape of ${rivalProvider.address}. It can be moved from kinds_job, rival_volume.`,
      },
    ]);
  });
});

describe("an import", () => {
  const JOB = "kinds_job.j";
  const HCL = 'resource "kinds_job" "j" {\n  name  = "imported"\n  input = "i"\n}\n';

  test("finds what was made, by command and by block, and fills the private state", async () => {
    const surroundings = new Surroundings();
    await acceptance({
      provider: kindsProvider,
      env: surroundings.env,
      steps: [
        { config: HCL, state: [expectValue(JOB, "kept", "by imported")] },
        { import: JOB, by: "command", ignore: ["kept"], state: [expectValue(JOB, "kept", "by an import")] },
        { import: JOB, by: "block", ignore: ["kept"], persist: true },
        { planOnly: true },
        { refresh: true, state: [expectValue(JOB, "kept", "by an import")] },
        {
          import: JOB,
          id: "job-9",
          expectError: /^Nothing to import No object has the id "job-9"\. There is no job-9\.$/,
        },
        { import: JOB, id: "disk-1", by: "block", expectError: "Invalid import id" },
      ],
      checkDestroy: () => (Object.keys(surroundings.world.all()).length === 0 ? undefined : "a job is left"),
    });
  });

  test("brings a configuration that Terraform writes, and that plans no change", async () => {
    const surroundings = new Surroundings();
    const [disk, job] = ["kinds_disk.d", "kinds_job.j"];
    const before = () => {
      const part = { name: "n", size: 9, spelling: "X", owner: "me", serial: "s", checked: 1 };
      const nested = { one: part, some: [part], named: { k: part }, single: part, item: [part], entry: { k: part } };
      const nothing = { policy: null, note: null, comment: null, locked: null, loose: null, frame: null };
      const spot = { shelf: "s", lane: 1, code: "c" };
      surroundings.world.put("disk-1", {
        ...{ id: "disk-1", name: "d", size: 1, kind: "ssd", zone: "east", path: "/disks/d", address: "east:/disks/d" },
        ...{ revision: 3, speed: 500, ...nothing, ...nested, group: { day: null }, tag: [part], base: [] },
        ...{ place: spot, spares: { k: spot } },
      });
      surroundings.world.put("job-1", { input: "i" });
    };
    await acceptance({
      provider: kindsProvider,
      env: surroundings.env,
      steps: [
        {
          before,
          config: "",
          import: job,
          by: "block",
          id: "job-1",
          generateConfig: true,
          verify: false,
          plan: [expectAction(job, "no-op")],
        },
        {
          config: "",
          import: disk,
          by: "block",
          id: "disk-1",
          generateConfig: true,
          verify: false,
          plan: [expectAction(disk, "no-op")],
        },
      ],
    });
  });
});

test("private state survives a refresh, a refresh that changes the state, and an update; a replacement has its own", async () => {
  const surroundings = new Surroundings();
  const JOB = "kinds_job.j";
  const job = (name: string, input: string) => ({ resource: { kinds_job: { j: { name, input } } } });
  await acceptance({
    provider: kindsProvider,
    env: surroundings.env,
    steps: [
      { config: job("a", "1"), state: [expectValue(JOB, "kept", "by a")] },
      {
        refresh: true,
        before: () => surroundings.world.put("job-1", { input: "drift" }),
        state: [expectValue(JOB, "kept", "by a"), expectValue(JOB, "input", "drift")],
        expectNonEmptyPlan: true,
      },
      { config: job("a", "2"), plan: [expectAction(JOB, "update")], state: [expectValue(JOB, "kept", "by a")] },
      { config: job("b", "2"), plan: [expectAction(JOB, "replace")], state: [expectValue(JOB, "kept", "by b")] },
    ],
  });
});
