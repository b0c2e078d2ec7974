// https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/resources/nic_attachment
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktn from 'cdktn';

// Configuration

export interface NicAttachmentConfig extends cdktn.TerraformMetaArguments {
  /**
  * Whether the port is deleted when it is detached or the ECS is deleted. `false` keeps it, with its IP and MAC address. As the cloud decides when absent.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/resources/nic_attachment#delete_on_termination NicAttachment#delete_on_termination}
  */
  readonly deleteOnTermination?: boolean | cdktn.IResolvable;
  /**
  * The private IPv4 address. A free one of the network when absent.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/resources/nic_attachment#fixed_ip NicAttachment#fixed_ip}
  */
  readonly fixedIp?: string;
  /**
  * The IPv6 address. Needs a network that has IPv6, and implies `ipv6_enable`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/resources/nic_attachment#fixed_ipv6 NicAttachment#fixed_ipv6}
  */
  readonly fixedIpv6?: string;
  /**
  * The shared bandwidth that its IPv6 address is added to.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/resources/nic_attachment#ipv6_bandwidth_id NicAttachment#ipv6_bandwidth_id}
  */
  readonly ipv6BandwidthId?: string;
  /**
  * Whether the NIC gets an IPv6 address beside its IPv4 address.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/resources/nic_attachment#ipv6_enable NicAttachment#ipv6_enable}
  */
  readonly ipv6Enable?: boolean | cdktn.IResolvable;
  /**
  * The network to create a port in: the network id of a VPC subnet. A change moves the NIC, which gets another address.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/resources/nic_attachment#network_id NicAttachment#network_id}
  */
  readonly networkId?: string;
  /**
  * The existing port to attach.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/resources/nic_attachment#port_id NicAttachment#port_id}
  */
  readonly portId?: string;
  /**
  * The region of the ECS. The provider's when it is created without one, and kept from then on.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/resources/nic_attachment#region NicAttachment#region}
  */
  readonly region?: string;
  /**
  * The security groups of the NIC's port. The default security group when absent.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/resources/nic_attachment#security_group_ids NicAttachment#security_group_ids}
  */
  readonly securityGroupIds?: string[];
  /**
  * The ECS.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/resources/nic_attachment#server_id NicAttachment#server_id}
  */
  readonly serverId: string;
  /**
  * Whether the NIC lets only traffic pass that is from or to itself. `false` for a server that routes, or that has a virtual IP address.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/resources/nic_attachment#source_dest_check NicAttachment#source_dest_check}
  */
  readonly sourceDestCheck?: boolean | cdktn.IResolvable;
  /**
  * timeouts block
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/resources/nic_attachment#timeouts NicAttachment#timeouts}
  */
  readonly timeouts?: NicAttachmentTimeouts;
}
export interface NicAttachmentTimeouts {
  /**
  * How long create may take, retries and waiting included. Defaults to `10m`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/resources/nic_attachment#create NicAttachment#create}
  */
  readonly create?: string;
  /**
  * How long delete may take, retries and waiting included. Defaults to `10m`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/resources/nic_attachment#delete NicAttachment#delete}
  */
  readonly delete?: string;
  /**
  * How long read may take, retries and waiting included. Defaults to `5m`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/resources/nic_attachment#read NicAttachment#read}
  */
  readonly read?: string;
  /**
  * How long update may take, retries and waiting included. Defaults to `10m`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/resources/nic_attachment#update NicAttachment#update}
  */
  readonly update?: string;
}

export function nicAttachmentTimeoutsToTerraform(struct?: NicAttachmentTimeouts | cdktn.IResolvable): any {
  if (!cdktn.canInspect(struct) || cdktn.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktn.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdktn.io/docs/concepts/resources#references");
  }
  return {
    create: cdktn.stringToTerraform(struct!.create),
    delete: cdktn.stringToTerraform(struct!.delete),
    read: cdktn.stringToTerraform(struct!.read),
    update: cdktn.stringToTerraform(struct!.update),
  }
}


