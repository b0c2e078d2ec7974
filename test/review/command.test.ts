/** `huaweiecs review` as it is shipped, in a process of its own. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { type Run, run } from "../support/process";
import { root } from "../support/terraform";
import { type Entry, type Json, planOf, reportsOf, setting } from "./support/plans";

const huaweiecs = path.join(root, "dist/huaweiecs");

const deleted: Entry = {
  address: "huaweiecs_nic_attachment_setting.nic",
  before: setting(),
  after: setting({ delete_on_termination: true }),
};

const plan = planOf([deleted]);
const { text, markdown } = reportsOf(plan);
const CLOSED = "Gate closed: delete (1 NIC will be deleted with its server from now on).";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "huaweiecs-review-"));
  write("plan.json", plan);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(file: string, content: Json | string): void {
  writeFileSync(path.join(folder, file), typeof content === "string" ? content : JSON.stringify(content));
}

const env = { PATH: process.env.PATH, TERM: "xterm" };

function review(...args: readonly string[]): Promise<Run> {
  return run(huaweiecs, ["review", ...args], { cwd: folder, env });
}

function shell(command: string, more: Record<string, string> = {}): Promise<Run> {
  const script = command.replaceAll("huaweiecs", huaweiecs);
  return run("sh", ["-c", script], { cwd: folder, env: { ...env, ...more } });
}

test("a file is reviewed as text, without colours where there is no terminal", async () => {
  expect(await review("plan.json")).toEqual({ status: 0, stdout: text, stderr: "" });
});

test("the standard input is reviewed", async () => {
  expect(await shell("cat plan.json | huaweiecs review -")).toEqual({ status: 0, stdout: text, stderr: "" });
});

test("Markdown is written where it is asked for", async () => {
  expect(await review("plan.json", "--format", "markdown")).toEqual({ status: 0, stdout: markdown, stderr: "" });
});

test("a file is written, and replaced in the next run", async () => {
  write("review.md", "the last one");
  const ended = await review("plan.json", "--format", "markdown", "--output", "review.md");
  expect(ended).toEqual({ status: 0, stdout: "", stderr: "" });
  expect(readFileSync(path.join(folder, "review.md"), "utf8")).toBe(markdown);
});

test("a gate that closes ends with 2, and the last line says why", async () => {
  const { status, stdout, stderr } = await review("plan.json", "--fail-on", "lost,delete");
  expect({ status, stderr }).toEqual({ status: 2, stderr: "" });
  expect(stdout.endsWith(`\n${CLOSED}\n`)).toBe(true);
});

test.each([
  ["a file", ["--output", "review.txt"]],
  ["Markdown", ["--format", "markdown"]],
])("where the report is %s, the log tells of the gate too", async (_what, args) => {
  const { status, stderr } = await review("plan.json", "--fail-on", "delete", ...args);
  expect({ status, stderr }).toEqual({ status: 2, stderr: `huaweiecs review: ${CLOSED}\n` });
});

test("gates that stay open end with 0", async () => {
  const { status, stdout } = await review("plan.json", "--fail-on", "lost, replace,lost");
  expect(status).toBe(0);
  expect(stdout.endsWith("\nGates open: lost and replace.\n")).toBe(true);
});

test.each<[string, string[], RegExp]>([
  ["a file that is not there", ["none.json"], /^huaweiecs review: Cannot read none\.json: ENOENT: .*\n$/],
  ["a state file", ["terraform.tfstate"], /^huaweiecs review: Cannot review terraform\.tfstate: it is a state file/],
  ["no file at all", [], /^error: missing required argument 'plan'\n$/],
  [
    "a gate that there is not",
    ["plan.json", "--fail-on", "delete,fire"],
    /some of lost, delete, replace, .*, any\.\n$/,
  ],
  ["a format that there is not", ["plan.json", "--format", "html"], /Allowed choices are text, markdown\.\n$/],
  [
    "a file that cannot be written",
    ["plan.json", "--output", "no/such/folder"],
    /^huaweiecs review: Cannot write no\//,
  ],
])("%s ends with 1 and a line that says so", async (_what, args, message) => {
  write("terraform.tfstate", { version: 4, serial: 1, lineage: "x", resources: [] });
  const { status, stdout, stderr } = await review(...args);
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(message);
});

test("an empty pipe ends with 1 and points to the command before it", async () => {
  const { status, stderr } = await shell("false | huaweiecs review - --output review.md");
  expect(status).toBe(1);
  expect(stderr).toMatch(
    /^huaweiecs review: Cannot review what comes in: it is empty\. .* the command before it has failed/,
  );
  expect(existsSync(path.join(folder, "review.md"))).toBe(false);
});

test("whoever stops reading early gets no error, and the gate is still closed", async () => {
  const many = Array.from({ length: 5_000 }, (_, index) => ({ ...deleted, address: `${deleted.address}[${index}]` }));
  write("many.json", planOf(many));
  const { stdout, stderr } = await shell("(huaweiecs review many.json --fail-on delete; echo $? > status) | head -1");
  expect({ stdout, stderr }).toEqual({
    stdout: "5,000 NICs will be deleted with their servers from now on.\n",
    stderr: "",
  });
  expect(readFileSync(path.join(folder, "status"), "utf8")).toBe("2\n");
});

describe("on a terminal", () => {
  /** What it prints there; `script` is what makes one. */
  async function onTerminal(args: string, more: Record<string, string> = {}): Promise<string> {
    const { stdout } = await shell(`script -qec "huaweiecs review plan.json ${args}" /dev/null < /dev/null`, more);
    return stdout.replaceAll("\r\n", "\n");
  }

  test("there are colours, and the text is the same", async () => {
    const shown = await onTerminal("");
    expect(shown).toContain("\u001b[31mDeleted with their server from now on: 1 NIC\u001b[0m\n");
    expect(stripVTControlCharacters(shown)).toBe(text);
  });

  test.each([
    ["--no-color", "--no-color", {}],
    ["NO_COLOR", "", { NO_COLOR: "1" }],
    ["a terminal that knows none", "", { TERM: "dumb" }],
  ])("there are none with %s", async (_what, args, more) => {
    expect(await onTerminal(args, more)).toBe(text);
  });

  test("Markdown has no colours", async () => {
    expect(await onTerminal("--format markdown")).toBe(markdown);
  });

  test("that nothing is piped in is said instead of waiting for it", async () => {
    const { stdout } = await shell('script -qec "huaweiecs review -" /dev/null');
    expect(stdout).toContain("Cannot review what comes in: nothing is piped in.");
  });
});

test("the help names every gate and format, and fits a terminal", async () => {
  const { status, stdout } = await review("--help");
  expect(status).toBe(0);
  for (const gate of ["lost", "delete", "replace", "address", "drift", "unknown", "any"]) {
    expect(stdout).toMatch(new RegExp(`^ {2}${gate} {2,}\\S`, "m"));
  }
  expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
});

test("the guide has every gate and option that the help has", async () => {
  const { stdout } = await review("--help");
  const guide = readFileSync(path.join(root, "docs/guides/plan-review.md"), "utf8");
  const [, gates = ""] = /\| gate \|[^\n]*\n([\s\S]*?)\n\n/.exec(guide) ?? [];
  const [, options = ""] = /\| option \|[^\n]*\n([\s\S]*?)\n\n/.exec(guide) ?? [];
  const [, listed = ""] = /Gates, which([\s\S]*?)\n\n/.exec(stdout) ?? [];
  const names = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name);
  expect(names(gates, /^\| `(\w+)` \|/gm)).toEqual(names(listed, /^ {2}(\w+) /gm));
  expect(names(options, /^\| `(--[\w-]+)/gm)).toEqual(names(stdout, /^ {2}(--[\w-]+)/gm));
});
