/** Data sources, functions and ephemeral resources, as real Terraform uses them. */
import type { Stage } from "./support/stage";
import { installedStages } from "./support/stages";

const open = installedStages();

async function stage(hcl: string, modules: Readonly<Record<string, string>> = {}): Promise<Stage> {
  const created = open(hcl, modules);
  await created.must("init", "-no-color");
  return created;
}

/** A value that only an apply makes known. */
const LATER = `
resource "terraform_data" "later" {
  input = "later"
}
`;

test("data sources are read in the plan, or in the apply where they depend on it", async () => {
  const terraform = await stage(`
    provider "kinds" { prefix = "hi" }
    data "kinds_greeting" "ann" {
      name = "ann"
      tone = "loud"
      timeouts { read = "30s" }
    }
    data "kinds_greeting" "later" {
      name   = terraform_data.later.output
      region = "there"
    }
    output "ann"   { value = data.kinds_greeting.ann }
    output "later" { value = data.kinds_greeting.later }
    ${LATER}`);
  const ann = {
    name: "ann",
    tone: "loud",
    region: "here",
    text: "hi ann!",
    words: ["hi", "ann!"],
    lengths: { hi: 2, "ann!": 4 },
    shape: { exact: 0.1, loud: true, note: null },
    timeouts: { read: "30s" },
  };
  await terraform.must("plan", "-out=plan.bin");
  const { output_changes: changes } = await terraform.json("show", "-json", "plan.bin");
  expect(changes.ann).toMatchObject({ after: ann, after_unknown: false });
  expect(changes.later.after_unknown).toMatchObject({ name: true, text: true, words: true });
  expect(changes.later.after).toMatchObject({ region: "there" });

  await terraform.must("apply", "plan.bin");
  const outputs = await terraform.json("output", "-json");
  expect(outputs.ann.value).toEqual(ann);
  expect(outputs.later.value).toMatchObject({ name: "later", text: "hi later", region: "there", tone: null });
  expect((await terraform.run("plan", "-detailed-exitcode")).status).toBe(0);
});

test("a data source's faults are shown where they are", async () => {
  const wrong = await stage(`data "kinds_greeting" "x" {
    name = "ann"
    tone = "shrill"
  }`);
  expect(await wrong.errorsOf("plan")).toMatchObject([{ summary: "Invalid tone", marked: '"shrill"' }]);
  const refused = await stage(`data "kinds_greeting" "x" {
    name = "refused"
  }`);
  expect(await refused.errorsOf("plan")).toMatchObject([{ summary: "Refused", marked: '"refused"' }]);
  const altered = await stage(`data "kinds_greeting" "x" {
    name = "altered"
  }`);
  expect(await altered.errorsOf("plan")).toMatchObject([
    { summary: "Invalid result from the provider", marked: '"altered"' },
  ]);
});

test("functions compute with any number of arguments, null and numbers of all kinds", async () => {
  const terraform = await stage(`
    output "joined"  { value = provider::kinds::join("-", "a", "b", "c") }
    output "nothing" { value = provider::kinds::join("-") }
    output "other"   { value = provider::kinds::or_else(null, "b") }
    output "null"    { value = provider::kinds::echo(null) == null }
    output "total"   { value = provider::kinds::total([1, 0.5, 1 / 3]) }
    output "pair"    { value = provider::kinds::parse_pair("a/b") }`);
  await terraform.must("apply", "-auto-approve");
  const outputs = await terraform.json("output", "-json");
  expect(Object.fromEntries(Object.keys(outputs).map((name) => [name, outputs[name].value]))).toEqual({
    joined: "a-b-c",
    nothing: "",
    other: "b",
    null: true,
    total: 1.5 + 1 / 3,
    pair: { left: "a", right: "b" },
  });
  expect((await terraform.run("plan", "-detailed-exitcode")).status).toBe(0);
});

test("functions of what is not known yet are known after apply, unless they say otherwise", async () => {
  const terraform = await stage(`
    output "joined" { value = provider::kinds::join("-", "a", terraform_data.later.output) }
    output "echo"   { value = provider::kinds::echo(terraform_data.later.output) }
    output "known"  { value = provider::kinds::is_known(terraform_data.later.output) }
    ${LATER}`);
  await terraform.must("plan", "-out=plan.bin");
  const { output_changes: changes } = await terraform.json("show", "-json", "plan.bin");
  expect(changes).toMatchObject({
    joined: { after_unknown: true },
    echo: { after_unknown: true },
    known: { after: false, after_unknown: false },
  });
  await terraform.must("apply", "plan.bin");
  expect(await terraform.json("output", "-json")).toMatchObject({
    joined: { value: "a-later" },
    echo: { value: "later" },
    // What a plan has said holds, even if a function would say something else by now.
    known: { value: false },
  });
});

