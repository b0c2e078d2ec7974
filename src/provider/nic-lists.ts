/** What `terraform query` finds: the objects of the resources that are about NICs, server by server. */
import { CloudError, type Nic, type Server } from "../cloud";
import { optional } from "../terraform";
import { type Api, defineList } from "./api";
import { nicAttachment } from "./nic-attachment";
import { nicAttachmentSetting } from "./nic-attachment-setting";
import { primaryFirst } from "./nic-attachments";
import { region as regionName } from "./region";
import { serverNicPolicy } from "./server-nic-policy";
import { findServers, serverArguments } from "./server-search";

const whichServers = {
  server_ids: serverArguments.ids,
  server_name: serverArguments.name,
  server_tags: serverArguments.tags,
  enterprise_project_id: serverArguments.enterpriseProjectId,
  region: optional.string("The region to search. Defaults to the provider's.", { check: [regionName] }),
};

export const nicAttachmentSettingList = defineList({
  resource: nicAttachmentSetting,
  summary: "The settings of the NICs of ECSs, primary NICs included.",
  attributes: whichServers,
  list: (context) => findNics(context),
});

export const nicAttachmentList = defineList({
  resource: nicAttachment,
  summary: "The NICs of ECSs that can be detached.",
  attributes: {
    ...whichServers,
    include_primary: optional.bool(
      "Whether primary NICs are found too, which cannot be detached. Defaults to `false`.",
    ),
  },
  list: (context) => findNics(context, { withoutPrimary: context.config.include_primary !== true }),
});

export const serverNicPolicyList = defineList({
  resource: serverNicPolicy,
  summary: "The ECSs that a policy for their NICs may be written for.",
  attributes: whichServers,
  async *list(context) {
    const region = regionOf(context);
    for await (const { id, name } of serversOf(context)) {
      yield { displayName: name || id, identity: { region, server_id: id } };
    }
  },
});

/** What a list's handler is given, as far as it is the same for all lists here. */
interface ListContext {
  readonly config: {
    readonly server_ids: readonly string[] | null;
    readonly server_name: string | null;
    readonly server_tags: Readonly<Record<string, string>> | null;
    readonly enterprise_project_id: string | null;
    readonly region: string | null;
  };
  readonly api: Api;
  readonly signal: AbortSignal;
}

function serversOf({ config, api, signal }: ListContext) {
  const criteria = {
    region: config.region,
    ids: config.server_ids,
    name: config.server_name,
    tags: config.server_tags,
    enterpriseProjectId: config.enterprise_project_id,
  };
  return findServers(api.cloud, criteria, signal);
}

function regionOf({ config, api }: ListContext): string {
  return config.region ?? api.cloud.region;
}

/**
 * The NICs of the servers, one server after the other. Their objects are observed by the import, which is given the very
 * list that they were found in: a setting needs no further request.
 */
async function* findNics(context: ListContext, { withoutPrimary = false } = {}) {
  const region = regionOf(context);
  for await (const server of serversOf(context)) {
    const { nics, primaryPortId } = await nicsOf(server, context, withoutPrimary);
    for (const nic of nics) {
      const isPrimary = nic.portId === primaryPortId;
      if (isPrimary && withoutPrimary) continue;
      const identity = { region, server_id: server.id, port_id: nic.portId };
      yield { displayName: displayNameOf(server, nic, isPrimary), identity };
    }
  }
}

interface ServerNics {
  readonly nics: readonly Nic[];
  readonly primaryPortId: string | undefined;
}

/** @param asksForPrimary whether it is worth a request to know which NIC is primary, which searches need not tell */
async function nicsOf(
  server: Server,
  { config, api, signal }: ListContext,
  asksForPrimary: boolean,
): Promise<ServerNics> {
  const address = { region: config.region ?? undefined, serverId: server.id };
  try {
    const nics = await api.cloud.listNics(address, { signal });
    const isAsked = asksForPrimary && server.primaryPortId === undefined;
    const { primaryPortId } = isAsked ? await api.cloud.server(address, { signal }) : server;
    return { nics: primaryFirst(nics, primaryPortId), primaryPortId };
  } catch (error) {
    if (!(error instanceof CloudError) || error.kind !== "not-found-server") throw error;
    // It has gone since it was found.
    return { nics: [], primaryPortId: undefined };
  }
}

function displayNameOf({ name, id }: Server, { fixedIps: [first], portId }: Nic, isPrimary: boolean): string {
  return `${name || id} ${first?.ipAddress || portId}${isPrimary ? " (primary)" : ""}`;
}
