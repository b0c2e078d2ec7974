import { type Emulator, generateSeed, serverLocked, startEmulator } from "../../src/emulator";
import {
  acceptance,
  expectAction,
  expectDrift,
  expectEmptyPlan,
  expectKnownValue,
  expectNoDrift,
  expectNoResource,
  expectReplacePaths,
  expectTainted,
  expectUnknown,
  expectValue,
  type JsonObject,
  known,
} from "../support/acceptance";
import { providerHcl, type Workspace, workspaceFor } from "../support/terraform";

const SERVER = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21";
const OTHER_SERVER = "d47e63b0-91fa-4c28-a5e9-6c0b82f41d39";
const PRIMARY = "3e9b7d52-64c1-4f0e-8a1d-90c2f5b7e613";
const SECOND = "c5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057";
const THIRD = "e7a40b61-9d58-4c3f-a2e6-5b1c8f07d394";
const NOBODY = "00000000-0000-4000-8000-000000000000";
const POLICY = "huaweiecs_server_nic_policy.web";

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator();
  emulator.addNic(SERVER, { port_id: THIRD, delete_on_termination: false, fixed_ips: ["192.168.0.90"] });
});

afterEach(() => emulator.stop());

const head = () => ({ shared: providerHcl(emulator.url), env: emulator.env() });

function policy(given: JsonObject = {}) {
  const web = { server_id: SERVER, delete_on_termination: false, ...given };
  return { resource: { huaweiecs_server_nic_policy: { web } } };
}

const inCloud = (portId: string) => emulator.nic(SERVER, portId)?.deleteOnTermination;
const set = (portId: string, deleteOnTermination: boolean) => emulator.setNic(SERVER, portId, { deleteOnTermination });

/** The NICs of a plan or a state with these settings, in this order. */
const nics = (settings: Readonly<Record<string, boolean>>) =>
  known.list(
    Object.entries(settings).map(([port_id, delete_on_termination]) =>
      known.mapPartial({ port_id, delete_on_termination }),
    ),
  );

