import { access, chmod, copyFile, mkdir, rename, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Command } from "commander";
import { version } from "../../package.json";

/** The registries whose names "huaweiecs/huaweiecs" stands for, in Terraform and in OpenTofu. */
const REGISTRIES = ["registry.terraform.io", "registry.opentofu.org"];

const EXECUTABLE = "terraform-provider-huaweiecs";

/** `huaweiecs install`: puts the provider where `terraform init` and `tofu init` find it. */
export function installCommand(): Command {
  return new Command("install")
    .description("Put the provider where `terraform init` and `tofu init` find it.")
    .option("--into <directory>", "a filesystem mirror to install into", impliedMirror())
    .action(async ({ into }: { into?: string }, command: Command) => {
      if (into === undefined) {
        command.error("huaweiecs install: HOME names no folder to install into. Set it, or say where with --into.");
      }
      const mirror = path.resolve(into);
      try {
        for (const file of await install(mirror)) console.log(file);
        console.log(advice(into === impliedMirror() ? undefined : mirror));
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        command.error(
          `huaweiecs install: Cannot install into ${mirror}: ${reason}. Choose another folder with --into.`,
        );
      }
    });
}

async function install(mirror: string): Promise<string[]> {
  if (process.platform === "win32") {
    throw new Error("Terraform on Windows starts .exe files only, and this package has none yet. Use WSL.");
  }
  const source = path.join(__dirname, EXECUTABLE);
  await access(source).catch(() => {
    throw new Error(`${source} is missing. Run \`npm run build\` first.`);
  });
  const platform = `${process.platform}_${goArchitecture(process.arch)}`;
  return Promise.all(
    REGISTRIES.map(async (registry) => {
      const folder = path.join(mirror, registry, "huaweiecs/huaweiecs", version, platform);
      const target = path.join(folder, `${EXECUTABLE}_v${version}`);
      await mkdir(folder, { recursive: true });
      await replaceFile(source, target);
      return target;
    }),
  );
}

/** In one step, for Terraform may be starting the old file at this moment. */
async function replaceFile(source: string, target: string): Promise<void> {
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    await copyFile(source, temporary);
    await chmod(temporary, 0o755);
    await rename(temporary, target);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** The folder that Terraform and OpenTofu search without being told; undefined for a user without a home. */
function impliedMirror(): string | undefined {
  const home = os.homedir();
  return path.isAbsolute(home) ? path.join(home, ".terraform.d/plugins") : undefined;
}

function goArchitecture(architecture: string): string {
  return { x64: "amd64", ia32: "386" }[architecture] ?? architecture;
}

function advice(mirror: string | undefined): string {
  const configuration =
    mirror === undefined
      ? ""
      : `
Tell Terraform of this mirror in the file that TF_CLI_CONFIG_FILE names (~/.terraformrc by default):

  provider_installation {
    filesystem_mirror {
      path    = ${JSON.stringify(mirror)}
      include = ["huaweiecs/huaweiecs"]
    }
    direct {
      exclude = ["huaweiecs/huaweiecs"]
    }
  }
`;
  return `${configuration}
Name the provider in a configuration, then run \`terraform init\`:

  terraform {
    required_providers {
      huaweiecs = {
        source  = "huaweiecs/huaweiecs"
        version = "~> ${version.split(".").slice(0, 2).join(".")}"
      }
    }
  }

If init says that the package does not match its checksums, another build of the same
version was used before: remove .terraform.lock.hcl and run init again.`;
}
