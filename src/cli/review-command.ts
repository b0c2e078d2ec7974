import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { Command, InvalidArgumentError, Option } from "commander";
import {
  GATES,
  type Gate,
  gateText,
  NotAPlanError,
  type Paint,
  parsePlan,
  passGates,
  reviewPlan,
  type Tone,
  writeMarkdown,
  writeText,
} from "../review";
import { OutputError, writeOutput } from "./import-blocks/output";

interface ReviewArguments {
  readonly format: keyof typeof FORMATS;
  readonly failOn?: readonly Gate[];
  readonly output?: string;
  readonly color: boolean;
}

const FORMATS: Readonly<Record<"text" | "markdown", typeof writeText>> = { text: writeText, markdown: writeMarkdown };

/** A gate that closes is no failure of this program, and no success either. */
const CLOSED = 2;

const AFTER_HELP = `
Gates, which --fail-on takes separated by commas:
  lost      the plan itself deletes a NIC's port, with its IP and MAC address
  delete    the same, or a NIC will be deleted with its server from now on
  replace   a resource about NICs, or a server, is replaced
  address   a NIC gets another address
  drift     something was changed behind Terraform's back
  unknown   what becomes of a NIC cannot be told before the apply
  any       anything is found at all

Ends with 0 when all is well, 2 when a gate is closed, which the last line
explains, and 1 when the plan cannot be read.

Examples:
  On a terminal:
    $ terraform plan -out=plan.bin
    $ terraform show -json plan.bin | huaweiecs review -

  As a comment of a pull request, and a gate:
    $ terraform show -json plan.bin > plan.json
    $ huaweiecs review plan.json --format markdown --output review.md \\
        --fail-on delete,unknown
    $ gh pr comment --body-file review.md`;

/** `huaweiecs review`: tells a reviewer what a plan does to NICs. */
export function reviewCommand(): Command {
  return new Command("review")
    .summary("Tell a reviewer what a plan does to NICs.")
    .description(
      "Tell a reviewer what a plan does to NICs: which are lost, which will be deleted\nwith their servers or kept, what is replaced, and what was changed behind\nTerraform's back. It reads the plan and nothing else.",
    )
    .argument("<plan>", "what `terraform show -json plan.bin` writes; - for the standard input")
    .addOption(new Option("--format <format>", "what to write").choices(Object.keys(FORMATS)).default("text"))
    .addOption(new Option("--fail-on <gates>", "end with 2 if one of these is found").argParser(gates))
    .option("--output <file>", "write to a file, and not to the standard output; one that is there is replaced")
    .option("--no-color", "no colours; they are for terminals only, and not where NO_COLOR is set")
    .addHelpText("after", AFTER_HELP)
    .action(async (plan: string, given: ReviewArguments, command: Command) => {
      try {
        await run(plan, given);
      } catch (error) {
        if (error instanceof OutputError) command.error(`huaweiecs review: ${error.message}`);
        const what = plan === "-" ? "what comes in" : plan;
        if (error instanceof NotAPlanError) command.error(`huaweiecs review: Cannot review ${what}: ${error.message}`);
        if (!isSystemError(error)) throw error;
        command.error(`huaweiecs review: Cannot read ${what}: ${error.message}.`);
      }
    });
}

async function run(plan: string, { format, failOn, output, color }: ReviewArguments): Promise<void> {
  const review = reviewPlan(parsePlan(plan === "-" ? await standardInput() : await readFile(plan)));
  const gate = failOn && passGates(review, failOn);
  const isOnTerminal = output === undefined && process.stdout.isTTY;
  const paint = color && isOnTerminal && !process.env.NO_COLOR && process.env.TERM !== "dumb" ? painted : undefined;
  await writeOutput(FORMATS[format](review, gate, paint), { file: output, force: true });
  if (gate === undefined) return;
  // Where the report goes to a comment, the log of the job must tell why it failed.
  if (output !== undefined || format === "markdown") console.error(`huaweiecs review: ${gateText(gate)}`);
  if (gate.isClosed) process.exitCode = CLOSED;
}

async function standardInput(): Promise<Uint8Array> {
  if (process.stdin.isTTY) {
    throw new NotAPlanError("nothing is piped in. Use `terraform show -json plan.bin | huaweiecs review -`.");
  }
  return buffer(process.stdin);
}

function gates(text: string): readonly Gate[] {
  const named = text.split(",").map((name) => {
    const gate = GATES.find((each) => each === name.trim());
    if (gate === undefined) throw new InvalidArgumentError(`It must be some of ${GATES.join(", ")}.`);
    return gate;
  });
  return [...new Set(named)];
}

const CODES: Readonly<Record<Tone, number>> = { danger: 31, warning: 33, good: 32, strong: 1, faint: 2 };

const painted: Paint = (tone, text) => `\u001b[${CODES[tone]}m${text}\u001b[0m`;

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error;
}
