import { type Claim, type Claims, createClaims } from "../../src/provider/claims";
import { DiagnosticError } from "../../src/terraform";

const SETTING = "huaweiecs_nic_attachment_setting";
const ATTACHMENT = "huaweiecs_nic_attachment";
const POLICY = "huaweiecs_server_nic_policy";
const NIC = { region: "r", serverId: "s", portId: "p" };
const SERVER = { region: "r", serverId: "s" };

let claims: Claims;

beforeEach(() => {
  claims = createClaims();
});

function claimOf(type: string, place: Pick<Claim, "region" | "serverId" | "portId">, wanted?: boolean): Claim {
  return { type, ...place, wanted: () => wanted };
}

/** What is said against a resource when it is planned; undefined if nothing is. */
function planned(claim: Claim): string | undefined {
  try {
    claims.plan({ ...claim, path: [{ attribute: "port_id" }] });
    return undefined;
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    expect(error.path).toEqual([{ attribute: "port_id" }]);
    return `${error.summary}: ${error.message}`;
  }
}

/** As Terraform does it for each resource: it announces the configuration, and plans. */
function walk(...all: readonly Claim[]): (string | undefined)[] {
  return all.map((claim) => {
    claims.announce(claim);
    return planned(claim);
  });
}

describe("two resources of one type", () => {
  test.each([true, false])("about one NIC conflict, the second one wanting %s", (wanted) => {
    expect(walk(claimOf(SETTING, NIC, true), claimOf(SETTING, NIC, wanted))).toEqual([
      undefined,
      expect.stringMatching(
        /^Two resources for one NIC: Another huaweiecs_nic_attachment_setting .* about the NIC p of the ECS s as well/,
      ),
    ]);
  });

  test("for one server's NICs conflict", () => {
    expect(walk(claimOf(POLICY, SERVER, true), claimOf(POLICY, SERVER, true))).toEqual([
      undefined,
      expect.stringMatching(/Another huaweiecs_server_nic_policy .* about the NICs of the ECS s as well/),
    ]);
  });

  test("about different NICs, servers or regions do not conflict", () => {
    const places = [NIC, { ...NIC, portId: "q" }, { ...NIC, serverId: "t" }, { ...NIC, region: "u" }];
    const wishes = places.map((place, index) => claimOf(SETTING, place, index % 2 === 0));
    expect(walk(...wishes)).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe("one resource", () => {
  test("that is replaced is announced once and planned twice, which is no conflict", () => {
    walk(claimOf(SETTING, NIC, true));
    expect(planned(claimOf(SETTING, NIC, false))).toBeUndefined();
  });

  test("that was applied may be announced and planned again", () => {
    walk(claimOf(SETTING, NIC, true));
    claims.applied(claimOf(SETTING, NIC, true));
    expect(walk(claimOf(SETTING, NIC, false))).toEqual([undefined]);
  });

  test("may follow one that is gone", () => {
    walk(claimOf(SETTING, NIC, true));
    claims.released(claimOf(SETTING, NIC));
    expect(walk(claimOf(SETTING, NIC, false))).toEqual([undefined]);
  });
});

describe("resources of different types", () => {
  test.each([
    [SETTING, NIC, ATTACHMENT, NIC],
    [ATTACHMENT, NIC, SETTING, NIC],
    [SETTING, NIC, POLICY, SERVER],
    [POLICY, SERVER, SETTING, NIC],
    [ATTACHMENT, NIC, POLICY, SERVER],
  ])("%s %j and %s %j conflict when they want different things, and both are named", (first, its, second, place) => {
    const [, text] = walk(claimOf(first, its, true), claimOf(second, place, false));
    expect(text).toContain(
      `A ${first} of this configuration wants delete_on_termination = true for the NIC p of the ECS s`,
    );
    expect(text).toContain(`this ${second} wants false`);
  });

  test("that want the same, or of which one does not care, do not conflict", () => {
    expect(walk(claimOf(SETTING, NIC, true), claimOf(ATTACHMENT, NIC, true), claimOf(POLICY, SERVER))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("conflict with what was applied before in the same run, and not with what is gone", () => {
    claims.applied(claimOf(ATTACHMENT, NIC, false));
    expect(walk(claimOf(SETTING, NIC, true))).toEqual([expect.stringContaining("Two resources for one NIC")]);
    claims.released(claimOf(ATTACHMENT, NIC));
    expect(planned(claimOf(SETTING, NIC, true))).toBeUndefined();
  });
});
