import {
  badGateway,
  type Emulator,
  type EmulatorOptions,
  policyForbids,
  serverLocked,
  startEmulator,
  systemError,
} from "../../src/emulator";
import { type ProviderServer, record, UNKNOWN, type Value, type ValueRecord } from "../../src/terraform";
import { complete } from "../terraform/support/core";
import { apply as applyAs, configured, onlyDiagnostic, plan as planAs } from "./support/configured-provider";

const TYPE = "huaweiecs_server_nic_policy";
const SERVER = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21";
const NOBODY = "00000000-0000-4000-8000-000000000000";
/** In the order of their ids: the primary NIC is deleted with the server, the others are not. */
const PRIMARY = "3e9b7d52-64c1-4f0e-8a1d-90c2f5b7e613";
const SECOND = "c5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057";
const THIRD = "e7a40b61-9d58-4c3f-a2e6-5b1c8f07d394";

let emulator: Emulator;
let server: ProviderServer;

async function start(options: EmulatorOptions = {}, provider: Record<string, Value> = {}): Promise<void> {
  emulator = await startEmulator(options);
  emulator.addNic(SERVER, { port_id: THIRD, delete_on_termination: false, fixed_ips: ["192.168.0.90"] });
  server = await configured(emulator, provider);
}

afterEach(async () => {
  server.close();
  await emulator.stop();
});

/** Another run of Terraform: what the last one had read is forgotten. */
async function nextRun(provider: Record<string, Value> = {}): Promise<void> {
  server.close();
  server = await configured(emulator, provider);
  emulator.clearRequests();
}

type Given = Record<string, Value>;

const policy = (given: Given = {}): Given => ({ server_id: SERVER, delete_on_termination: false, ...given });
const plan = (prior: ValueRecord | null, given: Given = policy()) => planAs(server, prior, given, TYPE);
const apply = (prior: ValueRecord | null, given: Given = policy()) => applyAs(server, prior, given, TYPE);
const destroy = (prior: ValueRecord | null) => server.resources.apply(TYPE, { prior, planned: null, config: null });

/** The state of a policy that was created, with what a refresh finds in the next run. */
async function created(given: Given = policy(), provider: Record<string, Value> = {}): Promise<ValueRecord> {
  const { state, diagnostics } = await apply(null, given);
  expect(diagnostics).toEqual([]);
  await nextRun(provider);
  return state as ValueRecord;
}

async function refreshed(state: ValueRecord | null): Promise<ValueRecord | null> {
  const { state: found, diagnostics } = await server.resources.read(TYPE, state as ValueRecord);
  expect(diagnostics).toEqual([]);
  return found;
}

/** What requests were sent, in the order of their names. */
const sent = () => emulator.requests.map(({ route }) => route).toSorted();
const LIST = "ListServerInterfaces";
const SHOW = "ShowServer";
const PUT = "UpdateServerInterface";

function inCloud(portId: string): boolean | undefined {
  return emulator.nic(SERVER, portId)?.deleteOnTermination;
}

const set = (portId: string, deleteOnTermination: boolean) => emulator.setNic(SERVER, portId, { deleteOnTermination });

/** By port, the settings of the NICs in a state or a plan. */
function settings(values: ValueRecord | null): Value {
  const nics = values?.nics as readonly ValueRecord[];
  return record(nics.map((nic) => [nic.port_id as string, nic.delete_on_termination as Value]));
}

const noSuchNic = {
  status: 400,
  body: { error: { code: "Ecs.0085", message: "The server does not have the interface." } },
};

const originals = (values: ValueRecord | null) => values?.original_delete_on_termination;

