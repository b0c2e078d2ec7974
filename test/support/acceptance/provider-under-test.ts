/** The providers that a case runs with, and the addresses that Terraform knows them by. */
import path from "node:path";
import { version } from "../../../package.json";

export interface ProviderUnderTest {
  /** An executable that Terraform can start, and that serves for reattaching when it is started with `--debug`. */
  readonly program: string;
  /** With its registry: `registry.terraform.io/huaweiecs/huaweiecs`. */
  readonly address: string;
  /** The version that it is installed as. Defaults to 1.0.0. */
  readonly version?: string;
}

/** The provider of this repository, as it was built last. */
export const huaweiecs: ProviderUnderTest = {
  program: path.join(__dirname, "../../../dist/terraform-provider-huaweiecs"),
  address: "registry.terraform.io/huaweiecs/huaweiecs",
  version,
};

/** The name that a configuration uses when it does not choose another one: the address's last part. */
export function localName({ address }: ProviderUnderTest): string {
  return address.slice(address.lastIndexOf("/") + 1);
}

/** Also where OpenTofu looks for what a configuration names without a registry. */
export function addressesOf({ address }: ProviderUnderTest): string[] {
  const [registry, ...name] = address.split("/");
  return registry === "registry.terraform.io" ? [address, ["registry.opentofu.org", ...name].join("/")] : [address];
}
