/** The search for servers as a data source: what it asks of ECS, and what it makes of the answers. */
import { type Emulator, generateSeed, type ServerSeed, startEmulator } from "../../src/emulator";
import type { ProviderServer, Value } from "../../src/terraform";
import { configured, onlyDiagnostic } from "./support/configured-provider";
import { faultsOf, invalid, read, requestsTo } from "./support/reading";

const SERVERS = "huaweiecs_servers";

const id = (last: string) => `4f4b3dfa-eb70-47cf-a60a-998a53bd59${last}`;

const WEB_1: ServerSeed = {
  id: id("81"),
  name: "web-1",
  tags: ["stage=prod", "team=net"],
  nics: [
    { port_id: id("01"), delete_on_termination: false, fixed_ips: ["192.168.0.33"] },
    { port_id: id("02"), delete_on_termination: false, fixed_ips: ["10.9.0.7", "2001:db8::7"] },
  ],
};
const WEB_2: ServerSeed = {
  id: id("82"),
  name: "web-2",
  status: "SHUTOFF",
  locked: true,
  enterprise_project_id: id("e0"),
  tags: ["stage=test"],
  nics: [{ port_id: id("03"), delete_on_termination: false, fixed_ips: ["192.168.0.34"] }],
};
const DB: ServerSeed = {
  id: id("80"),
  name: "DB.web",
  tags: ["stage=prod"],
  nics: [{ port_id: id("04"), delete_on_termination: false, fixed_ips: ["192.168.1.51"] }],
};

const many = generateSeed({ servers: 250, nicsPerServer: 1 }).servers;

/** The provider's endpoints are good for its own region only, so no other is asked. */
const ELSEWHERE = {
  summary: "Not possible with this configuration",
  detail: expect.stringContaining("Region eu-west-101 cannot be reached"),
};

let emulator: Emulator;
let server: ProviderServer;

async function start(servers: readonly ServerSeed[], given: Record<string, Value> = {}): Promise<void> {
  emulator = await startEmulator({ seed: { servers: [...servers] } });
  server = await configured(emulator, given);
}

afterEach(async () => {
  server.close();
  await emulator.stop();
});

async function found(given: Record<string, Value>): Promise<Value | undefined> {
  return (await read(server, SERVERS, given)).server_ids;
}

const queries = () =>
  requestsTo(emulator, "ListServersDetails").map((path) =>
    Object.fromEntries(new URL(path, "http://ecs").searchParams),
  );