describe("create", () => {
  test("lists the NICs once, changes those that differ and knows the rest without another look", async () => {
    await start();
    const { state, diagnostics } = await apply(null);
    expect(diagnostics).toEqual([]);
    expect(sent()).toEqual([LIST, PUT]);
    expect(inCloud(PRIMARY)).toBe(false);
    expect(state).toEqual({
      id: SERVER,
      server_id: SERVER,
      region: "cn-north-4",
      delete_on_termination: false,
      overrides: null,
      include_primary: true,
      on_destroy: "restore",
      original_delete_on_termination: { [PRIMARY]: true, [SECOND]: false, [THIRD]: false },
      nics: [
        {
          id: `${SERVER}/${PRIMARY}`,
          port_id: PRIMARY,
          network_id: "610a4af2-1d90-4d2b-8057-dc238b26febf",
          mac_address: "fa:16:3e:45:65:c4",
          fixed_ips: ["192.168.0.33"],
          delete_on_termination: false,
        },
        {
          id: `${SERVER}/${SECOND}`,
          port_id: SECOND,
          network_id: "2b7f0c9e-58a3-4c14-9d6a-f3e0b1a84d72",
          mac_address: "fa:16:3e:df:18:6d",
          fixed_ips: ["192.168.16.120", "2407:c080:1200:13a:5c2e:91f:7b04:6d3"],
          delete_on_termination: false,
        },
        expect.objectContaining({ port_id: THIRD, fixed_ips: ["192.168.0.90"], delete_on_termination: false }),
      ],
      timeouts: null,
    });
  });

  test("lists the NICs in the order of their ports, whatever the cloud's is", async () => {
    await start({ nicOrder: "reversed" });
    const { state } = await apply(null);
    expect(state?.nics).toMatchObject([PRIMARY, SECOND, THIRD].map((port_id) => ({ port_id })));
  });

  test("changes nothing where all is as it should be", async () => {
    await start();
    await apply(null, policy({ overrides: { [PRIMARY]: true } }));
    expect(sent()).toEqual([LIST]);
  });

  test("lets overrides win", async () => {
    await start();
    const given = policy({ delete_on_termination: true, overrides: { [PRIMARY]: false, [THIRD]: false } });
    expect(settings((await apply(null, given)).state)).toEqual({ [PRIMARY]: false, [SECOND]: true, [THIRD]: false });
    expect([PRIMARY, SECOND, THIRD].map(inCloud)).toEqual([false, true, false]);
    expect(sent()).toEqual([LIST, PUT, PUT]);
  });

  test("without the primary NIC asks which one that is, and leaves it alone", async () => {
    await start();
    const { state } = await apply(null, policy({ include_primary: false }));
    expect(sent()).toEqual([LIST, SHOW]);
    expect(settings(state)).toEqual({ [SECOND]: false, [THIRD]: false });
    expect(originals(state)).toEqual({ [SECOND]: false, [THIRD]: false });
    expect(inCloud(PRIMARY)).toBe(true);
  });

  test("without the primary NIC is about it all the same where an override names it", async () => {
    await start();
    const { state } = await apply(null, policy({ include_primary: false, overrides: { [PRIMARY]: false } }));
    expect(settings(state)).toEqual({ [PRIMARY]: false, [SECOND]: false, [THIRD]: false });
    expect(inCloud(PRIMARY)).toBe(false);
  });

  test("without the primary NIC ends before any change where ECS does not say which one that is", async () => {
    await start();
    emulator.fail({ route: SHOW, respond: { status: 200, body: { server: { id: SERVER, name: "web-1" } } } });
    const given = policy({ include_primary: false, delete_on_termination: true });
    const { state, diagnostics } = await apply(null, given);
    expect(onlyDiagnostic(diagnostics)).toMatchObject({
      summary: "Primary NIC not known",
      path: [{ attribute: "include_primary" }],
    });
    expect(state).toBeNull();
    expect(sent()).not.toContain(PUT);
  });

  test("of a server that is not there says so", async () => {
    await start();
    const { state, diagnostics } = await apply(null, policy({ server_id: NOBODY }));
    const { summary, detail, path } = onlyDiagnostic(diagnostics);
    expect({ summary, path }).toEqual({ summary: "Server not found", path: [{ attribute: "server_id" }] });
    expect(detail).toContain(`There is no ECS ${NOBODY} in cn-north-4, so its NICs cannot be managed.`);
    expect(state).toBeNull();
  });

  test("that fails for one NIC sets the others, names the one, and keeps what each had and has", async () => {
    await start();
    set(PRIMARY, false);
    emulator.fail({ method: "PUT", respond: serverLocked });
    const { state, diagnostics } = await apply(null, policy({ delete_on_termination: true }));
    const failed = [PRIMARY, SECOND, THIRD].filter((portId) => inCloud(portId) === false);
    expect(failed).toHaveLength(1);
    const { summary, detail } = onlyDiagnostic(diagnostics);
    expect(summary).toBe("Server is locked");
    expect(detail).toMatch(
      new RegExp(
        `^1 of 3 NICs of the ECS ${SERVER} in cn-north-4 could not be set. The others are as they should be.\n\nNIC ${failed}: Server is locked. PUT http://\\S+/${failed} answered 400 Ecs.0605: The ECS is locked. \\(request id \\w+\\)\n\nUnlock the server, then apply again.$`,
      ),
    );
    expect(state).toMatchObject({ id: SERVER, region: "cn-north-4", delete_on_termination: true });
    expect(settings(state)).toEqual({ [PRIMARY]: true, [SECOND]: true, [THIRD]: true, [failed[0] as string]: false });
    expect(originals(state)).toEqual({ [PRIMARY]: false, [SECOND]: false, [THIRD]: false });
  });

  test("that fails for several NICs gives each reason once, with the NICs that have it", async () => {
    await start({}, { max_retries: 0 });
    set(PRIMARY, false);
    emulator.fail({ method: "PUT", times: 2, respond: policyForbids("updateServerInterface") });
    emulator.fail({ method: "PUT", respond: badGateway });
    const { diagnostics } = await apply(null, policy({ delete_on_termination: true }));
    const { summary, detail } = onlyDiagnostic(diagnostics);
    expect(summary).toBe("Not all NICs could be set");
    expect(detail).toContain(`3 of 3 NICs of the ECS ${SERVER} in cn-north-4 could not be set.\n\n`);
    expect(detail.split("Not permitted.")).toHaveLength(2);
    expect(detail.split("The cloud failed.")).toHaveLength(2);
    expect(detail).toMatch(/NIC [0-9a-f-]{36}, [0-9a-f-]{36}: Not permitted\. PUT .* answered 403 Pdp\.0001/);
    for (const portId of [PRIMARY, SECOND, THIRD]) expect(detail).toContain(portId);
  });

  test("is not about a NIC that vanishes while it is to be changed", async () => {
    await start();
    emulator.fail({ method: "PUT", respond: noSuchNic });
    const { state, diagnostics } = await apply(null);
    expect(diagnostics).toEqual([]);
    expect(settings(state)).toEqual({ [SECOND]: false, [THIRD]: false });
    expect(originals(state)).toEqual({ [SECOND]: false, [THIRD]: false });
  });

  test("keeps the setting that it found when the connection breaks after the PUT was carried out", async () => {
    await start({}, { max_retries: 0 });
    emulator.fail({ method: "PUT", respond: "reset-after" });
    const { state, diagnostics } = await apply(null);
    expect(onlyDiagnostic(diagnostics).summary).toBe("Connection lost");
    expect(originals(state)).toMatchObject({ [PRIMARY]: true });
    expect(inCloud(PRIMARY)).toBe(false);
    expect((await destroy(await refreshed(state))).state).toBeNull();
    expect(inCloud(PRIMARY)).toBe(true);
  });
});

