// https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/data-sources/nic_attachments
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktn from 'cdktn';

// Configuration

export interface DataHuaweiecsNicAttachmentsConfig extends cdktn.TerraformMetaArguments {
  /**
  * Only NICs that are deleted when they are detached, or only the others.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/data-sources/nic_attachments#delete_on_termination DataHuaweiecsNicAttachments#delete_on_termination}
  */
  readonly deleteOnTermination?: boolean | cdktn.IResolvable;
  /**
  * Only the NIC that has this private IP address.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/data-sources/nic_attachments#ip_address DataHuaweiecsNicAttachments#ip_address}
  */
  readonly ipAddress?: string;
  /**
  * Only NICs in this network (VPC subnet).
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/data-sources/nic_attachments#network_id DataHuaweiecsNicAttachments#network_id}
  */
  readonly networkId?: string;
  /**
  * Only NICs whose port is in this state.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/data-sources/nic_attachments#port_state DataHuaweiecsNicAttachments#port_state}
  */
  readonly portState?: string;
  /**
  * Only the primary NIC, or only the others.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/data-sources/nic_attachments#primary DataHuaweiecsNicAttachments#primary}
  */
  readonly primary?: boolean | cdktn.IResolvable;
  /**
  * The region of the ECS. Defaults to the provider's.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/data-sources/nic_attachments#region DataHuaweiecsNicAttachments#region}
  */
  readonly region?: string;
  /**
  * The ECS.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/data-sources/nic_attachments#server_id DataHuaweiecsNicAttachments#server_id}
  */
  readonly serverId: string;
}
export interface DataHuaweiecsNicAttachmentsNicsAddresses {
}

export function dataHuaweiecsNicAttachmentsNicsAddressesToTerraform(struct?: DataHuaweiecsNicAttachmentsNicsAddresses): any {
  if (!cdktn.canInspect(struct) || cdktn.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktn.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdktn.io/docs/concepts/resources#references");
  }
  return {
  }
}


export function dataHuaweiecsNicAttachmentsNicsAddressesToHclTerraform(struct?: DataHuaweiecsNicAttachmentsNicsAddresses): any {
  if (!cdktn.canInspect(struct) || cdktn.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktn.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdktn.io/docs/concepts/resources#references");
  }
  const attrs = {
  };
  return attrs;
}

export class DataHuaweiecsNicAttachmentsNicsAddressesOutputReference extends cdktn.ComplexObject {
  private isEmptyObject = false;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  * @param complexObjectIndex the index of this item in the list
  * @param complexObjectIsFromSet whether the list is wrapping a set (will add tolist() to be able to access an item via an index)
  */
  public constructor(terraformResource: cdktn.IInterpolatingParent, terraformAttribute: string, complexObjectIndex: number, complexObjectIsFromSet: boolean) {
    super(terraformResource, terraformAttribute, complexObjectIsFromSet, complexObjectIndex);
  }

  public get internalValue(): DataHuaweiecsNicAttachmentsNicsAddresses | undefined {
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: DataHuaweiecsNicAttachmentsNicsAddresses | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
    }
  }

  // ip_address - computed: true, optional: false, required: false
  public get ipAddress() {
    return this.getStringAttribute('ip_address');
  }

  // subnet_id - computed: true, optional: false, required: false
  public get subnetId() {
    return this.getStringAttribute('subnet_id');
  }
}

export class DataHuaweiecsNicAttachmentsNicsAddressesList extends cdktn.ComplexList {

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  * @param wrapsSet whether the list is wrapping a set (will add tolist() to be able to access an item via an index)
  */
  constructor(terraformResource: cdktn.IInterpolatingParent, terraformAttribute: string, wrapsSet: boolean) {
    super(terraformResource, terraformAttribute, wrapsSet);
  }