describe("a search", () => {
  const [web1, web2, db] = [WEB_1.id, WEB_2.id, DB.id];

  const searches: [string, Record<string, Value>, string[]][] = [
    ["nothing", {}, [db, web1, web2]],
    ["a part of the name", { name: "eb-" }, [web1, web2]],
    ["another case", { name: "WEB" }, [db, web1, web2]],
    ["a name with a point for any character", { name: "w.b.2" }, [web2]],
    ["a status", { status: "SHUTOFF" }, [web2]],
    ["a part of an address", { ip_address: "192.168.0." }, [web1, web2]],
    ["an address of a second NIC", { ip_address: "10.9.0.7" }, [web1]],
    ["a flavor", { flavor_id: "s6.large.2" }, [db, web1, web2]],
    ["another flavor", { flavor_id: "s6.large" }, []],
    ["a zone", { availability_zone: "cn-north-4a" }, [db, web1, web2]],
    ["another zone", { availability_zone: "cn-north-4" }, []],
    ["a tag", { tags: { stage: "prod" } }, [db, web1]],
    ["another value of a tag", { tags: { stage: "pro" } }, []],
    ["a key alone", { tags: { team: "" } }, [web1]],
    ["two tags", { tags: { stage: "prod", team: "net" } }, [web1]],
    ["two tags that no server has both", { tags: { stage: "test", team: "net" } }, []],
    ["no tag in particular", { tags: {} }, [db, web1, web2]],
    ["an enterprise project", { enterprise_project_id: id("e0") }, [web2]],
    ["every enterprise project", { enterprise_project_id: "all_granted_eps" }, [db, web1, web2]],
    ["several things", { name: "web", status: "ACTIVE", ip_address: "192.168.0." }, [web1]],
    ["several things that no server has all", { name: "web-1", status: "SHUTOFF" }, []],
  ];

  test.each(searches)("for %s finds what fits", async (_what, given, expected) => {
    await start([WEB_2, WEB_1, DB]);
    expect(await found(given)).toEqual(expected);
  });

  test.each(searches)(
    "for %s among given servers finds the same, although ECS looks at ids alone",
    async (_what, given, expected) => {
      await start([WEB_2, WEB_1, DB]);
      expect(await found({ ids: [web1, db, id("ff")], ...given })).toEqual(expected.filter((each) => each !== web2));
      expect(queries()).toEqual([{ server_id: [web1, db, id("ff")].join(), offset: "1", limit: "100" }]);
    },
  );

  test("for no servers finds none, and asks for none", async () => {
    await start([WEB_1]);
    expect(await found({ ids: [] })).toEqual([]);
    expect(emulator.requests).toEqual([]);
  });

  test("goes through all pages, and sorts by name and then by id", async () => {
    const twin = { ...WEB_1, id: id("79"), nics: [] };
    await start([WEB_1, ...many, twin]);
    const { servers, server_ids: ids } = await read(server, SERVERS, {});
    const names = (servers as { name: string }[]).map(({ name }) => name);
    expect(names).toEqual([...many.map(({ name }) => name), "web-1", "web-1"].sort());
    expect((ids as string[]).slice(-2)).toEqual([twin.id, WEB_1.id]);
    expect(queries().map(({ offset }) => offset)).toEqual(["1", "2", "3"]);
  });

  test.each([
    [99, 1],
    [100, 2],
    [250, 3],
  ])("for %i ids takes %i requests", async (count, requests) => {
    await start(many);
    const wanted = many.slice(0, count).map((each) => each.id);
    expect([...((await found({ ids: wanted })) as string[])].sort()).toEqual([...wanted].sort());
    expect(queries()).toHaveLength(requests);
    for (const { server_id: ids = "" } of queries()) expect(ids.split(",").length).toBeLessThanOrEqual(100);
  });

  test("that names no enterprise project is limited to the provider's", async () => {
    await start([WEB_1, WEB_2], { enterprise_project_id: id("e0") });
    expect(await found({})).toEqual([WEB_2.id]);
    expect(await found({ enterprise_project_id: "0" })).toEqual([WEB_1.id]);
    expect(await found({ ids: [WEB_1.id] })).toEqual([WEB_1.id]);
  });

  test("in another region is made there", async () => {
    await start([WEB_1]);
    const faults = await faultsOf(server, SERVERS, { region: "eu-west-101" });
    expect(onlyDiagnostic(faults)).toMatchObject(ELSEWHERE);
    expect(emulator.requests).toEqual([]);
  });

  test("that the cloud refuses says so", async () => {
    await start([WEB_1]);
    emulator.fail({ route: "ListServersDetails", respond: "policy-forbids" });
    expect(onlyDiagnostic(await faultsOf(server, SERVERS, {}))).toMatchObject({ summary: "Not permitted" });
  });
});