describe("plan", () => {
  test("of a new policy knows its id and its region, and no NIC", async () => {
    await start();
    const { planned } = plan(null);
    expect(planned).toMatchObject({ id: SERVER, region: "cn-north-4", include_primary: true, on_destroy: "restore" });
    expect(planned?.nics).toBe(UNKNOWN);
    expect(originals(planned)).toBe(UNKNOWN);
    expect(emulator.requests).toEqual([]);
  });

  test("without a change is the state", async () => {
    await start();
    const state = await created();
    expect(plan(await refreshed(state)).planned).toEqual(state);
    expect(sent()).toEqual([LIST]);
  });

  test("shows exactly the NICs that change", async () => {
    await start();
    const state = await created();
    const given = policy({ delete_on_termination: true, overrides: { [SECOND]: false } });
    const { planned } = plan(state, given);
    expect(settings(planned)).toEqual({ [PRIMARY]: true, [SECOND]: false, [THIRD]: true });
    expect(planned).toEqual({ ...state, ...given, nics: planned?.nics });
    expect(emulator.requests).toEqual([]);
  });

  test.each<[string, () => void, Value]>([
    ["a NIC whose setting was changed", () => set(SECOND, true), { [PRIMARY]: false, [SECOND]: false, [THIRD]: false }],
    [
      "a NIC that was attached",
      () => emulator.addNic(SERVER, { port_id: NOBODY, delete_on_termination: true }),
      { [NOBODY]: false, [PRIMARY]: false, [SECOND]: false, [THIRD]: false },
    ],
  ])("puts %s behind Terraform's back right, though the configuration is the same", async (_what, change, wanted) => {
    await start();
    const state = await created();
    change();
    const found = await refreshed(state);
    const { planned } = plan(found);
    expect(planned).toEqual({ ...found, nics: planned?.nics });
    expect(settings(planned)).toEqual(wanted);
    expect(settings(planned)).not.toEqual(settings(found));

    await nextRun();
    const { state: after, diagnostics } = await apply(found);
    expect(diagnostics).toEqual([]);
    expect(after).toEqual(planned);
    expect(sent()).toEqual([LIST, PUT]);
  });

  test("has nothing to do when a NIC was detached behind Terraform's back", async () => {
    await start();
    const state = await created();
    emulator.removeNic(SERVER, THIRD);
    const found = await refreshed(state);
    expect(settings(found)).toEqual({ [PRIMARY]: false, [SECOND]: false });
    expect(plan(found).planned).toEqual(found);
  });

  test.each<[string, Given]>([
    ["delete_on_termination", { delete_on_termination: UNKNOWN }],
    ["overrides", { overrides: UNKNOWN }],
    ["one of the overrides", { overrides: { [SECOND]: UNKNOWN } }],
    ["include_primary", { include_primary: UNKNOWN }],
  ])("leaves the NICs open, and says nothing, while %s is not known", async (_what, given) => {
    await start();
    const state = await created();
    const { planned, diagnostics } = plan(state, policy({ delete_on_termination: true, ...given }));
    expect(planned?.nics).toBe(UNKNOWN);
    expect(diagnostics).toEqual([]);
  });

  test("knows the NICs though on_destroy is not known", async () => {
    await start();
    const { planned } = plan(await created(), policy({ on_destroy: UNKNOWN }));
    expect(settings(planned)).toEqual({ [PRIMARY]: false, [SECOND]: false, [THIRD]: false });
  });

  test.each<[string, "known" | "open", Given, Given]>([
    ["the primary NIC is taken in", "open", { include_primary: false }, {}],
    ["the primary NIC is let go", "open", {}, { include_primary: false }],
    [
      "an override may bring the primary NIC in",
      "open",
      { include_primary: false },
      { include_primary: false, overrides: { [PRIMARY]: true } },
    ],
    [
      "an override that goes may be the primary NIC's",
      "open",
      { include_primary: false, overrides: { [PRIMARY]: true } },
      { include_primary: false },
    ],
    [
      "an override is for a NIC that the policy is about",
      "known",
      { include_primary: false },
      { include_primary: false, overrides: { [SECOND]: true } },
    ],
    [
      "an override goes that was for no NIC of the server",
      "known",
      { include_primary: false, overrides: { [NOBODY]: true } },
      { include_primary: false },
    ],
    [
      "an override changes",
      "known",
      { include_primary: false, overrides: { [PRIMARY]: true } },
      { include_primary: false, overrides: { [PRIMARY]: false } },
    ],
    ["overrides come and the policy is about all", "known", {}, { overrides: { [PRIMARY]: true } }],
    ["an override comes for no NIC and the policy is about all", "known", {}, { overrides: { [NOBODY]: true } }],
    ["an override goes and the policy is about all", "known", { overrides: { [SECOND]: true } }, {}],
  ])("when %s, the NICs are %s", async (_what, expected, before, after) => {
    await start();
    const state = await created(policy(before));
    const { planned } = plan(state, policy(after));
    expect(planned?.nics === UNKNOWN ? "open" : "known").toBe(expected);
    expect(originals(planned) === UNKNOWN ? "open" : "known").toBe(expected);

    const { state: applied, diagnostics } = await apply(state, policy(after));
    expect(diagnostics).toEqual([]);
    expect(plan(await refreshed(applied), policy(after)).planned).toEqual(applied);
  });

  const DELETED = "This NIC will be deleted with its server";

  test.each<[string, Given, string]>([
    ["all", { delete_on_termination: true }, "every NIC"],
    [
      "all but some",
      { delete_on_termination: true, include_primary: false, overrides: { [SECOND]: false } },
      `every NIC but the primary one and ${SECOND}`,
    ],
    [
      "all but the primary one, and one that may be that",
      { delete_on_termination: true, include_primary: false, overrides: { [PRIMARY]: true } },
      `every NIC but the primary one, NIC ${PRIMARY}`,
    ],
    ["some", { overrides: { [SECOND]: true, [THIRD]: true } }, `NIC ${SECOND}, NIC ${THIRD}`],
  ])("of a new policy warns once of NICs that will be deleted with their server: %s", async (_what, given, text) => {
    await start();
    const { severity, summary, detail, path } = onlyDiagnostic(plan(null, policy(given)).diagnostics);
    expect({ severity, summary, path }).toEqual({
      severity: "warning",
      summary: DELETED,
      path: [{ attribute: given.delete_on_termination === true ? "delete_on_termination" : "overrides" }],
    });
    expect(detail).toContain(`when its server ${SERVER} is deleted: ${text}. To keep a NIC,`);
  });

  test("warns of the NICs of a server that is not known yet without naming an object", async () => {
    await start();
    const { diagnostics } = plan(null, { server_id: UNKNOWN, delete_on_termination: true });
    expect(onlyDiagnostic(diagnostics).detail).toContain("when its server is deleted: every NIC.");
  });

  test("warns once of the NICs that are newly deleted with their server, and names each", async () => {
    await start();
    const state = await created(policy({ overrides: { [PRIMARY]: true } }));
    const { detail } = onlyDiagnostic(plan(state, policy({ delete_on_termination: true })).diagnostics);
    expect(detail).toContain(`: NIC ${SECOND}, NIC ${THIRD}. `);
  });

  test("warns of a NIC that was attached behind Terraform's back and will be deleted with the server", async () => {
    await start();
    const state = await created(policy({ delete_on_termination: true }));
    emulator.addNic(SERVER, { port_id: NOBODY, delete_on_termination: false });
    const { diagnostics } = plan(await refreshed(state), policy({ delete_on_termination: true }));
    expect(onlyDiagnostic(diagnostics).detail).toContain(`: NIC ${NOBODY}. `);
  });

  test("warns of a primary NIC that the policy will be about", async () => {
    await start();
    const state = await created(policy({ include_primary: false, overrides: { [SECOND]: true } }));
    const { diagnostics } = plan(state, policy({ delete_on_termination: true }));
    expect(onlyDiagnostic(diagnostics).detail).toContain(
      `: NIC ${THIRD}, the primary NIC, unless overrides keeps it. `,
    );
    const named = plan(state, policy({ include_primary: false, overrides: { [SECOND]: true, [PRIMARY]: true } }));
    expect(onlyDiagnostic(named.diagnostics).detail).toContain(`: NIC ${PRIMARY}. `);
  });

  test("does not warn of what is as it was, nor where the provider is told not to", async () => {
    await start();
    const given = policy({ delete_on_termination: true });
    const state = await created(given);
    expect(plan(state, given).diagnostics).toEqual([]);
    expect(plan(state, policy()).diagnostics).toEqual([]);
    await nextRun({ warn_on_delete: false });
    expect(plan(null, given).diagnostics).toEqual([]);
  });

  test("warns of overrides for NICs that the server does not have", async () => {
    await start();
    const given = policy({ overrides: { [NOBODY]: false, [SECOND]: false } });
    const state = await created(given);
    const { summary, detail, path } = onlyDiagnostic(plan(state, given).diagnostics);
    expect({ summary, path }).toEqual({
      summary: "Override of a NIC that the server does not have",
      path: [{ attribute: "overrides" }],
    });
    expect(detail).toContain(`no NIC with the port ${NOBODY}, so`);
  });

  test("does not take for a stranger what may be the primary NIC", async () => {
    await start();
    const state = await created(policy({ include_primary: false }));
    const given = policy({ include_primary: false, overrides: { [PRIMARY]: false, [NOBODY]: false } });
    expect(plan(state, given).diagnostics).toEqual([]);
    const { state: applied } = await apply(state, given);
    expect(onlyDiagnostic(plan(applied, given).diagnostics).detail).toContain(`no NIC with the port ${NOBODY}, so`);
  });

  test("keeps the region that the state has when the provider's is another", async () => {
    await start();
    const state = await created();
    const { planned, requiresReplace } = plan({ ...state, region: "eu-west-101" }, policy({ on_destroy: "keep" }));
    expect(planned?.region).toBe("eu-west-101");
    expect(requiresReplace).toEqual([]);
  });

  test.each(["server_id", "region"])("replaces the policy for another %s", async (name) => {
    await start();
    const other = { server_id: NOBODY, region: "eu-west-101" };
    const { requiresReplace } = plan(await created(), policy({ [name]: other[name as keyof typeof other] }));
    expect(requiresReplace).toEqual([[{ attribute: name }]]);
  });
});

