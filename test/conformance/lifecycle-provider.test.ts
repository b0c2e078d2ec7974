/** The provider block with all that it may say, `provider_meta`, and what a person is told about a configuration. */
import type { Stage } from "./support/stage";
import { attachedStages } from "./support/stages";

const { stage, surroundings } = attachedStages();

const SETTINGS = 'data "kinds_settings" "s" {\n}\noutput "text" {\n  value = data.kinds_settings.s.text\n}\n';

async function settingsOf(terraform: Stage): Promise<unknown> {
  await terraform.must("apply", "-auto-approve");
  const { text } = await terraform.json("output", "-json");
  return JSON.parse(text.value);
}

const NOTHING = {
  ...{ prefix: null, greeting: null, text: null, number: null, flag: null, any: null, texts: null, numbers: null },
  ...{ flags: null, shape: null, one: null, some: null, loose: null, named: null, single: null, group: { day: null } },
  ...{ item: [], tag: [], entry: {}, user: null, key: null, token: null },
};

test("the provider block takes a value of every type, nested attributes and blocks", async () => {
  const terraform = stage(`
provider "kinds" {
  text    = "t"
  number  = 1.5
  flag    = true
  any     = { a = [1, "x"] }
  texts   = ["a", "b"]
  numbers = [2, 1, 2]
  flags   = { on = true }
  shape   = { name = "n", sizes = [1] }
  one     = { host = "h", key = "k" }
  some    = [{ host = "h", port = 1 }]
  loose   = [{ host = "h" }]
  named   = { n = { host = "h" } }

  single {
    host = "h"
    inner {
      host = "i"
    }
  }
  group {
    day = "Monday"
  }
  item {
    host = "a"
  }
  item {
    host = "b"
    port = 2
  }
  tag {
    host = "t"
  }
  entry "e" {
    host = "e"
  }
}
${SETTINGS}`);
  expect(await settingsOf(terraform)).toEqual({
    ...NOTHING,
    text: "t",
    number: 1.5,
    flag: true,
    any: { a: [1, "x"] },
    texts: ["a", "b"],
    numbers: [1, 2],
    flags: { on: true },
    shape: { name: "n", sizes: [1] },
    one: { host: "h", port: null, key: "k" },
    some: [{ host: "h", port: 1 }],
    loose: [{ host: "h", port: null }],
    named: { n: { host: "h", port: null } },
    single: { host: "h", port: null, inner: [{ host: "i", port: null }] },
    group: { day: "Monday" },
    item: [
      { host: "a", port: null },
      { host: "b", port: 2 },
    ],
    tag: [{ host: "t", port: null }],
    entry: { e: { host: "e", port: null } },
  });
});

test("a provider block that says nothing is one", async () => {
  expect(await settingsOf(stage(SETTINGS))).toEqual(NOTHING);
});

test("what the provider block is given later is unknown in the plan and known in the apply", async () => {
  const terraform = stage(`
resource "terraform_data" "later" {
  input = "known"
}
provider "kinds" {
  prefix = "now"
  text   = terraform_data.later.output
}
resource "kinds_job" "j" {
  name = "a"
}
data "kinds_settings" "s" {
  depends_on = [kinds_job.j]
}
output "text" {
  value = data.kinds_settings.s.text
}`);
  expect(await settingsOf(terraform)).toMatchObject({ prefix: "now", text: "known" });
});

test("what is wrong with a provider block is shown where it is", async () => {
  const terraform = stage(`
provider "kinds" {
  user  = "u"
  token = "t"
  some  = [{ host = "h" }, { host = "h", port = 0 }]
  named = { n = { host = " " } }

  entry "e" {
    host = ""
  }
  item {
    host = "a"
    port = -1
  }
}
${SETTINGS}`);
  const errors = await terraform.errorsOf("validate");
  expect(errors.map(({ summary, detail, marked }) => [summary, detail, marked])).toEqual([
    ["Invalid some[1].port", "It must be a whole number of at least 1. It is 0.", "{"],
    ['Invalid named["n"].host', 'It must be a text that is not empty. It is " ".', "{"],
    ["Invalid item[0].port", "It must be a whole number of at least 1. It is -1.", "-1"],
    ['Invalid entry["e"].host', 'It must be a text that is not empty. It is "".', '""'],
    ["Missing argument", '"user", "key" must be set together or not at all; "key" is not.', '"u"'],
    ["Conflicting arguments", 'At most one of "user", "token" may be set; "user" and "token" are.', '"t"'],
  ]);
});

