import {
  acceptance,
  compareValues,
  expectAction,
  expectDeferred,
  expectDrift,
  expectEmptyPlan,
  expectIdentity,
  expectKnownOutput,
  expectKnownValue,
  expectNoDrift,
  expectNonEmptyPlan,
  expectNoResource,
  expectOutput,
  expectOutputAction,
  expectReplacePaths,
  expectResource,
  expectSensitive,
  expectSensitiveValue,
  expectTainted,
  expectUnknown,
  expectUnknownOutput,
  expectValue,
  known,
} from "../support/acceptance";
import { failureOf } from "./support/failure-of";

const ONE = "terraform_data.one";
const TWO = "terraform_data.two";

const config = `
resource "terraform_data" "one" {
  input = { name = "a", numbers = [1, 12345678901234567890.5] }
}

output "name" { value = terraform_data.one.output.name }
output "fixed" { value = "v" }
`;

const ever = (value: string) => `resource "terraform_data" "one" {\n  input = ${value}\n}\n`;

describe("the rule of the empty plan", () => {
  test("names the resource that is never done, what would be done, and each attribute before and after", async () => {
    const text = await failureOf({ steps: [{ name: "perpetual", config: ever("{ now = timestamp(), name = 1 }") }] });
    expect(text).toMatch(
      /^Step 1 of 1, "perpetual", failed: the plan without refresh after the apply is not empty \(terraform plan -json .*-refresh=false\)\.\n\nterraform_data\.one: update\n {4}input\.now: "\d{4}-[^"]+" → \(known after apply\)\n {4}output: \{.*\} → \(known after apply\)$/,
    );
  });

  test("tells why a resource is replaced", async () => {
    const text = await failureOf({
      steps: [{ config: 'resource "terraform_data" "one" {\n  triggers_replace = timestamp()\n}' }],
    });
    expect(text).toContain("terraform_data.one: replace (delete, then create), because of triggers_replace\n");
    expect(text).toMatch(/\n {4}triggers_replace: "\d{4}-.*" → \(known after apply\)/);
  });

  test("does not print what is sensitive", async () => {
    const secret = `resource "terraform_data" "one" {
  triggers_replace = [sensitive("s3cret"), timestamp(), sensitive(timestamp())]
}`;
    const text = await failureOf({ steps: [{ config: secret }] });
    expect(text).toContain("\n    triggers_replace[2]: (sensitive) → (known after apply)");
    const planned = await failureOf({ steps: [{ config: secret, planOnly: true }] });
    expect(planned).toMatch(/\n {4}triggers_replace: null → \["\(sensitive\)","\(known after apply\)",/);
    expect(text + planned).not.toContain("s3cret");
  });

  test("holds for outputs", async () => {
    const text = await failureOf({ steps: [{ config: 'output "now" {\n  value = timestamp()\n}' }] });
    expect(text).toMatch(/is not empty .*\n\noutput\.now: update\n {4}"\d{4}-.*" → \(known after apply\)$/);
  });

  test("holds for a plan that is all that a step does", async () => {
    const text = await failureOf({ steps: [{ config, planOnly: true }] });
    expect(text).toContain("Step 1 of 1, plan, failed: the plan is not empty");
    expect(text).toContain(`\n\n${ONE}: create\n    input: null → {"name":"a","numbers":[1,12345678901234567890.5]}\n`);
  });

  test("holds the other way round when changes are expected", async () => {
    const text = await failureOf({ steps: [{ config, expectNonEmptyPlan: true }] });
    expect(text).toMatch(
      /^Step 1 of 1, apply, failed: the plan with refresh after the apply is empty \(terraform plan/,
    );
    expect(text).toContain("expectNonEmptyPlan is set, so it must have changes.");
    expect(await failureOf({ steps: [{ config }, { refresh: true, expectNonEmptyPlan: true }] })).toMatch(
      /^Step 2 of 2, refresh, failed: the plan after the refresh is empty/,
    );
  });

  test("allows changes that are expected", async () => {
    await acceptance({
      provider: [],
      steps: [
        { config: ever("timestamp()"), expectNonEmptyPlan: true, planAfterRefresh: [expectAction(ONE, "update")] },
      ],
    });
  });
});

test("each plan check says what it expected and what there is, all in one failure", async () => {
  const text = await failureOf({
    steps: [
      {
        config,
        plan: [
          expectAction(ONE, "update"),
          expectAction(TWO, "create"),
          expectEmptyPlan(),
          expectKnownValue(ONE, "input.name", "b"),
          expectKnownValue(ONE, "input.numbers[1]", 12345678901234567000),
          expectKnownValue(ONE, "id", known.notNull()),
          expectUnknown(ONE, "input.name"),
          expectSensitive(ONE, "input"),
          expectDrift(ONE),
          expectReplacePaths(ONE, "input"),
          expectKnownOutput("name", "a"),
          expectKnownOutput("fixed", "w"),
          expectKnownOutput("nothing", "w"),
          expectUnknownOutput("fixed"),
          expectOutputAction("fixed", "update"),
          expectDeferred(ONE, "provider_config_unknown"),
          () => "a check of one's own",
          () => expect(1).toBe(2),
        ],
      },
    ],
  });
  expect(text).toMatch(/^Step 1 of 1, apply, failed: the plan is not as expected \(terraform plan -json/);
  const problems = text.split("\n").slice(2).join("\n");
  expect(problems).toMatch(
    new RegExp(`^${ONE}: expected the action update, but it is create
${TWO}: not in the plan, which has ${ONE}
expected an empty plan, but it has:
${ONE}: create
(    .*
)+output.fixed: create
    null → "v"
output.name: create
    null → \\(known after apply\\)
${ONE}: input.name: expected "b", but it is "a"
${ONE}: input.numbers\\[1\\]: expected 12345678901234567000, but it is 12345678901234567890.5
${ONE}: id: expected a known value, but it is known only after apply
${ONE}: input.name: expected to be known only after apply, but it is "a"
${ONE}: input: expected a sensitive value, but it is shown
${ONE}: expected drift, but the refresh has found nothing changed
${ONE}: expected to be replaced because of input, but it is because of nothing
output.name: expected a known value, but it is known only after apply
output.fixed: expected "w", but it is "v"
output.nothing: not in the plan, which has fixed, name
output.fixed: expected to be known only after apply, but it is "v"
output.fixed: expected the action update, but it is create
${ONE}: expected to be deferred by provider_config_unknown, but it is not deferred
a check of one's own
`),
  );
  expect(problems).toMatch(/Expected: .*2.*\nReceived: .*1/);
});

test("plan checks that are right let the plan pass", async () => {
  await acceptance({
    provider: [],
    steps: [
      {
        config: `${config}\nresource "terraform_data" "two" {\n  input = sensitive("s")\n}`,
        plan: [
          expectAction(ONE, "create"),
          expectNonEmptyPlan(),
          expectNoDrift(),
          expectKnownValue(ONE, "input", {
            name: known.matches(/^a$/),
            numbers: [1, known.number("12345678901234567890.5")],
          }),
          expectUnknown(ONE, "id"),
          expectSensitive(TWO, "input"),
          expectUnknownOutput("name"),
          expectKnownOutput("fixed", "v"),
          expectOutputAction("fixed", "create"),
        ],
        planAfterApply: [expectEmptyPlan(), expectAction(ONE, "no-op"), expectKnownOutput("name", "a")],
        planAfterRefresh: [expectEmptyPlan()],
      },
    ],
  });
});

test("each state check says what it expected and what there is", async () => {
  const same = compareValues("same");
  const differs = compareValues("differs");
  const text = await failureOf({
    steps: [
      {
        config,
        state: [
          expectValue(ONE, "input.name", "b"),
          expectValue(ONE, "input.numbers[1]", 1),
          expectValue(ONE, "input.nothing", null),
          expectValue(ONE, [], known.mapPartial({ input: { name: "a", numbers: known.listSize(3) } })),
          expectValue(TWO, "input", "x"),
          expectSensitiveValue(ONE, "input"),
          expectNoResource(ONE),
          expectResource(TWO),
          expectTainted(ONE),
          expectIdentity(ONE, { id: "x" }),
          expectOutput("name", "b"),
          expectOutput("nothing", "b"),
          same.at(ONE, "input.name"),
          same.at(ONE, "input.numbers"),
          differs.at(ONE, "input.name"),
          differs.at(ONE, "output.name"),
        ],
      },
    ],
  });
  expect(text).toBe(`Step 1 of 1, apply, failed: the state is not as expected.

${ONE}: input.name: expected "b", but it is "a"
${ONE}: input.numbers[1]: expected 1, but it is 12345678901234567890.5
${ONE}: input.nothing: expected null, but it is absent
${ONE}: at input.numbers, expected a list of 3, but it is one of 2: [1,12345678901234567890.5]
${TWO}: not in the state, which has ${ONE}
${ONE}: input: expected a sensitive value, but it is shown
${ONE}: expected not to be in the state, but it is there
${TWO}: not in the state, which has ${ONE}
${ONE}: expected to be tainted, but it is not
${ONE}: identity: expected a map, but it is absent
output.name: expected "b", but it is "a"
output.nothing: not in the state, which has fixed, name
${ONE}: input.numbers: expected the same value as earlier at ${ONE}: input.name, "a", but it is [1,12345678901234567890.5]
${ONE}: output.name: expected another value than earlier at ${ONE}: input.name, "a", but it is "a"`);
});

describe("expected errors", () => {
  const broken = 'resource "terraform_data" "one" {\n  inputs = 1\n}\n';

  test("that do not occur fail the step, which lists the commands that went well", async () => {
    const text = await failureOf({ steps: [{ config, expectError: [/no/, "never"] }] });
    expect(text).toMatch(/^Step 1 of 1, apply, failed: expected an error with \/no\/, never, but all went well\.\n\n/);
    expect(
      text
        .split("\n")
        .slice(2)
        .map((line) => line.split(" ").slice(0, 2).join(" ")),
    ).toEqual(["terraform plan", "terraform apply", "terraform plan", "terraform plan"]);
  });

  test("that are other ones fail the step, with Terraform's own words", async () => {
    const text = await failureOf({
      steps: [{ config: broken, expectError: ["Unsupported argument", /something else/] }],
    });
    expect(text).toBe(`Step 1 of 1, apply, failed: expected an error with /something else/.

terraform plan -json -input=false -detailed-exitcode -out=1.tfplan ended with exit code 1.

error: Unsupported argument
on main.tf line 2: inputs = 1
An argument named "inputs" is not expected here. Did you mean "input"?`);
  });

  test("that nobody expects fail the step", async () => {
    const text = await failureOf({ steps: [{ config }, { name: "second", config: broken }] });
    expect(text).toContain('Step 2 of 2, "second", failed: terraform plan -json');
    expect(text).toContain("error: Unsupported argument\non main.tf line 2: inputs = 1\n");
  });

  test("that are there are met across line breaks, and the state is checked after", async () => {
    await acceptance({
      provider: [],
      steps: [
        { config: broken, expectError: /Unsupported argument An argument named "inputs" is/ },
        { config: 'resource "terraform_data" "one" {', expectError: "Unclosed configuration block" },
        { config: "", import: ONE, id: "x", expectError: "resource address" },
        {
          config: `
resource "terraform_data" "one" {
  lifecycle {
    postcondition {
      condition     = self.id == ""
      error_message = "It has got an id."
    }
  }
}`,
          expectError: "It has got an id.",
          state: [expectResource(ONE)],
        },
      ],
    });
  });

  test("do not hide a check that fails", async () => {
    const text = await failureOf({
      steps: [{ config: broken, expectError: "Unsupported", state: [expectResource(ONE)] }],
    });
    expect(text).toContain("the state is not as expected.\n\nterraform_data.one: not in the state, which has nothing");
  });
});

test("a warning that is missing fails the step, and one that is there does not", async () => {
  const warned = `${config}
check "c" {
  assert {
    condition     = terraform_data.one.id == ""
    error_message = "All is lost."
  }
}`;
  const text = await failureOf({ steps: [{ config: warned, expectWarning: ["All is lost.", /All is won/] }] });
  expect(text).toMatch(
    /^Step 1 of 1, apply, failed: an expected warning is missing\.\n\nexpected \/All is won\/, but there is warning: Check block assertion known after apply\n.*warning: Check block assertion failed\n/s,
  );
  await acceptance({ provider: [], steps: [{ config: warned, expectWarning: "All is lost." }] });
});

test("checkDestroy fails the case, and sees what there was", async () => {
  const text = await failureOf({
    steps: [{ config }],
    checkDestroy: (state) => state.values?.root_module?.resources?.map(({ address }) => `${address} is still there`),
  });
  expect(text).toBe(`checkDestroy failed.\n\n${ONE} is still there`);
  expect(await failureOf({ steps: [{ config }, { destroy: true }], checkDestroy: () => "left" })).toContain("left");
});

test("a destroy at the end that fails is told, after the failure before it", async () => {
  const kept = `resource "terraform_data" "one" {\n  lifecycle {\n    prevent_destroy = true\n  }\n}`;
  const text = await failureOf({ steps: [{ config: kept, state: [expectNoResource(ONE)] }] });
  expect(text).toMatch(/^Step 1 of 1, apply, failed: the state is not as expected\./);
  expect(text).toContain(
    "\n\nThe destroy at the end failed: terraform apply -json -input=false -auto-approve -destroy ended",
  );
  expect(text).toContain("error: Instance cannot be destroyed");
});

test("the destroy at the end uses the last configuration that can be planned", async () => {
  await acceptance({
    provider: [],
    steps: [{ config }, { config: "resource {", expectError: "Missing" }],
  });
});

test("what a step's own code throws fails the step", async () => {
  const text = await failureOf({
    steps: [
      {
        name: "with a hook",
        config,
        before: () => {
          throw new Error("no world to change");
        },
      },
    ],
  });
  expect(text).toBe('Step 1 of 1, "with a hook", failed: no world to change');
});

test("the failure's stack begins in the test", async () => {
  const failure = await acceptance({ provider: [], steps: [{ config, planOnly: true }] }).catch((error) => error);
  expect(failure.stack.split("\n").find((line: string) => line.startsWith("    at "))).toContain("failures.test.ts");
});