describe("read", () => {
  test("keeps the wish, knows the original settings of old NICs, and learns those of new ones", async () => {
    await start();
    const state = await created(policy({ overrides: { [THIRD]: false } }));
    set(PRIMARY, true);
    emulator.addNic(SERVER, { port_id: NOBODY, delete_on_termination: true });
    emulator.removeNic(SERVER, SECOND);
    const found = await refreshed(state);
    expect(found).toEqual({
      ...state,
      nics: found?.nics,
      original_delete_on_termination: { [NOBODY]: true, [PRIMARY]: true, [THIRD]: false },
    });
    expect(settings(found)).toEqual({ [NOBODY]: true, [PRIMARY]: true, [THIRD]: false });
    set(NOBODY, false);
    await nextRun();
    expect(originals(await refreshed(found))).toEqual({ [NOBODY]: true, [PRIMARY]: true, [THIRD]: false });
  });

  test("without the primary NIC asks which one that is", async () => {
    await start();
    const state = await created(policy({ include_primary: false }));
    expect(await refreshed(state)).toEqual(state);
    expect(sent()).toEqual([LIST, SHOW]);
  });

  test.each<[string, Given]>([
    ["all NICs", {}],
    ["all but the primary NIC", { include_primary: false }],
  ])("drops the policy for %s of a server that is gone", async (_what, given) => {
    await start();
    const state = await created(policy(given));
    emulator.removeServer(SERVER);
    expect(await refreshed(state)).toBeNull();
  });
});