test("a policy lives from create to destroy", async () => {
  await acceptance({
    ...head(),
    steps: [
      {
        name: "create",
        config: policy(),
        plan: [
          expectAction(POLICY, "create"),
          expectKnownValue(POLICY, "id", SERVER),
          expectKnownValue(POLICY, "region", "cn-north-4"),
          expectKnownValue(POLICY, "include_primary", true),
          expectUnknown(POLICY, "nics"),
          expectUnknown(POLICY, "original_delete_on_termination"),
        ],
        state: [
          expectValue(POLICY, [], {
            id: SERVER,
            server_id: SERVER,
            region: "cn-north-4",
            delete_on_termination: false,
            overrides: null,
            include_primary: true,
            on_destroy: "restore",
            original_delete_on_termination: { [PRIMARY]: true, [SECOND]: false, [THIRD]: false },
            nics: known.list([
              {
                id: `${SERVER}/${PRIMARY}`,
                port_id: PRIMARY,
                network_id: "610a4af2-1d90-4d2b-8057-dc238b26febf",
                mac_address: "fa:16:3e:45:65:c4",
                fixed_ips: ["192.168.0.33"],
                delete_on_termination: false,
              },
              known.mapPartial({ port_id: SECOND, delete_on_termination: false }),
              known.mapPartial({ port_id: THIRD, delete_on_termination: false }),
            ]),
            timeouts: null,
          }),
        ],
        after: () => expect([PRIMARY, SECOND, THIRD].map(inCloud)).toEqual([false, false, false]),
      },
      { name: "import by command", import: POLICY, by: "command", ignore: ["original_delete_on_termination"] },
      { name: "import by block", import: POLICY, by: "block", ignore: ["original_delete_on_termination"] },
      {
        name: "update delete_on_termination and overrides",
        config: policy({ delete_on_termination: true, overrides: { [SECOND]: false } }),
        plan: [
          expectAction(POLICY, "update"),
          expectKnownValue(POLICY, "nics", nics({ [PRIMARY]: true, [SECOND]: false, [THIRD]: true })),
          expectKnownValue(POLICY, "nics[0].mac_address", "fa:16:3e:45:65:c4"),
          expectKnownValue(POLICY, "original_delete_on_termination", {
            [PRIMARY]: true,
            [SECOND]: false,
            [THIRD]: false,
          }),
        ],
        expectWarning: /^This NIC will be deleted with its server .*: NIC 3e9b7d52.*, NIC e7a40b61[^,]*\. To keep/,
        after: () => expect([PRIMARY, SECOND, THIRD].map(inCloud)).toEqual([true, false, true]),
      },
      { name: "import with overrides", import: POLICY, ignore: ["original_delete_on_termination"] },
      {
        name: "update overrides alone",
        config: policy({ delete_on_termination: true, overrides: { [PRIMARY]: false, [SECOND]: false } }),
        plan: [expectAction(POLICY, "update"), expectKnownValue(POLICY, "nics[0].delete_on_termination", false)],
        after: () => expect([PRIMARY, SECOND, THIRD].map(inCloud)).toEqual([false, false, true]),
      },
      {
        name: "let the primary NIC go",
        config: policy({ delete_on_termination: true, include_primary: false }),
        plan: [expectAction(POLICY, "update"), expectUnknown(POLICY, "nics")],
        state: [
          expectValue(POLICY, "nics", nics({ [SECOND]: true, [THIRD]: true })),
          expectValue(POLICY, "original_delete_on_termination", { [SECOND]: false, [THIRD]: false }),
        ],
        after: () => expect(inCloud(PRIMARY)).toBe(false),
      },
      {
        name: "take the primary NIC in",
        config: policy({ delete_on_termination: true }),
        plan: [expectAction(POLICY, "update"), expectUnknown(POLICY, "nics")],
        state: [
          expectValue(POLICY, "nics", nics({ [PRIMARY]: true, [SECOND]: true, [THIRD]: true })),
          expectValue(POLICY, "original_delete_on_termination", {
            [PRIMARY]: false,
            [SECOND]: false,
            [THIRD]: false,
          }),
        ],
        expectWarning: "the primary NIC",
      },
      {
        name: "update on_destroy and timeouts",
        config: policy({ on_destroy: "keep", timeouts: { update: "3m" } }),
        plan: [expectAction(POLICY, "update")],
        state: [expectValue(POLICY, "on_destroy", "keep"), expectValue(POLICY, "timeouts.update", "3m")],
      },
      {
        name: "name the region that it is in",
        config: policy({ region: "cn-north-4" }),
        plan: [expectAction(POLICY, "update"), expectKnownValue(POLICY, "region", "cn-north-4")],
      },
      {
        name: "drift of a NIC is found",
        refresh: true,
        before: () => set(SECOND, true),
        plan: [
          expectDrift(POLICY, "nics[1].delete_on_termination"),
          expectAction(POLICY, "update"),
          expectKnownValue(POLICY, "nics", nics({ [PRIMARY]: false, [SECOND]: false, [THIRD]: false })),
        ],
        state: [expectValue(POLICY, "nics[1].delete_on_termination", true)],
        expectNonEmptyPlan: true,
      },
      {
        name: "drift of a NIC is put right, though the configuration is the same",
        plan: [expectNoDrift(), expectAction(POLICY, "update")],
        after: () => expect(inCloud(SECOND)).toBe(false),
      },
      {
        name: "a NIC that was attached behind Terraform's back is found and put right in one run",
        before: () => emulator.addNic(SERVER, { port_id: NOBODY, delete_on_termination: true }),
        plan: [expectDrift(POLICY, "nics"), expectAction(POLICY, "update")],
        state: [
          expectValue(POLICY, "nics", nics({ [NOBODY]: false, [PRIMARY]: false, [SECOND]: false, [THIRD]: false })),
          expectValue(POLICY, ["original_delete_on_termination", NOBODY], true),
        ],
        after: () => expect(inCloud(NOBODY)).toBe(false),
      },
      {
        name: "a NIC that was detached behind Terraform's back leaves nothing to do",
        refresh: true,
        before: () => {
          expect(emulator.removeNic(SERVER, NOBODY)).toBe(true);
        },
        plan: [expectDrift(POLICY, "nics")],
        state: [expectValue(POLICY, "nics", nics({ [PRIMARY]: false, [SECOND]: false, [THIRD]: false }))],
      },
      {
        name: "an override for no NIC of the server is warned of",
        config: policy({ overrides: { [NOBODY]: true } }),
        plan: [expectAction(POLICY, "update")],
        expectWarning: "Override of a NIC that the server does not have",
      },
      {
        name: "disappearance is found",
        refresh: true,
        before: () => {
          expect(emulator.removeServer(SERVER)).toBe(true);
        },
        plan: [expectDrift(POLICY), expectAction(POLICY, "create")],
        state: [expectNoResource(POLICY)],
        expectNonEmptyPlan: true,
      },
      { name: "what is gone has no policy", expectError: /Server not found .* its NICs cannot be managed/ },
    ],
  });
}, 120_000);