test("a rule waits for what is not known yet, and holds in the plan that knows it", async () => {
  const provider = (key: string) => `
variable "key" {
  type    = string
  default = null
}
provider "kinds" {
  user = "u"
  key  = ${key}
}
${SETTINGS}`;
  const terraform = stage(provider("var.key"));
  expect(await terraform.warningsOf("validate")).toEqual([]);
  expect(await terraform.errorsOf("plan")).toMatchObject([{ summary: "Missing argument", marked: '"u"' }]);
  await terraform.must("plan", "-var", "key=k");
});

test("what is deprecated is used with a warning at its place, and what is not used is not warned of", async () => {
  const terraform = stage(`
provider "kinds" {
  greeting = "hi"
}
resource "kinds_relic" "r" {
  color = "red"
  one   = { old = "x" }
  part {
    name = "p"
  }
}
resource "kinds_disk" "d" {
  name = "n"
  size = 1
}
${SETTINGS}`);
  const warnings = await terraform.warningsOf("validate");
  const ours = warnings.map(({ summary, detail, marked }) => [summary, detail, marked]);
  // Terraform marks the beginning of what has a body.
  expect(ours.sort()).toEqual([
    ["This is deprecated", "Use kinds_disk.", "{"],
    ["color is deprecated", "Use colour.", '"red"'],
    ["greeting is deprecated", "Use prefix.", '"hi"'],
    ["one.old is deprecated", "Leave it out.", "{"],
    ["part is deprecated", "Parts are of no use.", "{"],
  ]);
});

test("rules, checks and the plan hook of a resource are shown at the argument", async () => {
  const disk = (argument: string) => `resource "kinds_disk" "d" {\n  name = "n"\n  size = 1\n  ${argument}\n}\n`;
  const terraform = stage(disk('note = "x"\n  comment = "y"\n  item {\n    name = ""\n  }'));
  expect(await terraform.errorsOf("validate")).toMatchObject([
    { summary: "Invalid item[0].name", marked: '""' },
    { summary: "Conflicting arguments", marked: '"y"' },
  ]);
  terraform.configure(disk('note = "refused"'));
  expect(await terraform.errorsOf("plan")).toEqual([
    { summary: "Refused", detail: "Not this note.", marked: '"refused"' },
  ]);
  terraform.configure(disk('note = "fine"').replace("size = 1", "size = 5000"));
  expect(await terraform.warningsOf("plan")).toEqual([
    { summary: "A large disk", detail: "It takes a day to fill.", marked: "5000" },
  ]);
  terraform.configure(disk('id = "mine"'));
  expect(await terraform.errorsOf("validate")).toMatchObject([{ summary: "Unexpected id", marked: '"mine"' }]);
  terraform.configure(disk(["a", "b", "c", "d"].map((name) => `item {\n    name = "${name}"\n  }`).join("\n")));
  expect(await terraform.errorsOf("validate")).toMatchObject([{ summary: "Too many item blocks" }]);
});

test("provider_meta reaches the handlers that work for its module, and no others", async () => {
  const meta = (module: string) =>
    `terraform {\n  provider_meta "kinds" {\n    module = "${module}"\n    tags   = ["x"]\n  }\n}\n`;
  const job = (name: string) => `
resource "kinds_job" "j" {
  name = "${name}"
}
data "kinds_settings" "s" {
}
output "module" {
  value = data.kinds_settings.s.module
}`;
  const terraform = stage(
    `module "with" {\n  source = "./with"\n}\nmodule "without" {\n  source = "./without"\n}\noutput "modules" {\n  value = [module.with.module, module.without.module]\n}\n`,
    { with: meta("net") + job("a"), without: job("b") },
  );
  await terraform.must("get");
  await terraform.must("apply", "-auto-approve");
  expect((await terraform.json("output", "-json")).modules.value).toEqual(["net+x", "null"]);
  await terraform.must("plan");
  const [a, b] = ["a for net+x", "b for null"];
  expect([...new Set(surroundings().events())].sort()).toEqual(
    ["create", "plan", "read"].flatMap((verb) => [`${verb} ${a}`, `${verb} ${b}`]),
  );
  await terraform.must("destroy", "-auto-approve");
  expect(surroundings().events()).toEqual(expect.arrayContaining([`delete ${a}`, `delete ${b}`]));
});
