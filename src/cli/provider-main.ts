/** `terraform-provider-huaweiecs`: started by Terraform, or by hand with `--debug`. */
import { serve } from "../plugin";
import { provider } from "../provider";

void serve({ provider, debug: process.argv.includes("--debug") });
