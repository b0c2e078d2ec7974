import type { IResolvable, ITerraformDependable, TerraformMetaArguments, TerraformProvider } from "cdktf";
import { Token } from "cdktf";
import { Construct } from "constructs";
import type { IEcsServer } from "./ecs-server";
import { NicAttachment as Resource } from "./generated/cdktf/nic-attachment";
import type { INic } from "./nic";
import { deletesNic, NicRetention } from "./retention";
import { nameAfter } from "./terraform-name";
import { type NicTimeouts, timeoutRules } from "./timeouts";
import {
  atLeastOne,
  atMostOne,
  exactlyOne,
  fail,
  ipv4,
  ipv6,
  oneOf,
  type Rule,
  regionName,
  requireValid,
  uuid,
} from "./validation";

/** To which ECS, from which network or port, and the arguments that every Terraform resource has. */
export interface NicAttachmentProps extends TerraformMetaArguments {
  /**
   * The ECS: anything with a `serverId`.
   *
   * @default - `serverId` says it; exactly one of the two must be given
   */
  readonly server?: IEcsServer;

  /**
   * The id of the ECS, or a token.
   *
   * @default - `server` says it
   */
  readonly serverId?: string;

  /**
   * The network to create a port in: the network id of a VPC subnet. A change moves the NIC, which gets another address.
   *
   * @default - `portId` says what is attached; one of the two must be given, and both only for a NIC that is imported
   */
  readonly networkId?: string;

  /**
   * The existing port to attach.
   *
   * @default - a port is created in the network
   */
  readonly portId?: string;

  /**
   * The private IPv4 address.
   *
   * @default - a free one of the network
   */
  readonly fixedIp?: string;

  /**
   * The IPv6 address. Needs a network that has IPv6, and implies `ipv6Enable`.
   *
   * @default - none, or a free one with `ipv6Enable`
   */
  readonly fixedIpv6?: string;

  /**
   * Whether the NIC gets an IPv6 address beside its IPv4 address.
   *
   * @default - whether `fixedIpv6` is given
   */
  readonly ipv6Enable?: boolean | IResolvable;

  /**
   * The shared bandwidth that its IPv6 address is added to.
   *
   * @default - none
   */
  readonly ipv6BandwidthId?: string;

  /**
   * The security groups of the NIC's port, at least one.
   *
   * @default - the default security group
   */
  readonly securityGroupIds?: string[];

  /**
   * Whether the NIC lets only traffic pass that is from or to itself: `false` for a server that routes, or that has a
   * virtual IP address.
   *
   * @default true
   */
  readonly sourceDestCheck?: boolean | IResolvable;

  /**
   * What becomes of the NIC's port, with its IP and MAC address, when it is detached or its ECS is deleted.
   *
   * @default - as the cloud decides; `deleteOnTermination` may say it instead
   */
  readonly retention?: NicRetention;

  /**
   * The same as Terraform has it, for values that only Terraform knows: `true` deletes the port.
   *
   * @default - as the cloud decides
   */
  readonly deleteOnTermination?: boolean | IResolvable;

  /**
   * The region of the ECS.
   *
   * @default - the provider's
   */
  readonly region?: string;

  /**
   * How long each operation may take.
   *
   * @default - the resource's own
   */
  readonly timeouts?: NicTimeouts;
}

const ATTACHMENT_SYMBOL = Symbol.for("huaweiecs/NicAttachment");

/**
 * A NIC from its attachment to an ECS to its end: destroying this detaches it.
 *
 * In Terraform it is `huaweiecs_nic_attachment`, with the construct's own id as its name if it is directly in a stack.
 */
export class NicAttachment extends Construct implements INic, ITerraformDependable {
  /** The type of the resource in Terraform. */
  public static readonly tfResourceType: string = Resource.tfResourceType;

  /** Whether something is a `NicAttachment`, of whichever copy of this package. */
  public static isNicAttachment(x: unknown): x is NicAttachment {
    return typeof x === "object" && x !== null && ATTACHMENT_SYMBOL in x;
  }

  /** The resource itself, for all that Terraform has and this construct has not. Its construct id is `Resource`. */
  public readonly resource: Resource;

