import { Command, InvalidArgumentError, Option } from "commander";
import type { ExistingServer } from "../provider/existing-nics";
import { adopt, counted, nameOf, RESOURCES, type Resource } from "./import-blocks/adoptions";
import { writeCdktf } from "./import-blocks/cdktf";
import { writeHcl } from "./import-blocks/hcl";
import { spellForConstructs, spellForHcl } from "./import-blocks/labels";
import { OutputError, requireFree, writeOutput } from "./import-blocks/output";
import { progressOn } from "./import-blocks/progress";

interface ImportArguments {
  server?: string[];
  all?: boolean;
  name?: string;
  tag?: Record<string, string>;
  resource: Resource;
  format: keyof typeof FORMATS;
  includePrimary?: boolean;
  region?: string;
  endpoint?: Record<string, string>;
  output?: string;
  force?: boolean;
}

/** What the provider checks of a server's id and of a part of its name. */
type Checks = Pick<typeof import("../provider/existing-nics"), "isServerId" | "isPartOfName">;

const FORMATS = {
  hcl: { write: writeHcl, spell: spellForHcl, note: "Once applied, the import blocks may go." },
  cdktf: { write: writeCdktf, spell: spellForConstructs, note: "Once deployed, each importFrom may go." },
};

const SERVICES: readonly string[] = ["ecs", "vpc", "iam", "sts"];

const AFTER_HELP = `
Signs in as the provider does: by HW_REGION_NAME, HW_ACCESS_KEY, HW_SECRET_KEY
and the like, by a profile of KooCLI, or by the metadata service of an ECS.
It reads only; nothing in the cloud is changed.

Examples:
  Every NIC of the web servers, for Terraform:
    $ huaweiecs import-blocks --all --name web- --output nics.tf
    $ terraform plan

  One policy for all NICs of a server, for CDKTF:
    $ huaweiecs import-blocks --server 8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21 \\
        --resource policy --format cdktf --output import-nics.ts`;

/** `huaweiecs import-blocks`: writes the configuration that adopts NICs as they are. */
export function importBlocksCommand(): Command {
  const option = (flags: string, description: string) => new Option(flags, description);
  return new Command("import-blocks")
    .summary("Write import blocks and configuration for existing NICs.")
    .description(
      "Write import blocks and configuration for existing NICs. One apply then\nadopts them all, and changes nothing.",
    )
    .addOption(option("--server <id>", "adopt the NICs of this server; repeatable").argParser(another))
    .addOption(option("--all", "adopt the NICs of all servers of the project").conflicts("server"))
    .option("--name <part>", "with --all: only servers with this in their names; . stands for any character")
    .addOption(option("--tag <key[=value]>", "with --all: only servers with this tag; repeatable").argParser(tag))
    .addOption(
      option("--resource <kind>", "what adopts them: a setting or an attachment each, or a policy for each server")
        .choices(RESOURCES)
        .default("setting" satisfies Resource),
    )
    .addOption(option("--format <language>", "what to write").choices(Object.keys(FORMATS)).default("hcl"))
    .option("--include-primary", "adopt primary NICs too, as settings and policies do by default")
    .option("--no-include-primary", "leave out primary NICs, which cannot be detached: the default for attachments")
    .option("--region <region>", "the servers' region, if it is not the provider's")
    .addOption(option("--endpoint <service=url>", "base URL of ecs, vpc, iam or sts; repeatable").argParser(endpoint))
    .option("--output <file>", "write to a file, and not to the standard output")
    .option("--force", "overwrite the file")
    .addHelpText("after", AFTER_HELP)
    .action(async (given: ImportArguments, command: Command) => {
      const { paragraphOn, ...checks } = await import("../provider/existing-nics");
      const misuse = misuseOf(given, checks);
      if (misuse !== undefined) command.error(`error: ${misuse}`);
      try {
        await run(given);
      } catch (error) {
        const text = error instanceof OutputError ? error.message : paragraphOn(error);
        if (text === undefined) throw error;
        command.error(`huaweiecs import-blocks: ${text}`);
      }
    });
}

