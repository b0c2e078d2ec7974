import { decodeMsgpack, encodeMsgpack } from "../../src/plugin/msgpack";
import { isList, isRecord, isUnknown, type Refinement, type Value } from "../../src/terraform";
import { recordedWorkspace } from "./support/recorded";
import { recorded } from "./values/recording";

const HEAD = `terraform {
  required_providers {
    conformance = { source = "example.com/test/conformance" }
  }
}
variable "absent" {
  type    = string
  default = null
}
resource "terraform_data" "later" {}
`;

const workspace = recordedWorkspace();

function write(resources: Readonly<Record<string, string>>, more = ""): void {
  const blocks = Object.entries(resources).map(
    ([name, body]) => `resource "conformance_refined" "${name}" {\n${body}\n}\n`,
  );
  workspace().write(HEAD + blocks.join("") + more);
}

async function destroyAll(): Promise<void> {
  workspace().write(HEAD.replace(/resource.*/, ""));
  await workspace().apply();
}

/** What is known of the unknown values in a value, at any depth. */
function refinements(value: Value): Refinement[] {
  if (isUnknown(value)) return value.refinement === undefined ? [] : [value.refinement];
  if (isList(value)) return value.flatMap(refinements);
  return isRecord(value) ? Object.values(value).flatMap(refinements) : [];
}

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: these are Terraform's templates
const VALUES: Readonly<Record<string, string>> = {
  prefix: 'name = "pre-${terraform_data.later.id}"',
  bounds: 'number = length(toset([terraform_data.later.id, "a"]))',
  elements: 'texts = ["a", terraform_data.later.id, "b-${terraform_data.later.id}"]',
  lengths: "texts = conformance_refined.prefix.parts",
  "typed-unknown": "any = tostring(terraform_data.later.id)",
  "typed-prefix": 'any = "p-${terraform_data.later.id}"',
  "typed-null": "any = var.absent",
  "typed-null-inside": "thing = { any = var.absent, texts = [] }",
  "unknown-inside": 'thing = { any = "p-${terraform_data.later.id}", texts = ["a"] }',
  list: 'any = tolist(["a", "b"])',
  "open-list": 'any = tolist(["a", terraform_data.later.id])',
  "empty-list": "any = tolist([])",
  set: 'any = toset(["b", "a"])',
  map: "any = tomap({ b = 1, a = 2 })",
  "set-inside": 'thing = { any = toset(["b", "a"]), texts = null }',
  nested: 'any = [tomap({ a = 1 }), { "<&>" = [1, null, var.absent], "__proto__" = toset([true]) }]',
  tuple: 'any = ["a", 1, true, null]',
  long: "number = 9007199254740993",
  "longer-than-64-bits": "number = 18446744073709551616",
  digits: `number = ${"1234567890".repeat(10)}`,
  fraction: "number = 0.1000000000000000055511151231257827",
  half: "number = 1.5",
  tenth: "number = 0.1",
  root: "number = pow(2, 0.5)",
};
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: these were Terraform's templates

test("every kind of dynamic value, unknown value and number is planned, applied and then left alone", async () => {
  write(VALUES);
  await workspace().apply();
  expect(await workspace().plannedActions()).toEqual({});
}, 120_000);

test("Terraform says what it knows of unknown values, and it arrives", () => {
  const found = recorded(workspace().directory)
    .filter(({ field }) => field.endsWith(".config"))
    .map(({ type, hex }) => decodeMsgpack(type, Buffer.from(hex, "hex")))
    .flatMap(refinements);
  expect(found).toEqual(
    expect.arrayContaining([
      { notNull: true, prefix: "pre-" },
      { notNull: true, atLeast: 1, atMost: 2 },
      { notNull: true, prefix: "b-" },
      { notNull: true, prefix: "p-" },
      { notNull: true, minLength: 1 },
    ]),
  );
});

// As doubles they could be exact, or rounded from what was meant. Terraform takes the text for the same number.
const DOUBLES: Readonly<Record<string, string>> = {
  cb43f0000000000000: "18446744073709551616",
  cb3ff6a09e667f3bcd: "1.4142135623730951",
};

function asText(hex: string): string {
  return Object.entries(DOUBLES).reduce((written, [double, text]) => {
    const length = (0xa0 | text.length).toString(16);
    return written.replace(double, `${length}${Buffer.from(text).toString("hex")}`);
  }, hex);
}

test("what Terraform sent of them is written as Terraform writes it, but for two doubles that may be rounded", () => {
  const samples = recorded(workspace().directory);
  expect(samples.length).toBeGreaterThan(40);
  expect(samples.filter(({ hex }) => asText(hex) !== hex).length).toBeGreaterThan(1);
  for (const { type, hex } of samples) {
    const value = decodeMsgpack(type, Buffer.from(hex, "hex"));
    expect(encodeMsgpack(type, value).toString("hex")).toBe(asText(hex));
  }
});

test("Terraform computes while it plans with what a provider says of values that are not there yet", async () => {
  const outputs: Readonly<Record<string, string>> = {
    id_is_null: "conformance_refined.one.id == null",
    begins_with_made: 'startswith(conformance_refined.one.handle, "made-")',
    begins_otherwise: 'startswith(conformance_refined.one.handle, "x")',
    is_heavy: "conformance_refined.one.weight > 20",
    has_parts: "length(conformance_refined.one.parts) > 0",
    open_is_null: "conformance_refined.one.open == null",
  };
  const hcl = Object.entries(outputs).map(([name, value]) => `output "${name}" {\n  value = ${value}\n}\n`);
  write({ one: "" }, hcl.join(""));
  const plan = (await workspace().plan()) as {
    output_changes?: Record<string, { after?: unknown; after_unknown: boolean }>;
  };
  const known = Object.entries(plan.output_changes ?? {}).map(([name, { after, after_unknown }]) => [
    name,
    after_unknown ? "unknown" : after,
  ]);
  expect(Object.fromEntries(known)).toEqual({
    id_is_null: false,
    begins_with_made: true,
    begins_otherwise: false,
    is_heavy: false,
    has_parts: true,
    open_is_null: "unknown",
  });
  await workspace().apply();
  await destroyAll();
}, 60_000);

test.each([
  ["wrong prefix", "handle"],
  ["too light", "weight"],
  ["too heavy", "weight"],
  ["too few", "parts"],
  ["too many once", "kinds"],
])(
  "a service whose answer is %j is told so by attribute, and not by Terraform",
  async (name, attribute) => {
    write({ one: `name = "${name}"` });
    const errors = await workspace().errorsOf("apply", "-auto-approve");
    expect(errors.map(({ summary }) => summary)).toEqual(["Invalid result from the provider"]);
    expect(errors[0]?.detail).toContain(`returned an invalid value for "${attribute}"`);
    await destroyAll();
  },
  60_000,
);

test("what is in a set twice counts once", async () => {
  write({ one: 'name = "twice the same"' });
  await workspace().apply();
  expect(workspace().attributes("one")?.kinds).toEqual(["a", "b"]);
  await destroyAll();
}, 60_000);
