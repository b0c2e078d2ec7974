import { setImmediate } from "node:timers/promises";
import { type CloudSettings, chooseSignIn, Secret } from "../../../src/cloud";
import { type Emulator, type EmulatorOptions, type Operation, startEmulator } from "../../../src/emulator";
import { type TestCloud, testCloud } from "./cloud";

export const web = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21";
export const webPrimary = "3e9b7d52-64c1-4f0e-8a1d-90c2f5b7e613";
export const webSecondary = "c5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057";
export const db = "d47e63b0-91fa-4c28-a5e9-6c0b82f41d39";
export const nobody = "00000000-0000-4000-8000-000000000000";
export const mainNetwork = "610a4af2-1d90-4d2b-8057-dc238b26febf";
/** With IPv6. */
export const appNetwork = "2b7f0c9e-58a3-4c14-9d6a-f3e0b1a84d72";
export const freePort = "00000000-0000-4000-8000-0000000000f1";

const running: Emulator[] = [];

export interface EmulatedCloud {
  readonly emulator: Emulator;
  readonly cloud: TestCloud;
  /** The operations that were asked for, in order; several looks in a row at a job are one. */
  sent(): Operation[];
  /** The ports of the server's NICs. */
  portsOf(serverId: string): string[];
  /** Called whenever the cloud waits, with how long it would. */
  onWait: (milliseconds: number) => void;
  /** Whether its waits move the emulator's clock on. Nothing else does noticeably. */
  timeRuns: boolean;
}

/** A cloud on an emulator that has a free port and carries out one command at a time on each server. */
export async function startEmulated(
  options: EmulatorOptions = {},
  settings: Partial<CloudSettings> = {},
): Promise<EmulatedCloud> {
  let passed = 0;
  const clock = () => new Date(Date.now() + passed);
  const emulator = await startEmulator({
    oneCommandAtATime: true,
    jobInit: 600,
    jobDuration: 5_000,
    ...options,
    clock,
  });
  running.push(emulator);
  emulator.addPort({ port_id: freePort, network_id: mainNetwork, fixed_ips: ["192.168.0.9"] });
  const { accessKey, secretKey } = emulator.credentials;
  const cloud = testCloud(
    emulator.url,
    {
      signIn: chooseSignIn({ arguments: { accessKey, secretKey: new Secret(secretKey) } }),
      projectId: emulator.projectId,
      endpoints: { ecs: emulator.url, vpc: emulator.url, iam: emulator.url },
      ...settings,
    },
    {
      sleep: async (milliseconds) => {
        await setImmediate();
        if (world.timeRuns) passed += milliseconds;
        world.onWait(milliseconds);
      },
    },
  );
  const world: EmulatedCloud = {
    emulator,
    cloud,
    sent: () =>
      emulator.requests
        .map(({ route }) => route)
        .filter((route, index, all) => route !== "ShowJob" || all[index - 1] !== route),
    portsOf: (serverId) =>
      emulator
        .servers()
        .find(({ id }) => id === serverId)
        ?.nics.map(({ portId }) => portId) ?? [],
    onWait: () => {},
    timeRuns: true,
  };
  return world;
}

export async function stopEmulators(): Promise<void> {
  await Promise.all(running.splice(0).map((emulator) => emulator.stop()));
}