async function run(given: ImportArguments): Promise<void> {
  const { resource, output: file, force = false, region, endpoint: endpoints = {} } = given;
  const output = { file, force };
  requireFree(output);
  const { openExistingNics } = await import("../provider/existing-nics");
  const { openLog } = await import("./import-blocks/log");
  const existing = await openExistingNics({ region, endpoints, log: openLog(process.env) });
  const progress = progressOn(process.stderr);
  const found = await existing
    .servers(given.all ? { name: given.name ?? null, tags: given.tag ?? null } : { ids: given.server ?? [] }, {
      withSourceDestCheck: resource === "attachment",
      onProgress: progress.update,
    })
    .finally(() => {
      progress.end();
      existing.close();
    });

  const includePrimary = given.includePrimary ?? resource !== "attachment";
  const servers = includePrimary ? found : withoutPrimary(found);
  if (!includePrimary) warnOfUnknown(servers);
  if (servers.length === 0) {
    const what = found.length === 0 ? "No NIC was found" : "Only primary NICs were found, which are left out,";
    console.error(`${what} in ${existing.region}: nothing is written.`);
    return;
  }
  const { write, spell, note } = FORMATS[given.format];
  const what = `${counted(servers.flatMap(({ nics }) => nics).length, "NIC")} of ${counted(servers.length, "server")}`;
  const heading = `${what} in ${existing.region}, as huaweiecs import-blocks found them. ${note}`;
  const namedRegion = existing.isRegionOfProvider ? undefined : existing.region;
  await writeOutput(write(resource, adopt(servers, { resource, region: namedRegion, spell }), heading), output);
  if (file !== undefined) console.error(`${what}: written to ${file}. Nothing is adopted until it is applied.`);
}

function warnOfUnknown(servers: readonly ExistingServer[]): void {
  const unclear = servers.filter(({ nics }) => nics.some(({ isPrimary }) => isPrimary === undefined));
  for (const server of unclear) {
    const what = `which NIC of ${nameOf(server)} (${server.id}) is the primary one`;
    console.error(`Warning: the cloud does not say ${what}. All are written.`);
  }
}

/** Where the cloud does not say which NIC is primary, all are kept. */
function withoutPrimary(servers: readonly ExistingServer[]): readonly ExistingServer[] {
  return servers
    .map((server) => ({ ...server, nics: server.nics.filter(({ isPrimary }) => isPrimary !== true) }))
    .filter(({ nics }) => nics.length > 0);
}

/** What makes no sense together, or to the provider. */
function misuseOf(
  { server, all, name, tag, resource, includePrimary }: ImportArguments,
  { isServerId, isPartOfName }: Checks,
): string | undefined {
  const noId = server?.find((id) => !isServerId(id));
  if (noId !== undefined) return `'${noId}' is no id of a server, which is a UUID in lower case`;
  if (server === undefined && !all) return "say whose NICs to adopt: --server <id>, or --all";
  if (!all && (name !== undefined || tag !== undefined)) return "--name and --tag go with --all only";
  if (name !== undefined && !isPartOfName(name)) return `'${name}' cannot be a part of a server's name`;
  if (resource === "policy" && includePrimary === false) {
    return "a policy is adopted with all NICs of its server, so --no-include-primary does not go with it";
  }
  return undefined;
}

function another(id: string, before: readonly string[] = []): string[] {
  return [...new Set([...before, id])];
}

function tag(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const [, key = "", value = ""] = /^([^=,]+)(?:=([^,]*))?$/.exec(text) ?? [];
  if (key === "")
    throw new InvalidArgumentError("It must be a tag such as stage=test, or a key alone; no comma is in it.");
  if (Object.hasOwn(before, key)) throw new InvalidArgumentError(`A server has one tag ${key} only.`);
  return { ...before, [key]: value };
}

function endpoint(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const [, service = "", url = ""] = /^([a-z]+)=(.+)$/.exec(text) ?? [];
  if (!SERVICES.includes(service)) {
    throw new InvalidArgumentError("It must be ecs, vpc, iam or sts with a URL, such as ecs=https://ecs.example.com.");
  }
  return { ...before, [service]: url };
}
