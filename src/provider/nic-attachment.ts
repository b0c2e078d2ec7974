import { type Cloud, CloudError, type NewNic } from "../cloud";
import {
  assigned,
  atLeastOneOf,
  attributePath,
  type Check,
  computed,
  DiagnosticError,
  defaulted,
  errorDiagnostic,
  isUnknown,
  list,
  moveFrom,
  type Rule,
  required,
  set,
  UNKNOWN,
  type Unknown,
  uuid,
} from "../terraform";
import { type Api, defineResource } from "./api";
import { bringAbout, type Found, findNew, ipv4Of, ipv6Of, portWith, requireFreePort, settlePort } from "./attaching";
import { announce, claim } from "./claims";
import { warnOfDeletion } from "./deletion-warning";
import { ipv4, ipv6, isSameIpv6 } from "./ip-addresses";
import { type Address, addressOf, existing, onExistingServer, serverOf } from "./nic-address";
import { identifyNic, NIC_ID_FORMAT, nicId } from "./nic-id";
import { officialAttachment, officialNic } from "./official-attachment";
import { knownOf, ownNic } from "./own-nic";
import { refusable } from "./refusals";
import { region as regionName } from "./region";
import { FRESH, reconcile } from "./setting";
import { isChecked } from "./source-dest-check";

const TYPE = "huaweiecs_nic_attachment";

/** "Private IP in use", in the ECS API's error table. */
const ADDRESS_IN_USE = "Ecs.0010";

const securityGroups: Check<readonly (string | null)[]> = {
  text: "at least one security group id, each a UUID in lower case",
  test: (ids) => ids.length > 0 && ids.every((id) => id !== null && uuid.test(id)),
};

