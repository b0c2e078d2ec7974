// https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/resources/server_nic_policy
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktn from 'cdktn';

// Configuration

export interface ServerNicPolicyConfig extends cdktn.TerraformMetaArguments {
  /**
  * Whether a NIC is deleted when it is detached or its ECS is deleted. `false` keeps it, with its IP and MAC address.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/resources/server_nic_policy#delete_on_termination ServerNicPolicy#delete_on_termination}
  */
  readonly deleteOnTermination: boolean | cdktn.IResolvable;
  /**
  * Whether the policy is about the primary NIC as well. With `false` it is left alone and is not in `nics`, unless `overrides` names it.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/resources/server_nic_policy#include_primary ServerNicPolicy#include_primary}
  */
  readonly includePrimary?: boolean | cdktn.IResolvable;
  /**
  * What destroying this resource does to the NICs: `restore` gives them what `original_delete_on_termination` says, `keep` leaves them.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/resources/server_nic_policy#on_destroy ServerNicPolicy#on_destroy}
  */
  readonly onDestroy?: string;
  /**
  * The NICs for which something else holds: their `delete_on_termination` by the ids of their ports.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/resources/server_nic_policy#overrides ServerNicPolicy#overrides}
  */
  readonly overrides?: { [key: string]: (boolean | cdktn.IResolvable) };
  /**
  * The region of the ECS. The provider's when it is created without one, and kept from then on.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/resources/server_nic_policy#region ServerNicPolicy#region}
  */
  readonly region?: string;
  /**
  * The ECS that the NICs are attached to.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/resources/server_nic_policy#server_id ServerNicPolicy#server_id}
  */
  readonly serverId: string;
  /**
  * timeouts block
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/resources/server_nic_policy#timeouts ServerNicPolicy#timeouts}
  */
  readonly timeouts?: ServerNicPolicyTimeouts;
}
export interface ServerNicPolicyNics {
}

export function serverNicPolicyNicsToTerraform(struct?: ServerNicPolicyNics): any {
  if (!cdktn.canInspect(struct) || cdktn.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktn.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdktn.io/docs/concepts/resources#references");
  }
  return {
  }
}


export function serverNicPolicyNicsToHclTerraform(struct?: ServerNicPolicyNics): any {
  if (!cdktn.canInspect(struct) || cdktn.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktn.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdktn.io/docs/concepts/resources#references");
  }
  const attrs = {
  };
  return attrs;
}

export class ServerNicPolicyNicsOutputReference extends cdktn.ComplexObject {
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

  public get internalValue(): ServerNicPolicyNics | undefined {
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: ServerNicPolicyNics | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
    }
  }

  // delete_on_termination - computed: true, optional: false, required: false
  public get deleteOnTermination() {
    return this.getBooleanAttribute('delete_on_termination');
  }

  // fixed_ips - computed: true, optional: false, required: false
  public get fixedIps() {
    return this.getListAttribute('fixed_ips');
  }

  // id - computed: true, optional: false, required: false
  public get id() {
    return this.getStringAttribute('id');
  }

  // mac_address - computed: true, optional: false, required: false
  public get macAddress() {
    return this.getStringAttribute('mac_address');
  }

  // network_id - computed: true, optional: false, required: false
  public get networkId() {
    return this.getStringAttribute('network_id');
  }

  // port_id - computed: true, optional: false, required: false
  public get portId() {
    return this.getStringAttribute('port_id');
  }
}

export class ServerNicPolicyNicsList extends cdktn.ComplexList {

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
  public get(index: number): ServerNicPolicyNicsOutputReference {
    return new ServerNicPolicyNicsOutputReference(this.terraformResource, this.terraformAttribute, index, this.wrapsSet);
  }
}
export interface ServerNicPolicyTimeouts {
  /**
  * How long create may take, retries and waiting included. Defaults to `10m`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/resources/server_nic_policy#create ServerNicPolicy#create}
  */
  readonly create?: string;
  /**
  * How long delete may take, retries and waiting included. Defaults to `10m`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/resources/server_nic_policy#delete ServerNicPolicy#delete}
  */
  readonly delete?: string;
  /**
  * How long read may take, retries and waiting included. Defaults to `5m`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/resources/server_nic_policy#read ServerNicPolicy#read}
  */
  readonly read?: string;
  /**
  * How long update may take, retries and waiting included. Defaults to `10m`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/resources/server_nic_policy#update ServerNicPolicy#update}
  */
  readonly update?: string;
}

