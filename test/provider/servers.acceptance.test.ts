import { type Emulator, generateSeed, type ServerSeed, startEmulator } from "../../src/emulator";
import {
  acceptance,
  expectAction,
  expectKnownOutput,
  expectNoResource,
  expectOutput,
  expectResource,
  expectUnknown,
  expectValue,
  type JsonObject,
  known,
  type Mode,
  type Step,
} from "../support/acceptance";
import { providerHcl } from "../support/terraform";
import { requestsTo } from "./support/reading";

const SERVERS = "data.huaweiecs_servers.found";
const WEB = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21";
const DB = "d47e63b0-91fa-4c28-a5e9-6c0b82f41d39";
const NOBODY = "00000000-0000-4000-8000-000000000000";
const PROJECT = "5b0e9f6a-73c1-4d28-9a4e-c8f21d605b3e";
const PRIMARY = "3e9b7d52-64c1-4f0e-8a1d-90c2f5b7e613";
const SECOND = "c5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057";
const THIRD = "19a6e4f3-0c8d-4b75-82ee-7d5f3a90b1c8";

const web: ServerSeed = {
  id: WEB,
  name: "web-1",
  tags: ["stage=prod", "team=net"],
  nics: [
    { port_id: SECOND, delete_on_termination: true, fixed_ips: ["192.168.16.120", "2001:db8::7"] },
    { port_id: PRIMARY, delete_on_termination: true, fixed_ips: ["192.168.0.33"], primary: true },
  ],
};
const db: ServerSeed = {
  id: DB,
  name: "db-1",
  status: "SHUTOFF",
  locked: true,
  enterprise_project_id: PROJECT,
  tags: ["stage=test"],
  nics: [{ port_id: THIRD, delete_on_termination: false, fixed_ips: ["192.168.0.51"] }],
};
const crowd = generateSeed({ servers: 230, nicsPerServer: 1 }).servers;

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator({ seed: { servers: [web, ...crowd, db] } });
});

afterEach(() => emulator.stop());

const head = () => ({ shared: providerHcl(emulator.url), env: emulator.env() });

function data(given: JsonObject) {
  return { data: { huaweiecs_servers: { found: given } } };
}

/** What the data source must say of a server, by the emulator. */
function told(serverId: string): JsonObject {
  const server = emulator.servers().find(({ id }) => id === serverId);
  if (server === undefined) throw new Error(`No server ${serverId}.`);
  const nics = [...server.nics].sort((a, b) => Number(b.primary) - Number(a.primary) || (a.portId < b.portId ? -1 : 1));
  return {
    id: server.id,
    name: server.name,
    status: server.status,
    vpc_id: server.vpcId,
    flavor_id: "s6.large.2",
    availability_zone: "cn-north-4a",
    enterprise_project_id: server.enterpriseProjectId,
    locked: server.locked,
    security_group_ids: [...new Set(server.nics.flatMap(({ securityGroups }) => securityGroups))],
    tags: Object.fromEntries(server.tags.map((tag) => tag.split("="))) as JsonObject,
    addresses: nics.flatMap((nic) =>
      nic.fixedIps.map(({ ipAddress }) => ({
        ip_address: ipAddress,
        version: ipAddress.includes(":") ? 6 : 4,
        type: "fixed",
        mac_address: nic.macAddress,
        port_id: nic.portId,
        primary: nic.primary,
      })),
    ),
  };
}

const modes: Mode[] = ["reattach", "installed"];

test.each(modes)("servers are found as they are, %s", async (mode) => {
  const exactly = (...ids: string[]) =>
    known.list(ids.map((id) => known.map({ ...told(id), created_at: known.matches(/^$|Z$/) })));
  await acceptance({
    ...head(),
    mode,
    steps: [
      {
        config: data({ name: "-1", ids: [WEB, DB, NOBODY] }),
        state: [
          (state) => expectValue(SERVERS, "servers", exactly(DB, WEB))(state),
          expectValue(SERVERS, "server_ids", [DB, WEB]),
          expectValue(SERVERS, "region", "cn-north-4"),
          expectValue(SERVERS, "name", "-1"),
          expectValue(SERVERS, "ids", known.set([WEB, DB, NOBODY])),
          ...["status", "ip_address", "flavor_id", "availability_zone", "tags", "enterprise_project_id"].map((name) =>
            expectValue(SERVERS, name, null),
          ),
        ],
      },
      {
        name: "what has changed since",
        before: () => {
          emulator.setServer(DB, { status: "ACTIVE", locked: false });
          emulator.removeServer(WEB);
        },
        state: [
          (state) => expectValue(SERVERS, "servers", exactly(DB))(state),
          expectValue(SERVERS, "servers[0].status", "ACTIVE"),
          expectValue(SERVERS, "servers[0].locked", false),
        ],
      },
    ],
  });
});