  /**
  * @param index the index of the item to return
  */
  public get(index: number): DataHuaweiecsNicAttachmentsNicsAddressesOutputReference {
    return new DataHuaweiecsNicAttachmentsNicsAddressesOutputReference(this.terraformResource, this.terraformAttribute, index, this.wrapsSet);
  }
}
export interface DataHuaweiecsNicAttachmentsNics {
}

export function dataHuaweiecsNicAttachmentsNicsToTerraform(struct?: DataHuaweiecsNicAttachmentsNics): any {
  if (!cdktn.canInspect(struct) || cdktn.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktn.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdktn.io/docs/concepts/resources#references");
  }
  return {
  }
}


export function dataHuaweiecsNicAttachmentsNicsToHclTerraform(struct?: DataHuaweiecsNicAttachmentsNics): any {
  if (!cdktn.canInspect(struct) || cdktn.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktn.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdktn.io/docs/concepts/resources#references");
  }
  const attrs = {
  };
  return attrs;
}

export class DataHuaweiecsNicAttachmentsNicsOutputReference extends cdktn.ComplexObject {
  private isEmptyObject = false;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  * @param complexObjectIndex the index of this item in the list
  * @param complexObjectIsFromSet whether the list is wrapping a set (will add tolist() to be able to access an item via an index)
  */
  public constructor(terraformResource: cdktn.IInterpolatingParent, terraformAttribute: string, complexObjectIndex: number, complexObjectIsFromSet: boolean) {
    super(terraformResource, terraformAttribute, complexObjectIsFromSet, complexObjectIndex);
  }

  public get internalValue(): DataHuaweiecsNicAttachmentsNics | undefined {
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: DataHuaweiecsNicAttachmentsNics | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
    }
  }

  // addresses - computed: true, optional: false, required: false
  private _addresses = new DataHuaweiecsNicAttachmentsNicsAddressesList(this, "addresses", false);
  public get addresses() {
    return this._addresses;
  }

  // delete_on_termination - computed: true, optional: false, required: false
  public get deleteOnTermination() {
    return this.getBooleanAttribute('delete_on_termination');
  }

  // driver_mode - computed: true, optional: false, required: false
  public get driverMode() {
    return this.getStringAttribute('driver_mode');
  }

  // fixed_ips - computed: true, optional: false, required: false
  public get fixedIps() {
    return this.getListAttribute('fixed_ips');
  }

  // mac_address - computed: true, optional: false, required: false
  public get macAddress() {
    return this.getStringAttribute('mac_address');
  }

  // min_rate - computed: true, optional: false, required: false
  public get minRate() {
    return this.getNumberAttribute('min_rate');
  }

  // multiqueue_count - computed: true, optional: false, required: false
  public get multiqueueCount() {
    return this.getNumberAttribute('multiqueue_count');
  }

  // network_id - computed: true, optional: false, required: false
  public get networkId() {
    return this.getStringAttribute('network_id');
  }

  // pci_address - computed: true, optional: false, required: false
  public get pciAddress() {
    return this.getStringAttribute('pci_address');
  }

  // port_id - computed: true, optional: false, required: false
  public get portId() {
    return this.getStringAttribute('port_id');
  }

  // port_state - computed: true, optional: false, required: false
  public get portState() {
    return this.getStringAttribute('port_state');
  }

  // primary - computed: true, optional: false, required: false
  public get primary() {
    return this.getBooleanAttribute('primary');
  }
}

export class DataHuaweiecsNicAttachmentsNicsList extends cdktn.ComplexList {

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  * @param wrapsSet whether the list is wrapping a set (will add tolist() to be able to access an item via an index)
  */
  constructor(terraformResource: cdktn.IInterpolatingParent, terraformAttribute: string, wrapsSet: boolean) {
    super(terraformResource, terraformAttribute, wrapsSet);
  }