describe("update", () => {
  test("of delete_on_termination sends the PUTs that are needed, after one look", async () => {
    await start();
    const state = await created(policy({ overrides: { [PRIMARY]: true } }));
    const { state: updated, diagnostics } = await apply(state, policy({ delete_on_termination: true }));
    expect(diagnostics).toEqual([]);
    expect(sent()).toEqual([LIST, PUT, PUT]);
    expect(settings(updated)).toEqual({ [PRIMARY]: true, [SECOND]: true, [THIRD]: true });
    expect(originals(updated)).toEqual(originals(state));
  });

  test("of on_destroy alone sends no PUT", async () => {
    await start();
    const state = await created();
    expect((await apply(state, policy({ on_destroy: "keep" }))).state).toEqual({ ...state, on_destroy: "keep" });
    expect(sent()).toEqual([LIST]);
  });

  test("of the timeouts alone sends nothing", async () => {
    await start();
    const state = await created();
    const timeouts = { create: null, read: null, update: "1m", delete: null };
    expect((await apply(state, policy({ timeouts }))).state).toEqual({ ...state, timeouts });
    expect(emulator.requests).toEqual([]);
  });

  test("without the primary NIC needs not ask which one that is where the plan says what is to be done", async () => {
    await start();
    const state = await created(policy({ include_primary: false }));
    const given = policy({ include_primary: false, delete_on_termination: true });
    expect(settings((await apply(state, given)).state)).toEqual({ [SECOND]: true, [THIRD]: true });
    expect(sent()).toEqual([LIST, PUT, PUT]);
    expect(inCloud(PRIMARY)).toBe(true);
  });

  test("takes the primary NIC in and remembers its setting, also when that fails", async () => {
    await start();
    const state = await created(policy({ include_primary: false, overrides: { [SECOND]: true } }));
    emulator.fail({ method: "PUT", respond: serverLocked });
    const failed = await apply(state, policy());
    expect(onlyDiagnostic(failed.diagnostics).summary).toBe("Server is locked");
    expect(originals(failed.state)).toEqual({ [PRIMARY]: true, [SECOND]: false, [THIRD]: false });
    // One of the two PUTs was the locked one; whichever, the rest is done in the next run, and nothing is forgotten.
    await nextRun();
    const found = await refreshed(failed.state);
    const { state: updated, diagnostics } = await apply(found, policy());
    expect(diagnostics).toEqual([]);
    expect(settings(updated)).toEqual({ [PRIMARY]: false, [SECOND]: false, [THIRD]: false });
    expect(originals(updated)).toEqual({ [PRIMARY]: true, [SECOND]: false, [THIRD]: false });
  });

  test("lets the primary NIC go as it is", async () => {
    await start();
    const state = await created();
    const { state: updated } = await apply(state, policy({ include_primary: false }));
    expect(settings(updated)).toEqual({ [SECOND]: false, [THIRD]: false });
    expect(originals(updated)).toEqual({ [SECOND]: false, [THIRD]: false });
    expect(inCloud(PRIMARY)).toBe(false);
    expect(sent()).toEqual([LIST, SHOW]);
  });

  test("with a NIC that has gone since the plan does the others, and the next plan is empty", async () => {
    await start();
    const state = await created();
    emulator.removeNic(SERVER, SECOND);
    const given = policy({ delete_on_termination: true });
    const { state: updated, diagnostics } = await apply(state, given);
    expect(diagnostics).toEqual([]);
    expect([PRIMARY, THIRD].map(inCloud)).toEqual([true, true]);
    await nextRun();
    const found = await refreshed(updated);
    expect(settings(found)).toEqual({ [PRIMARY]: true, [THIRD]: true });
    expect(plan(found, given).planned).toEqual(found);
  });

  test("with a NIC that goes while it is to be changed does the others", async () => {
    await start();
    const state = await created();
    emulator.fail({ method: "PUT", respond: noSuchNic });
    const { diagnostics } = await apply(state, policy({ delete_on_termination: true }));
    expect(diagnostics).toEqual([]);
    expect([PRIMARY, SECOND, THIRD].map(inCloud).filter((setting) => setting === true)).toHaveLength(2);
  });

  test("leaves a NIC that is new since the plan to the next one", async () => {
    await start();
    const state = await created();
    emulator.addNic(SERVER, { port_id: NOBODY, delete_on_termination: false });
    const given = policy({ delete_on_termination: true });
    const { state: updated, diagnostics } = await apply(state, given);
    expect(diagnostics).toEqual([]);
    expect(settings(updated)).toEqual({ [PRIMARY]: true, [SECOND]: true, [THIRD]: true });
    expect(inCloud(NOBODY)).toBe(false);
    await nextRun();
    const found = await refreshed(updated);
    expect(originals(found)).toMatchObject({ [NOBODY]: false });
    expect(settings(plan(found, given).planned)).toMatchObject({ [NOBODY]: true });
  });

  test("keeps what was planned of a NIC that has got another address meanwhile", async () => {
    await start();
    const state = await created();
    const nics = (state.nics as ValueRecord[]).map((nic) => ({ ...nic, fixed_ips: ["10.0.0.1"] }));
    const { state: updated, diagnostics } = await apply({ ...state, nics }, policy({ delete_on_termination: true }));
    expect(diagnostics).toEqual([]);
    expect(updated?.nics).toEqual(nics.map((nic) => ({ ...nic, delete_on_termination: true })));
  });

  test("that fails for one NIC has the policy as planned in the state, and the next plan shows what is left", async () => {
    await start({}, { max_retries: 0 });
    const state = await created(policy({ overrides: { [PRIMARY]: true } }), { max_retries: 0 });
    emulator.fail({ method: "PUT", respond: systemError });
    const given = policy({ delete_on_termination: true });
    const { state: updated, diagnostics } = await apply(state, given);
    expect(onlyDiagnostic(diagnostics).summary).toBe("The cloud failed");
    expect(updated).toEqual({ ...state, ...given, overrides: null, nics: updated?.nics });
    const left = [SECOND, THIRD].filter((portId) => inCloud(portId) === false);
    expect(left).toHaveLength(1);
    expect(settings(updated)).toEqual({ [PRIMARY]: true, [SECOND]: true, [THIRD]: true, [left[0] as string]: false });
    expect(originals(updated)).toEqual(originals(state));

    await nextRun();
    expect((await apply(updated, given)).diagnostics).toEqual([]);
    expect(sent()).toEqual([LIST, PUT]);
    expect([PRIMARY, SECOND, THIRD].map(inCloud)).toEqual([true, true, true]);
  });

  test("that cannot list the NICs keeps the state", async () => {
    await start();
    const state = await created();
    emulator.removeServer(SERVER);
    const { state: updated, diagnostics } = await apply(state, policy({ delete_on_termination: true }));
    expect(onlyDiagnostic(diagnostics)).toMatchObject({
      summary: "Server not found",
      path: [{ attribute: "server_id" }],
    });
    expect(updated).toEqual(state);
  });
});

