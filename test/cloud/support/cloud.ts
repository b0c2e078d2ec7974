import {
  type Cloud,
  CloudError,
  type CloudInternals,
  type CloudSettings,
  createCloud,
  type LogFields,
  Secret,
} from "../../../src/cloud";

export const secretKey = "CANARY-secret-key-9f8e7d6c5b4a";
export const securityToken = "CANARY-security-token-0a1b2c3d";

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
  const logger = (level: string) => (message: string, fields: LogFields) =>
    void logged.push({ level, message, fields });
  const cloud = createCloud(
    {
      region: "cn-north-4",
      credentials: {
        accessKey: "AKIDEXAMPLE",
        secretKey: new Secret(secretKey),
        securityToken: new Secret(securityToken),
      },
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

export function closeClouds(): void {
  for (const cloud of open.splice(0)) cloud.close();
}

/** The `CloudError` that the promise rejects with. Anything else fails the test. */
export async function cloudError(promise: Promise<unknown>): Promise<CloudError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof CloudError) return error;
  throw new Error(`Expected a CloudError, got ${String(error)}`);
}
