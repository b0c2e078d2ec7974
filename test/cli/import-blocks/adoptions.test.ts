import { adopt } from "../../../src/cli/import-blocks/adoptions";
import { writeCdktf } from "../../../src/cli/import-blocks/cdktf";
import { writeHcl } from "../../../src/cli/import-blocks/hcl";
import { spellForHcl } from "../../../src/cli/import-blocks/labels";
import type { ExistingServer } from "../../../src/provider/existing-nics";

const SERVER = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21";
const PORT = "3e9b7d52-64c1-4f0e-8a1d-90c2f5b7e613";

function serverNamed(name: string): ExistingServer {
  const nic = {
    portId: PORT,
    macAddress: "fa:16:3e:45:65:c4",
    ipAddresses: ["192.168.0.10", "2407:c080:1200::5"],
    deleteOnTermination: true,
    isPrimary: true,
    sourceDestCheck: undefined,
  };
  return { id: SERVER, name, nics: [nic], policy: { deleteOnTermination: true, overrides: null } };
}

const OPTIONS = { resource: "setting", region: undefined, spell: spellForHcl } as const;

test("in another region than the provider's, the id begins with it and the resource names it", () => {
  const servers = [serverNamed("web-1")];
  expect(adopt(servers, { ...OPTIONS, region: "eu-west-101" })).toMatchObject([
    { importId: `eu-west-101/${SERVER}/${PORT}`, arguments: { region: "eu-west-101" } },
  ]);
  expect(adopt(servers, { ...OPTIONS, resource: "policy", region: "eu-west-101" })).toMatchObject([
    { importId: `eu-west-101/${SERVER}`, arguments: { region: "eu-west-101" } },
  ]);
  const [plain] = adopt(servers, OPTIONS);
  expect(plain?.importId).toBe(`${SERVER}/${PORT}`);
  expect(plain?.arguments).not.toHaveProperty("region");
});

test("the comment says server, addresses, MAC address and whether it is the primary NIC", () => {
  const [adoption] = adopt([serverNamed("web-1")], OPTIONS);
  expect(adoption?.comment).toBe("web-1, primary NIC: 192.168.0.10, 2407:c080:1200::5, MAC fa:16:3e:45:65:c4");
});

test.each([
  ["a\nresource {}", "a\\u{a}resource {}"],
  ["a\r\u2028b\u2029\u0085", "a\\u{d}\\u{2028}b\\u{2029}\\u{85}"],
  ["a\u202eb\u200d", "a\\u{202e}b\\u{200d}"],
  ["数据库 */ `\\", "数据库 */ `\\"],
  ["  ", SERVER],
])("the name %j leaves the comment one line of printable characters", (name, shown) => {
  const adoptions = adopt([serverNamed(name)], OPTIONS);
  expect(adoptions[0]?.comment.startsWith(`${shown}, primary NIC: `)).toBe(true);
  // Whatever it is called, as many lines as for any other name.
  for (const write of [writeHcl, writeCdktf]) {
    const lines = write("setting", adoptions, "All.").split(/[\n\r\u2028\u2029\u0085]/);
    expect(lines).toHaveLength(write("setting", adopt([serverNamed("web")], OPTIONS), "All.").split("\n").length);
  }
});