test("another server replaces the policy, and so do a taint and a wish", async () => {
  await acceptance({
    ...head(),
    steps: [
      { config: policy() },
      {
        config: policy({ server_id: OTHER_SERVER }),
        plan: [expectAction(POLICY, "replace"), expectReplacePaths(POLICY, "server_id")],
        after: () => expect(inCloud(PRIMARY)).toBe(true),
      },
      { taint: POLICY, plan: [expectAction(POLICY, "replace")] },
      { replace: POLICY, plan: [expectAction(POLICY, "replace"), expectReplacePaths(POLICY)] },
      { planOnly: true, plan: [expectEmptyPlan()] },
    ],
  });
});

test("an import by a block with a configuration that Terraform writes takes a server over, and destroying restores it", async () => {
  set(THIRD, true);
  await acceptance({
    ...head(),
    steps: [
      {
        name: "take the server over",
        config: "",
        import: POLICY,
        by: "block",
        id: `cn-north-4/${SERVER}`,
        generateConfig: true,
        verify: false,
        persist: true,
        state: [
          expectValue(POLICY, "delete_on_termination", true),
          expectValue(POLICY, "overrides", { [SECOND]: false }),
        ],
      },
      {
        name: "the same, written by hand",
        config: policy({ delete_on_termination: true, overrides: { [SECOND]: false } }),
        planOnly: true,
        plan: [expectNoDrift(), expectEmptyPlan()],
      },
      { name: "change it", config: policy(), plan: [expectAction(POLICY, "update")] },
      { destroy: true, plan: [expectAction(POLICY, "delete")], state: [expectNoResource(POLICY)] },
    ],
    checkDestroy: () =>
      [PRIMARY, SECOND, THIRD].map(inCloud).join() === "true,false,true" ? undefined : "the NICs are not as found",
  });
});

test("settings that are kept outlive their policy", async () => {
  await acceptance({
    ...head(),
    steps: [{ config: policy({ delete_on_termination: true, on_destroy: "keep" }) }],
    checkDestroy: () =>
      [PRIMARY, SECOND, THIRD].every(inCloud) ? undefined : "destroying has changed what was to be kept",
  });
});

test("drift of each argument comes from the configuration alone", async () => {
  const given = { include_primary: false, overrides: { [SECOND]: true }, on_destroy: "keep" };
  await acceptance({
    ...head(),
    steps: [
      { config: policy(given) },
      ...Object.entries({
        delete_on_termination: true,
        include_primary: true,
        overrides: null,
        on_destroy: "restore",
      }).map(([name, value]) => ({
        name,
        config: policy({ ...given, [name]: value }),
        planOnly: true,
        expectNonEmptyPlan: true,
        plan: [expectNoDrift(), expectAction(POLICY, "update"), expectKnownValue(POLICY, name, value)],
      })),
    ],
  });
});

test("what cannot be is refused with its reason", async () => {
  await acceptance({
    ...head(),
    steps: [
      { config: policy({ server_id: "web-1" }), planOnly: true, expectError: /^Invalid server_id It must be a UUID/ },
      { config: policy({ region: "cn north" }), planOnly: true, expectError: "Invalid region" },
      {
        config: policy({ delete_on_termination: null }),
        planOnly: true,
        expectError: "Missing delete_on_termination",
      },
      { config: policy({ delete_on_termination: "perhaps" }), planOnly: true, expectError: /a bool is required/ },
      {
        config: policy({ overrides: { eth0: true } }),
        planOnly: true,
        expectError: /^Invalid overrides It must be a map from port ids, which are UUIDs in lower case/,
      },
      { config: policy({ include_primary: "perhaps" }), planOnly: true, expectError: /a bool is required/ },
      { config: policy({ on_destroy: "forget" }), planOnly: true, expectError: "Invalid on_destroy" },
      { config: policy({ nics: [] }), planOnly: true, expectError: /nics/ },
      { config: policy({ server_id: NOBODY }), expectError: "Server not found", state: [expectNoResource(POLICY)] },
      { config: policy(), import: POLICY, id: "web-1", expectError: /Invalid import id .* is not of the form/ },
      { import: POLICY, id: NOBODY, by: "block", expectError: "Server not found" },
    ],
  });
});