export function nicAttachmentTimeoutsToHclTerraform(struct?: NicAttachmentTimeouts | cdktn.IResolvable): any {
  if (!cdktn.canInspect(struct) || cdktn.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktn.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdktn.io/docs/concepts/resources#references");
  }
  const attrs = {
    create: {
      value: cdktn.stringToHclTerraform(struct!.create),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    delete: {
      value: cdktn.stringToHclTerraform(struct!.delete),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    read: {
      value: cdktn.stringToHclTerraform(struct!.read),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    update: {
      value: cdktn.stringToHclTerraform(struct!.update),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export class NicAttachmentTimeoutsOutputReference extends cdktn.ComplexObject {
  private isEmptyObject = false;
  private resolvableValue?: cdktn.IResolvable;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktn.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): NicAttachmentTimeouts | cdktn.IResolvable | undefined {
    if (this.resolvableValue) {
      return this.resolvableValue;
    }
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    if (this._create !== undefined) {
      hasAnyValues = true;
      internalValueResult.create = this._create;
    }
    if (this._delete !== undefined) {
      hasAnyValues = true;
      internalValueResult.delete = this._delete;
    }
    if (this._read !== undefined) {
      hasAnyValues = true;
      internalValueResult.read = this._read;
    }
    if (this._update !== undefined) {
      hasAnyValues = true;
      internalValueResult.update = this._update;
    }
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: NicAttachmentTimeouts | cdktn.IResolvable | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
      this.resolvableValue = undefined;
      this._create = undefined;
      this._delete = undefined;
      this._read = undefined;
      this._update = undefined;
    }
    else if (cdktn.Tokenization.isResolvable(value)) {
      this.isEmptyObject = false;
      this.resolvableValue = value;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
      this.resolvableValue = undefined;
      this._create = value.create;
      this._delete = value.delete;
      this._read = value.read;
      this._update = value.update;
    }
  }

  // create - computed: false, optional: true, required: false
  private _create?: string; 
  public get create() {
    return this.getStringAttribute('create');
  }
  public set create(value: string) {
    this._create = value;
  }
  public resetCreate() {
    this._create = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get createInput() {
    return this._create;
  }

  // delete - computed: false, optional: true, required: false
  private _delete?: string; 
  public get delete() {
    return this.getStringAttribute('delete');
  }
  public set delete(value: string) {
    this._delete = value;
  }
  public resetDelete() {
    this._delete = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get deleteInput() {
    return this._delete;
  }

  // read - computed: false, optional: true, required: false
  private _read?: string; 
  public get read() {
    return this.getStringAttribute('read');
  }
  public set read(value: string) {
    this._read = value;
  }
  public resetRead() {
    this._read = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get readInput() {
    return this._read;
  }

  // update - computed: false, optional: true, required: false
  private _update?: string; 
  public get update() {
    return this.getStringAttribute('update');
  }
  public set update(value: string) {
    this._update = value;
  }
  public resetUpdate() {
    this._update = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get updateInput() {
    return this._update;
  }
}

/**
* Represents a {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/resources/nic_attachment huaweiecs_nic_attachment}
*/
export class NicAttachment extends cdktn.TerraformResource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "huaweiecs_nic_attachment";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTN code for importing a NicAttachment resource upon running "cdktn plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the NicAttachment to import
  * @param importFromId The id of the existing NicAttachment that should be imported. Refer to the {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/resources/nic_attachment#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the NicAttachment to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktn.TerraformProvider) {
        return new cdktn.ImportableResource(scope, importToId, { terraformResourceType: "huaweiecs_nic_attachment", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/resources/nic_attachment huaweiecs_nic_attachment} Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options NicAttachmentConfig
  */
  public constructor(scope: Construct, id: string, config: NicAttachmentConfig) {
    super(scope, id, {
      terraformResourceType: 'huaweiecs_nic_attachment',
      terraformGeneratorMetadata: {
        providerName: 'huaweiecs',
        providerVersionConstraint: '~> 0.1'
      },
      provider: config.provider,
      dependsOn: config.dependsOn,
      count: config.count,
      lifecycle: config.lifecycle,
      provisioners: config.provisioners,
      connection: config.connection,
      forEach: config.forEach
    });
    this._deleteOnTermination = config.deleteOnTermination;
    this._fixedIp = config.fixedIp;
    this._fixedIpv6 = config.fixedIpv6;
    this._ipv6BandwidthId = config.ipv6BandwidthId;
    this._ipv6Enable = config.ipv6Enable;
    this._networkId = config.networkId;
    this._portId = config.portId;
    this._region = config.region;
    this._securityGroupIds = config.securityGroupIds;
    this._serverId = config.serverId;
    this._sourceDestCheck = config.sourceDestCheck;
    this._timeouts.internalValue = config.timeouts;
  }

  // ==========
  // ATTRIBUTES
  // ==========

  // created_port - computed: true, optional: false, required: false
  public get createdPort() {
    return this.getBooleanAttribute('created_port');
  }

  // delete_on_termination - computed: true, optional: true, required: false
  private _deleteOnTermination?: boolean | cdktn.IResolvable; 
  public get deleteOnTermination() {
    return this.getBooleanAttribute('delete_on_termination');
  }
  public set deleteOnTermination(value: boolean | cdktn.IResolvable) {
    this._deleteOnTermination = value;
  }
  public resetDeleteOnTermination() {
    this._deleteOnTermination = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get deleteOnTerminationInput() {
    return this._deleteOnTermination;
  }

  // fixed_ip - computed: true, optional: true, required: false
  private _fixedIp?: string; 
  public get fixedIp() {
    return this.getStringAttribute('fixed_ip');
  }
  public set fixedIp(value: string) {
    this._fixedIp = value;
  }
  public resetFixedIp() {
    this._fixedIp = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get fixedIpInput() {
    return this._fixedIp;
  }

  // fixed_ips - computed: true, optional: false, required: false
  public get fixedIps() {
    return this.getListAttribute('fixed_ips');
  }

  // fixed_ipv6 - computed: true, optional: true, required: false
  private _fixedIpv6?: string; 
  public get fixedIpv6() {
    return this.getStringAttribute('fixed_ipv6');
  }
  public set fixedIpv6(value: string) {
    this._fixedIpv6 = value;
  }
  public resetFixedIpv6() {
    this._fixedIpv6 = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get fixedIpv6Input() {
    return this._fixedIpv6;
  }

  // id - computed: true, optional: false, required: false
  public get id() {
    return this.getStringAttribute('id');
  }

  // ipv6_bandwidth_id - computed: true, optional: true, required: false
  private _ipv6BandwidthId?: string; 
  public get ipv6BandwidthId() {
    return this.getStringAttribute('ipv6_bandwidth_id');
  }
  public set ipv6BandwidthId(value: string) {
    this._ipv6BandwidthId = value;
  }
  public resetIpv6BandwidthId() {
    this._ipv6BandwidthId = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get ipv6BandwidthIdInput() {
    return this._ipv6BandwidthId;
  }

  // ipv6_enable - computed: true, optional: true, required: false
  private _ipv6Enable?: boolean | cdktn.IResolvable; 
  public get ipv6Enable() {
    return this.getBooleanAttribute('ipv6_enable');
  }
  public set ipv6Enable(value: boolean | cdktn.IResolvable) {
    this._ipv6Enable = value;
  }
  public resetIpv6Enable() {
    this._ipv6Enable = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get ipv6EnableInput() {
    return this._ipv6Enable;
  }

  // mac_address - computed: true, optional: false, required: false
  public get macAddress() {
    return this.getStringAttribute('mac_address');
  }

  // network_id - computed: true, optional: true, required: false
  private _networkId?: string; 
  public get networkId() {
    return this.getStringAttribute('network_id');
  }
  public set networkId(value: string) {
    this._networkId = value;
  }
  public resetNetworkId() {
    this._networkId = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get networkIdInput() {
    return this._networkId;
  }

  // port_id - computed: true, optional: true, required: false
  private _portId?: string; 
  public get portId() {
    return this.getStringAttribute('port_id');
  }
  public set portId(value: string) {
    this._portId = value;
  }
  public resetPortId() {
    this._portId = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get portIdInput() {
    return this._portId;
  }

  // primary - computed: true, optional: false, required: false
  public get primary() {
    return this.getBooleanAttribute('primary');
  }

  // region - computed: true, optional: true, required: false
  private _region?: string; 
  public get region() {
    return this.getStringAttribute('region');
  }
  public set region(value: string) {
    this._region = value;
  }
  public resetRegion() {
    this._region = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get regionInput() {
    return this._region;
  }

  // security_group_ids - computed: true, optional: true, required: false
  private _securityGroupIds?: string[]; 
  public get securityGroupIds() {
    return cdktn.Fn.tolist(this.getListAttribute('security_group_ids'));
  }
  public set securityGroupIds(value: string[]) {
    this._securityGroupIds = value;
  }
  public resetSecurityGroupIds() {
    this._securityGroupIds = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get securityGroupIdsInput() {
    return this._securityGroupIds;
  }

  // server_id - computed: false, optional: false, required: true
  private _serverId?: string; 
  public get serverId() {
    return this.getStringAttribute('server_id');
  }
  public set serverId(value: string) {
    this._serverId = value;
  }
  // Temporarily expose input value. Use with caution.
  public get serverIdInput() {
    return this._serverId;
  }

  // source_dest_check - computed: true, optional: true, required: false
  private _sourceDestCheck?: boolean | cdktn.IResolvable; 
  public get sourceDestCheck() {
    return this.getBooleanAttribute('source_dest_check');
  }
  public set sourceDestCheck(value: boolean | cdktn.IResolvable) {
    this._sourceDestCheck = value;
  }
  public resetSourceDestCheck() {
    this._sourceDestCheck = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get sourceDestCheckInput() {
    return this._sourceDestCheck;
  }

  // timeouts - computed: false, optional: true, required: false
  private _timeouts = new NicAttachmentTimeoutsOutputReference(this, "timeouts");
  public get timeouts() {
    return this._timeouts;
  }
  public putTimeouts(value: NicAttachmentTimeouts) {
    this._timeouts.internalValue = value;
  }
  public resetTimeouts() {
    this._timeouts.internalValue = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get timeoutsInput() {
    return this._timeouts.internalValue;
  }

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      delete_on_termination: cdktn.booleanToTerraform(this._deleteOnTermination),
      fixed_ip: cdktn.stringToTerraform(this._fixedIp),
      fixed_ipv6: cdktn.stringToTerraform(this._fixedIpv6),
      ipv6_bandwidth_id: cdktn.stringToTerraform(this._ipv6BandwidthId),
      ipv6_enable: cdktn.booleanToTerraform(this._ipv6Enable),
      network_id: cdktn.stringToTerraform(this._networkId),
      port_id: cdktn.stringToTerraform(this._portId),
      region: cdktn.stringToTerraform(this._region),
      security_group_ids: cdktn.listMapper(cdktn.stringToTerraform, false)(this._securityGroupIds),
      server_id: cdktn.stringToTerraform(this._serverId),
      source_dest_check: cdktn.booleanToTerraform(this._sourceDestCheck),
      timeouts: nicAttachmentTimeoutsToTerraform(this._timeouts.internalValue),
    };
  }

  protected synthesizeHclAttributes(): { [name: string]: any } {
    const attrs = {
      delete_on_termination: {
        value: cdktn.booleanToHclTerraform(this._deleteOnTermination),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      fixed_ip: {
        value: cdktn.stringToHclTerraform(this._fixedIp),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      fixed_ipv6: {
        value: cdktn.stringToHclTerraform(this._fixedIpv6),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      ipv6_bandwidth_id: {
        value: cdktn.stringToHclTerraform(this._ipv6BandwidthId),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      ipv6_enable: {
        value: cdktn.booleanToHclTerraform(this._ipv6Enable),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      network_id: {
        value: cdktn.stringToHclTerraform(this._networkId),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      port_id: {
        value: cdktn.stringToHclTerraform(this._portId),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      region: {
        value: cdktn.stringToHclTerraform(this._region),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      security_group_ids: {
        value: cdktn.listMapperHcl(cdktn.stringToHclTerraform, false)(this._securityGroupIds),
        isBlock: false,
        type: "set",
        storageClassType: "stringList",
      },
      server_id: {
        value: cdktn.stringToHclTerraform(this._serverId),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      source_dest_check: {
        value: cdktn.booleanToHclTerraform(this._sourceDestCheck),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      timeouts: {
        value: nicAttachmentTimeoutsToHclTerraform(this._timeouts.internalValue),
        isBlock: true,
        type: "struct",
        storageClassType: "NicAttachmentTimeouts",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