  /**
  * @param index the index of the item to return
  */
  public get(index: number): DataHuaweiecsNicAttachmentsNicsOutputReference {
    return new DataHuaweiecsNicAttachmentsNicsOutputReference(this.terraformResource, this.terraformAttribute, index, this.wrapsSet);
  }
}

/**
* Represents a {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/data-sources/nic_attachments huaweiecs_nic_attachments}
*/
export class DataHuaweiecsNicAttachments extends cdktn.TerraformDataSource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "huaweiecs_nic_attachments";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTN code for importing a DataHuaweiecsNicAttachments resource upon running "cdktn plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the DataHuaweiecsNicAttachments to import
  * @param importFromId The id of the existing DataHuaweiecsNicAttachments that should be imported. Refer to the {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/data-sources/nic_attachments#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the DataHuaweiecsNicAttachments to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktn.TerraformProvider) {
        return new cdktn.ImportableResource(scope, importToId, { terraformResourceType: "huaweiecs_nic_attachments", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/data-sources/nic_attachments huaweiecs_nic_attachments} Data Source
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options DataHuaweiecsNicAttachmentsConfig
  */
  public constructor(scope: Construct, id: string, config: DataHuaweiecsNicAttachmentsConfig) {
    super(scope, id, {
      terraformResourceType: 'huaweiecs_nic_attachments',
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
    this._ipAddress = config.ipAddress;
    this._networkId = config.networkId;
    this._portState = config.portState;
    this._primary = config.primary;
    this._region = config.region;
    this._serverId = config.serverId;
  }

  // ==========
  // ATTRIBUTES
  // ==========

  // delete_on_termination - computed: false, optional: true, required: false
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

  // ip_address - computed: false, optional: true, required: false
  private _ipAddress?: string; 
  public get ipAddress() {
    return this.getStringAttribute('ip_address');
  }
  public set ipAddress(value: string) {
    this._ipAddress = value;
  }
  public resetIpAddress() {
    this._ipAddress = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get ipAddressInput() {
    return this._ipAddress;
  }

  // network_id - computed: false, optional: true, required: false
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

  // nics - computed: true, optional: false, required: false
  private _nics = new DataHuaweiecsNicAttachmentsNicsList(this, "nics", false);
  public get nics() {
    return this._nics;
  }

  // port_ids - computed: true, optional: false, required: false
  public get portIds() {
    return this.getListAttribute('port_ids');
  }

  // port_state - computed: false, optional: true, required: false
  private _portState?: string; 
  public get portState() {
    return this.getStringAttribute('port_state');
  }
  public set portState(value: string) {
    this._portState = value;
  }
  public resetPortState() {
    this._portState = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get portStateInput() {
    return this._portState;
  }

  // primary - computed: false, optional: true, required: false
  private _primary?: boolean | cdktn.IResolvable; 
  public get primary() {
    return this.getBooleanAttribute('primary');
  }
  public set primary(value: boolean | cdktn.IResolvable) {
    this._primary = value;
  }
  public resetPrimary() {
    this._primary = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get primaryInput() {
    return this._primary;
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

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      delete_on_termination: cdktn.booleanToTerraform(this._deleteOnTermination),
      ip_address: cdktn.stringToTerraform(this._ipAddress),
      network_id: cdktn.stringToTerraform(this._networkId),
      port_state: cdktn.stringToTerraform(this._portState),
      primary: cdktn.booleanToTerraform(this._primary),
      region: cdktn.stringToTerraform(this._region),
      server_id: cdktn.stringToTerraform(this._serverId),
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
      ip_address: {
        value: cdktn.stringToHclTerraform(this._ipAddress),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      network_id: {
        value: cdktn.stringToHclTerraform(this._networkId),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      port_state: {
        value: cdktn.stringToHclTerraform(this._portState),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      primary: {
        value: cdktn.booleanToHclTerraform(this._primary),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      region: {
        value: cdktn.stringToHclTerraform(this._region),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      server_id: {
        value: cdktn.stringToHclTerraform(this._serverId),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
