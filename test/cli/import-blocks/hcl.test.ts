import fc from "fast-check";
import type { Adoption } from "../../../src/cli/import-blocks/adoptions";
import { hclString, writeHcl } from "../../../src/cli/import-blocks/hcl";
import { Workspace } from "../../support/terraform";

let workspace: Workspace;

beforeEach(() => {
  workspace = new Workspace();
});

afterEach(() => workspace.remove());

test("Terraform reads each string as the text that it stands for", async () => {
  const parts = fc.constantFrom(
    "${",
    "%{",
    "$",
    "%",
    "{",
    "}",
    '"',
    "\\",
    "\n",
    "\r",
    "\t",
    "\0",
    "\u2028",
    "数",
    "🚀",
    "a",
  );
  const texts = fc.sample(fc.string({ unit: parts, maxLength: 12 }), { numRuns: 300, seed: 7 });
  workspace.write(
    `output "texts" {\n  value = [\n${texts.map((text) => `    ${hclString(text)},\n`).join("")}  ]\n}\n`,
  );
  await workspace.apply();
  const { texts: output } = JSON.parse(await workspace.must("output", "-json"));
  expect(output.value).toEqual(texts);
});

test("terraform fmt leaves every mixture of arguments as it is", async () => {
  const values = [
    { server_id: "a" },
    { server_id: "a", delete_on_termination: true, region: "cn-north-4" },
    { server_id: "a", delete_on_termination: true, overrides: { b: true } },
    { server_id: "a", delete_on_termination: true, region: "cn-north-4", overrides: { b: true, longer: false } },
  ];
  const adoptions = values.map((given, index): Adoption => {
    return { label: `one_${index}`, importId: "a/b", comment: "web-1: 10.0.0.1", arguments: given };
  });
  workspace.write(writeHcl("policy", adoptions, "What this is."));
  expect(await workspace.run(["fmt", "-check", "-diff"])).toEqual({ status: 0, stdout: "", stderr: "" });
});
