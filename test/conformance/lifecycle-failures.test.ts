/** What Terraform is left with when a verb fails, and how its own ways to change a plan go with the provider. */
import {
  acceptance,
  expectAction,
  expectEmptyPlan,
  expectNoResource,
  expectResource,
  expectTainted,
  expectValue,
  type JsonObject,
} from "../support/acceptance";
import { kindsProvider, Surroundings } from "./support/attached";

const JOB = "kinds_job.j";

const surroundings = new Surroundings();
const { world, env } = surroundings;
const head = {
  provider: kindsProvider,
  env,
  checkDestroy: () => (Object.keys(world.all()).length === 0 ? undefined : "a job is left"),
};

afterEach(() => surroundings.clear());

function job(given: JsonObject = {}) {
  return { resource: { kinds_job: { j: { name: "a", input: "1", ...given } } } };
}

/** What the provider did, without what it only looked at. */
const deeds = () =>
  surroundings
    .events()
    .filter((event) => /^(create|update|delete) /.test(event))
    .map((event) => event.replace(" for null", ""));

test("a create that fails leaves nothing, or the damaged object that it had made so far", async () => {
  await acceptance({
    ...head,
    steps: [
      {
        name: "before there was anything",
        config: job({ fail: "create" }),
        expectError: "Out of order The create does not work today.",
        state: [expectNoResource(JOB)],
      },
      {
        name: "half-way",
        config: job({ fail: "half" }),
        expectError: "Out of order",
        state: [expectTainted(JOB), expectValue(JOB, "id", "job-1"), expectValue(JOB, "output", null)],
      },
      {
        name: "what is damaged is replaced",
        config: job(),
        plan: [expectAction(JOB, "replace")],
        state: [expectValue(JOB, "output", "output of 1")],
        after: () => expect(Object.keys(world.all())).toHaveLength(1),
      },
      {
        name: "out of time",
        config: job({ name: "b", fail: "slow", timeouts: { create: "50ms" } }),
        expectError:
          /^The create was cut short It was not finished within 50ms\. .*raise "create" in the resource's timeouts block/,
        state: [expectTainted(JOB)],
      },
    ],
  });
});

test("an update that fails keeps the prior state and what it had saved; a delete that fails keeps the object", async () => {
  await acceptance({
    ...head,
    steps: [
      { config: job() },
      {
        name: "update",
        config: job({ input: "2", fail: "update" }),
        expectError: "Out of order The update does not work today.",
        state: [
          expectValue(JOB, "input", "1"),
          expectValue(JOB, "output", "output of 1"),
          expectValue(JOB, "fail", null),
        ],
      },
      {
        name: "half an update",
        config: job({ input: "2", fail: "half update" }),
        expectError: "Out of order",
        state: [expectValue(JOB, "input", "2"), expectValue(JOB, "output", "half"), expectValue(JOB, "fail", null)],
      },
      { name: "again", config: job({ input: "2" }), planOnly: true, plan: [expectEmptyPlan()] },
      { name: "fails to be deleted", config: job({ input: "2", fail: "delete" }) },
      { name: "delete", destroy: true, expectError: "Out of order The delete", state: [expectResource(JOB)] },
      {
        name: "replace",
        replace: JOB,
        expectError: "Out of order The delete",
        state: [expectValue(JOB, "id", "job-1")],
      },
      { name: "put right", config: job({ input: "2" }), plan: [expectAction(JOB, "update")] },
      {
        name: "plan",
        config: job({ input: "3", fail: "plan" }),
        planOnly: true,
        expectError: "No plan There is none.",
      },
      {
        name: "gone before it is deleted",
        config: job({ input: "2" }),
        before: () => world.remove("job-1"),
        planArguments: ["-destroy", "-refresh=false"],
        plan: [expectAction(JOB, "delete")],
        state: [expectNoResource(JOB)],
        expectNonEmptyPlan: true,
      },
    ],
  });
});

test("lifecycle arguments and targets do what they say", async () => {
  const instances = (input: string, more = "") => `
resource "kinds_job" "each" {
  for_each = toset(["x", "y"])
  name     = each.key
  input    = "${input}"
  ${more}
}
resource "kinds_job" "counted" {
  count = 2
  name  = "c\${count.index}"
  input = kinds_job.each["x"].output
}
output "kept" {
  value = [for job in kinds_job.each : job.kept]
}`;
  const [x, y] = ['kinds_job.each["x"]', 'kinds_job.each["y"]'];
  await acceptance({
    ...head,
    steps: [
      {
        name: "instances",
        config: instances("1"),
        state: [expectValue("kinds_job.counted[1]", "input", "output of 1"), expectValue(y, "kept", "by y")],
        after: () => void deeds(),
      },
      {
        name: "a target",
        config: instances("2"),
        planArguments: [`-target=${y}`],
        plan: [expectAction(y, "update")],
        state: [expectValue(x, "input", "1"), expectValue(y, "input", "2")],
        expectNonEmptyPlan: true,
        after: () => expect(deeds()).toEqual(["update y input"]),
      },
      {
        name: "ignore_changes",
        config: instances("3", "lifecycle {\n    ignore_changes = [input]\n  }"),
        planOnly: true,
        plan: [expectEmptyPlan()],
      },
      {
        name: "create_before_destroy",
        config: instances("1", "lifecycle {\n    create_before_destroy = true\n    ignore_changes = [input]\n  }"),
        replace: x,
        plan: [expectAction(x, "replace"), expectAction("kinds_job.counted[0]", "update")],
        after: () => expect(deeds().filter((deed) => / x/.test(deed))).toEqual(["create x", "delete x"]),
      },
      {
        name: "prevent_destroy",
        config: instances("1", "lifecycle {\n    prevent_destroy = true\n    ignore_changes = [input]\n  }"),
        destroy: true,
        expectError: "Instance cannot be destroyed",
      },
      { name: "an instance goes", config: instances("1").replace('"x", "y"', '"x"'), state: [expectNoResource(y)] },
    ],
  });
});
