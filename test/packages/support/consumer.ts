/** A project of somebody who uses a package: it knows the packed archives, and nothing of this project. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Library } from "../../../scripts/libraries";
import type { Built } from "../../../scripts/packages/build";
import { type Run, run } from "../../support/process";
import { root } from "../../support/terraform";

/** A program with all kinds of what a package has, for CDKTF. The compiler must find each of the mistakes that it announces. */
const PROGRAM = `
import { App, Aspects, TerraformIterator, TerraformOutput, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import {
  DataHuaweiecsNicAttachments,
  DataHuaweiecsServers,
  EcsServer,
  HuaweiecsProvider,
  type INic,
  Nic,
  NicAttachment,
  NicAttachmentSetting,
  type NicAttachmentSettingProps,
  NicRetention,
  NicRetentionEnforcement,
  NicRetentionPolicy,
  resources,
  ServerNicPolicy,
} from "@huaweiecs/cdktf";
import { NicAttachment as ByFile } from "@huaweiecs/cdktf/lib/nic-attachment.js";

const WEB = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21";
const PRIMARY = "3e9b7d52-64c1-4f0e-8a1d-90c2f5b7e613";
const SECOND = "c5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057";

class Kept extends Construct {
  public readonly setting: NicAttachmentSetting;

  public constructor(scope: Construct, id: string, nic: INic) {
    super(scope, id);
    const props: NicAttachmentSettingProps = { server: EcsServer.fromId(WEB), nic, retention: NicRetention.KEEP };
    this.setting = new NicAttachmentSetting(this, "nic", props);
  }
}

const app = new App();
const stack = new TerraformStack(app, "nics");
const provider = new HuaweiecsProvider(stack, "huaweiecs", { region: "cn-north-4", endpoints: { ecs: "http://127.0.0.1:1" } });

const servers = new DataHuaweiecsServers(stack, "servers", { name: "web-", tags: { team: "blue" } });
const nics = new DataHuaweiecsNicAttachments(stack, "nics", { serverId: servers.servers.get(0).id, primary: false });
const ports = TerraformIterator.fromList(nics.portIds);

const kept = new Kept(stack, "kept", Nic.fromPortId(PRIMARY));
new NicAttachmentSetting(stack, "each", {
  server: nics,
  portId: ports.value,
  retention: NicRetention.KEEP,
  forEach: ports,
  provider,
  dependsOn: [kept.setting],
});
const attached: ByFile = new NicAttachment(stack, "attached", {
  serverId: WEB,
  networkId: "2b7f0c9e-58a3-4c14-9d6a-f3e0b1a84d72",
  retention: NicRetention.DELETE,
  timeouts: { create: "30m" },
});
attached.resource.addOverride("lifecycle.prevent_destroy", true);
new ServerNicPolicy(stack, "policy", {
  serverId: WEB,
  retention: NicRetention.DELETE,
  overrides: { [SECOND]: NicRetention.KEEP },
});
new resources.NicAttachmentSetting(stack, "bare", { serverId: WEB, portId: SECOND, deleteOnTermination: true });

new TerraformOutput(stack, "addresses", { value: kept.setting.fixedIps });
new TerraformOutput(stack, "mac", { value: attached.macAddress });

NicRetentionPolicy.enforce(app, { retention: NicRetention.KEEP, enforce: NicRetentionEnforcement.FIX, exempt: [attached] });
Aspects.of(stack).add(new NicRetentionPolicy({ retention: NicRetention.KEEP, enforce: NicRetentionEnforcement.WARN, exempt: [attached] }));

export function mistakes(): void {
  // @ts-expect-error
  new NicAttachmentSetting(stack, "mistake", { serverId: WEB, portId: PRIMARY, retention: "keep" });
  // @ts-expect-error
  new resources.NicAttachmentSetting(stack, "mistake", { serverId: WEB, portId: PRIMARY });
  // @ts-expect-error
  new NicAttachment(stack, "mistake", { server: { id: WEB } });
  // @ts-expect-error
  const address: number = kept.setting.macAddress;
  // @ts-expect-error
  NicRetentionPolicy.enforce(app, {});
}

app.synth();
`;