describe("delete", () => {
  test("gives back the settings that were found, with the PUTs that are needed", async () => {
    await start();
    const state = await created();
    emulator.addNic(SERVER, { port_id: NOBODY, delete_on_termination: true });
    expect(await destroy(state)).toEqual({ state: null, diagnostics: [] });
    expect(sent()).toEqual([LIST, PUT]);
    expect([PRIMARY, SECOND, THIRD, NOBODY].map(inCloud)).toEqual([true, false, false, true]);
  });

  test("gives each NIC back what it had when the policy saw it first", async () => {
    await start();
    const state = await created();
    emulator.addNic(SERVER, { port_id: NOBODY, delete_on_termination: true });
    const { state: updated } = await apply(await refreshed(state));
    expect(inCloud(NOBODY)).toBe(false);
    await nextRun();
    expect((await destroy(updated)).state).toBeNull();
    expect(inCloud(NOBODY)).toBe(true);
  });

  test('with on_destroy = "keep" sends nothing', async () => {
    await start();
    const state = await created(policy({ on_destroy: "keep" }));
    expect(await destroy(state)).toEqual({ state: null, diagnostics: [] });
    expect(emulator.requests).toEqual([]);
  });

  test("needs no NIC and no server to be there", async () => {
    await start();
    const state = await created();
    emulator.removeNic(SERVER, PRIMARY);
    expect(await destroy(state)).toEqual({ state: null, diagnostics: [] });
    emulator.removeServer(SERVER);
    await nextRun();
    expect(await destroy(state)).toEqual({ state: null, diagnostics: [] });
    expect(sent()).toEqual([LIST]);
  });

  test.each<[string, string, number]>([
    ["NIC", "Ecs.0085", 400],
    ["server", "Ecs.0114", 404],
  ])("succeeds when the %s vanishes between the look and the PUT", async (_what, code, status) => {
    await start();
    const state = await created();
    emulator.fail({ method: "PUT", respond: { status, body: { error: { code, message: "It does not exist." } } } });
    expect(await destroy(state)).toEqual({ state: null, diagnostics: [] });
  });

  test("that fails for one NIC gives the others theirs, names the one and keeps the state", async () => {
    await start();
    const state = await created(policy({ delete_on_termination: true }));
    emulator.fail({ method: "PUT", respond: serverLocked });
    const { state: kept, diagnostics } = await destroy(state);
    const left = [SECOND, THIRD].filter((portId) => inCloud(portId) === true);
    expect(left).toHaveLength(1);
    const { summary, detail } = onlyDiagnostic(diagnostics);
    expect(summary).toBe("Server is locked");
    expect(detail).toContain(`NIC ${left}: Server is locked.`);
    expect(kept).toEqual(state);
    expect(await destroy(kept)).toEqual({ state: null, diagnostics: [] });
    expect(inCloud(left[0] as string)).toBe(false);
  });
});

