import { inspect } from "node:util";
import {
  type Cloud,
  CloudError,
  type CloudInternals,
  type CloudSettings,
  chooseSignIn,
  createCloud,
  type Given,
  type LogFields,
  Secret,
} from "../../../src/cloud";

export const secretKey = "CANARY-secret-key-9f8e7d6c5b4a";
export const securityToken = "CANARY-security-token-0a1b2c3d";

/** Every fake secret of these tests has this in it, and nothing that is logged or thrown may have. */
const canary = /canary/i;

/** What was logged or thrown since the last `closeClouds`, and shows a secret. */
const leaks: string[] = [];

function scan(what: unknown): void {
  const text = inspect(what, { depth: 10, showHidden: true, maxStringLength: null });
  if (canary.test(text)) leaks.push(text);
}

/** What signs in when a test says nothing else. */
export const keys: Given = {
  accessKey: "AKIDEXAMPLE",
  secretKey: new Secret(secretKey),
  securityToken: new Secret(securityToken),
};

export const serverId = "4f4b3dfa-eb70-47cf-a60a-998a53bd6666";
export const portId = "ce531f90-199f-48c0-816c-13e38010b442";
export const nicPath = `/v1/project-1/cloudservers/${serverId}/os-interface`;

/** A NIC as ECS lists it. */
export function listedNic(port = portId, deleteOnTermination: unknown = false) {
  return {
    port_state: "ACTIVE",
    fixed_ips: [{ subnet_id: "subnet-1", ip_address: "192.168.0.33" }],
    net_id: "network-1",
    port_id: port,
    mac_addr: "fa:16:3e:45:65:c4",
    delete_on_termination: deleteOnTermination,
    driver_mode: null,
    min_rate: null,
    multiqueue_num: null,
    pci_address: null,
  };
}

export interface TestCloud extends Cloud {
  /** The waits asked for, in milliseconds. */
  readonly sleeps: number[];
  readonly logged: { level: string; message: string; fields: LogFields }[];
}

const open: Cloud[] = [];

/** A cloud on a local endpoint whose waits end at once and are written down, without jitter. */
export function testCloud(
  endpoint: string,
  settings: Partial<CloudSettings> = {},
  internals: Partial<CloudInternals> = {},
): TestCloud {
  const sleeps: number[] = [];
  const logged: TestCloud["logged"] = [];
  const logger = (level: string) => (message: string, fields: LogFields) => {
    logged.push({ level, message, fields });
    scan({ message, fields });
  };
  const cloud = createCloud(
    {
      region: "cn-north-4",
      signIn: chooseSignIn({ arguments: keys }),
      projectId: "project-1",
      endpoints: { ecs: endpoint, iam: endpoint },
      userAgent: "terraform-provider-huaweiecs/1.2.3",
      log: { trace: logger("trace"), debug: logger("debug"), warn: logger("warn") },
      ...settings,
    },
    {
      random: () => 0,
      sleep: async (milliseconds) => {
        sleeps.push(milliseconds);
      },
      ...internals,
    },
  );
  open.push(cloud);
  return { ...cloud, sleeps, logged };
}

/** Also fails the test if a secret was shown in anything that was logged or thrown. */
export function closeClouds(): void {
  for (const cloud of open.splice(0)) cloud.close();
  expect(leaks.splice(0)).toEqual([]);
}

/** The `CloudError` that the promise rejects with. Anything else fails the test. */
export async function cloudError(promise: Promise<unknown>): Promise<CloudError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  scan(error);
  scan(JSON.stringify(error));
  if (error instanceof CloudError) return error;
  throw new Error(`Expected a CloudError, got ${String(error)}`);
}