test("a create that fails for one NIC is tainted and knows what it found; an update that does goes on next time", async () => {
  await acceptance({
    ...head(),
    steps: [
      {
        name: "create",
        config: policy(),
        before: () => emulator.fail({ method: "PUT", respond: serverLocked }),
        expectError: /^Server is locked 1 of 3 NICs .* NIC 3e9b7d52-64c1-4f0e-8a1d-90c2f5b7e613: Server is locked/,
        state: [
          expectTainted(POLICY),
          expectValue(POLICY, ["original_delete_on_termination", PRIMARY], true),
          expectValue(POLICY, "nics[0].delete_on_termination", true),
        ],
      },
      { name: "create anew", plan: [expectAction(POLICY, "replace")] },
      {
        name: "update",
        config: policy({ delete_on_termination: true }),
        before: () => emulator.fail({ method: "PUT", respond: serverLocked }),
        expectError: /^Server is locked 1 of 3 NICs/,
        state: [expectValue(POLICY, "delete_on_termination", true)],
        after: () => expect([PRIMARY, SECOND, THIRD].filter(inCloud)).toHaveLength(2),
      },
      {
        name: "update again",
        plan: [expectNoDrift(), expectAction(POLICY, "update")],
        after: () => expect([PRIMARY, SECOND, THIRD].every(inCloud)).toBe(true),
      },
      {
        name: "vanish between plan and apply",
        config: policy(),
        plan: [
          expectAction(POLICY, "update"),
          () => {
            emulator.removeNic(SERVER, SECOND);
            return undefined;
          },
        ],
        expectNonEmptyPlan: true,
      },
      { name: "the next plan is right", planOnly: true, plan: [expectEmptyPlan()] },
    ],
  });
});

test("unknown arguments leave the NICs open until they are known", async () => {
  const open = (setting: boolean, override: boolean, note: string) => `
resource "terraform_data" "source" {
  input = { setting = ${setting}, override = ${override}, note = "${note}" }
}

resource "huaweiecs_server_nic_policy" "web" {
  server_id             = "${SERVER}"
  delete_on_termination = terraform_data.source.output.setting
  overrides             = { "${SECOND}" = terraform_data.source.output.override }
}`;
  await acceptance({
    ...head(),
    steps: [
      {
        config: open(false, false, "first"),
        plan: [expectAction(POLICY, "create"), expectUnknown(POLICY, "delete_on_termination")],
      },
      {
        name: "values that turn out as others",
        config: open(false, true, "second"),
        plan: [expectAction(POLICY, "update"), expectUnknown(POLICY, "nics")],
        state: [expectValue(POLICY, "nics", nics({ [PRIMARY]: false, [SECOND]: true, [THIRD]: false }))],
      },
      {
        name: "values that turn out as they were, and the drift of a NIC",
        config: open(false, true, "third"),
        before: () => set(PRIMARY, true),
        plan: [expectAction(POLICY, "update"), expectUnknown(POLICY, "nics")],
        state: [expectValue(POLICY, "nics", nics({ [PRIMARY]: false, [SECOND]: true, [THIRD]: false }))],
      },
      {
        name: "values that turn out as they were, and nothing to do",
        config: open(false, true, "fourth"),
        before: () => emulator.clearRequests(),
        after: () => expect(emulator.requests.filter(({ method }) => method === "PUT")).toEqual([]),
      },
    ],
  });
});

test("Ctrl-C lets the PUT that is under way end, and the next apply does the rest", async () => {
  const workspace = workspaceFor(emulator);
  try {
    workspace.write(`${providerHcl(emulator.url, "max_concurrent_requests = 1")}
resource "huaweiecs_server_nic_policy" "web" {
  server_id             = "${SERVER}"
  delete_on_termination = true
}
`);
    await workspace.init();
    emulator.fail({ method: "PUT", respond: { delayMs: 1_500 } });
    const { status, stderr } = await workspace.run(["apply", "-no-color", "-auto-approve"], {
      ownGroup: true,
      onStart: ({ pid = 0 }) => {
        const watch = setInterval(() => {
          if (!inCloud(SECOND) && !inCloud(THIRD)) return;
          clearInterval(watch);
          process.kill(-pid, "SIGINT");
        }, 20);
      },
    });
    expect(status).toBe(1);
    expect(stderr).toContain("The create was cut short");
    expect([SECOND, THIRD].filter(inCloud)).toHaveLength(1);
    expect(workspace.attributes("web")).toMatchObject({
      nics: [PRIMARY, SECOND, THIRD].map((port_id) => ({ port_id, delete_on_termination: inCloud(port_id) })),
      original_delete_on_termination: { [PRIMARY]: true, [SECOND]: false, [THIRD]: false },
    });
    await workspace.apply();
    expect([PRIMARY, SECOND, THIRD].every(inCloud)).toBe(true);
    expect(await workspace.plannedActions()).toEqual({});
    await workspace.destroy();
    expect([PRIMARY, SECOND, THIRD].map(inCloud)).toEqual([true, false, false]);
  } finally {
    workspace.remove();
  }
});