describe("import", () => {
  const importById = (id: string) => server.resources.import(TYPE, { id });

  test.each<[string, Record<string, boolean>, Value]>([
    [
      "most NICs, and overrides for the others",
      { [PRIMARY]: true, [SECOND]: true, [THIRD]: false },
      { delete_on_termination: true, overrides: { [THIRD]: false } },
    ],
    [
      "all NICs without overrides",
      { [PRIMARY]: false, [SECOND]: false, [THIRD]: false },
      { delete_on_termination: false, overrides: null },
    ],
    [
      "false where as many have either",
      { [PRIMARY]: true, [SECOND]: false, [THIRD]: false, [NOBODY]: true },
      { delete_on_termination: false, overrides: { [PRIMARY]: true, [NOBODY]: true } },
    ],
  ])("takes over the setting of %s, and plans nothing", async (_what, found, expected) => {
    await start();
    if (NOBODY in found) emulator.addNic(SERVER, { port_id: NOBODY, delete_on_termination: true });
    for (const [portId, setting] of Object.entries(found)) set(portId, setting);
    const { state, identity, diagnostics } = await importById(SERVER);
    expect(diagnostics).toEqual([]);
    expect(identity).toEqual({ region: "cn-north-4", server_id: SERVER });
    expect(state).toMatchObject({ id: SERVER, include_primary: true, on_destroy: "restore", ...(expected as object) });
    expect(settings(state)).toEqual(found);
    expect(originals(state)).toEqual(found);
    expect(sent()).toEqual([LIST]);

    const config = server.resources.generate(TYPE, state as ValueRecord);
    expect(config).toMatchObject({ server_id: SERVER, region: "cn-north-4", include_primary: null, nics: null });
    const { planned, diagnostics: findings } = plan(state, config);
    expect(findings).toEqual([]);
    expect(planned).toEqual(state);
  });

  test("by identity, and by an id with a region, finds the same", async () => {
    await start();
    const { state } = await importById(`cn-north-4/${SERVER}`);
    expect(state).toMatchObject({ server_id: SERVER, region: "cn-north-4" });
    for (const region of [null, "cn-north-4"]) {
      const identity = record([
        ["region", region],
        ["server_id", SERVER],
      ]);
      expect((await server.resources.import(TYPE, { identity })).state).toEqual(state);
    }
  });

  test("of a server that is not there says so", async () => {
    await start();
    const { state, diagnostics } = await importById(NOBODY);
    expect(onlyDiagnostic(diagnostics).summary).toBe("Server not found");
    expect(state).toBeNull();
  });

  test.each(["web-1", `${SERVER}/`, `CN_NORTH/${SERVER}`, `cn-north-4/${SERVER}/${PRIMARY}`, SERVER.toUpperCase()])(
    "refuses the id %s",
    async (id) => {
      await start();
      const { summary, detail } = onlyDiagnostic((await importById(id)).diagnostics);
      expect(summary).toBe("Invalid import id");
      expect(detail).toContain(`The id "${id}" is not of the form [<region>/]<server_id>`);
      expect(emulator.requests).toEqual([]);
    },
  );
});

