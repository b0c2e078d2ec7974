import { type Emulator, generateSeed, startEmulator } from "../../src/emulator";
import { type ExistingNics, openExistingNics } from "../../src/provider/existing-nics";
import { SILENT } from "../../src/terraform";

let emulator: Emulator;
let existing: ExistingNics;
const environment = process.env;

beforeEach(async () => {
  emulator = await startEmulator({ seed: generateSeed({ servers: 60, nicsPerServer: 2 }) });
  process.env = { ...environment, ...emulator.env() };
  existing = await openExistingNics({ endpoints: { ecs: emulator.url, vpc: emulator.url }, log: SILENT });
});

afterEach(async () => {
  existing.close();
  process.env = environment;
  await emulator.stop();
});

function listings(): number {
  return emulator.requests.filter(({ route }) => route === "ListServerInterfaces").length;
}

test("each server whose NICs are known is told, up to the last", async () => {
  const told: string[] = [];
  const onProgress = (done: number, total: number) => told.push(`${done}/${total}`);
  await existing.servers({}, { withSourceDestCheck: false, onProgress });
  expect(told).toEqual(Array.from({ length: 60 }, (_, index) => `${index + 1}/60`));
});

test("after a failure nothing more is asked for it", async () => {
  const [first] = emulator.servers();
  emulator.fail({ route: "ListServerInterfaces", after: 1, respond: "policy-forbids" });
  await expect(existing.servers({}, { withSourceDestCheck: false })).rejects.toThrow("Pdp.0001");
  // This one has to wait for all that were asked for before.
  await existing.servers({ ids: [first?.id ?? ""] }, { withSourceDestCheck: false });
  expect(listings()).toBeLessThan(30);
});

test("VPC is asked once for a server's ports, and only for their source and destination checks", async () => {
  const one = { name: "server-10" };
  const [without] = await existing.servers(one, { withSourceDestCheck: false });
  expect(without?.nics.map(({ sourceDestCheck }) => sourceDestCheck)).toEqual([undefined, undefined]);
  const [server] = await existing.servers(one, { withSourceDestCheck: true });
  expect(server?.nics.map(({ sourceDestCheck }) => sourceDestCheck)).toEqual([true, true]);
  expect(emulator.requests.filter(({ route }) => route === "ListPorts")).toHaveLength(1);
});