describe("125 servers with 8 NICs each", () => {
  const SERVERS = 125;
  const NICS = 1_000;
  let workspace: Workspace;

  beforeEach(async () => {
    await emulator.stop();
    emulator = await startEmulator({ seed: generateSeed({ servers: SERVERS, nicsPerServer: 8 }) });
    workspace = workspaceFor(emulator, { TF_LOG_PROVIDER: "WARN" });
  });

  afterEach(() => workspace.remove());

  function configure(deleteOnTermination: boolean): void {
    const servers = JSON.stringify(emulator.servers().map(({ id }) => id));
    workspace.write(`${providerHcl(emulator.url, "warn_on_delete = false")}
resource "huaweiecs_server_nic_policy" "all" {
  for_each              = toset(${servers})
  server_id             = each.key
  delete_on_termination = ${deleteOnTermination}
}
`);
  }

  /** How many requests were sent since the last look, by what they are for. */
  function sent(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { route } of emulator.requests) counts[route] = (counts[route] ?? 0) + 1;
    emulator.clearRequests();
    return counts;
  }

  const settings = () =>
    emulator.servers().flatMap(({ nics: attached }) => attached.map((nic) => nic.deleteOnTermination));

  test("cost one GET for each server, and the PUTs that are needed", async () => {
    for (const { id, nics: attached } of emulator.servers()) {
      for (const { portId } of attached.slice(0, 4)) emulator.setNic(id, portId, { deleteOnTermination: true });
    }
    configure(true);
    await workspace.init();
    await workspace.apply();
    expect(sent()).toEqual({ ListServerInterfaces: SERVERS, UpdateServerInterface: NICS / 2 });
    expect(settings()).toEqual(Array(NICS).fill(true));

    expect(await workspace.plannedActions()).toEqual({});
    expect(sent()).toEqual({ ListServerInterfaces: SERVERS });

    configure(false);
    const { resource_changes: changes = [] } = await workspace.plan();
    expect(changes.map(({ change }) => change.actions.join())).toEqual(Array(SERVERS).fill("update"));
    expect(changes.every(({ change }) => Object.keys(change.after_unknown).length === 0)).toBe(true);
    expect(sent()).toEqual({ ListServerInterfaces: SERVERS });

    await workspace.apply("plan.bin");
    expect(sent()).toEqual({ ListServerInterfaces: SERVERS, UpdateServerInterface: NICS });
    expect(settings()).toEqual(Array(NICS).fill(false));
  }, 180_000);
});

test("a setting or a policy that wants something else of a NIC is found in the plan, and nothing is sent", async () => {
  const beside = (setting: boolean, given: JsonObject = {}) => ({
    resource: {
      ...policy(given).resource,
      huaweiecs_nic_attachment_setting: {
        nic: { server_id: SERVER, port_id: SECOND, delete_on_termination: setting },
      },
    },
  });
  const refused = {
    planOnly: true,
    expectError: /^Two resources for one NIC .*wants delete_on_termination = (true|false) for the NIC c5d20f8a/,
  } as const;
  const agrees = { planOnly: true, expectNonEmptyPlan: true } as const;
  await acceptance({
    ...head(),
    steps: [
      { name: "another wish", config: beside(true), ...refused },
      { name: "the same wish", config: beside(false), ...agrees },
      { name: "the same by an override", config: beside(true, { overrides: { [SECOND]: true } }), ...agrees },
      { name: "may be the primary NIC", config: beside(true, { include_primary: false }), ...agrees },
      {
        name: "a second policy",
        config: {
          resource: {
            huaweiecs_server_nic_policy: {
              web: { server_id: SERVER, delete_on_termination: false },
              other: { server_id: SERVER, delete_on_termination: false, on_destroy: "keep" },
            },
          },
        },
        planOnly: true,
        expectError: /^Two resources for one NIC Another huaweiecs_server_nic_policy .* the NICs of the ECS 8f14a1c6/,
      },
    ],
  });
  expect(emulator.requests.filter(({ method }) => method !== "GET")).toEqual([]);
});
