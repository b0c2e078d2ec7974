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

/** What a plan says against a claim; undefined if it says nothing. */
function plan(claim: Claim, { state = null, plan = {} }: { state?: object | null; plan?: object } = {}) {
  try {
    claims.plan({ ...claim, state, plan: { wanted: claim.wanted("p"), ...plan }, path: [{ attribute: "port_id" }] });
    return undefined;
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    expect(error.path).toEqual([{ attribute: "port_id" }]);
    return `${error.summary}: ${error.message}`;
  }
}

describe("two resources of one type", () => {
  test("that are new and want different things of one NIC conflict", () => {
    expect(plan(claimOf(SETTING, NIC, true))).toBeUndefined();
    expect(plan(claimOf(SETTING, NIC, false))).toMatch(
      /^Two resources for one NIC: Another huaweiecs_nic_attachment_setting .* about the NIC p of the ECS s as well/,
    );
  });

  test("that are new and differ in anything conflict", () => {
    expect(plan(claimOf(SETTING, NIC, true), { plan: { on_destroy: "keep" } })).toBeUndefined();
    expect(plan(claimOf(SETTING, NIC, true), { plan: { on_destroy: "restore" } })).toBeDefined();
  });

  test("that exist both conflict, although they want the same", () => {
    expect(plan(claimOf(SETTING, NIC, true), { state: { original: true } })).toBeUndefined();
    expect(plan(claimOf(SETTING, NIC, true), { state: { original: false } })).toBeDefined();
  });

  test("of which one is new conflict when they want different things", () => {
    expect(plan(claimOf(SETTING, NIC, true), { state: {} })).toBeUndefined();
    expect(plan(claimOf(SETTING, NIC, false))).toBeDefined();
  });

  test("about different NICs, servers or regions do not conflict", () => {
    plan(claimOf(SETTING, NIC, true));
    expect(plan(claimOf(SETTING, { ...NIC, portId: "q" }, false))).toBeUndefined();
    expect(plan(claimOf(SETTING, { ...NIC, serverId: "t" }, false))).toBeUndefined();
    expect(plan(claimOf(SETTING, { ...NIC, region: "u" }, false))).toBeUndefined();
  });

  test("for one server's NICs conflict", () => {
    expect(plan(claimOf(POLICY, SERVER, true))).toBeUndefined();
    expect(plan(claimOf(POLICY, SERVER, true), { plan: { on_destroy: "keep" } })).toMatch(
      /Another huaweiecs_server_nic_policy .* about the NICs of the ECS s as well/,
    );
  });
});

describe("one resource", () => {
  test("that is replaced because a user wants it is planned twice, which is no conflict", () => {
    expect(plan(claimOf(SETTING, NIC, true), { state: { original: true } })).toBeUndefined();
    expect(plan(claimOf(SETTING, NIC, true))).toBeUndefined();
  });

  test("that is asked for twice in the same words is one", () => {
    expect(plan(claimOf(SETTING, NIC, true))).toBeUndefined();
    expect(plan(claimOf(SETTING, NIC, true))).toBeUndefined();
  });

  test("may want something else once it is applied, or is gone", () => {
    plan(claimOf(SETTING, NIC, true));
    claims.applied(claimOf(SETTING, NIC, true));
    expect(plan(claimOf(SETTING, NIC, false), { state: {} })).toBeUndefined();
    claims.released(claimOf(SETTING, NIC));
    expect(plan(claimOf(SETTING, NIC, true))).toBeUndefined();
  });
});

describe("resources of different types", () => {
  test.each([
    [SETTING, NIC, ATTACHMENT, NIC],
    [ATTACHMENT, NIC, SETTING, NIC],
    [SETTING, NIC, POLICY, SERVER],
    [POLICY, SERVER, SETTING, NIC],
    [ATTACHMENT, NIC, POLICY, SERVER],
  ])("%s %j and %s %j conflict when they want different things, and name both", (first, its, second, place) => {
    plan(claimOf(first, its, true));
    const text = plan(claimOf(second, place, false));
    expect(text).toContain(
      `A ${first} of this configuration wants delete_on_termination = true for the NIC p of the ECS s`,
    );
    expect(text).toContain(`this ${second} wants false`);
  });

  test("that want the same, or of which one does not care, do not conflict", () => {
    plan(claimOf(SETTING, NIC, true));
    expect(plan(claimOf(ATTACHMENT, NIC, true))).toBeUndefined();
    expect(plan(claimOf(POLICY, SERVER))).toBeUndefined();
  });

  test("conflict with what was applied before in the same run", () => {
    claims.applied(claimOf(ATTACHMENT, NIC, false));
    expect(plan(claimOf(SETTING, NIC, true))).toBeDefined();
    claims.released(claimOf(ATTACHMENT, NIC));
    expect(plan(claimOf(SETTING, NIC, true), { plan: { again: true } })).toBeDefined();
  });
});
