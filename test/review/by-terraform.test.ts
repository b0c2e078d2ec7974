/** Plans that Terraform makes with this provider, reviewed, and then applied to see whether the review was right. */
import { mkdirSync } from "node:fs";
import path from "node:path";
import { type Emulator, startEmulator } from "../../src/emulator";
import {
  type Finding,
  type Group,
  parsePlan,
  passGates,
  type Review,
  reviewPlan,
  writeMarkdown,
  writeText,
} from "../../src/review";
import { providerHcl, root, settingHcl, type Workspace, workspaceFor } from "../support/terraform";
import { expectGolden, expectShown } from "./support/golden";
import { DB, OTHER, PORT, PRIMARY, plain, WEB } from "./support/plans";

const APP = "5a0c7e19-3b52-4d68-9f01-c4e8a2b6d730";
const APP_PRIMARY = "61d3f0a8-5c27-4e94-8b1f-0a9c7d2e4f56";
const APP_SECOND = "72e4a1b9-6d38-4fa5-9c20-1bad8e3f5067";
const FREE = "83f5b2ca-7e49-40b6-8d31-2cbe9f406178";
/** What the emulator's second NIC of web-1 is known by. */
const SECOND = "192.168.16.120, 2407:c080:1200:13a:5c2e:91f:7b04:6d3";
const NETWORK = "2b7f0c9e-58a3-4c14-9d6a-f3e0b1a84d72";

const GUIDE = path.join(root, "docs/guides/plan-review.md");

let emulator: Emulator;
let workspace: Workspace;

beforeEach(async () => {
  emulator = await startEmulator();
  emulator.addServer({
    id: APP,
    name: "app-1",
    nics: [
      {
        port_id: APP_PRIMARY,
        delete_on_termination: true,
        network_id: NETWORK,
        mac_address: "fa:16:3e:61:d3:f0",
        fixed_ips: ["192.168.16.61"],
      },
      {
        port_id: APP_SECOND,
        delete_on_termination: false,
        network_id: NETWORK,
        mac_address: "fa:16:3e:72:e4:a1",
        fixed_ips: ["192.168.16.72"],
      },
    ],
  });
  emulator.addPort({
    port_id: FREE,
    network_id: NETWORK,
    mac_address: "fa:16:3e:83:f5:b2",
    fixed_ips: ["192.168.16.83"],
  });
  workspace = workspaceFor(emulator);
});

afterEach(async () => {
  workspace.remove();
  await emulator.stop();
});

function write(hcl: string): void {
  workspace.write(providerHcl(emulator.url, "warn_on_delete = false") + hcl);
}

async function apply(hcl: string): Promise<void> {
  write(hcl);
  await workspace.init();
  await workspace.apply();
}

async function review(...args: readonly string[]): Promise<Review> {
  await workspace.plan(...args);
  return reviewPlan(parsePlan(Buffer.from(await workspace.must("show", "-json", "plan.bin"))));
}

function brief(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ group, resource, nic, server, event }) =>
    [group, plain(resource), plain(nic), plain(server), plain(event)].join(" | "),
  );
}

/** The ports that findings of a group are about. */
function portsIn({ findings }: Review, group: Group): readonly string[] {
  return findings
    .filter((finding) => finding.group === group)
    .flatMap(({ nicIds }) => nicIds.map(plain).filter((id) => id.startsWith("port ")))
    .map((id) => id.slice("port ".length));
}

function settingOf(port: string): boolean | undefined {
  return emulator
    .servers()
    .flatMap(({ nics }) => nics)
    .find(({ portId }) => portId === port)?.deleteOnTermination;
}

const names = `data "huaweiecs_servers" "all" {}\n`;

const attached = (deleted: boolean) => `
resource "huaweiecs_nic_attachment" "gateway" {
  server_id             = "${DB}"
  port_id               = "${FREE}"
  delete_on_termination = ${deleted}
}
`;

const fleet = {
  before: `${names}${attached(true)}
${settingHcl("web_primary", { serverId: WEB, portId: PRIMARY, deleteOnTermination: false })}
${settingHcl("web_second", { serverId: WEB, portId: PORT, deleteOnTermination: false })}
${settingHcl("db", { serverId: DB, portId: OTHER, deleteOnTermination: true })}
resource "huaweiecs_server_nic_policy" "app" {
  server_id             = "${APP}"
  delete_on_termination = false
}
`,
  after: `${names}
${settingHcl("web_second", { serverId: WEB, portId: PORT, deleteOnTermination: true })}
${settingHcl("database", { serverId: DB, portId: OTHER, deleteOnTermination: false })}
moved {
  from = huaweiecs_nic_attachment_setting.db
  to   = huaweiecs_nic_attachment_setting.database
}
resource "huaweiecs_server_nic_policy" "app" {
  server_id             = "${APP}"
  delete_on_termination = false
}
resource "terraform_data" "release" {}
`,
};