test.each([
  ['parse_pair("ab")', "ab", '"ab" has no slash.'],
  ['parse_pair("a/b", "c/d", "ef")', "ef", '"ef" has no slash.'],
  ['join("-", "a", " ")', " ", 'Invalid parts: It must be a text that is not empty. It is " ".'],
  ['or_else("a", null)', "null", "argument must not be null"],
  // Of a list and of a whole call, Terraform marks the beginning.
  ["total([9007199254740993])", "[", "larger than this function can compute with"],
  ['misbehave("crash")', "provider::kinds::misbehave(", "out of nowhere"],
  ['misbehave("misfit")', "provider::kinds::misbehave(", "a number is no string"],
])("%s is an error, shown at %j", async (call, marked, text) => {
  const terraform = await stage(`output "x" {
    value = provider::kinds::${call}
  }`);
  expect(await terraform.errorsOf("plan")).toMatchObject([{ marked, detail: expect.stringContaining(text) }]);
});

describe("ephemeral resources", () => {
  test("are opened and closed in plan and apply, and are in no plan and no state", async () => {
    const terraform = await stage(
      `
      module "secrets" { source = "./secrets" }
      provider "kinds" {
        alias  = "authorised"
        prefix = module.secrets.text
      }
      data "kinds_greeting" "ann" {
        provider = kinds.authorised
        name     = "ann"
      }
      output "length" { value = data.kinds_greeting.ann.lengths }`,
      {
        secrets: `
        provider "kinds" { prefix = "hidden" }
        ephemeral "kinds_token" "run" { name = "run" }
        output "text" {
          value     = ephemeral.kinds_token.run.text
          ephemeral = true
        }`,
      },
    );
    await terraform.must("plan", "-out=plan.bin");
    expect(terraform.events()).toEqual(["open run", "close run 0"]);
    expect(await terraform.must("show", "-json", "plan.bin")).not.toContain('"type":"kinds_token"');
    await terraform.must("apply", "plan.bin");
    expect(terraform.events()).toEqual(["open run", "close run 0"]);
    expect(await terraform.must("show", "-json")).not.toContain('"type":"kinds_token"');
    // What used the secret has proved by its answer that it was there.
    expect((await terraform.json("output", "-json")).length.value).toEqual({ "hidden-run-secret": 17, ann: 3 });
  });

  test("are renewed as long as they are needed, and closed with what they kept at first", async () => {
    const terraform = await stage(`
      ephemeral "kinds_token" "run" { name = "renewed" }
      provider "kinds" {
        alias  = "authorised"
        prefix = ephemeral.kinds_token.run.text
      }
      resource "terraform_data" "slow" {
        provisioner "local-exec" { command = "sleep 1" }
      }
      data "kinds_greeting" "ann" {
        provider   = kinds.authorised
        name       = "ann"
        depends_on = [terraform_data.slow]
      }`);
    await terraform.must("plan", "-out=plan.bin");
    terraform.events();
    await terraform.must("apply", "plan.bin");
    const events = terraform.events();
    expect(events.slice(0, 3)).toEqual(["open renewed", "renew renewed 0", "renew renewed 1"]);
    expect(events.at(-1)).toBe("close renewed 0");
  });

  test.each([
    ["refused", "Refused", '"refused"'],
    ["", "Invalid name", '""'],
    ["misfit", "Invalid result from the provider", ""],
  ])("named %j are refused", async (name, summary, marked) => {
    const terraform = await stage(`ephemeral "kinds_token" "run" {
      name = "${name}"
    }`);
    expect(await terraform.errorsOf("plan")).toMatchObject([{ summary, marked: expect.stringContaining(marked) }]);
    expect(terraform.events()).toEqual(name === "misfit" ? ["open misfit", "close misfit 0"] : []);
  });

  test("that depend on an apply are opened there only", async () => {
    const terraform = await stage(`
      ephemeral "kinds_token" "run" { name = terraform_data.later.output }
      provider "kinds" {
        alias  = "authorised"
        prefix = ephemeral.kinds_token.run.text
      }
      data "kinds_quiet" "x" { provider = kinds.authorised }
      ${LATER}`);
    await terraform.must("plan", "-out=plan.bin");
    expect(terraform.events()).toEqual([]);
    await terraform.must("apply", "plan.bin");
    expect(terraform.events()).toEqual(["open later", "close later 0"]);
  });
});