describe("a server", () => {
  const answer = (more: object) => {
    const body = { count: 1, servers: [{ id: WEB_1.id, name: "web-1", status: "ACTIVE", ...more }] };
    emulator.fail({ route: "ListServersDetails", respond: { status: 200, body } });
  };
  const address = (ip: string, portId: string, more: object = {}) => ({
    version: "4",
    addr: ip,
    "OS-EXT-IPS:type": "fixed",
    "OS-EXT-IPS-MAC:mac_addr": "fa:16:3e:45:65:c4",
    "OS-EXT-IPS:port_id": portId,
    ...more,
  });

  test("is told with all that ECS says of it", async () => {
    await start([WEB_1]);
    answer({
      metadata: { vpc_id: id("00") },
      flavor: { id: "c6.xlarge.2" },
      "OS-EXT-AZ:availability_zone": "cn-north-4b",
      enterprise_project_id: "0",
      created: "2026-01-15T08:15:30Z",
      locked: true,
      security_groups: [{ id: id("aa") }, { id: id("ab") }],
      tags: ["stage=prod", "formula=a=b", "alone", "empty="],
      addresses: {
        vpc: [
          address("1.2.3.4", id("01"), { "OS-EXT-IPS:type": "floating" }),
          address("2001:db8::7", id("01"), { version: "6" }),
          address("30.9.0.7", id("01")),
          address("192.168.0.33", id("02"), { primary: true }),
        ],
      },
    });
    const one = { type: "fixed", mac_address: "fa:16:3e:45:65:c4", port_id: id("01"), primary: false };
    expect((await read(server, SERVERS, {})).servers).toEqual([
      {
        id: WEB_1.id,
        name: "web-1",
        status: "ACTIVE",
        vpc_id: id("00"),
        flavor_id: "c6.xlarge.2",
        availability_zone: "cn-north-4b",
        enterprise_project_id: "0",
        created_at: "2026-01-15T08:15:30Z",
        locked: true,
        security_group_ids: [id("aa"), id("ab")],
        tags: { stage: "prod", formula: "a=b", alone: "", empty: "" },
        addresses: [
          { ...one, ip_address: "192.168.0.33", version: 4, port_id: id("02"), primary: true },
          { ...one, ip_address: "30.9.0.7", version: 4 },
          { ...one, ip_address: "2001:db8::7", version: 6 },
          { ...one, ip_address: "1.2.3.4", version: 4, type: "floating" },
        ],
      },
    ]);
  });

  test("whose primary NIC ECS does not tell has no address that is called primary or not", async () => {
    await start([WEB_1]);
    answer({ addresses: { vpc: [address("10.9.0.7", id("01"))] } });
    expect((await read(server, SERVERS, {})).servers).toMatchObject([{ addresses: [{ primary: null }] }]);
  });

  test.each([
    ["its floating address", { ip_address: "1.2.3" }, true],
    ["a part of its IPv6 address", { ip_address: "200" }, false],
    ["a key that it has alone", { tags: { alone: "" } }, true],
    ["a key that begins like one of its keys", { tags: { alo: "" } }, false],
    ["a value for a key that it has alone", { tags: { alone: "x" } }, false],
  ])("that is among given ones is asked for %s", async (_what, given, isFound) => {
    await start([WEB_1]);
    answer({
      tags: ["alone"],
      addresses: {
        vpc: [
          address("1.2.3.4", id("01"), { "OS-EXT-IPS:type": "floating" }),
          address("2001:db8::7", id("01"), { version: "6" }),
        ],
      },
    });
    expect(await found({ ids: [WEB_1.id], ...given })).toEqual(isFound ? [WEB_1.id] : []);
  });
});

describe("an argument", () => {
  test.each<[string, Value]>([
    ["region", "cn north"],
    ["name", ""],
    ["name", "^web"],
    ["name", "web-[12]"],
    ["ids", ["web-1"]],
    ["ids", [WEB_1.id, null]],
    ["status", "active"],
    ["ip_address", "192.168.0.0/24"],
    ["ip_address", ""],
    ["flavor_id", ""],
    ["availability_zone", " "],
    ["tags", { stage: "a,b" }],
    ["tags", { "a=b": "" }],
    ["tags", { "": "prod" }],
    ["tags", { stage: null }],
    ["enterprise_project_id", ""],
  ])("%s that is %j is refused", async (name, value) => {
    await start([]);
    expect(onlyDiagnostic(invalid(server, SERVERS, { [name]: value }))).toMatchObject({
      summary: `Invalid ${name}`,
      path: [{ attribute: name }],
    });
  });
});
