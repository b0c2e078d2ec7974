import type { IResolvable, ITerraformDependable, TerraformMetaArguments, TerraformProvider } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import type { IEcsServer } from "./ecs-server";
import { NicAttachmentSetting as Resource } from "./generated/cdktf/nic-attachment-setting";
import type { INic } from "./nic";
import { deletesNic, NicRetention } from "./retention";
import { nameAfter } from "./terraform-name";
import { type NicTimeouts, timeoutRules } from "./timeouts";
import { exactlyOne, oneOf, regionName, requireValid, uuid } from "./validation";

/** Of which NIC, what becomes of it, and the arguments that every Terraform resource has. */
export interface NicAttachmentSettingProps extends TerraformMetaArguments {
  /**
   * The ECS that the NIC is attached to: anything with a `serverId`.
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
   * The NIC: anything with a `portId`.
   *
   * @default - `portId` says it; exactly one of the two must be given
   */
  readonly nic?: INic;

  /**
   * The id of the NIC's port, or a token.
   *
   * @default - `nic` says it
   */
  readonly portId?: string;

  /**
   * What becomes of the NIC when it is detached or its ECS is deleted.
   *
   * @default - `deleteOnTermination` says it; exactly one of the two must be given
   */
  readonly retention?: NicRetention;

  /**
   * The same as Terraform has it, for values that only Terraform knows: `true` deletes the NIC.
   *
   * @default - `retention` says it
   */
  readonly deleteOnTermination?: boolean | IResolvable;

  /**
   * What destroying this does to the setting: `restore` puts back what was found when Terraform took over, `keep` leaves it.
   *
   * @default "restore"
   */
  readonly onDestroy?: "restore" | "keep";

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

/** The setting of a NIC, in this app or outside it. */
export interface INicAttachmentSetting extends IConstruct, INic {
  /** `<server_id>/<port_id>`. */
  readonly id: string;

  /** The ECS that the NIC is attached to. */
  readonly serverId: string;
}

/** Which setting is meant that is managed elsewhere. */
export interface NicAttachmentSettingAttributes {
  /** The ECS that the NIC is attached to. */
  readonly serverId: string;

  /** The NIC's port. */
  readonly portId: string;
}

const SETTING_SYMBOL = Symbol.for("huaweiecs/NicAttachmentSetting");

/**
 * Whether a NIC that something else attached, the primary one included, is kept or deleted when it is detached or its ECS
 * is deleted. It never attaches, detaches or deletes a NIC itself.
 *
 * In Terraform it is `huaweiecs_nic_attachment_setting`, with the construct's own id as its name if it is directly in a
 * stack.
 */
export class NicAttachmentSetting extends Construct implements INicAttachmentSetting, ITerraformDependable {
  /** The type of the resource in Terraform. */
  public static readonly tfResourceType: string = Resource.tfResourceType;

  /** Whether something is a `NicAttachmentSetting`, of whichever copy of this package. */
  public static isNicAttachmentSetting(x: unknown): x is NicAttachmentSetting {
    return typeof x === "object" && x !== null && SETTING_SYMBOL in x;
  }

  /**
   * Refers to a setting that is managed elsewhere. Nothing is created, and Terraform reads nothing.
   *
   * @param scope where the reference belongs
   * @param id its construct id
   * @param attributes which setting is meant
   * @throws if an id is known and no UUID in lower case
   */
  public static fromAttributes(
    scope: Construct,
    id: string,
    attributes: NicAttachmentSettingAttributes,
  ): INicAttachmentSetting {
    const { serverId, portId } = attributes;
    class Reference extends Construct implements INicAttachmentSetting {
      public readonly id = `${serverId}/${portId}`;
      public readonly serverId = serverId;
      public readonly portId = portId;
    }
    const reference = new Reference(scope, id);
    requireValid(reference, [
      ["serverId", serverId, uuid],
      ["portId", portId, uuid],
    ]);
    return reference;
  }

  /** The resource itself, for all that Terraform has and this construct has not. Its construct id is `Resource`. */
  public readonly resource: Resource;

  /**
   * Declares the setting of a NIC.
   *
   * @param scope a stack, or a construct in one
   * @param id the construct id, which is the name in Terraform too if the scope is a stack
   * @param props of which NIC, and what becomes of it
   * @throws if props are missing or contradict each other, or one is known already to be invalid
   */
  public constructor(scope: Construct, id: string, props: NicAttachmentSettingProps) {
    super(scope, id);
    Object.defineProperty(this, SETTING_SYMBOL, { value: true });
    const { server, nic, retention, ...others } = props;
    const serverId = exactlyOne(this, { server: server?.serverId, serverId: props.serverId });
    const portId = exactlyOne(this, { nic: nic?.portId, portId: props.portId });
    const deleteOnTermination = exactlyOne(this, {
      retention: retention && deletesNic(retention),
      deleteOnTermination: props.deleteOnTermination,
    });
    requireValid(this, [
      ["serverId", serverId, uuid],
      ["portId", portId, uuid],
      ["retention", retention, oneOf(...Object.values(NicRetention))],
      ["onDestroy", props.onDestroy, oneOf("restore", "keep")],
      ["region", props.region, regionName],
      ...timeoutRules(props.timeouts),
    ]);
    this.resource = new Resource(this, "Resource", { ...others, serverId, portId, deleteOnTermination });
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

  /** The ECS that the NIC is attached to. */
  public get serverId(): string {
    return this.resource.serverId;
  }

  /** The NIC's port, which is the NIC's id. */
  public get portId(): string {
    return this.resource.portId;
  }

  /** The region of the ECS. */
  public get region(): string {
    return this.resource.region;
  }

  /** Whether the NIC is deleted when it is detached or its ECS is deleted. */
  public get deleteOnTermination(): boolean | IResolvable {
    return this.resource.deleteOnTermination;
  }

  /** The setting found when Terraform took over. */
  public get originalDeleteOnTermination(): IResolvable {
    return this.resource.originalDeleteOnTermination;
  }

  /** What destroying this does to the setting. */
  public get onDestroy(): string {
    return this.resource.onDestroy;
  }

  /** The NIC's MAC address. */
  public get macAddress(): string {
    return this.resource.macAddress;
  }

  /** The network (VPC subnet) that the NIC is in. */
  public get networkId(): string {
    return this.resource.networkId;
  }

  /** The NIC's private IP addresses, IPv4 first. */
  public get fixedIps(): string[] {
    return this.resource.fixedIps;
  }

  /**
   * Has the next deployment take over the setting as it is, by an import block (Terraform 1.5).
   *
   * @param id `[<region>/]<server_id>/<port_id>`
   * @param provider the provider that finds it, if it is not the resource's
   */
  public importFrom(id: string, provider?: TerraformProvider): void {
    this.resource.importFrom(id, provider);
  }
}
