import type { Cloud, Nic } from "../cloud";
import {
  assigned,
  attributePath,
  type Check,
  computed,
  DiagnosticError,
  defaulted,
  list,
  map,
  oneOf,
  optional,
  required,
  UNKNOWN,
  uuid,
} from "../terraform";
import { type Api, defineResource } from "./api";
import { announce, claim } from "./claims";
import { onExistingServer, type ServerAddress, serverOf } from "./nic-address";
import {
  described,
  EVERY_NIC,
  type Held,
  hasOverride,
  isAmong,
  type NicState,
  plannedNics,
  policyOf,
  type Scope,
  type Settings,
  settingFor,
  type Wish,
  wantedOf,
  warnOfDeletions,
  warnOfStrangers,
  wishIn,
} from "./nic-policy";
import { orderedBy } from "./order";
import { region as regionName } from "./region";
import { FRESH } from "./setting";
import { failureOf, isVanished, setAll } from "./several-settings";

const TYPE = "huaweiecs_server_nic_policy";

const SERVER_ID_FORMAT = "[<region>/]<server_id>";

const settingsByPort: Check<Readonly<Record<string, unknown>>> = {
  text: "a map from port ids, which are UUIDs in lower case, to `true` or `false`",
  test: (settings) =>
    Object.entries(settings).every(([portId, setting]) => uuid.test(portId) && typeof setting === "boolean"),
};