export const nicAttachment = defineResource({
  name: "nic_attachment",
  summary: "Attaches a network interface (NIC) to an ECS, and detaches it in the end.",

  attributes: {
    id: computed.string("`<server_id>/<port_id>`."),
    server_id: required.string("The ECS.", { replace: true, check: [uuid] }),
    network_id: assigned.string(
      "The network to create a port in: the network id of a VPC subnet. A change moves the NIC, which gets another address.",
      { stable: true, check: [uuid] },
    ),
    port_id: assigned.string("The existing port to attach.", { replace: true, stable: true, check: [uuid] }),
    fixed_ip: assigned.string("The private IPv4 address. A free one of the network when absent.", {
      stable: true,
      nullable: true,
      check: [ipv4],
    }),
    fixed_ipv6: assigned.string("The IPv6 address. Needs a network that has IPv6, and implies `ipv6_enable`.", {
      stable: true,
      nullable: true,
      same: isSameIpv6,
      check: [ipv6],
    }),
    ipv6_enable: assigned.bool("Whether the NIC gets an IPv6 address beside its IPv4 address.", {
      replace: true,
      stable: true,
    }),
    ipv6_bandwidth_id: assigned.string("The shared bandwidth that its IPv6 address is added to.", {
      replace: true,
      stable: true,
      nullable: true,
      check: [uuid],
    }),
    security_group_ids: assigned.of(
      set("string"),
      "The security groups of the NIC's port. The default security group when absent.",
      { stable: true, check: [securityGroups] },
    ),
    source_dest_check: defaulted.bool(
      "Whether the NIC lets only traffic pass that is from or to itself. `false` for a server that routes, or that has a virtual IP address.",
      { default: true },
    ),
    delete_on_termination: assigned.bool(
      "Whether the port is deleted when it is detached or the ECS is deleted. `false` keeps it, with its IP and MAC address. As the cloud decides when absent.",
      { stable: true },
    ),
    region: assigned.string(
      "The region of the ECS. The provider's when it is created without one, and kept from then on.",
      { replace: true, stable: true, check: [regionName] },
    ),
    mac_address: computed.string("The NIC's MAC address.", { stable: true }),
    fixed_ips: computed.of(list("string"), "The NIC's private IP addresses, IPv4 first.", { stable: true }),
    primary: computed.bool("Whether it is the server's primary NIC, which cannot be detached.", { stable: true }),
    created_port: computed.bool(
      "Whether this resource created the port. Null where an existing port was to be attached and that has not ended well: such a port is kept when the NIC is detached.",
      { stable: true, nullable: true },
    ),
  },

  identity: ["region", "server_id", "port_id"],

  rules: [atLeastOneOf("port_id", "network_id"), ipv6ByItsAddress()],

  timeouts: { create: "10m", read: "5m", update: "10m", delete: "10m" },

  derive: {
    id: ({ server_id, port_id }) => (port_id === null ? undefined : nicId(server_id, port_id)),
    region: (_plan, api) => api.region,
  },

  moves: [
    moveFrom(ownNic("nic_attachment_setting"), (old) => ({ ...knownOf(old), created_port: false })),
    moveFrom(officialAttachment, (old) => ({
      ...officialNic(old),
      created_port: false,
      fixed_ip: old.fixed_ip,
      fixed_ipv6: old.fixed_ipv6 || null,
      ipv6_bandwidth_id: old.ipv6_bandwidth_id || null,
      source_dest_check: old.source_dest_check ?? true,
      ...(old.ipv6_enable === null ? {} : { ipv6_enable: old.ipv6_enable }),
      ...(old.security_group_ids === null ? {} : { security_group_ids: old.security_group_ids }),
    })),
  ],

  announce: (context) => announce(TYPE, context),

  plan({ state, plan, config, api, replace, warn }) {
    claim(TYPE, { plan, api }, () => settingIn(config));
    warnOfDeletion(api, { state, plan, warn });
    // A network gives IPv6 to a NIC when the NIC is created, and never after.
    if (state === null) refuseBoth(config);
    if (state === null) return config.ipv6_enable === null && gives(config.fixed_ipv6) ? { ipv6_enable: true } : {};
    if (!state.ipv6_enable && gives(config.fixed_ipv6)) replace("fixed_ipv6");
    const moves = plan.network_id !== state.network_id;
    const isLeft = (name: "fixed_ip" | "fixed_ipv6") => config[name] === null && state[name] !== null;
    const readdresses = moves || plan.fixed_ip !== state.fixed_ip || plan.fixed_ipv6 !== state.fixed_ipv6;
    return {
      ...(moves && isLeft("fixed_ip") ? { fixed_ip: UNKNOWN } : {}),
      ...(moves && isLeft("fixed_ipv6") ? { fixed_ipv6: UNKNOWN } : {}),
      ...(moves && state.ipv6_enable && config.ipv6_enable === null ? { ipv6_enable: UNKNOWN } : {}),
      ...(readdresses ? { fixed_ips: UNKNOWN } : {}),
    };
  },

  planDestroy({ state }) {
    if (state.primary === true) throw primaryStays(state);
  },

  async create({ plan, config, api, signal, save }) {
    const { cloud } = api;
    const server = serverOf(plan, api);
    if (plan.port_id !== null) {
      const { port_id: portId, fixed_ip: ipAddress, ipv6_enable: ipv6, ipv6_bandwidth_id: ipv6BandwidthId } = plan;
      await requireFreePort(cloud, server, { portId, ipAddress, ipv6, ipv6BandwidthId }, signal);
    }
    const isNewPort = plan.port_id === null;
    const origin = { created_port: isNewPort || null };
    const onPort = (port: string) =>
      save({ id: nicId(server.serverId, port), region: server.region, port_id: port, ...origin });
    const portId = await refusable(
      onExistingServer(
        server,
        namingHolder(cloud, { ...plan, ...server }, signal, cloud.attach(server, newNic(plan), { signal, onPort })),
        "no NIC can be attached to it",
      ),
      plan.port_id === null ? {} : { network_id: "port_id" },
    );
    const address = { ...server, portId };
    const onProgress = (found: Found) => save({ ...observed(address, found), ...origin });
    const found = await findNew({ cloud, address, signal });
    onProgress(found);
    claim(TYPE, { plan: { ...plan, region: server.region, port_id: portId }, api }, () => settingIn(config));
    const attached = await bringAbout({ cloud, address, signal, isNewPort, onProgress }, found, {
      ipAddress: plan.fixed_ip ?? undefined,
      ipv6: plan.fixed_ipv6 ?? undefined,
      securityGroupIds: plan.security_group_ids ?? undefined,
      sourceDestCheck: plan.source_dest_check,
      deleteOnTermination: plan.delete_on_termination ?? undefined,
    });
    api.claims.applied({ type: TYPE, ...address, wanted: () => settingIn(config) });
    return { ...observed(address, attached), created_port: isNewPort };
  },

  async read({ state, api, signal }) {
    const address = addressOf(state, api);
    return { ...observed(address, await look(api, address, {}, signal)), created_port: state.created_port };
  },

  async update({ state, plan, config, changes, api, signal, save }) {
    const address = addressOf(state, api);
    const found = await existing(address, look(api, address, { maxAge: FRESH }, signal));
    const moves = changes.network_id !== undefined;
    const updated = await bringAbout(
      { cloud: api.cloud, address, signal, isNewPort: false, onProgress: (now) => save(observed(address, now)) },
      found,
      {
        networkId: changes.network_id ?? undefined,
        ipAddress: (moves ? plan.fixed_ip : changes.fixed_ip) ?? undefined,
        // What is to have IPv6 keeps it in another network, with another address.
        ipv6:
          (moves ? plan.fixed_ipv6 : changes.fixed_ipv6) ?? (moves && config.ipv6_enable === true ? true : undefined),
        securityGroupIds: changes.security_group_ids ?? undefined,
        sourceDestCheck: changes.source_dest_check,
        deleteOnTermination: changes.delete_on_termination ?? undefined,
      },
    );
    api.claims.applied({ type: TYPE, ...address, wanted: () => settingIn(config) });
    // What could be changed as it was wanted is an attachment like any other, though its create may have failed.
    return { ...observed(address, updated), created_port: state.created_port ?? false };
  },

  async delete({ state, api, signal }) {
    if (state.primary === true) throw primaryStays(state);
    const { cloud } = api;
    const address = addressOf(state, api);
    const nic = await cloud.nic(address, { maxAge: FRESH, signal });
    // A port that was there before a create that never ended is not lost over it. Else what the plan said of the port's
    // end shall come true.
    const isToGo = state.created_port !== null && (state.delete_on_termination ?? nic.deleteOnTermination);
    await reconcile(cloud, address, nic, isToGo, signal);
    await cloud.detach(address, { signal });
    await settlePort(cloud, address, isToGo);
    api.claims.released({ type: TYPE, ...address });
  },

  import: {
    format: NIC_ID_FORMAT,
    identify: identifyNic,
    async observe({ identity, api, signal }) {
      const address = addressOf({ ...identity, port_id: identity.port_id ?? noPort() }, api);
      return { ...observed(address, await existing(address, look(api, address, {}, signal))), created_port: false };
    },
  },
});