test("each argument holds, and all that are given do", async () => {
  const everybody = [web, db, ...crowd];
  const sorted = (servers: readonly ServerSeed[]) =>
    [...servers].sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ id }) => id);
  const [first, last] = [crowd[0]?.id ?? "", crowd[229]?.id ?? ""];
  const searches: [JsonObject, string[]][] = [
    [{}, sorted(everybody)],
    [{ region: "cn-north-4", name: "server-" }, sorted(crowd)],
    [{ name: "server-1." }, sorted(crowd.filter(({ name }) => /server-1./.test(name)))],
    [{ ids: crowd.map(({ id }) => id) }, sorted(crowd)],
    [{ ids: [WEB, NOBODY, first] }, [first, WEB]],
    [{ ids: [] }, []],
    [{ status: "SHUTOFF" }, [DB]],
    [{ ip_address: "192.168.0." }, [DB, WEB]],
    [{ ip_address: "10.0.0.231" }, [last]],
    [{ flavor_id: "c6.large.2" }, []],
    [{ availability_zone: "cn-north-4b" }, []],
    [{ tags: { stage: "prod" } }, [WEB]],
    [{ tags: { stage: "" } }, [DB, WEB]],
    [{ tags: { stage: "test", team: "" } }, []],
    [{ enterprise_project_id: PROJECT }, [DB]],
    [{ enterprise_project_id: "all_granted_eps", tags: { team: "net" } }, [WEB]],
    [{ ids: [WEB, DB, first], tags: { stage: "" }, status: "ACTIVE", ip_address: "192", name: "web" }, [WEB]],
    [{ ids: [DB, first], enterprise_project_id: "0" }, [first]],
  ];
  const sources = searches.map(([given], index) => [`search_${index}`, given]);
  const outputs = searches.map((_, index) => [
    `found_${index}`,
    { value: `\${data.huaweiecs_servers.search_${index}.server_ids}` },
  ]);
  await acceptance({
    ...head(),
    steps: [
      {
        config: {
          data: { huaweiecs_servers: Object.fromEntries(sources) },
          output: Object.fromEntries(outputs),
        },
        planOnly: true,
        expectNonEmptyPlan: true,
        plan: searches.map(([, ids], index) => expectKnownOutput(`found_${index}`, ids)),
      },
    ],
  });
});

test("a search goes through all pages, and reads no NICs", async () => {
  await acceptance({
    ...head(),
    steps: [
      {
        config: { ...data({}), output: { count: { value: `\${length(data.huaweiecs_servers.found.servers)}` } } },
        planOnly: true,
        expectNonEmptyPlan: true,
        plan: [expectKnownOutput("count", 232)],
        after: () => {
          expect(requestsTo(emulator, "ListServersDetails")).toHaveLength(3);
          expect(emulator.requests).toHaveLength(3);
        },
      },
    ],
  });
});

const SETTINGS = `
data "huaweiecs_servers" "found" {
  tags = { stage = "prod" }
}

data "huaweiecs_nic_attachments" "each" {
  for_each  = toset(data.huaweiecs_servers.found.server_ids)
  server_id = each.key
}

locals {
  nics = merge([for server in data.huaweiecs_nic_attachments.each : { for nic in server.nics : nic.port_id => server.server_id }]...)
}

resource "huaweiecs_nic_attachment_setting" "each" {
  for_each = local.nics

  server_id             = each.value
  port_id               = each.key
  delete_on_termination = false
}`;

test("all NICs of the servers with a tag get a setting, also those of a server that comes later", async () => {
  const setting = (portId: string) => `huaweiecs_nic_attachment_setting.each["${portId}"]`;
  const late: ServerSeed = { id: NOBODY, name: "web-2", tags: ["stage=prod"], nics: [] };
  const port = "7a1d03f5-2c9e-46b8-b5f7-40d8e2a6c913";
  await acceptance({
    ...head(),
    steps: [
      {
        config: SETTINGS,
        plan: [PRIMARY, SECOND].map((portId) => expectAction(setting(portId), "create")),
        state: [expectNoResource(setting(THIRD))],
        after: () => expect(emulator.nic(WEB, PRIMARY)?.deleteOnTermination).toBe(false),
      },
      {
        name: "a server comes",
        before: () => emulator.addServer({ ...late, nics: [{ port_id: port, delete_on_termination: true }] }),
        plan: [expectAction(setting(port), "create"), expectAction(setting(PRIMARY), "no-op")],
        state: [expectResource(setting(port))],
        after: () => expect(emulator.nic(NOBODY, port)?.deleteOnTermination).toBe(false),
      },
    ],
    checkDestroy: () => (emulator.nic(WEB, PRIMARY)?.deleteOnTermination ? undefined : "the setting is not restored"),
  });
});

test("what waits for an argument is searched for when it is known", async () => {
  await acceptance({
    ...head(),
    steps: [
      {
        config: `
resource "terraform_data" "later" {
  input = "db"
}

data "huaweiecs_servers" "found" {
  name = terraform_data.later.output
}

output "ids" {
  value = data.huaweiecs_servers.found.server_ids
}`,
        plan: [expectAction(SERVERS, "read"), expectUnknown(SERVERS, "servers"), expectUnknown(SERVERS, "server_ids")],
        state: [expectValue(SERVERS, "server_ids", [DB]), expectOutput("ids", [DB])],
      },
    ],
  });
});

test("what cannot be is refused with its reason", async () => {
  const refusals: [JsonObject, string | RegExp][] = [
    [{ region: "cn north" }, "Invalid region"],
    [{ name: "web*" }, /^Invalid name It must be a part of a server's name/],
    [{ ids: ["web-1"] }, /^Invalid ids It must be a set of UUIDs/],
    [{ status: "active" }, /^Invalid status It must be a status as ECS writes it/],
    [{ ip_address: "fe80::" }, "Invalid ip_address"],
    [{ flavor_id: "" }, "Invalid flavor_id"],
    [{ availability_zone: "" }, "Invalid availability_zone"],
    [{ tags: { stage: "a,b" } }, /^Invalid tags It must be a map of tags/],
    [{ tags: "stage=prod" }, /map of string required/],
    [{ enterprise_project_id: "" }, "Invalid enterprise_project_id"],
    [{ server_ids: [] }, /server_ids/],
    [{ servers: [] }, /servers/],
  ];
  const steps = refusals.map(([given, expectError]): Step => ({ config: data(given), planOnly: true, expectError }));
  await acceptance({ ...head(), steps });
});
