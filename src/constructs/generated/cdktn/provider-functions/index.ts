// generated from provider function schema

import * as cdktn from 'cdktn';

/**
* Provider-defined functions of the huaweiecs provider.
*/
export class HuaweiecsProviderFunctions {
  private readonly providerLocalName: string;

  /**
  * @param providerLocalName The local name of the provider in required_providers; defaults to the registry short name. Override when the provider is declared under a different local name — aliases do not change the namespace, local names do.
  */
  constructor(providerLocalName: string) {
    this.providerLocalName = providerLocalName;
  }

  /**
  * The `id` of the resources that are about one NIC of an ECS: `<server_id>/<port_id>`.
  * @param {string} serverId - The ECS that the NIC is attached to.
  * @param {string} portId - The NIC's port, which is the NIC's id.
  * @returns {string}
  */
  public nicId(serverId: string, portId: string): string {
    return cdktn.Token.asString(cdktn.TerraformProviderFunction.invoke(this.providerLocalName, "nic_id", [serverId, portId]));
  }

  /**
  * Reads what `nic_id` writes, and import ids, which may begin with a region. `region` is null without one.
  * @param {string} id - The id: `[<region>/]<server_id>/<port_id>`.
  * @returns {object}
  */
  public parseNicId(id: string): cdktn.IResolvable {
    return cdktn.TerraformProviderFunction.invoke(this.providerLocalName, "parse_nic_id", [id]);
  }
}
