import type { Emulator, EmulatorOptions } from "../../src/emulator";
import { type Answer, emulators, nobody, sdkDate, send, web, webPrimary, webSecondary } from "./client";
import { sign } from "./sign";

/**
 * The calls that the official Terraform provider (in Go) makes, in its order and signed as its SDK signs: host, project and
 * security token are not among the signed headers, and a body ends in a newline. After each call stands what its code reads.
 */
const { start } = emulators();

const appNetwork = "2b7f0c9e-58a3-4c14-9d6a-f3e0b1a84d72";
const mainNetwork = "610a4af2-1d90-4d2b-8057-dc238b26febf";
const freePort = "00000000-0000-4000-8000-0000000000f1";
const groups = ["00000000-0000-4000-8000-0000000000a1", "00000000-0000-4000-8000-0000000000a2"] as const;

interface SecurityKey {
  credential: { access: string; secret: string; securitytoken: string };
}

interface GoCredentials {
  accessKey: string;
  secretKey: string;
  securityToken?: string;
}

/** One request of the Go SDK, and the answer when its status is among those that it takes for a success. */
async function golang(
  emulator: Emulator,
  method: string,
  path: string,
  options: { body?: unknown; okCodes?: number[]; as?: GoCredentials; project?: boolean } = {},
): Promise<Answer> {
  const { body, as = emulator.credentials, project = true } = options;
  const text = body === undefined ? undefined : `${JSON.stringify(body)}\n`;
  const headers: Record<string, string> = {
    accept: "application/json",
    ...(text !== undefined && { "content-type": "application/json" }),
    "user-agent": "terraform-provider-iac golangsdk/2.0.0",
    "x-sdk-date": sdkDate(new Date()),
  };
  const unsigned = { method, path, headers, ...(text !== undefined && { body: text }) };
  const authorization = sign(unsigned, as.accessKey, as.secretKey);
  expect(authorization).not.toContain("host");
  const answer = await send(emulator, {
    ...unsigned,
    headers: {
      ...headers,
      authorization,
      ...(project && { "x-project-id": emulator.projectId }),
      ...(as.securityToken !== undefined && { "x-security-token": as.securityToken }),
    },
  });
  const okCodes =
    options.okCodes ?? { GET: [200], POST: [200, 201, 202], PUT: [200, 201, 202], DELETE: [200, 202, 204] }[method];
  expect(okCodes).toContain(answer.status);
  return answer;
}

const ecs = (emulator: Emulator, rest: string) => `/v1/${emulator.projectId}/cloudservers/${web}/${rest}`;
const port = (emulator: Emulator, id: string) => `/v1/${emulator.projectId}/ports/${id}`;

