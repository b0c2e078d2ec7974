import type { NewNic } from "../cloud";
import {
  assigned,
  attributePath,
  type Check,
  computed,
  DiagnosticError,
  defaulted,
  errorDiagnostic,
  exactlyOneOf,
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
import { bringAbout, deleteLeftPort, type Found, findNew, ipv4Of, ipv6Of, requireFreePort } from "./attaching";
import { announce, claim } from "./claims";
import { warnOfDeletion } from "./deletion-warning";
import { ipv4, ipv6, isSameIpv6 } from "./ip-addresses";
import { type Address, addressOf, existing, onExistingServer, serverOf } from "./nic-address";
import { NIC_ID_FORMAT, nicId, parseNicId } from "./nic-id";
import { officialAttachment, officialNic } from "./official-attachment";
import { refusable } from "./refusals";
import { region as regionName } from "./region";
import { FRESH, reconcile } from "./setting";
import { isChecked } from "./source-dest-check";

const TYPE = "huaweiecs_nic_attachment";

const securityGroups: Check<readonly (string | null)[]> = {
  text: "at least one security group id, each a UUID in lower case",
  test: (ids) => ids.length > 0 && ids.every((id) => id !== null && uuid.test(id)),
};

export const nicAttachment = defineResource({
  name: "nic_attachment",
  summary: "Attaches a network interface (NIC) to an ECS, and detaches it in the end.",
  description:
    "With `network_id` a port is created in that network; with `port_id` an existing port is attached. What is not configured is left as the cloud has it.\n\nDestroying this resource detaches the NIC. Its port, with its IP and MAC address, is deleted then or kept, as `delete_on_termination` says. To manage that setting of a NIC that something else attached, and of the primary NIC, use `huaweiecs_nic_attachment_setting`.\n\nHuawei Cloud documents a change of the network or of an address for the primary NIC of a stopped server. Where it refuses others, stop the server, or replace the NIC with `terraform apply -replace=ADDRESS`.",

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
  },

  identity: ["region", "server_id", "port_id"],

  rules: [exactlyOneOf("port_id", "network_id"), ipv6ByItsAddress()],

  timeouts: { create: "10m", read: "5m", update: "10m", delete: "10m" },

  derive: {
    id: ({ server_id, port_id }) => (port_id === null ? undefined : nicId(server_id, port_id)),
    region: (_plan, api) => api.region,
  },

  moves: [
    moveFrom(officialAttachment, (old) => ({
      ...officialNic(old),
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
    if (state === null) return config.ipv6_enable === null && gives(config.fixed_ipv6) ? { ipv6_enable: true } : {};
    if (!state.ipv6_enable && gives(config.fixed_ipv6)) replace("fixed_ipv6");
    const moves = plan.network_id !== state.network_id;
    const isLeft = (name: "fixed_ip" | "fixed_ipv6") => config[name] === null && state[name] !== null;
    const readdresses = moves || plan.fixed_ip !== state.fixed_ip || plan.fixed_ipv6 !== state.fixed_ipv6;
    return {
      ...(moves && isLeft("fixed_ip") ? { fixed_ip: UNKNOWN } : {}),
      ...(moves && isLeft("fixed_ipv6") ? { fixed_ipv6: UNKNOWN } : {}),
      ...(readdresses ? { fixed_ips: UNKNOWN } : {}),
    };
  },

  planDestroy({ state }) {
    if (state.primary !== true) return;
    throw new DiagnosticError(
      "The primary NIC cannot be detached",
      `The NIC ${state.port_id} is the primary NIC of the ECS ${state.server_id}, which it has for as long as it lives. To forget it and leave it as it is, use a removed block with destroy = false, or terraform state rm; to manage its setting alone, use huaweiecs_nic_attachment_setting.`,
      { path: attributePath("primary") },
    );
  },

  async create({ plan, config, api, signal, save }) {
    const { cloud } = api;
    const server = serverOf(plan, api);
    if (plan.port_id !== null) {
      const wish = { portId: plan.port_id, ipv6: plan.ipv6_enable, ipv6BandwidthId: plan.ipv6_bandwidth_id };
      await requireFreePort(cloud, server, wish, signal);
    }
    const portId = await refusable(
      onExistingServer(
        server,
        cloud.attach(server, newNic(plan), {
          signal,
          onPort: (port) => save({ id: nicId(server.serverId, port), region: server.region, port_id: port }),
        }),
        "no NIC can be attached to it",
      ),
      plan.port_id === null ? {} : { network_id: "port_id" },
    );
    const address = { ...server, portId };
    const onProgress = (found: Found) => save(observed(address, found));
    const found = await findNew({ cloud, address, signal });
    onProgress(found);
    const attached = await bringAbout({ cloud, address, signal, onProgress }, found, {
      ipAddress: plan.fixed_ip ?? undefined,
      ipv6: plan.fixed_ipv6 ?? undefined,
      securityGroupIds: plan.security_group_ids ?? undefined,
      sourceDestCheck: plan.source_dest_check,
      deleteOnTermination: plan.delete_on_termination ?? undefined,
    });
    api.claims.applied({ type: TYPE, ...address, wanted: () => settingIn(config) });
    return observed(address, attached);
  },

  async read({ state, api, signal }) {
    const address = addressOf(state, api);
    return observed(address, await look(api, address, {}, signal));
  },

  async update({ state, plan, config, changes, api, signal, save }) {
    const address = addressOf(state, api);
    const found = await existing(address, look(api, address, { maxAge: FRESH }, signal));
    const moves = changes.network_id !== undefined;
    const updated = await bringAbout(
      { cloud: api.cloud, address, signal, onProgress: (now) => save(observed(address, now)) },
      found,
      {
        networkId: changes.network_id ?? undefined,
        ipAddress: (moves ? plan.fixed_ip : changes.fixed_ip) ?? undefined,
        // What has IPv6 keeps it in another network, with another address.
        ipv6: (moves ? plan.fixed_ipv6 : changes.fixed_ipv6) ?? (moves && state.ipv6_enable ? true : undefined),
        securityGroupIds: changes.security_group_ids ?? undefined,
        sourceDestCheck: changes.source_dest_check,
        deleteOnTermination: changes.delete_on_termination ?? undefined,
      },
    );
    api.claims.applied({ type: TYPE, ...address, wanted: () => settingIn(config) });
    return observed(address, updated);
  },

  async delete({ state, api, signal }) {
    const { cloud } = api;
    const address = addressOf(state, api);
    const nic = await cloud.nic(address, { maxAge: FRESH, signal });
    // What the plan said of the port's end shall come true; a create that was cut short may have left it open.
    const isToGo = state.delete_on_termination ?? nic.deleteOnTermination;
    await reconcile(cloud, address, nic, isToGo, signal);
    await cloud.detach(address, { signal });
    if (isToGo) await deleteLeftPort(cloud, address);
    api.claims.released({ type: TYPE, ...address });
  },

  import: {
    format: NIC_ID_FORMAT,
    identify(id) {
      const { region = null, serverId, portId } = parseNicId(id);
      return { region, server_id: serverId, port_id: portId };
    },
    async observe({ identity, api, signal }) {
      const address = addressOf({ ...identity, port_id: identity.port_id ?? noPort() }, api);
      return observed(address, await existing(address, look(api, address, {}, signal)));
    },
  },
});

/** The configuration may leave the port to the cloud, and the identity of what exists may not. */
function noPort(): never {
  throw new DiagnosticError("Missing port_id", "Without port_id it is not known which NIC of the server is meant.", {
    path: attributePath("port_id"),
  });
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
  return { nic: await api.cloud.nic(address, options), port: await port };
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