  /**
   * Attaches a NIC.
   *
   * @param scope a stack, or a construct in one
   * @param id the construct id, which is the name in Terraform too if the scope is a stack
   * @param props to which ECS, and from which network or port
   * @throws if props are missing or contradict each other, or one is known already to be invalid
   */
  public constructor(scope: Construct, id: string, props: NicAttachmentProps) {
    super(scope, id);
    Object.defineProperty(this, ATTACHMENT_SYMBOL, { value: true });
    const { server, retention, ...others } = props;
    const serverId = exactlyOne(this, { server: server?.serverId, serverId: props.serverId });
    atLeastOne(this, { portId: props.portId, networkId: props.networkId });
    const deleteOnTermination = atMostOne(this, {
      retention: retention && deletesNic(retention),
      deleteOnTermination: props.deleteOnTermination,
    });
    if (props.fixedIpv6 !== undefined && props.ipv6Enable === false) {
      fail(this, '"fixedIpv6" is set, so "ipv6Enable" must not be false. Remove one of them.');
    }
    if (props.securityGroupIds?.length === 0) {
      fail(this, "Invalid securityGroupIds. It must be at least one security group id, each a UUID in lower case.");
    }
    requireValid(this, [
      ["serverId", serverId, uuid],
      ["networkId", props.networkId, uuid],
      ["portId", props.portId, uuid],
      ["fixedIp", props.fixedIp, ipv4],
      ["fixedIpv6", props.fixedIpv6, ipv6],
      ["ipv6BandwidthId", props.ipv6BandwidthId, uuid],
      ...securityGroupRules(props.securityGroupIds),
      ["retention", retention, oneOf(...Object.values(NicRetention))],
      ["region", props.region, regionName],
      ...timeoutRules(props.timeouts),
    ]);
    this.resource = new Resource(this, "Resource", { ...others, serverId, deleteOnTermination });
    nameAfter(this, this.resource);
  }

  /** The address in Terraform, by which others depend on it. */
  public get fqn(): string {
    return this.resource.fqn;
  }

  /** `<server_id>/<port_id>`. */
  public get id(): string {
    return this.resource.id;
  }

  /** The ECS. */
  public get serverId(): string {
    return this.resource.serverId;
  }

  /** The NIC's port, which is the NIC's id. */
  public get portId(): string {
    return this.resource.portId;
  }

  /** The network that the NIC is in. */
  public get networkId(): string {
    return this.resource.networkId;
  }

  /** The region of the ECS. */
  public get region(): string {
    return this.resource.region;
  }

  /** Whether the port is deleted when it is detached or the ECS is deleted. */
  public get deleteOnTermination(): boolean | IResolvable {
    return this.resource.deleteOnTermination;
  }

  /** The private IPv4 address. */
  public get fixedIp(): string {
    return this.resource.fixedIp;
  }

  /** The IPv6 address; null without IPv6. */
  public get fixedIpv6(): string {
    return this.resource.fixedIpv6;
  }

  /** Whether the NIC has an IPv6 address. */
  public get ipv6Enable(): boolean | IResolvable {
    return this.resource.ipv6Enable;
  }

  /** The shared bandwidth that its IPv6 address is in; null without one. */
  public get ipv6BandwidthId(): string {
    return this.resource.ipv6BandwidthId;
  }

  /** The security groups of the NIC's port. */
  public get securityGroupIds(): string[] {
    return this.resource.securityGroupIds;
  }

  /** Whether the NIC lets only traffic pass that is from or to itself. */
  public get sourceDestCheck(): boolean | IResolvable {
    return this.resource.sourceDestCheck;
  }

  /** The NIC's MAC address. */
  public get macAddress(): string {
    return this.resource.macAddress;
  }

  /** The NIC's private IP addresses, IPv4 first. */
  public get fixedIps(): string[] {
    return this.resource.fixedIps;
  }

  /** Whether it is the server's primary NIC, which cannot be detached. */
  public get primary(): IResolvable {
    return this.resource.primary;
  }

  /**
   * Has the next deployment take over the NIC as it is, by an import block (Terraform 1.5).
   *
   * @param id `[<region>/]<server_id>/<port_id>`
   * @param provider the provider that finds it, if it is not the resource's
   */
  public importFrom(id: string, provider?: TerraformProvider): void {
    this.resource.importFrom(id, provider);
  }
}

function securityGroupRules(ids: readonly string[] = []): Rule[] {
  if (Token.isUnresolved(ids)) return [];
  return ids.map((id, index) => [`securityGroupIds[${index}]`, id, uuid]);
}