export function serverNicPolicyTimeoutsToTerraform(struct?: ServerNicPolicyTimeouts | cdktn.IResolvable): any {
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


export function serverNicPolicyTimeoutsToHclTerraform(struct?: ServerNicPolicyTimeouts | cdktn.IResolvable): any {
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

export class ServerNicPolicyTimeoutsOutputReference extends cdktn.ComplexObject {
  private isEmptyObject = false;
  private resolvableValue?: cdktn.IResolvable;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktn.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): ServerNicPolicyTimeouts | cdktn.IResolvable | undefined {
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

  public set internalValue(value: ServerNicPolicyTimeouts | cdktn.IResolvable | undefined) {
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
* Represents a {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/resources/server_nic_policy huaweiecs_server_nic_policy}
*/
export class ServerNicPolicy extends cdktn.TerraformResource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "huaweiecs_server_nic_policy";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTN code for importing a ServerNicPolicy resource upon running "cdktn plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the ServerNicPolicy to import
  * @param importFromId The id of the existing ServerNicPolicy that should be imported. Refer to the {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/resources/server_nic_policy#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the ServerNicPolicy to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktn.TerraformProvider) {
        return new cdktn.ImportableResource(scope, importToId, { terraformResourceType: "huaweiecs_server_nic_policy", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs/resources/server_nic_policy huaweiecs_server_nic_policy} Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options ServerNicPolicyConfig
  */
  public constructor(scope: Construct, id: string, config: ServerNicPolicyConfig) {
    super(scope, id, {
      terraformResourceType: 'huaweiecs_server_nic_policy',
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
    this._includePrimary = config.includePrimary;
    this._onDestroy = config.onDestroy;
    this._overrides = config.overrides;
    this._region = config.region;
    this._serverId = config.serverId;
    this._timeouts.internalValue = config.timeouts;
  }

  // ==========
  // ATTRIBUTES
  // ==========

  // delete_on_termination - computed: false, optional: false, required: true
  private _deleteOnTermination?: boolean | cdktn.IResolvable; 
  public get deleteOnTermination() {
    return this.getBooleanAttribute('delete_on_termination');
  }
  public set deleteOnTermination(value: boolean | cdktn.IResolvable) {
    this._deleteOnTermination = value;
  }
  // Temporarily expose input value. Use with caution.
  public get deleteOnTerminationInput() {
    return this._deleteOnTermination;
  }

  // id - computed: true, optional: false, required: false
  public get id() {
    return this.getStringAttribute('id');
  }

  // include_primary - computed: true, optional: true, required: false
  private _includePrimary?: boolean | cdktn.IResolvable; 
  public get includePrimary() {
    return this.getBooleanAttribute('include_primary');
  }
  public set includePrimary(value: boolean | cdktn.IResolvable) {
    this._includePrimary = value;
  }
  public resetIncludePrimary() {
    this._includePrimary = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get includePrimaryInput() {
    return this._includePrimary;
  }

  // nics - computed: true, optional: false, required: false
  private _nics = new ServerNicPolicyNicsList(this, "nics", false);
  public get nics() {
    return this._nics;
  }

  // on_destroy - computed: true, optional: true, required: false
  private _onDestroy?: string; 
  public get onDestroy() {
    return this.getStringAttribute('on_destroy');
  }
  public set onDestroy(value: string) {
    this._onDestroy = value;
  }
  public resetOnDestroy() {
    this._onDestroy = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get onDestroyInput() {
    return this._onDestroy;
  }

  // original_delete_on_termination - computed: true, optional: false, required: false
  private _originalDeleteOnTermination = new cdktn.BooleanMap(this, "original_delete_on_termination");
  public get originalDeleteOnTermination() {
    return this._originalDeleteOnTermination;
  }

  // overrides - computed: false, optional: true, required: false
  private _overrides?: { [key: string]: (boolean | cdktn.IResolvable) }; 
  public get overrides() {
    return this.getBooleanMapAttribute('overrides');
  }
  public set overrides(value: { [key: string]: (boolean | cdktn.IResolvable) }) {
    this._overrides = value;
  }
  public resetOverrides() {
    this._overrides = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get overridesInput() {
    return this._overrides;
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

  // timeouts - computed: false, optional: true, required: false
  private _timeouts = new ServerNicPolicyTimeoutsOutputReference(this, "timeouts");
  public get timeouts() {
    return this._timeouts;
  }
  public putTimeouts(value: ServerNicPolicyTimeouts) {
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
      include_primary: cdktn.booleanToTerraform(this._includePrimary),
      on_destroy: cdktn.stringToTerraform(this._onDestroy),
      overrides: cdktn.hashMapper(cdktn.booleanToTerraform)(this._overrides),
      region: cdktn.stringToTerraform(this._region),
      server_id: cdktn.stringToTerraform(this._serverId),
      timeouts: serverNicPolicyTimeoutsToTerraform(this._timeouts.internalValue),
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
      include_primary: {
        value: cdktn.booleanToHclTerraform(this._includePrimary),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      on_destroy: {
        value: cdktn.stringToHclTerraform(this._onDestroy),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      overrides: {
        value: cdktn.hashMapperHcl(cdktn.booleanToHclTerraform)(this._overrides),
        isBlock: false,
        type: "map",
        storageClassType: "booleanMap",
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
      timeouts: {
        value: serverNicPolicyTimeoutsToHclTerraform(this._timeouts.internalValue),
        isBlock: true,
        type: "struct",
        storageClassType: "ServerNicPolicyTimeouts",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
