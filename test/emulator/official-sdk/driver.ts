import { createInterface } from "node:readline";
import { BasicCredentials } from "@huaweicloud/huaweicloud-sdk-core";
import { Region } from "@huaweicloud/huaweicloud-sdk-core/region/region";
import * as ecs from "@huaweicloud/huaweicloud-sdk-ecs/v2/public-api";

/**
 * Huawei's own SDK in a process of its own: it writes into the home folder, and its logger prints whole requests, signatures
 * included. One JSON object per line in, one with the prefix `@` per line out.
 */
export interface SdkCall {
  operation: keyof typeof operations;
  endpoint: string;
  /** Left out, it is looked up in IAM by the region. */
  projectId?: string | undefined;
  region?: string | undefined;
  accessKey?: string | undefined;
  secretKey?: string | undefined;
  securityToken?: string | undefined;
  identityProvider?: string | undefined;
  idTokenFile?: string | undefined;
  arguments: SdkArguments;
}

interface SdkArguments {
  server?: string;
  servers?: string[];
  port?: string;
  job?: string;
  value?: boolean;
  subnet?: string;
  address?: string;
  group?: string;
  ipv6?: boolean;
  limit?: number;
  offset?: number;
  marker?: string;
  name?: string;
  tags?: string;
  notTags?: string;
}

const operations = {
  list: (client: ecs.EcsClient, { server }: SdkArguments) =>
    client.listServerInterfaces(new ecs.ListServerInterfacesRequest(server)),
  extension: (client: ecs.EcsClient, { server }: SdkArguments) =>
    client.showServerAttachableNicNum(new ecs.ShowServerAttachableNicNumRequest(server)),
  update: (client: ecs.EcsClient, { server, port, value }: SdkArguments) => {
    const attachment = new ecs.InterfaceAttachment();
    if (value !== undefined) attachment.withDeleteOnTermination(value);
    return client.updateServerInterface(
      new ecs.UpdateServerInterfaceRequest(server, port).withBody(
        new ecs.UpdateNicInfoRequestBody().withInterfaceAttachment(attachment),
      ),
    );
  },
  add: (client: ecs.EcsClient, given: SdkArguments) =>
    client.batchAddServerNics(
      new ecs.BatchAddServerNicsRequest(given.server).withBody(
        new ecs.BatchAddServerNicsRequestBody().withNics([wanted(given)]),
      ),
    ),
  remove: (client: ecs.EcsClient, { server, port }: SdkArguments) =>
    client.batchDeleteServerNics(
      new ecs.BatchDeleteServerNicsRequest(server).withBody(
        new ecs.BatchDeleteServerNicsRequestBody().withNics([new ecs.BatchDeleteServerNicOption(port)]),
      ),
    ),
  move: (client: ecs.EcsClient, { server, port, subnet = "", address = "" }: SdkArguments) =>
    client.changeServerNetworkInterface(
      new ecs.ChangeServerNetworkInterfaceRequest(port, server).withBody(
        new ecs.ChangeServerNetworkInterfaceRequestBody().withSubnetId(subnet).withIpAddress(address),
      ),
    ),
  job: (client: ecs.EcsClient, { job }: SdkArguments) => client.showJob(new ecs.ShowJobRequest(job)),
  show: (client: ecs.EcsClient, { server }: SdkArguments) => client.showServer(new ecs.ShowServerRequest(server)),
  servers: (client: ecs.EcsClient, given: SdkArguments) => {
    const request = new ecs.ListServersDetailsRequest();
    if (given.limit !== undefined) request.withLimit(given.limit);
    if (given.offset !== undefined) request.withOffset(given.offset);
    if (given.marker !== undefined) request.withMarker(given.marker);
    if (given.name !== undefined) request.withName(given.name);
    if (given.tags !== undefined) request.withTags(given.tags);
    if (given.notTags !== undefined) request.withNotTags(given.notTags);
    if (given.servers !== undefined) request.withServerId(given.servers.join(","));
    return client.listServersDetails(request);
  },
  delete: (client: ecs.EcsClient, { servers = [] }: SdkArguments) =>
    client.deleteServers(
      new ecs.DeleteServersRequest().withBody(
        new ecs.DeleteServersRequestBody(servers.map((id) => new ecs.ServerId(id)))
          .withDeletePublicip(false)
          .withDeleteVolume(false),
      ),
    ),
  novaAttach: (client: ecs.EcsClient, { server, subnet = "" }: SdkArguments) =>
    client.novaAttachInterface(
      new ecs.NovaAttachInterfaceRequest(server).withBody(
        new ecs.NovaAttachInterfaceRequestBody(new ecs.NovaAttachInterfaceOption().withNetId(subnet)),
      ),
    ),
  novaShow: (client: ecs.EcsClient, { server, port }: SdkArguments) =>
    client.novaShowServerInterface(new ecs.NovaShowServerInterfaceRequest(port, server)),
};

function wanted({ subnet, port, address, group, ipv6 }: SdkArguments): ecs.BatchAddServerNicOption {
  const option = new ecs.BatchAddServerNicOption();
  if (subnet !== undefined) option.withSubnetId(subnet);
  if (port !== undefined) option.withPortId(port);
  if (address !== undefined) option.withIpAddress(address);
  if (group !== undefined) option.withSecurityGroups([new ecs.ServerNicSecurityGroup(group)]);
  if (ipv6 !== undefined) option.withIpv6Enable(ipv6);
  return option;
}

async function answer(call: SdkCall): Promise<object> {
  const credentials = new BasicCredentials().withIamEndpoint(call.endpoint);
  if (call.accessKey !== undefined) credentials.withAk(call.accessKey);
  if (call.secretKey !== undefined) credentials.withSk(call.secretKey);
  if (call.projectId !== undefined) credentials.withProjectId(call.projectId);
  if (call.securityToken !== undefined) credentials.withSecurityToken(call.securityToken);
  if (call.identityProvider !== undefined) credentials.withIdpId(call.identityProvider);
  if (call.idTokenFile !== undefined) credentials.withIdTokenFile(call.idTokenFile);
  const builder = ecs.EcsClient.newBuilder().withCredential(credentials);
  const client = (
    call.region === undefined
      ? builder.withEndpoint(call.endpoint)
      : builder.withRegion(new Region(call.region, call.endpoint))
  ).build();
  try {
    const result = await operations[call.operation](client, call.arguments);
    return { result: JSON.parse(JSON.stringify(result)) };
  } catch (error) {
    const { httpStatusCode, errorCode, errorMsg, requestId, message } = error as Record<string, unknown>;
    return {
      error: { kind: (error as Error).constructor.name, httpStatusCode, errorCode, errorMsg, requestId, message },
    };
  }
}

async function main(): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`\n@${JSON.stringify(await answer(JSON.parse(line)))}\n`);
  }
}

main();
