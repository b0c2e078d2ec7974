/** Telling the JSON of a plan from all else that is at hand when one is asked for. */
import { isObject, type JsonObject, listOf, property, textOf } from "./json";

/** What was given is no plan that can be reviewed; the message says what it is, and what to do. */
export class NotAPlanError extends Error {}

const HOW = "Write the plan with `terraform plan -out=plan.bin`, then `terraform show -json plan.bin > plan.json`.";

/**
 * The document that `terraform show -json` or `tofu show -json` writes of a plan.
 * @param bytes as they are in the file, in UTF-8, or in UTF-16 as older PowerShells redirect
 * @throws {NotAPlanError} if it is anything else
 */
export function parsePlan(bytes: Uint8Array): JsonObject {
  const text = decode(bytes);
  if (text.trim() === "") {
    throw new NotAPlanError(
      "it is empty. Where it comes through a pipe, the command before it has failed: see what that says.",
    );
  }
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new NotAPlanError(describeText(text, error));
  }
  const problem = describeDocument(document);
  if (problem !== undefined || !isObject(document)) throw new NotAPlanError(problem ?? noPlan());
  return document;
}

function decode(bytes: Uint8Array): string {
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) {
    throw new NotAPlanError(
      "it is a plan as Terraform saves it, in its own binary form. Turn it into JSON with `terraform show -json FILE > plan.json`, in the folder in which it was made.",
    );
  }
  if (startsWith(bytes, [0x1f, 0x8b])) {
    throw new NotAPlanError("it is compressed with gzip. Pipe it in with `gunzip -c FILE | huaweiecs review -`.");
  }
  const encoding = startsWith(bytes, [0xff, 0xfe])
    ? "utf-16le"
    : startsWith(bytes, [0xfe, 0xff])
      ? "utf-16be"
      : "utf-8";
  return new TextDecoder(encoding).decode(bytes);
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}

function describeText(text: string, error: unknown): string {
  if (text.trimStart().startsWith("{")) {
    const [first = "", second = ""] = text.trimStart().split("\n", 2);
    if (isLogLine(first)) return describeLog();
    if (second.startsWith("{")) return `it holds several JSON documents. ${HOW}`;
    // The rest of the message quotes the document, in which there may be secrets.
    const [position = "its end"] = /position \d+/.exec(error instanceof Error ? error.message : "") ?? [];
    return `it is no JSON from ${position} on. It may have been cut off: write it anew with \`terraform show -json plan.bin > plan.json\`.`;
  }
  if (/Terraform will perform|OpenTofu will perform|No changes\.|resource actions are indicated/i.test(text)) {
    return "it is a plan for the eye. Add -json: `terraform show -json plan.bin > plan.json`.";
  }
  return `it is no JSON. ${HOW}`;
}

function isLogLine(line: string): boolean {
  try {
    return textOf(property(JSON.parse(line), "@level")) !== undefined;
  } catch {
    return false;
  }
}

function describeLog(): string {
  return `it is what \`terraform plan -json\` prints while it works, a line for each event. ${HOW}`;
}

function describeDocument(document: unknown): string | undefined {
  const has = (name: string) => property(document, name) !== undefined;
  if (has("@level")) return describeLog();
  if (has("encrypted_data")) {
    return "it is encrypted by OpenTofu. Turn it into JSON with `tofu show -json FILE > plan.json`, where its key is at hand.";
  }
  if (has("lineage") || (has("serial") && has("terraform_version"))) return `it is a state file, and no plan. ${HOW}`;
  if (has("provider_schemas")) return `it is a schema of providers, and no plan. ${HOW}`;
  const version = textOf(property(document, "format_version"));
  if (version === undefined) return noPlan();
  if (has("values") && !has("planned_values") && !has("resource_changes")) {
    return `it is \`terraform show -json\` of a state. Name the plan too: \`terraform show -json plan.bin > plan.json\`.`;
  }
  if (has("diagnostics") && has("valid")) return `it is what \`terraform validate -json\` prints. ${HOW}`;
  if (!/^1\.\d+$/.test(version)) return describeVersion(version);
  return isPlan(document) ? undefined : noPlan();
}

function describeVersion(version: string): string {
  const shown = JSON.stringify(version.slice(0, 20));
  return version.startsWith("0.")
    ? `its format_version is ${shown}, of a Terraform before 1.1. Plans of Terraform and OpenTofu 1.8 and newer are understood.`
    : `its format_version is ${shown}, and 1.x is understood. Look for a newer huaweiecs.`;
}

function noPlan(): string {
  return `it is JSON, and no plan. ${HOW}`;
}

/** An empty plan has neither changes nor values. */
function isPlan(document: unknown): boolean {
  const parts = ["planned_values", "resource_changes", "configuration", "prior_state", "resource_drift", "errored"];
  return (
    parts.some((part) => property(document, part) !== undefined) || listOf(property(document, "checks")).length > 0
  );
}
