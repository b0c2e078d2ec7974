/** What is write-only and what is sensitive: where it gets to, and where it must not. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Stage } from "./support/stage";
import { attachedStages } from "./support/stages";

const PASSWORD = "canary-of-a-variable";
const CANARY = "hello-canary-secret";
const HINT = "open sesame";

const { stage: open, surroundings } = attachedStages();
let terraform: Stage;

function stage(hcl: string): Stage {
  terraform = open(hcl);
  return terraform;
}

/** A vault with a secret in every place that a secret can be in. */
const vault = (version: number) => `
variable "password" {
  type      = string
  ephemeral = true
}

ephemeral "kinds_token" "canary" {
  name = "canary"
}

locals {
  secret = ephemeral.kinds_token.canary.text
}

resource "kinds_vault" "v" {
  name             = "v"
  password         = var.password
  password_version = ${version}
  hint             = "${HINT}"
  one              = { label = "l", value = local.secret }
  some             = [{ label = "l" }, { label = "l", value = local.secret }]
  named            = { k = { label = "l", value = local.secret } }

  item {
    label = "l"
    value = local.secret
  }

  single {
    label = "l"
    value = local.secret

    inner {
      label = "l"
      value = local.secret
    }
  }
}`;

const EVERYWHERE = ["one", "some", "k", "single", "inner", "item"].map((place) => `${place}=${CANARY}`);

const verbs = () =>
  surroundings()
    .events()
    .filter((event) => /^(create|update) /.test(event))
    .map((event) => event.split(/[ ,]/));

/** Every file that Terraform has written, and what it has printed of them. */
async function everything(): Promise<string> {
  const files = readdirSync(terraform.directory).filter((name) => name.startsWith("terraform.tfstate"));
  expect(files).not.toEqual([]);
  const stored = files.map((name) => readFileSync(path.join(terraform.directory, name), "utf8"));
  const shown = [await terraform.must("show", "-json"), await terraform.must("show", "-json", "plan.bin")];
  return [...stored, ...shown].join("\n");
}

const given = (password: string) => ["-var", `password=${password}`];

test("a write-only value reaches create and update from wherever it is written, and is stored nowhere", async () => {
  const { must, run, json } = bound(stage(vault(1)));
  const planned = await must("plan", "-no-color", "-out=plan.bin", ...given(PASSWORD));
  const applied = await must("apply", "-no-color", ...given(PASSWORD), "plan.bin");
  const [created] = verbs();
  expect(created?.slice(0, 2)).toEqual(["create", "v"]);
  expect(created?.slice(2).sort()).toEqual([...EVERYWHERE, `root=${PASSWORD}`].sort());

  const { values } = await json("show", "-json");
  const [{ values: stored }] = values.root_module.resources;
  expect(stored).toMatchObject({
    password: null,
    password_version: 1,
    one: { label: "l", value: null },
    some: [{ value: null }, { value: null }],
    named: { k: { value: null } },
    item: [{ value: null }],
    single: { value: null, inner: [{ value: null }] },
  });

  expect((await run("plan", "-detailed-exitcode", ...given("another"))).status).toBe(0);
  terraform.configure(vault(2));
  const again = await must("plan", "-no-color", "-out=plan.bin", ...given("canary-of-an-update"));
  await must("apply", "-no-color", ...given("canary-of-an-update"), "plan.bin");
  const [updated] = verbs();
  expect(updated?.slice(0, 3)).toEqual(["update", "v", "password_version"]);
  expect(updated?.slice(3).sort()).toEqual([...EVERYWHERE, "root=canary-of-an-update"].sort());

  expect([planned, applied, again, await everything()].join("\n")).not.toContain("canary-");
});

test("a write-only value that only the apply opens is neither asked for nor planned before", async () => {
  const { must, json } = bound(
    stage(`
resource "terraform_data" "later" {
  input = "canary"
}
ephemeral "kinds_token" "later" {
  name = terraform_data.later.output
}
resource "kinds_vault" "v" {
  name     = "v"
  password = ephemeral.kinds_token.later.text
  some     = [{ label = "l", value = ephemeral.kinds_token.later.text }]
}`),
  );
  await must("plan", "-out=plan.bin");
  expect(verbs()).toEqual([]);
  const { resource_changes: changes } = await json("show", "-json", "plan.bin");
  const vaulted = changes.find(({ address }: { address: string }) => address === "kinds_vault.v").change;
  expect(vaulted.after).toMatchObject({ password: null, some: [{ label: "l", value: null }] });
  expect(vaulted.after_unknown).toMatchObject({ id: true, some: [{}] });
  await must("apply", "plan.bin");
  expect(verbs()).toEqual([["create", "v", `root=${CANARY}`, `some=${CANARY}`]]);
  expect(await everything()).not.toContain(CANARY);
});

test("an import finds an object without what is write-only, and wants nothing changed for that", async () => {
  const { must, run } = bound(
    stage(`resource "kinds_vault" "v" {
      name     = "v"
      password = "literal"
    }`),
  );
  surroundings().world.put("vault-7", { name: "v" });
  await must("import", "kinds_vault.v", "vault-7");
  expect((await run("plan", "-detailed-exitcode")).status).toBe(0);
  expect(terraform.state).not.toContain("literal");
});

test("what is sensitive is hidden from the person, marked in the JSON, and in no error", async () => {
  const { must, json } = bound(stage(vault(1)));
  const planned = await must("plan", "-no-color", "-out=plan.bin", ...given(PASSWORD));
  expect(planned).toContain("+ hint             = (sensitive value)");
  await must("apply", "-no-color", ...given(PASSWORD), "plan.bin");
  const { values } = await json("show", "-json");
  const [{ values: stored, sensitive_values: marks }] = values.root_module.resources;
  expect(stored).toMatchObject({ hint: HINT, issued: "hello key" });
  expect(marks).toMatchObject({ hint: true, issued: true });
  expect(await must("show", "-no-color")).not.toContain(HINT);

  const wrong = [
    [`"${HINT}"`, '""'],
    ["= var.password", '= ""'],
    ["value = local.secret", 'value = ""'],
  ] as const;
  terraform.configure(wrong.reduce((hcl, [right, other]) => hcl.replace(right, other), vault(1)));
  const errors = await terraform.errorsOf("plan", ...given(PASSWORD));
  expect(errors.map(({ summary, detail, marked }) => [summary, detail, marked])).toEqual([
    ["Invalid password", "It must be a text that is not empty.", '""'],
    // Of an object, Terraform marks the beginning.
    ["Invalid one.value", "It must be a text that is not empty.", "{"],
    ["Invalid hint", "It must be a text that is not empty.", '""'],
  ]);
});

test("a write-only value that is required must not be null", async () => {
  stage(`resource "kinds_vault" "v" {
    name     = "v"
    password = null
  }`);
  expect(await terraform.errorsOf("plan")).toMatchObject([{ summary: "Missing password", marked: "null" }]);
});

/** The methods without what they belong to. */
function bound(of: Stage) {
  return { must: of.must.bind(of), run: of.run.bind(of), json: of.json.bind(of) };
}