/** Polls a job to its end, and returns it as the provider has it then. */
async function waitForJob(emulator: Emulator, answer: Answer) {
  expect(answer.json.job_id).not.toBe("");
  for (;;) {
    const { json } = await golang(emulator, "GET", `/v1/${emulator.projectId}/jobs/${answer.json.job_id}`);
    if (json.status === "SUCCESS" || json.status === "FAIL") return json;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** What the resource's Read puts into the state. */
async function read(emulator: Emulator, id: string) {
  const list = await golang(emulator, "GET", ecs(emulator, "os-interface"));
  const nic = list.json.interfaceAttachments.find(({ port_id }: { port_id: string }) => port_id === id);
  if (!nic) return undefined;
  const { json } = await golang(emulator, "GET", port(emulator, id));
  return {
    network_id: nic.net_id,
    fixed_ip: nic.fixed_ips[0]?.ip_address,
    fixed_ipv6: nic.fixed_ips[1]?.ip_address,
    ipv6_enable: nic.fixed_ips.length === 2,
    delete_on_termination: String(nic.delete_on_termination ?? false),
    mac: nic.mac_addr,
    security_group_ids: json.port.security_groups,
    source_dest_check: json.port.allowed_address_pairs.length === 0,
  };
}

async function create(emulator: Emulator, nic: object): Promise<string> {
  const added = await golang(emulator, "POST", ecs(emulator, "nics"), { body: { nics: [nic] } });
  const job = await waitForJob(emulator, added);
  expect(job.status).toBe("SUCCESS");
  return job.entities.sub_jobs[0].entities.nic_id;
}

function startWithGroups(options: EmulatorOptions = {}): Promise<Emulator> {
  return start({
    jobInit: 20,
    jobDuration: 60,
    seed: {
      security_groups: groups.map((id, index) => ({ id, name: `group-${index}` })),
      subnets: [
        { id: mainNetwork, cidr: "192.168.0.0/24" },
        { id: appNetwork, cidr: "192.168.16.0/24", ipv6_cidr: "2407:c080:1200:13a::/64" },
      ],
      servers: [
        {
          id: web,
          name: "web-1",
          nics: [
            { port_id: webPrimary, delete_on_termination: true, network_id: mainNetwork },
            {
              port_id: webSecondary,
              delete_on_termination: false,
              network_id: appNetwork,
              fixed_ips: ["192.168.16.120"],
            },
          ],
        },
      ],
      ports: [{ port_id: freePort, network_id: appNetwork, fixed_ips: ["192.168.16.9"] }],
    },
    ...options,
  });
}

describe("the official provider's login", () => {
  test("with access keys finds the project, the account and the site", async () => {
    const emulator = await start();
    const projects = await golang(emulator, "GET", `/v3/projects?name=${emulator.region}`, { project: false });
    expect(projects.json.projects[0]).toMatchObject({ id: emulator.projectId, name: emulator.region });
    const domains = await golang(emulator, "GET", "/v3/auth/domains", { project: false });
    expect(domains.json.domains[0]).toMatchObject({ id: emulator.account.domainId, name: "emulator" });
    await golang(emulator, "GET", "/v2/products/service-types?limit=1");
    expect(emulator.unknownRoutes()).toEqual([]);
  });

  test("learns from a refusal that the account is of the international site", async () => {
    const emulator = await start({ site: "international" });
    const { json } = await golang(emulator, "GET", "/v2/products/service-types?limit=1", { okCodes: [403] });
    expect(json.error_code).toBe("CBC.0150");
  });

  test("assumes an agency by way of IAM, and works with the keys that it gets", async () => {
    const time = new Date();
    const emulator = await start({ clock: () => time });
    const role = { agency_name: "emulator-agency", domain_name: "emulator", duration_seconds: 43_200 };
    const { json } = await golang(emulator, "POST", "/v3.0/OS-CREDENTIAL/securitytokens", {
      body: { auth: { identity: { methods: ["assume_role"], assume_role: role } } },
      project: false,
    });
    const { access, secret, securitytoken, expires_at } = json.credential;
    expect(Date.parse(expires_at) - time.getTime()).toBe(43_200_000);
    const as = { accessKey: access, secretKey: secret, securityToken: securitytoken };
    const list = await golang(emulator, "GET", ecs(emulator, "os-interface"), { as });
    expect(list.json.interfaceAttachments).toHaveLength(2);
    expect(emulator.requests.at(-1)?.signedBy).toBe(access);
  });

  test("assumes an agency by way of STS when it knows the account's id", async () => {
    const emulator = await start();
    const { json } = await golang(emulator, "POST", "/v5/agencies/assume", {
      body: {
        agency_urn: `iam::${emulator.account.domainId}:agency:emulator-agency`,
        agency_session_name: "emulator-agency",
      },
      project: false,
    });
    const { access_key_id: accessKey, secret_access_key: secretKey, security_token: securityToken } = json.credentials;
    const as = { accessKey, secretKey, securityToken };
    expect((await golang(emulator, "GET", ecs(emulator, "os-interface"), { as })).status).toBe(200);
  });

  test("takes the keys of the server that it runs on", async () => {
    const emulator = await start();
    const found = await fetch(`${emulator.url}/openstack/latest/securitykey`);
    const { access, secret, securitytoken } = ((await found.json()) as SecurityKey).credential;
    const as = { accessKey: access, secretKey: secret, securityToken: securitytoken };
    expect((await golang(emulator, "GET", ecs(emulator, "os-interface"), { as })).status).toBe(200);
  });
});

describe("huaweicloud_compute_interface_attach", () => {
  test("by network_id: is created, read, updated, and deleted with its port", async () => {
    const emulator = await startWithGroups();
    const id = await create(emulator, {
      subnet_id: appNetwork,
      ip_address: "192.168.16.50",
      security_groups: [{ id: groups[0] }],
      ipv6_enable: true,
      ipv6_bandwidth: {},
    });
    expect(await read(emulator, id)).toEqual({
      network_id: appNetwork,
      fixed_ip: "192.168.16.50",
      fixed_ipv6: "2407:c080:1200:13a::2",
      ipv6_enable: true,
      delete_on_termination: "true",
      mac: expect.stringMatching(/^fa:16:3e/),
      security_group_ids: [groups[0]],
      source_dest_check: true,
    });

    await golang(emulator, "PUT", ecs(emulator, `os-interface/${id}`), {
      body: { interface_attachment: { delete_on_termination: false } },
      okCodes: [204],
    });
    await golang(emulator, "POST", ecs(emulator, `os-interface/${id}/change-network-interface`), {
      body: { subnet_id: appNetwork, ip_address: "192.168.16.51" },
    });
    await golang(emulator, "PUT", port(emulator, id), {
      body: { port: { allowed_address_pairs: [{ ip_address: "1.1.1.1/0" }], security_groups: [groups[1]] } },
    });
    expect(await read(emulator, id)).toMatchObject({
      fixed_ip: "192.168.16.51",
      fixed_ipv6: "2407:c080:1200:13a::2",
      delete_on_termination: "false",
      security_group_ids: [groups[1]],
      source_dest_check: false,
    });
    await golang(emulator, "PUT", port(emulator, id), { body: { port: { allowed_address_pairs: [] } } });
    expect(await read(emulator, id)).toMatchObject({ security_group_ids: [groups[1]], source_dest_check: true });

    await golang(emulator, "PUT", ecs(emulator, `os-interface/${id}`), {
      body: { interface_attachment: { delete_on_termination: true } },
      okCodes: [204],
    });
    await waitForJob(
      emulator,
      await golang(emulator, "POST", ecs(emulator, "nics/delete"), { body: { nics: [{ id }] } }),
    );
    expect(await read(emulator, id)).toBeUndefined();
    await golang(emulator, "GET", port(emulator, id), { okCodes: [404] });
    expect(emulator.unknownRoutes()).toEqual([]);
  });

  test("by network_id with delete_on_termination = false: sets it once the NIC is there", async () => {
    const emulator = await startWithGroups();
    const id = await create(emulator, { subnet_id: mainNetwork, ipv6_bandwidth: {} });
    await golang(emulator, "PUT", ecs(emulator, `os-interface/${id}`), {
      body: { interface_attachment: { delete_on_termination: false } },
      okCodes: [204],
    });
    expect(await read(emulator, id)).toMatchObject({
      delete_on_termination: "false",
      ipv6_enable: false,
      fixed_ip: "192.168.0.2",
    });
  });

  test("by port_id: is created, and its port survives its end", async () => {
    const emulator = await startWithGroups();
    expect(await create(emulator, { port_id: freePort, ipv6_bandwidth: {} })).toBe(freePort);
    expect(await read(emulator, freePort)).toMatchObject({
      network_id: appNetwork,
      fixed_ip: "192.168.16.9",
      delete_on_termination: "false",
    });
    const body = { nics: [{ id: freePort }] };
    await waitForJob(emulator, await golang(emulator, "POST", ecs(emulator, "nics/delete"), { body }));
    expect(await read(emulator, freePort)).toBeUndefined();
    const { json } = await golang(emulator, "GET", port(emulator, freePort));
    expect(json.port).toMatchObject({ status: "DOWN", device_id: "" });
  });

  test("moves to another network in place, and to another IPv6 address", async () => {
    const emulator = await startWithGroups();
    const id = await create(emulator, { subnet_id: appNetwork, ipv6_enable: true, ipv6_bandwidth: {} });
    const change = ecs(emulator, `os-interface/${id}/change-network-interface`);
    await golang(emulator, "POST", change, { body: { ipv6_address: "2407:c080:1200:13a::77" } });
    expect(await read(emulator, id)).toMatchObject({ fixed_ipv6: "2407:c080:1200:13a::77" });
    await golang(emulator, "POST", change, { body: { subnet_id: mainNetwork } });
    expect(await read(emulator, id)).toMatchObject({ network_id: mainNetwork, ipv6_enable: false });
  });

  test("imports a NIC that it did not create, and refreshes it", async () => {
    const emulator = await startWithGroups();
    expect(await read(emulator, webSecondary)).toMatchObject({
      network_id: appNetwork,
      fixed_ip: "192.168.16.120",
      delete_on_termination: "false",
      source_dest_check: true,
    });
  });

  test("reports a job that fails, with its code and reason", async () => {
    const emulator = await startWithGroups();
    emulator.fail({ method: "POST", respond: { failJob: { code: "Ecs.0217", reason: "Failed to attach the NIC." } } });
    const body = { nics: [{ subnet_id: appNetwork, ipv6_bandwidth: {} }] };
    const job = await waitForJob(emulator, await golang(emulator, "POST", ecs(emulator, "nics"), { body }));
    expect(job).toMatchObject({ status: "FAIL", error_code: "Ecs.0217", fail_reason: "Failed to attach the NIC." });
  });

  test("forgets a NIC whose server is gone, for which it looks at error.code", async () => {
    const emulator = await startWithGroups();
    emulator.removeServer(web);
    const { json } = await golang(emulator, "GET", ecs(emulator, "os-interface"), { okCodes: [400] });
    expect(json.error.code).toBe("Ecs.0307");
  });

  test("cannot take the primary NIC off", async () => {
    const emulator = await startWithGroups();
    const body = { nics: [{ id: webPrimary }] };
    await golang(emulator, "POST", ecs(emulator, "nics/delete"), { body, okCodes: [403] });
    expect(emulator.nic(web, webPrimary)).toBeDefined();
  });
});

describe("the data source huaweicloud_compute_attachable_nics", () => {
  test("reads quantities and NICs", async () => {
    const emulator = await startWithGroups();
    const { json } = await golang(emulator, "GET", ecs(emulator, "os-interface_extension"));
    expect(json.attachableQuantity).toEqual({
      free_efi_nic: expect.any(Number),
      free_scsi: expect.any(Number),
      free_blk: expect.any(Number),
      free_disk: expect.any(Number),
      free_nic: 10,
    });
    for (const nic of json.interfaceAttachments) {
      expect(Object.keys(nic).sort()).toEqual([
        "delete_on_termination",
        "driver_mode",
        "fixed_ips",
        "mac_addr",
        "min_rate",
        "multiqueue_num",
        "net_id",
        "pci_address",
        "port_id",
        "port_state",
        "preserve_on_delete",
      ]);
    }
  });

  test("of a server that is not there is an error", async () => {
    const emulator = await start();
    const path = `/v1/${emulator.projectId}/cloudservers/${nobody}/os-interface_extension`;
    expect((await golang(emulator, "GET", path, { okCodes: [400] })).json.error.code).toBe("Ecs.0307");
  });
});

test("the official provider lists the ports of an instance in pages", async () => {
  const emulator = await startWithGroups();
  const path = `/v1/${emulator.projectId}/ports?device_id=${web}&limit=1`;
  const first = (await golang(emulator, "GET", path)).json.ports;
  const second = (await golang(emulator, "GET", `${path}&marker=${first[0].id}`)).json.ports;
  const third = (await golang(emulator, "GET", `${path}&marker=${second[0].id}`)).json.ports;
  expect([first[0], second[0]].map((each) => [each.id, each["binding:vif_details"].primary_interface])).toEqual([
    [webPrimary, true],
    [webSecondary, false],
  ]);
  expect(third).toEqual([]);
});