/** The configuration may leave the port to the cloud, and the identity of what exists may not. */
function noPort(): never {
  throw new DiagnosticError("Missing port_id", "Without port_id it is not known which NIC of the server is meant.", {
    path: attributePath("port_id"),
  });
}

function primaryStays(nic: { readonly server_id: string; readonly port_id: string }): DiagnosticError {
  return new DiagnosticError(
    "The primary NIC cannot be detached",
    `The NIC ${nic.port_id} is the primary NIC of the ECS ${nic.server_id}, which it has for as long as it lives. To forget it and leave it as it is, use a removed block with destroy = false, or terraform state rm; to manage its setting alone, use huaweiecs_nic_attachment_setting.`,
    { path: attributePath("primary") },
  );
}

/** Says which port has the address that was wanted: often the one that a NIC left which was detached and kept. */
async function namingHolder<T>(
  cloud: Cloud,
  wanted: { region: string; network_id: string | null; fixed_ip: string | null },
  signal: AbortSignal,
  work: Promise<T>,
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { region, network_id: networkId, fixed_ip: ipAddress } = wanted;
    const isTaken = error instanceof CloudError && error.code === ADDRESS_IN_USE;
    if (!isTaken || networkId === null || ipAddress === null) throw error;
    const holder = await portWith(cloud, { region, networkId, ipAddress }, signal).catch(() => undefined);
    if (holder === undefined) throw error;
    const [whose, how] =
      holder.deviceId === ""
        ? ["is attached to nothing", `To use it again, attach it: port_id = "${holder.id}" in place of network_id.`]
        : [`belongs to ${holder.deviceId}`, "Choose another fixed_ip, or leave it out to get a free one."];
    throw new DiagnosticError(
      "Address in use",
      `${error.message}\n\nThe port ${holder.id} has ${ipAddress} and ${whose}. ${how}`,
      { path: attributePath("fixed_ip"), cause: error },
    );
  }
}

