/** A provider that is killed at any instant of a create: the next apply converges, and nothing is lost or done twice. */
import { readFileSync } from "node:fs";
import { type Emulator, startEmulator } from "../../src/emulator";
import { providerHcl, settingHcl, type Workspace, workspaceFor } from "../support/terraform";
import { PROVIDER_DIED, processesIn } from "../support/traces";

const SERVER = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21";
const PORT = "c5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057";

let emulator: Emulator;
let workspace: Workspace;
/** The request after whose work, and before whose answer, the provider is killed. */
let fatal: number;
let seen: number;

beforeEach(async () => {
  seen = 0;
  emulator = await startEmulator({
    onRequest() {
      seen++;
      if (seen === fatal) killProviders(workspace.directory);
    },
  });
  workspace = workspaceFor(emulator);
});

afterEach(async () => {
  workspace.remove();
  await emulator.stop();
});

/** Terraform starts providers in its own folder, so they are told from all others by it. */
function killProviders(directory: string): void {
  const isProvider = (id: string) => readFileSync(`/proc/${id}/cmdline`, "utf8").includes("terraform-provider-");
  for (const id of processesIn(directory).filter(isProvider)) process.kill(Number(id), "SIGKILL");
}

// The first look, the PUT, and the look afterwards.
test.each([1, 2, 3])("killed while request %d of a create is answered, the next apply converges", async (request) => {
  fatal = request;
  emulator.setNic(SERVER, PORT, { deleteOnTermination: true });
  workspace.write(
    providerHcl(emulator.url) + settingHcl("nic", { serverId: SERVER, portId: PORT, deleteOnTermination: false }),
  );
  await workspace.init();
  const { status, stderr, stdout } = await workspace.run(["apply", "-auto-approve", "-no-color"]);
  expect({ status, said: stdout + stderr }).toEqual({
    status: 1,
    said: expect.stringMatching(PROVIDER_DIED),
  });
  expect(seen).toBe(request);

  await workspace.apply();
  expect(emulator.nic(SERVER, PORT)?.deleteOnTermination).toBe(false);
  expect((await workspace.plan()).resource_changes).toMatchObject([{ change: { actions: ["no-op"] } }]);
  expect(emulator.requests.filter(({ method }) => method === "PUT")).toHaveLength(1);
});
