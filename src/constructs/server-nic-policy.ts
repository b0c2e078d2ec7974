import type { BooleanMap, IResolvable, ITerraformDependable, TerraformMetaArguments, TerraformProvider } from "cdktf";
import { Token } from "cdktf";
import { Construct } from "constructs";
import type { IEcsServer } from "./ecs-server";
import { ServerNicPolicy as Resource, type ServerNicPolicyNicsList } from "./generated/cdktf/server-nic-policy";
import { deletesNic, NicRetention } from "./retention";
import { nameAfter } from "./terraform-name";
import { type NicTimeouts, timeoutRules } from "./timeouts";
import { exactlyOne, oneOf, type Rule, regionName, requireValid, uuid } from "./validation";

/** Of which ECS, what becomes of its NICs, and the arguments that every Terraform resource has. */
export interface ServerNicPolicyProps extends TerraformMetaArguments {
  /**
   * The ECS that the NICs are attached to: anything with a `serverId`.
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
   * What becomes of a NIC when it is detached or its ECS is deleted.
   *
   * @default - `deleteOnTermination` says it; exactly one of the two must be given
   */
  readonly retention?: NicRetention;

  /**
   * The same as Terraform has it, for values that only Terraform knows: `true` deletes a NIC.
   *
   * @default - `retention` says it
   */
  readonly deleteOnTermination?: boolean | IResolvable;

  /**
   * The NICs for which something else holds, by the ids of their ports: a retention, or `delete_on_termination` as
   * Terraform has it.
   *
   * @default - none
   */
  readonly overrides?: { readonly [portId: string]: NicRetention | boolean | IResolvable };

  /**
   * Whether the policy is about the primary NIC as well. With `false` it is left alone, unless `overrides` names it.
   *
   * @default true
   */
  readonly includePrimary?: boolean | IResolvable;

  /**
   * What destroying this does to the NICs: `restore` gives them the settings that the policy found, `keep` leaves them.
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

const POLICY_SYMBOL = Symbol.for("huaweiecs/ServerNicPolicy");

/**
 * Whether the NICs of an ECS are kept or deleted when they are detached or it is deleted, those included that are attached
 * later. It never attaches, detaches or deletes a NIC itself.
 *
 * In Terraform it is `huaweiecs_server_nic_policy`, with the construct's own id as its name if it is directly in a stack.
 */
export class ServerNicPolicy extends Construct implements ITerraformDependable {
  /** The type of the resource in Terraform. */
  public static readonly tfResourceType: string = Resource.tfResourceType;

  /** Whether something is a `ServerNicPolicy`, of whichever copy of this package. */
  public static isServerNicPolicy(x: unknown): x is ServerNicPolicy {
    return typeof x === "object" && x !== null && POLICY_SYMBOL in x;
  }

  /** The resource itself, for all that Terraform has and this construct has not. Its construct id is `Resource`. */
  public readonly resource: Resource;

  /**
   * Declares what becomes of the NICs of an ECS.
   *
   * @param scope a stack, or a construct in one
   * @param id the construct id, which is the name in Terraform too if the scope is a stack
   * @param props of which ECS, and what becomes of its NICs
   * @throws if props are missing or contradict each other, or one is known already to be invalid
   */
  public constructor(scope: Construct, id: string, props: ServerNicPolicyProps) {
    super(scope, id);
    Object.defineProperty(this, POLICY_SYMBOL, { value: true });
    const { server, retention, ...others } = props;
    const serverId = exactlyOne(this, { server: server?.serverId, serverId: props.serverId });
    const deleteOnTermination = exactlyOne(this, {
      retention: retention && deletesNic(retention),
      deleteOnTermination: props.deleteOnTermination,
    });
    requireValid(this, [
      ["serverId", serverId, uuid],
      ["retention", retention, oneOf(...Object.values(NicRetention))],
      ...overrideRules(props.overrides),
      ["onDestroy", props.onDestroy, oneOf("restore", "keep")],
      ["region", props.region, regionName],
      ...timeoutRules(props.timeouts),
    ]);
    const overrides = terraformOverrides(props.overrides);
    this.resource = new Resource(this, "Resource", { ...others, serverId, deleteOnTermination, overrides });
    nameAfter(this, this.resource);
  }

  /** The address in Terraform, by which others depend on it. */
  public get fqn(): string {
    return this.resource.fqn;
  }

  /** The same as `serverId`. */
  public get id(): string {
    return this.resource.id;
  }

  /** The ECS that the NICs are attached to. */
  public get serverId(): string {
    return this.resource.serverId;
  }

  /** The region of the ECS. */
  public get region(): string {
    return this.resource.region;
  }

  /** Whether a NIC is deleted when it is detached or its ECS is deleted. */
  public get deleteOnTermination(): boolean | IResolvable {
    return this.resource.deleteOnTermination;
  }

  /** Whether the policy is about the primary NIC as well. */
  public get includePrimary(): boolean | IResolvable {
    return this.resource.includePrimary;
  }

  /** What destroying this does to the NICs. */
  public get onDestroy(): string {
    return this.resource.onDestroy;
  }

  /** The NICs that the policy is about, in the order of the ids of their ports. */
  public get nics(): ServerNicPolicyNicsList {
    return this.resource.nics;
  }

  /** The setting that each NIC had when the policy saw it first, by the ids of their ports. */
  public get originalDeleteOnTermination(): BooleanMap {
    return this.resource.originalDeleteOnTermination;
  }

  /**
   * Has the next deployment take over the NICs of the ECS as they are, by an import block (Terraform 1.5).
   *
   * @param id `[<region>/]<server_id>`
   * @param provider the provider that finds it, if it is not the resource's
   */
  public importFrom(id: string, provider?: TerraformProvider): void {
    this.resource.importFrom(id, provider);
  }
}

type Overrides = ServerNicPolicyProps["overrides"];

function overrideRules(overrides: Overrides = {}): Rule[] {
  if (Token.isUnresolved(overrides)) return [];
  return Object.entries(overrides).flatMap(([portId, override]): Rule[] => [
    ["port id in overrides", portId, uuid],
    [
      `overrides["${portId}"]`,
      typeof override === "string" ? override : undefined,
      oneOf(...Object.values(NicRetention)),
    ],
  ]);
}

function terraformOverrides(overrides: Overrides) {
  if (overrides === undefined) return undefined;
  const entries = Object.entries(overrides).map(([portId, override]): [string, boolean | IResolvable] => [
    portId,
    typeof override === "string" ? deletesNic(override) : override,
  ]);
  return Object.fromEntries(entries);
}