export const serverNicPolicy = defineResource({
  name: "server_nic_policy",
  summary: "Whether the network interfaces (NICs) of an ECS are deleted with it, for all of them at once.",

  attributes: {
    id: computed.string("The same as `server_id`."),
    server_id: required.string("The ECS that the NICs are attached to.", { replace: true, check: [uuid] }),
    region: assigned.string(
      "The region of the ECS. The provider's when it is created without one, and kept from then on.",
      { replace: true, stable: true, check: [regionName] },
    ),
    delete_on_termination: required.bool(
      "Whether a NIC is deleted when it is detached or its ECS is deleted. `false` keeps it, with its IP and MAC address.",
    ),
    overrides: optional.of(
      map("bool"),
      "The NICs for which something else holds: their `delete_on_termination` by the ids of their ports.",
      { check: [settingsByPort] },
    ),
    include_primary: defaulted.bool(
      "Whether the policy is about the primary NIC as well. With `false` it is left alone and is not in `nics`, unless `overrides` names it.",
      { default: true },
    ),
    on_destroy: defaulted.string(
      "What destroying this resource does to the NICs: `restore` gives them what `original_delete_on_termination` says, `keep` leaves them.",
      { default: "restore", check: [oneOf("restore", "keep")] },
    ),
    original_delete_on_termination: computed.of(
      map("bool"),
      "The setting that each NIC had when the policy saw it first, by the ids of their ports.",
    ),
    nics: computed.objectList(
      {
        id: computed.string("`<server_id>/<port_id>`."),
        port_id: computed.string("The NIC's port, which is the NIC's id."),
        network_id: computed.string("The network (VPC subnet) that the NIC is in."),
        mac_address: computed.string("The NIC's MAC address."),
        fixed_ips: computed.of(list("string"), "The NIC's private IP addresses, IPv4 first."),
        delete_on_termination: computed.bool("The NIC's setting."),
      },
      "The NICs that the policy is about, in the order of the ids of their ports.",
    ),
  },

  identity: ["region", "server_id"],

  timeouts: { create: "10m", read: "5m", update: "10m", delete: "10m" },

  derive: {
    id: ({ server_id }) => server_id,
    region: (_plan, api) => api.region,
  },

  announce: (context) => announce(TYPE, context),

  plan({ state, plan, api, warn }) {
    const wish = wishIn(plan);
    claim(TYPE, { plan, api }, (portId) => (wish === undefined ? undefined : wantedOf(state, wish, portId)));
    if (wish !== undefined && api.warnOnDelete) warnOfDeletions(plan.server_id, state, wish, warn);
    if (state === null) return;
    if (wish !== undefined) warnOfStrangers(state, wish, warn);
    const nics = wish && plannedNics(state, wish);
    if (nics === undefined) return { nics: UNKNOWN, original_delete_on_termination: UNKNOWN };
    return { nics, original_delete_on_termination: state.original_delete_on_termination };
  },

  async create({ plan, api, signal, save }) {
    const { cloud } = api;
    const server = serverOf(plan, api);
    const nics = await existingNics(cloud, server, plan, { maxAge: FRESH, signal });
    claimAll(api, server, nics, plan);
    const enforced = await enforce({ cloud, server, nics, wish: plan, signal, save });
    noteEnforced(api, server, enforced, plan);
    return enforced;
  },

  async read({ state, api, signal }) {
    const server = serverOf(state, api);
    const nics = await nicsAbout(api.cloud, server, state, { signal });
    return {
      ...named(server),
      delete_on_termination: state.delete_on_termination,
      ...described(server, nics, state.original_delete_on_termination),
    };
  },

  async update({ state, plan, api, signal, save }) {
    const { cloud } = api;
    const server = serverOf(plan, api);
    const planned = plannedNics(state, plan);
    const scope = planned === undefined ? plan : EVERY_NIC;
    const nics = await existingNics(cloud, server, scope, { maxAge: FRESH, signal });
    const original = state.original_delete_on_termination;
    claimAll(api, server, nics, plan);
    const enforced = await enforce({ cloud, server, nics, planned, original, wish: plan, signal, save });
    noteEnforced(api, server, enforced, plan);
    return enforced;
  },

  async delete({ state, api, signal }) {
    const { cloud } = api;
    const server = serverOf(state, api);
    api.claims.released({ type: TYPE, ...server });
    if (state.on_destroy === "keep") return;
    const original = state.original_delete_on_termination;
    const nics = await cloud.listNics(server, { maxAge: FRESH, signal });
    const goals = nics.map((nic) => ({ nic, desired: original[nic.portId] ?? nic.deleteOnTermination }));
    const failures = await setAll(cloud, server, goals, signal);
    const left = failures.filter((failure) => !isVanished(failure) && failure.error.kind !== "not-found-server");
    if (left.length > 0) throw failureOf(server, left, goals.length);
  },

  import: {
    format: SERVER_ID_FORMAT,
    identify(id) {
      const { region = null, serverId } = parseServerId(id);
      return { region, server_id: serverId };
    },
    async observe({ identity, api, signal }) {
      const server = serverOf(identity, api);
      const nics = await existingNics(api.cloud, server, EVERY_NIC, { signal });
      return { ...named(server), ...policyOf(nics), ...described(server, nics) };
    },
  },
});

/** @throws {DiagnosticError} if the id has another form */
function parseServerId(id: string): { region?: string; serverId: string } {
  const parts = id.split("/");
  const [serverId = "", region] = parts.toReversed();
  const isRegion = region === undefined || regionName.test(region);
  if (parts.length <= 2 && uuid.test(serverId) && isRegion)
    return region === undefined ? { serverId } : { region, serverId };
  throw new DiagnosticError(
    "Invalid import id",
    `The id "${id}" is not of the form ${SERVER_ID_FORMAT}, where server_id is a UUID in lower case: for example 4f4b3dfa-eb70-47cf-a60a-998a53bd598a.`,
  );
}

function named({ region, serverId }: ServerAddress) {
  return { id: serverId, region, server_id: serverId };
}

/** Compares with what others want of the NICs, now that it is known which ones these are. */
function claimAll(api: Api, { region, serverId }: ServerAddress, nics: readonly Nic[], wish: Wish): void {
  const about = described({ serverId }, nics);
  claim(TYPE, { plan: { region, server_id: serverId }, api }, (portId) =>
    wantedOf({ ...wish, ...about }, wish, portId),
  );
}