describe("a configuration", () => {
  test.each<[string, Given, string]>([
    ["a server that is no UUID", { server_id: "web-1" }, "Invalid server_id"],
    ["a region that is none", { region: "cn north" }, "Invalid region"],
    ["no setting", { delete_on_termination: null }, "Missing delete_on_termination"],
    ["an override of what is no port", { overrides: { eth0: true } }, "Invalid overrides"],
    ["an override in upper case", { overrides: { [SECOND.toUpperCase()]: true } }, "Invalid overrides"],
    ["an override without a value", { overrides: { [SECOND]: null } }, "Invalid overrides"],
    ["another end than there is", { on_destroy: "forget" }, "Invalid on_destroy"],
    [
      "a timeout that is none",
      { timeouts: { create: "soon", read: null, update: null, delete: null } },
      "Invalid timeouts.create",
    ],
    ["an id", { id: SERVER }, "Unexpected id"],
    ["NICs", { nics: [] }, "Unexpected nics"],
    ["original settings", { original_delete_on_termination: {} }, "Unexpected original_delete_on_termination"],
  ])("with %s is refused", async (_what, given, summary) => {
    await start();
    const config = complete(server.resources.get(TYPE).schema, policy(given));
    expect(onlyDiagnostic(server.resources.validate(TYPE, config)).summary).toBe(summary);
  });

  test.each<[string, Given]>([
    [
      "all arguments",
      { overrides: { [SECOND]: true }, include_primary: false, on_destroy: "keep", region: "cn-north-4" },
    ],
    ["overrides that are empty", { overrides: {} }],
    ["overrides that are not known yet", { overrides: { [SECOND]: UNKNOWN } }],
  ])("with %s is accepted", async (_what, given) => {
    await start();
    const config = complete(server.resources.get(TYPE).schema, policy(given));
    expect(server.resources.validate(TYPE, config)).toEqual([]);
  });
});

describe("an interrupt", () => {
  test("lets the PUT that is under way end, begins no other, and keeps what happened", async () => {
    await start({}, { max_concurrent_requests: 1 });
    emulator.fail({ method: "PUT", respond: { delayMs: 200 } });
    const applied = apply(null, policy({ delete_on_termination: true, overrides: { [PRIMARY]: false } }));
    while (![PRIMARY, SECOND, THIRD].some((portId) => inCloud(portId) !== (portId === PRIMARY))) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    server.stop();
    const { state, diagnostics } = await applied;
    const isDone = (portId: string) => inCloud(portId) !== (portId === PRIMARY);
    const left = [PRIMARY, SECOND, THIRD].filter((portId) => !isDone(portId));
    expect(left).toHaveLength(2);
    const { summary, detail } = onlyDiagnostic(diagnostics);
    expect(summary).toBe("The create was cut short");
    expect(detail).toBe(
      `Terraform was interrupted. What had reached the cloud is kept; the next plan shows what is left.\n\n2 of 3 NICs of the ECS ${SERVER} in cn-north-4 could not be set. The others are as they should be.\n\nNIC ${left.join(", ")}: Cancelled before it was sent.\n\nRun Terraform again: it goes on where this run ended. An object whose create was cut short is tainted and will be replaced; terraform untaint keeps it.`,
    );
    expect(sent()).toEqual([LIST, PUT]);
    expect(settings(state)).toEqual({
      [PRIMARY]: inCloud(PRIMARY),
      [SECOND]: inCloud(SECOND),
      [THIRD]: inCloud(THIRD),
    });
    expect(originals(state)).toEqual({ [PRIMARY]: true, [SECOND]: false, [THIRD]: false });
  });

  test("while the NICs are listed changes nothing and keeps nothing", async () => {
    await start();
    emulator.fail({ respond: { delayMs: 1_000 } });
    const applied = apply(null, policy());
    await new Promise((resolve) => setTimeout(resolve, 100));
    server.stop();
    const { state, diagnostics } = await applied;
    expect(onlyDiagnostic(diagnostics).summary).toBe("The create was cut short");
    expect(state).toBeNull();
    expect(inCloud(PRIMARY)).toBe(true);
  });

  test("by the time that an update may take names the NICs that are left", async () => {
    await start({}, { max_concurrent_requests: 1 });
    const state = await created(policy({ overrides: { [PRIMARY]: true } }), { max_concurrent_requests: 1 });
    emulator.fail({ method: "PUT", respond: { delayMs: 1_500 } });
    const timeouts = { create: null, read: null, update: "1s", delete: null };
    const { state: updated, diagnostics } = await apply(state, policy({ delete_on_termination: true, timeouts }));
    const { summary, detail } = onlyDiagnostic(diagnostics);
    expect(summary).toBe("The update was cut short");
    expect(detail).toContain("It was not finished within 1s.");
    expect(detail).toContain("1 of 3 NICs");
    expect(settings(updated)).toEqual({
      [PRIMARY]: true,
      [SECOND]: inCloud(SECOND),
      [THIRD]: inCloud(THIRD),
    });
  });
});
