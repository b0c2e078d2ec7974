import { spawnSync } from "node:child_process";

const NO_TERRAFORM =
  "Neither terraform nor tofu is on the PATH: install Terraform 1.8 or newer (developer.hashicorp.com/terraform/install) or OpenTofu 1.8 or newer (opentofu.org/docs/intro/install).";

/**
 * The first that there is: the program that HUAWEIECS_TERRAFORM names, `terraform`, `tofu`.
 * Throws an error that says how to get one if there is none.
 */
export function findTerraform(): string {
  const candidates = [process.env.HUAWEIECS_TERRAFORM, "terraform", "tofu"].filter((name) => name !== undefined);
  const found = candidates.find((name) => spawnSync(name, ["version"], { stdio: "ignore" }).status === 0);
  if (found === undefined) throw new Error(NO_TERRAFORM);
  return found;
}
