import { type Emulator, startEmulator } from "../../src/emulator";
import { providerHcl, settingHcl, type Workspace, workspaceFor } from "../support/terraform";

const SERVER = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21";
const PORT = "c5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057";
const ADDRESS = "huaweiecs_nic_attachment_setting.nic";

let emulator: Emulator;
let workspace: Workspace;

beforeEach(async () => {
  emulator = await startEmulator();
  workspace = workspaceFor(emulator);
});

afterEach(async () => {
  workspace.remove();
  await emulator.stop();
});

function configure(deleteOnTermination: boolean): void {
  const setting = settingHcl("nic", { serverId: SERVER, portId: PORT, deleteOnTermination });
  workspace.write(providerHcl(emulator.url) + setting);
}

test("an imported setting equals an applied one, and needs no change", async () => {
  configure(false);
  await workspace.init();
  await workspace.apply();
  const applied = workspace.attributes("nic");
  await workspace.must("state", "rm", ADDRESS);

  await workspace.must("import", "-no-color", ADDRESS, `${SERVER}/${PORT}`);
  expect(workspace.attributes("nic")).toEqual(applied);
  expect(await workspace.plannedActions()).toEqual({});
});

test("importing changes nothing in the cloud and remembers what it found, so that destroying restores it", async () => {
  emulator.setNic(SERVER, PORT, { deleteOnTermination: true });
  configure(false);
  await workspace.init();
  await workspace.must("import", "-no-color", ADDRESS, `${SERVER}/${PORT}`);
  expect(emulator.requests.map(({ method }) => method)).toEqual(["GET"]);
  expect(workspace.attributes("nic")).toMatchObject({
    delete_on_termination: true,
    original_delete_on_termination: true,
  });

  await workspace.apply();
  expect(emulator.nic(SERVER, PORT)?.deleteOnTermination).toBe(false);
  await workspace.destroy();
  expect(emulator.nic(SERVER, PORT)?.deleteOnTermination).toBe(true);
});

test("the id may begin with the region", async () => {
  configure(false);
  await workspace.init();
  await workspace.must("import", "-no-color", ADDRESS, `cn-north-4/${SERVER}/${PORT}`);
  expect(workspace.attributes("nic")).toMatchObject({ id: `${SERVER}/${PORT}`, region: "cn-north-4" });
  expect(await workspace.plannedActions()).toEqual({});
});

test("an import block generates a configuration that applies as it is", async () => {
  workspace.write(`${providerHcl(emulator.url)}
import {
  to = ${ADDRESS}
  id = "${SERVER}/${PORT}"
}
`);
  await workspace.init();
  await workspace.must("plan", "-no-color", "-generate-config-out=generated.tf", "-out=import.bin");
  const generated = workspace.read("generated.tf");
  expect(generated).toMatch(/delete_on_termination\s+= false/);
  expect(generated).not.toContain("original_delete_on_termination");

  expect(await workspace.apply("import.bin")).toContain("1 imported, 0 added, 0 changed, 0 destroyed");
  expect(await workspace.plannedActions()).toEqual({});
});

test.each([
  ["web-1", "Invalid import id", "is not of the form [<region>/]<server_id>/<port_id>"],
  [`${SERVER}/${PORT}/extra/parts`, "Invalid import id", "is not of the form"],
  [`/${SERVER}/${PORT}`, "Invalid import id", "is not of the form"],
  [`${SERVER}/00000000-0000-4000-8000-000000000000`, "NIC not found", "has no NIC with the port 00000000-0000-4000"],
  [`00000000-0000-4000-8000-000000000000/${PORT}`, "Server not found", "There is no ECS 00000000-0000-4000"],
])("importing %s says: %s", async (id, summary, detail) => {
  configure(false);
  await workspace.init();
  const { status, stderr } = await workspace.run(["import", "-no-color", ADDRESS, id]);
  expect(status).toBe(1);
  expect(stderr).toContain(`Error: ${summary}`);
  expect(stderr.replaceAll(/\s+/g, " ")).toContain(detail);
  expect(workspace.attributes("nic")).toBeUndefined();
});
