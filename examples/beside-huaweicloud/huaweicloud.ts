/**
 * Three classes of the official provider, as far as `main.ts` needs them, so that the example runs without a download.
 *
 * They stand in for what `cdktf get` generates into `.gen/providers/huaweicloud`, and have its names and shapes: a project of
 * your own imports those instead, and nothing else in `main.ts` changes.
 */
import { ComplexList, ComplexObject, TerraformProvider, TerraformResource } from "cdktf";
import type { Construct } from "constructs";

const generatedFrom = { providerName: "huaweicloud", providerVersionConstraint: "~> 1.79" };

export interface HuaweicloudProviderConfig {
  readonly region?: string;
}

/** `provider "huaweicloud"`. */
export class HuaweicloudProvider extends TerraformProvider {
  constructor(
    scope: Construct,
    id: string,
    private readonly config: HuaweicloudProviderConfig = {},
  ) {
    super(scope, id, {
      terraformResourceType: "huaweicloud",
      terraformGeneratorMetadata: generatedFrom,
      terraformProviderSource: "huaweicloud/huaweicloud",
    });
  }

  protected override synthesizeAttributes() {
    return { region: this.config.region };
  }
}

export interface VpcSubnetConfig {
  readonly vpcId: string;
  readonly name: string;
  readonly cidr: string;
  readonly gatewayIp: string;
}

/** `huaweicloud_vpc_subnet`. */
export class VpcSubnet extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    private readonly config: VpcSubnetConfig,
  ) {
    super(scope, id, { terraformResourceType: "huaweicloud_vpc_subnet", terraformGeneratorMetadata: generatedFrom });
  }

  get id() {
    return this.getStringAttribute("id");
  }

  protected override synthesizeAttributes() {
    const { vpcId, name, cidr, gatewayIp } = this.config;
    return { vpc_id: vpcId, name, cidr, gateway_ip: gatewayIp };
  }
}

export interface ComputeInstanceNetwork {
  /** The network id of a VPC subnet. */
  readonly uuid: string;
}

export interface ComputeInstanceConfig {
  readonly name: string;
  readonly imageId: string;
  readonly flavorId: string;
  readonly network: readonly ComputeInstanceNetwork[];
}

/** `huaweicloud_compute_instance`. */
export class ComputeInstance extends TerraformResource {
  readonly network = new ComputeInstanceNetworkList(this, "network", false);

  constructor(
    scope: Construct,
    id: string,
    private readonly config: ComputeInstanceConfig,
  ) {
    super(scope, id, {
      terraformResourceType: "huaweicloud_compute_instance",
      terraformGeneratorMetadata: generatedFrom,
    });
  }

  get id() {
    return this.getStringAttribute("id");
  }

  protected override synthesizeAttributes() {
    const { name, imageId, flavorId, network } = this.config;
    return { name, image_id: imageId, flavor_id: flavorId, network };
  }
}

class ComputeInstanceNetworkList extends ComplexList {
  get(index: number) {
    return new ComputeInstanceNetworkOutputReference(this.terraformResource, this.terraformAttribute, false, index);
  }
}

class ComputeInstanceNetworkOutputReference extends ComplexObject {
  /** The port that the instance got, which is its NIC's id. */
  get port() {
    return this.getStringAttribute("port");
  }
}