/** What this run has made of the server's NICs, for resources that come later and want something else. */
function noteEnforced({ claims }: Api, server: ServerAddress, { nics }: Pick<Held, "nics">, wish: Wish): void {
  claims.applied({ type: TYPE, ...server, wanted: (portId) => wantedOf({ ...wish, nics }, wish, portId) });
}

interface Look {
  readonly maxAge?: number;
  readonly signal: AbortSignal;
}

/** The NICs that a policy is about, in the order of the ids of their ports. */
async function nicsAbout(cloud: Cloud, server: ServerAddress, scope: Scope, look: Look): Promise<readonly Nic[]> {
  const nics = orderedBy(await cloud.listNics(server, look), ({ portId }) => portId);
  if (scope.include_primary || nics.length === 0) return nics;
  const { primaryPortId } = await cloud.server(server, { signal: look.signal });
  if (primaryPortId === undefined) throw unknownPrimary(server);
  return nics.filter(({ portId }) => portId !== primaryPortId || hasOverride(scope.overrides, portId));
}

function unknownPrimary({ region, serverId }: ServerAddress): DiagnosticError {
  return new DiagnosticError(
    "Primary NIC not known",
    `ECS does not say which NIC of the ECS ${serverId} in ${region} is the primary one, so it cannot be told from those that the policy is about. Try again once the server is running, or set include_primary = true.`,
    { path: attributePath("include_primary") },
  );
}

function existingNics(cloud: Cloud, server: ServerAddress, scope: Scope, look: Look): Promise<readonly Nic[]> {
  return onExistingServer(server, nicsAbout(cloud, server, scope, look), "its NICs cannot be managed");
}

interface Work {
  readonly cloud: Cloud;
  readonly server: ServerAddress;
  /** As they are in the cloud. */
  readonly nics: readonly Nic[];
  /** As the plan has them, if it could tell. */
  readonly planned?: readonly NicState[] | undefined;
  /** What is known already of the settings that they had at first. */
  readonly original?: Settings;
  readonly wish: Wish;
  readonly signal: AbortSignal;
  save(state: Partial<Wish> & ReturnType<typeof described>): void;
}

/**
 * Gives every NIC the setting that is wanted, one PUT for each that has another one. ECS answers when it is done
 * (UpdateServerInterface), so nothing is read afterwards. Where it fails for some NICs, the others have got theirs: the
 * state then has the policy as planned and each NIC as it is, so that the next plan shows what is left to do. A NIC that
 * is new since the plan is left to the next one, and one that is gone since has nothing to get.
 */
async function enforce({ cloud, server, nics, planned, original, wish, signal, save }: Work) {
  const { delete_on_termination, overrides, include_primary } = wish;
  const found = planned === undefined ? nics : nics.filter(({ portId }) => isAmong(planned, portId));
  const before = described(server, found, original);
  save({ ...named(server), delete_on_termination, overrides, include_primary, ...before });
  const goals = found.map((nic) => ({ nic, desired: settingFor(wish, nic.portId) }));
  const failures = await setAll(cloud, server, goals, signal);
  const failed = new Map(failures.map((failure) => [failure.portId, failure]));
  const left = goals.flatMap(({ nic, desired }) => {
    const failure = failed.get(nic.portId);
    if (failure === undefined) return { ...nic, deleteOnTermination: desired };
    return isVanished(failure) ? [] : nic;
  });
  const after = described(server, left, before.original_delete_on_termination);
  save(after);
  const faults = failures.filter((failure) => !isVanished(failure));
  if (faults.length > 0) throw failureOf(server, faults, goals.length);
  // What else has become of the NICs since the plan is drift, which the next refresh shows.
  const settled = planned === undefined ? after : { nics: planned, original_delete_on_termination: original ?? {} };
  return { ...named(server), ...settled };
}
