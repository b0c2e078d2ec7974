/** Which Terraform, or OpenTofu, the tests run, and which of them a test is for. */
import { spawnSync } from "node:child_process";
import { findTerraform } from "../../../scripts/find-terraform";

export interface Program {
  readonly path: string;
  readonly product: "terraform" | "tofu";
  readonly version: string;
}

/** The programs that a case or a step is for. */
export interface ProgramGate {
  readonly product?: "terraform" | "tofu";
  /** The lowest version, as `1.12`. A version before a release counts as the release. */
  readonly atLeast?: string;
  /** The lowest version that is too high. */
  readonly below?: string;
}

let found: Program | undefined;

/** The one that HUAWEIECS_TERRAFORM names, else the first on the PATH; asked for its version once. */
export function findProgram(): Program {
  found ??= identify(findTerraform());
  return found;
}

function identify(path: string): Program {
  const { stdout } = spawnSync(path, ["version"], {
    encoding: "utf8",
    env: { ...process.env, CHECKPOINT_DISABLE: "1" },
  });
  const [, product, version] = /^(Terraform|OpenTofu) v(\S+)/.exec(stdout) ?? [];
  if (version === undefined) throw new Error(`${path} does not say which version it is: ${stdout}`);
  return { path, product: product === "OpenTofu" ? "tofu" : "terraform", version };
}

/** Why the program is not one that the gate is for; undefined if it is. */
export function refusal({ product, atLeast, below }: ProgramGate, program: Program): string | undefined {
  const is = `this is ${program.product} ${program.version}`;
  if (product !== undefined && product !== program.product) return `it is for ${product}, and ${is}`;
  if (atLeast !== undefined && compare(program.version, atLeast) < 0) return `it needs ${atLeast} or newer, and ${is}`;
  if (below !== undefined && compare(program.version, below) >= 0)
    return `it is for versions below ${below}, and ${is}`;
  return undefined;
}

function compare(one: string, other: string): number {
  const [left, right] = [one, other].map((version) => version.split("-")[0]?.split(".").map(Number) ?? []);
  for (const index of [0, 1, 2]) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
