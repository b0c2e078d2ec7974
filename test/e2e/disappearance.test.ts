import { type Emulator, type EmulatorOptions, startEmulator } from "../../src/emulator";
import { providerHcl, settingHcl, type Workspace, workspaceFor } from "../support/terraform";

const SERVER = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21";
const PORT = "c5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057";
const ADDRESS = "huaweiecs_nic_attachment_setting.nic";
const NOBODY = "00000000-0000-4000-8000-000000000000";

let emulator: Emulator;
let workspace: Workspace;

async function applied(options: EmulatorOptions = {}): Promise<void> {
  emulator = await startEmulator(options);
  workspace = workspaceFor(emulator);
  configure(SERVER, PORT, true);
  await workspace.init();
  await workspace.apply();
}

function configure(serverId: string, portId: string, deleteOnTermination: boolean): void {
  workspace.write(providerHcl(emulator.url) + settingHcl("nic", { serverId, portId, deleteOnTermination }));
}

afterEach(async () => {
  workspace.remove();
  await emulator.stop();
});

const disappearances: [string, EmulatorOptions, () => boolean, string][] = [
  ["a NIC that is gone", {}, () => emulator.removeNic(SERVER, PORT), "NIC not found"],
  [
    "a server that is gone (400 Ecs.0307 with itemNotFound)",
    { serverGone: "ecs-0307" },
    () => emulator.removeServer(SERVER),
    "Server not found",
  ],
  ["a server that is gone (404)", { serverGone: "404" }, () => emulator.removeServer(SERVER), "Server not found"],
];

describe.each(disappearances)("%s", (_what, options, disappear, summary) => {
  test("is dropped from the state by a refresh, and planned anew", async () => {
    await applied(options);
    disappear();

    const { resource_drift: [drift] = [], resource_changes: [change] = [] } = await workspace.plan();
    expect(drift?.change.actions).toEqual(["delete"]);
    expect(change?.change.actions).toEqual(["create"]);
    await workspace.must("apply", "-no-color", "-refresh-only", "-auto-approve");
    expect(workspace.attributes("nic")).toBeUndefined();
  });

  test("is no obstacle to destroying, even without a refresh before", async () => {
    await applied(options);
    disappear();
    await workspace.must("destroy", "-no-color", "-auto-approve", "-refresh=false");
    expect(workspace.attributes("nic")).toBeUndefined();
  });

  test("fails a create and an update with an error that names server and port", async () => {
    await applied(options);
    configure(SERVER, PORT, false);
    await workspace.must("plan", "-no-color", "-out=update.bin");
    disappear();

    for (const planned of ["update.bin", "-auto-approve"]) {
      const [error] = await workspace.errorsOf("apply", planned);
      expect(error?.summary).toBe(summary);
      expect(error?.detail).toContain(SERVER);
      expect(error?.detail).toContain(PORT);
      expect(error?.detail).toContain("Check");
      // A list without the NIC is a good answer, so there is no request for support to look at.
      expect(error?.detail.includes("Request id: ")).toBe(summary === "Server not found");
    }
  });
});

test.each([
  ["an unknown server", NOBODY, PORT, "server_id"],
  ["an unknown port", SERVER, NOBODY, "port_id"],
])("creating a setting for %s points at the argument and keeps nothing", async (_what, serverId, portId, argument) => {
  emulator = await startEmulator();
  workspace = workspaceFor(emulator);
  configure(serverId, portId, true);
  await workspace.init();

  const [error] = await workspace.errorsOf("apply", "-auto-approve");
  expect(error?.snippet?.code).toContain(argument);
  expect(workspace.attributes("nic")).toBeUndefined();
  expect(await workspace.plannedActions()).toEqual({ [ADDRESS]: "create" });
});