async function look(
  api: Api,
  address: Address,
  age: { readonly maxAge?: number },
  signal: AbortSignal,
): Promise<Found> {
  const options = { ...age, signal };
  const port = api.cloud.portOf(address, options);
  // Where both fail, the NIC's error says more: it knows a server that is gone from a NIC that is gone.
  port.catch(() => undefined);
  const nic = await api.cloud.nic(address, options);
  try {
    return { nic, port: await port };
  } catch (error) {
    if (!(error instanceof CloudError) || error.kind !== "not-found-port") throw error;
    // It is ECS that decides whether the NIC is there. It may have gone between the two answers.
    await api.cloud.nic(address, { maxAge: 0, signal });
    throw new DiagnosticError(
      "Port not shown",
      `ECS lists the NIC ${address.portId} of the server ${address.serverId}, but VPC does not show its port. Check that the key may list the ports of the project.`,
      { path: attributePath("port_id"), cause: error },
    );
  }
}

function observed({ region, serverId, portId }: Address, { nic, port }: Found) {
  return {
    id: nicId(serverId, portId),
    region,
    server_id: serverId,
    port_id: portId,
    network_id: nic.networkId,
    fixed_ip: ipv4Of(nic) ?? null,
    fixed_ipv6: ipv6Of(nic) ?? null,
    fixed_ips: nic.fixedIps.map(({ ipAddress }) => ipAddress),
    ipv6_enable: ipv6Of(nic) !== undefined,
    ipv6_bandwidth_id: port.ipv6BandwidthId ?? null,
    security_group_ids: port.securityGroupIds,
    source_dest_check: isChecked(port),
    delete_on_termination: nic.deleteOnTermination,
    mac_address: nic.macAddress,
    primary: port.isPrimary ?? false,
  };
}

interface NewNicPlan {
  readonly port_id: string | null;
  readonly network_id: string | null;
  readonly fixed_ip: string | null;
  readonly fixed_ipv6: string | null;
  readonly ipv6_enable: boolean | null;
  readonly ipv6_bandwidth_id: string | null;
  readonly security_group_ids: readonly string[] | null;
}

function newNic(plan: NewNicPlan): NewNic {
  if (plan.port_id !== null) return { portId: plan.port_id };
  return {
    networkId: plan.network_id ?? "",
    ipAddress: plan.fixed_ip ?? undefined,
    securityGroupIds: plan.security_group_ids ?? undefined,
    ipv6: plan.ipv6_enable === true || plan.fixed_ipv6 !== null,
    ipv6BandwidthId: plan.ipv6_bandwidth_id ?? undefined,
  };
}

/** What the configuration says of the setting; undefined where it leaves that to the cloud or to another resource. */
function settingIn(config: { readonly delete_on_termination: boolean | Unknown | null }): boolean | undefined {
  const { delete_on_termination: setting } = config;
  return typeof setting === "boolean" ? setting : undefined;
}

/**
 * A NIC that exists may have both in its configuration, as Terraform writes them when it imports one: they agree. A new
 * one is attached by one of them.
 */
function refuseBoth(config: { port_id: string | Unknown | null; network_id: string | Unknown | null }): void {
  if (config.port_id === null || config.network_id === null) return;
  throw new DiagnosticError(
    "Conflicting arguments",
    'A NIC is attached by "port_id", an existing port, or by "network_id", in which a port is created. Remove one of them.',
    { path: attributePath("network_id") },
  );
}

function gives(value: string | null | Unknown): boolean {
  return value !== null && !isUnknown(value);
}

function ipv6ByItsAddress(): Rule<"fixed_ipv6" | "ipv6_enable"> {
  return {
    names: ["fixed_ipv6", "ipv6_enable"],
    text: "`ipv6_enable` must not be `false` where `fixed_ipv6` is set.",
    find({ fixed_ipv6: address, ipv6_enable: enable }) {
      if (enable !== false || typeof address !== "string") return undefined;
      const detail = '"fixed_ipv6" is set, so "ipv6_enable" must not be false. Remove one of them.';
      return errorDiagnostic("Conflicting arguments", detail, attributePath("ipv6_enable"));
    },
  };
}