describe("a plan that does a little of everything", () => {
  async function planned(): Promise<Review> {
    await apply(fleet.before);
    emulator.setNic(APP, APP_SECOND, { deleteOnTermination: true });
    write(fleet.after);
    return review();
  }

  test("is told as the golden files and the guide show it, and comes true", async () => {
    const found = await planned();
    const gate = passGates(found, ["delete"]);
    const [text, markdown] = [writeText(found, gate), writeMarkdown(found, gate)];
    expectGolden("fleet.txt", text);
    expectGolden("fleet.md", markdown);
    expectShown(GUIDE, "text", text);
    expectShown(GUIDE, "markdown", markdown);

    expect(portsIn(found, "lost")).toEqual([FREE]);
    expect(portsIn(found, "deleted").toSorted()).toEqual([PRIMARY, PORT].toSorted());
    expect(portsIn(found, "kept").toSorted()).toEqual([OTHER, APP_SECOND].toSorted());
    await workspace.apply("plan.bin");
    expect(emulator.ports().map(({ id }) => id)).not.toContain(FREE);
    for (const port of portsIn(found, "deleted")) expect(settingOf(port)).toBe(true);
    for (const port of portsIn(found, "kept")) expect(settingOf(port)).toBe(false);
  });
});

test("a port is lost as the plan says, even where its setting was changed behind Terraform's back", async () => {
  await apply(names + attached(true));
  emulator.setNic(DB, FREE, { deleteOnTermination: false });
  write(names);
  const found = await review();
  expect(portsIn(found, "lost")).toEqual([FREE]);
  await workspace.apply("plan.bin");
  expect(emulator.ports().map(({ id }) => id)).not.toContain(FREE);
});

test("a port that is detached and kept is no loss", async () => {
  await apply(names + attached(false));
  write(names);
  const found = await review();
  expect(found.findings.map(({ group }) => group)).toEqual(["kept"]);
  await workspace.apply("plan.bin");
  expect(emulator.ports().map(({ id }) => id)).toContain(FREE);
});

test("what Terraform has refreshed is what a destroyed setting is compared with", async () => {
  await apply(settingHcl("nic", { serverId: WEB, portId: PORT, deleteOnTermination: true }));
  emulator.setNic(WEB, PORT, { deleteOnTermination: false });
  write("");
  const [released, drift] = (await review()).findings;
  expect(released?.group).toBe("released");
  expect(plain(released?.event ?? [])).toContain("delete_on_termination is given back as false, which it is now.");
  expect(drift?.group).toBe("drift");
});

test("a replaced attachment loses the old port and names what makes it so", async () => {
  await apply(`${names}
resource "huaweiecs_nic_attachment" "nic" {
  server_id             = "${DB}"
  network_id            = "${NETWORK}"
  fixed_ip              = "192.168.16.99"
  delete_on_termination = true
}`);
  write(`${names}
resource "huaweiecs_nic_attachment" "nic" {
  server_id             = "${WEB}"
  network_id            = "${NETWORK}"
  fixed_ip              = "192.168.16.99"
  delete_on_termination = true
}`);
  const found = await review();
  expect(brief(found.findings)).toEqual([
    "lost | huaweiecs_nic_attachment.nic | 192.168.16.99 | db-1 | Replaced because server_id changes: the NIC is detached, and its port is deleted, as delete_on_termination is true.",
  ]);
  expect(passGates(found, ["replace"]).isClosed).toBe(true);
});

test("a NIC that moves to another network gets another address, which is not known yet", async () => {
  const nic = (network: string) => `${names}
resource "huaweiecs_nic_attachment" "nic" {
  server_id             = "${DB}"
  network_id            = "${network}"
  delete_on_termination = false
}`;
  await apply(nic(NETWORK));
  write(nic("610a4af2-1d90-4d2b-8057-dc238b26febf"));
  const [found, ...others] = (await review()).findings;
  expect(others).toEqual([]);
  expect(found?.group).toBe("address");
  expect(plain(found?.event ?? [])).toMatch(
    /^fixed_ip changes from 192\.168\.16\.\d+ to what is not known until apply and network_id changes from 2b7f0c9e/,
  );
});

test("an import, what is taken out of Terraform, and what is not known are told as such", async () => {
  await apply(
    names +
      settingHcl("left", { serverId: WEB, portId: PORT, deleteOnTermination: false }) +
      'resource "terraform_data" "server" {\n  input = "one"\n}\n',
  );
  write(`${names}
removed {
  from = huaweiecs_nic_attachment_setting.left
  lifecycle {
    destroy = false
  }
}
import {
  to = huaweiecs_nic_attachment_setting.adopted
  id = "${DB}/${OTHER}"
}
${settingHcl("adopted", { serverId: DB, portId: OTHER, deleteOnTermination: false })}
resource "terraform_data" "server" {
  input = "two"
}
resource "huaweiecs_nic_attachment_setting" "late" {
  server_id             = "${APP}"
  port_id               = "${APP_SECOND}"
  delete_on_termination = terraform_data.server.output == "one"
}
resource "huaweiecs_nic_attachment" "open" {
  server_id  = "${APP}"
  network_id = "${NETWORK}"
}
`);
  const found = await review();
  expect(brief(found.findings)).toEqual([
    "unknown | huaweiecs_nic_attachment.open | a NIC not known yet | app-1 | Attached by this plan: delete_on_termination is not known until apply, as the cloud decides where it is not set.",
    "imported | huaweiecs_nic_attachment_setting.adopted | primary NIC 192.168.0.51 | db-1 | Adopted as it is: delete_on_termination is false.",
    "unknown | huaweiecs_nic_attachment_setting.late | 192.168.16.72 | app-1 | What delete_on_termination will be is not known until apply, and comes from terraform_data.server.output.",
    `forgotten | huaweiecs_nic_attachment_setting.left | ${SECOND} | web-1 | Forgotten, and left as it is: delete_on_termination is false.`,
  ]);
  expect(found.others).toEqual({ changes: 1, providers: 1 });
});