/** That program, and the example of the package's README. */
const PROGRAMS = ["main", "readme"] as const;

export type Program = (typeof PROGRAMS)[number];

export const MODULES = ["commonjs", "nodenext"] as const;

export type Module = (typeof MODULES)[number];

/** A folder with the project twice, in CommonJS and in ES modules. */
export class Consumer {
  private readonly directory = mkdtempSync(path.join(os.tmpdir(), "huaweiecs-consumer-"));

  private constructor(private readonly library: Library) {}

  /** Has the package where npm installs it, and the libraries that it wants beside it. */
  static async of({ library, archive }: Built): Promise<Consumer> {
    const consumer = new Consumer(library);
    const modules = path.join(consumer.directory, "node_modules");
    const folder = path.join(modules, "@huaweiecs", library);
    mkdirSync(folder, { recursive: true });
    await consumer.must("tar", "-xzf", archive, "-C", folder, "--strip-components", "1");
    for (const name of [library, "constructs"]) {
      symlinkSync(path.join(root, "node_modules", name), path.join(modules, name));
    }
    const readme = readFileSync(path.join(folder, "README.md"), "utf8");
    const example = /^```ts\n([\s\S]*?)^```$/m.exec(readme)?.[1] ?? "";
    for (const module of MODULES) {
      consumer.write(`${module}/main.ts`, PROGRAM.replaceAll(/(?<=from "(?:@huaweiecs\/)?)cdktf/g, library));
      consumer.write(`${module}/readme.ts`, example);
      consumer.write(`${module}/package.json`, JSON.stringify({ type: module === "commonjs" ? module : "module" }));
      consumer.write(`${module}/tsconfig.json`, JSON.stringify(configurationFor(module)));
    }
    return consumer;
  }

  /** How a compiler ends, which prints its complaints. */
  typeCheck(compiler: string, module: Module): Promise<Run> {
    return this.run(compiler, "-p", module, "--noEmit");
  }

  /** Compiles a program, runs it, and returns what it writes for Terraform, by stack. */
  async synthesize(compiler: string, module: Module, program: Program): Promise<Record<string, string>> {
    await this.must(compiler, "-p", module);
    await this.must("node", `${module}/out/${program}.js`);
    const out = path.join(this.directory, "cdktf.out");
    const { stacks } = JSON.parse(readFileSync(path.join(out, "manifest.json"), "utf8"));
    const written = Object.keys(stacks).map((stack): [string, string] => [
      stack,
      readFileSync(path.join(out, "stacks", stack, "cdk.tf.json"), "utf8"),
    ]);
    rmSync(out, { recursive: true });
    return Object.fromEntries(written);
  }

  /** Runs a program of one line, with Node alone. */
  async evaluate(code: string): Promise<string> {
    return (await this.must("node", "-p", code)).trim();
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  private write(name: string, text: string): void {
    const file = path.join(this.directory, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  private run(program: string, ...args: readonly string[]): Promise<Run> {
    const env = { PATH: process.env.PATH, HOME: this.directory, CHECKPOINT_DISABLE: "1" };
    return run(program, args, { cwd: this.directory, env });
  }

  private async must(program: string, ...args: readonly string[]): Promise<string> {
    const { status, stdout, stderr } = await this.run(program, ...args);
    if (status === 0) return stdout;
    throw new Error(`${program} ${args.join(" ")} for ${this.library} exited with ${status}:\n${stdout}\n${stderr}`);
  }
}

/** As strict as the compiler can be, with the types of the libraries themselves checked. */
function configurationFor(module: Module): object {
  return {
    compilerOptions: {
      module,
      target: "es2022",
      types: [],
      rootDir: ".",
      outDir: "out",
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noImplicitOverride: true,
      noPropertyAccessFromIndexSignature: true,
      isolatedModules: true,
      skipLibCheck: false,
    },
    files: PROGRAMS.map((name) => `${name}.ts`),
  };
}
