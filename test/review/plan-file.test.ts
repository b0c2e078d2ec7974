import { gzipSync } from "node:zlib";
import { NotAPlanError, parsePlan } from "../../src/review";
import { planOf } from "./support/plans";

const plan = planOf([]);
const text = JSON.stringify(plan);

function utf16(littleEndian: boolean): Buffer {
  const bytes = Buffer.from(`\ufeff${text}`, "utf16le");
  return littleEndian ? bytes : bytes.swap16();
}

test.each<[string, Buffer]>([
  ["in UTF-8", Buffer.from(text)],
  ["in UTF-8 with a byte order mark", Buffer.from(`\ufeff${text}`)],
  ["in UTF-16, as PowerShell 5 redirects", utf16(true)],
  ["in UTF-16, the other way round", utf16(false)],
  ["with line breaks", Buffer.from(JSON.stringify(plan, null, 2))],
])("a plan is read %s", (_how, bytes) => {
  expect(parsePlan(bytes)).toEqual(plan);
});

test.each([
  ["Terraform 1.8", { format_version: "1.2", planned_values: {} }],
  ["Terraform 1.14", { format_version: "1.2", planned_values: {}, action_invocations: [] }],
  ["OpenTofu", { format_version: "1.2", planned_values: {}, errored: false }],
  ["a later minor version", { format_version: "1.17", resource_changes: [] }],
])("a plan of %s is read", (_whose, document) => {
  expect(parsePlan(Buffer.from(JSON.stringify(document)))).toEqual(document);
});

const json = (document: unknown) => Buffer.from(JSON.stringify(document));
const event = JSON.stringify({ "@level": "info", "@message": "Terraform 1.14.0", "@module": "terraform.ui" });

test.each<[string, Buffer, RegExp]>([
  ["nothing", Buffer.from(" \n"), /^it is empty\. .* the command before it has failed/],
  ["a plan file as Terraform saves it", Buffer.from("PK\u0003\u0004rest"), /binary form.*`terraform show -json FILE/],
  ["a compressed plan", gzipSync(text), /gunzip -c FILE \| huaweiecs review -/],
  ["a plan for the eye", Buffer.from("Terraform will perform the following actions:\n"), /for the eye\. Add -json/],
  [
    "what says that there is nothing to do",
    Buffer.from("\u001b[1mNo changes.\u001b[0m Your"),
    /for the eye\. Add -json/,
  ],
  ["some text", Buffer.from("hello"), /^it is no JSON\. Write the plan with `terraform plan -out=plan\.bin`/],
  [
    "the log of plan -json",
    Buffer.from(`${event}\n${event}\n`),
    /what `terraform plan -json` prints .* a line for each/,
  ],
  ["one line of that log", Buffer.from(event), /what `terraform plan -json` prints/],
  ["several plans", Buffer.from(`${text}\n${text}`), /several JSON documents/],
  ["a plan that was cut off", Buffer.from(text.slice(0, -9)), /^it is no JSON from .* on\. It may have been cut off/],
  ["a state file", json({ version: 4, serial: 1, lineage: "x", resources: [] }), /it is a state file, and no plan/],
  ["a state as JSON", json({ format_version: "1.0", values: {} }), /of a state\. Name the plan too/],
  ["a schema", json({ format_version: "1.0", provider_schemas: {} }), /a schema of providers/],
  [
    "the result of validate",
    json({ format_version: "1.0", valid: true, diagnostics: [] }),
    /`terraform validate -json`/,
  ],
  ["an encrypted plan of OpenTofu", json({ meta: {}, encrypted_data: "x" }), /encrypted by OpenTofu.*`tofu show -json/],
  [
    "a plan of a later format",
    json({ ...plan, format_version: "2.0" }),
    /format_version is "2\.0", and 1\.x is understood/,
  ],
  ["a plan of Terraform 1.0", json({ ...plan, format_version: "0.2" }), /before 1\.1\. .*1\.8 and newer/],
  ["other JSON", json({ a: 1 }), /^it is JSON, and no plan\./],
  ["other JSON with a version", json({ format_version: "1.0" }), /^it is JSON, and no plan\./],
  ["a list", json([plan]), /^it is JSON, and no plan\./],
  ["null", json(null), /^it is JSON, and no plan\./],
])("%s is told apart from a plan, with what to do", (_what, bytes, message) => {
  expect(() => parsePlan(bytes)).toThrow(NotAPlanError);
  expect(() => parsePlan(bytes)).toThrow(message);
});

test("what is wrong with a document is told without a word of it", () => {
  const cut = Buffer.from('{"format_version":"1.2","variables":{"password":{"value":"hunter2 secret" oops');
  expect(() => parsePlan(cut)).not.toThrow(/hunter2|oops|password/);
  expect(() => parsePlan(cut)).toThrow(NotAPlanError);
});