test("a sensitive setting is not shown, in whatever is said of it", async () => {
  const config = (value: boolean) => `
variable "value" {
  type      = bool
  default   = ${value}
  sensitive = true
}
variable "port" {
  default   = "${PORT}"
  sensitive = true
}
resource "huaweiecs_nic_attachment_setting" "nic" {
  server_id             = "${WEB}"
  port_id               = var.port
  delete_on_termination = var.value
}`;
  await apply(names + config(false));
  write(names + config(true));
  const found = await review();
  expect(brief(found.findings)).toEqual([
    `unknown | huaweiecs_nic_attachment_setting.nic | ${SECOND} | web-1 | What delete_on_termination will be is (sensitive).`,
  ]);
  expect(writeText(found) + writeMarkdown(found)).not.toContain(PORT);
  expect(passGates(found, ["unknown"]).isClosed).toBe(true);
});

test("with create_before_destroy, what the old setting gives back is told to undo the new one, and does", async () => {
  const lifecycle = "lifecycle {\n    create_before_destroy = true\n  }";
  await apply(names + settingHcl("nic", { serverId: WEB, portId: PRIMARY, deleteOnTermination: false }, lifecycle));
  const found = await review("-replace=huaweiecs_nic_attachment_setting.nic");
  expect(brief(found.findings)).toEqual([
    "deleted | huaweiecs_nic_attachment_setting.nic | primary NIC 192.168.0.33 | web-1 | Replaced as -replace asks for: delete_on_termination changes from false to true. The new one is created first: what the old one gives back undoes it until the next apply.",
  ]);
  await workspace.apply("plan.bin");
  expect(settingOf(PRIMARY)).toBe(true);
});

test("a server that is gone is drift, and its settings leave the state", async () => {
  await apply(settingHcl("nic", { serverId: APP, portId: APP_SECOND, deleteOnTermination: false }));
  emulator.removeServer(APP);
  write("");
  expect(brief((await review()).findings)).toEqual([
    "drift | huaweiecs_nic_attachment_setting.nic | 192.168.16.72 | 5a0c7e19-3b52-4d68-9f01-c4e8a2b6d730 | The NIC is not attached any more. This plan takes it out of the state.",
  ]);
});

test("drift that a refresh-only plan accepts closes the gate of what is deleted from now on", async () => {
  await apply(names + settingHcl("nic", { serverId: WEB, portId: PORT, deleteOnTermination: false }));
  emulator.setNic(WEB, PORT, { deleteOnTermination: true });
  const found = await review("-refresh-only");
  expect(brief(found.findings)).toEqual([
    `drift | huaweiecs_nic_attachment_setting.nic | ${SECOND} | web-1 | delete_on_termination changed from false to true: this plan leaves it so.`,
  ]);
  expect(passGates(found, ["delete"]).isClosed).toBe(true);
});

test("resources in modules, with count and for_each, are told by their whole addresses", async () => {
  mkdirSync(path.join(workspace.directory, "nics"));
  workspace.write(
    `terraform {
  required_providers {
    huaweiecs = { source = "huaweiecs/huaweiecs" }
  }
}
variable "ports" {
  type = map(string)
}
variable "server" {
  type = string
}
resource "huaweiecs_nic_attachment_setting" "each" {
  for_each              = var.ports
  server_id             = var.server
  port_id               = each.value
  delete_on_termination = true
}`,
    "nics/main.tf",
  );
  write(`
resource "terraform_data" "server" {
  input = "${APP}"
}
module "nics" {
  count  = 1
  source = "./nics"
  server = terraform_data.server.output
  ports  = { "a|b" = "${APP_SECOND}" }
}`);
  await workspace.init();
  expect(brief((await review()).findings)).toEqual([
    `deleted | module.nics[0].huaweiecs_nic_attachment_setting.each["a|b"] | port ${APP_SECOND} | a server from var.server | delete_on_termination is set to true, and what it is now is not in the plan.`,
  ]);
});

test("nothing to do is said in one line", async () => {
  await apply(settingHcl("nic", { serverId: WEB, portId: PORT, deleteOnTermination: false }));
  const found = await review();
  expect(writeText(found)).toBe("Nothing changes for NICs.\n\n1 resource about NICs stays as it is.\n");
});
