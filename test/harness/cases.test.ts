import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { startEmulator } from "../../src/emulator";
import {
  acceptance,
  ExactNumber,
  expectAction,
  expectOutput,
  expectValue,
  filesIn,
  findProgram,
  huaweiecs,
  known,
  type State,
} from "../support/acceptance";
import { providerHcl } from "../support/terraform";
import { failureOf } from "./support/failure-of";

const ONE = "terraform_data.one";
const where = 'output "folder" {\n  value = abspath(path.root)\n}\n';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "harness-test-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

function script(text: string): string {
  const file = path.join(folder, "terraform-provider-scripted");
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
  return file;
}

function folderIn(state: State): string {
  return String(state.values?.outputs?.folder?.value);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test.each(["", "no such thing"])(
  "nothing stays behind, neither folder nor provider, when a case ends well or not",
  async (problem) => {
    const emulator = await startEmulator();
    const pidFile = path.join(folder, "pid");
    const program = script(`echo $$ > ${pidFile}\nexec ${huaweiecs.program} "$@"`);
    let used = "";
    const check = (state: State) => {
      used = path.dirname(folderIn(state));
      return problem === "" ? undefined : problem;
    };
    const definition = {
      provider: { ...huaweiecs, program },
      shared: providerHcl(emulator.url),
      env: emulator.env(),
      steps: [
        {
          config: `${where}
resource "huaweiecs_nic_attachment_setting" "nic" {
  server_id             = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21"
  port_id               = "c5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057"
  delete_on_termination = true
}`,
          after: () => expect(isRunning(Number(readFileSync(pidFile, "utf8")))).toBe(true),
          state: [check],
        },
      ],
      checkDestroy: () => expect(emulator.requests.filter(({ method }) => method === "PUT")).toHaveLength(2),
    };
    try {
      if (problem === "") await acceptance(definition);
      else expect(await failureOf(definition)).toContain(problem);
      expect(path.basename(used)).toMatch(/^huaweiecs-acceptance-/);
      expect(existsSync(used)).toBe(false);
      expect(isRunning(Number(readFileSync(pidFile, "utf8")))).toBe(false);
      const [nic] = emulator.requests.filter(({ method }) => method === "PUT").slice(-1);
      expect(nic).toBeDefined();
    } finally {
      await emulator.stop();
    }
  },
);

test("HUAWEIECS_KEEP keeps the folder and tells where it is", async () => {
  const told: string[] = [];
  const stderr = jest.spyOn(process.stderr, "write").mockImplementation((text) => told.push(String(text)) > 0);
  process.env.HUAWEIECS_KEEP = "1";
  try {
    await acceptance({ provider: [], steps: [{ config: where }] });
  } finally {
    delete process.env.HUAWEIECS_KEEP;
    stderr.mockRestore();
  }
  const kept = /^Kept: (\S+)\n$/.exec(told.join(""))?.[1] ?? "";
  expect(existsSync(path.join(kept, "work", "main.tf"))).toBe(true);
  rmSync(kept, { recursive: true });
});

test("cases run beside each other in folders of their own", async () => {
  const folders: string[] = [];
  const one = () =>
    acceptance({
      provider: [],
      steps: [
        {
          config: where,
          state: [
            (state) => {
              folders.push(folderIn(state));
            },
          ],
        },
      ],
    });
  await Promise.all([one(), one(), one()]);
  expect(new Set(folders).size).toBe(3);
});

test("a provider that does not serve is named, with what it said", async () => {
  const address = "example.com/test/scripted";
  const provider = { program: script("echo no socket for you >&2; exit 3"), address };
  expect(await failureOf({ provider, steps: [{ config: "" }] })).toBe(
    `${provider.program} --debug does not serve: it has ended with 3.\nno socket for you`,
  );
  expect(await failureOf({ provider: { program: "/nowhere", address }, steps: [{ config: "" }] })).toContain(
    "/nowhere --debug does not serve: spawn /nowhere ENOENT",
  );
});

test("a provider that ends before its time is part of the failure, with what it said last", async () => {
  const address = "example.com/test/scripted";
  const socket = JSON.stringify({ Network: "unix", String: path.join(folder, "s") });
  const reattach = `{"${address}":{"Protocol":"grpc","ProtocolVersion":6,"Pid":'$$',"Test":true,"Addr":${socket}}}`;
  const program = script(`echo "TF_REATTACH_PROVIDERS='"'${reattach}'"'"\nsleep 0.5\necho oh no >&2\nexit 4`);
  const text = await failureOf({
    provider: { program, address },
    steps: [
      {
        config: 'resource "scripted_thing" "one" {}',
        before: () => new Promise((resolve) => setTimeout(resolve, 900)),
      },
    ],
  });
  expect(text).toContain("Step 1 of 1, apply, failed: terraform plan");
  expect(text).toContain(`The provider ${program} has ended with 4. It said last:\noh no`);
});

test("variables of any kind arrive as they are, and steps add to them", async () => {
  const every = {
    text: `ä " \${not a template}`,
    large: 12345678901234567890n,
    precise: new ExactNumber("0.1000000000000000055511151231257827"),
    list: [1, "a", null, true],
    nested: { a: { b: [1.5] } },
  };
  const names = [...Object.keys(every), "more"];
  const config = names
    .map((name) => `variable "${name}" {\n  default = null\n}\noutput "${name}" {\n  value = var.${name}\n}`)
    .join("\n");
  const unchanged = Object.entries(every).map(([name, value]) => expectOutput(name, value));
  await acceptance({
    provider: [],
    variables: every,
    steps: [
      {
        config,
        state: [...unchanged, expectOutput("nested", known.number("1.50"), "a.b[0]")],
      },
      { variables: { more: "x" }, state: [...unchanged, expectOutput("more", "x")] },
    ],
  });
});

test("a configuration may be JSON, several files, or a folder with modules", async () => {
  mkdirSync(path.join(folder, "inner"));
  writeFileSync(path.join(folder, "main.tf"), 'module "m" {\n  source = "./inner"\n}\n');
  writeFileSync(path.join(folder, "inner/main.tf"), 'resource "terraform_data" "one" {\n  input = "deep"\n}\n');
  await acceptance({
    provider: [],
    init: true,
    steps: [
      {
        config: { resource: { terraform_data: { one: { input: "json" } } } },
        state: [expectValue(ONE, "input", "json")],
      },
      {
        files: {
          "a.tf": 'resource "terraform_data" "one" {\n  input = local.text\n}',
          "b.tf.json": { locals: { text: "files" } },
        },
        state: [expectValue(ONE, "input", "files")],
      },
      {
        files: filesIn(folder),
        plan: [expectAction(ONE, "delete")],
        state: [expectValue(`module.m.${ONE}`, "input", "deep")],
      },
    ],
  });
});

test("steps and cases are left out as they say, and that is told", async () => {
  const { product, version } = findProgram();
  const told: string[] = [];
  const report = (line: string) => told.push(line);
  const config = `resource "terraform_data" "one" {}`;
  await acceptance({
    provider: [],
    report,
    steps: [
      { config },
      { name: "later", config: "nonsense", program: { atLeast: "99" } },
      { config: "nonsense", skipIf: () => "there is no network" },
      { config: "nonsense", skipIf: () => true },
      { planOnly: true, skipIf: () => false, program: { atLeast: "1.0", below: "99", product } },
    ],
  });
  const steps = [{ config: "nonsense" }];
  await acceptance({ provider: [], report, steps, program: { below: "1.0" } });
  await acceptance({ provider: [], report, steps, program: { product: product === "tofu" ? "terraform" : "tofu" } });
  expect(told).toEqual([
    `Step 2 of 5, "later", left out: it needs 99 or newer, and this is ${product} ${version}.`,
    "Step 3 of 5, apply, left out: there is no network.",
    "Step 4 of 5, apply, left out: skipIf says so.",
    `Case left out: it is for versions below 1.0, and this is ${product} ${version}.`,
    `Case left out: it is for ${product === "tofu" ? "terraform" : "tofu"}, and this is ${product} ${version}.`,
  ]);
});
