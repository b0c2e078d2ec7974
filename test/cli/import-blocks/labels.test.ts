import fc from "fast-check";
import { labelNics, labelServers, spellForConstructs, spellForHcl } from "../../../src/cli/import-blocks/labels";
import type { ExistingNic, ExistingServer } from "../../../src/provider/existing-nics";
import { Workspace } from "../../support/terraform";

let ids = 0;

/** A UUID that no other call gives; the first part counts on, so that eight characters tell them apart. */
function nextId(): string {
  return `${(++ids).toString(16).padStart(8, "0")}-2d0b-4e7a-9c55-1b6e0d3f7a21`;
}

function nic(...ipAddresses: string[]): ExistingNic {
  return {
    portId: nextId(),
    macAddress: "fa:16:3e:45:65:c4",
    ipAddresses,
    deleteOnTermination: false,
    isPrimary: false,
    sourceDestCheck: undefined,
  };
}

function server(
  name: string,
  nics: readonly ExistingNic[] = [{ ...nic("10.0.0.1"), isPrimary: true }],
): ExistingServer {
  return { id: nextId(), name, nics, policy: { deleteOnTermination: false, overrides: null } };
}

function nicLabels(servers: readonly ExistingServer[], spell = spellForHcl): string[] {
  return [...labelNics(servers, spell).values()];
}

function serverLabels(names: readonly string[], spell = spellForHcl): string[] {
  return [
    ...labelServers(
      names.map((name) => server(name)),
      spell,
    ).values(),
  ];
}

test("a NIC is called after its server and what it is there: primary, or its first address, or its port", () => {
  const web = server("Web-1", [
    { ...nic("192.168.0.10"), isPrimary: true },
    nic("192.168.16.120", "2407:c080:1200::5"),
    nic("2407:c080:1200::7"),
    { ...nic(), portId: "c5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057" },
    { ...nic("10.9.8.7"), isPrimary: undefined },
  ]);
  expect(nicLabels([web])).toEqual([
    "web_1_primary",
    "web_1_192_168_16_120",
    "web_1_2407_c080_1200_7",
    "web_1_port_c5d20f8a",
    "web_1_10_9_8_7",
  ]);
});

test.each([
  ["web-1", "web_1", "web_1"],
  ["  Web..1!  ", "web_1", "web_1"],
  ["Café", "café", "cafe"],
  ["数据库-1", "数据库_1", "server_1"],
  ["ｗｅｂ", "web", "web"],
  ["1st", "server_1st", "server_1st"],
  ['"$ {x}" %{y}\nz', "x_y_z", "x_y_z"],
  ["データ・センター", "データ_センター", "server_00000000"],
  ["🚀", "server_00000000", "server_00000000"],
  ["", "server_00000000", "server_00000000"],
])("the server %p is called %p in HCL and %p in CDKTF", (name, hcl, construct) => {
  const one = [{ ...server(name), id: "00000000-2d0b-4e7a-9c55-1b6e0d3f7a21" }];
  expect([...labelServers(one, spellForHcl).values()]).toEqual([hcl]);
  expect([...labelServers(one, spellForConstructs).values()]).toEqual([construct]);
});

test("servers that would have one label have a part of their ids in it, all of them and nobody else", () => {
  const servers = [server("web-1"), server("web_1"), server("web-2")].map((each, index) => ({
    ...each,
    id: `${index}f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21`,
  }));
  expect([...labelServers(servers, spellForHcl).values()]).toEqual(["web_1_0f14a1c6", "web_1_1f14a1c6", "web_2"]);
});

test("ids that begin alike are written in full", () => {
  const twins = ["1", "2"].map((end) => ({ ...server("web"), id: `8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a2${end}` }));
  expect([...labelServers(twins, spellForHcl).values()]).toEqual([
    "web_8f14a1c6_2d0b_4e7a_9c55_1b6e0d3f7a21",
    "web_8f14a1c6_2d0b_4e7a_9c55_1b6e0d3f7a22",
  ]);
});

test("a server whose name is another's label with its id gives way as well", () => {
  const servers = [
    { ...server("web"), id: "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21" },
    { ...server("web"), id: "9f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21" },
    { ...server("web-8f14a1c6"), id: "af14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21" },
  ];
  expect([...labelServers(servers, spellForHcl).values()]).toEqual([
    "web_8f14a1c6_2d0b_4e7a_9c55_1b6e0d3f7a21",
    "web_9f14a1c6",
    "web_8f14a1c6_af14a1c6",
  ]);
});

test("NICs with one address on one server are told apart by their ports", () => {
  const [first, second] = [nic("10.0.0.9"), nic("10.0.0.9")];
  expect(nicLabels([server("web", [first, second])])).toEqual([
    `web_10_0_0_9_${first.portId.slice(0, 8)}`,
    `web_10_0_0_9_${second.portId.slice(0, 8)}`,
  ]);
});

test("a label depends on the servers that there are, not on their order", () => {
  const servers = ["web", "web", "db", "Web", "数据库"].map((name) => server(name));
  const there = labelServers(servers, spellForHcl);
  const back = labelServers(servers.toReversed(), spellForHcl);
  for (const each of servers) expect(back.get(each)).toBe(there.get(each));
});

test.each([
  ["HCL", spellForHcl],
  ["CDKTF", spellForConstructs],
])("labels in %s are distinct, whatever servers are called and whatever addresses they have", (_, spell) => {
  const names = fc.array(
    fc.constantFrom("web", "web-1", "web 10", "web_primary", "数", "据", "", "1", "web 10 0", "é", "e"),
  );
  fc.assert(
    fc.property(names, (given) => {
      const servers = given.map((name) =>
        server(name, [{ ...nic("10.0.0.1"), isPrimary: true }, nic("0.0.0.1"), nic()]),
      );
      const nics = nicLabels(servers, spell);
      const labels = serverLabels(given, spell);
      expect(new Set(nics).size).toBe(servers.length * 3);
      expect(new Set(labels).size).toBe(servers.length);
      if (spell === spellForConstructs) {
        for (const label of [...nics, ...labels]) expect(label).toMatch(/^[a-z][a-z0-9_]*$/);
      }
    }),
  );
});

test("Terraform accepts the label of a name of any characters", async () => {
  const characters = Array.from({ length: 0x30000 }, (_, code) => code).filter(
    (code) => code < 0xd800 || code > 0xdfff,
  );
  const names = Array.from({ length: Math.ceil(characters.length / 60) }, (_, index) =>
    String.fromCodePoint(...characters.slice(index * 60, (index + 1) * 60)),
  );
  const labels = serverLabels([...names, ...names.map((name) => `a${name}`)]);
  expect(labels.filter((label) => /\p{Script=Han}{20}/u.test(label)).length).toBeGreaterThan(100);
  const workspace = new Workspace();
  try {
    workspace.write(labels.map((label) => `output "${label}" {\n  value = 1\n}\n`).join(""));
    expect(await workspace.must("validate", "-no-color")).toContain("The configuration is valid");
  } finally {
    workspace.remove();
  }
});
